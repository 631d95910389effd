"""What permits a discharge, and what the public is told of it."""

from datetime import datetime

from bookings.enums import DischargeReason
from bookings.rules.violations import RuleViolation

# The manner of discharge is public (RCW 70.48.100); the reason is not. A manner
# is coarse enough not to betray a hospital.
PUBLIC_MANNER = {
    DischargeReason.BAIL_CASH: "Bail",
    DischargeReason.BAIL_BOND: "Bail",
    DischargeReason.PERSONAL_RECOGNIZANCE: "Released without bail",
    DischargeReason.CONDITIONAL_RELEASE: "Released without bail",
    DischargeReason.TIME_SERVED: "Sentence served",
    DischargeReason.CHARGES_NOT_FILED: "Released, no charges filed",
    DischargeReason.CHARGES_DISMISSED: "Released by the court",
    DischargeReason.COURT_ORDER_RELEASE: "Released by the court",
    DischargeReason.TRANSFER_OTHER_JAIL: "Transferred",
    DischargeReason.TRANSFER_HOSPITAL: "Transferred",
    DischargeReason.BOOKED_IN_ERROR: "Released",
    DischargeReason.NOT_ADMITTED: "Not admitted",
    DischargeReason.NOT_ON_LATER_ROSTER: "Released",
    DischargeReason.NOT_STATED: "Released",
}


def public_manner(reason: DischargeReason) -> str:
    return PUBLIC_MANNER[reason]


def check_discharge(
    *,
    booked_at: datetime,
    discharged_at: datetime | None,
    leaving_at: datetime,
    now: datetime,
) -> None:
    """Raise RuleViolation unless the person may be recorded as leaving then.

    All instants are aware. ``leaving_at`` may precede the clock, as releases are
    often entered late, but not the booking.
    """
    if discharged_at is not None:
        raise RuleViolation("This person has left already under this booking.")
    check_leaving(leaving_at, now=now)
    if leaving_at < booked_at:
        raise RuleViolation("A person cannot leave before they were booked.")


def check_leaving(leaving_at: datetime, *, now: datetime) -> None:
    """Raise RuleViolation if the time of leaving is to come, whoever leaves."""
    if leaving_at > now:
        raise RuleViolation("The time of release is in the future.")
