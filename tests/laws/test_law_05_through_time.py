"""Law 5, through time: whatever happens in whatever order, nobody is shown more than a
moment ago, unless two people gave it or an instant that was written down has come.

``history_model`` is what is written down, ``histories`` draws what happens and compares,
``history_stage`` plays the same in PostgreSQL with the product's services and its gate.
"""

import inspect
import os
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from access import services as access_services
from access.acts import Act
from access.enums import NOTHING, Basis, FieldClass, Mission, Role
from access.policy import BookingFacts, ViewerFacts, decide
from audit.clock import now
from bookings import services as booking_services
from bookings.models import Booking
from tests import factories
from tests.clients import signed_in, words
from tests.laws.histories import (
    Beginning,
    Grew,
    History,
    check,
    drawn,
    grows,
    play,
    shortest,
)
from tests.laws.history_model import (
    BEGIN,
    GIVES,
    GIVES_LATER,
    PEOPLE,
    SENTENCES,
    SHIPPED,
    Event,
    World,
)
from tests.laws.history_stage import Staff, Stage
from warrants import services as warrant_services

PURE = int(os.environ.get("LAW_5_HISTORIES", "10000"))
PLAYED = int(os.environ.get("LAW_5_PLAYED", "200"))
IN_FORCE = len(SHIPPED) - 1
ALL_KINDS = (
    BookingFacts(),
    BookingFacts(is_juvenile=True),
    BookingFacts(is_sealed=True),
)


def story_of(history: History) -> str:
    return grows(shortest(history, lambda shorter: bool(grows(shorter))))


def test_nobody_is_shown_more_by_any_history():
    """10,000 of them, through the pure rule; a story is printed when one does."""
    given = 0
    for seed in range(PURE):
        history = drawn(seed)
        try:
            given += check(history) > 0
        except Grew:
            pytest.fail(story_of(history))
    assert PURE / 10 < given < PURE, "what may give must give now and then"


# --- The same in PostgreSQL ------------------------------------------------------------


class Over(Exception):
    """The end of a history: everything of it is undone."""


@pytest.fixture
def staff(db, clock):
    clock(BEGIN - timedelta(days=400))
    factories.laws()
    made = Staff()
    clock(BEGIN)
    return made


def test_the_gate_answers_as_the_rule_at_every_step_of_a_history(
    staff, clock, tmp_path
):
    equal = 0
    for seed in range(PLAYED):
        history = drawn(seed, events=6, law=IN_FORCE)
        with suppress(Over), transaction.atomic():
            clock(BEGIN)
            stage = Stage(history.beginning, staff, tmp_path)
            equal += play(history, stage, clock)
            raise Over
    assert equal > PLAYED * 20


def test_the_last_shipped_law_is_the_one_in_force():
    assert max(law.effective_at for law in SHIPPED) == SHIPPED[IN_FORCE].effective_at


# --- The checks themselves -------------------------------------------------------------

OFFICER = PEOPLE.index((Mission.CRIMINAL, Role.OFFICER))
LOOKS = Beginning((OFFICER, OFFICER), ("ordinary",) * 2, IN_FORCE, (FieldClass(2),) * 2)


def told(*whats: str, **fields) -> History:
    days = timedelta(days=1)
    return History(
        LOOKS,
        tuple(
            Event(BEGIN + days * place, what, **fields)
            for place, what in enumerate(whats, start=1)
        ),
    )


def test_a_story_is_short_and_reads_as_sentences(monkeypatch):
    """A suspension that opens something: told in three sentences and an outcome."""

    def opens(world, person, event):
        person.permissions[0].classes |= FieldClass.IDENTITY

    monkeypatch.setattr(World, "_suspend", opens)
    history = told("wait", "sign_in", "suspend", "release")

    assert story_of(history).splitlines() == [
        f"In the beginning the law is: {SHIPPED[IN_FORCE].title}.",
        "Person 0 is officer of a criminal unit, permitted <FieldClass.CUSTODY: 2>.",
        "Person 1 is officer of a criminal unit, permitted <FieldClass.CUSTODY: 2>.",
        "Booking 0 is ordinary.",
        "Booking 1 is ordinary.",
        "2026-01-04 00:00:00.000000: person 0 is suspended",
        (
            "Then (2026-01-04 00:00:00.000000: person 0 is suspended) person 0 is shown "
            "<FieldClass.IDENTITY: 16> more of booking 0."
        ),
    ]


@pytest.mark.parametrize("what", sorted(set(SENTENCES) - GIVES))
def test_whatever_may_not_give_is_caught_when_it_gives(monkeypatch, what):
    def opens(world, person, event):
        person.permissions[0].classes |= FieldClass.IDENTITY

    monkeypatch.setattr(World, f"_{what}", opens)

    assert grows(told(what))


def test_a_grant_is_caught_when_it_opens_more_than_it_says(monkeypatch):
    honest = World._grant

    def generous(world, person, event):
        honest(world, person, replace(event, classes=event.classes | FieldClass(32)))

    monkeypatch.setattr(World, "_grant", generous)
    asked = {"classes": FieldClass(16), "basis": Basis.APPROVED_REQUEST, "days": 9}

    assert "CONTACT" in grows(told("grant", **asked))


def test_every_event_happens_in_the_drawn_histories():
    happened = {event.what for seed in range(300) for event in drawn(seed).events}

    assert happened == set(SENTENCES)


# --- Detail, merger, deletion ------------------------------------------------------------


@pytest.mark.parametrize("law", SHIPPED, ids=lambda law: law.title)
@pytest.mark.parametrize("mission", Mission)
def test_a_detail_opens_nothing_that_the_units_own_mission_does_not(law, mission):
    """*Mixed* is the most restricted of its parts, under every law there was."""
    everything = dict.fromkeys(Basis, FieldClass(4095))
    for role in Role:
        own = ViewerFacts(mission, frozenset({role}))
        detailed = replace(own, mission=Mission.MIXED, detailed_from=mission)
        for purpose in factories.PURPOSE_OF.values():
            for kind in ALL_KINDS:
                before = decide(law, own, purpose, kind, everything).allowed
                after = decide(law, detailed, purpose, kind, everything).allowed

                assert after & ~before == NOTHING, (role, purpose, kind)


# What joins two records of one person, and the event of it in every history.
MERGERS = {
    "propose_link": "merge",
    "decide_link": "merge",
    "end_link": "unmerge",
    Act.MERGE: "merge",
    Act.UNMERGE: "unmerge",
}


def test_there_is_no_merger_that_no_history_knows_of():
    """Two persons made one by moving bookings would move what grants open. Whoever adds
    a way gives it an event in ``history_model``, which is played in PostgreSQL: records
    are joined by a link, and no booking is shown to anybody otherwise by it.
    """
    services = (access_services, booking_services, warrant_services)
    names = [
        name
        for module in services
        for name, _ in inspect.getmembers(module, inspect.isfunction)
    ]
    words = ("merge", "split", "link")
    merging = {
        name
        for name in [*names, *Act]
        # An emergency joins nobody, and has the letters of it.
        if any(word in name.replace("emergenc", "") for word in words)
        and name != Act.VIEW_LINKS
    }

    assert merging == set(MERGERS)
    assert set(MERGERS.values()) <= set(SENTENCES) - GIVES - GIVES_LATER


@pytest.mark.django_db
def test_a_booking_with_a_grant_is_not_pointed_at_another_person():
    """What a merger by hand would do: the paper named somebody else."""
    booking = factories.booking()
    factories.grant(factories.membership(Role.OFFICER), booking, FieldClass.CUSTODY)

    with pytest.raises(DatabaseError), transaction.atomic():
        Booking.objects.filter(pk=booking.pk).update(person=factories.person())


@contextmanager
def deleting():
    """Constraints are looked at when a transaction ends: here at once."""
    with transaction.atomic():
        yield
        connection.check_constraints()


@pytest.mark.django_db
def test_nothing_that_somebody_holds_can_be_deleted_and_come_back_for_another():
    """The keys that a grant or permission names are never given out again."""
    booking = factories.booking()
    member = factories.membership(Role.OFFICER)
    factories.grant(member, booking, FieldClass.CUSTODY)
    for held in (booking, member, member.account, member.unit, member.unit.agency):
        with pytest.raises(DatabaseError), deleting():
            held.__class__.objects.filter(pk=held.pk)._raw_delete("default")


# --- With what stands beside the database dead ------------------------------------------


def test_a_dead_cache_and_a_dead_broker_show_nobody_anything_else(db, clock, settings):
    """Valkey is gone: every answer is what it was, to the byte."""
    factories.laws()
    clock(now())
    jail = factories.facility()
    booking = factories.booking(facility=jail)
    viewers = [
        factories.viewer(role, sees=[jail])
        for role in (Role.OFFICER, Role.SHIFT_SUPERVISOR, Role.NURSE, Role.PROSECUTOR)
    ]
    record = reverse("bookings:record", args=[booking.pk])

    def shown():
        return [words(signed_in(viewer).get(record)) for viewer in viewers]

    alive = shown()
    nowhere = "unix:///nowhere/valkey.sock"
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": nowhere}}
    settings.CELERY_BROKER_URL = f"redis+socket://{nowhere}"
    with pytest.raises(Exception, match=r"(?i)connect"):
        cache.get("anything")  # the positive control: it is dead

    assert shown() == alive
