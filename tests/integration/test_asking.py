"""Roads to asking: from a refusal, from the register, from a search that found nobody, and
by a name, whoever it is; and a reason that is read while it is typed.
"""

import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from access.enums import Basis, FieldClass, Role
from access.guards import ActDenied
from access.models import Approval, Membership
from audit.clock import now
from audit.models import ActEvent, TypedText, ViewEvent
from bookings.models import Booking
from tests import factories
from tests.clients import answer, signed_in, words
from warrants import selectors, services
from warrants.models import AccessRequest, Grant
from warrants.rules import RuleViolation
from warrants.services import Asked

pytestmark = pytest.mark.django_db

CUSTODY, CONTACT = FieldClass.CUSTODY, FieldClass.CONTACT
REASON = "Follow-up of case 26-123, to find the witness."
NAME = {"surname": "Quillfeather", "given_name": "Robin"}
ASKED = {"classes": [int(CONTACT)], "days": "7", "reason": REASON}
BY_NAME = "warrants:ask_by_name"


def of_the_name(jail, **fields) -> Booking:
    return factories.booking(facility=jail, person=factories.person(**NAME), **fields)


def ask_by_name(by, **different):
    return signed_in(by).post(reverse(BY_NAME), NAME | ASKED | different)


def whom(request) -> str:
    return reverse("warrants:whom", args=[request.pk])


# --- Where one can ask ----------------------------------------------------------------


def test_from_the_entry_of_a_register(officer, jail, client):
    booking = of_the_name(jail)
    address = reverse("warrants:ask", args=[booking.pk])

    assert address in words(signed_in(officer).get(reverse("bookings:register")))
    assert address not in words(client.get(reverse("bookings:register")))


def test_from_a_refusal(officer):
    key = uuid.uuid4()

    page = signed_in(officer).get(reverse("bookings:record", args=[key]))

    assert page.status_code == 404
    assert reverse("warrants:ask", args=[key]) in words(page)
    assert reverse(BY_NAME) in words(page)


def test_from_a_search_that_found_nobody_with_what_was_looked_for(officer):
    browser = signed_in(officer)
    found = browser.post(reverse("bookings:search"), NAME, follow=True)
    search_id = found.context["search_id"]
    address = f"{reverse(BY_NAME)}?search={search_id}"
    assert address in words(found)

    form = browser.get(address).context["form"]

    assert form["surname"].value() == NAME["surname"]
    other = signed_in(factories.viewer(Role.OFFICER)).get(address)
    assert not other.context["form"]["surname"].value()
    assert browser.get(f"{reverse(BY_NAME)}?search=x").status_code == 200


# --- By a name, whoever it is -----------------------------------------------------------


def existing(jail):
    of_the_name(jail)


def sealed(jail):
    of_the_name(jail, is_sealed=True)


def a_juvenile(jail):
    of_the_name(jail, is_juvenile=True)


def nobody(jail):
    pass


WHO = [existing, sealed, a_juvenile, nobody]


def _answers(officer, jail, who) -> list:
    """Whatever the asker can find out: the form, the answer, their page, and the trace."""
    with transaction.atomic():
        who(jail)
        browser = signed_in(officer)
        before = {model: model.objects.count() for model in (ViewEvent, ActEvent)}
        said = [
            answer(browser.get(reverse(BY_NAME))),
            answer(browser.post(reverse(BY_NAME), NAME | ASKED)),
            answer(browser.get(reverse("warrants:mine"))),
            [model.objects.count() - n for model, n in before.items()],
        ]
        transaction.set_rollback(True)
    return said


def test_every_name_is_taken_alike_and_tells_nothing(officer, jail, clock):
    clock(now())
    told = {who.__name__: _answers(officer, jail, who) for who in WHO}

    assert told["nobody"][1][0] == 302
    for who, said in told.items():
        assert said == told["nobody"], who


def test_what_waits_for_a_decider_is_the_same_for_a_hidden_person_and_for_none(
    officer, jail, clock
):
    """Of a sealed one the jail's own desk would not know: nor does who decides."""
    clock(now())
    stranger = factories.viewer(Role.RECORDS_SUPERVISOR)  # sees no facility

    def said(who) -> list:
        with transaction.atomic():
            who(jail)
            ask_by_name(officer)
            request = AccessRequest.objects.get()
            browser = signed_in(stranger)
            found = browser.post(whom(request), NAME)
            own = [
                answer(page)[3].replace(str(request.pk), "REQUEST")
                for page in (
                    browser.get(reverse("warrants:request", args=[request.pk])),
                    found,
                )
            ]
            transaction.set_rollback(True)
        return own

    absent = said(nobody)
    assert said(sealed) == absent
    assert said(a_juvenile) == absent


def test_the_name_lies_sealed_with_the_schedule_of_a_reason(officer):
    ask_by_name(officer)

    request = AccessRequest.objects.get()
    kept, reason = (
        TypedText.objects.get(pk=key)
        for key in (request.named_text, request.reason_text)
    )
    assert kept.kind == "named"
    assert NAME["surname"].encode() not in bytes(kept.sealed)
    assert kept.erase_after - kept.typed_at == pytest.approx(
        reason.erase_after - reason.typed_at, abs=factories.timedelta(seconds=1)
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT h::text FROM warrants_historicalaccessrequest h")
        assert NAME["surname"] not in cursor.fetchone()[0]


def test_whoever_asked_is_not_told_the_name_again_nor_is_a_reviewer(officer, jail):
    ask_by_name(officer)
    request = AccessRequest.objects.get()
    auditor = factories.viewer(Role.AUDITOR)

    own = words(signed_in(officer).get(reverse("warrants:mine")))
    page = words(signed_in(auditor).get(reverse("warrants:request", args=[request.pk])))

    assert "of somebody by name" in own
    assert "opened for those who decide" in page
    assert NAME["surname"] not in own + page


def test_a_name_or_a_number_must_be_there(officer):
    page = ask_by_name(officer, surname="", given_name="")

    assert page.context["form"].errors["surname"]
    assert not AccessRequest.objects.exists()


# --- Whom it means ------------------------------------------------------------------------


def test_a_decider_finds_the_booking_and_two_people_grant_it(
    officer, jail, supervisor, counsel
):
    booking = of_the_name(jail)
    ask_by_name(officer)
    request = AccessRequest.objects.get()
    browser = signed_in(supervisor)

    page = browser.get(reverse("warrants:request", args=[request.pk]))
    assert NAME["surname"] in words(page)
    assert whom(request) in words(page)
    found = browser.post(whom(request), NAME)
    assert [row["booking_id"] for row in found.context["rows"]] == [booking.pk]
    browser.post(whom(request), {"booking": booking.pk})

    request.refresh_from_db()
    assert request.booking_id == booking.pk
    services.approve(request.pk, by=supervisor)
    services.approve(request.pk, by=counsel)
    assert Grant.objects.get().booking_id == booking.pk
    assert ActEvent.objects.filter(reason="booking_named").count() == 1


def test_the_paper_of_a_request_is_then_about_that_booking(officer, jail, supervisor):
    booking = of_the_name(jail)
    paper = {
        "court": "King County Superior Court",
        "case_number": "26-1-00001-1 SEA",
        "signed_by": "Judge Example",
        "issued_on": "11/01/2020",
        "paper_ends_at": "11/01/2040 10:00",
    }
    ask_by_name(officer, **paper)
    request = AccessRequest.objects.get()

    services.say_whom(request.pk, booking.pk, by=supervisor)

    request.refresh_from_db()
    assert request.basis == Basis.JUDICIAL_WARRANT
    assert request.instrument.booking_id == booking.pk
    request.instrument.booking_id = uuid.uuid4()
    with pytest.raises(IntegrityError, match="when it was brought"):
        request.instrument.save()


def test_nobody_says_yes_before_it_is_said_whom(officer, jail, supervisor):
    of_the_name(jail)
    ask_by_name(officer)
    request = AccessRequest.objects.get()

    with pytest.raises(RuleViolation, match="which booking"):
        services.approve(request.pk, by=supervisor)
    page = words(
        signed_in(supervisor).get(reverse("warrants:request", args=[request.pk]))
    )
    assert "says which booking it is about" in page


def test_it_can_be_refused_without_anybody_found(officer, supervisor):
    ask_by_name(officer)
    request = AccessRequest.objects.get()

    services.refuse(request.pk, "no_sufficient_reason", by=supervisor)

    page = signed_in(officer).get(reverse("warrants:mine"))
    assert page.context["asked"][0]["refusal"]


def test_whoever_asked_is_told_nothing_of_what_was_found(
    officer, jail, supervisor, clock
):
    clock(now())
    booking = of_the_name(jail)
    ask_by_name(officer)
    before = answer(signed_in(officer).get(reverse("warrants:mine")))

    services.say_whom(AccessRequest.objects.get().pk, booking.pk, by=supervisor)

    assert answer(signed_in(officer).get(reverse("warrants:mine"))) == before


def test_one_that_a_decider_may_not_know_of_is_as_one_that_never_was(
    officer, jail, clock
):
    clock(now())
    hidden = of_the_name(jail, is_sealed=True)
    ask_by_name(officer)
    request = AccessRequest.objects.get()
    browser = signed_in(factories.viewer(Role.RECORDS_SUPERVISOR))

    said = [
        answer(browser.post(whom(request), {"booking": key}), asked_for=key)
        for key in (hidden.pk, uuid.uuid4())
    ]

    assert said[0] == said[1]
    assert selectors.is_of_nobody_yet(AccessRequest.objects.get())


def test_who_may_not_search_says_no_booking(officer, jail, counsel):
    booking = of_the_name(jail)
    ask_by_name(officer)
    request = AccessRequest.objects.get()

    assert signed_in(counsel).get(whom(request)).status_code == 403
    with pytest.raises(ActDenied):
        services.say_whom(request.pk, booking.pk, by=counsel)


def test_it_is_said_once(officer, jail, supervisor):
    ask_by_name(officer)
    request = AccessRequest.objects.get()
    services.say_whom(request.pk, of_the_name(jail).pk, by=supervisor)

    with pytest.raises(RuleViolation, match="has been said"):
        services.say_whom(request.pk, of_the_name(jail).pk, by=supervisor)
    assert signed_in(supervisor).get(whom(request)).status_code == 404


def test_a_request_for_a_booking_never_changes_whom_it_is_about(
    officer, jail, supervisor
):
    asked = services.ask(of_the_name(jail).pk, Asked(CONTACT, 7, REASON), by=officer)

    with pytest.raises(RuleViolation):
        services.say_whom(asked.pk, of_the_name(jail).pk, by=supervisor)
    assert signed_in(supervisor).get(whom(asked)).status_code == 404


# --- Held by the database -----------------------------------------------------------------

_FOUND = """UPDATE warrants_accessrequest SET booking_id = %(booking)s,
  named_found_at = jail_now(), named_found_by_id = %(by)s"""
# fmt: off
AGAINST = {
    "nobody says it":   "UPDATE warrants_accessrequest SET booking_id = %(booking)s",
    "no such booking":  _FOUND.replace("%(booking)s", "gen_random_uuid()"),
    "by the requester": _FOUND.replace("%(by)s", "%(asker)s"),
    "another name":     "UPDATE warrants_accessrequest SET named_text = gen_random_uuid()",
}
# fmt: on


def _run(sql, **values) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.mark.parametrize("sql", AGAINST.values(), ids=AGAINST)
def test_the_database_refuses(officer, jail, supervisor, sql):
    ask_by_name(officer)

    with pytest.raises(IntegrityError, match="as it was asked"):
        _run(
            sql,
            booking=of_the_name(jail).pk,
            by=supervisor.account_id,
            asker=officer.account_id,
        )


def test_the_database_refuses_it_a_second_time_and_after_a_decision(
    officer, jail, supervisor
):
    told = {"booking": of_the_name(jail).pk, "by": supervisor.account_id}
    ask_by_name(officer)
    with transaction.atomic():
        factories.approve(
            AccessRequest.objects.get(),
            by=Membership.objects.get(pk=supervisor.membership_id),
        )
        with pytest.raises(IntegrityError, match="as it was asked"):
            _run(_FOUND, **told)
        transaction.set_rollback(True)
    assert not Approval.objects.filter(act="request.approve").exists()

    _run(_FOUND, **told)
    with pytest.raises(IntegrityError, match="as it was asked"):
        _run(_FOUND, **told | {"booking": of_the_name(jail).pk})


# --- A reason, as it is typed ---------------------------------------------------------


@pytest.mark.parametrize("text", [".", "inv", "investigation", "Official business"])
def test_a_reason_that_says_nothing_is_told_so_while_it_is_typed(officer, text):
    said = signed_in(officer).post(reverse("warrants:read_reason"), {"text": text})

    assert said.status_code == 200
    assert "Say which case" in words(said)
    assert not AccessRequest.objects.exists()
    assert not TypedText.objects.exists()


def test_copied_words_are_told_so_while_they_are_typed(officer):
    ask_by_name(officer)

    said = signed_in(officer).post(reverse("warrants:read_reason"), {"text": REASON})

    assert "very words" in words(said)


def test_a_reason_that_says_something_has_no_answer(officer):
    said = signed_in(officer).post(reverse("warrants:read_reason"), {"text": REASON})

    assert said.status_code == 204


@pytest.mark.parametrize("by_name", [True, False])
def test_what_reads_it_stands_beside_the_reason_on_both_forms(officer, by_name):
    address = (
        reverse(BY_NAME) if by_name else reverse("warrants:ask", args=[uuid.uuid4()])
    )

    page = words(signed_in(officer).get(address))

    assert f'data-reads="{reverse("warrants:read_reason")}"' in page
    assert 'data-reads-for="id_reason"' in page
