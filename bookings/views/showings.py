"""Who saw this booking; what an account has been shown. Reading it is recorded too."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from django.http import Http404, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from access import sheets
from access.acts import Act
from access.guards import performs
from access.selectors import is_current
from access.viewer import Viewer
from audit.enums import Outcome, ViewKind
from audit.services import record_act
from bookings import presenters, selectors
from bookings.presenters import showings as words
from bookings.selectors import showings as history
from bookings.selectors.showings import Place, Showing, Wanted
from bookings.views.records import not_known

_OF_A_BOOKING = ("opened", "listed", "refused")
_OF_AN_ACCOUNT = ("opened", "listed", "refused", "searched", "signed_in")


def _period(asked, usual: int) -> int:
    known = {str(days): days for days in history.PERIODS}
    return known.get(asked.get("period", ""), usual)


def _group(asked, offered: tuple[str, ...]) -> str:
    """The kind that is asked for; without one, what was opened."""
    return asked.get("kind") if asked.get("kind") in offered else offered[0]


def _account(asked) -> int | None:
    text = asked.get("account", "")
    return int(text) if text.isdecimal() and len(text) < 19 else None


def _record(by: Viewer, target_kind: str, key: object, **filters) -> None:
    """That somebody read who was shown what; without this nothing is read."""
    record_act(
        Act.VIEW_SHOWINGS,
        Outcome.DONE,
        actor=by,
        target_kind=target_kind,
        target_id=key,
        **filters,
    )


def _older(rows: list[Showing], **filters) -> str:
    if len(rows) < history.PAGE:
        return ""
    return "?" + urlencode({**filters, "before": rows[-1].place.text})


@performs(Act.VIEW_SHOWINGS)
@require_safe
def booking(request, booking_id: UUID):
    """Who saw this booking: for whoever may be shown that there is one."""
    shown = selectors.open_name(request.viewer, booking_id)
    if shown is None:
        return not_known(request, booking_id)
    group, period = _group(request.GET, _OF_A_BOOKING), _period(request.GET, 0)
    account = _account(request.GET)
    _record(request.viewer, "booking", booking_id, kind=group, period=period)
    everybody = Wanted(
        booking_id=booking_id,
        person_id=selectors.person_of(booking_id),
        since=history.since(period, request.viewer.at),
    )
    wanted = replace(everybody, account_id=account)
    rows = history.showings(
        replace(wanted, group=group, before=Place.read(request.GET.get("before", "")))
    )
    counted = history.counts(everybody)
    own = [c for c in counted if account is None or c[1] == account]
    kept = {"kind": group, "period": period, "account": account or ""}
    context = {
        "booking_id": booking_id,
        "name": presenters.name(shown),
        "groups": words.groups(own, group, _OF_A_BOOKING),
        "periods": words.periods(period),
        "accounts": words.accounts_in(counted, account),
        "counted": words.is_cut(counted),
        "rows": [words.showing_row(row) for row in rows],
        "kept": kept,
        "older_url": _older(rows, **kept),
        "newer_url": "?" + urlencode(kept) if "before" in request.GET else "",
        "stays": presenters.list_rows_of_stays(
            history.other_stays(request.viewer, booking_id)
        ),
        "readings": words.reading_rows(history.readings("booking", booking_id)),
        "tabs": presenters.tabs(request.viewer, booking_id, "bookings:shown"),
        "mark": presenters.mark(request.viewer, shown.event_id, shown.shown_at),
    }
    return render(request, "bookings/shown.html", context)


@performs(Act.VIEW_SHOWINGS)
@require_safe
def account(request, account_id: int):
    """What an account has been shown. Its events are told in full, for they are what
    it did; of a booking that the reader may not know of there is only the time.
    """
    about = history.account(account_id)
    if about is None:
        raise Http404
    group, period = _group(request.GET, _OF_AN_ACCOUNT), _period(request.GET, 30)
    _record(request.viewer, "account", account_id, kind=group, period=period)
    since = history.since(period, request.viewer.at)
    wanted = Wanted(account_id=account_id, since=since)
    rows = history.showings(
        replace(wanted, group=group, before=Place.read(request.GET.get("before", "")))
    )
    names = _names(request.viewer, rows, ViewKind.LISTED)
    counted = history.counts(wanted)
    days = history.days(wanted)
    people, bookings = history.different(wanted)
    kept = {"kind": group, "period": period}
    context = {
        "about": {"id": about.pk, "name": about.display_name},
        "groups": words.groups(counted, group, _OF_AN_ACCOUNT),
        "periods": words.periods(period),
        "counted": words.is_cut(counted),
        "people": people,
        "bookings": bookings,
        "days": words.day_rows(days),
        "over": sum(over for _, kind, _, _, over in days if kind is None),
        "sign_ins": words.sign_in_rows(history.sign_ins(account_id, since)),
        "rows": [words.account_row(row, names) for row in rows],
        "kept": kept,
        "older_url": _older(rows, **kept),
        "newer_url": "?" + urlencode(kept) if "before" in request.GET else "",
        "readings": words.reading_rows(history.readings("account", account_id)),
        "mark": presenters.mark(request.viewer, request.viewer.request_id),
    }
    return render(request, "bookings/account_shown.html", context)


def _names(by: Viewer, rows: list[Showing], kind: ViewKind) -> dict:
    keys = list({row.booking_id for row in rows if row.booking_id is not None})
    return selectors.names(by, keys, kind) if keys else {}


# --- Files -------------------------------------------------------------------------------


@performs(Act.VIEW_SHOWINGS)
@require_POST
def booking_file(request, booking_id: UUID):
    shown = selectors.open_name(request.viewer, booking_id, ViewKind.EXPORTED)
    if shown is None:
        return not_known(request, booking_id)
    wanted = Wanted(
        booking_id=booking_id,
        person_id=selectors.person_of(booking_id),
        account_id=_account(request.POST),
        since=history.since(_period(request.POST, 0), request.viewer.at),
        until=request.viewer.at,
    )
    _record_file(request, "booking", booking_id, wanted)
    pages = _while_current(request.viewer, wanted)
    rows = words.booking_file_rows(pages)
    about = f"About {presenters.name(shown)}"
    return _file(request, words.BOOKING_COLUMNS, rows, about)


@performs(Act.VIEW_SHOWINGS)
@require_POST
def account_file(request, account_id: int):
    if history.account(account_id) is None:
        raise Http404
    wanted = Wanted(
        account_id=account_id,
        since=history.since(_period(request.POST, 30), request.viewer.at),
        until=request.viewer.at,
    )
    _record_file(request, "account", account_id, wanted)
    pages = (
        (page, _names(request.viewer, page, ViewKind.EXPORTED))
        for page in _while_current(request.viewer, wanted)
    )
    return _file(request, words.ACCOUNT_COLUMNS, words.account_file_rows(pages))


def _record_file(request, kind: str, key: object, wanted: Wanted) -> None:
    """Before the first byte: who takes what, and how much of it."""
    filters = {
        "period": _period(request.POST, 0 if kind == "booking" else 30),
        "rows": history.number_of(wanted),
        "as": "file",
    }
    _record(request.viewer, kind, key, **filters)


def _while_current(by: Viewer, wanted: Wanted) -> Iterator[list[Showing]]:
    """Page by page, as long as whoever takes the file may still ask: a file that is
    being sent ends with a suspension, as a session does.
    """
    for page in history.every_showing(wanted):
        if not is_current(by):
            raise PermissionError("may not be shown this any more")
        yield page


def _file(request, columns, rows, *about: str) -> StreamingHttpResponse:
    """``about``: what stands in the first line, beside whose copy it is."""
    by = request.viewer
    mark = [*sheets.mark_cells(by.display_name, by.at, by.request_id), *about]
    response = StreamingHttpResponse(
        sheets.lines(columns, rows, mark=mark), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{by.request_id}.csv"'
    return response
