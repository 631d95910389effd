"""django-simple-history's tables, written by triggers of our own.

Its own writer is off (``SIMPLE_HISTORY_ENABLED = False``): it misses bulk
writes, ``update()`` and raw SQL. These triggers miss nothing, whoever writes.
They are rebuilt from the catalogue after every migration, so that a data
migration later in the same run is recorded with the columns of that moment.
"""

import hashlib
from collections.abc import Iterator

from django.apps import apps

_SHARED_COLUMNS = """
SELECT tables.live, array_agg(live.attname::text ORDER BY live.attnum)
FROM unnest(%s::text[], %s::text[]) AS tables(live, past)
JOIN pg_attribute live ON live.attrelid = to_regclass(format('public.%%I', tables.live))
JOIN pg_attribute past ON past.attname = live.attname
  AND past.attrelid = to_regclass(format('public.%%I', tables.past))
WHERE live.attnum > 0 AND past.attnum > 0
  AND NOT live.attisdropped AND NOT past.attisdropped
GROUP BY tables.live"""

# The functions that stand, with the mark of what they were made by, and whether their
# three triggers fire always.
_STANDING = """
SELECT p.proname, obj_description(p.oid, 'pg_proc'),
  count(*) FILTER (WHERE t.tgenabled = 'A') = 3
FROM pg_proc p LEFT JOIN pg_trigger t ON t.tgfoid = p.oid
WHERE p.pronamespace = 'public'::regnamespace AND p.proname LIKE 'hist\\_%%'
GROUP BY p.oid, p.proname"""

_FUNCTION = """
CREATE OR REPLACE FUNCTION public."hist_{table}"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $f$
#variable_conflict use_variable
DECLARE
  jr_at timestamptz := public.jail_now();
  who bigint := nullif(current_setting('jr.actor', true), '')::bigint;
  why text := nullif(current_setting('jr.reason', true), '');
BEGIN
  IF TG_OP = 'INSERT' THEN {insert};
  ELSIF TG_OP = 'UPDATE' THEN {update};
  ELSE {delete};
  END IF;
  RETURN NULL;
END $f$"""

_TRIGGER = """
CREATE OR REPLACE TRIGGER zz_history_{operation} AFTER {operation} ON public."{table}"
REFERENCING {rows} FOR EACH STATEMENT EXECUTE FUNCTION public."hist_{table}"()"""

_TRANSITION_TABLES = {
    "insert": "NEW TABLE AS new_rows",
    "update": "NEW TABLE AS new_rows",
    "delete": "OLD TABLE AS old_rows",
}

_ORPHANS = """
SELECT format('DROP FUNCTION public.%%I()', proname) FROM pg_proc
WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'hist\\_%%'
  AND NOT EXISTS (SELECT FROM pg_trigger WHERE tgfoid = pg_proc.oid)"""


def tracked() -> Iterator[tuple[type, type]]:
    """Yield each model with a history, and its historical model."""
    for model in apps.get_models():
        manager = getattr(model, "history", None)
        if hasattr(manager, "model") and not hasattr(model, "history_id"):
            yield model, manager.model


def install(cursor) -> None:
    """Build every history function and trigger from the catalogue; owner only. What
    stands already as it should is left alone.
    """
    pairs = {live._meta.db_table: past._meta.db_table for live, past in tracked()}
    cursor.execute(_SHARED_COLUMNS, [list(pairs), list(pairs.values())])
    columns = dict(cursor.fetchall())
    cursor.execute(_STANDING, [])
    standing = {name: mark for name, mark, is_on in cursor.fetchall() if is_on}
    for table, shared in columns.items():
        statements = "; ".join(_statements(table, pairs[table], shared))
        mark = hashlib.sha256(statements.encode()).hexdigest()
        if standing.get(f"hist_{table}") != mark:
            cursor.execute(statements)
            cursor.execute(f"COMMENT ON FUNCTION public.\"hist_{table}\"() IS '{mark}'")
    cursor.execute(_ORPHANS)
    for (drop,) in cursor.fetchall():
        cursor.execute(drop)


def _statements(table: str, past: str, columns: list[str]) -> Iterator[str]:
    def record(mark: str, rows: str) -> str:
        names = ", ".join(f'"{column}"' for column in columns)
        values = ", ".join(f'r."{column}"' for column in columns)
        return (
            f'INSERT INTO public."{past}" ({names}, history_date, history_type,'
            f" history_user_id, history_change_reason)"
            f" SELECT {values}, jr_at, '{mark}', who, why FROM {rows} r"
        )

    yield _FUNCTION.format(
        table=table,
        insert=record("+", "new_rows"),
        update=record("~", "new_rows"),
        delete=record("-", "old_rows"),
    )
    yield f'REVOKE ALL ON FUNCTION public."hist_{table}"() FROM PUBLIC'
    for operation, rows in _TRANSITION_TABLES.items():
        yield _TRIGGER.format(operation=operation, table=table, rows=rows)
        yield (
            f'ALTER TABLE public."{table}" ENABLE ALWAYS TRIGGER zz_history_{operation}'
        )
