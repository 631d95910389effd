"""What is looked for, why it may not be kept, and what was found of it."""

from dataclasses import dataclass
from enum import StrEnum

_STATE_LAW = "RCW 10.93.160(4)"
_COUNTY_LAW = "KCC 2.15.010"


class Kind(StrEnum):
    """A kind of fact that must not be kept. Values are stored."""

    CITIZENSHIP = "citizenship"
    NATIONAL_ORIGIN = "national_origin"
    BIRTHPLACE = "birthplace"
    STATUS = "immigration_status"
    NUMBER = "a_number"
    PAPERS = "foreign_papers"

    @property
    def label(self) -> str:
        return KIND_LABELS[self]

    @property
    def why(self) -> str:
        return KIND_REASONS[self]


KIND_LABELS = {
    Kind.CITIZENSHIP: "Citizenship",
    Kind.NATIONAL_ORIGIN: "Nationality or national origin",
    Kind.BIRTHPLACE: "Place of birth or of origin",
    Kind.STATUS: "Immigration status or an immigration paper",
    Kind.NUMBER: "Alien registration number",
    Kind.PAPERS: "A passport, visa or consular card that tells it",
}
KIND_REASONS = {
    Kind.CITIZENSHIP: (
        "Nobody is asked, and nothing is collected, about citizenship"
        f" ({_STATE_LAW}; {_COUNTY_LAW})."
    ),
    Kind.NATIONAL_ORIGIN: (
        "Questions on national origin are deleted unless a law or treaty requires"
        f" them ({_COUNTY_LAW}; {_STATE_LAW})."
    ),
    Kind.BIRTHPLACE: f"Place of birth is not collected ({_STATE_LAW}).",
    Kind.STATUS: (
        "Immigration status is not collected, and no custody rests on it"
        f" ({_STATE_LAW}; {_COUNTY_LAW}). A paper that arrived is written down on its"
        " own page."
    ),
    Kind.NUMBER: (
        "The number is given to people who are not citizens, and so tells that"
        f" ({_STATE_LAW}; {_COUNTY_LAW})."
    ),
    Kind.PAPERS: (
        "What issued it tells the citizenship or the status of its holder"
        f" ({_STATE_LAW}; {_COUNTY_LAW})."
    ),
}


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """Words of a text, from character ``begins`` up to ``ends``, and what they tell."""

    begins: int
    ends: int
    kind: Kind
    words: str

    @property
    def why(self) -> str:
        return self.kind.why
