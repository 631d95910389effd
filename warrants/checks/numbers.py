"""What a case number looks like in each kind of court, and what never is one. Pure.

Shapes: domain.md 3.2 (certainty: high, from memory; for counsel). A number of no known
shape is not refused for it: the clerk of court is asked.
"""

import re
import unicodedata
from collections.abc import Mapping
from enum import Enum, auto

from warrants.enums import CourtKind


class Shape(Enum):
    CRIMINAL = auto()
    CIVIL = auto()
    UNKNOWN = auto()
    EMPTY = auto()
    A_NUMBER = auto()
    A_NUMBER_WITHOUT_ITS_LETTER = auto()
    EVENT_NUMBER = auto()
    FIN_NUMBER = auto()


# Numbers of the immigration authorities: a file, an event, a fingerprint record.
NEVER_A_CASE = frozenset(
    {
        Shape.A_NUMBER,
        Shape.A_NUMBER_WITHOUT_ITS_LETTER,
        Shape.EVENT_NUMBER,
        Shape.FIN_NUMBER,
    }
)
_A_NUMBER = re.compile(
    r"(?:ALIEN|FILE|A-?FILE)?\s*A[\s-]*(?:NO\.?|NUMBER|FILE)?[\s#:-]*\d(?:[\s-]?\d){7,8}"
)
_BARE_A_NUMBER = re.compile(r"\d{2,3}[ -]\d{3}[ -]\d{3}")
_EVENT = re.compile(r"(?:EVENT\s*(?:NO\.?|#)?\s*:?\s*)?[A-Z]{3}\d{10}")
_FIN = re.compile(r"FIN\s*(?:NO\.?|#)?\s*:?\s*\d{8,11}")

_FEDERAL = re.compile(
    r"(?:\d:)?\d{2}-?(?:CR|MJ|GJ|SW|MC|PO|TB)-?\d{1,6}(?:-?[A-Z]{2,4}){0,3}(?:-\d{1,2})?"
    r"|(?:CR|MJ|GJ|SW|MC|PO)-?\d{2}-\d{1,6}(?:-?[A-Z]{2,4}){0,3}(?:-\d{1,2})?"
    r"|GJ\s?\d{2,4}-\d{1,4}"
)
_FEDERAL_CIVIL = re.compile(
    r"(?:\d:)?\d{2}-?CV-?\d{1,6}(?:-?[A-Z]{2,4}){0,3}|C\d{2}-\d{1,6}[A-Z]{0,4}"
)
_SUPERIOR = re.compile(r"\d{2}-[18]-\d{5}-\d{1,2}(?:\s?[A-Z]{3})?")
_SUPERIOR_CIVIL = re.compile(r"\d{2}-[2-7]-\d{5}-\d{1,2}(?:\s?[A-Z]{3})?")
_LIMITED = re.compile(
    r"\d{1,2}[A-Z]{1,3}\d{4,7}(?:\s?[A-Z]{2,4})?|[B-Z][A-Z]{0,2}[ -]?\d{5,9}(?:\s?[A-Z]{2,4})?"
    r"|\d{6,7}(?:\s?[A-Z]{2,4})?|\d{2}-\d{4,6}|\d{3}-\d{6}"
)
_APPEALS = re.compile(r"\d{2}-\d{2,6}")

_CRIMINAL: Mapping[CourtKind, re.Pattern] = {
    CourtKind.US_DISTRICT: _FEDERAL,
    CourtKind.US_APPEALS: _APPEALS,
    CourtKind.SUPERIOR: _SUPERIOR,
    CourtKind.DISTRICT: _LIMITED,
    CourtKind.MUNICIPAL: _LIMITED,
}
_CIVIL: Mapping[CourtKind, re.Pattern | None] = {
    CourtKind.US_DISTRICT: _FEDERAL_CIVIL,
    CourtKind.US_APPEALS: None,
    CourtKind.SUPERIOR: _SUPERIOR_CIVIL,
    CourtKind.DISTRICT: None,
    CourtKind.MUNICIPAL: None,
}
# Letters of other alphabets and dashes that look like ours.
_LOOK_ALIKE = str.maketrans(
    "\u2010\u2011\u2012\u2013\u2014\u2212\u0410\u0391\u0421\u041c\u0420\u041a",
    "------AACMPK",
)


def plain(written: str) -> str:
    """A number as it is compared: capitals, plain dashes, without "No."."""
    text = unicodedata.normalize("NFKC", written).upper().translate(_LOOK_ALIKE)
    text = re.sub(
        r"^(?:(?:CASE|CAUSE|WARRANT|DOCKET)\b\s*)?(?:(?:NO|NUMBER)\b\.?|#)?\s*:?\s*",
        "",
        text.strip(),
    )
    return re.sub(r"\s+", " ", re.sub(r"\s*-\s*", "-", text)).strip(" .")


def shape_of(written: str, kind: CourtKind | None) -> Shape:
    """What a number is, on a paper of a court of this kind; None is an unknown court."""
    number = plain(written)
    if not number:
        return Shape.EMPTY
    for shape, pattern in (
        (Shape.A_NUMBER, _A_NUMBER),
        (Shape.A_NUMBER_WITHOUT_ITS_LETTER, _BARE_A_NUMBER),
        (Shape.EVENT_NUMBER, _EVENT),
        (Shape.FIN_NUMBER, _FIN),
    ):
        if pattern.fullmatch(number):
            return shape
    if kind is None:
        return Shape.UNKNOWN
    if _CRIMINAL[kind].fullmatch(number):
        return Shape.CRIMINAL
    civil = _CIVIL[kind]
    return Shape.CIVIL if civil and civil.fullmatch(number) else Shape.UNKNOWN


_IN_TEXT = re.compile(
    r"\b\d:\d{2}-[A-Z]{2}-\d{3,6}(?:-[A-Z]{2,4}){0,3}\b|\b(?:CR|MJ|GJ|SW)\d{2}-\d{1,6}[A-Z]{0,4}\b"
    r"|\b\d{2}-\d-\d{5}-\d{1,2}(?:\s(?:SEA|KNT))?\b"
    r"|\b(?:CASE|CAUSE|DOCKET|WARRANT)\s*(?:NO\.?|NUMBER|#)\s*:?\s*([A-Z0-9][A-Z0-9:-]{4,30}\d[A-Z0-9-]{0,10})"
)
_A_IN_TEXT = re.compile(r"\bA[\s#-]{0,2}(?:\d{8,9}|\d{2,3}[ -]\d{3}[ -]\d{3})\b")


def numbers_in(text: str) -> tuple[str, ...]:
    """The case numbers that stand in a text, each once."""
    folded = unicodedata.normalize("NFKC", text).upper().translate(_LOOK_ALIKE)
    found = (plain(match[1] or match[0]) for match in _IN_TEXT.finditer(folded))
    return tuple(dict.fromkeys(n for n in found if not _A_NUMBER.fullmatch(n)))


def without_a_numbers(text: str) -> str:
    """A text in capitals in which the digits of A-numbers are no number of a case."""
    folded = unicodedata.normalize("NFKC", text).upper().translate(_LOOK_ALIKE)
    return _A_IN_TEXT.sub(" ", folded)


def a_numbers_in(text: str) -> bool:
    """Whether an A-number stands in a text."""
    folded = unicodedata.normalize("NFKC", text).upper().translate(_LOOK_ALIKE)
    return bool(_A_IN_TEXT.search(folded))
