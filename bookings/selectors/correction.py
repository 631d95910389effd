"""What is read before something on a record is corrected, through the gate."""

from dataclasses import dataclass, field
from uuid import UUID

from access.gate import Shown, open_one
from access.viewer import Viewer
from bookings import pages
from bookings.selectors.records import ONE


@dataclass(slots=True)
class Line:
    """One line of a part: its key, and of each field that is shown the value as the
    database writes it; empty text where nothing is written.
    """

    of: UUID
    values: dict[str, str] = field(default_factory=dict)


def open_correction(viewer: Viewer, booking_id: UUID, part: str) -> Shown | None:
    """The lines of a part as they stand; None if the booking is not visible."""
    return open_one(viewer, pages.CORRECTIONS[part], booking_id, ONE)


def lines(shown: Shown, part: str) -> list[Line]:
    """Each line once, joined of the classes that are shown of it."""
    found: dict[UUID, Line] = {}
    for column in pages.CORRECTIONS[part].columns:
        for line in (column.is_json and shown.get(column.path)) or ():
            key = UUID(line["id"])
            values = {n: v or "" for n, v in line.items() if n != "id"}
            found.setdefault(key, Line(key)).values.update(values)
    return list(found.values())
