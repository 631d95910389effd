"""Reviews of accounts: who is asked, what a decision does, and which count for nothing."""

import re
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from access import roll
from access.acts import Act
from access.enums import Mission, Role, Standing
from access.guards import ActDenied
from access.models import Account, Membership
from access.rules import RuleViolation
from access.selectors import viewer_for
from access.services import SignInRefused, reviews, sign_in
from access.viewer import System
from audit.enums import Outcome
from audit.models import ActEvent
from compliance import certification_rules as rules
from compliance import selectors as numbers
from compliance import services as scans
from compliance.enums import FindingKind, ReviewDecision, ReviewReason, VoidReason
from compliance.models import Campaign, CampaignLine, Finding
from compliance.selectors import certification as selectors
from compliance.services import campaigns
from compliance.services import certification as services
from tests import factories
from tests.clients import is_signed_in, settled, signed_in

pytestmark = pytest.mark.django_db

SYSTEM = System("test")
BEGINS = datetime(2026, 10, 1, 7, tzinfo=UTC)  # midnight in Seattle
DUE = BEGINS + timedelta(days=14)
NEXT_DUE = datetime(2026, 11, 15, 8, tzinfo=UTC)  # summer time has ended
TICK = timedelta(microseconds=1)
WHY = "asked the sergeant on Monday"


@pytest.fixture
def at(db, clock):
    clock(BEGINS)
    factories.laws()
    return clock


@pytest.fixture
def unit(at):
    """An outside unit of four officers; its coordinator works in another unit."""
    agency = factories.agency(name="Harbour Police", mail_domains=["harbour.example"])
    unit = factories.unit(Mission.CRIMINAL, of=agency, name="Patrol")
    for number in range(4):
        factories.membership(
            Role.OFFICER, of=unit, account=_officer(f"officer{number}")
        )
    return unit


def _officer(name: str, **fields) -> Account:
    fields.setdefault("opened_at", BEGINS - timedelta(days=500))
    fields.setdefault("last_sign_in_at", BEGINS - timedelta(days=3))
    return factories.account(
        sign_in_name=name, email=f"{name}@harbour.example", **fields
    )


@pytest.fixture
def coordinator(unit):
    return _coordinator(unit)


def _coordinator(unit):
    office = factories.unit(Mission.CRIMINAL, of=unit.agency)
    return factories.viewer(Role.COORDINATOR, of=office)


def opened(unit) -> Campaign:
    campaigns.open_campaigns(by=SYSTEM)
    return Campaign.objects.get(unit=unit, voided_at=None, finished_at=None)


def people(campaign):
    return list(campaign.lines.filter(is_trap=False).order_by("account_id"))


def traps(campaign):
    return list(campaign.lines.filter(is_trap=True))


KEEP = rules.Answer(ReviewDecision.KEPT)
CLOSE = rules.Answer(ReviewDecision.CLOSED, ReviewReason.LEFT, WHY)


def due(line) -> datetime:
    return Account.objects.get(pk=line.account_id).review_due_at


def standing_of(line) -> Standing:
    return factories.viewer_of(Membership.objects.get(pk=line.membership_id)).standing


def again(viewer):
    """The same person at their next request, at this instant."""
    return viewer_for(viewer.account_id, viewer.membership_id, viewer.purpose)[0]


def keep_the_reviewer(viewer) -> None:
    """The jail's administrator reviews the coordinator, who would be off otherwise."""
    campaigns.open_campaigns(by=SYSTEM)
    line = CampaignLine.objects.get(
        account_id=viewer.account_id, decision="", campaign__finished_at=None
    )
    decide(line, KEEP, _jails_administrator(None))


def decide(line, answer, by) -> Campaign:
    return services.decide(line.pk, answer, by=again(by))


def decide_slowly(lines, answer, by, clock, start=BEGINS, *, seconds=60):
    for number, line in enumerate(lines, start=1):
        clock(start + timedelta(seconds=seconds * number))
        decide(line, answer, by)
    return start + timedelta(seconds=seconds * len(lines))


def review_well(campaign, by, clock):
    """Every person kept, every planted account closed, a minute each."""
    services.open_page(campaign, by=again(by))
    last = decide_slowly(traps(campaign), CLOSE, by, clock)
    return decide_slowly(people(campaign), KEEP, by, clock, last)


# --- Asking --------------------------------------------------------------------------


def test_every_unit_with_open_accounts_is_asked_about_once_a_month(unit, coordinator):
    closed = factories.membership(Role.OFFICER)
    Account.objects.filter(pk=closed.account_id).update(
        suspended_at=BEGINS, suspended_reason="left"
    )
    first = campaigns.open_campaigns(by=SYSTEM)
    second = campaigns.open_campaigns(by=SYSTEM)

    assert (first, second) == (2, 0)
    assert set(Campaign.objects.values_list("unit_id", flat=True)) == {
        unit.pk,
        coordinator.unit_id,
    }
    campaign = Campaign.objects.get(unit=unit)
    assert (campaign.month.isoformat(), campaign.due_at) == ("2026-10-01", DUE)
    assert len(people(campaign)) == 4
    assert len(traps(campaign)) == 1


def test_an_account_is_due_at_the_earliest_and_asking_makes_nothing_later(unit):
    early, none, late = Account.objects.filter(memberships__unit=unit).order_by("pk")[
        :3
    ]
    for account, when in ((early, DUE - timedelta(days=9)), (late, NEXT_DUE)):
        Account.objects.filter(pk=account.pk).update(review_due_at=when)

    opened(unit)

    found = Account.objects.in_bulk([early.pk, none.pk, late.pk])
    assert found[early.pk].review_due_at == DUE - timedelta(days=9)
    assert found[none.pk].review_due_at == DUE
    assert found[late.pk].review_due_at == DUE


def test_a_campaign_that_is_asked_for_late_leaves_its_fourteen_days(unit, at):
    late = BEGINS + timedelta(days=20)
    at(late)

    assert opened(unit).due_at == late + timedelta(days=14)


def test_what_nobody_decided_is_asked_anew_and_stays_due(unit, coordinator, at):
    october = opened(unit)
    keep_the_reviewer(coordinator)
    at(BEGINS + timedelta(days=32))

    november = opened(unit)

    october.refresh_from_db()
    assert november.pk != october.pk
    assert october.finished_at is not None
    assert [due(line) for line in people(november)] == [DUE] * 4
    with pytest.raises(RuleViolation, match="over"):
        decide(people(october)[0], KEEP, coordinator)


# --- Deciding ------------------------------------------------------------------------


def test_whoever_is_kept_stands_until_the_next_review(unit, coordinator):
    line = people(opened(unit))[0]

    decide(line, KEEP, coordinator)

    line.refresh_from_db()
    assert due(line) == NEXT_DUE
    assert (line.decision, line.decided_by_id, line.due_before, line.decided_at) == (
        "kept",
        coordinator.account_id,
        DUE,
        BEGINS,
    )
    event = ActEvent.objects.get(act=Act.CERTIFY, reason="kept")
    assert event.detail == {"line": str(line.pk)}


def test_whoever_is_closed_is_out_at_the_next_request(unit, coordinator):
    line = people(opened(unit))[0]
    browser = signed_in(factories.viewer_of(line.membership))

    decide(line, CLOSE, coordinator)

    account = Account.objects.get(pk=line.account_id)
    assert (account.suspended_at, account.suspended_reason) == (BEGINS, "review: left")
    assert browser.get(reverse("access:working_as")).status_code == 302
    assert not is_signed_in(browser)
    assert Membership.objects.get(pk=line.membership_id).ends_at == BEGINS


def test_whoever_has_another_capacity_keeps_that_one(unit, coordinator):
    line = people(opened(unit))[0]
    other = factories.membership(Role.OFFICER, account=line.account)

    decide(line, CLOSE, coordinator)

    assert Account.objects.get(pk=line.account_id).suspended_at is None
    assert factories.viewer_of(other).is_open


def test_narrowing_takes_roles_away_and_never_gives_one(unit, coordinator):
    both = factories.membership(Role.OFFICER, Role.PROSECUTOR, of=unit)
    line = CampaignLine.objects.get(campaign=opened(unit), account=both.account)

    def narrowed(*keep):
        return rules.Answer(
            ReviewDecision.NARROWED, ReviewReason.DUTIES, WHY, frozenset(keep)
        )

    for wider in (
        narrowed(Role.OFFICER, Role.ADMINISTRATOR),
        narrowed(Role.ADMINISTRATOR),
        narrowed(Role.OFFICER, Role.PROSECUTOR),
        narrowed(),
    ):
        with pytest.raises(RuleViolation):
            decide(line, wider, coordinator)
    decide(line, narrowed(Role.OFFICER), coordinator)

    both.refresh_from_db()
    assert both.roles == [Role.OFFICER]
    assert due(line) == NEXT_DUE


def test_two_hats_stand_until_the_earliest_review_that_nobody_has_done(
    unit, coordinator
):
    other = factories.unit(Mission.CRIMINAL, of=unit.agency)
    line = people(opened(unit))[0]
    factories.membership(Role.OFFICER, of=other, account=line.account)
    second = opened(other)

    decide(line, KEEP, coordinator)
    assert due(line) == DUE, "the other unit has not answered"

    decide(second.lines.get(account_id=line.account_id), KEEP, coordinator)
    assert due(line) == NEXT_DUE


def test_what_nobody_uses_is_kept_for_a_reason_only(unit, coordinator):
    asleep = factories.membership(
        Role.OFFICER,
        of=unit,
        account=_officer("asleep", last_sign_in_at=BEGINS - timedelta(days=60)),
    )
    line = opened(unit).lines.get(account=asleep.account)

    with pytest.raises(RuleViolation, match="reason"):
        decide(line, KEEP, coordinator)
    decide(
        line, rules.Answer(ReviewDecision.KEPT, ReviewReason.LEAVE, WHY), coordinator
    )

    assert due(line) == NEXT_DUE


# --- Attacks -------------------------------------------------------------------------


def _of_another_agency(unit):
    return factories.viewer(Role.COORDINATOR)


def _officer_of_the_unit(unit):
    return factories.viewer(Role.OFFICER, of=unit)


def _jails_administrator(unit):
    jail = factories.agency(is_the_jail=True)
    return factories.viewer(
        Role.ADMINISTRATOR, of=factories.unit(Mission.JAIL, of=jail)
    )


def _auditor(unit):
    return factories.viewer(Role.AUDITOR)


@pytest.mark.parametrize(
    "somebody",
    [_of_another_agency, _officer_of_the_unit, _jails_administrator, _auditor],
)
def test_whose_it_is_not_decides_nothing_and_leaves_a_trace(unit, somebody):
    campaign = opened(unit)
    line = people(campaign)[0]
    viewer = somebody(unit)

    with pytest.raises(ActDenied):
        decide(line, KEEP, viewer)
    browser = signed_in(viewer)
    for response in (
        browser.get(reverse("compliance:review", args=[campaign.pk])),
        browser.post(
            reverse("compliance:review", args=[campaign.pk]),
            {"line": line.pk, "decision": "kept"},
        ),
    ):
        assert response.status_code == 403
        assert line.account.sign_in_name not in response.content.decode()

    line.refresh_from_db()
    assert line.decision == ""
    assert (
        ActEvent.objects.filter(
            act=Act.CERTIFY, outcome=Outcome.REFUSED, account_id=viewer.account_id
        ).count()
        == 2
    )


def test_nobody_reviews_their_own_account(unit):
    own = factories.viewer(Role.COORDINATOR, of=unit)
    line = opened(unit).lines.get(account_id=own.account_id)

    with pytest.raises(ActDenied):
        decide(line, KEEP, own)
    page = signed_in(own).get(reverse("compliance:review", args=[line.campaign_id]))

    assert "This is your own account" in page.content.decode()
    assert f'value="{line.pk}"' not in page.content.decode()


def test_a_coordinator_who_is_alone_is_reviewed_by_the_jails_administrator(unit):
    own = factories.viewer(Role.COORDINATOR, of=unit)
    campaign = opened(unit)
    administrator = _jails_administrator(unit)

    decide(campaign.lines.get(account_id=own.account_id), KEEP, administrator)

    assert due(campaign.lines.get(account_id=own.account_id)) == NEXT_DUE


def test_a_line_is_decided_once(unit, coordinator):
    line = people(opened(unit))[0]
    decide(line, KEEP, coordinator)

    with pytest.raises(RuleViolation, match="already"):
        decide(line, CLOSE, coordinator)

    assert standing_of(line) is Standing.GOOD


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once_decide_once(clock):
    clock(BEGINS)
    factories.laws()
    unit = factories.unit(Mission.CRIMINAL)
    factories.membership(Role.OFFICER, of=unit)
    both = [_coordinator(unit), _coordinator(unit)]
    line = people(opened(unit))[0]
    answers, start = [], threading.Barrier(2)

    def answer(viewer):
        start.wait()
        try:
            decide(line, KEEP, viewer)
            answers.append("decided")
        except (RuleViolation, DatabaseError) as refused:
            answers.append(type(refused).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=answer, args=[viewer]) for viewer in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == ["RuleViolation", "decided"]
    assert CampaignLine.history.filter(id=line.pk, history_type="~").count() == 1


def test_the_database_holds_what_the_code_promises(unit, coordinator):
    """Around the services, as the application's role: nothing of it is possible."""
    campaign = opened(unit)
    kept, line, own = people(campaign)[:3]
    decide(kept, KEEP, coordinator)
    foreign = factories.membership(Role.COORDINATOR).account_id
    by = coordinator.account_id

    def decided(what=line, **fields):
        said = {"decision": "kept", "decided_at": BEGINS, "decided_by_id": by}
        CampaignLine.objects.filter(pk=what.pk).update(**said | fields)

    asked = CampaignLine.objects.filter(pk=line.pk)
    whole = Campaign.objects.filter(pk=campaign.pk)
    account = Account.objects.filter(pk=line.account_id)
    attempts = {
        "decided again": lambda: decided(kept, decision="closed"),
        "taken back": lambda: CampaignLine.objects.filter(pk=kept.pk).update(
            decision="", decided_at=None, decided_by=None
        ),
        "decided by a stranger": lambda: decided(decided_by_id=foreign),
        "decided by itself": lambda: decided(decided_by_id=line.account_id),
        "decided by nobody": lambda: decided(decided_by_id=None),
        "closed without a reason": lambda: decided(decision="closed"),
        "asked of somebody else": lambda: asked.update(account_id=foreign),
        "made a trap": lambda: asked.update(is_trap=True, membership=None),
        "deleted": asked.delete,
        "due later": lambda: whole.update(due_at=NEXT_DUE),
        "another unit": lambda: whole.update(unit_id=coordinator.unit_id),
        "stands longer": lambda: account.update(review_due_at=NEXT_DUE),
        "stands for ever": lambda: account.update(review_due_at=None),
        "stands longer than two months": lambda: Account.objects.filter(
            pk=kept.account_id
        ).update(review_due_at=BEGINS + timedelta(days=63)),
        "a drill": lambda: account.update(is_drill=True),
        "born decided": lambda: CampaignLine.objects.create(
            campaign=campaign,
            account_id=foreign,
            membership=own.membership,
            roles=["officer"],
            decision="kept",
            decided_at=BEGINS,
            decided_by_id=by,
        ),
        "two for one month": lambda: Campaign.objects.create(
            unit=unit, month=campaign.month, due_at=DUE
        ),
    }
    went_through = []
    for name, attempt in attempts.items():
        try:
            with transaction.atomic():
                attempt()
            went_through.append(name)
        except DatabaseError:
            pass

    assert went_through == []
    decided()  # and the honest way is open
    assert asked.get().decision == "kept"


# --- Telling planted accounts apart --------------------------------------------------


def _like(trap: CampaignLine, unit) -> Membership:
    """Somebody real with the same facts as a planted account."""
    twin = trap.account
    account = factories.account(
        sign_in_name="twin.ofit",
        display_name="Twin Ofit",
        email=f"twin.ofit@{twin.email.partition('@')[2]}" if twin.email else "",
        opened_at=twin.opened_at,
        last_sign_in_at=twin.last_sign_in_at,
    )
    return factories.membership(*map(Role, trap.roles), of=unit, account=account)


def _blocks(page: str) -> dict[str, str]:
    """Each line's markup by its account's sign-in name, keys and names left out."""
    blocks = {}
    for part in re.split(r"(?=<section class=\"card review__line\")", page)[1:]:
        block = part.partition("</section>")[0]
        name, sign_in = re.search(
            r"<h2[^>]*>(.*?) <span class=\"soft small\">(.*?)</span>", block
        ).groups()
        key = re.search(r'id="line-([0-9a-f-]{36})"', block)[1]
        own = (key, key.replace("-", "")[:12], name, sign_in)
        words = re.compile("|".join(map(re.escape, own)))
        blocks[sign_in] = settled(words.sub("OWN", block))
    return blocks


@pytest.mark.parametrize("number", range(6))
def test_a_planted_account_looks_like_a_real_one_with_the_same_facts(
    unit, coordinator, number
):
    """Attributes, words, order of attributes, ids: byte by byte but for key and name.

    The kinds of planted accounts are drawn; six draws see each of them in the end.
    """
    first = opened(unit)
    trap = traps(first)[0]
    twin = _like(trap, unit)
    line = CampaignLine.objects.create(
        campaign=first, account=twin.account, membership=twin, roles=trap.roles
    )
    reviews.bring_review_forward({twin.account_id: DUE}, by=SYSTEM)
    scans.scan_accounts(by=SYSTEM)  # opens findings of the real one alone

    page = signed_in(coordinator).get(reverse("compliance:review", args=[first.pk]))

    blocks = _blocks(page.content.decode())
    assert len(blocks) == 6
    assert blocks[trap.account.sign_in_name] == blocks["twin.ofit"]
    assert str(line.pk) in page.content.decode()


def test_the_page_is_in_the_order_of_names_and_keys_are_drawn(unit, coordinator):
    campaign = opened(unit)
    page = signed_in(coordinator).get(reverse("compliance:review", args=[campaign.pk]))

    names = re.findall(r'<h2 id="name-[^"]*">(.*?) <span', page.content.decode())

    assert len(names) == 5
    assert names == sorted(names, key=str.lower)
    assert "trap" not in page.content.decode().lower()
    assert "drill" not in page.content.decode().lower()
    for line in campaign.lines.all():
        assert line.pk.version == 4
        assert f"/{line.account_id}/" not in page.content.decode()


def test_a_planted_account_is_nobodys_and_in_no_number(unit, coordinator):
    before = (
        len(roll.by_account(BEGINS)),
        numbers.council_numbers(BEGINS).accounts,
    )
    campaign = opened(unit)
    trap = traps(campaign)[0].account
    scans.scan_accounts(by=SYSTEM)

    assert (trap.is_drill, trap.is_active, trap.has_usable_password()) == (
        True,
        False,
        False,
    )
    assert not trap.memberships.exists()
    assert not Finding.objects.filter(account=trap).exists()
    assert before == (
        len(roll.by_account(BEGINS)),
        numbers.council_numbers(BEGINS).accounts,
    )
    assert (
        trap.sign_in_name
        not in signed_in(coordinator).get(reverse("access:accounts")).content.decode()
    )


def test_a_drill_account_never_comes_in_even_with_a_capacity(unit, rf):
    """Whatever somebody makes of one: active, with a password, in a unit."""
    drill = factories.account(sign_in_name="drill", is_drill=True)
    member = factories.membership(Role.OFFICER, of=unit, account=drill)

    assert not factories.viewer_of(member).may_enter
    assert not factories.viewer_of(member).is_open
    assert drill.pk not in {entry.account_id for entry in roll.by_account(BEGINS)}
    with pytest.raises(SignInRefused):
        sign_in(rf.post("/sign-in/"), drill)


# --- What counts for nothing ---------------------------------------------------------


def test_a_review_that_was_one_is_finished_and_only_read(unit, coordinator, at):
    campaign = opened(unit)
    review_well(campaign, coordinator, at)

    services.finish(campaign.pk, by=again(coordinator))

    campaign.refresh_from_db()
    assert (campaign.voided_at, campaign.void_reason) == (None, "")
    assert campaign.finished_at is not None
    page = signed_in(again(coordinator)).get(
        reverse("compliance:review", args=[campaign.pk])
    )
    assert "<form" not in page.content.decode().partition("<main")[2]
    assert [due(line) for line in people(campaign)] == [NEXT_DUE] * 4
    assert {standing_of(line) for line in people(campaign)} == {Standing.GOOD}


def test_nothing_is_finished_before_everybody_is_decided(unit, coordinator):
    campaign = opened(unit)
    with pytest.raises(RuleViolation, match="wait"):
        services.finish(campaign.pk, by=again(coordinator))


def _keep_the_trap(trap, by):
    answer = rules.Answer(ReviewDecision.KEPT, ReviewReason.LEAVE, WHY)
    return decide(trap, answer, by)


def test_who_approves_a_planted_account_has_reviewed_nothing(unit, coordinator, at):
    campaign = opened(unit)
    services.open_page(campaign, by=coordinator)
    kept = people(campaign)[:3]
    last = decide_slowly(kept, KEEP, coordinator, at)
    gone = people(campaign)[3]
    last = decide_slowly([gone], CLOSE, coordinator, at, last)
    at(last + timedelta(minutes=1))

    _keep_the_trap(traps(campaign)[0], again(coordinator))

    campaign.refresh_from_db()
    assert campaign.void_reason == VoidReason.TRAP_KEPT
    assert [due(line) for line in kept] == [DUE] * 3, "as they stood before"
    assert Account.objects.get(pk=gone.account_id).suspended_at, "nothing grows"
    event = ActEvent.objects.get(act=Act.VOID_CAMPAIGN)
    assert event.detail == {
        "reviewer": coordinator.account_id,
        "lines": 5,
        "traps_approved": 1,
        "seconds": 300.0,
        "median_seconds": 60.0,
    }
    anew = opened(unit)
    assert anew.due_at == campaign.due_at
    assert {line.account_id for line in people(anew)} == {k.account_id for k in kept}
    assert {t.account_id for t in traps(anew)}.isdisjoint(
        t.account_id for t in traps(campaign)
    )


def test_what_was_set_aside_is_reviewed_by_somebody_else(unit, coordinator):
    campaign = opened(unit)
    _keep_the_trap(traps(campaign)[0], coordinator)
    anew = opened(unit)
    line = people(anew)[0]

    with pytest.raises(RuleViolation, match="Somebody else"):
        decide(line, KEEP, coordinator)
    with pytest.raises(DatabaseError, match="somebody else"), transaction.atomic():
        CampaignLine.objects.filter(pk=line.pk).update(
            decision="kept", decided_at=BEGINS, decided_by_id=coordinator.account_id
        )
    decide(line, KEEP, _coordinator(unit))

    assert due(line) == NEXT_DUE


def test_an_account_that_was_kept_in_a_void_review_is_off_at_the_original_date(
    unit, coordinator, at
):
    campaign = opened(unit)
    line = people(campaign)[0]
    decide(line, KEEP, coordinator)
    _keep_the_trap(traps(campaign)[0], coordinator)

    at(DUE - TICK)
    assert standing_of(line) is Standing.GOOD
    at(DUE)
    assert standing_of(line) is Standing.UNREVIEWED


# fmt: off
PACES = [
    # seconds a line   void
    (1,                VoidReason.ALL_YES_IN_SECONDS),
    (2,                VoidReason.ALL_YES_IN_SECONDS),
    (3,                ""),
    (20,               ""),
]
# fmt: on


@pytest.mark.parametrize(("seconds", "void"), PACES)
def test_all_yes_in_seconds_is_no_review(unit, coordinator, at, seconds, void):
    """Also of somebody who knows which account to close."""
    campaign = opened(unit)
    services.open_page(campaign, by=coordinator)
    last = decide_slowly(traps(campaign), CLOSE, coordinator, at, seconds=seconds)

    decide_slowly(people(campaign), KEEP, coordinator, at, last, seconds=seconds)

    campaign.refresh_from_db()
    assert campaign.void_reason == void
    if void:
        assert [due(line) for line in people(campaign)] == [DUE] * 4


def test_who_leaves_the_last_line_open_is_judged_when_it_is_due(unit, coordinator, at):
    """One second a line, and one line left out so that it would not count as all."""
    campaign = opened(unit)
    services.open_page(campaign, by=coordinator)
    decide_slowly(people(campaign), KEEP, coordinator, at, seconds=1)
    campaign.refresh_from_db()
    assert campaign.voided_at is None

    at(DUE)
    services.certification_deadlines(by=SYSTEM)

    campaign.refresh_from_db()
    assert campaign.void_reason == VoidReason.ALL_YES_IN_SECONDS
    assert [due(line) for line in people(campaign)] == [DUE] * 4


# --- Overdue -------------------------------------------------------------------------


def test_overdue_closes_outside_accounts_with_nothing_running(unit, at):
    campaign = opened(unit)
    line = people(campaign)[0]
    browser = signed_in(factories.viewer_of(line.membership))
    answers = []
    for instant in (DUE - TICK, DUE):
        at(instant)
        answers.append(
            (standing_of(line), factories.viewer_of(line.membership).is_open)
        )

    assert answers == [(Standing.GOOD, True), (Standing.UNREVIEWED, False)]
    assert browser.get(reverse("access:working_as")).status_code == 302


def test_a_coordinator_who_is_overdue_is_let_in_again_by_the_administrator(
    unit, coordinator, at
):
    """Or an agency that missed its date could never mend it."""
    opened(unit)
    at(DUE)
    assert not again(coordinator).is_open

    keep_the_reviewer(coordinator)

    assert again(coordinator).is_open


def test_a_decision_after_the_date_opens_it_again(unit, coordinator, at):
    line = people(opened(unit))[0]
    keep_the_reviewer(coordinator)
    at(DUE + timedelta(days=2))
    assert standing_of(line) is Standing.UNREVIEWED

    decide(line, KEEP, coordinator)

    assert standing_of(line) is Standing.GOOD


@pytest.mark.parametrize("mission", [Mission.JAIL, Mission.HEALTH])
def test_of_the_jails_own_an_overdue_review_is_a_finding_and_closes_nobody(at, mission):
    unit = factories.unit(mission)
    role = Role.NURSE if mission is Mission.HEALTH else Role.CUSTODY_OFFICER
    member = factories.membership(role, of=unit)
    campaign = opened(unit)
    at(campaign.due_at)
    services.certification_deadlines(by=SYSTEM)
    services.certification_deadlines(by=SYSTEM)

    assert factories.viewer_of(member).is_open
    finding = Finding.objects.get()
    assert (finding.kind, finding.account_id) == (
        FindingKind.UNREVIEWED,
        member.account_id,
    )
    assert finding.evidence["review_due_at"] == campaign.due_at.isoformat()


def test_the_reviewers_page_counts_the_hours(unit, coordinator, at):
    campaign = opened(unit)
    keep_the_reviewer(coordinator)
    at(DUE + timedelta(hours=25, minutes=1))

    page = signed_in(again(coordinator)).get(
        reverse("compliance:review", args=[campaign.pk])
    )

    assert "Overdue for 26 hours" in page.content.decode()


# --- Reminders -----------------------------------------------------------------------


def test_reviewers_are_reminded_twice_and_told_nobodys_name(unit, coordinator, at):
    Account.objects.filter(pk=coordinator.account_id).update(email="c@harbour.example")
    factories.account(email="elsewhere@other.example")
    campaign = opened(unit)
    Campaign.objects.exclude(pk=campaign.pk).update(finished_at=BEGINS)
    for days in (8, 7, 6.5, 3, 1, 0.5):
        at(DUE - timedelta(days=days))
        services.certification_deadlines(by=SYSTEM)

    assert [(m.to, m.subject) for m in mail.outbox] == [
        (["c@harbour.example"], "Review of accounts due in 7 days"),
        (["c@harbour.example"], "Review of accounts due tomorrow"),
    ]
    said = mail.outbox[0].body
    assert "5 accounts of Harbour Police · Patrol" in said
    for account in Account.objects.exclude(sign_in_name=""):
        assert account.sign_in_name not in said


def test_a_reminder_that_cannot_be_sent_is_tried_again(
    unit, coordinator, at, monkeypatch
):
    Account.objects.filter(pk=coordinator.account_id).update(email="c@harbour.example")
    campaign = opened(unit)
    at(DUE - timedelta(days=6))

    def refuse(*_, **__):
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(campaigns, "send_mail", refuse)
        assert campaigns.remind(campaign, DUE - timedelta(days=6), by=SYSTEM) == 0
    assert campaigns.remind(campaign, DUE - timedelta(days=6), by=SYSTEM) == 1
    assert campaigns.remind(campaign, DUE - timedelta(days=6), by=SYSTEM) == 0


# --- Pages ---------------------------------------------------------------------------


def test_a_line_is_saved_by_itself_and_errors_lose_nothing(unit, coordinator):
    campaign = opened(unit)
    line, other = people(campaign)[:2]
    browser = signed_in(coordinator)
    address = reverse("compliance:review", args=[campaign.pk])
    browser.get(address)

    saved = browser.post(address, {"line": line.pk, "decision": "kept"})
    wrong = browser.post(
        address, {"line": other.pk, "decision": "closed", "words": "gone since May"}
    )

    assert (saved.status_code, wrong.status_code) == (302, 422)
    assert "gone since May" in wrong.content.decode()
    assert "Choose a reason." in wrong.content.decode()
    line.refresh_from_db()
    other.refresh_from_db()
    assert (line.decision, other.decision) == ("kept", "")
    assert "1 of 5" in browser.get(address).content.decode()


def test_a_line_of_another_campaign_is_not_decided_through_this_page(unit, coordinator):
    campaign = opened(unit)
    foreign = factories.membership(Role.OFFICER)
    line = opened(foreign.unit).lines.get(account=foreign.account)
    browser = signed_in(coordinator)

    answer = browser.post(
        reverse("compliance:review", args=[campaign.pk]),
        {"line": line.pk, "decision": "kept"},
    )

    line.refresh_from_db()
    assert (answer.status_code, line.decision) == (404, "")


def _page(viewer, campaign) -> str:
    browser: Client = signed_in(viewer)
    answer = browser.get(reverse("compliance:campaign", args=[campaign.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_auditor_sees_who_reviewed_and_how_long_it_took(unit, coordinator, at):
    campaign = opened(unit)
    review_well(campaign, coordinator, at)
    auditor = again(factories.viewer(Role.AUDITOR))

    page = _page(auditor, campaign)

    assert "60.0 s" in page
    assert "300.0 s" in page
    assert "1 caught, 0 approved" in page


def test_only_the_auditor_knows_the_planted_while_a_review_is_open(unit, coordinator):
    """An administrator, who sees the same page, may be a reviewer."""
    campaign = opened(unit)
    open_to = {
        role: "usa-tag" in _page(factories.viewer(role), campaign)
        for role in (Role.AUDITOR, Role.ADMINISTRATOR, Role.PRIVACY_OFFICER)
    }
    _keep_the_trap(traps(campaign)[0], coordinator)

    assert open_to == {
        Role.AUDITOR: True,
        Role.ADMINISTRATOR: False,
        Role.PRIVACY_OFFICER: False,
    }
    page = _page(factories.viewer(Role.PRIVACY_OFFICER), campaign)
    assert "A planted account was approved" in page
    assert "usa-tag" in page


def test_people_shown_are_counted_and_few_are_not_told(unit, coordinator):
    jail = factories.facility()
    factories.permit(unit, jail)
    member = unit.memberships.first()
    from bookings.selectors import open_record

    for _ in range(2):
        booking = factories.booking(facility=jail)
        open_record(factories.viewer_of(member), booking.pk)
    campaign = opened(unit)

    page = signed_in(coordinator).get(reverse("compliance:review", args=[campaign.pk]))

    said = _blocks(page.content.decode())[member.account.sign_in_name]
    assert "fewer than 11 in 30 days" in said
    assert jail.name in said


def test_a_reviewer_without_campaigns_is_told_so(at):
    page = signed_in(factories.viewer(Role.COORDINATOR)).get(
        reverse("compliance:reviews")
    )
    assert "Nothing waits for your review" in page.content.decode()


def test_whose_turn_it_is_finds_their_own_campaigns_alone(unit, coordinator):
    factories.membership(Role.OFFICER)
    campaign = opened(unit)
    campaigns.open_campaigns(by=SYSTEM)

    mine = selectors.campaigns_of(coordinator)

    assert campaign in mine
    assert {c.unit.agency_id for c in mine} == {coordinator.agency_id}
