"""When each stay begins and ends: the sixteen months of the story, and of late.

The story's bookings are the same whenever the scenario is loaded; those of late
count back from the anchor.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from compliance.demo.agencies import PACIFIC

FULL_SIZE = 46_000
FULL_DAYS = 120
# The old system's log covers these days, and every booking of the story is in them.
STORY_BEGINS = datetime(2018, 1, 1, tzinfo=PACIFIC)
STORY_ENDS = datetime(2019, 5, 1, tzinfo=PACIFIC)
# Lengths of stay in days: of those who have left, and of those still there.
MEDIAN_STAY, STAY_SPREAD, LONGEST_STAY = 1.6, 1.7, 364
MEAN_STAY_SO_FAR = 26

Period = tuple[datetime, datetime | None]


@dataclass(frozen=True, slots=True)
class Shares:
    """How many of so many bookings lie where. A desk needs some people in custody,
    however small the scenario is.
    """

    bookings: int

    @property
    def of_late(self) -> int:
        return max(60, self.bookings * 4_000 // FULL_SIZE)

    @property
    def in_custody(self) -> int:
        return max(40, self.bookings * 1_300 // FULL_SIZE)

    @property
    def of_the_story(self) -> int:
        return self.bookings - self.of_late


def of_the_story(rng: random.Random, bookings: int) -> list[Period]:
    """So many stays that began in the story's months, oldest first; all have ended."""
    days = (STORY_ENDS - STORY_BEGINS) / timedelta(days=1)
    return sorted(
        (booked_at, booked_at + _minutes(max(_length(rng), 0.06)))
        for booked_at in (
            STORY_BEGINS + _minutes(rng.uniform(0, days)) for _ in range(bookings)
        )
    )


def of_late(
    rng: random.Random, shares: Shares, days: int, anchor: datetime
) -> list[Period]:
    """Stays of the days before the anchor, oldest first; None is still there."""
    return sorted(_of_late(rng, shares, days, anchor), key=lambda period: period[0])


def _of_late(
    rng: random.Random, shares: Shares, days: int, anchor: datetime
) -> Iterator[Period]:
    for _ in range(shares.in_custody):
        so_far = min(rng.expovariate(1 / MEAN_STAY_SO_FAR), days * 0.9)
        yield anchor - _minutes(so_far + 0.02), None
    for _ in range(shares.of_late - shares.in_custody):
        since, stay = rng.uniform(0.15, days), _length(rng)
        shorter = (since - 0.05) * rng.uniform(0.2, 0.95)
        stay = stay if stay < since - 0.05 else shorter
        booked_at = anchor - _minutes(since)
        yield booked_at, booked_at + _minutes(max(stay, 0.06))


def _length(rng: random.Random) -> float:
    return min(rng.lognormvariate(0, STAY_SPREAD) * MEDIAN_STAY, LONGEST_STAY)


def _minutes(days: float) -> timedelta:
    return timedelta(minutes=int(days * 24 * 60))
