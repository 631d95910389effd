"""Writing down that somebody left."""

from datetime import datetime
from uuid import UUID

from access.acts import Act
from access.guards import performing
from access.viewer import Viewer
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act_or_log
from bookings import rules
from bookings.enums import DischargeReason
from bookings.models import Booking
from bookings.services.locks import do_not_wait
from bookings.services.recording import record_or_log


def discharge_person(
    booking_id: UUID, reason: DischargeReason, leaving_at: datetime, *, by: Viewer
) -> Booking:
    """End a person's custody under one booking. ``leaving_at`` is aware.

    Raises RuleViolation, ActDenied, Booking.DoesNotExist.
    """
    with performing(Act.DISCHARGE, by, is_way_out=True):
        do_not_wait()
        booking = Booking.objects.select_for_update().get(pk=booking_id)
        _discharge(booking, reason, leaving_at)
        record_or_log(Act.DISCHARGE, booking, by=by)
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
        do_not_wait()
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
        record_or_log(Act.DISCHARGE, booking, by=by)
    return booking


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
