"""The history of a record: before and after, when, by whom and why; of what this
reader may be shown, and of the stay in which it was written down.
"""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.html import strip_tags

from access.acts import Act
from access.enums import FieldClass, Purpose, Role
from audit.acting import acting
from audit.clock import now
from bookings import changes, selectors
from bookings.models import (
    Address,
    Alias,
    Booking,
    Charge,
    Detainer,
    Mark,
    Person,
    Photo,
    PhysicalDescription,
)
from bookings.presenters import history
from bookings.selectors import Place
from tests import factories
from tests.clients import answer, signed_in

pytestmark = pytest.mark.django_db


def change(booking, by=None, act=Act.BOOK, reason="", **values):
    with acting(by and by.account_id, act, reason):
        Booking.objects.filter(pk=booking.pk).update(**values)


def page(viewer, booking, address: str = ""):
    path = reverse("bookings:history", args=[booking.pk])
    return signed_in(viewer).get(f"{path}{address}")


def text(viewer, booking, address: str = "") -> str:
    main = page(viewer, booking, address).content.decode().partition("<main")[2]
    return " ".join(strip_tags(main.partition("</main>")[0]).split())


def titles(viewer, booking, address: str = "") -> list[str]:
    body = page(viewer, booking, address).content.decode()
    return re.findall(r"<h2>(.*?)</h2>", body)


# --- What a line says -------------------------------------------------------------------


def test_a_line_says_before_and_after_when_by_whom_of_which_unit_and_why(
    booking, clerk
):
    change(booking, clerk, housing="10 W, cell 06")
    change(booking, clerk, Act.DISCHARGE, "by number", housing="10 W, cell 07")

    said = text(clerk, booking)

    assert "before: 10 W, cell 06 → after: 10 W, cell 07" in said
    assert f"by {clerk.display_name}, {clerk.unit_name}" in said
    assert "Release a person, by booking number alone" in said
    assert said.index("cell 07") < said.index("not recorded → after: 10 W, cell 06")


def test_what_nobody_is_known_for_was_the_system(booking, clerk):
    assert "by the system" in text(clerk, booking)


def test_a_reason_that_somebody_typed_is_not_repeated(booking, clerk):
    """It may be of any class: what is kept of it is the act."""
    change(booking, clerk, reason="Qtypedz about a person", housing="2 E")

    said = text(clerk, booking)

    assert "Book a person" in said
    assert "Qtypedz" not in said


def test_every_part_of_a_record_is_told_added_changed_and_removed(booking, clerk):
    person = booking.person
    parts = {
        "Other name": Alias.objects.create(person=person, surname="Qaliasz"),
        "Address": Address.objects.create(person=person, kind="home", street="Qroadz"),
        "Mark": Mark.objects.create(person=person, family="TAT", code="TAT ARM"),
        "Description": PhysicalDescription.objects.create(
            person=person, height_inches=70
        ),
        "Charge 2": Charge.objects.create(
            booking=booking, position=2, statute="46.61.502", offense="DUI"
        ),
    }
    Alias.objects.update(surname="Qnewaliasz")
    Person.objects.filter(pk=person.pk).update(birth_date="1990-01-02", phone="555")
    for part in parts.values():
        part.delete()

    said, found = text(clerk, booking), titles(clerk, booking)

    for label in parts:
        assert f"{label} written down" in found
        assert f"{label} removed" in found
    assert "before: Qaliasz → after: Qnewaliasz" in said
    assert "removed: Qnewaliasz" in said
    assert "removed: Qroadz" in said
    assert "Jan 2, 1990" in said
    assert found.count("Person changed") == 1


def test_that_a_photo_was_added_is_told_and_its_image_never(booking, clerk):
    Photo.objects.create(person=booking.person, image=b"QJPEGz", taken_at=now())

    answered = page(clerk, booking).content

    assert b"Photo written down" in answered
    assert b"QJPEGz" not in answered
    assert b"<img" not in answered.partition(b"<main")[2]


def test_a_record_without_a_change_to_show_says_so(booking, clerk):
    far = Place(now() - timedelta(days=9999), 0, booking.pk, 1)

    assert "No change to show" in text(clerk, booking, f"?before={far.text}")


# --- What is not there ----------------------------------------------------------------


def test_a_change_of_what_may_not_be_seen_is_no_line_and_leaves_no_gap(
    booking, officer, clerk, clock
):
    clock(now())
    Detainer.objects.create(
        booking=booking, form="I-247A", office="Qofficez", received_at=now()
    )
    change(booking, clerk, court="King County District Court")
    before = answer(page(officer, booking), asked_for=booking.pk)

    change(booking, clerk, housing="Qhousez")
    change(booking, clerk, safety_instructions="Qsafetyz")
    Person.objects.filter(pk=booking.person_id).update(phone="Q555z")
    Address.objects.create(person=booking.person, kind="home", street="Qroadz")

    assert answer(page(officer, booking), asked_for=booking.pk) == before
    assert "Qofficez" not in text(officer, booking)
    for word in ("Qhousez", "Qsafetyz", "Q555z", "Qroadz"):
        assert word in text(clerk, booking)


def test_one_change_of_two_classes_tells_each_reader_his_own(booking, officer, clerk):
    change(booking, clerk, court="Qcourtz", housing="Qhousez")

    assert "Qcourtz" in text(officer, booking)
    assert "Qhousez" not in text(officer, booking)
    assert titles(officer, booking) == titles(clerk, booking)


def test_papers_are_told_to_the_records_unit_alone(booking, jail, clerk):
    records = factories.viewer(
        Role.RECORDS_OFFICER, sees=[jail], purpose=Purpose.RECORDS_DUTY
    )
    Detainer.objects.create(
        booking=booking, form="I-247A", office="Qofficez", received_at=now()
    )

    assert "Immigration paper written down" in titles(records, booking)
    assert "Qofficez" in text(records, booking)
    assert "paper" not in " ".join(titles(clerk, booking))


def test_that_a_booking_was_sealed_and_opened_again_is_no_line(booking, clerk):
    before = titles(clerk, booking)
    change(booking, clerk, is_sealed=True, sealed_at=now())
    change(booking, clerk, is_sealed=False, sealed_at=None)

    assert titles(clerk, booking) == before


# --- Another stay of the same person -------------------------------------------------------


def stays(jail, clock, **protected):
    """An open stay of last year, one of last month that is ``protected``, one now."""
    at = now()
    person = factories.person(surname="Twice", phone="Qfirstz")
    left = {"discharge_reason": "time_served", "discharge_manner": "Sentence served"}
    made = []
    for days, fields, phone in (
        (400, {}, "Qfirstphonez"),
        (40, protected, "Qhiddenphonez"),
        (4, {}, "Qlastphonez"),
    ):
        clock(at - timedelta(days=days))
        made.append(
            factories.booking(
                facility=jail,
                person=person,
                booked_at=now(),
                **(left | {"discharged_at": now() + timedelta(days=20)})
                if days > 4
                else {},
                **fields,
            )
        )
        clock(at - timedelta(days=days - 1))
        Person.objects.filter(pk=person.pk).update(phone=phone)
        Alias.objects.create(person=person, surname=f"Alias{phone}")
    clock(at)
    return made


@pytest.mark.parametrize("flag", ["is_sealed", "is_juvenile"])
def test_a_protected_stay_is_not_told_by_an_open_ones_history(jail, clock, flag):
    """Neither what was written in it, nor when, nor as what stood before."""
    first, hidden, last = stays(jail, clock, **{flag: True})
    viewer = factories.viewer(Role.CUSTODY_OFFICER, sees=[jail])
    if flag == "is_juvenile":
        viewer = factories.viewer(Role.OFFICER, sees=[jail])
        factories.grant(
            factories.Membership.objects.get(pk=viewer.membership_id),
            last,
            FieldClass.CONTACT | FieldClass.IDENTITY,
        )
    assert page(viewer, hidden).status_code == 404

    for booking in (first, last):
        assert "Qhiddenphonez" not in text(viewer, booking)
    assert "before: Qfirstphonez → after: Qlastphonez" in text(viewer, last)


def test_what_was_written_in_one_stay_is_told_there_and_nowhere_else(jail, clock):
    first, middle, last = stays(jail, clock)
    clerk = factories.viewer(Role.BOOKING_CLERK, sees=[jail])

    told = [text(clerk, booking) for booking in (first, middle, last)]

    for own, word in zip(told, ("first", "hidden", "last"), strict=True):
        assert f"AliasQ{word}phonez" in own
        assert sum(f"AliasQ{word}phonez" in other for other in told) == 1
    assert "before: Qhiddenphonez → after: Qlastphonez" in told[2]


def test_a_stay_that_is_sealed_later_takes_its_words_with_it(jail, clock):
    _, middle, last = stays(jail, clock)
    clerk = factories.viewer(Role.BOOKING_CLERK, sees=[jail])
    change(middle, is_sealed=True, sealed_at=now())

    assert "Qhiddenphonez" not in text(clerk, last)


def test_what_a_protected_stay_left_is_no_change_of_the_open_one(jail, clock):
    """The protected stay wrote the sex; the open one afterwards only the phone."""
    first, hidden, last = stays(jail, clock, is_sealed=True)
    clerk = factories.viewer(Role.BOOKING_CLERK, sees=[jail])
    clock(now() - timedelta(days=38))
    Person.objects.filter(pk=first.person_id).update(sex="F")
    clock(now() + timedelta(days=38))
    Person.objects.filter(pk=first.person_id).update(phone="555")

    said = text(clerk, last)

    assert "after: 555" in said
    assert "Female" not in said
    assert hidden.person_id == last.person_id


# --- Pages -------------------------------------------------------------------------------


def all_pages(viewer, booking) -> list[list[str]]:
    found, before = [], None
    while True:
        shown = selectors.open_history(viewer, booking.pk, before=before)
        lines = _courts(shown)
        found.append([word for word, _ in lines[: changes.PAGE]])
        if len(lines) <= changes.PAGE:
            return found
        before = lines[changes.PAGE - 1][1]


def _courts(shown) -> list[tuple[str, Place]]:
    lines = history._lines(shown)
    order = sorted(lines, key=history._order, reverse=True)
    return [
        (lines[place]["fields"].get("court", ["first"])[-1], place) for place in order
    ]


@pytest.mark.parametrize("stands_still", [False, True])
def test_pages_hold_every_change_once_whatever_lies_between(
    booking, officer, clerk, clock, stands_still
):
    """Also where many changes bear one instant."""
    if stands_still:
        clock(now())
    for number in range(2 * changes.PAGE + 7):
        change(booking, clerk, court=f"Court {number:03d}")
        if number % 3 == 0:
            change(booking, clerk, housing=f"cell {number}")
            Person.objects.filter(pk=booking.person_id).update(phone=str(number))

    found = all_pages(officer, booking)

    told = [word for lines in found for word in lines if word.startswith("Court")]
    assert told == [
        f"Court {number:03d}" for number in reversed(range(2 * changes.PAGE + 7))
    ]
    assert [len(lines) for lines in found[:2]] == [changes.PAGE, changes.PAGE]


def test_the_page_leads_to_older_changes_and_back(booking, clerk):
    for number in range(changes.PAGE + 1):
        change(booking, clerk, court=f"Court {number:03d}")
    body = page(clerk, booking).content.decode()
    (older,) = re.findall(r'href="(\?before=[^"]+)" rel="next"', body)

    said = page(clerk, booking, older).content.decode()

    assert "Booking written down" in said
    assert "Booking written down" not in body
    assert 'rel="prev"' in said
    assert 'rel="next"' not in said


def test_the_way_to_older_changes_tells_no_number_of_changes(booking, clerk):
    """A running number would tell how much is changed on records that are hidden."""
    for number in range(changes.PAGE + 1):
        change(booking, clerk, court=f"Court {number:03d}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(history_id) FROM bookings_historicalbooking")
        (number,) = cursor.fetchone()

    (older,) = re.findall(
        r"\?before=([^\"]+)\" rel", page(clerk, booking).content.decode()
    )

    assert Place.read(older).nth == 1
    assert str(number) not in older.split("_")[1:]


@pytest.mark.parametrize(
    "junk", ["x", "1_2", "1_99_0badc0de-0000-4000-8000-000000000000_1", "9" * 40]
)
def test_a_place_that_nobody_was_given_begins_at_the_newest(booking, clerk, junk):
    assert page(clerk, booking, f"?before={junk}").status_code == 200
    assert Place.read(junk) is None
