"""Sheets for when the system is down: what the desk of a facility would be shown,
prepared for nobody's eyes and sealed at once.

Preparing is one event without a person, since nobody is shown anything. When a sheet
was opened, each of its people was shown to whoever opened it, and that is written down
afterwards with its true time.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import DatabaseError, connection
from psycopg2.extras import Json

from access.enums import Mission, Purpose, Role
from access.gate import Candidates, NotRecorded, Page, ShownRows, run, select
from access.policy import ViewerFacts
from access.selectors import viewer_for
from access.statements import DECIDED, EVENT_COLUMNS, EVENT_VALUES, HEAD, SHAPE
from access.viewer import Viewer
from audit.enums import ViewKind

# The unit whose officers keep a facility: the jail's own with the widest permission.
_DESK = """
SELECT u.id, u.name, u.group_id, g.id, g.name, g.group_id
FROM access_unit u JOIN access_agency g ON g.id = u.agency_id
JOIN access_facilitypermission p ON p.group_id IN (u.group_id, g.group_id)
WHERE u.mission = %s AND u.closed_at IS NULL AND g.closed_at IS NULL
  AND p.content_object_id = %s AND p.starts_at <= jail_now()
GROUP BY u.id, g.id ORDER BY bit_count(bit_or(p.classes)::bit(32)) DESC, u.id LIMIT 1"""

_OPENED = """
INSERT INTO audit_viewevent (kind, request_id, account_id, mission, purpose,
  facility_id, shape_id, detail, basis, booking_id, person_id, classes)
SELECT %(kind)s, %(request)s::uuid, %(account)s::bigint, %(mission)s,
  %(purpose)s, %(facility)s::bigint, %(shape)s::bigint, %(detail)s::jsonb, 'standing',
  known.booking, known.person, known.classes
FROM unnest(%(bookings)s::uuid[], %(people)s::uuid[], %(classes)s::int[])
  AS known(booking, person, classes)"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One person on a sheet. ``classes``: the mask of what stands there."""

    booking_id: UUID
    person_id: UUID
    classes: int


def desk_of(facility_id: int) -> Viewer | None:
    """The custody officers of a facility as a viewer without an account: nobody. It
    reads what they would be shown, by the law of the moment, and can do nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DESK, [Mission.JAIL, facility_id])
        row = cursor.fetchone()
    if row is None:
        return None
    unit_id, unit_name, unit_group, agency_id, agency_name, agency_group = row
    return replace(
        viewer_for(None, None, None)[0],
        facts=ViewerFacts(Mission.JAIL, frozenset({Role.CUSTODY_OFFICER})),
        purpose=Purpose.CUSTODY,
        unit_id=unit_id,
        unit_name=unit_name,
        unit_group_id=unit_group,
        agency_id=agency_id,
        agency_name=agency_name,
        agency_group_id=agency_group,
        is_open=False,
    )


def prepare(
    desk: Viewer, page: Page, candidates: Candidates, *, sheet: UUID, facility_id: int
) -> ShownRows:
    """Read a sheet's people for sealing; one event says that it was prepared, and of how
    many. Raises NotRecorded.
    """
    sql = f"""{HEAD}, candidate AS MATERIALIZED ({candidates.sql}){DECIDED},
    page AS MATERIALIZED (
      SELECT * FROM decided WHERE mask & %(needs)s = %(needs)s
        AND mask & %(shape_classes)s <> 0 ORDER BY rank LIMIT %(limit)s),
    event AS (
      INSERT INTO audit_viewevent ({EVENT_COLUMNS})
      SELECT live.at, %(kind)s, {EVENT_VALUES}, NULL, NULL, %(facility)s::bigint, s.id,
        0, '', '', %(search)s::jsonb || jsonb_build_object(
          'bookings', (SELECT count(*) FROM page))
      FROM live {SHAPE} RETURNING id, occurred_at),
    shown AS (SELECT event.id, event.occurred_at, page.booking_id, page.mask AS classes
      FROM event CROSS JOIN page)
    SELECT {select(page)}, 0, 0 FROM shown
    JOIN page ON page.booking_id = shown.booking_id {page.joins} ORDER BY page.rank"""
    detail = Json({"sheet": str(sheet)})
    return run(desk, page, sql, candidates, ViewKind.PREPARED, search=detail)


def record_opened(
    entries: Iterable[Entry],
    *,
    at: datetime,
    account_id: int | None,
    sheet: UUID,
    facility_id: int,
    shape_id: int,
    opening: UUID,
) -> int:
    """Write down, afterwards, that each person of a sheet was shown to whoever opened it.
    ``at``: when that was, aware; it stands in the event's detail, for an event carries
    the instant of its writing. Raises NotRecorded.
    """
    detail = Json({"sheet": str(sheet), "opened_at": at.isoformat()})
    known = list(entries)
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                _OPENED,
                {
                    "kind": ViewKind.PRINTED,
                    "request": opening,
                    "account": account_id,
                    "mission": Mission.JAIL,
                    "purpose": Purpose.CUSTODY,
                    "facility": facility_id,
                    "shape": shape_id,
                    "detail": detail,
                    "bookings": [entry.booking_id for entry in known],
                    "people": [entry.person_id for entry in known],
                    "classes": [entry.classes for entry in known],
                },
            )
    except DatabaseError as error:
        raise NotRecorded from error
    return len(known)
