"""A roster again: after a crash, in part, twice, in overlapping files."""

import os
import random
import signal

import pytest
from django.db import connection, transaction

from bookings.models import Booking, CustodyHold, Person, RosterLine, RosterSource
from tests import factories
from tests.integration.rosters import HEAD, MAPPING, brought_in, facility

DAYS = ("2026-05-01", "2026-05-02", "2026-05-03", "2026-05-05", "2026-05-09")
CHARGES = ("Theft 3", "Theft 3;Trespass", "Assault 4;DOC HOLD", "DUI;USM HOLD")


def _lists(seed: int) -> dict[str, str]:
    """Rosters of some days, by day: who is there, where, and for what, by chance."""
    draw = random.Random(seed)
    lists = {}
    booked = dict.fromkeys(range(8), "2026-04-20 10:00")
    for day in DAYS:
        rows = []
        for number in range(8):
            if draw.random() < 0.35:
                if draw.random() < 0.3:
                    booked[number] = f"{day} 01:00"
                continue
            cell, charges = draw.choice(("A1", "B2", "")), draw.choice(CHARGES)
            rows.append(
                f"{day},{number},P{number},{booked[number]},,{cell},WHITE,{charges}\n"
            )
        lists[day] = "".join(rows)
    return lists


def _told() -> dict:
    """The record and its history, in words that are the same for the same facts."""
    bookings = Booking.objects.order_by("person__surname", "booked_at")
    return {
        "bookings": [
            (
                *(b.person.surname, b.booked_at, b.discharged_at, b.discharge_reason),
                *(b.housing, b.booking_number[:1]),
                tuple(b.charges.order_by("position").values_list("offense", flat=True)),
                tuple(
                    b.holds.order_by("kind", "received_at").values_list(
                        "kind", "received_at", "cleared_at"
                    )
                ),
            )
            for b in bookings.select_related("person")
        ],
        "people": Person.objects.count(),
        "history": sorted(
            f"{past.booked_at} {past.housing} {past.discharged_at} {past.history_type}"
            for past in Booking.history.all()
        ),
        "lines": RosterLine.objects.count(),
    }


def _never() -> dict:
    return {
        "bookings": Booking.objects.count(),
        "people": Person.objects.count(),
        "history": Booking.history.count() + Person.history.count(),
        "sources": RosterSource.objects.count(),
        "lines": RosterLine.objects.count(),
    }


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("at", ["rows read", "1 of 5 lists", "4 of 5 lists"])
def test_a_killed_import_leaves_nothing_and_the_next_is_as_if_it_had_never_been(
    tmp_path, monkeypatch, at
):
    """The process is killed (SIGKILL) in the middle: nobody tidies up."""
    from bookings.services import roster_import

    monkeypatch.setattr(roster_import, "_STEP", 10)
    monkeypatch.setattr(roster_import, "_OFTEN", 1)
    factories.laws()
    facility()
    text = HEAD + "".join(_lists(1).values())
    before = _never()
    with transaction.atomic():
        brought_in(tmp_path, text)
        whole = _told()
        transaction.set_rollback(True)

    def killed(said: str) -> None:
        if at in said:
            os.kill(os.getpid(), signal.SIGKILL)

    child = os.fork()
    if child == 0:
        connection.connection = None
        try:
            brought_in(tmp_path, text, say=killed)
        finally:
            os._exit(7)
    _, status = os.waitpid(child, 0)

    assert os.WIFSIGNALED(status), "the import ended before it was killed"
    assert _never() == before
    brought_in(tmp_path, text)
    assert _told() == whole


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(6))
def test_lists_in_overlapping_files_come_to_what_one_file_comes_to(tmp_path, seed):
    factories.laws()
    facility()
    lists = _lists(seed)
    with transaction.atomic():
        brought_in(tmp_path, HEAD + "".join(lists.values()))
        whole = _told()
        transaction.set_rollback(True)

    draw = random.Random(seed)
    end = 0
    while end < len(DAYS):
        begin = draw.randint(0, end)
        end = draw.randint(end + 1, len(DAYS))
        part = HEAD + "".join(lists[day] for day in DAYS[begin:end])
        for _ in range(draw.randint(1, 2)):
            brought_in(tmp_path, part)

    assert _told() == whole


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(6))
def test_no_file_that_was_taken_in_changes_anything_again(tmp_path, seed):
    factories.laws()
    facility()
    lists = _lists(seed)
    brought_in(tmp_path, HEAD + "".join(lists.values()))
    before = _told()

    days = list(DAYS)
    random.Random(seed).shuffle(days)
    for day in days:
        result = brought_in(tmp_path, HEAD + lists[day])
        assert not any(result.done.values()), (day, result.done)

    assert _told() == before


@pytest.mark.django_db
def test_whoever_is_missing_is_released_and_their_holds_are_not_touched(tmp_path):
    factories.laws()
    facility()
    row = "{day},1,Heron,2026-04-20,,A1,WHITE,DOC HOLD\n"
    other = "{day},2,Osprey,2026-04-20,,A1,WHITE,Theft\n"
    first = (row + other).format(day=DAYS[0]).replace("{day}", DAYS[0])
    brought_in(tmp_path, HEAD + first + other.format(day=DAYS[1]))

    gone = Booking.objects.get(person__surname="Heron")
    assert gone.discharge_reason == "not_on_later_roster"
    assert CustodyHold.objects.get().cleared_at is None
    assert Booking.objects.get(person__surname="Osprey").discharged_at is None
    assert MAPPING.count("absence") == 0, "missing means left unless it is said"
