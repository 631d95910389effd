"""Entries that a correction withdrew, and what had left the building by then."""

from uuid import UUID

from django.shortcuts import render
from django.views.decorators.http import require_safe

from access.acts import Act
from access.guards import performs
from bookings import presenters, selectors
from bookings.presenters import sent as words
from bookings.selectors import sent as history
from bookings.views.records import not_known


@performs(Act.VIEW_SENT)
@require_safe
def withdrawn(request):
    rows = words.withdrawn_rows(history.withdrawn(request.viewer))
    mark = presenters.mark(request.viewer, request.viewer.request_id)
    return render(request, "bookings/withdrawn.html", {"rows": rows, "mark": mark})


@performs(Act.VIEW_SENT)
@require_safe
def sent(request, booking_id: UUID):
    shown = selectors.open_for_act(request.viewer, booking_id)
    if shown is None:
        return not_known(request, booking_id)
    at = history.withdrawn_at(booking_id)
    context = words.sent_page(
        shown,
        request.viewer,
        at,
        history.sent_files(booking_id),
        history.sent_pages(booking_id, until=at or request.viewer.at),
    )
    return render(request, "bookings/sent.html", context)
