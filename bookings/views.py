"""The desk: register, search, custody list, record, intake, release."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from access.acts import Act
from access.guards import performs, public
from audit.services import keep_typed_text, own_typed_text
from bookings import presenters, selectors, services
from bookings.forms import (
    CustodyForm,
    IntakeForm,
    RegisterForm,
    ReleaseByNumberForm,
    ReleaseForm,
    SearchForm,
    this_minute,
)
from bookings.rules import RuleViolation
from bookings.selectors import Cursor

_SEARCH = "search"


@public
@require_http_methods(["GET", "HEAD", "POST"])
def register(request):
    """The public jail register. A name is posted, so that it is in no address."""
    form = RegisterForm(request.POST if request.method == "POST" else request.GET)
    form.is_valid()
    facility = form.cleaned_data.get("facility")
    surname = form.cleaned_data.get("surname", "") if request.method == "POST" else ""
    rows = selectors.register(
        request.viewer,
        facility_id=facility.pk if facility else None,
        before=Cursor.read(request.GET.get("before", "")),
        surname=surname,
    )
    context = _list_context(request, form, rows, older=not surname)
    context["surname"] = surname
    return render(request, "bookings/register.html", context)


@performs(Act.LIST_CUSTODY)
@require_safe
def custody(request):
    form = CustodyForm(request.GET)
    form.is_valid()
    facility = form.cleaned_data.get("facility")
    rows = selectors.in_custody(
        request.viewer,
        facility_id=facility.pk if facility else None,
        before=Cursor.read(request.GET.get("before", "")),
    )
    context = _list_context(request, form, rows)
    context["mark"] = presenters.mark(request.viewer, request.viewer.request_id)
    return render(request, "bookings/custody.html", context)


def _list_context(request, form, rows, *, older=True) -> dict:
    """Rows and the way to older ones; the cursor is a time and an opaque key."""
    facility = form.cleaned_data.get("facility")
    query = request.GET.copy()
    query.pop("before", None)
    newest_url = f"?{query.urlencode()}" if query else request.path
    older_url = ""
    if older and len(rows) == selectors.PAGE:
        last = rows[-1]
        query["before"] = Cursor(last["booking.booked_at"], last.booking_id).text
        older_url = f"?{query.urlencode()}"
    return {
        "form": form,
        "rows": presenters.list_rows(rows),
        "columns": presenters.columns_shown(rows),
        "facility": facility,
        "older_url": older_url,
        "newer_url": newest_url if "before" in request.GET else "",
    }


@performs(Act.SEARCH)
@require_http_methods(["GET", "HEAD", "POST"])
def search(request):
    """Take the terms; they are kept sealed, and the address carries an opaque key."""
    form = SearchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not request.session.session_key:
            request.session.save()
        kept = keep_typed_text(
            form.terms_as_text(),
            kind=_SEARCH,
            account_id=request.viewer.account_id,
            session_key=request.session.session_key,
        )
        return redirect("bookings:results", search_id=kept.pk)
    return render(request, "bookings/search.html", {"form": form})


@performs(Act.SEARCH)
@require_safe
def results(request, search_id: UUID):
    """What this session's own search finds now."""
    text = own_typed_text(
        search_id,
        kind=_SEARCH,
        account_id=request.viewer.account_id,
        session_key=request.session.session_key or "",
    )
    if text is None:
        messages.info(request, "That search is over. Please search again.")
        return redirect("bookings:search")
    form = SearchForm.from_text(text)
    form.is_valid()
    rows = selectors.found(request.viewer, form.terms())
    context = {
        "form": form,
        "rows": presenters.list_rows(rows),
        "columns": presenters.columns_shown(rows),
        "is_cut": len(rows) == selectors.PAGE,
        "mark": presenters.mark(request.viewer, request.viewer.request_id),
    }
    return render(request, "bookings/results.html", context)


@performs(Act.VIEW)
@require_safe
def record(request, booking_id: UUID):
    shown = selectors.open_record(request.viewer, booking_id)
    if shown is None:
        return not_known(request, booking_id)
    context = presenters.record_page(shown, request.viewer)
    return render(request, "bookings/record.html", context)


def not_known(request, booking_id: UUID):
    """The one answer to "may not be known" and to "never existed" (law 4)."""
    context = {"ask_url": reverse("warrants:ask", args=[booking_id])}
    return render(request, "404.html", context, status=404)


@performs(Act.VIEW)
@require_safe
def photo(request, booking_id: UUID):
    shown = selectors.open_photo(request.viewer, booking_id)
    image = shown.get("photos.image") if shown else None
    if not image:
        raise Http404
    return HttpResponse(bytes(image), content_type="image/jpeg")


def _form_key(request) -> UUID:
    """The key of this one form: sent back with it, so that twice is once."""
    try:
        return UUID(request.POST["key"])
    except (KeyError, ValueError):
        return uuid4()


@performs(Act.BOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def intake(request, booking_id: UUID | None = None):
    """Book a new person, or again the person of an earlier booking."""
    earlier = None
    if booking_id is not None:
        earlier = selectors.open_name(request.viewer, booking_id)
        if earlier is None:
            return not_known(request, booking_id)
    form = IntakeForm(
        request.POST or None,
        known_person=earlier is not None,
        initial={"booked_at": this_minute(request.viewer.at)},
    )
    if request.method == "POST" and form.is_valid():
        subject = selectors.person_of(booking_id) if earlier else form.person()
        try:
            booking = services.book_person(
                subject,
                form.intake(),
                key=_form_key(request),
                by=request.viewer,
            )
        except RuleViolation as violation:
            form.add_error(None, str(violation))
        else:
            messages.success(request, "The booking is written down.")
            return redirect("bookings:record", booking_id=booking.pk)
    context = {
        "form": form,
        "key": _form_key(request),
        "earlier_name": presenters.name(earlier) if earlier else "",
        "mark": presenters.mark(request.viewer, earlier.event_id, earlier.shown_at)
        if earlier
        else None,
    }
    return render(request, "bookings/intake.html", context)


@performs(Act.DISCHARGE)
@require_http_methods(["GET", "HEAD", "POST"])
def release(request, booking_id: UUID):
    shown = selectors.open_for_act(request.viewer, booking_id)
    if shown is None:
        return not_known(request, booking_id)
    form = ReleaseForm(
        request.POST or None, initial={"leaving_at": this_minute(request.viewer.at)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.discharge_person(
                booking_id, **form.cleaned_data, by=request.viewer
            )
        except RuleViolation as violation:
            form.add_error(None, str(violation))
        else:
            messages.success(request, "The release is written down.")
            return redirect("bookings:record", booking_id=booking_id)
    context = {
        "form": form,
        "name": presenters.name(shown),
        "facts": presenters.subject_facts(shown),
        "booking_id": booking_id,
        "mark": presenters.mark(request.viewer, shown.event_id, shown.shown_at),
    }
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
    context = {"form": form, "released": released is not None}
    return render(request, "bookings/release_by_number.html", context)
