"""Intake: a booking from its first moment, written in sections, kept by one clerk."""

import threading
import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from access.enums import Role
from audit.clock import now
from audit.models import ActEvent
from bookings import selectors, services
from bookings.forms import this_minute
from bookings.models import Booking, Charge, IntakeDraft, Person
from bookings.rules import RuleViolation
from bookings.selectors import Traits
from bookings.services import Arrival, NewPerson
from tests import factories
from tests.clients import signed_in


def begun(jail, by, surname="Testperson", **person) -> Booking:
    return services.begin_intake(
        NewPerson(surname, "Robin", **person),
        Arrival(jail.pk, now() - timedelta(minutes=1)),
        key=uuid.uuid4(),
        by=by,
    )


def save(browser, booking, section, saves=0, **values):
    data = {f"{section}-{name}": value for name, value in values.items()}
    return browser.post(
        reverse("bookings:section", args=[booking.pk, section]),
        data | {"saves": saves},
        headers={"accept": "application/json"},
    )


CHARGE = {
    "0-statute": "9A.56.050",
    "0-offense": "Theft 3",
    "0-status": "investigation",
}


# --- A draft is a booking -----------------------------------------------------------


def test_a_person_in_a_draft_is_in_custody_and_not_on_the_register(jail, clerk):
    booking = begun(jail, clerk)

    def keys(rows):
        return [row.booking_id for row in rows]

    assert keys(selectors.in_custody(clerk)) == [booking.pk]
    assert keys(selectors.register(clerk)) == []
    assert keys(selectors.unfinished(clerk)) == [booking.pk]

    browser = signed_in(clerk)
    assert save(browser, booking, "charges", **CHARGE).status_code == 200
    assert save(browser, booking, "arrest", arresting_agency="Kent").status_code == 200
    browser.post(reverse("bookings:finish_intake", args=[booking.pk]))

    assert keys(selectors.register(clerk)) == [booking.pk]
    assert keys(selectors.unfinished(clerk)) == []


def test_a_person_in_a_draft_is_released_and_the_intake_is_still_finished(jail, clerk):
    booking = begun(jail, clerk)
    services.discharge_by_number(
        jail.pk, booking.booking_number, "bail_cash", now(), by=clerk
    )
    browser = signed_in(clerk)

    assert save(browser, booking, "charges", **CHARGE).status_code == 200
    assert save(browser, booking, "arrest", arresting_agency="Kent").status_code == 200
    page = browser.get(reverse("bookings:draft", args=[booking.pk]))
    assert b"left" in page.content
    browser.post(reverse("bookings:finish_intake", args=[booking.pk]))

    booking.refresh_from_db()
    assert booking.intake_completed_at
    assert booking.discharged_at


def test_a_draft_whose_record_is_sealed_is_absent_for_its_keeper(jail, clerk):
    booking = begun(jail, clerk)
    Booking.objects.filter(pk=booking.pk).update(is_sealed=True, sealed_at=now())
    browser = signed_in(clerk)

    assert browser.get(reverse("bookings:draft", args=[booking.pk])).status_code == 404
    assert save(browser, booking, "charges", **CHARGE).status_code == 404
    assert list(selectors.unfinished(clerk)) == []
    assert not Charge.objects.exists()


def test_who_must_see_a_hospital_first_was_never_in_custody(jail, clerk):
    booking = begun(jail, clerk)
    services.refuse_intake(booking.pk, by=clerk)
    booking.refresh_from_db()

    assert booking.discharge_manner == "Not admitted"
    assert list(selectors.in_custody(clerk)) == list(selectors.register(clerk)) == []
    assert ActEvent.objects.filter(act="intake.refuse", outcome="done").count() == 1
    with pytest.raises(RuleViolation, match="not admitted"):
        services.finish_intake(booking.pk, by=clerk)


# --- Sections -----------------------------------------------------------------------


def test_a_list_is_kept_changed_added_to_and_cut(jail, clerk):
    booking, browser = begun(jail, clerk), signed_in(clerk)
    second = {
        "1-statute": "46.61.502",
        "1-offense": "DUI",
        "1-status": "investigation",
    }
    save(browser, booking, "charges", **CHARGE, **second)
    kept = Charge.objects.get(offense="DUI").pk

    answer = save(
        browser,
        booking,
        "charges",
        1,
        **CHARGE | {"0-place": 0, "0-remove": "on"},
        **second | {"1-place": 1, "1-status": "filed"},
        **{"2-statute": "9.41.270", "2-offense": "Weapon", "2-status": "filed"},
    )

    assert answer.json()["saves"] == 2
    charges = Charge.objects.order_by("position").values_list("offense", "status")
    assert list(charges) == [("DUI", "filed"), ("Weapon", "filed")]
    assert Charge.objects.get(offense="DUI").pk == kept


def test_an_immigration_code_is_asked_about_and_a_civil_matter_is_no_charge(
    jail, clerk
):
    booking, browser = begun(jail, clerk), signed_in(clerk)
    odd = CHARGE | {"0-ncic_code": "0399"}

    asked = save(browser, booking, "charges", **odd)
    assert asked.status_code == 422
    assert asked.json()["faults"][0]["id"] == "id_charges-0-criminal_basis"
    assert (
        save(
            browser, booking, "charges", **odd | {"0-criminal_basis": "civil"}
        ).status_code
        == 200
    )
    assert not Charge.objects.exists()

    save(browser, booking, "charges", 1, **odd | {"0-criminal_basis": "complaint"})
    assert Charge.objects.get().criminal_basis == "complaint"


def test_somebody_not_identified_goes_by_doe_until_a_name_is_known(jail, clerk):
    browser = signed_in(clerk)
    form = {
        "identified_by": "unidentified",
        "facility": jail.pk,
        "booked_at": this_minute(now()),
    }
    assert browser.post(reverse("bookings:intake"), form).status_code == 302
    booking = Booking.objects.get()
    assert booking.person.surname == "Doe"

    save(
        browser,
        booking,
        "person",
        surname="García Márquez",
        given_name="Ana",
        birth_date="01/02/1990",
        identified_by="prints",
    )
    person = Person.objects.get()
    assert (person.surname, person.identified_by) == ("García Márquez", "prints")


def test_what_stands_of_a_known_person_is_not_typed_over(jail, clerk):
    earlier = factories.booking(
        facility=jail, person=factories.person(surname="Known", phone="1")
    )
    booking = services.begin_intake(
        earlier.person_id, Arrival(jail.pk, now()), key=uuid.uuid4(), by=clerk
    )

    save(signed_in(clerk), booking, "person", surname="Other", sex="F")

    person = Person.objects.get()
    assert (person.surname, person.sex) == ("Known", "F")


def test_a_birth_date_under_eighteen_makes_the_booking_a_juveniles(jail, clerk):
    booking = begun(jail, clerk)
    young = now().date() - timedelta(days=17 * 365)
    save(
        signed_in(clerk),
        booking,
        "person",
        surname="Testperson",
        birth_date=f"{young:%m/%d/%Y}",
    )
    booking.refresh_from_db()
    assert booking.is_juvenile


# --- Two at one intake --------------------------------------------------------------


def test_a_second_clerk_is_told_takes_over_and_the_first_loses_nothing(jail, clerk):
    other = factories.viewer(Role.BOOKING_CLERK, sees=[jail])
    booking = begun(jail, clerk)
    second = signed_in(other)
    page = second.get(reverse("bookings:draft", args=[booking.pk]))
    assert f"{clerk.display_name} keeps this intake" in page.content.decode()
    assert save(second, booking, "charges", **CHARGE).status_code == 409

    second.post(reverse("bookings:take_over_intake", args=[booking.pk]))

    assert IntakeDraft.objects.get().keeper_id == other.account_id
    event = ActEvent.objects.get(act="intake.take_over")
    assert event.detail == {"kept_before_by": clerk.account_id}
    refused = save(signed_in(clerk), booking, "charges", **CHARGE)
    assert refused.status_code == 409
    assert other.display_name in refused.json()["faults"][0]["words"]


def test_a_section_saved_from_another_screen_is_not_written_over(jail, clerk):
    booking, browser = begun(jail, clerk), signed_in(clerk)
    assert save(browser, booking, "arrest", arresting_agency="A").status_code == 200

    late = save(browser, booking, "arrest", 0, arresting_agency="B")

    assert late.status_code == 409
    assert "another screen" in late.json()["faults"][0]["words"]
    booking.refresh_from_db()
    assert booking.arresting_agency == "A"


def test_an_intake_that_lacks_something_is_not_finished_and_says_what(jail, clerk):
    booking = begun(jail, clerk)

    page = signed_in(clerk).post(reverse("bookings:finish_intake", args=[booking.pk]))

    body = page.content.decode()
    assert 'href="#id_charges-0-statute"' in body
    assert 'href="#id_arrest-arresting_agency"' in body
    booking.refresh_from_db()
    assert booking.intake_completed_at is None


# --- Who was here before ------------------------------------------------------------

# typed                                        | on record                 | what agrees
LIKELY = [
    (("Thistlewick", "Anouk", None), ("Thistlewick", "Anouk"), "name as typed"),
    (("Thistlewik", "Anouk", None), ("Thistlewick", "Anouk"), "spelled nearly so"),
    (("Anouk", "Thistlewick", None), ("Thistlewick", "Anouk"), "exchanged"),
    (
        ("Thistlewick", "Anouk", date(1990, 4, 3)),
        ("Thistlewick", "Anouk", date(1990, 3, 4)),
        "day and month exchanged",
    ),
    (
        ("Thistlewick", "Anouk", date(1990, 4, 3)),
        ("Thistlewick", "Anouk", date(1990, 4, 8)),
        "one figure other",
    ),
    (
        ("Somebody", "Anouk", date(1990, 4, 3)),
        ("Thistlewick", "Anouk", date(1990, 4, 3)),
        "same birth date",
    ),
]


@pytest.mark.parametrize(("typed", "stands", "agrees"), LIKELY)
def test_who_was_here_before_is_found_and_it_is_said_what_agrees(
    jail, clerk, typed, stands, agrees
):
    from bookings import presenters

    fields = dict(zip(("surname", "given_name", "birth_date"), stands, strict=False))
    booking = factories.booking(facility=jail, person=factories.person(**fields))

    rows = presenters.likely_rows(selectors.likely(clerk, Traits(*typed)))

    assert [row["booking_id"] for row in rows] == [booking.pk]
    assert agrees in " · ".join(rows[0]["agrees"])
    assert 40 <= rows[0]["score"] <= 100


@pytest.mark.parametrize("flag", ["is_juvenile", "is_sealed"])
@pytest.mark.parametrize("role", [Role.BOOKING_CLERK, Role.SHIFT_SUPERVISOR])
def test_juveniles_and_sealed_records_are_absent_for_everybody(jail, role, flag):
    born = date(1990, 4, 3)
    hidden = factories.booking(
        facility=jail,
        person=factories.person(
            surname="Thistlewick", birth_date=born, state_id="WA12345678"
        ),
        **{flag: True},
    )
    viewer = factories.viewer(role, sees=[jail])

    for traits in (
        Traits("Thistlewick"),
        Traits(birth_date=born),
        Traits("Thistlewick", "Robin", born),
        Traits(number=hidden.booking_number),
        Traits(number="WA12345678"),
    ):
        assert list(selectors.likely(viewer, traits)) == [], traits


def test_a_number_finds_its_person(jail, clerk):
    booking = factories.booking(
        facility=jail, person=factories.person(state_id="WA12345678")
    )
    for number in (booking.booking_number, "wa12345678"):
        (row,) = selectors.likely(clerk, Traits(number=number))
        assert (row.booking_id, row["match.score"]) == (booking.pk, 100)


# --- Numbers ------------------------------------------------------------------------


def test_numbers_follow_the_pattern_and_what_stands_already(jail, clerk):
    factories.booking(facility=jail, booking_number=f"2{now():%y}000041")
    jail.booking_numbers = "2{yy}{seq:6}"
    assert begun(jail, clerk).booking_number.endswith("000042")

    type(jail).objects.filter(pk=jail.pk).update(booking_numbers="RJC-{seq:4}")
    assert begun(jail, clerk).booking_number == "RJC-0001"
    assert begun(jail, clerk).booking_number == "RJC-0002"


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_once_never_get_the_same_number():
    factories.laws()
    jail = factories.facility()
    clerks = [factories.viewer(Role.BOOKING_CLERK, sees=[jail]) for _ in range(4)]
    numbers, faults, start = [], [], threading.Barrier(len(clerks))

    def book(by):
        try:
            start.wait(timeout=10)
            numbers.extend(begun(jail, by).booking_number for _ in range(5))
        except Exception as fault:  # noqa: BLE001 - a thread's fault is the test's
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=book, args=(clerk,)) for clerk in clerks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert faults == []
    assert len(set(numbers)) == len(numbers) == 20
    runs = sorted(int(number[-6:]) for number in numbers)
    assert runs == list(range(1, 21)), "no number is lost"
