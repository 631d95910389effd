"""Databases for tests: the owner migrates one template, each worker gets a
copy.

A copy takes a tenth of a second, so that a test which commits is followed by a
new copy rather than by a flush: the guards against TRUNCATE stay in force, and
reference rows, sequences and triggers are those that `migrate` left.
"""

import hashlib
import itertools
import os
from pathlib import Path

import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg2 import sql

from jailrecords.database import APP_ROLE, as_owner

ROOT = Path(settings.BASE_DIR)
APPS = (
    "audit",
    "access",
    "bookings",
    "warrants",
    "disclosures",
    "compliance",
    "jailrecords",
)
TEMPLATE = "test_jr_template_"
UNFINISHED = "test_jr_unfinished"
COPIES_KEPT = 40
BUILDING = 18665  # any number: one run at a time builds a template

SOURCES = {".py", ".sql", ".toml"}
BESIDE_THE_SCHEMA = {
    *(
        "commands",
        "demo",
        "local",
        "templatetags",
        "forms.py",
        "forms",
        "middleware.py",
    ),
    *("presenters.py", "presenters", "selectors.py", "selectors"),
    *("services.py", "services", "tasks.py", "urls.py", "views.py", "views"),
}

END_OTHERS = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND usename = current_user
    AND pid <> pg_backend_pid()"""

CLOCK = """
CREATE TABLE IF NOT EXISTS test_clock (
    one boolean PRIMARY KEY DEFAULT true CHECK (one), at timestamptz);
INSERT INTO test_clock VALUES (true, NULL) ON CONFLICT DO NOTHING;
GRANT SELECT, UPDATE ON test_clock TO {role};
CREATE OR REPLACE FUNCTION public.jail_now() RETURNS timestamptz
LANGUAGE sql VOLATILE PARALLEL SAFE AS $f$
    SELECT coalesce((SELECT at FROM public.test_clock), pg_catalog.clock_timestamp())
$f$"""


# Tests lay out their worlds with accounts standing: whoever tests what takes two people
# says so in a row, and the shipped body, which reads no setting, is put to a test too.
TWO_PEOPLE = """
CREATE TABLE IF NOT EXISTS test_two_people (
    one boolean PRIMARY KEY DEFAULT true CHECK (one), asked boolean);
INSERT INTO test_two_people VALUES (true, false) ON CONFLICT DO NOTHING;
GRANT SELECT, UPDATE ON test_two_people TO {role};
ALTER FUNCTION public.access_takes_two_people() RENAME TO access_takes_two_people_shipped;
CREATE FUNCTION public.access_takes_two_people() RETURNS boolean
LANGUAGE sql STABLE AS $f$
    SELECT asked AND public.access_takes_two_people_shipped()
    FROM public.test_two_people $f$"""


class WorkerDatabase:
    """This process's own copy of the template.

    What a run uses, it holds an advisory lock on, for as long as it lives: a
    run that was killed lets go, and the next one that builds a template
    removes what nobody holds.
    """

    def __init__(self) -> None:
        self.template = ""
        self._copies: list[str] = []
        self._numbers = itertools.count(1)
        self._kept_name = settings.DATABASES["default"]["NAME"]
        self._server = _connect(settings.DATABASE_OWNER["NAME"])
        self._server.autocommit = True  # databases are made in no transaction
        self._cursor = self._server.cursor()

    def create(self, *, rebuild: bool) -> None:
        self._ask("SELECT pg_advisory_lock(%s)", [BUILDING])
        self.template = TEMPLATE + _sources_hash()
        if rebuild or self.template not in self._existing():
            self._build_template()
        self._ask("SELECT pg_advisory_lock_shared(hashtext(%s))", [self.template])
        self._ask("SELECT pg_advisory_unlock(%s)", [BUILDING])
        self._copy()

    def renew(self) -> None:
        """A new copy, after a test that committed."""
        self._end_connections()
        if len(self._copies) >= COPIES_KEPT:
            self._drop_copies()
        self._copy()

    def drop(self) -> None:
        self._end_connections()
        self._drop_copies()
        settings.DATABASES["default"]["NAME"] = self._kept_name
        self._server.close()

    def _copy(self) -> None:
        name = f"test_jr_{os.getpid()}_{next(self._numbers)}"
        self._ask("SELECT pg_advisory_lock(hashtext(%s))", [name])
        self._do("DROP DATABASE IF EXISTS {}", name)  # of a killed run of this number
        self._do("CREATE DATABASE {} TEMPLATE {}", name, self.template)
        # Not copied with it, as `audit.installation` left them: the database's own.
        self._do("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC", name)
        self._copies.append(name)
        settings.DATABASES["default"]["NAME"] = name

    def _drop_copies(self) -> None:
        """The first waits for a checkpoint, the others hardly."""
        while self._copies:
            self._do("DROP DATABASE {}", self._copies.pop())

    def _end_connections(self) -> None:
        """Only the application's role may end its own connections."""
        connections["default"].close()
        with connections["default"].cursor() as cursor:
            cursor.execute(END_OTHERS)
        connections["default"].close()

    def _build_template(self) -> None:
        for name in self._existing():
            self._ask("SELECT pg_try_advisory_lock(hashtext(%s))", [name])
            if self._cursor.fetchone()[0]:
                self._do("DROP DATABASE IF EXISTS {}", name)
                self._ask("SELECT pg_advisory_unlock(hashtext(%s))", [name])
        if self.template in self._existing():
            return  # another run stands on it: of the same sources, and good enough
        self._do("CREATE DATABASE {}", UNFINISHED)
        _migrate(UNFINISHED)
        self._do("ALTER DATABASE {} RENAME TO {}", UNFINISHED, self.template)

    def _existing(self) -> set[str]:
        self._ask(
            r"SELECT datname FROM pg_database WHERE datname LIKE 'test\_jr\_%%'", []
        )
        return {name for (name,) in self._cursor.fetchall()}

    def _ask(self, query: str, parameters: list) -> None:
        self._cursor.execute(query, parameters)

    def _do(self, statement: str, *names: str) -> None:
        self._cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def install_test_clock(cursor) -> None:
    """`jail_now()` reads a row: seen everywhere, undone by a rollback."""
    cursor.execute(CLOCK.format(role=f'"{APP_ROLE}"'))


def let_worlds_be_laid_out(cursor) -> None:
    """What two people must agree upon is asked for by the tests that test it."""
    cursor.execute(TWO_PEOPLE.format(role=f'"{APP_ROLE}"'))


def _migrate(name: str) -> None:
    connection, configured = connections["default"], settings.DATABASES["default"]
    kept, configured["NAME"] = configured["NAME"], name
    connection.close()
    try:
        call_command("migrate", verbosity=0, interactive=False)
        with as_owner(), connection.cursor() as cursor:
            install_test_clock(cursor)
            let_worlds_be_laid_out(cursor)
    finally:
        connection.close()
        configured["NAME"] = kept


def _sources_hash() -> str:
    """Of all that may reach the schema: a new kind of file counts."""
    digest = hashlib.sha256(
        (CLOCK + TWO_PEOPLE).encode() + (ROOT / "requirements.txt").read_bytes()
    )
    for app in APPS:
        for file in sorted((ROOT / app).rglob("*")):
            if file.suffix in SOURCES and not BESIDE_THE_SCHEMA & set(file.parts):
                digest.update(f"{file.relative_to(ROOT)}\0".encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _connect(name: str):
    owner = settings.DATABASE_OWNER
    words = {"user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    given = {word: owner[key] for word, key in words.items() if owner.get(key)}
    return psycopg2.connect(dbname=name, **{**given, **owner.get("OPTIONS", {})})
