"""Reading the rota of counsel. It is about officials alone, and about nobody in custody."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from access.enums import Role
from access.models import Membership
from warrants import rota
from warrants.models import OnCall
from warrants.rota import Span

_PAST = 10


@dataclass(frozen=True, slots=True)
class Reached:
    """Who is on call at an instant, who is next if nobody is, and the gaps to come."""

    now: list[OnCall]
    next: OnCall | None
    gaps: list[Span]


def counsel() -> list[Membership]:
    """Those who can be put on the rota: counsel, in an office that lasts."""
    return list(
        Membership.objects.filter(
            Q(ends_at=None),
            roles__contains=[Role.COUNSEL.value],
            account__is_active=True,
            account__is_drill=False,
            account__suspended_at=None,
        )
        .select_related("account", "unit__agency")
        .order_by("account__display_name", "pk")
    )


def reached(at: datetime) -> Reached:
    """Who can be called at this instant."""
    lines = rota_from(at)
    spans = [Span(line.starts_at, line.ends_at) for line in lines]
    return Reached(
        now=[line for line in lines if line.starts_at <= at],
        next=next((line for line in lines if line.starts_at > at), None),
        gaps=rota.gaps(spans, at, at + rota.AHEAD),
    )


def rota_from(at: datetime) -> list[OnCall]:
    """The lines that are not over, of those who are still counsel, by their beginning."""
    return list(_standing().filter(ends_at__gt=at).order_by("starts_at", "id"))


def rota_before(at: datetime) -> list[OnCall]:
    """The last lines that are over, or were withdrawn, the newest first."""
    over = Q(ends_at__lte=at) | Q(withdrawn_at__isnull=False)
    return list(_lines().filter(over).order_by("-ends_at", "id")[:_PAST])


def _standing() -> QuerySet[OnCall]:
    return _lines().filter(
        withdrawn_at=None,
        membership__in=[member.pk for member in counsel()],
    )


def _lines() -> QuerySet[OnCall]:
    return OnCall.objects.select_related(
        "membership__account", "membership__unit__agency", "entered_by", "withdrawn_by"
    )
