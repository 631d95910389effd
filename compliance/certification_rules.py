"""Who reviews whose accounts, until when, and which reviews count for nothing. Pure.

The numbers are our own: CJIS Security Policy 5.9.5, AC-2 j, asks for a review each year.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median

from django.utils import timezone

from access.acts import REVIEWS_JAILS_OWN
from access.enums import JAILS_OWN, Mission, Role
from access.rules import RuleViolation
from access.standing import WARNED_AFTER
from compliance.enums import REASONS_FOR, ReviewDecision, ReviewReason, VoidReason

REVIEW_TAKES = timedelta(days=14)
# A line that was read takes longer than this, half of them at least, and all of them
# together longer than that.
SECONDS_A_LINE, SECONDS_ON_AVERAGE, ENOUGH_FOR_AN_AVERAGE = 3.0, 2.0, 5
LINES_FOR_EACH_TRAP, MOST_TRAPS = 25, 4
SHORTEST_WORDS = 10  # characters
REMINDED_BEFORE = (7, 1)  # days


# --- When ----------------------------------------------------------------------------


def month_of(at: datetime) -> date:
    """The first day of the month of an instant, in the jail's time."""
    return timezone.localdate(at).replace(day=1)


def month_after(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def usual_due_at(month: date) -> datetime:
    """The midnight after a month's first fourteen days, whatever the clocks did."""
    return timezone.make_aware(datetime.combine(month + REVIEW_TAKES, time.min))


def due_at(month: date, opened_at: datetime) -> datetime:
    """When a campaign is due: fourteen days from its opening, if that was late."""
    return max(usual_due_at(month), opened_at + REVIEW_TAKES)


def next_due_at(at: datetime) -> datetime:
    """Until when somebody stands who is kept at an instant: the next month's date."""
    return usual_due_at(month_after(month_of(at)))


def overdue_hours(due: datetime | None, at: datetime) -> int | None:
    """Whole hours since a review was due, begun ones counted; None if it is not."""
    if due is None or at < due:
        return None
    return max(1, -((due - at) // timedelta(hours=1)))


def reminder_due(due: datetime, at: datetime) -> int | None:
    """Of 7 and 1, the reminder whose time it is; a late one is not made up for."""
    left = due - at
    if left <= timedelta(0):
        return None
    return next((d for d in sorted(REMINDED_BEFORE) if left <= timedelta(days=d)), None)


def traps_for(lines: int) -> int:
    return min(1 + lines // LINES_FOR_EACH_TRAP, MOST_TRAPS)


# --- Who -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Somebody in one capacity. ``is_of_the_jail``: their agency is the jail."""

    account_id: int | None
    agency_id: int | None
    roles: frozenset[Role]
    is_of_the_jail: bool = False


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The unit that is reviewed. ``agency_is_the_jail``: it is the jail's own."""

    agency_id: int
    mission: Mission
    agency_is_the_jail: bool = False

    @property
    def is_jails_own(self) -> bool:
        return self.agency_is_the_jail or self.mission in JAILS_OWN


def reviews_unit(who: Reviewer, unit: Reviewed) -> bool:
    """An agency's coordinator its units; the jail's supervisors and administrators the
    jail's own. The trigger of migration 0007 says the same.
    """
    if Role.COORDINATOR in who.roles and who.agency_id == unit.agency_id:
        return True
    return bool(
        who.is_of_the_jail and unit.is_jails_own and who.roles & REVIEWS_JAILS_OWN
    )


def may_review(who: Reviewer, unit: Reviewed, roles: frozenset[Role]) -> bool:
    """Whether somebody may decide about an account with these roles in a unit. A
    coordinator, who may be alone, is reviewed by the jail's administrator as well.
    """
    return reviews_unit(who, unit) or (
        who.is_of_the_jail
        and Role.ADMINISTRATOR in who.roles
        and Role.COORDINATOR in roles
    )


# --- What is decided -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reviewer says of one account. ``keep``: the roles that stay."""

    decision: ReviewDecision
    reason: ReviewReason | None = None
    words: str = ""
    keep: frozenset[Role] = frozenset()


def needs_reason(decision: ReviewDecision, unused: timedelta) -> bool:
    return decision is not ReviewDecision.KEPT or unused >= WARNED_AFTER


def check_answer(answer: Answer, unused: timedelta) -> None:
    """Raise RuleViolation for an answer that does not say why."""
    if answer.reason and answer.reason not in REASONS_FOR[answer.decision]:
        raise RuleViolation("This reason does not go with this decision.")
    if not needs_reason(answer.decision, unused):
        return
    if answer.reason is None:
        raise RuleViolation("Choose a reason.")
    if len(answer.words.strip()) < SHORTEST_WORDS:
        raise RuleViolation("Say why in a few words that an auditor can check.")


# --- What counts ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Decided:
    """One line as one reviewer decided it, and the seconds it took them."""

    decision: ReviewDecision
    seconds: float
    is_trap: bool = False


def verdict(decided: Sequence[Decided], *, is_all: bool) -> VoidReason | None:
    """Why a reviewer's decisions count for nothing, or None. ``is_all``: they have
    decided all that they may; before, nobody can say that everybody was kept. One line
    alone has no pace.
    """
    if any(d.is_trap and d.decision is not ReviewDecision.CLOSED for d in decided):
        return VoidReason.TRAP_KEPT
    people = [d for d in decided if not d.is_trap]
    kept_all = (
        len(decided) > 1
        and people
        and all(d.decision is ReviewDecision.KEPT for d in people)
    )
    if is_all and kept_all and took_seconds([d.seconds for d in decided]):
        return VoidReason.ALL_YES_IN_SECONDS
    return None


def took_seconds(seconds: Sequence[float]) -> bool:
    """Whether lines were decided faster than they can be read."""
    if median(seconds) < SECONDS_A_LINE:
        return True
    return (
        len(seconds) >= ENOUGH_FOR_AN_AVERAGE
        and sum(seconds) / len(seconds) < SECONDS_ON_AVERAGE
    )


def seconds_between(begun_at: datetime | None, decided_at: Sequence[datetime]):
    """How long each decision took: since the one before, the first since the page was
    opened. What was decided without the page took no time at all.
    """
    before = [begun_at or decided_at[0], *decided_at[:-1]] if decided_at else []
    return [
        max((at - since).total_seconds(), 0.0)
        for since, at in zip(before, decided_at, strict=True)
    ]
