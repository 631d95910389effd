"""What is overdue at the desk is found once, closed by a person, and names nobody."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from access.enums import Role
from access.viewer import System
from audit.clock import now
from audit.models import ActEvent
from bookings.models import CustodyBasis, Detainer
from bookings.rules import served_within
from compliance import tasks
from compliance.enums import FindingKind, FindingTarget
from compliance.models import Finding, JobRun
from compliance.services import findings
from compliance.services.desk import OWED, scan_desk
from tests import factories
from tests.clients import body_of, signed_in

pytestmark = pytest.mark.django_db
BY = System("test")
MICROSECOND = timedelta(microseconds=1)
SERVED_WITHIN = served_within(datetime(2026, 1, 1, tzinfo=UTC))


@pytest.fixture(autouse=True)
def law(db):
    factories.laws()


def paper(booking=None, **fields) -> Detainer:
    fields = {"received_at": now(), "form": "I-247A", "office": "Office"} | fields
    booking = booking or factories.booking()
    # No clock of custody runs for them: it is the paper that is looked at here.
    CustodyBasis.objects.get_or_create(
        booking=booking, kind="warrant", at=booking.booked_at, source="a court"
    )
    return Detainer.objects.create(booking=booking, **fields)


# fmt: off
CLOCK = [
    # after receiving                served  is overdue
    (SERVED_WITHIN - MICROSECOND,    False,  False),
    (SERVED_WITHIN,                  False,  True),
    (SERVED_WITHIN + MICROSECOND,    False,  True),
    (SERVED_WITHIN * 40,             False,  True),
    (SERVED_WITHIN,                  True,   False),
    (SERVED_WITHIN * 40,             True,   False),
]
# fmt: on


@pytest.mark.parametrize(("after", "is_served", "is_overdue"), CLOCK)
def test_a_paper_is_overdue_from_its_hour_on(after, is_served, is_overdue, clock):
    received_at = now()
    served_at = received_at + timedelta(hours=1) if is_served else None
    received = paper(received_at=received_at, copy_served_at=served_at)
    clock(received_at + after)

    assert scan_desk(by=BY)["unserved_paper"] == int(is_overdue)

    found = Finding.objects.filter(kind=FindingKind.UNSERVED_PAPER)
    assert [(f.target_kind, f.target_id) for f in found] == (
        [(FindingTarget.BOOKING, str(received.booking_id))] if is_overdue else []
    )
    if is_overdue:
        since = (received_at + SERVED_WITHIN).isoformat()
        assert found.get().evidence["overdue_since"] == since


def test_the_same_is_found_once_and_two_papers_of_one_stay_are_one_finding():
    booking = factories.booking()
    for days in (3, 2):
        paper(booking, received_at=now() - timedelta(days=days))

    assert scan_desk(by=BY)["unserved_paper"] == 1
    assert scan_desk(by=BY)["unserved_paper"] == 0
    assert ActEvent.objects.filter(act="finding.scan_desk").count() == 1


def test_it_stays_open_when_it_is_mended_until_a_person_closes_it():
    received = paper(received_at=now() - timedelta(days=3))
    scan_desk(by=BY)
    Detainer.objects.filter(pk=received.pk).update(copy_served_at=now())
    scan_desk(by=BY)
    found = Finding.objects.get()
    assert found.closed_at is None

    privacy = factories.viewer(Role.PRIVACY_OFFICER)
    findings.close(found.pk, "Given to the person today.", by=privacy)

    assert scan_desk(by=BY)["unserved_paper"] == 0


def test_what_is_closed_and_still_overdue_is_found_again():
    paper(received_at=now() - timedelta(days=3))
    scan_desk(by=BY)
    first = Finding.objects.get()
    privacy = factories.viewer(Role.PRIVACY_OFFICER)
    findings.close(first.pk, "It will be given tomorrow.", by=privacy)

    assert scan_desk(by=BY)["unserved_paper"] == 1
    assert Finding.objects.get(closed_at=None).reopens == first


def test_the_job_runs_by_the_schedule_and_says_what_it_opened():
    paper(received_at=now() - timedelta(days=3))

    tasks.scan_desk()

    run = JobRun.objects.get(job="scan_desk")
    assert (run.outcome, run.detail["unserved_paper"]) == ("done", 1)


@pytest.mark.parametrize(
    "role", [Role.AUDITOR, Role.PRIVACY_OFFICER, Role.ADMINISTRATOR]
)
def test_no_page_of_findings_says_of_whom(role):
    """Neither name nor number nor key: a key would lead to the record, and that there
    is a paper is of the class that the records unit alone reads.
    """
    person = factories.person(surname="Zimtstern", given_name="Orla")
    booking = factories.booking(person=person)
    scanned = paper(booking, received_at=now() - timedelta(days=3))
    scan_desk(by=BY)
    client = signed_in(factories.viewer(role))
    told = (
        "Zimtstern",
        "Orla",
        booking.booking_number,
        *(str(key) for key in (booking.pk, person.pk, scanned.pk)),
        booking.pk.hex,
    )

    pages = [reverse("compliance:findings"), _page(Finding.objects.get())]
    for address in pages:
        response = client.get(address)
        body = body_of(response)
        assert response.status_code == 200
        assert "A booking, not named here" in body
        assert not [word for word in told if word in body]


# fmt: off
WHOSE = [
    # the booking
    {},
    {"is_juvenile": True},
    {"is_sealed": True},
]
# fmt: on


def test_a_finding_about_somebody_hidden_reads_as_any_other_does(clock):
    """Byte for byte but for its number: who may not know that the person is a juvenile,
    or sealed, does not learn it here.
    """
    clock(now())
    received_at = now() - timedelta(days=3)
    for kind in WHOSE:
        paper(factories.booking(**kind), received_at=received_at)
    scan_desk(by=BY)
    client = signed_in(factories.viewer(Role.AUDITOR))

    told = {
        _without(found.pk, body_of(client.get(_page(found))))
        for found in Finding.objects.all()
    }

    assert Finding.objects.count() == len(WHOSE)
    assert len(told) == 1


def _page(found: Finding) -> str:
    return reverse("compliance:finding", args=[found.pk])


def _without(key: int, body: str) -> str:
    lines = [line for line in body.splitlines() if "csrf" not in line]
    return "\n".join(lines).replace(f"/{key}/", "/the-finding/")


def test_every_thing_that_is_owed_has_its_kind_and_its_source():
    kinds = [owed.kind for owed in OWED]

    assert len(kinds) == len(set(kinds))
    assert all(owed.citation for owed in OWED)
