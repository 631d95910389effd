"""The tabs over one record. Another tab is another line."""

from uuid import UUID

from django.urls import reverse

from access.acts import Act
from access.enums import NOTHING, FieldClass
from access.viewer import Viewer

# Route, act, and the classes without one of which the page would be empty.
_TABS = (
    ("Record", "bookings:record", Act.VIEW, NOTHING),
    ("Custody", "bookings:custody_of", Act.VIEW, NOTHING),
    ("Health", "bookings:health", Act.VIEW, FieldClass.HEALTH),
    ("Advisement", "bookings:advisement", Act.VIEW, FieldClass.SAFETY),
    ("Papers", "bookings:papers_of", Act.VIEW_PAPERS, NOTHING),
    ("Interviews", "disclosures:interviews", Act.VIEW_INTERVIEWS, NOTHING),
    ("History", "bookings:history", Act.VIEW, NOTHING),
    ("Who saw this", "bookings:shown", Act.VIEW_SHOWINGS, NOTHING),
    ("Who may see this", "bookings:who_may", Act.VIEW_REACH, NOTHING),
)


def tabs(
    viewer: Viewer, booking_id: UUID, here: str, classes: FieldClass = NOTHING
) -> list[dict]:
    """Those that this viewer's roles may open; ``here`` is the route of the page.
    ``classes``: what this viewer was shown of this booking.
    """
    return [
        {
            "label": label,
            "url": reverse(route, args=[booking_id]),
            "is_here": route == here,
        }
        for label, route, act, needs in _TABS
        if viewer.may(act) and classes & needs == needs
    ]
