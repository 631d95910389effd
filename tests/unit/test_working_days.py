"""Working days of Washington State, as a table of days (RCW 1.16.050)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bookings.rules import working_days

JAIL = ZoneInfo("America/Los_Angeles")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JAIL)


# fmt: off
DAYS = [
    # day            works?  what it is
    ("2026-01-01",   False,  "New Year's Day"),
    ("2026-01-02",   True,   "a Friday"),
    ("2026-01-19",   False,  "Martin Luther King, Jr., third Monday of January"),
    ("2026-02-16",   False,  "Presidents' Day, third Monday of February"),
    ("2026-05-25",   False,  "Memorial Day, last Monday of May"),
    ("2027-05-31",   False,  "Memorial Day on the last of May"),
    ("2026-06-19",   False,  "Juneteenth"),
    ("2020-06-19",   True,   "Juneteenth before it was a legal holiday"),
    ("2022-06-20",   False,  "the first Juneteenth, a Sunday, kept on Monday"),
    ("2026-07-03",   False,  "July 4 is a Saturday: kept on Friday"),
    ("2027-07-05",   False,  "July 4 is a Sunday: kept on Monday"),
    ("2026-09-07",   False,  "Labor Day, first Monday of September"),
    ("2026-10-12",   True,   "no legal holiday in Washington"),
    ("2026-11-11",   False,  "Veterans' Day"),
    ("2026-11-26",   False,  "Thanksgiving, fourth Thursday of November"),
    ("2026-11-27",   False,  "Native American Heritage Day"),
    ("2018-11-22",   False,  "Thanksgiving is the fourth Thursday, not the last"),
    ("2018-11-29",   True,   "the fifth Thursday"),
    ("2026-12-24",   True,   "the day before Christmas"),
    ("2026-12-25",   False,  "Christmas"),
    ("2021-12-31",   False,  "New Year's Day of 2022 is a Saturday: kept in 2021"),
    ("2022-01-03",   True,   "the Monday after it"),
    ("2023-01-02",   False,  "New Year's Day is a Sunday: kept on Monday"),
    ("2026-03-07",   False,  "a Saturday"),
    ("2026-03-08",   False,  "a Sunday"),
    ("2024-02-29",   True,   "a leap day"),
]

AGES = [
    # opened                 read                      working days
    ("2026-11-16T09:00",     "2026-11-16T23:59",       0),   # the same Monday
    ("2026-11-16T09:00",     "2026-11-17T00:00",       1),   # at midnight, not after 24 hours
    ("2026-11-20T17:00",     "2026-11-22T12:00",       0),   # Friday to Sunday
    ("2026-11-20T17:00",     "2026-11-23T08:00",       1),   # Friday to Monday
    ("2026-11-25T17:00",     "2026-11-30T08:00",       1),   # over Thanksgiving and the day after
    ("2026-12-31T12:00",     "2027-01-04T12:00",       1),   # over New Year's Day, a Friday
    ("2021-12-30T12:00",     "2022-01-03T12:00",       1),   # over one that is kept in the old year
    ("2026-03-06T12:00",     "2026-03-09T00:00",       1),   # clocks go forward on the Sunday
    ("2026-10-30T12:00",     "2026-11-02T00:00",       1),   # clocks go back on the Sunday
    ("2024-02-28T12:00",     "2024-03-01T12:00",       2),   # over a leap day
    ("2026-01-01T00:00",     "2027-01-01T00:00",       250), # a year: 261 weekdays, 11 holidays kept
    ("2026-11-16T09:00",     "2026-11-13T09:00",       0),   # read before it was opened
]
# fmt: on


@pytest.mark.parametrize(("day", "works", "what"), DAYS, ids=[row[2] for row in DAYS])
def test_a_working_day_is_a_weekday_that_is_no_legal_holiday(day, works, what):
    assert working_days.is_working_day(date.fromisoformat(day)) is works


@pytest.mark.parametrize(("opened", "read", "days"), AGES)
def test_age_is_counted_in_working_days_of_the_jail(opened, read, days):
    assert working_days.age(at(opened), at(read)) == days


def test_the_day_is_the_jails_and_not_that_of_utc():
    """Eleven at night in Seattle is the next day in UTC."""
    monday_night = at("2026-11-16T23:00")

    assert working_days.age(monday_night, monday_night + timedelta(minutes=59)) == 0
    assert working_days.age(monday_night, monday_night + timedelta(minutes=60)) == 1


def test_counting_by_weeks_is_counting_by_days():
    start = date(2025, 12, 1)
    for offset in range(0, 800, 7):
        counted = sum(
            working_days.is_working_day(start + timedelta(days=n + 1))
            for n in range(offset)
        )
        until = datetime.combine(start, datetime.min.time(), JAIL)
        assert (
            working_days.age(until, until.replace(hour=12) + timedelta(days=offset))
            == counted
        ), offset


@pytest.mark.parametrize("least", [1, 2, 5, 10])
def test_the_last_day_of_an_age_has_that_age_and_the_next_has_less(least):
    read = at("2026-12-01T10:00")
    day = working_days.days_ago(read, least)

    def age_of(day):
        return working_days.age(datetime.combine(day, read.time(), JAIL), read)

    assert age_of(day) >= least
    assert age_of(day + timedelta(days=1)) < least
