"""What a reader was shown, held against what the view history says of it.

A value that stands nowhere else is planted in every field of everybody on record. What
each answer says of whom is compared with what the history says was shown by that very
request, field by field, both ways: what was shown and is not written down is a leak; what
is written down and was not shown is a false accusation.
"""

from collections import Counter

from access.acts import Act
from access.enums import FieldClass
from access.viewer import Viewer
from audit.sealing import digest
from audit.shapes import REGISTERED
from bookings import pages, selectors
from bookings.models import Booking, Person
from bookings.models.person import PersonPart
from bookings.selectors import Cursor
from bookings.selectors.lists import REGISTER_AFTER_DISCHARGE
from tests.architecture.test_fields import MODEL_OF
from tests.canaries import PREFIX, Token
from tests.crawl import LEADS_ON, Answer
from tests.routes import routes
from tests.world import AT, World, allowed

# A page that says a field by another word than its value, and the word.
DERIVED = {
    ("bookings.search_results", "booking.discharged_at"): "Released",
    ("bookings.other_stays", "booking.discharged_at"): "Released",
}

# What is read before an act. When the act is done, the answer leads on to another page
# and names nobody; that the name was read for it stays written down.
READ_FOR_AN_ACT = {
    *("bookings.alerted", "bookings.described", "warrants.appearances"),
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
        if (is_done and page in READ_FOR_AN_ACT) or not token.stands():
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


class Exactness:
    """Whatever one reader is told, request by request, and what is wrong with it."""

    def __init__(self, world: World, viewer: Viewer):
        self.world = world
        self.viewer = viewer
        self.asked: Counter = Counter()
        self.seen: set[Token] = set()
        self.events = 0
        self._open_to = world.allowed(viewer)
        self._faults: Counter = Counter()

    def look(self, answer: Answer) -> None:
        self.asked[answer.ask.route] += 1
        self.events += len(answer.events)
        if answer.response.status_code >= 500:
            self._faults[f"{answer.ask}: answers {answer.response.status_code}"] += 1
            return
        self.seen |= compare(self.world, self.viewer, answer, self._faults)

    def faults(self) -> list[str]:
        """Whoever saw nothing of what the law opens to them fails as well, for then the
        comparison proves nothing.
        """
        found = [f"{count} x {what}" for what, count in self._faults.items()]
        wanted = due(self.world, self.viewer, self._open_to) - self.seen
        missed = sorted({token.path for token in wanted})
        if missed:
            found.append(f"may see, and never saw: {missed}")
        not_asked = {route.name for route in routes()} - self.asked.keys()
        return found + [f"{name} was not asked for" for name in sorted(not_asked)]

    def __str__(self):
        planted = len(self.world.canaries.tokens)
        return (
            f"{self.asked.total()} requests to {len(self.asked)} addresses;"
            f" {len(self.seen)} of {planted} canaries seen; {self.events} events"
        )


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
