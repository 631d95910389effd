"""What stands between a sign-in and work: one pure function of the session's facts.

While a step stands, nothing is shown and nothing can be done but to take it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from access.enums import Factor, Standing, Step

# CJIS Security Policy 5.9.5, AC-11 and IA-5 j.
IDLE_LOCKS_AFTER = timedelta(minutes=30)
SESSION_LASTS = timedelta(hours=12)
# An idle stamp is written at most so often.
STAMP_EVERY = timedelta(minutes=1)

# What is only known, and not also held, is not enough alone.
ALONE_NOT_ENOUGH = frozenset({Factor.PASSWORD, Factor.COUNTY_SIGN_ON})


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """A session as it was read. Instants are aware.

    ``needs_capacity``: its holder has several, and has not said as which they work.
    ``has_acknowledged``: the banner of the law in force, in this session.
    ``is_jails_own``: somebody on shift is not sent away from their work when a law
    changes at midnight; they acknowledge it at their next sign-in (law 14).
    """

    began_at: datetime
    last_active_at: datetime
    ends_at: datetime
    locked_at: datetime | None = None
    ended_at: datetime | None = None
    needs_factor: bool = False
    needs_capacity: bool = False
    has_acknowledged: bool = False
    law_effective_at: datetime | None = None
    is_jails_own: bool = False

    def is_over(self, at: datetime) -> bool:
        return self.ended_at is not None or self.ends_at <= at

    def is_locked(self, at: datetime) -> bool:
        return (
            self.locked_at is not None or at - self.last_active_at >= IDLE_LOCKS_AFTER
        )

    def is_stale(self, at: datetime) -> bool:
        """Whether the idle stamp is old enough to be written anew."""
        return at - self.last_active_at >= STAMP_EVERY


def next_step(facts: SessionFacts, standing: Standing, at: datetime) -> Step | None:
    """The first thing that still has to be done before anything else, or None."""
    if facts.is_locked(at):
        return Step.LOCKED
    if facts.needs_factor:
        return Step.FACTOR
    if facts.needs_capacity:
        return Step.CAPACITY
    if _banner_is_due(facts):
        return Step.BANNER
    if standing is Standing.UNTRAINED:
        return Step.TRAINING
    return None


def _banner_is_due(facts: SessionFacts) -> bool:
    if facts.has_acknowledged or facts.law_effective_at is None:
        return False
    is_new = facts.law_effective_at > facts.began_at
    return not (is_new and facts.is_jails_own)
