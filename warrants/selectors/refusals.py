"""Refusals: one's own, and all of a time, of which no person is told."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import CharField
from django.db.models.functions import Cast
from django.utils import timezone

from access.enums import Mission
from access.law import Law
from access.models import Approval
from access.selectors import law_in_force
from access.viewer import Viewer
from warrants.enums import RefusalReason, RequestStatus
from warrants.models import AccessRequest
from warrants.rules import section_of
from warrants.selectors.requests import APPROVE, TARGET

MONTHS = 13  # this one, and a year before it


@dataclass(frozen=True, slots=True)
class Refused:
    """One refusal, and of nobody."""

    decided_at: datetime
    agency: str
    mission: str
    classes: int
    reason: str

    @property
    def section(self) -> str:
        return section_of(RefusalReason(self.reason), Mission(self.mission))


def own_refusal(viewer: Viewer, request_id: UUID) -> tuple | None:
    """A refused request of one's own, its refusal, and the law that was in force then."""
    asked = (
        AccessRequest.objects.select_related(
            "membership__account", "membership__unit__agency"
        )
        .filter(
            pk=request_id,
            membership__account_id=viewer.account_id,
            status=RequestStatus.REFUSED,
        )
        .first()
    )
    if asked is None:
        return None
    refusal = _refusals().filter(target_id=str(asked.pk)).first()
    law: Law | None = law_in_force(refusal.decided_at)[0] if refusal else None
    return (asked, refusal, law) if law else None


def months(today: date) -> list[date]:
    """The first days of the months of the table, the newest first."""
    found = [today.replace(day=1)]
    while len(found) < MONTHS:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found


def refused_since(day: date) -> list[Refused]:
    """Every refusal since the first instant of a day, the newest first."""
    since = timezone.make_aware(datetime.combine(day, datetime.min.time()))
    refusals = list(_refusals().filter(decided_at__gte=since))
    asked = dict(
        AccessRequest.objects.annotate(key=Cast("pk", CharField()))
        .filter(key__in=[refusal.target_id for refusal in refusals])
        .values_list("key", "classes")
    )
    return [
        Refused(
            refusal.decided_at,
            str(refusal.requester_unit.agency),
            refusal.requester_unit.mission,
            asked[refusal.target_id],
            refusal.reason,
        )
        for refusal in refusals
    ]


def _refusals():
    return (
        Approval.objects.filter(act=APPROVE, target_kind=TARGET, approves=False)
        .select_related("requester_unit__agency")
        .order_by("-decided_at")
    )
