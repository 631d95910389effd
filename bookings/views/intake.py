"""Coming in and going out: intake, release."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from access.acts import Act
from access.guards import performs
from bookings import presenters, selectors, services
from bookings.forms import (
    ArrivalForm,
    BeginForm,
    HandoverForm,
    LikelyForm,
    ReleaseByNumberForm,
    this_minute,
)
from bookings.rules import RuleViolation
from bookings.views.records import not_known


def _form_key(request) -> UUID:
    """The key of this one form: sent back with it, so that twice is once."""
    try:
        return UUID(request.POST["key"])
    except (KeyError, ValueError):
        return uuid4()


@performs(Act.BOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def intake(request):
    """Begin the intake of somebody new: who, where and when."""
    initial = {"booked_at": this_minute(request.viewer.at)}
    if "look" in request.POST:
        form = BeginForm(initial=initial | request.POST.dict())
    else:
        form = BeginForm(request.POST or None, initial=initial)
    key = _form_key(request)
    if request.method == "POST" and "look" not in request.POST and form.is_valid():
        begun = _begin(request, form, form.person(), key)
        if begun is not None:
            return begun
    context = {"form": form, "key": key, "number": request.POST.get("number", "")}
    return _begin_page(request, context | _looked_for(request))


def _begin_page(request, context: dict):
    """The whole intake is put in this page's place, and with it the photo."""
    response = render(request, "bookings/begin.html", context)
    response.uses_camera = True
    return response


def _looked_for(request) -> dict:
    """Who was perhaps here before, where the button for it was pressed."""
    form = LikelyForm(request.POST)
    if "look" not in request.POST or not form.is_enough():
        return {"looked": "look" in request.POST}
    rows = selectors.likely(request.viewer, form.traits())
    return {
        "looked": True,
        "rows": presenters.likely_rows(rows),
        "mark": presenters.mark(request.viewer, request.viewer.request_id),
    }


@performs(Act.BOOK)
@require_POST
def likely(request):
    """A piece of the page, while somebody types: who was perhaps here before. Too few
    letters have no answer.
    """
    form = LikelyForm(request.POST)
    if not form.is_enough():
        return HttpResponse(status=204)
    rows = selectors.likely(request.viewer, form.traits())
    context = {
        "rows": presenters.likely_rows(rows),
        "mark": presenters.mark(request.viewer, request.viewer.request_id),
    }
    return render(request, "bookings/likely.html", context)


@performs(Act.BOOK)
@require_POST
def codes(request):
    """Charges, agencies or marks by their first letters: nothing about a person."""
    find = {
        "charge": selectors.charges_like,
        "agency": selectors.agencies_like,
        "mark": selectors.marks_like,
    }.get(request.POST.get("kind", ""))
    words = request.POST.get("words", "")[:80]
    return JsonResponse({"found": find(words) if find else []})


@performs(Act.BOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def intake_again(request, booking_id: UUID):
    """Begin another intake of the person of an earlier booking."""
    earlier = selectors.open_name(request.viewer, booking_id)
    if earlier is None:
        return not_known(request, booking_id)
    form = ArrivalForm(
        request.POST or None, initial={"booked_at": this_minute(request.viewer.at)}
    )
    key = _form_key(request)
    if request.method == "POST" and form.is_valid():
        begun = _begin(request, form, selectors.person_of(booking_id), key)
        if begun is not None:
            return begun
    context = {
        "form": form,
        "key": key,
        "earlier_name": presenters.name(earlier),
        "mark": presenters.mark(request.viewer, earlier.event_id, earlier.shown_at),
    }
    return _begin_page(request, context)


def _begin(request, form, person, key: UUID):
    """Begin, and go on at the intake's own page; or say on the form what is wrong."""
    try:
        booking = services.begin_intake(
            person, form.arrival(), key=key, by=request.viewer
        )
    except RuleViolation as violation:
        form.add_error(None, str(violation))
        return None
    return redirect("bookings:draft", booking_id=booking.pk)


@performs(Act.DISCHARGE)
@require_http_methods(["GET", "HEAD", "POST"])
def release(request, booking_id: UUID):
    shown = selectors.open_leaving(request.viewer, booking_id)
    if shown is None:
        return not_known(request, booking_id)
    form = HandoverForm(
        request.POST or None, initial={"leaving_at": this_minute(request.viewer.at)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            left = services.discharge_person(
                booking_id,
                form.cleaned_data["reason"],
                form.cleaned_data["leaving_at"],
                form.receiver(),
                by=request.viewer,
            )
        except RuleViolation as violation:
            form.add_error(None, str(violation))
        else:
            messages.success(request, "The release is written down.")
            if left.discharge_reason != form.cleaned_data["reason"]:
                messages.warning(request, presenters.NOBODY_HANDED_OVER)
            if selectors.paper_waits(booking_id):
                messages.warning(request, presenters.PAPER_SLIP)
            return redirect("bookings:record", booking_id=booking_id)
    context = {"form": form, **presenters.leaving_page(shown, request.viewer)}
    return render(request, "bookings/release.html", context)


@performs(Act.DISCHARGE)
@require_http_methods(["GET", "HEAD", "POST"])
def release_by_number(request):
    """The way out that shows nothing, and so needs nothing recorded (law 14)."""
    form = ReleaseByNumberForm(
        request.POST or None, initial={"leaving_at": this_minute(request.viewer.at)}
    )
    released = None
    if request.method == "POST" and form.is_valid():
        answers = {**form.cleaned_data}
        answers["facility_id"] = answers.pop("facility").pk
        try:
            released = services.discharge_by_number(**answers, by=request.viewer)
        except RuleViolation as violation:
            form.add_error(None, str(violation))
        else:
            if released is None:
                form.add_error(
                    "booking_number",
                    "Nobody is in custody at this facility under this number.",
                )
    waits = released is not None and selectors.paper_waits(released.pk)
    context = {
        "form": form,
        "released": released is not None,
        "paper_slip": presenters.PAPER_SLIP if waits else "",
    }
    return render(request, "bookings/release_by_number.html", context)
