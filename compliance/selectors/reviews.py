"""The weekly review of the history: what is to be looked at, and by whom."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.utils import timezone

from access.acts import ACTS, Act
from access.enums import JAILS_OWN, FieldClass
from access.models import Account
from access.viewer import Viewer
from compliance.models import HistoryReview

PAGE = 20
# So many of those most was shown to, so many of the others, and so many more of the
# jail's own whom safety alerts or facts of health were shown to.
BUSIEST = OTHERS = CARE = 5

_UNITS = """
SELECT DISTINCT m.unit_id FROM access_membership m
JOIN access_account a ON a.id = m.account_id JOIN access_unit u ON u.id = m.unit_id
WHERE m.roles && %(roles)s::varchar[] AND a.is_active AND a.suspended_at IS NULL
  AND u.closed_at IS NULL
  AND m.starts_at <= %(at)s AND (m.ends_at IS NULL OR %(at)s < m.ends_at)
ORDER BY 1"""

# The others by a hash of account and week: nobody can know beforehand who they are
# without the week's showings, and whoever asks again gets the same.
_SAMPLE = """
WITH shown AS (
  SELECT account_id, count(*) AS events,
    bool_or(mission = ANY(%(own)s) AND classes & %(care_classes)s <> 0) AS has_cared
  FROM audit_viewevent
  WHERE origin = 'live' AND occurred_at >= %(begins)s AND occurred_at < %(ends)s
    AND kind NOT IN ('refused', 'register') AND account_id IS NOT NULL
    AND account_id NOT IN (SELECT account_id FROM access_membership
                           WHERE unit_id = %(unit)s)
  GROUP BY account_id),
ranked AS (
  SELECT account_id, row_number() OVER (ORDER BY events DESC, account_id) AS place,
    md5(account_id::text || %(unit)s::text || %(week)s::text || events::text) AS lot,
    has_cared
  FROM shown),
drawn AS (
  SELECT account_id, 0 AS part, place::text AS lot FROM ranked WHERE place <= %(most)s
  UNION ALL (SELECT account_id, 1, lot FROM ranked WHERE place > %(most)s
             ORDER BY lot LIMIT %(others)s))
SELECT account_id FROM (
  SELECT account_id, part, lot FROM drawn
  UNION ALL (SELECT account_id, 2, lot FROM ranked
             WHERE has_cared AND account_id NOT IN (SELECT account_id FROM drawn)
             ORDER BY lot LIMIT %(care)s)) s
ORDER BY part, lot"""

# Of how many people each account was shown safety alerts or health facts in a week.
_CARE = """
SELECT account_id,
  count(DISTINCT person_id) FILTER (WHERE classes & %(safety)s <> 0),
  count(DISTINCT person_id) FILTER (WHERE classes & %(health)s <> 0)
FROM audit_viewevent
WHERE origin = 'live' AND account_id = ANY(%(accounts)s)
  AND occurred_at >= %(begins)s AND occurred_at < %(ends)s
GROUP BY account_id"""


@dataclass(frozen=True, slots=True)
class Week:
    """A week of the jail, from Monday to Monday."""

    monday: date
    begins: datetime
    ends: datetime


def last_week(at: datetime) -> Week:
    """The last one that is over."""
    today = timezone.localdate(at)
    return week_of(today - timedelta(days=today.weekday() + 7))


def week_of(monday: date) -> Week:
    return Week(monday, _midnight(monday), _midnight(monday + timedelta(days=7)))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def reviewing_units(at: datetime) -> list[int]:
    """Units with somebody in them who may sign a review."""
    roles = [role.value for role in ACTS[Act.REVIEW_HISTORY]]
    with connection.cursor() as cursor:
        cursor.execute(_UNITS, {"roles": roles, "at": at})
        return [unit for (unit,) in cursor.fetchall()]


def sample(unit_id: int, week: Week) -> list[int]:
    """Accounts to look at, none of the unit's own."""
    with connection.cursor() as cursor:
        cursor.execute(
            _SAMPLE,
            {
                "unit": unit_id,
                "week": week.monday,
                "begins": week.begins,
                "ends": week.ends,
                "most": BUSIEST,
                "others": OTHERS,
                "care": CARE,
                "own": [mission.value for mission in sorted(JAILS_OWN)],
                "care_classes": int(FieldClass.SAFETY | FieldClass.HEALTH),
            },
        )
        return [account for (account,) in cursor.fetchall()]


def overdue(at: datetime) -> list[HistoryReview]:
    return list(HistoryReview.objects.filter(signed_at=None, due_at__lte=at))


def reviews(viewer: Viewer) -> list[HistoryReview]:
    """One's own unit's, the newest first."""
    own = HistoryReview.objects.filter(unit_id=viewer.unit_id)
    return list(own.select_related("signed_by").order_by("-week")[:PAGE])


def review(viewer: Viewer, review_id: int) -> HistoryReview | None:
    own = HistoryReview.objects.filter(unit_id=viewer.unit_id, pk=review_id)
    return own.select_related("signed_by").first()


@dataclass(frozen=True, slots=True)
class Sampled:
    """An account to look at. ``safety``, ``health``: of how many people it was shown
    safety alerts and facts of health that week; who they were, its showings say.
    """

    account: Account
    safety: int
    health: int


def sampled(found: HistoryReview) -> list[Sampled]:
    """The accounts of a sample, in its order."""
    accounts = Account.objects.in_bulk(found.sample)
    care = _care(found)
    return [
        Sampled(accounts[key], *care.get(key, (0, 0)))
        for key in found.sample
        if key in accounts
    ]


def _care(found: HistoryReview) -> dict[int, tuple[int, int]]:
    week = week_of(found.week)
    with connection.cursor() as cursor:
        cursor.execute(
            _CARE,
            {
                "accounts": found.sample,
                "begins": week.begins,
                "ends": week.ends,
                "safety": int(FieldClass.SAFETY),
                "health": int(FieldClass.HEALTH),
            },
        )
        return {account: (safety, health) for account, safety, health in cursor}
