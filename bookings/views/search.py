"""Finding a person: the terms, what fits, and suggestions while somebody types."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from access.acts import Act
from access.guards import performs
from audit.services import keep_typed_text, own_typed_text
from bookings import presenters, selectors
from bookings.forms import SearchForm


@performs(Act.SEARCH)
@require_http_methods(["GET", "HEAD", "POST"])
def search(request):
    """Take the terms; they are kept sealed, and the address carries an opaque key."""
    form = SearchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not request.session.session_key:
            request.session.save()
        kept = keep_typed_text(
            form.terms_as_text(),
            kind=SearchForm.kept_as,
            account_id=request.viewer.account_id,
            session_key=request.session.session_key,
        )
        return redirect("bookings:results", search_id=kept.pk)
    return render(request, "bookings/search.html", {"form": form})


@performs(Act.SEARCH)
@require_POST
def suggest(request):
    """A piece of a page: the five likeliest. What is typed is kept nowhere; too few
    letters, or what is no search yet, have no answer.
    """
    form = SearchForm(request.POST)
    if not form.is_valid() or not form.is_enough_to_suggest():
        return HttpResponse(status=204)
    rows = selectors.suggested(request.viewer, form.terms())
    context = {
        "rows": presenters.suggestion_rows(rows),
        "mark": presenters.mark(request.viewer, request.viewer.request_id),
    }
    return render(request, "bookings/suggestions.html", context)


@performs(Act.SEARCH)
@require_safe
def results(request, search_id: UUID):
    """What this session's own search finds now."""
    text = own_typed_text(
        search_id,
        kind=SearchForm.kept_as,
        account_id=request.viewer.account_id,
        session_key=request.session.session_key or "",
    )
    if text is None:
        messages.info(request, "That search is over. Please search again.")
        return redirect("bookings:search")
    form = SearchForm.from_text(text)
    form.is_valid()
    rows = selectors.found(request.viewer, form.terms())
    context = {
        "form": form,
        "rows": presenters.list_rows(rows),
        "columns": presenters.columns_shown(rows),
        "is_cut": len(rows) == selectors.PAGE,
        "search_id": search_id,
        "may_export": bool(request.viewer.may(Act.EXPORT)),
        "ceiling": rows.ceiling,
        "mark": presenters.mark(request.viewer, request.viewer.request_id),
    }
    return render(request, "bookings/results.html", context)
