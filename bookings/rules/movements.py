"""What permits a way out and back, another cell, another facility."""

from datetime import datetime

from bookings.rules.violations import RuleViolation


def check_way_out(
    *,
    left_at: datetime,
    expected_at: datetime | None,
    booked_at: datetime,
    discharged_at: datetime | None,
    now: datetime,
) -> None:
    if discharged_at is not None:
        raise RuleViolation("This person has left already under this booking.")
    if left_at > now:
        raise RuleViolation("Write it down when they leave: this is in the future.")
    if left_at < booked_at:
        raise RuleViolation("That is before the person was booked.")
    if expected_at is not None and expected_at <= left_at:
        raise RuleViolation("They are expected back before they left.")


def check_way_back(
    *, left_at: datetime | None, returned_at: datetime, now: datetime
) -> None:
    if left_at is None:
        raise RuleViolation("This person is not out: there is nothing to end.")
    if returned_at > now:
        raise RuleViolation("The time of coming back is in the future.")
    if returned_at < left_at:
        raise RuleViolation("They cannot be back before they left.")


def check_transfer(
    *,
    moved_at: datetime,
    booked_at: datetime,
    discharged_at: datetime | None,
    is_same_facility: bool,
    now: datetime,
) -> None:
    if discharged_at is not None:
        raise RuleViolation("This person has left already under this booking.")
    if is_same_facility:
        raise RuleViolation("They are at this facility already.")
    if moved_at > now:
        raise RuleViolation("A transfer to come is written down when they arrive.")
    if moved_at < booked_at:
        raise RuleViolation("That is before the person was booked.")
