"""The counter and the phone; interviews of people in custody; authors to be told."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
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
from bookings import presenters as booking_presenters
from bookings import selectors as booking_selectors
from bookings import services as booking_services
from bookings.views.records import not_known
from disclosures import presenters, selectors, services
from disclosures.enums import PassedTo
from disclosures.forms import (
    ConsentForm,
    InquiriesForm,
    InquiryForm,
    InterviewForm,
    LookForm,
)
from disclosures.rules import RuleViolation


@performs(Act.ANSWER_INQUIRY)
@require_http_methods(["GET", "HEAD", "POST"])
def counter(request):
    """One screen: look at the register, read it aloud, write down who asked."""
    looks = request.method == "POST" and "surname" in request.POST
    look = LookForm(request.POST if looks else None)
    form = InquiryForm(request.POST if request.method == "POST" and not looks else None)
    rows = None
    if looks and look.is_valid():
        rows = booking_selectors.register(
            request.viewer, surname=look.cleaned_data["surname"], form="counter"
        )
    if form.is_bound and form.is_valid():
        try:
            services.put_down_inquiry(form.asked(), by=request.viewer)
        except RuleViolation as violation:
            form.add_error("passed_to", str(violation))
        else:
            messages.success(request, "Written down. The next may ask.")
            return redirect("disclosures:counter")
    context = {
        "look": look,
        "form": form,
        "has_looked": rows is not None,
        "script": presenters.script(rows or []),
        "nobody": presenters.NOBODY,
        "status": presenters.STATUS,
        "mark": booking_presenters.mark(request.viewer, request.viewer.request_id),
    }
    return render(request, "disclosures/counter.html", context)


@performs(Act.VIEW_INQUIRIES)
@require_safe
def inquiries(request):
    form = InquiriesForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    answers = bool(request.viewer.may(Act.ANSWER_INQUIRY))
    theirs = "" if answers else PassedTo.COUNSEL
    asked = selectors.inquiries(**chosen, passed_to=theirs)
    context = {
        "answers": answers,
        "form": form,
        "rows": presenters.inquiry_rows(asked, selectors.callers(asked)),
        "is_cut": len(asked) == selectors.LISTED,
    }
    return render(request, "disclosures/inquiries.html", context)


@performs(Act.VIEW_INTERVIEWS)
@require_safe
def interviews(request, booking_id: UUID):
    return _interviews(request, booking_id)


def _interviews(request, booking_id: UUID, form=None, answers=None, status=200):
    """The page, with what was typed where something in it was wrong."""
    shown = selectors.open_interviews(request.viewer, booking_id)
    if shown is None:
        return not_known(request, booking_id)
    rows = presenters.interview_rows(shown)
    for row in rows:
        is_this = answers is not None and str(answers[0]) == row["id"]
        row["form"] = answers[1] if is_this else ConsentForm()
    context = {
        "name": booking_presenters.name(shown),
        "facts": booking_presenters.subject_facts(shown),
        "booking_id": booking_id,
        "rows": rows,
        "form": form or InterviewForm(),
        "texts": selectors.consent_texts(),
        "mark": booking_presenters.mark(request.viewer, shown.event_id, shown.shown_at),
    }
    return render(request, "disclosures/interviews.html", context, status=status)


@performs(Act.ASK_INTERVIEW)
@require_POST
def ask_interview(request, booking_id: UUID):
    if booking_selectors.open_name(request.viewer, booking_id) is None:
        return not_known(request, booking_id)
    form = InterviewForm(request.POST)
    if not form.is_valid():
        return _interviews(request, booking_id, form=form)
    said = form.cleaned_data
    with booking_services.readings_kept(said, booking_id, by=request.viewer):
        services.ask_interview(booking_id, form.wants(), by=request.viewer)
    messages.success(request, "The request is written down.")
    return redirect("disclosures:interviews", booking_id=booking_id)


@performs(Act.RECORD_CONSENT)
@require_POST
def record_consent(request, booking_id: UUID, interview_id: UUID):
    if booking_selectors.open_name(request.viewer, booking_id) is None:
        return not_known(request, booking_id)
    form, status = ConsentForm(request.POST), 200
    if form.is_valid():
        try:
            services.record_consent(
                booking_id, interview_id, form.said(), by=request.viewer
            )
        except ObjectDoesNotExist:
            messages.error(request, "There is no such request about this person.")
            status = 404
        except RuleViolation as violation:
            form.add_error(None, str(violation))
        else:
            messages.success(request, "What the person said is written down.")
            return redirect("disclosures:interviews", booking_id=booking_id)
    return _interviews(request, booking_id, answers=(interview_id, form), status=status)


@performs(Act.PRINT_CONSENT)
@require_POST
def consent_form(request, booking_id: UUID):
    """The form in one language, blank but for its words: it names nobody."""
    text = selectors.consent_text(request.POST.get("language", ""))
    if text is None:
        raise Http404
    services.print_consent(booking_id, text, by=request.viewer)
    given = presenters.consent_form(text)
    return pdf_answer(
        request, pdf("interview_consent", given, title=text.title, mark=None)
    )


@performs(Act.VIEW_AUTHORS)
@require_safe
def authors(request):
    """Agencies that are to be told: which, of which paper, of what kinds; of nobody."""
    rows = presenters.author_rows(selectors.authors_to_tell())
    return render(request, "disclosures/authors.html", {"rows": rows})


@performs(Act.TELL_AUTHOR)
@require_POST
def tell_author(request, notice_id: UUID):
    try:
        booking_services.tell_author(notice_id, by=request.viewer)
    except ObjectDoesNotExist:
        raise Http404 from None
    messages.success(request, "It is written down that the agency was told.")
    return redirect("disclosures:authors")
