"""The old system's log read in plain Python: no code of the product, and no mapping.

So that what an import and an analysis say can be held against something else.
"""

import csv
import gzip
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

JAIL_TIME = ZoneInfo("America/Los_Angeles")
ACTIONS = {"LGN", "LGO", "LGF", "SRC", "DSP"}


@dataclass(frozen=True)
class Entry:
    """One good line."""

    number: str
    at: datetime
    user: str
    agency: str
    terminal: str
    action: str
    booking: str


@dataclass(frozen=True)
class OldLog:
    lines: int
    entries: list[Entry]
    bad: Counter

    def of(self, *users: str, action: str = "LGN") -> list[Entry]:
        names = {user.upper() for user in users}
        return [e for e in self.entries if e.user in names and e.action == action]


def text_of(path: Path) -> str:
    packed = path.suffix == ".gz"
    return (gzip.decompress if packed else bytes)(path.read_bytes()).decode("ascii")


def read(path: Path) -> OldLog:
    header, *rows = csv.reader(text_of(path).splitlines())
    assert len(header) == 7
    entries, bad, seen = [], Counter(), set()
    for row in rows:
        if wrong := _wrong_with(row, seen):
            bad[wrong] += 1
        else:
            entries.append(Entry(row[0], _at(row[1]), *row[2:]))
        seen.add(tuple(row))
    return OldLog(len(rows), entries, bad)


def _wrong_with(row: list[str], seen: set) -> str:
    if row[0].startswith("***"):
        return "totals_line"
    if len(row) != 7:
        return "cut_off"
    if tuple(row) in seen:
        return "repeated"
    try:
        at = _at(row[1])
    except ValueError:
        return "impossible_date"
    if at.astimezone(UTC).astimezone(JAIL_TIME).hour != at.hour:
        return "hour_that_was_not"
    if not row[2]:
        return "nobody_named"
    return "" if row[5] in ACTIONS else "unknown_action"


def _at(text: str) -> datetime:
    return datetime.strptime(text, "%m/%d/%Y %I:%M:%S %p").replace(tzinfo=JAIL_TIME)
