"""Law 11, held by a second witness: rows written are counted beside the history and
apart from it, and what differs is found, by table and day.
"""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from access.acts import Act
from access.enums import Basis, FieldClass, Purpose, Role
from audit import history, meter
from audit.clock import now
from audit.models import WriteCount
from bookings.models import Person
from bookings.services import orders
from compliance import tasks
from compliance.enums import FindingKind
from compliance.models import Finding
from jailrecords.database import as_owner
from tests import factories
from tests.clients import signed_in
from tests.laws.test_law_11_every_change_leaves_history import WRITES

pytestmark = pytest.mark.django_db
PERSON = Person._meta.db_table


def of(table: str) -> list[meter.Reading]:
    return [one for one in meter.readings() if one.table == table]


def gaps() -> list[tuple[str, int]]:
    return [(one.table, one.difference) for one in meter.readings() if one.difference]


def records(jail):
    return factories.viewer(
        Role.RECORDS_SUPERVISOR, sees=[jail], purpose=Purpose.RECORDS_DUTY
    )


def owner(sql: str) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_every_table_with_a_history_is_counted():
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM audit_meteredtable")
        metered = {name for (name,) in cursor.fetchall()}

    assert metered == {model._meta.db_table for model, _ in history.tracked()}
    assert meter.not_on() == []


@pytest.mark.parametrize(("write", "marks"), WRITES.values(), ids=WRITES)
def test_each_way_of_writing_is_counted_once_for_every_row(write, marks):
    person = factories.person(surname="Before")
    before = sum(WriteCount.objects.values_list("rows", flat=True))

    write(person)

    after = sum(WriteCount.objects.values_list("rows", flat=True))
    assert after - before == len(marks)
    assert gaps() == []


def test_a_table_between_two_others_is_counted():
    officer = factories.membership(Role.OFFICER)
    factories.grant(
        officer, factories.booking(), FieldClass.CUSTODY, basis=Basis.JUDICIAL_WARRANT
    )

    [reading] = of("bookings_bookinguserpermission")
    assert (reading.writes, reading.kept, reading.difference) == (1, 1, 0)


# --- A history that is off -------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_history_that_was_turned_off_is_found_and_named(law):
    factories.person()
    owner(f"ALTER TABLE {PERSON} DISABLE TRIGGER zz_history_update")
    Person.objects.update(surname="Unseen")
    owner(f"ALTER TABLE {PERSON} ENABLE ALWAYS TRIGGER zz_history_update")

    assert gaps() == [(PERSON, 1)]
    tasks.compare_history()
    tasks.compare_history()

    finding = Finding.objects.get(kind=FindingKind.FAILED_LOGGING)
    assert finding.evidence["table"] == PERSON
    assert (finding.evidence["writes"], finding.evidence["history_rows"]) == (2, 1)
    with pytest.raises(CommandError, match="differ"):
        call_command("history_meter")
    page = signed_in(factories.viewer(Role.AUDITOR)).get(
        reverse("compliance:history_meter")
    )
    assert "Not whole" in page.content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("trigger", ["zz_history_delete", "zy_counted_insert"])
def test_what_is_off_now_is_found_before_anything_is_written(law, trigger):
    owner(f"ALTER TABLE {PERSON} DISABLE TRIGGER {trigger}")

    assert meter.not_on() == [PERSON]
    tasks.compare_history()
    finding = Finding.objects.get(kind=FindingKind.FAILED_LOGGING)
    assert finding.evidence == {"table": PERSON, "trigger_off": True}


@pytest.mark.django_db(transaction=True)
def test_a_history_that_was_taken_away_is_no_order():
    factories.person()
    owner("DELETE FROM bookings_historicalperson")

    assert gaps() == [(PERSON, 1)]


def test_what_an_order_took_away_is_told_and_is_no_gap(law):
    jail = factories.facility()
    booking = factories.booking(facility=jail)
    proposal = orders.propose_order(
        booking.pk,
        Act.EXPUNGE,
        orders.CourtOrder("Court", "1", now().date() - timedelta(days=2)),
        by=records(jail),
    )
    orders.decide_order(
        proposal.pk,
        agrees=True,
        by=records(jail),
    )

    assert gaps() == []
    [person] = of(PERSON)
    assert (person.writes, person.kept, person.removed) == (2, 0, 2)


# --- Days ------------------------------------------------------------------------------


def test_what_is_counted_before_midnight_and_kept_after_it_is_no_gap():
    counts = {
        ("t", now().date()): {"writes": 3, "kept": 1, "removed": 0, "just_begun": 0},
        ("t", now().date() + timedelta(days=1)): {
            "writes": 5,
            "kept": 7,
            "removed": 0,
            "just_begun": 2,
        },
    }
    assert [one.difference for one in meter._settled(counts)] == [0, 0]


def test_what_is_kept_later_in_the_day_covers_no_gap_of_the_day_before():
    counts = {
        ("t", now().date()): {"writes": 3, "kept": 1, "removed": 0, "just_begun": 0},
        ("t", now().date() + timedelta(days=1)): {
            "writes": 5,
            "kept": 7,
            "removed": 0,
            "just_begun": 1,
        },
    }
    assert sorted(one.difference for one in meter._settled(counts)) == [-1, 1]


def test_old_counts_are_summed_and_none_is_lost(clock):
    start = now()
    clock(start)
    factories.person()
    factories.person()
    before = of(PERSON)
    clock(start + timedelta(days=3))

    assert meter.fold() > 0
    assert meter.fold() == 0
    assert of(PERSON) == before
    assert gaps() == []


@pytest.mark.parametrize(
    "attempt",
    [
        "UPDATE audit_writecount SET rows = 0",
        "DELETE FROM audit_writecount",
        "INSERT INTO audit_writecount (table_name, at, rows) VALUES ('x', now(), 1)",
        "DELETE FROM audit_meteredtable",
        "DELETE FROM audit_historyremoval",
    ],
)
def test_the_application_cannot_touch_the_counts(attempt):
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(attempt)
