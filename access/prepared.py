"""Statements planned once for each connection.

psycopg2 sends text, and PostgreSQL would plan the gate's statement anew at every
page: 3 ms for 0.8 ms of work. PREPARE keeps the plan with the connection, and is
not undone by a rollback. The plan is the general one: a statement whose best plan
depends on its values does not belong here. A pooler that hands connections out by
transaction must be told to keep them by session.
"""

import hashlib
import re
from functools import lru_cache
from weakref import WeakKeyDictionary

from django.db import DatabaseError, connection

_PARAMETER = re.compile(r"%\((\w+)\)s|%%")
# SQLSTATEs of a plan that is out of date, of a name that is gone, and of one that
# is taken: somebody changed a column, or a pooler gave us another connection.
_STALE = {"0A000", "26000", "42P05"}
_prepared: WeakKeyDictionary = WeakKeyDictionary()


def execute(cursor, sql: str, params: dict) -> None:
    """Run a statement of ``%(name)s`` parameters, prepared on first use.

    The text must be the same at every call: what varies is a parameter. Where a
    parameter's type cannot be told from its place, the text casts it.
    """
    name, text, names = _rewritten(sql)
    values = [params[n] for n in names]
    try:
        _execute(cursor, name, text, values)
    except DatabaseError as error:
        forgotten = getattr(error.__cause__, "pgcode", "") in _STALE
        if forgotten:
            _prepared.pop(connection.connection, None)
        if not forgotten or connection.in_atomic_block:
            raise
        # A column has changed, or a pooler has discarded our plans: prepare anew.
        cursor.execute("DEALLOCATE ALL")
        _execute(cursor, name, text, values)


def _execute(cursor, name: str, text: str, values: list) -> None:
    connection.ensure_connection()
    known = _prepared.setdefault(connection.connection, set())
    if not known:
        cursor.execute("SET plan_cache_mode = force_generic_plan")
    if name not in known:
        cursor.execute(f"PREPARE {name} AS {text}")
        known.add(name)
    places = ", ".join(["%s"] * len(values))
    cursor.execute(f"EXECUTE {name} ({places})", values)


@lru_cache(maxsize=256)
def _rewritten(sql: str) -> tuple[str, str, tuple[str, ...]]:
    """The statement with $1, $2 …, its name, and the parameters in that order."""
    names: dict[str, int] = {}

    def place(found: re.Match) -> str:
        if found.group(1) is None:
            return "%"
        return f"${names.setdefault(found.group(1), len(names) + 1)}"

    text = _PARAMETER.sub(place, sql)
    return f"jr_{hashlib.sha256(sql.encode()).hexdigest()[:24]}", text, tuple(names)
