"""The clocks of custody: when each runs out, and how pressing it is.

Sources: CrR 3.2.1 (probable cause within 48 hours of arrest; release unless charges are
filed within 72 hours, Saturdays, Sundays and holidays not counted) [domain 6.3: high];
legal holidays RCW 1.16.050. Hours are hours that pass: a night on which the clocks change
has one more or one less on the wall, and no more in custody.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from bookings.enums import BasisKind, ClockKind, EntitlementKind
from bookings.rules.violations import RuleViolation
from bookings.rules.working_days import JAIL, is_working_day, jail_day

PROBABLE_CAUSE_WITHIN = timedelta(hours=48)
CHARGES_WITHIN = timedelta(hours=72)
# From when on a clock that still runs is amber.
WARN_BEFORE = {
    ClockKind.PROBABLE_CAUSE: timedelta(hours=12),
    ClockKind.CHARGES: timedelta(hours=24),
    ClockKind.SENTENCE: timedelta(hours=24),
}
# Whoever is entitled to leave is amber at once, and red after this.
LEAVE_WITHIN = timedelta(hours=4)
# What is written down as older than this is a slip of the keys.
OLDEST_ENTITLEMENT = timedelta(days=366)

STOPPED_BY: Mapping[ClockKind, frozenset[BasisKind]] = {
    ClockKind.PROBABLE_CAUSE: frozenset(
        {BasisKind.PROBABLE_CAUSE, BasisKind.WARRANT, BasisKind.SENTENCE}
    ),
    ClockKind.CHARGES: frozenset(
        {BasisKind.CHARGES_FILED, BasisKind.WARRANT, BasisKind.SENTENCE}
    ),
    ClockKind.SENTENCE: frozenset(),
}


class Tone(StrEnum):
    """How pressing a clock is; the words of ``_status.html``."""

    CALM = "quiet"
    SOON = "warn"
    OVER = "bad"


@dataclass(frozen=True, slots=True)
class Kept:
    """What of one custody the clocks are read from. Instants are aware.

    ``confined_since``: of the first stay, where one continues another.
    ``expected_on``: the day of an expected release.
    """

    confined_since: datetime
    bases: Mapping[str, datetime] = field(default_factory=dict)
    has_filed_charge: bool = False
    expected_on: date | None = None
    entitled: Iterable[tuple[str, datetime]] = ()


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock that runs. ``due_at``: when it runs out; of an entitlement, when it is
    red. ``since``: from when an entitlement runs.
    """

    kind: ClockKind | str
    due_at: datetime
    tone: Tone
    since: datetime | None = None


def probable_cause_due(confined_since: datetime) -> datetime:
    return confined_since + PROBABLE_CAUSE_WITHIN


def charges_due(confined_since: datetime) -> datetime:
    """After 72 hours of working days: of a day that is none, nothing counts."""
    left, at = CHARGES_WITHIN, confined_since.astimezone(UTC)
    while True:
        midnight = _next_midnight(at)
        if is_working_day(jail_day(at)):
            if left <= midnight - at:
                return at + left
            left -= midnight - at
        at = midnight


def _next_midnight(at: datetime) -> datetime:
    day = jail_day(at) + timedelta(days=1)
    # In UTC: of two moments of one zone Python would subtract what the wall says.
    return datetime.combine(day, time(), JAIL).astimezone(UTC)


def sentence_due(expected_on: date) -> datetime:
    """The end of the day on which somebody is expected to leave."""
    return datetime.combine(expected_on + timedelta(days=1), time(), JAIL)


def clocks(kept: Kept, at: datetime) -> list[Clock]:
    """Every clock that runs for somebody in custody, the most pressing first."""
    running = [
        Clock(kind, since + LEAVE_WITHIN, _entitled_tone(since, at), since)
        for kind, since in kept.entitled
    ]
    for kind, due_at in _dues(kept).items():
        if not _is_stopped(kind, kept):
            running.append(Clock(kind, due_at, tone(kind, due_at, at)))
    return sorted(running, key=lambda clock: (clock.since is None, clock.due_at))


def _dues(kept: Kept) -> dict[ClockKind, datetime]:
    dues = {
        ClockKind.PROBABLE_CAUSE: probable_cause_due(kept.confined_since),
        ClockKind.CHARGES: charges_due(kept.confined_since),
    }
    if kept.expected_on:
        dues[ClockKind.SENTENCE] = sentence_due(kept.expected_on)
    return dues


def _is_stopped(kind: ClockKind, kept: Kept) -> bool:
    if kind is ClockKind.CHARGES and kept.has_filed_charge:
        return True
    return bool(STOPPED_BY[kind] & kept.bases.keys())


def tone(kind: ClockKind, due_at: datetime, at: datetime) -> Tone:
    if at >= due_at:
        return Tone.OVER
    return Tone.SOON if at >= due_at - WARN_BEFORE[kind] else Tone.CALM


def _entitled_tone(since: datetime, at: datetime) -> Tone:
    return Tone.OVER if at >= since + LEAVE_WITHIN else Tone.SOON


def check_entitlement(
    kind: EntitlementKind,
    entitled_at: datetime,
    *,
    booked_at: datetime,
    discharged_at: datetime | None,
    now: datetime,
) -> None:
    """Raise RuleViolation unless somebody can have become entitled to leave then. It
    may be written down late, also of one who has left by now.
    """
    if entitled_at > now:
        raise RuleViolation(f"“{kind.label}” is in the future: write it down then.")
    if now - entitled_at > OLDEST_ENTITLEMENT:
        raise RuleViolation("That is more than a year ago. See the year.")
    if entitled_at < booked_at:
        raise RuleViolation("That is before the person was booked.")
    if discharged_at is not None and entitled_at > discharged_at:
        raise RuleViolation("That is after the person left.")


def check_basis(at: datetime, *, confined_since: datetime, now: datetime) -> None:
    if at > now:
        raise RuleViolation("A decision to come is written down when it is made.")
    if confined_since - at > OLDEST_ENTITLEMENT:
        raise RuleViolation("That is more than a year before. See the year.")
