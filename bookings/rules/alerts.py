"""What permits a safety alert. Nothing keeps somebody from one (law 14)."""

from datetime import datetime

from bookings.enums import AlertKind
from bookings.rules.violations import RuleViolation


def check_alert(
    *,
    kind: AlertKind,
    instruction: str,
    due_at: datetime | None,
    ends_at: datetime | None,
    now: datetime,
) -> None:
    """Raise RuleViolation unless staff can act on these words."""
    if kind is AlertKind.MEDICINE_DUE and due_at is None:
        raise RuleViolation("Say when the medicine is due.")
    if kind is AlertKind.INTERPRETER and not instruction:
        raise RuleViolation("Say for which language an interpreter is needed.")
    if kind is AlertKind.KEEP_SEPARATE and not instruction:
        raise RuleViolation("Say from whom: “everybody”, or a booking number.")
    if kind is AlertKind.WATCH and not instruction:
        raise RuleViolation("Say how often: constant, or every so many minutes.")
    if ends_at is not None and ends_at <= now:
        raise RuleViolation("The alert would have ended already. See its end.")


def check_end(*, ends_at: datetime | None, now: datetime) -> None:
    if ends_at is not None and ends_at <= now:
        raise RuleViolation("This alert has ended already.")
