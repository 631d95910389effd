"""Why something on record is corrected. A code, so that the history can say it."""

from collections.abc import Mapping
from enum import StrEnum


class UnlinkReason(StrEnum):
    """Why two records are taken apart again. Values are stored in both histories."""

    OTHER_PERSON = "other_person"
    WRONG_RECORD = "wrong_record"
    COURT_PAPER = "court_paper"


UNLINK_LABELS: Mapping[UnlinkReason, str] = {
    UnlinkReason.OTHER_PERSON: "They are two people",
    UnlinkReason.WRONG_RECORD: "The wrong record was chosen",
    UnlinkReason.COURT_PAPER: "A paper of the court says so",
}


class CorrectionReason(StrEnum):
    """Values are stored in the change history."""

    TYPING_ERROR = "typing_error"
    PERSON_SAYS = "person_says"
    DOCUMENT_SEEN = "document_seen"
    FINGERPRINTS = "fingerprints"
    COURT_PAPER = "court_paper"
    AGENCY_SAYS = "agency_says"
    WRONG_RECORD = "wrong_record"
    HELD_BACK = "held_back"


CORRECTION_LABELS: Mapping[CorrectionReason, str] = {
    CorrectionReason.TYPING_ERROR: "Slip of the keys",
    CorrectionReason.PERSON_SAYS: "The person says otherwise",
    CorrectionReason.DOCUMENT_SEEN: "A document was seen",
    CorrectionReason.FINGERPRINTS: "The fingerprints say otherwise",
    CorrectionReason.COURT_PAPER: "A paper of the court says otherwise",
    CorrectionReason.AGENCY_SAYS: "The arresting agency says otherwise",
    CorrectionReason.WRONG_RECORD: "Was written on the wrong record",
    CorrectionReason.HELD_BACK: "Was not known at booking",
}
