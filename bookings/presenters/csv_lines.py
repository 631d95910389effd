r"""Lines of a CSV file that are inert in a spreadsheet program and still exact.

A program takes a cell for a formula if it begins with one of ``= + - @``, in any
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
from collections.abc import Iterable

BOM = "\ufeff"
_TRIGGERS = frozenset("=+-@")
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
    return _writer.writerow([inert(str(cell)) for cell in cells])


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
