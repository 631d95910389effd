"""The supervisors' queue and the page on which a request is decided: the reason held
against the record, asked beside law and paper, the next one, and who is on call.
"""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from access.enums import FieldClass, Role
from access.models import Membership
from audit.clock import now
from audit.models import ActEvent, ViewEvent
from audit.shapes import REGISTERED
from bookings import pages
from bookings.models import Booking, Charge
from tests import factories
from tests.clients import answer, signed_in, words
from warrants import selectors, services
from warrants.enums import Urgency
from warrants.models import OnCall
from warrants.rota import Span
from warrants.rules import RuleViolation
from warrants.selectors import rota
from warrants.services import rota as rota_services

pytestmark = pytest.mark.django_db

CUSTODY, CONTACT = FieldClass.CUSTODY, FieldClass.CONTACT
NUMBER = "26-1-04711-1 SEA"
REASON = f"Case {NUMBER}, to find the witness."


@pytest.fixture
def booking(jail):
    made = factories.booking(facility=jail, arresting_agency="Kent Police")
    Charge.objects.filter(booking=made).update(court_case_number=NUMBER)
    return made


def ask(by, booking_id, reason=REASON, *, paper=None, urgency=Urgency.WEEK):
    asked = services.Asked(CUSTODY | CONTACT, 7, reason, paper, urgency)
    return services.ask(booking_id, asked, by=by)


def page_of(viewer, request):
    return signed_in(viewer).get(reverse("warrants:request", args=[request.pk]))


# --- The reason, held against the record ----------------------------------------------


def test_the_decider_sees_what_the_reason_was_held_against(
    booking, officer, supervisor
):
    page = page_of(supervisor, ask(officer, booking.pk))

    said = words(page)
    assert page.context["weighed"]["overall"]["text"] == "Corroborated"
    assert f"On record: {NUMBER}" in said
    assert "It decides nothing" in said


def test_what_it_was_held_against_is_in_the_view_history(booking, officer, supervisor):
    page_of(supervisor, ask(officer, booking.pk))

    event = ViewEvent.objects.filter(booking_id=booking.pk).latest("id")
    shape = REGISTERED[event.shape_id]
    assert shape is pages.WEIGHED.shape
    assert "charges.court_case_number" in shape.fields_shown(event.classes)


def test_counsel_sees_the_register_and_is_told_what_they_may_not_be_shown(
    booking, officer, counsel
):
    page = page_of(counsel, ask(officer, booking.pk))

    lines = {row["label"]: row for row in page.context["weighed"]["rows"]}
    assert lines["Case number"]["status"]["text"] == "Not shown"
    assert "may not be shown" in lines["Court date"]["line"]
    assert lines["Custody now"]["values"]
    assert page.content.decode().count(NUMBER) == 1  # in the reason's own words
    event = ViewEvent.objects.filter(booking_id=booking.pk).latest("id")
    assert not FieldClass(event.classes) & FieldClass.CUSTODY


def test_of_no_booking_and_of_one_that_is_hidden_the_page_says_the_same(
    jail, booking, officer, counsel, clock
):
    clock(now())
    Booking.objects.filter(pk=booking.pk).update(is_sealed=True, sealed_at=now())
    never = uuid.uuid4()

    def said(key):
        request = ask(officer, key)
        page = answer(page_of(counsel, request), asked_for=key)
        factories.refuse(request, by=factories.membership(Role.COUNSEL))
        return str(page).replace(str(request.pk), "REQUEST")

    hidden, absent = said(booking.pk), said(never)
    assert hidden == absent
    assert "Unexplained" in hidden


@pytest.mark.parametrize("role", [Role.PRIVACY_OFFICER, Role.AUDITOR])
def test_who_decides_nothing_is_told_no_verdict(booking, officer, role):
    page = page_of(factories.viewer(role), ask(officer, booking.pk))

    assert "weighed" not in page.context


def test_whoever_asked_is_told_nothing_of_it(booking, officer, supervisor):
    request = ask(officer, booking.pk)
    page_of(supervisor, request)

    own = words(signed_in(officer).get(reverse("warrants:mine")))
    queue = words(signed_in(supervisor).get(reverse("warrants:queue")))
    for page in (own, queue):
        assert "orroborated" not in page
        assert "nexplained" not in page


# --- Asked beside law and paper --------------------------------------------------------


def with_paper(officer, booking, *, names=CONTACT):
    paper = factories.good_paper((booking.pk,), names)
    claim = services.Paper(
        court="King County Superior Court",
        case_number=paper.case_number,
        signed_by="Judge Example",
        issued_on=now().date(),
        ends_at=now() + timedelta(days=7),
    )
    request = ask(officer, booking.pk, paper=claim)
    request.instrument.found = paper
    request.instrument.save(update_fields=["found"])
    return request, paper


def test_asked_law_and_paper_stand_beside_one_another_and_beside_the_scan(
    booking, officer, supervisor
):
    request, paper = with_paper(officer, booking)

    page = page_of(supervisor, request)

    rows = {row["label"]: row for row in page.context["compared"]["rows"]}
    asked = [
        (row["asked"], row["law"], row["paper"], row["opens"]) for row in rows.values()
    ]
    assert asked == [(True, True, False, False), (True, True, True, True)]
    sheet = reverse("warrants:instrument_sheet", args=[paper.pk, 1])
    assert sheet in page.content.decode()
    assert ActEvent.objects.filter(
        act="instrument.view", target_id=str(paper.pk), reason="beside a request"
    ).exists()


@pytest.mark.parametrize("role", [Role.PRIVACY_OFFICER, Role.AUDITOR])
def test_who_may_see_no_paper_sees_no_scan(booking, officer, role):
    request, paper = with_paper(officer, booking)

    page = page_of(factories.viewer(role), request)

    assert page.status_code == 200
    assert reverse("warrants:instrument_sheet", args=[paper.pk, 1]) not in str(
        page.content
    )


def test_the_law_says_nothing_of_a_booking_that_is_not_there(officer, supervisor):
    compiled = selectors.compiled(ask(officer, "00000000-0000-4000-8000-000000000000"))

    assert compiled == selectors.Compiled()


# --- Papers to find --------------------------------------------------------------------


def test_a_list_of_papers_that_is_cut_says_so_and_can_be_narrowed(
    booking, officer, supervisor, monkeypatch
):
    monkeypatch.setattr("warrants.selectors.requests.PAGE", 1)
    one, other = (
        factories.good_paper((), CONTACT, case_number=number, court_label=court)
        for number, court in (
            ("26-1-00011-1 SEA", "King County Superior Court"),
            ("26-1-00022-1 SEA", "Pierce County Superior Court"),
        )
    )
    claim = services.Paper(
        "A court", "26-1-9", "Judge", now().date(), now() + timedelta(days=1)
    )
    request = ask(officer, booking.pk, paper=claim)
    address = reverse("warrants:request", args=[request.pk])

    def listed(page):
        return [
            key for key, _ in page.context["approve"].fields["found"].choices if key
        ]

    client = signed_in(supervisor)
    page = client.get(address)
    assert "The newest 1 of 2 papers" in words(page)
    assert listed(page) == [str(other.pk)]
    for typed in ({"find_number": "00011"}, {"find_court": "king superior"}):
        page = client.post(address, {"find": "yes"} | typed)
        assert listed(page) == [str(one.pk)]
        assert "of 2 papers" not in words(page)
    # Enter in the field of a search is no yes to a paper of the list before it.
    sent = {"approve": "yes", "found": other.pk, "classes": [int(CONTACT)], "days": "2"}
    page = client.post(address, sent | {"looked": "|", "find_number": "00011"})
    assert listed(page) == [str(one.pk)]
    request.refresh_from_db()
    assert not selectors.approvals_of(request)
    # What no statement takes, and more than a field does: looked for as far as it goes.
    for typed in ({"find_number": "\0"}, {"find_court": "king " * 50_000}):
        assert client.post(address, {"find": "yes"} | typed).status_code == 200
    assert not ActEvent.objects.filter(act="request.approve").exists()


# --- The next one ----------------------------------------------------------------------


def test_after_a_decision_the_next_one_is_offered(jail, officer, supervisor):
    first, second, third = (
        ask(officer, factories.booking(facility=jail).pk, f"{REASON} {n}")
        for n in range(3)
    )
    client = signed_in(supervisor)
    sent = {"refuse": "yes", "reason": "no_sufficient_reason"}

    page = client.post(reverse("warrants:request", args=[second.pk]), sent, follow=True)
    assert page.context["next"]["id"] == third.pk
    assert "autofocus" in page.content.decode()
    page = client.post(reverse("warrants:request", args=[third.pk]), sent, follow=True)
    assert page.context["next"]["id"] == first.pk
    page = client.post(reverse("warrants:request", args=[first.pk]), sent, follow=True)
    assert "Nothing else waits for you" in words(page)


def test_what_somebody_has_said_yes_to_is_not_offered_to_them_again(
    jail, officer, supervisor, counsel
):
    first, second = (
        ask(officer, factories.booking(facility=jail).pk, f"{REASON} {n}")
        for n in range(2)
    )
    services.approve(first.pk, by=supervisor)

    assert selectors.next_in_queue(second, supervisor) is None
    assert selectors.next_in_queue(second, counsel) == first.pk
    page = signed_in(supervisor).get(reverse("warrants:queue"))
    assert "You said yes" in words(page)
    page = page_of(supervisor, first)
    assert 'name="approve"' not in words(page)
    assert "It waits for somebody else" in words(page)
    assert 'name="refuse"' not in words(page)


def test_what_waits_beyond_the_page_is_offered_and_the_page_says_that_it_is_cut(
    jail, officer, supervisor, monkeypatch
):
    first, second = (
        ask(officer, factories.booking(facility=jail).pk, f"{REASON} {n}")
        for n in range(2)
    )
    monkeypatch.setattr("warrants.selectors.requests.PAGE", 1)
    monkeypatch.setattr("warrants.selectors.PAGE", 1)

    assert selectors.next_in_queue(first, supervisor) == second.pk
    page = signed_in(supervisor).get(reverse("warrants:queue"))
    assert len(page.context["rows"]) == 1
    assert "More wait than one page shows" in words(page)


def test_every_live_grant_can_be_ended_however_many_there_are(
    booking, supervisor, monkeypatch, clock
):
    clock(now())
    monkeypatch.setattr("warrants.selectors.requests.PAGE", 1)
    for days in (1, 1, 9, 9):
        officer = factories.membership(Role.OFFICER)
        factories.grant(officer, booking, CONTACT, days=days)
    clock(now() + timedelta(days=2))

    page = signed_in(factories.viewer(Role.RECORDS_SUPERVISOR)).get(
        reverse("warrants:all_grants")
    )

    assert [row["is_live"] for row in page.context["rows"]] == [True, True, False]
    assert words(page).count("End now") == 2


def test_a_next_one_that_does_not_wait_is_not_offered(officer, supervisor):
    page = signed_in(supervisor).get(
        reverse("warrants:queue") + "?next=00000000-0000-4000-8000-000000000000"
    )

    assert page.context["next"] is None


# --- Who is on call --------------------------------------------------------------------


def line(counsel, begins=-1, ends=11) -> OnCall:
    at = now()
    member = Membership.objects.get(pk=counsel.membership_id)
    return factories.on_call(
        member,
        starts_at=at + timedelta(hours=begins),
        ends_at=at + timedelta(hours=ends),
    )


def test_the_queue_says_whom_to_call_and_until_when(supervisor, counsel):
    nobody = words(signed_in(supervisor).get(reverse("warrants:queue")))
    assert "Nobody is on call now" in nobody
    line(counsel)

    page = words(signed_in(supervisor).get(reverse("warrants:queue")))

    name = Membership.objects.get(pk=counsel.membership_id).account.display_name
    assert name in page
    assert "206-555-0142" in page


def test_a_request_that_cannot_wait_says_whom_to_call(booking, officer, supervisor):
    slow, soon = (
        ask(officer, booking.pk, f"{REASON} {urgency}", urgency=urgency)
        for urgency in (Urgency.WEEK, Urgency.NOW)
    )

    assert "on_call" not in page_of(supervisor, slow).context
    assert "Nobody is on call now" in words(page_of(supervisor, soon))
    services.ask_counsel(slow.pk, by=supervisor)
    assert "Nobody is on call now" in words(page_of(supervisor, slow))


def test_a_line_ends_at_its_instant(counsel, clock):
    at = now()
    clock(at)
    own = line(counsel)

    assert rota.reached(own.ends_at - timedelta(seconds=1)).now == [own]
    assert rota.reached(own.ends_at).now == []
    assert rota.reached(own.starts_at - timedelta(seconds=1)).next == own


def test_whoever_is_counsel_no_more_is_not_on_call(counsel):
    line(counsel)
    Membership.objects.filter(pk=counsel.membership_id).update(ends_at=now())

    assert rota.reached(now()).now == []


def test_overlaps_are_allowed_and_gaps_are_shown(supervisor, counsel):
    line(counsel, -1, 5)
    line(counsel, 3, 6)

    found = rota.reached(now())

    assert len(found.now) == 1
    assert len(found.gaps) == 1
    page = words(signed_in(supervisor).get(reverse("warrants:on_call")))
    assert "Nobody" in page


def entered(by, counsel, **different):
    at = now()
    said = {
        "member": counsel.membership_id,
        "starts_at": f"{at:%m/%d/%Y} 00:00",
        "ends_at": f"{at + timedelta(days=2):%m/%d/%Y} 00:00",
        "phone": "206-555-0199",
    } | different
    return signed_in(by).post(reverse("warrants:enter_on_call"), said)


@pytest.mark.parametrize("role", [Role.RECORDS_SUPERVISOR, Role.COUNSEL])
def test_deciders_enter_the_rota_and_it_is_an_act(counsel, role):
    assert entered(factories.viewer(role), counsel).status_code == 302

    own = OnCall.objects.get()
    assert own.phone == "206-555-0199"
    assert ActEvent.objects.get(act="rota.keep").target_id == str(own.pk)
    assert own.history.count() == 1


@pytest.mark.parametrize(
    "different",
    [{"phone": ""}, {"ends_at": "01/01/2020 00:00"}, {"member": "0"}],
    ids=["no number", "over already", "nobody"],
)
def test_a_line_with_a_fault_is_told_and_not_entered(supervisor, counsel, different):
    page = entered(supervisor, counsel, **different)

    assert page.status_code == 200
    assert page.context["form"].errors
    assert not OnCall.objects.exists()


def test_only_counsel_is_on_the_rota_of_counsel(supervisor, officer):
    at = now()
    with pytest.raises(RuleViolation, match="who is counsel"):
        rota_services.enter_on_call(
            officer.membership_id,
            Span(at, at + timedelta(hours=1)),
            "206-555-0100",
            by=supervisor,
        )


def test_a_line_is_withdrawn_once_and_stays_in_its_history(supervisor, counsel):
    own = line(counsel)
    address = reverse("warrants:withdraw_on_call", args=[own.pk])
    client = signed_in(supervisor)

    assert client.post(address).status_code == 302
    assert rota.reached(now()).now == []
    with pytest.raises(RuleViolation, match="already"):
        rota_services.withdraw_on_call(own.pk, by=supervisor)
    page = words(client.get(reverse("warrants:on_call")))
    assert "Withdrawn by" in page
    assert own.history.count() == 2


def test_a_line_that_is_over_stands_as_it_was(supervisor, counsel):
    own = line(counsel, -9, -1)

    with pytest.raises(RuleViolation, match="stands as it was"):
        rota_services.withdraw_on_call(own.pk, by=supervisor)


def test_the_database_keeps_a_line_whole(counsel):
    at = now()
    member = Membership.objects.get(pk=counsel.membership_id)
    for fault in ({"phone": ""}, {"ends_at": at - timedelta(hours=2)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            factories.on_call(member, **fault)
