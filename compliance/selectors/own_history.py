"""Our own view history, decided again: was anything shown that the law of that moment
forbade? The same rule answers, on what the event says of its viewer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from access import policy
from access.enums import EVERYTHING, Basis, FieldClass, Mission, Purpose, Role
from access.policy import BookingFacts, ViewerFacts
from audit.shapes import REGISTERED
from compliance import rules
from compliance.selectors.exposure import SHOWING_KINDS, Period, Row, Span, spans

# Events alike in everything the rule asks about are decided once. The roles are those
# that the capacity had then; a page of the public register shows what is public.
GROUPED = """
WITH span AS MATERIALIZED (
  SELECT * FROM unnest(%(number)s::int[], %(begins)s::timestamptz[],
    %(ends)s::timestamptz[]) AS t(number, begins, ends)),
capacity AS MATERIALIZED (
  SELECT id, roles, history_date AS since,
    lead(history_date, 1, 'infinity') OVER (PARTITION BY id
      ORDER BY history_date, history_id) AS until
  FROM access_historicalmembership)
SELECT e.account_id, e.unit_id, e.agency_id, e.mission, e.in_immigration_department,
  e.purpose, e.basis, e.classes, e.shape_id, s.number, c.roles, {counted}
FROM audit_viewevent e
JOIN span s ON e.occurred_at >= s.begins AND e.occurred_at < s.ends
LEFT JOIN capacity c ON c.id = e.membership_id AND e.occurred_at >= c.since
  AND e.occurred_at < c.until
WHERE e.origin = 'live' AND e.occurred_at >= %(since)s AND e.occurred_at < %(until)s
  AND e.booking_id IS NOT NULL AND e.kind = ANY(%(kinds)s) AND e.classes <> 0
  AND (%(agency)s::bigint IS NULL OR e.agency_id = %(agency)s)
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11"""
_ALIKE = GROUPED.format(
    counted="array_agg(DISTINCT e.booking_id), min(e.occurred_at), max(e.occurred_at)"
)

_TOLD = 11  # columns that say what the events of a group have in common

_SIGN_INS = """
SELECT account_id, count(*) FROM audit_actevent
WHERE act = 'account.sign_in' AND outcome = 'done' AND account_id = ANY(%(accounts)s)
  AND occurred_at >= %(since)s AND occurred_at < %(until)s GROUP BY account_id"""

_PROTECTED = (BookingFacts(is_juvenile=True), BookingFacts(is_sealed=True))


@dataclass(frozen=True, slots=True)
class Alike:
    """One group of events: what the rule asks about, and what came of them."""

    account_id: int
    unit_id: int | None
    agency_id: int | None
    mission: str
    in_department: bool
    purpose: str
    basis: str
    classes: int
    shape_id: int
    number: int
    roles: list[str] | None
    bookings: list
    first: datetime
    last: datetime

    @property
    def viewer(self) -> ViewerFacts:
        known = frozenset(Role)
        return ViewerFacts(
            mission=Mission(self.mission) if self.mission else None,
            roles=frozenset(map(Role, self.roles)) if self.roles else known,
            in_immigration_department=self.in_department,
        )


def of_this_system(period: Period) -> Iterator[Row]:
    """What was shown here against the law, account by account."""
    parts = spans(period)
    found = []
    for alike in _alike(period, parts):
        span = parts[alike.number]
        beyond = FieldClass(alike.classes) & ~allowed(alike, span)
        if beyond and span.law is not None:
            found.append((alike, span, beyond))
    sign_ins = _sign_ins(period, {alike.account_id for alike, _, _ in found})
    for alike, span, beyond in found:
        yield _row(alike, span, beyond, sign_ins.pop(alike.account_id, 0))


def _alike(period: Period, parts: list[Span]) -> list[Alike]:
    return [
        Alike(*told, bookings, first, last)
        for told, (bookings, first, last) in _rows(_ALIKE, period, parts)
    ]


def groups(sql: str, period: Period, parts: list[Span]) -> Iterator[tuple]:
    """Each group of events alike, without its bookings, and what ``sql`` (``GROUPED``
    with something to count) has counted of it.
    """
    for told, counted in _rows(sql, period, parts):
        yield Alike(*told, [], period.begins, period.ends), *counted


def _rows(sql: str, period: Period, parts: list[Span]) -> Iterator[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(
            sql,
            {
                "number": list(range(len(parts))),
                "begins": [span.begins for span in parts],
                "ends": [span.ends for span in parts],
                "kinds": [kind.value for kind in SHOWING_KINDS],
                "since": period.begins,
                "until": period.ends,
                "agency": period.agency_id,
            },
        )
        for row in cursor.fetchall():
            yield row[:_TOLD], row[_TOLD:]


def allowed(alike: Alike, span: Span) -> FieldClass:
    """What the law of the moment allows on the bases that the event tells. Only what
    opened the door of a protected booking can have shown it.
    """
    held = {Basis(basis): EVERYTHING for basis in alike.basis.split()}
    is_protected = FieldClass.PROTECTED in FieldClass(alike.classes)
    found = FieldClass(0)
    for booking in _PROTECTED if is_protected else (rules.ORDINARY,):
        decision = policy.decide(
            span.law,
            alike.viewer,
            Purpose(alike.purpose) if alike.purpose else None,
            booking,
            held,
        )
        found |= decision.allowed
    return found


def _sign_ins(period: Period, accounts: set[int]) -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            _SIGN_INS,
            {
                "accounts": list(accounts),
                "since": period.begins,
                "until": period.ends,
            },
        )
        return dict(cursor.fetchall())


def _row(alike: Alike, span: Span, beyond: FieldClass, sign_ins: int) -> Row:
    shape = REGISTERED.get(alike.shape_id)
    open_to = allowed(alike, span)
    return Row(
        alike.account_id,
        None,
        alike.unit_id,
        alike.agency_id,
        alike.mission,
        span,
        beyond,
        rules.citations(span.law, alike.viewer, beyond, open_to),
        sign_ins,
        frozenset(alike.bookings),
        0,
        alike.first,
        alike.last,
        is_imported=False,
        fields=shape.fields_shown(int(beyond)) if shape else frozenset(),
    )
