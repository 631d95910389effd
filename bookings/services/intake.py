"""Writing down that somebody was booked."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import connection
from django.utils import timezone

from access.acts import Act
from access.guards import performing
from access.models import Facility
from access.viewer import Viewer
from audit.clock import now
from audit.models import ActEvent
from bookings import rules
from bookings.models import Address, Booking, Charge, Person
from bookings.services.locks import one_at_a_time
from bookings.services.recording import record


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person as first written down at intake."""

    surname: str
    given_name: str = ""
    middle_name: str = ""
    suffix: str = ""
    birth_date: date | None = None
    sex: str = ""
    phone: str = ""
    street: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True)
class NewCharge:
    statute: str
    offense: str
    offense_class: str = ""


@dataclass(frozen=True, slots=True)
class Intake:
    """What a clerk writes down when somebody is booked. ``booked_at`` is aware."""

    facility_id: int
    booked_at: datetime
    arresting_agency: str = ""
    bail_amount: Decimal | None = None
    court: str = ""
    next_court_at: datetime | None = None
    safety_instructions: str = ""
    language_needed: str = ""
    charges: tuple[NewCharge, ...] = field(default_factory=tuple)


def book_person(
    person: NewPerson | UUID, intake: Intake, *, key: UUID, by: Viewer
) -> Booking:
    """Book a new person, or a person on record, and return the booking.

    ``key``: the form's own. The same form sent twice is one booking. The caller
    has shown that the person on record is visible to ``by``.
    Raises RuleViolation, ActDenied.
    """
    with performing(Act.BOOK, by):
        one_at_a_time(f"intake:{key}")
        if booking := _booked_already(key, by):
            return booking
        subject = _person(person)
        rules.check_intake(
            booked_at=intake.booked_at, birth_date=subject.birth_date, now=now()
        )
        facility = Facility.objects.get(pk=intake.facility_id)
        booking = Booking.objects.create(
            pk=key,
            booking_number=_next_number(facility, intake.booked_at),
            person=subject,
            facility=facility,
            booked_at=intake.booked_at,
            arresting_agency=intake.arresting_agency,
            bail_amount=intake.bail_amount,
            court=intake.court,
            next_court_at=intake.next_court_at,
            safety_instructions=intake.safety_instructions,
            language_needed=intake.language_needed,
            is_juvenile=rules.is_juvenile(
                subject.birth_date, timezone.localdate(intake.booked_at)
            ),
        )
        _charge(booking, intake.charges)
        record(Act.BOOK, booking, by=by)
    return booking


def _charge(booking: Booking, charges: tuple[NewCharge, ...]) -> None:
    Charge.objects.bulk_create(
        Charge(
            booking=booking,
            position=position,
            statute=charge.statute,
            offense=charge.offense,
            offense_class=charge.offense_class,
        )
        for position, charge in enumerate(charges, start=1)
    )


def _booked_already(key: UUID, by: Viewer) -> Booking | None:
    """What this very account has booked under a form's key, if it has."""
    was_done = ActEvent.objects.filter(
        act=Act.BOOK, account_id=by.account_id, target_id=str(key)
    ).exists()
    return Booking.objects.get(pk=key) if was_done else None


def _person(person: NewPerson | UUID) -> Person:
    if isinstance(person, UUID):
        return Person.objects.get(pk=person)
    created = Person.objects.create(
        surname=person.surname,
        given_name=person.given_name,
        middle_name=person.middle_name,
        suffix=person.suffix,
        birth_date=person.birth_date,
        sex=person.sex,
        phone=person.phone,
    )
    if person.street:
        Address.objects.create(
            person=created, kind="home", street=person.street, city=person.city
        )
    return created


def _next_number(facility: Facility, booked_at: datetime) -> str:
    """The next booking number of a facility and year: "2", year, six digits.

    The advisory lock is held until the transaction ends, so two clerks at once
    never get the same; the unique constraint stands behind it.
    """
    prefix = f"2{timezone.localtime(booked_at):%y}"
    one_at_a_time(f"number:{facility.pk}:{prefix}")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(booking_number) FROM bookings_booking"
            " WHERE facility_id = %s AND booking_number LIKE %s"
            " AND length(booking_number) = 9",
            [facility.pk, f"{prefix}%"],
        )
        last = cursor.fetchone()[0]
    return f"{prefix}{int(last[3:]) + 1 if last else 1:06d}"
