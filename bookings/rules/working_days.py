"""Working days of Washington State: Monday to Friday but for legal holidays.

Source: RCW 1.16.050 (2021 c 295: Juneteenth since 2022). A holiday on a Saturday is
kept on the Friday before, one on a Sunday on the Monday after. Days are the jail's.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

# The law's own place; the product's time zone is the same, and a test says so.
JAIL = ZoneInfo("America/Los_Angeles")
MONDAY, THURSDAY, SATURDAY, SUNDAY = 0, 3, 5, 6
JUNETEENTH_SINCE = 2022
_DAY = timedelta(days=1)


def jail_day(at: datetime) -> date:
    """The day at the jail of an aware instant."""
    return at.astimezone(JAIL).date()


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in legal_holidays(day.year)


def age(since: datetime, until: datetime) -> int:
    """Working days that began after the day of one instant, up to the day of another:
    0 on the day itself and over a weekend.
    """
    day, last = jail_day(since), jail_day(until)
    weeks = max(0, (last - day).days // 7)
    # Whole weeks at once, so that the age of something old costs little.
    jumped = day + timedelta(weeks=weeks)
    off = sum(
        1
        for year in range(day.year, jumped.year + 1)
        for holiday in legal_holidays(year)
        if day < holiday <= jumped and holiday.weekday() < SATURDAY
    )
    rest = sum(is_working_day(one) for one in _days_after(jumped, last))
    return weeks * 5 - off + rest


def days_ago(at: datetime, working_days: int) -> date:
    """The last day whose age at an instant is at least so many working days."""
    day, left = jail_day(at), working_days
    while left > 0:
        left -= is_working_day(day)
        day -= _DAY
    return day


def _days_after(day: date, last: date) -> Iterator[date]:
    while day < last:
        day += _DAY
        yield day


@lru_cache(maxsize=256)
def legal_holidays(year: int) -> frozenset[date]:
    """The days of a year on which a legal holiday is kept."""
    own = {_kept_on(day) for day in _holidays(year)}
    # New Year's Day on a Saturday is kept in the old year.
    own.add(_kept_on(date(year + 1, 1, 1)))
    return frozenset(day for day in own if day.year == year)


def _holidays(year: int) -> Iterator[date]:
    yield date(year, 1, 1)
    yield _nth(year, 1, MONDAY, 3)  # Martin Luther King, Jr.
    yield _nth(year, 2, MONDAY, 3)  # Presidents' Day
    yield _last_monday_of_may(year)  # Memorial Day
    if year >= JUNETEENTH_SINCE:
        yield date(year, 6, 19)
    yield date(year, 7, 4)
    yield _nth(year, 9, MONDAY, 1)  # Labor Day
    yield date(year, 11, 11)  # Veterans' Day
    thanksgiving = _nth(year, 11, THURSDAY, 4)
    yield thanksgiving
    yield thanksgiving + _DAY  # Native American Heritage Day
    yield date(year, 12, 25)


def _nth(year: int, month: int, weekday: int, n: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def _last_monday_of_may(year: int) -> date:
    last = date(year, 5, 31)
    return last - timedelta(days=last.weekday())


def _kept_on(day: date) -> date:
    if day.weekday() == SATURDAY:
        return day - _DAY
    if day.weekday() == SUNDAY:
        return day + _DAY
    return day
