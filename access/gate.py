"""The gate: everything that shows a person's data goes through one statement here.

The statement reads again who asks and what they hold, meets it with the terms
of the law (``policy.terms``), writes the view events, and returns only what the
events say: no event, no row. It holds no rule of its own.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from uuid import UUID

from django.db import DatabaseError, connection
from psycopg2.extras import Json

from access import policy, prepared
from access.enums import FieldClass
from access.selectors import FACTS
from access.viewer import Viewer
from audit.enums import ViewKind
from audit.shapes import Shape


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
    ``depends_on_values``: a prefix or a date decides which index is best, so that
    the statement is planned anew each time.
    """

    sql: str
    params: dict
    needs: FieldClass = FieldClass.REFERENCE
    limit: int = 50
    depends_on_values: bool = False


class Shown:
    """What the viewer was shown of one booking: permitted fields exist, others do not."""

    __slots__ = ("_values", "booking_id", "classes", "event_id", "shown_at")

    def __init__(
        self, booking_id: UUID, classes: int, event_id: int, shown_at: datetime, values
    ):
        self.booking_id = booking_id
        self.classes = FieldClass(classes)
        self.event_id = event_id
        self.shown_at = shown_at
        self._values = values

    def __getitem__(self, path: str):
        return self._values[path]

    def __contains__(self, path: str) -> bool:
        return path in self._values

    def get(self, path: str, default=None):
        return self._values.get(path, default)

    def allows(self, field_class: FieldClass) -> bool:
        return field_class in self.classes


# Live facts, or no row; terms of the law; what is held.
_HEAD = f"""
WITH live AS MATERIALIZED (
  SELECT f.at FROM ({FACTS}) f
  WHERE f.fingerprint = %(fingerprint)s
    AND (%(until)s::timestamptz IS NULL OR f.at < %(until)s)),
base AS MATERIALIZED (
  SELECT * FROM unnest(%(base_juvenile)s::boolean[], %(base_sealed)s::boolean[],
    %(base_register)s::int[], %(base_door)s::int[], %(base_rules)s::text[])
    AS t(is_juvenile, is_sealed, register, door, rules)),
opens AS MATERIALIZED (
  SELECT * FROM unnest(%(open_juvenile)s::boolean[], %(open_sealed)s::boolean[],
    %(open_source)s::text[], %(open_classes)s::int[], %(open_rules)s::text[])
    AS t(is_juvenile, is_sealed, source, classes, rules)),
permitted AS MATERIALIZED (
  SELECT p.content_object_id AS facility_id, bit_or(p.classes) AS classes
  FROM live JOIN access_facilitypermission p ON p.group_id = ANY(%(groups)s::int[])
    AND p.starts_at <= live.at
  JOIN access_agreement a ON a.id = p.agreement_id AND a.starts_at <= live.at
  WHERE live.at < least(p.ends_at, a.ends_at) OR NOT %(lapses_close)s::boolean
  GROUP BY p.content_object_id),
reach AS MATERIALIZED (
  SELECT p.facility_id, b.is_juvenile, b.is_sealed, reached.mask
  FROM permitted p CROSS JOIN base b
  LEFT JOIN opens o ON o.source = 'standing'
    AND o.is_juvenile = b.is_juvenile AND o.is_sealed = b.is_sealed
  CROSS JOIN LATERAL (
    SELECT b.register | (coalesce(o.classes, 0) & p.classes) AS mask) reached
  WHERE reached.mask <> 0 AND reached.mask & b.door = b.door
    AND reached.mask & %(needs)s = %(needs)s)"""

# Two conditions for candidates that come by grants. OWN_ROW: ``r`` is the first live
# row of ``own.principal`` on its booking. VISIBLE: booking ``b`` may be known of, and
# belongs on the page; what is not shown must take no place on a page (law 4).
OWN_ROW = """r.principal = own.principal
  AND r.starts_at <= live.at AND live.at < r.ends_at
  AND NOT EXISTS (SELECT FROM access_accessrow other
    WHERE other.principal = r.principal AND other.booking_id = r.booking_id
      AND other.grant_id < r.grant_id
      AND other.starts_at <= live.at AND live.at < other.ends_at)"""

VISIBLE = """EXISTS (SELECT FROM base k CROSS JOIN LATERAL (
    SELECT k.register | coalesce(bit_or(o.classes & h.classes), 0) AS mask
    FROM (SELECT 'standing' AS source, p.classes FROM permitted p
          WHERE p.facility_id = b.facility_id
          UNION ALL SELECT g.basis, g.classes FROM access_accessrow g
          WHERE g.booking_id = b.id AND g.principal = ANY(%(principals)s::bigint[])
            AND g.starts_at <= live.at AND live.at < g.ends_at) h
    JOIN opens o ON o.source = h.source
      AND o.is_juvenile = k.is_juvenile AND o.is_sealed = k.is_sealed) known
  WHERE k.is_juvenile = b.is_juvenile AND k.is_sealed = b.is_sealed
    AND known.mask <> 0 AND known.mask & k.door = k.door
    AND known.mask & %(needs)s = %(needs)s)"""

_DECIDED = """,
held AS (
  SELECT c.booking_id, 'standing' AS source, p.classes
  FROM candidate c JOIN permitted p USING (facility_id)
  UNION ALL
  SELECT c.booking_id, r.basis, r.classes
  FROM live CROSS JOIN candidate c JOIN access_accessrow r
    ON r.booking_id = c.booking_id AND r.principal = ANY(%(principals)s::bigint[])
    AND r.starts_at <= live.at AND live.at < r.ends_at),
opened AS (
  SELECT c.booking_id, bit_or(o.classes & h.classes) AS classes,
    string_agg(DISTINCT o.source, ' ') AS basis,
    string_agg(DISTINCT o.rules, ' ') AS rules
  FROM candidate c JOIN held h USING (booking_id)
  JOIN opens o ON o.source = h.source
    AND o.is_juvenile = c.is_juvenile AND o.is_sealed = c.is_sealed
  WHERE o.classes & h.classes <> 0
  GROUP BY c.booking_id),
resolved AS (
  SELECT c.booking_id, c.person_id, c.facility_id, c.rank, b.door,
    b.register | coalesce(o.classes, 0) AS mask,
    concat_ws(' ', CASE WHEN b.register <> 0 THEN 'register' END, o.basis) AS basis,
    concat_ws(' ', nullif(b.rules, ''), o.rules) AS rules
  FROM live CROSS JOIN candidate c
  JOIN base b ON b.is_juvenile = c.is_juvenile AND b.is_sealed = c.is_sealed
  LEFT JOIN opened o ON o.booking_id = c.booking_id),
decided AS MATERIALIZED (
  SELECT * FROM resolved WHERE mask <> 0 AND mask & door = door)"""

_EVENT_COLUMNS = """occurred_at, kind, request_id, account_id, membership_id, unit_id,
    agency_id, mission, in_immigration_department, purpose, law_id,
    booking_id, person_id, facility_id, shape_id, classes, basis, rules, detail"""

_EVENT_VALUES = """%(request)s::uuid, %(account)s::bigint, %(membership)s::bigint,
    %(unit)s::bigint, %(agency)s::bigint, %(mission)s, %(in_department)s::boolean,
    %(purpose)s, %(law)s::bigint"""

# The shape must be registered, or there is no event and so no row.
_SHAPE = "JOIN audit_registeredshape s ON s.id = %(shape)s"


def open_one(viewer: Viewer, page: Page, booking_id: UUID, source: str) -> Shown | None:
    """Open one booking, or record the refusal. None is all a refusal says.

    ``source``: SQL of the candidate, as in ``Candidates.sql``, over
    ``%(booking)s``. A booking that never existed leaves the same trace and gives
    the same answer as one that may not be known of.
    """
    candidates = Candidates(source, {"booking": booking_id}, limit=1)
    sql = f"""{_HEAD}, candidate AS MATERIALIZED ({source}){_DECIDED},
    answer AS MATERIALIZED (
      SELECT asked.booking_id, d.person_id, d.facility_id, coalesce(d.mask, 0) AS mask,
        coalesce(d.basis, '') AS basis, coalesce(d.rules, '') AS rules
      FROM (SELECT %(booking)s::uuid AS booking_id) asked
      LEFT JOIN decided d USING (booking_id)),
    shown AS (
      INSERT INTO audit_viewevent ({_EVENT_COLUMNS})
      SELECT clock.at,
        CASE WHEN a.mask & %(shape_classes)s <> 0 THEN %(kind)s ELSE 'refused' END,
        {_EVENT_VALUES}, a.booking_id, a.person_id, a.facility_id, s.id,
        CASE WHEN a.mask & %(shape_classes)s <> 0 THEN a.mask ELSE 0 END,
        a.basis, a.rules, '{{}}'::jsonb
      FROM (SELECT jail_now() AS at OFFSET 0) clock CROSS JOIN answer a {_SHAPE}
      RETURNING id, occurred_at, booking_id, classes)
    SELECT {_select(page)} FROM shown {page.joins} WHERE shown.classes <> 0"""
    rows = _run(viewer, page, sql, candidates, ViewKind.OPENED)
    return rows[0] if rows else None


def show_many(
    viewer: Viewer, page: Page, candidates: Candidates, kind: ViewKind, *, search=None
) -> list[Shown]:
    """Show the candidates this viewer may be shown, an event for each.

    ``search``: kinds of terms and keyed digests; then the search itself is
    recorded too, with its count, also when it finds nothing.
    """
    summary = (
        ""
        if search is None
        else f""",
    searched AS (
      INSERT INTO audit_viewevent ({_EVENT_COLUMNS})
      SELECT clock.at, 'searched', {_EVENT_VALUES}, NULL, NULL, NULL, s.id, 0, '', '',
        %(search)s::jsonb || jsonb_build_object('found', (SELECT count(*) FROM shown))
      FROM (SELECT jail_now() AS at OFFSET 0) clock {_SHAPE} RETURNING id)"""
    )
    sql = f"""{_HEAD}, candidate AS MATERIALIZED (
      {candidates.sql}){_DECIDED},
    page AS MATERIALIZED (
      SELECT * FROM decided WHERE mask & %(needs)s = %(needs)s
        AND mask & %(shape_classes)s <> 0 ORDER BY rank LIMIT %(limit)s),
    shown AS (
      INSERT INTO audit_viewevent ({_EVENT_COLUMNS})
      SELECT live.at, %(kind)s, {_EVENT_VALUES}, p.booking_id, p.person_id,
        p.facility_id, s.id, p.mask, p.basis, p.rules, '{{}}'::jsonb
      FROM live CROSS JOIN page p {_SHAPE}
      RETURNING id, occurred_at, booking_id, classes){summary}
    SELECT {_select(page)} FROM shown JOIN page ON page.booking_id = shown.booking_id
    {page.joins} ORDER BY page.rank"""
    extra = {} if search is None else {"search": Json(search)}
    return _run(viewer, page, sql, candidates, kind, **extra)


def show_register(
    viewer: Viewer, page: Page, candidates: Candidates, detail: dict
) -> list[Shown]:
    """Show a page of the public register: one event for the page, without address."""
    sql = f"""{_HEAD}, candidate AS MATERIALIZED (
      {candidates.sql}){_DECIDED},
    page AS MATERIALIZED (
      SELECT * FROM decided WHERE mask & %(shape_classes)s <> 0
      ORDER BY rank LIMIT %(limit)s),
    event AS (
      INSERT INTO audit_viewevent ({_EVENT_COLUMNS})
      SELECT live.at, %(kind)s, {_EVENT_VALUES}, NULL, NULL, NULL, s.id,
        %(shape_classes)s, 'register', '',
        %(search)s::jsonb || jsonb_build_object('shown', (SELECT count(*) FROM page))
      FROM live {_SHAPE} RETURNING id, occurred_at, classes),
    shown AS (SELECT event.id, event.occurred_at, page.booking_id, event.classes
      FROM event CROSS JOIN page)
    SELECT {_select(page)} FROM shown JOIN page ON page.booking_id = shown.booking_id
    {page.joins} ORDER BY page.rank"""
    return _run(viewer, page, sql, candidates, ViewKind.REGISTER, search=Json(detail))


def _select(page: Page) -> str:
    columns = [
        f"CASE WHEN shown.classes & {int(c.field_class)} = {int(c.field_class)}"
        f" THEN {c.sql} END"
        for c in page.columns
    ]
    return ", ".join(
        ["shown.booking_id", "shown.classes", "shown.id", "shown.occurred_at", *columns]
    )


def _run(
    viewer: Viewer,
    page: Page,
    sql: str,
    candidates: Candidates,
    kind: ViewKind,
    **extra,
) -> list[Shown]:
    params = {
        **candidates.params,
        **extra,
        **_viewer_params(viewer),
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
    return [
        Shown(booking_id, classes, event_id, at, _permitted(page, classes, values))
        for booking_id, classes, event_id, at, *values in rows
    ]


def _permitted(page: Page, classes: int, values: Sequence) -> dict:
    """Only what the event says was shown, whatever the row carried."""
    return {
        column.path: column.read(value)
        for column, value in zip(page.columns, values, strict=True)
        if column.field_class & classes == column.field_class
    }


def _viewer_params(viewer: Viewer) -> dict:
    return {
        "fingerprint": viewer.fingerprint,
        "until": viewer.next_change_at,
        "groups": viewer.groups,
        "principals": viewer.principals,
        "lapses_close": viewer.lapses_close,
        "request": viewer.request_id,
        "account": viewer.account_id,
        "membership": viewer.membership_id,
        "unit": viewer.unit_id,
        "agency": viewer.agency_id,
        "mission": viewer.mission or "",
        "in_department": viewer.facts.in_immigration_department,
        "purpose": viewer.purpose or "",
        "law": viewer.law_id,
    }


def terms_params(viewer: Viewer) -> dict:
    """The law with this viewer and purpose filled in, as a parameter table: for each
    kind of booking what is public, what must be open before anything is, and what
    each source may open.
    """
    base: list[tuple] = []
    opens: list[tuple] = []
    for is_juvenile, is_sealed in product((False, True), repeat=2):
        facts = policy.BookingFacts(is_juvenile=is_juvenile, is_sealed=is_sealed)
        terms = policy.terms(viewer.law, viewer.facts, viewer.purpose, facts)
        base.append(
            (
                is_juvenile,
                is_sealed,
                int(terms.register.classes),
                int(terms.door),
                " ".join(terms.register.rules),
            )
        )
        opens.extend(
            (is_juvenile, is_sealed, source, int(o.classes), " ".join(o.rules))
            for source, o in terms.opens.items()
            if o.classes
        )
    return {
        **_columns(base, "base", ("juvenile", "sealed", "register", "door", "rules")),
        **_columns(opens, "open", ("juvenile", "sealed", "source", "classes", "rules")),
    }


def _columns(rows: list[tuple], prefix: str, names: Sequence[str]) -> dict:
    return {
        f"{prefix}_{name}": [row[place] for row in rows]
        for place, name in enumerate(names)
    }
