"""Writing down the sections of an intake that have a page of their own as well: marks,
property, the health questions and what follows from them, the interview. Each is called
inside ``drafts.saving``, as often as somebody pauses: to save again what stands changes
nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from uuid import UUID

from django.db.models import Q

from access.acts import Act
from access.guards import performing
from access.viewer import Viewer
from audit.clock import now
from bookings import rules
from bookings.enums import AlertKind, AlertSource, PropertyKind, ReceiptKind
from bookings.models import (
    Booking,
    HealthMark,
    Mark,
    MarkCode,
    PropertyItem,
    PropertyReceipt,
    RecognizanceInterview,
    SafetyAlert,
)
from bookings.services.care import NewAlert, set_within
from bookings.services.court import NewInterview
from bookings.services.description import Looks, looks_of
from bookings.services.sections import Line, put, write_changes


def save_looks(booking_id: UUID, looks: Looks, *, by: Viewer) -> None:
    """Write how somebody looks. Raises RuleViolation, ActDenied."""
    with performing(Act.DESCRIBE, by, "looks"):
        if looks.weight_pounds is not None:
            rules.check_weight(looks.weight_pounds)
        write_changes(looks_of(_booking(booking_id).person), asdict(looks))


def save_marks(
    booking_id: UUID, marks: Sequence[Line], of_health: Sequence[Line], *, by: Viewer
) -> None:
    """Write the marks of appearance as they stand now, and add those that tell of
    health, which nobody at the desk reads again. Values: code, description.

    Raises RuleViolation, ActDenied.
    """
    with performing(Act.DESCRIBE, by, "marks"):
        person = _booking(booking_id).person
        stands = list(person.marks.order_by("created_at", "id"))
        new = {line.values["code"] for line in (*marks, *of_health)}
        new -= {mark.code for mark in stands}
        known = MarkCode.objects.filter(pk__in=new).values_list("pk", flat=True)
        if unknown := sorted(new - set(known)):
            raise rules.RuleViolation(
                f"{unknown[0]} is no code of the table of marks. Type what you see, like"
                " “tattoo left forearm”."
            )

        def add(_, values: dict) -> Mark:
            return Mark(person=person, **values)

        put(stands, [_with_family(line) for line in marks], add)
        for line in of_health:
            HealthMark.objects.create(person=person, **line.values)


def _with_family(line: Line) -> Line:
    family = rules.family_of(line.values["code"])
    return Line(line.place, line.values | {"family": family})


def save_property(
    booking_id: UUID, items: Sequence[Line], receipt: str | None, *, by: Viewer
) -> None:
    """Write what a person brought, and what came of asking them to sign for it.

    Raises RuleViolation, ActDenied.
    """
    with performing(Act.KEEP_PROPERTY, by, "property"):
        booking = _booking(booking_id)
        for line in items:
            rules.check_item(
                kind=PropertyKind(line.values["kind"]),
                handed_to=line.values["handed_to"],
            )

        def add(_, values: dict) -> PropertyItem:
            return PropertyItem(booking=booking, **values)

        put(list(booking.property_items.order_by("created_at", "id")), items, add)
        if receipt:
            _sign(booking, receipt)


def _sign(booking: Booking, outcome: str) -> None:
    """One receipt is given for what was taken; what came of it may be put right."""
    given = booking.property_receipts.filter(kind=ReceiptKind.TAKEN)
    last = given.order_by("-given_at", "id").first()
    if last is None:
        last = PropertyReceipt(booking=booking, kind=ReceiptKind.TAKEN)
    if last.outcome != outcome:
        last.outcome, last.given_at = outcome, now()
        last.save()


def save_alerts(
    booking_id: UUID, wanted: Mapping[AlertKind, NewAlert | None], *, by: Viewer
) -> None:
    """Make the instructions that come from the questions at intake what is wanted: of
    each kind one, or none. Those from elsewhere are not touched.

    Raises RuleViolation, ActDenied.
    """
    with performing(Act.SET_ALERT, by, "care"):
        booking, at = _booking(booking_id), now()
        holds = Q(ends_at__isnull=True) | Q(ends_at__gt=at)
        own = booking.alerts.filter(holds, source=AlertSource.SCREENING)
        stands = {alert.kind: alert for alert in own.order_by("-set_at", "-id")}
        for kind, alert in wanted.items():
            _follow(booking, stands.get(kind), alert, by)


def _follow(
    booking: Booking, stands: SafetyAlert | None, wanted: NewAlert | None, by: Viewer
) -> None:
    if stands is None and wanted is not None:
        set_within(booking, wanted, AlertSource.SCREENING, by=by)
    elif stands is not None and wanted is None:
        stands.ends_at = max(now(), stands.set_at)
        stands.save(update_fields=["ends_at"])
    elif stands is not None:
        rules.check_alert(
            kind=wanted.kind,
            instruction=wanted.instruction,
            due_at=wanted.due_at,
            ends_at=stands.ends_at,
            now=now(),
        )
        says = {"instruction": wanted.instruction, "due_at": wanted.due_at}
        write_changes(stands, says)


def save_interview(booking_id: UUID, answers: NewInterview, *, by: Viewer) -> None:
    """Write the interview for personal recognizance of this stay, which is one while
    the intake is under way. Raises RuleViolation, ActDenied.
    """
    with performing(Act.INTERVIEW, by, "recognizance"):
        booking = _booking(booking_id)
        stands = booking.interviews.order_by("-interviewed_at", "id").first()
        if stands is None:
            stands = RecognizanceInterview(booking=booking, interviewed_at=now())
        write_changes(stands, asdict(answers))


def _booking(booking_id: UUID) -> Booking:
    return Booking.objects.select_related("person").get(pk=booking_id)
