"""Importing an old system's access log into the view history, whole or not at all.

One transaction: the rows go by COPY into a staging table as they stand, are checked
and matched in SQL, and become one partition of the history. The bad ones go into a
quarantine file. Whoever interrupts it leaves nothing.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from django.db import DataError, connection, transaction
from django.db.models import Max, Min
from psycopg2 import sql

from access.viewer import System
from audit import imports
from audit.clock import now
from audit.models import ViewEvent
from compliance.access_log import mapping as mappings
from compliance.access_log import quarantine
from compliance.access_log.mapping import BadMapping, EpochUnit, Mapping, Order
from compliance.access_log.reader import LogReader
from compliance.access_log.source import BadLog, content_hash
from compliance.enums import NameKind
from compliance.models import LogImport, LogName
from compliance.selectors.principals import Principal, principals, systems
from compliance.services import log_statements as statements

Say = Callable[[str], None]


class ImportRefused(Exception):
    """The log is not imported; one sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What came of it. ``is_new`` is False if the log stood there already."""

    log: LogImport
    is_new: bool
    reasons: dict[str, int]
    quarantine: Path | None = None


def import_access_log(
    path: Path,
    mapping_path: Path,
    *,
    by: System,
    say: Say,
    keep_bad_in: Path | None = None,
) -> ImportResult:
    """Import one log. The same content again changes nothing.

    Raises BadMapping, BadLog and ImportRefused, each in one sentence; nothing is
    imported then. ``keep_bad_in``: the quarantine file, beside the log by default;
    it is written only if there is something to keep.
    """
    source = _read(mapping_path)
    mapping = mappings.parse(source, name=mapping_path.name)
    say(f"Reading {path.name} for its hash ...")
    content = content_hash(path, lambda _: None)
    log = _log(mapping, source, content)
    target = keep_bad_in or quarantine.beside(path)
    quarantine.check_writable(target, path, mapping_path)
    reader = LogReader(path, mapping)
    try:
        with transaction.atomic():
            imports.wait_for_turn()
            if standing := _standing(content):
                return _stands_already(standing, log.mapping_sha256)
            rejected = _load(log, reader, mapping, by, say)
            if rejected:
                say(f"Setting {len(rejected):,} bad rows aside ...")
                quarantine.write(target, path, mapping, rejected)
    except BaseException:
        quarantine.discard(target)
        raise
    return _imported(log, rejected, target)


def _imported(log: LogImport, rejected: list[tuple[int, str]], target: Path):
    """Tell what came of it; the quarantine gets its name now that the import stands."""
    if rejected:
        quarantine.finish(target)
    reasons = Counter(reason for _, reason in rejected)
    return ImportResult(
        log,
        is_new=True,
        reasons=dict(reasons.most_common()),
        quarantine=target if rejected else None,
    )


def _standing(content: str) -> LogImport | None:
    standing = LogImport.objects.filter(content_sha256=content, undone_at__isnull=True)
    return standing.first()


def _log(mapping: Mapping, source: bytes, content: str) -> LogImport:
    return LogImport(
        id=uuid4(),
        origin=imports.origin_of(content),
        title=mapping.title,
        content_sha256=content,
        mapping_sha256=hashlib.sha256(source).hexdigest(),
        mapping=source.decode("utf-8-sig"),
        tells_records=not mapping.tells_no_records,
        tells_records_from=mapping.tells_records_from,
    )


def undo_import(log: LogImport, *, by: System) -> None:
    """Take an import out of the history again. That it was there stays on record."""
    with transaction.atomic():
        log = LogImport.objects.select_for_update().get(pk=log.pk)
        if log.undone_at is not None:
            raise ImportRefused("This import is undone already.")
        imports.drop(log.origin, log.pk, by.act_columns()["mission"])
        log.names.all().delete()
        log.undone_at = now()
        log.save(update_fields=["undone_at"])


def _read(mapping_path: Path) -> bytes:
    try:
        return mapping_path.read_bytes()
    except OSError as error:
        raise ImportRefused(f"{mapping_path}: {error.strerror}.") from None


def _stands_already(standing: LogImport, mapping_hash: str) -> ImportResult:
    if standing.mapping_sha256 != mapping_hash:
        raise ImportRefused(
            f"This log is imported already, with another mapping. To read it again: "
            f"manage.py import_access_log --undo {standing.origin}"
        )
    return ImportResult(standing, is_new=False, reasons={})


def _load(
    log: LogImport, reader: LogReader, mapping: Mapping, by: System, say: Say
) -> list[tuple[int, str]]:
    """Stage, check, match and attach; return the rows set aside."""
    imports.open_log(log.origin)
    log.save(force_insert=True)
    say("Reading its rows ...")
    with connection.cursor() as cursor:
        _stage(cursor, log, reader)
        say(f"{reader.lines:,} rows read. Checking and matching them ...")
        imports.analyze(log.origin)
        _check_order(cursor, log, mapping)
        who = list(principals(reader.users, mapping))
        names = _unknown_users(log, reader, who)
        parameters = {"import": log.pk}
        cursor.execute(_named(statements.UNKNOWN_BOOKINGS, log), parameters)
        parameters |= _who_params(who, names, reader.users)
        parameters |= _time_params(mapping, log)
        with _written_as(cursor, mapping):
            cursor.execute(_named(statements.WRITE, log, mapping), parameters)
            refused = cursor.fetchall()
        rejected = sorted([*reader.rejected, *refused])
    say("Building keys and indexes ...")
    log.events = imports.attach(
        log.origin, log.content_sha256, log.pk, by.act_columns()["mission"]
    )
    if log.events == 0:
        raise BadLog(_nothing_left(reader, rejected))
    log.lines, log.quarantined = reader.lines - reader.blank, len(rejected)
    log.left_out = dict(reader.skipped)
    if log.lines != log.events + log.quarantined + reader.skipped.total():
        raise BadLog(f"{log.lines:,} rows do not add up. Nothing was imported.")
    _describe(log)
    return rejected


def _stage(cursor, log: LogImport, reader: LogReader) -> None:
    """COPY the rows as they stand."""
    stream = reader.copy_stream()
    with connection.wrap_database_errors:
        cursor.copy_expert(
            _named(statements.COPY, log).as_string(cursor.connection), stream
        )
    if stream.error:
        raise stream.error
    if cursor.rowcount != reader.staged:
        raise BadLog("The database took fewer rows than it was given.")


def _check_order(cursor, log: LogImport, mapping: Mapping) -> None:
    """Days and months the wrong way round would go through unseen where both are
    small: the rest of the log tells.
    """
    if mapping.time.order not in (Order.MDY, Order.DMY):
        return
    cursor.execute(_named(statements.ORDERS, log))
    day_first, month_first = cursor.fetchone()
    if mapping.time.order is Order.DMY:
        day_first, month_first = month_first, day_first
    if day_first > month_first:
        raise BadMapping(
            f"[time]: order {mapping.time.order.value!r} is not how this log writes "
            f"days: {day_first:,} rows can only be read the other way round, "
            f"{month_first:,} only this way. Nothing was imported."
        )


def _nothing_left(reader: LogReader, rejected) -> str:
    if not rejected:
        return "The log holds no row that shows anything. Nothing was imported."
    (reason, number), *_ = Counter(r for _, r in rejected).most_common(1)
    return (
        f"Not one of {reader.lines:,} rows could be read; {number:,} of them: {reason}. "
        "Correct the mapping. Nothing was imported."
    )


def _named(text: str, log: LogImport, mapping: Mapping | None = None) -> sql.Composed:
    """The statement with this log's tables in it; all else are parameters."""
    epoch = mapping is not None and mapping.time.unit
    is_sure = mapping is None or mapping.time.order or mapping.time.format
    by_text = sql.SQL(statements.READ_TEXT).format(
        sure=sql.SQL("" if is_sure else statements.SURE)
    )
    return sql.SQL(text).format(
        staging=sql.Identifier(imports.staging_of(log.origin)),
        partition=sql.Identifier(imports.partition_of(log.origin)),
        reading=sql.SQL(statements.READ_EPOCH) if epoch else by_text,
        gap=sql.SQL("" if epoch else statements.GAP),
        twice=sql.SQL(
            statements.TWICE if mapping is not None and mapping.row_id else ""
        ),
    )


@contextmanager
def _written_as(cursor, mapping: Mapping) -> Iterator[None]:
    """Days, hours and zone are read as the mapping says, with enough memory to match.
    For this one statement: Django takes every other instant for UTC.
    """
    order = mapping.time.order or Order.YMD
    cursor.execute(statements.SETTINGS)
    standing = dict(cursor.fetchall())
    read_as = {
        "DateStyle": f"ISO, {order.upper()}",
        "TimeZone": mapping.time.zone,
        "work_mem": "256MB",
        "maintenance_work_mem": "256MB",
        # Nothing is known of rows that were checked a moment ago: hash, do not sort.
        "enable_mergejoin": "off",
        "enable_nestloop": "off",
    }
    try:
        _set(cursor, standing | read_as)
    except DataError:
        raise BadMapping(
            f"[time]: zone: the database does not know {mapping.time.zone!r}"
        ) from None
    yield
    _set(cursor, standing | {"maintenance_work_mem": "256MB"})


def _set(cursor, settings: dict[str, str]) -> None:
    cursor.execute(
        "SELECT set_config(name, value, true) FROM unnest(%s, %s) AS s(name, value)",
        [list(settings), list(settings.values())],
    )


def _unknown_users(
    log: LogImport, reader: LogReader, who: list[Principal]
) -> dict[tuple[str, str], int]:
    """List the users that are nobody here; return the key of each."""
    known = {(p.user, p.unit_text) for p in who if p.account_id is not None}
    rows = [
        LogName(log=log, kind=NameKind.USER, text=user, unit=unit, rows=number)
        for (user, unit), (_, number) in reader.users.items()
        if (user, unit) not in known
    ]
    LogName.objects.bulk_create(rows, batch_size=5_000)
    return {(row.text, row.unit): row.pk for row in rows}


def _who_params(who: list[Principal], names: dict, users: dict) -> dict:
    return {
        "number": [users[p.user, p.unit_text][0] for p in who],
        "since": [p.since for p in who],
        "until": [p.until for p in who],
        "account": [p.account_id for p in who],
        "membership": [p.membership_id for p in who],
        "unit": [p.unit_id for p in who],
        "agency": [p.agency_id for p in who],
        "mission": [p.mission for p in who],
        "department": [p.in_department for p in who],
        "system": [p.system_id for p in who],
        **{
            kind: [p.classes[kind] for p in who]
            for kind in ("ordinary", "juvenile", "sealed")
        },
        "rules": [p.rules for p in who],
        "name": [names.get((p.user, p.unit_text)) for p in who],
    }


def _time_params(mapping: Mapping, log: LogImport) -> dict:
    epoch = statements.EPOCHS[mapping.time.unit or EpochUnit.SECONDS]
    return {
        "zone": mapping.time.zone,
        "epoch": epoch,
        "digits": statements.DIGITS.format(10 + len(str(epoch))),
        "now": now(),
        "origin": log.origin,
    }


def _describe(log: LogImport) -> None:
    """Write down from when to when the log tells, and of which old system."""
    span = ViewEvent.objects.filter(origin=log.origin).aggregate(
        first=Min("occurred_at"), last=Max("occurred_at")
    )
    log.first_at, log.last_at = span["first"], span["last"]
    begun = [pk for since, pk, _ in systems() if since <= log.first_at]
    log.system_id = begun[-1] if begun else None
    log.save()
