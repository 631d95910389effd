"""Files for spreadsheets: CSV whose cells can do nothing, and whose copy is marked.

A spreadsheet runs what begins like a formula, also out of a name that somebody gave
at a booking desk. Such a cell gets an apostrophe in front, as OWASP advises.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.utils import timezone

# Excel takes a file without it for another encoding.
BOM = "\ufeff"
# The wide forms count too: Excel reads them as the narrow ones.
_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


class _Line:
    """What ``csv.writer`` writes to: it hands the line back, and keeps nothing."""

    def write(self, text: str) -> str:
        return text


def inert(value: object) -> str:
    """A cell's text, which no spreadsheet takes for a formula. Spaces in front do not
    help: a spreadsheet strips them before it looks.
    """
    text = "" if value is None else str(value).replace("\0", "")
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_ACTIVE) else text


def lines(
    columns: Sequence[str], rows: Iterable[Sequence], *, mark: Sequence[str]
) -> Iterator[str]:
    """A file line by line: whose copy it is, the columns, the rows, and how many there
    were. A file without that last line was cut short.
    """
    write = csv.writer(_Line(), lineterminator="\r\n").writerow
    yield BOM + write([inert(cell) for cell in mark])
    yield write([inert(cell) for cell in columns])
    number = 0
    for row in rows:
        number += 1
        yield write([inert(cell) for cell in row])
    yield write([f"End of the file: {number} rows"])


def mark_cells(account: str, at: datetime, event: object) -> list[str]:
    """The mark of a page, as the first line of a file."""
    told = timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S %Z")
    return [f"Shown to {account}", told, f"Event {event}"]
