"""What was changed on a record, one page of it, through the gate."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from access.gate import Shown, open_one
from access.viewer import Viewer
from bookings import changes, pages
from bookings.selectors.records import ONE


@dataclass(frozen=True, slots=True)
class Place:
    """A change's place in the order, newest first. It is made of the change alone:
    a running number would tell how much is changed on other records.
    """

    at: datetime
    part: int
    of: UUID
    nth: int

    @property
    def text(self) -> str:
        microseconds = (self.at - _EPOCH) // timedelta(microseconds=1)
        return f"{microseconds}_{self.part}_{self.of}_{self.nth}"

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """Read a place from a URL; anything else begins at the newest."""
        try:
            microseconds, part, of, nth = text.split("_")
            at = _EPOCH + timedelta(microseconds=int(microseconds))
            if int(part) in range(len(changes.PARTS)) and int(nth) in range(1, 10**9):
                return cls(at, int(part), UUID(of), int(nth))
        except (ValueError, OverflowError):
            pass
        return None


_EPOCH = datetime.fromtimestamp(0, tz=UTC)


def open_history(
    viewer: Viewer, booking_id: UUID, *, before: Place | None = None
) -> Shown | None:
    """The changes before a place, of the fields that this viewer may be shown."""
    return open_one(
        viewer,
        pages.HISTORY,
        booking_id,
        ONE,
        before_at=before and before.at,
        before_part=before and before.part,
        before_of=before and before.of,
        before_nth=before and before.nth,
    )
