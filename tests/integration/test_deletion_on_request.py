"""A person asks that a record of theirs be deleted: weighed, refused with the section, or
erased by two people as an expunged record is.
"""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from access.acts import Act
from access.enums import Role
from access.models import Proposal
from access.rules import RuleViolation
from audit.clock import now
from audit.models import ActEvent, ViewEvent
from bookings import selectors, services
from bookings.enums import DeletionGround
from bookings.models import Booking, Charge, Person
from bookings.rules import Weighed
from bookings.services import DeletionRequest
from tests import factories
from tests.clients import signed_in

pytestmark = pytest.mark.django_db
ASKED = date(2026, 1, 5)


@pytest.fixture
def booking(jail):
    left = now() - timedelta(days=1500)
    return factories.booking(
        facility=jail,
        booked_at=left - timedelta(days=2),
        discharged_at=left,
        discharge_reason="charges_not_filed",
        discharge_manner="Released",
    )


def records(jail):
    return factories.viewer(Role.RECORDS_SUPERVISOR, sees=[jail])


def asked(booking, jail, *found, refuses=True):
    return services.request_deletion(
        booking.pk,
        DeletionRequest(ASKED, None, frozenset(found)),
        refuses_if_it_may=refuses,
        by=records(jail),
    )


def test_two_people_delete_it_and_the_view_history_stays_true(booking, jail):
    clerk = factories.viewer(Role.BOOKING_CLERK, sees=[jail])
    shown = selectors.open_record(clerk, booking.pk)
    proposal = asked(booking, jail)
    assert Booking.objects.filter(pk=booking.pk).exists()

    services.decide_order(proposal.pk, agrees=True, by=records(jail))

    assert not Booking.objects.filter(pk=booking.pk).exists()
    assert not Booking.history.filter(id=booking.pk).exists()
    assert not Person.history.filter(id=booking.person_id).exists()
    event = ViewEvent.objects.get(id=shown.event_id)
    assert (event.booking_id, event.person_id) == (booking.pk, booking.person_id)
    done = ActEvent.objects.get(act=Act.DELETE_RECORD, outcome="done")
    assert done.target_id == str(booking.pk)


@pytest.mark.parametrize(
    "ground",
    [DeletionGround.CONVICTED, DeletionGround.PENDING, DeletionGround.FUGITIVE],
)
def test_what_bars_it_refuses_it_and_is_written_down(booking, jail, ground):
    weighed = asked(booking, jail, ground, refuses=False)

    assert isinstance(weighed, Weighed)
    assert weighed.bars == (ground,)
    refused = ActEvent.objects.get(act=Act.DELETE_RECORD, outcome="refused")
    assert (refused.reason, refused.detail["grounds"]) == (ground, [ground])
    assert not Proposal.objects.exists()


def test_what_stands_on_the_record_counts_whatever_the_papers_say(booking, jail):
    Charge.objects.filter(booking=booking).update(status="convicted")
    assert asked(booking, jail).bars == (DeletionGround.CONVICTED,)
    Booking.objects.filter(pk=booking.pk).update(
        discharged_at=None, discharge_reason="", discharge_manner=""
    )
    assert asked(booking, jail).bars == (
        DeletionGround.IN_CUSTODY,
        DeletionGround.CONVICTED,
    )


def test_where_the_law_lets_the_agency_refuse_it_is_the_agencys_choice(booking, jail):
    assert asked(booking, jail, DeletionGround.DIVERTED).options == (
        DeletionGround.DIVERTED,
    )
    assert isinstance(
        asked(booking, jail, DeletionGround.DIVERTED, refuses=False), Proposal
    )


def test_what_came_to_light_meanwhile_stops_it(booking, jail):
    proposal = asked(booking, jail)
    Charge.objects.filter(booking=booking).update(status="sentenced")

    with pytest.raises(RuleViolation, match="By now"):
        services.decide_order(proposal.pk, agrees=True, by=records(jail))

    assert Booking.objects.filter(pk=booking.pk).exists()


def test_a_request_of_tomorrow_is_refused(booking, jail):
    with pytest.raises(RuleViolation, match="still to come"):
        services.request_deletion(
            booking.pk,
            DeletionRequest((now() + timedelta(days=2)).date()),
            refuses_if_it_may=True,
            by=records(jail),
        )


def test_on_the_page_a_refusal_says_the_section_and_the_day(booking, jail):
    Booking.objects.filter(pk=booking.pk).update(
        booked_at=now() - timedelta(days=30), discharged_at=now()
    )
    page = reverse("bookings:deletion", args=[booking.pk])
    client = signed_in(records(jail))
    body = client.post(page, {"asked_on": "01/05/2026", "choice": "refuse"}).content

    assert "RCW 10.97.060" in body.decode()
    assert "can ask again from" in body.decode()
    assert "Requests that were refused" in client.get(page).content.decode()


def test_the_second_person_reads_the_request_and_decides(booking, jail):
    page = reverse("bookings:deletion", args=[booking.pk])
    signed_in(records(jail)).post(
        page, {"asked_on": "01/05/2026", "found": ["diverted"], "choice": "delete"}
    )
    second = signed_in(records(jail))
    about = second.get(reverse("bookings:orders_about", args=[booking.pk]))
    assert "diversion" in about.content.decode()
    key = Proposal.objects.get(act=Act.DELETE_RECORD).pk

    second.post(
        reverse("bookings:decide_order", args=[booking.pk]),
        {"order": key, "answer": "yes"},
    )

    assert not Booking.objects.filter(pk=booking.pk).exists()
