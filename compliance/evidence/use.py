"""What use tells: two people on one account, an account waking up, and the pattern of
a unit that waits for people at the gate.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt

from compliance.evidence.facts import AccountEvidence, SignIn
from compliance.evidence.kinds import SignKind, Weight

_OVERLAP = timedelta(minutes=5)
_FASTEST = 900.0  # km an hour, a passenger aircraft
_NEAR = 30.0  # km: within a county nobody's travel is impossible
_SHORT_TURN = timedelta(minutes=10)
_TURNS_THAT_TELL = 4
_DORMANT_DAYS = 90
_BURST_PEOPLE, _BURST_TIMES = 40, 3
_FEWEST_VIEWS, _RELEASED_SHARE = 20, 0.5
_LISTS_THAT_TELL = 3


def signs(account: AccountEvidence, *, works_with_releases: bool) -> Iterator[tuple]:
    yield from _places(account.sign_ins)
    yield from _waking(account)
    if not works_with_releases:
        yield from _gate(account)


def _places(sign_ins: tuple[SignIn, ...]) -> Iterator[tuple]:
    tells = Weight.TELLS
    if any(_at_once(one, other) for one, other in _neighbours(sign_ins)):
        yield SignKind.TWO_PLACES, tells, "active in two places at once"
    elif any(_too_far(one, other) for one, other in _neighbours(sign_ins)):
        yield SignKind.TWO_PLACES, tells, "nobody travels as fast between two places"
    turns = _turns(sign_ins)
    if turns >= _TURNS_THAT_TELL:
        words = f"two devices of two places in turn, {turns} times within minutes"
        yield SignKind.DEVICES, tells, words


def _neighbours(sign_ins: tuple[SignIn, ...]) -> Iterator[tuple[SignIn, SignIn]]:
    """Pairs of sessions of which the second began within a day of the first."""
    ordered = sorted(sign_ins, key=lambda s: s.began_at)
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 :]:
            if other.began_at - one.last_active_at > timedelta(days=1):
                break
            yield one, other


def _at_once(one: SignIn, other: SignIn) -> bool:
    """Both known places, and both active for some minutes of the same time."""
    ends = min(one.last_active_at, other.last_active_at)
    together = ends - max(one.began_at, other.began_at)
    return _differ(one, other) and together >= _OVERLAP


def _differ(one: SignIn, other: SignIn) -> bool:
    return bool(one.place and other.place) and one.place != other.place


def _too_far(one: SignIn, other: SignIn) -> bool:
    if one.position is None or other.position is None:
        return False
    away = _kilometres(one.position, other.position)
    hours = (other.began_at - one.last_active_at) / timedelta(hours=1)
    return away > _NEAR and away > _FASTEST * max(hours, 0)


def _turns(sign_ins: tuple[SignIn, ...]) -> int:
    """How often the use passes from one device to another at another place and back,
    each time within minutes. One person's desk and telephone are in one place.
    """
    ordered = sorted(sign_ins, key=lambda s: s.began_at)
    return sum(
        bool(one.device and other.device)
        and one.device != other.device
        and _differ(one, other)
        and other.began_at - one.last_active_at < _SHORT_TURN
        for one, other in pairwise(ordered)
    )


def _kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    (north, east), (north2, east2) = (map(radians, p) for p in (one, other))
    half = (
        sin((north2 - north) / 2) ** 2
        + cos(north) * cos(north2) * sin((east2 - east) / 2) ** 2
    )
    return 2 * 6371 * asin(sqrt(half))


def _waking(account: AccountEvidence) -> Iterator[tuple]:
    """The first use after ninety days, or after being opened again; a burst tells."""
    used = account.use
    slept = used.longest_gap_days >= _DORMANT_DAYS or used.was_reopened
    if used.woke_at is None or not slept:
        return
    usual = max(used.usual_day, 1)
    is_burst = used.after_waking >= max(_BURST_PEOPLE, _BURST_TIMES * usual)
    weight = Weight.TELLS if is_burst else Weight.HINTS
    words = (
        f"{used.longest_gap_days} days unused, then {used.after_waking} people in three"
    )
    yield SignKind.WAKING, weight, words + " days"


def _gate(account: AccountEvidence) -> Iterator[tuple]:
    used = account.use
    if (
        used.views >= _FEWEST_VIEWS
        and used.just_released >= _RELEASED_SHARE * used.views
    ):
        words = (
            f"{used.just_released} of {used.views} views were of people just released"
        )
        yield SignKind.RELEASES, Weight.TELLS, words
    if used.name_lists >= _LISTS_THAT_TELL:
        words = f"{used.name_lists} lists of names searched, without a case number"
        yield SignKind.NAME_LISTS, Weight.HINTS, words
