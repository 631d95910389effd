"""Reading an access log, line by line: what can be read goes to the database as it
stands there, the rest is set aside with its line and the reason.

Runs at the pace of COPY, so that the loop over rows does as little as it can; days
and hours are read in PostgreSQL.
"""

import csv
import gzip
import hashlib
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from operator import itemgetter
from pathlib import Path

from compliance.access_log.mapping import SKIP, Mapping, folded

_GZIP = b"\x1f\x8b"
_CHUNK = 1 << 16
_ROWS_A_CHUNK = 2_000
# Words that PostgreSQL takes for instants, and a log does not mean.
_TOO_LONG = "longer than any name or number"
_NO_INSTANT = re.compile(
    r"now|today|tomorrow|yesterday|epoch|infinity|allballs", re.IGNORECASE
)
LONGEST_ROW = 10_000  # characters
LONGEST = 200  # characters of a name, a number or a code that is kept


class BadLog(ValueError):
    """A file that cannot be read as a log at all; says why and what to do."""


def is_gzip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == _GZIP


def content_hash(path: Path, progress: Callable[[int], None]) -> str:
    """The SHA-256 of the content, unpacked: a log and its .gz are the same source."""
    digest = hashlib.sha256()
    with _opened(path) as file:
        try:
            while block := file.read(1 << 20):
                digest.update(block)
                progress(len(block))
        except (OSError, EOFError) as error:
            raise BadLog(f"{path.name} cannot be unpacked: {error}") from None
    return digest.hexdigest()


def _opened(path: Path):
    return gzip.open(path, "rb") if is_gzip(path) else path.open("rb")


class LogReader:
    """Rows of a log as CSV text for COPY, and what was found on the way.

    ``users``: every (user, unit) as the log writes them, with its number and how many
    rows it has.
    ``rejected``: (line, reason) of rows that could not be read at all.
    """

    def __init__(self, path: Path, mapping: Mapping):
        self.lines = 0
        self.blank = 0
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
        writer = csv.writer(text, lineterminator="\n")
        waiting = 0
        for row in self._rows():
            writer.writerow(row)
            waiting += 1
            if waiting == _ROWS_A_CHUNK:
                yield text.getvalue().encode()
                text.seek(0)
                text.truncate()
                waiting = 0
        if waiting:
            yield text.getvalue().encode()

    def _rows(self) -> Iterator[tuple]:
        with _opened(self._path) as file:
            text = io.TextIOWrapper(
                file, self._encoding(), errors="surrogateescape", newline=""
            )
            for _ in range(self._mapping.file.skip_lines):
                text.readline()
            rows = csv.reader(
                _without_nul(text),
                delimiter=self._mapping.file.delimiter,
                quotechar=self._mapping.file.quote,
            )
            header = self._header(rows)
            yield from self._read(rows, header)

    def _encoding(self) -> str:
        """UTF-8 with or without the mark that some programs put in front."""
        encoding = self._mapping.file.encoding
        return "utf-8-sig" if encoding.lower() in {"utf-8", "utf8"} else encoding

    def _header(self, rows) -> list[str]:
        if self._mapping.file.columns:
            header = list(self._mapping.file.columns)
        else:
            header = [name.strip() for name in next(rows, [])]
        missing = [c for c in self._mapping.columns if c not in header]
        if missing:
            raise BadLog(
                f"{self._path.name} has no column {missing[0]!r}. Its columns are: "
                f"{', '.join(header) or 'none'}. Correct the mapping."
            )
        twice = [c for c in self._mapping.columns if header.count(c) > 1]
        if twice:
            raise BadLog(f"{self._path.name} has the column {twice[0]!r} twice.")
        return header

    def _read(self, rows, header: list[str]) -> Iterator[tuple]:
        pick = _picker(self._mapping, header)
        kind_of = self._kinds()
        read_time = _time_reader(self._mapping)
        offset, width = self._mapping.file.skip_lines, len(header)
        users, rejected = self.users, self.rejected
        number = offset + rows.line_num + 1
        while (row := self._next(rows, number)) is not None:
            line, number = number, offset + rows.line_num + 1
            self.lines += 1
            if len(row) != width:
                if row:
                    rejected.append((line, f"{len(row)} columns instead of {width}"))
                else:
                    self.blank += 1
                continue
            at, user, unit, booking, action, row_id = pick(row)
            kind = kind_of.get(action) or self._kind(kind_of, action)
            if kind is SKIP:
                self.skipped[action] += 1
                continue
            if reason := _wrong(at, user, kind, row) or (
                _TOO_LONG if max(len(user), len(unit), len(booking)) > LONGEST else ""
            ):
                rejected.append((line, reason))
                continue
            who = users.get((user, unit))
            if who is None:
                who = users[user, unit] = [len(users), 0]
            who[1] += 1
            yield line, read_time(at), who[0], booking, kind, row_id

    def _next(self, rows, number: int) -> list[str] | None:
        """The next row; one that csv cannot take apart is set aside."""
        while True:
            try:
                return next(rows, None)
            except csv.Error as error:
                self.lines += 1
                self.rejected.append((number, f"not readable as CSV: {error}"))
            except (OSError, EOFError, UnicodeError) as error:
                raise BadLog(
                    f"{self._path.name} ends badly after line {number - 1}: {error}. "
                    "Nothing was imported."
                ) from None

    def _kinds(self) -> dict[str, str]:
        if self._mapping.always:
            return {"": str(self._mapping.always)}
        return {}

    def _kind(self, known: dict[str, str], action: str) -> str:
        """What an action of the log means, remembered as the log writes it."""
        kind = self._mapping.actions.get(folded(action), "")
        if kind:
            known[action] = kind = SKIP if kind == SKIP else str(kind)
        return kind


def _wrong(at: str, user: str, kind: str, row: list[str]) -> str:
    """Why a row cannot be an event; empty if it can, as far as is known here."""
    if not kind:
        return "unknown action"
    if not user or user.isspace():
        return "no user"
    if not at or at.isspace():
        return "no time"
    if (not at[0].isdigit() or at[-1].isalpha()) and _NO_INSTANT.search(at):
        return "time not readable"
    return _unstorable("\t".join(row))


def _unstorable(row: str) -> str:
    if len(row) > LONGEST_ROW:
        return "longer than any row of a log"
    if not row.isascii():
        try:
            row.encode()
        except UnicodeEncodeError:
            return "not in the encoding that the mapping names, or a NUL in it"
    return ""


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
    if len(times) == 1:
        return lambda row: get([*row, ""])

    def of_two(row):
        _, *rest = get([*row, ""])
        return " ".join(row[number] for number in times), *rest

    return of_two


def _time_reader(mapping: Mapping) -> Callable[[str], str]:
    """Usually PostgreSQL reads the time; strptime does where a format is given."""
    form = mapping.time.format
    if not form:
        return lambda text: text

    def read(text: str) -> str:
        try:
            return datetime.strptime(text.strip(), form).isoformat()  # noqa: DTZ007 - the zone is the mapping's, applied in SQL
        except ValueError:
            return f"not {form}: {text}"

    return read


def _without_nul(lines: Iterator[str]) -> Iterator[str]:
    """A NUL cannot be stored; where one stands, the line cannot be trusted."""
    for line in lines:
        yield line if "\0" not in line else line.replace("\0", "\udc00")


class _Stream(io.RawIOBase):
    """A generator of bytes as a file, for COPY."""

    def __init__(self, chunks: Iterator[bytes]):
        self._chunks = chunks
        self._rest = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while len(self._rest) < size or size < 0:
            block = next(self._chunks, None)
            if block is None:
                break
            self._rest += block
        wanted = len(self._rest) if size < 0 else size
        block, self._rest = self._rest[:wanted], self._rest[wanted:]
        return block


def lines_of(
    path: Path, mapping: Mapping, wanted: set[int]
) -> Iterator[tuple[int, str]]:
    """The lines of these numbers as they stand in the file, for the quarantine."""
    encoding = mapping.file.encoding
    with _opened(path) as file:
        text = io.TextIOWrapper(file, encoding, errors="replace", newline="")
        last = max(wanted, default=0)
        for number, line in enumerate(text, start=1):
            if number in wanted:
                yield number, line.rstrip("\r\n")
            if number >= last:
                return
