"""The desk: register, search, custody list."""

from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from access.acts import Act
from access.guards import performs, public
from audit.services import keep_typed_text, own_typed_text
from bookings import presenters, selectors
from bookings.forms import CustodyForm, RegisterForm, SearchForm
from bookings.selectors import Cursor

_SEARCH = "search"


@public
@require_http_methods(["GET", "HEAD", "POST"])
def register(request):
    """The public jail register. A name is posted, so that it is in no address."""
    form = RegisterForm(request.POST if request.method == "POST" else request.GET)
    form.is_valid()
    facility = form.cleaned_data.get("facility")
    surname = form.cleaned_data.get("surname", "") if request.method == "POST" else ""
    rows = selectors.register(
        request.viewer,
        facility_id=facility.pk if facility else None,
        before=Cursor.read(request.GET.get("before", "")),
        surname=surname,
    )
    context = _list_context(request, form, rows, older=not surname)
    context["surname"] = surname
    return render(request, "bookings/register.html", context)


@performs(Act.LIST_CUSTODY)
@require_safe
def custody(request):
    form = CustodyForm(request.GET)
    form.is_valid()
    facility = form.cleaned_data.get("facility")
    rows = selectors.in_custody(
        request.viewer,
        facility_id=facility.pk if facility else None,
        before=Cursor.read(request.GET.get("before", "")),
    )
    context = _list_context(request, form, rows)
    context["may_export"] = bool(request.viewer.may(Act.EXPORT))
    context["ceiling"] = rows.ceiling
    context["mark"] = presenters.mark(request.viewer, request.viewer.request_id)
    return render(request, "bookings/custody.html", context)


def _list_context(request, form, rows, *, older=True) -> dict:
    """Rows and the way to older ones; the cursor is a time and an opaque key."""
    facility = form.cleaned_data.get("facility")
    query = request.GET.copy()
    query.pop("before", None)
    newest_url = f"?{query.urlencode()}" if query else request.path
    older_url = ""
    if older and len(rows) == selectors.PAGE:
        last = rows[-1]
        query["before"] = Cursor(last["booking.booked_at"], last.booking_id).text
        older_url = f"?{query.urlencode()}"
    return {
        "form": form,
        "rows": presenters.list_rows(rows),
        "columns": presenters.columns_shown(rows),
        "facility": facility,
        "older_url": older_url,
        "newer_url": newest_url if "before" in request.GET else "",
    }


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
            kind=_SEARCH,
            account_id=request.viewer.account_id,
            session_key=request.session.session_key,
        )
        return redirect("bookings:results", search_id=kept.pk)
    return render(request, "bookings/search.html", {"form": form})


@performs(Act.SEARCH)
@require_safe
def results(request, search_id: UUID):
    """What this session's own search finds now."""
    text = own_typed_text(
        search_id,
        kind=_SEARCH,
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
