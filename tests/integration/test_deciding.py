"""Deciding a request: by its clock, to less than was asked, by asking counsel; and what a
reason has to say before it can be sent.
"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from access.enums import FieldClass, Role
from access.models import Membership
from audit.clock import now
from tests import factories
from tests.clients import answer, signed_in, words
from warrants import selectors, services
from warrants.enums import RefusalReason, Urgency
from warrants.forms import EndForm, RefuseForm
from warrants.models import AccessRequest, Grant
from warrants.rules import RuleViolation
from warrants.services import Narrower

pytestmark = pytest.mark.django_db

CUSTODY, CONTACT = FieldClass.CUSTODY, FieldClass.CONTACT
REASON = "Follow-up of case 26-123, to find the witness."


def ask(by, booking, *, days=7, urgency=Urgency.WEEK) -> AccessRequest:
    asked = services.Asked(CUSTODY | CONTACT, days, REASON, None, urgency)
    return services.ask(booking.pk, asked, by=by)


# --- To less ------------------------------------------------------------------------


def test_a_grant_is_no_wider_than_either_of_two_has_said(
    booking, officer, supervisor, counsel
):
    request = ask(officer, booking)
    services.approve(request.pk, narrower=Narrower(CONTACT, 5), by=supervisor)
    services.approve(request.pk, narrower=Narrower(None, 3), by=counsel)

    grant = Grant.objects.get()
    assert FieldClass(grant.classes) == CONTACT
    assert grant.ends_at - grant.starts_at == timedelta(days=3)


# fmt: off
WIDER = {
    "classes nobody asked for":   Narrower(FieldClass.HEALTH, None),
    "classes the first took off": Narrower(CUSTODY | CONTACT, None),
    "longer than asked":          Narrower(None, 8),
    "longer than the first said": Narrower(None, 6),
}
# fmt: on


@pytest.mark.parametrize("wider", WIDER.values(), ids=WIDER)
def test_nobody_says_yes_to_more(booking, officer, supervisor, counsel, wider):
    request = ask(officer, booking)
    services.approve(request.pk, narrower=Narrower(CONTACT, 5), by=supervisor)

    with pytest.raises(RuleViolation, match="never to more"):
        services.approve(request.pk, narrower=wider, by=counsel)

    assert not Grant.objects.exists()


GROWTH = {
    "classes": f"given_classes = {int(CUSTODY | CONTACT)}",
    "all classes": "given_classes = NULL",
    "days": "given_days = 6",
    "all days": "given_days = NULL",
    "urgency": "urgency = 'now'",
}


@pytest.mark.parametrize("growth", GROWTH.values(), ids=GROWTH)
def test_the_database_widens_nothing_that_was_narrowed(
    booking, officer, supervisor, growth
):
    request = ask(officer, booking)
    services.approve(request.pk, narrower=Narrower(CONTACT, 5), by=supervisor)

    with (
        pytest.raises(IntegrityError, match="or to less"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE warrants_accessrequest SET {growth}")


@pytest.mark.parametrize(("classes", "days"), [(CUSTODY | CONTACT, 5), (CONTACT, 6)])
def test_the_database_gives_no_more_than_was_narrowed_to(
    booking, officer, supervisor, counsel, classes, days
):
    request = ask(officer, booking)
    services.approve(request.pk, narrower=Narrower(CONTACT, 5), by=supervisor)
    factories.approve(request, by=Membership.objects.get(pk=counsel.membership_id))

    with pytest.raises(IntegrityError, match="never wider"), transaction.atomic():
        insert_grant(request, classes, days=days)


def insert_grant(request: AccessRequest, classes: FieldClass, *, days: int) -> Grant:
    """A grant on a request that is written past the product."""
    starts_at = now()
    return Grant.objects.create(
        request=request,
        membership_id=request.membership_id,
        booking_id=request.booking_id,
        classes=int(classes),
        basis=request.basis,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(days=days),
    )


def test_fewer_ticks_and_fewer_days_on_the_page_are_a_narrower_grant(
    booking, officer, supervisor, counsel
):
    request = ask(officer, booking)
    address = reverse("warrants:request", args=[request.pk])
    sent = {"approve": "yes", "classes": [int(CONTACT)], "days": "2"}
    signed_in(supervisor).post(address, sent)

    page = signed_in(counsel).get(address)
    assert "Narrowed to" in words(page)
    signed_in(counsel).post(address, sent | {"days": "2"})

    grant = Grant.objects.get()
    assert (FieldClass(grant.classes), grant.ends_at - grant.starts_at) == (
        CONTACT,
        timedelta(days=2),
    )


def test_more_days_than_asked_are_told_on_the_page(booking, officer, supervisor):
    request = ask(officer, booking)
    address = reverse("warrants:request", args=[request.pk])

    page = signed_in(supervisor).post(
        address, {"approve": "yes", "classes": [int(CONTACT)], "days": "8"}
    )

    assert "no longer than 7" in words(page)
    assert not Grant.objects.exists()


def test_a_yes_to_nothing_is_no_yes(booking, officer, supervisor):
    """Whoever takes away every tick is told so, and has said yes to nothing."""
    request = ask(officer, booking)
    address = reverse("warrants:request", args=[request.pk])

    page = signed_in(supervisor).post(address, {"approve": "yes", "days": "2"})

    assert "A yes is to some of what is asked" in words(page)
    assert not selectors.approvals_of(request)


def test_what_was_left_ticked_and_typed_is_still_there_after_a_fault(
    booking, officer, supervisor
):
    request = ask(officer, booking)
    address = reverse("warrants:request", args=[request.pk])
    sent = {"approve": "yes", "classes": [int(CONTACT)], "days": "99"}

    form = signed_in(supervisor).post(address, sent).context["approve"]

    assert form["classes"].value() == [str(int(CONTACT))]
    assert form["days"].value() == "99"


@pytest.mark.parametrize("name", ["refuse", "end"])
def test_no_reason_is_chosen_beforehand(booking, officer, supervisor, name):
    form = {"refuse": RefuseForm, "end": EndForm}[name]()

    assert form.fields["reason"].choices[0][0] == ""
    request = ask(officer, booking)
    address = reverse("warrants:request", args=[request.pk])
    page = signed_in(supervisor).post(address, {"refuse": "yes", "reason": ""})
    assert "Choose why the request is refused" in words(page)
    request.refresh_from_db()
    assert request.status == "waiting"


def test_a_class_that_is_ticked_twice_is_no_other_class(booking, officer, supervisor):
    """Contact twice would be identifying numbers, were the bits added."""
    request = ask(officer, booking)
    address = reverse("warrants:request", args=[request.pk])
    twice = {"approve": "yes", "classes": [int(CONTACT)] * 2, "days": "2"}

    signed_in(supervisor).post(address, twice)

    request.refresh_from_db()
    assert FieldClass(request.given_classes) == CONTACT


def test_nobody_decides_who_also_works_where_it_is_asked(booking, officer, supervisor):
    """In whatever capacity they decide; and so says the database of what is inserted."""
    request = ask(officer, booking)
    hat = Membership.objects.get(pk=supervisor.membership_id)
    asker = Membership.objects.get(pk=officer.membership_id)
    factories.membership(Role.OFFICER, of=asker.unit, account=hat.account)

    with pytest.raises(RuleViolation, match="another unit"):
        services.approve(request.pk, by=supervisor)
    for by in (hat, factories.membership(Role.COUNSEL)):
        factories.approve(request, by=by)
    with (
        pytest.raises(IntegrityError, match="works in the unit that asks"),
        transaction.atomic(),
    ):
        insert_grant(request, CONTACT, days=1)


def test_who_said_yes_and_works_there_by_now_is_told_to_the_second(
    booking, officer, supervisor, counsel
):
    """No error page, and a way on: it is refused, and asked anew."""
    request = ask(officer, booking)
    services.approve(request.pk, by=supervisor)
    hat = Membership.objects.get(pk=supervisor.membership_id)
    asker = Membership.objects.get(pk=officer.membership_id)
    factories.membership(Role.OFFICER, of=asker.unit, account=hat.account)

    with pytest.raises(RuleViolation, match="works in the unit that asks by now"):
        services.approve(request.pk, by=counsel)
    refused = services.refuse(request.pk, RefusalReason.LAW_FORBIDS, by=counsel)
    assert refused.status == "refused"


def test_whoever_asks_has_examined_no_paper_that_it_rests_on(
    booking, officer, supervisor
):
    """Though they entered it in another capacity; and so says the database."""
    asker = Membership.objects.get(pk=officer.membership_id)
    hat = factories.membership(Role.RECORDS_SUPERVISOR, account=asker.account)
    paper = factories.good_paper([booking.pk], CONTACT, by=factories.viewer_of(hat))
    ends_at = now() + timedelta(days=5)
    said = services.Paper(
        paper.court_label, paper.case_number, paper.signed_by, paper.issued_on, ends_at
    )
    request = services.ask(
        booking.pk, services.Asked(CONTACT, 7, REASON, said), by=officer
    )

    with pytest.raises(RuleViolation, match="entered, compared or confirmed"):
        services.approve(request.pk, found=paper.pk, by=supervisor)
    request.instrument.found = paper
    request.instrument.save(update_fields=["found"])
    for role in (Role.RECORDS_SUPERVISOR, Role.COUNSEL):
        factories.approve(request, by=factories.membership(role))
    with (
        pytest.raises(IntegrityError, match="examined themselves"),
        transaction.atomic(),
    ):
        insert_grant(request, CONTACT, days=1)


# --- Counsel, and the clock ----------------------------------------------------------


def test_counsel_is_asked_once_and_the_requester_is_told_nothing(
    booking, officer, supervisor, clock
):
    clock(now())
    request = ask(officer, booking)
    address = reverse("warrants:request", args=[request.pk])
    before = signed_in(officer).get(reverse("warrants:mine"))
    signed_in(supervisor).post(address, {"counsel": "yes"})

    page = signed_in(supervisor).get(address)
    assert "Counsel is asked" in words(page)
    with pytest.raises(RuleViolation, match="already"):
        services.ask_counsel(request.pk, by=supervisor)
    after = signed_in(officer).get(reverse("warrants:mine"))
    assert answer(after) == answer(before)


def test_what_is_due_first_stands_first(booking, officer, supervisor, clock):
    start = now()
    slow = ask(officer, booking)
    clock(start + timedelta(hours=100))
    soon = ask(officer, booking, urgency=Urgency.NOW)
    today = ask(officer, booking, urgency=Urgency.TODAY)

    assert [one.pk for one in selectors.queue()] == [soon.pk, today.pk, slow.pk]
    assert selectors.next_in_queue(soon) == today.pk
    assert selectors.next_in_queue(slow) == soon.pk
    clock(start + timedelta(hours=102))
    page = signed_in(supervisor).get(reverse("warrants:queue"))
    assert "Answer due since" in words(page)


# --- What a reason says --------------------------------------------------------------


def sent(officer, booking, reason):
    asked = {"classes": [int(CONTACT)], "days": "7", "reason": reason}
    return signed_in(officer).post(reverse("warrants:ask", args=[booking.pk]), asked)


@pytest.mark.parametrize(
    "reason", [".", "inv", "Official police business only", "criminal investigation"]
)
def test_a_reason_that_says_nothing_is_not_sent(booking, officer, reason):
    page = sent(officer, booking, reason)

    assert page.context["form"].errors["reason"]
    assert not AccessRequest.objects.exists()


def test_the_very_words_of_an_earlier_request_are_not_sent_again(booking, officer):
    assert sent(officer, booking, REASON).status_code == 302
    other = factories.booking(facility=booking.facility)

    page = sent(officer, other, REASON.upper() + "!")

    assert "very words" in words(page)
    assert AccessRequest.objects.count() == 1
