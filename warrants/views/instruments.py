"""The register of instruments: a court's paper received, entered and examined beside its
scan, by the records supervisor and counsel.
"""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from access.acts import Act
from access.guards import performs
from bookings import presenters as booking_presenters
from bookings.envelopes import CannotOpen
from bookings.forms import this_minute
from bookings.selectors import Terms, found, names
from warrants import selectors
from warrants.forms import instruments as forms
from warrants.models import Instrument
from warrants.presenters import instruments as words
from warrants.rules import RuleViolation
from warrants.services import instruments as services

# A picture in a document of its own: whatever it is taken for, nothing in it runs.
_SANDBOX = "default-src 'none'; sandbox"


@performs(Act.VIEW_INSTRUMENTS)
@require_safe
def register(request):
    """Papers, and of nobody whom they name."""
    found = selectors.instruments()
    seen = selectors.examined_all(found, request.viewer.at)
    rows = list(map(words.register_row, found, seen))
    context = {
        "rows": rows,
        "may_receive": bool(request.viewer.may(Act.RECEIVE_INSTRUMENT)),
        "is_cut": len(rows) == selectors.LISTED,
    }
    return render(request, "warrants/instruments.html", context)


@performs(Act.RECEIVE_INSTRUMENT)
@require_http_methods(["GET", "HEAD", "POST"])
def receive(request):
    form = forms.ReceiveForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = services.receive_instrument(
                said["scan"], said["means"], by=request.viewer
            )
        except RuleViolation as violation:
            form.add_error("scan", str(violation))
        else:
            messages.success(request, "The scan is kept. Write down what stands on it.")
            return redirect("warrants:enter_instrument", made)
    return render(request, "warrants/receive_instrument.html", {"form": form})


@performs(Act.ENTER_INSTRUMENT)
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request, instrument_id: UUID):
    """The form beside the scan, filled with what the scan's own text offers."""
    own = _found(instrument_id)
    if own.entered_at:
        return redirect("warrants:instrument", instrument_id)
    seen = _examined(request, own)
    form = forms.EnterForm(
        request.POST or None, initial=selectors.read_off(seen.reading)
    )
    if request.method == "POST" and form.is_valid():
        try:
            bookings = _bookings(request.viewer, form)
            services.enter_instrument(
                instrument_id,
                services.Entered(form.said(), bookings),
                by=request.viewer,
            )
        except RuleViolation as violation:
            form.add_error(None, str(violation))
        else:
            messages.success(request, "That is written down.")
            return redirect("warrants:instrument", instrument_id)
    services.record_looking(instrument_id, "entering", by=request.viewer)
    context = words.instrument_page(seen, {}) | {"form": form}
    return render(request, "warrants/enter_instrument.html", context)


def _bookings(viewer, form) -> tuple[UUID, ...]:
    """The bookings of these numbers. One that there is not, and one that this reader may
    not know of, are the same (law 4).
    """
    keys = []
    for number in form.numbers():
        rows = found(viewer, Terms(booking_number=number))
        if not len(rows):
            raise RuleViolation(
                f"{number} is the number of no booking that you may know of. Leave it out; "
                "whom the paper names is kept in words."
            )
        keys += [row.booking_id for row in rows]
    return tuple(dict.fromkeys(keys))


@performs(Act.VIEW_INSTRUMENTS)
@require_safe
def instrument(request, instrument_id: UUID):
    return _page(request, instrument_id)


def _page(request, instrument_id: UUID, **bound):
    """One paper: its checks beside the scan, and what is to be done next."""
    own = _found(instrument_id)
    seen = _examined(request, own)
    services.record_looking(instrument_id, "checks", by=request.viewer)
    shown = names(request.viewer, own.bookings) if own.bookings else {}
    known = {key: booking_presenters.name(row) for key, row in shown.items()}
    context = words.instrument_page(seen, known)
    context |= {
        "call": forms.CallForm(),
        "served": forms.ServedForm(
            initial={"served_at": this_minute(request.viewer.at)}
        ),
        "accept": forms.AcceptForm(asked=context["for_counsel"]),
        "may": _may(request.viewer, own),
    }
    if shown:
        context["mark"] = booking_presenters.mark(
            request.viewer, request.viewer.request_id
        )
    return render(request, "warrants/instrument.html", context | bound)


def _may(viewer, own) -> dict[str, bool]:
    """What this reader can do with it: roles, and whether they entered it themselves."""
    is_another = own.entered_by_id != viewer.account_id
    return {
        "enter": bool(viewer.may(Act.ENTER_INSTRUMENT)),
        "compare": bool(viewer.may(Act.COMPARE_INSTRUMENT)) and is_another,
        "call": bool(viewer.may(Act.CALL_COURT)),
        "recall": bool(viewer.may(Act.RECALL_INSTRUMENT)),
        "serve": bool(viewer.may(Act.SERVE_INSTRUMENT)),
        "accept": bool(viewer.may(Act.ACCEPT_INSTRUMENT)) and is_another,
    }


@performs(Act.COMPARE_INSTRUMENT)
@require_POST
def compare(request, instrument_id: UUID):
    return _done(
        request,
        instrument_id,
        lambda: services.compare_instrument(instrument_id, by=request.viewer),
    )


@performs(Act.CALL_COURT)
@require_POST
def call(request, instrument_id: UUID):
    form = forms.CallForm(request.POST)
    if not form.is_valid():
        return _page(request, instrument_id, call=form, form=form)
    return _done(
        request,
        instrument_id,
        lambda: services.call_court(
            instrument_id, **form.cleaned_data, by=request.viewer
        ),
    )


@performs(Act.RECALL_INSTRUMENT)
@require_POST
def recall(request, instrument_id: UUID):
    return _done(
        request,
        instrument_id,
        lambda: services.recall_instrument(instrument_id, by=request.viewer),
    )


@performs(Act.SERVE_INSTRUMENT)
@require_POST
def serve(request, instrument_id: UUID):
    form = forms.ServedForm(request.POST)
    if not form.is_valid():
        return _page(request, instrument_id, served=form, form=form)
    return _done(
        request,
        instrument_id,
        lambda: services.serve_instrument(
            instrument_id, form.cleaned_data["served_at"], by=request.viewer
        ),
    )


@performs(Act.ACCEPT_INSTRUMENT)
@require_POST
def accept(request, instrument_id: UUID):
    seen = _examined(request, _found(instrument_id))
    form = forms.AcceptForm(request.POST, asked=words.for_counsel(seen))
    if not form.is_valid():
        return _page(request, instrument_id, accept=form, form=form)
    return _done(
        request,
        instrument_id,
        lambda: services.accept_instrument(
            instrument_id, frozenset(form.cleaned_data["checks"]), by=request.viewer
        ),
    )


def _done(request, instrument_id: UUID, act):
    """Do it, or say on the page why it cannot be done."""
    try:
        act()
    except Instrument.DoesNotExist:
        raise Http404 from None
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(request, "That is written down.")
    return redirect("warrants:instrument", instrument_id)


def _found(instrument_id: UUID):
    own = selectors.instrument(instrument_id)
    if own is None:
        raise Http404
    return own


def _examined(request, own):
    try:
        return selectors.examined(own, request.viewer.at)
    except CannotOpen:
        raise Http404 from None  # its key was destroyed


@performs(Act.VIEW_INSTRUMENTS)
@require_safe
def sheet(request, instrument_id: UUID, page_number: int):
    """One page of a paper, as a picture; each opening is recorded before its first byte."""
    try:
        picture = selectors.sheet(instrument_id, page_number)
    except CannotOpen:
        picture = None
    if picture is None:
        raise Http404
    services.record_looking(instrument_id, f"page {page_number}", by=request.viewer)
    response = HttpResponse(picture, content_type="image/jpeg")
    response["Content-Security-Policy"] = _SANDBOX
    response["Content-Disposition"] = "inline"
    return response
