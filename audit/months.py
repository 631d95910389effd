"""The months of the view history: each has a partition before it begins.

What comes when there is none falls into the default partition and is kept all the
same, so that no missing month keeps anybody from a record (law 14).
"""

import re
from datetime import UTC, datetime

from django.db import connection

MONTHS_AHEAD = 24
# Below this somebody has to look: the job that makes months has not run for a year.
FEWEST_AHEAD = 12

_PARTITIONS = """
SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
WHERE i.inhparent = to_regclass('public.audit_viewevent_live')"""
_OUTSIDE = """
SELECT EXISTS (SELECT FROM audit_viewevent WHERE origin = 'live' AND (
  %(first)s::timestamptz IS NULL
  OR occurred_at < %(first)s::timestamptz OR occurred_at >= %(end)s::timestamptz))"""
_MONTH = re.compile(r"audit_viewevent_live_(\d{4})(\d{2})$")
_DEFAULT = "audit_viewevent_live_default"


def ahead(now: datetime) -> int:
    """How many whole months after this one have their partition, without a gap."""
    there = set(filter(None, map(_number, _names())))
    month = _months(now.astimezone(UTC).year, now.astimezone(UTC).month)
    count = 0
    while month + count + 1 in there:
        count += 1
    return count


def has_default() -> bool:
    return _DEFAULT in _names()


def default_is_empty() -> bool:
    """Whether no event ever came before the first month or after the last: only such
    events are in the default partition while months have no gap. Asked through the
    whole history, of which the application may read no partition by itself.
    """
    numbers = sorted(filter(None, map(_number, _names())))
    first, end = (
        (_first_of(numbers[0]), _first_of(numbers[-1] + 1)) if numbers else (None, None)
    )
    with connection.cursor() as cursor:
        cursor.execute(_OUTSIDE, {"first": first, "end": end})
        return not cursor.fetchone()[0]


def make() -> int:
    """Have the owner's function make the months that are missing; return how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_months_ahead(%s)", [MONTHS_AHEAD])
        return cursor.fetchone()[0]


def _names() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_PARTITIONS)
        return [name for (name,) in cursor.fetchall()]


def _number(name: str) -> int | None:
    found = _MONTH.match(name)
    return found and _months(int(found[1]), int(found[2]))


def _first_of(month: int) -> datetime:
    year, after_january = divmod(month - 1, 12)
    return datetime(year, after_january + 1, 1, tzinfo=UTC)


def _months(year: int, month: int) -> int:
    return 12 * year + month
