"""Ways around the gate that were tried once, and are held shut."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from access.acts import Act
from access.enums import FieldClass, Purpose, Role
from access.guards import ActDenied
from access.models import Account, Membership, Unit
from audit.clock import now
from audit.enums import Outcome
from audit.models import ActEvent
from bookings import rules, selectors, services
from bookings.enums import DischargeReason
from bookings.forms import this_minute
from bookings.models import Booking, Person, Photo
from jailrecords.database import as_owner
from tests import factories
from tests.clients import signed_in
from warrants import services as warrants

pytestmark = pytest.mark.django_db


# --- Acts by somebody who was closed while the request was on its way ------------------


def suspend(viewer):
    Account.objects.filter(pk=viewer.account_id).update(
        suspended_at=now(), suspended_reason="lost phone"
    )


def test_an_approval_that_arrives_after_a_suspension_is_refused(jail):
    booking = factories.booking(facility=jail)
    officer = factories.membership(Role.OFFICER)
    request = factories.access_request(officer, booking.pk, FieldClass.CONTACT)
    counsel = factories.viewer(Role.COUNSEL, purpose=Purpose.RECORDS_DUTY)

    suspend(counsel)

    with pytest.raises(ActDenied):
        warrants.approve(request.pk, by=counsel)


def test_the_database_takes_no_approval_of_a_suspended_account(jail):
    booking = factories.booking(facility=jail)
    officer = factories.membership(Role.OFFICER)
    request = factories.access_request(officer, booking.pk, FieldClass.CONTACT)
    counsel = factories.membership(Role.COUNSEL)
    suspend(factories.viewer_of(counsel))

    with pytest.raises(DatabaseError, match="approval"), transaction.atomic():
        factories.approve(request, by=counsel)


def test_a_clerk_suspended_meanwhile_still_lets_a_person_out(jail, clerk):
    booking = factories.booking(facility=jail)
    suspend(clerk)

    services.discharge_person(booking.pk, DischargeReason.TIME_SERVED, now(), by=clerk)

    booking.refresh_from_db()
    assert booking.discharged_at is not None


# --- Release by number tells nothing ---------------------------------------------------

# fmt: off
LEAVINGS = [
    ("long before any booking", timedelta(days=-9000)),
    ("to come",                 timedelta(days=900)),
]
# fmt: on


@pytest.mark.parametrize(("when", "offset"), LEAVINGS)
def test_a_hidden_number_and_no_number_get_the_same_answer(
    jail, clerk, clock, when, offset
):
    clock(now())  # a page names the time
    hidden = factories.booking(facility=jail, is_sealed=True)
    answers = []
    for number in (hidden.booking_number, "200000000"):
        response = signed_in(clerk).post(
            reverse("bookings:release_by_number"),
            {
                "facility": jail.pk,
                "booking_number": number,
                "reason": "time_served",
                "leaving_at": this_minute(now() + offset),
            },
        )
        body = response.content.decode().replace(number, "NUMBER")
        answers.append([line for line in body.splitlines() if "csrf" not in line])

    assert answers[0] == answers[1], when


def test_a_number_that_is_none_is_recorded(jail, clerk):
    services.discharge_by_number(
        jail.pk, "200000000", DischargeReason.TIME_SERVED, now(), by=clerk
    )

    event = ActEvent.objects.get(act=Act.DISCHARGE)
    assert (event.outcome, event.reason) == (Outcome.REFUSED, "no_such_number")


# --- Keys ------------------------------------------------------------------------------

KEYS = {
    "an account inherits a capacity": lambda m, _: Membership.objects.filter(
        pk=m.pk
    ).update(account=factories.account()),
    "a capacity moves to another unit": lambda m, _: Membership.objects.filter(
        pk=m.pk
    ).update(unit=factories.unit()),
    "a unit moves to another agency": lambda m, _: Unit.objects.filter(
        pk=m.unit_id
    ).update(agency=factories.agency()),
    "a booking under a grant becomes somebody else's": lambda _, b: (
        Booking.objects.filter(pk=b.pk).update(person=factories.person())
    ),
    "a booking moves to another facility": lambda _, b: Booking.objects.filter(
        pk=b.pk
    ).update(facility=factories.facility()),
    "a permission means another class": lambda *_: connection.cursor().execute(
        "UPDATE auth_permission SET codename = 'view_papers'"
        " WHERE codename = 'view_custody'"
    ),
    "an account joins a group": lambda m, _: m.account.groups.create(name="anybody"),
    "a capacity has a role nobody knows": lambda m, _: Membership.objects.filter(
        pk=m.pk
    ).update(roles=["root"]),
    "an account is deleted": lambda m, _: connection.cursor().execute(
        "DELETE FROM access_account WHERE id = %s", [m.account_id]
    ),
}


@pytest.mark.parametrize("change", KEYS.values(), ids=KEYS)
def test_what_access_rests_on_does_not_become_something_else(jail, change):
    member = factories.membership(Role.OFFICER)
    booking = factories.booking(facility=jail)
    factories.grant(member, booking, FieldClass.CONTACT)

    with pytest.raises(DatabaseError), transaction.atomic():
        change(member, booking)


def test_a_law_whose_instant_has_passed_does_not_come_from_the_application(jail):
    factories.account()

    with pytest.raises(DatabaseError, match="owner"), transaction.atomic():
        connection.cursor().execute(
            """INSERT INTO access_lawversion (title, kind, jurisdiction, effective_at,
                 effective_source, effective_certainty, file_name, source, sha256)
               SELECT title, kind, jurisdiction, effective_at + interval '1 day',
                 effective_source, effective_certainty, file_name, source || ' ',
                 encode(sha256(source || ' '), 'hex') FROM access_lawversion LIMIT 1"""
        )


# --- What one booking tells of another ---------------------------------------------------


def test_a_photo_of_a_sealed_stay_is_not_shown_with_another(jail, clerk):
    person = factories.person()
    at = now()
    factories.booking(
        facility=jail,
        person=person,
        is_sealed=True,
        booked_at=at - timedelta(days=90),
        discharged_at=at - timedelta(days=80),
        discharge_reason="time_served",
        discharge_manner="Sentence served",
    )
    open_stay = factories.booking(facility=jail, person=person)
    Photo.objects.create(person=person, image=b"jpeg", taken_at=at - timedelta(days=89))

    assert selectors.open_record(clerk, open_stay.pk)["photos.taken_at"] is None
    assert selectors.open_photo(clerk, open_stay.pk)["photos.image"] is None


def test_a_grant_on_a_booking_that_was_sealed_looks_as_one_that_has_ended(jail):
    member = factories.membership(Role.OFFICER)
    booking = factories.booking(facility=jail)
    factories.grant(member, booking, FieldClass.CONTACT)
    browser = signed_in(factories.viewer_of(member))
    page = reverse("warrants:mine")
    assert str(booking.pk) in browser.get(page).content.decode()

    Booking.objects.filter(pk=booking.pk).update(is_sealed=True, sealed_at=now())

    said = browser.get(page).content.decode()
    assert "Nothing is open by request" in said
    assert str(booking.pk) not in said


# --- The same thing twice ----------------------------------------------------------------


def test_the_same_intake_sent_twice_is_one_booking(jail, clerk):
    browser = signed_in(clerk)
    form = {
        "key": str(uuid.uuid4()),
        "surname": "Onceonly",
        "facility": jail.pk,
        "booked_at": this_minute(now()),
    }

    first, second = (browser.post(reverse("bookings:intake"), form) for _ in range(2))

    assert first["Location"] == second["Location"]
    assert Booking.objects.count() == Person.objects.count() == 1


def test_an_intake_of_a_year_long_past_is_a_slip():
    with pytest.raises(rules.RuleViolation, match="year"):
        rules.check_intake(
            booked_at=now() - timedelta(days=400), birth_date=None, now=now()
        )


def test_ending_a_grant_that_is_none_is_not_found(jail):
    browser = signed_in(
        factories.viewer(Role.RECORDS_SUPERVISOR, purpose=Purpose.RECORDS_DUTY)
    )

    response = browser.post(
        reverse("warrants:end_grant", args=[uuid.uuid4()]),
        {"reason": "no_longer_needed"},
    )

    assert response.status_code == 404


# --- A plan that is out of date ------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "change",
    [
        lambda: _by_another_connection(
            "ALTER TABLE access_account ALTER display_name TYPE varchar(121)"
        ),
        lambda: connection.cursor().execute("DEALLOCATE ALL"),
    ],
    ids=["a column changed", "a pooler discarded our plans"],
)
def test_a_changed_column_does_not_close_the_site(change):
    factories.laws()
    clerk = factories.viewer(Role.BOOKING_CLERK)
    browser = signed_in(clerk)
    assert browser.get("/").status_code == 200

    change()

    assert browser.get("/").status_code == 200


def _by_another_connection(statement: str) -> None:
    def run():
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(statement)
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
