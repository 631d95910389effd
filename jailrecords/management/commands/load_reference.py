"""Load a table of common knowledge that a county brings: nicknames, the .gov registry,
the public list of agencies by ORI.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from jailrecords.database import as_owner

Line = dict[str, str]


class NoRow(Exception):
    """Why a line is no row of its table."""


def _nickname(line: Line) -> tuple:
    if line["relationship"] != "has_nickname" or not (line["name1"] and line["name2"]):
        raise NoRow("no nickname")
    if max(len(line["name1"]), len(line["name2"])) > 80:
        raise NoRow("longer than 80 letters")
    return line["name1"], line["name2"]


def _domain(line: Line) -> tuple:
    domain = line["Domain name"].strip().lower()
    if not domain.endswith(".gov") or "@" in domain or " " in domain:
        raise NoRow("no .gov domain")
    if len(domain) > 120:
        raise NoRow("longer than 120 letters")
    organisation, part = line["Organization name"], line["Suborganization name"]
    return domain, organisation[:200], part[:200], line["State"][:2]


def _ori(line: Line) -> tuple:
    ori, state = line["ori"].strip().upper(), line["state_abbr"].strip().upper()
    if len(ori) != 9 or not ori.isalnum():
        raise NoRow("no ORI of nine characters")
    if len(state) != 2 or not state.isalpha():
        raise NoRow("no state of two letters")
    return ori, line["pub_agency_name"].strip(" :")[:200], state


@dataclass(frozen=True, slots=True)
class Kind:
    """How a file of one kind is read, and the statement that adds its rows: as many
    arrays as a row has values. The newest row of a key stands.
    """

    columns: tuple[str, ...]
    read: Callable[[Line], tuple]
    add: str
    all_columns: bool = False


KINDS = {
    "nicknames": Kind(
        ("name1", "relationship", "name2"),
        _nickname,
        """INSERT INTO bookings_nickname (given_name, nickname)
  SELECT bookings_plain_name(g), bookings_plain_name(n)
  FROM unnest(%s::text[], %s::text[]) AS read(g, n)
  WHERE bookings_plain_name(g) NOT IN ('', bookings_plain_name(n))
    AND bookings_plain_name(n) <> ''
  ON CONFLICT DO NOTHING""",
        all_columns=True,
    ),
    "gov_domains": Kind(
        ("Domain name", "Organization name", "Suborganization name", "State"),
        _domain,
        """INSERT INTO compliance_knowndomain (domain, organisation, part, state)
  SELECT DISTINCT ON (d) d, o, p, s
  FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[]) AS read(d, o, p, s)
  ON CONFLICT (domain) DO UPDATE SET organisation = EXCLUDED.organisation,
    part = EXCLUDED.part, state = EXCLUDED.state
  WHERE (compliance_knowndomain.organisation, compliance_knowndomain.part,
    compliance_knowndomain.state)
    IS DISTINCT FROM (EXCLUDED.organisation, EXCLUDED.part, EXCLUDED.state)""",
    ),
    "ori": Kind(
        ("ori", "pub_agency_name", "state_abbr"),
        _ori,
        """INSERT INTO compliance_knownori (ori, name, state)
  SELECT DISTINCT ON (o) o, n, s
  FROM unnest(%s::text[], %s::text[], %s::text[]) AS read(o, n, s)
  ON CONFLICT (ori) DO UPDATE SET name = EXCLUDED.name, state = EXCLUDED.state
  WHERE (compliance_knownori.name, compliance_knownori.state)
    IS DISTINCT FROM (EXCLUDED.name, EXCLUDED.state)""",
    ),
}


class Command(BaseCommand):
    help = (
        "Add a reference table from a CSV file. nicknames: name1, relationship"
        " (has_nickname), name2; search knows them at once. gov_domains: the .gov"
        " registry of CISA. ori: the FBI's list of agencies. A faulty line ends it and"
        " nothing is added. Takes the owner's role (DATABASE_OWNER_URL)."
    )

    def add_arguments(self, parser):
        parser.add_argument("kind", choices=sorted(KINDS))
        parser.add_argument("file", type=Path)

    def handle(self, *args, kind, file, **options):
        rows = list(_rows(file, KINDS[kind]))
        if not rows:
            raise CommandError(f"{file} holds none of the kind {kind}")
        with as_owner(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                KINDS[kind].add, [list(part) for part in zip(*rows, strict=True)]
            )
            added = cursor.rowcount
        self.stdout.write(f"{len(rows):,} read, {added:,} new.")


def _rows(file: Path, kind: Kind) -> Iterator[tuple]:
    """The values of every line; the first faulty line ends it."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise CommandError(f"{file} cannot be read: it is not UTF-8.") from None
    lines = csv.DictReader(text.splitlines())
    names = tuple(lines.fieldnames or ())
    if kind.all_columns and names != kind.columns:
        raise CommandError(f"{file}: the first line must be {','.join(kind.columns)}")
    if missing := set(kind.columns) - set(names):
        raise CommandError(f"{file}: no column {', '.join(sorted(missing))}")
    for line in lines:
        try:
            yield kind.read({name: line[name] or "" for name in kind.columns})
        except NoRow as wrong:
            raise CommandError(f"{file}, line {lines.line_num}: {wrong}") from None
