"""What is known of the sheets for when the system is down."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from access import documents
from access.acts import Act
from access.guards import performs
from bookings import selectors
from bookings.presenters.continuity import sheets_page
from bookings.presenters.paper_forms import PaperForm, empty_form


@performs(Act.VIEW_SHEETS)
@require_safe
def sheets(request):
    latest, openings = selectors.latest_sheets(), selectors.openings()
    context = sheets_page(latest, openings, request.viewer.at)
    context["forms"] = [(form.value, form.label) for form in PaperForm]
    return render(request, "bookings/continuity.html", context)


@performs(Act.VIEW_SHEETS)
@require_safe
def form(request, paper_form: str):
    """An empty form to be filled in by hand."""
    if paper_form not in set(PaperForm):
        raise Http404
    return documents.pdf_answer(request, empty_form(PaperForm(paper_form)))
