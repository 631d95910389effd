"""The gate: everything that shows a person's data goes through one statement here.

The statement reads again who asks and what they hold, meets it with the terms
of the law (``policy.terms``), writes the view events, and returns only what the
events say: no event, no row. It holds no rule of its own.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connection
from psycopg2.extras import Json

from access import prepared
from access.enums import NOTHING, FieldClass
from access.statements import (
    ALLOWANCE,
    DECIDED,
    EVENT_COLUMNS,
    EVENT_VALUES,
    HEAD,
    OWN_ROW,
    SHAPE,
    VISIBLE,
    WEIGHED,
    terms_params,
)
from access.viewer import Viewer
from audit.enums import ViewKind
from audit.shapes import Shape

__all__ = [
    "OWN_ROW",
    "VISIBLE",
    "Candidates",
    "Column",
    "NotRecorded",
    "Page",
    "Shown",
    "ShownRows",
    "ceiling_reached",
    "open_one",
    "show_many",
    "show_register",
]


class NotRecorded(Exception):
    """The view events could not be written; nothing may be shown (503)."""


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a page: its path, its SQL over the page's joins, its class.

    ``is_json``: the SQL gives jsonb, which Django leaves as text.
    """

    path: str
    sql: str
    field_class: FieldClass
    is_json: bool = False

    def read(self, value):
        return json.loads(value) if self.is_json and value is not None else value


@dataclass(frozen=True, slots=True)
class Page:
    """What one version of a page can show: columns, and the joins they need.

    The joins start from ``shown`` (booking_id, classes).
    """

    shape: Shape
    columns: tuple[Column, ...]
    joins: str


@dataclass(frozen=True, slots=True)
class Candidates:
    """SQL for the bookings a page asks about: booking_id, person_id, facility_id,
    is_juvenile, is_sealed, rank. It may use the statement's own ``live`` and
    ``reach`` (kinds of booking at a facility where standing access suffices), and
    the conditions OWN_ROW and VISIBLE for what comes by grants.

    ``needs``: classes without which a booking does not belong on the page.
    ``row_needs``: the same of one row, as SQL over ``candidate``.
    ``depends_on_values``: a prefix or a date decides which index is best, so that
    the statement is planned anew each time.
    """

    sql: str
    params: dict
    needs: FieldClass = FieldClass.REFERENCE
    limit: int = 50
    row_needs: str = "0"
    depends_on_values: bool = False


class Shown:
    """What the viewer was shown of one booking: permitted fields exist, others do not.

    ``withheld``: what the law opens and the account's ceiling of today does not;
    ``ceiling`` is that number of people, or 0.
    """

    __slots__ = (
        *("_values", "booking_id", "ceiling", "classes"),
        *("event_id", "shown_at", "withheld"),
    )

    def __init__(
        self, booking_id: UUID, classes: int, event_id: int, shown_at: datetime, values
    ):
        self.booking_id = booking_id
        self.classes = FieldClass(classes)
        self.event_id = event_id
        self.shown_at = shown_at
        self.withheld = NOTHING
        self.ceiling = 0
        self._values = values

    def __getitem__(self, path: str):
        return self._values[path]

    def __contains__(self, path: str) -> bool:
        return path in self._values

    def get(self, path: str, default=None):
        return self._values.get(path, default)

    def allows(self, field_class: FieldClass) -> bool:
        return field_class in self.classes


class ShownRows(list[Shown]):
    """The rows of a page. ``ceiling``: 0, or the number of people a day at which the
    account's ceiling has cut this page.
    """

    def __init__(self, rows: Iterable[Shown] = (), *, ceiling: int = 0):
        super().__init__(rows)
        self.ceiling = ceiling


def _is_counted(viewer: Viewer) -> bool:
    """Whether a ceiling holds this viewer: an account from outside, never the jail's
    own custody and health staff (law 14).
    """
    return viewer.is_signed_in and viewer.lapses_close


# What an event says of the ceiling: that it counts, or that it is a refusal for it.
_COUNTED = """CASE WHEN {row}.mask & %(shape_classes)s & ~{row}.register <> 0
    THEN '{{"counted": true}}' ELSE '{{}}' END::jsonb"""
_CEILING = "jsonb_build_object('reason', 'ceiling', 'ceiling', allowance.ceiling"


def open_one(
    viewer: Viewer,
    page: Page,
    booking_id: UUID,
    source: str,
    kind: ViewKind = ViewKind.OPENED,
    **params,
) -> Shown | None:
    """Open one booking, or record the refusal. None is all a refusal says.

    ``source``: SQL of the candidate, as in ``Candidates.sql``, over
    ``%(booking)s``. A booking that never existed leaves the same trace and gives
    the same answer as one that may not be known of. ``params``: what the page's
    own columns ask for by name.
    """
    candidates = Candidates(source, {"booking": booking_id, **params}, limit=1)
    candidate = f"{HEAD}, candidate AS MATERIALIZED ({source}){DECIDED}"
    if not _is_counted(viewer):
        sql = f"""{candidate}{_answer("decided", "'{}'::jsonb")}
        SELECT {select(page)}, 0, 0 FROM shown {page.joins} WHERE shown.classes <> 0"""
    else:
        detail = f"""CASE WHEN a.withheld <> 0 AND a.mask & %(shape_classes)s = 0
          THEN (SELECT {_CEILING}) FROM allowance) ELSE {_COUNTED.format(row="a")} END"""
        sql = f"""{candidate}{ALLOWANCE},
        chosen AS MATERIALIZED (SELECT * FROM decided){WEIGHED}{_answer("weighed", detail)},
        refused AS (
          INSERT INTO audit_viewevent ({EVENT_COLUMNS})
          SELECT clock.at, 'refused', {EVENT_VALUES}, a.booking_id, a.person_id,
            a.facility_id, s.id, 0, '', '', {_CEILING})
          FROM (SELECT jail_now() AS at OFFSET 0) clock CROSS JOIN answer a
          CROSS JOIN allowance {SHAPE}
          WHERE a.withheld <> 0 AND a.mask & %(shape_classes)s <> 0)
        SELECT {select(page)}, answer.withheld,
          CASE WHEN answer.withheld <> 0 THEN allowance.ceiling ELSE 0 END
        FROM shown JOIN answer ON answer.booking_id = shown.booking_id
        CROSS JOIN allowance {page.joins} WHERE shown.classes <> 0"""
    rows = run(viewer, page, sql, candidates, kind)
    return rows[0] if rows else None


def _answer(source: str, detail: str) -> str:
    """What is decided of the one booking that was asked for, and its event."""
    extra = ", coalesce(d.withheld, 0) AS withheld, d.register"
    return f""",
    answer AS MATERIALIZED (
      SELECT asked.booking_id, d.person_id, d.facility_id, coalesce(d.mask, 0) AS mask,
        coalesce(d.basis, '') AS basis, coalesce(d.rules, '') AS rules
        {extra if source == "weighed" else ""}
      FROM (SELECT %(booking)s::uuid AS booking_id) asked
      LEFT JOIN {source} d USING (booking_id)),
    shown AS (
      INSERT INTO audit_viewevent ({EVENT_COLUMNS})
      SELECT clock.at,
        CASE WHEN a.mask & %(shape_classes)s <> 0 THEN %(kind)s ELSE 'refused' END,
        {EVENT_VALUES}, a.booking_id, a.person_id, a.facility_id, s.id,
        CASE WHEN a.mask & %(shape_classes)s <> 0 THEN a.mask ELSE 0 END,
        a.basis, a.rules, {detail}
      FROM (SELECT jail_now() AS at OFFSET 0) clock CROSS JOIN answer a {SHAPE}
      RETURNING id, occurred_at, booking_id, classes)"""


def show_many(
    viewer: Viewer, page: Page, candidates: Candidates, kind: ViewKind, *, search=None
) -> ShownRows:
    """Show the candidates this viewer may be shown, an event for each.

    ``search``: kinds of terms and keyed digests; then the search itself is
    recorded too, with its count, also when it finds nothing.
    """
    lawful = """SELECT * FROM decided WHERE mask & %(needs)s = %(needs)s
        AND mask & %(shape_classes)s <> 0 ORDER BY rank LIMIT %(limit)s"""
    candidate = f"{HEAD}, candidate AS MATERIALIZED ({candidates.sql}){DECIDED}"
    searched = "" if search is None else _SEARCHED
    rows = f"shown JOIN page ON page.booking_id = shown.booking_id {page.joins}"
    if not _is_counted(viewer):
        sql = f"""{candidate},
        page AS MATERIALIZED ({lawful}){_rows("'{}'::jsonb")}{searched}
        SELECT {select(page)}, 0, 0 FROM {rows} ORDER BY page.rank"""
    else:
        sql = f"""{candidate}{ALLOWANCE},
        chosen AS MATERIALIZED ({lawful}){WEIGHED},
        page AS MATERIALIZED (
          SELECT weighed.* FROM weighed JOIN candidate USING (booking_id)
          CROSS JOIN LATERAL (SELECT %(needs)s | {candidates.row_needs} AS needs) row
          WHERE mask & row.needs = row.needs AND mask & %(shape_classes)s <> 0){_rows(_COUNTED.format(row="p"))},
        cut AS MATERIALIZED (
          SELECT count(*) AS bookings FROM weighed WHERE withheld <> 0),
        refused AS (
          INSERT INTO audit_viewevent ({EVENT_COLUMNS})
          SELECT live.at, 'refused', {EVENT_VALUES}, NULL, NULL, NULL, s.id, 0, '', '',
            {_CEILING}, 'bookings', cut.bookings)
          FROM live CROSS JOIN cut CROSS JOIN allowance {SHAPE}
          WHERE cut.bookings <> 0){searched}
        SELECT {select(page)}, coalesce(page.withheld, 0),
          CASE WHEN cut.bookings <> 0 OR allowance.remaining = 0
            THEN allowance.ceiling ELSE 0 END
        FROM cut CROSS JOIN allowance LEFT JOIN ({rows}) ON true ORDER BY page.rank"""
    extra = {} if search is None else {"search": Json(search)}
    return run(viewer, page, sql, candidates, kind, **extra)


def _rows(detail: str) -> str:
    """The events of a page's rows."""
    return f""",
    shown AS (
      INSERT INTO audit_viewevent ({EVENT_COLUMNS})
      SELECT live.at, %(kind)s, {EVENT_VALUES}, p.booking_id, p.person_id,
        p.facility_id, s.id, p.mask, p.basis, p.rules, {detail}
      FROM live CROSS JOIN page p {SHAPE}
      RETURNING id, occurred_at, booking_id, classes)"""


_SEARCHED = f""",
    searched AS (
      INSERT INTO audit_viewevent ({EVENT_COLUMNS})
      SELECT clock.at, 'searched', {EVENT_VALUES}, NULL, NULL, NULL, s.id, 0, '', '',
        %(search)s::jsonb || jsonb_build_object('found', (SELECT count(*) FROM shown))
      FROM (SELECT jail_now() AS at OFFSET 0) clock {SHAPE} RETURNING id)"""


def show_register(
    viewer: Viewer, page: Page, candidates: Candidates, detail: dict
) -> ShownRows:
    """Show a page of the public register: one event for the page, without address."""
    sql = f"""{HEAD}, candidate AS MATERIALIZED (
      {candidates.sql}){DECIDED},
    page AS MATERIALIZED (
      SELECT * FROM decided WHERE mask & %(shape_classes)s <> 0
      ORDER BY rank LIMIT %(limit)s),
    event AS (
      INSERT INTO audit_viewevent ({EVENT_COLUMNS})
      SELECT live.at, %(kind)s, {EVENT_VALUES}, NULL, NULL, NULL, s.id,
        %(shape_classes)s, 'register', '',
        %(search)s::jsonb || jsonb_build_object('shown', (SELECT count(*) FROM page))
      FROM live {SHAPE} RETURNING id, occurred_at, classes),
    shown AS (SELECT event.id, event.occurred_at, page.booking_id, event.classes
      FROM event CROSS JOIN page)
    SELECT {select(page)}, 0, 0 FROM shown
    JOIN page ON page.booking_id = shown.booking_id {page.joins} ORDER BY page.rank"""
    return run(viewer, page, sql, candidates, ViewKind.REGISTER, search=Json(detail))


def ceiling_reached(viewer: Viewer) -> int:
    """The ceiling of this account if it is reached now, or 0. It is about the account
    alone: the same for a booking that may not be known of and for none at all.
    """
    if not _is_counted(viewer):
        return 0
    sql = f"{HEAD}{ALLOWANCE} SELECT ceiling FROM allowance WHERE remaining = 0"
    params = {**viewer_params(viewer), **terms_params(viewer), "needs": 0, "shape": 0}
    with connection.cursor() as cursor:
        prepared.execute(cursor, sql, params)
        row = cursor.fetchone()
    return row[0] if row else 0


def select(page: Page) -> str:
    columns = [
        f"CASE WHEN shown.classes & {int(c.field_class)} = {int(c.field_class)}"
        f" THEN {c.sql} END"
        for c in page.columns
    ]
    return ", ".join(
        ["shown.booking_id", "shown.classes", "shown.id", "shown.occurred_at", *columns]
    )


def run(
    viewer: Viewer,
    page: Page,
    sql: str,
    candidates: Candidates,
    kind: ViewKind,
    **extra,
) -> ShownRows:
    params = {
        **candidates.params,
        **extra,
        **viewer_params(viewer),
        **terms_params(viewer),
        "needs": int(candidates.needs),
        "limit": candidates.limit,
        "kind": kind,
        "shape": page.shape.id,
        "shape_classes": page.shape.classes,
    }
    try:
        with connection.cursor() as cursor:
            if candidates.depends_on_values:
                cursor.execute(sql, params)
            else:
                prepared.execute(cursor, sql, params)
            rows = cursor.fetchall()
    except DatabaseError as error:
        raise NotRecorded from error
    return ShownRows(
        (_shown(page, row) for row in rows if row[0] is not None),
        ceiling=max((row[-1] for row in rows), default=0),
    )


def _shown(page: Page, row: Sequence) -> Shown:
    booking_id, classes, event_id, at, *values, withheld, ceiling = row
    shown = Shown(booking_id, classes, event_id, at, _permitted(page, classes, values))
    if withheld:
        shown.withheld, shown.ceiling = FieldClass(withheld), ceiling
    return shown


def _permitted(page: Page, classes: int, values: Sequence) -> dict:
    """Only what the event says was shown, whatever the row carried."""
    return {
        column.path: column.read(value)
        for column, value in zip(page.columns, values, strict=True)
        if column.field_class & classes == column.field_class
    }


def viewer_params(viewer: Viewer) -> dict:
    return {
        "fingerprint": viewer.fingerprint,
        "until": viewer.next_change_at,
        "groups": viewer.groups,
        "principals": viewer.principals,
        "lapses_close": viewer.lapses_close,
        "request": viewer.request_id,
        "account": viewer.account_id,
        "membership": viewer.membership_id,
        "session": viewer.session_id,
        "unit": viewer.unit_id,
        "agency": viewer.agency_id,
        "mission": viewer.mission or "",
        "in_department": viewer.facts.in_immigration_department,
        "purpose": viewer.purpose or "",
        "law": viewer.law_id,
        "zone": settings.TIME_ZONE,
    }
