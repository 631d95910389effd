"""The standing of an account: one pure function of its facts and the clock.

Asked at sign-in, at every request and by the daily scan; nothing is stored,
so nothing has to run for an account to close.

Source of the numbers: CJIS Security Policy 5.9.5 AC-2(3), 90 days without a
sign-in. The warning from 60 days on is our own.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from access.enums import Standing

WARNED_AFTER = timedelta(days=60)
DORMANT_AFTER = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What standing depends on. All instants are aware; None means never.

    ``is_jails_own``: a custody or health unit of the jail, whose accounts no
    overdue review closes (law 14, docs/laws.md).
    """

    opened_at: datetime
    last_sign_in_at: datetime | None = None
    suspended_at: datetime | None = None
    expires_at: datetime | None = None
    review_due_at: datetime | None = None
    is_forbidden: bool = False
    is_jails_own: bool = False

    @property
    def last_used_at(self) -> datetime:
        return self.last_sign_in_at or self.opened_at


def standing(facts: AccountFacts, at: datetime) -> Standing:
    """Return the standing at an instant; the gravest reason wins."""
    unused = at - facts.last_used_at
    if facts.suspended_at is not None and facts.suspended_at <= at:
        return Standing.SUSPENDED
    if facts.expires_at is not None and facts.expires_at <= at:
        return Standing.EXPIRED
    if facts.is_forbidden:
        return Standing.FORBIDDEN
    if unused >= DORMANT_AFTER:
        return Standing.DORMANT
    if _review_is_overdue(facts, at) and not facts.is_jails_own:
        return Standing.UNREVIEWED
    if unused >= WARNED_AFTER:
        return Standing.WARNED
    return Standing.GOOD


def has_lapsed(facts: AccountFacts, at: datetime) -> bool:
    """Whether the account would be off for want of use or review, forbidden or not."""
    return standing(replace(facts, is_forbidden=False), at) in (
        Standing.DORMANT,
        Standing.UNREVIEWED,
    )


def next_change_at(facts: AccountFacts, at: datetime) -> datetime | None:
    """Return the next instant at which passing time alone changes the standing."""
    instants = [
        facts.suspended_at,
        facts.expires_at,
        facts.review_due_at,
        facts.last_used_at + WARNED_AFTER,
        facts.last_used_at + DORMANT_AFTER,
    ]
    return min((i for i in instants if i is not None and i > at), default=None)


def _review_is_overdue(facts: AccountFacts, at: datetime) -> bool:
    return facts.review_due_at is not None and facts.review_due_at <= at


def may_sign_in(standing: Standing, *, holds_judicial_grant: bool) -> bool:
    """Dormant, suspended, expired and unreviewed accounts are off; a forbidden
    one signs in only while a judge's paper is open for it.
    """
    if standing is Standing.FORBIDDEN:
        return holds_judicial_grant
    return standing in (Standing.GOOD, Standing.WARNED)
