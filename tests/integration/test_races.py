"""Two at once about one booking: a yes against a recall, a call, a no, another yes, a
seal, a merger; an end against a request in flight. Each both ways round, by the order of
commits, and some of them as they fall. Access is never wider than the narrower answer,
and the history says what happened.
"""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError
from django.utils import timezone

from access.acts import Act
from access.enums import CLASSES, NOTHING, FieldClass, Role, permission_codename
from access.models import AccessRow, Approval, Membership
from audit.clock import now
from audit.models import ActEvent, ViewEvent
from bookings import selectors as records
from bookings import services as booking_services
from bookings.models import Booking, BookingUserPermission, PersonLink
from bookings.selectors.who_may import who_may
from tests import factories
from tests.turns import Side, at_once, in_turn
from warrants import services
from warrants.enums import CallResult, EndReason, RefusalReason
from warrants.models import AccessRequest, Grant, Instrument
from warrants.rules import RuleViolation
from warrants.services import Narrower
from warrants.services import instruments as papers

pytestmark = pytest.mark.django_db(transaction=True)

CUSTODY, CONTACT = FieldClass.CUSTODY, FieldClass.CONTACT
ASKED = CUSTODY | CONTACT
REASON = "Follow-up of case 26-123, to find the witness."
REPEATS = 6


@pytest.fixture
def world(transactional_db):
    """One jail, one booking, an officer whom nothing but a grant opens it to, and those
    who decide.
    """
    factories.laws()
    jail = factories.facility()
    member = factories.membership(Role.OFFICER)
    return SimpleNamespace(
        jail=jail,
        booking=factories.booking(facility=jail),
        member=member,
        officer=factories.viewer_of(member),
        supervisor=factories.viewer(Role.RECORDS_SUPERVISOR, sees=[jail]),
        another=factories.viewer(Role.RECORDS_SUPERVISOR, sees=[jail]),
        counsel=factories.viewer(Role.COUNSEL),
    )


def ask(world, paper: Instrument | None = None) -> AccessRequest:
    said = paper and services.Paper(
        "King County Superior Court",
        "26-1-04711-1 SEA",
        "Judge Example",
        paper.issued_on,
        now() + timedelta(days=6),
    )
    asked = services.Asked(ASKED, 7, REASON, said)
    return services.ask(world.booking.pk, asked, by=world.officer)


def half_decided(world, paper: Instrument | None = None) -> AccessRequest:
    """One of the two has said yes."""
    request = ask(world, paper)
    found = paper and paper.pk
    services.approve(request.pk, found=found, by=world.supervisor)
    return request


def warrant(world, *bookings) -> Instrument:
    keys = [b.pk for b in bookings or (world.booking,)]
    return factories.good_paper(keys, ASKED)


def yes(request, by, **options):
    return lambda: services.approve(request.pk, by=by, **options).status


def recall(paper, by):
    return lambda: papers.recall_instrument(paper.pk, by=by)


def opened(member: Membership, booking: Booking) -> FieldClass:
    """What the gate shows this moment, past the register."""
    shown = records.open_record(factories.viewer_of(member), booking.pk)
    return shown.classes & ~FieldClass.REGISTER if shown else NOTHING


def stands(member: Membership, booking: Booking) -> FieldClass:
    """What is open, the same by whomever one asks: grants, their rows, guardian's rows,
    the gate, and the history.
    """
    at = now()
    live = Grant.objects.filter(booking=booking, starts_at__lte=at, ends_at__gt=at)
    live = {g.pk: g for g in live.filter(ended_at=None)}
    rows = {r.grant_id: r for r in AccessRow.objects.filter(booking_id=booking.pk)}
    assert rows.keys() == live.keys()
    classes = NOTHING
    for key, row in rows.items():
        own = live[key]
        assert (row.classes, row.ends_at) == (own.classes, own.ends_at)
        classes |= FieldClass(own.classes)
    assert set(
        BookingUserPermission.objects.filter(content_object=booking).values_list(
            "user_id", "permission__codename"
        )
    ) == {(member.account_id, permission_codename(c)) for c in CLASSES if c in classes}
    shown = opened(member, booking)
    told = {r.capacity.membership_id: r.reach.classes for r in who_may_now(booking)}
    assert told.get(member.pk, NOTHING) == shown
    assert shown & ~classes == NOTHING
    return shown


def who_may_now(booking):
    return [
        reader
        for reader in who_may(booking.pk, now()).readers
        if any(path.source.grant_id for path in reader.reach.paths)
    ]


def decided(request) -> list[tuple]:
    """Who said what, as approvals and as acts: each once."""
    said = Approval.objects.filter(target_id=str(request.pk)).order_by("decided_at")
    acts = ActEvent.objects.filter(act=Act.APPROVE, target_id=str(request.pk))
    acts = acts.exclude(reason="counsel_asked").exclude(outcome="denied")
    assert sorted(acts.values_list("account_id", "outcome")) == sorted(
        (a.approver_id, "done" if a.approves else "refused") for a in said
    )
    return [(a.approver_id, a.approves) for a in said]


def lines(grant: Grant) -> list[tuple]:
    """What the change history says of a grant, first line first."""
    history = Grant.history.filter(id=grant.pk).order_by("history_id")
    return [(line.history_type, line.end_reason) for line in history]


def showings(world) -> list[ViewEvent]:
    return list(
        ViewEvent.objects.filter(
            booking_id=world.booking.pk, account_id=world.member.account_id
        ).exclude(kind="refused")
    )


# --- A yes against what ends the paper ---------------------------------------------------

# What may come to a paper between the two yeses, and what the second decider is told.
# fmt: off
ENDINGS = {
    "recalled":         (lambda w, p: recall(p, w.another), "recalled"),
    "told recalled":    (lambda w, p: lambda: papers.call_court(p.pk, CallResult.RECALLED, "A clerk", by=w.another), "recalled"),
    "not known":        (lambda w, p: lambda: papers.call_court(p.pk, CallResult.NOT_KNOWN, "A clerk", by=w.another), "does not know"),
    "executed":         (lambda w, p: lambda: papers.serve_instrument(p.pk, now(), by=w.another), "executed"),
}
# fmt: on


@pytest.mark.parametrize(("ending", "told"), ENDINGS.values(), ids=ENDINGS)
def test_a_yes_waits_for_what_ends_the_paper_and_then_is_told(world, ending, told):
    paper = warrant(world)
    request = half_decided(world, paper)

    _, said, waited = in_turn(ending(world, paper), yes(request, world.counsel))

    assert waited
    assert isinstance(said, RuleViolation), said
    assert told in str(said)
    assert stands(world.member, world.booking) == NOTHING
    assert not Grant.objects.exists()
    assert decided(request) == [(world.supervisor.account_id, True)]
    request.refresh_from_db()
    assert request.status == "waiting"


@pytest.mark.parametrize("ending", [e for e, _ in ENDINGS.values()], ids=ENDINGS)
def test_what_ends_the_paper_waits_for_a_yes_and_then_ends_what_it_gave(world, ending):
    paper = warrant(world)
    request = half_decided(world, paper)

    said, _, waited = in_turn(yes(request, world.counsel), ending(world, paper))

    assert waited
    assert said == "granted"
    assert stands(world.member, world.booking) == NOTHING
    grant = Grant.objects.get()
    assert lines(grant) == [("+", ""), ("~", grant.end_reason)]
    assert grant.ended_at > grant.starts_at
    assert len(decided(request)) == 2


def test_a_recall_and_a_yes_as_they_fall(world):
    for _ in range(REPEATS):
        paper = warrant(world)
        request = half_decided(world, paper)

        said, _ = at_once(yes(request, world.counsel), recall(paper, world.another))

        assert said == "granted" or isinstance(said, RuleViolation)
        assert stands(world.member, world.booking) == NOTHING
        assert len(decided(request)) == (2 if said == "granted" else 1)
        for grant in Grant.objects.filter(request=request):
            assert lines(grant) == [("+", ""), ("~", "recalled")]


def test_a_grant_by_hand_waits_for_a_recall_and_is_refused_by_the_database(world):
    paper = warrant(world)
    request = half_decided(world, paper)
    factories.approve(
        request, by=Membership.objects.get(pk=world.counsel.membership_id)
    )

    def by_hand():
        starts_at = now()
        Grant.objects.create(
            request=request,
            membership=world.member,
            booking=world.booking,
            classes=int(ASKED),
            basis=request.basis,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(days=1),
        )

    _, said, waited = in_turn(recall(paper, world.another), by_hand)

    assert waited
    assert isinstance(said, IntegrityError)
    assert stands(world.member, world.booking) == NOTHING


# --- Deciders against each other ---------------------------------------------------------


def test_two_approvers_at_once_give_one_grant(world):
    for _ in range(REPEATS):
        request = ask(world)

        told = at_once(yes(request, world.supervisor), yes(request, world.counsel))

        assert sorted(told) == ["granted", "waiting"]
        grant = Grant.objects.get(request=request)
        assert len(decided(request)) == 2
        assert stands(world.member, world.booking) == ASKED
        services.end_grant(grant.pk, EndReason.NO_LONGER_NEEDED, by=world.supervisor)
        assert stands(world.member, world.booking) == NOTHING


def test_two_of_one_role_at_once_give_none(world):
    request = ask(world)

    first, second, waited = in_turn(
        yes(request, world.supervisor), yes(request, world.another)
    )

    assert waited
    assert first == "waiting"
    assert "and counsel" in str(second)
    assert not Grant.objects.exists()
    assert decided(request) == [(world.supervisor.account_id, True)]


def test_the_same_yes_sent_twice_counts_once(world):
    request = ask(world)
    told = at_once(*[yes(request, world.supervisor)] * 4)

    assert told.count("waiting") == 1
    assert all("You have decided" in str(t) for t in told if t != "waiting")
    assert decided(request) == [(world.supervisor.account_id, True)]

    told = at_once(*[yes(request, world.counsel)] * 4)

    assert told.count("granted") == 1
    assert all("decided already" in str(t) for t in told if t != "granted")
    assert len(decided(request)) == 2
    assert Grant.objects.count() == AccessRow.objects.count() == 1


def test_the_same_yes_by_hand_twice_is_one(world):
    request = ask(world)
    member = Membership.objects.get(pk=world.supervisor.membership_id)

    told = at_once(*[lambda: factories.approve(request, by=member).pk] * 2)

    assert sum(isinstance(t, IntegrityError) for t in told) == 1
    assert Approval.objects.count() == 1


@pytest.mark.parametrize("no_first", [True, False])
def test_a_no_and_a_yes_are_one_of_the_two(world, no_first):
    request = half_decided(world)

    def no():
        return services.refuse(
            request.pk, RefusalReason.NO_SUFFICIENT_REASON, by=world.another
        ).status

    acts = [no, yes(request, world.counsel)]
    first, second, waited = in_turn(*(acts if no_first else reversed(acts)))

    assert waited
    assert first == ("refused" if no_first else "granted")
    assert "decided already" in str(second)
    request.refresh_from_db()
    assert request.status == first
    assert stands(world.member, world.booking) == (NOTHING if no_first else ASKED)


def test_of_two_who_narrow_at_once_both_are_kept(world):
    request = ask(world)
    told = in_turn(
        yes(request, world.supervisor, narrower=Narrower(CONTACT, 5)),
        yes(request, world.counsel, narrower=Narrower(None, 3)),
    )

    assert told == ("waiting", "granted", True)
    grant = Grant.objects.get()
    assert stands(world.member, world.booking) == CONTACT
    assert grant.ends_at - grant.starts_at == timedelta(days=3)


@pytest.mark.parametrize("chooses", ["the same", "another", "none"])
def test_which_paper_it_is_was_found_by_whoever_came_first(world, chooses):
    """The second had opened the page before; whatever it chose, it is one paper."""
    one, other = warrant(world), warrant(world)
    request = ask(world, one)
    chosen = {"the same": one.pk, "another": other.pk, "none": None}[chooses]

    told = in_turn(
        yes(request, world.supervisor, found=one.pk),
        yes(request, world.counsel, found=chosen),
    )

    assert told == ("waiting", "granted", True)
    assert AccessRequest.objects.get().instrument.found_id == one.pk
    papers.recall_instrument(one.pk, by=world.another)
    assert stands(world.member, world.booking) == NOTHING


def test_two_who_say_at_once_whom_a_name_means_have_said_it_once(world):
    other = factories.booking(facility=world.jail)
    asked = services.Asked(ASKED, 7, REASON)
    request = services.ask_by_name("Robin Testperson", asked, by=world.officer)

    first, second, waited = in_turn(
        lambda: services.say_whom(request.pk, other.pk, by=world.supervisor).status,
        lambda: services.say_whom(request.pk, world.booking.pk, by=world.another),
    )

    assert (first, waited) == ("waiting", True)
    assert "has been said" in str(second)
    assert AccessRequest.objects.get().booking_id == other.pk


def test_an_end_given_twice_is_one_end(world):
    grant = factories.grant(world.member, world.booking, ASKED)

    def end(reason):
        return lambda: services.end_grant(grant.pk, reason, by=world.supervisor)

    _, second, waited = in_turn(end(EndReason.NO_LONGER_NEEDED), end(EndReason.MISUSED))

    assert waited
    assert "ended already" in str(second)
    assert lines(grant) == [("+", ""), ("~", "no_longer_needed")]
    assert stands(world.member, world.booking) == NOTHING


# --- What is granted meanwhile becomes another record ------------------------------------


def sealing(world):
    """The second person's yes to a court's order to seal."""
    order = booking_services.CourtOrder(
        "King County Superior Court", "26-1-1", timezone.localdate(now())
    )
    proposal = booking_services.propose_order(
        world.booking.pk, Act.SEAL, order, by=world.supervisor
    )
    return lambda: (
        booking_services.decide_order(proposal.pk, agrees=True, by=world.counsel).status
    )


@pytest.mark.parametrize("seal_first", [True, False])
@pytest.mark.parametrize("on_a_paper", [False, True])
def test_what_is_sealed_meanwhile_is_closed_whatever_was_granted(
    world, seal_first, on_a_paper
):
    request = half_decided(world, warrant(world) if on_a_paper else None)
    acts = [sealing(world), yes(request, world.counsel)]

    first, second, _ = in_turn(*(acts if seal_first else reversed(acts)))

    if seal_first:
        assert first == "done"
        assert "opens nothing" in str(second)
        assert not Grant.objects.exists()
    else:
        assert (first, second) == ("granted", "done")
    assert Booking.objects.get(pk=world.booking.pk).is_sealed
    assert stands(world.member, world.booking) == NOTHING
    assert not showings(world)


@pytest.mark.parametrize("merged_first", [True, False])
def test_a_merger_meanwhile_opens_nothing_of_the_other_record(world, merged_first):
    other = factories.booking(facility=world.jail)
    proposal = booking_services.propose_link(
        world.booking.pk, other.pk, by=world.supervisor
    )
    request = half_decided(world)
    acts = [
        lambda: (
            booking_services.decide_link(
                proposal.pk, agrees=True, by=world.counsel
            ).status
        ),
        yes(request, world.counsel),
    ]

    told = in_turn(*(acts if merged_first else reversed(acts)))

    assert {told[0], told[1]} == {"done", "granted"}, told
    assert PersonLink.objects.count() == 1
    assert stands(world.member, world.booking) == ASKED
    assert stands(world.member, other) == NOTHING


# --- Two warrants on one booking ---------------------------------------------------------


@pytest.mark.parametrize("ends", [0, 1])
def test_of_two_warrants_the_end_of_one_leaves_the_other_as_it_was(world, ends):
    masks = [CUSTODY | CONTACT, CONTACT | FieldClass.IDENTITY]
    found = [factories.good_paper([world.booking.pk], mask) for mask in masks]
    grants = []
    for paper, classes in zip(found, masks, strict=True):
        request = AccessRequest.objects.get(pk=half_decided_for(world, paper, classes))
        services.approve(request.pk, by=world.counsel)
        grants.append(Grant.objects.get(request=request))
    assert stands(world.member, world.booking) == masks[0] | masks[1]
    kept = grants[1 - ends]
    before = AccessRow.objects.values().get(grant_id=kept.pk)

    papers.recall_instrument(found[ends].pk, by=world.another)

    assert stands(world.member, world.booking) == masks[1 - ends]
    assert AccessRow.objects.values().get(grant_id=kept.pk) == before
    assert lines(kept) == [("+", "")]


def half_decided_for(world, paper, classes):
    request = factories.access_request(
        world.member,
        world.booking.pk,
        classes,
        basis="judicial_warrant",
        instrument=factories.judicial_instrument(
            world.booking.pk, classes, ends_at=now() + timedelta(days=6), found=paper
        ),
    )
    services.approve(request.pk, by=world.supervisor)
    return request.pk


def test_two_papers_about_the_same_two_bookings_recalled_at_once(world):
    """Each ends two grants, and they come to the bookings in opposite orders."""
    pair = [world.booking, factories.booking(facility=world.jail)]
    found = [factories.good_paper([b.pk for b in pair], ASKED) for _ in range(2)]
    for paper, order in zip(found, (pair, pair[::-1]), strict=True):
        for booking in order:
            world.booking = booking
            request = half_decided_for(world, paper, ASKED)
            services.approve(request, by=world.counsel)
    last = factories.grant(world.member, pair[1], CONTACT)
    ending = Side(
        lambda: services.end_grant(last.pk, EndReason.MISUSED, by=world.counsel),
        holds=True,
    ).has_acted()

    sides = [Side(recall(paper, world.another)) for paper in reversed(found)]
    assert all(side.waits() for side in sides)
    ending.over()

    assert [side.over() for side in sides] == [None, None]
    for booking in pair:
        assert stands(world.member, booking) == NOTHING
    assert set(Grant.objects.values_list("end_reason", flat=True)) == {
        "recalled",
        "misused",
    }


# --- An end against a request in flight --------------------------------------------------


def ended(grant, world):
    return lambda: services.end_grant(grant.pk, EndReason.MISUSED, by=world.supervisor)


def a_page_that_waits(world):
    """The officer's request for the booking, held up after it has begun: their ceiling is
    being counted for another of their own requests.
    """
    other = factories.booking(facility=world.jail)
    counting = Side(
        lambda: records.open_record(factories.viewer_of(world.member), other.pk),
        holds=True,
    ).has_acted()
    page = Side(lambda: opened(world.member, world.booking))
    assert page.waits()
    return counting, page


def test_what_is_shown_late_was_decided_before_the_end_and_says_so(world):
    """Ended while a request waits: it is shown nothing, or as of before the end."""
    grant = factories.grant(world.member, world.booking, ASKED)
    counting, page = a_page_that_waits(world)

    services.end_grant(grant.pk, EndReason.MISUSED, by=world.supervisor)
    counting.over()
    shown = page.over()

    grant.refresh_from_db()
    assert shown in (NOTHING, ASKED)
    assert all(event.occurred_at < grant.ended_at for event in showings(world))
    assert stands(world.member, world.booking) == NOTHING


def test_a_request_in_flight_at_the_end_is_of_before_it_or_of_nothing(world, clock):
    start = now()
    clock(start)
    grant = factories.grant(world.member, world.booking, ASKED, days=1)
    clock(grant.ends_at - timedelta(microseconds=1))
    counting, page = a_page_that_waits(world)

    clock(grant.ends_at)
    counting.over()
    shown = page.over()

    assert shown in (NOTHING, ASKED)
    assert all(event.occurred_at < grant.ends_at for event in showings(world))
    assert opened(world.member, world.booking) == NOTHING


def test_ends_and_requests_as_they_fall_lie_inside_what_was_granted(world):
    for _ in range(REPEATS):
        grant = factories.grant(world.member, world.booking, ASKED)
        told = at_once(
            *[lambda: opened(world.member, world.booking)] * 3,
            ended(grant, world),
        )

        assert set(told[:3]) <= {NOTHING, ASKED}
        assert stands(world.member, world.booking) == NOTHING
