"""That two records are of one person: asked by one, agreed to by a second of another
unit, undone by one act. No booking moves and no field is written over: every booking
passes the gate by itself afterwards as before.
"""

from uuid import UUID

from access.acts import Act
from access.guards import performing, refusals_recorded
from access.models import Proposal
from access.rules import RuleViolation
from access.services import proposals
from access.viewer import Viewer
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act
from bookings import rules
from bookings.enums import UnlinkReason
from bookings.models import Booking, Person, PersonLink

TARGET = "person_link"
_REASON = "Two records are of one person: see them side by side."


def propose_link(booking_id: UUID, other_id: UUID, *, by: Viewer) -> Proposal:
    """Ask that the people of two bookings be one. The caller has shown that both are
    visible to ``by``. Raises RuleViolation, ActDenied.
    """
    people = _people(booking_id, other_id)
    return proposals.propose(
        Act.MERGE,
        TARGET,
        rules.pair_key(*people),
        reason=_REASON,
        by=by,
        booking=str(booking_id),
        other_booking=str(other_id),
    )


def decide_link(proposal_id: UUID, *, agrees: bool, by: Viewer) -> Proposal:
    """The second person's yes or no. Raises RuleViolation, ActDenied."""
    act = proposals.agree if agrees else proposals.refuse
    return act(proposal_id, by=by)


def end_link(link_id: UUID, reason: UnlinkReason, *, by: Viewer) -> PersonLink:
    """Take two records apart again. The caller has shown that both are visible to
    ``by``. Raises RuleViolation, ActDenied, PersonLink.DoesNotExist.
    """
    with (
        refusals_recorded(Act.UNMERGE, by, TARGET, link_id),
        performing(Act.UNMERGE, by, reason),
    ):
        link = PersonLink.objects.select_for_update().get(pk=link_id)
        if link.ended_at is not None:
            raise RuleViolation("They were taken apart already.")
        link.ended_at = now()
        link.ended_by_id = by.account_id
        link.save(update_fields=["ended_at", "ended_by"])
        _record(Act.UNMERGE, link, by, reason=reason)
    return link


def _people(booking_id: UUID, other_id: UUID) -> tuple[UUID, UUID]:
    """The two people, the lesser key first. Raises RuleViolation."""
    people = dict(
        Booking.objects.filter(pk__in=(booking_id, other_id)).values_list(
            "pk", "person_id"
        )
    )
    one, other = people.get(booking_id), people.get(other_id)
    if one is None or other is None:
        raise RuleViolation("There is no such record any more.")
    if one == other:
        raise RuleViolation("Both bookings are on one record already.")
    lesser, greater = sorted((one, other))
    if PersonLink.objects.filter(
        person_id=lesser, other_id=greater, ended_at=None
    ).exists():
        raise RuleViolation("These two records are joined already.")
    return lesser, greater


@proposals.carries_out(Act.MERGE)
def _merge(proposal: Proposal, by: Viewer) -> None:
    pair = (proposal.payload[name] for name in ("booking", "other_booking"))
    lesser, greater = _people(*map(UUID, pair))
    if str(rules.pair_key(lesser, greater)) != proposal.target_id:
        raise RuleViolation("They are on other records by now: compare them again.")
    # Whoever expunges one of them waits.
    list(Person.objects.select_for_update().filter(pk__in=(lesser, greater)))
    link = PersonLink.objects.create(
        person_id=lesser,
        other_id=greater,
        asked_by_id=proposal.requester_id,
        agreed_by_id=by.account_id,
    )
    _record(Act.MERGE, link, by)


def _record(act: Act, link: PersonLink, by: Viewer, *, reason: str = "") -> None:
    """By the link's own key: whoever reads of one record is not told of the other."""
    record_act(
        act,
        Outcome.DONE,
        actor=by,
        reason=reason,
        target_kind=TARGET,
        target_id=link.pk,
    )
