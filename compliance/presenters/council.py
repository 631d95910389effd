"""The council page: numbers, what was before beside what is now, one chart."""

from dataclasses import dataclass
from datetime import date

from compliance.selectors.council import Against, CouncilNumbers, Month

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
    """One month of the chart, in the units of its drawing."""

    month: Month
    x: float
    y: float
    width: float
    height: float
    is_against: bool
    label: str

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


WIDTH, HEIGHT, LEFT, BOTTOM = 720, 260, 44, 34
_STEPS = 4


def chart(months: list[Month], law_at) -> dict:
    """Bars of sign-ins by month, the law's instant as a line, and a scale."""
    most = max((m.sign_ins for m in months), default=0) or 1
    top = _round_up(most)
    step = (WIDTH - LEFT) / len(months)
    height = HEIGHT - BOTTOM - 14
    bars = [
        Bar(
            month,
            round(LEFT + place * step + step * 0.15, 1),
            round(14 + height * (1 - month.sign_ins / top), 1),
            round(step * 0.7, 1),
            round(height * month.sign_ins / top, 1),
            month.is_against,
            f"{month.begins:%b}" if month.begins.month != 1 else f"{month.begins:%Y}",
        )
        for place, month in enumerate(months)
    ]
    return {
        "months": months,
        "bars": bars,
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "scale_x": LEFT - 8,
        "month_y": HEIGHT - BOTTOM + 18,
        "base": HEIGHT - BOTTOM,
        "law_x": _place_of(law_at, months, step),
        "scale": [
            {"y": round(14 + height * (1 - n / _STEPS), 1), "value": top * n // _STEPS}
            for n in range(_STEPS + 1)
        ],
    }


def _round_up(most: int) -> int:
    """The next round number that four steps divide evenly."""
    size = 4
    while size < most:
        size = size * 5 // 2 if str(size).startswith("4") else size * 2
    return size


def _place_of(at, months: list[Month], step: float) -> float | None:
    """Where an instant lies between the bars; None outside."""
    if at is None:
        return None
    day: date = at.date()
    for place, month in enumerate(months):
        if (month.begins.year, month.begins.month) == (day.year, day.month):
            return round(LEFT + (place + (day.day - 1) / 31) * step, 1)
    return None
