"""Papers about a booking: made when asked for, and recorded as printed."""

from uuid import UUID

from django.views.decorators.http import require_safe

from access.acts import Act
from access.documents import pdf, pdf_answer
from access.gate import Shown
from access.guards import performs
from bookings import pages, presenters, selectors
from bookings.views.records import not_known


@performs(Act.VIEW)
@require_safe
def booking_sheet(request, booking_id: UUID):
    shown = selectors.open_sheet(request.viewer, booking_id)
    if shown is None:
        return not_known(request, booking_id)
    told = presenters.booking_sheet(shown, pages.BOOKING_SHEET, request.viewer)
    return _paper(request, "booking_sheet", told, shown, title="Booking sheet")


@performs(Act.KEEP_PROPERTY)
@require_safe
def property_receipt(request, booking_id: UUID):
    shown = selectors.open_property_receipt(request.viewer, booking_id)
    if shown is None:
        return not_known(request, booking_id)
    told = presenters.property_receipt(shown, request.viewer)
    return _paper(request, "property_receipt", told, shown, title="Property receipt")


@performs(Act.DISCHARGE)
@require_safe
def release_sheet(request, booking_id: UUID):
    shown = selectors.open_release_sheet(request.viewer, booking_id)
    if shown is None:
        return not_known(request, booking_id)
    told = presenters.release_sheet(shown, request.viewer)
    return _paper(request, "release_sheet", told, shown, title="Release sheet")


def _paper(request, template: str, told: dict, shown: Shown, *, title: str):
    mark = presenters.mark(request.viewer, shown.event_id, shown.shown_at)
    return pdf_answer(request, pdf(template, told, title=title, mark=mark))
