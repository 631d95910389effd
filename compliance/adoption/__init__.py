"""A law that is to come: what it lacks, and what it changes. Pure: no Django, no clock."""

from compliance.adoption.checks import Draft, missing, refusals, warnings
from compliance.adoption.differences import (
    Change,
    Shift,
    openings,
    rule_changes,
    shifts,
)

__all__ = [
    "Change",
    "Draft",
    "Shift",
    "missing",
    "openings",
    "refusals",
    "rule_changes",
    "shifts",
    "warnings",
]
