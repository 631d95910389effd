"""Files of what is shown. A file is posted for, since taking it away is an act; what
is in it is recorded before its first byte, and each further part before it is sent.
"""

from collections.abc import Iterator
from itertools import chain
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from access.acts import Act
from access.gate import ShownRows
from access.guards import performs
from audit.enums import Outcome
from audit.services import own_typed_text, record_act
from bookings import pages, presenters, selectors
from bookings.forms import CustodyForm, SearchForm
from bookings.views.records import not_known


@performs(Act.EXPORT)
@require_POST
def record(request, booking_id: UUID):
    shown = selectors.export_record(request.viewer, booking_id)
    if shown is None:
        return not_known(request, booking_id)
    lines = presenters.record_file(shown, pages.RECORD_EXPORT, request.viewer)
    return _file(request, "".join(lines), "booking", booking_id)


@performs(Act.EXPORT)
@require_POST
def niem(request, booking_id: UUID):
    """One booking as NIEM JSON, for another agency's system."""
    shown = selectors.export_niem(request.viewer, booking_id)
    if shown is None:
        return not_known(request, booking_id)
    text = presenters.niem_file(shown, pages.NIEM, request.viewer)
    return _file(request, text, "booking", booking_id, kind_of_file="json")


@performs(Act.EXPORT)
@require_POST
def custody(request):
    """The custody list, of one facility if the list was narrowed to it."""
    form = CustodyForm(request.POST)
    form.is_valid()
    facility = form.cleaned_data.get("facility")
    rows = selectors.export_custody(
        request.viewer, facility_id=facility.pk if facility else None
    )
    lines = presenters.list_file(
        _begun(rows),
        pages.CUSTODY_EXPORT,
        request.viewer,
        most=selectors.LIST_ROWS,
    )
    return _file(request, lines, "custody", facility.pk if facility else "")


@performs(Act.EXPORT)
@require_POST
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
    lines = presenters.list_file(
        _begun(selectors.export_found(request.viewer, form.terms())),
        pages.SEARCH_EXPORT,
        request.viewer,
        most=selectors.FOUND_ROWS,
    )
    return _file(request, lines, "search", search_id)


def _begun(batches: Iterator[ShownRows]) -> Iterator[ShownRows]:
    """The same, with the first rows recorded already: if they cannot be, no answer
    has begun, and the reader is told so (503).
    """
    return chain([next(batches)], batches)


_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


def _file(
    request, content: str | Iterator[str], kind: str, key: object, *, kind_of_file="csv"
):
    """Named by the request alone: a file's name lies in folders and mails."""
    record_act(
        Act.EXPORT,
        Outcome.DONE,
        actor=request.viewer,
        target_kind=kind,
        target_id=key,
    )
    answer = HttpResponse if isinstance(content, str) else StreamingHttpResponse
    name = f"jail-records-{request.viewer.request_id}.{kind_of_file}"
    return answer(
        content,
        content_type=_TYPES[kind_of_file],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
