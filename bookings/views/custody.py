"""How one person is kept, and what ends it."""

from uuid import UUID

from django.shortcuts import render
from django.views.decorators.http import require_safe

from access.acts import Act
from access.guards import performs
from bookings import presenters, selectors
from bookings.views.records import not_known


@performs(Act.VIEW)
@require_safe
def custody_of(request, booking_id: UUID):
    shown = selectors.open_custody(request.viewer, booking_id)
    if shown is None:
        return not_known(request, booking_id)
    context = presenters.custody_page(shown, request.viewer)
    return render(request, "bookings/custody_of.html", context)
