"""The commands behind search, and suggestions as an answer."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from access.enums import FieldClass, Role
from audit.enums import ViewKind
from audit.models import TypedText, ViewEvent
from bookings import pages, selectors
from bookings.models import NameKey, Nickname
from bookings.selectors import Terms
from jailrecords.database import as_owner
from tests import factories
from tests.clients import signed_in


def _jail_and_clerk():
    factories.laws()
    jail = factories.facility()
    return jail, factories.viewer(Role.BOOKING_CLERK, sees=[jail])


def _run(*arguments, **options) -> str:
    said = io.StringIO()
    call_command(*arguments, stdout=said, **options)
    return said.getvalue()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("offline", [False, True], ids=["online", "offline"])
def test_lost_and_outdated_keys_are_made_anew(offline):
    jail, clerk = _jail_and_clerk()
    for number in range(3):
        person = factories.person(surname=f"Blackwood{'abc'[number]}")
        factories.booking(person=person, facility=jail)
    before = list(NameKey.objects.order_by("id").values())
    with as_owner(), connection.cursor() as cursor:
        first, second, third = (row["id"] for row in before)
        cursor.execute("DELETE FROM bookings_namekey WHERE id = %s", [first])
        cursor.execute(
            "UPDATE bookings_namekey SET version = 0, surname_keys = '{}' WHERE id = %s",
            [second],
        )
        cursor.execute(
            "UPDATE bookings_namekey SET id = gen_random_uuid() WHERE id = %s", [third]
        )

    said = _run("rebuild_search", offline=offline)

    assert said == "3 names have their keys.\n"
    assert list(NameKey.objects.order_by("id").values()) == before
    assert len(selectors.found(clerk, Terms("Blackwwod"))) == 3
    assert _run("rebuild_search") == "0 names have their keys.\n"
    assert _run("rebuild_search", all=True) == "3 names have their keys.\n"
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('namekey_by_keys') IS NOT NULL")
        assert cursor.fetchone() == (True,)


@pytest.mark.django_db(transaction=True)
def test_a_larger_list_of_nicknames_is_known_at_once(tmp_path):
    jail, clerk = _jail_and_clerk()
    person = factories.person(surname="Blackwood", given_name="Maximiliana")
    booking = factories.booking(person=person, facility=jail)
    asked = Terms("Blackwood", "Qiqi")
    assert selectors.found(clerk, asked) == []
    file = tmp_path / "names.csv"
    file.write_text(
        "name1,relationship,name2\nMaximiliana,has_nickname,Qiqi\n"
        "maximiliana,has_nickname,Qiqí\nann,has_nickname,Ann\n",
        encoding="utf-8",
    )

    assert _run("load_reference", "nicknames", str(file)) == "3 read, 1 new.\n"

    assert [row.booking_id for row in selectors.found(clerk, asked)] == [booking.pk]
    assert _run("load_reference", "nicknames", str(file)) == "3 read, 0 new.\n"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "first line"),
        ("name,nick\na,b\n", "first line"),
        ("name1,relationship,name2\n", "none of the kind"),
        ("name1,relationship,name2\nann,is,annie\n", "line 2"),
        ("name1,relationship,name2\nann,has_nickname,\n", "line 2"),
        (f"name1,relationship,name2\nann,has_nickname,{'a' * 81}\n", "line 2"),
    ],
)
def test_a_faulty_file_of_nicknames_changes_nothing(tmp_path, text, word):
    file = tmp_path / "names.csv"
    file.write_text(text)
    before = Nickname.objects.count()

    with pytest.raises(CommandError, match=word):
        _run("load_reference", "nicknames", str(file))
    with pytest.raises(CommandError, match="cannot be read"):
        _run("load_reference", "nicknames", str(tmp_path / "none.csv"))

    assert Nickname.objects.count() == before > 100


# --- Suggestions ---------------------------------------------------------------------


@pytest.fixture
def at_the_desk(db):
    jail, clerk = _jail_and_clerk()
    for number in range(7):
        person = factories.person(surname="Blackwood", birth_date="1986-04-28")
        for days in range(2):
            factories.booking(
                person=person,
                facility=jail,
                booked_at=factories.now() - timedelta(days=9 * (days + 1) + number),
                discharged_at=factories.now() - timedelta(days=9 * days + number + 1),
                discharge_reason="time_served",
                discharge_manner="Sentence served",
            )
    return clerk


def _suggested(viewer, **typed):
    return signed_in(viewer).post(reverse("bookings:suggest"), typed)


def test_five_are_suggested_and_each_is_recorded_with_its_fields(at_the_desk):
    response = _suggested(at_the_desk, surname="Blackwod")

    assert response.content.decode().count('role="option"') == 5
    assert "1986" in response.content.decode()
    events = ViewEvent.objects.filter(kind=ViewKind.SUGGESTED)
    assert {event.shape_id for event in events} == {pages.SUGGESTIONS.shape.id}
    assert events.count() == 5
    assert ViewEvent.objects.filter(kind=ViewKind.SEARCHED).count() == 1
    assert not TypedText.objects.exists()


@pytest.mark.parametrize("typed", ["Blackwood", "Blackwod"], ids=["begins", "near"])
def test_each_suggestion_is_another_person_by_the_newest_booking(at_the_desk, typed):
    rows = selectors.suggested(at_the_desk, Terms(typed))

    newest = {
        booking.person_id: booking.pk
        for booking in factories.Booking.objects.order_by("booked_at")
    }
    shown = [row.booking_id for row in rows]
    assert len(shown) == 5
    assert set(shown) <= set(newest.values())


def test_a_newest_booking_that_may_not_be_known_of_gives_way_to_one_that_may(
    at_the_desk,
):
    newest = factories.Booking.objects.order_by("-booked_at").first()
    factories.Booking.objects.filter(pk=newest.pk).update(
        is_sealed=True, sealed_at=factories.now()
    )
    older = factories.Booking.objects.exclude(pk=newest.pk).get(person=newest.person)
    factories.Person.objects.filter(pk=newest.person_id).update(given_name="Aaron")

    rows = selectors.suggested(at_the_desk, Terms("Blackwood", "Aaron"))

    assert [row.booking_id for row in rows] == [older.pk]


def test_the_year_of_birth_is_for_whom_it_is_open_to(at_the_desk):
    member = factories.membership(Role.BOOKING_CLERK)
    classes = [c for c in FieldClass if c is not FieldClass.IDENTITY]
    factories.permit(member.unit, factories.Facility.objects.get(), classes=classes)

    body = _suggested(factories.viewer_of(member), surname="Blackwood").content.decode()

    assert "Blackwood" in body
    assert "1986" not in body


@pytest.mark.parametrize("typed", [{}, {"surname": "Bl"}, {"birth_date": "nonsense"}])
def test_too_little_has_no_answer_and_shows_nobody(at_the_desk, typed):
    response = _suggested(at_the_desk, **typed)

    assert (response.status_code, response.content) == (204, b"")
    assert not ViewEvent.objects.exists()


def test_surname_comma_given_name_is_taken_apart(at_the_desk):
    body = _suggested(at_the_desk, surname="Blackwood, Rob").content.decode()
    assert body.count('role="option"') == 5
    assert (
        _suggested(at_the_desk, surname="Blackwood, Zoë")
        .content.decode()
        .count('role="option"')
        == 0
    )
