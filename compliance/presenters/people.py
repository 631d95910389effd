"""The people of an exposure as a file: one line for each, named as the register does."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from access.gate import Shown
from bookings.presenters import name
from compliance.presenters.exposure import class_labels
from compliance.selectors.exposure_report import Exposure
from compliance.selectors.within_reach import Reached

COLUMNS = (
    "Name",
    "Facility",
    "Booked",
    "Bookings within reach",
    "Within reach from",
    "Until",
    "Bookings known to have been shown",
    "Others shown",
    "What could be seen",
    "Section",
    "Key of the person",
)


def rows(
    batches: Iterator[tuple[list[Reached], dict[UUID, Shown]]], report: Exposure
) -> Iterator[list]:
    """A line is made of the bookings that this reader may know of, and of nothing else;
    whoever has none has no line. The newest comes first.
    """
    what = "; ".join(class_labels(report))
    section = "; ".join(report.citations)
    others = "unknown" if report.is_unknown else "none"
    for people, shown in batches:
        for person in people:
            if told := [shown[key] for key in person.booking_ids if key in shown]:
                newest, oldest = told[0], told[-1]
                yield [
                    name(newest),
                    "; ".join(dict.fromkeys(row["facility.name"] for row in told)),
                    "; ".join(_iso(row["booking.booked_at"]) for row in told),
                    len(told),
                    _iso(max(oldest["booking.booked_at"], report.first)),
                    _iso(report.last),
                    sum(row.booking_id in report.shown for row in told),
                    others,
                    what,
                    section,
                    person.person_id,
                ]


def _iso(at: datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")
