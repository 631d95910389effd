"""The consular officer's own pages, and the schedule by which cases are purged."""

from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from access.acts import Act
from access.documents import pdf, pdf_answer
from access.guards import performs
from bookings import presenters, selectors, services
from bookings.forms import this_minute
from bookings.forms.consular import ContactForm, ScheduleForm
from bookings.rules import RuleViolation
from bookings.views.records import not_known


@performs(Act.VIEW_CONSULAR)
@require_safe
def consular_cases(request):
    cases = selectors.open_consular_cases(request.viewer)
    context = {"rows": presenters.consular_rows(cases, request.viewer.at)}
    return render(request, "bookings/consular_cases.html", context)


@performs(Act.VIEW_CONSULAR)
@require_safe
def consular_case(request, booking_id: UUID):
    form = ContactForm(initial={"passed_at": this_minute(request.viewer.at)})
    return _case_page(request, booking_id, form)


@performs(Act.TELL_CONSULATE)
@require_POST
def consular_contact(request, booking_id: UUID):
    """What passed, written down on the page of the case."""
    form = ContactForm(request.POST)
    may_be_done = (
        form.is_valid()
        and selectors.open_name_of_case(request.viewer, booking_id) is not None
    )
    if may_be_done and _is_logged(request, booking_id, form):
        messages.success(request, "It stands in the log.")
        return redirect("bookings:consular_case", booking_id=booking_id)
    return _case_page(request, booking_id, form)


def _is_logged(request, booking_id: UUID, form: ContactForm) -> bool:
    said = form.cleaned_data
    try:
        services.log_contact(
            booking_id,
            said["kind"],
            said["passed_at"],
            said["words"],
            by=request.viewer,
        )
    except RuleViolation as violation:
        form.add_error(None, str(violation))
        return False
    return True


def _case_page(request, booking_id: UUID, form: ContactForm):
    case = selectors.open_consular_case(request.viewer, booking_id)
    if case is None:
        return not_known(request, booking_id)
    treaty = None
    if case.file and case.file.which:
        treaty = selectors.treaty_on(case.file.which, case.shown["booking.booked_at"])
    context = presenters.consular_page(case, request.viewer, treaty)
    return render(request, "bookings/consular_case.html", {**context, "form": form})


@performs(Act.TELL_CONSULATE)
@require_safe
def consular_letter(request, booking_id: UUID):
    """The letter to the consulate. Recorded as printed when it is made."""
    case = selectors.open_consular_letter(request.viewer, booking_id)
    if case is None:
        return not_known(request, booking_id)
    if case.file is None or not case.file.which:
        context = presenters.no_letter(case, request.viewer)
        return render(request, "bookings/consular_no_letter.html", context, status=404)
    content = pdf(
        "consular_letter",
        presenters.letter(case, request.viewer),
        title="Notice to a consulate",
        mark=presenters.mark(request.viewer, case.shown.event_id, case.shown.shown_at),
    )
    return pdf_answer(request, content)


@performs(Act.SET_CONSULAR_SCHEDULE)
@require_http_methods(["GET", "HEAD", "POST"])
def consular_schedule(request):
    """How long cases are kept: proposed here, and in force once another agrees."""
    form = ScheduleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.propose_schedule(**form.cleaned_data, by=request.viewer)
        except RuleViolation as violation:
            form.add_error(None, str(violation))
        else:
            messages.success(request, "It waits for a second person.")
            return redirect("bookings:consular_schedule")
    context = {"form": form, "schedule": selectors.consular_schedule()}
    return render(request, "bookings/consular_schedule.html", context)
