"""Another cell, out and back, and a stay that goes on at another facility."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from access.acts import Act
from access.guards import performing
from access.models import Facility
from access.viewer import Viewer
from audit.clock import now
from bookings import rules
from bookings.enums import DischargeReason, MovementKind
from bookings.models import (
    Booking,
    Charge,
    CustodyBasis,
    CustodyHold,
    CustodyTransfer,
    Movement,
    ReleaseEntitlement,
)
from bookings.rules import RuleViolation
from bookings.services.custody import confined_since
from bookings.services.numbers import next_number
from bookings.services.recording import record, whose

# What goes on with a stay: parts of a booking, and what of them stands open.
CARRIED = {
    Charge: {},
    CustodyBasis: {},
    CustodyHold: {"cleared_at": None},
    ReleaseEntitlement: {"withdrawn_at": None},
}
# What is of the one stay alone; everything else on the booking goes on.
_OWN = frozenset(
    {
        *("id", "created_at", "booking_number", "facility", "booked_at", "housing"),
        *("discharged_at", "discharge_reason", "discharge_manner"),
        *("intake_entered_at", "discharge_entered_at"),
    }
)


@dataclass(frozen=True, slots=True)
class WayOut:
    """``expected_at``: when they are expected back. Instants are aware."""

    kind: MovementKind
    place: str
    left_at: datetime
    expected_at: datetime | None = None


def house(booking_id: UUID, place: str, *, by: Viewer) -> None:
    """Where somebody is housed from now on; nothing: nowhere yet. Two in one bed is for
    the desk to see, and no rule here: who else is there may be unknown to it (law 4).
    Raises RuleViolation, ActDenied, Booking.DoesNotExist.
    """
    with performing(Act.HOUSE, by):
        booking = Booking.objects.select_for_update().get(pk=booking_id)
        if booking.discharged_at is not None:
            raise RuleViolation("This person has left already under this booking.")
        booking.housing = place
        booking.save(update_fields=["housing"])
        record(Act.HOUSE, booking, by=by)


def take_out(booking_id: UUID, way: WayOut, *, by: Viewer) -> Movement:
    """Raises RuleViolation, ActDenied, Booking.DoesNotExist."""
    with performing(Act.MOVE, by):
        booking = Booking.objects.select_for_update().get(pk=booking_id)
        rules.check_way_out(
            left_at=way.left_at,
            expected_at=way.expected_at,
            booked_at=booking.booked_at,
            discharged_at=booking.discharged_at,
            now=now(),
        )
        if booking.movements.filter(returned_at=None).exists():
            raise RuleViolation("They are out already: write down that they are back.")
        movement = Movement.objects.create(
            booking=booking,
            kind=way.kind,
            place=way.place,
            left_at=way.left_at,
            expected_at=way.expected_at,
            recorded_by=whose(by=by),
        )
        record(Act.MOVE, booking, by=by)
    return movement


def bring_back(booking_id: UUID, returned_at: datetime, *, by: Viewer) -> None:
    """Raises RuleViolation, ActDenied, Booking.DoesNotExist."""
    with performing(Act.MOVE, by, "back"):
        booking = Booking.objects.select_for_update().get(pk=booking_id)
        out = booking.movements.filter(returned_at=None).first()
        rules.check_way_back(
            left_at=out and out.left_at, returned_at=returned_at, now=now()
        )
        out.returned_at = returned_at
        out.save(update_fields=["returned_at"])
        record(Act.MOVE, booking, by=by)


def transfer(
    booking_id: UUID,
    facility_id: int,
    moved_at: datetime,
    escorted_by: str = "",
    *,
    by: Viewer,
) -> Booking:
    """A stay ends here and goes on there at the same instant: nobody is counted twice,
    and no clock begins again. Returns the stay that begins.

    Raises RuleViolation, ActDenied, Booking.DoesNotExist.
    """
    with performing(Act.TRANSFER, by):
        left = Booking.objects.select_for_update().get(pk=booking_id)
        if left.intake_completed_at is None:
            raise RuleViolation("Finish the intake first: there it would be lost.")
        rules.check_transfer(
            moved_at=moved_at,
            booked_at=left.booked_at,
            discharged_at=left.discharged_at,
            is_same_facility=left.facility_id == facility_id,
            now=now(),
        )
        went_on = _continue(left, Facility.objects.get(pk=facility_id), moved_at)
        CustodyTransfer.objects.create(
            booking=went_on,
            from_booking=left,
            moved_at=moved_at,
            confined_since=confined_since(left),
            escorted_by=escorted_by,
            recorded_by=whose(by=by),
        )
        _end(left, moved_at)
        record(Act.TRANSFER, left, by=by)
    return went_on


def _end(left: Booking, moved_at: datetime) -> None:
    left.movements.filter(returned_at=None).update(returned_at=moved_at)
    left.discharged_at = moved_at
    left.discharge_reason = DischargeReason.TRANSFER_OTHER_FACILITY
    left.discharge_manner = rules.public_manner(left.discharge_reason)
    left.save(update_fields=["discharged_at", "discharge_reason", "discharge_manner"])


def _continue(left: Booking, to: Facility, moved_at: datetime) -> Booking:
    kept = {
        field.attname: getattr(left, field.attname)
        for field in Booking._meta.concrete_fields
        if field.name not in _OWN
    }
    went_on = Booking.objects.create(
        **kept,
        facility=to,
        booked_at=moved_at,
        booking_number=next_number(to, moved_at),
    )
    for model, standing in CARRIED.items():
        for part in model.objects.filter(booking=left, **standing):
            model.objects.create(
                booking=went_on,
                **{
                    field.attname: getattr(part, field.attname)
                    for field in model._meta.concrete_fields
                    if field.name not in {"id", "created_at", "booking"}
                },
            )
    return went_on
