"""The mapping of an access log: which of its columns says who, when and what.

Written by whoever imports a log (TOML); docs/reference/access-logs.md describes it.
"""

import tomllib
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from access.enums import Mission
from audit.enums import ViewKind


class BadMapping(ValueError):
    """A mapping that cannot be used; says where and why."""


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
    SECONDS = "seconds"
    MILLISECONDS = "milliseconds"


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
    """``columns`` names them where the file has no header line of its own."""

    encoding: str = "utf-8"
    delimiter: str = ","
    quote: str = '"'
    skip_lines: int = 0
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeColumns:
    """One column, or one for the day and one for the hour. ``format`` is strptime's,
    for what PostgreSQL cannot read; ``unit`` is for seconds since 1970.
    """

    columns: tuple[str, ...]
    zone: str
    order: Order = Order.YMD
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
    actions: Table[str, str] = field(default_factory=dict)
    always: str = ""
    row_id: str = ""
    tells_records_from: datetime | None = None
    tells_no_records: bool = True

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is read."""
        named = (self.user, self.unit, self.booking, self.action, self.row_id)
        return tuple(dict.fromkeys([*self.time.columns, *filter(None, named)]))

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
    head = _Reader(table, name)
    time_columns = _time(head.part("time", required=True))
    user = head.part("user", required=True)
    unit, booking = head.part("unit"), head.part("booking")
    row, action = head.part("row"), head.part("action", required=True)
    mapping = Mapping(
        title=head.text("title"),
        file=_file(head.part("file")),
        time=time_columns,
        user=user.text("column"),
        match=user.word("match", Match, Match.SIGN_IN_NAME),
        users=_folded(user.texts("is")),
        unit=unit.text("column", ""),
        units=_folded({key: _unit(p) for key, p in unit.parts("is").items()}),
        everybodys_unit=_unit(unit.part("always")) if "always" in unit else None,
        booking=booking.text("column", ""),
        action=action.text("column", ""),
        actions=_folded(_actions(action)),
        always=action.choice("always", KINDS, ""),
        row_id=row.text("id", ""),
        **_tells(head.part("tells"), ZoneInfo(time_columns.zone)),
    )
    for reader in (user, unit, booking, row, action, head):
        reader.done()
    if bool(mapping.action) == bool(mapping.always):
        action.refuse("needs either column and is, or always")
    return mapping


def folded(text: str) -> str:
    """How names are compared: without case, and without blanks at the ends."""
    return text.strip().casefold()


def _folded(table: dict) -> dict:
    return {folded(key): value for key, value in table.items()}


def _file(reader: "_Reader") -> FileShape:
    shape = FileShape(
        encoding=reader.text("encoding", "utf-8"),
        delimiter=reader.character("delimiter", ","),
        quote=reader.character("quote", '"'),
        skip_lines=reader.whole("skip_lines", 0),
        columns=reader.words("columns"),
    )
    reader.done()
    try:
        "".encode(shape.encoding)
    except LookupError:
        reader.refuse(f"encoding: unknown {shape.encoding!r}")
    return shape


def _time(reader: "_Reader") -> TimeColumns:
    one = reader.text("column", "")
    two = tuple(filter(None, (reader.text("date", ""), reader.text("time", ""))))
    if bool(one) == bool(two):
        reader.refuse("needs either column, or date and time")
    zone = reader.text("zone")
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        reader.refuse(f"zone: unknown time zone {zone!r}")
    columns = TimeColumns(
        columns=(one,) if one else two,
        zone=zone,
        order=reader.word("order", Order, Order.YMD),
        format=reader.text("format", ""),
        unit=reader.word("unit", EpochUnit, None),
    )
    reader.done()
    if columns.format and columns.unit:
        reader.refuse("format and unit exclude each other")
    return columns


def _unit(reader: "_Reader") -> UnitHere:
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


def _actions(reader: "_Reader") -> dict[str, str]:
    actions = reader.texts("is")
    for code, kind in actions.items():
        if kind != SKIP and kind not in KINDS:
            known = ", ".join((*KINDS, SKIP))
            reader.refuse(f"is: {code!r} cannot be {kind!r}; known: {known}")
    return actions


def _tells(reader: "_Reader", zone: ZoneInfo) -> dict:
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


class _Reader:
    """Takes a table apart word by word; what is left over at the end is refused."""

    def __init__(self, table: dict, where: str):
        self._table = table
        self._where = where

    def __contains__(self, key: str) -> bool:
        return key in self._table

    def refuse(self, reason: str):
        raise BadMapping(f"{self._where}: {reason}")

    def take(self, key: str, *, default):
        return self._table.pop(key, default)

    def part(self, key: str, *, required: bool = False) -> "_Reader":
        if required and key not in self._table:
            self.refuse(f"needs [{key}]")
        table = self._table.pop(key, {})
        if not isinstance(table, dict):
            self.refuse(f"{key}: write it as a table, [{key}]")
        return _Reader(table, f"{self._where}: [{key}]")

    def parts(self, key: str) -> dict[str, "_Reader"]:
        part = self.part(key)
        return {name: part.part(name) for name in tuple(part._table)}

    def text(self, key: str, default: str | None = None) -> str:
        value = self._table.pop(key, default)
        if not isinstance(value, str) or (not value and default is None):
            self.refuse(f"needs {key}, a text")
        return value

    def texts(self, key: str) -> dict[str, str]:
        table = self.part(key)._table
        for name, value in table.items():
            if not isinstance(value, str):
                self.refuse(f"{key}: {name!r} must be a text")
        return table

    def words(self, key: str) -> tuple[str, ...]:
        value = self._table.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            self.refuse(f"{key}: must be a list of texts")
        return tuple(value)

    def word(self, key: str, vocabulary, default):
        value = self._table.pop(key, default)
        try:
            return value if value is None else vocabulary(value)
        except ValueError:
            known = ", ".join(vocabulary)
            self.refuse(f"{key}: unknown word {value!r}; known: {known}")

    def choice(self, key: str, known, default: str) -> str:
        value = self._table.pop(key, default)
        if value != default and value not in known:
            self.refuse(f"{key}: unknown word {value!r}; known: {', '.join(known)}")
        return value

    def character(self, key: str, default: str) -> str:
        value = self.text(key, default)
        if len(value) != 1:
            self.refuse(f"{key}: must be one character")
        return value

    def whole(self, key: str, default: int) -> int:
        value = self._table.pop(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            self.refuse(f"{key}: must be a whole number, 0 or more")
        return value

    def flag(self, key: str) -> bool:
        value = self._table.pop(key, False)
        if not isinstance(value, bool):
            self.refuse(f"{key}: true or false")
        return value

    def done(self) -> None:
        if self._table:
            self.refuse(f"unknown key {min(self._table)!r}")
