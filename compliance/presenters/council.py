"""The council page: numbers, what was before beside what is now, one chart."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from compliance.selectors.council import Against, CouncilNumbers, Month
from compliance.selectors.leaving import MonthOfLeaving, Waits

# A count of persons booked, or of their bookings, is not told below this (law 12).
FEWEST_TOLD = 11


def council_page(
    numbers: CouncilNumbers,
    before: Against | None,
    now: Against | None,
    months: list[Month],
    scan,
) -> dict:
    return {
        "numbers": numbers,
        "scan": scan,
        "closed_accounts": numbers.forbidden + numbers.dormant,
        "before": before and _against(before),
        "now": now and _against(now),
        "chart": chart(months, numbers.ordinance_at) if months else None,
    }


def _against(told_of: Against) -> dict:
    return {
        "accounts": told_of.accounts,
        "sign_ins": told_of.sign_ins,
        "bookings": told(told_of.bookings),
        "persons": told(told_of.persons),
        "days": told_of.days,
        "is_unknown": told_of.is_unknown,
    }


def told(persons: int) -> str:
    """A count of persons or bookings that names nobody by being small."""
    return f"{persons:,}" if persons == 0 or persons >= FEWEST_TOLD else "fewer than 11"


@dataclass(frozen=True, slots=True)
class Bar:
    """One month of the chart, in the units of its drawing: what was before the law
    stands on what was against it. ``is_named``: also where there is little room.
    """

    x: float
    width: float
    y_before: float
    before: float
    y_against: float
    against: float
    label: str
    is_named: bool

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


WIDTH, HEIGHT, LEFT, TOP, BASE = 720, 260, 44, 14, 226
_STEPS = 4


def chart(months: list[Month], law_at) -> dict:
    """Bars of sign-ins by month, the law's instant as a line, and a scale."""
    top = _round_up(max((m.sign_ins for m in months), default=0))
    step = (WIDTH - LEFT) / len(months)
    return {
        "months": months,
        "bars": [
            _bar(month, LEFT + n * step, step, top) for n, month in enumerate(months)
        ],
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "scale_x": LEFT - 8,
        "month_y": BASE + 18,
        "base": BASE,
        "law_x": _place_of(law_at, months, step),
        "scale": [
            {"y": BASE - (BASE - TOP) * n / _STEPS, "value": top * n // _STEPS}
            for n in range(_STEPS + 1)
        ],
    }


def _bar(month: Month, x: float, step: float, top: int) -> Bar:
    against = (BASE - TOP) * month.against / top
    before = (BASE - TOP) * (month.sign_ins - month.against) / top
    begins = month.begins
    return Bar(
        x + step * 0.15,
        step * 0.7,
        BASE - against - before,
        before,
        BASE - against,
        against,
        f"{begins:%Y}" if begins.month == 1 else f"{begins:%b}",
        begins.month % 3 == 1,
    )


def _round_up(most: int) -> int:
    """The next round number, at least 4, that four steps divide evenly."""
    size = 4
    while size < most:
        size = size * 5 // 2 if str(size).startswith("8") else size * 2
    return size


def _place_of(at, months: list[Month], step: float) -> float | None:
    """Where an instant lies between the bars; None outside."""
    if at is None:
        return None
    day = timezone.localdate(at)
    for place, month in enumerate(months):
        if (month.begins.year, month.begins.month) == (day.year, day.month):
            return round(LEFT + (place + (day.day - 1) / 31) * step, 1)
    return None


MONTHS_SHOWN = 12


def months_of_leaving(months: list[MonthOfLeaving]) -> list[dict]:
    """How long people wait at the door, the newest month first."""
    return [
        {
            "month": f"{month.begins:%B %Y}",
            "without": _waits(month.without),
            "with_paper": _waits(month.with_paper),
        }
        for month in months[: -MONTHS_SHOWN - 1 : -1]
    ]


def _waits(waits: Waits | None) -> dict | None:
    if waits is None:
        return None
    return {
        "people": f"{waits.people:,}",
        "median": _hours(waits.median),
        "most": _hours(waits.most),
    }


def _hours(time: timedelta) -> str:
    minutes = int(time.total_seconds() // 60)
    return f"{minutes // 60} h {minutes % 60:02d} min"
