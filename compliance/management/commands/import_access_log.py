"""Import an old system's access log into the view history; or take one out again."""

import json
from argparse import RawDescriptionHelpFormatter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from access.viewer import System
from compliance.access_log.mapping import BadMapping
from compliance.access_log.source import BadLog, printable
from compliance.models import LogImport
from compliance.services.log_import import (
    ImportRefused,
    ImportResult,
    import_access_log,
    undo_import,
)

_BY = System("import_access_log")


class Command(BaseCommand):
    help = """Import the access log of an old system (CSV, also .gz).

  manage.py import_access_log LOG.csv --mapping LOG.toml
  manage.py import_access_log --undo log_0123456789abcdef
  manage.py import_access_log --list

The mapping says which column is what: docs/reference/access-logs.md. The same file
again changes nothing. Bad rows are set aside in LOG.csv.quarantine.csv, with their line
and the reason."""

    def create_parser(self, *args, **options):
        return super().create_parser(
            *args, formatter_class=RawDescriptionHelpFormatter, **options
        )

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path, help="the log")
        parser.add_argument("--mapping", type=Path, help="what its columns are (TOML)")
        parser.add_argument("--quarantine", type=Path, help="where bad rows go")
        parser.add_argument("--undo", metavar="ORIGIN", help="take this log out again")
        parser.add_argument("--list", action="store_true", help="the logs imported")
        parser.add_argument("--names", metavar="ORIGIN", help="what matched nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args, **options):
        if options["list"]:
            return self._list(as_json=options["json"])
        if options["undo"]:
            return self._undo(options["undo"])
        if options["names"]:
            return self._names(options["names"])
        if not options["file"] or not options["mapping"]:
            raise CommandError(
                "Say which FILE, and with --mapping what its columns are."
            )
        return self._import(options)

    def _import(self, options):
        say = (lambda _: None) if options["json"] else self.stdout.write
        try:
            result = import_access_log(
                options["file"],
                options["mapping"],
                by=_BY,
                say=say,
                keep_bad_in=options["quarantine"],
            )
        except OSError as error:
            where = error.filename or options["file"]
            raise CommandError(
                f"{where}: {error.strerror}. Nothing was imported."
            ) from None
        except OperationalError as error:
            # The first line says what; those below may hold a row of the log.
            what = (str(error).splitlines() or ["it is gone"])[0]
            raise CommandError(
                f"The database stopped the import: {what}. Nothing was imported; "
                "try again."
            ) from None
        except (BadMapping, BadLog, ImportRefused) as error:
            raise CommandError(str(error)) from None
        except KeyboardInterrupt:
            raise CommandError("Interrupted; nothing was imported.") from None
        if options["json"]:
            self.stdout.write(json.dumps(_report(result), indent=2))
        else:
            self._tell(result)

    def _tell(self, result: ImportResult):
        log = result.log
        if not result.is_new:
            self.stdout.write(
                f"This log is imported already, as {log.origin}. Nothing was changed."
            )
            return
        self.stdout.write(
            f"{log.events:,} of {log.lines:,} rows imported as {log.origin}, "
            f"from {log.first_at:%Y-%m-%d} to {log.last_at:%Y-%m-%d} (UTC)."
        )
        for code, number in log.left_out.items():
            self.stdout.write(f"  {number:>9,} left out by the mapping: {code}")
        for reason, number in result.reasons.items():
            self.stdout.write(f"  {number:>9,} set aside: {reason}")
        if result.quarantine:
            self.stdout.write(f"Set aside in {result.quarantine}")
        for kind, number in _unmatched(log).items():
            if number:
                self.stdout.write(
                    f"{number:,} {kind}s of the log match nothing here "
                    f"(--names {log.origin} lists them)."
                )
        if log.system is None:
            self.stdout.write(
                "No system file says what the old system let people reach then: load "
                "one (docs/reference/law-files.md) before looking for exposures."
            )

    def _undo(self, origin: str):
        log = LogImport.objects.filter(origin=origin, undone_at__isnull=True).first()
        if log is None:
            raise CommandError(f"No log {origin} is imported. --list shows them.")
        try:
            undo_import(log, by=_BY)
        except ImportRefused as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{log.events:,} events of {origin} are out of the history.")

    def _list(self, *, as_json: bool):
        logs = list(LogImport.objects.filter(undone_at__isnull=True))
        if as_json:
            self.stdout.write(json.dumps([_facts(log) for log in logs], indent=2))
            return
        if not logs:
            self.stdout.write("No log is imported.")
        for log in logs:
            self.stdout.write(
                f"{log.origin}  {log.events:>10,} events  {log.first_at:%Y-%m-%d} to "
                f"{log.last_at:%Y-%m-%d}  {log.title}"
            )

    def _names(self, origin: str):
        log = LogImport.objects.filter(origin=origin, undone_at__isnull=True).first()
        if log is None:
            raise CommandError(f"No log {origin} is imported. --list shows them.")
        for name in log.names.iterator():
            unit = f"  ({name.unit})" if name.unit else ""
            self.stdout.write(
                f"{name.kind:<8} {name.rows:>9,}  {printable(name.text + unit)}"
            )


def _unmatched(log: LogImport) -> dict[str, int]:
    return {kind: log.names.filter(kind=kind).count() for kind in ("user", "booking")}


def _facts(log: LogImport) -> dict:
    return {
        "origin": log.origin,
        "title": log.title,
        "source_sha256": log.content_sha256,
        "mapping_sha256": log.mapping_sha256,
        "system": log.system.sha256 if log.system else None,
        "rows": log.lines,
        "imported": log.events,
        "quarantined": log.quarantined,
        "left_out": log.left_out,
        "first": log.first_at.isoformat(),
        "last": log.last_at.isoformat(),
        "unmatched": _unmatched(log),
    }


def _report(result: ImportResult) -> dict:
    return {
        **_facts(result.log),
        "is_new": result.is_new,
        "quarantined_by_reason": result.reasons,
        "quarantine": str(result.quarantine) if result.quarantine else None,
    }
