"""What permits a discharge, and what the public is told of it."""

from datetime import datetime, timedelta

from bookings.enums import DischargeReason
from bookings.rules.violations import RuleViolation

# The manner of discharge is public (RCW 70.48.100); the reason is not. A manner is
# coarse enough not to betray a hospital, a competency order or a juvenile: whoever goes
# to another keeper is "Transferred", whoever that is.
PUBLIC_MANNER = {
    DischargeReason.BAIL_CASH: "Bail",
    DischargeReason.BAIL_BOND: "Bail",
    DischargeReason.PERSONAL_RECOGNIZANCE: "Released without bail",
    DischargeReason.CONDITIONAL_RELEASE: "Released without bail",
    DischargeReason.HOME_DETENTION: "Released without bail",
    DischargeReason.WORK_RELEASE: "Released without bail",
    DischargeReason.TIME_SERVED: "Sentence served",
    DischargeReason.SENTENCE_EXPIRED: "Sentence served",
    DischargeReason.CHARGES_NOT_FILED: "Released, no charges filed",
    DischargeReason.NO_PROBABLE_CAUSE: "Released by the court",
    DischargeReason.CHARGES_DISMISSED: "Released by the court",
    DischargeReason.ACQUITTED: "Released by the court",
    DischargeReason.COURT_ORDER_RELEASE: "Released by the court",
    DischargeReason.DIVERSION: "Released by the court",
    DischargeReason.ADMINISTRATIVE_RELEASE: "Released",
    DischargeReason.MEDICAL_RELEASE: "Released",
    DischargeReason.ORDINARY_RELEASE: "Released",
    DischargeReason.BOOKED_IN_ERROR: "Released",
    DischargeReason.NOT_ADMITTED: "Not admitted",
    DischargeReason.NOT_ON_LATER_ROSTER: "Released",
    DischargeReason.NOT_STATED: "Released",
    DischargeReason.TRANSFER_OTHER_FACILITY: "Transferred",
    DischargeReason.TRANSFER_OTHER_JAIL: "Transferred",
    DischargeReason.TRANSFER_CORRECTIONS: "Transferred",
    DischargeReason.TRANSFER_MARSHALS: "Transferred",
    DischargeReason.TRANSFER_OTHER_STATE: "Transferred",
    DischargeReason.TRANSFER_HOSPITAL: "Transferred",
    DischargeReason.TRANSFER_STATE_HOSPITAL: "Transferred",
    DischargeReason.TRANSFER_JUVENILE: "Transferred",
    DischargeReason.ESCAPE: "Escaped",
    DischargeReason.DEATH: "Died in custody",
}
# A release that is written down this long after it happened is entered late.
LATE_AFTER = timedelta(minutes=30)
LATE = "entered late"
# A release is undone while it is fresh: later it is another booking.
UNDONE_WITHIN = timedelta(hours=72)


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


def is_late(happened_at: datetime, *, now: datetime) -> bool:
    """Whether something is written down so long after that its entry says so."""
    return now - happened_at > LATE_AFTER


def entered_late(happened_at: datetime, *, now: datetime) -> datetime | None:
    """When something is written down, where that is told beside when it happened."""
    return now if is_late(happened_at, now=now) else None


def late_word(happened_at: datetime, *, now: datetime) -> str:
    """What the change history says of something that is written down long after."""
    return LATE if is_late(happened_at, now=now) else ""


def check_undoing(*, discharged_at: datetime | None, now: datetime) -> None:
    """Raise RuleViolation unless a release can still be taken back."""
    if discharged_at is None:
        raise RuleViolation("No release is written down: there is nothing to undo.")
    if now - discharged_at > UNDONE_WITHIN:
        raise RuleViolation(
            "This release is more than 72 hours old. If the person is here, book them"
            " again."
        )
