"""The tabs over one record. Another tab is another line."""

from uuid import UUID

from django.urls import reverse

from access.acts import Act
from access.viewer import Viewer

_TABS = (
    ("Record", "bookings:record", Act.VIEW),
    ("Custody", "bookings:custody_of", Act.VIEW),
    ("Papers", "bookings:papers_of", Act.VIEW_PAPERS),
    ("Interviews", "disclosures:interviews", Act.VIEW_INTERVIEWS),
    ("History", "bookings:history", Act.VIEW),
    ("Who saw this", "bookings:shown", Act.VIEW_SHOWINGS),
)


def tabs(viewer: Viewer, booking_id: UUID, here: str) -> list[dict]:
    """Those that this viewer's roles may open; ``here`` is the route of the page."""
    return [
        {
            "label": label,
            "url": reverse(route, args=[booking_id]),
            "is_here": route == here,
        }
        for label, route, act in _TABS
        if viewer.may(act)
    ]
