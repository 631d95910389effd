"""What happened that is pushed, counted; and who was told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Count

from access import policy
from access.selectors import law_in_force, viewer_facts
from compliance.enums import FindingKind, FindingTarget, NoticeKind
from compliance.models import Delivery, Finding, Notice, Recipient
from compliance.selectors.exposure import Period
from compliance.selectors.own_history import of_this_system

PAGE = 50


@dataclass(frozen=True, slots=True)
class Told:
    """A notice and its deliveries, for the page of what was pushed."""

    notice: Notice
    deliveries: list[Delivery]


def happened(kind: NoticeKind, period: Period) -> dict[str, int]:
    """Counts of what happened in a period; empty if nothing did. Accounts, acts and
    jobs are counted exactly; nothing is counted of persons booked (law 12).
    """
    counts = _HAPPENED[kind](period)
    return counts if any(counts.values()) else {}


_REFUSED = """
SELECT count(*), count(DISTINCT target_id) FROM audit_actevent
WHERE act = 'account.sign_in' AND outcome = 'refused' AND reason = 'forbidden'
  AND occurred_at >= %(begins)s AND occurred_at < %(ends)s"""

# The sessions that began, each with what the rule asks about its capacity.
_BEGAN = """
SELECT s.account_id, m.roles, u.mission, g.enforces_immigration_law,
  EXISTS (SELECT FROM access_missiondetail d WHERE d.unit_id = u.id
    AND d.starts_at <= s.began_at AND (d.ends_at IS NULL OR s.began_at < d.ends_at)
  ) AS is_detailed
FROM access_accountsession s
JOIN access_membership m ON m.id = s.membership_id
JOIN access_unit u ON u.id = m.unit_id JOIN access_agency g ON g.id = u.agency_id
WHERE s.began_at >= %(begins)s AND s.began_at < %(ends)s"""


def _forbidden_used(period: Period) -> dict[str, int]:
    """Sign-ins that were refused because the law forbids the account, and sessions of
    such accounts (which a judge's paper may have opened).
    """
    span = {"begins": period.begins, "ends": period.ends}
    law, _ = law_in_force(period.ends)
    with connection.cursor() as cursor:
        cursor.execute(_REFUSED, span)
        refused, accounts = cursor.fetchone()
        cursor.execute(_BEGAN, span)
        names = [column.name for column in cursor.description]
        began = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    sessions = [
        row for row in began if policy.is_forbidden(law, viewer_facts(row)) and law
    ]
    return {
        "sign_ins_refused": refused,
        "accounts_refused": accounts,
        "sessions": len(sessions),
    }


def _shown_against_law(period: Period) -> dict[str, int]:
    rows = list(of_this_system(period))
    return {
        "accounts": len({row.account_id for row in rows}),
        "kinds_of_showing": len(rows),
    }


def _findings_of(kind: FindingKind, word: str) -> Callable[[Period], dict[str, int]]:
    """Those opened in the period, drawn as they are: one finding each."""

    def count(period: Period) -> dict[str, int]:
        return {
            word: Finding.objects.filter(
                kind=kind, opened_at__gte=period.begins, opened_at__lt=period.ends
            ).count()
        }

    return count


def _overdue_at_the_desk(period: Period) -> dict[str, int]:
    """Findings about somebody in custody, by kind: what was not done, and of nobody."""
    return dict(
        Finding.objects.filter(
            target_kind__in=[one for one in FindingTarget if one.is_of_desk],
            opened_at__gte=period.begins,
            opened_at__lt=period.ends,
        )
        .values_list("kind")
        .annotate(Count("pk"))
        .order_by("kind")
    )


_HAPPENED: Mapping[NoticeKind, Callable[[Period], dict[str, int]]] = {
    NoticeKind.FORBIDDEN_USED: _forbidden_used,
    NoticeKind.SHOWN_AGAINST_LAW: _shown_against_law,
    NoticeKind.JOB_DEAD: _findings_of(FindingKind.JOB_LATE, "jobs"),
    NoticeKind.DUTY_OVERDUE: _findings_of(FindingKind.DUTY_OVERDUE, "duties"),
    NoticeKind.FAILED_LOGGING: _findings_of(FindingKind.FAILED_LOGGING, "failures"),
    NoticeKind.DESK_OVERDUE: _overdue_at_the_desk,
}


def told() -> list[Told]:
    """The newest notices, each with whom it went to."""
    notices = Notice.objects.prefetch_related("deliveries__recipient")[:PAGE]
    return [
        Told(
            notice,
            sorted(notice.deliveries.all(), key=lambda one: one.recipient.role),
        )
        for notice in notices
    ]


def recipients() -> list[Recipient]:
    """Who is told now."""
    return list(Recipient.objects.filter(until=None).order_by("role"))


def recipients_before() -> list[Recipient]:
    return list(Recipient.objects.exclude(until=None).order_by("-until")[:PAGE])


def delivery_by_token(token: UUID) -> Delivery | None:
    return Delivery.objects.select_related("notice").filter(token=token).first()
