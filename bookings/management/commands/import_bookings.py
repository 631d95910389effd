"""Import a roster of another system: its lists become bookings, changes, releases."""

import csv
import json
import os
from argparse import RawDescriptionHelpFormatter
from datetime import datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from access.acts import Act
from access.viewer import System
from audit.models import ActEvent
from bookings.roster import values
from bookings.roster.mapping import BadMapping, Mapping, read_mapping
from bookings.roster.source import BadRoster
from bookings.services.roster_import import Result, import_roster_of_bookings

_BY = System("import_bookings")
HEADER = ("line", "field", "reason", "code")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Command(BaseCommand):
    help = """Import a roster of bookings (CSV, JSON, JSON lines, NIEM JSON; also .gz).

  manage.py import_bookings ROSTER.csv --mapping ROSTER.toml
  manage.py import_bookings ROSTER.json --mapping ROSTER.toml --as-of 2026-11-28
  manage.py import_bookings ROSTER.csv --mapping ROSTER.toml --dry-run
  manage.py import_bookings --list

The mapping says which column is what: docs/reference/rosters.md. Several lists in one
file, or one after the other, become bookings, changes and releases; the same again
changes nothing. Bad rows are set aside in ROSTER.csv.quarantine.csv, with their line and
the reason. What the law forbids to keep is dropped and counted."""

    def create_parser(self, *args, **options):
        return super().create_parser(
            *args, formatter_class=RawDescriptionHelpFormatter, **options
        )

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path, help="the roster")
        parser.add_argument("--mapping", type=Path, help="what its columns are (TOML)")
        parser.add_argument("--as-of", help="of which day or moment the file is")
        parser.add_argument("--dry-run", action="store_true", help="change nothing")
        parser.add_argument("--quarantine", type=Path, help="where bad rows go")
        parser.add_argument(
            "--create-facilities",
            action="store_true",
            help="put facilities on record that are not yet",
        )
        parser.add_argument("--list", action="store_true", help="what was imported")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args, **options):
        if options["list"]:
            return self._list()
        if not options["file"] or not options["mapping"]:
            raise CommandError(
                "Say which FILE, and with --mapping what its columns are."
            )
        try:
            mapping = read_mapping(options["mapping"])
            result = self._import(mapping, options)
        except (BadMapping, BadRoster) as error:
            raise CommandError(str(error)) from None
        except OperationalError as error:
            # The first line says what; those below may hold a row.
            what = (str(error).splitlines() or ["it is gone"])[0]
            raise CommandError(
                f"The database stopped the import: {what}. Nothing was imported; try"
                " again."
            ) from None
        except KeyboardInterrupt:
            raise CommandError("Interrupted; nothing was imported.") from None
        target = options["quarantine"] or _beside(options["file"])
        _write_bad(target, result)
        if options["json"]:
            told = _report(result) | {"dry_run": options["dry_run"]}
            self.stdout.write(json.dumps(told, indent=2))
        else:
            self._tell(result, target, is_rehearsal=options["dry_run"])
        return None

    def _import(self, mapping: Mapping, options) -> Result:
        say = (lambda _: None) if options["json"] else self.stdout.write
        return import_roster_of_bookings(
            options["file"],
            mapping,
            by=_BY,
            as_of=_moment(options["as_of"], mapping),
            makes_facilities=options["create_facilities"],
            is_rehearsal=options["dry_run"],
            say=say,
        )

    def _tell(self, result: Result, target: Path, *, is_rehearsal: bool) -> None:
        write = self.stdout.write
        if is_rehearsal:
            write("A rehearsal: nothing is changed. It would have been:")
        write(f"{result.rows:,} rows in {result.lists:,} lists")
        for what, number in sorted(result.done.items()):
            write(f"  {number:>9,} {what}")
        self._tell_what_the_law_drops(result)
        for name, number in sorted(result.counts.shortened.items()):
            write(f"  {number:>9,} values shortened: {name}")
        for reason, number in _reasons(result).items():
            write(f"  {number:>9,} rows set aside: {reason}")
        if result.bad:
            write(f"Set aside in {target}")

    def _tell_what_the_law_drops(self, result: Result) -> None:
        write = self.stdout.write
        for column, number in sorted(result.dropped.columns.items()):
            write(f"  {number:>9,} values dropped unread, by law: column {column}")
        for what, number in sorted(result.counts.dropped_values.items()):
            write(f"  {number:>9,} values dropped, by law: {what}")
        if papers := result.counts.immigration_papers:
            write(
                f"  {papers:>9,} immigration papers entered as charges or holds: nothing"
                " is kept of them. If a paper lies there, register it by hand."
            )

    def _list(self) -> None:
        done = ActEvent.objects.filter(act=Act.IMPORT_BOOKINGS).order_by("occurred_at")
        for event in done:
            told = event.detail
            self.stdout.write(
                f"{event.occurred_at:%Y-%m-%d %H:%M} {event.target_id}:"
                f" {told['rows']:,} rows, {told['lists']:,} lists,"
                f" {told['set_aside']:,} set aside"
            )


def _moment(text: str | None, mapping: Mapping) -> datetime | None:
    if not text:
        return None
    try:
        return values.moment(text, (), mapping.zone, at=values.END_OF_DAY)
    except values.BadValue as bad:
        raise BadRoster(f"--as-of {text}: {bad}.") from None


def _reasons(result: Result) -> dict[str, int]:
    reasons: dict[str, int] = {}
    for _, field, reason, _ in result.bad:
        words = f"{field}: {reason}" if field else reason
        reasons[words] = reasons.get(words, 0) + 1
    return dict(sorted(reasons.items(), key=lambda one: -one[1]))


def _report(result: Result) -> dict:
    return {
        "rows": result.rows,
        "lists": result.lists,
        "done": dict(result.done),
        "set_aside": _reasons(result),
        "dropped_columns": result.dropped.columns,
        "dropped_values": dict(result.counts.dropped_values),
        "immigration_papers": result.counts.immigration_papers,
        "shortened": dict(result.counts.shortened),
    }


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.quarantine.csv")


def _write_bad(target: Path, result: Result) -> None:
    """Line, field, reason and code: no other value of the row, which stands in the file
    itself and may say what must not be kept twice.
    """
    if not result.bad:
        target.unlink(missing_ok=True)
        return
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        with os.fdopen(os.open(target, flags, 0o600), "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADER)
            for line, field, reason, code in result.bad:
                shown = f"'{code}" if code.startswith(_FORMULA) else code
                writer.writerow((line, field, reason, shown))
    except OSError as error:
        raise CommandError(
            f"The import stands, but {target} cannot be written: {error.strerror}. Say"
            " with --quarantine where, and import again: that changes nothing else."
        ) from None
