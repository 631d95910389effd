"""The file of an access log: opened, unpacked, taken apart into lines and rows."""

import csv
import gzip
import hashlib
import io
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from compliance.access_log.mapping import Mapping

_GZIP = b"\x1f\x8b"
_BLOCK = 1 << 20
# What is sent as a log and is none: how it begins, and what it is.
_OTHER_FILES = {
    b"PK\x03\x04": "an Excel workbook or a zip file",
    b"\xd0\xcf\x11\xe0": "an old or an encrypted Excel workbook",
    b"%PDF": "a PDF",
    b"-----BEGIN PGP": "encrypted",
    b"BZh": "packed with bzip2",
    b"\xfd7zXZ": "packed with xz",
    b"7z\xbc\xaf": "packed with 7-Zip",
    b"\x28\xb5\x2f\xfd": "packed with zstd",
}
_NO_QUOTES = {"quoting": csv.QUOTE_NONE, "quotechar": None}


class BadLog(ValueError):
    """A file that cannot be read as a log at all; says why and what to do."""


def content_hash(path: Path, progress: Callable[[int], None]) -> str:
    """The SHA-256 of the content, unpacked: a log and its .gz are the same source.

    Raises BadLog for what is no text of lines: it would fill the memory.
    """
    digest = hashlib.sha256()
    with opened(path) as file:
        try:
            while block := file.read(_BLOCK):
                digest.update(block)
                progress(len(block))
                if len(block) == _BLOCK and b"\n" not in block and b"\r" not in block:
                    raise BadLog(f"{path.name} has a line longer than 1 MB: no log.")
        except (OSError, EOFError, zlib.error) as error:
            raise BadLog(
                f"{path.name} cannot be unpacked: {error}. Copy it again from its source."
            ) from None
    return digest.hexdigest()


def opened(path: Path):
    with path.open("rb") as file:
        start = file.read(16)
    if start.startswith(_GZIP):
        return gzip.open(path, "rb")
    for signature, name in _OTHER_FILES.items():
        if start.startswith(signature):
            raise BadLog(
                f"{path.name} is {name}, and a log is read as CSV (also .gz). Unpack "
                "it, or save the sheet as CSV, and import that."
            )
    return path.open("rb")


class LogText:
    """The lines of a log, as text, and the rows that they make.

    ``number`` is the line on which the next row begins. ``record`` keeps the lines of
    the last row as they stand.
    """

    def __init__(self, file, mapping: Mapping, *, record: bool = False):
        shape = mapping.file
        self._text = io.TextIOWrapper(
            file, _encoding(mapping), errors="surrogateescape", newline=""
        )
        self._preamble = shape.skip_lines
        self.kept: list[str] = []
        lines = self._kept() if record else _without_nul(self._text)
        quoting = {"quotechar": shape.quote} if shape.quote else _NO_QUOTES
        self.rows = csv.reader(lines, delimiter=shape.delimiter, strict=True, **quoting)

    @property
    def number(self) -> int:
        return self._preamble + self.rows.line_num + 1

    def skip_preamble(self) -> None:
        for _ in range(self._preamble):
            self._text.readline()

    def _kept(self) -> Iterator[str]:
        for line in self._text:
            self.kept.append(line)
            yield from _without_nul([line])


def _encoding(mapping: Mapping) -> str:
    """UTF-8 with or without the mark that some programs put in front."""
    encoding = mapping.file.encoding
    return "utf-8-sig" if encoding.lower() in {"utf-8", "utf8"} else encoding


def _without_nul(lines: Iterable[str]) -> Iterator[str]:
    """A NUL cannot be stored; where one stands, the line cannot be trusted."""
    for line in lines:
        yield line if "\0" not in line else line.replace("\0", "\udc00")


def printable(text: str) -> str:
    """Text of a log for a message: whatever it holds, one line that can be printed."""
    return "".join(c if c.isprintable() else "\ufffd" for c in text)


def rows_as_they_stand(
    path: Path, mapping: Mapping, wanted: set[int]
) -> Iterator[tuple[int, str]]:
    """The rows that begin on these lines, whole, for the quarantine."""
    last = max(wanted, default=0)
    with opened(path) as file:
        text = LogText(file, mapping, record=True)
        text.skip_preamble()
        while (number := text.number) <= last:
            try:
                if next(text.rows, None) is None:
                    return
            except csv.Error:
                pass  # of no matter here: it is wanted as it stands
            if number in wanted:
                whole = "".join(text.kept).rstrip("\r\n")
                yield number, whole.encode(errors="replace").decode()
            text.kept.clear()
