"""An officer's own page: what is open to them, on which basis, until when; what they asked,
what was refused, and what to do next.
"""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from access.enums import Basis, FieldClass, Mission, Purpose, Role
from access.models import Agreement
from access.policy import BookingFacts, decide
from access.selectors import held_now
from audit.clock import now
from bookings.models import Booking
from bookings.selectors.who_may import own_standing
from tests import factories
from tests.clients import answer, signed_in, words
from warrants.enums import EndReason, Urgency
from warrants.models import AccessRequest, Grant
from warrants.presenters import mine
from warrants.presenters.refusals import NEXT_STEP
from warrants.services import Asked, Narrower, approve, ask, end_grant, refuse

pytestmark = pytest.mark.django_db

CUSTODY, CONTACT, HEALTH = FieldClass.CUSTODY, FieldClass.CONTACT, FieldClass.HEALTH
PAGE = "warrants:mine"
REASON = "Follow-up of case 26-123, to find the witness."


@pytest.fixture
def immigration(jail):
    unit = factories.unit(Mission.CIVIL_IMMIGRATION)
    return factories.viewer(Role.OFFICER, of=unit, sees=[jail])


def page_of(viewer):
    return signed_in(viewer).get(reverse(PAGE))


def granted(viewer, booking, classes=CONTACT, **how) -> Grant:
    member = factories.Membership.objects.get(pk=viewer.membership_id)
    return factories.grant(member, booking, classes, **how)


# --- By standing ----------------------------------------------------------------------


def test_it_says_what_is_open_under_which_agreement_until_when_by_which_rule(officer):
    page = page_of(officer)

    (row,) = page.context["standing"]
    agreement = Agreement.objects.get(agency_id=officer.agency_id)
    assert (row["kind"], row["purposes"]) == ("Bookings", "Criminal investigation")
    assert row["classes"] == mine.class_words(CUSTODY | FieldClass.IDENTITY)
    assert row["papers"][0]["title"] == agreement.title
    assert row["papers"][0]["until"] == mine.moment(agreement.ends_at)
    assert "principal function is the apprehension" in words(page)


@pytest.mark.parametrize(
    ("role", "is_settled"), [(Role.OFFICER, True), (Role.PROSECUTOR, False)]
)
def test_a_rule_that_nobody_has_verified_is_marked_for_counsel(jail, role, is_settled):
    page = page_of(factories.viewer(role, sees=[jail]))

    (row,) = page.context["standing"]
    assert [rule["for_counsel"] for rule in row["rules"]] == [not is_settled]
    assert ("for counsel, not settled" in words(page)) is not is_settled


@pytest.mark.parametrize(
    "role", [Role.BOOKING_CLERK, Role.NURSE, Role.RECORDS_OFFICER, Role.OFFICER]
)
def test_it_says_what_the_rule_answers_for_every_purpose(jail, role):
    viewer = factories.viewer(role, sees=[jail])

    found = {
        (own.kind, purpose): reach.classes
        for own in own_standing(viewer)
        for reach in own.reaches
        for purpose in reach.purposes
    }

    for kind in (BookingFacts(), BookingFacts(is_juvenile=True)):
        for purpose in Purpose:
            asking = viewer.for_purpose(purpose)
            held = held_now(asking, jail.pk, None)
            rule = decide(viewer.law, viewer.facts, purpose, kind, held).allowed
            open_to_all = decide(viewer.law, viewer.facts, purpose, kind, {}).allowed
            assert found.get((kind, purpose), 0) == rule & ~open_to_all
    assert found


def test_facilities_that_are_open_alike_stand_in_one_row(jail):
    other, apart = factories.facility(), factories.facility()
    viewer = factories.viewer(Role.OFFICER, sees=[jail])
    unit = factories.Unit.objects.get(pk=viewer.unit_id)
    paper = Agreement.objects.get(agency_id=viewer.agency_id)
    factories.permit(unit, other, agreement=paper)
    factories.permit(unit, apart)

    rows = page_of(viewer).context["standing"]

    assert [row["codes"] for row in rows] == [[jail.code, other.code], [apart.code]]


def test_another_hat_opens_nothing_on_this_page(jail, booking, officer):
    hat = factories.membership(Role.OFFICER)
    other = factories.membership(
        Role.PROSECUTOR, account=hat.account, of=factories.unit(Mission.PROSECUTION)
    )
    factories.permit(other.unit, jail)
    factories.grant(other, booking, CONTACT)

    page = page_of(factories.viewer_of(hat))

    assert not page.context["standing"]
    assert not page.context["live"]


def test_whoever_holds_nothing_reads_so_and_what_to_do(jail):
    said = words(page_of(factories.viewer(Role.OFFICER)))

    assert "No agreement of your agency" in said
    assert "Nothing is open by request" in said
    assert "You have asked for nothing" in said


def test_an_attorney_of_record_is_led_to_their_own_cases(jail):
    address = reverse("warrants:my_cases")

    defender = page_of(factories.viewer(Role.PUBLIC_DEFENDER)).content.decode()
    officer = page_of(factories.viewer(Role.OFFICER)).content.decode()

    assert "case by case" in defender
    assert address in defender
    assert "case by case" not in officer


# --- By grant -------------------------------------------------------------------------


def test_a_live_grant_is_there_with_its_end_and_the_person(officer, booking):
    grant = granted(officer, booking)

    page = page_of(officer)

    (row,) = page.context["live"]
    assert row["ends_at"] == mine.moment(grant.ends_at)
    assert booking.person.surname in words(page)


def test_a_grant_that_ended_is_told_without_whom_it_was_about(officer, booking, clock):
    grant = granted(officer, booking)
    end_grant(grant.pk, EndReason.NO_LONGER_NEEDED, by=factories.viewer(Role.COUNSEL))

    page = page_of(officer)

    assert not page.context["live"]
    assert len(page.context["ended"]) == 1
    assert booking.person.surname not in words(page)


def test_a_grant_whose_booking_was_sealed_looks_like_one_that_ended(
    officer, booking, jail, clock
):
    """Byte for byte, at one instant, by two officers who differ in nothing else."""
    clock(now())
    grant = granted(officer, booking)
    Booking.objects.filter(pk=booking.pk).update(is_sealed=True, sealed_at=now())
    sealed = answer(page_of(officer))
    Booking.objects.filter(pk=booking.pk).update(is_sealed=False, sealed_at=None)
    assert answer(page_of(officer)) != sealed

    grant.ended_at, grant.end_reason = now(), EndReason.NO_LONGER_NEEDED
    grant.save(update_fields=["ended_at", "end_reason"])

    assert answer(page_of(officer)) == sealed


def test_to_ask_for_longer_is_a_new_request_and_leaves_the_grant_as_it_was(
    officer, booking
):
    grant = granted(officer, booking, CUSTODY | CONTACT, days=3)
    stood = Grant.objects.filter(pk=grant.pk).values().get()
    asked = AccessRequest.objects.filter(pk=grant.request_id).values().get()
    browser = signed_in(officer)
    (row,) = browser.get(reverse(PAGE)).context["live"]

    form = browser.get(row["again_url"]).context["form"]
    ticked = [int(c) for c in form["classes"].value()]
    sent = {"classes": ticked, "days": "30", "reason": REASON}
    browser.post(row["again_url"], sent)

    assert ticked == [int(CUSTODY), int(CONTACT)]
    new = AccessRequest.objects.exclude(pk=grant.request_id).get()
    assert (new.booking_id, new.status) == (booking.pk, "waiting")
    assert Grant.objects.filter(pk=grant.pk).values().get() == stood
    assert AccessRequest.objects.filter(pk=grant.request_id).values().get() == asked


# --- What I asked ---------------------------------------------------------------------


def test_what_waits_tells_when_an_answer_is_due_and_when_it_is_late(
    officer, booking, clock
):
    clock(now())
    ask(booking.pk, Asked(CONTACT, 7, REASON, None, Urgency.TODAY), by=officer)

    assert "An answer is due" in words(page_of(officer))
    clock(now() + timedelta(hours=8))
    assert "is late" in words(page_of(officer))


@pytest.mark.parametrize("reason", NEXT_STEP, ids=lambda reason: reason.value)
def test_a_refusal_says_its_section_its_letter_and_what_to_do(officer, booking, reason):
    asked = ask(booking.pk, Asked(CONTACT, 7, REASON), by=officer)
    refuse(asked.pk, reason, by=factories.viewer(Role.COUNSEL))

    page = page_of(officer)

    (row,) = page.context["asked"]
    assert row["next_step"] == NEXT_STEP[reason]
    assert "RCW 70.48.100(2)" in words(page)
    assert reverse("warrants:refusal_letter", args=[asked.pk]) in words(page)


def test_what_was_granted_for_less_says_for_what(officer, booking, supervisor, counsel):
    """Of what waits nothing is told, though one of the two has narrowed it."""
    asked = Asked(CONTACT | FieldClass.IDENTIFIERS, 30, REASON)
    request = ask(booking.pk, asked, by=officer)
    narrower = Narrower(CONTACT, 3)
    approve(request.pk, narrower=narrower, by=supervisor)
    assert "Granted for less" not in words(page_of(officer))

    approve(request.pk, by=counsel)

    assert "Granted for less: Address and contact, for 3 days" in plain(
        page_of(officer)
    )


def plain(page) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", words(page)).split())


def test_of_a_grant_and_of_counsel_nothing_is_told_while_it_waits(
    officer, booking, clock
):
    clock(now())
    asked = ask(booking.pk, Asked(CONTACT, 7, REASON), by=officer)
    before = answer(page_of(officer))
    AccessRequest.objects.filter(pk=asked.pk).update(
        counsel_asked_at=now(),
        counsel_asked_by=factories.account(),
        given_days=2,
    )

    assert answer(page_of(officer)) == before


# --- To whom the law opens nothing ------------------------------------------------------


def test_an_officer_of_a_forbidden_unit_reads_that_it_takes_a_judges_warrant(
    immigration, booking
):
    granted(immigration, booking, CUSTODY, basis=Basis.JUDICIAL_WARRANT)
    holder = factories.viewer_of(
        factories.Membership.objects.get(pk=immigration.membership_id)
    )

    page = page_of(holder)

    said = words(page)
    assert "opens nothing to your unit without a judge" in said
    assert "records unit" in said
    assert not page.context["standing"]
    assert len(page.context["live"]) == 1
    assert not page.context["by_paper"]["asked"]


def test_a_refused_officer_of_a_forbidden_unit_is_not_told_to_ask_for_less(
    immigration, booking
):
    granted(immigration, booking, CUSTODY, basis=Basis.JUDICIAL_WARRANT)
    member = factories.Membership.objects.get(pk=immigration.membership_id)
    asked = factories.access_request(member, booking.pk, HEALTH)
    factories.refuse(asked, by=factories.membership(Role.COUNSEL))

    (row,) = (
        row
        for row in page_of(factories.viewer_of(member)).context["asked"]
        if row["refusal"]
    )

    assert "judge has signed" in row["next_step"]


def test_whoever_is_closed_by_the_law_reads_at_the_door_what_to_do(immigration):
    answered = signed_in(immigration).get(reverse(PAGE), follow=True)

    said = words(answered)
    assert "without a judge" in said
    assert "records unit" in said
