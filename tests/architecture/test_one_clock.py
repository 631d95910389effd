"""One clock: every instant that decides something is SQL ``jail_now()``."""

import ast
import re

import pytest
from django.apps import apps
from django.db import connection

from tests.architecture.sources import (
    dotted,
    name_of,
    python_files,
    templates,
    tree,
)

# Python's own ways to ask what time it is. ``time.monotonic`` measures, and decides
# nothing.
BANNED_CALLS = {
    "now",
    "utcnow",
    "today",
    "time",
    "time_ns",
    "gmtime",
    "ctime",
    "localdate",
    "localtime",
    "Now",
    "TransactionNow",
}
# ``now`` is a clock only on these; our own is ``audit.clock.now``.
CLOCKS = {"timezone", "datetime", "dt", "date", "time", "django.utils.timezone"}
# These ask the clock only when nothing is given to them.
CLOCK_IF_EMPTY = {"localdate", "localtime", "gmtime", "ctime"}
SQL_CLOCKS = re.compile(
    r"(?<![\w.])(now\s*\(|clock_timestamp|statement_timestamp|transaction_timestamp"
    r"|current_timestamp|current_date|current_time\b|localtimestamp|timeofday"
    r"|'now'|'today'|'yesterday'|'tomorrow')",
    re.IGNORECASE,
)
# Where another clock stands, and why.
ALLOWED = {
    "audit/installation.py": "the body of jail_now() itself",
    "audit/migrations/0001_initial.py": "the body of jail_now() itself",
}

# Where Python's own clock stands, and why.
ALLOWED_IN_PYTHON = {
    "jailrecords/continuity.py": "the system is down: a workstation has no other clock",
}


def _python_clocks(path) -> list[str]:
    found = []
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.Call):
            continue
        owner, _, name = dotted(node.func).rpartition(".")
        if name not in BANNED_CALLS or (name in CLOCK_IF_EMPTY and node.args):
            continue
        if name in {"Now", "TransactionNow"} or owner.split(".")[-1] in CLOCKS:
            found.append(f"{name_of(path)}:{node.lineno} {dotted(node.func)}()")
    return found


def test_no_python_asks_another_clock():
    found = {
        name_of(path): lines
        for path in python_files()
        if (lines := _python_clocks(path))
    }
    assert set(found) == set(ALLOWED_IN_PYTHON), (
        f"take the instant from audit.clock.now() or viewer.at: {found}"
    )


def test_our_now_is_the_clocks_own():
    """Whoever calls ``now()`` bare has it from ``audit.clock``."""
    for path in python_files():
        calls = {
            node.func.id
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        if "now" not in calls or name_of(path) == "audit/clock.py":
            continue
        sources = {
            node.module
            for node in ast.walk(tree(path))
            if isinstance(node, ast.ImportFrom)
            and any((name.asname or name.name) == "now" for name in node.names)
        }
        assert sources == {"audit.clock"}, name_of(path)


def _strings(path) -> list[tuple[int, str]]:
    """String constants that are not docstrings."""
    module = tree(path)
    documented = {
        id(node.body[0].value)
        for node in ast.walk(module)
        if isinstance(
            node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
        )
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        (node.lineno, node.value)
        for node in ast.walk(module)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in documented
    ]


def test_no_sql_in_the_code_asks_another_clock():
    found = {
        name_of(path): line
        for path in python_files(migrations=True)
        for line, text in _strings(path)
        if SQL_CLOCKS.search(text)
    }
    assert set(found) == set(ALLOWED), f"say jail_now(): {found}"


@pytest.mark.django_db
def test_no_function_default_or_view_in_the_database_asks_another_clock():
    """Whatever wrote it: the catalogue says what runs."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT proname, prosrc FROM pg_proc
               WHERE pronamespace = 'public'::regnamespace AND proname <> 'jail_now'
               UNION ALL
               SELECT adrelid::regclass || ' default', pg_get_expr(adbin, adrelid)
               FROM pg_attrdef
               UNION ALL
               SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
               WHERE connamespace = 'public'::regnamespace"""
        )
        found = [name for name, body in cursor.fetchall() if SQL_CLOCKS.search(body)]
    # A library's columns, which decide nothing here.
    assert found == []


def test_no_column_is_stamped_by_python():
    """``auto_now`` and ``default=timezone.now`` are Python's clock."""
    stamped = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.split(".")[0]
        in {"audit", "access", "bookings", "warrants", "disclosures", "compliance"}
        and not hasattr(model, "history_id")
        for field in model._meta.concrete_fields
        if getattr(field, "auto_now", False)
        or getattr(field, "auto_now_add", False)
        or (
            field.has_default()
            and callable(field.default)
            and "Date" in field.get_internal_type()
        )
    ]
    assert stamped == [], "use db_default=JailNow()"


def test_no_template_asks_a_clock():
    """``{% now %}``, and filters that measure from today."""
    asking = [
        name_of(path)
        for path in templates()
        if re.search(
            r"{%\s*now\b|\|\s*((timesince|timeuntil)(?!:)|naturaltime|naturalday)",
            path.read_text(),
        )
    ]
    assert asking == [], "hand the instant in from the view"


@pytest.mark.django_db
def test_the_shipped_clock_reads_no_setting():
    from audit.installation import CLOCK

    body = CLOCK.split("$f$")[1]
    assert body.strip() == "SELECT clock_timestamp()"
