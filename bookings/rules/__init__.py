"""What the state of a booking permits, whoever asks.

What other agencies have asked for is never a parameter here: an immigration
detainer changes nothing (law 10).
"""

from bookings.rules.correction import (
    NOT_CORRECTED,
    ONLY_OF_A_RELEASE,
    TELLS_AGE,
    Stay,
    becomes_adult,
    becomes_juvenile,
    check_correction,
    check_opens_a_juvenile,
    check_times,
    why_not_corrected,
)
from bookings.rules.discharge import (
    PUBLIC_MANNER,
    check_discharge,
    check_leaving,
    public_manner,
)
from bookings.rules.drafts import (
    ChangedMeanwhile,
    KeptByAnother,
    Missing,
    Unfinished,
    check_unchanged,
    check_writing,
)
from bookings.rules.intake import ADULT_AGE, LATEST_ENTRY, check_intake, is_juvenile
from bookings.rules.papers import (
    SERVED_WITHIN,
    check_concluded,
    check_received,
    check_served,
    hours_waiting,
)
from bookings.rules.violations import RuleViolation

__all__ = [
    "ADULT_AGE",
    "LATEST_ENTRY",
    "NOT_CORRECTED",
    "ONLY_OF_A_RELEASE",
    "PUBLIC_MANNER",
    "SERVED_WITHIN",
    "TELLS_AGE",
    "ChangedMeanwhile",
    "KeptByAnother",
    "Missing",
    "RuleViolation",
    "Stay",
    "Unfinished",
    "becomes_adult",
    "becomes_juvenile",
    "check_concluded",
    "check_correction",
    "check_discharge",
    "check_intake",
    "check_leaving",
    "check_opens_a_juvenile",
    "check_received",
    "check_served",
    "check_times",
    "check_unchanged",
    "check_writing",
    "hours_waiting",
    "is_juvenile",
    "public_manner",
    "why_not_corrected",
]
