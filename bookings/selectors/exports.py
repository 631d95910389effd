"""What leaves as a file: the same candidates as on the screen, told apart as an
export in the view history. Each page of rows is recorded before it is given out.
"""

from collections.abc import Iterator
from uuid import UUID

from access.gate import Shown, ShownRows, open_one
from access.viewer import Viewer
from audit.enums import ViewKind
from bookings import pages
from bookings.selectors.lists import PAGE, Cursor, in_custody
from bookings.selectors.records import ONE
from bookings.selectors.search import Terms, found

# A file of a list holds no more than this, and says so.
LIST_ROWS = 1000
# As many rows are decided and recorded at once, and as many are held in memory.
AT_ONCE = PAGE
# A search gives no more in a file than on its page: a name that fits many people is
# no reason to carry them all away.
FOUND_ROWS = PAGE


def export_record(viewer: Viewer, booking_id: UUID) -> Shown | None:
    return open_one(viewer, pages.RECORD_EXPORT, booking_id, ONE, ViewKind.EXPORTED)


def export_niem(viewer: Viewer, booking_id: UUID) -> Shown | None:
    return open_one(viewer, pages.NIEM, booking_id, ONE, ViewKind.EXPORTED)


def export_custody(
    viewer: Viewer, *, facility_id: int | None = None
) -> Iterator[ShownRows]:
    """The custody list from the newest on, at most LIST_ROWS, some rows at a time."""
    before, left = None, LIST_ROWS
    while left:
        limit = min(AT_ONCE, left)
        rows = in_custody(
            viewer,
            facility_id=facility_id,
            before=before,
            page=pages.CUSTODY_EXPORT,
            kind=ViewKind.EXPORTED,
            limit=limit,
        )
        yield rows
        if len(rows) < limit:
            return
        before = Cursor(rows[-1]["booking.booked_at"], rows[-1].booking_id)
        left -= len(rows)


def export_found(viewer: Viewer, terms: Terms) -> Iterator[ShownRows]:
    """What the page of a search shows; the search is recorded with it."""
    yield found(viewer, terms, page=pages.SEARCH_EXPORT, kind=ViewKind.EXPORTED)
