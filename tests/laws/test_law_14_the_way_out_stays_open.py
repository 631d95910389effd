"""Law 14. The way out stays open: no lapse, dead service or broken history keeps a
person in custody longer, or keeps the jail's own desk and nurses from their work.
"""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections
from django.urls import reverse

from access.acts import Act
from access.enums import FieldClass, Purpose, Role, Standing
from access.models import Account, Agreement
from access.standing import AccountFacts, standing
from audit.clock import now
from audit.models import ActEvent, ViewEvent
from bookings import selectors, services
from bookings.enums import DischargeReason
from bookings.forms import this_minute
from bookings.models import Booking
from jailrecords.database import as_owner
from tests import factories
from tests.clients import signed_in

PASSWORD = "a long enough phrase for a jail"

BROKEN = {
    "no view event can be written": "REVOKE INSERT ON audit_viewevent FROM jr_app",
    "no act event can be written": "REVOKE INSERT ON audit_actevent FROM jr_app",
    "neither can be written": """REVOKE INSERT ON audit_viewevent FROM jr_app;
        REVOKE INSERT ON audit_actevent FROM jr_app""",
    "the view history is gone": "ALTER TABLE audit_viewevent RENAME TO elsewhere",
    "no shape is registered": """ALTER TABLE audit_registeredshape DISABLE TRIGGER ALL;
        DELETE FROM audit_registeredshape""",
}


@pytest.fixture
def desk(db):
    """A clerk, a jail, somebody in custody."""
    factories.laws()
    jail = factories.facility()
    clerk = factories.viewer(Role.BOOKING_CLERK, sees=[jail])
    return clerk, jail, factories.booking(facility=jail)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("breakage", BROKEN.values(), ids=BROKEN)
def test_a_person_is_released_by_number_while_history_is_broken(desk, breakage):
    clerk, jail, booking = desk
    browser = signed_in(clerk)
    with as_owner():
        connection.cursor().execute(breakage)

    response = browser.post(
        reverse("bookings:release_by_number"),
        {
            "facility": jail.pk,
            "booking_number": booking.booking_number,
            "reason": DischargeReason.BAIL_CASH,
            "leaving_at": this_minute(now()),
        },
    )

    assert response.status_code == 200, response.content.decode()
    booking.refresh_from_db()
    assert booking.discharged_at is not None
    change = booking.history.latest()
    assert change.history_user_id == clerk.account_id
    assert change.history_change_reason.startswith(Act.DISCHARGE)


@pytest.mark.django_db(transaction=True)
def test_while_nothing_can_be_recorded_a_record_is_503_and_names_the_way_out(desk):
    clerk, _, booking = desk
    browser = signed_in(clerk)
    with as_owner():
        connection.cursor().execute(BROKEN["no view event can be written"])

    response = browser.get(reverse("bookings:record", args=[booking.pk]))

    said = response.content.decode()
    assert response.status_code == 503
    assert booking.person.surname not in said
    assert reverse("bookings:release_by_number") in said


@pytest.mark.django_db
def test_a_release_that_was_recorded_says_who_did_it(desk):
    clerk, jail, booking = desk

    services.discharge_by_number(
        jail.pk, booking.booking_number, DischargeReason.TIME_SERVED, now(), by=clerk
    )

    act = ActEvent.objects.get(act=Act.DISCHARGE)
    assert (act.account_id, act.target_id) == (clerk.account_id, str(booking.pk))


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.BOOKING_CLERK, Role.NURSE])
def test_an_overdue_review_closes_no_account_of_the_jails_own(desk, role):
    _, jail, booking = desk
    member = factories.membership(role)
    factories.permit(member.unit, jail)
    Account.objects.filter(pk=member.account_id).update(
        review_due_at=now() - timedelta(days=30)
    )

    viewer = factories.viewer_of(member)

    assert viewer.is_open
    assert FieldClass.SAFETY in selectors.open_record(viewer, booking.pk).classes


@pytest.mark.django_db
def test_a_lapsed_agreement_keeps_nobody_in_custody(desk):
    clerk, jail, booking = desk
    Agreement.objects.update(ends_at=now() - timedelta(days=1))

    services.discharge_by_number(
        jail.pk, booking.booking_number, DischargeReason.TIME_SERVED, now(), by=clerk
    )

    assert not Booking.objects.filter(discharged_at__isnull=True).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.BOOKING_CLERK, Role.NURSE])
def test_a_lapsed_agreement_takes_no_safety_alert_from_the_jails_own(desk, role):
    _, jail, booking = desk
    member = factories.membership(role)
    factories.permit(member.unit, jail)
    Agreement.objects.update(ends_at=now() - timedelta(days=1))

    shown = selectors.open_record(factories.viewer_of(member), booking.pk)

    assert FieldClass.SAFETY in shown.classes


def sign_in_while_acts_cannot_be_recorded(client, role):
    factories.laws()
    account = factories.account(password=PASSWORD)
    factories.membership(role, account=account)
    with as_owner():
        connection.cursor().execute(BROKEN["no act event can be written"])
    return client.post(
        reverse("access:sign_in"),
        {"sign_in_name": account.sign_in_name, "password": PASSWORD},
    )


@pytest.mark.django_db(transaction=True)
def test_somebody_who_comes_on_shift_signs_in_while_acts_cannot_be_recorded(client):
    response = sign_in_while_acts_cannot_be_recorded(client, Role.BOOKING_CLERK)

    assert response.status_code == 302
    client.post(reverse("access:banner"))
    assert client.get(reverse("bookings:release_by_number")).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_an_outside_officer_waits_until_acts_can_be_recorded(client):
    response = sign_in_while_acts_cannot_be_recorded(client, Role.OFFICER)

    assert response.status_code == 503


@pytest.mark.django_db(transaction=True)
def test_a_stuck_lock_on_the_act_history_delays_a_release_by_seconds(desk):
    clerk, jail, booking = desk
    locked, leave = threading.Event(), threading.Event()

    def hold():
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("BEGIN; LOCK TABLE audit_actevent")
            locked.set()
            leave.wait(30)
            cursor.execute("ROLLBACK")
        connections.close_all()

    holder = threading.Thread(target=hold)
    holder.start()
    locked.wait(10)
    begun = time.monotonic()
    services.discharge_by_number(
        jail.pk, booking.booking_number, DischargeReason.TIME_SERVED, now(), by=clerk
    )
    took = time.monotonic() - begun
    leave.set()
    holder.join()

    booking.refresh_from_db()
    assert booking.discharged_at is not None
    assert took < 10


@pytest.mark.django_db(transaction=True)
def test_a_law_that_cannot_be_read_opens_nothing_and_keeps_the_way_out_open(desk):
    clerk, jail, booking = desk
    browser = signed_in(clerk)
    with as_owner():
        connection.cursor().execute(
            """INSERT INTO access_lawversion (title, kind, jurisdiction, effective_at,
                 effective_source, effective_certainty, file_name, source, sha256)
               VALUES ('x', 'law', 'x', jail_now() - interval '1 s', 'x', 'found', 'x',
                 'garbage', encode(sha256('garbage'), 'hex'))"""
        )

    record = browser.get(reverse("bookings:record", args=[booking.pk]))
    released = browser.post(
        reverse("bookings:release_by_number"),
        {
            "facility": jail.pk,
            "booking_number": booking.booking_number,
            "reason": DischargeReason.BAIL_CASH,
            "leaving_at": this_minute(now()),
        },
    )

    assert record.status_code == 404
    assert released.status_code == 200
    booking.refresh_from_db()
    assert booking.discharged_at is not None


OPENED = datetime(2026, 1, 1, tzinfo=UTC)
OVERDUE = {"opened_at": OPENED, "review_due_at": OPENED + timedelta(days=1)}
DAY_TWO = OPENED + timedelta(days=2)

# fmt: off
LAPSES = [
    # whose            is it the jail's own?   standing
    ("the jail's own",  True,                  Standing.GOOD),
    ("an outside unit", False,                 Standing.UNREVIEWED),
]
# fmt: on


@pytest.mark.parametrize(("whose", "is_jails_own", "expected"), LAPSES)
def test_a_lapse_closes_outside_units_alone(whose, is_jails_own, expected):
    facts = AccountFacts(**OVERDUE, is_jails_own=is_jails_own)

    assert standing(facts, DAY_TWO) is expected, whose


@pytest.mark.django_db
def test_an_event_of_a_month_without_a_partition_is_written_all_the_same(desk, clock):
    clerk, _, booking = desk
    clock(datetime(2041, 5, 1, tzinfo=UTC))
    Account.objects.update(last_sign_in_at=now())
    Agreement.objects.update(ends_at=now() + timedelta(days=1))
    far_ahead = selectors.open_record(
        factories.viewer_for(clerk.account_id, clerk.membership_id, Purpose.CUSTODY)[0],
        booking.pk,
    )

    assert far_ahead is not None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM audit_viewevent WHERE id = %s "
            "AND tableoid = 'audit_viewevent_live_default'::regclass",
            [far_ahead.event_id],
        )
        assert cursor.fetchone() == (1,)
    assert ViewEvent.objects.get(id=far_ahead.event_id).booking_id == booking.pk


@pytest.mark.django_db
def test_the_history_has_its_months_laid_out_two_years_ahead():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_inherits WHERE inhparent ="
            " 'audit_viewevent_live'::regclass"
            " AND inhrelid <> 'audit_viewevent_live_default'::regclass"
        )
        assert cursor.fetchone()[0] >= 24
