"""How long people wait at the door: from *entitled to leave* to *out*, by the month in
which they left, with an immigration paper on file and without, side by side.

It is the number that shows whether law 10 is kept in practice. Counts of persons below
eleven are told of neither group, nor what could be computed from them (law 12): no total
is told over months of which one is not.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import connection

# A count of persons below this is not told (law 12).
FEWEST_TOLD = 11
# Whoever ran away or died has not been let go, and whoever went on elsewhere is not out.
NOT_LET_GO = ("escape", "death", "transfer_other_facility", "not_admitted")

_BY_MONTH = """
WITH entitled AS (
  SELECT b.id, b.discharged_at AS left_at, min(e.at) AS since,
    EXISTS (SELECT FROM bookings_detainer d
      WHERE d.booking_id = b.id AND d.received_at <= b.discharged_at) AS has_paper
  FROM bookings_releaseentitlement e JOIN bookings_booking b ON b.id = e.booking_id
  WHERE e.withdrawn_at IS NULL AND b.discharged_at >= e.at
    AND b.discharge_reason <> ALL(%(not_let_go)s)
  GROUP BY b.id)
SELECT date_trunc('month', timezone(%(zone)s, left_at))::date, has_paper, count(*),
  percentile_cont(0.5) WITHIN GROUP (ORDER BY left_at - since),
  percentile_cont(0.95) WITHIN GROUP (ORDER BY left_at - since)
FROM entitled GROUP BY 1, 2 ORDER BY 1, 2"""


@dataclass(frozen=True, slots=True)
class Waits:
    """Of so many people, how long half of them and nineteen of twenty waited at most."""

    people: int
    median: timedelta
    most: timedelta

    @property
    def is_told(self) -> bool:
        return self.people >= FEWEST_TOLD


@dataclass(frozen=True, slots=True)
class MonthOfLeaving:
    """One month, in jail time. None: too few people, or none at all."""

    begins: date
    without: Waits | None
    with_paper: Waits | None


def entitled_to_out() -> list[MonthOfLeaving]:
    with connection.cursor() as cursor:
        cursor.execute(
            _BY_MONTH, {"zone": settings.TIME_ZONE, "not_let_go": list(NOT_LET_GO)}
        )
        found: dict[date, dict[bool, Waits]] = {}
        for begins, has_paper, *waits in cursor.fetchall():
            found.setdefault(begins, {})[has_paper] = Waits(*waits)
    return [
        MonthOfLeaving(begins, _told(groups.get(False)), _told(groups.get(True)))
        for begins, groups in sorted(found.items())
    ]


def _told(waits: Waits | None) -> Waits | None:
    return waits if waits and waits.is_told else None
