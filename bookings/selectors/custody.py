"""Custody over one booking, through the gate."""

from uuid import UUID

from access.gate import Shown, open_one
from access.viewer import Viewer
from bookings import pages
from bookings.selectors.records import ONE


def open_custody(viewer: Viewer, booking_id: UUID) -> Shown | None:
    return open_one(viewer, pages.CUSTODY, booking_id, ONE)


def open_leaving(viewer: Viewer, booking_id: UUID) -> Shown | None:
    """Whom a release is about, and what is told before it."""
    return open_one(viewer, pages.LEAVING, booking_id, ONE)
