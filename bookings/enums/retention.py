"""How long records are kept, why longer, and what became of them."""

from enum import StrEnum


class Retained(StrEnum):
    """What a retention schedule is about. Consular cases have a schedule of their own."""

    STAY = "stay"
    PAPER = "paper"

    @property
    def label(self) -> str:
        return RETAINED_LABELS[self]


class StartingEvent(StrEnum):
    """From what event a period runs."""

    RELEASE = "release"

    @property
    def label(self) -> str:
        return "release from custody"


class Certainty(StrEnum):
    """How sure we are of a schedule's source."""

    FOUND = "found"
    HIGH = "high"
    MED = "med"
    LOW = "low"

    @property
    def label(self) -> str:
        return CERTAINTY_LABELS[self]


class KeptFor(StrEnum):
    """Why nothing of a record is destroyed."""

    LAWSUIT = "lawsuit"
    RECORDS_REQUEST = "records_request"
    INVESTIGATION = "investigation"
    AUDIT = "audit"

    @property
    def label(self) -> str:
        return KEPT_FOR_LABELS[self]


class Disposal(StrEnum):
    """What became of one record of a disposition run. One that waits has none yet."""

    DISPOSED = "disposed"
    KEPT = "kept"
    NOT_DUE = "not_due"
    GONE = "gone"


RETAINED_LABELS = {
    Retained.STAY: "Records of a stay",
    Retained.PAPER: "Scans of immigration papers",
}
CERTAINTY_LABELS = {
    Certainty.FOUND: "read in the source itself",
    Certainty.HIGH: "sure, not read in the source: for counsel",
    Certainty.MED: "likely: for counsel",
    Certainty.LOW: "unsure: for counsel",
}
KEPT_FOR_LABELS = {
    KeptFor.LAWSUIT: "A law suit",
    KeptFor.RECORDS_REQUEST: "A public records request",
    KeptFor.INVESTIGATION: "An investigation",
    KeptFor.AUDIT: "An audit",
}
