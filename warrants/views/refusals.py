"""Refusals: the letter to whoever asked, and every month's table."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from access.acts import Act
from access.documents import pdf, pdf_answer
from access.guards import performs
from bookings.presenters import mark
from warrants.presenters import refusals as words
from warrants.selectors import refusals


@performs(Act.ASK)
@require_safe
def letter(request, request_id: UUID):
    """The letter to one's own refused request."""
    found = refusals.own_refusal(request.viewer, request_id)
    if found is None:
        raise Http404
    viewer = request.viewer
    content = pdf(
        "refusal_letter",
        words.letter(*found, viewer),
        title="Answer to a request for access",
        mark=mark(viewer, viewer.request_id, viewer.at),
    )
    return pdf_answer(request, content)


@performs(Act.VIEW_REFUSALS)
@require_safe
def table(request):
    """Date, agency, kind and section of every refusal: of whom, is not told."""
    names = refusals.months(timezone.localtime(request.viewer.at).date())
    rows = words.months(refusals.refused_since(names[-1]), names)
    return render(request, "warrants/refusals.html", {"months": rows})
