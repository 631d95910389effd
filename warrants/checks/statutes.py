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
_PART = r"(?:\([^)]{1,8}\))*"
# More sections of the same title: "§§ 1326(a), 1231 and 1357".
_MORE = rf"((?:{_PART}\s*(?:,|;|and|&|or)\s*(?:and\s+)?(?:§+\s*)?\d{{3,5}}[a-z]?\b)*)"
_FEDERAL = re.compile(
    rf"\b(\d{{1,2}})\s*u\.?\s*s\.?\s*(?:c\.?(?:\s*a\.?)?|code)\s*{_SECTION}(\d{{1,5}}[a-z]?)"
    + _MORE,
    re.IGNORECASE,
)
_OF_TITLE = re.compile(
    rf"\btitle\s+(\d{{1,2}}),?\s*(?:united states code|u\.?s\.?c\.?),?\s*{_SECTION}"
    r"(\d{1,5}[a-z]?)" + _MORE,
    re.IGNORECASE,
)
_ONE_MORE = re.compile(r"\b(\d{3,5})([a-z]?)\b", re.IGNORECASE)
# Where title 8 has the Act; what else follows a comma there is a year or a weight.
_THE_ACT = range(1101, 1800)
_ACT = re.compile(
    r"\b(?:i\.?n\.?a\.?|immigration (?:and|&) nationality act)(?:\s+act)?\s*,?\s*"
    rf"{_SECTION}(\d{{3}}[a-z]?)\b"
    rf"|\bsections?\s+(\d{{3}}[a-z]?{_PART}(?:\s*(?:,|and|&|or)\s*(?:and\s+)?\d{{3}}[a-z]?{_PART})*)"
    r"\s+of\s+the\s+(?:immigration and nationality|i\.?n\.?a\b)",
    re.IGNORECASE,
)
_OF_THE_ACT = re.compile(r"\b\d{3}[a-z]?(?![\w)])|\b\d{3}[a-z]?(?=\()", re.IGNORECASE)
_REGULATION = re.compile(
    rf"\b8\s*c\.?\s*f\.?\s*r\.?\s*(?:part\s*)?{_SECTION}(\d+)"
    r"|\bparts?\s+(\d+)\s+of\s+title\s+8,?\s+(?:of\s+the\s+)?code\s+of\s+federal\s+regulations"
    r"|\btitle\s+8,?\s+(?:of\s+the\s+)?code\s+of\s+federal\s+regulations,?\s*(?:part\s*)?"
    rf"{_SECTION}(\d+)",
    re.IGNORECASE,
)
_STATE = re.compile(
    r"\brcw\s*(\d+[a-z]?\.\d+[a-z]?(?:\.\d+)?)"
    r"|\b((?:smc|kcc|bcc|tmc|kmc|rmc|pmc|lmc|emc|bmc|fwrc|(?!sec)[a-z]{2,4}c)\s*\d+[a-z]?\.\d+[a-z]?(?:\.\d+)?)",
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
    text = re.sub(r"\s+", " ", text)  # so that runs of blanks cost nothing
    for pattern in (_FEDERAL, _OF_TITLE):
        for title, written, more in pattern.findall(text):
            for section in (written.upper(), *_more(title, more)):
                yield Citation(f"{title} USC {section}", _nature(title, section))
    yield from _of_the_act(text)
    for parts in _REGULATION.findall(text):
        yield Citation(f"8 CFR {''.join(parts)}", Nature.CIVIL_IMMIGRATION)
    for code, ordinance in _STATE.findall(text):
        yield Citation(f"RCW {code}" if code else ordinance.upper(), Nature.CRIMINAL)
    for rule in _RULE.findall(text):
        yield Citation(f"Rule {rule}", Nature.CRIMINAL)


def _of_the_act(text: str) -> Iterator[Citation]:
    for own, several in _ACT.findall(text):
        for written in (own,) if own else _OF_THE_ACT.findall(several):
            section = written.upper()
            is_crime = section in CRIMES_OF_THE_ACT
            yield Citation(
                f"INA {section}",
                Nature.CRIMINAL if is_crime else Nature.CIVIL_IMMIGRATION,
            )


def _more(title: str, words: str) -> Iterator[str]:
    for number, letter in _ONE_MORE.findall(words):
        if title != "8" or int(number) in _THE_ACT:
            yield f"{number}{letter.upper()}"


def _nature(title: str, section: str) -> Nature:
    if (title, section) in _CIVIL_ELSEWHERE:
        return Nature.CIVIL_IMMIGRATION
    if title == "8":
        is_crime = section in CRIMES_OF_TITLE_8
        return Nature.CRIMINAL if is_crime else Nature.CIVIL_IMMIGRATION
    return Nature.CRIMINAL
