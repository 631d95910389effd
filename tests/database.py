"""Databases for tests: the owner migrates one template, each worker gets a copy.

A copy takes a tenth of a second, so that a test which commits is followed by a new
copy rather than by a flush: the guards against TRUNCATE stay in force, and reference
rows, sequences and triggers are those that `migrate` left.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg2 import errors, sql

from jailrecords.database import APP_ROLE, as_owner

ROOT = Path(settings.BASE_DIR)
APPS = ("audit", "access", "bookings", "warrants", "compliance", "jailrecords")
TEMPLATE = "test_jr_template_"
UNFINISHED = "test_jr_unfinished"
LOCK = 20181  # any number: the advisory lock of everybody who makes test databases

CLOCK = """
CREATE TABLE IF NOT EXISTS test_clock (
    one boolean PRIMARY KEY DEFAULT true CHECK (one), at timestamptz);
INSERT INTO test_clock VALUES (true, NULL) ON CONFLICT DO NOTHING;
GRANT SELECT, UPDATE ON test_clock TO {role};
CREATE OR REPLACE FUNCTION public.jail_now() RETURNS timestamptz
LANGUAGE sql VOLATILE PARALLEL SAFE AS $f$
    SELECT coalesce((SELECT at FROM public.test_clock), pg_catalog.clock_timestamp())
$f$"""


class WorkerDatabase:
    """This process's own copy, and a connection that shows others it is in use."""

    def __init__(self) -> None:
        self.name = f"test_jr_{os.getpid()}"
        self._keeper = None
        self._kept_name = connections["default"].settings_dict["NAME"]

    def create(self, *, rebuild: bool) -> None:
        with _maintenance() as cursor:
            template = _template(cursor, rebuild=rebuild)
            _drop(cursor, self.name, force=True)
            _copy(cursor, template, self.name)
        self._template = template
        self._keeper = _connect(self.name)
        connections["default"].close()
        connections["default"].settings_dict["NAME"] = self.name

    def renew(self) -> None:
        """After a test that committed."""
        connections["default"].close()
        self._keeper.close()
        with _maintenance(locked=False) as cursor:
            _drop(cursor, self.name, force=True)
            _copy(cursor, self._template, self.name)
        self._keeper = _connect(self.name)

    def drop(self) -> None:
        connections["default"].close()
        connections["default"].settings_dict["NAME"] = self._kept_name
        self._keeper.close()
        with _maintenance(locked=False) as cursor:
            _drop(cursor, self.name, force=True)


def install_test_clock(cursor) -> None:
    """`jail_now()` reads a row: every connection sees it, a rollback forgets it."""
    cursor.execute(CLOCK.format(role=f'"{APP_ROLE}"'))


def _template(cursor, *, rebuild: bool) -> str:
    """The template for the sources as they are; built by whoever comes first."""
    name = TEMPLATE + _sources_hash()
    existing = _test_databases(cursor)
    if name in existing and not rebuild:
        return name
    for leftover in existing:
        _drop(cursor, leftover)
    cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(UNFINISHED)))
    _migrate(UNFINISHED)
    cursor.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
            sql.Identifier(UNFINISHED), sql.Identifier(name)
        )
    )
    return name


def _migrate(name: str) -> None:
    connection = connections["default"]
    kept = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        call_command("migrate", verbosity=0, interactive=False)
        with as_owner(), connection.cursor() as cursor:
            install_test_clock(cursor)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = kept


def _sources_hash() -> str:
    """Of everything that may reach the schema: models, migrations, SQL, shapes, laws."""
    digest = hashlib.sha256()
    for app in APPS:
        for file in sorted((ROOT / app).rglob("*")):
            if file.suffix in {".py", ".sql", ".toml"}:
                digest.update(f"{file.relative_to(ROOT)}\0".encode())
                digest.update(file.read_bytes())
    digest.update((ROOT / "requirements.txt").read_bytes())
    digest.update(CLOCK.encode())
    return digest.hexdigest()[:12]


def _test_databases(cursor) -> list[str]:
    cursor.execute(r"SELECT datname FROM pg_database WHERE datname LIKE 'test\_jr\_%'")
    return [name for (name,) in cursor.fetchall()]


def _drop(cursor, name: str, *, force: bool = False) -> None:
    """Without force, one that somebody is connected to stays: another run uses it."""
    statement = (
        "DROP DATABASE IF EXISTS {} WITH (FORCE)" if force else "DROP DATABASE {}"
    )
    try:
        cursor.execute(sql.SQL(statement).format(sql.Identifier(name)))
    except errors.ObjectInUse:
        if force:
            raise


def _copy(cursor, template: str, name: str) -> None:
    cursor.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(template)
        )
    )


@contextmanager
def _maintenance(*, locked: bool = True) -> Iterator:
    with closing(_connect(settings.DATABASE_OWNER["NAME"])) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            if locked:
                cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            yield cursor


def _connect(name: str):
    owner = settings.DATABASE_OWNER
    words = {"user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    given = {word: owner[key] for word, key in words.items() if owner.get(key)}
    return psycopg2.connect(dbname=name, **{**given, **owner.get("OPTIONS", {})})
