"""The page of the history's meter, in words: tables and counts, of nobody."""

from datetime import timedelta

from compliance.selectors.meter import DAYS, MeterNow


def meter_page(found: MeterNow) -> dict:
    """Every day, and of its tables those alone that differ: which were written at all,
    and how often, would tell of somebody hidden.
    """
    days = [found.first_day + timedelta(days=n) for n in range(DAYS)]
    wrong = [one for one in found.readings if one.difference != 0]
    return {
        "days": [
            {"day": day, "tables": [one for one in wrong if one.day == day]}
            for day in reversed(days)
        ],
        "wrong": len(wrong),
        "not_on": found.not_on,
        "number_of_days": DAYS,
    }
