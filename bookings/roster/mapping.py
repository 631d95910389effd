"""What a mapping says of a roster (docs/reference/rosters.md), checked before a row is
read. It refuses what the law forbids to keep, with the law's reason.
"""

import re
import tomllib
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bookings.enums import (
    EYE_COLOURS,
    HAIR_COLOURS,
    RACES,
    SEXES,
    ChargeStatus,
    DischargeReason,
    OffenseClass,
)
from bookings.roster.forbidden import kind_of_column
from bookings.roster.told import (
    BadMapping,
    only_known,
    take_count,
    take_names,
    take_scalar,
    take_table,
    take_text,
    take_word,
)

FORMATS = ("csv", "json", "lines", "niem")
NAME_STYLES = ("last, first middle", "first middle last", "last first middle")
# Each field, and how long its text may be; None: it is no text of its own.
PERSON_FIELDS = {
    "surname": 80,
    "given_name": 80,
    "middle_name": 80,
    "suffix": 10,
    "birth_date": None,
    "sex": None,
    "phone": 30,
    "state_id": 10,
    "fbi_number": 9,
    "driver_license": 30,
}
LOOKS_FIELDS = {
    "race": None,
    "height": None,
    "weight": None,
    "eye_colour": None,
    "hair_colour": None,
}
ADDRESS_FIELDS = {"street": 120, "city": 80, "state": 2, "postal_code": 10}
BOOKING_FIELDS = {
    "booking_number": 20,
    "booked_at": None,
    "arresting_agency": 120,
    "housing": 40,
    "expected_discharge_on": None,
    "court": 80,
    "next_court_at": None,
    "bail_amount": None,
    "discharged_at": None,
    "discharge_reason": None,
    "safety_instructions": 2000,
    "language_needed": 40,
}
# What is read for another field and kept nowhere.
READ_ONLY_FIELDS = {"name": None, "age": None, "juvenile": None}
FIELDS = (
    PERSON_FIELDS | LOOKS_FIELDS | ADDRESS_FIELDS | BOOKING_FIELDS | READ_ONLY_FIELDS
)
CHARGE_FIELDS = {
    "statute": 30,
    "offense": 120,
    "offense_class": None,
    "status": None,
    "court_case_number": 30,
}
HOLD_FIELDS = {"text": 120, "number": 40}
CODES: dict[str, frozenset[str]] = {
    "sex": frozenset(SEXES),
    "race": frozenset(RACES),
    "eye_colour": frozenset(EYE_COLOURS),
    "hair_colour": frozenset(HAIR_COLOURS),
    "offense_class": frozenset(OffenseClass),
    "status": frozenset(ChargeStatus),
    "discharge_reason": frozenset(DischargeReason),
}
_SOURCE_KEYS = {
    *("column", "columns", "join", "const", "formats", "codes", "unknown", "empty"),
    *("default", "required", "pattern", "slice", "style"),
}
_FILE = {
    *("format", "encoding", "delimiter", "records", "columns", "timezone", "rows"),
    "skip",
}
_TOP = {
    *("source", "file", "facility", "snapshot", "keys", "fields", "charges", "holds"),
}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from, and what is done to it before it is read."""

    columns: tuple[str, ...] = ()
    join: str = " "
    const: str = ""
    formats: tuple[str, ...] = ()
    codes: Table[str, str] | None = None
    unknown: str = "quarantine"
    empty: frozenset[str] = frozenset()
    default: str = ""
    required: bool = False
    pattern: re.Pattern | None = None
    slice: tuple[int, int] | None = None
    style: str = NAME_STYLES[0]


@dataclass(frozen=True, slots=True)
class Group:
    """Charges or holds of a row: one, several in one cell, or a list of their own."""

    fields: Table[str, Source]
    split: str = ""
    each: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    source: str
    format: str
    encoding: str
    delimiter: str
    records: str
    header: tuple[str, ...]
    zone: ZoneInfo
    facility: Source
    snapshot: Source | None
    absence_means_left: bool
    most_leaving: float
    person_key: tuple[str, ...]
    booking_key: tuple[str, ...]
    is_many_rows: bool
    skip: int = 0
    fields: Table[str, Source] = field(default_factory=dict)
    charges: tuple[Group, ...] = ()
    holds: tuple[Group, ...] = ()

    def columns(self) -> set[str]:
        """Every column of the file itself that is read."""
        own = [*self.fields.values(), self.facility]
        if self.snapshot:
            own.append(self.snapshot)
        for group in (*self.charges, *self.holds):
            own += [] if group.each else group.fields.values()
        named = {column for source in own for column in source.columns}
        return named | {*self.person_key, *self.booking_key}


def read_mapping(path: Path) -> Mapping:
    """Raises BadMapping, also when the file cannot be read."""
    try:
        return parse(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BadMapping(
            f"The mapping {path} cannot be read: {error.strerror}."
        ) from None
    except UnicodeDecodeError:
        raise BadMapping(
            f"The mapping {path} cannot be read: it is not UTF-8."
        ) from None


def parse(text: str) -> Mapping:
    """Raises BadMapping."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadMapping(f"The mapping is no TOML: {error}.") from None
    only_known(told, _TOP, "the mapping")
    keys = take_table(told, "keys")
    only_known(keys, {"person", "booking"}, "[keys]")
    mapping = Mapping(
        source=_source_name(told),
        **_file(take_table(told, "file")),
        **_snapshot(dict(take_table(told, "snapshot"))),
        facility=_source(take_table(told, "facility"), "[facility]", None),
        person_key=take_names(keys, "person", "[keys]"),
        booking_key=take_names(keys, "booking", "[keys]"),
        fields=_sources(take_table(told, "fields"), FIELDS, "[fields]"),
        charges=_groups(told, "charges", CHARGE_FIELDS),
        holds=_groups(told, "holds", HOLD_FIELDS),
    )
    _check(mapping)
    return mapping


def _file(file: dict) -> dict:
    only_known(file, _FILE, "[file]")
    return {
        "format": take_word(file, "format", FORMATS, "[file]"),
        "encoding": _encoding(file),
        "delimiter": take_text(file, "delimiter", ",", "[file]"),
        "records": take_text(file, "records", "", "[file]"),
        "header": take_names(file, "columns", "[file]"),
        "zone": _zone(file),
        "skip": take_count(file, "skip", "[file]"),
        "is_many_rows": take_word(file, "rows", ("one", "many"), "[file]") == "many",
    }


def _snapshot(told: dict) -> dict:
    absence = take_word(told, "absence", ("left", "nothing"), "[snapshot]", pop=True)
    most = told.pop("most_leaving", 0.5)
    if type(most) not in (int, float) or not 0 <= most <= 1:
        raise BadMapping("most_leaving of [snapshot] must be a number from 0 to 1.")
    return {
        "snapshot": _source(told, "[snapshot]", None) if told else None,
        "absence_means_left": absence == "left",
        "most_leaving": float(most),
    }


def _check(mapping: Mapping) -> None:
    if not mapping.person_key or not mapping.booking_key:
        raise BadMapping(
            "[keys] must name the columns by which the same person and the same booking"
            ' are known again: person = ["ID"], booking = ["ID", "BOOKED"].'
        )
    if "booked_at" not in mapping.fields:
        raise BadMapping("[fields] must say where booked_at stands.")
    if not (mapping.facility.columns or mapping.facility.const):
        raise BadMapping('[facility] must say which: const = "CODE", or a column.')
    if len(mapping.delimiter) != 1:
        raise BadMapping("delimiter of [file] must be one character.")
    for column in sorted(mapping.columns()):
        _refuse_forbidden(column)


def _refuse_forbidden(column: str) -> None:
    if kind := kind_of_column(column.rpartition(".")[2] or column):
        raise BadMapping(
            f"The mapping asks for the column {column}. {kind.label} must not be kept"
            f" here: {kind.why} Take it out; the column is never read."
        )


def _source_name(told: dict) -> str:
    name = told.get("source")
    if not isinstance(name, str) or not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", name):
        raise BadMapping(
            "source must name where the rosters come from, in small letters, digits and"
            ' hyphens, the same in every mapping of that roster: source = "county-jail".'
        )
    return name


def _sources(table: dict, known: Table, where: str) -> dict[str, Source]:
    for name in table:
        if name not in known:
            if kind := kind_of_column(name):
                raise BadMapping(
                    f"{where} asks for {name}. {kind.label} must not be kept here:"
                    f" {kind.why}"
                )
            raise BadMapping(
                f"{where} has no field {name!r}. Known are: {', '.join(sorted(known))}."
            )
    return {n: _source(told, f"{where} {n}", n) for n, told in table.items()}


def _source(told: object, where: str, name: str | None) -> Source:
    if isinstance(told, str):
        told = {"column": told}
    if not isinstance(told, dict):
        raise BadMapping(f"{where} must be the name of a column, or a table.")
    only_known(told, _SOURCE_KEYS, where)
    columns = take_names(told, "columns", where)
    if "column" in told:
        columns = (take_text(told, "column", "", where), *columns)
    for column in columns:
        _refuse_forbidden(column)
    source = Source(
        columns=columns,
        join=take_text(told, "join", " ", where),
        const=take_scalar(told, "const", where),
        formats=take_names(told, "formats", where),
        codes=_codes(told, where, name),
        unknown=take_scalar(told, "unknown", where) or "quarantine",
        empty=frozenset(word.casefold() for word in take_names(told, "empty", where)),
        default=take_scalar(told, "default", where),
        required=told.get("required", False) is True,
        pattern=_pattern(told, where),
        slice=_slice(told, where),
        style=take_word(told, "style", NAME_STYLES, where),
    )
    if bool(source.columns) == bool(source.const) and told:
        raise BadMapping(f"{where} must have either a column (or columns) or a const.")
    _check_codes(source, where, name)
    return source


def _check_codes(source: Source, where: str, name: str | None) -> None:
    known = CODES.get(name or "")
    if not known:
        return
    given = {*(source.codes or {}).values(), source.const, source.default}
    given |= {source.unknown} - {"quarantine", "empty"}
    if strange := sorted(given - known - {""}):
        raise BadMapping(
            f"{where} gives {', '.join(map(repr, strange))}. Known are:"
            f" {', '.join(sorted(known))}."
        )


def _codes(told: dict, where: str, name: str | None) -> dict[str, str] | None:
    codes = told.get("codes")
    if codes is None:
        known = CODES.get(name or "")
        return {code.casefold(): code for code in known} if known else None
    if not isinstance(codes, dict) or not all(
        isinstance(c, str) for c in codes.values()
    ):
        raise BadMapping(f"codes of {where} must be a table of text.")
    return {" ".join(key.casefold().split()): code for key, code in codes.items()}


def _groups(told: dict, name: str, known: Table) -> tuple[Group, ...]:
    groups = told.get(name, [])
    if not isinstance(groups, list) or not all(isinstance(g, dict) for g in groups):
        raise BadMapping(f"[[{name}]] must be written with two brackets.")
    made = []
    for number, group in enumerate(groups, start=1):
        where = f"[[{name}]] {number}"
        own = {k: v for k, v in group.items() if k not in ("split", "each")}
        main = "offense" if name == "charges" else "text"
        if main not in own:
            raise BadMapping(f"{where} must say where its {main} stands.")
        made.append(
            Group(
                _sources(own, known, where),
                split=take_text(group, "split", "", where),
                each=take_text(group, "each", "", where),
            )
        )
    return tuple(made)


def _pattern(told: dict, where: str) -> re.Pattern | None:
    text = take_text(told, "pattern", "", where)
    if not text:
        return None
    try:
        pattern = re.compile(text)
    except re.error as error:
        raise BadMapping(f"pattern of {where} cannot be read: {error}.") from None
    if pattern.groups != 1:
        raise BadMapping(f"pattern of {where} must have one group: what is taken.")
    return pattern


def _slice(told: dict, where: str) -> tuple[int, int] | None:
    cut = told.get("slice")
    if cut is None:
        return None
    if (
        not isinstance(cut, list)
        or len(cut) != 2
        or not all(type(n) is int for n in cut)
    ):
        raise BadMapping(f"slice of {where} must be two places: [first, end].")
    return cut[0], cut[1]


def _zone(file: dict) -> ZoneInfo:
    name = take_text(file, "timezone", "America/Los_Angeles", "[file]")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise BadMapping(f"timezone of [file] is no time zone: {name}.") from None


def _encoding(file: dict) -> str:
    name = take_text(file, "encoding", "utf-8", "[file]")
    try:
        "".encode(name)
    except LookupError:
        raise BadMapping(f"encoding of [file] is not known: {name}.") from None
    return name
