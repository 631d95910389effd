"""How somebody is kept and let go: what is written down, and what it never stops."""

import random
from datetime import datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from access.enums import Role
from access.guards import ActDenied
from audit.clock import now
from bookings import rules, selectors, services
from bookings.enums import (
    BasisKind,
    DischargeReason,
    EntitlementKind,
    HoldEffect,
    HoldKind,
    InstrumentKind,
    MovementKind,
    TaskKind,
)
from bookings.models import (
    Booking,
    CustodyHold,
    DeskTask,
    Detainer,
    Handover,
    HousingUnit,
    ReleaseEntitlement,
)
from compliance.selectors.leaving import entitled_to_out
from jailrecords.database import as_owner
from tests import factories

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def booking(jail):
    return factories.booking(facility=jail, housing="10 W, cell 06")


def test_an_entitlement_says_since_when_from_what_and_by_whom(booking, clerk):
    at = now() - 5 * HOUR
    services.entitle(
        booking.pk, EntitlementKind.BAIL_POSTED, at, "receipt 12", by=clerk
    )

    one = ReleaseEntitlement.objects.get()
    assert (one.at, one.source) == (at, "receipt 12")
    assert one.recorded_by == f"{clerk.display_name}, {clerk.unit_name}"
    with pytest.raises(rules.RuleViolation, match="already"):
        services.entitle(booking.pk, EntitlementKind.BAIL_POSTED, at, "x", by=clerk)


def test_one_written_in_error_is_withdrawn_and_can_be_written_again(booking, clerk):
    kind = EntitlementKind.COURT_ORDER
    services.entitle(booking.pk, kind, now(), "fax", by=clerk)
    services.withdraw_entitlement(booking.pk, kind, "of another person", by=clerk)
    services.entitle(booking.pk, kind, now(), "fax", by=clerk)

    first, second = ReleaseEntitlement.objects.order_by("created_at")
    assert first.withdrawn_why == "of another person"
    assert second.withdrawn_at is None


@pytest.mark.parametrize("words", ["ICE", "DHS Seattle", "form I-247A"])
def test_the_database_holds_no_immigration_paper_as_a_hold(booking, words):
    with pytest.raises(DatabaseError, match="immigration"), transaction.atomic():
        CustodyHold.objects.create(
            booking=booking,
            kind="warrant",
            effect="binds",
            issuer=words,
            number="1",
            received_at=now(),
        )


def test_a_hold_that_binds_stops_nobody_and_is_a_task(booking, clerk):
    hold = services.NewHold(
        HoldKind.WARRANT, HoldEffect.BINDS, "Kent Municipal Court", "W-1", now()
    )
    services.record_custody_hold(booking.pk, hold, by=clerk)

    services.discharge_person(booking.pk, DischargeReason.BAIL_CASH, now(), by=clerk)

    assert Booking.objects.get().discharged_at is not None
    assert DeskTask.objects.get().kind == TaskKind.RELEASED_DESPITE


@pytest.mark.parametrize(
    ("receiver", "reason"),
    [
        (None, DischargeReason.ORDINARY_RELEASE),
        (
            services.Receiver(
                "DHS",
                "Doe 7",
                InstrumentKind.ARREST_WARRANT,
                "US District Court",
                "A 123 456 789",
            ),
            DischargeReason.ORDINARY_RELEASE,
        ),
        (
            services.Receiver(
                "US Marshals",
                "Doe 7",
                InstrumentKind.ARREST_WARRANT,
                "US District Court",
                "MJ26-551",
            ),
            DischargeReason.TRANSFER_MARSHALS,
        ),
    ],
)
def test_without_a_judges_paper_a_handover_is_an_ordinary_release(
    booking, clerk, receiver, reason
):
    left = services.discharge_person(
        booking.pk, DischargeReason.TRANSFER_MARSHALS, now(), receiver, by=clerk
    )

    assert left.discharge_reason == reason
    is_handed_over = reason is DischargeReason.TRANSFER_MARSHALS
    assert Handover.objects.exists() is is_handed_over
    assert DeskTask.objects.filter(kind=TaskKind.NO_INSTRUMENT).exists() is not (
        is_handed_over
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "table", ["bookings_desktask", "bookings_movement", "bookings_custodyhold"]
)
def test_nothing_that_is_written_beside_a_release_keeps_anybody(table):
    factories.laws()
    place = factories.facility()
    clerk = factories.viewer(Role.BOOKING_CLERK, sees=[place])
    booking = factories.booking(facility=place)
    with as_owner():
        connection.cursor().execute(f"ALTER TABLE {table} RENAME TO elsewhere")

    services.discharge_by_number(
        place.pk, booking.booking_number, DischargeReason.TIME_SERVED, now(), by=clerk
    )

    booking.refresh_from_db()
    assert booking.discharged_at is not None


def test_a_wrong_release_is_taken_back_in_one_act_and_history_keeps_both(
    jail, booking, clerk
):
    supervisor = factories.viewer(Role.SHIFT_SUPERVISOR, sees=[jail])
    services.discharge_person(booking.pk, DischargeReason.BAIL_CASH, now(), by=clerk)
    services.question_release(booking.pk, by=clerk)
    with pytest.raises(ActDenied):
        services.undo_discharge(booking.pk, "the other Robin", by=clerk)

    services.undo_discharge(booking.pk, "the other Robin", by=supervisor)

    booking.refresh_from_db()
    assert (booking.discharged_at, booking.discharge_reason) == (None, "")
    assert DeskTask.objects.get().outcome == "the other Robin"
    reasons = [row.discharge_reason for row in booking.history.order_by("history_id")]
    assert reasons == ["", "bail_cash", ""]
    assert booking.housings.get().until is None


def test_where_somebody_was_housed_follows_whoever_changes_it(booking, clerk):
    services.house(booking.pk, "10 W, cell 07", by=clerk)
    Booking.objects.filter(pk=booking.pk).update(housing="2 S")

    places = list(booking.housings.order_by("since").values_list("place", flat=True))
    assert places == ["10 W, cell 06", "10 W, cell 07", "2 S"]
    assert booking.housings.get(until=None).place == "2 S"


def test_a_transfer_is_counted_once_and_its_clocks_go_on(jail, booking, clerk):
    there = factories.facility()
    factories.permit(factories.Unit.objects.get(pk=clerk.unit_id), there)
    clerk = factories.viewer(Role.BOOKING_CLERK, sees=[jail, there])
    entitled_at = now() - HOUR
    services.entitle(
        booking.pk, EntitlementKind.COURT_ORDER, entitled_at, "fax", by=clerk
    )
    services.record_basis(
        booking.pk, BasisKind.CHARGES_FILED, now() - HOUR, "26-1-1", by=clerk
    )

    went_on = services.transfer(booking.pk, there.pk, now(), by=clerk)

    counts = {n.facility_id: n.in_custody for n in selectors.numbers(clerk)}
    assert (counts[jail.pk], counts[there.pk]) == (0, 1)
    assert went_on.entitlements.get().at == entitled_at
    assert went_on.transfers.confined_since == booking.booked_at
    assert went_on.charges.count() == booking.charges.count()


def test_a_way_out_is_counted_and_ends_with_the_release(jail, booking, clerk):
    way = services.WayOut(MovementKind.HOSPITAL, "Harborview", now() - HOUR)
    services.take_out(booking.pk, way, by=clerk)
    assert [n.at_hospital for n in selectors.numbers(clerk)] == [1]

    services.discharge_person(
        booking.pk, DischargeReason.TRANSFER_HOSPITAL, now(), by=clerk
    )

    booking.refresh_from_db()
    assert booking.discharge_manner == "Transferred"
    assert booking.movements.get().returned_at is not None


def test_counts_and_empty_beds_betray_nobody_whom_the_desk_may_not_know(jail, clerk):
    HousingUnit.objects.create(facility=jail, block="10 W", name="10 W, 01", beds=2)
    before = selectors.numbers(clerk), selectors.places(clerk, jail.name)

    factories.booking(facility=jail, housing="10 W, 01", is_sealed=True)

    assert (selectors.numbers(clerk), selectors.places(clerk, jail.name)) == before
    factories.booking(facility=jail, housing="10 W, 01")
    assert selectors.places(clerk, jail.name)[0].free == 1


CELLS = "facility,block,name,beds\n{0},5 E,5 E 01,2\n{0},5 E,5 E 02,1\n"


@pytest.mark.django_db(transaction=True)
def test_a_county_brings_its_cells_and_the_same_file_changes_nothing(
    jail, clerk, tmp_path
):
    file = tmp_path / "cells.csv"
    for beds in ("2", "2", "4"):
        file.write_text(CELLS.format(jail.code).replace("01,2", f"01,{beds}"))
        call_command("load_reference", "housing", str(file))

        cells = selectors.places(clerk, jail.name)
        assert [(cell.name, cell.beds) for cell in cells] == [
            ("5 E 01", int(beds)),
            ("5 E 02", 1),
        ]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("NOWHERE,5 E,5 E 03,1", "no facility"),
        ("{0},5 E,5 E 03,none", "no number of beds"),
        ("{0},,5 E 03,1", "no block"),
    ],
)
def test_a_faulty_line_of_cells_adds_none(jail, tmp_path, line, says):
    file = tmp_path / "cells.csv"
    file.write_text((CELLS + line + "\n").format(jail.code))

    with pytest.raises(CommandError, match=f"line 4: {says}"):
        call_command("load_reference", "housing", str(file))

    assert not HousingUnit.objects.exists()


def test_nobody_outside_the_jail_is_told_a_number(jail, booking):
    officer = factories.viewer(Role.OFFICER, sees=[jail])

    assert selectors.numbers(officer) == []


def test_in_custody_twice_is_seen_where_both_stays_may_be_known(jail, clerk):
    person = factories.person()
    factories.booking(facility=jail, person=person)
    factories.booking(facility=jail, person=person, is_sealed=True)
    assert selectors.twice(clerk) == []

    factories.booking(facility=jail, person=person)

    assert len(selectors.twice(clerk)) == 2


# --- From entitled to leave to out -----------------------------------------------------


def test_the_councils_number_is_what_plain_python_counts(jail, clock):
    pacific = ZoneInfo("America/Los_Angeles")
    clock(datetime(2026, 6, 1, 12, tzinfo=pacific))
    chance = random.Random(5)
    waits: dict[bool, list[float]] = {False: [], True: []}
    for n in range(40):
        has_paper = n % 3 == 0
        since = datetime(2026, 5, 2 + n % 20, 9, tzinfo=pacific)
        wait = timedelta(minutes=chance.randrange(10, 900))
        stay = factories.booking(
            facility=jail,
            booked_at=since - 30 * HOUR,
            discharged_at=since + wait,
            discharge_reason="bail_cash",
            discharge_manner="Bail",
        )
        for kind, later in (("bail_posted", 0), ("court_order", 1)):
            ReleaseEntitlement.objects.create(
                booking=stay, kind=kind, at=since + later * HOUR / 6, source="x"
            )
        if has_paper:
            Detainer.objects.create(
                booking=stay, form="I-247A", office="x", received_at=since
            )
        waits[has_paper].append(wait.total_seconds())

    [month] = entitled_to_out()

    for found, told in ((False, month.without), (True, month.with_paper)):
        assert told.people == len(waits[found])
        assert told.median.total_seconds() == pytest.approx(median(waits[found]))
        assert told.most.total_seconds() == pytest.approx(
            _percentile(waits[found], 0.95)
        )


def _percentile(values: list[float], share: float) -> float:
    ranked = sorted(values)
    place = share * (len(ranked) - 1)
    below = int(place)
    above = min(below + 1, len(ranked) - 1)
    return ranked[below] + (ranked[above] - ranked[below]) * (place - below)


def test_ten_people_are_told_of_in_no_row(jail, clock):
    pacific = ZoneInfo("America/Los_Angeles")
    clock(datetime(2026, 6, 1, 12, tzinfo=pacific))
    for n in range(10):
        since = datetime(2026, 5, 2 + n, 9, tzinfo=pacific)
        stay = factories.booking(
            facility=jail,
            booked_at=since - HOUR,
            discharged_at=since + HOUR,
            discharge_reason="bail_cash",
            discharge_manner="Bail",
        )
        ReleaseEntitlement.objects.create(
            booking=stay, kind="bail_posted", at=since, source="x"
        )

    [month] = entitled_to_out()

    assert (month.without, month.with_paper) == (None, None)
