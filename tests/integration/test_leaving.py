"""What somebody signs for and takes along, what stays behind, and what is written down
long after it happened.
"""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from access.enums import Role
from audit.clock import now
from audit.enums import ViewKind
from audit.models import ViewEvent
from audit.shapes import REGISTERED
from bookings import services
from bookings.enums import DischargeReason, PropertyKind, ReceiptOutcome, TaskKind
from bookings.models import Booking, Charge, CustodyBasis, DeskTask, PropertyItem
from bookings.presenters.continuity import sheet
from bookings.selectors.continuity import muster
from bookings.services import Arrival, NewItem, NewPerson
from tests import factories
from tests.clients import body_of, signed_in
from tests.papers import said_on_paper

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def kept(booking, clerk):
    things = [
        NewItem(PropertyKind.DEPOSITED, "black wallet", container="bag 117"),
        NewItem(PropertyKind.DEPOSITED, "cash", cash_cents=4250),
        NewItem(PropertyKind.RETAINED, "wedding ring"),
        NewItem(PropertyKind.SEIZED, "pocket knife", handed_to="Kent PD, Doe 7"),
    ]
    return services.keep_property(booking.pk, things, ReceiptOutcome.SIGNED, by=clerk)


def released(booking, clerk, at=None):
    return services.discharge_person(
        booking.pk, DischargeReason.BAIL_BOND, at or now(), by=clerk
    )


def paper(clerk, route, booking) -> str:
    answer = signed_in(clerk).get(reverse(route, args=[booking.pk]))
    assert answer.status_code == 200
    return said_on_paper(answer.content)


def test_a_property_receipt_says_what_was_kept_left_and_seized(booking, clerk):
    kept(booking, clerk)

    said = paper(clerk, "bookings:property_receipt", booking)

    for words in ("black wallet", "bag 117", "$42.50", "wedding ring", "pocket knife"):
        assert words in said
    assert "Kent PD, Doe 7" in said
    assert booking.booking_number in said
    assert clerk.display_name in said  # whose copy it is


@pytest.mark.parametrize("page", ["property_receipt", "release_sheet"])
def test_a_paper_is_one_event_with_what_stands_on_it(booking, clerk, page):
    paper(clerk, f"bookings:{page}", booking)

    [event] = ViewEvent.objects.exclude(booking_id=None)
    assert event.kind == ViewKind.PRINTED
    assert event.booking_id == booking.pk
    assert REGISTERED[event.shape_id].page == f"bookings.{page}"


def test_a_release_sheet_says_when_to_come_to_court_and_what_is_still_here(
    booking, clerk
):
    Booking.objects.filter(pk=booking.pk).update(
        court="King County District Court", next_court_at=now() + 48 * HOUR
    )
    wallet, *_ = kept(booking, clerk)
    services.return_property(booking.pk, [wallet.pk], None, by=clerk)
    released(booking, clerk)

    said = paper(clerk, "bookings:release_sheet", booking)

    assert "King County District Court" in said
    assert "Still here: 1" in said
    assert "Queda aquí: 1" in said


def test_whoever_leaves_without_their_property_leaves_and_it_is_a_task(booking, clerk):
    kept(booking, clerk)

    left = released(booking, clerk)

    assert left.discharged_at
    task = DeskTask.objects.get()
    assert (task.kind, task.done_at) == (TaskKind.PROPERTY_HELD, None)


def test_the_task_ends_with_the_last_thing_that_is_given_back(booking, clerk):
    wallet, cash, *_ = kept(booking, clerk)
    released(booking, clerk)

    services.return_property(booking.pk, [wallet.pk], None, by=clerk)
    assert DeskTask.objects.get().done_at is None
    services.return_property(booking.pk, [cash.pk], None, by=clerk)

    assert DeskTask.objects.get().outcome == "All of it was given back"


def test_nothing_is_a_task_where_everything_was_given_back(booking, clerk):
    kept(booking, clerk)
    services.return_property(booking.pk, None, ReceiptOutcome.SIGNED, by=clerk)
    released(booking, clerk)

    assert not DeskTask.objects.exists()
    assert not PropertyItem.objects.filter(
        kind=PropertyKind.DEPOSITED, returned_at=None
    ).exists()


# --- Entered late ---------------------------------------------------------------------

# fmt: off
LATE = [
    # this long after              is told
    (timedelta(minutes=30),        False),
    (timedelta(minutes=31),        True),
    (timedelta(days=2),            True),
]
# fmt: on


@pytest.mark.parametrize(("after", "is_told"), LATE)
def test_a_release_that_is_written_down_long_after_says_so(
    jail, clerk, clock, after, is_told
):
    at = now()
    booking = factories.booking(facility=jail, booked_at=at - HOUR)
    clock(at + after)

    released(booking, clerk, at)

    booking.refresh_from_db()
    assert booking.discharged_at == at
    assert booking.discharge_entered_at == (at + after if is_told else None)
    for route in ("bookings:record", "bookings:custody_of", "bookings:print"):
        page = body_of(signed_in(clerk).get(reverse(route, args=[booking.pk])))
        assert ("Released: entered late" in page) is is_told, route
    past = body_of(signed_in(clerk).get(reverse("bookings:history", args=[booking.pk])))
    assert ("entered late" in past) is is_told


@pytest.mark.parametrize(("after", "is_told"), LATE)
def test_an_intake_that_is_written_down_long_after_says_so(
    jail, clerk, clock, after, is_told
):
    at = now()
    clock(at + after)

    booking = services.begin_intake(
        NewPerson("Late"),
        Arrival(jail.pk, at),
        key=uuid4(),
        by=clerk,
    )

    assert booking.booked_at == at
    assert booking.intake_entered_at == (at + after if is_told else None)
    page = body_of(
        signed_in(clerk).get(reverse("bookings:custody_of", args=[booking.pk]))
    )
    assert ("Booked: entered late" in page) is is_told


def test_a_release_by_number_says_it_too_and_taking_it_back_takes_it_away(
    jail, clerk, clock
):
    at = now()
    booking = factories.booking(facility=jail, booked_at=at - HOUR)
    clock(at + 3 * HOUR)
    services.discharge_by_number(
        jail.pk, booking.booking_number, DischargeReason.BAIL_BOND, at, by=clerk
    )
    booking.refresh_from_db()
    assert booking.discharge_entered_at == at + 3 * HOUR

    supervisor = factories.viewer(Role.SHIFT_SUPERVISOR, sees=[jail])
    services.undo_discharge(booking.pk, "Never left.", by=supervisor)

    booking.refresh_from_db()
    assert (booking.discharged_at, booking.discharge_entered_at) == (None, None)


def test_a_sheet_for_when_it_is_down_says_when_each_clock_runs_out(jail, clock):
    desk = factories.membership(Role.CUSTODY_OFFICER)
    factories.permit(desk.unit, jail)
    at = now()
    booking = factories.booking(facility=jail, booked_at=at)
    Charge.objects.filter(booking=booking).update(status="investigation")
    CustodyBasis.objects.create(
        booking=booking, kind="probable_cause", at=at, source="Judge Example"
    )

    [row] = sheet(muster(jail, sheet=booking.pk), facility=jail.name, at=at)["rows"]

    clocks = row[3]
    assert "Charges filed, 72 hours: runs out" in clocks
    assert "A judge found probable cause" in clocks
    assert "Probable cause, 48 hours" not in clocks
