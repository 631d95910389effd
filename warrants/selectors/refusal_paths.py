"""By which rules something was refused: an opening of a record, or a request.

Read for whoever has the right, of the instant of the refusal and out of the change
history: the law that was in force, who asked as they stood then, what they held, and the
one rule's answer class by class. A reader who may not know of a booking is told the same
of one that is hidden from them as of one that there never was (law 4): of neither is
there anything here but the rule, asked for each kind that it could be.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import Q

from access import policy
from access.enums import CLASSES, EVERYTHING, NOTHING, Basis, FieldClass, Purpose
from access.models import Agency, Approval, Facility
from access.policy import BookingFacts, ViewerFacts, WhyNot
from access.selectors import held_now
from access.selectors.held_then import (
    Source,
    grants_as_of,
    held_for,
    standing_access_as_of,
)
from access.selectors.who_may import Capacity, Then, capacities_as_of
from access.viewer import Viewer
from audit.enums import Origin
from audit.models import RegisteredShape, ViewEvent
from bookings.models import Booking
from bookings.selectors.showings import Place
from warrants.models import AccessRequest
from warrants.selectors.refusals import Refused, refusals, refused_among
from warrants.selectors.requests import request_by_id

PAGE = 50
KINDS = (BookingFacts(), BookingFacts(is_juvenile=True), BookingFacts(is_sealed=True))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which refusals: of a month (``since`` to ``until``), of an agency, before a place."""

    since: datetime | None = None
    until: datetime | None = None
    agency_id: int | None = None
    before: Place | None = None

    def conditions(self) -> dict[str, object]:
        """Only those that are asked for: one that may be empty could use no index."""
        asked = {
            "e.occurred_at >= %(since)s": self.since,
            "e.occurred_at < %(until)s": self.until,
            "e.agency_id = %(agency)s": self.agency_id,
            "(e.occurred_at, e.id) < (%(at)s, %(id)s)": self.before,
        }
        return {sql: value for sql, value in asked.items() if value is not None}

    def params(self) -> dict:
        return {
            "since": self.since,
            "until": self.until,
            "agency": self.agency_id,
            "at": self.before and self.before.at,
            "id": self.before and self.before.event_id,
        }


@dataclass(frozen=True, slots=True)
class RefusedOpening:
    """One opening that was refused: who asked for which page, and of nobody."""

    at: datetime
    event_id: int
    account: str | None
    unit: str | None
    agency: str | None
    purpose: str
    page: str | None

    @property
    def place(self) -> Place:
        return Place(self.at, self.event_id, Origin.LIVE)


_OPENINGS = """
SELECT e.occurred_at, e.id, a.display_name, u.name, g.name, e.purpose, s.page
FROM (SELECT * FROM audit_viewevent e WHERE e.origin = 'live' AND e.kind = 'refused'
      AND e.booking_id IS NOT NULL AND {conditions}
      ORDER BY e.occurred_at DESC, e.id DESC LIMIT %(limit)s) e
LEFT JOIN access_account a ON a.id = e.account_id
LEFT JOIN access_unit u ON u.id = e.unit_id
LEFT JOIN access_agency g ON g.id = e.agency_id
LEFT JOIN audit_registeredshape s ON s.id = e.shape_id
ORDER BY e.occurred_at DESC, e.id DESC"""


def refused_openings(wanted: Wanted) -> list[RefusedOpening]:
    """The newest that are wanted, and one more than a page, if there is one."""
    conditions = " AND ".join(wanted.conditions()) or "true"
    with connection.cursor() as cursor:
        cursor.execute(
            _OPENINGS.format(conditions=conditions),
            {**wanted.params(), "limit": PAGE + 1},
        )
        return [RefusedOpening(*row) for row in cursor.fetchall()]


def refused_requests(wanted: Wanted) -> list[Approval]:
    """The newest that are wanted, and one more than a page, if there is one."""
    found = refusals()
    if wanted.since and wanted.until:
        found = found.filter(decided_at__gte=wanted.since, decided_at__lt=wanted.until)
    if wanted.agency_id is not None:
        found = found.filter(requester_unit__agency_id=wanted.agency_id)
    if before := wanted.before:
        found = found.filter(
            Q(decided_at__lt=before.at)
            | Q(decided_at=before.at, pk__lt=before.event_id)
        )
    return list(found.select_related("requester")[: PAGE + 1])


@dataclass(frozen=True, slots=True)
class ClassPath:
    """One class that was asked for: by which rule it stayed closed, or ``why`` None."""

    field_class: FieldClass
    why: WhyNot | None
    bases: tuple[Basis, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """The rule's answer, class by class, of one kind of booking."""

    booking: BookingFacts
    classes: tuple[ClassPath, ...]


@dataclass(frozen=True, slots=True)
class RefusalPath:
    """``is_known``: the reader may know of the booking. ``is_on_record``: there was one
    by then; None where that is not theirs to know. ``cases``: of a booking that they may
    know of the one that it was, of any other each that it could be.
    """

    then: Then
    account_id: int | None
    viewer: ViewerFacts
    purpose: Purpose | None
    capacity: Capacity | None
    is_known: bool
    is_on_record: bool | None
    sources: tuple[Source, ...]
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    at: datetime
    account_id: int | None
    membership_id: int | None
    purpose: Purpose | None
    booking_id: UUID
    classes: FieldClass


def agencies() -> list[tuple[int, str]]:
    """Every agency, to choose from; none is told apart by what was refused to it."""
    return list(Agency.objects.order_by("name").values_list("pk", "name"))


def page_of(event: ViewEvent) -> str | None:
    """The name of the page that was asked for."""
    return (
        RegisteredShape.objects.filter(pk=event.shape_id)
        .values_list("page", flat=True)
        .first()
    )


def refused_opening(place: Place) -> ViewEvent | None:
    """The event of a refused opening; anything else is none."""
    return ViewEvent.objects.filter(
        origin=Origin.LIVE,
        occurred_at=place.at,
        id=place.event_id,
        kind="refused",
        booking_id__isnull=False,
    ).first()


def path_of_opening(event: ViewEvent, reader: Viewer, *, is_known: bool) -> RefusalPath:
    asked = _Asked(
        event.occurred_at,
        event.account_id,
        event.membership_id,
        Purpose(event.purpose) if event.purpose in set(Purpose) else None,
        event.booking_id,
        _classes_of(event.shape_id),
    )
    return _path(asked, reader, is_known=is_known)


def refused_request(request_id: UUID) -> tuple[AccessRequest, Refused] | None:
    """A request that was refused, and its refusal."""
    asked = request_by_id(request_id)
    refused = refused_among([asked]).get(asked.pk) if asked else None
    return (asked, refused) if refused else None


def path_of_request(
    asked: AccessRequest, refused: Refused, reader: Viewer, *, is_known: bool
) -> RefusalPath:
    """As it stood at the instant of the refusal."""
    request = _Asked(
        refused.decided_at,
        asked.membership.account_id,
        asked.membership_id,
        Purpose(asked.purpose),
        asked.booking_id,
        FieldClass(asked.classes),
    )
    return _path(request, reader, is_known=is_known)


def _path(asked: _Asked, reader: Viewer, *, is_known: bool) -> RefusalPath:
    then = Then(asked.at)
    capacity = _capacity(then, asked)
    viewer = capacity.facts if capacity else policy.PUBLIC
    found = RefusalPath(
        then=then,
        account_id=asked.account_id,
        viewer=viewer,
        purpose=asked.purpose,
        capacity=capacity,
        is_known=is_known,
        is_on_record=None,
        sources=(),
        cases=(),
    )
    if is_known:
        return _of_a_known(found, asked)
    if may_know_of_all(reader):
        return replace(found, is_on_record=False)
    return replace(
        found,
        sources=_live(found, standing_access_as_of(then.at, groups=_groups(capacity))),
        cases=tuple(
            _case(found, asked, booking, sources=())
            for booking in KINDS
            if not policy.decide(
                reader.law, reader.facts, reader.purpose, booking, held={}
            )
        ),
    )


def _of_a_known(found: RefusalPath, asked: _Asked) -> RefusalPath:
    """With what the booking was then, and what was held on it."""
    then, capacity = found.then, found.capacity
    booking = Booking.history.as_of(asked.at).filter(pk=asked.booking_id).first()
    if booking is None:
        return replace(found, is_on_record=False)
    held = {
        **standing_access_as_of(
            then.at, facility_id=booking.facility_id, groups=_groups(capacity)
        ),
        **grants_as_of(then.at, booking_id=booking.pk),
    }
    sources = _live(found, held)
    case = _case(found, asked, booking.facts(), sources)
    return replace(found, is_on_record=True, sources=sources, cases=(case,))


def _case(
    found: RefusalPath, asked: _Asked, booking: BookingFacts, sources: tuple
) -> Case:
    """The rule asked again, as it was asked then; and why not, of each class."""
    then, viewer, purpose = found.then, found.viewer, found.purpose
    terms = then.terms(viewer, purpose, booking)
    held = held_for(purpose, sources)
    allowed = policy.resolve(terms, held).allowed
    wanted = asked.classes | policy.door_of(booking)
    return Case(
        booking,
        tuple(
            ClassPath(
                c,
                None
                if c in allowed or then.law is None
                else policy.why_not(then.law, viewer, purpose, booking, c, allowed),
                tuple(b for b, opening in terms.opens.items() if c & opening.classes),
            )
            for c in CLASSES
            if c in wanted
        ),
    )


def _capacity(then: Then, asked: _Asked) -> Capacity | None:
    if asked.account_id is None:
        return None
    found = capacities_as_of(then, account_id=asked.account_id)
    return next((c for c in found if c.membership_id == asked.membership_id), None)


def _groups(capacity: Capacity | None) -> list[int]:
    return [-p for p in capacity.principals if p < 0] if capacity else []


def _live(found: RefusalPath, held: dict[tuple, Iterable[Source]]) -> tuple:
    """Of what was held by whom, what was live for this capacity; each source once."""
    if found.capacity is None:
        return ()
    own = dict.fromkeys(
        source
        for (principal, _), sources in held.items()
        if principal in found.capacity.principals
        for source in sources
    )
    return found.then.live(found.capacity, own)


def _classes_of(shape_id: int | None) -> FieldClass:
    """The classes of the page that was asked for; of none that is known, every one."""
    shape = RegisteredShape.objects.filter(pk=shape_id).first()
    if shape is None:
        return EVERYTHING
    classes = NOTHING
    for bit in shape.fields.values():
        classes |= FieldClass(bit)
    return classes or EVERYTHING


def may_know_of_all(reader: Viewer) -> bool:
    """Whether there is no booking that this reader may not know of: of every kind, at
    every facility. Only then does "none" say that there is none.
    """
    terms = [
        policy.terms(reader.law, reader.facts, reader.purpose, booking)
        for booking in KINDS
    ]
    places = list(Facility.objects.values_list("pk", flat=True))
    return bool(places) and all(
        policy.resolve(of_a_kind, held)
        for held in (held_now(reader, place, uuid4()) for place in places)
        for of_a_kind in terms
    )
