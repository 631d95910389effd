"""What the state of a booking permits, whoever asks.

What other agencies have asked for is never a parameter here: an immigration
detainer changes nothing (law 10).
"""

from datetime import date, datetime, timedelta

from bookings.enums import DischargeReason

ADULT_AGE = 18
# A stay may be entered late, as after an outage; a year late is a slip of the keys.
LATEST_ENTRY = timedelta(days=366)

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
}


class RuleViolation(Exception):
    """The state of a record does not permit an act; the sentence is for its user."""


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


def check_intake(
    *, booked_at: datetime, birth_date: date | None, now: datetime
) -> None:
    """Raise RuleViolation unless the booking's own facts can be true."""
    if booked_at > now:
        raise RuleViolation("The time of booking is in the future.")
    if now - booked_at > LATEST_ENTRY:
        raise RuleViolation(
            "The time of booking is more than a year ago. See the year."
        )
    if birth_date and birth_date > booked_at.date():
        raise RuleViolation("The birth date is after the booking.")


def is_juvenile(birth_date: date | None, booked_on: date) -> bool:
    """Under eighteen on the day of booking; an unknown birth date is an adult's."""
    if birth_date is None:
        return False
    had_birthday = (booked_on.month, booked_on.day) >= (
        birth_date.month,
        birth_date.day,
    )
    return booked_on.year - birth_date.year - (not had_birthday) < ADULT_AGE
