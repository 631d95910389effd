"""What takes two people: written down by one, done when another of another unit agrees,
and held by the database whatever the application's role says.
"""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.urls import reverse

from access import services
from access.acts import SECONDS, Act, may_second
from access.enums import Role
from access.guards import ActDenied
from access.models import Account, Approval, Membership, Proposal
from access.rules import RuleViolation
from access.services import proposals
from audit.clock import now
from audit.models import ActEvent
from tests import factories
from tests.clients import signed_in, words

EARLIER = datetime(2020, 1, 1, tzinfo=UTC)
REASON = "Back from leave since Monday, her chief confirms."


@pytest.fixture
def keeper(law):
    return factories.viewer(Role.ADMINISTRATOR)


@pytest.fixture
def second(law):
    return factories.viewer(Role.PRIVACY_OFFICER)


def closed_account(**fields):
    fields = {"suspended_at": now(), "suspended_reason": "left"} | fields
    return factories.membership(
        Role.OFFICER, account=factories.account(**fields)
    ).account


@pytest.fixture
def asked(keeper):
    return services.reopen_account(closed_account().pk, REASON, by=keeper)


def everything_checked():
    """What the database looks at when a transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


# --- The way it goes ----------------------------------------------------------------------


def test_nothing_is_done_until_a_second_person_agrees_and_then_at_once(asked, second):
    account = Account.objects.get(pk=asked.target_id)
    assert account.suspended_at is not None

    done = proposals.agree(asked.pk, by=second)
    everything_checked()

    account.refresh_from_db()
    assert done.status == "done"
    assert account.suspended_at is None
    assert list(
        ActEvent.objects.exclude(account_id=None)
        .order_by("id")
        .values_list("act", "outcome", "account_id")
    ) == [
        ("proposal.make", "done", asked.requester_id),
        ("proposal.decide", "done", second.account_id),
    ]


def test_a_refusal_and_a_withdrawal_change_nothing(asked, keeper, second):
    account_id = asked.target_id
    assert proposals.refuse(asked.pk, by=second).status == "refused"
    once_more = services.reopen_account(int(account_id), REASON, by=keeper)
    assert proposals.withdraw(once_more.pk, by=keeper).status == "withdrawn"
    everything_checked()

    assert Account.objects.get(pk=account_id).suspended_at is not None


def _same_unit(asked):
    unit = asked.requester_unit
    return factories.viewer(Role.PRIVACY_OFFICER, of=unit)


def _own_other_hat(asked):
    return factories.viewer_of(
        factories.membership(Role.PRIVACY_OFFICER, account=asked.requester)
    )


# fmt: off
WHO_MAY_NOT = {
    # who tries to agree                                      what they are told
    "who proposed it, in another unit": (_own_other_hat,      RuleViolation, "yourself"),
    "somebody of the same unit":        (_same_unit,          RuleViolation, "another unit"),
    "a shift supervisor, for this act": (lambda _: factories.viewer(Role.SHIFT_SUPERVISOR), ActDenied, "proposal.decide|account.reopen"),
    "an auditor":                       (lambda _: factories.viewer(Role.AUDITOR),          ActDenied, "proposal.decide|account.reopen"),
    "a coordinator":                    (lambda _: factories.viewer(Role.COORDINATOR),      ActDenied, "proposal.decide|account.reopen"),
    "a clerk":                          (lambda _: factories.viewer(Role.BOOKING_CLERK),    ActDenied, "proposal.decide|account.reopen"),
}
# fmt: on


@pytest.mark.parametrize(
    ("who", "error", "told"), WHO_MAY_NOT.values(), ids=WHO_MAY_NOT.keys()
)
def test_who_may_not_agree(asked, who, error, told):
    with pytest.raises(error, match=told):
        proposals.agree(asked.pk, by=who(asked))

    asked.refresh_from_db()
    assert asked.status == "waiting"
    assert not Approval.objects.exists()


def test_what_is_decided_is_decided(asked, second, law):
    proposals.agree(asked.pk, by=second)

    for decide in (proposals.agree, proposals.refuse):
        with pytest.raises(RuleViolation, match="decided already"):
            decide(asked.pk, by=factories.viewer(Role.COUNSEL))
    requester = factories.viewer_of(
        Membership.objects.get(
            account_id=asked.requester_id, unit_id=asked.requester_unit_id
        )
    )
    with pytest.raises(RuleViolation, match="decided already"):
        proposals.withdraw(asked.pk, by=requester)


def test_only_who_proposed_it_takes_it_back(asked, second):
    with pytest.raises(RuleViolation, match="Only who proposed"):
        proposals.withdraw(asked.pk, by=second)


def test_what_has_changed_since_is_proposed_anew(asked, second):
    Account.objects.filter(pk=asked.target_id).update(
        suspended_at=now() - timedelta(days=2)
    )

    with pytest.raises(RuleViolation, match="changed since"):
        proposals.agree(asked.pk, by=second)

    asked.refresh_from_db()
    assert asked.status == "waiting"


def test_every_act_that_takes_two_says_who_may_be_the_second():
    for act, roles in SECONDS.items():
        assert roles, act
        assert not roles & {Role.AUDITOR, Role.COUNCIL_STAFF, Role.OMBUDS}, act
    for role in Role:
        assert not may_second(frozenset({role}), Act.SUSPEND)
        assert not may_second(frozenset({role}), Act.VIEW)


# --- What the database holds ----------------------------------------------------------------


def _set(**fields):
    return lambda asked: Proposal.objects.filter(pk=asked.pk).update(**fields)


def _of_another(asked):
    _set(requester=factories.account())(asked)


def _of_another_unit(asked):
    _set(requester_unit=factories.unit())(asked)


def _done_alone(asked):
    _set(status="done", decided_at=now())(asked)
    everything_checked()


def _approve(asked, approver, unit_id, **fields):
    return Approval.objects.create(
        **{
            "act": asked.act,
            "target_kind": "proposal",
            "target_id": asked.pk,
            "requester_id": asked.requester_id,
            "requester_unit_id": asked.requester_unit_id,
            "approver_id": approver,
            "approver_unit_id": unit_id,
            "approves": True,
        }
        | fields
    )


def _agreed_by_oneself(asked):
    other = factories.membership(Role.PRIVACY_OFFICER, account=asked.requester)
    _approve(asked, asked.requester_id, other.unit_id)


def _agreed_in_anothers_name(asked):
    """The requester agrees, and says that somebody else had asked."""
    other = factories.membership(Role.PRIVACY_OFFICER, account=asked.requester)
    somebody = factories.membership(Role.ADMINISTRATOR)
    _approve(
        asked,
        asked.requester_id,
        other.unit_id,
        requester_id=somebody.account_id,
        requester_unit_id=somebody.unit_id,
    )
    _done_alone(asked)


def _agreed_by_the_same_unit(asked):
    colleague = factories.membership(Role.COUNSEL, of=asked.requester_unit)
    _approve(asked, colleague.account_id, colleague.unit_id)


def _agreed_by_a_no(asked):
    other = factories.membership(Role.COUNSEL)
    _approve(asked, other.account_id, other.unit_id, approves=False)
    _done_alone(asked)


def _agreed_to_something_else(asked):
    other = factories.membership(Role.COUNSEL)
    _approve(asked, other.account_id, other.unit_id, act="unit.close")
    _done_alone(asked)


# fmt: off
ATTACKS = {
    "another act":                           _set(act="unit.close"),
    "another target":                        _set(target_id="1"),
    "another end than was proposed":         _set(payload={"expires_at": None}),
    "another reason":                        _set(reason="something else"),
    "another requester":                     _of_another,
    "another unit of the requester":         _of_another_unit,
    "another instant":                       _set(proposed_at=EARLIER),
    "done by nobody":                        _done_alone,
    "agreed by the requester":               _agreed_by_oneself,
    "agreed in the name of another":         _agreed_in_anothers_name,
    "agreed within the same unit":           _agreed_by_the_same_unit,
    "done on a no":                          _agreed_by_a_no,
    "done on a yes to something else":       _agreed_to_something_else,
    "deleted":                               lambda a: Proposal.objects.filter(pk=a.pk).delete(),
}
# fmt: on


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_the_application_s_role_cannot_make_a_proposal_anything_else(asked, attack):
    with pytest.raises(DatabaseError), transaction.atomic():
        attack(asked)

    asked.refresh_from_db()
    assert asked.status == "waiting"


def test_a_decided_proposal_never_waits_again(asked, second):
    proposals.refuse(asked.pk, by=second)

    for fields in ({"status": "waiting", "decided_at": None}, {"status": "done"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            _set(**fields)(asked)


def test_nobody_proposes_for_a_unit_they_do_not_work_in(keeper):
    with pytest.raises(DatabaseError), transaction.atomic():
        Proposal.objects.create(
            act=Act.REOPEN,
            target_kind="account",
            target_id="1",
            reason=REASON,
            requester_id=keeper.account_id,
            requester_unit=factories.unit(),
        )


@pytest.mark.django_db(transaction=True)
def test_two_who_agree_at_once_do_it_once():
    factories.laws()
    keeper = factories.viewer(Role.ADMINISTRATOR)
    asked = services.reopen_account(closed_account().pk, REASON, by=keeper)
    seconds = [factories.viewer(Role.PRIVACY_OFFICER), factories.viewer(Role.COUNSEL)]
    ready, told = threading.Barrier(2), []

    def agree(viewer):
        try:
            ready.wait(timeout=10)
            proposals.agree(asked.pk, by=viewer)
            told.append("done")
        except RuleViolation as violation:
            told.append(str(violation))
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=agree, args=(viewer,)) for viewer in seconds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(told) == ["This has been decided already.", "done"]
    assert Approval.objects.count() == 1


# --- The pages --------------------------------------------------------------------------------


def test_the_page_says_what_will_change_and_who_may_agree(asked, keeper, second):
    address = reverse("access:proposal", args=[asked.pk])
    seen = words(signed_in(second).get(address))
    own = words(signed_in(keeper).get(address))

    assert "Open an account again" in seen
    assert REASON.replace("'", "&#x27;") in seen
    assert "no longer" in seen
    assert "Agree: do it now" in seen
    assert "Take it back" not in seen
    assert "You proposed this yourself" in own
    assert "Agree: do it now" not in own
    assert "Take it back" in own


def test_agreed_on_the_page_and_done(asked, second):
    client = signed_in(second)
    answer = client.post(reverse("access:decide", args=[asked.pk]), {"answer": "yes"})

    assert answer.status_code == 302
    assert Account.objects.get(pk=asked.target_id).suspended_at is None
    page = words(client.get(reverse("access:proposals")))
    assert "Nothing waits for a second person" in page
    assert "Done" in page


def test_anything_but_yes_is_no(asked, second):
    signed_in(second).post(reverse("access:decide", args=[asked.pk]), {})

    asked.refresh_from_db()
    assert asked.status == "refused"


def test_agreeing_to_what_one_may_not_is_refused_and_recorded(asked, keeper):
    answer = signed_in(keeper).post(
        reverse("access:decide", args=[asked.pk]), {"answer": "yes"}
    )

    assert answer.status_code == 409
    assert "You proposed this yourself" in words(answer)
    asked.refresh_from_db()
    assert asked.status == "waiting"
    assert ActEvent.objects.filter(
        act=Act.DECIDE, outcome="refused", target_id=str(asked.pk)
    ).exists()


def test_a_coordinator_reads_what_their_own_agency_proposed_and_nothing_else(asked):
    coordinator = factories.viewer(Role.COORDINATOR)
    client = signed_in(coordinator)

    assert "Nothing waits" in words(client.get(reverse("access:proposals")))
    address = reverse("access:proposal", args=[asked.pk])
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("role", [r for r in Role if r not in SECONDS[Act.REOPEN]])
def test_nobody_else_decides_on_the_page(asked, role):
    client = signed_in(factories.viewer(role))
    client.post(reverse("access:decide", args=[asked.pk]), {"answer": "yes"})

    asked.refresh_from_db()
    assert asked.status == "waiting"
