"""What permits an intake, and who is a juvenile."""

from datetime import date, datetime, timedelta

from bookings.rules.violations import RuleViolation

ADULT_AGE = 18
# A stay may be entered late, as after an outage; a year late is a slip of the keys.
LATEST_ENTRY = timedelta(days=366)


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
