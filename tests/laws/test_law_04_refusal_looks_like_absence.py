"""Law 4. Refusal of existence looks like absence: for whoever may not know of a
person, the product with and without that person answers the same.
"""

import itertools
import re
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db.models import Max
from django.forms.models import model_to_dict
from django.urls import reverse
from django.utils import timezone

from access.acts import Act, may
from access.enums import EVERYTHING, Basis, FieldClass, Purpose, Role
from access.policy import decide
from access.selectors import held_now
from audit.clock import now
from audit.enums import ViewKind
from audit.models import ActEvent, ViewEvent
from bookings import selectors
from bookings.models import Alias, Booking, Person
from bookings.selectors import Cursor, Terms
from tests import factories
from tests.clients import answer, signed_in
from tests.routes import booking_routes, pages_without_keys
from warrants import services
from warrants.selectors import grantable

pytestmark = pytest.mark.django_db

_serial = itertools.count(100)
NEVER_EXISTED = UUID("0badc0de-0000-4000-8000-000000000000")
NOBODY_EITHER = UUID("0badc0de-0000-4000-8000-000000000001")
HIDDEN_SURNAME, HIDDEN_BIRTH_DATE = "Zyxhidden", date(2010, 2, 3)
HIDDEN_ALIAS = "Wuvhidden"

# What may not be known of, by somebody. "here": where the role holds every class.
KINDS = {
    "sealed": {"is_sealed": True},
    "juvenile": {"is_juvenile": True},
    "juvenile and sealed": {"is_juvenile": True, "is_sealed": True},
    "juvenile elsewhere": {"is_juvenile": True, "elsewhere": True},
    "sealed elsewhere": {"is_sealed": True, "elsewhere": True},
}

MOMENT, REASON = "11/02/2026 10:00", "as the court has ordered"
# About custody, and beside a booking.
OF_THE_DESK = {
    "entitle": {"kind": "court_order", "at": MOMENT, "source": REASON},
    "withdraw_entitlement": {"kind": "bail_posted", "why": REASON},
    "record_basis": {"kind": "charges_filed", "at": MOMENT, "source": REASON},
    "record_hold": {
        "kind": "warrant",
        "effect": "binds",
        "issuer": "Kent Municipal Court",
        "number": "W-2",
        "received_at": MOMENT,
    },
    "clear_hold": {"kind": "warrant", "number": "W-1", "why": REASON},
    "house": {"place": "1 N, 01"},
    "take_out": {"kind": "court", "place": "E-1201", "left_at": MOMENT},
    "bring_back": {"returned_at": MOMENT},
    "transfer": {"moved_at": MOMENT, "escorted_by": ""},
    "question_release": {},
    "undo_release": {"outcome": REASON},
    "finish_task": {"kind": "wrong_release", "outcome": REASON},
    "finish_intake": {},
    "take_over_intake": {},
    "refuse_intake": {},
    "section": {},
    "niem": {},
    "alerts": {"kind": "lower_bunk", "source": "observed"},
    "end_alert": {"alert": str(NEVER_EXISTED)},
    "describe": {"height": "509"},
    "photograph": {},
    "property": {"cash": "12.50", "receipt": "refused"},
    "return_property": {"receipt": "signed"},
    "screening": {"injured": "no"},
    "statement": {
        "author_agency": "Agency",
        "statement": "I saw it.",
        "received_at": MOMENT,
    },
    "finding": {"finding": "found", "found_at": MOMENT},
    "recognizance": {
        "answered": "declined",
        "missed_court": "never",
        "recommendation": "none",
    },
}
PAPER = {"form": "I-247A", "received_by": "fax", "received_at": "11/02/2026 10:00"}
# What a person would post to each address of a booking. GET is tried on all.
POSTS = {
    **{f"bookings:{name}": row for name, row in OF_THE_DESK.items()},
    "bookings:orders_about": {
        "act": "record.seal",
        "court": "A court",
        "case_number": "26-1-1",
        "ordered_on": "10/01/2026",
    },
    "bookings:legal_holds": {"kept_for": "audit", "case_number": "26-1-3"},
    "bookings:end_legal_hold": {"hold": str(NEVER_EXISTED)},
    "bookings:decide_order": {"order": str(NEVER_EXISTED), "answer": "no"},
    "bookings:deletion": {"asked_on": "01/01/2026", "choice": "delete"},
    "bookings:same_person": {"surname": "Zyxhidden"},
    "bookings:compare": {"other": str(NOBODY_EITHER)},
    "bookings:ask_link": {"other": str(NOBODY_EITHER)},
    "bookings:decide_link": {"link": str(NEVER_EXISTED), "answer": "no"},
    "bookings:unlink": {"link": str(NEVER_EXISTED), "reason": "other_person"},
    "bookings:correct_part": {"reason": "typing_error", "step": "write"},
    "bookings:export": {},
    "bookings:release": {"reason": "time_served", "leaving_at": "01/02/2026 10:00"},
    "bookings:intake_again": {
        "booked_at": f"{timezone.localtime():%m/%d/%Y} 00:00",
    },
    "bookings:shown_file": {},
    "bookings:advise": {
        "told_at": f"{timezone.localtime():%m/%d/%Y} 00:00",
        "outcome": "signed_on_paper",
    },
    "bookings:consular_question": {"answer": "no", "told_how": "read_aloud"},
    "bookings:hand_in_paper": PAPER,
    "bookings:receive_paper": PAPER | {"office": "ERO Seattle"},
    "bookings:describe_paper": PAPER | {"office": "ERO Seattle"},
    "bookings:serve_paper": {
        "served_at": "11/02/2026 10:00",
        "language": "en",
        "result": "signed",
    },
    "bookings:conclude_paper": {"outcome": "not_followed"},
    "disclosures:ask_interview": {
        "asker": "immigration",
        "agency": "An office",
        "official": "An official",
        "matter": "noncriminal",
        "purpose": "to talk",
    },
    "disclosures:record_consent": {
        "consent": "declined",
        "language": "en",
        "explained_by": "An officer",
    },
    "disclosures:consent_form": {"language": "en"},
    "warrants:appearances": {
        "attorney": "defender",
        "case_number": "26-1-1",
        "received_on": "10/01/2026",
    },
    "warrants:end_appearance": {
        "appearance": str(NEVER_EXISTED),
        "reason": "withdrew",
    },
    "warrants:ask": {
        "classes": [int(FieldClass.CUSTODY)],
        "days": 7,
        "reason": "Follow-up of case 26-123, as discussed.",
    },
    "warrants:open_emergency": {
        "sign_in_name": "somebody",
        "classes": [int(FieldClass.CONTACT)],
        "minutes": 60,
        "danger": "missing",
        "reason": "A child is missing since noon, and we need the address.",
    },
}


@pytest.fixture
def here(db, clock):
    """A jail, under a clock that stands still: no answer differs by its time."""
    clock(now())
    factories.laws()
    return factories.facility(name="Here", code="HERE")


@pytest.fixture
def elsewhere(here):
    return factories.facility(name="Elsewhere", code="ELSE")


@pytest.fixture(params=Role, ids=lambda role: role.value)
def viewer(request, here):
    """Somebody of every role there is, whose unit holds every class here."""
    return factories.viewer(request.param, sees=[here])


def people(here, elsewhere, *, released: bool = False) -> dict[str, Booking]:
    """One person of each kind, all of one name and birth date."""
    made = {}
    for kind, fields in KINDS.items():
        person = factories.person(
            surname=HIDDEN_SURNAME, given_name="Robin", birth_date=HIDDEN_BIRTH_DATE
        )
        Alias.objects.create(person=person, surname=HIDDEN_ALIAS, given_name="Robin")
        flags = {**fields}
        place = elsewhere if flags.pop("elsewhere", False) else here
        left = (
            {
                "discharged_at": now() - timedelta(hours=1),
                "discharge_reason": "time_served",
                "discharge_manner": "Sentence served",
            }
            if released
            else {}
        )
        made[kind] = factories.booking(
            person=person,
            facility=place,
            booking_number=f"2260009{len(made):02d}",
            **flags,
            **left,
        )
    return made


def hidden_from(viewer, bookings: dict[str, Booking]) -> dict[str, Booking]:
    """Those of which the rule lets this viewer know nothing at all."""
    return {
        kind: booking
        for kind, booking in bookings.items()
        if not decide(
            viewer.law,
            viewer.facts,
            viewer.purpose,
            booking.facts(),
            held_now(viewer, booking.facility_id, booking.pk),
        )
    }


def is_closed_to(viewer, route) -> bool:
    act = getattr(route.view, "performs", None)
    return act is not None and not viewer.may(act)


# --- One booking, asked for by its key ---------------------------------------------


def ask_for(viewer, route, method: str, key: UUID, browser=None) -> tuple:
    """The whole answer of one address, and the trace it left; to a fresh browser, unless
    there is one that has sent nothing yet.
    """
    before = {model: _last(model) for model in (ViewEvent, ActEvent)}
    address = route.address_of(key)
    client = browser or signed_in(viewer)
    response = (
        client.get(address)
        if method == "GET"
        else client.post(address, _as_filled_in(route.name))
    )
    events = [
        event
        for model, last in before.items()
        for event in model.objects.filter(id__gt=last).order_by("id")
    ]
    return answer(response, asked_for=key), trace(events, key)


def _as_filled_in(name: str) -> dict:
    """What a person would send; nobody gives the same reason twice."""
    sent = POSTS.get(name, {})
    if name == "warrants:ask":
        return sent | {"reason": f"{sent['reason']} {next(_serial)}"}
    return sent


def _last(model) -> int:
    return model.objects.aggregate(last=Max("id"))["last"] or 0


def trace(events, key: UUID) -> list[dict]:
    """What the evidence says, all of it but its own numbers."""
    return [
        {
            name: ("KEY" if str(value) == str(key) else _known_part(name, value))
            for name, value in model_to_dict(event).items()
            if name not in {"id", "leaf", "request_id", "pk"}
        }
        | {"occurred_at": event.occurred_at}
        for event in events
    ]


def _known_part(name: str, value):
    """The key of the request that was just made is new each time."""
    return "NEW" if name == "target_id" and value else value


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_address_of_a_booking_answers_as_if_it_had_never_existed(
    viewer, here, elsewhere, method
):
    hidden = hidden_from(viewer, people(here, elsewhere))
    assert hidden, "this role may know of everybody: then the table of kinds is short"
    browser = signed_in(viewer) if method == "GET" else None
    for route in booking_routes():
        absent = ask_for(viewer, route, method, NEVER_EXISTED, browser)
        # Whoever may not do the act is turned away before any key is looked at (law 1).
        closed = is_closed_to(viewer, route)
        for kind, booking in list(hidden.items())[: 1 if closed else None]:
            assert ask_for(viewer, route, method, booking.pk, browser) == absent, (
                f"{method} {route.name} tells a {kind} booking from none at all"
            )


def test_somebody_may_know_of_each_kind_or_the_comparison_proves_nothing(
    here, elsewhere
):
    """The clerk knows of the jail's own juvenile; the records unit of the sealed."""
    clerk = factories.viewer(Role.BOOKING_CLERK, sees=[here])
    records = factories.viewer(
        Role.RECORDS_OFFICER, sees=[here], purpose=Purpose.RECORDS_DUTY
    )
    found = people(here, elsewhere)

    assert set(found) - set(hidden_from(clerk, found)) == {"juvenile"}
    assert set(found) - set(hidden_from(records, found)) == {
        "sealed",
        "juvenile",
        "juvenile and sealed",
    }
    for viewer, kind in ((clerk, "juvenile"), (records, "sealed")):
        assert selectors.open_record(viewer, found[kind].pk) is not None


def test_every_address_of_a_booking_that_takes_a_post_is_posted_to(here):
    """A new form is tried with what a person would fill in, not with nothing."""
    posting = [
        signed_in(factories.viewer(role, sees=[here]))
        for role in (Role.SHIFT_SUPERVISOR, Role.RECORDS_SUPERVISOR)
    ]
    taking = {
        route.name
        for route in booking_routes()
        for client in posting
        if client.post(route.address_of(NEVER_EXISTED)).status_code not in {403, 405}
    }
    assert taking == set(POSTS), (
        "add a row to POSTS, as a person would fill the form in"
    )


def test_a_refusal_leaves_the_same_trace_for_every_kind(viewer, here, elsewhere):
    hidden = hidden_from(viewer, people(here, elsewhere))
    selectors.open_record(viewer, NEVER_EXISTED)
    for booking in hidden.values():
        selectors.open_record(viewer, booking.pk)

    traces = [
        trace([event], event.booking_id)[0]
        for event in ViewEvent.objects.filter(kind=ViewKind.REFUSED)
    ]

    assert len(traces) == len(hidden) + 1
    assert all(left == traces[0] for left in traces)


# --- Lists, counts, searches -------------------------------------------------------

SEARCHES = {
    "by name": {"surname": HIDDEN_SURNAME},
    "by beginning of a name": {"surname": "Zyx", "given_name": "Ro"},
    "by given name": {"given_name": "Robin"},
    "by a misspelling": {"surname": "Zyxhiden"},
    "by exchanged names": {"surname": "Robin", "given_name": HIDDEN_SURNAME},
    "by a nickname": {"surname": HIDDEN_SURNAME, "given_name": "Robbie"},
    "by sound": {"surname": "Ziksidden", "given_name": "Robin"},
    "by two letters amiss": {"surname": "Zyhiiden", "given_name": "Robin"},
    "by an alias": {"surname": HIDDEN_ALIAS},
    "by a misspelt alias": {"surname": "Wuvhiden", "given_name": "Robin"},
    "by birth date and one name": {
        "surname": "Otherwise",
        "given_name": "Robin",
        "birth_date": HIDDEN_BIRTH_DATE.strftime("%m/%d/%Y"),
    },
    "by birth date": {"birth_date": HIDDEN_BIRTH_DATE.strftime("%m/%d/%Y")},
    **{
        f"by number {place}": {"booking_number": f"2260009{place:02d}"}
        for place in range(len(KINDS))
    },
}


def everything_listed(viewer) -> dict[str, tuple]:
    """What every page without a key says to this viewer, and every search. Whoever may
    not do the act of a page is turned away before anything is looked at (law 1).
    """
    browser = signed_in(viewer)
    said = {
        route.name: answer(browser.get(route.address()))
        for route in pages_without_keys()
        # One's own sessions, of which each of these looks begins another; compared in
        # the twin world, where nobody looks twice.
        if route.name != "access:sessions" and not is_closed_to(viewer, route)
    }
    file = browser.post(reverse("bookings:export_custody"))
    said["file of the custody list"] = _without_event(answer(file))
    for label, terms in SEARCHES.items():
        response = browser.post(reverse("bookings:search"), terms, follow=True)
        said[f"search {label}"] = _without_uuids(answer(response))
        if response.redirect_chain:
            file = browser.post(f"{response.redirect_chain[-1][0]}export/")
            said[f"file of the search {label}"] = _without_event(answer(file))
        response = browser.post(reverse("bookings:suggest"), terms)
        said[f"suggestions {label}"] = answer(response)
        response = browser.post(reverse("bookings:register"), terms)
        said[f"register {label}"] = answer(response)
    return said


def _without_event(said: tuple) -> tuple:
    """A file names the request by which it was made."""
    *rest, body = said
    return (*rest, re.sub(r"Event [0-9a-f-]{36}", "Event NEW", body))


def _without_uuids(said: tuple) -> tuple:
    """The search's own key is new each time, in its address and where it is asked on."""
    *rest, body = said
    return (*rest, re.sub(r"(search[/=])[0-9a-f-]{36}", r"\1KEY", body))


@pytest.mark.parametrize("released", [False, True], ids=["in custody", "released"])
def test_every_list_and_search_is_the_same_without_the_hidden_person(
    viewer, here, elsewhere, released
):
    factories.booking(facility=here, person=factories.person(given_name="Robin"))
    without = everything_listed(viewer)
    bookings = people(here, elsewhere, released=released)
    hidden = hidden_from(viewer, bookings)
    for kind in set(bookings) - set(hidden):
        _forget(bookings[kind])

    said = everything_listed(viewer)

    for page, before in without.items():
        assert said[page] == before, f"{page} tells that somebody hidden is there"


def _forget(booking: Booking) -> None:
    person = booking.person_id
    booking.charges.all().delete()
    Booking.objects.filter(pk=booking.pk).delete()
    Person.objects.filter(pk=person).delete()


def _pages_of_custody(viewer) -> list[list[UUID]]:
    """All pages of the custody list, as a reader who follows "older" finds them."""
    found, before = [], None
    while True:
        rows = selectors.in_custody(viewer, before=before)
        found.append([row.booking_id for row in rows])
        if len(rows) < selectors.PAGE:
            return found
        before = Cursor(rows[-1]["booking.booked_at"], rows[-1].booking_id)


@pytest.mark.parametrize("role", [Role.CUSTODY_OFFICER, Role.OFFICER])
def test_paging_is_the_same_with_hidden_people_between_the_rows(here, elsewhere, role):
    """Also for one of whom the viewer once knew, by a grant, before the sealing."""
    member = factories.membership(role)
    factories.permit(member.unit, here)
    at = now()
    for number in range(2 * selectors.PAGE + 7):
        factories.booking(facility=here, booked_at=at - timedelta(minutes=2 * number))
    viewer = factories.viewer_of(member)
    without = _pages_of_custody(viewer)
    search_without = [
        r.booking_id for r in selectors.found(viewer, Terms(given_name="Robin"))
    ]

    for number, fields in enumerate(({"is_sealed": True}, {"is_juvenile": True})):
        booking = factories.booking(
            facility=elsewhere,
            booked_at=at - timedelta(minutes=11 + 100 * number),
            person=factories.person(surname="Aaa"),
        )
        factories.grant(member, booking, EVERYTHING)
        flags = fields | ({"sealed_at": at} if fields.get("is_sealed") else {})
        Booking.objects.filter(pk=booking.pk).update(**flags)
        factories.booking(
            facility=elsewhere, booked_at=at - timedelta(minutes=13), **fields
        )

    assert [len(page) for page in without] == [50, 50, 7]
    assert _pages_of_custody(viewer) == without
    found = [r.booking_id for r in selectors.found(viewer, Terms(given_name="Robin"))]
    assert found == search_without


def test_the_register_of_a_person_of_every_kind_names_the_ordinary_alone(
    client, here, elsewhere
):
    people(here, elsewhere)
    shown = factories.booking(facility=here)

    page = client.get(reverse("bookings:register"))

    assert HIDDEN_SURNAME not in page.content.decode()
    assert shown.person.surname in page.content.decode()


# --- Numbers and requests ----------------------------------------------------------


def test_the_way_out_by_number_does_not_tell_who_was_here(here, elsewhere):
    """Who has left cannot leave again; a number nobody has gives the same answer."""
    clerk = factories.viewer(Role.BOOKING_CLERK, sees=[here])
    released = people(here, elsewhere, released=True)

    def said(number: str) -> str:
        response = signed_in(clerk).post(
            reverse("bookings:release_by_number"),
            {
                "facility": here.pk,
                "booking_number": number,
                "reason": "time_served",
                "leaving_at": now().strftime("%m/%d/%Y %H:%M"),
            },
        )
        return answer(response)[-1].replace(number, "NUMBER")

    absent = said("226777777")
    for kind, booking in hidden_from(clerk, released).items():
        if booking.facility_id == here.pk:
            assert said(booking.booking_number) == absent, kind


REVIEWING = [role for role in Role if may(frozenset({role}), Act.REVIEW)]
REASON = "Follow-up of case 26-123, as discussed."


def a_warrant() -> services.Paper:
    return services.Paper(
        court="King County Superior Court",
        case_number="26-1-00001-1 SEA",
        signed_by="Judge Example",
        issued_on=now().date(),
        ends_at=now() + timedelta(days=7),
    )


@pytest.mark.parametrize("paper", [None, a_warrant], ids=["reason", "warrant"])
@pytest.mark.parametrize("role", REVIEWING, ids=lambda role: role.value)
def test_whoever_reviews_a_request_does_not_learn_of_the_booking_by_it(
    here, elsewhere, role, paper
):
    """Nor does whoever asked: page and decision are those of no booking at all."""
    reviewer = factories.viewer(role, sees=[here])
    officer = factories.viewer(Role.OFFICER, sees=[here])

    def reviewed(key: UUID) -> list:
        asked = services.Asked(EVERYTHING, 7, REASON, paper and paper())
        request = services.ask(key, asked, by=officer)
        address = reverse("warrants:request", args=[request.pk])
        client = signed_in(reviewer)
        answers = [
            answer(client.get(address), asked_for=key),
            answer(
                client.post(address, {"approve": "1"}),
                asked_for=key,
            ),
            answer(client.get(address), asked_for=key),
        ]
        # It leaves the queue, so that each is the only one that waits.
        factories.refuse(request, by=factories.membership(Role.COUNSEL))
        return [
            (*rest, body.replace(str(request.pk), "REQUEST")) for *rest, body in answers
        ]

    absent = reviewed(NEVER_EXISTED)
    for kind, booking in hidden_from(reviewer, people(here, elsewhere)).items():
        assert reviewed(booking.pk) == absent, kind


@pytest.mark.parametrize("basis", [Basis.APPROVED_REQUEST, Basis.JUDICIAL_WARRANT])
def test_a_grant_on_a_hidden_booking_would_open_nothing_and_is_not_given(
    here, elsewhere, basis
):
    """A request can be told from one for no booking by nothing, its end included."""
    member = factories.membership(Role.OFFICER)
    for kind, booking in people(here, elsewhere).items():
        paper = (
            factories.judicial_instrument(booking.pk, EVERYTHING, ends_at=_tomorrow())
            if basis is Basis.JUDICIAL_WARRANT
            else None
        )
        request = factories.access_request(
            member, booking.pk, EVERYTHING, basis=basis, instrument=paper
        )

        assert not grantable(request), kind


def _tomorrow():
    return now() + timedelta(days=1)
