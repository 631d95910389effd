"""An agency is told by mail that its sworn words hold what must not be kept."""

import pytest
from django.core import mail
from django.urls import reverse

from access.enums import Mission, Role
from access.models import Account, Membership
from access.viewer import System
from audit.clock import now
from audit.models import ActEvent
from bookings import services
from bookings.enums import SwornPaper
from bookings.models import AuthorNotice
from compliance import tasks
from compliance.models import JobRun
from compliance.services.authors import tell_authors
from tests import factories
from tests.clients import body_of, signed_in

pytestmark = pytest.mark.django_db
AGENCY = "Kent Police Department"
BY = System("test")


@pytest.fixture
def notice(db):
    factories.laws()
    booking = factories.booking(person=factories.person(surname="Zimtstern"))
    clerk = factories.viewer(Role.BOOKING_CLERK, sees=[booking.facility])
    kinds = ("citizenship", "birthplace")
    return services.note_author(
        booking.pk, AGENCY.lower(), SwornPaper.PROBABLE_CAUSE, kinds, by=clerk
    )


def coordinator(**fields) -> Membership:
    agency = factories.agency(name=AGENCY)
    unit = factories.unit(Mission.CRIMINAL, of=agency)
    account = factories.account(email="coordinator@kent.example")
    return factories.membership(Role.COORDINATOR, of=unit, account=account, **fields)


def test_its_coordinators_are_told_once_which_kinds_and_of_nobody(notice):
    coordinator()

    assert tell_authors(by=BY) == {"sent": 1, "failed": 0, "without_address": 0}
    assert tell_authors(by=BY) == {"sent": 0, "failed": 0, "without_address": 0}

    (letter,) = mail.outbox
    assert letter.to == ["coordinator@kent.example"]
    assert "Probable-cause statement" in letter.body
    assert "- Citizenship" in letter.body
    booking = notice.booking
    of_somebody = (booking.booking_number, str(booking.pk), str(notice.pk), "Zimtstern")
    assert [word for word in of_somebody if word in letter.subject + letter.body] == []
    event = ActEvent.objects.get(act="author.tell")
    assert (event.reason, event.target_id) == ("mail", str(notice.pk))


def test_an_agency_that_has_no_coordinator_waits_for_the_records_unit(notice):
    member = coordinator()
    Membership.objects.filter(pk=member.pk).update(ends_at=now())

    assert tell_authors(by=BY)["without_address"] == 1
    assert mail.outbox == []

    records = factories.viewer(Role.RECORDS_OFFICER)
    services.tell_author(notice.pk, by=records)
    Membership.objects.filter(pk=member.pk).update(ends_at=None)
    assert tell_authors(by=BY) == {"sent": 0, "failed": 0, "without_address": 0}


def test_a_closed_account_is_told_nothing(notice):
    Account.objects.filter(pk=coordinator().account_id).update(is_active=False)

    assert tell_authors(by=BY)["without_address"] == 1


def test_what_could_not_be_sent_is_tried_again(notice, monkeypatch):
    coordinator()
    monkeypatch.setattr("compliance.mailing.send", lambda *_: "OSError")
    assert tell_authors(by=BY)["failed"] == 1
    assert AuthorNotice.objects.get().mailed_at is None
    monkeypatch.undo()

    tasks.tell_authors()

    assert JobRun.objects.get(job="tell_authors").detail["sent"] == 1
    assert len(mail.outbox) == 1


def test_the_records_unit_reads_that_a_letter_went(notice):
    coordinator()
    browser = signed_in(factories.viewer(Role.RECORDS_OFFICER))
    address = reverse("disclosures:tell_author", args=[notice.pk])
    assert address in body_of(browser.get(reverse("disclosures:authors")))

    tell_authors(by=BY)

    page = body_of(browser.get(reverse("disclosures:authors")))
    assert "By mail, " in page
    assert address not in page
