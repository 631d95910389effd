"""The custody board of a facility, its muster, and the tasks of the shift."""

from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from access.acts import Act
from access.guards import performs
from audit.enums import ViewKind
from bookings import presenters, selectors
from bookings.forms import FinishTaskForm
from bookings.rules import RuleViolation
from bookings.views.records import not_known


def _chosen(request, found):
    """The facility that was asked for, of those that this viewer may see."""
    asked = request.GET.get("facility", "")
    same = [one for one in found if str(one.facility_id) == asked]
    return (same or found or [None])[0]


def _counts(request) -> dict:
    """Everything on the board that is a number, and names nobody."""
    found = selectors.numbers(request.viewer)
    here = _chosen(request, found)
    if here is None:
        return {"here": None, "facilities": []}
    cells = selectors.places(request.viewer, here.facility)
    return {
        "here": here,
        "facilities": found,
        "numbers": presenters.board_numbers(here, cells),
        "blocks": presenters.blocks(cells),
    }


@performs(Act.VIEW_BOARD)
@require_safe
def board(request):
    context = {**_counts(request), **presenters.board_page(request.viewer)}
    if context["here"]:
        facility_id = context["here"].facility_id
        pressing = selectors.pressing(request.viewer, facility_id)
        out = selectors.out(request.viewer, facility_id)
        context["pressing"] = presenters.pressing_rows(pressing, request.viewer)
        context["out"] = presenters.out_rows(out, request.viewer)
    return render(request, "bookings/board.html", context)


@performs(Act.VIEW_BOARD)
@require_safe
def numbers(request):
    """The numbers alone, which a script puts in their places while the board stands."""
    return render(request, "bookings/_board_numbers.html", _counts(request))


@performs(Act.VIEW_BOARD)
@require_safe
def muster(request):
    """Everybody of one facility by housing, for the round and for paper."""
    found = selectors.numbers(request.viewer)
    here = _chosen(request, found)
    rows = (
        selectors.muster(request.viewer, here.facility_id, kind=ViewKind.PRINTED)
        if here
        else []
    )
    context = {
        "here": here,
        "facilities": found,
        "facility": rows[0]["facility.name"] if rows else "",
        "blocks": presenters.muster_blocks(rows),
        "people": len(rows),
        **presenters.board_page(request.viewer),
    }
    return render(request, "bookings/muster.html", context)


@performs(Act.VIEW_TASKS)
@require_safe
def tasks(request):
    context = {
        "tasks": presenters.task_rows(selectors.desk_tasks(request.viewer)),
        "twice": presenters.twice_rows(selectors.twice(request.viewer)),
        **presenters.board_page(request.viewer),
    }
    return render(request, "bookings/desk_tasks.html", context)


@performs(Act.FINISH_TASK)
@require_http_methods(["GET", "HEAD", "POST"])
def finish_task(request, booking_id: UUID):
    shown = selectors.open_for_act(request.viewer, booking_id)
    if shown is None:
        return not_known(request, booking_id)
    form = FinishTaskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            form.perform(booking_id, by=request.viewer)
        except RuleViolation as violation:
            form.add_error(None, str(violation))
        else:
            messages.success(request, "The task is done.")
            return redirect("bookings:desk_tasks")
    context = {
        "form": form,
        "title": "A task of the shift",
        "lead": "What was done stays with the record.",
        "button": "Done",
        "booking_id": booking_id,
        "name": presenters.name(shown),
        "facts": presenters.subject_facts(shown),
        "mark": presenters.mark(request.viewer, shown.event_id, shown.shown_at),
    }
    return render(request, "bookings/custody_act.html", context)
