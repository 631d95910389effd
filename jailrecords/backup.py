"""Taking the whole record away to be kept, and bringing it back.

A backup is a folder: the data, and a list of what is in it. The data keys of sealed
cases lie beside all backups in one file of which only the newest is kept: what was
purged by destroying its key does not come back with an older backup.
"""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from audit import sealer
from audit.clock import now
from jailrecords.database import as_owner
from jailrecords.local.programs import postgres_programs

DATA, CONTENTS, KEYS = "data.dump", "contents.json", "keys.dump"
KEYS_APART = "bookings_datakey"
_FORMAT = 1


class BackupError(Exception):
    """One sentence for the person at the keyboard."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup says of itself. ``taken_at``: ISO 8601, UTC."""

    taken_at: str
    sha256: str
    rows: dict[str, int]
    migrations: dict[str, str]
    format: int = _FORMAT


@dataclass(frozen=True, slots=True)
class Restored:
    """``kept``: the database that stood there before, under its new name, or nothing."""

    rows: int
    kept: str
    sealed: int


def take(into: Path) -> Path:
    """Write a backup into a folder of backups; return its own folder. Complete or not
    there: it gets its name last. Raises BackupError.
    """
    at = now()
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = into / f"{at:%Y%m%dT%H%M%S.%fZ}"
    unfinished = into / f"{folder.name}.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    with as_owner(), _one_moment() as (snapshot, rows):
        # Keys first: a key too many opens nothing that is not in the data.
        _dump(into / f"{KEYS}.unfinished", snapshot, "--data-only", f"--table={_KEYS}")
        _dump(unfinished / DATA, snapshot, f"--exclude-table-data={_KEYS}")
        contents = Contents(
            taken_at=at.isoformat(),
            sha256=_sha256(unfinished / DATA),
            rows=rows,
            migrations=_migrations(),
        )
    _write(unfinished / CONTENTS, json.dumps(asdict(contents), indent=2))
    unfinished.rename(folder)
    (into / f"{KEYS}.unfinished").replace(into / KEYS)
    return folder


_KEYS = f"public.{KEYS_APART}"


def bring_back(folder: Path) -> Restored:
    """Restore a backup beside the database that stands, bring it up to this version,
    check it, and only then put it in its place. Raises BackupError; then what stood
    there stands there still.
    """
    contents = read(folder)
    name = settings.DATABASES["default"]["NAME"]
    beside = f"{name}_restoring"
    _make_anew(beside)
    with _renamed(beside):
        _restore(beside, folder / DATA, "--section=pre-data", "--section=data")
        _restore(beside, folder.parent / KEYS, "--data-only")
        _restore(beside, folder / DATA, "--section=post-data")
        _compare(contents)
        call_command("migrate", verbosity=0, interactive=False)
        verdict = sealer.verify()
        if verdict.faults:
            raise BackupError("its history was altered: " + "; ".join(verdict.faults))
    kept = _put_in_place(beside, name)
    return Restored(sum(contents.rows.values()), kept, verdict.tree_size)


def read(folder: Path) -> Contents:
    """What a backup says of itself, once it is what was written. Raises BackupError."""
    try:
        contents = Contents(**json.loads((folder / CONTENTS).read_text()))
        digest = _sha256(folder / DATA)
    except (OSError, ValueError, TypeError):
        raise BackupError(
            f"{folder} is no backup: name the folder that `make backup` wrote"
        ) from None
    if contents.format != _FORMAT:
        raise BackupError(f"{folder} is of another format: {contents.format}")
    if digest != contents.sha256:
        raise BackupError(f"{folder / DATA} is not what was written: it was changed")
    if not (folder.parent / KEYS).exists():
        raise BackupError(
            f"{folder.parent / KEYS} is missing: without the data keys no sealed case"
            " opens. Put it beside the backup"
        )
    if unknown := _unknown_migrations(contents):
        raise BackupError(f"it was taken by a later version, which had {unknown}")
    return contents


# --- Reading ----------------------------------------------------------------------------


@contextmanager
def _one_moment() -> Iterator[tuple[str, dict[str, int]]]:
    """One snapshot for the dumps and for the counts of their rows."""
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            cursor.execute("SELECT pg_export_snapshot()")
            [snapshot] = cursor.fetchone()
            yield snapshot, _rows()
        finally:
            cursor.execute("ROLLBACK")


def _rows() -> dict[str, int]:
    """How many rows each table of the product holds, but for the keys."""
    tables = sorted(
        {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
        - {KEYS_APART}
    )
    counts = {}
    with connection.cursor() as cursor:
        for table in set(tables) & set(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 - our own tables' names
            counts[table] = cursor.fetchone()[0]
    return dict(sorted(counts.items()))


def _migrations() -> dict[str, str]:
    """The last migration of each app."""
    applied = MigrationRecorder(connection).applied_migrations()
    return dict(sorted(applied))


def _unknown_migrations(contents: Contents) -> str:
    """What the backup's version had and this one has not."""
    known = {path.stem for path in Path(settings.BASE_DIR).glob("*/migrations/*.py")}
    ours = {config.label for config in apps.get_app_configs() if _is_ours(config)}
    return ", ".join(
        f"{app}.{name}"
        for app, name in contents.migrations.items()
        if app in ours and name not in known
    )


def _is_ours(config) -> bool:
    return Path(config.path).parent == Path(settings.BASE_DIR)


# --- PostgreSQL's own programs ---------------------------------------------------------


def _dump(file: Path, snapshot: str, *what: str) -> None:
    file.unlink(missing_ok=True)
    _write(file, "")  # with the mode of what nobody else may read
    _run(
        "pg_dump",
        *("--format=custom", f"--snapshot={snapshot}", f"--file={file}", *what),
        settings.DATABASES["default"]["NAME"],
    )


def _restore(name: str, file: Path, *how: str) -> None:
    _run("pg_restore", "--exit-on-error", f"--dbname={name}", *how, str(file))


def _run(program: str, *arguments: str) -> None:
    """Without a word of the rows in what it says: a failing row is a person's data."""
    path = _program(program)
    done = subprocess.run(
        [path, "--no-password", *arguments],
        env={**os.environ, **_address()},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        first = next(iter(done.stderr.splitlines()), "no reason given")
        raise BackupError(f"{program} failed: {first[:200]}")


def _program(name: str) -> Path | str:
    """A server's own machine has its version's programs; a laptop has the wheel's."""
    if settings.LOCAL:
        return postgres_programs(settings.PLACE) / name
    if found := shutil.which(name):
        return found
    raise BackupError(
        f"{name} is not installed here: install PostgreSQL's client programs of the"
        " server's version (postgresql-client)"
    )


def _address() -> dict[str, str]:
    """Where the owner reaches the server, in the environment: no password in a list of
    processes.
    """
    owner = settings.DATABASE_OWNER
    words = {"PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGHOST": "HOST"}
    options = owner.get("OPTIONS", {})
    return {
        **{word: str(owner[key]) for word, key in words.items() if owner.get(key)},
        **({"PGPORT": str(owner["PORT"])} if owner.get("PORT") else {}),
        **({"PGHOST": options["host"]} if options.get("host") else {}),
    }


# --- Putting it in place ---------------------------------------------------------------


@contextmanager
def _renamed(name: str) -> Iterator[None]:
    """Work on another database of the same server."""
    configured = settings.DATABASES["default"]
    kept, before = configured["NAME"], connection.settings_dict["NAME"]
    connection.close()
    configured["NAME"] = connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        configured["NAME"], connection.settings_dict["NAME"] = kept, before


def _make_anew(name: str) -> None:
    with _maintaining() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0 ENCODING UTF8')


def _compare(contents: Contents) -> None:
    with as_owner():
        found = _rows()
    wrong = [t for t, n in contents.rows.items() if found.get(t) != n]
    if wrong:
        raise BackupError(f"not every row came back: {', '.join(wrong)}")


def _put_in_place(restored: str, name: str) -> str:
    """Exchange the two by their names; the one that stood there is kept."""
    kept = f"{name}_before_{now():%Y%m%d%H%M%S}"
    with _maintaining() as cursor:
        cursor.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [name])
        if stood := bool(cursor.fetchone()[0]):
            cursor.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE datname = %s AND usename IN (%s, current_user)",
                [name, settings.DATABASES["default"]["USER"]],
            )
            cursor.execute(f'ALTER DATABASE "{name}" RENAME TO "{kept}"')
        cursor.execute(f'ALTER DATABASE "{restored}" RENAME TO "{name}"')
    return kept if stood else ""


@contextmanager
def _maintaining():
    """As the owner, in the server's own database, outside any transaction."""
    with _renamed("postgres"), as_owner(), connection.cursor() as cursor:
        yield cursor


def _write(file: Path, text: str) -> None:
    with os.fdopen(
        os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w"
    ) as f:
        f.write(text)


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def age_in_words(taken_at: str) -> str:
    hours = (now() - datetime.fromisoformat(taken_at)).total_seconds() / 3600
    return f"{hours:.0f} hours" if hours >= 1 else "less than an hour"
