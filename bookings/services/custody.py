"""What entitles somebody to leave, on what they are kept, and for whom else."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from access.acts import Act
from access.guards import performing
from access.viewer import Viewer
from audit.clock import now
from bookings import rules
from bookings.enums import BasisKind, EntitlementKind, HoldEffect, HoldKind
from bookings.models import (
    Booking,
    CustodyBasis,
    CustodyHold,
    CustodyTransfer,
    ReleaseEntitlement,
)
from bookings.rules import RuleViolation
from bookings.services.recording import record, whose


@dataclass(frozen=True, slots=True)
class NewHold:
    """A paper of another body. ``received_at`` is aware."""

    kind: HoldKind
    effect: HoldEffect
    issuer: str
    number: str
    received_at: datetime


def entitle(
    booking_id: UUID, kind: EntitlementKind, at: datetime, source: str, *, by: Viewer
) -> ReleaseEntitlement:
    """Write down from when somebody is entitled to leave, and from what one knows it.

    It may be written late, with its true time, also after they have left. The clock
    runs until they are out. Raises RuleViolation, ActDenied, Booking.DoesNotExist.
    """
    with performing(Act.ENTITLE, by):
        booking = Booking.objects.select_for_update().get(pk=booking_id)
        rules.check_entitlement(
            kind,
            at,
            booked_at=confined_since(booking),
            discharged_at=booking.discharged_at,
            now=now(),
        )
        if _running(booking, kind):
            raise RuleViolation(f"“{kind.label}” is written down already.")
        entitlement = ReleaseEntitlement.objects.create(
            booking=booking, kind=kind, at=at, source=source, recorded_by=whose(by=by)
        )
        record(Act.ENTITLE, booking, by=by)
    return entitlement


def withdraw_entitlement(
    booking_id: UUID, kind: EntitlementKind, why: str, *, by: Viewer
) -> None:
    """Take back what was written down in error, in one act, for a reason.

    Raises RuleViolation, ActDenied, Booking.DoesNotExist.
    """
    with performing(Act.WITHDRAW_ENTITLEMENT, by):
        booking = Booking.objects.select_for_update().get(pk=booking_id)
        running = _running(booking, kind)
        if running is None:
            raise RuleViolation(f"“{kind.label}” is not running for this person.")
        running.withdrawn_at, running.withdrawn_why = now(), why
        running.withdrawn_by = whose(by=by)
        running.save(update_fields=["withdrawn_at", "withdrawn_why", "withdrawn_by"])
        record(Act.WITHDRAW_ENTITLEMENT, booking, by=by)


def record_basis(
    booking_id: UUID, kind: BasisKind, at: datetime, source: str, *, by: Viewer
) -> CustodyBasis:
    """Write down what a court has decided, by which a clock stops.

    Raises RuleViolation, ActDenied, Booking.DoesNotExist.
    """
    with performing(Act.RECORD_BASIS, by):
        booking = Booking.objects.select_for_update().get(pk=booking_id)
        rules.check_basis(at, confined_since=confined_since(booking), now=now())
        basis = CustodyBasis.objects.create(
            booking=booking, kind=kind, at=at, source=source, recorded_by=whose(by=by)
        )
        record(Act.RECORD_BASIS, booking, by=by)
    return basis


def record_custody_hold(booking_id: UUID, hold: NewHold, *, by: Viewer) -> CustodyHold:
    """Write down a paper of another court or body; immigration papers are none.

    Raises RuleViolation, ActDenied, Booking.DoesNotExist.
    """
    with performing(Act.RECORD_HOLD, by):
        booking = Booking.objects.select_for_update().get(pk=booking_id)
        rules.check_custody_hold(
            issuer=hold.issuer,
            number=hold.number,
            received_at=hold.received_at,
            now=now(),
        )
        if _open_hold(booking, hold.kind, hold.number):
            raise RuleViolation("This hold is written down already.")
        made = CustodyHold.objects.create(
            booking=booking,
            kind=hold.kind,
            effect=hold.effect,
            issuer=hold.issuer,
            number=hold.number,
            received_at=hold.received_at,
            recorded_by=whose(by=by),
        )
        record(Act.RECORD_HOLD, booking, by=by)
    return made


def clear_custody_hold(
    booking_id: UUID, kind: HoldKind, number: str, why: str, *, by: Viewer
) -> None:
    """Raises RuleViolation, ActDenied, Booking.DoesNotExist."""
    with performing(Act.CLEAR_HOLD, by):
        booking = Booking.objects.select_for_update().get(pk=booking_id)
        standing = _open_hold(booking, kind, number)
        if standing is None:
            raise RuleViolation("No such hold stands: see kind and number.")
        standing.cleared_at, standing.cleared_why = now(), why
        standing.save(update_fields=["cleared_at", "cleared_why"])
        record(Act.CLEAR_HOLD, booking, by=by)


def confined_since(booking: Booking) -> datetime:
    """From when the clocks count: where a stay continues another, from its beginning."""
    first = CustodyTransfer.objects.filter(booking=booking).first()
    return first.confined_since if first else booking.booked_at


def _running(booking: Booking, kind: EntitlementKind) -> ReleaseEntitlement | None:
    return ReleaseEntitlement.objects.filter(
        booking=booking, kind=kind, withdrawn_at=None
    ).first()


def _open_hold(booking: Booking, kind: HoldKind, number: str) -> CustodyHold | None:
    return CustodyHold.objects.filter(
        booking=booking, kind=kind, number=number, cleared_at=None
    ).first()
