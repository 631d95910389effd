"""Findings and scans: what was found, and what has changed since."""

from collections import Counter
from datetime import datetime

from django.db import connection

from compliance.models import Finding, Scan

PAGE = 100


def open_findings() -> list[Finding]:
    return list(
        Finding.objects.filter(closed_at__isnull=True).order_by("kind", "account_id")
    )


def findings() -> list[Finding]:
    """Open findings, the newest first."""
    return list(
        Finding.objects.filter(closed_at__isnull=True)
        .select_related("account")
        .order_by("-opened_at", "pk")[:PAGE]
    )


def finding_counts() -> Counter:
    return Counter(
        Finding.objects.filter(closed_at__isnull=True).values_list("kind", flat=True)
    )


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
