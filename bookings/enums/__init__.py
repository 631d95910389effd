"""The words of the record, noun by noun. Values are stored: never change one."""

from bookings.enums.charges import (
    CRIMINAL_BASES,
    OFFENSE_CLASS_LABELS,
    ChargeStatus,
    OffenseClass,
)
from bookings.enums.contact import AddressKind
from bookings.enums.correction import CORRECTION_LABELS, CorrectionReason
from bookings.enums.description import (
    EYE_COLOURS,
    HAIR_COLOURS,
    MARK_FAMILIES,
    RACES,
    SEXES,
)
from bookings.enums.discharge import DISCHARGE_LABELS, NO_RELEASE, DischargeReason
from bookings.enums.identity import DOE, IDENTIFIED_BY, UNIDENTIFIED
from bookings.enums.papers import (
    ATTACHED_LABELS,
    COPY_RESULT_LABELS,
    JUDICIAL_LABELS,
    PAPER_FORM_LABELS,
    PAPER_MEANS,
    PAPER_OUTCOME_LABELS,
    CopyResult,
    DetainerForm,
    PaperOutcome,
)
from bookings.enums.text import (
    SWORN_PAPER_LABELS,
    TEXT_CHOICE_LABELS,
    SwornPaper,
    TextChoice,
)

__all__ = [
    "ATTACHED_LABELS",
    "COPY_RESULT_LABELS",
    "CORRECTION_LABELS",
    "CRIMINAL_BASES",
    "DISCHARGE_LABELS",
    "DOE",
    "EYE_COLOURS",
    "HAIR_COLOURS",
    "IDENTIFIED_BY",
    "JUDICIAL_LABELS",
    "MARK_FAMILIES",
    "NO_RELEASE",
    "OFFENSE_CLASS_LABELS",
    "PAPER_FORM_LABELS",
    "PAPER_MEANS",
    "PAPER_OUTCOME_LABELS",
    "RACES",
    "SEXES",
    "SWORN_PAPER_LABELS",
    "TEXT_CHOICE_LABELS",
    "UNIDENTIFIED",
    "AddressKind",
    "ChargeStatus",
    "CopyResult",
    "CorrectionReason",
    "DetainerForm",
    "DischargeReason",
    "OffenseClass",
    "PaperOutcome",
    "SwornPaper",
    "TextChoice",
]
