"""What the clocks of custody start from, and that one which ran out is found."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from access.viewer import System
from audit.clock import now
from bookings import rules, selectors, services
from bookings.enums import (
    BasisKind,
    CauseFinding,
    ChargeStatus,
    DischargeReason,
    EntitlementKind,
)
from bookings.models import (
    Booking,
    Charge,
    CustodyBasis,
    CustodyTransfer,
    ReleaseEntitlement,
    RosterSource,
    RosterStay,
)
from bookings.presenters.clocks import kept
from bookings.selectors import overdue
from bookings.services import NewStatement
from compliance.services.desk import scan_desk
from tests import factories
from tests.clients import body_of, signed_in

pytestmark = pytest.mark.django_db
BY = System("test")
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
# A Tuesday at the jail with three working days behind it.
BOOKED = datetime(2026, 11, 3, 18, tzinfo=UTC)


@pytest.fixture
def booking(jail):
    return factories.booking(facility=jail, booked_at=BOOKED)


def decided(booking, kind, **fields):
    fields = {"at": booking.booked_at, "source": "a court"} | fields
    return CustodyBasis.objects.create(booking=booking, kind=kind, **fields)


def sworn(booking, clerk, finding):
    words = NewStatement("Kent PD", "The store's camera shows it.", now() - HOUR)
    services.receive_statement(booking.pk, words, by=clerk)
    services.record_finding(booking.pk, finding, now(), "Judge Example", by=clerk)


def test_a_judges_finding_stops_the_clock_of_48_hours(jail, clerk):
    booking = factories.booking(facility=jail, booked_at=now() - 60 * HOUR)
    assert dict(overdue.clocks_run_out(now()))[booking.pk] == (
        booking.booked_at + 48 * HOUR
    )

    sworn(booking, clerk, CauseFinding.FOUND)

    basis = CustodyBasis.objects.get()
    assert (basis.kind, basis.source) == (
        BasisKind.PROBABLE_CAUSE,
        "Judge Example, on the sworn statement",
    )
    shown = body_of(
        signed_in(clerk).get(reverse("bookings:custody_of", args=[booking.pk]))
    )
    assert "A judge found probable cause" in shown
    assert "Probable cause, 48 hours" not in shown


def test_without_probable_cause_the_clock_of_leaving_runs(jail, clerk):
    booking = factories.booking(facility=jail, booked_at=now() - 30 * HOUR)
    sworn(booking, clerk, CauseFinding.NOT_FOUND)

    entitlement = ReleaseEntitlement.objects.get()
    assert entitlement.kind == EntitlementKind.NO_PROBABLE_CAUSE
    assert not CustodyBasis.objects.exists()
    assert overdue.not_let_go(entitlement.at + 4 * HOUR) == [
        (booking.pk, entitlement.at + 4 * HOUR)
    ]


# fmt: off
RUN_OUT = [
    # hours after, what is known of the stay                              is overdue
    (48 * HOUR - SECOND, {},                                              False),
    (48 * HOUR,          {},                                              True),
    (70 * HOUR,          {"bases": ["probable_cause"]},                   False),
    (72 * HOUR,          {"bases": ["probable_cause"]},                   True),
    (99 * HOUR,          {"bases": ["probable_cause", "charges_filed"]},  False),
    (99 * HOUR,          {"bases": ["probable_cause"], "is_filed": True}, False),
    (99 * HOUR,          {"bases": ["warrant"]},                          False),
    (99 * HOUR,          {"left": True},                                  False),
    (99 * HOUR,          {"is_of_roster": True},                          False),
    (10 * HOUR,          {"continues": 48 * HOUR},                        True),
]
# fmt: on


@pytest.mark.parametrize(("after", "known", "is_overdue"), RUN_OUT)
def test_a_clock_that_ran_out_is_found(booking, clock, after, known, is_overdue):
    _know(booking, **known)
    clock(BOOKED + after)

    assert scan_desk(by=BY)["clock_run_out"] == int(is_overdue)
    assert scan_desk(by=BY)["clock_run_out"] == 0


def _know(booking, bases=(), is_filed=False, left=False, **known):
    for kind in bases:
        decided(booking, kind)
    Charge.objects.filter(booking=booking).update(
        status=ChargeStatus.FILED if is_filed else ChargeStatus.INVESTIGATION
    )
    if left:
        Booking.objects.filter(pk=booking.pk).update(**_left(BOOKED + HOUR))
    if "is_of_roster" in known:
        RosterStay.objects.create(
            source=RosterSource.objects.create(name="old"),
            key=uuid4(),
            person_key=uuid4(),
            facility=booking.facility,
            booking=booking,
            first_seen_at=BOOKED,
            last_seen_at=BOOKED,
        )
    if "continues" in known:
        CustodyTransfer.objects.create(
            booking=booking,
            from_booking=factories.booking(
                facility=booking.facility,
                booked_at=BOOKED - known["continues"],
                **_left(BOOKED),
            ),
            moved_at=BOOKED,
            confined_since=BOOKED - known["continues"],
        )


def _left(at) -> dict:
    reason = DischargeReason.TIME_SERVED
    return {
        "discharged_at": at,
        "discharge_reason": reason,
        "discharge_manner": rules.public_manner(reason),
    }


def test_whoever_is_entitled_and_still_here_is_found_and_not_once_out(
    booking, clerk, clock
):
    clock(BOOKED + 10 * HOUR)
    services.entitle(booking.pk, EntitlementKind.BAIL_POSTED, now(), "r 1", by=clerk)
    clock(BOOKED + 14 * HOUR - SECOND)
    assert scan_desk(by=BY)["not_let_go"] == 0
    clock(BOOKED + 14 * HOUR)
    assert scan_desk(by=BY)["not_let_go"] == 1

    other = factories.booking(facility=booking.facility, booked_at=BOOKED)
    services.entitle(other.pk, EntitlementKind.BAIL_POSTED, now(), "r 2", by=clerk)
    services.discharge_person(other.pk, DischargeReason.BAIL_BOND, now(), by=clerk)
    withdrawn = factories.booking(facility=booking.facility, booked_at=BOOKED)
    kind = EntitlementKind.COURT_ORDER
    services.entitle(withdrawn.pk, kind, now(), "fax", by=clerk)
    services.withdraw_entitlement(withdrawn.pk, kind, "of another", by=clerk)
    clock(BOOKED + 40 * HOUR)
    assert scan_desk(by=BY)["not_let_go"] == 0


def test_every_clock_is_on_the_board_before_it_runs_out(booking, clerk, clock):
    Charge.objects.filter(booking=booking).update(status=ChargeStatus.INVESTIGATION)
    client = signed_in(clerk)
    clock(BOOKED + HOUR)

    page = body_of(client.get(reverse("bookings:board")))

    assert "47\xa0h 00\xa0min left" in page
    assert "Probable cause, 48 hours" in page
    assert "Charges filed, 72 hours" in page
    tones = {c.tone for c in rules.clocks(rules.Kept(BOOKED), BOOKED + HOUR)}
    assert tones == {rules.Tone.CALM}


# fmt: off
ON_THE_BOARD = [
    # what is known of the stay                         stands there
    ({},                                                True),
    ({"is_filed": True},                                True),   # probable cause is open
    ({"bases": ["probable_cause"]},                     True),   # charges are open
    ({"bases": ["probable_cause"], "is_filed": True},   False),
    ({"bases": ["warrant"]},                            False),
    ({"is_of_roster": True},                            False),
]
# fmt: on


@pytest.mark.parametrize(("known", "is_there"), ON_THE_BOARD)
def test_whoever_has_a_clock_that_runs_stands_on_the_board(
    booking, clerk, known, is_there
):
    _know(booking, **known)

    rows = selectors.pressing(clerk, booking.facility_id)

    assert [row.booking_id for row in rows] == [booking.pk] * is_there
    if is_there:
        assert rules.clocks(kept(rows[0]), clerk.at)


def test_a_page_that_names_nobody_says_no_facility(jail, clerk):
    """Its name is a field of a booking: outside a choice it stands with an event alone."""
    client = signed_in(clerk)
    for route in ("bookings:board", "bookings:muster", "bookings:board_numbers"):
        page = body_of(client.get(reverse(route)))
        outside = page.split("<select")[0] + page.split("</select>")[-1]
        assert jail.name not in outside, route
