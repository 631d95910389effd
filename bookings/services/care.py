"""The screening at intake, and the instructions that follow from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from access.acts import Act
from access.guards import performing
from access.viewer import Viewer
from audit.clock import now
from bookings import rules
from bookings.enums import AlertKind, AlertSource
from bookings.models import Booking, HealthScreening, SafetyAlert
from bookings.services.recording import record


@dataclass(frozen=True, slots=True)
class NewAlert:
    """What staff must do, without why. Instants are aware."""

    kind: AlertKind
    instruction: str = ""
    due_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Screening:
    """Answers by question; a question that is not there is left as it stands."""

    answers: Mapping[str, str] = field(default_factory=dict)
    alerts: tuple[NewAlert, ...] = ()


def screen_health(
    booking_id: UUID, screening: Screening, *, by: Viewer
) -> HealthScreening:
    """Write down the answers, and set what follows from them. Whoever wrote answers in
    this shift corrects those; anybody else, or later, writes answers of their own.

    Raises RuleViolation, ActDenied, Booking.DoesNotExist.
    """
    with performing(Act.SCREEN_HEALTH, by):
        booking = Booking.objects.select_for_update().get(pk=booking_id)
        at = now()
        own = _own_screening(booking, by, at)
        if own is None:
            own = HealthScreening(
                booking=booking, written_at=at, written_by_id=by.account_id
            )
        _answer(own, screening)
        for alert in screening.alerts:
            set_within(booking, alert, AlertSource.SCREENING, by=by)
        record(Act.SCREEN_HEALTH, booking, by=by)
    return own


def correct_screening(
    screening_id: UUID, screening: Screening, *, by: Viewer
) -> HealthScreening:
    """Correct answers of one's own until the shift ends, without reading them again.

    Raises RuleViolation, ActDenied, HealthScreening.DoesNotExist.
    """
    with performing(Act.SCREEN_HEALTH, by):
        own = HealthScreening.objects.select_for_update().get(pk=screening_id)
        rules.check_answers_corrected(
            written_at=own.written_at,
            is_writer=own.written_by_id == by.account_id,
            now=now(),
        )
        _answer(own, screening)
        record(Act.SCREEN_HEALTH, own.booking, by=by)
    return own


def set_alert(
    booking_id: UUID, alert: NewAlert, source: AlertSource, *, by: Viewer
) -> SafetyAlert | None:
    """Set an instruction for everybody who keeps this person. None for an interpreter,
    whose language stands on the booking itself.

    Raises RuleViolation, ActDenied, Booking.DoesNotExist.
    """
    with performing(Act.SET_ALERT, by):
        booking = Booking.objects.select_for_update().get(pk=booking_id)
        made = set_within(booking, alert, source, by=by)
        record(Act.SET_ALERT, booking, by=by)
    return made


def end_alert(booking_id: UUID, alert_id: UUID, *, by: Viewer) -> None:
    """End an instruction from now on; what it was stays in the history.

    Raises RuleViolation, ActDenied, Booking.DoesNotExist.
    """
    with performing(Act.END_ALERT, by):
        booking = Booking.objects.select_for_update().get(pk=booking_id)
        alert = SafetyAlert.objects.filter(pk=alert_id, booking=booking).first()
        if alert is None:
            raise rules.RuleViolation("That alert is not on this record.")
        at = now()
        rules.check_end(ends_at=alert.ends_at, now=at)
        alert.ends_at = max(at, alert.set_at)
        alert.save(update_fields=["ends_at"])
        record(Act.END_ALERT, booking, by=by)


def _own_screening(booking: Booking, by: Viewer, at: datetime):
    newest = (
        booking.screenings.filter(written_by_id=by.account_id)
        .order_by("-written_at", "id")
        .first()
    )
    is_open = newest is not None and rules.may_correct(
        written_at=newest.written_at, is_writer=True, now=at
    )
    return newest if is_open else None


def _answer(own: HealthScreening, screening: Screening) -> None:
    for question, answer in screening.answers.items():
        setattr(own, question, answer)
    own.save()


def set_within(
    booking: Booking, alert: NewAlert, source: AlertSource, *, by: Viewer
) -> SafetyAlert | None:
    """Set an alert within an act that was begun; None for an interpreter."""
    at = now()
    rules.check_alert(
        kind=alert.kind,
        instruction=alert.instruction,
        due_at=alert.due_at,
        ends_at=alert.ends_at,
        now=at,
    )
    if alert.kind is AlertKind.INTERPRETER:
        booking.language_needed = alert.instruction[:40]
        booking.save(update_fields=["language_needed"])
        return None
    return SafetyAlert.objects.create(
        booking=booking,
        kind=alert.kind,
        instruction=alert.instruction,
        due_at=alert.due_at,
        ends_at=alert.ends_at,
        source=source,
        set_at=at,
        set_by_id=by.account_id,
    )
