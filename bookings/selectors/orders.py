"""Court orders about records: what waits, and who outside was told before."""

from uuid import UUID

from django.db import connection

from access.acts import Act
from access.models import Proposal
from access.viewer import Viewer
from audit.services import kept_typed_text
from bookings.selectors.records import names

_TARGET = "booking"
_TOLD = """
SELECT g.name, count(*), max(e.occurred_at) FROM audit_viewevent e
JOIN access_agency g ON g.id = e.agency_id
WHERE e.booking_id = %(booking)s AND e.classes <> 0 AND NOT g.is_the_jail
GROUP BY g.name ORDER BY g.name"""


def waiting_about(booking_id: UUID) -> list[Proposal]:
    """Orders about a booking that was shown, the oldest first."""
    return list(_waiting().filter(target_id=str(booking_id)))


def waiting_orders(viewer: Viewer) -> list[tuple[Proposal, object]]:
    """Those that wait, each with whom it is about: of the records that this viewer may
    know of, and of no other.
    """
    found = list(_waiting())
    shown = names(viewer, [UUID(p.target_id) for p in found])
    return [(p, shown[UUID(p.target_id)]) for p in found if UUID(p.target_id) in shown]


def order_of(proposal: Proposal) -> str | None:
    """The words of an order or a request, as JSON; None once their time is over."""
    is_request = proposal.act == Act.DELETE_RECORD
    kind = "deletion_request" if is_request else "court_order"
    return kept_typed_text(proposal.payload["order"], kind=kind)


def waits_about(proposal_id: str, booking_id: UUID) -> bool:
    return _waiting().filter(pk=proposal_id, target_id=str(booking_id)).exists()


def told_outside(booking_id: UUID) -> list[tuple]:
    """Which other agencies were shown something of a booking that was shown: how often,
    and when last.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TOLD, {"booking": booking_id})
        return cursor.fetchall()


def _waiting():
    return (
        Proposal.objects.filter(target_kind=_TARGET, status="waiting")
        .select_related("requester", "requester_unit__agency")
        .order_by("proposed_at", "pk")
    )
