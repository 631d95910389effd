"""A law to come, run over the accounts, sessions and grants of its day, and over what
was shown of late: who would lose what. The pure policy answers for each group that it
cannot tell apart; SQL counts and holds no rule.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import connection

from access import policy
from access.enums import (
    CLASSES,
    EVERYTHING,
    NOTHING,
    Basis,
    FieldClass,
    Mission,
    Purpose,
    Role,
)
from access.law import Law
from access.policy import ViewerFacts
from access.selectors import effective_mission
from compliance import rules
from compliance.selectors import own_history
from compliance.selectors.exposure import Period, Span

LOOKED_BACK = timedelta(days=90)

# Everybody who could sign in at an instant if the law let them, by what the rule asks.
_ALIKE = """
SELECT u.id, u.name, g.name, u.mission, EXISTS (SELECT FROM access_missiondetail d
    WHERE d.unit_id = u.id AND d.starts_at <= %(at)s
      AND (d.ends_at IS NULL OR %(at)s < d.ends_at)),
  g.enforces_immigration_law, m.roles, {counted}
FROM access_membership m JOIN access_account a ON a.id = m.account_id
JOIN access_unit u ON u.id = m.unit_id JOIN access_agency g ON g.id = u.agency_id
{joined}
WHERE a.is_active AND NOT a.is_drill
  AND (a.suspended_at IS NULL OR %(at)s < a.suspended_at)
  AND (a.expires_at IS NULL OR %(at)s < a.expires_at)
  AND (least(u.closed_at, g.closed_at) IS NULL
    OR %(at)s < least(u.closed_at, g.closed_at))
  AND m.starts_at <= %(at)s AND (m.ends_at IS NULL OR %(at)s < m.ends_at)
GROUP BY 1, 2, 3, 4, 5, 6, 7 {grouped} ORDER BY 3, 2, 1"""
_ACCOUNTS = _ALIKE.format(
    counted="array_agg(a.id ORDER BY a.id), array_agg(m.id)", joined="", grouped=""
)
_GRANTS = _ALIKE.format(
    counted="r.basis, r.classes, count(DISTINCT r.grant_id), count(DISTINCT r.booking_id)",
    joined="JOIN access_accessrow r ON r.principal = m.id AND r.ends_at > %(at)s",
    grouped=", r.basis, r.classes",
)
_SESSIONS = """
SELECT count(*) FROM access_accountsession
WHERE membership_id = ANY(%(memberships)s) AND ended_at IS NULL AND ends_at > %(now)s"""
_TRAINED = """
SELECT count(DISTINCT account_id) FROM access_training
WHERE law_id = %(law)s AND account_id = ANY(%(accounts)s)"""
_EVENTS = own_history.GROUPED.format(
    counted="count(*), array_agg(DISTINCT e.person_id)"
)


@dataclass(frozen=True, slots=True)
class Alike:
    """People of one unit whom the rule cannot tell apart, and what was counted."""

    unit_id: int
    unit_name: str
    agency_name: str
    viewer: ViewerFacts
    counted: tuple


@dataclass(frozen=True, slots=True)
class Closing:
    """People of one unit whom the law to come forbids, and the law before it does not;
    or the other way round.
    """

    unit_name: str
    agency_name: str
    accounts: frozenset[int]
    memberships: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LostGrants:
    """Grants that last beyond the instant, and that the law would no longer allow."""

    basis: Basis
    classes: FieldClass
    grants: int
    bookings: int


@dataclass(frozen=True, slots=True)
class RefusedShowings:
    """What one unit was shown of late of one class, and would not be under the law to
    come; with the sections that say so.
    """

    unit_id: int | None
    mission: str
    field_class: FieldClass
    citations: tuple[str, ...]
    events: int
    persons: frozenset


def _alike(sql: str, at: datetime) -> Iterator[Alike]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"at": at})
        for row in cursor.fetchall():
            unit_id, unit_name, agency_name, mission, is_detailed, enforces, roles = (
                row[:7]
            )
            viewer = ViewerFacts(
                mission=effective_mission(mission, is_detailed=is_detailed),
                roles=frozenset(map(Role, roles)),
                in_immigration_department=enforces,
                detailed_from=Mission(mission) if is_detailed else None,
            )
            yield Alike(unit_id, unit_name, agency_name, viewer, row[7:])


def everybody(at: datetime) -> list[Alike]:
    """All who could sign in then if the law let them; ``counted``: accounts and
    capacities.
    """
    return list(_alike(_ACCOUNTS, at))


def closing(before: Law | None, after: Law, people: list[Alike]) -> list[Closing]:
    """Unit by unit, whom the second law forbids and the first does not."""
    found: dict[int, Closing] = {}
    for alike in people:
        was, will = (policy.is_forbidden(law, alike.viewer) for law in (before, after))
        if was or not will:
            continue
        accounts, memberships = alike.counted
        known = found.get(alike.unit_id)
        found[alike.unit_id] = Closing(
            alike.unit_name,
            alike.agency_name,
            frozenset(accounts) | (known.accounts if known else frozenset()),
            tuple(memberships) + (known.memberships if known else ()),
        )
    return list(found.values())


def open_sessions(closings: list[Closing], now: datetime) -> int:
    """Sessions open now of those who are about to be closed."""
    keys = [key for closing in closings for key in closing.memberships]
    return _count(_SESSIONS, {"memberships": keys, "now": now})


def trained(law_id: int | None, people: list[Alike]) -> tuple[int, int]:
    """How many of how many accounts have had the training on a law."""
    accounts = {account for alike in people for account in alike.counted[0]}
    done = _count(_TRAINED, {"law": law_id, "accounts": list(accounts)})
    return done, len(accounts)


def _count(sql: str, values: dict) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]


def lost_grants(before: Law | None, after: Law, at: datetime) -> list[LostGrants]:
    """Grants live beyond an instant, by basis and by the classes that they would lose."""
    found: dict[tuple[Basis, FieldClass], list[int]] = {}
    for alike in _alike(_GRANTS, at):
        word, mask, grants, bookings = alike.counted
        basis = Basis(word)
        had, has = (_on_basis(law, alike.viewer, basis) for law in (before, after))
        lost = FieldClass(mask) & had & ~has
        if lost:
            counts = found.setdefault((basis, lost), [0, 0])
            counts[0] += grants
            counts[1] += bookings
    return [LostGrants(*key, *counts) for key, counts in sorted(found.items())]


def _on_basis(law: Law | None, viewer: ViewerFacts, basis: Basis) -> FieldClass:
    """What a law opens on a basis, whatever the purpose and the kind of booking."""
    allowed = NOTHING
    for purpose in Purpose:
        for booking in rules.KINDS_OF_BOOKING:
            held = {basis: EVERYTHING}
            allowed |= policy.decide(law, viewer, purpose, booking, held).allowed
    return allowed


def refused_showings(law: Law, since: datetime, now: datetime) -> list[RefusedShowings]:
    """What was shown since an instant, decided again as if this law had been in force:
    the surplus, by unit and class.
    """
    span = Span(since, now, None, law)
    found: dict[tuple, RefusedShowings] = {}
    for alike, events, persons in own_history.groups(
        _EVENTS, Period(since, now), [span]
    ):
        beyond = FieldClass(alike.classes) & ~own_history.allowed(alike, span)
        for field_class in CLASSES:
            if field_class in beyond:
                more = _refused(law, alike, field_class, events, persons)
                known = found.get((alike.unit_id, field_class))
                found[alike.unit_id, field_class] = _together(known, more)
    return list(found.values())


def _refused(law, alike, field_class, events, persons) -> RefusedShowings:
    cited = rules.citations(law, alike.viewer, field_class, NOTHING)
    return RefusedShowings(
        alike.unit_id, alike.mission, field_class, cited, events, frozenset(persons)
    )


def _together(one: RefusedShowings | None, other: RefusedShowings) -> RefusedShowings:
    if one is None:
        return other
    return replace(
        one,
        citations=tuple(dict.fromkeys(one.citations + other.citations)),
        events=one.events + other.events,
        persons=one.persons | other.persons,
    )
