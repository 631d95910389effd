"""The words of the record, noun by noun. Values are stored: never change one."""

from bookings.enums.charges import OFFENSE_CLASS_LABELS, ChargeStatus, OffenseClass
from bookings.enums.contact import AddressKind
from bookings.enums.description import (
    EYE_COLOURS,
    HAIR_COLOURS,
    MARK_FAMILIES,
    RACES,
    SEXES,
)
from bookings.enums.discharge import DISCHARGE_LABELS, DischargeReason
from bookings.enums.papers import DetainerForm

__all__ = [
    "DISCHARGE_LABELS",
    "EYE_COLOURS",
    "HAIR_COLOURS",
    "MARK_FAMILIES",
    "OFFENSE_CLASS_LABELS",
    "RACES",
    "SEXES",
    "AddressKind",
    "ChargeStatus",
    "DetainerForm",
    "DischargeReason",
    "OffenseClass",
]
