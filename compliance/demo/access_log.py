"""The log that the Jail Inmate Lookup System of 2004 left, in its own shape.

It says who signed in, from where, and that they searched. Which record was opened it
says only from one of its last releases on, as no auditor could know in 2019. Some
lines are bad, a known number of each kind, as such files are.
"""

import csv
import gzip
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from compliance.demo.old_use import OPEN, SEARCH, SIGN_IN, Line, OldUse

MAPPING = Path(__file__).with_name("access-log.toml")
NAME = "jils-access-log.csv"
COLUMNS = ("SEQ_NO", "LOG_DTTM", "USER_ID", "AGY_NM", "TERM_ID", "TRAN_CD", "BA_NO")
FIRST_NUMBER = 8_140_227
_SEED = "18665 access log"
_SAY_EVERY = 10_000

# --- Bad lines: when they stand where they do, and what is wrong with them -----------------------


@dataclass(frozen=True, slots=True)
class Bad:
    """A line as it was meant, with what the old system wrote instead."""

    at: datetime
    when: str = ""
    user: str = "SEATTLE.OFFICER"
    code: str = SIGN_IN


_instant = datetime.fromisoformat
BAD = (
    # Days and hours that never were; at half past two that night it was half past three.
    Bad(_instant("2018-02-28T23:50:00"), when="02/30/2018 9:14:22 AM"),
    Bad(_instant("2018-05-13T08:02:10"), when="13/05/2018 8:02:10 AM"),
    Bad(_instant("2018-03-11T01:59:59"), when="03/11/2018 2:30:00 AM"),
    Bad(_instant("2019-03-10T01:59:58"), when="03/10/2019 2:12:40 AM"),
    Bad(_instant("2018-04-17T10:40:05"), user=""),
    Bad(_instant("2018-10-02T16:21:44"), user="", code=SEARCH),
    Bad(_instant("2019-02-14T07:05:31"), user=""),
    Bad(_instant("2018-08-08T12:00:09"), code="XFR"),
    Bad(_instant("2019-01-22T19:33:50"), code="XFR"),
)
CUT_OFF_AT = _instant("2018-06-14T10:22:00")
REPEATED_SINCE = _instant("2018-07-01T00:00:00")

# --- The file -------------------------------------------------------------------------------------


def write(path: Path, *, say: Callable[[str], None]) -> int:
    """Write the log of the scenario in the database; return how many lines it has.

    A name that ends in .gz is compressed. The same records make the same bytes. The
    file is there whole or not at all.
    """
    unfinished = path.with_name(f"{path.name}.unfinished")
    lines = OldUse(random.Random(_SEED)).lines()  # noqa: S311 - the same again
    try:
        with _opened(unfinished, is_compressed=path.suffix == ".gz") as file:
            number = _write(file, lines, say)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return number


def _write(file: TextIO, lines: list[Line], say: Callable[[str], None]) -> int:
    """The header is no line of the log; the total at its end is one."""
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    number = 0
    for number, cells in enumerate(_rows(lines), start=1):
        writer.writerow(cells)
        if number % _SAY_EVERY == 0:
            say(f"  {number:,} lines of the access log")
    writer.writerow([f"*** TOTAL {number} RECORDS ***"])
    return number + 1


def _rows(lines: list[Line]) -> Iterator[list[str]]:
    """Cells in the order of their time; a repeated line repeats its number, too."""
    written = sorted([*lines, *BAD], key=lambda line: line.at)
    cut_off = _first(written, CUT_OFF_AT, SIGN_IN)
    repeated = _first(written, REPEATED_SINCE, SEARCH)
    for number, line in enumerate(written, start=FIRST_NUMBER):
        cells = _cells(number, line)
        if line is cut_off:
            yield [cells[0], _old_time(CUT_OFF_AT)[:12]]
        yield cells
        if line is repeated:
            yield cells


def _first(lines: list[Line | Bad], since: datetime, code: str) -> Line | Bad:
    return next(line for line in lines if line.at >= since and line.code == code)


def _cells(number: int, line: Line | Bad) -> list[str]:
    if isinstance(line, Bad):
        when = line.when or _old_time(line.at)
        return [str(number), when, line.user, "SEATTLE PD", "S4407", line.code, ""]
    return [
        *(str(number), _old_time(line.at), line.user.name, line.user.agency),
        *(line.terminal, line.code, line.booking if line.code == OPEN else ""),
    ]


def _old_time(at: datetime) -> str:
    """As the old system wrote it: no zero before the hour, no offset behind it."""
    return f"{at:%m/%d/%Y} {at.hour % 12 or 12}:{at:%M:%S} {'AM' if at.hour < 12 else 'PM'}"


@contextmanager
def _opened(path: Path, *, is_compressed: bool) -> Iterator[TextIO]:
    """A compressed file carries no name and no time, so that its bytes are the same."""
    with path.open("wb") as raw:
        if not is_compressed:
            with TextIOWrapper(raw, "ascii", newline="") as file:
                yield file
            return
        packed = gzip.GzipFile("", "wb", fileobj=raw, mtime=0)
        with packed, TextIOWrapper(packed, "ascii", newline="") as file:
            yield file
