"""Who was shown what: reading the view history, of one booking or of one account.

What is read here are events, not records: who looked, when, on what basis, at which
fields. Of a booking they are read after the gate has shown it. An account's events
say what it did; whom they are about is for ``names`` to say, through the gate.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection

from access.acts import Act
from access.enums import FieldClass
from access.gate import Candidates, ShownRows, show_many
from access.models import Account
from access.viewer import Viewer
from audit.enums import ViewKind
from audit.models import ActEvent
from bookings import pages

PAGE = 50
FILE_PAGE = 500
# What is counted is bounded: a page must not read ten years of a busy desk.
COUNTED = 100_000

# To have been opened is one thing, to have come up in a list another.
GROUPS: dict[str, tuple[ViewKind, ...]] = {
    "opened": (ViewKind.OPENED, ViewKind.PRINTED, ViewKind.EXPORTED),
    "listed": (ViewKind.LISTED, ViewKind.FOUND, ViewKind.SUGGESTED),
    "refused": (ViewKind.REFUSED,),
    "searched": (ViewKind.SEARCHED, ViewKind.REGISTER),
    "signed_in": (ViewKind.SIGNED_IN,),
}
GROUP_OF = {kind.value: group for group, kinds in GROUPS.items() for kind in kinds}
# Days; 0 is everything there is.
PERIODS = (1, 7, 30, 90, 365, 0)
_ORIGIN = re.compile(r"live|log_[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the next page begins: before this event, newest first."""

    at: datetime
    event_id: int
    origin: str

    @property
    def text(self) -> str:
        return f"{self.at.isoformat()}_{self.event_id}_{self.origin}"

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """Read a place from an address; anything else begins at the newest."""
        try:
            at, event_id, origin = text.split("_", 2)
            moment, number = datetime.fromisoformat(at), int(event_id)
            whole = moment.tzinfo is not None and 0 <= number < 2**63
            if whole and _ORIGIN.fullmatch(origin):
                # PostgreSQL takes fewer offsets than Python: it is given none.
                return cls(moment.astimezone(UTC), number, origin)
        except (ValueError, OverflowError):
            pass
        return None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events: of a booking or of an account, of which kinds, since when."""

    booking_id: UUID | None = None
    person_id: UUID | None = None
    account_id: int | None = None
    group: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: Place | None = None

    def params(self) -> dict:
        before = self.before
        return {
            "booking": self.booking_id,
            "person": self.person_id,
            "account": self.account_id,
            "kinds": [kind.value for kind in GROUPS.get(self.group, ())],
            "since": self.since,
            "until": self.until,
            "before_at": before and before.at,
            "before_id": before and before.event_id,
            "before_origin": before and before.origin,
        }

    def conditions(self) -> str:
        """Only those that are asked for: one that may be empty could use no index."""
        asked = {
            "e.account_id = %(account)s": self.account_id is not None,
            "e.kind = ANY(%(kinds)s)": self.group,
            "e.occurred_at >= %(since)s": self.since,
            "e.occurred_at <= %(until)s": self.until,
            "(e.occurred_at, e.id, e.origin)"
            " < (%(before_at)s, %(before_id)s, %(before_origin)s)": self.before,
        }
        return " AND ".join(sql for sql, wanted in asked.items() if wanted) or "true"

    def arms(self) -> list[str]:
        """A refusal names a booking and no person: it has an index of its own."""
        if self.booking_id is None:
            return ["true"]
        return [
            "e.person_id = %(person)s AND e.booking_id = %(booking)s",
            "e.person_id IS NULL AND e.booking_id = %(booking)s",
        ]


@dataclass(frozen=True, slots=True)
class Showing:
    """One event, with the names of whoever and whatever it points to."""

    origin: str
    at: datetime
    event_id: int
    kind: str
    account_id: int | None
    account_name: str | None
    unit_name: str | None
    agency_name: str | None
    purpose: str
    basis: str
    classes: int
    fields: dict | None
    law_title: str | None
    booking_id: UUID | None
    detail: dict

    @property
    def place(self) -> Place:
        return Place(self.at, self.event_id, self.origin)


_NEWEST = "ORDER BY e.occurred_at DESC, e.id DESC, e.origin DESC LIMIT %(limit)s"
_NAMED = """
SELECT e.origin, e.occurred_at, e.id, e.kind, e.account_id, a.display_name, u.name,
  g.name, e.purpose, e.basis, e.classes, s.fields, l.title, e.booking_id, e.detail
FROM ({events}) e
LEFT JOIN access_account a ON a.id = e.account_id
LEFT JOIN access_unit u ON u.id = e.unit_id
LEFT JOIN access_agency g ON g.id = e.agency_id
LEFT JOIN audit_registeredshape s ON s.id = e.shape_id
LEFT JOIN access_lawversion l ON l.id = e.law_id
ORDER BY e.occurred_at DESC, e.id DESC, e.origin DESC LIMIT %(limit)s"""


def showings(wanted: Wanted, *, limit: int = PAGE) -> list[Showing]:
    """The newest events that are wanted, one page. Unit and agency are those that the
    viewer had when it was shown.
    """
    events = " UNION ALL ".join(
        f"(SELECT e.* FROM audit_viewevent e WHERE {arm} AND {wanted.conditions()}"
        f" {_NEWEST})"
        for arm in wanted.arms()
    )
    rows = _rows(_NAMED.format(events=events), {**wanted.params(), "limit": limit})
    return [_showing(row) for row in rows]


def _showing(row: tuple) -> Showing:
    *head, fields, law_title, booking_id, detail = row
    return Showing(*head, _json(fields), law_title, booking_id, _json(detail) or {})


def _json(value):
    return json.loads(value) if isinstance(value, str) else value


def every_showing(wanted: Wanted) -> Iterator[list[Showing]]:
    """All that are wanted, a page at a time: no more than a page is ever held."""
    while page := showings(wanted, limit=FILE_PAGE):
        yield page
        if len(page) < FILE_PAGE:
            return
        wanted = replace(wanted, before=page[-1].place)


def number_of(wanted: Wanted) -> int:
    """How many events are wanted, all of them counted."""
    counts = " + ".join(
        f"(SELECT count(*) FROM audit_viewevent e WHERE {arm}"
        f" AND {wanted.conditions()})"
        for arm in wanted.arms()
    )
    return _rows(f"SELECT {counts}", wanted.params())[0][0]


def counts(wanted: Wanted) -> list[tuple[str, int | None, str | None, int]]:
    """Kind, account, its name, and how often, of the newest that are counted."""
    newest = " UNION ALL ".join(
        f"(SELECT e.kind, e.account_id FROM audit_viewevent e"
        f" WHERE {arm} AND {wanted.conditions()} {_NEWEST})"
        for arm in wanted.arms()
    )
    return _rows(
        f"""SELECT e.kind, e.account_id, a.display_name, count(*)
            FROM ({newest}) e LEFT JOIN access_account a ON a.id = e.account_id
            GROUP BY e.kind, e.account_id, a.display_name ORDER BY 3, 1""",
        {**wanted.params(), "limit": COUNTED},
    )


def days(wanted: Wanted) -> list[tuple]:
    """Day (of the jail), kind or None for the whole day, events, the different people
    who count for the ceiling, and the refusals for it; the newest day first.
    """
    return _rows(
        f"""SELECT (e.occurred_at AT TIME ZONE %(zone)s)::date AS day, e.kind, count(*),
              count(DISTINCT e.person_id) FILTER (WHERE e.detail @> '{{"counted": true}}'),
              count(*) FILTER (WHERE e.detail @> '{{"reason": "ceiling"}}')
            FROM (SELECT e.* FROM audit_viewevent e WHERE {wanted.conditions()}
                  {_NEWEST}) e
            GROUP BY GROUPING SETS ((day, e.kind), (day)) ORDER BY day DESC, e.kind""",
        {**wanted.params(), "limit": COUNTED, "zone": settings.TIME_ZONE},
    )


def different(wanted: Wanted) -> tuple[int, int]:
    """How many different people and bookings an account was shown."""
    return _rows(
        f"""SELECT count(DISTINCT e.person_id), count(DISTINCT e.booking_id)
            FROM (SELECT e.* FROM audit_viewevent e WHERE {wanted.conditions()}
                  AND e.kind <> 'refused' {_NEWEST}) e""",
        {**wanted.params(), "limit": COUNTED},
    )[0]


def _rows(sql: str, params: dict) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def account(account_id: int) -> Account | None:
    # An address may hold a number that no key can have.
    return Account.objects.filter(pk=account_id).first() if account_id < 2**63 else None


def sign_ins(account_id: int, since: datetime | None) -> list[ActEvent]:
    """The newest sign-ins of an account, done and refused."""
    found = ActEvent.objects.filter(act=Act.SIGN_IN, account_id=account_id)
    if since is not None:
        found = found.filter(occurred_at__gte=since)
    return list(found.order_by("-occurred_at", "-id")[:PAGE])


def readings(target_kind: str, target_id: object) -> list[tuple]:
    """Who has read this part of the view history: when, and who."""
    return _rows(
        """SELECT e.occurred_at, a.display_name, u.name, e.detail ->> 'as'
           FROM audit_actevent e
           LEFT JOIN access_account a ON a.id = e.account_id
           LEFT JOIN access_unit u ON u.id = e.unit_id
           WHERE e.target_kind = %(kind)s AND e.target_id = %(target)s
             AND e.act = %(act)s AND e.outcome = 'done'
           ORDER BY e.occurred_at DESC, e.id DESC LIMIT 20""",
        {"kind": target_kind, "target": str(target_id), "act": Act.VIEW_SHOWINGS.value},
    )


# A person by every record of theirs: the one that is asked about, and those joined to
# it. What is joined to those in turn is not theirs by that: it may be joined by a record
# that the reader may not know of.
_PEOPLE = """
  SELECT asked.person_id
  UNION ALL SELECT l.other_id FROM bookings_personlink l
    WHERE l.person_id = asked.person_id AND l.ended_at IS NULL
  UNION ALL SELECT l.person_id FROM bookings_personlink l
    WHERE l.other_id = asked.person_id AND l.ended_at IS NULL"""
_OTHER_STAYS = f"""
SELECT b.id AS booking_id, b.person_id, b.facility_id, b.is_juvenile, b.is_sealed,
  row_number() OVER (ORDER BY b.booked_at DESC, b.id DESC) AS rank
FROM bookings_booking asked
CROSS JOIN LATERAL ({_PEOPLE}) same
JOIN bookings_booking b ON b.person_id = same.person_id AND b.id <> asked.id
WHERE asked.id = %(booking)s"""


def other_stays(viewer: Viewer, booking_id: UUID) -> ShownRows:
    """The person's other bookings, on this record and on those that are joined to it,
    of those that this viewer may know of: each passes the gate by itself.
    """
    candidates = Candidates(
        _OTHER_STAYS, {"booking": booking_id}, needs=FieldClass.REGISTER, limit=20
    )
    return show_many(viewer, pages.OTHER_STAYS, candidates, ViewKind.LISTED)


def since(period: int, at: datetime) -> datetime | None:
    """When a period of so many days began; all of it has no beginning."""
    return at - timedelta(days=period) if period else None
