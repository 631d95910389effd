"""Which bookings an old system would have shown to the accounts of an exposure: those
on record when they were at it, neither a juvenile's nor sealed by then.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection


@dataclass(frozen=True, slots=True)
class Use:
    """From when to when an account, or a user that a log names, was at an old system."""

    account_id: int | None
    name_id: int | None
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class WithinReach:
    """How many bookings each use had within reach, in its order; and in all, with the
    persons, each counted once. They are what was on record before ``last``, and
    ``others``: known to have been shown, or sealed since.
    """

    by_use: tuple[int, ...]
    bookings: int
    persons: int
    last: datetime | None
    others: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Reached:
    """One person, with the bookings that were within reach, the newest first."""

    person_id: UUID
    booking_ids: list[UUID]


# What is sealed by the last instant of all is asked about one by one, below.
_OPEN = """
SELECT width_bucket(b.booked_at, %(lasts)s::timestamptz[]), count(*)
FROM bookings_booking b
WHERE b.booked_at < %(last)s AND NOT b.is_juvenile
  AND (b.sealed_at IS NULL OR b.sealed_at > %(last)s)
GROUP BY 1"""

# Sealed since: within reach of whoever was there after the booking and before.
_SEALED_SINCE = """
WITH sealed AS MATERIALIZED (
  SELECT b.id, b.booked_at, b.sealed_at FROM bookings_booking b
  WHERE NOT b.is_juvenile AND b.sealed_at <= %(last)s AND b.sealed_at > b.booked_at
    AND b.sealed_at > %(first)s)
SELECT a.place, b.id
FROM unnest(%(places)s::int[], %(accounts)s::bigint[], %(names)s::bigint[],
  %(firsts)s::timestamptz[], %(lasts_of)s::timestamptz[])
  AS a(place, account_id, name_id, first, last)
JOIN sealed b ON b.booked_at < a.last AND b.sealed_at > a.first
WHERE EXISTS (SELECT FROM audit_viewevent e
    WHERE e.account_id = a.account_id AND {here})
  OR a.name_id IS NOT NULL AND EXISTS (SELECT FROM audit_viewevent e
    WHERE e.account_id IS NULL AND (e.detail->>'user')::bigint = a.name_id AND {here})
""".format(
    here="""e.origin <> 'live' AND e.kind <> 'refused'
    AND e.occurred_at BETWEEN greatest(b.booked_at, a.first) AND a.last
    AND e.occurred_at < b.sealed_at"""
)


def _open_by_then(row: str) -> str:
    return f"""({row}.booked_at < %(last)s AND NOT {row}.is_juvenile
    AND ({row}.sealed_at IS NULL OR {row}.sealed_at > %(last)s))"""


_IN_ALL = f"""
SELECT count(*), count(DISTINCT b.person_id) FROM bookings_booking b
WHERE {_open_by_then("b")}"""
_BESIDE = f"""
SELECT count(*), count(DISTINCT o.person_id) FILTER (WHERE NOT EXISTS (
    SELECT FROM bookings_booking b
    WHERE b.person_id = o.person_id AND {_open_by_then("b")}))
FROM bookings_booking o
WHERE o.id = ANY(%(others)s::uuid[]) AND {_open_by_then("o")} IS NOT TRUE"""
_WITHIN = f"({_open_by_then('b')} OR b.id = ANY(%(others)s::uuid[]))"
_PEOPLE = f"""
SELECT b.person_id, array_agg(b.id ORDER BY b.booked_at DESC, b.id)
FROM bookings_booking b
WHERE {_WITHIN} AND (%(after)s::uuid IS NULL OR b.person_id > %(after)s)
GROUP BY b.person_id ORDER BY b.person_id LIMIT %(limit)s"""


def within_reach(uses: Sequence[Use], shown: set[UUID]) -> WithinReach:
    """Count them. ``shown``: bookings known to have been shown in other ways."""
    last = max((use.last for use in uses), default=None)
    with connection.cursor() as cursor:
        opened = _open(cursor, uses, last)
        sealed = _sealed_since(cursor, uses, last)
        others = set().union(shown, *sealed)
        bookings, persons = _in_all(cursor, last, others)
    by_use = tuple(
        opened[use.last] + len(sealed[place]) for place, use in enumerate(uses)
    )
    return WithinReach(by_use, bookings, persons, last, frozenset(others))


def _in_all(cursor, last: datetime | None, others: set[UUID]) -> tuple[int, int]:
    """Bookings and persons: what was open by the last instant, and others beside it."""
    cursor.execute(_IN_ALL, {"last": last})
    bookings, persons = cursor.fetchone()
    if others:
        cursor.execute(_BESIDE, {"last": last, "others": list(others)})
        more, strangers = cursor.fetchone()
        bookings, persons = bookings + more, persons + strangers
    return bookings, persons


def people(reached: WithinReach, *, at_once: int) -> Iterator[list[Reached]]:
    """The persons of whom something was within reach, some at a time, by their key."""
    after = None
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                _PEOPLE,
                {
                    "last": reached.last,
                    "others": list(reached.others),
                    "after": after,
                    "limit": at_once,
                },
            )
            found = [Reached(*row) for row in cursor.fetchall()]
        if not found:
            return
        yield found
        after = found[-1].person_id


def _open(cursor, uses: Sequence[Use], last: datetime | None) -> dict[datetime, int]:
    """How many unsealed bookings were on record by each last instant: one pass."""
    edges = sorted({use.last for use in uses})
    if not edges:
        return {}
    cursor.execute(_OPEN, {"lasts": edges, "last": last})
    counts = dict(cursor.fetchall())
    running, until = 0, {}
    for place, edge in enumerate(edges):
        running += counts.get(place, 0)
        until[edge] = running
    return until


def _sealed_since(
    cursor, uses: Sequence[Use], last: datetime | None
) -> list[set[UUID]]:
    found: list[set[UUID]] = [set() for _ in uses]
    if uses:
        cursor.execute(
            _SEALED_SINCE,
            {
                "places": list(range(len(uses))),
                "accounts": [use.account_id for use in uses],
                "names": [use.name_id for use in uses],
                "firsts": [use.first for use in uses],
                "lasts_of": [use.last for use in uses],
                "first": min(use.first for use in uses),
                "last": last,
            },
        )
        for place, booking_id in cursor.fetchall():
            found[place].add(booking_id)
    return found
