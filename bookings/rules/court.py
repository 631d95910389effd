"""Sworn statements and findings: what can be true. The clock is ``rules.clocks``."""

from datetime import datetime

from bookings.rules.violations import RuleViolation


def check_statement(*, text: str, received_at: datetime, now: datetime) -> None:
    if not text.strip():
        raise RuleViolation("The statement has no words.")
    if received_at > now:
        raise RuleViolation("The statement would have come in the future.")


def check_finding(*, received_at: datetime, found_at: datetime, now: datetime) -> None:
    """Raise RuleViolation unless a judge can have found this then."""
    if found_at > now:
        raise RuleViolation("The finding would be in the future.")
    if found_at < received_at:
        raise RuleViolation("The finding would be before the statement came.")
