"""What a court orders about a record: to seal it, to unseal it, to expunge it. One
person enters the order, a second of another unit reads it and agrees; then it is done.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.utils import timezone

from access.acts import Act
from access.enums import Role
from access.models import Proposal
from access.rules import RuleViolation
from access.services import proposals
from access.viewer import Viewer
from audit.clock import now
from audit.enums import Outcome
from audit.sealing import digest
from audit.services import keep_typed_text, record_act
from bookings.models import Booking
from bookings.selectors.legal_holds import is_kept_for_a_case

TARGET = "booking"
KIND = "court_order"
_REASON = "A court has ordered it: see the order."


@dataclass(frozen=True, slots=True)
class CourtOrder:
    """As it stands on the paper. ``ordered_on``: the day on which it was signed."""

    court: str
    case_number: str
    ordered_on: date


def propose_order(
    booking_id: UUID, act: Act, order: CourtOrder, *, by: Viewer
) -> Proposal:
    """Enter an order; nothing is done until a second person agrees.

    The caller has shown that the booking is visible to ``by``. The order's own words
    name a case: they are kept sealed, and for as long as typed text is kept; what stays
    is their keyed digest. Raises RuleViolation, ActDenied.
    """
    if order.ordered_on > timezone.localdate(now()):
        raise RuleViolation("The day of the order is still to come.")
    _check(Booking.objects.get(pk=booking_id), act)
    words = json.dumps(asdict(order), default=str)
    kept = keep_typed_text(words, kind=KIND, account_id=by.account_id)
    return proposals.propose(
        act,
        TARGET,
        booking_id,
        reason=_REASON,
        by=by,
        order=str(kept.pk),
        digest=digest(f"{order.court} {order.case_number}"),
    )


def decide_order(proposal_id: UUID, *, agrees: bool, by: Viewer) -> Proposal:
    """The second person's yes or no. Raises RuleViolation, ActDenied."""
    act = proposals.agree if agrees else proposals.refuse
    return act(proposal_id, by=by)


def _check(booking: Booking, act: Act) -> None:
    if act is Act.SEAL and booking.is_sealed:
        raise RuleViolation("This record is sealed already.")
    if act is Act.UNSEAL and not booking.is_sealed:
        raise RuleViolation("This record is not sealed.")


@proposals.carries_out(Act.SEAL)
def _seal(proposal: Proposal, by: Viewer) -> None:
    _set_seal(proposal, Act.SEAL, is_sealed=True)


@proposals.carries_out(Act.UNSEAL)
def _unseal(proposal: Proposal, by: Viewer) -> None:
    _set_seal(proposal, Act.UNSEAL, is_sealed=False)


def _set_seal(proposal: Proposal, act: Act, *, is_sealed: bool) -> None:
    booking = Booking.objects.select_for_update().filter(pk=proposal.target_id).first()
    if booking is None:
        raise RuleViolation("There is no such record any more.")
    _check(booking, act)
    booking.is_sealed = is_sealed
    booking.sealed_at = now() if is_sealed else None
    booking.save(update_fields=["is_sealed", "sealed_at"])


@proposals.carries_out(Act.EXPUNGE)
def _expunge(proposal: Proposal, by: Viewer) -> None:
    erase(proposal, Act.EXPUNGE, by=by)


def erase(proposal: Proposal, act: Act, *, by: Viewer) -> None:
    """The owner's function looks for the approval itself, and takes everything away."""
    booking = Booking.objects.select_for_update().filter(pk=proposal.target_id).first()
    if booking is None:
        raise RuleViolation("There is no such record any more.")
    if is_kept_for_a_case(booking.pk) and Role.COUNSEL not in by.roles:
        raise RuleViolation(
            "A legal hold keeps this record, and the order says that it goes. Counsel "
            "decides: counsel agrees or refuses here."
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT bookings_expunge(%s)", [proposal.target_id])
        rows = cursor.fetchone()[0]
    record_act(
        act,
        Outcome.DONE,
        actor=by,
        target_kind=TARGET,
        target_id=proposal.target_id,
        rows=rows,
        order=proposal.payload["digest"],
    )
