"""Correcting what is on record, field by field, for a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from access.acts import Act
from access.guards import performing
from access.viewer import Viewer
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act
from bookings import rules
from bookings.corrections import PARTS, Part
from bookings.enums import CorrectionReason
from bookings.models import Booking, Person
from bookings.selectors.correction import lines, open_correction
from bookings.services.age import reckon_ages
from bookings.services.free_text import put_down_readings


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one line. ``was``: as its corrector saw it, as the database wrote
    it; ``becomes``: a value of the field's own kind.
    """

    of: UUID
    name: str
    was: str
    becomes: object


class WrittenMeanwhile(Exception):
    """Somebody else has changed what was to be corrected; nothing is written."""


class NotThere(Exception):
    """The booking, or the line, is not there for this viewer."""


def correct(
    booking_id: UUID,
    part: str,
    changes: Sequence[Change],
    reason: CorrectionReason,
    *,
    by: Viewer,
) -> None:
    """Correct fields of one part of a record.

    Only fields that the viewer is shown at this instant, and only where each still
    stands as they saw it. Raises NotThere, WrittenMeanwhile, RuleViolation, ActDenied.
    """
    try:
        with performing(Act.CORRECT, by, reason):
            _correct(booking_id, PARTS[part], changes, by=by)
            record_act(
                Act.CORRECT,
                Outcome.DONE,
                actor=by,
                reason=reason,
                target_kind="booking",
                target_id=booking_id,
                part=part,
                fields=sorted({change.name for change in changes}),
            )
    except rules.RuleViolation:
        record_act(
            Act.CORRECT,
            Outcome.REFUSED,
            actor=by,
            reason="rule",
            target_kind="booking",
            target_id=booking_id,
        )
        raise


def _correct(booking_id: UUID, part: Part, changes, *, by: Viewer) -> None:
    booking = _locked(booking_id)
    touched = {change.of for change in changes}
    rows = {
        row.pk: row
        for row in part.model.objects.select_for_update()
        .filter(pk__in=touched)
        .order_by("pk")
    }
    _check_seen(booking_id, part, changes, by=by)
    rules.check_correction(is_anything_changed=bool(changes))
    for key, row in rows.items():
        own = {c.name: c.becomes for c in changes if c.of == key}
        _write(part, row, own)
        texts = {f"{part.path}.{name}": value for name, value in own.items()}
        put_down_readings(texts, booking_id, by=by)
    names = {f"{part.path}.{change.name}" for change in changes}
    if names & rules.TELLS_AGE:
        reckon_ages(booking.person_id, booking_id, by=by)


def _locked(booking_id: UUID) -> Booking:
    """The person first, then the stay: two corrections of one person wait for each
    other, whichever stay they come from.
    """
    person_id = Booking.objects.values_list("person_id", flat=True).filter(
        pk=booking_id
    )
    if not Person.objects.select_for_update().filter(pk__in=person_id).exists():
        raise NotThere
    return Booking.objects.select_for_update().get(pk=booking_id)


def _check_seen(booking_id: UUID, part: Part, changes, *, by: Viewer) -> None:
    shown = open_correction(by, booking_id, part.path)
    if shown is None:
        raise NotThere
    standing = {line.of: line.values for line in lines(shown, part.path)}
    for change in changes:
        values = standing.get(change.of, {})
        if change.name not in values:
            raise NotThere
        if values[change.name] != change.was:
            raise WrittenMeanwhile


def _write(part: Part, row, values: dict[str, object]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    if part.model is Booking:
        values |= _what_follows(row, values)
        born = row.person.birth_date
        rules.check_times(
            booked_at=timezone.localtime(row.booked_at),
            discharged_at=row.discharged_at,
            birth_date=born,
            now=now(),
        )
    others = {field.name for field in row._meta.concrete_fields} - values.keys()
    try:
        row.clean_fields(exclude=others)
        row.validate_constraints()
        with transaction.atomic():
            row.save(update_fields=sorted(values))
    except (ValidationError, IntegrityError) as error:
        raise rules.RuleViolation(
            "These values do not fit together, or not with the rest of the record:"
            " nothing is changed."
        ) from error


def _what_follows(booking: Booking, values: dict) -> dict[str, object]:
    """What the public is told follows from why somebody left."""
    if "discharge_reason" not in values:
        return {}
    booking.discharge_manner = rules.public_manner(booking.discharge_reason)
    return {"discharge_manner": booking.discharge_manner}
