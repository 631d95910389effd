"""Refused: what whoever asked is told, and what everybody with the right can count."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from access.enums import Certainty, FieldClass, Mission, Role
from access.reference import laws
from audit.clock import now
from tests import factories
from tests.clients import body_of, signed_in
from warrants import rules, services
from warrants.enums import RefusalReason
from warrants.presenters.refusals import NEXT_STEP, cited
from warrants.selectors.refusals import Refused, months

pytestmark = pytest.mark.django_db

REASON = "Follow-up of case 26-123, as discussed."
ASKED = FieldClass.CONTACT | FieldClass.IDENTIFIERS


@pytest.fixture
def jail(db, clock):
    clock(now())
    factories.laws()
    return factories.facility()


def refused(officer, key, reason=RefusalReason.NO_SUFFICIENT_REASON):
    request = services.ask(key, services.Asked(ASKED, 7, REASON), by=officer)
    supervisor = factories.viewer(Role.RECORDS_SUPERVISOR)
    return services.refuse(request.pk, reason, by=supervisor)


def letter(viewer, request):
    address = reverse("warrants:refusal_letter", args=[request.pk])
    return signed_in(viewer).get(address)


def test_the_letter_says_what_was_asked_why_not_and_what_to_do_next(jail):
    officer = factories.viewer(Role.OFFICER)
    answer = letter(officer, refused(officer, factories.booking(facility=jail).pk))
    said = " ".join(body_of(answer).split())

    assert answer.headers["Content-Type"] == "application/pdf"
    assert "Address and contact" in said
    assert RefusalReason.NO_SUFFICIENT_REASON.label in said
    assert "RCW 70.48.100" in said
    assert "Ask again for less" in said


@pytest.mark.parametrize("reason", RefusalReason, ids=lambda reason: reason.value)
def test_letter_and_own_page_say_the_same_of_what_to_do_next(jail, reason):
    officer = factories.viewer(Role.OFFICER)
    request = refused(officer, uuid4(), reason)
    page = signed_in(officer).get(reverse("warrants:mine"))

    said = " ".join(body_of(letter(officer, request)).split())

    (row,) = page.context["asked"]
    assert row["next_step"] in said
    assert next_step_of_others(reason) not in said


def next_step_of_others(reason: RefusalReason) -> str:
    other = RefusalReason.LAW_FORBIDS
    if reason is other:
        other = RefusalReason.NO_SUFFICIENT_REASON
    return NEXT_STEP[other]


def test_the_letter_is_the_same_for_nobody_somebody_and_whoever_is_hidden(jail):
    """But for the number of the request, and of the letter."""
    officer = factories.viewer(Role.OFFICER)
    keys = [
        uuid4(),
        factories.booking(facility=jail).pk,
        factories.booking(facility=jail, is_sealed=True).pk,
        factories.booking(facility=jail, is_juvenile=True).pk,
    ]
    said = set()
    for key in keys:
        request = refused(officer, key)
        answer = letter(officer, request)
        body = " ".join(body_of(answer).split()).replace(str(request.pk), "REQUEST")
        said.add(body.replace(answer.headers["X-Request-Id"], "EVENT"))

    assert len(said) == 1


@pytest.mark.parametrize("whose", ["another officer's", "one that waits", "nobody's"])
def test_there_is_a_letter_to_ones_own_refusal_alone(jail, whose):
    officer, other = (factories.viewer(Role.OFFICER) for _ in range(2))
    request = refused(other, uuid4())
    if whose == "one that waits":
        request = services.ask(uuid4(), services.Asked(ASKED, 7, REASON), by=officer)
    elif whose == "nobody's":
        request.pk = uuid4()

    assert letter(officer, request).status_code == 404


@pytest.mark.parametrize("law", laws(), ids=lambda law: law.title)
@pytest.mark.parametrize("mission", Mission, ids=lambda mission: mission.value)
def test_no_letter_cites_a_rule_whose_text_nobody_has_verified(law, mission):
    reason = RefusalReason.LAW_FORBIDS
    sections = cited(Refused(uuid4(), now(), "", mission, ASKED, reason, law))

    assert {section.certainty for section in sections} == {Certainty.FOUND}
    # Each stands in the law file as verified, or is the one that is stated in rules.
    verified = {r.text for r in law.rules if r.certainty is Certainty.FOUND}
    assert {s.text for s in sections} <= verified | {rules.CONFIDENTIAL.text}
    assert law.rule("register").text in {section.text for section in sections}


def test_every_refusal_is_counted_by_month_and_a_month_without_says_so(jail, clock):
    at = now()
    clock(at - timedelta(days=40))
    officer = factories.viewer(Role.OFFICER)
    booking = factories.booking(facility=jail)
    refused(officer, booking.pk)
    clock(at)
    agent = factories.viewer(Role.OFFICER, of=factories.unit(Mission.CRIMINAL))
    refused(agent, uuid4(), RefusalReason.PAPER_IS_NOT_JUDICIAL)

    page = signed_in(factories.viewer(Role.COUNCIL_STAFF)).get(
        reverse("warrants:refusals")
    )
    said = body_of(page)

    assert said.count('<th scope="row"') == 2
    assert said.count("<strong>none</strong>") == len(months(at.date())) - 2
    for viewer in (officer, agent):
        assert viewer.agency_name in said
    for told in (booking.person.surname, str(booking.pk), officer.display_name, REASON):
        assert told not in said


@pytest.mark.parametrize("role", Role, ids=lambda role: role.value)
def test_who_reads_the_table_of_refusals(jail, role):
    page = signed_in(factories.viewer(role)).get(reverse("warrants:refusals"))
    reads = {
        *(Role.RECORDS_SUPERVISOR, Role.COUNSEL, Role.PRIVACY_OFFICER),
        *(Role.AUDITOR, Role.COUNCIL_STAFF, Role.OMBUDS),
    }

    assert (page.status_code == 200) is (role in reads)
