"""An entry that a correction withdrew, and what had left the building by then."""

from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from access.enums import Purpose, Role
from audit.clock import now
from bookings import selectors, services
from bookings.enums import CorrectionReason
from bookings.models import Booking
from bookings.selectors.lists import Cursor
from bookings.selectors.sent import sent_files, sent_pages, withdrawn, withdrawn_at
from bookings.services import Change
from tests import factories
from tests.clients import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def booking(jail):
    at = now() - timedelta(hours=5)
    return factories.booking(
        facility=jail,
        person=factories.person(birth_date=date(1990, 5, 1)),
        booked_at=at,
        intake_completed_at=at,
    )


def records(jail):
    return factories.viewer(
        Role.RECORDS_SUPERVISOR, sees=[jail], purpose=Purpose.RECORDS_DUTY
    )


def withdraw(booking, jail):
    person = booking.person
    young = (now() - timedelta(days=16 * 365)).date()
    services.correct(
        booking.pk,
        "person",
        [Change(person.pk, "birth_date", person.birth_date.isoformat(), young)],
        CorrectionReason.DOCUMENT_SEEN,
        by=records(jail),
    )
    assert Booking.objects.get(pk=booking.pk).is_juvenile


def forms(booking) -> dict[str, int]:
    return {s.form: s.number for s in sent_pages(booking.pk, until=now())}


def test_each_way_in_which_the_register_named_somebody_is_told(booking, jail):
    public = Client()
    public.get(reverse("bookings:register"))
    public.get(reverse("bookings:register_json"))
    public.get(reverse("bookings:register_csv"))
    public.get(reverse("bookings:register_csv"))
    clerk = factories.viewer(Role.BOOKING_CLERK, sees=[jail])
    signed_in(clerk).post(
        reverse("disclosures:counter"), {"surname": booking.person.surname[:3].lower()}
    )

    assert forms(booking) == {"page": 1, "json": 1, "csv": 2, "counter": 1}


def test_a_page_that_did_not_name_them_is_not_told(booking, jail):
    public, other = Client(), factories.facility()
    public.get(reverse("bookings:register_json"), {"facility": other.pk})
    before = Cursor(booking.booked_at - timedelta(hours=1), booking.pk).text
    public.get(f"{reverse('bookings:register_json')}?{urlencode({'before': before})}")
    public.post(reverse("bookings:register"), {"surname": "Zzz"})
    for _ in range(selectors.PAGE):
        factories.booking(
            facility=jail,
            booked_at=now() - timedelta(hours=1),
            intake_completed_at=now() - timedelta(hours=1),
        )
    public.get(reverse("bookings:register_json"))
    assert forms(booking) == {}

    just_after = Cursor(booking.booked_at + timedelta(hours=1), booking.pk).text
    public.get(
        f"{reverse('bookings:register_json')}?{urlencode({'before': just_after})}"
    )
    assert forms(booking) == {"json": 1}


def test_what_comes_after_the_withdrawal_is_not_told(booking, jail):
    Client().get(reverse("bookings:register_csv"))
    withdraw(booking, jail)
    Client().get(reverse("bookings:register_csv"))

    (sent,) = sent_pages(booking.pk, until=withdrawn_at(booking.pk))
    assert (sent.form, sent.number) == ("csv", 1)


def test_files_and_papers_are_told_with_who_took_them(booking, jail):
    clerk = factories.viewer(Role.BOOKING_CLERK, sees=[jail])
    selectors.open_record(clerk, booking.pk)
    selectors.open_sheet(clerk, booking.pk)
    selectors.export_niem(clerk, booking.pk)

    assert [(s.page, s.account) for s in sent_files(booking.pk)] == [
        ("bookings.niem", clerk.display_name),
        ("bookings.booking_sheet", clerk.display_name),
    ]


def test_the_records_unit_is_told_of_the_entry_and_nobody_who_may_not_know(
    booking, jail
):
    withdraw(booking, jail)

    assert [shown.booking_id for _, shown in withdrawn(records(jail))] == [booking.pk]
    elsewhere = records(factories.facility())
    assert withdrawn(elsewhere) == []
    client = signed_in(records(jail))
    page = client.get(reverse("bookings:withdrawn")).content.decode()
    assert reverse("bookings:sent", args=[booking.pk]) in page
    about = client.get(reverse("bookings:sent", args=[booking.pk])).content.decode()
    assert "was withdrawn" in about
    denied = signed_in(factories.viewer(Role.BOOKING_CLERK, sees=[jail]))
    assert denied.get(reverse("bookings:withdrawn")).status_code == 403
