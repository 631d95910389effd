r"""Files for spreadsheets: CSV whose cells are inert and still exact, and whose copy is
marked.

A program takes a cell for a formula if it begins with one of ``= + - @ | %``, in any
width, also behind blanks, quotes and characters that cannot be seen. Such a cell gets
an apostrophe in front, and so does one that begins with a control character. Some
programs cut at ``;``, TAB or the end of a line inside quotes: what follows one of
these counts as another beginning. Nothing is ever taken away.

``exact`` undoes it: an apostrophe at a beginning was added, since one that stood
there gets another.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.utils import timezone

# Excel takes a file without it for another encoding.
BOM = "\ufeff"
_TRIGGERS = frozenset("=+-@|%")
_BEGINNING = re.compile(r"(?:^|[;\t\r\n])(?=.)", re.DOTALL)
_ADDED = re.compile(r"(^|[;\t\r\n])'", re.DOTALL)
_NOT_SEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})


class _Out:
    """What a csv writer writes to: it gives back the line."""

    @staticmethod
    def write(text: str) -> str:
        return text


_writer = csv.writer(_Out(), quoting=csv.QUOTE_ALL, lineterminator="\r\n")


def line(cells: Iterable[object]) -> str:
    """One line of a file; None is an empty cell."""
    return _writer.writerow(["" if c is None else inert(str(c)) for c in cells])


def lines(
    columns: Sequence[str], rows: Iterable[Sequence], *, mark: Sequence[str]
) -> Iterator[str]:
    """A file line by line: whose copy it is, the columns, the rows, and how many there
    were. A file without that last line was cut short.
    """
    yield BOM + line(mark)
    yield line(columns)
    number = 0
    for row in rows:
        number += 1
        yield line(row)
    yield line([f"End of the file: {number} rows"])


def mark_cells(account: str, at: datetime, event: object) -> list[str]:
    """The mark of a page, as the first line of a file."""
    moment = timezone.localtime(at).isoformat(timespec="seconds")
    return [f"Shown to {account}", moment, f"Event {event}"]


def inert(text: str) -> str:
    """The text so that no spreadsheet program runs it."""

    def guarded(beginning: re.Match) -> str:
        cut = beginning.end()
        return beginning.group() + ("'" if _is_live(text, cut) else "")

    return _BEGINNING.sub(guarded, text)


def exact(text: str) -> str:
    """The text as it is on record, from what ``inert`` made of it."""
    return _ADDED.sub(r"\1", text)


def _is_live(text: str, cut: int) -> bool:
    first = text[cut]
    if first == "'" or unicodedata.category(first) == "Cc":
        return True
    for character in text[cut:]:
        if unicodedata.category(character) not in _NOT_SEEN and character != '"':
            return bool(_TRIGGERS & set(unicodedata.normalize("NFKC", character)))
    return False
