"""Searches that find people though the name is mistyped, against an indexed prefix
LIKE of the same people through the same gate: how much slower, and who is found.

The prefix is asked for twice: as typed, which of a mistyped name finds nobody and so
has no row to show; and by the name on record, which shows whom a search should find.
Both are planned at each search, as a LIKE must be to find its way by the index.

The names are those of the US census, by how common they are, from JAILRECORDS_DATA.
"""

import gzip
import io
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from access.enums import FieldClass, Role
from access.gate import Candidates, show_many
from audit.acting import acting
from audit.enums import ViewKind
from bench import data
from bookings import pages, selectors
from bookings.selectors import Terms
from jailrecords.database import as_owner
from tests import factories

FOLDER = Path(os.environ.get("JAILRECORDS_DATA", "/work/shared/data"))
QUERIES, ROUNDS = 100, 5
SURNAMES = "census1990_dist.all.last.txt.gz"
GIVEN = ("census1990_dist.male.first.txt", "census1990_dist.female.first.txt")
DOUBLE = 0.03  # of people have a double surname

# What the product did before: a name that begins as typed, by an index in C collation.
_LIKE = """
SELECT b.id AS booking_id, b.person_id, b.facility_id, b.is_juvenile, b.is_sealed,
  '' AS how, false AS is_alias,
  row_number() OVER (ORDER BY p.surname, p.given_name, b.id) AS rank
FROM bookings_person p JOIN bookings_booking b ON b.person_id = p.id
JOIN reach r ON r.facility_id = b.facility_id AND r.is_juvenile = b.is_juvenile
  AND r.is_sealed = b.is_sealed
WHERE upper(p.surname) COLLATE "C" LIKE %(surname)s
  AND upper(p.given_name) COLLATE "C" LIKE %(given_name)s LIMIT %(limit)s"""

HEAD = """
| what was typed | person found % | person or name found % | p50 ms | p95 ms | LIKE p50 | LIKE p95 | p50 ratio (spread) | p95 ratio (spread) | rows | LIKE rows | LIKE found % | p50, p95 ratio to LIKE of the right name |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"""


@dataclass(frozen=True, slots=True)
class Query:
    terms: Terms
    person: object

    @property
    def right(self) -> Terms:
        """The name as it is on record, as far as it was asked for."""
        given = self.person.given_name if self.terms.given_name else ""
        return Terms(self.person.surname, given)


def report(people: int) -> None:
    """Fill, search, print; without the names, say so."""
    if not (FOLDER / SURNAMES).exists():
        print(f"\nNo {SURNAMES} in {FOLDER} (JAILRECORDS_DATA): search not measured.")
        return
    print(f"\nsearch among {people:,} people: filling …", flush=True)
    begun = time.perf_counter()
    data.make(people, fill=_fill)
    print(f"filled and keyed in {time.perf_counter() - begun:,.0f} s")
    print(_sizes())
    jail = list(factories.Facility.objects.all())
    clerk = factories.viewer(Role.BOOKING_CLERK, sees=jail)
    print(HEAD, flush=True)
    for name, mutate in CLASSES.items():
        print(_row(clerk, name, _queries(name, mutate)), flush=True)
    print(f"load average {os.getloadavg()}")


# --- People ------------------------------------------------------------------


def _weighted(text: str) -> tuple[list[str], list[float]]:
    names, weights = [], []
    for line in text.splitlines():
        name, weight, *_ = line.split()
        names.append(name.title())
        weights.append(float(weight) or 0.0005)
    return names, list(accumulate(weights))


def _people(number: int) -> Iterator[tuple[str, str]]:
    rng = random.Random(18665)
    with gzip.open(FOLDER / SURNAMES, "rt") as file:
        surnames, weights = _weighted(file.read())
    givens = [_weighted((FOLDER / name).read_text()) for name in GIVEN]
    for _ in range(number):
        surname = rng.choices(surnames, cum_weights=weights)[0]
        if rng.random() < DOUBLE:
            surname += "-" + rng.choices(surnames, cum_weights=weights)[0]
        names, cumulated = givens[rng.random() < 0.25]
        yield surname, rng.choices(names, cum_weights=cumulated)[0]


def _fill(number: int) -> None:
    lines = io.StringIO()
    for surname, given in _people(number):
        lines.write(f"{surname}\t{given}\n")
    lines.seek(0)
    for code in ("ONE", "TWO"):
        factories.Facility.objects.create(name=f"Facility {code}", code=code)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("CREATE UNLOGGED TABLE bench_names (surname text, given text)")
        cursor.copy_expert("COPY bench_names FROM STDIN", lines)
        for state in ("DISABLE", "ENABLE ALWAYS"):
            for operation in ("insert",):
                cursor.execute(
                    f"ALTER TABLE bookings_person {state} TRIGGER keep_keys_{operation}"
                )
            if state == "DISABLE":
                cursor.execute(data.PEOPLE_NAMED)
    with acting(None, "bench.fill"), connection.cursor() as cursor:
        cursor.execute(data.BOOKINGS, [number, number])
        cursor.execute(data.CHARGES)
    begun = time.perf_counter()
    call_command("rebuild_search", offline=True, stdout=io.StringIO())
    print(f"rebuild_search --offline: {time.perf_counter() - begun:,.0f} s", flush=True)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _sizes() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT string_agg(relname || ' ' || pg_size_pretty(pg_relation_size(oid)),
                 ', ' ORDER BY relname) FROM pg_class
               WHERE relname IN ('bookings_namekey', 'namekey_by_keys',
                 'person_by_name', 'bookings_person')"""
        )
        return cursor.fetchone()[0]


# --- What people type --------------------------------------------------------


def _one_edit(rng: random.Random, name: str) -> str:
    place = rng.randrange(len(name))
    letter = rng.choice("abcdefghijklmnopqrstuvwxyz")
    kind = rng.randrange(4)
    if kind == 0:
        return name[:place] + name[place + 1 :]
    if kind == 1:
        return name[:place] + letter + name[place:]
    if kind == 2 and place + 1 < len(name):
        return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    return name[:place] + letter + name[place + 1 :]


def _changed(rng, name: str, edits: int) -> str:
    changed = name
    for _ in range(edits):
        changed = _one_edit(rng, changed)
    return changed


# Spellings that sound alike, written down before the code that finds them was tried.
SOUNDS = (
    *(("ph", "f"), ("ck", "k"), ("sch", "sh"), ("ie", "y"), ("ee", "ea"), ("ou", "u")),
    *(("c", "k"), ("z", "s"), ("th", "t"), ("y", "i"), ("ll", "l"), ("nn", "n")),
    *(("ss", "s"), ("tt", "t"), ("v", "f"), ("gh", "g"), ("kn", "n"), ("x", "ks")),
    *(("ai", "ay"), ("e", "a"), ("o", "u"), ("i", "e"), ("k", "ck"), ("f", "ph")),
)


def _respelled(rng, name: str) -> str:
    """Two spellings exchanged, where the name has two."""
    spelled = name.lower()
    for old, new in rng.sample(SOUNDS, len(SOUNDS)):
        if old in spelled and spelled != name.lower():
            return spelled.replace(old, new, 1)
        if old in spelled:
            spelled = spelled.replace(old, new, 1)
    return spelled


def _nickname(rng, person) -> Terms | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nickname FROM bookings_nickname"
            " WHERE given_name = bookings_plain_name(%s) ORDER BY nickname",
            [person.given_name],
        )
        known = [nickname for (nickname,) in cursor.fetchall()]
    return Terms(person.surname, rng.choice(known)) if known else None


def _half(rng, person) -> Terms | None:
    if "-" not in person.surname:
        return None
    return Terms(rng.choice(person.surname.split("-")), person.given_name)


def _long(person, edits: int) -> bool:
    return len(person.surname) >= (6 if edits > 1 else 4)


CLASSES: dict[str, Callable] = {
    "exact": lambda rng, p: Terms(p.surname, p.given_name),
    "one edit": lambda rng, p: (
        Terms(_changed(rng, p.surname, 1), p.given_name) if _long(p, 1) else None
    ),
    "swapped": lambda rng, p: Terms(p.given_name, p.surname),
    "nickname": _nickname,
    "two edits": lambda rng, p: (
        Terms(_changed(rng, p.surname, 2), p.given_name) if _long(p, 2) else None
    ),
    "respelling": lambda rng, p: Terms(_respelled(rng, p.surname), p.given_name),
    "half names": _half,
    "two edits and birth date": lambda rng, p: (
        Terms(_changed(rng, p.surname, 2), p.given_name, birth_date=p.birth_date)
        if _long(p, 2)
        else None
    ),
    "surname only, common": lambda rng, p: Terms(p.surname),
}


def _queries(name: str, mutate: Callable) -> list[Query]:
    """People drawn by chance, whom the clerk may be shown, and what is typed."""
    rng = random.Random(f"{name} 18665")
    made: list[Query] = []
    while len(made) < QUERIES:
        for person in _drawn(rng):
            terms = mutate(rng, person)
            if terms and len(made) < QUERIES:
                made.append(Query(terms, person))
    return made


def _drawn(rng) -> list:
    key = f"{rng.getrandbits(32):08x}-0000-4000-8000-000000000000"
    return list(
        factories.Person.objects.filter(
            pk__gte=key, bookings__is_sealed=False, bookings__is_juvenile=False
        ).order_by("pk")[:40]
    )


# --- Timing ------------------------------------------------------------------


def _like(viewer, terms: Terms) -> list:
    """The same page, gate, viewer and events, of names that begin so."""
    candidates = Candidates(
        _LIKE,
        {
            "surname": terms.surname.upper() + "%",
            "given_name": terms.given_name.upper() + "%",
        },
        needs=FieldClass.REGISTER,
        depends_on_values=True,
    )
    return show_many(
        viewer,
        pages.SEARCH_RESULTS,
        candidates,
        ViewKind.FOUND,
        search=terms.digests(),
    )


SIDES: dict[str, Callable] = {
    "ours": lambda viewer, query: selectors.found(viewer, query.terms),
    "like": lambda viewer, query: _like(viewer, query.terms),
    "right": lambda viewer, query: _like(viewer, query.right),
}


def _timed(side: str, viewer, query: Query) -> tuple[float, list]:
    begun = time.perf_counter()
    rows = SIDES[side](viewer, query)
    return (time.perf_counter() - begun) * 1000, rows


def _hits(rows: list, query: Query) -> tuple[bool, bool, int]:
    """Whether the person is shown, whether anybody of that very name is, and how many
    rows. Of a name that more than a page of people have, which fifty is no promise.
    """
    shown = factories.Booking.objects.filter(pk__in=[row.booking_id for row in rows])
    person = query.person
    return (
        shown.filter(person=person).exists(),
        shown.filter(
            person__surname=person.surname, person__given_name=person.given_name
        ).exists(),
        len(rows),
    )


def _row(viewer, name: str, queries: list[Query]) -> str:
    """The sides in turn for each query. Times are the median of the rounds', a ratio
    is the median of the rounds' own ratios.
    """
    for query in queries[:10]:
        for side in SIDES:
            _timed(side, viewer, query)
    rounds: list[dict] = []
    hits: dict[str, list] = {side: [] for side in SIDES}
    for number in range(ROUNDS):
        times: dict[str, list[float]] = {side: [] for side in SIDES}
        for query in queries:
            for side in SIDES:
                took, rows = _timed(side, viewer, query)
                times[side].append(took)
                if number == 0:
                    hits[side].append(_hits(rows, query))
        rounds.append(times)
    ours, like = (_shares(hits[side]) for side in ("ours", "like"))
    figures = " | ".join(
        f"{statistics.median(of(r[side]) for r in rounds):.1f}"
        for side in ("ours", "like")
        for of in (statistics.median, _p95)
    )
    p50, p95 = (_ratio(rounds, "like", of) for of in (statistics.median, _p95))
    right = [_ratio(rounds, "right", of) for of in (statistics.median, _p95)]
    return (
        f"| {name} | {ours[0]:.0f} | {ours[1]:.0f} | {figures} | {p50} | {p95} "
        f"| {ours[2] / 100:.0f} | {like[2] / 100:.0f} | {like[0]:.0f} "
        f"| {right[0]}, {right[1]} |"
    )


def _shares(hits: list) -> list[float]:
    """Of a hundred: the person, the name; and rows, times a hundred."""
    return [100 * statistics.mean(column) for column in zip(*hits, strict=True)]


def _ratio(rounds: list[dict], anchor: str, of: Callable) -> str:
    ratios = sorted(of(r["ours"]) / of(r[anchor]) for r in rounds)
    return f"{statistics.median(ratios):.2f} ({ratios[0]:.2f}–{ratios[-1]:.2f})"


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]
