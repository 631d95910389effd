"""Until when who wrote a screening may correct it."""

from datetime import datetime, timedelta

from bookings.rules.violations import RuleViolation

# A shift of the jail. Whoever comes back the next day is on another.
SHIFT = timedelta(hours=12)


def correctable_until(written_at: datetime) -> datetime:
    """The first instant at which a screening stands as it is."""
    return written_at + SHIFT


def may_correct(*, written_at: datetime, is_writer: bool, now: datetime) -> bool:
    return is_writer and written_at <= now < correctable_until(written_at)


def check_answers_corrected(
    *, written_at: datetime, is_writer: bool, now: datetime
) -> None:
    """Raise RuleViolation unless this person may still correct what they wrote."""
    if not is_writer:
        raise RuleViolation(
            "Somebody else wrote these answers. Ask the questions again, or tell health"
            " staff."
        )
    if not may_correct(written_at=written_at, is_writer=is_writer, now=now):
        raise RuleViolation(
            "The shift in which you wrote these answers has ended. Ask the questions"
            " again, or tell health staff."
        )
