"""What was exposed, and the people of it."""

from collections.abc import Iterator
from itertools import chain

from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from access import sheets
from access.acts import Act
from access.guards import performs
from access.selectors import is_current
from access.viewer import Viewer
from audit.enums import Outcome
from audit.services import record_act
from bookings.selectors import concerned
from compliance import presenters, selectors
from compliance.forms import ExposureForm
from compliance.presenters import people
from compliance.selectors import within_reach
from compliance.selectors.exposure_report import Exposure, exposure_of

# So many people of a file are recorded at once: a file may hold some ten thousands.
AT_ONCE = 500


@performs(Act.VIEW_EXPOSURE)
@require_safe
def exposure(request):
    """What was within reach, or shown, against the law of its moment."""
    form = ExposureForm(
        request.GET or None, initial=selectors.usual_period(request.viewer.at)
    )
    period = form.period()
    context = {"form": form}
    if period is not None:
        context |= presenters.exposure_page(
            exposure_of(period), selectors.imported_logs()
        )
    return render(request, "compliance/exposure.html", context)


@performs(Act.EXPORT_EXPOSURE)
@require_POST
def exposure_people(request):
    """A file of the people of an exposure; each is recorded as shown before their line
    is sent, and the first of them before the answer begins.
    """
    form = ExposureForm(request.POST)
    period = form.period()
    if period is None:
        return render(request, "compliance/exposure.html", {"form": form}, status=400)
    report = exposure_of(period)
    record_act(
        Act.EXPORT_EXPOSURE,
        Outcome.DONE,
        actor=request.viewer,
        target_kind="exposure",
        begins=period.begins.isoformat(),
        ends=period.ends.isoformat(),
        persons=report.persons,
    )
    by = request.viewer
    lines = sheets.lines(
        people.COLUMNS,
        people.rows(_recorded(by, report), report),
        mark=sheets.mark_cells(by.display_name, by.at, by.request_id),
    )
    return StreamingHttpResponse(
        lines,
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="exposure-{by.request_id}.csv"'
        },
    )


def _recorded(by: Viewer, report: Exposure) -> Iterator:
    """The people, some at a time, with what of them was shown and written down; as
    long as whoever takes the file may still ask.
    """

    def batches():
        for found in within_reach.people(report.reached, at_once=AT_ONCE):
            if not is_current(by):
                raise PermissionError("may not be shown this any more")
            asked = [key for person in found for key in person.booking_ids]
            yield found, concerned(by, asked)

    waiting = batches()
    first = next(waiting, None)
    return chain([first] if first else [], waiting)
