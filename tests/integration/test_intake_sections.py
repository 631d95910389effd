"""The parts of an intake that are sections of its one page, and what its page reads."""

import io
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from access.acts import Act, table
from audit.clock import now
from audit.models import ViewEvent
from bookings import services
from bookings.enums import AlertKind, AlertSource
from bookings.forms import SECTIONS, this_minute
from bookings.models import (
    Booking,
    HealthMark,
    HealthScreening,
    IntakeDraft,
    Mark,
    Photo,
    PhysicalDescription,
    ProbableCauseStatement,
    PropertyItem,
    PropertyReceipt,
    RecognizanceInterview,
    SafetyAlert,
)
from bookings.services import Arrival, NewAlert, NewPerson
from tests import factories
from tests.clients import signed_in


@pytest.fixture
def booking(jail, clerk) -> Booking:
    return services.begin_intake(
        NewPerson("Testperson", "Robin"),
        Arrival(jail.pk, now() - timedelta(minutes=1)),
        key=uuid.uuid4(),
        by=clerk,
    )


def page_of(viewer, booking) -> str:
    answer = signed_in(viewer).get(reverse("bookings:draft", args=[booking.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def sent(viewer, booking, section, saves=0, **values):
    data = {f"{section}-{name}": value for name, value in values.items()}
    return signed_in(viewer).post(
        reverse("bookings:section", args=[booking.pk, section]),
        data | {"saves": saves},
        headers={"accept": "application/json"},
    )


def picture() -> SimpleUploadedFile:
    made = io.BytesIO()
    Image.new("RGB", (640, 480), "gray").save(made, "JPEG")
    return SimpleUploadedFile("photo.jpg", made.getvalue(), "image/jpeg")


# --- What is read -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "route", "more"),
    [
        ("get", "draft", ()),
        ("post", "section", ("court",)),
        ("post", "finish_intake", ()),
        ("post", "take_over_intake", ()),
        ("post", "refuse_intake", ()),
    ],
)
def test_of_a_booking_that_was_no_intake_nothing_is_read(
    jail, clerk, method, route, more
):
    other = factories.booking(facility=jail)
    browser = signed_in(clerk)
    before = ViewEvent.objects.count()

    address = reverse(f"bookings:{route}", args=[other.pk, *more])
    answer = getattr(browser, method)(address)

    assert answer.status_code == 404
    events = ViewEvent.objects.order_by("id")[before:]
    assert [event.classes for event in events] == [0], "a refusal, and no more"


def test_a_code_that_is_no_choice_is_shown_and_not_emptied(clerk, booking):
    person = booking.person
    type(person).objects.filter(pk=person.pk).update(identified_by="iris scan")

    assert '<option value="iris scan" selected>' in page_of(clerk, booking)
    assert IntakeDraft.objects.get().saves == {}


# --- Sections -----------------------------------------------------------------------


def test_a_description_is_saved_as_it_is_typed_and_stands_when_resumed(clerk, booking):
    assert sent(clerk, booking, "looks", height="509", weight="180").status_code == 200
    answer = sent(clerk, booking, "looks", 1, height="510", weight="180", race="W")
    assert answer.status_code == 200

    described = PhysicalDescription.objects.get()
    assert (described.height_inches, described.race) == (70, "W")
    page = page_of(clerk, booking)
    assert "5 ft 10 in" in page
    assert 'value="510"' in page


def test_a_mark_is_found_by_typing_and_one_of_health_goes_to_health_staff(
    clerk, booking
):
    typed = {"0-mark": "tattoo left forearm", "0-mark_description": "anchor"}
    of_health = {"1-mark": "MC DIABTIC"}
    answer = sent(clerk, booking, "marks", **typed, **of_health).json()

    assert answer["places"] == [0, None]
    assert "health staff" in answer["told"]
    mark = Mark.objects.get()
    assert (mark.family, mark.description) == ("TAT", "anchor")
    assert HealthMark.objects.get().code == "MC DIABTIC"
    page = page_of(clerk, booking)
    assert mark.code in page
    assert "MC DIABTIC" not in page

    again = {"0-place": "0", "0-mark": mark.code, "0-mark_description": "an anchor"}
    assert sent(clerk, booking, "marks", 1, **again).status_code == 200
    assert Mark.objects.get().pk == mark.pk
    assert Mark.objects.get().description == "an anchor"
    assert HealthMark.objects.count() == 1


def test_a_photo_is_kept_from_the_intake_page_and_shown_there(clerk, booking):
    assert "data-camera" in page_of(clerk, booking)

    answer = sent(clerk, booking, "photo", photo=picture())

    assert answer.status_code == 200
    assert Photo.objects.get().booking_id == booking.pk
    address = reverse("bookings:photo", args=[booking.pk])
    assert f'src="{address}"' in page_of(clerk, booking)
    assert sent(clerk, booking, "photo", 1).status_code == 200
    assert Photo.objects.count() == 1, "no photo was sent"
    broken = SimpleUploadedFile("x.jpg", b"no picture", "image/jpeg")
    assert sent(clerk, booking, "photo", 2, photo=broken).status_code == 422


def test_the_pages_of_an_intake_may_use_the_camera(clerk, booking):
    browser = signed_in(clerk)
    for address in (
        reverse("bookings:intake"),
        reverse("bookings:intake_again", args=[booking.pk]),
        reverse("bookings:draft", args=[booking.pk]),
    ):
        assert "camera=(self)" in browser.get(address).headers["Permissions-Policy"]


def test_property_is_a_list_of_things_with_one_receipt(clerk, booking):
    things = {
        "0-thing": "Wallet",
        "0-kind": "deposited",
        "1-cash": "42.50",
        "1-kind": "deposited",
    }
    seized = {"2-thing": "Knife", "2-kind": "seized"}
    refused = sent(clerk, booking, "property", **things, **seized)
    assert refused.json()["faults"][0]["id"] == "id_property-2-handed_to"

    answer = sent(clerk, booking, "property", **things, receipt="signed")
    assert answer.status_code == 200
    again = {"0-place": "0", "1-place": "1"}
    sent(clerk, booking, "property", 1, **things, **again, receipt="refused")

    items = PropertyItem.objects.order_by("created_at", "id")
    assert list(items.values_list("description", "cash_cents")) == [
        ("Wallet", None),
        ("Cash", 4250),
    ]
    assert PropertyReceipt.objects.get().outcome == "refused"
    assert 'value="$42.50"' in page_of(clerk, booking)


def test_health_answers_are_written_by_the_clerk_and_not_read_again(clerk, booking):
    sent(clerk, booking, "health", self_harm="yes", notes="Says so twice")
    sent(clerk, booking, "health", 1, injured="no")

    screening = HealthScreening.objects.get()
    assert (screening.self_harm, screening.injured) == ("yes", "no")
    page = page_of(clerk, booking)
    assert "Says so twice" not in page
    assert '<option value="yes" selected' not in page
    assert "Asked" in page


def test_what_staff_must_do_is_set_changed_and_ended_as_it_is_typed(clerk, booking):
    elsewhere = services.set_alert(
        booking.pk, NewAlert(AlertKind.LOWER_BUNK), AlertSource.ASKED, by=clerk
    )
    for saves, more in enumerate(
        ({"keep_separate": "every"}, {"keep_separate": "everybody"}, {})
    ):
        answer = sent(clerk, booking, "care", saves, watch="Every 15 minutes", **more)
        assert answer.status_code == 200

    holding = SafetyAlert.objects.filter(ends_at__isnull=True)
    assert {(a.kind, a.instruction) for a in holding} == {
        ("watch", "Every 15 minutes"),
        ("lower_bunk", ""),
    }
    ended = SafetyAlert.objects.get(kind="keep_separate")
    assert ended.instruction == "everybody"
    assert SafetyAlert.objects.get(pk=elsewhere.pk).ends_at is None
    assert "Every 15 minutes" in page_of(clerk, booking)


def test_sworn_words_are_received_once_and_whole(clerk, booking):
    moment = this_minute(now())
    words = {"statement": "I saw it.", "author_agency": "Kent", "received_at": moment}
    missing = sent(clerk, booking, "statement", statement="I saw it.")
    assert missing.status_code == 422

    answer = sent(clerk, booking, "statement", **words)

    assert "word for word" in answer.json()["told"]
    assert ProbableCauseStatement.objects.get().text == "I saw it."
    page = page_of(clerk, booking)
    assert "From Kent, received" in page
    assert "I saw it." not in page
    sent(clerk, booking, "statement", 1, author_agency="Kent", received_at=moment)
    assert ProbableCauseStatement.objects.count() == 1


def test_the_recognizance_interview_of_an_intake_is_one(clerk, booking):
    said = {
        "answered": "answered",
        "missed_court": "never",
        "recommendation": "release",
    }
    sent(clerk, booking, "recognizance", **said)
    sent(clerk, booking, "recognizance", 1, **said, residence="With his aunt, Kent")

    assert RecognizanceInterview.objects.get().residence == "With his aunt, Kent"
    assert "With his aunt, Kent" in page_of(clerk, booking)


def test_a_civil_matter_leaves_the_list_of_charges(clerk, booking):
    lines = {
        "0-statute": "8 USC 1357",
        "0-offense": "Warrant",
        "0-status": "investigation",
        "0-criminal_basis": "civil",
        "1-statute": "9A.56.050",
        "1-offense": "Theft 3",
        "1-status": "investigation",
    }
    answer = sent(clerk, booking, "charges", **lines).json()

    assert answer["places"] == [None, 0]
    assert "records unit" in answer["told"]


@pytest.mark.parametrize("section", [s for s in SECTIONS if s.act is not Act.BOOK])
def test_a_section_with_an_act_of_its_own_needs_that_act(
    clerk, booking, section, monkeypatch
):
    monkeypatch.setitem(table.ACTS, section.act, frozenset())

    assert sent(clerk, booking, section.name).status_code == 404
    assert f'data-section="{section.name}"' not in page_of(clerk, booking)
