"""What is written down of a person's things, and what is given back."""

from bookings.enums import PropertyKind
from bookings.rules.violations import RuleViolation


def check_item(*, kind: PropertyKind, handed_to: str) -> None:
    if kind is PropertyKind.SEIZED and not handed_to:
        raise RuleViolation("Say who has what was seized: the agency, and the case.")


def check_return(*, kind: PropertyKind, is_returned: bool) -> None:
    """Raise RuleViolation unless the jail has this and can give it back."""
    if kind is not PropertyKind.DEPOSITED:
        raise RuleViolation("Only what was deposited is given back here.")
    if is_returned:
        raise RuleViolation("This was given back already.")
