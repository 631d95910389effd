"""The rows of a roster's file as they stand there: CSV, JSON, JSON lines, NIEM JSON.

Each comes as its line (or number in its list) and a function that gives a cell by the
name of its column, or by its path. What is no row comes as a Broken one.
"""

import csv
import gzip
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bookings.roster.forbidden import kind_of_column
from bookings.roster.mapping import Mapping
from bookings.roster.values import cleaned

Cell = Callable[[str], object]


class BadRoster(Exception):
    """Why a file cannot be imported at all, in one sentence."""


@dataclass(frozen=True, slots=True)
class Record:
    line: int
    cell: Cell
    broken: str = ""


@dataclass(slots=True)
class Dropped:
    """What was never read because of its column's name: column → rows that had it."""

    columns: dict[str, int] = field(default_factory=dict)

    def add(self, column: str) -> None:
        self.columns[column] = self.columns.get(column, 0) + 1


def records(path: Path, mapping: Mapping, dropped: Dropped) -> Iterator[Record]:
    """Raises BadRoster."""
    try:
        if mapping.format == "csv":
            yield from _csv(path, mapping, dropped)
        elif mapping.format == "lines":
            yield from _lines(path, mapping, dropped)
        else:
            yield from _json(path, mapping, dropped)
    except OSError as error:
        raise BadRoster(f"{path} cannot be read: {error.strerror or error}.") from None


def _open(path: Path, mapping: Mapping) -> io.TextIOBase:
    with path.open("rb") as file:
        begin = file.read(4)
    encoding = mapping.encoding
    if begin[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    elif encoding.lower().replace("_", "-") in ("utf-8", "utf8"):
        encoding = "utf-8-sig"
    # A byte that is no letter of the encoding stays visible: its row is set aside.
    how = {"encoding": encoding, "errors": "surrogateescape", "newline": ""}
    if begin[:2] == b"\x1f\x8b":
        return gzip.open(path, "rt", **how)
    return path.open(**how)


def _csv(path: Path, mapping: Mapping, dropped: Dropped) -> Iterator[Record]:
    with _open(path, mapping) as file:
        rows = csv.reader(
            (line.replace("\0", "") for line in file),
            delimiter=mapping.delimiter,
            strict=False,
        )
        for _ in range(mapping.skip):
            next(rows, [])
        header = [cleaned(n) for n in mapping.header or next(rows, [])]
        _check_header(header, mapping, path)
        places = {name: place for place, name in reversed(list(enumerate(header)))}
        never = {places[n] for n in places if kind_of_column(n)}
        line = rows.line_num + 1
        for row, fault in _taken_apart(rows):
            at, line = line, rows.line_num + 1
            if fault:
                yield Record(at, lambda _name: "", f"not readable as CSV: {fault}")
                continue
            if not any(row):
                continue
            for place in never:
                if place < len(row) and row[place].strip():
                    dropped.add(header[place])
            yield _row(at, row, header, places)


def _taken_apart(rows) -> Iterator[tuple[list[str], str]]:
    """Each row, or why it is none; the rows after it are read all the same."""
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield [], str(error)
        else:
            yield row, ""


def _row(line: int, row: list[str], header: list[str], places: dict) -> Record:
    broken = ""
    if len(row) < len(header):
        broken = f"a short row: {len(row)} cells where {len(header)} are named"
    elif len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
        broken = f"a long row: {len(row)} cells where {len(header)} are named"
    elif any(_is_torn(cell) for cell in row):
        broken = "bytes that are no letters of the file's encoding"

    def cell(name: str) -> object:
        place = places.get(name)
        return row[place] if place is not None and place < len(row) else ""

    return Record(line, cell, broken)


def _is_torn(cell: str) -> bool:
    return not cell.isascii() and any(
        "\udc80" <= c <= "\udcff" or c == "\ufffd" for c in cell
    )


def _check_header(header: list[str], mapping: Mapping, path: Path) -> None:
    if not any(header):
        raise BadRoster(f"{path.name} is empty.")
    if missing := sorted(mapping.columns() - set(header)):
        raise BadRoster(
            f"{path.name} has no column {', '.join(missing)}. It has:"
            f" {', '.join(name for name in header if name)}."
        )
    twice = sorted(
        {n for n in header if n in mapping.columns() and header.count(n) > 1}
    )
    if twice:
        raise BadRoster(
            f"{path.name} has the column {', '.join(twice)} more than once; give the"
            " columns names of your own: columns of [file]."
        )


def _lines(path: Path, mapping: Mapping, dropped: Dropped) -> Iterator[Record]:
    with _open(path, mapping) as file:
        for line, text in enumerate(file, start=1):
            if not text.strip():
                continue
            try:
                told = json.loads(text)
            except ValueError:
                yield Record(line, _nothing, "no JSON")
                continue
            yield _item(line, told, dropped, is_niem=False)


def _json(path: Path, mapping: Mapping, dropped: Dropped) -> Iterator[Record]:
    is_niem = mapping.format == "niem"
    with _open(path, mapping) as file:
        try:
            told = json.load(file)
        except ValueError as error:
            place = f" at line {error.lineno}" if hasattr(error, "lineno") else ""
            raise BadRoster(f"{path.name} is no JSON{place}.") from None
    found = at_path(told, mapping.records, is_niem=is_niem) if mapping.records else told
    if isinstance(found, dict):
        found = [found]
    if not isinstance(found, list):
        raise BadRoster(
            f"{path.name} has no list at {mapping.records or 'its top'}: say with"
            " records of [file] where the rows are."
        )
    for number, item in enumerate(found, start=1):
        yield _item(number, item, dropped, is_niem=is_niem)


def _item(line: int, told: object, dropped: Dropped, *, is_niem: bool) -> Record:
    if not isinstance(told, dict):
        return Record(line, _nothing, "no object with fields")
    for name in _forbidden_in(told):
        dropped.add(name)
    broken = "bytes that are no letters of the file's encoding" if _torn(told) else ""
    return Record(line, lambda path: at_path(told, path, is_niem=is_niem), broken)


def _torn(told: object) -> bool:
    return "\\udc" in json.dumps(told)


def _nothing(_: str) -> object:
    return ""


def _forbidden_in(told: object) -> Iterator[str]:
    """Names anywhere in an object of what must not be kept; they are never read."""
    if isinstance(told, dict):
        for name, value in told.items():
            if kind_of_column(_bare(name)):
                yield name
            else:
                yield from _forbidden_in(value)
    elif isinstance(told, list):
        for value in told:
            yield from _forbidden_in(value)


def _bare(name: str) -> str:
    return name.rpartition(":")[2]


def at_path(told: object, path: str, *, is_niem: bool = False) -> object:
    """What stands at "a.b.c"; of a list the first, or the one whose number is named.
    In NIEM a name's prefix ("nc:") may be left out.
    """
    if isinstance(told, dict) and path in told:
        return told[path]
    for step in filter(None, path.split(".")):
        if isinstance(told, list):
            number = int(step) if step.isdigit() else 0
            told = told[number] if number < len(told) else ""
            if step.isdigit():
                continue
        if not isinstance(told, dict) or kind_of_column(_bare(step)):
            return ""
        told = _member(told, step, is_niem=is_niem)
    return told


def _member(told: dict, step: str, *, is_niem: bool) -> object:
    if step in told or not is_niem:
        return told.get(step, "")
    return next(
        (value for name, value in told.items() if _bare(name) == _bare(step)), ""
    )
