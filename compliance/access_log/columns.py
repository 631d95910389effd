"""A chunk of a log in columns, all at once: for the many rows with nothing wrong.

Whatever is out of the ordinary in a chunk sends the whole of it to be looked at row by
row (``reader``), which says the same, only more slowly and with reasons.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import compress

from compliance.access_log.mapping import SKIP, Mapping

# Words that PostgreSQL takes for instants, and a log does not mean.
NO_INSTANT = re.compile(
    r"now|today|tomorrow|yesterday|epoch|infinity|allballs", re.IGNORECASE
)
# Of these alone no such word can be made.
_PLAIN = frozenset("0123456789/:.,+- TZAPMapm")
LONGEST = 200  # characters of a name, a number or a time that is kept


class InColumns:
    """``users`` and ``known`` (actions) are the reader's own: what it has met before."""

    def __init__(
        self,
        mapping: Mapping,
        header: list[str],
        users: dict[tuple[str, str], list[int]],
        known: dict[str, tuple[str, str]],
    ):
        place = {name: number for number, name in enumerate(header)}
        self._width = len(header)
        self._users = users
        self._known = known
        self._is_plain = not (
            mapping.patterns or mapping.time.format or len(mapping.time.columns) == 2
        )
        named = (
            mapping.time.columns[0],
            mapping.user,
            mapping.unit,
            mapping.booking,
            mapping.action,
            mapping.row_id,
        )
        self._places = [place.get(name) for name in named]

    def staged(
        self, rows: list[list[str]], numbers: list[int], skipped: Counter
    ) -> Iterator[tuple] | None:
        """The rows to stage, or None if any of them needs a closer look."""
        if not self._is_plain or set(map(len, rows)) != {self._width}:
            return None
        if not "".join(map("".join, rows)).isascii():
            return None
        at, user, unit, booking, action, row_id = self._columns(rows)
        meanings = list(map(self._known.get, action))
        if None in meanings or not self._is_sound(at, user, booking, row_id):
            return None
        people = list(zip(user, unit, strict=True))
        shows = [kind != SKIP for kind, _ in meanings]
        counted = Counter(compress(people, shows))
        if not counted.keys() <= self._users.keys():
            return None
        for who, number in counted.items():
            self._users[who][1] += number
        skipped.update(code for kind, code in meanings if kind == SKIP)
        whose = [self._users[who][0] if who in counted else -1 for who in people]
        kinds = [kind for kind, _ in meanings]
        staged = zip(numbers, at, whose, booking, kinds, row_id, strict=True)
        return compress(staged, shows)

    def _columns(self, rows: list[list[str]]) -> list[list[str]]:
        columns = list(zip(*rows, strict=True))
        nothing = [""] * len(rows)
        return [
            nothing if place is None else list(map(str.strip, columns[place]))
            for place in self._places
        ]

    @staticmethod
    def _is_sound(*columns: list[str]) -> bool:
        """Times and users are there; nothing is too long; no time is a word."""
        at, user, booking, row_id = columns
        return (
            all(at)
            and all(user)
            and all(
                max(map(len, column)) <= LONGEST for column in (at, booking, row_id)
            )
            and (_PLAIN.issuperset("".join(at)) or not NO_INSTANT.search(" ".join(at)))
        )
