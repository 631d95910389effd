"""What the state of a booking permits, whoever asks.

What other agencies have asked for is never a parameter here: an immigration
detainer changes nothing (law 10).
"""

from bookings.rules.alerts import check_alert, check_end
from bookings.rules.belongings import check_item, check_return
from bookings.rules.charges import is_immigration_charge
from bookings.rules.clocks import (
    LEAVE_WITHIN,
    PROBABLE_CAUSE_WITHIN,
    Clock,
    Kept,
    Tone,
    charges_due,
    check_basis,
    check_entitlement,
    clocks,
    probable_cause_due,
)
from bookings.rules.consular import (
    OVERDUE,
    CaseFile,
    Entry,
    check_advisement,
    check_answer,
    check_contact,
    check_interpreter,
    due_for_purge,
)
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
from bookings.rules.court import check_finding, check_statement
from bookings.rules.deletion import Weighed, weigh_deletion
from bookings.rules.description import (
    check_weight,
    height_as_typed,
    height_in_inches,
    stored_code,
)
from bookings.rules.discharge import (
    PUBLIC_MANNER,
    check_discharge,
    check_leaving,
    check_undoing,
    entered_late,
    is_late,
    late_word,
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
from bookings.rules.holds import (
    FEDERAL,
    USUAL_EFFECT,
    check_custody_hold,
    is_of_immigration,
    why_no_instrument,
)
from bookings.rules.intake import ADULT_AGE, LATEST_ENTRY, check_intake, is_juvenile
from bookings.rules.links import pair_key
from bookings.rules.marks import (
    check_mark_code,
    family_of,
    is_of_health,
    meaning_in_full,
)
from bookings.rules.movements import check_transfer, check_way_back, check_way_out
from bookings.rules.papers import (
    TERMS,
    check_concluded,
    check_received,
    check_served,
    hours_waiting,
    served_within,
)
from bookings.rules.screening import (
    SHIFT,
    check_answers_corrected,
    correctable_until,
    may_correct,
)
from bookings.rules.violations import RuleViolation

__all__ = [
    "ADULT_AGE",
    "FEDERAL",
    "LATEST_ENTRY",
    "LEAVE_WITHIN",
    "NOT_CORRECTED",
    "ONLY_OF_A_RELEASE",
    "OVERDUE",
    "PROBABLE_CAUSE_WITHIN",
    "PUBLIC_MANNER",
    "SHIFT",
    "TELLS_AGE",
    "TERMS",
    "USUAL_EFFECT",
    "CaseFile",
    "ChangedMeanwhile",
    "Clock",
    "Entry",
    "Kept",
    "KeptByAnother",
    "Missing",
    "RuleViolation",
    "Stay",
    "Tone",
    "Unfinished",
    "Weighed",
    "becomes_adult",
    "becomes_juvenile",
    "charges_due",
    "check_advisement",
    "check_alert",
    "check_answer",
    "check_answers_corrected",
    "check_basis",
    "check_concluded",
    "check_contact",
    "check_correction",
    "check_custody_hold",
    "check_discharge",
    "check_end",
    "check_entitlement",
    "check_finding",
    "check_intake",
    "check_interpreter",
    "check_item",
    "check_leaving",
    "check_mark_code",
    "check_opens_a_juvenile",
    "check_received",
    "check_return",
    "check_served",
    "check_statement",
    "check_times",
    "check_transfer",
    "check_unchanged",
    "check_undoing",
    "check_way_back",
    "check_way_out",
    "check_weight",
    "check_writing",
    "clocks",
    "correctable_until",
    "due_for_purge",
    "entered_late",
    "family_of",
    "height_as_typed",
    "height_in_inches",
    "hours_waiting",
    "is_immigration_charge",
    "is_juvenile",
    "is_late",
    "is_of_health",
    "is_of_immigration",
    "late_word",
    "may_correct",
    "meaning_in_full",
    "pair_key",
    "probable_cause_due",
    "public_manner",
    "served_within",
    "stored_code",
    "weigh_deletion",
    "why_no_instrument",
    "why_not_corrected",
]
