"""Attorneys of record: on a booking, and one's own cases."""

from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from access.acts import Act
from access.guards import performs
from bookings.views.records import not_known
from warrants.forms.appearances import AppearanceForm, EndAppearanceForm
from warrants.presenters import appearances as words
from warrants.rules import RuleViolation
from warrants.selectors import appearances as selectors
from warrants.services import appearances as services


@performs(Act.VIEW_OWN_CASES)
@require_safe
def my_cases(request):
    """Custody, court and bail of the bookings that somebody is attorney of record in."""
    rows = selectors.my_cases(request.viewer)
    context = words.my_cases_page(rows, request.viewer)
    return render(request, "warrants/my_cases.html", context)


@performs(Act.RECORD_APPEARANCE)
@require_http_methods(["GET", "HEAD", "POST"])
def appearances(request, booking_id: UUID):
    """Who is and was of record on a booking; another is put on record here."""
    shown = selectors.open_appearances(request.viewer, booking_id)
    if shown is None:
        return not_known(request, booking_id)
    form = AppearanceForm(request.POST or None, case_numbers=words.case_numbers(shown))
    if request.method == "POST" and form.is_valid():
        try:
            services.record_appearance(booking_id, form.notice(), by=request.viewer)
        except RuleViolation as violation:
            form.add_error(None, str(violation))
        else:
            messages.success(
                request, "On record. It stands under My cases of the attorney now."
            )
            return redirect("warrants:appearances", booking_id=booking_id)
    return _page(request, shown, form)


def _page(request, shown, form, error: str = "", status: int = 200):
    context = words.appearances_page(shown, request.viewer)
    context |= {"form": form, "end": EndAppearanceForm(), "error": error}
    return render(request, "warrants/appearances.html", context, status=status)


@performs(Act.END_APPEARANCE)
@require_POST
def end_appearance(request, booking_id: UUID):
    shown = selectors.open_appearances(request.viewer, booking_id)
    if shown is None:
        return not_known(request, booking_id)
    form = EndAppearanceForm(request.POST, of=words.on_record(shown))
    again = AppearanceForm(case_numbers=words.case_numbers(shown))
    if not form.is_valid():
        return _page(request, shown, again, "Choose whom, and why it ends.", 422)
    said = form.cleaned_data
    try:
        services.end_appearance(
            booking_id, said["appearance"], said["reason"], by=request.viewer
        )
    except RuleViolation as violation:
        return _page(request, shown, again, str(violation), 409)
    messages.success(request, "Ended. What it opened is closed.")
    return redirect("warrants:appearances", booking_id=booking_id)
