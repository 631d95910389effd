"""The written advisement, and after it the question about a consulate."""

from enum import Enum, auto
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
from access.guards import performs
from audit.enums import ViewKind
from bookings import presenters, selectors, services
from bookings.enums import LegalTextKind
from bookings.forms import this_minute
from bookings.forms.consular import AdvisementForm, ConsularForm
from bookings.rules import RuleViolation
from bookings.views.records import not_known


@performs(Act.VIEW)
@require_safe
def advisement(request, booking_id: UUID):
    form = AdvisementForm(initial={"told_at": this_minute(request.viewer.at)})
    return _advisement_page(request, booking_id, form)


@performs(Act.ADVISE)
@require_POST
def advise(request, booking_id: UUID):
    form = AdvisementForm(request.POST)
    if selectors.open_name(request.viewer, booking_id) is None:
        return not_known(request, booking_id)
    if form.is_valid() and _is_advised(request, booking_id, form):
        messages.success(request, "The advisement is written down.")
        return redirect("bookings:advisement", booking_id=booking_id)
    return _advisement_page(request, booking_id, form)


def _advisement_page(request, booking_id: UUID, form: AdvisementForm):
    shown = selectors.open_advisement(request.viewer, booking_id)
    if shown is None:
        return not_known(request, booking_id)
    texts = selectors.usable_texts(LegalTextKind.ADVISEMENT)
    context = presenters.advisement_page(shown, request.viewer, texts)
    return render(request, "bookings/advisement.html", {**context, "form": form})


def _is_advised(request, booking_id: UUID, form: AdvisementForm) -> bool:
    try:
        services.advise(booking_id, form.advised(), by=request.viewer)
    except RuleViolation as violation:
        form.add_error(None, str(violation))
        return False
    return True


@performs(Act.VIEW)
@require_safe
def signature(request, booking_id: UUID):
    shown = selectors.open_signature(request.viewer, booking_id)
    drawn = shown.get("advisements.signature") if shown else None
    if not drawn:
        raise Http404
    return HttpResponse(bytes(drawn), content_type="image/png")


@performs(Act.ASK_CONSULAR)
@require_http_methods(["GET", "HEAD", "POST"])
def consular_question(request, booking_id: UUID):
    """The same words and the same page for everybody, whatever was answered before.

    What was typed stands again in the answer to that very request, where something in
    it was wrong, and nowhere afterwards.
    """
    form = ConsularForm(request.POST or None)
    is_required = False
    if request.method == "POST":
        if selectors.open_name(request.viewer, booking_id) is None:
            return not_known(request, booking_id)
        if form.is_valid():
            outcome = _answer(request, booking_id, form)
            if outcome is Answering.DONE:
                messages.success(request, "The answer is written down.")
                is_officer = request.viewer.may(Act.VIEW_CONSULAR)
                route = "consular_case" if is_officer else "advisement"
                return redirect(f"bookings:{route}", booking_id=booking_id)
            is_required = outcome is Answering.NOTICE_REQUIRED
    shown = selectors.open_question(request.viewer, booking_id)
    if shown is None:
        return not_known(request, booking_id)
    context = presenters.question_page(
        shown,
        request.viewer,
        _texts_to_read(is_required=is_required),
        is_advised=selectors.is_advised(booking_id),
    )
    return render(
        request,
        "bookings/consular_question.html",
        {**context, "form": form, "is_required": is_required},
    )


class Answering(Enum):
    """What came of writing an answer down."""

    DONE = auto()
    NOTICE_REQUIRED = auto()
    NOT_POSSIBLE = auto()


def _answer(request, booking_id: UUID, form: ConsularForm) -> Answering:
    try:
        services.ask_consular(booking_id, form.answered(), by=request.viewer)
    except services.NoticeRequired:
        return Answering.NOTICE_REQUIRED
    except RuleViolation as violation:
        form.add_error(None, str(violation))
        return Answering.NOT_POSSIBLE
    return Answering.DONE


def _texts_to_read(*, is_required: bool):
    if is_required:
        return selectors.usable_texts(LegalTextKind.CONSULAR_MANDATORY)
    return selectors.usable_texts(LegalTextKind.CONSULAR_OPTIONAL)


@performs(Act.ADVISE)
@require_safe
def advisement_form(request, booking_id: UUID):
    """The form to sign on paper, in every language that may be printed."""
    shown = selectors.open_name(request.viewer, booking_id, ViewKind.PRINTED)
    if shown is None:
        return not_known(request, booking_id)
    content = pdf(
        "advisement",
        presenters.advisement_form(
            shown, request.viewer, selectors.usable_texts(LegalTextKind.ADVISEMENT)
        ),
        title="Advisement",
        mark=presenters.mark(request.viewer, shown.event_id, shown.shown_at),
    )
    return pdf_answer(request, content)
