"""The n-th statement of every page fails, for every n: nothing personal is answered,
and nothing is left half done.

A release goes through without its act (law 14): there the answer may be that it is
done, if it is. Every other answer is a 5xx without a word about anybody.
"""

from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection, transaction
from django.urls import reverse

from access.enums import FieldClass, Role
from access.models import Approval
from audit.clock import now
from audit.models import ActEvent, TypedText, ViewEvent
from bookings.forms import this_minute
from bookings.models import Booking, Charge, IntakeDraft, Person
from tests import factories
from tests.clients import signed_in
from tests.routes import booking_routes, pages_without_keys
from warrants.models import AccessRequest, Grant, LegalInstrument

pytestmark = pytest.mark.django_db

MOST = 120  # statements; a page that takes more has another fault
TOKENS = ("Qsurnamez", "Qgivenz", "Qstreetz", "Qreasonz", "Qcourtz")
WATCHED = (
    *(Person, Booking, Charge, IntakeDraft, ActEvent, ViewEvent, TypedText),
    *(AccessRequest, LegalInstrument, Approval, Grant),
)


@contextmanager
def failing_at(number: int):
    """The statement of this number raises, and those before it do not. What follows
    is answered: the server is back.
    """
    count, depth = 0, len(connection.savepoint_ids)

    def heal() -> None:
        """In life this is no transaction, and the next statement is a new one."""
        if len(connection.savepoint_ids) == depth:
            transaction.set_rollback(False)

    def run(execute, sql, params, many, context):
        nonlocal count
        count += 1
        heal()
        if count == number:
            raise OperationalError(f"server closed the connection: {TOKENS[0]}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(run):
        yield lambda: count
    heal()


def rows() -> dict:
    """How many of each there are, and who has left."""
    return {model.__name__: model.objects.count() for model in WATCHED} | {
        "left": Booking.objects.filter(discharged_at__isnull=False).count()
    }


def each_failure(client, method: str, address: str, typed: dict):
    """Ask once for every statement, failing there; yield what came of it."""
    client.raise_request_exception = False
    for number in range(1, MOST):
        with transaction.atomic():
            before = rows()
            with failing_at(number) as made:
                response = getattr(client, method)(address, typed)
            outcome = number, response, before, rows()
            transaction.set_rollback(True)  # the next one finds what this one found
        yield outcome
        if made() < number:
            return
    raise AssertionError(f"{address} makes more than {MOST} statements")


@pytest.fixture
def scene():
    factories.laws()
    jail = factories.facility()
    person = factories.person(surname="Qsurnamez", given_name="Qgivenz")
    booking = factories.booking(facility=jail, person=person, court="Qcourtz")
    officer = factories.membership(Role.OFFICER)
    factories.permit(officer.unit, jail, [FieldClass.CUSTODY])
    request = factories.access_request(officer, booking.pk, FieldClass.CONTACT)
    clients = {
        role: signed_in(factories.viewer(role, sees=[jail]))
        for role in (Role.BOOKING_CLERK, Role.RECORDS_SUPERVISOR, Role.COUNSEL)
    }
    clients[Role.OFFICER] = signed_in(factories.viewer_of(officer))
    return jail, booking, request, clients


def assert_nothing_is_told(response) -> None:
    body = response.content.decode()
    assert [token for token in TOKENS if token in body] == []
    assert "Location" not in response


READS = [*pages_without_keys(), *booking_routes()]


@pytest.mark.parametrize("route", READS, ids=lambda route: route.name)
def test_a_page_whose_nth_statement_fails_shows_nothing(scene, route):
    """Also what the failing statement was to record is not there."""
    _, booking, _, clients = scene
    address = route.address_of(booking.pk) if route.keys else route.address()
    for client in (clients[Role.BOOKING_CLERK], clients[Role.COUNSEL]):
        *failures, (_, whole, *_) = each_failure(client, "get", address, {})
        for number, response, before, after in failures:
            # 400 is what Django answers when the session itself could not be kept.
            assert response.status_code in {400, 500, 503}, number
            assert_nothing_is_told(response)
            assert {**after, "ViewEvent": 0} == {**before, "ViewEvent": 0}, number
        assert whole.status_code < 500


def under_way(scene) -> Booking:
    """An intake that the clerk keeps."""
    jail, _, _, clients = scene
    keeper = clients[Role.BOOKING_CLERK].session["_auth_user_id"]
    booking = factories.booking(facility=jail, intake_completed_at=None)
    Charge.objects.filter(booking=booking).delete()
    IntakeDraft.objects.create(booking=booking, keeper_id=keeper)
    return booking


def acts(scene) -> dict:
    jail, booking, request, clients = scene
    return {
        "intake": (
            clients[Role.BOOKING_CLERK],
            reverse("bookings:intake"),
            {
                "surname": "Qsurnamez",
                "facility": jail.pk,
                "booked_at": this_minute(now()),
            },
        ),
        "section": (
            clients[Role.BOOKING_CLERK],
            reverse("bookings:section", args=[under_way(scene).pk, "charges"]),
            {
                "charges-0-statute": "9A.56.050",
                "charges-0-offense": "Theft 3",
                "charges-0-status": "investigation",
                "charges-1-statute": "9A.52.070",
                "charges-1-offense": "Trespass",
                "charges-1-status": "investigation",
            },
        ),
        "search": (
            clients[Role.BOOKING_CLERK],
            reverse("bookings:search"),
            {"surname": "Qsurnamez"},
        ),
        "ask": (
            clients[Role.OFFICER],
            reverse("warrants:ask", args=[booking.pk]),
            {
                "classes": [int(FieldClass.CONTACT)],
                "days": 3,
                "reason": "Qreasonz, typed about a person.",
                "court": "Qcourtz",
                "case_number": "26-1",
                "signed_by": "Judge Example",
                "issued_on": "11/01/2020",
                "paper_ends_at": "11/01/2040 10:00",
            },
        ),
        "approve": (
            clients[Role.COUNSEL],
            reverse("warrants:request", args=[request.pk]),
            {"approve": "1", "classes": [int(FieldClass.CONTACT)]},
        ),
        "release": (
            clients[Role.BOOKING_CLERK],
            reverse("bookings:release", args=[booking.pk]),
            {"reason": "time_served", "leaving_at": this_minute(now())},
        ),
        "release by number": (
            clients[Role.BOOKING_CLERK],
            reverse("bookings:release_by_number"),
            {
                "facility": jail.pk,
                "booking_number": booking.booking_number,
                "reason": "time_served",
                "leaving_at": this_minute(now()),
            },
        ),
    }


# What each act writes when it is whole; whatever is not all of it is half of it.
WHOLE = {
    "intake": {"Person": 1, "Booking": 1, "IntakeDraft": 1, "ActEvent": 1},
    "section": {"Charge": 2},
    "search": {"TypedText": 1},
    "ask": {"AccessRequest": 1, "LegalInstrument": 1, "TypedText": 1, "ActEvent": 1},
    "approve": {"Approval": 1, "ActEvent": 1, "Grant": 1},
    "release": {"left": 1, "ActEvent": 1},
    "release by number": {"left": 1, "ActEvent": 1},
}
# A release does not wait for its act (law 14): the log raises the alarm instead.
WITHOUT_ITS_ACT = {"release": {"left": 1}, "release by number": {"left": 1}}


@pytest.mark.parametrize("act", WHOLE)
def test_an_act_whose_nth_statement_fails_is_done_or_is_not(scene, act):
    _, _, request, _ = scene
    if act == "approve":  # the second yes, which grants
        factories.approve(request, by=factories.membership(Role.RECORDS_SUPERVISOR))
    client, address, typed = acts(scene)[act]

    *failures, (_, whole, before, after) = each_failure(client, "post", address, typed)

    assert whole.status_code in {200, 302}
    assert changed(before, after) == WHOLE[act], "the positive control"
    assert len(failures) >= 4
    for number, response, before, after in failures:
        done = changed(before, after)
        assert done in ({}, WHOLE[act], WITHOUT_ITS_ACT.get(act, {})), number
        if response.status_code >= 500:
            assert_nothing_is_told(response)
        else:
            assert done, f"statement {number}: it says that it is done"


def changed(before: dict, after: dict) -> dict:
    """What was written, but for the events of what was shown on the way."""
    return {
        name: after[name] - before[name]
        for name in before
        if after[name] != before[name] and name != "ViewEvent"
    }


def test_a_statement_that_fails_is_one_that_was_made(scene):
    """The check itself: the wrapper counts, and raises where it says."""
    seen = []
    with failing_at(2) as made:
        Person.objects.count()
        try:
            Person.objects.count()
        except OperationalError as error:
            seen.append(error)
        assert made() == 2
    assert len(seen) == 1
