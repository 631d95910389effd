"""What was changed on one record."""

from uuid import UUID

from django.shortcuts import render
from django.views.decorators.http import require_safe

from access.acts import Act
from access.guards import performs
from bookings import presenters, selectors
from bookings.selectors import Place
from bookings.views.records import not_known


@performs(Act.VIEW)
@require_safe
def history(request, booking_id: UUID):
    before = Place.read(request.GET.get("before", ""))
    shown = selectors.open_history(request.viewer, booking_id, before=before)
    if shown is None:
        return not_known(request, booking_id)
    context = presenters.history_page(shown, request.viewer, is_newest=before is None)
    return render(request, "bookings/history.html", context)
