"""Papers of the immigration authorities. The desk hands them in and reads none; the
records unit alone reads, serves and concludes.
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
from access.documents import pdf, pdf_answer
from access.enums import FieldClass
from access.guards import performs
from bookings import presenters, selectors
from bookings.enums import LegalTextKind
from bookings.envelopes import CannotOpen
from bookings.forms import papers as forms
from bookings.forms import this_minute
from bookings.paper_scans import sheet_opened
from bookings.presenters import detainers as words
from bookings.rules import RuleViolation
from bookings.services import papers as services
from bookings.views.records import not_known

# A picture in a document of its own: whatever it is taken for, nothing in it runs.
_SANDBOX = "default-src 'none'; sandbox"


@performs(Act.VIEW_PAPERS)
@require_safe
def register(request):
    form = forms.PaperFilterForm(request.GET)
    rows = selectors.papers(request.viewer, **form.wanted())
    context = {
        "form": form,
        "rows": words.paper_rows(rows, request.viewer.at),
        "is_cut": len(rows) == selectors.PAPERS_LISTED,
        "mark": presenters.mark(request.viewer, request.viewer.request_id),
    }
    return render(request, "bookings/papers.html", context)


@performs(Act.VIEW_PAPERS)
@require_safe
def papers_of(request, booking_id: UUID):
    shown = selectors.open_papers(request.viewer, booking_id)
    if shown is None:
        return not_known(request, booking_id)
    return render(
        request, "bookings/papers_of.html", words.papers_page(shown, request.viewer)
    )


@performs(Act.HAND_IN_PAPER)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request, booking_id: UUID):
    return _take(request, booking_id, forms.HandInForm, services.hand_in_paper)


@performs(Act.RECEIVE_PAPER)
@require_http_methods(["GET", "HEAD", "POST"])
def receive(request, booking_id: UUID):
    return _take(request, booking_id, forms.ReceiveForm, services.receive_paper)


def _take(request, booking_id: UUID, form_class, take):
    """A paper about somebody: the form, and what it says written down."""
    about = selectors.open_for_act(request.viewer, booking_id)
    if about is None:
        return not_known(request, booking_id)
    form = form_class(
        request.POST or None,
        request.FILES or None,
        initial={"received_at": this_minute(request.viewer.at)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            paper_id = take(
                booking_id, form.received(), form.sheets(), by=request.viewer
            )
        except RuleViolation as violation:
            form.add_error(None, str(violation))
        else:
            if paper_id is None:
                messages.success(request, "The paper is with the records unit.")
                return redirect("bookings:record", booking_id)
            messages.success(request, "The paper is written down.")
            return redirect("bookings:paper", booking_id, paper_id)
    context = {
        "form": form,
        "name": presenters.name(about),
        "facts": presenters.subject_facts(about),
        "booking_id": booking_id,
        "is_handed_in": form_class is forms.HandInForm,
        "offices": selectors.federal_offices() if "office" in form.fields else (),
        "mark": presenters.mark(request.viewer, about.event_id, about.shown_at),
    }
    return render(request, "bookings/take_paper.html", context)


@performs(Act.VIEW_PAPERS)
@require_safe
def paper(request, booking_id: UUID, paper_id: UUID):
    return _paper(request, booking_id, paper_id)


@performs(Act.RECEIVE_PAPER)
@require_POST
def describe(request, booking_id: UUID, paper_id: UUID):
    return _done(
        request,
        booking_id,
        paper_id,
        forms.DescribeForm(request.POST),
        lambda form: services.describe_paper(
            booking_id, paper_id, form.received(), by=request.viewer
        ),
    )


@performs(Act.SERVE_PAPER)
@require_POST
def serve(request, booking_id: UUID, paper_id: UUID):
    return _done(
        request,
        booking_id,
        paper_id,
        forms.ServeForm(request.POST),
        lambda form: services.serve_paper(
            booking_id, paper_id, form.served(), by=request.viewer
        ),
    )


@performs(Act.CONCLUDE_PAPER)
@require_POST
def conclude(request, booking_id: UUID, paper_id: UUID):
    return _done(
        request,
        booking_id,
        paper_id,
        forms.ConcludeForm(request.POST),
        lambda form: services.conclude_paper(
            booking_id, paper_id, **form.cleaned_data, by=request.viewer
        ),
    )


def _done(request, booking_id: UUID, paper_id: UUID, form, act):
    """Do what the form says, or show the paper again with what is wrong."""
    if selectors.open_paper(request.viewer, booking_id, paper_id) is None:
        return not_known(request, booking_id)
    if form.is_valid():
        try:
            act(form)
        except RuleViolation as violation:
            form.add_error(None, str(violation))
        else:
            messages.success(request, "That is written down.")
            return redirect("bookings:paper", booking_id, paper_id)
    return _paper(request, booking_id, paper_id, form)


# The name by which the page knows each form.
_NAMES = {
    forms.DescribeForm: "describe",
    forms.ServeForm: "serve",
    forms.ConcludeForm: "conclude",
}


def _paper(request, booking_id: UUID, paper_id: UUID, bound=None):
    shown = selectors.open_paper(request.viewer, booking_id, paper_id)
    if shown is None:
        return not_known(request, booking_id)
    if not shown.allows(FieldClass.PAPERS):
        context = words.papers_page(shown, request.viewer)
        return render(request, "bookings/papers_of.html", context)
    context = words.paper_page(shown, request.viewer, paper_id)
    stated = context.pop("paper")
    given = {"served_at": this_minute(request.viewer.at)}
    context["describe"] = forms.DescribeForm.about(stated)
    context["offices"] = selectors.federal_offices()
    if context["clock"]["is_due"]:
        context["serve"] = forms.ServeForm(initial=given)
    if not context["is_concluded"]:
        context["conclude"] = forms.ConcludeForm()
    if bound is not None:
        context[_NAMES[type(bound)]] = context["form"] = bound
    return render(request, "bookings/paper.html", context)


@performs(Act.VIEW_PAPERS)
@require_safe
def sheet(request, booking_id: UUID, paper_id: UUID, page_number: int):
    """One page of the paper itself, as a picture; each opening is recorded."""
    shown = selectors.open_paper_page(request.viewer, booking_id, paper_id, page_number)
    if shown is None:
        raise Http404
    try:
        picture = sheet_opened(bytes(shown["paper_pages.sealed"]))
    except CannotOpen:
        raise Http404 from None  # its key was destroyed, as its schedule says
    response = HttpResponse(picture, content_type="image/jpeg")
    response["Content-Security-Policy"] = _SANDBOX
    response["Content-Disposition"] = "inline"
    return response


@performs(Act.VIEW_PAPERS)
@require_safe
def for_person(request, booking_id: UUID):
    """The county's answer and every copy, to be printed and given to the person."""
    shown = selectors.open_papers_for_person(request.viewer, booking_id)
    if shown is None:
        return not_known(request, booking_id)
    texts = selectors.usable_texts(LegalTextKind.DETAINER_ANSWER)
    context = words.papers_for_person(
        shown, request.viewer, _in_language(request, texts), texts
    )
    return render(request, "bookings/papers_for_person.html", context)


@performs(Act.VIEW_PAPERS)
@require_safe
def answer(request, booking_id: UUID):
    """The county's answer alone, as a paper; recorded as printed."""
    shown = selectors.open_papers_for_person(request.viewer, booking_id)
    if shown is None:
        return not_known(request, booking_id)
    text = _in_language(request, selectors.usable_texts(LegalTextKind.DETAINER_ANSWER))
    content = pdf(
        "paper_answer",
        words.answer_paper(shown, request.viewer, text),
        title="The county's answer",
        mark=presenters.mark(request.viewer, shown.event_id, shown.shown_at),
    )
    return pdf_answer(request, content)


def _in_language(request, texts):
    """The text that was asked for; English where it may not be printed."""
    wanted = request.GET.get("language", "")
    return next((text for text in texts if text.language == wanted), texts[0])
