"""Retention in words: schedules, what is due, runs; and what a record is kept for."""

from access.acts import Act
from access.gate import Shown
from access.viewer import Viewer
from bookings.enums import Certainty, Disposal, KeptFor, Retained, StartingEvent
from bookings.models import LegalHold, RetentionSchedule
from bookings.presenters.record import subject_facts
from bookings.presenters.tabs import tabs
from bookings.presenters.words import mark, moment, name
from bookings.selectors.retention import Due, Progress


def retention_page(due: list[Due], runs: list[Progress], viewer: Viewer) -> dict:
    return {
        "schedules": [_due(one, viewer) for one in due],
        "runs": [_run(one) for one in runs],
        "may_propose": bool(viewer.may(Act.SET_RETENTION)),
    }


def _due(due: Due, viewer: Viewer) -> dict:
    return {
        "id": due.schedule.pk,
        "facts": schedule_facts(due.schedule),
        "what": Retained(due.schedule.retained).label,
        "due": len(due.keys),
        "held": due.held,
        "keys": due.keys,
        "may_dispose": bool(due.keys) and bool(viewer.may(Act.DISPOSE)),
    }


def schedule_facts(schedule: RetentionSchedule) -> list[tuple[str, str]]:
    event = StartingEvent(schedule.runs_from).label
    return [
        ("Schedule", schedule.number),
        ("Series", schedule.title),
        ("Kept", f"{schedule.days} days after {event}"),
        ("Source", schedule.source),
        ("How sure", Certainty(schedule.certainty).label),
        ("In force from", f"{schedule.in_force_from:%B %-d, %Y}"),
    ]


def _run(progress: Progress) -> dict:
    return {
        "id": progress.run.pk,
        "number": progress.run.schedule.number,
        "agreed": moment(progress.run.agreed_at),
        "disposed": progress.counts.get(Disposal.DISPOSED, 0),
        "kept": progress.counts.get(Disposal.KEPT, 0),
        "waiting": progress.waiting,
        "is_done": not progress.waiting,
    }


def certificate_data(progress: Progress) -> dict:
    """What the certificate says: what, how many, by what; units, and nobody's name."""
    schedule, counts = progress.run.schedule, progress.counts
    return {
        "facts": [
            *([label, text] for label, text in schedule_facts(schedule)),
            ["What", Retained(schedule.retained).label],
            ["Due by", moment(progress.run.until)],
            ["Disposed of", str(counts.get(Disposal.DISPOSED, 0))],
            ["Kept for a case", str(counts.get(Disposal.KEPT, 0))],
            ["Not due any more", str(counts.get(Disposal.NOT_DUE, 0))],
            ["Gone before", str(counts.get(Disposal.GONE, 0))],
            ["Asked by", progress.asked_by],
            ["Approved by", progress.approved_by],
            ["Approved", moment(progress.run.agreed_at)],
            ["Ended", moment(progress.ended_at) if progress.ended_at else "not yet"],
            ["Records, by digest", progress.run.proposal.payload["digest"]],
        ],
    }


def legal_holds_page(shown: Shown, holds: list[LegalHold], viewer: Viewer) -> dict:
    return {
        "booking_id": shown.booking_id,
        "name": name(shown),
        "facts": subject_facts(shown),
        "tabs": tabs(viewer, shown.booking_id, "bookings:legal_holds"),
        "holds": [_hold(hold) for hold in holds],
        "mark": mark(viewer, shown.event_id, shown.shown_at),
    }


def _hold(hold: LegalHold) -> dict:
    facts = [
        ("Case", hold.case_number),
        ("Since", f"{moment(hold.begun_at)}, {hold.begun_by.display_name}"),
    ]
    if hold.ended_at:
        facts.append(
            ("Ended", f"{moment(hold.ended_at)}, {hold.ended_by.display_name}")
        )
    return {
        "id": hold.pk,
        "title": KeptFor(hold.kept_for).label,
        "facts": facts,
        "is_on": hold.ended_at is None,
    }
