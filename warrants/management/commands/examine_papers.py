"""What the checks would say of papers in a folder: nothing of them is kept."""

import csv
from argparse import RawDescriptionHelpFormatter
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from access.enums import class_of_word
from access.sheets import line
from audit.clock import now
from bookings.rules import RuleViolation as NoScan
from bookings.scans import scanned_upload
from warrants.checks import Progress, Result, examine, verdict
from warrants.enums import CallResult, Check, Outcome
from warrants.forms.instruments import EnterForm
from warrants.reading import Reading, read
from warrants.rules import RuleViolation, check_not_administrative
from warrants.selectors.instruments import read_off

FILE = "file"
# Whether it was done; ``called`` and ``accepted`` say what.
DONE = ("compared", "recalled", "served", "returned", "called", "accepted")
COLUMNS = (FILE, *EnterForm.base_fields, *DONE)
COLUMNS_TOLD = (FILE, "outcome", "checks", "why")
NOT_KEPT, NOT_ENTERED = "not kept", "not entered"
_YES, _ALL = {"yes", "true", "1", "on"}, "all"
_EVERY = 50


class Command(BaseCommand):
    help = """Say what the checks make of the papers in a folder. Nothing is kept of them.

  manage.py examine_papers FOLDER                         # what each says of itself
  manage.py examine_papers FOLDER --written written.csv   # and what becomes of it
  manage.py examine_papers FOLDER --written written.csv --on 2026-11-23 > told.csv

written.csv says what a person wrote down from each scan, and what was done with it since:
docs/reference/court-papers.md. Each file is read as one that is received, in a process of
its own. What is told names court cases: keep it as you keep the papers."""

    def create_parser(self, *args, **options):
        return super().create_parser(
            *args, formatter_class=RawDescriptionHelpFormatter, **options
        )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="the papers")
        parser.add_argument("--written", type=Path, help="what stands on them (CSV)")
        parser.add_argument(
            "--on", type=date.fromisoformat, help="a day of the jail; today if absent"
        )

    def handle(self, *args, folder, written, on, **options):
        rows = _rows(written) if written else {}
        files = _files(folder, written)
        if missing := rows.keys() - {path.name for path in files}:
            raise CommandError(
                f"{written.name} tells of {len(missing)} files that are not in the "
                f"folder: {', '.join(sorted(missing)[:3])}."
            )
        today = on or timezone.localtime(now()).date()
        outcomes: Counter = Counter()
        self.stdout.write(line(COLUMNS_TOLD), ending="")
        for number, path in enumerate(files, 1):
            told = _examined(path, rows.get(path.name), today)
            outcomes[told[0]] += 1
            self.stdout.write(line([path.name, *told]), ending="")
            if not number % _EVERY:
                self.stderr.write(f"{number} of {len(files)}")
        counts = (f"{many} {what}" for what, many in sorted(outcomes.items()))
        self.stderr.write(f"{len(files)} papers: {', '.join(counts)}")


def _files(folder: Path, written: Path | None) -> list[Path]:
    if not folder.is_dir():
        raise CommandError(f"{folder} is no folder.")
    inside = (path for path in folder.iterdir() if path.is_file())
    files = sorted(p for p in inside if written is None or not p.samefile(written))
    if not files:
        raise CommandError(f"{folder} holds no files.")
    return files


def _rows(written: Path) -> dict[str, dict[str, str]]:
    """What is written down of each file, by its name."""
    try:
        with written.open(encoding="utf-8-sig", newline="") as text:
            reader = csv.DictReader(text, strict=True)
            rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CommandError(f"{written.name} cannot be read: {error}.") from None
    columns = set(reader.fieldnames or ())
    if unknown := columns - set(COLUMNS):
        raise CommandError(
            f"{written.name} has columns that nobody knows: "
            f"{', '.join(sorted(map(str, unknown)))}. Known are: {', '.join(COLUMNS)}."
        )
    for number, row in enumerate(rows, 2):
        if None in row or None in row.values() or not row.get(FILE):
            raise CommandError(
                f"{written.name}, row {number}: as many cells as there are columns, and "
                "the name of a file."
            )
    named = Counter(row[FILE] for row in rows)
    if twice := [name for name, many in named.items() if many > 1]:
        raise CommandError(f"{written.name} tells of a file twice: {twice[0]}.")
    return {row[FILE]: row for row in rows}


def _examined(
    path: Path, row: Mapping[str, str] | None, today: date
) -> tuple[str, str, str]:
    """The outcome of one paper, the checks it does not meet, and why."""
    try:
        with path.open("rb") as opened:
            reading = read(scanned_upload(File(opened, path.name)).texts)
        check_not_administrative(reading)
    except (NoScan, RuleViolation) as violation:
        return NOT_KEPT, "", str(violation)
    if row is None:
        return Outcome.WAITS, "", _offered(reading)
    form = EnterForm(_typed(row))
    if not form.is_valid():
        return NOT_ENTERED, "", " ".join(_faults(form))
    results = examine(form.said(), _done(row, reading, today))
    open_checks = [one for one in results if one.outcome is not Outcome.MEETS]
    return (
        verdict(results),
        "; ".join(f"{one.check}: {one.outcome}" for one in open_checks),
        " ".join(map(_why, open_checks)),
    )


def _why(result: Result) -> str:
    return f"{result.reason} ({result.citation})" if result.citation else result.reason


def _offered(reading: Reading | None) -> str:
    """What its own text would fill the form with."""
    if reading is None:
        return "It has no text: a person reads it."
    offered = read_off(reading).items()
    return "Nobody has written it down yet. Its text offers: " + "; ".join(
        f"{name} {value}" for name, value in offered
    )


def _faults(form: EnterForm) -> Iterator[str]:
    for name, errors in form.errors.items():
        yield from (f"{name}: {error}" for error in errors)


def _typed(row: Mapping[str, str]) -> dict[str, object]:
    """A row as the form is sent: several people or kinds of records with semicolons."""
    typed: dict[str, object] = {n: row[n] for n in EnterForm.base_fields if row.get(n)}
    for name in ("states_probable_cause", "by_immigration_authority"):
        typed[name] = _is_yes(row, name)
    typed["people"] = row.get("people", "").replace(";", "\n")
    typed["classes"] = [_class(word) for word in _several(row, "classes")]
    return typed


def _class(word: str) -> str:
    try:
        return str(int(class_of_word(word)))
    except KeyError:
        return word  # which the form does not know, and says so


def _done(row: Mapping[str, str], reading: Reading | None, today: date) -> Progress:
    at = timezone.make_aware(datetime.combine(today, datetime.min.time()))
    when = {
        f"{name}_at": at if _is_yes(row, name) else None
        for name in ("compared", "recalled", "served", "returned")
    }
    try:
        called = CallResult(row["called"]) if row.get("called") else None
        words = _several(row, "accepted")
        accepted = frozenset(Check if words == [_ALL] else map(Check, words))
    except ValueError as error:
        raise CommandError(f"{row[FILE]}: {error}.") from None
    return Progress(today, reading, called=called, accepted=accepted, **when)


def _several(row: Mapping[str, str], name: str) -> list[str]:
    return [word.strip() for word in row.get(name, "").split(";") if word.strip()]


def _is_yes(row: Mapping[str, str], name: str) -> bool:
    return row.get(name, "").strip().lower() in _YES
