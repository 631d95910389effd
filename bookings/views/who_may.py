"""Who may see this booking; what may this account see: now, or as of an instant."""

from datetime import datetime
from uuid import UUID

from django.http import Http404
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from access.acts import Act
from access.guards import performs
from access.viewer import Viewer
from audit.enums import Outcome
from audit.services import record_act
from bookings import presenters, selectors
from bookings.forms import AsOfForm
from bookings.presenters import who_may as words
from bookings.selectors import showings as history
from bookings.selectors.who_may import what_may, who_may
from bookings.views.records import not_known


def _record(by: Viewer, target_kind: str, key: object, at: datetime) -> None:
    """That somebody asked, and of which instant; without this nothing is read."""
    record_act(
        Act.VIEW_REACH,
        Outcome.DONE,
        actor=by,
        target_kind=target_kind,
        target_id=key,
        as_of=at.isoformat(),
    )


def _instant(request) -> tuple[AsOfForm, datetime]:
    """The instant that is asked about; what cannot be read asks about now, and says so."""
    form = AsOfForm(request.GET if "at" in request.GET else None)
    at = form.cleaned_data["at"] if form.is_bound and form.is_valid() else None
    return form, at or request.viewer.at


@performs(Act.VIEW_REACH)
@require_safe
def booking(request, booking_id: UUID):
    """Who may see this booking: for whoever may be shown that there is one."""
    shown = selectors.open_name(request.viewer, booking_id)
    if shown is None:
        return not_known(request, booking_id)
    form, at = _instant(request)
    _record(request.viewer, "booking", booking_id, at)
    answer = who_may(booking_id, at)
    groups = words.groups(answer, request.GET.get("show", ""))
    context = {
        "booking_id": booking_id,
        "name": presenters.name(shown),
        "form": form,
        "as_of": words.as_of(answer.then, is_now=at == request.viewer.at),
        "is_on_record": answer.is_on_record,
        "groups": groups,
        **_page(request, next(group for group in groups if group["is_chosen"])),
        "tabs": presenters.tabs(request.viewer, booking_id, "bookings:who_may"),
        "mark": presenters.mark(request.viewer, shown.event_id, shown.shown_at),
    }
    return render(request, "bookings/who_may.html", context)


def _page(request, group: dict) -> dict:
    """The part of a group that is asked for; the addresses of those beside it."""
    rows = group["rows"]
    text = request.GET.get("from", "")
    first = min(int(text), len(rows)) if text.isdecimal() and len(text) < 7 else 0
    kept = {"show": group["code"], "at": request.GET.get("at", "")}
    last = first + words.PAGE
    return {
        "rows": [words.row(row, group["code"]) for row in rows[first:last]],
        "kept": kept,
        "older_url": "?" + urlencode({**kept, "from": last})
        if last < len(rows)
        else "",
        "newer_url": "?" + urlencode(kept) if first else "",
    }


@performs(Act.VIEW_REACH)
@require_safe
def account(request, account_id: int):
    """What an account may see, facility by facility. What a grant opens is told of on
    the booking.
    """
    about = history.account(account_id)
    if about is None:
        raise Http404
    form, at = _instant(request)
    _record(request.viewer, "account", account_id, at)
    answer = what_may(account_id, at)
    context = {
        "about": {"id": about.pk, "name": about.display_name},
        "form": form,
        "as_of": words.as_of(answer.then, is_now=at == request.viewer.at),
        "answer": answer,
        "never": answer.could - answer.did,
        "capacities": [
            words.capacity(within, answer.then.law) for within in answer.within
        ],
        "mark": presenters.mark(request.viewer, request.viewer.request_id),
    }
    return render(request, "bookings/account_may.html", context)
