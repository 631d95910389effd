"""Beginning an intake: a person and a booking stand on record from the first moment."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from access.acts import Act
from access.guards import performing
from access.models import Facility
from access.viewer import Viewer
from audit.clock import now
from audit.models import ActEvent
from bookings import rules
from bookings.models import Booking, IntakeDraft, Person
from bookings.services.locks import one_at_a_time
from bookings.services.numbers import next_number
from bookings.services.recording import record


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person as first written down at intake."""

    surname: str
    given_name: str = ""
    middle_name: str = ""
    suffix: str = ""
    name_used: str = ""
    birth_date: date | None = None
    sex: str = ""
    identified_by: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where and when somebody came in. ``booked_at`` is aware."""

    facility_id: int
    booked_at: datetime


def begin_intake(
    person: NewPerson | UUID, arrival: Arrival, *, key: UUID, by: Viewer
) -> Booking:
    """Book a new person, or a person on record; the intake is then under way.

    ``key``: the form's own. The same form sent twice is one booking. The caller
    has shown that the person on record is visible to ``by``.
    Raises RuleViolation, ActDenied.
    """
    word = rules.late_word(arrival.booked_at, now=now())
    with performing(Act.BOOK, by, word):
        one_at_a_time(f"intake:{key}")
        if booking := _begun_already(key, by):
            return booking
        subject = _person(person)
        rules.check_intake(
            booked_at=arrival.booked_at, birth_date=subject.birth_date, now=now()
        )
        facility = Facility.objects.get(pk=arrival.facility_id)
        booking = Booking.objects.create(
            pk=key,
            booking_number=next_number(facility, arrival.booked_at),
            person=subject,
            facility=facility,
            booked_at=arrival.booked_at,
            intake_entered_at=rules.entered_late(arrival.booked_at, now=now()),
            is_juvenile=rules.is_juvenile(
                subject.birth_date, timezone.localdate(arrival.booked_at)
            ),
            intake_completed_at=None,
        )
        IntakeDraft.objects.create(
            booking=booking,
            keeper_id=by.account_id,
            is_of_known_person=isinstance(person, UUID),
        )
        record(Act.BOOK, booking, by=by)
    return booking


def _begun_already(key: UUID, by: Viewer) -> Booking | None:
    """What this very account has booked under a form's key, if it has."""
    was_done = ActEvent.objects.filter(
        act=Act.BOOK, account_id=by.account_id, target_id=str(key)
    ).exists()
    return Booking.objects.get(pk=key) if was_done else None


def _person(person: NewPerson | UUID) -> Person:
    if isinstance(person, UUID):
        return Person.objects.get(pk=person)
    return Person.objects.create(
        surname=person.surname,
        given_name=person.given_name,
        middle_name=person.middle_name,
        suffix=person.suffix,
        name_used=person.name_used,
        birth_date=person.birth_date,
        sex=person.sex,
        identified_by=person.identified_by,
    )
