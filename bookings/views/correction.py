"""Correcting a record: what is typed is shown before and after, and then written."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from access.acts import Act
from access.guards import performs
from bookings import selectors, services
from bookings.corrections import PARTS
from bookings.presenters import correction as words
from bookings.rules import RuleViolation
from bookings.views.records import not_known


@performs(Act.CORRECT)
@require_safe
def parts(request, booking_id: UUID):
    """What of a record is to be corrected."""
    shown = selectors.open_name(request.viewer, booking_id)
    if shown is None:
        return not_known(request, booking_id)
    context = words.parts_to_correct(shown, request.viewer)
    return render(request, "bookings/correct.html", context)


@performs(Act.CORRECT)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request, booking_id: UUID, part: str):
    """The lines of one part; what was typed over, before and after; and writing it."""
    if part not in PARTS:
        raise Http404
    shown = selectors.open_correction(request.viewer, booking_id, part)
    if shown is None:
        return not_known(request, booking_id)
    data = request.POST if request.method == "POST" else None
    form = words.correction_form(shown, PARTS[part], data)
    if data is None or not form.is_valid():
        return _form(request, shown, part, form)
    if not form.changes() and data.get("step") == "write":
        messages.info(request, "It stays as the other has written it.")
        return redirect("bookings:history", booking_id=booking_id)
    if not form.changes():
        form.add_error(None, "Nothing is changed. Change a value, or leave the page.")
        return _form(request, shown, part, form)
    if data.get("step") != "write":
        return _preview(request, shown, part, form)
    return _write(request, booking_id, part, shown, form)


def _write(request, booking_id: UUID, part: str, shown, form):
    try:
        services.correct(
            booking_id,
            part,
            form.changes(),
            form.cleaned_data["reason"],
            by=request.viewer,
        )
    except (services.WrittenMeanwhile, services.NotThere):
        again = selectors.open_correction(request.viewer, booking_id, part)
        if again is None:
            return not_known(request, booking_id)
        form = words.correction_form(again, PARTS[part], request.POST)
        page = _preview if form.is_valid() else _form
        return page(request, again, part, form)
    except RuleViolation as violation:
        form.add_error(None, str(violation))
        return _form(request, shown, part, form)
    messages.success(request, "The correction is written down.")
    return redirect("bookings:history", booking_id=booking_id)


def _form(request, shown, part: str, form):
    context = words.correction_page(shown, request.viewer, PARTS[part], form)
    return render(request, "bookings/correct_part.html", context)


def _preview(request, shown, part: str, form):
    """Nothing is written yet. Where somebody else was faster, both versions stand side
    by side, and the answer says that it is not done (409).
    """
    context = words.preview(shown, request.viewer, PARTS[part], form)
    status = 409 if context["is_overtaken"] else 200
    return render(request, "bookings/correct_preview.html", context, status=status)
