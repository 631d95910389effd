"""Whom a request means that was made by name: found by a decider, as they may see."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from access.acts import Act
from access.guards import performs, require
from bookings import presenters as booking_presenters
from bookings import selectors as bookings
from bookings.forms import SearchForm
from warrants import presenters, selectors, services
from warrants.rules import RuleViolation


@performs(Act.APPROVE)
@require_http_methods(["GET", "HEAD", "POST"])
def whom(request, request_id: UUID):
    """What was typed, a search that is filled in with it, and what that finds for this
    viewer; one of those is said to be meant. There may be none: then it is refused.
    """
    require(Act.SEARCH, request.viewer)
    asked = selectors.request_by_id(request_id)
    if asked is None or not selectors.is_of_nobody_yet(asked):
        raise Http404
    if "booking" in request.POST:
        return _say(request, request_id)
    named = selectors.named(asked)
    services.record_reading(asked, by=request.viewer)
    form = SearchForm(request.POST or None, initial=named)
    rows = None
    if form.is_bound and form.is_valid():
        rows = bookings.found(request.viewer, form.terms())
    context = {
        "asked_id": request_id,
        "words": presenters.named_words(named),
        "form": form,
        "is_searched": rows is not None,
        "is_cut": rows is not None and len(rows) == bookings.PAGE,
        "rows": booking_presenters.list_rows(rows or []),
        "columns": booking_presenters.columns_shown(rows or []),
        "mark": booking_presenters.mark(request.viewer, request.viewer.request_id),
    }
    return render(request, "warrants/whom.html", context)


def _say(request, request_id: UUID):
    """One that may not be known of is as one that never was."""
    try:
        key = UUID(request.POST["booking"])
    except ValueError:
        raise Http404 from None
    if bookings.open_for_act(request.viewer, key) is None:
        raise Http404
    try:
        services.say_whom(request_id, key, by=request.viewer)
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(
            request, "It is said whom the request is about. Whoever asked is not told."
        )
    return redirect("warrants:request", request_id)
