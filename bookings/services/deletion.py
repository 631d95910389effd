"""A record goes because its person asks for it (RCW 10.97.060): weighed by the law's own
conditions, refused with the section, or asked of a second person, and then erased the
way an expunged record is. The view history stays.
"""

import json
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from access.acts import Act
from access.guards import performing
from access.models import Proposal
from access.rules import RuleViolation
from access.services import proposals
from access.viewer import Viewer
from audit.clock import now
from audit.enums import Outcome
from audit.sealing import digest
from audit.services import keep_typed_text, kept_typed_text, record_act
from bookings import rules
from bookings.enums import ChargeStatus, DeletionGround
from bookings.models import Booking
from bookings.selectors.legal_holds import is_kept_for_a_case
from bookings.services.orders import TARGET, erase

KIND = "deletion_request"
_REASON = "The person asks for it: see the request."
_CONVICTED = (ChargeStatus.CONVICTED, ChargeStatus.SENTENCED)


@dataclass(frozen=True, slots=True)
class DeletionRequest:
    """As the person makes it. ``favorable_on``: when the case ended in their favor;
    ``found``: what stands against it, as papers tell.
    """

    asked_on: date
    favorable_on: date | None = None
    found: frozenset[DeletionGround] = frozenset()

    def text(self) -> str:
        return json.dumps(
            {
                "asked_on": self.asked_on.isoformat(),
                "favorable_on": self.favorable_on and self.favorable_on.isoformat(),
                "found": sorted(self.found),
            }
        )

    @classmethod
    def read(cls, text: str) -> "DeletionRequest":
        said = json.loads(text)
        favorable = said["favorable_on"]
        return cls(
            date.fromisoformat(said["asked_on"]),
            favorable and date.fromisoformat(favorable),
            frozenset(map(DeletionGround, said["found"])),
        )


def request_deletion(
    booking_id: UUID,
    request: DeletionRequest,
    *,
    refuses_if_it_may: bool,
    by: Viewer,
) -> rules.Weighed | Proposal:
    """Weigh a request. What bars it refuses it, and, where the agency so chooses, what
    lets it refuse; either is written down. Else it waits for a second person.

    The caller has shown that the booking is visible to ``by``. Raises RuleViolation,
    ActDenied.
    """
    if request.asked_on > timezone.localdate(now()):
        raise RuleViolation("The day of the request is still to come.")
    with performing(Act.DELETE_RECORD, by):
        booking = Booking.objects.select_for_update().filter(pk=booking_id).first()
        weighed = _weigh(booking, request)
        grounds = weighed.bars or (weighed.options if refuses_if_it_may else ())
        if not grounds:
            return _propose(booking_id, request, by=by)
        record_act(
            Act.DELETE_RECORD,
            Outcome.REFUSED,
            actor=by,
            reason=grounds[0],
            target_kind=TARGET,
            target_id=booking_id,
            grounds=[str(ground) for ground in grounds],
        )
    return weighed


def _propose(booking_id: UUID, request: DeletionRequest, *, by: Viewer) -> Proposal:
    words = request.text()
    kept = keep_typed_text(words, kind=KIND, account_id=by.account_id)
    return proposals.propose(
        Act.DELETE_RECORD,
        TARGET,
        booking_id,
        reason=_REASON,
        by=by,
        order=str(kept.pk),
        digest=digest(words),
    )


def _weigh(booking: Booking | None, request: DeletionRequest) -> rules.Weighed:
    """By what the request tells and what stands on this record; of no other record."""
    if booking is None:
        raise RuleViolation("There is no such record any more.")
    found = set(request.found)
    if booking.discharged_at is None:
        found.add(DeletionGround.IN_CUSTODY)
    if booking.charges.filter(status__in=_CONVICTED).exists():
        found.add(DeletionGround.CONVICTED)
    return rules.weigh_deletion(
        arrested_on=timezone.localdate(booking.booked_at),
        favorable_on=request.favorable_on,
        found=frozenset(found),
        today=timezone.localdate(now()),
    )


@proposals.carries_out(Act.DELETE_RECORD)
def _delete(proposal: Proposal, by: Viewer) -> None:
    """Weighed again: something may have come to light since it was asked."""
    words = kept_typed_text(proposal.payload["order"], kind=KIND)
    if words is None:
        raise RuleViolation("The request's words are gone: enter it again.")
    booking = Booking.objects.select_for_update().filter(pk=proposal.target_id).first()
    if _weigh(booking, DeletionRequest.read(words)).bars:
        raise RuleViolation("By now the law does not let it be deleted: refuse it.")
    if is_kept_for_a_case(booking.pk):
        raise RuleViolation("It is kept for a case: nothing of it is deleted.")
    erase(proposal, Act.DELETE_RECORD, by=by)
