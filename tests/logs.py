"""Access logs of old systems, as files, and what became of them in the history."""

import csv
from datetime import UTC, datetime
from pathlib import Path

from access.viewer import System
from audit.models import ViewEvent
from compliance.services.log_import import ImportResult, import_access_log

BY = System("tests")
PLAIN = """
title = "An old system"
[time]
column = "when"
zone = "America/Los_Angeles"
[user]
column = "who"
[booking]
column = "booking"
[action]
column = "what"
[action.is]
LOGIN = "signed_in"
LOGOUT = "skip"
SEARCH = "searched"
VIEW = "opened"
"""
HEADER = "when,who,what,booking\n"


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def written(folder: Path, rows: str | bytes, mapping: str = PLAIN, name="log.csv"):
    """A log and its mapping, as files."""
    log, described = folder / name, folder / "mapping.toml"
    log.write_bytes(rows.encode() if isinstance(rows, str) else rows)
    described.write_text(mapping)
    return log, described


def imported(folder: Path, rows: str | bytes, mapping: str = PLAIN, **options):
    result = import_access_log(
        *written(folder, rows, mapping), by=BY, say=lambda _: None, **options
    )
    return adds_up(result)


def adds_up(result: ImportResult) -> ImportResult:
    """Nothing is dropped in silence: every row is an event, left out or set aside."""
    log = result.log
    assert log.lines == log.events + log.quarantined + sum(log.left_out.values())
    assert ViewEvent.objects.filter(origin=log.origin).count() == log.events
    if result.is_new:
        assert sum(result.reasons.values()) == log.quarantined
        assert len(set_aside(result)) == log.quarantined
    return result


def events(result: ImportResult) -> list[ViewEvent]:
    return list(ViewEvent.objects.filter(origin=result.log.origin).order_by("id"))


def instants(result: ImportResult) -> list[datetime]:
    return [event.occurred_at.astimezone(UTC) for event in events(result)]


def set_aside(result: ImportResult) -> list[tuple[int, str, str]]:
    """The quarantine: (line, reason, row)."""
    if result.quarantine is None:
        return []
    limit = csv.field_size_limit(1 << 20)
    with result.quarantine.open(newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    csv.field_size_limit(limit)
    assert header == ["line", "reason", "row"]
    return [(int(line), reason, row) for line, reason, row in rows]
