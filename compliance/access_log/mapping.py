"""The mapping of an access log: which of its columns says who, when and what.

Written by whoever imports a log (TOML); docs/reference/access-logs.md describes it.
"""

import re
import tomllib
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from access.enums import Mission
from audit.enums import ViewKind
from compliance.access_log.tables import BadMapping, TableReader


class Order(StrEnum):
    """How a day is written: 2018-03-04, 03/04/2018, 04.03.2018."""

    YMD = "ymd"
    MDY = "mdy"
    DMY = "dmy"


class Match(StrEnum):
    """What the log's name of a user is here."""

    SIGN_IN_NAME = "sign_in_name"
    EMAIL = "email"
    NOTHING = "nothing"


class EpochUnit(StrEnum):
    """What a number counts that says how long after 1970 began."""

    SECONDS = "seconds"
    MILLISECONDS = "milliseconds"
    MICROSECONDS = "microseconds"


LONGEST_TITLE = 200
# What an action can mean; SKIP is no showing (a sign-out), counted and left out.
SKIP = "skip"
KINDS = (
    ViewKind.SIGNED_IN,
    ViewKind.SEARCHED,
    ViewKind.LISTED,
    ViewKind.FOUND,
    ViewKind.OPENED,
    ViewKind.PRINTED,
    ViewKind.EXPORTED,
    ViewKind.REFUSED,
)


@dataclass(frozen=True, slots=True)
class FileShape:
    """``columns`` names them where the file has no header line of its own; an empty
    ``quote`` says that quotes mean nothing.
    """

    encoding: str = "utf-8"
    delimiter: str = ","
    quote: str = '"'
    skip_lines: int = 0
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeColumns:
    """One column, or one for the day and one for the hour. ``format`` is strptime's,
    for what PostgreSQL cannot read; ``unit`` is for seconds since 1970. Without an
    ``order``, only days that can be read in one way are.
    """

    columns: tuple[str, ...]
    zone: str
    order: Order | None = None
    format: str = ""
    unit: EpochUnit | None = None


@dataclass(frozen=True, slots=True)
class UnitHere:
    """What a unit of the log is here: one of our units, or only what it is for."""

    agency: str = ""
    unit: str = ""
    mission: Mission | None = None
    in_immigration_department: bool = False


@dataclass(frozen=True, slots=True)
class Mapping:
    title: str
    file: FileShape
    time: TimeColumns
    user: str
    match: Match
    users: Table[str, str] = field(default_factory=dict)
    unit: str = ""
    units: Table[str, UnitHere] = field(default_factory=dict)
    everybodys_unit: UnitHere | None = None
    booking: str = ""
    action: str = ""
    actions: Table[str, tuple[str, str]] = field(default_factory=dict)
    action_begins: Table[str, tuple[str, str]] = field(default_factory=dict)
    always: str = ""
    row_id: str = ""
    patterns: Table[str, re.Pattern] = field(default_factory=dict)
    tells_records_from: datetime | None = None
    tells_no_records: bool = True

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is read."""
        named = (self.user, self.unit, self.booking, self.action, self.row_id)
        return tuple(dict.fromkeys([*self.time.columns, *filter(None, named)]))

    def meaning(self, action: str) -> tuple[str, str]:
        """What an action means, and how the mapping writes it: never more of the log's
        text than the mapping names. Nothing, if it says nothing of it.
        """
        word = folded(action)
        if word in self.actions:
            return self.actions[word]
        begun = [start for start in self.action_begins if word.startswith(start)]
        return self.action_begins.get(max(begun, key=len, default=""), ("", ""))

    def tells_records(self, at: datetime) -> bool:
        """Whether the old system wrote down which records were opened, at an instant."""
        if self.tells_no_records:
            return False
        return self.tells_records_from is None or at >= self.tells_records_from


def parse(source: bytes, *, name: str) -> Mapping:
    """Read a mapping. Raises BadMapping naming the file, the place and the reason."""
    try:
        table = tomllib.loads(source.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadMapping(f"{name}: not a TOML file: {error}") from None
    head = TableReader(table, name)
    time_columns = _time(head.part("time", required=True))
    user = head.part("user", required=True)
    unit, booking = head.part("unit"), head.part("booking")
    row, action = head.part("row"), head.part("action", required=True)
    mapping = Mapping(
        title=_title(head),
        file=_file(head.part("file")),
        time=time_columns,
        user=user.text("column"),
        match=user.word("match", Match, Match.SIGN_IN_NAME),
        users=_folded(user, user.texts("is")),
        unit=unit.text("column", ""),
        units=_folded(unit, {key: _unit(p) for key, p in unit.parts("is").items()}),
        everybodys_unit=_unit(unit.part("always")) if "always" in unit else None,
        booking=booking.text("column", ""),
        action=action.text("column", ""),
        actions=_actions(action, "is"),
        action_begins=_actions(action, "begins"),
        always=action.choice("always", KINDS, ""),
        row_id=row.text("id", ""),
        patterns=_patterns(user=user, unit=unit, booking=booking, action=action),
        **_tells(head.part("tells"), ZoneInfo(time_columns.zone)),
    )
    for reader in (user, unit, booking, row, action, head):
        reader.done()
    _complete(mapping, unit, booking, action)
    return mapping


def _title(head: TableReader) -> str:
    title = head.text("title")
    if len(title) > LONGEST_TITLE:
        head.refuse(f"title: longer than {LONGEST_TITLE} characters")
    return title


def _complete(
    mapping: Mapping, unit: TableReader, booking: TableReader, action: TableReader
) -> None:
    """Refuse what is half said: it would be half done."""
    told = bool(mapping.actions or mapping.action_begins)
    if bool(mapping.action) == bool(mapping.always) or told == bool(mapping.always):
        action.refuse("needs either column and is (or begins), or always")
    if mapping.units and not mapping.unit:
        unit.refuse("is needs column")
    for part, reader in (("unit", unit), ("booking", booking)):
        if part in mapping.patterns and not getattr(mapping, part):
            reader.refuse("pattern needs column")


def folded(text: str) -> str:
    """How names are compared: without case, and without blanks at the ends."""
    return text.strip().casefold()


def _folded(reader: TableReader, table: dict, key: str = "is") -> dict:
    found = {}
    for name, value in table.items():
        if folded(name) in found:
            reader.refuse(f"{key}: {name!r} stands twice; case and blanks do not count")
        found[folded(name)] = value
    return found


def _patterns(**readers: TableReader) -> dict[str, re.Pattern]:
    """Regular expressions that take a name or a number out of a longer text."""
    found = {}
    for part, reader in readers.items():
        if text := reader.text("pattern", ""):
            try:
                found[part] = re.compile(text)
            except re.error as error:
                reader.refuse(f"pattern: not a regular expression: {error}")
    return found


def _file(reader: TableReader) -> FileShape:
    shape = FileShape(
        encoding=reader.text("encoding", "utf-8"),
        delimiter=reader.character("delimiter", ","),
        quote=reader.character("quote", '"', or_none=True),
        skip_lines=reader.whole("skip_lines", 0),
        columns=reader.words("columns"),
    )
    reader.done()
    try:
        "".encode(shape.encoding)
    except (LookupError, ValueError):
        reader.refuse(f"encoding: unknown {shape.encoding!r}")
    if shape.delimiter in f"\r\n{shape.quote}":
        reader.refuse("delimiter: cannot be the quote or the end of a line")
    return shape


def _time(reader: TableReader) -> TimeColumns:
    one = reader.text("column", "")
    two = (reader.text("date", ""), reader.text("time", ""))
    if bool(one) == any(two) or any(two) != all(two):
        reader.refuse("needs either column, or date and time")
    zone = reader.text("zone")
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        reader.refuse(f"zone: unknown time zone {zone!r}")
    columns = TimeColumns(
        columns=(one,) if one else two,
        zone=zone,
        order=reader.word("order", Order, None),
        format=reader.text("format", ""),
        unit=reader.word("unit", EpochUnit, None),
    )
    reader.done()
    if columns.format and columns.unit:
        reader.refuse("format and unit exclude each other")
    if columns.unit and not one:
        reader.refuse("unit needs column")
    if columns.order and (columns.format or columns.unit):
        reader.refuse("order says nothing beside format or unit")
    return columns


def _unit(reader: TableReader) -> UnitHere:
    here = UnitHere(
        agency=reader.text("agency", ""),
        unit=reader.text("unit", ""),
        mission=reader.word("mission", Mission, None),
        in_immigration_department=reader.flag("in_immigration_department"),
    )
    reader.done()
    ours = bool(here.agency and here.unit)
    if ours == (here.mission is not None) or bool(here.agency) != bool(here.unit):
        reader.refuse("needs either agency and unit, or mission")
    return here


def _actions(reader: TableReader, key: str) -> dict[str, tuple[str, str]]:
    actions = reader.texts(key)
    for code, kind in actions.items():
        if kind != SKIP and kind not in KINDS:
            known = ", ".join((*KINDS, SKIP))
            reader.refuse(f"{key}: {code!r} cannot be {kind!r}; known: {known}")
    meanings = {
        code: (SKIP if kind == SKIP else str(kind), code)
        for code, kind in actions.items()
    }
    return _folded(reader, meanings, key)


def _tells(reader: TableReader, zone: ZoneInfo) -> dict:
    answer = reader.take("records_opened", default=False)
    reader.done()
    if isinstance(answer, bool):
        return {"tells_no_records": not answer}
    if isinstance(answer, datetime):
        begins = answer if answer.tzinfo else answer.replace(tzinfo=zone)
    elif isinstance(answer, date):
        begins = datetime.combine(answer, time.min, zone)
    else:
        reader.refuse("records_opened: true, false, or the day from which it did")
    return {"tells_no_records": False, "tells_records_from": begins.astimezone(UTC)}
