"""What is written down beside the booking itself, each on a page of its own: property,
photo, health questions, sworn words, findings, interviews.
"""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from access.acts import Act
from access.guards import performs
from bookings import presenters, selectors, services
from bookings.forms import (
    FindingForm,
    InterviewForm,
    PhotoForm,
    PropertyForm,
    ReturnPropertyForm,
    ScreeningForm,
    StatementForm,
    this_minute,
)
from bookings.rules import RuleViolation
from bookings.views.records import not_known


def saved(request, form, booking_id: UUID) -> bool:
    """Save a form that is sent and in order; what a rule refuses is said on the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        save, typed, by = form.save, form.cleaned_data, request.viewer
        with services.readings_kept(typed, booking_id, by=by):
            save(booking_id, by=by)
    except RuleViolation as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, form.done)
    return True


def filled(request, form_class, initial: dict):
    """A form as it was sent, or as it begins."""
    if request.method != "POST":
        return form_class(initial=initial)
    return form_class(request.POST, request.FILES, initial=initial)


def part(act: Act, form_class, lead: str, *moments: str) -> Callable:
    """A page with one form about one booking. ``moments``: fields that begin as now."""

    @performs(act)
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request, booking_id: UUID):
        shown = selectors.open_for_act(request.viewer, booking_id)
        if shown is None:
            return not_known(request, booking_id)
        initial = form_class.initial_from({})
        initial |= dict.fromkeys(moments, this_minute(request.viewer.at))
        form = filled(request, form_class, initial)
        if saved(request, form, booking_id):
            return redirect("bookings:record", booking_id=booking_id)
        context = {
            "form": form,
            "lead": lead,
            "name": presenters.name(shown),
            "facts": presenters.subject_facts(shown),
            "booking_id": booking_id,
            "mark": presenters.mark(request.viewer, shown.event_id, shown.shown_at),
        }
        response = render(request, "bookings/part.html", context)
        response.uses_camera = form.is_multipart()
        return response

    return view


photograph = part(
    Act.PHOTOGRAPH,
    PhotoForm,
    "It is turned upright and kept without what the camera wrote into the file. The"
    " newest of this stay is shown; take another at any time.",
)
belongings = part(
    Act.KEEP_PROPERTY,
    PropertyForm,
    "Cash in one sum, and each thing on a line. What is seized says who has it.",
)
give_back = part(
    Act.RETURN_PROPERTY,
    ReturnPropertyForm,
    "All that was deposited and is still here is given back at once. A release does not"
    " wait for it.",
)
screening = part(
    Act.SCREEN_HEALTH,
    ScreeningForm,
    "The answers go to health staff, and are not shown at the desk again. In your shift,"
    " send this page again to correct an answer: what you leave stands as it is.",
)
statement = part(
    Act.RECEIVE_STATEMENT,
    StatementForm,
    "Copy the words as they were sworn. They cannot be changed afterwards.",
    "received_at",
)
finding = part(
    Act.RECORD_FINDING,
    FindingForm,
    "What the judge found on the newest statement that waits. Within 48 hours of the"
    " arrest.",
    "found_at",
)
recognizance = part(
    Act.INTERVIEW,
    InterviewForm,
    "The person may decline. Citizenship, status and birthplace are not asked.",
)
