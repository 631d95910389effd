"""How long records are kept, the runs that dispose of them, and what is kept longer."""

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
from access.documents import pdf, pdf_answer
from access.guards import performs
from access.rules import RuleViolation
from bookings import selectors
from bookings.forms.retention import DispositionForm, LegalHoldForm, RetentionForm
from bookings.presenters import retention as words
from bookings.selectors import legal_holds as held
from bookings.selectors import retention as kept
from bookings.services import legal_holds, retention
from bookings.views.records import not_known


@performs(Act.VIEW_RETENTION)
@require_safe
def schedules(request):
    """Schedules in force, what is due by them now, and the runs so far."""
    return _page(request)


@performs(Act.SET_RETENTION)
@require_http_methods(["GET", "HEAD", "POST"])
def set_retention(request):
    form = RetentionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            retention.propose_retention(
                form.series(), form.cleaned_data["reason"], by=request.viewer
            )
        except RuleViolation as violation:
            form.add_error(None, str(violation))
        else:
            messages.success(request, "It waits for a second person.")
            return redirect("bookings:retention")
    return render(request, "bookings/set_retention.html", {"form": form})


@performs(Act.DISPOSE)
@require_POST
def dispose(request):
    form = DispositionForm(request.POST)
    if not form.is_valid():
        return _page(request, "Say why now.", 422)
    try:
        retention.propose_disposition(
            form.cleaned_data["schedule"],
            form.cleaned_data["reason"],
            by=request.viewer,
        )
    except RuleViolation as violation:
        return _page(request, str(violation), 409)
    messages.success(request, "It waits for a second person of another unit.")
    return redirect("bookings:retention")


@performs(Act.VIEW_RETENTION)
@require_safe
def certificate(request, run_id: UUID):
    """What was disposed of: how many, by what, and nobody's name."""
    progress = kept.run_by_key(run_id)
    if progress is None:
        raise Http404
    title = "Certificate of disposition"
    content = pdf(
        "disposition", words.certificate_data(progress), title=title, mark=None
    )
    return pdf_answer(request, content)


@performs(Act.KEEP_FOR_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def legal_holds_of(request, booking_id: UUID):
    shown = selectors.open_for_act(request.viewer, booking_id)
    if shown is None:
        return not_known(request, booking_id)
    form = LegalHoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            legal_holds.begin_legal_hold(
                booking_id, **form.cleaned_data, by=request.viewer
            )
        except RuleViolation as violation:
            form.add_error(None, str(violation))
        else:
            messages.success(request, "Kept: nothing of it is destroyed.")
            return redirect("bookings:legal_holds", booking_id=booking_id)
    holds = held.legal_holds_of(booking_id)
    context = words.legal_holds_page(shown, holds, request.viewer) | {"form": form}
    return render(request, "bookings/legal_holds.html", context)


@performs(Act.KEEP_FOR_CASE)
@require_POST
def end_legal_hold(request, booking_id: UUID):
    if selectors.open_for_act(request.viewer, booking_id) is None:
        return not_known(request, booking_id)
    try:
        legal_holds.end_legal_hold(
            booking_id, _key(request.POST.get("hold", "")), by=request.viewer
        )
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(request, "Ended. Its schedule goes on.")
    return redirect("bookings:legal_holds", booking_id=booking_id)


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _page(request, error: str = "", status: int = 200):
    due = kept.due_now(request.viewer.at)
    context = words.retention_page(due, kept.runs(), request.viewer)
    context |= {"error": error, "form": DispositionForm()}
    return render(request, "bookings/retention.html", context, status=status)
