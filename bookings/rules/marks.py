"""Scars, marks and tattoos: which codes tell of health, and how one is found by words.

The table mixes looks with sickness. What is not known to be plain appearance is health:
a code that is new to this file is shown to health staff alone.
"""

import re
from collections.abc import Iterable

from bookings.rules.violations import RuleViolation

# NCIC gives the field ten characters; its own table holds codes of eleven.
LONGEST = 11
# Families all of whose codes are of the skin and can be seen.
_APPEARANCE = {
    "TAT": "tattoo tattooed",
    "RTAT": "removed tattoo",
    "SC": "scar scarred",
    "MOLE": "mole",
    "DISC": "discoloration birthmark",
    "PRCD": "pierced piercing",
}
# Of what is missing and of what is more than usual, what anybody sees.
_SEEN_PARTS = frozenset(
    """ARM,L ARM,R ARM,LLARM,LRARM,EAR,L EAR,R EAR,EYE,L EYE,R EYE,FGR,L FGR,R FGR,FJT,
L FJT,R FJT,FOOT,L FT,R FT,HAND,L HND,R HND,LEG,L LEG,R LEG,LLLEG,LRLEG,NOSE,TOE,L TOE,
R TOE,TTH,L TTH,U TTH""".replace("\n", "").split(",")
)
_PARTS = {"MISS": "missing", "EXTR": "extra"}
_LOOKS = frozenset(
    """BALD,CAUL EAR,CAUL L EAR,CAUL R EAR,CLEFT CHIN,CON LENSES,DIMP CHEEK,DIMP CHIN,
DIMP FACE,DIMP L CHK,DIMP R CHK,FRECKLES,GLASSES,GOLD TOOTH,POCKMARKS,PROT JAW,
PROT L JAW,PROT U JAW,SLVR TOOTH""".replace("\n", "").split(",")
)
LOOK = "LOOK"
# Words for the families of health, so that these are found by words as well.
_HEALTH_WORDS = {
    "ART": "artificial prosthesis",
    "BLND": "blind",
    "CRIP": "crippled",
    "DA": "drug of abuse",
    "DEAF": "deaf",
    "FRC": "fracture fractured broken",
    "HFR": "healed fracture",
    "MC": "medical condition",
    "NM": "needle mark track",
    "TD": "therapeutic drug medicine",
}
_SHORT = {
    "l": "left",
    "lt": "left",
    "lft": "left",
    "r": "right",
    "rt": "right",
    "up": "upper",
    "lwr": "lower",
    "tat": "tattoo",
    "tatt": "tattoo",
    "abd": "abdomen",
    "stomach": "abdomen",
    "belly": "abdomen",
    "frarm": "forearm",
    "fa": "forearm",
    "hd": "hand",
    "hnd": "hand",
    "wrs": "wrist",
    "shld": "shoulder",
    "thgh": "thigh",
    "ankl": "ankle",
    "fgr": "finger",
    "chk": "cheek",
    "fhd": "forehead",
    "nk": "neck",
    "bk": "back",
    "izq": "left",
    "der": "right",
}
_WORD = re.compile(r"[a-z0-9]+")


def family_of(code: str) -> str:
    """The family under which a mark of appearance stands; "" for one of health."""
    family, _, part = code.strip().upper().partition(" ")
    if family in _APPEARANCE and part:
        return family
    if family in _PARTS and part in _SEEN_PARTS:
        return family
    return LOOK if code.strip().upper() in _LOOKS else ""


def is_of_health(code: str) -> bool:
    return not family_of(code)


def check_mark_code(code: str) -> None:
    """Raise RuleViolation unless a table may hold this code."""
    if not code or len(code) > LONGEST or code != code.upper().strip():
        raise RuleViolation(f"no code of at most {LONGEST} capital letters")


def meaning_in_full(code: str, meaning: str) -> str:
    """What a code means with its family said, which the table leaves out."""
    family = code.partition(" ")[0]
    said = _APPEARANCE | _PARTS | _HEALTH_WORDS
    word = said.get(family, "").split()[:1]
    word = {"RTAT": ["removed tattoo"], "HFR": ["healed fracture"]}.get(family, word)
    word = {"MC": [], "TD": ["medicine"], "NM": ["needle mark"]}.get(family, word)
    if not word or word[0] in meaning.lower():
        return meaning
    return f"{word[0].capitalize()}: {meaning[:1].lower()}{meaning[1:]}"


def found(typed: str, codes: Iterable[tuple[str, str]], most: int = 8) -> list[tuple]:
    """Those codes with their meanings in which every typed word begins a word, the one
    with the fewest other words first; the code itself comes before all.
    """
    exact = " ".join(typed.upper().split())
    wanted = _WORD.findall(typed.lower())
    hits = []
    for code, meaning in codes:
        if code == exact:
            hits.append((-1, code, meaning))
            continue
        words = _words(code, meaning)
        if wanted and all(_is_in(word, words) for word in wanted):
            hits.append((_length(code, meaning), code, meaning))
    return [(code, meaning) for _, code, meaning in sorted(hits)[:most]]


def _length(code: str, meaning: str) -> int:
    """How much a code says: a removed tattoo is more than a tattoo."""
    return len(_WORD.findall(meaning)) + code.startswith(("RTAT ", "HFR "))


def _words(code: str, meaning: str) -> frozenset[str]:
    family = code.partition(" ")[0]
    said = (_APPEARANCE | _PARTS | _HEALTH_WORDS).get(family, "")
    return frozenset(_WORD.findall(f"{said} {meaning}".lower())) | {
        f"={part}" for part in code.lower().split()
    }


def _is_in(word: str, words: frozenset[str]) -> bool:
    """As it is typed, or as the abbreviation that it is; a code's own part is whole."""
    if f"={word}" in words:
        return True
    begins = (
        {word, _SHORT.get(word, word)} if len(word) > 1 else {_SHORT.get(word, "=")}
    )
    return any(other.startswith(begin) for begin in begins for other in words)
