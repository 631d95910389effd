"""Duties and drills, in words."""

from datetime import datetime

from access.acts import Act
from access.presenters import duty_words
from access.viewer import Viewer
from compliance.models import DrillRun
from compliance.selectors.duties import DutyState


def duties_page(states: list[DutyState], drill: DrillRun | None, by: Viewer) -> dict:
    return {
        "duties": [_row(state, by) for state in states],
        "drill": drill_times(drill) if drill else [],
        "drill_at": drill.planted_at if drill else None,
    }


def _row(state: DutyState, by: Viewer) -> dict:
    text, tone = _state(state)
    is_own = state.duty.owner in by.roles and bool(by.may(Act.PROVE_DUTY))
    return {
        **duty_words(state.duty),
        "law": state.law,
        "number": state.number,
        "state": text,
        "tone": tone,
        "done": state.proof,
        "trained": state.trained,
        "may_prove": is_own and not state.is_done and state.trained is None,
    }


def _state(state: DutyState) -> tuple[str, str]:
    if state.is_done:
        return "Done", "good"
    if state.is_overdue:
        return "Overdue", "bad"
    if state.has_no_date:
        return "No date", "warn"
    return "To do", "info"


def overdue_duties(states: list[DutyState]) -> list[dict]:
    """What the council must know: duties that are overdue, or that nobody dated."""
    return [
        {
            "text": state.duty.text,
            "citation": state.duty.citation,
            "owner": state.duty.owner.label if state.duty.owner else "",
            "due_at": state.duty.due_at,
            "trained": state.trained,
            "state": _state(state)[0],
            "tone": _state(state)[1],
            "days": _days(state.duty.due_at, state.at),
        }
        for state in states
        if (state.is_overdue or state.has_no_date)
        and state.law.effective_at <= state.at
    ]


def _days(due_at: datetime | None, at: datetime) -> int | None:
    return (at - due_at).days if due_at else None


def drill_times(run: DrillRun) -> list[str]:
    """How long it took from planting, each in seconds."""
    words = (
        ("Refused at the door", run.refused_at),
        ("Found by the scan", run.found_at),
        ("Closed", run.closed_at),
    )
    return [
        f"{word} after {(at - run.planted_at).total_seconds():.2f} s."
        if at
        else f"{word}: not yet."
        for word, at in words
    ]
