"""What is read of one person before their description or their alerts are changed, and
what health staff read. Each names the one candidate; the gate decides.
"""

from uuid import UUID

from access.gate import Shown, open_one
from access.viewer import Viewer
from bookings import pages
from bookings.selectors.records import ONE


def open_described(viewer: Viewer, booking_id: UUID) -> Shown | None:
    return open_one(viewer, pages.DESCRIBED, booking_id, ONE)


def open_alerts(viewer: Viewer, booking_id: UUID) -> Shown | None:
    return open_one(viewer, pages.ALERTED, booking_id, ONE)


def open_health(viewer: Viewer, booking_id: UUID) -> Shown | None:
    return open_one(viewer, pages.HEALTH, booking_id, ONE)
