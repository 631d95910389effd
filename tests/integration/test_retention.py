"""Retention as data, what is kept for a case, and disposing of what is due."""

import hashlib
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from access.acts import Act
from access.enums import Purpose, Role
from access.guards import ActDenied
from access.rules import RuleViolation
from access.services import proposals
from access.viewer import System
from audit import meter
from audit.clock import now
from audit.models import ActEvent, ViewEvent
from bookings import services
from bookings.enums import Disposal
from bookings.models import (
    Booking,
    DispositionItem,
    DispositionRun,
    LegalHold,
    Person,
    RetentionSchedule,
)
from bookings.services import legal_holds, retention
from bookings.services.orders import CourtOrder
from compliance import tasks
from tests import factories
from tests.clients import signed_in

pytestmark = pytest.mark.django_db
BY = System("dispose")
WHY = "the yearly run"


def records(jail=None):
    return factories.viewer(
        Role.RECORDS_SUPERVISOR,
        sees=[jail] if jail else [],
        purpose=Purpose.RECORDS_DUTY,
    )


def counsel():
    return factories.viewer(Role.COUNSEL)


def series(days=365, retained="stay", number="GS 50-1"):
    return retention.Series(
        retained=retained,
        number=number,
        title="Inmate files",
        days=days,
        source="Law enforcement schedule, to be confirmed",
        certainty="low",
        in_force_from=timezone.localdate(now()),
    )


def approved(**options) -> RetentionSchedule:
    proposal = retention.propose_retention(series(**options), WHY, by=records())
    proposals.agree(proposal.pk, by=counsel())
    return RetentionSchedule.objects.get(proposal=proposal)


def left(jail, days_ago: int) -> Booking:
    """A stay that ended so many days ago, with something of the person's beside it."""
    booked = now() - timedelta(days=days_ago + 1)
    return factories.booking(
        facility=jail,
        booked_at=booked,
        discharged_at=booked + timedelta(days=1),
        discharge_reason="time_served",
        discharge_manner="street",
    )


def agreed(schedule) -> DispositionRun:
    proposal = retention.propose_disposition(schedule.pk, WHY, by=records())
    proposals.agree(proposal.pk, by=counsel())
    return DispositionRun.objects.get(proposal=proposal)


def outcomes(run) -> dict:
    return dict(run.items.values_list("record", "outcome"))


# --- Schedules -------------------------------------------------------------------------


def test_a_schedule_takes_two_people_and_says_where_it_stands(jail):
    first = records()
    proposal = retention.propose_retention(series(), WHY, by=first)
    with pytest.raises(ActDenied):
        proposals.agree(proposal.pk, by=first)
    assert not RetentionSchedule.objects.exists()

    proposals.agree(proposal.pk, by=counsel())

    schedule = RetentionSchedule.objects.get()
    assert (schedule.number, schedule.days, schedule.certainty) == (
        "GS 50-1",
        365,
        "low",
    )


def test_the_database_takes_no_schedule_run_or_record_of_one_person(jail):
    schedule = approved()
    left(jail, 400)
    run = agreed(schedule)
    attempts = (
        lambda: RetentionSchedule.objects.create(
            retained="stay",
            number="mine",
            title="x",
            days=1,
            runs_from="release",
            source="x",
            certainty="low",
            in_force_from=now().date(),
            proposal=schedule.proposal,
        ),
        lambda: RetentionSchedule.objects.update(days=1),
        lambda: connection.cursor().execute("DELETE FROM bookings_dispositionrun"),
    )
    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    assert run.items.count() == 1


def test_only_the_newest_schedule_of_a_kind_is_in_force(jail):
    approved(days=365)
    newer = approved(days=900, number="GS 50-2")
    stay = left(jail, 400)

    with pytest.raises(RuleViolation, match="Nothing is due"):
        retention.propose_disposition(newer.pk, WHY, by=records())
    assert Booking.objects.filter(pk=stay.pk).exists()


# --- Disposing -------------------------------------------------------------------------


def test_what_two_people_agreed_upon_is_gone_and_the_view_history_stays(jail):
    schedule = approved()
    old, recent = left(jail, 400), left(jail, 10)
    here = factories.booking(facility=jail)
    ViewEvent.objects.create(
        kind="opened",
        request_id="00000000-0000-4000-8000-000000000000",
        booking_id=old.pk,
        person_id=old.person_id,
    )
    run = agreed(schedule)
    assert Booking.objects.filter(pk=old.pk).exists()

    tasks.dispose()

    assert set(Booking.objects.values_list("pk", flat=True)) == {recent.pk, here.pk}
    assert not Person.objects.filter(pk=old.person_id).exists()
    assert not Person.history.filter(id=old.person_id).exists()
    assert not Booking.history.filter(id=old.pk).exists()
    assert ViewEvent.objects.filter(booking_id=old.pk).count() == 1
    assert outcomes(run) == {old.pk: Disposal.DISPOSED}
    event = ActEvent.objects.get(act=Act.DISPOSE, target_kind="booking")
    assert (event.target_id, event.detail["schedule"]) == (str(old.pk), "GS 50-1")
    assert [one for one in meter.readings() if one.difference] == []


def test_a_run_that_was_cut_off_leaves_whole_records_and_is_finished(jail, monkeypatch):
    schedule = approved()
    stays = [left(jail, 400) for _ in range(3)]
    run = agreed(schedule)
    record, calls = retention.record_act, []

    def dies_at_the_second(*given, **named):
        calls.append(given)
        if len(calls) == 2:
            raise RuntimeError("power cut")
        return record(*given, **named)

    monkeypatch.setattr(retention, "record_act", dies_at_the_second)
    with pytest.raises(RuntimeError):
        retention.carry_out_dispositions(by=BY)

    there = set(Booking.objects.values_list("pk", flat=True))
    assert len(there) == 2
    assert set(Person.objects.values_list("pk", flat=True)) >= {
        stay.person_id for stay in stays if stay.pk in there
    }
    assert sorted(outcomes(run).values()) == ["", "", "disposed"]

    retention.carry_out_dispositions(by=BY)
    assert not Booking.objects.exists()
    assert set(outcomes(run).values()) == {Disposal.DISPOSED}
    assert retention.carry_out_dispositions(by=BY)["disposed"] == 0


def test_what_changed_since_it_was_proposed_is_proposed_again(jail):
    schedule = approved()
    stay = left(jail, 400)
    left(jail, 500)
    proposal = retention.propose_disposition(schedule.pk, WHY, by=records())
    legal_holds.begin_legal_hold(stay.pk, "lawsuit", "26-2-1", by=records(jail))

    with pytest.raises(RuleViolation, match="changed since"):
        proposals.agree(proposal.pk, by=counsel())
    assert not DispositionItem.objects.exists()


def test_the_database_disposes_of_nothing_that_is_not_named(jail):
    left(jail, 400)
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute("SELECT bookings_dispose(1)")
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute("SELECT bookings_forget_stay(gen_random_uuid())")
    assert Booking.objects.exists()


def test_one_person_disposes_of_nothing(jail):
    schedule = approved()
    left(jail, 400)
    first = records()
    proposal = retention.propose_disposition(schedule.pk, WHY, by=first)
    with pytest.raises(ActDenied):
        proposals.agree(proposal.pk, by=first)
    with pytest.raises(ActDenied):
        retention.propose_disposition(
            schedule.pk, WHY, by=factories.viewer(Role.BOOKING_CLERK)
        )
    tasks.dispose()
    assert Booking.objects.count() == 1


# --- Kept for a case -------------------------------------------------------------------


def test_what_is_kept_for_a_case_is_not_due_and_is_once_the_hold_ends(jail):
    schedule, stay, by = approved(), left(jail, 400), records(jail)
    hold = legal_holds.begin_legal_hold(stay.pk, "lawsuit", "26-2-1", by=by)
    with pytest.raises(RuleViolation, match="Nothing is due"):
        retention.propose_disposition(schedule.pk, WHY, by=records())

    legal_holds.end_legal_hold(stay.pk, hold.pk, by=by)

    agreed(schedule)
    tasks.dispose()
    assert not Booking.objects.exists()


def test_a_hold_set_after_the_agreement_keeps_the_record(jail):
    schedule, stay = approved(), left(jail, 400)
    run = agreed(schedule)
    legal_holds.begin_legal_hold(stay.pk, "audit", "A-1", by=records(jail))
    item = run.items.get()
    with pytest.raises(DatabaseError, match="kept for a case"), transaction.atomic():
        connection.cursor().execute("SELECT bookings_dispose(%s)", [item.pk])

    tasks.dispose()

    assert outcomes(run) == {stay.pk: Disposal.KEPT}
    assert Booking.objects.filter(pk=stay.pk).exists()


def test_an_order_against_a_hold_is_counsels_to_decide(jail):
    stay = left(jail, 400)
    legal_holds.begin_legal_hold(stay.pk, "lawsuit", "26-2-1", by=records(jail))
    order = CourtOrder("Court", "26-1-1", now().date() - timedelta(days=2))
    proposal = services.propose_order(stay.pk, Act.EXPUNGE, order, by=records(jail))
    with pytest.raises(RuleViolation, match="Counsel decides"):
        services.decide_order(proposal.pk, agrees=True, by=records(jail))
    assert Booking.objects.filter(pk=stay.pk).exists()

    services.decide_order(proposal.pk, agrees=True, by=counsel())
    assert not Booking.objects.filter(pk=stay.pk).exists()
    assert not LegalHold.objects.exists()


def test_a_hold_stands_as_it_was_set(jail):
    stay, by = left(jail, 1), records(jail)
    hold = legal_holds.begin_legal_hold(stay.pk, "lawsuit", "26-2-1", by=by)
    with pytest.raises(RuleViolation, match="already"):
        legal_holds.begin_legal_hold(stay.pk, "audit", "26-2-1", by=by)
    with pytest.raises(DatabaseError), transaction.atomic():
        LegalHold.objects.update(case_number="another")
    legal_holds.end_legal_hold(stay.pk, hold.pk, by=by)
    with pytest.raises(RuleViolation, match="ended already"):
        legal_holds.end_legal_hold(stay.pk, hold.pk, by=by)
    assert LegalHold.history.count() == 2


# --- Simulated, certified, on pages ----------------------------------------------------


def every_byte() -> str:
    """All rows of all tables, and every sequence, as one digest."""
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT c.relname, c.relkind FROM pg_class c
               WHERE relkind IN ('r', 'p', 'S') AND NOT relispartition
                 AND relnamespace = 'public'::regnamespace
                 AND has_table_privilege(c.oid, 'SELECT') ORDER BY 1"""
        )
        for name, kind in cursor.fetchall():
            if kind == "S":
                cursor.execute(f'SELECT last_value, is_called FROM "{name}"')
            else:
                cursor.execute(
                    f"""SELECT string_agg(t::text, chr(10) ORDER BY t::text)
                        FROM "{name}" t"""
                )
            digest.update(f"{name} {cursor.fetchone()}".encode())
    return digest.hexdigest()


@pytest.mark.django_db(transaction=True)
def test_a_simulation_counts_and_leaves_every_byte_as_it_was(jail):
    approved()
    left(jail, 400)
    held = left(jail, 400)
    legal_holds.begin_legal_hold(held.pk, "lawsuit", "26-2-1", by=records(jail))
    before, said = every_byte(), StringIO()

    call_command("disposition", "--simulate", stdout=said)

    assert every_byte() == before
    assert said.getvalue() == ("GS 50-1 (stay, 365 days): 1 due, 1 kept for a case\n")


def test_the_certificate_says_what_and_how_many_and_names_nobody(jail):
    schedule, stay = approved(), left(jail, 400)
    Person.objects.filter(pk=stay.person_id).update(surname="Blackthorn")
    run = agreed(schedule)
    tasks.dispose()
    auditor = signed_in(factories.viewer(Role.AUDITOR))

    page = auditor.get(reverse("bookings:retention")).content.decode()
    paper = auditor.get(reverse("bookings:disposition_certificate", args=[run.pk]))

    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")
    assert "GS 50-1" in page
    assert "Blackthorn" not in page


def test_a_schedule_and_a_run_are_proposed_on_pages_and_agreed_to_by_counsel(jail):
    left(jail, 4000)
    desk = signed_in(records())
    asked = desk.post(
        reverse("bookings:set_retention"),
        {
            "retained": "stay",
            "number": "GS 50-9",
            "title": "Inmate files",
            "days": "2190",
            "source": "RCW 40.14.070",
            "certainty": "found",
            "in_force_from": f"{timezone.localdate(now()):%m/%d/%Y}",
            "reason": WHY,
        },
    )
    assert asked.status_code == 302
    second = counsel()
    [proposal] = RetentionSchedule._meta.get_field(
        "proposal"
    ).related_model.objects.all()
    page = (
        signed_in(second)
        .get(reverse("access:proposal", args=[proposal.pk]))
        .content.decode()
    )
    assert "GS 50-9" in page
    proposals.agree(proposal.pk, by=second)

    schedule = RetentionSchedule.objects.get()
    answer = desk.post(
        reverse("bookings:dispose"), {"schedule": schedule.pk, "reason": WHY}
    )
    assert answer.status_code == 302
    assert (
        desk.post(
            reverse("bookings:dispose"), {"schedule": schedule.pk, "reason": WHY}
        ).status_code
        == 409
    )


def test_a_hold_is_set_and_ended_on_its_page(jail):
    stay = left(jail, 4)
    desk = signed_in(records(jail))
    address = reverse("bookings:legal_holds", args=[stay.pk])
    desk.post(address, {"kept_for": "lawsuit", "case_number": "26-2-77"})
    hold = LegalHold.objects.get()
    assert "26-2-77" in desk.get(address).content.decode()

    desk.post(
        reverse("bookings:end_legal_hold", args=[stay.pk]), {"hold": str(hold.pk)}
    )
    assert not LegalHold.objects.covering(stay.pk).exists()
