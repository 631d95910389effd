"""Reading an access log, line by line: what can be read goes to the database as it
stands there, the rest is set aside with its line and the reason.

Runs at the pace of COPY, so that the loop over rows does as little as it can; days
and hours are read in PostgreSQL.
"""

import csv
import io
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from operator import itemgetter
from pathlib import Path

from compliance.access_log.columns import LONGEST, NO_INSTANT, InColumns
from compliance.access_log.mapping import SKIP, Mapping, folded
from compliance.access_log.source import BadLog, LogText, opened, printable

_ROWS_A_CHUNK = 2_000
UNREADABLE: list[str] = []
_TOO_LONG = "longer than any name or number"


class LogReader:
    """Rows of a log as CSV text for COPY, and what was found on the way.

    ``users``: every (user, unit) as the log writes them, with its number and how many
    rows it has.
    ``rejected``: (line, reason) of rows that could not be read at all.
    ``lines``, ``blank``, ``staged``: rows of the file, empty ones among them, and those
    handed over.
    """

    def __init__(self, path: Path, mapping: Mapping):
        self.lines = 0
        self.blank = 0
        self.staged = 0
        self.users: dict[tuple[str, str], list[int]] = {}
        self.skipped: Counter[str] = Counter()
        self.rejected: list[tuple[int, str]] = []
        self._path = path
        self._mapping = mapping

    def copy_stream(self) -> "_Stream":
        """A file for COPY … FROM STDIN (FORMAT csv): line, when, number of the user,
        booking, kind, row id.
        """
        return _Stream(self._chunks())

    def _chunks(self) -> Iterator[bytes]:
        text = io.StringIO()
        # Both ends of a line, so that a cell with either is quoted.
        writer = csv.writer(text, lineterminator="\r\n")
        rows = self._rows()
        while chunk := list(islice(rows, _ROWS_A_CHUNK)):
            writer.writerows(chunk)
            self.staged += len(chunk)
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()

    def _rows(self) -> Iterator[tuple]:
        with opened(self._path) as file:
            text = LogText(file, self._mapping)
            try:
                text.skip_preamble()
                header = self._header(text)
                yield from self._read(text, header)
            except (OSError, EOFError, UnicodeError, zlib.error) as error:
                raise BadLog(
                    f"{self._path.name} cannot be read after line {text.number - 1} "
                    f"({type(error).__name__}): is [file] encoding right?"
                ) from None

    def _header(self, text: LogText) -> list[str]:
        if self._mapping.file.columns:
            header = list(self._mapping.file.columns)
        else:
            try:
                header = [name.strip() for name in next(text.rows, [])]
            except csv.Error as error:
                raise BadLog(
                    f"{self._path.name}: its header cannot be read as CSV: {error}."
                ) from None
        missing = [c for c in self._mapping.columns if c not in header]
        if missing:
            raise BadLog(
                f"{self._path.name} has no column {missing[0]!r}. Its columns are: "
                f"{printable(', '.join(header)) or 'none'}. Correct the mapping."
            )
        twice = [c for c in self._mapping.columns if header.count(c) > 1]
        if twice:
            raise BadLog(
                f"{self._path.name} has the column {twice[0]!r} twice. Name its columns "
                "in [file] columns, and skip its header line."
            )
        return header

    def _read(self, text: LogText, header: list[str]) -> Iterator[tuple]:
        """Chunk by chunk: in columns where all of a chunk is as it should be, and row by
        row where anything is not.
        """
        one_by_one = _RowByRow(self, self._mapping, header)
        at_once = InColumns(self._mapping, header, self.users, one_by_one.known)
        number = text.number
        while chunk := self._chunk(text, number):
            numbers = [number, *(last + 1 for _, last in chunk[:-1])]
            number = chunk[-1][1] + 1
            rows = [row for row, _ in chunk]
            in_lines = number - numbers[0] == len(rows)
            if in_lines and (staged := at_once.staged(rows, numbers, self.skipped)):
                self.lines += len(rows)
                yield from staged
            else:
                yield from one_by_one.staged(rows, numbers, [n for _, n in chunk])

    def _chunk(self, text: LogText, number: int) -> list[tuple[list[str], int]]:
        """Some rows, each with the last of its lines; one that csv cannot take apart is
        set aside, and comes empty.
        """
        rows, offset = text.rows, self._mapping.file.skip_lines
        chunk = []
        try:
            for row in islice(rows, _ROWS_A_CHUNK):
                chunk.append((row, offset + rows.line_num))  # noqa: PERF401 - an error in the middle keeps what was read
        except csv.Error as error:
            line = chunk[-1][1] + 1 if chunk else number
            self.rejected.append((line, f"not readable as CSV: {error}"))
            chunk.append((UNREADABLE, offset + rows.line_num))
        return chunk


class _RowByRow:
    """Rows looked at one by one: what is wrong with each, and what each means."""

    def __init__(self, reader: LogReader, mapping: Mapping, header: list[str]):
        self.known: dict[str, tuple[str, str]] = {}
        if mapping.always:
            self.known[""] = (str(mapping.always), "")
        self._reader = reader
        self._mapping = mapping
        self._width = len(header)
        self._pick = _picker(mapping, header)
        self._read_time = _time_reader(mapping)

    def staged(
        self, rows: list[list[str]], numbers: list[int], ends: list[int]
    ) -> Iterator[tuple]:
        reader, delimiter = self._reader, self._mapping.file.delimiter
        for row, line, end in zip(rows, numbers, ends, strict=True):
            reader.lines += 1
            if not row:
                reader.blank += row is not UNREADABLE
                continue
            if len(row) != self._width or (end > line and _swallowed(row, delimiter)):
                reader.rejected.append((line, _misshapen(row, self._width)))
                continue
            if staged := self._staged(row, line):
                yield staged

    def _staged(self, row: list[str], line: int) -> tuple | None:
        reader = self._reader
        at, user, unit, booking, action, row_id = self._pick(row)
        kind, code = self.known.get(action) or self._meaning(action)
        if kind == SKIP:
            reader.skipped[code] += 1
            return None
        who = reader.users.get((user, unit))
        if reason := (
            ("" if kind else "unknown action")
            or ("" if who else _no_user(user, unit))
            or _wrong(at, booking, row_id, row)
        ):
            reader.rejected.append((line, reason))
            return None
        if who is None:
            who = reader.users[user, unit] = [len(reader.users), 0]
        who[1] += 1
        return line, self._read_time(at), who[0], booking, kind, row_id

    def _meaning(self, action: str) -> tuple[str, str]:
        """What an action of the log means; remembered if the mapping names it whole."""
        meaning = self._mapping.meaning(action)
        if folded(action) in self._mapping.actions:
            self.known[action] = meaning
        return meaning


def _no_user(user: str, unit: str) -> str:
    if not user:
        return "no user"
    return _TOO_LONG if max(len(user), len(unit)) > LONGEST else ""


def _wrong(at: str, booking: str, row_id: str, row: list[str]) -> str:
    """Why a row cannot be an event; empty if it can, as far as is known here."""
    if not at:
        return "no time"
    if (not at[0].isdigit() or at[-1].isalpha()) and NO_INSTANT.search(at):
        return "time not readable"
    if len(booking) > LONGEST or len(row_id) > LONGEST or len(at) > LONGEST:
        return _TOO_LONG
    if not (text := "".join(row)).isascii() and not _is_storable(text):
        return "not in the encoding that the mapping names, or a NUL in it"
    return ""


def _is_storable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _swallowed(row: list[str], delimiter: str) -> bool:
    """Of a row of several lines: a line inside that would be a row of its own was
    swallowed by a quote that somebody forgot to close.
    """
    enough = len(row) - 1
    return enough >= 2 and any(
        line.count(delimiter) >= enough for cell in row for line in cell.splitlines()
    )


def _misshapen(row: list[str], width: int) -> str:
    if len(row) == width:
        return "a quote that is not closed: it holds other rows"
    columns = "1 column" if len(row) == 1 else f"{len(row)} columns"
    return f"{columns} instead of {width}"


def _picker(mapping: Mapping, header: list[str]) -> Callable:
    """A function from a row to (when, user, unit, booking, action, row id)."""
    place = {name: number for number, name in enumerate(header)}
    nothing = len(header)
    named = (
        mapping.user,
        mapping.unit,
        mapping.booking,
        mapping.action,
        mapping.row_id,
    )
    times = [place[column] for column in mapping.time.columns]
    get = itemgetter(times[0], *(place.get(name, nothing) for name in named))

    def pick(row: list[str]) -> tuple:
        row.append("")
        return map(str.strip, get(row))

    def of_two(row: list[str]) -> tuple:
        day, *rest = pick(row)
        return f"{day} {row[times[1]].strip()}".strip(), *rest

    picked = of_two if len(times) == 2 else pick
    return _taking(picked, mapping) if mapping.patterns else picked


def _taking(pick: Callable, mapping: Mapping) -> Callable:
    """The same, with names and numbers taken out of their texts by a pattern. Where it
    is not found the text stays as it is; a booking's is then none.
    """

    def taker(part: str) -> Callable[[str], str]:
        pattern = mapping.patterns.get(part)

        def take(text: str) -> str:
            if pattern is None:
                return text
            if found := pattern.search(text):
                return (found[found.lastindex or 0] or "").strip()
            return "" if part == "booking" else text

        return take

    user_in, unit_in, booking_in, action_in = map(
        taker, ("user", "unit", "booking", "action")
    )

    def taken(row: list[str]) -> tuple:
        at, user, unit, booking, action, row_id = pick(row)
        return (
            at,
            user_in(user),
            unit_in(unit),
            booking_in(booking),
            action_in(action),
            row_id,
        )

    return taken


def _time_reader(mapping: Mapping) -> Callable[[str], str]:
    """Usually PostgreSQL reads the time; strptime does where a format is given."""
    form = mapping.time.format
    if not form:
        return lambda text: text

    def read(text: str) -> str:
        try:
            return datetime.strptime(text, form).isoformat()  # noqa: DTZ007 - the zone is the mapping's, applied in SQL
        except ValueError:
            return ""

    return read


class _Stream(io.RawIOBase):
    """A generator of bytes as a file, for COPY. A bad log ends it after a whole row,
    and is kept: the driver would make an error of its own of it.
    """

    def __init__(self, chunks: Iterator[bytes]):
        self.error: BadLog | None = None
        self._chunks = chunks
        self._rest = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while len(self._rest) < size or size < 0:
            try:
                block = next(self._chunks, None)
            except BadLog as error:
                self.error = error
                break
            if block is None:
                break
            self._rest += block
        wanted = len(self._rest) if size < 0 else size
        block, self._rest = self._rest[:wanted], self._rest[wanted:]
        return block
