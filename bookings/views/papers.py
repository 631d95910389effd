"""Papers about a booking: made when asked for, and recorded as printed."""

from uuid import UUID

from django.views.decorators.http import require_safe

from access.acts import Act
from access.documents import pdf, pdf_answer
from access.guards import performs
from bookings import pages, presenters, selectors
from bookings.views.records import not_known


@performs(Act.VIEW)
@require_safe
def booking_sheet(request, booking_id: UUID):
    shown = selectors.open_sheet(request.viewer, booking_id)
    if shown is None:
        return not_known(request, booking_id)
    content = pdf(
        "booking_sheet",
        presenters.booking_sheet(shown, pages.BOOKING_SHEET, request.viewer),
        title="Booking sheet",
        mark=presenters.mark(request.viewer, shown.event_id, shown.shown_at),
    )
    return pdf_answer(request, content)
