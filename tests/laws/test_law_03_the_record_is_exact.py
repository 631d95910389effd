"""Law 3. The record is exact.

A value that stands nowhere else is planted in every field of everybody on record.
Then everybody, from the public to the records unit, opens every address, follows every
link and sends every form of the product. What each answer says of whom is compared with
what the view history says was shown by that very request, field by field, both ways:
what was shown and is not written down is a leak; what is written down and was not shown
is a false accusation. Whoever saw nothing of what the law opens to them fails as well,
for then the comparison proves nothing.
"""

from collections import Counter

import pytest

from access.acts import Act
from access.enums import FieldClass
from audit.sealing import digest
from audit.shapes import REGISTERED
from bookings import pages, selectors
from bookings.models import Booking, Person
from bookings.models.person import PersonPart
from bookings.selectors import Cursor
from bookings.selectors.lists import REGISTER_AFTER_DISCHARGE
from tests.architecture.test_fields import MODEL_OF, classes_of
from tests.canaries import FACILITY, PREFIX, Token
from tests.crawl import LEADS_ON, Answer, Crawl
from tests.routes import routes
from tests.world import (
    AT,
    READERS,
    SAME_AS,
    World,
    allowed,
    in_role,
    put_back,
    viewer_of,
    world,
)

__all__ = ["world"]

# A page that says a field by another word than its value, and the word.
DERIVED = {
    ("bookings.search_results", "booking.discharged_at"): "Released",
    ("bookings.other_stays", "booking.discharged_at"): "Released",
}

# What is read before an act. When the act is done, the answer leads on to another page
# and names nobody; that the name was read for it stays written down.
READ_FOR_AN_ACT = {
    *("bookings.alerted", "bookings.described"),
    *("bookings.named", "bookings.acted_upon", "bookings.leaving", "bookings.paper"),
    *(page.shape.page for page in pages.CORRECTIONS.values()),
}

# By which a page says whom it is about, also where nothing else of a person is told.
NAME = frozenset(
    f"person.{name}"
    for name, field_class in Person.field_classes.items()
    if field_class is FieldClass.REGISTER
)

# Fields of a class that no page shows yet, and why.
SHOWN_NOWHERE: dict[str, str] = {
    "statements.withheld_text": "sworn words that say what is not kept: nobody is shown them",
}


def claimed(world: World, answer: Answer) -> dict[Token, str]:
    """What the view history says this request showed: field → page."""
    claims = {}
    for event in answer.events:
        if not event.classes:
            continue
        shape = REGISTERED[event.shape_id]
        fields = shape.fields_shown(event.classes)
        owners = {event.booking_id, event.person_id}
        if event.booking_id is None:
            owners = on_the_register(event, answer)
        if is_of_another_stay(world, event, shape):
            fields = fields & NAME | {path for path in fields if not_of_person(path)}
        for token in world.canaries.tokens:
            if token.owner in owners and token.path in fields:
                claims[token] = shape.page
    return claims


def is_of_another_stay(world: World, event, shape) -> bool:
    """What the history of a stay says of the person is what was written in that stay:
    of one written in another it says nothing, and must not.
    """
    written_in = world.written_in.get(event.person_id)
    return shape is pages.HISTORY.shape and event.booking_id != written_in


def not_of_person(path: str) -> bool:
    part = MODEL_OF.get(path.partition(".")[0])
    return part is None or not (part is Person or issubclass(part, PersonPart))


def on_the_register(event, answer: Answer) -> set:
    """Whom a page of the public register named, out of its event alone: the instant,
    where the page began, the facility, and that what was typed is what was looked for.
    """
    detail = event.detail
    words = [word for word in answer.ask.typed if digest(word) == detail["term"]]
    assert bool(words) == bool(detail["term"]), "the register looked for another word"
    found = Booking.objects.filter(
        is_juvenile=False, is_sealed=False, intake_completed_at__isnull=False
    )
    if detail["facility"]:
        found = found.filter(facility_id=detail["facility"])
    if words:
        found = found.filter(person__surname__istartswith=words[0])
    before = Cursor.read(detail["before"])
    keys = []
    for booking in found.order_by("-booked_at", "-id"):
        place = (booking.booked_at, booking.pk)
        if before and place >= (before.booked_at, before.booking_id):
            continue
        left = booking.discharged_at
        if left is None or left > AT - REGISTER_AFTER_DISCHARGE:
            keys.append(booking)
    shown = keys[: selectors.PAGE]
    assert detail["at"] == AT.isoformat()
    assert detail["shown"] == len(shown)
    return {key for booking in shown for key in (booking.pk, booking.person_id)}


def compare(world: World, viewer, answer: Answer, faults: Counter) -> set[Token]:
    """Note what differs between an answer and its record; return what was shown."""
    where = f"{answer.ask.method} {answer.ask.route}"
    number = answer.response.headers["X-Request-Id"]
    strangers = [e for e in answer.events if str(e.request_id) != number]
    if strangers:
        faults[f"{where}: an event carries another request's number"] += 1
    if PREFIX in str([vars(event) for event in answer.events]):
        faults[f"{where}: a value stands in the view history itself"] += 1
    found = world.canaries.found(answer.response, answer.body)
    claims = claimed(world, answer)
    echoed = world.canaries.typed(answer.ask.typed)
    for token in found - claims.keys() - echoed:
        faults[f"{where} shows {token.path}, and no event says so"] += 1
    for token in claims.keys() - found:
        page = claims[token]
        word = DERIVED.get((page, token.path))
        is_done = (
            answer.ask.method == "POST" and answer.response.status_code in LEADS_ON
        )
        if is_done and page in READ_FOR_AN_ACT:
            continue
        if word is None or word not in answer.body.decode():
            faults[f"{where} claims {token.path} by {page}, and does not show it"] += 1
    shown = found & claims.keys()
    for token in shown - open_by_the_rule(viewer, answer, shown):
        faults[f"{where} shows {token.path}, which the rule does not open"] += 1
    return shown


def open_by_the_rule(viewer, answer: Answer, shown: set[Token]) -> set[Token]:
    """Those that the pure rule opens, of the bookings that the events name."""
    open_to = {token.owner: FieldClass.REGISTER for token in shown}
    named = {event.booking_id for event in answer.events} - {None}
    for booking in Booking.objects.filter(pk__in=named):
        mask = allowed(viewer, booking)
        for owner in (booking.pk, booking.person_id):
            open_to[owner] = open_to.get(owner, mask) | mask
    return {t for t in shown if t.field_class in open_to[t.owner]}


@pytest.mark.parametrize("name", READERS)
def test_what_was_shown_is_what_the_history_names(world, name):
    faults, seen, asked = Counter(), set(), Counter()
    events = 0
    with put_back():
        viewer = viewer_of(READERS[name](world))
        open_to = world.allowed(viewer)
        for answer in Crawl(world, viewer).answers():
            status = answer.response.status_code
            asked[answer.ask.route] += 1
            events += len(answer.events)
            if status >= 500:
                faults[f"{answer.ask}: answers {status}"] += 1
                continue
            seen |= compare(world, viewer, answer, faults)

    missed = {token.path for token in due(world, viewer, open_to) - seen}
    print(
        f"\n{name}: {asked.total()} requests to {len(asked)} addresses;"
        f" {len(seen)} of {len(world.canaries.tokens)} canaries seen; {events} events"
    )
    assert not faults, "\n".join(f"{n} x {what}" for what, n in faults.items())
    assert not missed, f"{name} may see, and never saw: {sorted(missed)}"
    assert set(asked) == {route.name for route in routes()}


def due(world: World, viewer, open_to) -> set[Token]:
    """What somebody must have come across, by the rule alone, or else nothing was
    tried: whoever opens records sees all that is open, everybody the register.
    """
    may_open = viewer.is_open and viewer.may(Act.VIEW)
    may_open_case = viewer.is_open and viewer.may(Act.VIEW_CONSULAR)
    on_register = {path for path, _ in pages.REGISTER.shape.fields}
    newest = {
        key
        for name in ("ordinary", "released", "elsewhere")
        for key in world.owners(world.bookings[name])
    }
    return {
        token
        for token in world.canaries.tokens
        if token.path not in SHOWN_NOWHERE
        and token.field_class in open_to[token.owner]
        and (
            may_open
            or (may_open_case and token.path.startswith("consular."))
            or (viewer.is_open and token.owner in newest and token.path in on_register)
        )
    }


# --- The comparison itself ------------------------------------------------------------


def test_every_field_of_every_record_is_planted_and_on_some_page(world):
    """A field that no page shows is compared with nothing, and needs a reason."""
    fields = {
        f"{path}.{name}"
        for path, model in MODEL_OF.items()
        for name, field_class in classes_of(model).items()
        if field_class is not FieldClass.REFERENCE and name != "facility"
    } | {FACILITY}
    on_a_page = {path for shape in REGISTERED.values() for path, _ in shape.fields}

    assert {token.path for token in world.canaries.tokens} == fields
    assert fields - on_a_page == set(SHOWN_NOWHERE)


@pytest.mark.parametrize(("role", "tried"), SAME_AS.items())
def test_whoever_does_not_try_everything_is_the_same_as_one_who_does(
    world, role, tried
):
    """The product knows a role by its acts and by the law's rules alone."""
    with put_back():
        one, other = (viewer_of(in_role(of)(world)) for of in (role, tried))
        open_to = [world.allowed(viewer) for viewer in (one, other)]

    assert [bool(one.may(act)) for act in Act] == [bool(other.may(act)) for act in Act]
    assert (one.mission, one.purpose) == (other.mission, other.purpose)
    assert open_to[0] == open_to[1]


# Between them they may see every field of somebody.
WIDEST = (
    "the public",
    "booking_clerk",
    "nurse",
    "records_supervisor",
    "consular_officer",
    "counsel",
    "privacy_officer",
    "officer",
)


def test_every_field_may_be_seen_by_somebody_and_is_closed_to_the_public(world):
    """Each reader's own test says that what is due to them was seen."""
    with put_back():
        viewers = [viewer_of(READERS[name](world)) for name in WIDEST]
        seen = {
            token.path
            for viewer in viewers
            for token in due(world, viewer, world.allowed(viewer))
        }
        public = viewer_of(None)
        open_to_all = due(world, public, world.allowed(public))

    assert seen == {token.path for token in world.canaries.tokens} - set(SHOWN_NOWHERE)
    assert {token.field_class for token in open_to_all} == {FieldClass.REGISTER}


def test_no_canary_stands_in_another(world):
    """Else one field's value would be taken for another's."""
    tokens = world.canaries.tokens
    spelt = [(spelling, token) for token in tokens for spelling in token.spellings]

    assert [
        (one, other)
        for one, token in spelt
        for other, of in spelt
        if token is not of and one in other
    ] == []


# What answers nobody here, and why.
ANSWERS_NOBODY = {
    "demo:sign_in": "signs in as the demonstration's own people alone",
    "access:passkey_sign_in": "takes a signature: tests/integration/test_second_factor",
    "access:county_sign_on": "is there where the county has a provider:"
    " tests/integration/test_county_sign_on",
    "access:county_return": "the same",
    "access:join": "answers whoever has used a letter, and shows what the letter is to",
}


def test_every_address_answers_somebody_and_every_form_is_taken(world):
    """An address that only ever refuses is not tried, nor a form full of errors."""
    waiting = {route.name: route for route in routes()}
    for name in WIDEST:
        with put_back():
            crawl = Crawl(world, viewer_of(READERS[name](world)))
            for route in 2 * list(waiting.values()):  # pages first, then their forms
                if route.name in waiting and crawl.is_answered(route):
                    waiting.pop(route.name, None)

    assert set(waiting) == set(ANSWERS_NOBODY), (
        "say in `typed` (tests/crawl.py) what a person would send there, or in"
        " World.keys (tests/world.py) of whom"
    )
