"""Histories drawn by chance, told as a story, and made as short as they can be."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from access.enums import CLASSES, EVERYTHING, NOTHING, Basis, FieldClass, Role
from tests.laws.history_model import (
    BEGIN,
    GIVES,
    KINDS,
    PEOPLE,
    SENTENCES,
    SHIPPED,
    Event,
    Permission,
    Person,
    World,
    behind_the_door,
)

TICK = timedelta(microseconds=1)
BASES = (Basis.JUDICIAL_WARRANT, Basis.COURT_ORDER, Basis.APPROVED_REQUEST)
OTHER_ROLES = (Role.OFFICER, Role.PROSECUTOR, Role.NURSE, Role.SHIFT_SUPERVISOR)
WHATS = tuple(SENTENCES)
# What is sealed is protected besides: the records unit is shown that it is.
_SAYS_THAT_IT_IS_SEALED = FieldClass.PROTECTED


@dataclass(frozen=True)
class Beginning:
    """Who there is, what is on record, and the law."""

    people: tuple[int, ...]
    kinds: tuple[str, ...]
    law: int
    permitted: tuple[FieldClass, ...]

    def world(self) -> World:
        people = [
            Person(
                mission=PEOPLE[number][0],
                roles={PEOPLE[number][1]},
                opened_at=BEGIN - timedelta(days=100),
                last_sign_in_at=BEGIN - timedelta(days=1),
                permissions=[
                    Permission(classes, BEGIN - TICK, BEGIN + timedelta(days=300))
                ],
            )
            for number, classes in zip(self.people, self.permitted, strict=True)
        ]
        law = replace(SHIPPED[self.law], effective_at=BEGIN - timedelta(days=365))
        return World(people, list(self.kinds), [law])

    @property
    def sentences(self) -> Iterator[str]:
        yield f"In the beginning the law is: {SHIPPED[self.law].title}."
        for number, (who, classes) in enumerate(
            zip(self.people, self.permitted, strict=True)
        ):
            mission, role = PEOPLE[who]
            yield f"Person {number} is {role} of a {mission} unit, permitted {classes!r}."
        for number, kind in enumerate(self.kinds):
            yield f"Booking {number} is {kind}."


@dataclass(frozen=True)
class History:
    beginning: Beginning
    events: tuple[Event, ...]

    @property
    def story(self) -> str:
        told = [*self.beginning.sentences, *(event.sentence for event in self.events)]
        return "\n".join(told)


class Grew(AssertionError):
    """Somebody sees more, and nobody wrote that down."""


def drawn(
    seed: int, *, events: int = 7, law: int | None = None, but: frozenset = frozenset()
) -> History:
    """``but``: events that this history does without."""
    chance = random.Random(seed)
    people = tuple(chance.randrange(len(PEOPLE)) for _ in range(2))
    beginning = Beginning(
        people=people,
        kinds=tuple(chance.choice(KINDS) for _ in range(2)),
        law=chance.randrange(len(SHIPPED)) if law is None else law,
        permitted=tuple(some_classes(chance) for _ in people),
    )
    whats = [what for what in WHATS if what not in but]
    at, happened = BEGIN, []
    for _ in range(chance.randint(2, events)):
        at += timedelta(
            days=chance.choice((0, 0, 1, 5, 20, 40)),
            microseconds=chance.randint(1, 86_400_000_000),
        )
        happened.append(an_event(chance, at, chance.choice(whats)))
    return History(beginning, tuple(happened))


def some_classes(chance: random.Random) -> FieldClass:
    return FieldClass(chance.randint(0, int(EVERYTHING)) | chance.choice((0, 18)))


def an_event(chance: random.Random, at: datetime, what: str) -> Event:
    return Event(
        at=at,
        what=what,
        whom=chance.randrange(2),
        booking=chance.randrange(2),
        classes=some_classes(chance) or chance.choice(CLASSES),
        basis=chance.choice(BASES),
        role=chance.choice(OTHER_ROLES),
        days=chance.randint(1, 30),
        law=chance.randrange(len(SHIPPED)),
    )


# --- The law ----------------------------------------------------------------------------

Seen = dict[tuple[int, int], FieldClass]


def seen(world: World, at: datetime) -> Seen:
    return {
        (whom, booking): world.allowed(whom, booking, at)
        for whom in range(len(world.people))
        for booking in range(len(world.kinds))
    }


def check(history: History, look: Callable[[World, datetime], Seen] = seen) -> int:
    """Follow it; raise Grew. Return how often something was given, as it may be."""
    world = history.beginning.world()
    before, last, given = look(world, BEGIN), BEGIN, 0
    for event in history.events:
        for at in instants(world, last, event.at):
            now = look(world, at)
            given += compare(before, now, _written(world, at), f"time passed to {at}")
            before = now
        world.happen(event)
        after = look(world, event.at)
        given += compare(before, after, _by(event), event.sentence)
        before, last = after, event.at
    return given


def play(history: History, stage, move: Callable[[datetime], None]) -> int:
    """Follow it on a stage too: at every step the gate answers as the rule does.
    Raise Grew, or AssertionError with the story. Return how many answers were equal.
    """
    world, last, told, equal = history.beginning.world(), BEGIN, [], 0

    def look(world: World, at: datetime) -> Seen:
        nonlocal equal
        move(at)
        ours, theirs = stage.visible(seen(world, at)), stage.look(world)
        said = "\n".join([*history.beginning.sentences, *told])
        assert theirs == ours, f"{said}\nAt {at} the gate shows {theirs}, not {ours}."
        equal += len(ours)
        return ours

    before = look(world, BEGIN)
    for event in history.events:
        for at in instants(world, last, event.at):
            now = look(world, at)
            compare(before, now, _written(world, at), f"time passed to {at}")
            before = now
        done = stage.happen(event, world)
        told.append(event.sentence if done else f"{event.sentence} (refused)")
        if done:
            world.happen(done)
        after = look(world, event.at)
        compare(before, after, _by(done or event), event.sentence)
        before, last = after, event.at
    return equal


def instants(world: World, last: datetime, until: datetime) -> list[datetime]:
    """Every instant in between at which something ends or begins, and one before it."""
    found = {until}
    for person in world.people:
        ends = [person.agreement_ends_at, person.expires_at, person.review_due_at]
        ends += [person.ends_at, person.last_sign_in_at + timedelta(days=90)]
        ends += [person.reopened_at and person.reopened_at + timedelta(days=90)]
        ends += [i for p in person.permissions for i in (p.starts_at, p.ends_at)]
        ends += [i for detail in person.details for i in detail]
        ends += [g.ends_at for grants in person.grants.values() for g in grants]
        found |= {end for end in ends if end and last < end < until}
    found |= {i for i in world.written if last < i < until}
    return sorted(found)


def _written(world: World, at: datetime) -> Callable[[int, int], FieldClass]:
    """What an instant that was written down beforehand may give, and to whom."""
    may = world.written.get(at, {})
    return lambda whom, booking: may.get(whom, NOTHING) | may.get(None, NOTHING)


def _by(event: Event) -> Callable[[int, int], FieldClass]:
    """What an event may give: its own classes, to its own person, of its own booking."""

    def may(whom: int, booking: int) -> FieldClass:
        if event.what == "seal":
            return _SAYS_THAT_IT_IS_SEALED
        if event.what not in GIVES:
            return NOTHING
        if event.what == "unseal":
            return EVERYTHING if booking == event.booking else NOTHING
        if whom != event.whom:
            return NOTHING
        if event.what == "grant":
            # A judge's paper opens a forbidden account: then also the register there.
            opened = behind_the_door(event.classes) | FieldClass.REGISTER
            return opened if booking == event.booking else NOTHING
        return EVERYTHING

    return may


def compare(before: Seen, after: Seen, may, because: str) -> int:
    given = 0
    for key, classes in after.items():
        more = classes & ~before[key]
        if more & ~may(*key):
            raise Grew(
                f"Then ({because}) person {key[0]} is shown {more!r} more of "
                f"booking {key[1]}."
            )
        given += bool(more)
    return given


# --- When it breaks ---------------------------------------------------------------------


def shortest(history: History, fails: Callable[[History], bool]) -> History:
    """Without every event that is not needed to break the law."""
    events = list(history.events)
    for event in history.events:
        fewer = [e for e in events if e is not event]
        if fails(replace(history, events=tuple(fewer))):
            events = fewer
    return replace(history, events=tuple(events))


def grows(history: History) -> str:
    """The story of how access grew by itself in it, or nothing."""
    try:
        check(history)
    except Grew as grew:
        return f"{history.story}\n{grew}"
    return ""
