"""A finding is opened, assigned, answered and closed by somebody, step by step."""

import sys
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from access.enums import Mission, Role
from access.guards import ActDenied
from access.rules import RuleViolation
from access.viewer import System
from audit.acting import acting
from audit.clock import now
from audit.models import ActEvent
from compliance import selectors
from compliance.enums import FindingKind, FindingState, FindingTarget
from compliance.models import Finding, FindingStep
from compliance.selectors import FindingFilter
from compliance.services import findings as services
from compliance.services import open_finding
from tests import factories
from tests.clients import body_of, signed_in

pytestmark = pytest.mark.django_db
BY = System("test")


@pytest.fixture(autouse=True)
def law(db):
    factories.laws()


@pytest.fixture
def privacy():
    return factories.viewer(Role.PRIVACY_OFFICER)


@pytest.fixture
def auditor():
    return factories.viewer(Role.AUDITOR)


def found(account=None, kind=FindingKind.DORMANT, **evidence) -> Finding:
    account = account or factories.membership(Role.OFFICER).account
    assert open_finding(kind, FindingTarget.ACCOUNT, account.pk, evidence, by=BY)
    return Finding.objects.get(kind=kind, account=account, closed_at=None)


def account_of(viewer):
    return factories.Account.objects.get(pk=viewer.account_id)


def steps(finding) -> list[tuple]:
    return [(s.kind, s.by_id, s.words) for s in selectors.steps_of(finding)]


# --- Its life ------------------------------------------------------------------------


def test_every_step_says_who_when_what_and_in_which_words(privacy, clock):
    at = now()
    clock(at)
    finding = found()
    for minute, step in enumerate(
        [
            lambda: services.assign(finding.pk, account_of(privacy), by=privacy),
            lambda: services.answer(finding.pk, "On leave until May.", by=privacy),
            lambda: services.close(finding.pk, "Suspended, order 7.", by=privacy),
        ],
        start=1,
    ):
        clock(at + timedelta(minutes=minute))
        step()

    finding.refresh_from_db()
    own = privacy.account_id
    assert steps(finding) == [
        ("opened", None, ""),
        ("assigned", own, ""),
        ("answered", own, "On leave until May."),
        ("closed", own, "Suspended, order 7."),
    ]
    assert [s.at - at for s in selectors.steps_of(finding)] == [
        timedelta(minutes=m) for m in range(4)
    ]
    assert (finding.state, finding.closed_with, finding.closed_by_id) == (
        "closed",
        "Suspended, order 7.",
        own,
    )
    assert finding.closed_at == at + timedelta(minutes=3)
    acts = ActEvent.objects.filter(target_kind="finding").order_by("id")
    assert [a.act for a in acts] == [
        "finding.assign",
        "finding.answer",
        "finding.close",
    ]


# What may be done by whom: y done, n refused by the table of acts, r refused by rule.
# fmt: off
WHO = [
    # role                   assign answer close  reopen
    (Role.PRIVACY_OFFICER,   "y",   "y",   "y",   "n"),
    (Role.ADMINISTRATOR,     "y",   "y",   "y",   "n"),
    (Role.AUDITOR,           "n",   "n",   "n",   "y"),
    (Role.COORDINATOR,       "n",   "r",   "n",   "n"),
    (Role.COUNCIL_STAFF,     "n",   "n",   "n",   "n"),
    (Role.OFFICER,           "n",   "n",   "n",   "n"),
    (Role.RECORDS_SUPERVISOR,"n",   "n",   "n",   "n"),
]
# fmt: on


@pytest.mark.parametrize(("role", *"abcd"), WHO, ids=[row[0] for row in WHO])
def test_who_may_do_what_about_a_finding(role, a, b, c, d, privacy):
    viewer = factories.viewer(role)
    closed = found()
    services.close(closed.pk, "done", by=privacy)
    said = ""
    for act in (
        lambda: services.assign(found().pk, account_of(privacy), by=viewer),
        lambda: services.answer(found().pk, "words", by=viewer),
        lambda: services.close(found().pk, "words", by=viewer),
        lambda: services.reopen(closed.pk, "words", by=viewer),
    ):
        try:
            act()
        except ActDenied:
            said += "n"
        except RuleViolation:
            said += "r"
        else:
            said += "y"

    assert said == a + b + c + d


def test_a_coordinator_reads_and_answers_what_is_assigned_to_them_alone(privacy):
    member = factories.membership(Role.OFFICER)
    own, other = found(member.account), found()
    coordinator = factories.membership(
        Role.COORDINATOR, of=factories.unit(Mission.CRIMINAL, of=member.unit.agency)
    )
    stranger = factories.membership(Role.COORDINATOR)
    assert coordinator.account_id in selectors.assignees_of(own)
    assert stranger.account_id not in selectors.assignees_of(own)
    assert coordinator.account_id not in selectors.assignees_of(other)
    with pytest.raises(RuleViolation):
        services.assign(own.pk, stranger.account, by=privacy)
    services.assign(own.pk, coordinator.account, by=privacy)
    viewer = factories.viewer_of(coordinator)

    services.answer(own.pk, "She works nights.", by=viewer)

    browser = signed_in(viewer)
    assert browser.get(reverse("compliance:finding", args=[own.pk])).status_code == 200
    for key in (other.pk, 999_999):
        page = browser.get(reverse("compliance:finding", args=[key]))
        assert page.status_code == 404
    shown = selectors.findings(viewer, FindingFilter()).findings
    assert [f.pk for f in shown] == [own.pk]


def test_nobody_is_given_or_closes_a_finding_about_themselves(privacy):
    finding = found(account_of(privacy))

    assert privacy.account_id not in selectors.assignees_of(finding)
    with pytest.raises(RuleViolation, match="your own account"):
        services.close(finding.pk, "all is well", by=privacy)


def test_what_is_closed_is_neither_assigned_answered_nor_closed_again(privacy):
    finding = found()
    services.close(finding.pk, "done", by=privacy)
    for act in (
        lambda: services.assign(finding.pk, account_of(privacy), by=privacy),
        lambda: services.answer(finding.pk, "words", by=privacy),
        lambda: services.close(finding.pk, "words", by=privacy),
    ):
        with pytest.raises(RuleViolation, match="closed"):
            act()


# --- Opened again --------------------------------------------------------------------


def test_a_new_one_of_the_same_kind_names_the_one_that_was_closed(privacy):
    first = found()
    services.close(first.pk, "done", by=privacy)

    second = found(first.account)

    assert second.reopens_id == first.pk
    page = body_of(
        signed_in(privacy).get(reverse("compliance:finding", args=[second.pk]))
    )
    assert "Open again" in page
    assert found(first.account, kind=FindingKind.SHARED).reopens_id is None
    assert found().reopens_id is None


def test_an_auditor_opens_again_by_a_finding_of_its_own(privacy, auditor):
    first = found(mission="criminal")
    services.close(first.pk, "done", by=privacy)

    second = services.reopen(first.pk, "Nothing was done.", by=auditor)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (second.reopens_id, second.evidence) == (first.pk, {"mission": "criminal"})
    assert steps(first)[-1] == ("reopened", auditor.account_id, "Nothing was done.")
    assert steps(second) == [("opened", auditor.account_id, "")]
    assert first.closed_at is not None
    with pytest.raises(RuleViolation, match="already"):
        services.reopen(first.pk, "Again.", by=auditor)


def test_one_of_a_kind_is_open_on_a_target_at_a_time():
    for _ in range(2):
        open_finding(FindingKind.JOB_LATE, FindingTarget.JOB, "scan", {}, by=BY)

    assert Finding.objects.filter(kind="job_late").count() == 1
    with pytest.raises(DatabaseError, match="one_open_finding"), transaction.atomic():
        Finding.objects.create(kind="job_late", target_kind="job", target_id="scan")


# --- What the database holds ---------------------------------------------------------

# fmt: off
REFUSED = {
    "closing without a person":  lambda f: f.update(closed_at=now(), closed_with="x", state="closed"),
    "closing without words":     lambda f: f.update(closed_at=now(), closed_by=f.get().account_id, state="closed"),
    "closing without a step":    lambda f: f.update(closed_at=now(), closed_by=f.get().account_id, closed_with="x", state="closed"),
    "a state without a step":    lambda f: f.update(state="answered"),
    "closed by its state alone": lambda f: f.update(state="closed"),
    "another kind":              lambda f: f.update(kind="shared"),
    "another account":           lambda f: f.update(account=factories.account()),
    "another target":            lambda f: f.update(target_id="7"),
    "other evidence":            lambda f: f.update(evidence={}),
    "another beginning":         lambda f: f.update(opened_at=now()),
    "another predecessor":       lambda f: f.update(reopens=f.get().pk),
    "deleting it":               lambda f: f.all()._raw_delete("default"),
    "begun closed":              lambda f: Finding.objects.create(kind="shared", account=factories.account(), state="closed", closed_at=now(), closed_with="x", closed_by=factories.account()),
    "about nothing":             lambda f: Finding.objects.create(kind="shared"),
    "changing a step":           lambda f: FindingStep.objects.update(words="x"),
    "deleting a step":           lambda f: FindingStep.objects.all()._raw_delete("default"),
    "an answer without words":   lambda f: FindingStep.objects.create(finding=f.get(), kind="answered"),
    "assigned to nobody":        lambda f: FindingStep.objects.create(finding=f.get(), kind="assigned"),
}
# fmt: on


@pytest.mark.parametrize("attempt", REFUSED.values(), ids=REFUSED)
def test_the_database_refuses(attempt):
    finding = found(mission="criminal")

    with pytest.raises(DatabaseError), transaction.atomic():
        attempt(Finding.objects.filter(pk=finding.pk))


# fmt: off
UNCLOSING = {
    "not closed":       {"closed_at": None, "closed_by": None, "closed_with": "", "state": "open"},
    "other words":      {"closed_with": "something else"},
    "another day":      {"closed_at": datetime(2020, 1, 1, tzinfo=UTC)},
    "to somebody else": {"assigned_to": None, "closed_with": "x"},
}
# fmt: on


@pytest.mark.parametrize("change", UNCLOSING.values(), ids=UNCLOSING)
def test_what_is_closed_stays_closed_whoever_writes(change, privacy):
    finding = found()
    services.close(finding.pk, "done", by=privacy)

    with pytest.raises(DatabaseError, match="stays closed"), transaction.atomic():
        Finding.objects.filter(pk=finding.pk).update(**change)


def test_a_closing_bears_the_instant_of_the_one_clock(privacy):
    finding = found()
    FindingStep.objects.create(
        finding=finding,
        kind="closed",
        words="x",
        by_id=privacy.account_id,
        at=now() - timedelta(days=9),
    )
    Finding.objects.filter(pk=finding.pk).update(
        state=FindingState.CLOSED,
        closed_at=now() - timedelta(days=9),
        closed_by_id=privacy.account_id,
        closed_with="x",
    )

    finding.refresh_from_db()
    assert now() - finding.closed_at < timedelta(minutes=1)
    assert now() - finding.steps.last().at < timedelta(minutes=1)


def test_a_finding_written_by_plain_sql_has_its_target_and_its_first_step():
    account = factories.account()
    with acting(account.pk, "test"), transaction.atomic():
        connection.cursor().execute(
            "INSERT INTO compliance_finding (kind, account_id) VALUES ('shared', %s)",
            [account.pk],
        )

    finding = Finding.objects.get(account=account)
    assert (finding.target_kind, finding.target_id) == ("account", str(account.pk))
    assert steps(finding) == [("opened", account.pk, "")]


# --- The pages -----------------------------------------------------------------------


def test_the_list_is_chosen_by_kind_state_age_and_whose(privacy, clock):
    start = datetime(2026, 11, 16, 18, tzinfo=UTC)  # a Monday
    clock(start)
    old = found()
    clock(start + timedelta(days=4))
    young = found(kind=FindingKind.SHARED)
    mine = found(kind=FindingKind.SHARED)
    services.assign(mine.pk, account_of(privacy), by=privacy)
    closed = found()
    services.close(closed.pk, "done", by=privacy)
    clock(start + timedelta(days=7))
    viewer = factories.viewer_of(
        factories.Membership.objects.get(pk=privacy.membership_id)
    )

    def shown(**chosen):
        page = selectors.findings(viewer, FindingFilter(**chosen))
        return [f.pk for f in page.findings]

    assert set(shown()) == {old.pk, young.pk, mine.pk}
    assert shown(oldest_first=True)[0] == old.pk
    assert shown()[-1] == old.pk
    assert set(shown(kind="shared")) == {young.pk, mine.pk}
    assert shown(state="closed") == [closed.pk]
    assert shown(mine=True) == [mine.pk]
    assert shown(least_age=5) == [old.pk]
    assert shown(least_age=6) == []
    assert set(shown(least_age=1)) == {old.pk, young.pk, mine.pk}


def test_the_list_has_pages(privacy, monkeypatch):
    monkeypatch.setattr(sys.modules["compliance.selectors.findings"], "PAGE", 2)
    for _ in range(3):
        found()
    browser = signed_in(privacy)

    first = body_of(browser.get(reverse("compliance:findings")))
    second = body_of(browser.get(reverse("compliance:findings") + "?page=2"))

    assert "?page=2" in first
    assert (
        first.count("Dormant account<span"),
        second.count("Dormant account<span"),
    ) == (2, 1)


@pytest.mark.parametrize(
    "asked", ["kind=unknown", "age=x", "page=0", "page=99999999", "state='", "mine=x"]
)
def test_a_choice_that_cannot_be_read_is_left_out(asked, privacy):
    page = signed_in(privacy).get(reverse("compliance:findings") + "?" + asked)

    assert page.status_code == 200


def test_the_page_offers_each_what_they_may_do(privacy, auditor):
    finding = found(last_used_at="2026-01-01T12:00:00+00:00", is_superuser=True)
    address = reverse("compliance:finding", args=[finding.pk])

    mine, theirs = (body_of(signed_in(v).get(address)) for v in (privacy, auditor))

    assert [word in mine for word in ("/assign/", "/answer/", "/close/")] == [True] * 3
    assert not any(f"/{w}/" in theirs for w in ("assign", "answer", "close", "reopen"))
    assert "January 1, 2026, 04:00" in mine
    services.close(finding.pk, "done", by=privacy)
    assert "/reopen/" in body_of(signed_in(auditor).get(address))
    assert "/reopen/" not in body_of(signed_in(privacy).get(address))


def test_closing_on_the_page_needs_words_and_says_so(privacy):
    finding = found()
    browser = signed_in(privacy)
    address = reverse("compliance:close_finding", args=[finding.pk])

    refused = browser.post(address, {"done": "  "})
    finding.refresh_from_db()
    assert (refused.status_code, finding.state) == (200, "open")
    assert "error-summary" in body_of(refused)

    taken = browser.post(address, {"done": "The account is suspended."})
    finding.refresh_from_db()
    assert (taken.status_code, finding.state) == (302, "closed")


def test_what_two_people_do_at_once_is_done_once(privacy):
    """The page of the second was read before the first had closed it."""
    finding = found()
    browser = signed_in(privacy)
    services.close(finding.pk, "done", by=factories.viewer(Role.ADMINISTRATOR))

    late = browser.post(
        reverse("compliance:close_finding", args=[finding.pk]), {"done": "me too"}
    )

    assert late.status_code == 200
    assert "closed" in body_of(late)
    assert FindingStep.objects.filter(finding=finding, kind="closed").count() == 1
