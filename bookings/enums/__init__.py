"""The words of the record, noun by noun. Values are stored: never change one."""

from bookings.enums.charges import (
    CRIMINAL_BASES,
    OFFENSE_CLASS_LABELS,
    ChargeStatus,
    OffenseClass,
)
from bookings.enums.contact import AddressKind
from bookings.enums.description import (
    EYE_COLOURS,
    HAIR_COLOURS,
    MARK_FAMILIES,
    RACES,
    SEXES,
)
from bookings.enums.discharge import DISCHARGE_LABELS, NO_RELEASE, DischargeReason
from bookings.enums.identity import DOE, IDENTIFIED_BY, UNIDENTIFIED
from bookings.enums.papers import DetainerForm
from bookings.enums.text import TEXT_CHOICE_LABELS, TextChoice

__all__ = [
    "CRIMINAL_BASES",
    "DISCHARGE_LABELS",
    "DOE",
    "EYE_COLOURS",
    "HAIR_COLOURS",
    "IDENTIFIED_BY",
    "MARK_FAMILIES",
    "NO_RELEASE",
    "OFFENSE_CLASS_LABELS",
    "RACES",
    "SEXES",
    "TEXT_CHOICE_LABELS",
    "UNIDENTIFIED",
    "AddressKind",
    "ChargeStatus",
    "DetainerForm",
    "DischargeReason",
    "OffenseClass",
    "TextChoice",
]
