"""Refusals: one's own, and all of a time, of which no person is told."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from django.db.models import CharField
from django.db.models.functions import Cast
from django.utils import timezone

from access.acts import Act
from access.enums import FieldClass, LawKind, Mission
from access.law import Law
from access.models import Approval
from access.selectors import law_by_hash, law_versions
from access.viewer import Viewer
from audit.models import ActEvent
from warrants import rules
from warrants.enums import RefusalReason, RequestStatus
from warrants.models import AccessRequest
from warrants.rules import Section
from warrants.selectors.requests import APPROVE, TARGET

MONTHS = 13  # this one, and a year before it


@dataclass(frozen=True)
class Refused:
    """One refused request: what was asked, for whose work, and under which law."""

    request_id: UUID
    decided_at: datetime
    agency: str
    mission: Mission
    classes: FieldClass
    reason: RefusalReason
    law: Law | None

    @cached_property
    def grounds(self) -> tuple[Section, ...]:
        return rules.grounds(self.law, self.mission, self.reason, self.classes)

    @property
    def section(self) -> str:
        return rules.section_of(self.grounds)


def own_refusal(
    viewer: Viewer, request_id: UUID
) -> tuple[AccessRequest, Refused] | None:
    """A refused request of one's own, and its refusal under the law that was in force."""
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
    refused = refused_among([asked]).get(asked.pk)
    return (asked, refused) if refused and refused.law else None


def refused_among(requests: Iterable[AccessRequest]) -> dict[UUID, Refused]:
    """Those of these requests that were refused, by their keys."""
    keys = [str(asked.pk) for asked in requests]
    found = _told(list(refusals().filter(target_id__in=keys)))
    return {one.request_id: one for one in found}


def months(today: date) -> list[date]:
    """The first days of the months of the table, the newest first."""
    found = [today.replace(day=1)]
    while len(found) < MONTHS:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found


def refused_since(day: date) -> list[Refused]:
    """Every refusal since the first instant of a day, the newest first."""
    since = timezone.make_aware(datetime.combine(day, datetime.min.time()))
    return _told(list(refusals().filter(decided_at__gte=since)))


def refusals():
    return (
        Approval.objects.filter(act=APPROVE, target_kind=TARGET, approves=False)
        .select_related("requester_unit__agency")
        .order_by("-decided_at", "-pk")
    )


def _told(found: list[Approval]) -> list[Refused]:
    keys = [refusal.target_id for refusal in found]
    asked = dict(
        AccessRequest.objects.annotate(key=Cast("pk", CharField()))
        .filter(key__in=keys)
        .values_list("key", "classes")
    )
    missions, law_at = _missions_of(keys), laws_by_instant()
    return [
        Refused(
            request_id=UUID(refusal.target_id),
            decided_at=refusal.decided_at,
            agency=str(refusal.requester_unit.agency),
            mission=Mission(
                missions.get(refusal.target_id) or refusal.requester_unit.mission
            ),
            classes=FieldClass(asked[refusal.target_id]),
            reason=RefusalReason(refusal.reason),
            law=law_at(refusal.decided_at),
        )
        for refusal in found
    ]


def _missions_of(keys: list[str]) -> dict[str, str]:
    """For which work each was asked: the unit's mission may have changed since."""
    asking = ActEvent.objects.filter(
        act=Act.ASK, target_kind=TARGET, target_id__in=keys
    )
    return dict(asking.values_list("target_id", "mission"))


def laws_by_instant() -> Callable[[datetime], Law | None]:
    """The law that was in force at an instant, without a question for each."""
    laws = [law for law in law_versions() if law.kind == LawKind.LAW]

    def law_at(at: datetime) -> Law | None:
        begun = (law.sha256 for law in laws if law.effective_at <= at)
        return next(map(law_by_hash, begun), None)

    return law_at
