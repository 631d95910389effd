"""What the state of a request permits, and how a grant is compiled. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from access.enums import NOTHING, Basis, FieldClass
from access.policy import Terms
from warrants.enums import RequestStatus

APPROVALS_NEEDED = 2
MAX_DAYS = 90


class RuleViolation(Exception):
    """The state of a request does not permit an act; the sentence is for its user."""


@dataclass(frozen=True, slots=True)
class Decider:
    account_id: int
    unit_id: int


def check_decision(
    status: RequestStatus, *, requester: Decider, earlier: list[Decider], by: Decider
) -> None:
    """Raise RuleViolation unless this person may decide this request now.

    The database holds the same promise (``access.Approval``); this says it in
    words before the constraint has to.
    """
    if status is not RequestStatus.WAITING:
        raise RuleViolation("This request is decided already.")
    if by.account_id == requester.account_id:
        raise RuleViolation("Somebody else must decide your own request.")
    if by.unit_id == requester.unit_id:
        raise RuleViolation("Somebody of another unit must decide this request.")
    if any(decider.account_id == by.account_id for decider in earlier):
        raise RuleViolation("You have decided this request. A second person must.")
    if any(decider.unit_id == by.unit_id for decider in earlier):
        raise RuleViolation(
            "Your unit has decided this request. A person of another unit must."
        )


def compiled_classes(
    asked: FieldClass, terms: Terms, basis: Basis, paper: FieldClass | None
) -> FieldClass:
    """What a grant may open: what was asked, no more than the law opens on this
    basis, and no more than the paper names, where there is one.
    """
    opening = terms.opens.get(basis)
    allowed = opening.classes if opening else NOTHING
    return asked & allowed & (paper if paper is not None else asked)


def end_of_grant(starts_at: datetime, days: int, paper_ends_at: datetime | None):
    """The end written down: the days asked for, or the paper's end if earlier."""
    asked = starts_at + timedelta(days=days)
    return min(asked, paper_ends_at) if paper_ends_at else asked


def is_live(
    starts_at: datetime, ends_at: datetime, ended_at: datetime | None, at: datetime
) -> bool:
    return starts_at <= at < min(ends_at, ended_at or ends_at)
