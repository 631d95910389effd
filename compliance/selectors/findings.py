"""Findings and scans: what was found, how far it has come, and what has changed since."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet

from access.enums import Role
from access.models import Account, Membership
from access.viewer import Viewer
from audit.clock import JailNow
from bookings.rules import working_days
from compliance import finding_rules
from compliance.enums import FindingState, FindingTarget
from compliance.models import Finding, FindingStep, Scan

PAGE = 50
_LIVE = Q(starts_at__lte=JailNow()) & (Q(ends_at=None) | Q(ends_at__gt=JailNow()))


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """What somebody wants to read. ``state``: empty is everything that is not closed."""

    kind: str = ""
    state: str = ""
    least_age: int = 0
    mine: bool = False
    oldest_first: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class FindingPage:
    findings: list[Finding]
    has_more: bool


def open_findings() -> list[Finding]:
    return list(
        Finding.objects.filter(closed_at__isnull=True).order_by("kind", "account_id")
    )


def findings(viewer: Viewer, wanted: FindingFilter) -> FindingPage:
    """A page of findings, the newest first unless the oldest are asked for."""
    found = _readable(viewer)
    if wanted.state:
        found = found.filter(state=wanted.state)
    else:
        found = found.exclude(state=FindingState.CLOSED)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.mine:
        found = found.filter(assigned_to_id=viewer.account_id)
    if wanted.least_age:
        found = found.filter(
            opened_at__lt=_end_of(working_days.days_ago(viewer.at, wanted.least_age))
        )
    order = ("opened_at", "pk") if wanted.oldest_first else ("-opened_at", "-pk")
    first = (wanted.page - 1) * PAGE
    rows = list(
        found.select_related("account", "assigned_to").order_by(*order)[
            first : first + PAGE + 1
        ]
    )
    return FindingPage(rows[:PAGE], len(rows) > PAGE)


def _readable(viewer: Viewer) -> QuerySet[Finding]:
    if finding_rules.reads_all(viewer):
        return Finding.objects.all()
    return Finding.objects.filter(assigned_to_id=viewer.account_id)


def _end_of(day) -> datetime:
    """The first instant after a day of the jail."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT timezone(%s, (%s::date + 1)::timestamp)", [settings.TIME_ZONE, day]
        )
        return cursor.fetchone()[0]


def finding_counts(viewer: Viewer) -> Counter:
    """Findings that are not closed, by kind."""
    return Counter(
        _readable(viewer)
        .exclude(state=FindingState.CLOSED)
        .values_list("kind", flat=True)
    )


def finding(viewer: Viewer, finding_id: int) -> Finding | None:
    """One finding, if it is for this viewer to read."""
    return (
        _readable(viewer)
        .select_related("account", "assigned_to", "closed_by", "reopens")
        .filter(pk=finding_id)
        .first()
    )


def steps_of(found: Finding) -> list[FindingStep]:
    return list(found.steps.select_related("by", "to").order_by("at", "pk"))


def open_in_place_of(closed: Finding) -> Finding | None:
    """The open finding of the same kind about the same, if there is one."""
    return Finding.objects.filter(
        kind=closed.kind,
        target_kind=closed.target_kind,
        target_id=closed.target_id,
        closed_at=None,
    ).first()


def assignees_of(found: Finding) -> dict[int, Account]:
    """To whom a finding may be assigned, by key."""
    anywhere = Q(roles__overlap=[role.value for role in finding_rules.CLOSERS])
    own = Q(roles__contains=[Role.COORDINATOR.value], unit__agency_id__in=_about(found))
    people = (
        Membership.objects.filter(
            _LIVE, anywhere | own, account__is_active=True, account__suspended_at=None
        )
        .exclude(account_id=found.account_id or 0)
        .select_related("account")
        .order_by("account__display_name")
    )
    return {member.account_id: member.account for member in people}


def _about(found: Finding) -> list[int]:
    """The agencies that a finding is about."""
    if found.account_id is not None:
        units = Membership.objects.filter(_LIVE, account_id=found.account_id)
        return list(units.values_list("unit__agency_id", flat=True))
    if found.target_kind == FindingTarget.AGENCY and found.target_id.isdecimal():
        return [int(found.target_id)]
    if found.target_kind == FindingTarget.UNIT and found.target_id.isdecimal():
        units = Membership.objects.filter(unit_id=int(found.target_id))
        return list(units.values_list("unit__agency_id", flat=True).distinct())
    return []


def last_scan() -> Scan | None:
    return Scan.objects.order_by("-started_at").first()


def has_changed_since(at: datetime) -> bool:
    """Whether a law, a unit, an agency, a detail or a capacity changed since, or a
    law took effect.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT EXISTS (SELECT FROM access_lawversion WHERE loaded_at > %(at)s
                 OR effective_at > %(at)s AND effective_at <= jail_now())
              OR EXISTS (SELECT FROM access_historicalunit WHERE history_date > %(at)s)
              OR EXISTS (SELECT FROM access_historicalagency
                         WHERE history_date > %(at)s)
              OR EXISTS (SELECT FROM access_historicalmissiondetail
                         WHERE history_date > %(at)s)
              OR EXISTS (SELECT FROM access_historicalmembership
                         WHERE history_date > %(at)s)""",
            {"at": at},
        )
        return cursor.fetchone()[0]
