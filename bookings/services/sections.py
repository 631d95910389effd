"""Writing down a section of an intake. Each is called inside ``drafts.saving``."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.utils import timezone

from access.acts import Act
from access.guards import performing
from access.viewer import Viewer
from audit.clock import now
from bookings import rules
from bookings.models import Address, Alias, Booking, Charge, IntakeDraft
from bookings.models.record import Record
from bookings.services.intake import NewPerson


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list. ``place``: its place in the list that was read, or None for
    a new one; ``values``: by the names of the model's fields.
    """

    place: int | None
    values: dict


def save_person(booking_id: UUID, person: NewPerson, *, by: Viewer) -> None:
    """Write who was booked. Of a person on record what stands is kept, and what is
    empty is filled: a correction has a page of its own, with its reason.

    Raises RuleViolation, ActDenied.
    """
    with performing(Act.BOOK, by, "person"):
        draft = IntakeDraft.objects.select_related("booking__person").get(pk=booking_id)
        booking, subject = draft.booking, draft.booking.person
        rules.check_intake(
            booked_at=booking.booked_at, birth_date=person.birth_date, now=now()
        )
        changed = []
        for name in NewPerson.__slots__:
            value, stands = getattr(person, name), getattr(subject, name)
            if value != stands and not (draft.is_of_known_person and stands):
                setattr(subject, name, value)
                changed.append(name)
        if changed:
            subject.save(update_fields=changed)
        minor = rules.is_juvenile(
            subject.birth_date, timezone.localdate(booking.booked_at)
        )
        if minor != booking.is_juvenile:
            booking.is_juvenile = minor
            booking.save(update_fields=["is_juvenile"])


def save_contact(
    booking_id: UUID, phone: str, addresses: Sequence[Line], *, by: Viewer
) -> None:
    """Write where somebody can be reached. Raises RuleViolation, ActDenied."""
    with performing(Act.BOOK, by, "contact"):
        person = _booking(booking_id).person
        if person.phone != phone:
            person.phone = phone
            person.save(update_fields=["phone"])
        _rewrite(
            person.addresses.order_by("created_at", "id"), addresses, Address, person
        )


def save_aliases(booking_id: UUID, aliases: Sequence[Line], *, by: Viewer) -> None:
    """Write the other names of a person. Raises RuleViolation, ActDenied."""
    with performing(Act.BOOK, by, "aliases"):
        person = _booking(booking_id).person
        _rewrite(person.aliases.order_by("created_at", "id"), aliases, Alias, person)


@dataclass(frozen=True, slots=True)
class Arrest:
    """Who brought somebody in, and under which number of theirs."""

    arresting_agency: str = ""
    arresting_ori: str = ""
    agency_case_number: str = ""


def save_arrest(booking_id: UUID, arrest: Arrest, *, by: Viewer) -> None:
    """Raises ActDenied."""
    with performing(Act.BOOK, by, "arrest"):
        _fill(booking_id, arrest)


@dataclass(frozen=True, slots=True)
class Court:
    """When and where somebody is to come to court, and the bail that was set, in US
    dollars. ``next_court_at`` is aware.
    """

    court: str = ""
    next_court_at: datetime | None = None
    bail_amount: Decimal | None = None
    bail_court: str = ""


def save_court(booking_id: UUID, court: Court, *, by: Viewer) -> None:
    """Raises ActDenied."""
    with performing(Act.BOOK, by, "court"):
        _fill(booking_id, court)


@dataclass(frozen=True, slots=True)
class Care:
    """What staff must do, without a diagnosis; and the language that is needed."""

    safety_instructions: str = ""
    language_needed: str = ""


def save_care(booking_id: UUID, care: Care, *, by: Viewer) -> None:
    """Raises ActDenied."""
    with performing(Act.BOOK, by, "care"):
        _fill(booking_id, care)


def save_charges(booking_id: UUID, charges: Sequence[Line], *, by: Viewer) -> None:
    """Write what somebody is held for. Raises RuleViolation, ActDenied."""
    with performing(Act.BOOK, by, "charges"):
        booking = _booking(booking_id)
        stands = list(booking.charges.order_by("position"))
        last = stands[-1].position if stands else 0

        def add(number: int, values: dict) -> Charge:
            return Charge(booking=booking, position=last + number, **values)

        put(stands, charges, add)


def _booking(booking_id: UUID) -> Booking:
    return Booking.objects.select_related("person").get(pk=booking_id)


def _fill(booking_id: UUID, section) -> None:
    """Write what differs of a section that is fields of the booking itself."""
    booking = _booking(booking_id)
    changed = [
        name
        for name in section.__slots__
        if getattr(booking, name) != getattr(section, name)
    ]
    for name in changed:
        setattr(booking, name, getattr(section, name))
    if changed:
        booking.save(update_fields=changed)


def _rewrite(stands, lines: Sequence[Line], model, person) -> None:
    put(list(stands), lines, lambda _, values: model(person=person, **values))


def put(
    stands: list[Record],
    lines: Iterable[Line],
    add: Callable[[int, dict], Record],
) -> None:
    """Make a list what its lines say: keep, change, add; what no line names goes."""
    lines = list(lines)
    places = [line.place for line in lines if line.place is not None]
    if len(set(places)) != len(places) or any(p >= len(stands) for p in places):
        raise rules.ChangedMeanwhile(
            "This list was changed from another screen. Open it anew and try again."
        )
    for place, record in enumerate(stands):
        if place not in places:
            record.delete()
    number = 0
    for line in lines:
        if line.place is None:
            number += 1
            add(number, line.values).save(force_insert=True)
            continue
        write_changes(stands[line.place], line.values)


def write_changes(record: Record, values: dict) -> None:
    """Save what differs of a record, and nothing where nothing does."""
    changed = [name for name, value in values.items() if getattr(record, name) != value]
    for name in changed:
        setattr(record, name, values[name])
    if record._state.adding:
        record.save(force_insert=True)
    elif changed:
        record.save(update_fields=changed)
