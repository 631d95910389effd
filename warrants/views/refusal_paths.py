"""By which rules something was refused: for whoever has the right, and on record."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from access.acts import Act
from access.guards import performs
from access.viewer import Viewer
from audit.enums import Outcome
from audit.services import record_act
from bookings.presenters import mark, name
from bookings.selectors import names
from bookings.selectors.showings import Place
from warrants.presenters import refusal_paths as words
from warrants.selectors import refusal_paths as paths
from warrants.selectors.refusals import months
from warrants.selectors.requests import TARGET

OPENINGS, REQUESTS = "openings", "requests"


def _record(by: Viewer, target_kind: str, key: object, **filters) -> None:
    """That somebody looked, and at which; without this nothing is read."""
    record_act(
        Act.VIEW_REFUSAL_PATH,
        Outcome.DONE,
        actor=by,
        target_kind=target_kind,
        target_id=key,
        **filters,
    )


@performs(Act.VIEW_REFUSAL_PATH)
@require_safe
def refusals(request):
    """Refused openings, or refused requests, to choose from: of whom, is not told."""
    which = REQUESTS if request.GET.get("which") == REQUESTS else OPENINGS
    month = request.GET.get("month", "")
    since, until = words.month_of(month) or (None, None)
    agency = request.GET.get("agency", "")
    agency_id = int(agency) if agency.isdecimal() and len(agency) < 19 else None
    kept = {
        "which": which,
        "month": month if since else "",
        "agency": "" if agency_id is None else agency_id,
    }
    _record(request.viewer, "refusals", which, month=kept["month"], agency=agency_id)
    before = Place.read(request.GET.get("before", ""))
    rows, older = _rows(which, paths.Wanted(since, until, agency_id, before))
    today = timezone.localtime(request.viewer.at).date()
    context = {
        "rows": rows,
        "kept": kept,
        "of_requests": which == REQUESTS,
        "months": words.month_choices(months(today), kept["month"]),
        "agencies": words.agency_choices(paths.agencies(), agency_id),
        "older_url": "?" + urlencode({**kept, "before": older}) if older else "",
        "newer_url": "?" + urlencode(kept) if before else "",
    }
    return render(request, "warrants/refusal_paths.html", context)


def _rows(which: str, wanted: paths.Wanted) -> tuple[list[dict], str]:
    """One page, and where the next begins, if there is one."""
    if which == REQUESTS:
        found, row = paths.refused_requests(wanted), words.request_row
    else:
        found, row = paths.refused_openings(wanted), words.opening_row
    page = found[: paths.PAGE]
    older = words.place_of(page[-1]) if len(found) > len(page) else ""
    return [row(one) for one in page], older


@performs(Act.VIEW_REFUSAL_PATH)
@require_safe
def opening(request, event: str):
    """Why a page about a booking was not opened to somebody."""
    place = Place.read(event)
    found = place and paths.refused_opening(place)
    if not found:
        raise Http404
    _record(request.viewer, "view_event", found.id)
    known = names(request.viewer, [found.booking_id])
    path = paths.path_of_opening(found, request.viewer, is_known=bool(known))
    asked = words.opening(found, paths.page_of(found), is_known=bool(known))
    return _page(request, path, known.get(found.booking_id), opening=asked)


@performs(Act.VIEW_REFUSAL_PATH)
@require_safe
def request_(request, request_id: UUID):
    """Why a request was refused, and what of it a letter may cite."""
    found = paths.refused_request(request_id)
    if found is None:
        raise Http404
    asked, refused = found
    _record(request.viewer, TARGET, asked.pk)
    known = names(request.viewer, [asked.booking_id])
    path = paths.path_of_request(asked, refused, request.viewer, is_known=bool(known))
    told = words.request(asked, refused)
    return _page(request, path, known.get(asked.booking_id), request_=told)


def _page(request, path: paths.RefusalPath, shown, **asked):
    viewer = request.viewer
    context = {
        **words.path(path),
        **asked,
        "name": name(shown) if shown else "",
        "booking_id": shown.booking_id if shown else None,
        "mark": mark(viewer, viewer.request_id),
    }
    return render(request, "warrants/refusal_path.html", context)
