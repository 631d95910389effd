"""Importing a roster: its lists in their order become bookings, changes and releases, in
one transaction; a crash leaves nothing.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from uuid import UUID

from django.db import connection, transaction

from access.acts import Act
from access.models import Facility
from access.viewer import System
from audit.acting import acting
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act
from bookings.models import RosterLine, RosterSource
from bookings.roster.mapping import Mapping
from bookings.roster.rows import BadRow, Counts, Reader, Row
from bookings.roster.source import BadRoster, Dropped, records
from bookings.rules import PUBLIC_MANNER
from bookings.services import roster_statements as sql
from bookings.services.locks import one_at_a_time

Say = Callable[[str], None]
_COLUMNS = (
    "source_id, line, at, person_key, stay_key, facility_id, is_bad, content, digest"
)
_STEP = 20_000
_OFTEN = 10
_MANY = 2_000
# So few may leave at once whatever share of all they are.
_FEW = 100


@dataclass(slots=True)
class Result:
    """What an import did. ``bad``: line, field, reason and, where it helps, the code."""

    rows: int = 0
    lists: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    done: Counter = field(default_factory=Counter)
    bad: list[tuple[int, str, str, str]] = field(default_factory=list)
    dropped: Dropped = field(default_factory=Dropped)
    counts: Counts = field(default_factory=Counts)


def import_roster_of_bookings(
    path: Path,
    mapping: Mapping,
    *,
    by: System,
    as_of: datetime | None = None,
    makes_facilities: bool = False,
    is_rehearsal: bool = False,
    say: Say = lambda _: None,
) -> Result:
    """Import a roster; the same or an overlapping one again changes nothing.

    ``as_of``: of which instant the file is, where no column says so; aware.
    ``is_rehearsal``: everything is done and undone. Raises BadRoster.
    """
    if mapping.absence_means_left and not (mapping.snapshot or as_of):
        raise BadRoster(
            "Nothing says of which day this roster is: give --as-of, or name the column"
            ' in [snapshot]; or, if it is no list of who is there, absence = "nothing".'
        )
    if as_of and as_of.date() > now().astimezone(as_of.tzinfo).date():
        raise BadRoster("--as-of is to come.")
    reason = f"roster of {mapping.source}"
    with transaction.atomic():
        with acting(None, Act.IMPORT_BOOKINGS, reason):
            one_at_a_time(f"roster:{mapping.source}")
            source, _ = RosterSource.objects.get_or_create(name=mapping.source)
            work = _Import(source, mapping, makes_facilities=makes_facilities, say=say)
            result = work.run(path, as_of)
            if not is_rehearsal:
                _record(result, source, by)
        transaction.set_rollback(is_rehearsal)
    return result


def _record(result: Result, source: RosterSource, by: System) -> None:
    record_act(
        Act.IMPORT_BOOKINGS,
        Outcome.DONE,
        actor=by,
        target_kind="roster",
        target_id=source.name,
        rows=result.rows,
        lists=result.lists,
        set_aside=len(result.bad),
        dropped=sum(result.dropped.columns.values())
        + result.counts.dropped_values.total(),
        immigration_papers=result.counts.immigration_papers,
        **result.done,
    )


class _Lines:
    """A file that is written while it is read: what COPY takes. ``refused``: what went
    wrong with the file, for COPY would say it in words of its own.
    """

    def __init__(self, lines: Iterator[str]):
        self._lines = lines
        self._rest = ""
        self.refused: BadRoster | None = None

    def read(self, size: int = -1) -> str:
        parts, length = [self._rest], len(self._rest)
        try:
            while size < 0 or length < size:
                line = next(self._lines, None)
                if line is None:
                    break
                parts.append(line)
                length += len(line)
        except BadRoster as refused:
            self.refused = refused
            return ""
        whole = "".join(parts)
        size = length if size < 0 else size
        self._rest = whole[size:]
        return whole[:size]


class _Import:
    def __init__(
        self, source: RosterSource, mapping: Mapping, *, makes_facilities, say
    ):
        self._source = source
        self._mapping = mapping
        self._makes_facilities = makes_facilities
        self._say = say
        self._result = Result()
        self._looked_at = -1
        self._facilities = {
            word.casefold(): facility.pk
            for facility in Facility.objects.all()
            for word in (facility.code, facility.name)
        }

    def run(self, path: Path, as_of: datetime | None) -> Result:
        RosterLine.objects.filter(source=self._source).delete()
        self._copy(path, as_of)
        self._look()
        self._join_by_hash(self._result.rows >= _MANY)
        self._one_row_each()
        found = self._rows(sql.LISTS)
        self._tell_of_late_lists([at for at, _ in found])
        lists = [at for at, _ in found]
        apply = self._plan()
        for number, (at, lines) in enumerate(found, start=1):
            self._join_by_hash(lines >= _MANY)
            self._one_list(at, apply, tells=lines >= _STEP)
            if number % _OFTEN == 0 or number == len(lists):
                self._say(f"{number:,} of {len(lists):,} lists taken in")
        self._join_by_hash(self._result.rows >= _MANY)
        if not self._mapping.absence_means_left:
            self._do("released", sql.BOOKED_AGAIN)
        RosterLine.objects.filter(source=self._source).delete()
        self._result.lists = len(lists)
        if lists:
            self._result.first_at, self._result.last_at = lists[0], lists[-1]
        self._result.bad.sort()
        return self._result

    def _look(self) -> None:
        """The planner knows nothing of rows that were written just now, and takes them
        for a handful: it is shown them once they are many, and whenever they have doubled.
        """
        made = self._result.done["new bookings"]
        if made >= max(_MANY, 2 * self._looked_at) or (
            self._result.rows >= _MANY and self._looked_at < 0
        ):
            self._rows(sql.LOOK, fetch=False)
            self._looked_at = made

    def _tell_of_late_lists(self, lists: list[datetime]) -> None:
        ((latest,),) = self._rows(sql.LATEST)
        late = [at for at in lists if latest and at < latest]
        if late:
            day = latest.astimezone(self._mapping.zone)
            self._say(
                f"{len(late):,} lists are older than the latest that was taken in"
                f" ({day:%Y-%m-%d %H:%M}): of whom it had they change nothing but when"
                " somebody left."
            )

    def _join_by_hash(self, is_many: bool) -> None:
        """Of a large list every row is looked at anyway. A plan that goes by an index,
        row by row, takes hours where the planner expected few rows and has many.
        """
        told = "off" if is_many else "on"
        self._rows(f"SET LOCAL enable_nestloop = {told}", fetch=False)

    # --- From the file into the table of lines

    def _copy(self, path: Path, as_of: datetime | None) -> None:
        reader = Reader(self._mapping, bytes(self._source.salt), as_of, now())
        if self._makes_facilities:
            self._make_facilities(path, reader)
        self._result.counts = reader.counts
        lines = _Lines(self._lines(path, reader))
        with connection.cursor() as cursor:
            cursor.copy_expert(
                f"COPY bookings_rosterline ({_COLUMNS}) FROM STDIN", lines
            )
        if lines.refused:
            raise lines.refused
        self._say(f"{self._result.rows:,} rows read")

    def _lines(self, path: Path, reader: Reader) -> Iterator[str]:
        for record in records(path, self._mapping, self._result.dropped):
            self._result.rows += 1
            if self._result.rows % _STEP == 0:
                self._say(f"{self._result.rows:,} rows read")
            try:
                known = reader.identity(record)
                facility = self._facility(known.facility)
            except BadRow as bad:
                # A key that is not there is no reason where the row itself is torn.
                why = BadRow(record.broken) if record.broken else bad
                self._set_aside(record.line, why)
                continue
            try:
                content = reader.content(record, known)
            except BadRow as bad:
                # Whoever it is stands on this list, though nothing of it is taken in.
                self._set_aside(record.line, bad)
                content = ""
            yield self._line(known, facility, content)

    def _line(self, row: Row, facility: int, content: str) -> str:
        digest = UUID(bytes=blake2b(content.encode(), digest_size=16).digest())
        told = content.replace("\\", "\\\\") if content else "\\N"
        return (
            f"{self._source.pk}\t{row.line}\t{row.at.isoformat()}\t{row.person}\t{row.base}"
            f"\t{facility}\t{'f' if content else 't'}\t{told}"
            f"\t{digest if content else chr(92) + 'N'}\n"
        )

    def _facility(self, name: str) -> int:
        found = self._facilities.get(name.casefold())
        if found is None:
            raise BadRow("a facility that is not on record", "facility", name)
        return found

    def _make_facilities(self, path: Path, reader: Reader) -> None:
        """First of all: while rows are copied, nothing else can be asked."""
        for record in records(path, self._mapping, Dropped()):
            try:
                name = reader.identity(record).facility
            except BadRow:
                continue
            if name.casefold() not in self._facilities:
                self._make_facility(name)

    def _make_facility(self, name: str) -> None:
        """Nobody sees anything of it until an agreement covers it (law 1)."""
        words = name.upper().split()
        code = ("".join(word[0] for word in words) if len(words) > 1 else words[0])[:6]
        number = 1
        while code.casefold() in self._facilities:
            number += 1
            code = f"{code[:6]}{number}"
        made = Facility.objects.create(name=name[:120], code=code)
        self._facilities |= {name.casefold(): made.pk, code.casefold(): made.pk}
        self._result.done["new facilities"] += 1

    def _set_aside(self, line: int, bad: BadRow) -> None:
        value = bad.value if len(bad.value) <= 40 else ""
        self._result.bad.append((line, bad.field, bad.reason, value))

    def _one_row_each(self) -> None:
        if self._mapping.is_many_rows:
            self._rows(sql.JOINED, fetch=False)
            self._rows(sql.NOT_FIRST, fetch=False)
            return
        again = self._rows(sql.REPEATED)
        for line, is_same in again:
            if is_same:
                self._result.done["repeated rows"] += 1
            else:
                self._set_aside(
                    line, BadRow("the same booking again, with other facts")
                )
        self._forget([line for line, _ in again])

    def _forget(self, lines: list[int]) -> None:
        RosterLine.objects.filter(source=self._source, line__in=lines).delete()

    # --- From the lines of one list into the record

    def _plan(self) -> list[tuple[str, str]]:
        """What is done with each list, in this order, and what it is counted as."""
        mapped = set(self._mapping.fields)
        if "name" in mapped:
            mapped |= {"surname", "given_name", "middle_name", "suffix"}
        steps = [
            ("new people", sql.new_people()),
            ("new bookings", sql.new_bookings()),
            # Where absence says nothing, nobody has left by it.
            ("came back", sql.CAME_BACK if self._mapping.absence_means_left else None),
            ("changed bookings", sql.changed_bookings(mapped)),
            ("changed people", sql.changed_people(mapped)),
            ("", sql.OLD_CHARGES),
            ("charges", sql.NEW_CHARGES),
            ("holds cleared", sql.CLEARED_HOLDS),
            ("holds", sql.NEW_HOLDS),
            ("released", sql.RELEASED_BY_ROW),
            ("", sql.TAKEN_IN),
            ("", sql.SEEN),
        ]
        return [(counted, step) for counted, step in steps if step]

    def _one_list(
        self, at: datetime, steps: list[tuple[str, str]], *, tells: bool
    ) -> None:
        """``tells``: the list is so long that each of its steps is told."""
        day = at.astimezone(self._mapping.zone)
        why = f"roster of {self._mapping.source}, list of {day:%Y-%m-%d %H:%M}"
        with acting(None, Act.IMPORT_BOOKINGS, why):
            taken = [line for (line,) in self._rows(sql.TAKEN_NUMBERS, at)]
            for line in taken:
                self._set_aside(
                    line,
                    BadRow("a booking number of another booking", "booking_number"),
                )
            self._forget(taken)
            for counted, step in steps:
                number = self._do(counted, step, at)
                if tells and counted and number:
                    self._say(f"  {day:%Y-%m-%d}: {number:,} {counted}")
                self._look()
            if self._mapping.absence_means_left:
                self._check_leaving(at, day)
                self._do("released", sql.LEFT, at)

    def _check_leaving(self, at: datetime, day: datetime) -> None:
        ((leaving, present),) = self._rows(sql.WOULD_LEAVE, at)
        if leaving > _FEW and leaving > self._mapping.most_leaving * present:
            raise BadRoster(
                f"By the list of {day:%Y-%m-%d %H:%M}, {leaving:,} of {present:,} people in"
                " custody would have left at once. If the list is whole, say so: "
                "most_leaving = 1 in [snapshot]. Nothing was imported."
            )

    def _do(self, counted: str, statement: str, at: datetime | None = None) -> int:
        with connection.cursor() as cursor:
            cursor.execute(statement, self._params(at))
            number = max(cursor.rowcount, 0)
        if counted:
            self._result.done[counted] += number
        return number

    def _rows(self, statement: str, at: datetime | None = None, *, fetch=True) -> list:
        with connection.cursor() as cursor:
            cursor.execute(statement, self._params(at))
            return cursor.fetchall() if fetch else []

    def _params(self, at: datetime | None) -> dict:
        return {
            "source": self._source.pk,
            "at": at,
            "manners": json.dumps({str(k): v for k, v in PUBLIC_MANNER.items()}),
        }
