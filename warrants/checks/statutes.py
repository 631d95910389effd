"""Whether the law that a paper cites is a crime's. Pure.

Sections of the Immigration and Nationality Act are in title 8: a few are crimes, the
others say whom an officer may hold without a judge. Source: domain.md 3.2, read
2026-11-29 (certainty: high, from memory; for counsel).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

# 8 USC: bringing in and harbouring, hiring for gain, entry, re-entry, smuggling of those
# barred, importing for prostitution, refusing to leave, false papers, registration.
CRIMES_OF_TITLE_8 = frozenset(
    {"1185", "1253", "1304", "1306", "1324", "1324A", "1324C", "1325", "1326"}
    | {"1327", "1328"}
)
# The same sections by the numbers of the Act itself.
CRIMES_OF_THE_ACT = frozenset(
    {"215", "243", "264", "266", "274", "274A", "274C", "275", "276", "277", "278"}
)
# Summons and searches that customs officers make themselves.
_CIVIL_ELSEWHERE = {("19", "1509"), ("19", "1401"), ("6", "1357")}


class Nature(Enum):
    CRIMINAL = auto()
    CIVIL_IMMIGRATION = auto()
    NOT_KNOWN = auto()


@dataclass(frozen=True, slots=True)
class Citation:
    words: str
    nature: Nature


_SECTION = r"(?:§+|sections?|secs?\.?)?\s*"
_FEDERAL = re.compile(
    rf"\b(\d{{1,2}})\s*u\.?\s*s\.?\s*(?:c\.?(?:\s*a\.?)?|code)\s*{_SECTION}(\d{{1,5}}[a-z]?)",
    re.IGNORECASE,
)
_OF_TITLE = re.compile(
    rf"\btitle\s+(\d{{1,2}}),?\s*(?:united states code|u\.?s\.?c\.?),?\s*{_SECTION}"
    r"(\d{1,5}[a-z]?)",
    re.IGNORECASE,
)
_ACT = re.compile(
    r"\b(?:i\.?n\.?a\.?|immigration (?:and|&) nationality act)(?:\s+act)?\s*,?\s*"
    rf"{_SECTION}(\d{{3}}[a-z]?)\b"
    r"|\bsections?\s+(\d{3}[a-z]?)(?:\([^)]*\))*\s+of\s+the\s+immigration and nationality",
    re.IGNORECASE,
)
_REGULATION = re.compile(
    r"\b8\s*c\.?\s*f\.?\s*r\.?\s*(?:§+|part)?\s*(\d+)", re.IGNORECASE
)
_STATE = re.compile(
    r"\brcw\s*(\d+[a-z]?\.\d+[a-z]?(?:\.\d+)?)"
    r"|\b((?:smc|kcc|bcc|tmc|kmc|rmc|pmc|lmc|emc|bmc|fwrc|[a-z]{2,4}c)\s*\d+[a-z]?\.\d+[a-z]?(?:\.\d+)?)",
    re.IGNORECASE,
)
_RULE = re.compile(
    r"\b(?:fed(?:eral)?\.?\s*r(?:ules?)?\.?\s*(?:of\s*)?crim(?:inal)?\.?\s*p(?:rocedure)?\.?"
    r"|cr[rl]lj|crrlj|crr?|jucr)\s*(?:rule\s*)?(\d+(?:\.\d+)?)",
    re.IGNORECASE,
)


def citations(text: str) -> tuple[Citation, ...]:
    """Every statute that a text cites, each once, in the order of their kinds."""
    return tuple(dict.fromkeys(_citations(text)))


def _citations(text: str) -> Iterator[Citation]:
    for pattern in (_FEDERAL, _OF_TITLE):
        for title, written in pattern.findall(text):
            section = written.upper()
            yield Citation(f"{title} USC {section}", _nature(title, section))
    for own, of_act in _ACT.findall(text):
        section = (own or of_act).upper()
        is_crime = section in CRIMES_OF_THE_ACT
        yield Citation(
            f"INA {section}", Nature.CRIMINAL if is_crime else Nature.CIVIL_IMMIGRATION
        )
    for part in _REGULATION.findall(text):
        yield Citation(f"8 CFR {part}", Nature.CIVIL_IMMIGRATION)
    for code, ordinance in _STATE.findall(text):
        yield Citation(f"RCW {code}" if code else ordinance.upper(), Nature.CRIMINAL)
    for rule in _RULE.findall(text):
        yield Citation(f"Rule {rule}", Nature.CRIMINAL)


def _nature(title: str, section: str) -> Nature:
    if (title, section) in _CIVIL_ELSEWHERE:
        return Nature.CIVIL_IMMIGRATION
    if title == "8":
        is_crime = section in CRIMES_OF_TITLE_8
        return Nature.CRIMINAL if is_crime else Nature.CIVIL_IMMIGRATION
    return Nature.CRIMINAL
