"""The page of the history's meter, in words: tables and counts, of nobody."""

from itertools import groupby

from compliance.selectors.meter import DAYS, MeterNow


def meter_page(found: MeterNow) -> dict:
    return {
        "days": [
            {"day": day, "tables": list(readings)}
            for day, readings in groupby(found.readings, key=lambda one: one.day)
        ],
        "wrong": sum(one.difference != 0 for one in found.readings),
        "not_on": found.not_on,
        "number_of_days": DAYS,
    }
