"""Putting an attorney of record on a booking, and taking them off: lock, decide, check,
change, record.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from access.acts import Act
from access.guards import performing
from access.models import Agreement, Membership
from access.viewer import Viewer
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act
from bookings.models import Booking, Charge
from warrants.models import Appearance
from warrants.models.attorneys import LASTS
from warrants.rules import RuleViolation, check_appearance
from warrants.selectors import appearances as selectors
from warrants.sides import AppearanceEnd


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice of appearance, as it came: whose, in which case, and on which day."""

    attorney: str
    case_number: str
    received_on: date


def record_appearance(booking_id: UUID, notice: Notice, *, by: Viewer) -> Appearance:
    """Put an attorney of record on a booking. They see custody, court and bail of it from
    now on, until the agreement of their agency ends, for a year at the most.

    The caller has shown that the booking is visible to ``by``. Raises RuleViolation,
    ActDenied.
    """
    with performing(Act.RECORD_APPEARANCE, by):
        Booking.objects.select_for_update().get(pk=booking_id)
        at = now()
        member, paper = _checked(booking_id, notice, at)
        made = Appearance.objects.create(
            membership=member,
            booking_id=booking_id,
            case_number=notice.case_number,
            side=selectors.side_of(member),
            agreement=paper,
            received_on=notice.received_on,
            recorder_id=by.membership_id,
            starts_at=at,
            ends_at=min(at + LASTS, paper.ends_at),
        )
        _record(Act.RECORD_APPEARANCE, made, by)
    return made


def _checked(
    booking_id: UUID, notice: Notice, at: datetime
) -> tuple[Membership, Agreement]:
    """Whose notice it is, and on which agreement it rests. Raises RuleViolation."""
    members = selectors.attorneys_named(notice.attorney)
    member = members[0] if members else None
    paper = selectors.agreement_for(member) if member else None
    live = selectors.live_appearances(booking_id, at)
    check_appearance(
        capacities=len(members),
        has_agreement=paper is not None,
        is_of_a_charge=Charge.objects.filter(
            booking_id=booking_id, court_case_number=notice.case_number
        ).exists(),
        received_on=notice.received_on,
        today=timezone.localtime(at).date(),
        at=at,
        ends=[
            other.ends_at
            for other in live
            if member
            and (other.membership_id, other.case_number)
            == (member.pk, notice.case_number)
        ],
    )
    return member, paper


def end_appearance(
    booking_id: UUID, appearance_id: UUID, reason: AppearanceEnd, *, by: Viewer
) -> None:
    """Take an attorney off a booking. What it opened is closed at this instant. Raises
    RuleViolation where it has ended already, ActDenied.
    """
    with performing(Act.END_APPEARANCE, by, reason):
        own = Appearance.objects.select_for_update().filter(
            pk=appearance_id, booking_id=booking_id, ended_at=None
        )
        found = own.first()
        if found is None:
            raise RuleViolation("This attorney is no longer of record already.")
        found.ended_at, found.end_reason = now(), reason
        found.save(update_fields=["ended_at", "end_reason"])
        _record(Act.END_APPEARANCE, found, by, reason)


def _record(act: Act, made: Appearance, by: Viewer, reason: str = "") -> None:
    record_act(
        act,
        Outcome.DONE,
        actor=by,
        reason=reason,
        target_kind="appearance",
        target_id=made.pk,
    )
