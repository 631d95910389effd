"""Load a table of common knowledge that a county brings: nicknames, the .gov registry,
the public list of agencies by ORI, the codes of scars, marks and tattoos, offices of the
immigration authorities, the countries whose consulate is told whatever somebody wishes,
and the cells of a county's facilities.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone

from access.models import Facility
from audit.clock import now
from bookings.enums import CONSULATES
from bookings.rules import RuleViolation, check_mark_code
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


def _mark(line: Line) -> tuple:
    code, meaning = line["code"].strip(), line["meaning"].strip()
    try:
        check_mark_code(code)
    except RuleViolation as violation:
        raise NoRow(str(violation)) from None
    if not 0 < len(meaning) <= 120:
        raise NoRow("no meaning of at most 120 letters")
    return code, meaning


def _country(line: Line) -> tuple:
    iso, name, note = (line[key].strip() for key in ("iso2", "name", "note"))
    if iso not in CONSULATES:
        raise NoRow(f"nobody can choose a consulate of {iso or 'no code'}")
    if not 0 < len(name) <= 80 or len(note) > 300:
        raise NoRow("no name of at most 80 letters, with a note of at most 300")
    return iso, name, note


def _office(line: Line) -> tuple:
    name, kind = line["office_name"].strip(), line["agency"].strip().upper()
    if not 0 < len(name) <= 120:
        raise NoRow("no name of an office of at most 120 letters")
    if not 0 < len(kind) <= 10:
        raise NoRow("no agency of at most 10 letters")
    return name, kind


def _cell(line: Line) -> tuple:
    code, block, name = (line[key].strip() for key in ("facility", "block", "name"))
    if not Facility.objects.filter(code=code).exists():
        raise NoRow("no facility of that code")
    if not 0 < len(block) <= 20 or not 0 < len(name) <= 40:
        raise NoRow("no block of at most 20 letters and name of at most 40")
    if not line["beds"].strip().isdecimal() or not 0 < int(line["beds"]) <= 999:
        raise NoRow("no number of beds")
    return code, block, name, int(line["beds"])


@dataclass(frozen=True, slots=True)
class Kind:
    """How a file of one kind is read, and the statement that adds its rows: as many
    arrays as a row has values. The newest row of a key stands.

    ``is_list``: the whole of what holds from a day on; the statement takes that day and
    the list's source besides. ``separator``: a tab where no line names the columns.
    """

    columns: tuple[str, ...]
    read: Callable[[Line], tuple]
    add: str
    all_columns: bool = False
    is_list: bool = False
    separator: str = ","


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
    "smt": Kind(
        ("code", "meaning"),
        _mark,
        """INSERT INTO bookings_markcode (code, meaning)
  SELECT DISTINCT ON (c) c, m FROM unnest(%s::text[], %s::text[]) AS read(c, m)
  ON CONFLICT (code) DO UPDATE SET meaning = EXCLUDED.meaning
  WHERE bookings_markcode.meaning IS DISTINCT FROM EXCLUDED.meaning""",
        separator="\t",
    ),
    "ice_offices": Kind(
        ("office_name", "agency"),
        _office,
        """INSERT INTO bookings_federaloffice (name, kind)
  SELECT DISTINCT ON (n) n, k FROM unnest(%s::text[], %s::text[]) AS read(n, k)
  ON CONFLICT (name) DO UPDATE SET kind = EXCLUDED.kind
  WHERE bookings_federaloffice.kind IS DISTINCT FROM EXCLUDED.kind""",
    ),
    "housing": Kind(
        ("facility", "block", "name", "beds"),
        _cell,
        """INSERT INTO bookings_housingunit (facility_id, block, name, beds)
  SELECT DISTINCT ON (f.id, n) f.id, b, n, k
  FROM unnest(%s::text[], %s::text[], %s::text[], %s::int[]) AS read(c, b, n, k)
  JOIN access_facility f ON f.code = c
  ON CONFLICT (facility_id, name) DO UPDATE SET block = EXCLUDED.block,
    beds = EXCLUDED.beds
  WHERE (bookings_housingunit.block, bookings_housingunit.beds)
    IS DISTINCT FROM (EXCLUDED.block, EXCLUDED.beds)""",
    ),
    # What the list says no more ends the day before; what it says otherwise begins anew.
    "consular": Kind(
        ("iso2", "name", "note"),
        _country,
        """WITH read AS (
  SELECT DISTINCT ON (iso) * FROM unnest(%s::text[], %s::text[], %s::text[])
    AS line(iso, name, footnote)
), list AS (SELECT %s::date AS since, %s::text AS source),
same AS (
  SELECT m.id, m.iso FROM bookings_mandatorycountry m
  JOIN read USING (iso, name, footnote) WHERE m.ends_on IS NULL
), ended AS (
  UPDATE bookings_mandatorycountry m SET ends_on = list.since - 1 FROM list
  WHERE m.ends_on IS NULL AND m.starts_on < list.since
    AND m.id NOT IN (SELECT id FROM same)
), withdrawn AS (
  DELETE FROM bookings_mandatorycountry m USING list
  WHERE m.starts_on = list.since AND m.iso NOT IN (SELECT iso FROM read)
)
INSERT INTO bookings_mandatorycountry (iso, name, footnote, starts_on, source)
  SELECT iso, name, footnote, list.since, list.source FROM read, list
  WHERE iso NOT IN (SELECT iso FROM same)
  ON CONFLICT (iso, starts_on) DO UPDATE SET name = EXCLUDED.name,
    footnote = EXCLUDED.footnote, source = EXCLUDED.source""",
        is_list=True,
    ),
}
_NEWER_LIST = "SELECT max(starts_on) FROM bookings_mandatorycountry"


class Command(BaseCommand):
    help = (
        "Add a reference table from a CSV file. nicknames: name1, relationship"
        " (has_nickname), name2; search knows them at once. gov_domains: the .gov"
        " registry of CISA. ori: the FBI's list of agencies. smt: NCIC's codes of scars,"
        " marks and tattoos, a code, a tab and its meaning on each line. ice_offices: office_name, agency;"
        " suggested where a paper is written down. consular: iso2,"
        " name, note of every country whose consulate must be told, the whole list as it"
        " holds from a day on. housing: facility (its code), block, name, beds of every"
        " cell. A faulty line ends it and nothing is added. Takes the"
        " owner's role (DATABASE_OWNER_URL)."
    )

    def add_arguments(self, parser):
        parser.add_argument("kind", choices=sorted(KINDS))
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--since",
            type=date.fromisoformat,
            help="consular: from which day the list holds (YYYY-MM-DD); otherwise today",
        )
        parser.add_argument(
            "--source",
            help="consular: where the list is from; otherwise the file's name",
        )

    def handle(self, *args, kind, file, since, source, **options):
        rows = list(_rows(file, KINDS[kind]))
        if not rows:
            raise CommandError(f"{file} holds none of the kind {kind}")
        values = [list(part) for part in zip(*rows, strict=True)]
        if KINDS[kind].is_list:
            values += [_first_day(since), (source or file.name)[:200]]
        elif since or source:
            raise CommandError(f"--since and --source say nothing about {kind}.")
        with as_owner(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(KINDS[kind].add, values)
            added = cursor.rowcount
        self.stdout.write(f"{len(rows):,} read, {added:,} new.")


def _first_day(since: date | None) -> date:
    """From when a list holds: no later than today, and no earlier than one before it."""
    today = timezone.localdate(now())
    with connection.cursor() as cursor:
        cursor.execute(_NEWER_LIST)
        newest = cursor.fetchone()[0]
    first = since or today
    if first > today:
        raise CommandError("A list is loaded on its first day, or later.")
    if newest is not None and first < newest:
        raise CommandError(f"A list of {newest} stands already. Is this an older one?")
    return first


def _rows(file: Path, kind: Kind) -> Iterator[tuple]:
    """The values of every line; the first faulty line ends it."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise CommandError(f"{file} cannot be read: it is not UTF-8.") from None
    lines = _lines(text, kind)
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


def _lines(text: str, kind: Kind) -> csv.DictReader:
    if kind.separator == ",":
        return csv.DictReader(text.splitlines())
    return csv.DictReader(
        text.splitlines(),
        kind.columns,
        delimiter=kind.separator,
        quoting=csv.QUOTE_NONE,
    )
