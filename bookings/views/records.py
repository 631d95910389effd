"""One record: the page, and what belongs to it."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from access.acts import Act
from access.guards import performs
from bookings import presenters, selectors


@performs(Act.VIEW)
@require_safe
def record(request, booking_id: UUID):
    shown = selectors.open_record(request.viewer, booking_id)
    if shown is None:
        return not_known(request, booking_id)
    context = presenters.record_page(shown, request.viewer)
    return render(request, "bookings/record.html", context)


@performs(Act.VIEW)
@require_safe
def sheet(request, booking_id: UUID):
    """The record on paper. Recorded as printed when the sheet is made."""
    shown = selectors.open_print(request.viewer, booking_id)
    if shown is None:
        return not_known(request, booking_id)
    context = presenters.print_page(shown, request.viewer)
    return render(request, "bookings/print.html", context)


def not_known(request, booking_id: UUID):
    """The one answer to "may not be known" and to "never existed" (law 4)."""
    context = {
        "ask_url": reverse("warrants:ask", args=[booking_id]),
        "ceiling": selectors.ceiling_reached(request.viewer),
    }
    return render(request, "404.html", context, status=404)


@performs(Act.VIEW)
@require_safe
def photo(request, booking_id: UUID):
    shown = selectors.open_photo(request.viewer, booking_id)
    image = shown.get("photos.image") if shown else None
    if not image:
        raise Http404
    return HttpResponse(bytes(image), content_type="image/jpeg")
