"""Requests of people to delete records of theirs that were refused."""

from uuid import UUID

from access.acts import Act
from audit.enums import Outcome
from audit.models import ActEvent


def refused_deletions(booking_id: UUID) -> list[ActEvent]:
    """Of a booking that was shown, the newest first."""
    return list(
        ActEvent.objects.filter(
            act=Act.DELETE_RECORD,
            outcome=Outcome.REFUSED,
            target_kind="booking",
            target_id=str(booking_id),
            detail__has_key="grounds",
        ).order_by("-occurred_at", "-id")[:20]
    )
