"""The roll in SQL says what the pure functions say, at the instants too."""

import json
import random
from dataclasses import asdict
from datetime import timedelta

import pytest
from django.db import connection

from access import roll
from access import standing as standings
from access.enums import Mission, Role, Standing
from access.law import Law
from access.models import Account, Agency, Membership, MissionDetail, Training, Unit
from access.selectors import account_facts, law_in_force, viewer_facts
from audit.acting import acting
from audit.clock import now
from jailrecords.database import as_owner
from tests import factories

pytestmark = pytest.mark.django_db

TICK = timedelta(microseconds=1)
ACCOUNTS = 150


def one_by_one(at) -> dict[tuple, tuple]:
    """The same facts, read plainly and given to the pure functions."""
    law, law_id = law_in_force(at)
    found = {}
    for account in Account.objects.filter(is_active=True):
        members = [
            member
            for member in Membership.objects.filter(account=account)
            if member.starts_at <= at
            and (member.ends_at is None or at < member.ends_at)
        ]
        for member in members or [None]:
            facts = facts_of(account, member, law, law_id, at)
            key = (account.pk, member.unit_id if member else None)
            found[key] = (
                standings.circumstances(facts, at),
                standings.standing(facts, at),
            )
    return found


def facts_of(account, member, law: Law | None, law_id, at) -> standings.AccountFacts:
    unit = member and member.unit
    closed = [c for c in (unit.closed_at, unit.agency.closed_at) if c] if unit else []
    papers = [p.ends_at for p in unit.agency.agreements.all()] if unit else []
    details = unit.details.filter(starts_at__lte=at) if unit else []
    trainings = Training.objects.filter(account=account, law_id=law_id)
    row = {
        **{
            name: getattr(account, name)
            for name in (
                *("opened_at", "joined_at", "last_sign_in_at", "reopened_at"),
                *("suspended_at", "expires_at", "review_due_at"),
            )
        },
        "closed_at": min(closed, default=None),
        "agreement_ends_at": max(papers, default=None),
        "trained_at": max((t.completed_at for t in trainings), default=None),
        "roles": member and member.roles,
        "mission": unit and unit.mission,
        "enforces_immigration_law": unit and unit.agency.enforces_immigration_law,
        "is_detailed": any(d.ends_at is None or at < d.ends_at for d in details),
    }
    return account_facts(row, viewer_facts(row), law)


def by_sql(at) -> dict[tuple, tuple]:
    units = dict(Unit.objects.values_list("name", "pk"))
    return {
        (entry.account_id, units.get(entry.unit_name)): (entry.holds, entry.standing)
        for entry in roll.entries(at)
    }


def somewhen(chance, at):
    """An instant, a moment beside it, or never: equality is what is most often wrong."""
    around = timedelta(days=chance.choice((0, 0, 0, -400, -90, -60, -30, 30)))
    return chance.choice((None, at + around, at + around - TICK, at + around + TICK))


def population(chance, at) -> None:
    units = [units_of(chance, at) for _ in range(24)]
    for _ in range(ACCOUNTS):
        fields = {
            name: somewhen(chance, at)
            for name in ("reopened_at", "suspended_at", "expires_at", "review_due_at")
            if chance.random() < 0.2
        }
        fields["opened_at"] = at - timedelta(days=chance.choice((30, 60, 90, 500)))
        fields["opened_at"] += chance.choice((timedelta(0), TICK, -TICK))
        account = factories.account(
            last_sign_in_at=somewhen(chance, at) if chance.random() < 0.8 else None,
            joined_at=chance.choice((None, fields["opened_at"])),
            suspended_reason="for a test" if fields.get("suspended_at") else "",
            **fields,
        )
        for unit in chance.sample(units, chance.choice((0, 1, 1, 1, 2))):
            several = chance.sample(list(Role), chance.randint(1, 3))
            alone = {Role.AUDITOR, Role.CONSULAR_OFFICER} & set(several)
            roles = sorted(alone)[:1] or several
            factories.membership(*roles, of=unit, account=account)
        if chance.random() < 0.5:
            due = somewhen(chance, at - standings.TRAINING_LASTS) or at
            Training.objects.create(
                account=account, law_id=law_in_force(at)[1], completed_at=due,
                minutes=9, questions=3, answered_right=3,
            )  # fmt: skip


def units_of(chance, at) -> Unit:
    body = factories.agency(
        enforces_immigration_law=chance.random() < 0.3,
        **closed(chance, at),
    )
    if chance.random() < 0.6:
        factories.agreement(
            body, ends_at=somewhen(chance, at) or at, starts_at=at - timedelta(days=900)
        )
    unit = factories.unit(chance.choice(list(Mission)), of=body, **closed(chance, at))
    for _ in range(chance.randint(0, 2)):
        begins = somewhen(chance, at) or at
        MissionDetail.objects.create(
            unit=unit, paper="order", starts_at=begins,
            ends_at=chance.choice((None, begins + timedelta(days=30))),
        )  # fmt: skip
    return unit


def closed(chance, at) -> dict:
    closed_at = somewhen(chance, at) if chance.random() < 0.1 else None
    return {"closed_at": closed_at, "closed_reason": "for a test" if closed_at else ""}


@pytest.mark.parametrize("seed", range(2))
def test_the_statement_and_the_pure_functions_are_twins(seed, clock):
    """Over random accounts, a tick before, at and after the instants of their facts."""
    at = now()
    clock(at)
    factories.laws()
    with acting(None, "test"):
        population(random.Random(seed), at)

    for instant in (at, at - TICK, at + TICK):
        plainly, by_statement = one_by_one(instant), by_sql(instant)
        assert by_statement == plainly
        found = {standing for _, standing in plainly.values()}
        assert len(found) >= 6, "too few standings to compare"


def test_without_a_law_nobody_is_called_forbidden_by_it():
    factories.membership(Role.OFFICER)

    assert [e.standing for e in roll.entries(now())] == [Standing.GOOD]


def test_of_several_capacities_the_gravest_counts():
    factories.laws()
    account = factories.membership(Role.OFFICER).account
    removal = factories.unit(Mission.CIVIL_IMMIGRATION)
    factories.membership(Role.OFFICER, of=removal, account=account)

    counts = roll.tally(now())

    assert (counts[Standing.FORBIDDEN], sum(counts.values())) == (1, 1)


def test_a_page_goes_on_where_the_last_one_ended(monkeypatch):
    factories.laws()
    monkeypatch.setattr(roll, "PAGE", 3)
    viewer = factories.viewer(Role.ADMINISTRATOR)
    for _ in range(7):
        factories.membership(Role.OFFICER)
    seen, after = [], 0
    while True:
        page = roll.page(viewer, after=after)
        seen += [row["sign_in_name"] for row in page.rows]
        after = page.next_after
        if not after:
            break

    assert seen == sorted(seen)
    assert len(set(seen)) == len(seen) == 8
    assert sum(page.counts.values()) == 8
    assert roll.page(viewer, standing="dormant").rows == []
    assert roll.page(viewer, standing="no standing").rows == []
    assert roll.page(viewer, standing="dormant").counts[Standing.GOOD] == 8


def test_a_coordinator_reads_their_own_agencys_roll_alone():
    factories.laws()
    viewer = factories.viewer(Role.COORDINATOR)
    factories.membership(Role.OFFICER)

    assert [row["id"] for row in roll.page(viewer).rows] == [viewer.account_id]


def test_the_whole_roll_is_one_statement(django_assert_num_queries):
    factories.laws()
    factories.membership(Role.OFFICER)
    at = now()
    law_in_force(at)

    with django_assert_num_queries(2):  # the law in force, the roll
        roll.tally(at)
    assert asdict(next(roll.entries(at)))["agency_id"] == Agency.objects.get().pk
    assert connection.in_atomic_block


_MANY = """
INSERT INTO access_account (sign_in_name, password, is_superuser, display_name, email,
  is_active, opened_at, joined_at, suspended_reason)
SELECT 'many' || n, '!', false, 'Many', '', true, jail_now(), jail_now(), ''
FROM generate_series(1, %(accounts)s) n;
INSERT INTO access_membership (account_id, unit_id, roles, starts_at)
SELECT a.id, u.ids[1 + a.id %% cardinality(u.ids)], ARRAY['officer'],
  jail_now() - interval '1 day'
FROM access_account a, (SELECT array_agg(id) AS ids FROM access_unit) u"""


def _rows_read(node: dict) -> float:
    own = node["Actual Rows"] * node["Actual Loops"]
    return own + sum(_rows_read(below) for below in node.get("Plans", ()))


@pytest.mark.django_db(transaction=True)
def test_each_account_is_read_a_few_times_however_many_units_there_are():
    """A plan that walks the units again for every account grows with both."""
    factories.laws()
    accounts, units = 1500, 60
    for _ in range(units):
        factories.unit(Mission.CRIMINAL)
    at = now()
    with connection.cursor() as cursor:
        cursor.execute(_MANY, {"accounts": accounts})
    # As autovacuum does in life: without it the plan is a guess about empty tables.
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "ANALYZE access_account, access_membership, access_unit, access_agency"
        )
    with connection.cursor() as cursor:
        asked = roll.parameters(at, *law_in_force(at))
        statement = roll.with_roll("SELECT gravity, count(*) FROM roll GROUP BY 1")
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", asked)
        answer = cursor.fetchone()[0]
    plan = (json.loads(answer) if isinstance(answer, str) else answer)[0]["Plan"]

    assert _rows_read(plan) < 20 * accounts + 200 * units
