"""The custody board of a facility: numbers over what the viewer may know of, and the
people who are named on it, through the gate.
"""

from dataclasses import dataclass

from access.counts import counted
from access.enums import FieldClass
from access.gate import Candidates, ShownRows, show_many
from access.viewer import Viewer
from audit.enums import ViewKind
from bookings import pages
from bookings.enums import ClockKind
from bookings.rules.clocks import STOPPED_BY
from bookings.rules.working_days import JAIL

NEEDS = FieldClass.REGISTER | FieldClass.CUSTODY | FieldClass.MOVEMENTS
_DRAFT = "b.intake_completed_at IS NULL"
# One facility's custody is a bounded set; more than this on one sheet is a mistake.
MOST = 3000
PRESSING_ROWS = 100

_HERE = """FROM reach r JOIN bookings_booking b ON b.facility_id = r.facility_id
    AND b.is_juvenile = r.is_juvenile AND b.is_sealed = r.is_sealed
    AND b.discharged_at IS NULL"""

_NUMBERS = f"""
SELECT f.id, f.name, f.code, count(b.id), count(b.id) FILTER (WHERE {{draft}}),
  count(b.id) FILTER (WHERE m.kind = 'court'),
  count(b.id) FILTER (WHERE m.kind = 'hospital'),
  count(b.id) FILTER (WHERE m.kind NOT IN ('court', 'hospital'))
FROM access_facility f
JOIN (SELECT DISTINCT facility_id FROM reach) known ON known.facility_id = f.id
LEFT JOIN (SELECT b.* {_HERE}) b ON b.facility_id = f.id
LEFT JOIN bookings_movement m ON m.booking_id = b.id AND m.returned_at IS NULL
GROUP BY f.id, f.name, f.code ORDER BY f.name"""

_PLACES = f"""
SELECT u.block, u.name, u.beds, count(b.id) FROM live CROSS JOIN bookings_housingunit u
JOIN access_facility f ON f.id = u.facility_id
LEFT JOIN (SELECT b.id, b.facility_id, b.housing {_HERE}) b
  ON b.facility_id = u.facility_id AND b.housing = u.name
WHERE f.name = %(facility)s::text
GROUP BY u.id, u.block, u.name, u.beds ORDER BY u.block, u.name"""

_CANDIDATES = f"""
SELECT b.id AS booking_id, b.person_id, b.facility_id, b.is_juvenile, b.is_sealed,
  row_number() OVER (ORDER BY {{order}}, b.id) AS rank {_HERE}
WHERE (%(facility)s::bigint IS NULL OR b.facility_id = %(facility)s) AND {{which}}
ORDER BY {{order}}, b.id LIMIT %(limit)s"""

# Who is entitled to leave, whose expected day has come, and for whom one of the first
# clocks runs: nobody has written down what stops it (``rules.STOPPED_BY``). What another
# system's roster brought says nothing of what courts decided; those clocks stand on the
# Custody tab, and would hide here whoever came in tonight.
_NO_BASIS = """NOT EXISTS (SELECT FROM bookings_custodybasis c
    WHERE c.booking_id = b.id AND c.kind = ANY(%({stops})s::text[]))"""
_PRESSING = f"""(
    EXISTS (SELECT FROM bookings_releaseentitlement e
      WHERE e.booking_id = b.id AND e.withdrawn_at IS NULL)
    OR b.expected_discharge_on <= (timezone(%(zone)s::text, %(at)s::timestamptz))::date + 1
    OR NOT EXISTS (SELECT FROM bookings_rosterstay s WHERE s.booking_id = b.id)
      AND ({_NO_BASIS.format(stops="stops_cause")}
        OR {_NO_BASIS.format(stops="stops_charges")}
          AND NOT EXISTS (SELECT FROM bookings_charge c WHERE c.booking_id = b.id
            AND c.status <> 'investigation')))"""
_ENTITLED_FIRST = """NOT EXISTS (SELECT FROM bookings_releaseentitlement e
    WHERE e.booking_id = b.id AND e.withdrawn_at IS NULL), b.booked_at"""
_OUT = """EXISTS (SELECT FROM bookings_movement m
    WHERE m.booking_id = b.id AND m.returned_at IS NULL)"""
_TWICE = """EXISTS (SELECT FROM reach own JOIN bookings_booking other
    ON other.facility_id = own.facility_id AND other.is_juvenile = own.is_juvenile
    AND other.is_sealed = own.is_sealed AND other.discharged_at IS NULL
    WHERE other.person_id = b.person_id AND other.id <> b.id)"""
# A task may be about somebody who has left.
_TASKS = """
SELECT b.id AS booking_id, b.person_id, b.facility_id, b.is_juvenile, b.is_sealed,
  row_number() OVER (ORDER BY min(t.created_at), b.id) AS rank
FROM reach r JOIN bookings_booking b ON b.facility_id = r.facility_id
  AND b.is_juvenile = r.is_juvenile AND b.is_sealed = r.is_sealed
JOIN bookings_desktask t ON t.booking_id = b.id AND t.done_at IS NULL
GROUP BY b.id ORDER BY min(t.created_at), b.id LIMIT %(limit)s"""


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many are where, of those of whom the viewer may know."""

    facility_id: int
    facility: str
    code: str
    in_custody: int
    drafts: int
    at_court: int
    at_hospital: int
    elsewhere: int


@dataclass(frozen=True, slots=True)
class Place:
    """A cell, and how many are in it of those of whom the viewer may know."""

    block: str
    name: str
    beds: int
    taken: int

    @property
    def free(self) -> int:
        return max(self.beds - self.taken, 0)


def numbers(viewer: Viewer) -> list[Numbers]:
    """Of each facility that the viewer may see, in the order of their names."""
    rows = counted(viewer, _NUMBERS.format(draft=_DRAFT), {}, needs=NEEDS)
    return [Numbers(*row) for row in rows]


def places(viewer: Viewer, facility: str) -> list[Place]:
    """The cells of a facility of this name."""
    rows = counted(viewer, _PLACES, {"facility": facility}, needs=NEEDS)
    return [Place(*row) for row in rows]


def pressing(viewer: Viewer, facility_id: int) -> ShownRows:
    when = {
        "zone": JAIL.key,
        "at": viewer.at,
        "stops_cause": [kind.value for kind in STOPPED_BY[ClockKind.PROBABLE_CAUSE]],
        "stops_charges": [kind.value for kind in STOPPED_BY[ClockKind.CHARGES]],
    }
    return _rows(
        viewer,
        pages.PRESSING,
        (_PRESSING, _ENTITLED_FIRST),
        facility_id,
        limit=PRESSING_ROWS,
        **when,
    )


def out(viewer: Viewer, facility_id: int) -> ShownRows:
    return _rows(viewer, pages.OUT, (_OUT, "b.booked_at"), facility_id)


def muster(viewer: Viewer, facility_id: int, *, kind=ViewKind.LISTED) -> ShownRows:
    """Everybody in custody there, by where they are housed."""
    return _rows(
        viewer,
        pages.MUSTER,
        ("true", "b.housing = '', b.housing"),
        facility_id,
        kind=kind,
    )


def twice(viewer: Viewer) -> ShownRows:
    """Stays of people who are in custody under two, both of which the viewer may know."""
    return _rows(viewer, pages.TWICE, (_TWICE, "b.person_id, b.booked_at"), None)


def desk_tasks(viewer: Viewer) -> ShownRows:
    candidates = Candidates(_TASKS, {}, needs=NEEDS, limit=200)
    return show_many(viewer, pages.DESK_TASKS, candidates, ViewKind.LISTED)


def _rows(
    viewer: Viewer,
    page,
    wanted: tuple[str, str],
    facility_id: int | None,
    *,
    kind=ViewKind.LISTED,
    limit: int = MOST,
    **params,
) -> ShownRows:
    which, order = wanted
    candidates = Candidates(
        _CANDIDATES.format(which=which, order=order),
        {"facility": facility_id, **params},
        needs=NEEDS,
        limit=limit,
    )
    return show_many(viewer, page, candidates, kind)
