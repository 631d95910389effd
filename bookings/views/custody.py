"""How one person is kept, and what is written down of it."""

from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from access.acts import Act
from access.guards import performs
from bookings import forms, presenters, selectors
from bookings.rules import RuleViolation
from bookings.views.records import not_known


@performs(Act.VIEW)
@require_safe
def custody_of(request, booking_id: UUID):
    shown = selectors.open_custody(request.viewer, booking_id)
    if shown is None:
        return not_known(request, booking_id)
    context = presenters.custody_page(shown, request.viewer)
    return render(request, "bookings/custody_of.html", context)


def _form_of(form_class: type[forms.BookingActForm], request, **options):
    """A form that begins with this minute; posted fields stay as they were typed."""
    at = forms.this_minute(request.viewer.at)
    initial = dict.fromkeys(form_class.moments, at)
    posted = request.POST if request.method == "POST" else None
    return form_class(posted, initial=initial, **options)


def _writes(act: Act, form_class, title: str, lead: str, done: str, button: str = ""):
    """A page of one act on a booking: whom it is about, one form, and back."""

    @performs(act)
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request, booking_id: UUID):
        shown = selectors.open_for_act(request.viewer, booking_id)
        if shown is None:
            return not_known(request, booking_id)
        options = {}
        if form_class is forms.HouseForm:
            places = selectors.places(request.viewer, shown["facility.name"])
            options["places"] = presenters.places_to_choose(places)
        form = _form_of(form_class, request, **options)
        if request.method == "POST" and form.is_valid():
            try:
                form.perform(booking_id, by=request.viewer)
            except RuleViolation as violation:
                form.add_error(None, str(violation))
            else:
                messages.success(request, done)
                return redirect("bookings:custody_of", booking_id=booking_id)
        context = {
            "form": form,
            "title": title,
            "lead": lead,
            "button": button or "Write it down",
            "booking_id": booking_id,
            "name": presenters.name(shown),
            "facts": presenters.subject_facts(shown),
            "mark": presenters.mark(request.viewer, shown.event_id, shown.shown_at),
        }
        return render(request, "bookings/custody_act.html", context)

    return view


entitle = _writes(
    Act.ENTITLE,
    forms.EntitleForm,
    "Entitled to leave",
    "From this time on a clock runs until the person is out. Whoever is entitled to"
    " leave, leaves: no other paper changes that.",
    "The clock runs.",
)
withdraw_entitlement = _writes(
    Act.WITHDRAW_ENTITLEMENT,
    forms.WithdrawForm,
    "Withdraw an entitlement",
    "Only what was written down in error. It stays to be read, with your reason.",
    "It is withdrawn.",
    "Withdraw",
)
record_basis = _writes(
    Act.RECORD_BASIS,
    forms.BasisForm,
    "A court decided",
    "Probable cause, filed charges, a warrant or a sentence stops the clock that asks"
    " for it.",
    "The decision is written down.",
)
record_hold = _writes(
    Act.RECORD_HOLD,
    forms.HoldForm,
    "A hold of another court or body",
    "Immigration papers are none: they bind nobody and are not written here. Give them"
    " to the records unit.",
    "The hold is written down.",
)
clear_hold = _writes(
    Act.CLEAR_HOLD,
    forms.ClearHoldForm,
    "Clear a hold",
    "It stays to be read, with your reason.",
    "The hold is cleared.",
    "Clear",
)
house = _writes(
    Act.HOUSE,
    forms.HouseForm,
    "Housing",
    "Where the person is from now on. Earlier places stay on the Custody page.",
    "The housing is written down.",
)
take_out = _writes(
    Act.MOVE,
    forms.WayOutForm,
    "Out to court or hospital",
    "The person stays in custody. The public register says nothing of it.",
    "They are out.",
)
bring_back = _writes(
    Act.MOVE,
    forms.WayBackForm,
    "Back in the building",
    "Their bed was theirs all the while.",
    "They are back.",
)
transfer = _writes(
    Act.TRANSFER,
    forms.TransferForm,
    "To another facility",
    "This stay ends and another begins at the same minute, with another number. The"
    " clocks go on, and so do charges, holds and what entitles them to leave.",
    "They are at the other facility now.",
    "Transfer",
)
question_release = _writes(
    Act.QUESTION_RELEASE,
    forms.QuestionReleaseForm,
    "This release was wrong",
    "The shift supervisor sees it at once. Nothing is changed until they have decided.",
    "The shift supervisor has it.",
    "Tell the supervisor",
)
undo_release = _writes(
    Act.UNDO_DISCHARGE,
    forms.UndoReleaseForm,
    "Take the release back",
    "For somebody who never left. The history keeps the release and its taking back."
    " Whoever has left is free: a new arrest is a new booking.",
    "The release is taken back.",
    "Take it back",
)
