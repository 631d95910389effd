"""The meter: is the change history whole?

Beside the triggers that write history stand others that do nothing but count rows
written, statement by statement. Neither knows of the other: where one is missing or
off, writes and history differ, and the difference is seen. What an order took out of a
history is counted too, with the record it was about.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from audit import history
from audit.clock import now

_OPERATIONS = {
    "insert": "NEW TABLE AS counted",
    "update": "NEW TABLE AS counted",
    "delete": "OLD TABLE AS counted",
}
# Together with the history's own three on the live table, each of them always on.
TRIGGERS_OF_A_TABLE = 7
# Counts older than this are summed by the hour.
FOLD_AFTER = timedelta(days=2)

_COUNTING = """
CREATE OR REPLACE TRIGGER zy_counted_{operation} AFTER {operation} ON public."{table}"
  REFERENCING {rows} FOR EACH STATEMENT EXECUTE FUNCTION public.audit_count_writes();
ALTER TABLE public."{table}" ENABLE ALWAYS TRIGGER zy_counted_{operation};"""

_REMOVING = """
CREATE OR REPLACE TRIGGER zy_removed AFTER DELETE ON public."{past}"
  REFERENCING OLD TABLE AS removed
  FOR EACH STATEMENT EXECUTE FUNCTION public.audit_count_removals();
ALTER TABLE public."{past}" ENABLE ALWAYS TRIGGER zy_removed;"""

# What was written before a table had its meter is not asked about.
_SINCE = """
INSERT INTO public.audit_meteredtable (table_name, past_name, since_history_id, since)
SELECT '{table}', '{past}', coalesce(max(history_id), 0), public.jail_now()
FROM public."{past}" ON CONFLICT DO NOTHING;"""

_ON = """
SELECT m.table_name, m.past_name, count(t.oid) FROM public.audit_meteredtable m
LEFT JOIN pg_trigger t ON t.tgenabled = 'A' AND (
  t.tgrelid = to_regclass(format('public.%%I', m.table_name))
    AND (t.tgname LIKE 'zy\\_counted\\_%%' OR t.tgname LIKE 'zz\\_history\\_%%')
  OR t.tgrelid = to_regclass(format('public.%%I', m.past_name))
    AND t.tgname = 'zy_removed')
WHERE to_regclass(format('public.%%I', m.past_name)) IS NOT NULL
GROUP BY m.table_name, m.past_name ORDER BY m.table_name"""

_METERED = """
SELECT table_name, past_name, since_history_id FROM public.audit_meteredtable
WHERE to_regclass(format('public.%%I', past_name)) IS NOT NULL ORDER BY table_name"""

_DAY = "({at} AT TIME ZONE %(zone)s)::date"
# A statement that is counted before midnight can be kept a moment after it.
_JUST_BEGUN = """{at} < date_trunc('day', {at} AT TIME ZONE %(zone)s)
  AT TIME ZONE %(zone)s + interval '2 seconds'"""
_COUNTED = f"""
SELECT 'writes', table_name, {_DAY.format(at="at")}, sum(rows)::bigint, 0
FROM public.audit_writecount WHERE at >= %(since)s GROUP BY 2, 3
UNION ALL
SELECT 'removed', r.table_name, {_DAY.format(at="r.history_hour")}, sum(r.rows)::bigint,
  coalesce(sum(r.just_begun) FILTER (
    WHERE {_JUST_BEGUN.format(at="r.history_hour")}), 0)::bigint
FROM public.audit_historyremoval r WHERE r.history_hour >= %(since)s AND EXISTS (
  SELECT FROM public.audit_actevent e WHERE e.target_kind = 'booking'
    AND e.target_id = r.record
    AND e.act IN ('record.expunge', 'record.delete', 'disposition.execute')
    AND e.outcome = 'done')
GROUP BY 2, 3"""
_KEPT = f"""
SELECT 'kept', '{{table}}', {_DAY.format(at="history_date")}, count(*),
  count(*) FILTER (WHERE {_JUST_BEGUN.format(at="history_date")})
FROM public."{{past}}" WHERE history_id > {{since_id}} AND history_date >= %(since)s
GROUP BY 3"""


@dataclass(frozen=True, slots=True)
class Reading:
    """One table on one day of the jail's. ``removed``: rows of history that two people
    ordered away.
    """

    table: str
    day: date
    writes: int
    kept: int
    removed: int
    moved: int = 0

    @property
    def difference(self) -> int:
        """Writes without history; below nothing, history without a counted write."""
        return self.writes - self.kept - self.removed - self.moved


def install(cursor) -> None:
    """Set up what counts, where it is missing or off; owner only, safe to repeat."""
    cursor.execute("SELECT to_regclass('public.audit_meteredtable') IS NOT NULL")
    if not cursor.fetchone()[0]:
        return
    cursor.execute(_ON, [])
    standing = {
        table for table, _, on in cursor.fetchall() if on == TRIGGERS_OF_A_TABLE
    }
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
    )
    there = {name for (name,) in cursor.fetchall()}
    for live, past in history.tracked():
        table, past_table = live._meta.db_table, past._meta.db_table
        if table not in standing and {table, past_table} <= there:
            cursor.execute(_statements(table, past_table))


def _statements(table: str, past: str) -> str:
    counting = [
        _COUNTING.format(operation=operation, table=table, rows=rows)
        for operation, rows in _OPERATIONS.items()
    ]
    # Sent as one, they are one transaction: what is written meanwhile waits for them.
    since = _SINCE.format(table=table, past=past)
    return " ".join([*counting, _REMOVING.format(past=past), since])


def readings(since: datetime | None = None) -> list[Reading]:
    """Every table and day with something written, newest day first. ``since``: the
    beginning of a day of the jail's; without it from the first day on.
    """
    earlier = since - timedelta(days=1) if since else None
    counts: dict[tuple[str, date], dict[str, int]] = defaultdict(
        lambda: dict.fromkeys(("writes", "kept", "removed", "just_begun"), 0)
    )
    for what, table, day, rows, just_begun in _counted(earlier):
        counts[table, day][what] += rows
        counts[table, day]["just_begun"] += just_begun
    found = _settled(counts)
    if since:
        first = timezone.localtime(since).date()
        found = [one for one in found if one.day >= first]
    return sorted(found, key=lambda one: (-one.day.toordinal(), one.table))


def not_on() -> list[str]:
    """Tables of which a trigger is missing or off: of the history, or of the meter."""
    with connection.cursor() as cursor:
        cursor.execute(_ON, [])
        return [
            table for table, _, on in cursor.fetchall() if on != TRIGGERS_OF_A_TABLE
        ]


def fold() -> int:
    """Have the owner's function sum what was counted some days ago by the hour; return
    how many rows went into the sums.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_fold_write_counts(%s)", [now() - FOLD_AFTER])
        return cursor.fetchone()[0]


def _counted(since: datetime | None) -> list[tuple]:
    """One statement, so that all is counted at the same moment."""
    with connection.cursor() as cursor:
        cursor.execute(_METERED, [])
        parts = [
            _KEPT.format(table=table, past=past, since_id=since_id)
            for table, past, since_id in cursor.fetchall()
        ]
        cursor.execute(
            " UNION ALL ".join([_COUNTED, *parts]),
            {"since": since or "-infinity", "zone": settings.TIME_ZONE},
        )
        return cursor.fetchall()


def _settled(counts: dict) -> list[Reading]:
    """What was counted before midnight and kept just after it belongs to one day."""
    found = {
        key: Reading(*key, number["writes"], number["kept"], number["removed"])
        for key, number in counts.items()
    }
    for table, day in sorted(found):
        after = found.get((table, day + timedelta(days=1)))
        if after is None:
            continue
        over = min(
            found[table, day].difference,
            -after.difference,
            counts[table, after.day]["just_begun"],
        )
        if over > 0:
            found[table, day] = _moved(found[table, day], over)
            found[table, after.day] = _moved(after, -over)
    return list(found.values())


def _moved(reading: Reading, rows: int) -> Reading:
    return Reading(
        reading.table,
        reading.day,
        reading.writes,
        reading.kept,
        reading.removed,
        reading.moved + rows,
    )
