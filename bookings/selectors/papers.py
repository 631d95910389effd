"""Papers of the immigration authorities, for the records unit alone, through the gate."""

from uuid import UUID

from access.enums import FieldClass
from access.gate import Candidates, Shown, ShownRows, open_one, show_many
from access.viewer import Viewer
from audit.enums import ViewKind
from bookings import pages
from bookings.models import FederalOffice
from bookings.selectors.records import ONE

# The register says so when there are more; a filter narrows it.
PAPERS_LISTED = 200

# Unserved first, the longest first; then the newest.
_WITH_PAPERS = """
SELECT b.id AS booking_id, b.person_id, b.facility_id, b.is_juvenile, b.is_sealed,
  row_number() OVER (ORDER BY d.waits_since NULLS LAST, d.newest DESC, b.id) AS rank
FROM (
  SELECT booking_id, max(received_at) AS newest,
    min(received_at) FILTER (WHERE copy_served_at IS NULL) AS waits_since
  FROM bookings_detainer GROUP BY booking_id) d
JOIN bookings_booking b ON b.id = d.booking_id
WHERE (%(facility)s::bigint IS NULL OR b.facility_id = %(facility)s)
  AND (%(served)s::boolean IS NULL OR (d.waits_since IS NULL) = %(served)s)"""

_PAPER = f"""{ONE} AND EXISTS (SELECT FROM bookings_detainer d
  WHERE d.booking_id = b.id AND d.id = %(paper)s::uuid)"""
_SHEET = f"""{ONE} AND EXISTS (SELECT FROM bookings_paperpage s WHERE s.booking_id = b.id
  AND s.paper_id = %(paper)s::uuid AND s.position = %(position)s::bigint)"""


def papers(
    viewer: Viewer, *, facility_id: int | None = None, served: bool | None = None
) -> ShownRows:
    """Bookings with papers. ``served``: those of which every copy was given, or those
    of which one was not.
    """
    candidates = Candidates(
        _WITH_PAPERS,
        {"facility": facility_id, "served": served},
        needs=FieldClass.REGISTER | FieldClass.PAPERS,
        limit=PAPERS_LISTED,
    )
    return show_many(viewer, pages.PAPER_REGISTER, candidates, ViewKind.LISTED)


def federal_offices() -> list[str]:
    """Names of offices from which papers come, as a county has loaded them."""
    return list(FederalOffice.objects.values_list("name", flat=True))


def open_papers(viewer: Viewer, booking_id: UUID) -> Shown | None:
    return open_one(viewer, pages.PAPERS_OF, booking_id, ONE)


def open_paper(viewer: Viewer, booking_id: UUID, paper_id: UUID) -> Shown | None:
    """One paper; None if it is none of this booking's, or is not for this viewer."""
    return open_one(viewer, pages.PAPER, booking_id, _PAPER, paper=paper_id)


def open_papers_for_person(viewer: Viewer, booking_id: UUID) -> Shown | None:
    """What is printed for the person: recorded as printed when the sheet is made."""
    return open_one(viewer, pages.PAPERS_FOR_PERSON, booking_id, ONE, ViewKind.PRINTED)


def open_paper_page(
    viewer: Viewer, booking_id: UUID, paper_id: UUID, position: int
) -> Shown | None:
    """One page of a paper, still sealed."""
    return open_one(
        viewer,
        pages.PAPER_PAGE,
        booking_id,
        _SHEET,
        paper=paper_id,
        position=position,
    )
