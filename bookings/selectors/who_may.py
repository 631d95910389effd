"""Who may see this booking, and what may this account see: now, or at a past instant.

Both are set beside what was shown: *could, and did*; *could, and never did*; *was shown,
and could no more*; *was shown though it could not*. The product writes the last of
nothing that it shows itself: it comes of the logs of older systems alone, which get the
benefit of every purpose and every role.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from access.enums import EVERYTHING, NOTHING, Basis, FieldClass, Mission, Role
from access.models import Facility
from access.policy import BookingFacts, ViewerFacts
from access.selectors.held_then import (
    Source,
    grants_as_of,
    standing_access_as_of,
)
from access.selectors.who_may import (
    Capacity,
    Reach,
    Then,
    capacities_as_of,
)
from access.viewer import Viewer
from bookings.models import Booking

ORDINARY = BookingFacts()
KINDS = (
    ORDINARY,
    BookingFacts(is_juvenile=True),
    BookingFacts(is_sealed=True),
    BookingFacts(is_juvenile=True, is_sealed=True),
)
_BEYOND = int(EVERYTHING & ~FieldClass.REGISTER)

# What was shown of one booking past the register, by whom: with what an old system's log
# does not tell, so that it can be held against the law of each moment.
_SHOWN_OF = """
SELECT e.account_id, coalesce(a.display_name, ''), e.origin <> 'live', e.mission,
  e.in_immigration_department, law.effective_at, bit_or(e.classes), count(*),
  max(e.occurred_at)
FROM audit_viewevent e
LEFT JOIN access_account a ON a.id = e.account_id
LEFT JOIN LATERAL (SELECT v.effective_at FROM access_lawversion v
  WHERE v.kind = 'law' AND v.effective_at <= e.occurred_at AND e.origin <> 'live'
  ORDER BY v.effective_at DESC LIMIT 1) law ON true
WHERE e.person_id = %(person)s AND e.booking_id = %(booking)s
  AND e.occurred_at <= %(at)s AND e.kind <> 'refused' AND e.classes & %(beyond)s <> 0
GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 2, 1"""

# Ordinary bookings that were on record: of a juvenile's, or of what is sealed by now, no
# count may tell that it exists (law 4). The facility of a booking never changes.
_STOOD = """
later AS MATERIALIZED (SELECT id FROM bookings_historicalbooking
  WHERE history_type = '+' AND history_date > %(at)s),
stood AS (SELECT b.id, b.facility_id FROM bookings_booking b
  WHERE NOT b.is_juvenile AND NOT b.is_sealed
    AND NOT EXISTS (SELECT FROM later WHERE later.id = b.id))"""
# The same, counted: all that there are, without those that came later, which are few.
_ON_RECORD = """
WITH later AS MATERIALIZED (SELECT id FROM bookings_historicalbooking
  WHERE history_type = '+' AND history_date > %(at)s),
came AS (SELECT b.facility_id, count(*) AS bookings FROM later
  JOIN bookings_booking b USING (id) WHERE NOT b.is_juvenile AND NOT b.is_sealed
  GROUP BY 1)
SELECT b.facility_id, count(*) - coalesce(max(came.bookings), 0)
FROM bookings_booking b LEFT JOIN came USING (facility_id)
WHERE NOT b.is_juvenile AND NOT b.is_sealed GROUP BY 1"""

_SHOWN_TO = f"""
WITH {_STOOD},
did AS MATERIALIZED (
  SELECT DISTINCT booking_id FROM audit_viewevent e
  WHERE e.account_id = %(account)s AND e.occurred_at <= %(at)s
    AND e.kind <> 'refused' AND e.booking_id IS NOT NULL
    AND e.classes & %(beyond)s <> 0)
SELECT count(*), count(*) FILTER (WHERE stood.facility_id = ANY(%(places)s::bigint[])
  OR stood.id = ANY(%(granted)s::uuid[]))
FROM did JOIN stood ON stood.id = did.booking_id"""


@dataclass(frozen=True, slots=True)
class Shown:
    """What somebody was shown past the register, by an instant. ``unlawful``: classes
    that an old system showed and the law of that moment did not open.
    """

    times: int = 0
    last_at: datetime | None = None
    unlawful: FieldClass = NOTHING


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who may see a booking, in one capacity, and what they were shown of it in
    any. ``since``: when all that it rests on had begun.
    """

    capacity: Capacity
    reach: Reach
    since: datetime
    shown: Shown


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody who was shown a booking and may not see it."""

    account_id: int | None
    name: str
    shown: Shown


@dataclass(frozen=True, slots=True)
class WhoMay:
    """The answer about one booking. ``is_on_record``: whether there was one by then."""

    then: Then
    is_on_record: bool
    readers: list[Reader]
    seen: list[Seen]


def who_may(booking_id: UUID, at: datetime) -> WhoMay:
    """Everybody who could see more of a booking than the register at an instant."""
    then = Then(at)
    booking = Booking.history.as_of(at).filter(pk=booking_id).first()
    if booking is None:
        return WhoMay(then, is_on_record=False, readers=[], seen=[])
    sources: dict[int, list[Source]] = defaultdict(list)
    standing = standing_access_as_of(then.at, facility_id=booking.facility_id)
    for (principal, _), held in standing.items():
        sources[principal].extend(held)
    for (principal, _), held in grants_as_of(then.at, booking_id=booking_id).items():
        sources[principal].extend(held)
    shown = _shown_of(booking, at)
    readers = []
    for capacity in capacities_as_of(then, principals=sources):
        held = [s for p in capacity.principals for s in sources.get(p, ())]
        reach = then.reach(capacity, booking.facts(), held)
        if reach.classes:
            since = max(capacity.since, reach.since, booking.booked_at)
            did = shown.get(capacity.account_id, ("", Shown()))[1]
            readers.append(Reader(capacity, reach, since, did))
    may = {reader.capacity.account_id for reader in readers}
    seen = [
        Seen(account_id, name, did)
        for account_id, (name, did) in shown.items()
        if account_id not in may or did.unlawful
    ]
    return WhoMay(then, is_on_record=True, readers=readers, seen=seen)


def _shown_of(booking: Booking, at: datetime) -> dict[int | None, tuple[str, Shown]]:
    """By account; users of an old log who are nobody here are counted together."""
    found: dict[int | None, tuple[str, Shown]] = {}
    asked = {"person": booking.person_id, "booking": booking.pk, "at": at}
    laws: dict[datetime | None, Then] = {}
    with connection.cursor() as cursor:
        cursor.execute(_SHOWN_OF, {**asked, "beyond": _BEYOND})
        for account_id, name, is_imported, *facts, classes, times, last in cursor:
            unlawful = NOTHING
            if is_imported:
                mission, in_department, law_from = facts
                law = laws.setdefault(law_from, Then(law_from or at))
                unlawful = FieldClass(classes) & ~_at_the_most(
                    law, mission, booking.facts(), in_department=in_department
                )
            before = found.get(account_id, (name, Shown()))[1]
            found[account_id] = (
                name,
                Shown(
                    before.times + times,
                    max(filter(None, (before.last_at, last))),
                    before.unlawful | unlawful & ~FieldClass.REGISTER,
                ),
            )
    return found


def _at_the_most(
    law: Then, mission: str, booking: BookingFacts, *, in_department: bool
) -> FieldClass:
    """What that law opened to such a unit with every role and every permission."""
    if not mission or law.law is None:
        return NOTHING
    somebody = ViewerFacts(
        Mission(mission), frozenset(Role), in_immigration_department=in_department
    )
    everything = Source(Basis.STANDING, EVERYTHING, law.at, law.at)
    return law.opened(somebody, booking, (everything,)).classes


@dataclass(frozen=True, slots=True)
class Place:
    """One facility, by its code, and what is open of its bookings, kind by kind.
    ``bookings``: how many ordinary ones were on record, if those are open.
    """

    code: str
    by_kind: dict[BookingFacts, Reach]
    bookings: int


@dataclass(frozen=True, slots=True)
class Granted:
    """``is_beside``: an ordinary booking that nothing but the grant opens."""

    booking_id: UUID
    classes: FieldClass
    is_beside: bool


@dataclass(frozen=True, slots=True)
class Within:
    """What one capacity could see."""

    capacity: Capacity
    places: list[Place]
    granted: list[Granted]


@dataclass(frozen=True, slots=True)
class WhatMay:
    """The answer about one account. Ordinary bookings alone are counted. ``could``: those
    within reach past the register; ``did``: of those, shown to it by then;
    ``did_besides``: shown by then, and not within reach.
    """

    then: Then
    within: list[Within]
    could: int
    did: int
    did_besides: int


def what_may(account_id: int, at: datetime) -> WhatMay:
    """All that an account could see past the register at an instant."""
    then = Then(at)
    on_record = dict(_rows(_ON_RECORD, {"at": at}))
    codes = dict(Facility.objects.values_list("pk", "code"))
    within: list[Within] = []
    open_places: set[int] = set()
    for capacity in capacities_as_of(then, account_id=account_id):
        held = _held_by_place(then, capacity)
        by_place = {place: _by_kind(then, capacity, held[place]) for place in held}
        places = [
            Place(
                codes[place], by_kind, on_record.get(place, 0) * (ORDINARY in by_kind)
            )
            for place, by_kind in by_place.items()
            if by_kind
        ]
        open_places |= {place for place in by_place if ORDINARY in by_place[place]}
        within.append(
            Within(
                capacity,
                sorted(places, key=lambda place: place.code),
                _granted(then, capacity, held),
            )
        )
    beside = {g.booking_id for w in within for g in w.granted if g.is_beside}
    shown, of_those = _rows(
        _SHOWN_TO,
        {
            "at": at,
            "account": account_id,
            "beyond": _BEYOND,
            "places": list(open_places),
            "granted": list(beside),
        },
    )[0]
    could = sum(on_record.get(place, 0) for place in open_places) + len(beside)
    return WhatMay(then, within, could, of_those, shown - of_those)


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands open of one kind of booking at a facility, by its code: one reach for
    each set of purposes that open alike.
    """

    code: str
    kind: BookingFacts
    reaches: list[Reach]


def own_standing(viewer: Viewer) -> list[Standing]:
    """What somebody may see without asking, in the capacity they work in now."""
    then = Then(viewer.at)
    own = [
        capacity
        for capacity in capacities_as_of(then, account_id=viewer.account_id)
        if capacity.membership_id == viewer.membership_id
    ]
    codes = dict(Facility.objects.values_list("pk", "code"))
    found = [
        Standing(codes[place], kind, then.by_purpose(capacity, kind, sources))
        for capacity in own
        for place, sources in _held_by_place(then, capacity).items()
        for kind in KINDS[:3]  # sealed wins over juvenile: the last is as the third
    ]
    open_ones = [standing for standing in found if standing.reaches]
    return sorted(open_ones, key=lambda standing: standing.code)


def _held_by_place(then: Then, capacity: Capacity) -> dict[int, list[Source]]:
    groups = [-principal for principal in capacity.principals if principal < 0]
    held: dict[int, list[Source]] = defaultdict(list)
    for (_, place), sources in standing_access_as_of(then.at, groups=groups).items():
        held[place].extend(sources)
    return held


def _by_kind(
    then: Then, capacity: Capacity, held: list[Source]
) -> dict[BookingFacts, Reach]:
    found = {kind: then.reach(capacity, kind, held) for kind in KINDS}
    return {kind: reach for kind, reach in found.items() if reach.classes}


def _granted(
    then: Then, capacity: Capacity, held: dict[int, list[Source]]
) -> list[Granted]:
    grants: dict[UUID, list[Source]] = defaultdict(list)
    for (_, booking), own in grants_as_of(
        then.at, principals=capacity.principals
    ).items():
        grants[booking].extend(own)
    ordinary = set(
        Booking.objects.filter(
            pk__in=list(grants), is_juvenile=False, is_sealed=False
        ).values_list("pk", flat=True)
    )
    found = []
    for booking in Booking.history.as_of(then.at).filter(id__in=list(grants)):
        own, here = grants[booking.pk], held.get(booking.facility_id, [])
        classes = then.classes(capacity, booking.facts(), [*own, *here])
        if classes:
            by_place = then.classes(capacity, booking.facts(), here)
            is_beside = booking.pk in ordinary and not by_place
            found.append(Granted(booking.pk, classes, is_beside))
    return found


def _rows(sql: str, params: dict) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
