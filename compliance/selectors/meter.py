"""Writes held against their history, as the page of the meter shows them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from audit import meter

DAYS = 7


@dataclass(frozen=True, slots=True)
class MeterNow:
    """``readings``: of the last days. ``not_on``: tables that are not counted now."""

    readings: list[meter.Reading]
    not_on: list[str]
    first_day: date


def meter_now(at: datetime) -> MeterNow:
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    since = midnight - timedelta(days=DAYS - 1)
    return MeterNow(meter.readings(since), meter.not_on(), since.date())
