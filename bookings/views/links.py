"""Records of one person: found, compared, joined by two people, taken apart by one."""

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
from bookings import pages, selectors, services
from bookings.forms import SamePersonForm, UnlinkForm
from bookings.presenters import links as words
from bookings.selectors import links
from bookings.selectors.showings import other_stays
from bookings.views.records import not_known


@performs(Act.VIEW_LINKS)
@require_safe
def waiting(request):
    """What waits for a second person, of records that one may know of."""
    rows = words.asked_rows(links.waiting_links(request.viewer))
    mark = words.mark(request.viewer, request.viewer.request_id)
    return render(request, "bookings/links.html", {"rows": rows, "mark": mark})


@performs(Act.VIEW_LINKS)
@require_http_methods(["GET", "HEAD", "POST"])
def same_person(request, booking_id: UUID):
    """What is joined to a record, and, when posted to, whom to compare it with."""
    shown = selectors.open_for_act(request.viewer, booking_id)
    if shown is None:
        return not_known(request, booking_id)
    may_ask = bool(request.viewer.may(Act.MERGE))
    form = SamePersonForm(
        request.POST if request.method == "POST" and may_ask else None
    )
    found = None
    if form.is_bound and form.is_valid():
        found = links.perhaps_same(request.viewer, form.terms())
    return _page(request, shown, form if may_ask else None, found=found)


@performs(Act.MERGE)
@require_POST
def compare(request, booking_id: UUID):
    """Both records side by side, and what would be joined."""
    other_id = _key(request.POST.get("other", ""))
    return _compared(request, booking_id, other_id)


@performs(Act.MERGE)
@require_POST
def ask(request, booking_id: UUID):
    other_id = _key(request.POST.get("other", ""))
    acted_upon = links.compared(
        request.viewer, booking_id, other_id, page=pages.ACTED_UPON
    )
    if acted_upon is None:
        return not_known(request, booking_id)
    try:
        services.propose_link(booking_id, other_id, by=request.viewer)
    except RuleViolation as violation:
        return _compared(request, booking_id, other_id, error=str(violation))
    messages.success(request, "Asked. They are joined once a second person agrees.")
    return redirect("bookings:same_person", booking_id=booking_id)


@performs(Act.DECIDE)
@require_POST
def decide(request, booking_id: UUID):
    require_second(Act.MERGE, request.viewer)
    key = _key(request.POST.get("link", ""))
    pair = links.pair_that_waits(key, booking_id)
    both = pair and links.compared(request.viewer, *pair, page=pages.ACTED_UPON)
    if not both:
        return not_known(request, booking_id)
    (shown,) = (one for one in both if one.booking_id == booking_id)
    agrees = request.POST.get("answer") == "yes"
    try:
        services.decide_link(key, agrees=agrees, by=request.viewer)
    except RuleViolation as violation:
        return _page(request, shown, None, error=str(violation), status=409)
    messages.success(request, "Agreed: they are joined." if agrees else "Refused.")
    return redirect("bookings:same_person", booking_id=booking_id)


@performs(Act.UNMERGE)
@require_POST
def unlink(request, booking_id: UUID):
    key = _key(request.POST.get("link", ""))
    shown = selectors.open_for_act(request.viewer, booking_id)
    if shown is None:
        return not_known(request, booking_id)
    if key not in {one.link.pk for one in links.links_of(request.viewer, booking_id)}:
        return _page(request, shown, None, error="They are not joined.", status=404)
    form = UnlinkForm(request.POST)
    if not form.is_valid():
        return _page(request, shown, None, error="Say why.", status=400)
    try:
        services.end_link(key, form.cleaned_data["reason"], by=request.viewer)
    except RuleViolation as violation:
        return _page(request, shown, None, error=str(violation), status=409)
    messages.success(request, "Taken apart. Each record stands for itself again.")
    return redirect("bookings:same_person", booking_id=booking_id)


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _compared(request, booking_id: UUID, other_id: UUID, *, error: str = ""):
    both = links.compared(request.viewer, booking_id, other_id)
    if both is None:
        return not_known(request, booking_id)
    stays = [other_stays(request.viewer, key) for key in (booking_id, other_id)]
    context = {
        **words.compared_page(both, stays, request.viewer),
        "error": error,
    }
    status = 409 if error else 200
    return render(request, "bookings/links_compared.html", context, status=status)


def _page(request, shown, form, *, found=None, error: str = "", status: int = 200):
    viewer, key = request.viewer, shown.booking_id
    context = {
        **words.same_person_page(
            shown,
            viewer,
            links.links_of(viewer, key),
            links.waiting_about(viewer, key),
        ),
        "stays": words.stay_rows(other_stays(viewer, key)),
        "form": form,
        "found": None if found is None else words.found_rows(found, key),
        "unlink": UnlinkForm() if viewer.may(Act.UNMERGE) else None,
        "error": error,
    }
    return render(request, "bookings/links_of.html", context, status=status)
