"""A drill: a false account is planted, refused, found and closed; and no number anywhere
is another for it.
"""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from access import roll
from access.enums import FieldClass, Mission, Role
from access.models import Account, AccountSession, Membership
from access.viewer import System
from audit.clock import now
from audit.models import ViewEvent
from compliance import selectors, services
from compliance.management.commands.drill import knock
from compliance.models import DrillRun, Finding, Scan
from compliance.selectors import looking_ahead
from compliance.selectors.exposure import Period
from compliance.selectors.exposure_report import exposure_of
from compliance.services import drills
from tests import factories
from tests.clients import signed_in

pytestmark = pytest.mark.django_db

BY = System("test")


@pytest.fixture(autouse=True)
def law(db):
    factories.laws()


def drill(**options) -> str:
    out = StringIO()
    call_command("drill", stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def people():
    """Somebody of every standing, so that there is something to count."""
    factories.membership(Role.OFFICER)
    factories.membership(Role.OFFICER, of=factories.unit(Mission.CIVIL_IMMIGRATION))
    factories.membership(
        Role.OFFICER,
        account=factories.account(last_sign_in_at=now() - timedelta(days=100)),
    )


def figures(browser) -> dict:
    """Every number that is told anywhere, and the pages that tell them."""
    at = now()
    numbers = selectors.council_numbers(at)
    report = exposure_of(Period(at - timedelta(days=99), at))
    pages = {
        name: browser.get(reverse(name)).context
        for name in ("access:accounts", "compliance:findings", "compliance:exposure")
    }
    return {
        "council": (
            numbers.accounts,
            numbers.forbidden,
            numbers.dormant,
            numbers.refused,
            numbers.last_shown_against_law,
        ),
        "months": selectors.months(),
        "findings": Finding.objects.count(),
        "found": sorted(Finding.objects.values_list("account_id", flat=True)),
        "roll": sorted(entry.account_id for entry in roll.by_account(at)),
        "exposure": (len(report.accounts), report.sign_ins, report.persons),
        "everybody": sum(len(a.counted[0]) for a in looking_ahead.everybody(at)),
        "accounts page": pages["access:accounts"]["counts"],
        "accounts total": pages["access:accounts"]["total"],
        "findings page": pages["compliance:findings"]["counts"],
        "exposed": pages["compliance:exposure"]["exposure"].accounts
        if "exposure" in pages["compliance:exposure"]
        else None,
    }


def test_no_number_anywhere_is_another_for_it():
    people()
    browser = signed_in(factories.viewer(Role.PRIVACY_OFFICER))
    services.scan_accounts(by=BY)
    before, scans = figures(browser), Scan.objects.latest("pk").accounts

    drill(leave_open=True)
    planted = figures(browser)
    services.scan_accounts(by=BY)
    drill(close=True)
    closed = figures(browser)

    assert planted == before
    assert closed == before
    assert Scan.objects.latest("pk").accounts == scans
    assert not Finding.objects.filter(account__is_drill=True).exists()


def test_it_is_refused_found_and_closed_and_the_times_are_told():
    said = drill()

    run = DrillRun.objects.get()
    assert run.account.is_drill
    assert run.planted_at <= run.refused_at <= run.found_at <= run.closed_at
    assert run.account.display_name == drills.NAME
    for word in (
        "Refused at the door after",
        "Found by the scan after",
        "Closed after",
    ):
        assert word in said
    assert Account.objects.get(pk=run.account_id).suspended_at == run.closed_at


def test_a_drill_is_left_open_and_closed_later():
    drill(leave_open=True)
    assert DrillRun.objects.get().closed_at is None
    with pytest.raises(CommandError, match="under way"):
        drill()

    drill(close=True)

    assert DrillRun.objects.get().closed_at is not None
    with pytest.raises(CommandError, match="No drill is under way"):
        drill(close=True)


def test_whoever_closes_the_account_first_has_closed_the_drill():
    drill(leave_open=True)
    run = DrillRun.objects.get()
    closed_at = now()
    Account.objects.filter(pk=run.account_id).update(
        suspended_at=closed_at, suspended_reason="nobody knows this person"
    )

    drill(close=True)

    run.refresh_from_db()
    assert run.closed_at == closed_at


def test_it_waits_for_the_workers_own_scan():
    """Nobody scans: it is not found, and that is told."""
    said = drill(wait=0.1)

    assert "Found by the scan: not yet." in said


def test_no_session_is_opened_and_nothing_shown():
    factories.booking()

    drill()

    assert not AccountSession.objects.exists()
    assert not ViewEvent.objects.exists()


def test_where_the_law_forbids_nobody_there_is_no_drill(clock):
    """Before the ordinance a false account would have come in."""
    from datetime import UTC, datetime

    clock(datetime(2017, 1, 1, tzinfo=UTC))

    with pytest.raises(CommandError, match="forbids no unit"):
        drill()

    assert not Account.objects.exists()


def test_a_door_that_stands_open_is_told_and_the_account_closed():
    run, password = drills.plant_drill(by=BY)

    with pytest.raises(drills.DoorStoodOpen, match="let in"):
        drills.try_the_door(run, password, lambda name, word: True, by=BY)

    run.refresh_from_db()
    assert run.closed_at is not None
    assert run.account.suspended_at or Account.objects.get().suspended_at


def test_a_refusal_that_left_no_trace_is_told():
    run, password = drills.plant_drill(by=BY)

    with pytest.raises(drills.DoorStoodOpen, match="nothing is on record"):
        drills.try_the_door(run, password, lambda name, word: False, by=BY)


def test_nobody_comes_in_with_a_planted_account_under_any_law(clock):
    """Also where its unit would be allowed: it is nobody's."""
    run, password = drills.plant_drill(by=BY)
    criminal = factories.unit(Mission.CRIMINAL)
    Membership.objects.create(
        account=run.account, unit=criminal, roles=[Role.OFFICER.value]
    )
    factories.permit(criminal, factories.facility())

    assert not knock(run.account.sign_in_name, password)
    for member in Membership.objects.filter(account=run.account):
        viewer = factories.viewer_of(member)
        assert not viewer.may_enter
        assert not viewer.is_open


def test_nothing_is_granted_to_it():
    run, _ = drills.plant_drill(by=BY)
    member = Membership.objects.get(account=run.account)

    with (
        pytest.raises(IntegrityError, match="nothing is granted"),
        transaction.atomic(),
    ):
        factories.grant(member, factories.booking(), FieldClass.CUSTODY)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE access_account SET is_drill = false",
        "UPDATE compliance_drillrun SET planted_at = planted_at - interval '1 day'",
        "UPDATE compliance_drillrun SET refused_at = planted_at",
        "UPDATE compliance_drillrun SET refused_at = NULL",
        "DELETE FROM compliance_drillrun",
    ],
)
def test_what_a_drill_measured_stands(change):
    drill()

    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


def test_an_account_of_somebody_is_no_drill():
    with pytest.raises(IntegrityError, match="false account"):
        DrillRun.objects.create(account=factories.account())


def test_the_auditor_reads_when_the_last_drill_was_and_how_it_went():
    drill()

    page = signed_in(factories.viewer(Role.AUDITOR)).get(reverse("compliance:duties"))

    assert "Refused at the door after" in page.content.decode()
