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
    "Last booked",
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
    """Whoever may not be named to this reader has no line."""
    what = "; ".join(class_labels(report))
    section = "; ".join(report.citations)
    others = "unknown" if report.is_unknown else "none"
    for people, shown in batches:
        for person in people:
            if row := shown.get(person.booking_id):
                yield [
                    name(row),
                    row["facility.name"],
                    _iso(row["booking.booked_at"]),
                    person.bookings,
                    _iso(max(person.first_booked_at, report.first)),
                    _iso(report.last),
                    person.known_shown,
                    others,
                    what,
                    section,
                    person.person_id,
                ]


def _iso(at: datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")
