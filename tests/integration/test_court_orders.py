"""Sealing, unsealing and expunging: a court's order, two people, and what is left."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from access.acts import Act
from access.enums import FieldClass, Purpose, Role
from access.guards import ActDenied
from access.models import Proposal
from access.rules import RuleViolation
from audit.clock import now
from audit.models import ActEvent, ViewEvent
from bookings import selectors, services
from bookings.models import (
    Address,
    Alias,
    Booking,
    Detainer,
    Mark,
    Person,
    Photo,
    PhysicalDescription,
)
from bookings.selectors import Terms
from bookings.services import CourtOrder
from tests import factories
from tests.clients import signed_in

pytestmark = pytest.mark.django_db
WORD = "Zzyxwort"
ORDER = CourtOrder("King County Superior Court", "26-1-77777-1 SEA", date(2026, 1, 5))


def records(jail):
    return factories.viewer(
        Role.RECORDS_SUPERVISOR, sees=[jail], purpose=Purpose.RECORDS_DUTY
    )


@pytest.fixture
def booking(jail):
    """Somebody of whom a word that stands nowhere else is written everywhere."""
    made = factories.booking(
        facility=jail,
        court=WORD,
        safety_instructions=WORD,
        person=factories.person(surname=WORD, given_name=WORD, phone=WORD),
    )
    person = made.person
    Alias.objects.create(person=person, surname=WORD)
    Address.objects.create(person=person, kind="home", street=WORD)
    PhysicalDescription.objects.create(person=person, height_inches=70)
    Mark.objects.create(person=person, family="TAT", code="TAT", description=WORD)
    Photo.objects.create(person=person, image=WORD.encode(), taken_at=now())
    Detainer.objects.create(
        booking=made, form="I-247A", office=WORD, received_at=now(), received_by="fax"
    )
    # And of whom it was written once, and is so no more.
    Alias.objects.create(person=person, surname=f"{WORD} gone").delete()
    Address.objects.filter(person=person).update(city=WORD)
    return made


def propose(booking, act, by):
    return services.propose_order(booking.pk, act, ORDER, by=by)


def done(booking, act, jail):
    proposal = propose(booking, act, records(jail))
    services.decide_order(proposal.pk, agrees=True, by=records(jail))
    return proposal


def everything() -> str:
    """Every row of every table, as text; photos in letters."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT c.relname FROM pg_class c WHERE relkind IN ('r', 'p')
               AND relnamespace = 'public'::regnamespace AND NOT relispartition
               AND has_table_privilege(c.oid, 'SELECT')"""
        )
        found = []
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "{table}" t')
            found.append(cursor.fetchone()[0] or "")
    return "\n".join(found)


# --- Two people -----------------------------------------------------------------------------


@pytest.mark.parametrize("act", [Act.SEAL, Act.EXPUNGE])
def test_until_a_second_person_agrees_nothing_has_changed(booking, jail, act):
    first = records(jail)
    proposal = propose(booking, act, first)

    with pytest.raises(RuleViolation):
        services.decide_order(proposal.pk, agrees=True, by=first)

    assert not Booking.objects.get(pk=booking.pk).is_sealed


def test_who_may_not_second_it_is_refused(booking, jail):
    proposal = propose(booking, Act.SEAL, records(jail))

    with pytest.raises(ActDenied):
        services.decide_order(
            proposal.pk, agrees=True, by=factories.viewer(Role.ADMINISTRATOR)
        )


@pytest.mark.parametrize(
    "role", [Role.BOOKING_CLERK, Role.SHIFT_SUPERVISOR, Role.OFFICER, Role.COUNSEL]
)
def test_who_may_not_enter_an_order_is_refused(booking, role):
    with pytest.raises(ActDenied):
        propose(booking, Act.SEAL, factories.viewer(role))


def test_an_order_of_tomorrow_and_one_that_is_carried_out_are_refused(booking, jail):
    tomorrow = CourtOrder("Court", "1", (now() + timedelta(days=2)).date())
    with pytest.raises(RuleViolation, match="still to come"):
        services.propose_order(booking.pk, Act.SEAL, tomorrow, by=records(jail))
    with pytest.raises(RuleViolation, match="not sealed"):
        propose(booking, Act.UNSEAL, records(jail))


def test_the_database_unseals_nothing_alone(booking, jail):
    done(booking, Act.SEAL, jail)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE test_two_people SET asked = true")

    with pytest.raises(DatabaseError, match="two people"), transaction.atomic():
        Booking.objects.filter(pk=booking.pk).update(is_sealed=False, sealed_at=None)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE test_two_people SET asked = false")
    done(booking, Act.UNSEAL, jail)

    assert not Booking.objects.get(pk=booking.pk).is_sealed


@pytest.mark.parametrize(
    "attempt",
    [
        "SELECT bookings_expunge('{}')",
        "SELECT bookings_forget('bookings_booking', ARRAY['{}'])",
        "DELETE FROM bookings_historicalbooking WHERE id = '{}'",
    ],
)
def test_no_record_and_no_history_goes_without_an_approval(booking, attempt):
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(attempt.format(booking.pk))

    assert Booking.history.filter(id=booking.pk).exists()


def test_the_approval_of_another_record_expunges_nothing(booking, jail):
    other = factories.booking(facility=jail)
    with transaction.atomic():
        done(other, Act.EXPUNGE, jail)
        with pytest.raises(DatabaseError, match="two people"), transaction.atomic():
            connection.cursor().execute(f"SELECT bookings_expunge('{booking.pk}')")


# --- Sealed ---------------------------------------------------------------------------------


def test_a_sealed_record_is_absent_for_the_desk_and_there_for_the_records_unit(
    booking, jail
):
    clerk = factories.viewer(Role.BOOKING_CLERK, sees=[jail])

    done(booking, Act.SEAL, jail)

    assert selectors.open_record(clerk, booking.pk) is None
    assert not selectors.found(clerk, Terms(surname=WORD))
    assert selectors.open_record(records(jail), booking.pk)


def test_an_order_about_a_sealed_record_is_told_to_nobody_who_may_not_know(
    booking, jail
):
    done(booking, Act.SEAL, jail)
    propose(booking, Act.UNSEAL, records(jail))
    counsel = signed_in(factories.viewer(Role.COUNSEL, sees=[jail]))

    listed = counsel.get(reverse("bookings:orders")).content.decode()
    there, never = (
        counsel.get(reverse("bookings:orders_about", args=[key]))
        for key in (booking.pk, uuid4())
    )
    proposals = counsel.get(reverse("access:proposals")).content.decode()

    assert "No court order waits" in listed
    assert (there.status_code, never.status_code) == (404, 404)
    assert str(booking.pk) not in proposals


# --- Expunged -------------------------------------------------------------------------------


def test_an_expunged_record_is_gone_with_its_history_photo_and_keys(booking, jail):
    officer = factories.membership(Role.OFFICER)
    factories.grant(officer, booking, FieldClass.CUSTODY)
    factories.appearance(factories.membership(Role.PUBLIC_DEFENDER), booking)
    assert everything().count(WORD) > 10

    done(booking, Act.EXPUNGE, jail)

    left = everything()
    assert WORD not in left
    assert WORD.upper() not in left
    assert WORD.encode().hex() not in left
    assert not Person.objects.filter(pk=booking.person_id).exists()
    assert not Person.history.filter(id=booking.person_id).exists()
    assert not Booking.history.filter(id=booking.pk).exists()


def test_the_view_history_stays_true_and_the_act_is_recorded(booking, jail):
    clerk = factories.viewer(Role.BOOKING_CLERK, sees=[jail])
    shown = selectors.open_record(clerk, booking.pk)

    proposal = done(booking, Act.EXPUNGE, jail)

    event = ViewEvent.objects.get(id=shown.event_id)
    assert (event.booking_id, event.person_id) == (booking.pk, booking.person_id)
    act = ActEvent.objects.get(act=Act.EXPUNGE)
    assert act.target_id == str(booking.pk)
    assert act.detail["rows"] > 10
    assert Proposal.objects.get(pk=proposal.pk).status == "done"
    assert ORDER.case_number not in everything()


def test_it_then_answers_as_one_that_never_was(booking, jail):
    clerk = factories.viewer(Role.BOOKING_CLERK, sees=[jail])
    done(booking, Act.EXPUNGE, jail)
    browser = signed_in(clerk)

    answers = [
        browser.get(reverse("bookings:record", args=[key]))
        for key in (booking.pk, uuid4())
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert not selectors.found(clerk, Terms(surname=WORD))


def test_another_stay_of_the_person_stays_with_what_is_known_of_them(booking, jail):
    other = factories.booking(
        facility=jail, person=booking.person, booked_at=now() - timedelta(days=90)
    )

    done(booking, Act.EXPUNGE, jail)

    assert Booking.objects.get(pk=other.pk).person.surname == WORD
    assert Booking.history.filter(id=other.pk).exists()
    assert not Booking.history.filter(id=booking.pk).exists()
    assert not Photo.objects.exists()


def test_everything_that_points_to_a_record_can_go_with_it():
    """The owner's function follows the keys of the database, each of one column, and
    every table below has one key of its own: a new model goes by itself, or fails here.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH RECURSIVE below(tab) AS (
                 SELECT unnest(ARRAY['bookings_booking', 'bookings_person']::regclass[])
                 UNION SELECT c.conrelid FROM pg_constraint c JOIN below
                   ON c.confrelid = below.tab WHERE c.contype = 'f')
               SELECT tab::regclass::text, i.indnatts, (SELECT max(cardinality(conkey))
                 FROM pg_constraint c WHERE c.contype = 'f' AND c.conrelid = tab)
               FROM below JOIN pg_index i ON i.indrelid = tab AND i.indisprimary"""
        )
        found = cursor.fetchall()
    assert len(found) > 10
    assert [row for row in found if row[1] != 1 or row[2] not in (1, None)] == []
    pointing = {
        relation.related_model._meta.label
        for model in (Booking, Person)
        for relation in model._meta.related_objects
    }
    assert pointing >= {"bookings.Charge", "bookings.Photo", "warrants.Grant"}


# --- On the page ----------------------------------------------------------------------------


def test_from_the_paper_to_the_second_persons_yes(booking, jail):
    first, second = (signed_in(records(jail)) for _ in range(2))
    about = reverse("bookings:orders_about", args=[booking.pk])
    answers = {
        "act": "record.seal",
        "court": ORDER.court,
        "case_number": ORDER.case_number,
        "ordered_on": "01/05/2026",
    }
    first.post(about, answers)

    page = second.get(about).content.decode()
    assert ORDER.case_number in page
    key = Proposal.objects.get(act="record.seal").pk
    done = second.post(
        reverse("bookings:decide_order", args=[booking.pk]),
        {"order": key, "answer": "yes"},
    )

    assert done.status_code == 302
    assert Booking.objects.get(pk=booking.pk).is_sealed


def test_an_order_is_decided_on_the_page_of_its_own_record_alone(booking, jail):
    other = factories.booking(facility=jail)
    proposal = propose(booking, Act.SEAL, records(jail))
    browser = signed_in(records(jail))

    answer = browser.post(
        reverse("bookings:decide_order", args=[other.pk]),
        {"order": proposal.pk, "answer": "yes"},
    )

    assert answer.status_code == 404
    assert not Booking.objects.get(pk=booking.pk).is_sealed
