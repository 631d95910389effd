"""Load a table of common knowledge that a county brings: now, nicknames."""

import csv
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from jailrecords.database import as_owner

_COLUMNS = ("name1", "relationship", "name2")
_ADD = """INSERT INTO bookings_nickname (given_name, nickname)
  SELECT bookings_plain_name(g), bookings_plain_name(n)
  FROM unnest(%s::text[], %s::text[]) AS read(g, n)
  WHERE bookings_plain_name(g) NOT IN ('', bookings_plain_name(n))
    AND bookings_plain_name(n) <> ''
  ON CONFLICT DO NOTHING"""


class Command(BaseCommand):
    help = (
        "Add a reference table from a file. nicknames: CSV with the columns name1,"
        " relationship (has_nickname), name2. Search knows them at once. Takes the"
        " owner's role (DATABASE_OWNER_URL)."
    )

    def add_arguments(self, parser):
        parser.add_argument("kind", choices=["nicknames"])
        parser.add_argument("file", type=Path)

    def handle(self, *args, kind, file, **options):
        pairs = _read(file)
        with as_owner(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_ADD, [list(part) for part in zip(*pairs, strict=True)])
            added = cursor.rowcount
        self.stdout.write(f"{len(pairs):,} read, {added:,} new.")


def _read(file: Path) -> list[tuple[str, str]]:
    """(given name, nickname) of every line; the first faulty line ends it."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise CommandError(f"{file} cannot be read: it is not UTF-8.") from None
    lines = csv.DictReader(text.splitlines())
    if tuple(lines.fieldnames or ()) != _COLUMNS:
        raise CommandError(f"{file}: the first line must be {','.join(_COLUMNS)}")
    pairs = []
    for line in lines:
        if line["relationship"] != "has_nickname" or not (
            line["name1"] and line["name2"]
        ):
            raise CommandError(f"{file}, line {lines.line_num}: no nickname")
        if max(len(line["name1"]), len(line["name2"])) > 80:
            raise CommandError(f"{file}, line {lines.line_num}: longer than 80 letters")
        pairs.append((line["name1"], line["name2"]))
    if not pairs:
        raise CommandError(f"{file} holds no nickname")
    return pairs
