"""Asking about a person by name, and saying which booking that is: once, by a decider."""

from uuid import UUID, uuid4

from access.acts import Act
from access.guards import performing, require
from access.viewer import Viewer
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act
from warrants import rules, selectors
from warrants.models import AccessRequest
from warrants.services.requests import Asked, ask, locked_to_decide


def ask_by_name(named: str, asked: Asked, *, by: Viewer) -> AccessRequest:
    """Ask about somebody whose booking one does not know. Nobody is looked for: the
    request gets a key that no booking has, and is accepted whoever is named.
    """
    return ask(uuid4(), asked, named=named, by=by)


def say_whom(request_id: UUID, booking_id: UUID, *, by: Viewer) -> AccessRequest:
    """Say which booking a name means, which whoever says it may know of; whoever asked
    is told nothing of it. Raises RuleViolation, ActDenied.
    """
    require(Act.SEARCH, by)
    with performing(Act.APPROVE, by):
        request, _ = locked_to_decide(request_id, approves=False, by=by)
        if not selectors.is_of_nobody_yet(request):
            raise rules.RuleViolation("It has been said which booking this is about.")
        request.booking_id = booking_id
        request.named_found_at, request.named_found_by_id = now(), by.account_id
        request.save(update_fields=["booking_id", "named_found_at", "named_found_by"])
        if request.instrument:
            request.instrument.booking_id = booking_id
            request.instrument.save(update_fields=["booking_id"])
        record_act(
            Act.APPROVE,
            Outcome.DONE,
            actor=by,
            reason="booking_named",
            target_kind=selectors.TARGET,
            target_id=request.pk,
            booking_id=str(booking_id),
        )
    return request
