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
from itertools import chain
from pathlib import Path
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import Max, Min
from psycopg2 import sql

from access.viewer import System
from audit import imports
from audit.clock import now
from audit.models import ViewEvent
from compliance.access_log import mapping as mappings
from compliance.access_log import quarantine
from compliance.access_log.mapping import EpochUnit, Mapping
from compliance.access_log.reader import BadLog, LogReader, content_hash
from compliance.enums import NameKind
from compliance.models import LogImport, LogName
from compliance.selectors.principals import Principal, principals, systems

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


_COPY = """COPY public.{staging} (line, at_text, who, booking_text, kind, row_id)
  FROM STDIN (FORMAT csv, FORCE_NOT_NULL (at_text, booking_text, kind, row_id))"""

# Read in the session's time zone, the mapping's; a text may carry its own offset.
_READ_TEXT = """CASE WHEN pg_input_is_valid(s.at_text, 'timestamptz')
  THEN s.at_text::timestamptz END"""
_READ_EPOCH = """CASE WHEN s.at_text ~ '^[0-9]{1,17}([.][0-9]*)?$'
  THEN to_timestamp(s.at_text::float8 / %(epoch)s) END"""
# In the hour after the clocks changed: did the local time that is written exist?
_GAP = """WHEN timezone(%(zone)s, r.at) - timezone(%(zone)s, r.at - interval '1 hour')
      <> interval '1 hour' AND pg_input_is_valid(r.at_text, 'timestamp')
      AND r.at_text !~ '([zZ]|[A-Z]{3,4}|[-+][0-9]{2}(:?[0-9]{2})?)$'
      AND timezone(%(zone)s, r.at) <> r.at_text::timestamp
    THEN 'local time did not exist'"""

_WRITE = """
WITH who AS MATERIALIZED (
  SELECT * FROM unnest(%(number)s::int[], %(since)s::timestamptz[],
    %(until)s::timestamptz[], %(account)s::bigint[], %(membership)s::bigint[],
    %(unit)s::bigint[], %(agency)s::bigint[], %(mission)s::text[],
    %(department)s::boolean[], %(system)s::bigint[], %(ordinary)s::int[],
    %(juvenile)s::int[], %(sealed)s::int[], %(rules)s::text[], %(name)s::bigint[])
  AS t(number, since, until, account_id, membership_id, unit_id, agency_id, mission,
    in_department, system_id, ordinary, juvenile, sealed, rules, name_id)),
booked AS MATERIALIZED (
  SELECT b.booking_number AS ref, min(b.id::text)::uuid AS id,
    min(b.person_id::text)::uuid AS person_id, min(b.facility_id) AS facility_id,
    bool_or(b.is_juvenile) AS is_juvenile, min(b.sealed_at) AS sealed_at
  FROM bookings_booking b
  WHERE b.booking_number IN (SELECT booking_text FROM public.{staging})
  GROUP BY b.booking_number HAVING count(*) = 1),
unknown AS MATERIALIZED (
  SELECT id, text FROM compliance_logname
  WHERE log_id = %(import)s AND kind = 'booking'),
checked AS MATERIALIZED (
  SELECT r.line, r.at, r.who, r.booking_text, r.kind,
    CASE WHEN r.at IS NULL THEN 'time not readable'
      WHEN r.at > %(now)s THEN 'in the future'
      WHEN r.at < '1970-01-02' THEN 'before 1970'
      {gap} {twice} END AS reason
  FROM (SELECT s.*, {reading} AS at FROM public.{staging} s OFFSET 0) r),
written AS (
  INSERT INTO public.{partition} (origin, occurred_at, id, kind, request_id,
    account_id, membership_id, unit_id, agency_id, mission, in_immigration_department,
    booking_id, person_id, facility_id, classes, rules, law_id, detail)
  SELECT %(origin)s, c.at, c.line, c.kind, %(import)s, w.account_id, w.membership_id,
    w.unit_id, w.agency_id, w.mission, w.in_department, b.id, b.person_id,
    b.facility_id,
    CASE WHEN b.id IS NULL OR c.kind IN ('signed_in', 'searched', 'refused') THEN 0
      WHEN b.sealed_at <= c.at THEN w.sealed WHEN b.is_juvenile THEN w.juvenile
      ELSE w.ordinary END,
    CASE WHEN b.id IS NULL OR c.kind IN ('signed_in', 'searched', 'refused') THEN ''
      ELSE w.rules END,
    w.system_id,
    CASE WHEN w.name_id IS NULL AND u.id IS NULL THEN '{{}}'
      ELSE jsonb_strip_nulls(jsonb_build_object('user', w.name_id, 'booking', u.id)) END
  FROM checked c
  JOIN who w ON w.number = c.who AND c.at >= w.since AND c.at < w.until
  LEFT JOIN booked b ON b.ref = c.booking_text
  LEFT JOIN unknown u ON u.text = c.booking_text
  WHERE c.reason IS NULL
  RETURNING 1)
SELECT line, reason FROM checked WHERE reason IS NOT NULL ORDER BY line"""

# The first row of an identity stands; a log that names none is taken as it is.
_TWICE = """WHEN r.row_id <> ''
      AND row_number() OVER (PARTITION BY r.row_id ORDER BY r.line) > 1
    THEN 'same row as an earlier one'"""

_UNKNOWN_BOOKINGS = """
INSERT INTO compliance_logname (log_id, kind, text, unit, rows)
SELECT %(import)s, 'booking', s.ref, '', s.rows
FROM (SELECT booking_text AS ref, count(*) AS rows FROM public.{staging}
  WHERE booking_text <> '' GROUP BY booking_text) s
LEFT JOIN (SELECT booking_number FROM bookings_booking
  GROUP BY booking_number HAVING count(*) = 1) b ON b.booking_number = s.ref
WHERE b.booking_number IS NULL"""


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
    if standing := LogImport.objects.filter(
        content_sha256=content, undone_at__isnull=True
    ).first():
        return _stands_already(standing, log.mapping_sha256)
    target = keep_bad_in or quarantine.beside(path)
    quarantine.check_writable(target)
    with transaction.atomic():
        rejected = _load(log, LogReader(path, mapping), mapping, by, say)
        kept = None
        if rejected:
            say(f"Setting {len(rejected):,} bad rows aside ...")
            kept = quarantine.write(target, path, mapping, rejected)
    reasons = Counter(reason for _, reason in rejected)
    return ImportResult(
        log, is_new=True, reasons=dict(reasons.most_common()), quarantine=kept
    )


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
        cursor.copy_expert(
            _named(_COPY, log).as_string(cursor.connection), reader.copy_stream()
        )
        say(f"{reader.lines:,} rows read. Checking and matching them ...")
        imports.analyze(log.origin)
        who = list(principals(reader.users, mapping))
        names = _unknown_users(log, reader, who)
        parameters = {"import": log.pk}
        cursor.execute(_named(_UNKNOWN_BOOKINGS, log), parameters)
        # The clock is read first: in the log's time zone Django would misread it.
        parameters |= _who_params(who, names, reader.users)
        parameters |= _time_params(mapping, log)
        with _settings(cursor, mapping):
            cursor.execute(_named(_WRITE, log, mapping), parameters)
            rejected = sorted([*reader.rejected, *cursor.fetchall()])
    say("Building keys and indexes ...")
    log.events = imports.attach(
        log.origin, log.content_sha256, log.pk, by.act_columns()["mission"]
    )
    if log.events == 0:
        raise BadLog(_nothing_left(reader, rejected))
    log.lines, log.quarantined = reader.lines - reader.blank, len(rejected)
    log.left_out = dict(reader.skipped)
    _describe(log)
    return rejected


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
    return sql.SQL(text).format(
        staging=sql.Identifier(imports.staging_of(log.origin)),
        partition=sql.Identifier(imports.partition_of(log.origin)),
        reading=sql.SQL(_READ_EPOCH if epoch else _READ_TEXT),
        gap=sql.SQL("" if epoch else _GAP),
        twice=sql.SQL(_TWICE if mapping is not None and mapping.row_id else ""),
    )


@contextmanager
def _settings(cursor, mapping: Mapping) -> Iterator[None]:
    """How times are written, and enough memory to match; as before afterwards."""
    names = ("datestyle", "timezone", "work_mem")
    wanted = (f"ISO, {mapping.time.order.upper()}", mapping.time.zone, "256MB")
    cursor.execute(
        f"SELECT {', '.join(f'current_setting({name!r})' for name in names)}"
    )
    before = cursor.fetchone()
    change = f"SELECT {', '.join('set_config(%s, %s, true)' for _ in names)}"
    cursor.execute(change, list(chain(*zip(names, wanted, strict=True))))
    yield
    cursor.execute(change, list(chain(*zip(names, before, strict=True))))


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
    return {
        "zone": mapping.time.zone,
        "epoch": 1000 if mapping.time.unit is EpochUnit.MILLISECONDS else 1,
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
