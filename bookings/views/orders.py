"""Court orders about records: entered by one, agreed to by a second person."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from access.acts import Act
from access.guards import performs, require_second
from access.rules import RuleViolation
from bookings import selectors, services
from bookings.forms import OrderForm
from bookings.presenters import orders as words
from bookings.selectors import orders
from bookings.views.records import not_known


@performs(Act.VIEW_ORDERS)
@require_safe
def waiting(request):
    """Orders that wait for a second person, about records that one may know of."""
    rows = words.order_rows(orders.waiting_orders(request.viewer))
    return render(request, "bookings/orders.html", {"rows": rows})


@performs(Act.VIEW_ORDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def about(request, booking_id: UUID):
    shown = selectors.open_for_act(request.viewer, booking_id)
    if shown is None:
        return not_known(request, booking_id)
    may_enter = request.viewer.may(Act.SEAL)
    form = OrderForm(request.POST if request.method == "POST" and may_enter else None)
    if form.is_bound and form.is_valid():
        try:
            services.propose_order(
                booking_id, form.cleaned_data["act"], form.order(), by=request.viewer
            )
        except RuleViolation as violation:
            form.add_error(None, str(violation))
        else:
            messages.success(
                request, "Entered. It is done once a second person agrees."
            )
            return redirect("bookings:orders_about", booking_id=booking_id)
    return _page(request, shown, form if may_enter else None)


@performs(Act.DECIDE)
@require_POST
def decide(request, booking_id: UUID):
    require_second(Act.SEAL, request.viewer)  # and so of every order
    key = _key(request.POST.get("order", ""))
    if not orders.waits_about(key, booking_id):
        return not_known(request, booking_id)
    shown = selectors.open_for_act(request.viewer, booking_id)
    if shown is None:
        return not_known(request, booking_id)
    agrees = request.POST.get("answer") == "yes"
    try:
        services.decide_order(key, agrees=agrees, by=request.viewer)
    except RuleViolation as violation:
        return _page(request, shown, None, error=str(violation), status=409)
    messages.success(request, "Agreed, and done." if agrees else "Refused.")
    return redirect("bookings:orders")


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _page(request, shown, form, *, error: str = "", status: int = 200):
    context = {
        **words.orders_page(
            shown,
            request.viewer,
            orders.waiting_about(shown.booking_id),
            orders.told_outside(shown.booking_id),
        ),
        "form": form,
        "error": error,
    }
    return render(request, "bookings/orders_about.html", context, status=status)
