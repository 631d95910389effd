"""An intake that is under way: its page, each section of it, and its end."""

from uuid import UUID

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from access.acts import Act
from access.guards import performs
from audit.clock import now
from bookings import presenters, rules, selectors, services
from bookings.forms import section_named, sections_for
from bookings.rules import RuleViolation
from bookings.views.records import not_known

CHANGED = 409
REFUSED = 422
NOT_OPEN = "This section of this booking is not open to you. Nothing is saved."


@performs(Act.BOOK)
@require_safe
def unfinished(request):
    """Whose intake is under way at the facilities of whoever asks."""
    rows = selectors.unfinished(request.viewer)
    context = {
        "rows": presenters.unfinished_rows(
            rows, selectors.drafts_of([row.booking_id for row in rows]), request.viewer
        ),
        "mark": presenters.mark(request.viewer, request.viewer.request_id),
    }
    return render(request, "bookings/unfinished.html", context)


@performs(Act.BOOK)
@require_safe
def draft(request, booking_id: UUID):
    return _page(request, booking_id)


def _page(request, booking_id: UUID, *, missing=(), told=""):
    """The whole intake page. ``missing``: what it lacks, asked for at its end."""
    shown = selectors.open_intake(request.viewer, booking_id)
    if shown is None:
        return not_known(request, booking_id)
    state = selectors.draft_of(booking_id)
    is_kept = state.is_kept_by(request.viewer) and state.is_open
    on_record = presenters.on_record(shown)
    sections = [
        {
            "section": section,
            "form": section.shown_in(shown, is_of_known=state.is_of_known_person),
            "saves": state.saves.get(section.name, 0),
            "on_record": on_record.get(section.name, ()),
        }
        for section in sections_for(request.viewer, shown)
    ]
    context = {
        **presenters.intake_page(shown, state, request.viewer),
        "booking_id": booking_id,
        "sections": sections,
        "is_kept": is_kept,
        "missing": missing,
        "told": told,
    }
    response = render(request, "bookings/draft.html", context)
    response.uses_camera = True
    return response


@performs(Act.BOOK)
@require_POST
def section(request, booking_id: UUID, section_name: str):
    """Save one section: by itself while somebody writes, or by its own button."""
    chosen = section_named(section_name)
    if chosen is None or not request.viewer.may(chosen.act):
        return not_known(request, booking_id)
    shown = selectors.open_intake_name(request.viewer, booking_id)
    if shown is None:
        return not_known(request, booking_id)
    state = selectors.draft_of(booking_id)
    form = chosen.form(
        request.POST, request.FILES, is_of_known=state.is_of_known_person
    )
    answer = _Answer(request, shown, chosen, form)
    if not chosen.is_for(request.viewer, shown):
        return answer.refused(NOT_OPEN)
    if not form.is_valid():
        return answer.refused()
    try:
        saves = chosen.store(form, booking_id, _seen(request), by=request.viewer)
    except (rules.KeptByAnother, rules.ChangedMeanwhile) as violation:
        return answer.refused(str(violation), status=CHANGED)
    except RuleViolation as violation:
        return answer.refused(str(violation))
    return answer.saved(saves)


class _Answer:
    """What is answered to the saving of a section: to a script a few words, to a
    browser the page, or this section alone with what was typed.
    """

    def __init__(self, request, shown, chosen, form):
        self.request, self.shown = request, shown
        self.chosen, self.form = chosen, form
        self.is_script = request.headers.get("Accept") == "application/json"

    def saved(self, saves: int):
        if not self.is_script:
            done = f"“{self.chosen.title}” is saved."
            messages.success(self.request, " ".join([done, *self._told()]))
            address = reverse("bookings:draft", args=[self.shown.booking_id])
            return redirect(f"{address}#{self.chosen.name}")
        at = timezone.localtime(now())
        told = " ".join(self._told())
        return self._words(
            {
                "saved": f"{at:%H:%M}",
                "saves": saves,
                "places": self.form.places(),
                "told": told,
            }
        )

    def _told(self) -> list[str]:
        """What whoever wrote it is to know of what was saved."""
        gone = self.form.gone if self.form.lines_to_put_away() else ""
        return [words for words in (self.form.told, gone) if words]

    def refused(self, told: str = "", *, status: int = REFUSED):
        if told:
            self.form.add_error(None, told)
        if self.is_script:
            faults = [
                {"id": at, "label": label, "words": words}
                for at, label, words in self.form.faults()
            ]
            return self._words({"faults": faults}, status)
        context = {
            "section": self.chosen,
            "form": self.form,
            "booking_id": self.shown.booking_id,
            "name": presenters.name(self.shown),
            "mark": presenters.mark(
                self.request.viewer, self.shown.event_id, self.shown.shown_at
            ),
        }
        return render(self.request, "bookings/section.html", context)

    def _words(self, words: dict, status: int = 200):
        """Beside whose intake it is: the name was read for this, and is shown."""
        return JsonResponse(
            {**words, "of": presenters.name(self.shown)},
            status=status,
            json_dumps_params={"ensure_ascii": False},
        )


def _seen(request) -> int | None:
    """How often the section had been saved when it was read."""
    text = request.POST.get("saves", "")
    return int(text) if text.isdecimal() and len(text) < 7 else None


@performs(Act.FINISH_INTAKE)
@require_POST
def finish(request, booking_id: UUID):
    if selectors.open_intake_for_act(request.viewer, booking_id) is None:
        return not_known(request, booking_id)
    try:
        services.finish_intake(booking_id, by=request.viewer)
    except rules.Unfinished as unfinished:
        return _page(request, booking_id, missing=unfinished.missing)
    except RuleViolation as violation:
        return _page(request, booking_id, told=str(violation))
    messages.success(request, "The booking is written down.")
    return redirect("bookings:draft", booking_id=booking_id)


@performs(Act.TAKE_OVER_INTAKE)
@require_POST
def take_over(request, booking_id: UUID):
    return _end_or_turn(
        request,
        booking_id,
        services.take_over_intake,
        "You keep this intake now. That you took it over is written down.",
    )


@performs(Act.REFUSE_INTAKE)
@require_POST
def refuse(request, booking_id: UUID):
    return _end_or_turn(
        request,
        booking_id,
        services.refuse_intake,
        "Not admitted: hospital first. The person is in nobody's custody here.",
    )


def _end_or_turn(request, booking_id: UUID, act, done: str):
    """Do what one button asks of an intake, and go on at its page."""
    if selectors.open_intake_for_act(request.viewer, booking_id) is None:
        return not_known(request, booking_id)
    try:
        act(booking_id, by=request.viewer)
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(request, done)
    return redirect("bookings:draft", booking_id=booking_id)
