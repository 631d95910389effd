"""Twins: the same jail twice, where the second differs only in what somebody may not
know. Whatever that somebody is told by one must be told by the other, to the byte.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.core import mail

from access.acts import Act
from access.enums import CLASSES, NOTHING, FieldClass
from access.viewer import Viewer
from audit.models import ViewEvent
from bookings.models import (
    Address,
    Alias,
    Booking,
    CustodyBasis,
    CustodyHold,
    Detainer,
    Handover,
    HealthMark,
    HousingAssignment,
    Person,
    Photo,
    PropertyItem,
    SafetyAlert,
)
from tests.clients import NEW_HEADERS, settled
from tests.consular_world import answer_otherwise
from tests.crawl import Answer, Crawl
from tests.papers import is_paper, said_on_paper
from tests.world import OF_BOOKING, OF_PERSON, World, allowed, by, put_back
from warrants.models import Appearance, Grant

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PLACE = re.compile(r"(?<=[0-9])_\d+_live\b")


def keys_of(world: World) -> set[str]:
    """Of whoever is there: no text may tell these apart from others."""
    bookings = (*world.everybody().values(), *world.fillers)
    return {str(key) for booking in bookings for key in world.owners(booking)}


@dataclass(frozen=True, slots=True)
class Told:
    """All that one answer tells, but for what is new in every answer."""

    status: int
    headers: tuple
    cookies: tuple
    session: tuple
    mails: int
    trace: tuple
    body: str
    image: bytes = b""

    def differs_in(self, other: "Told") -> str:
        for name in self.__slots__:
            one, two = getattr(self, name), getattr(other, name)
            if one != two:
                return f"{name}: {_first_difference(one, two)}"
        return ""


def _first_difference(one, two) -> str:
    if not isinstance(one, str) or not isinstance(two, str):
        return f"{one!r:.300} / {two!r:.300}"
    place = next(
        (n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b),
        min(len(one), len(two)),
    )
    begin = max(place - 60, 0)
    return f"…{one[begin : place + 90]!r} / …{two[begin : place + 90]!r}"


def told_everything(
    world: World,
    viewer: Viewer,
    known: set[str],
    look: Callable[[Answer], None] | None = None,
) -> dict[str, Told]:
    """Each request of a crawl, with what it was told; two alike are numbered. ``look``
    is shown each answer while what was done by asking still stands.
    """
    answers: dict[str, Told] = {}
    mail.outbox.clear()
    with put_back():
        crawl = Crawl(world, viewer)
        known = known | {str(key) for keys in world.keys.values() for key in keys}
        for answer in crawl.answers():
            label = _without_new(str(answer.ask), known)
            while label in answers:
                label += " again"
            answers[label] = told(answer, crawl, known)
            if look is not None:
                look(answer)
    return answers


def told(answer: Answer, crawl: Crawl, known: set[str]) -> Told:
    response = answer.response
    kind = response.headers.get("Content-Type", "")
    headers = {k: v for k, v in response.headers.items() if k not in NEW_HEADERS}
    is_text = not kind.startswith("image/")
    return Told(
        status=response.status_code,
        headers=tuple((k, _without_new(v, known)) for k, v in sorted(headers.items())),
        cookies=tuple(sorted(response.cookies)),
        session=tuple(sorted(crawl.client.session.keys())),
        mails=len(mail.outbox),
        trace=tuple(sorted(_trace(event, known) for event in answer.events)),
        body=_without_new(settled(_words(answer)), known) if is_text else "",
        image=b"" if is_text else answer.body,
    )


def _words(answer: Answer) -> str:
    if is_paper(answer.response):
        return said_on_paper(answer.body)
    return answer.body.decode()


def _trace(event: ViewEvent, known: set[str]) -> tuple:
    """What the history says, but for its own numbers and for keys made just now."""
    return (
        event.kind,
        event.classes,
        event.basis,
        event.rules,
        event.shape_id or 0,
        _without_new(str(event.booking_id), known),
        _without_new(str(event.person_id), known),
        str(event.facility_id),
        str(sorted(event.detail.items())),
    )


def _without_new(text: str, known: set[str]) -> str:
    """Keys that were made just now are as good as any; so is the number of an event,
    in the address of an older page as in the visible mark: it runs on from one request
    to the next, whatever they show.
    """
    text = _PLACE.sub("_EVENT_live", text)
    return _UUID.sub(lambda key: key[0] if key[0] in known else "UUID", text)


# --- What somebody may not know -------------------------------------------------------


def hidden_from(world: World, viewer: Viewer) -> dict[str, Booking]:
    """The bookings of which the rule lets this viewer know nothing."""
    return {
        name: booking
        for name, booking in world.everybody().items()
        if allowed(viewer, booking) == NOTHING
    }


def forget_hidden(world: World, viewer: Viewer) -> list[str]:
    """Make the jail one in which the hidden have never been; return who they were.

    Whom a grant or an attorney's appearance names cannot be gone without it: those are
    others by then.
    """
    held = {
        key
        for model in (Grant, Appearance)
        for key in model.objects.values_list("booking_id", flat=True)
    }
    gone = {
        name: booking
        for name, booking in hidden_from(world, viewer).items()
        if booking.pk not in held
    }
    Booking.objects.filter(pk__in=[b.pk for b in gone.values()]).delete()
    people = {booking.person_id for booking in gone.values()}
    Person.objects.filter(pk__in=people, bookings=None).delete()
    return sorted(gone)


def alter_hidden(world: World, viewer: Viewer) -> set[str]:
    """Change every value that this viewer may not be shown, of those they know of and
    of those they do not; return the fields. Parts that they may not see are more.
    """
    changed = set()
    open_to = world.allowed(viewer)
    if viewer.may(Act.BOOK):  # whoever books a person they know of again sees them
        at_the_desk = allowed(viewer, world.bookings["ordinary"])
        for booking in world.bookings.values():
            if open_to[booking.person_id]:
                open_to[booking.person_id] |= at_the_desk
    for booking in world.bookings.values():
        _answer_otherwise(world, booking, open_to[booking.pk])
        for model, owner in _records(booking):
            key = booking.pk if owner == {"booking": booking} else booking.person_id
            key = booking.pk if model is Booking else key
            closed = {c for c in CLASSES if c not in open_to[key]}
            for record in model.objects.filter(**(owner or {"pk": key})):
                changed |= world.planter.alter(record, closed)
            if model in ONE_MORE and ONE_MORE[model] in closed:
                _plant_in_the_twin_alone(world, model, **owner, **by(model))
    return changed


def _plant_in_the_twin_alone(world: World, model, **fixed) -> None:
    """What nobody is to come across in the jail as it is."""
    planted = len(world.planter.tokens)
    world.planter.plant(model, **fixed)
    del world.planter.tokens[planted:]


def _answer_otherwise(world: World, booking: Booking, open_to: FieldClass) -> None:
    if FieldClass.ORIGIN not in open_to:
        answer_otherwise(world.planter, booking)


# Parts all of whose fields are of one class: how many there are is of that class too.
ONE_MORE = {
    Alias: FieldClass.IDENTITY,
    Address: FieldClass.CONTACT,
    Detainer: FieldClass.PAPERS,
    CustodyHold: FieldClass.CUSTODY,
    CustodyBasis: FieldClass.MOVEMENTS,
    Handover: FieldClass.MOVEMENTS,
    HousingAssignment: FieldClass.MOVEMENTS,
    HealthMark: FieldClass.HEALTH,
    PropertyItem: FieldClass.VISITS,
    SafetyAlert: FieldClass.SAFETY,
}


def _records(booking: Booking) -> list[tuple]:
    """Each kind of record about a booking, with what its rows belong to."""
    return [
        (Booking, {}),
        (Person, {}),
        (Photo, {"booking": booking}),
        *((model, {"person": booking.person}) for model in OF_PERSON),
        *((model, {"booking": booking}) for model in OF_BOOKING),
    ]
