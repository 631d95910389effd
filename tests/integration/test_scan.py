"""The scan finds what the law and the clock have closed, and says so once."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from access.enums import Mission, Role, Standing
from access.models import Account, MissionDetail, Unit
from access.services import LAWS
from access.viewer import System
from audit.acting import acting
from audit.clock import now
from audit.models import ActEvent
from compliance import selectors, services, tasks
from compliance.enums import FindingKind
from compliance.models import Finding, Scan
from compliance.services import findings as closing
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def law(db):
    factories.laws()


def scan():
    return services.scan_accounts(by=System("test"))


def dormant() -> Account:
    return factories.membership(
        Role.OFFICER,
        account=factories.account(last_sign_in_at=now() - timedelta(days=90)),
    ).account


def forbidden() -> Account:
    removal = factories.unit(Mission.CIVIL_IMMIGRATION)
    return factories.membership(Role.OFFICER, of=removal).account


def test_dormant_and_forbidden_accounts_are_found_with_their_evidence():
    asleep, shut = dormant(), forbidden()
    factories.membership(Role.OFFICER)

    scan()

    found = {(f.kind, f.account_id): f.evidence for f in Finding.objects.all()}
    assert set(found) == {
        (FindingKind.DORMANT, asleep.pk),
        (FindingKind.FORBIDDEN, shut.pk),
    }
    evidence = found[FindingKind.FORBIDDEN, shut.pk]
    assert (evidence["mission"], evidence["standing"]) == (
        "civil_immigration",
        "forbidden",
    )
    assert len(evidence["law"]) == 64


# fmt: off
UNUSED_FOR = [
    (timedelta(days=59),                           Standing.GOOD),
    (timedelta(days=60),                           Standing.WARNED),
    (timedelta(days=90) - timedelta(microseconds=1), Standing.WARNED),
    (timedelta(days=90),                           Standing.DORMANT),
    (timedelta(days=91),                           Standing.DORMANT),
]
# fmt: on


@pytest.mark.parametrize(("unused", "standing"), UNUSED_FOR)
def test_an_account_is_closed_on_the_ninetieth_day(unused, standing, clock):
    member = factories.membership(Role.OFFICER)
    last = member.account.last_sign_in_at

    clock(last + unused)

    assert factories.viewer_of(member).standing is standing


def test_an_account_that_was_never_used_counts_from_its_opening(clock):
    opened = now()
    member = factories.membership(
        Role.OFFICER, account=factories.account(last_sign_in_at=None, opened_at=opened)
    )

    clock(opened + timedelta(days=90))

    assert factories.viewer_of(member).standing is Standing.DORMANT


def test_a_second_scan_opens_nothing_again():
    dormant(), forbidden()

    first, second = scan(), scan()

    assert (first.opened, second.opened) == (2, 0)
    assert Finding.objects.count() == 2


def test_a_closed_finding_is_opened_anew_while_its_reason_stands():
    account = forbidden()
    scan()
    privacy = factories.viewer(Role.PRIVACY_OFFICER)
    closing.close(Finding.objects.get().pk, "looked at", by=privacy)

    assert scan().opened == 1
    assert Finding.objects.filter(account=account).count() == 2


def test_a_finding_does_not_close_by_itself():
    account = dormant()
    scan()
    Account.objects.filter(pk=account.pk).update(last_sign_in_at=now())

    scan()

    assert Finding.objects.get().closed_at is None


def test_a_superuser_is_a_finding():
    account = factories.membership(Role.OFFICER).account
    Account.objects.filter(pk=account.pk).update(is_superuser=True)

    scan()

    assert Finding.objects.get().kind == FindingKind.SUPERUSER


def test_the_scan_says_in_json_what_it_found():
    account = forbidden()
    said = StringIO()

    call_command("scan_accounts", json=True, stdout=said)

    report = json.loads(said.getvalue())
    assert report["standings"]["forbidden"] == 1
    assert [(f["kind"], f["account"]) for f in report["findings"]] == [
        ("forbidden", account.pk)
    ]
    assert report["opened"] == 1


def test_a_scan_is_itself_recorded():
    scan()

    event = ActEvent.objects.get(act="finding.scan")
    assert (event.mission, event.detail["opened"]) == ("system:test", 0)


def _new_law(folder):
    newest = (LAWS / "2019-keep-washington-working.toml").read_text()
    changed = newest.replace("2019-05-21T00:00:00-07:00", "2039-01-01T00:00:00-08:00")
    (folder / "2020.toml").write_text(changed)
    factories.adopt_laws(folder)


# What changes who may have an account, each with the change.
CHANGES = {
    "a law is loaded": _new_law,
    "a unit's mission": lambda _: Unit.objects.update(mission=Mission.MIXED),
    "a unit is detailed": lambda _: MissionDetail.objects.create(
        unit=Unit.objects.first(), starts_at=now(), paper="order 7"
    ),
    "an agency": lambda _: Unit.objects.first().agency.save(),
    "a capacity": lambda _: factories.membership(Role.OFFICER),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_of_law_or_agency_is_followed_by_a_scan(change, tmp_path):
    factories.membership(Role.OFFICER)
    tasks.scan_accounts_if_changed()
    tasks.scan_accounts_if_changed()
    assert Scan.objects.count() == 1

    with acting(None, "test"):
        change(tmp_path)
    tasks.scan_accounts_if_changed()

    assert Scan.objects.count() == 2


def test_a_law_that_takes_effect_is_followed_by_a_scan(clock, tmp_path):
    at = now()
    newest = (LAWS / "2019-keep-washington-working.toml").read_text()
    (tmp_path / "next.toml").write_text(
        newest.replace(
            "2019-05-21T00:00:00-07:00",
            (at + timedelta(days=2)).replace(microsecond=0).isoformat(),
        )
    )
    factories.adopt_laws(tmp_path)
    clock(at + timedelta(days=1))
    tasks.scan_accounts()
    assert not selectors.has_changed_since(selectors.last_scan().started_at)

    clock(at + timedelta(days=3))

    assert selectors.has_changed_since(selectors.last_scan().started_at)
