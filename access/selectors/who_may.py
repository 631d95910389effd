"""Who could see what at an instant, with the path to it: the reading behind the two
questions that anybody with the right can ask.

All of it comes from the change history as it stood then, in one statement each whatever
the number of accounts, and is decided by the one rule (``access.policy``): nothing of
today is carried back. What the public register shows everybody is left out.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, reduce
from operator import or_

from django.db import connection

from access import policy
from access import standing as standings
from access.enums import (
    JAILS_OWN,
    NOTHING,
    FieldClass,
    Purpose,
    Role,
    Standing,
)
from access.law import Law
from access.policy import BookingFacts, ViewerFacts
from access.selectors.facts import (
    account_facts,
    law_by_hash,
    law_in_force,
    viewer_facts,
)
from access.selectors.held_then import Source, as_of, held_for

# The keys of ``facts.FACTS`` that a decision needs; ``trained_at`` on the law of then.
_CAPACITIES = f"""
WITH agreed AS (SELECT agency_id, max(ends_at) AS ends_at
  FROM {as_of("access_historicalagreement")} a GROUP BY agency_id),
detailed AS (SELECT DISTINCT unit_id FROM {as_of("access_historicalmissiondetail")} d
  WHERE starts_at <= %(at)s AND (ends_at IS NULL OR %(at)s < ends_at))
SELECT a.id AS account_id, a.display_name, a.opened_at, a.joined_at, a.reopened_at,
  a.last_sign_in_at, a.suspended_at, a.expires_at, a.review_due_at,
  m.id AS membership_id, m.roles, m.starts_at, u.id AS unit_id, u.name AS unit_name,
  u.group_id AS unit_group_id, u.mission, detailed.unit_id IS NOT NULL AS is_detailed,
  g.name AS agency_name, g.group_id AS agency_group_id, g.enforces_immigration_law,
  least(u.closed_at, g.closed_at) AS closed_at, agreed.ends_at AS agreement_ends_at,
  (SELECT max(t.completed_at) FROM access_training t WHERE t.account_id = a.id
   AND t.law_id = %(law)s AND t.completed_at <= %(at)s) AS trained_at
FROM {as_of("access_historicalmembership")} m
JOIN {as_of("access_historicalunit")} u ON u.id = m.unit_id
JOIN {as_of("access_historicalagency")} g ON g.id = u.agency_id
LEFT JOIN agreed ON agreed.agency_id = g.id
LEFT JOIN detailed ON detailed.unit_id = u.id
CROSS JOIN LATERAL (SELECT * FROM access_historicalaccount h
  WHERE h.id = m.account_id AND h.history_date <= %(at)s
  ORDER BY h.history_date DESC, h.history_id DESC LIMIT 1) a
WHERE m.starts_at <= %(at)s AND (m.ends_at IS NULL OR %(at)s < m.ends_at)
  AND a.history_type <> '-' AND a.is_active AND NOT a.is_drill
  AND (%(account)s::bigint IS NULL OR m.account_id = %(account)s)
  AND (%(principals)s::bigint[] IS NULL
    OR ARRAY[m.id, -u.group_id, -g.group_id]::bigint[] && %(principals)s::bigint[])
ORDER BY g.name, u.name, a.display_name, m.id"""


@dataclass(frozen=True, slots=True)
class Capacity:
    """An account in a unit, as it stood. ``since``: when the capacity, the account's
    joining and its last reopening had all begun.
    """

    account_id: int
    name: str
    membership_id: int
    unit_id: int
    unit: str
    agency: str
    facts: ViewerFacts
    principals: tuple[int, ...]
    since: datetime

    @property
    def standing(self) -> Standing:
        return self.facts.standing

    @property
    def lapses_close(self) -> bool:
        return self.facts.mission not in JAILS_OWN


@dataclass(frozen=True, slots=True)
class Path:
    """What one source opens past the register, and by which rules of the law."""

    source: Source
    classes: FieldClass
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """What somebody may see of a booking: for any of these purposes, by these paths."""

    classes: FieldClass = NOTHING
    purposes: tuple[Purpose, ...] = ()
    paths: tuple[Path, ...] = ()

    @property
    def since(self) -> datetime:
        """When the first of its paths had begun."""
        return min(path.source.starts_at for path in self.paths)


class Then:
    """One instant: its law, and the decisions made of it so far."""

    def __init__(self, at: datetime):
        self.at = at
        self.law, self.law_id = law_in_force(at)
        self._reaches: dict[tuple, Reach] = {}
        self._answers: dict[tuple, Answers] = {}

    def reach(
        self, capacity: Capacity, booking: BookingFacts, sources: Iterable[Source]
    ) -> Reach:
        """What a capacity could see by what it held, and by which paths."""
        return self.opened(capacity.facts, booking, self.live(capacity, sources))

    def by_purpose(
        self, capacity: Capacity, booking: BookingFacts, sources: Iterable[Source]
    ) -> list[Reach]:
        """The same, told apart by what each purpose opens: those that open alike are
        one.
        """
        live = self.live(capacity, sources)
        alike: dict[tuple, list[Purpose]] = defaultdict(list)
        for purpose in Purpose:
            reach = self._decided(capacity.facts, booking, live, (purpose,))
            if reach.classes:
                alike[reach.classes, reach.paths].append(purpose)
        return [
            Reach(classes, tuple(purposes), paths)
            for (classes, paths), purposes in alike.items()
        ]

    def classes(
        self, capacity: Capacity, booking: BookingFacts, sources: Iterable[Source]
    ) -> FieldClass:
        """Of the same answer the classes alone, for one of very many bookings."""
        live = self.live(capacity, sources)
        return _united(self._by_purpose(capacity.facts, booking, live))

    def opened(
        self, viewer: ViewerFacts, booking: BookingFacts, sources: tuple[Source, ...]
    ) -> Reach:
        """The rule's answer for every purpose; the sources are taken as live."""
        key = (viewer, booking, sources)
        if key not in self._reaches:
            self._reaches[key] = self._decided(*key, tuple(Purpose))
        return self._reaches[key]

    def live(self, capacity: Capacity, sources: Iterable[Source]) -> tuple[Source, ...]:
        """An agreement whose end has passed still opens for the jail's own (law 14)."""
        return tuple(
            source
            for source in sources
            if self.at < source.ends_at
            or not (source.grant_id or capacity.lapses_close)
        )

    def _decided(
        self,
        viewer: ViewerFacts,
        booking: BookingFacts,
        sources: tuple[Source, ...],
        asked_for: tuple[Purpose, ...],
    ) -> Reach:
        every = self._by_purpose(viewer, booking, sources)
        answers = {p: beyond for p, beyond in every.items() if p in asked_for}
        opened: dict[Source, tuple[FieldClass, dict]] = {}
        for purpose, beyond in answers.items():
            terms = self.terms(viewer, purpose, booking)
            for source in sources:
                opening = terms.opens.get(source.basis, policy.Opening())
                own = opening.classes & source.classes & beyond
                if own and source.serves(purpose):
                    before, rules = opened.get(source, (NOTHING, {}))
                    opened[source] = (
                        before | own,
                        rules | dict.fromkeys(opening.rules),
                    )
        return Reach(
            _united(answers),
            tuple(answers),
            tuple(
                Path(source, found, tuple(rules))
                for source, (found, rules) in opened.items()
            ),
        )

    def _by_purpose(
        self, viewer: ViewerFacts, booking: BookingFacts, sources: tuple[Source, ...]
    ) -> "Answers":
        """What is open past the register, for each purpose that opens something. Two
        grants that open alike are answered once.
        """
        alike = frozenset((s.basis, s.classes, s.purposes) for s in sources)
        key = (viewer, booking, alike)
        if key not in self._answers:
            self._answers[key] = {
                purpose: beyond
                for purpose in Purpose
                if (beyond := self._beyond(viewer, purpose, booking, sources))
            }
        return self._answers[key]

    def _beyond(
        self,
        viewer: ViewerFacts,
        purpose: Purpose,
        booking: BookingFacts,
        sources: tuple[Source, ...],
    ) -> FieldClass:
        terms = self.terms(viewer, purpose, booking)
        held = held_for(purpose, sources)
        return policy.resolve(terms, held).allowed & ~terms.register.classes

    def terms(
        self, viewer: ViewerFacts, purpose: Purpose | None, booking: BookingFacts
    ) -> policy.Terms:
        return _terms(self.law and self.law.sha256, viewer, purpose, booking)


Answers = dict[Purpose, FieldClass]


def _united(answers: Answers) -> FieldClass:
    return reduce(or_, answers.values(), NOTHING)


@lru_cache(maxsize=4096)
def _terms(sha256: str | None, *asked) -> policy.Terms:
    """Safe to keep: the hash is of the law's very words."""
    return policy.terms(law_by_hash(sha256) if sha256 else None, *asked)


def capacities_as_of(
    then: Then,
    *,
    account_id: int | None = None,
    principals: Collection[int] | None = None,
) -> list[Capacity]:
    """Who worked where at that instant: of one account, or of whoever is one of these
    principals (a membership's key, or minus a group's).
    """
    asked = {
        "at": then.at,
        "law": then.law_id,
        "account": account_id,
        "principals": None if principals is None else list(principals),
    }
    with connection.cursor() as cursor:
        cursor.execute(_CAPACITIES, asked)
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [_capacity(row, then.law, then.at) for row in rows]


def _capacity(row: dict, law: Law | None, at: datetime) -> Capacity:
    row["roles"] = [role for role in row["roles"] if role in set(Role)]
    standing = standings.standing(account_facts(row, viewer_facts(row), law), at)
    return Capacity(
        account_id=row["account_id"],
        name=row["display_name"],
        membership_id=row["membership_id"],
        unit_id=row["unit_id"],
        unit=row["unit_name"],
        agency=row["agency_name"],
        facts=viewer_facts(row, standing),
        principals=(
            row["membership_id"],
            -row["unit_group_id"],
            -row["agency_group_id"],
        ),
        since=max(
            filter(None, (row["starts_at"], row["joined_at"], row["reopened_at"]))
        ),
    )
