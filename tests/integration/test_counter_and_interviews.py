"""Whoever asks is told the register, in the same words for nobody and for whom nobody
may know of; and nobody is interviewed by an immigration authority against their will.
"""

from html import unescape

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from access.acts import Act
from access.enums import Role
from audit.clock import now
from audit.models import ActEvent, TypedText
from bookings.models import Booking, TextReading
from disclosures import presenters, rules, services
from disclosures.enums import (
    Answer,
    AskerKind,
    Channel,
    Consent,
    Matter,
    PassedTo,
    Wanted,
)
from disclosures.models import Inquiry, InterviewRequest
from disclosures.selectors import consent_text
from disclosures.services import Asked, Said, WantsInterview
from tests import factories
from tests.clients import signed_in
from warrants.checks import Progress, Statement, examine
from warrants.enums import InstrumentKind

pytestmark = pytest.mark.django_db

ASKED = Asked(
    Channel.PHONE, Wanted.BAIL, Answer.READ_REGISTER, PassedTo.NOBODY, "Pat Bondsman"
)
WANTS = WantsInterview(
    AskerKind.IMMIGRATION, "An office", "An official", Matter.NONCRIMINAL, "to talk"
)


@pytest.fixture
def clerk():
    factories.laws()
    return factories.viewer(Role.BOOKING_CLERK)


def look(viewer, surname):
    return signed_in(viewer).post(reverse("disclosures:counter"), {"surname": surname})


def test_what_is_read_aloud_is_the_register_and_nothing_else(clerk):
    booking = factories.booking(person=factories.person(surname="Counterperson"))
    body = look(clerk, "Counterperson").content.decode()

    assert "Counterperson" in body
    assert booking.facility.name in body
    assert booking.booking_number not in body


@pytest.mark.parametrize("flags", [{"is_juvenile": True}, {"is_sealed": True}, None])
def test_the_script_is_the_same_for_a_juvenile_a_sealed_record_and_nobody(clerk, flags):
    if flags:
        factories.booking(person=factories.person(surname="Hiddenperson"), **flags)
    body = look(clerk, "Hiddenperson").content.decode()

    assert body.count(presenters.NOBODY) == 2
    assert "Read aloud</h3>" in body


def test_who_asked_lies_sealed_and_whom_they_asked_about_nowhere(clerk):
    inquiry = services.put_down_inquiry(ASKED, by=clerk)
    act = ActEvent.objects.get(act=Act.ANSWER_INQUIRY)

    assert TypedText.objects.filter(pk=inquiry.caller_text, kind="inquiry").exists()
    assert "Bondsman" not in str([vars(inquiry), vars(act)])
    assert Inquiry.history.filter(id=inquiry.pk).count() == 1


def test_the_log_says_who_asked_until_it_is_erased(clerk):
    inquiry = services.put_down_inquiry(ASKED, by=clerk)
    client, at = signed_in(clerk), reverse("disclosures:inquiries")

    assert "Pat Bondsman" in client.get(at).content.decode()
    TypedText.objects.filter(pk=inquiry.caller_text).delete()
    body = client.get(at, {"channel": "phone"}).content.decode()
    assert "Pat Bondsman" not in body
    assert "erased" in body
    assert "Nobody has asked" in client.get(at, {"channel": "fax"}).content.decode()


# --- Somebody's citizenship or immigration status, 8 USC 1373 ---------------------------------


@pytest.mark.parametrize("chosen", Answer, ids=lambda answer: answer.value)
def test_an_inquiry_of_status_has_one_answer_and_goes_to_counsel(clerk, chosen):
    """Whatever was chosen beside it."""
    asked = Asked(Channel.PHONE, Wanted.STATUS, chosen, PassedTo.NOBODY, "An office")
    inquiry = services.put_down_inquiry(asked, by=clerk)

    assert (inquiry.answer, inquiry.passed_to) == (Answer.NOT_HELD, PassedTo.COUNSEL)
    told = Answer(inquiry.answer).label
    assert "Not collected, not held" in told


def test_counsel_reads_what_was_passed_to_counsel_and_nothing_else(clerk):
    services.put_down_inquiry(ASKED, by=clerk)
    asked = Asked(
        Channel.FAX, Wanted.STATUS, Answer.NOT_HELD, PassedTo.COUNSEL, "A field office"
    )
    services.put_down_inquiry(asked, by=clerk)
    counsel = signed_in(factories.viewer(Role.COUNSEL))
    body = counsel.get(reverse("disclosures:inquiries")).content.decode()

    assert "A field office" in body
    assert "Pat Bondsman" not in body
    assert counsel.get(reverse("disclosures:counter")).status_code == 403


def test_nothing_says_that_it_is_forbidden(clerk):
    """Neither at the counter, nor in the log, nor where such a paper is examined: there
    is nothing to send, and nobody is hindered.
    """
    body = unescape(look(clerk, "Nobodyatall").content.decode())
    services.put_down_inquiry(
        Asked(Channel.PHONE, Wanted.STATUS, Answer.NOT_HELD, PassedTo.COUNSEL), by=clerk
    )
    log = unescape(
        signed_in(clerk).get(reverse("disclosures:inquiries")).content.decode()
    )
    said = Statement(kind=InstrumentKind.STATUS_INQUIRY, by_immigration_authority=True)
    examined = [result.reason for result in examine(said, Progress(today=now().date()))]

    assert presenters.STATUS in body
    assert Answer.NOT_HELD.label in log
    assert examined == [
        "Answer: not collected, not held. Counsel has the inquiry from here on."
    ]
    for text in (body, log, *examined):
        for word in ("forbid", "forbidden", "not allowed", "prohibit", "refuse"):
            assert word not in text.lower()


@pytest.mark.parametrize(
    ("wanted", "answer", "to"),
    [
        ("status", "nothing_more", "nobody"),
        ("status", "not_held", "records"),
        ("bail", "not_held", "counsel"),
    ],
)
def test_the_database_holds_that_answer_too(clerk, wanted, answer, to):
    with pytest.raises(IntegrityError), transaction.atomic():
        Inquiry.objects.create(
            channel="fax",
            wanted=wanted,
            answer=answer,
            passed_to=to,
            taken_by_id=clerk.account_id,
        )


def test_that_answer_is_to_no_other_question(clerk):
    asked = Asked(Channel.FAX, Wanted.BAIL, Answer.NOT_HELD, PassedTo.COUNSEL)
    with pytest.raises(rules.RuleViolation, match="status"):
        services.put_down_inquiry(asked, by=clerk)


@pytest.mark.parametrize(
    ("answer", "to"),
    [(Answer.PASSED_ON, PassedTo.NOBODY), (Answer.NOBODY, PassedTo.RECORDS)],
)
def test_what_is_passed_on_is_passed_to_somebody(clerk, answer, to):
    asked = Asked(Channel.FAX, Wanted.NOT_PUBLIC, answer, to)
    with pytest.raises(rules.RuleViolation):
        services.put_down_inquiry(asked, by=clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Inquiry.objects.create(
            channel="fax",
            wanted="bail",
            answer=answer,
            passed_to=to,
            taken_by_id=clerk.account_id,
        )


# fmt: off
INTERVIEWS = [
    # who asks                    matter              order  consent                  may
    (AskerKind.IMMIGRATION,      Matter.NONCRIMINAL, False, None,                    False),
    (AskerKind.IMMIGRATION,      Matter.NONCRIMINAL, False, Consent.DECLINED,        False),
    (AskerKind.IMMIGRATION,      Matter.NONCRIMINAL, False, Consent.REFUSED_TO_SIGN, False),
    (AskerKind.IMMIGRATION,      Matter.NONCRIMINAL, False, Consent.SIGNED,          True),
    (AskerKind.IMMIGRATION,      Matter.NONCRIMINAL, True,  None,                    True),
    (AskerKind.IMMIGRATION,      Matter.CRIMINAL,    False, None,                    False),
    (AskerKind.OTHER,            Matter.NONCRIMINAL, False, None,                    False),
    (AskerKind.CRIMINAL_JUSTICE, Matter.CRIMINAL,    False, None,                    True),
    (AskerKind.CRIMINAL_JUSTICE, Matter.CRIMINAL,    False, Consent.DECLINED,        False),
]
# fmt: on


@pytest.mark.parametrize(("asker", "matter", "order", "consent", "may"), INTERVIEWS)
def test_who_may_interview(asker, matter, order, consent, may):
    assert (
        rules.may_interview(asker, matter, has_court_order=order, consent=consent)
        is may
    )


def test_a_declined_interview_changes_nothing():
    factories.laws()
    records = factories.viewer(Role.RECORDS_OFFICER)
    booking = factories.booking()
    before = [Booking.objects.filter(pk=booking.pk).values().get(), _sheet(booking)]
    asked = services.ask_interview(booking.pk, WANTS, by=records)
    said = Said(Consent.DECLINED, "es", "an officer", "an interpreter")
    services.record_consent(booking.pk, asked.pk, said, by=records)

    assert before == [
        Booking.objects.filter(pk=booking.pk).values().get(),
        _sheet(booking),
    ]
    asked.refresh_from_db()
    assert asked.form_sha256 == consent_text("es").sha256
    with pytest.raises(rules.RuleViolation, match="already"):
        services.record_consent(booking.pk, asked.pk, said, by=records)


def _sheet(booking) -> list:
    """Everything else on record of this stay, table by table."""
    return [
        list(relation.related_model.objects.filter(booking=booking).values())
        for relation in Booking._meta.related_objects
        if relation.field.name == "booking"
        and relation.related_model is not InterviewRequest
        and not relation.related_model.__name__.startswith("Historical")
    ]


def test_only_a_language_that_has_a_form_counts():
    records = factories.viewer(Role.RECORDS_OFFICER)
    booking = factories.booking()
    asked = services.ask_interview(booking.pk, WANTS, by=records)
    with pytest.raises(rules.RuleViolation, match="language"):
        services.record_consent(
            booking.pk, asked.pk, Said(Consent.SIGNED, "fr", "an officer"), by=records
        )


# RCW 10.93.160(6): purpose, voluntary, may decline, may have a lawyer, no punishment.
STATUTE = {
    "en": ("purpose", "voluntary", "say no", "lawyer", "punished", "pay you back"),
    "es": (
        "motivo",
        "voluntaria",
        "decir que no",
        "abogado",
        "castiga",
        "represalias",
    ),
}


@pytest.mark.parametrize("language", STATUTE)
def test_every_form_says_what_the_statute_asks_for(language):
    body = consent_text(language).body

    assert [word for word in STATUTE[language] if word not in body] == []


def test_what_was_chosen_about_a_purpose_that_tells_too_much_is_put_down():
    factories.laws()
    member = factories.membership(Role.RECORDS_OFFICER)
    booking = factories.booking()
    factories.permit(member.unit, booking.facility)
    browser = signed_in(factories.viewer_of(member))
    at = reverse("disclosures:ask_interview", args=[booking.pk])
    wants = {name: getattr(WANTS, name) for name in WantsInterview.__slots__}
    wants |= {"purpose": "To ask whether he is a citizen of Peru."}

    assert "may tell what must not be kept" in browser.post(at, wants).content.decode()
    browser.post(at, wants | {"purpose-choice": "not_such_a_fact"})

    assert InterviewRequest.objects.get().purpose == wants["purpose"]
    assert TextReading.objects.get().place == "purpose"


def test_the_records_unit_reads_who_asks_and_whether_it_may_take_place():
    factories.laws()
    member = factories.membership(Role.RECORDS_OFFICER)
    booking = factories.booking()
    factories.permit(member.unit, booking.facility)
    records = factories.viewer_of(member)
    services.ask_interview(booking.pk, WANTS, by=records)
    at = reverse("disclosures:interviews", args=[booking.pk])
    body = signed_in(records).get(at).content.decode()

    assert "An office, An official" in body
    assert "No interview" in body
    assert signed_in(factories.viewer(Role.BOOKING_CLERK)).get(at).status_code == 403


@pytest.mark.parametrize("language", STATUTE)
def test_the_form_is_printed_in_a_language_that_has_one(language):
    records = factories.viewer(Role.RECORDS_OFFICER)
    at = reverse("disclosures:consent_form", args=[factories.booking().pk])

    answer = signed_in(records).post(at, {"language": language})
    assert answer.content.startswith(b"%PDF")
    assert signed_in(records).post(at, {"language": "fr"}).status_code == 404
