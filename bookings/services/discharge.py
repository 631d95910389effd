"""Writing down that somebody left.

What is written beside a release (to whom somebody was handed over, a task for the
supervisor, an end of a court trip) never keeps anybody: where it cannot be written the
log raises the alarm, and the person leaves (law 14).
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import DatabaseError, transaction

from access.acts import Act
from access.guards import performing
from access.viewer import Viewer
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act_or_log
from bookings import rules
from bookings.enums import (
    DischargeReason,
    HoldEffect,
    InstrumentKind,
    PropertyKind,
    TaskKind,
)
from bookings.models import (
    Booking,
    CustodyHold,
    DeskTask,
    Handover,
    Movement,
    PropertyItem,
)
from bookings.rules import RuleViolation
from bookings.services.locks import do_not_wait
from bookings.services.recording import record, record_or_log, whose
from bookings.services.tasks import open_task

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who takes somebody over, on which judge's paper in a criminal case."""

    agency: str = ""
    officer: str = ""
    instrument: InstrumentKind | None = None
    court: str = ""
    case_number: str = ""

    def why_not(self) -> str:
        return rules.why_no_instrument(
            instrument=self.instrument,
            court=self.court,
            case_number=self.case_number,
            officer=self.officer,
        )


def discharge_person(
    booking_id: UUID,
    reason: DischargeReason,
    leaving_at: datetime,
    receiver: Receiver | None = None,
    *,
    by: Viewer,
) -> Booking:
    """End a person's custody under one booking. ``leaving_at`` is aware.

    A handover to a federal agency without a judge's paper in a criminal case is an
    ordinary release: nobody is kept, and nobody is handed over. The booking's own
    reason tells which it was. Raises RuleViolation, ActDenied, Booking.DoesNotExist.
    """
    word = rules.late_word(leaving_at, now=now())
    with performing(Act.DISCHARGE, by, word, is_way_out=True):
        do_not_wait()
        booking = Booking.objects.select_for_update().get(pk=booking_id)
        _check(booking, leaving_at)
        if reason in rules.FEDERAL and not _handed_over(booking, receiver, by):
            reason = DischargeReason.ORDINARY_RELEASE
            _beside(lambda: open_task(booking, TaskKind.NO_INSTRUMENT, by=by))
        _discharge(booking, reason, leaving_at, by)
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
    if reason in rules.FEDERAL:  # no paper is looked at here
        reason = DischargeReason.ORDINARY_RELEASE
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
        _check(booking, leaving_at)
        _discharge(booking, reason, leaving_at, by)
        record_or_log(Act.DISCHARGE, booking, by=by)
    return booking


def undo_discharge(booking_id: UUID, outcome: str, *, by: Viewer) -> Booking:
    """Take a wrong release back in one act; the history shows both. It brings nobody
    back: it is for whoever never left. Raises RuleViolation, ActDenied.
    """
    with performing(Act.UNDO_DISCHARGE, by):
        booking = Booking.objects.select_for_update().get(pk=booking_id)
        at = now()
        rules.check_undoing(discharged_at=booking.discharged_at, now=at)
        if booking.discharge_reason == DischargeReason.TRANSFER_OTHER_FACILITY:
            raise RuleViolation(
                "This stay goes on at the other facility. Transfer them back from there."
            )
        booking.handovers.all().delete()
        booking.discharged_at = None
        booking.discharge_reason = booking.discharge_manner = ""
        booking.discharge_entered_at = None
        booking.save(
            update_fields=[
                *("discharged_at", "discharge_reason", "discharge_manner"),
                "discharge_entered_at",
            ]
        )
        DeskTask.objects.filter(booking=booking, done_at=None).update(
            done_at=at, done_by=whose(by=by), outcome=outcome
        )
        record(Act.UNDO_DISCHARGE, booking, by=by)
    return booking


def _check(booking: Booking, leaving_at: datetime) -> None:
    rules.check_discharge(
        booked_at=booking.booked_at,
        discharged_at=booking.discharged_at,
        leaving_at=leaving_at,
        now=now(),
    )


def _discharge(
    booking: Booking, reason: DischargeReason, leaving_at: datetime, by: Viewer
) -> None:
    booking.discharged_at = leaving_at
    booking.discharge_reason = reason
    booking.discharge_manner = rules.public_manner(reason)
    booking.discharge_entered_at = rules.entered_late(leaving_at, now=now())
    booking.save(
        update_fields=[
            *("discharged_at", "discharge_reason", "discharge_manner"),
            "discharge_entered_at",
        ]
    )
    _beside(lambda: _end_way_out(booking, leaving_at))
    _beside(lambda: _tell_of_what_binds(booking, by))
    _beside(lambda: _tell_of_property(booking, by))


def _handed_over(booking: Booking, receiver: Receiver | None, by: Viewer) -> bool:
    """Whether a handover is lawful and written down; else there is none."""
    if receiver is None or receiver.why_not():
        return False
    return _beside(
        lambda: Handover.objects.create(
            booking=booking,
            agency=receiver.agency,
            officer=receiver.officer,
            instrument=receiver.instrument,
            court=receiver.court,
            case_number=receiver.case_number,
            recorded_by=whose(by=by),
        )
    )


def _end_way_out(booking: Booking, leaving_at: datetime) -> None:
    Movement.objects.filter(booking=booking, returned_at=None).update(
        returned_at=leaving_at
    )


def _tell_of_property(booking: Booking, by: Viewer) -> None:
    """Whoever leaves without what is theirs is not called back for it: it is a task."""
    still_here = PropertyItem.objects.filter(
        booking=booking, kind=PropertyKind.DEPOSITED, returned_at=None
    )
    if still_here.exists():
        open_task(booking, TaskKind.PROPERTY_HELD, by=by)


def _tell_of_what_binds(booking: Booking, by: Viewer) -> None:
    """A release while something that binds stands open is no stop: it is a task."""
    binding = CustodyHold.objects.filter(
        booking=booking, cleared_at=None, effect=HoldEffect.BINDS
    )
    if binding.exists():
        open_task(booking, TaskKind.RELEASED_DESPITE, by=by)


def _beside(write: Callable[[], object]) -> bool:
    """Write something beside a release; whether it could be written."""
    try:
        with transaction.atomic():
            write()
    except DatabaseError:
        logger.critical("what belongs to a release could not be written")
        return False
    return True
