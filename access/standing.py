"""The standing of an account: one pure function of its facts and the clock.

Asked at sign-in, at every request and by the daily scan; nothing is stored, so nothing
has to run for an account to close. In two stages: ``circumstances`` says which of a few
things hold at an instant, ``standing_of`` what follows from them. Over a hundred
thousand accounts SQL runs the first stage, and is given the second as a table.

Source of the numbers: CJIS Security Policy 5.9.5, AC-2(2) and (3), AT-3. The warnings
and the thirty days of an invitation are our own.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntFlag

from access.enums import Standing

WARNED_AFTER = timedelta(days=60)
WARNED_AGAIN_AFTER = timedelta(days=75)
DORMANT_AFTER = timedelta(days=90)
INVITATION_LASTS = timedelta(days=30)
TEMPORARY_LASTS = timedelta(hours=72)
TRAINING_LASTS = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What standing depends on. All instants are aware; None means never.

    ``is_jails_own``: a custody or health unit of the jail, whose accounts no lapse of a
    review, a training or an agreement closes (law 14, docs/laws.md). ``unjoined_since``:
    when the account was opened, while its invitation waits: nobody signs in until then.
    ``closed_at``: the unit, or the agency. ``agreement_ends_at``: the last of those that
    its agency ever signed.
    ``training_due_at``: from then on, without a training on the law in force, it is off.
    """

    opened_at: datetime
    unjoined_since: datetime | None = None
    last_sign_in_at: datetime | None = None
    reopened_at: datetime | None = None
    suspended_at: datetime | None = None
    closed_at: datetime | None = None
    expires_at: datetime | None = None
    agreement_ends_at: datetime | None = None
    review_due_at: datetime | None = None
    training_due_at: datetime | None = None
    is_forbidden: bool = False
    is_jails_own: bool = False

    @property
    def last_used_at(self) -> datetime:
        """The clock itself: the last sign-in, or the opening. No reopening moves it."""
        return self.last_sign_in_at or self.opened_at

    @property
    def invitation_ends_at(self) -> datetime | None:
        return self.unjoined_since and self.unjoined_since + INVITATION_LASTS

    @property
    def unused_since(self) -> datetime:
        """From when dormancy counts: an account opened again has its days anew."""
        return max(self.last_used_at, self.reopened_at or self.last_used_at)


def training_due_at(
    due_at: datetime | None, trained_at: datetime | None
) -> datetime | None:
    """When somebody's training on the law in force is due, or due again; None where
    that law sets no date. ``due_at``: the law's own instant.
    """
    if due_at is None or trained_at is None:
        return due_at
    return trained_at + TRAINING_LASTS


class Circumstance(IntFlag):
    """What holds of an account at an instant. Bits are no part of anything stored."""

    SUSPENDED = 1
    CLOSED = 2
    EXPIRED = 4
    NOT_JOINED = 8
    AGREEMENT_ENDED = 16
    FORBIDDEN = 32
    UNUSED_60_DAYS = 64
    UNUSED_90_DAYS = 128
    UNREVIEWED = 256
    UNTRAINED = 512
    JAILS_OWN = 1024
    INVITED = 2048


ALL_CIRCUMSTANCES = sum(Circumstance)
# No lapse of a paper closes the jail's own custody and health units (law 14).
LAPSES = Circumstance.AGREEMENT_ENDED | Circumstance.UNREVIEWED | Circumstance.UNTRAINED
_OFF = (
    (Circumstance.SUSPENDED | Circumstance.CLOSED, Standing.SUSPENDED),
    (
        Circumstance.EXPIRED | Circumstance.NOT_JOINED | Circumstance.AGREEMENT_ENDED,
        Standing.EXPIRED,
    ),
    (Circumstance.FORBIDDEN, Standing.FORBIDDEN),
    (Circumstance.INVITED, Standing.INVITED),
    (Circumstance.UNUSED_90_DAYS, Standing.DORMANT),
    (Circumstance.UNREVIEWED, Standing.UNREVIEWED),
    (Circumstance.UNTRAINED, Standing.UNTRAINED),
    (Circumstance.UNUSED_60_DAYS, Standing.WARNED),
)


def standing(facts: AccountFacts, at: datetime) -> Standing:
    """Return the standing at an instant; the gravest reason wins."""
    return standing_of(circumstances(facts, at))


def circumstances(facts: AccountFacts, at: datetime) -> Circumstance:
    """First stage: compare every instant with the clock."""
    unused = at - facts.unused_since
    begun = {
        Circumstance.SUSPENDED: facts.suspended_at,
        Circumstance.CLOSED: facts.closed_at,
        Circumstance.EXPIRED: facts.expires_at,
        Circumstance.NOT_JOINED: facts.invitation_ends_at,
        Circumstance.AGREEMENT_ENDED: facts.agreement_ends_at,
        Circumstance.UNREVIEWED: facts.review_due_at,
        Circumstance.UNTRAINED: facts.training_due_at,
    }
    holds = Circumstance(0)
    for circumstance, since in begun.items():
        if since is not None and since <= at:
            holds |= circumstance
    if facts.is_forbidden:
        holds |= Circumstance.FORBIDDEN
    if facts.unjoined_since is not None:
        holds |= Circumstance.INVITED
    if facts.is_jails_own:
        holds |= Circumstance.JAILS_OWN
    if unused >= WARNED_AFTER:
        holds |= Circumstance.UNUSED_60_DAYS
    if unused >= DORMANT_AFTER:
        holds |= Circumstance.UNUSED_90_DAYS
    return holds


def standing_of(holds: Circumstance) -> Standing:
    """Second stage: what follows, the gravest first."""
    if Circumstance.JAILS_OWN in holds:
        holds &= ~LAPSES
    return next((standing for cause, standing in _OFF if holds & cause), Standing.GOOD)


def has_lapsed(facts: AccountFacts, at: datetime) -> bool:
    """Whether the account would be off for want of use or review, or because nobody has
    taken it up, forbidden or not.
    """
    return standing(replace(facts, is_forbidden=False), at) in (
        Standing.INVITED,
        Standing.DORMANT,
        Standing.UNREVIEWED,
        Standing.UNTRAINED,
    )


def next_change_at(facts: AccountFacts, at: datetime) -> datetime | None:
    """Return the next instant at which passing time alone changes the standing."""
    instants = [
        facts.suspended_at,
        facts.closed_at,
        facts.expires_at,
        facts.agreement_ends_at,
        facts.review_due_at,
        facts.training_due_at,
        facts.invitation_ends_at,
        facts.unused_since + WARNED_AFTER,
        facts.unused_since + DORMANT_AFTER,
    ]
    return min((i for i in instants if i is not None and i > at), default=None)


def may_sign_in(standing: Standing, *, holds_judicial_grant: bool) -> bool:
    """Dormant, suspended, expired and unreviewed accounts are off; a forbidden one
    signs in only while a judge's paper is open for it; an untrained one comes as far
    as its training (``access.steps``).
    """
    if standing is Standing.FORBIDDEN:
        return holds_judicial_grant
    return standing in (Standing.GOOD, Standing.WARNED, Standing.UNTRAINED)
