"""Acts on the record: lock, decide, check, change, record."""

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
from audit.enums import Outcome
from audit.models import ActEvent
from audit.services import record_act, record_act_or_log
from bookings import rules
from bookings.enums import DischargeReason
from bookings.models import (
    Address,
    Booking,
    Charge,
    Person,
)


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
        _lock(f"intake:{key}")
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
        _record(Act.BOOK, booking, by)
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


def _lock(what: str) -> None:
    """Let one transaction at a time do this; released when it ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [what])


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
    _lock(f"number:{facility.pk}:{prefix}")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(booking_number) FROM bookings_booking"
            " WHERE facility_id = %s AND booking_number LIKE %s"
            " AND length(booking_number) = 9",
            [facility.pk, f"{prefix}%"],
        )
        last = cursor.fetchone()[0]
    return f"{prefix}{int(last[3:]) + 1 if last else 1:06d}"


def discharge_person(
    booking_id: UUID, reason: DischargeReason, leaving_at: datetime, *, by: Viewer
) -> Booking:
    """End a person's custody under one booking. ``leaving_at`` is aware.

    Raises RuleViolation, ActDenied, Booking.DoesNotExist.
    """
    with performing(Act.DISCHARGE, by, is_way_out=True):
        _do_not_wait()
        booking = Booking.objects.select_for_update().get(pk=booking_id)
        _discharge(booking, reason, leaving_at)
        _record_or_log(Act.DISCHARGE, booking, by)
    return booking


def discharge_by_number(
    facility_id: int,
    booking_number: str,
    reason: DischargeReason,
    leaving_at: datetime,
    *,
    by: Viewer,
) -> Booking | None:
    """The way out when records cannot be shown: facility and number are enough.

    Shows nothing that was not typed. None if nobody is in custody under the
    number at that time: whether somebody is or was is not told (law 4).
    Raises RuleViolation, ActDenied.
    """
    rules.check_leaving(leaving_at, now=now())
    with performing(Act.DISCHARGE, by, "by number", is_way_out=True):
        _do_not_wait()
        booking = (
            Booking.objects.select_for_update()
            .filter(
                facility_id=facility_id,
                booking_number=booking_number,
                discharged_at__isnull=True,
                booked_at__lte=leaving_at,
            )
            .first()
        )
        if booking is None:
            record_act_or_log(
                Act.DISCHARGE, Outcome.REFUSED, actor=by, reason="no_such_number"
            )
            return None
        _discharge(booking, reason, leaving_at)
        _record_or_log(Act.DISCHARGE, booking, by)
    return booking


def _do_not_wait() -> None:
    """A lock that somebody holds keeps nobody in custody: give up on it soon."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '2s'")


def _discharge(booking: Booking, reason: DischargeReason, leaving_at: datetime) -> None:
    rules.check_discharge(
        booked_at=booking.booked_at,
        discharged_at=booking.discharged_at,
        leaving_at=leaving_at,
        now=now(),
    )
    booking.discharged_at = leaving_at
    booking.discharge_reason = reason
    booking.discharge_manner = rules.public_manner(reason)
    booking.save(
        update_fields=["discharged_at", "discharge_reason", "discharge_manner"]
    )


def _record(act: Act, booking: Booking, by: Viewer) -> None:
    record_act(act, Outcome.DONE, actor=by, target_kind="booking", target_id=booking.pk)


def _record_or_log(act: Act, booking: Booking, by: Viewer) -> None:
    """A release does not wait for the act history (law 14): the change history
    names the act and who did it.
    """
    record_act_or_log(
        act, Outcome.DONE, actor=by, target_kind="booking", target_id=booking.pk
    )
