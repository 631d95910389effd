"""Care for one person: health, alerts, how they look."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from access.acts import Act
from access.guards import performs
from bookings import presenters, selectors, services
from bookings.forms import AlertForm, LooksForm, MarkForm
from bookings.rules import RuleViolation
from bookings.views.parts import filled, saved
from bookings.views.records import not_known


@performs(Act.VIEW)
@require_safe
def health(request, booking_id: UUID):
    shown = selectors.open_health(request.viewer, booking_id)
    if shown is None:
        return not_known(request, booking_id)
    context = presenters.health_page(shown, request.viewer)
    return render(request, "bookings/health.html", context)


@performs(Act.SET_ALERT)
@require_http_methods(["GET", "HEAD", "POST"])
def alerts(request, booking_id: UUID):
    shown = selectors.open_alerts(request.viewer, booking_id)
    if shown is None:
        return not_known(request, booking_id)
    form = filled(request, AlertForm, AlertForm.initial_from(shown))
    if saved(request, form, booking_id):
        return redirect("bookings:alerts", booking_id=booking_id)
    context = {**presenters.alerts_page(shown, request.viewer), "form": form}
    return render(request, "bookings/alerts.html", context)


@performs(Act.END_ALERT)
@require_POST
def end_alert(request, booking_id: UUID):
    """End one of the alerts that the page before has shown."""
    shown = selectors.open_name(request.viewer, booking_id)
    if shown is None:
        return not_known(request, booking_id)
    key = _key(request)
    try:
        services.end_alert(booking_id, key, by=request.viewer)
    except RuleViolation as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "The alert has ended.")
    return redirect("bookings:alerts", booking_id=booking_id)


@performs(Act.DESCRIBE)
@require_http_methods(["GET", "HEAD", "POST"])
def describe(request, booking_id: UUID):
    """The description, and below it the marks: two forms of one page."""
    shown = selectors.open_described(request.viewer, booking_id)
    if shown is None:
        return not_known(request, booking_id)
    is_mark = "mark" in request.POST
    looks = LooksForm(
        request.POST if request.method == "POST" and not is_mark else None,
        initial=LooksForm.initial_from(shown),
    )
    mark = MarkForm(request.POST if is_mark else None)
    if "remove" in request.POST:
        return _remove(request, booking_id)
    if saved(request, mark if is_mark else looks, booking_id):
        return redirect("bookings:describe", booking_id=booking_id)
    context = {
        **presenters.described_page(shown, request.viewer),
        "looks": looks,
        "form": mark if is_mark else looks,
        "mark_form": mark,
    }
    return render(request, "bookings/describe.html", context)


def _remove(request, booking_id: UUID):
    try:
        services.remove_mark(booking_id, _key(request, "remove"), by=request.viewer)
    except RuleViolation as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "The mark is taken away. The history keeps it.")
    return redirect("bookings:describe", booking_id=booking_id)


def _key(request, name: str = "alert") -> UUID:
    """The key of a row that was sent back; another text is nobody's key."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        return UUID(int=0)


@performs(Act.DESCRIBE)
@require_POST
def mark_codes(request):
    """Codes of marks under what somebody types. It says nothing of anybody."""
    typed = request.POST.get("mark", "")[:60]
    codes = selectors.mark_codes(typed) if len(typed.strip()) > 1 else []
    if not codes:
        return HttpResponse(status=204)
    return render(request, "bookings/mark_codes.html", {"codes": codes})
