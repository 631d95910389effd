"""Whether a record goes because its person asks for it: RCW 10.97.060."""

from dataclasses import dataclass
from datetime import date

from bookings.enums import DeletionGround

# Years since the outcome in the person's favor, and since the arrest.
_SINCE_FAVORABLE, _SINCE_ARREST = 2, 3

# By these it is not to be deleted; by those the agency may refuse.
BARS = (
    DeletionGround.IN_CUSTODY,
    DeletionGround.CONVICTED,
    DeletionGround.PENDING,
    DeletionGround.FUGITIVE,
    DeletionGround.TOO_SOON,
)
OPTIONS = (
    DeletionGround.DIVERTED,
    DeletionGround.PRIOR_CONVICTION,
    DeletionGround.ARRESTED_AGAIN,
)


@dataclass(frozen=True, slots=True)
class Weighed:
    """``due_on``: the day from which the person can ask, where it is still to come."""

    bars: tuple[DeletionGround, ...]
    options: tuple[DeletionGround, ...]
    due_on: date | None


def weigh_deletion(
    *,
    arrested_on: date,
    favorable_on: date | None,
    found: frozenset[DeletionGround],
    today: date,
) -> Weighed:
    """``found``: grounds that stand on record, or that the person or a paper tells of.

    The day is reckoned here: whoever says that it is too soon changes nothing by it.
    """
    due_on = _years_after(arrested_on, _SINCE_ARREST)
    if favorable_on is not None:
        due_on = min(due_on, _years_after(favorable_on, _SINCE_FAVORABLE))
    grounds = found - {DeletionGround.TOO_SOON}
    if today < due_on:
        grounds |= {DeletionGround.TOO_SOON}
    return Weighed(
        bars=tuple(ground for ground in BARS if ground in grounds),
        options=tuple(ground for ground in OPTIONS if ground in grounds),
        due_on=due_on if today < due_on else None,
    )


def _years_after(day: date, years: int) -> date:
    """The same day some years on; of a leap day the first of March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
