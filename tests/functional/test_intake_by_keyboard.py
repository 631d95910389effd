"""The intake of a known person, by a clerk who knows the page and touches no mouse; and
what a power cut and the end of a shift leave of an intake that is under way.
"""

import re
import time
from datetime import date, timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from audit.clock import now
from audit.models import ActEvent
from bookings.enums import SCREENING_QUESTIONS
from bookings.models import Booking, HealthScreening, IntakeDraft, PropertyItem
from tests import factories

# What stands on the paper that came with the person, as it is copied.
SURNAME = "Thistlewick"
AGENCY, CASE = "Kent Police Department", "26-11873"
CHARGES = ("9A.56.050", "46.61.502")
COURT, BAIL = "King County District Court", "2500"
THING, CASH = "Wallet", "42.50"

# The keystroke-level model (Card, Moran, Newell 1980), in seconds: a key of a typist of
# 40 words a minute, and to make up one's mind, once for each thing that is asked.
KEY, MIND = 0.28, 1.35
BUDGET = 90


class Keys:
    """The keyboard of a page, every key counted: a chord is as many as it holds."""

    def __init__(self, page):
        self.page, self.pressed = page, 0

    def type(self, words: str) -> None:
        self.page.keyboard.type(words, delay=5)
        self.pressed += len(words)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += len(key.split("+"))


@pytest.fixture
def known(scene):
    factories.agency(name=AGENCY, ori="WA0170700")
    person = factories.person(
        surname=SURNAME, given_name="Anouk", birth_date=date(1990, 4, 3), sex="F"
    )
    return factories.booking(
        person=person,
        facility=scene.facility,
        discharged_at=now() - timedelta(days=2),
        discharge_reason="time_served",
        discharge_manner="Released",
    )


def focused(page, name: str) -> None:
    expect(page.locator(f"[name={name}]")).to_be_focused()


def test_a_known_person_is_booked_in_one_page_by_keyboard_within_the_budget(
    known, as_somebody
):
    """1 types the surname, 2 takes the person who was here before, 3 arrest, 4 charges,
    5 court and bail, 6 the health questions, 7 property, 8 finishes. One load of a page;
    of keys as many as the paper has characters, and a quarter more; under 90 seconds.
    """
    page, loads = as_somebody("clerk", viewport={"width": 1366, "height": 768}), []
    page.on(
        "request",
        lambda r: loads.append(r.url) if r.is_navigation_request() else None,
    )
    court_at = f"{now() + timedelta(days=3):%m/%d/%Y} 0900"
    keys = Keys(page)
    page.goto(reverse("bookings:intake"))
    began = time.monotonic()

    focused(page, "surname")
    keys.type(SURNAME)
    expect(page.locator(".likely__one")).to_have_count(1)
    keys.press("ArrowDown", "Enter")
    expect(page.locator("[data-draft-name]")).to_contain_text(SURNAME)

    focused(page, "arrest-arresting_agency")
    keys.type("kent po")
    expect(page.get_by_role("option", name=re.compile(AGENCY))).to_be_visible()
    keys.press("Enter")
    focused(page, "arrest-agency_case_number")
    keys.type(CASE)
    keys.press("Enter")

    for line, section in enumerate(CHARGES):
        focused(page, f"charges-{line}-statute")
        keys.type(section)
        expect(page.get_by_role("option", name=re.compile(section))).to_be_visible()
        keys.press("Enter")
    focused(page, "charges-2-statute")
    keys.press("Enter")

    focused(page, "court-court")
    keys.type(COURT)
    keys.press("Tab")
    keys.type(court_at)
    keys.press("Tab")
    keys.type(BAIL)
    keys.press("Enter")

    for name in SCREENING_QUESTIONS:
        focused(page, f"health-{name}")
        keys.press("n", "Tab")
    keys.press("Alt+g")

    focused(page, "property-0-thing")
    keys.type(THING)
    keys.press("Enter")
    focused(page, "property-1-thing")
    keys.press("Tab", "Tab")
    keys.type(CASH)
    keys.press("Control+Enter")
    expect(page.get_by_text("This intake is finished")).to_be_visible()
    worked = time.monotonic() - began

    booking = Booking.objects.exclude(pk=known.pk).get(person=known.person)
    assert booking.intake_completed_at
    assert (booking.arresting_agency, booking.arresting_ori) == (AGENCY, "WA0170700")
    assert (booking.court, booking.bail_amount) == (COURT, 2500)
    assert [c.statute for c in booking.charges.order_by("position")] == list(CHARGES)
    answers = HealthScreening.objects.get(booking=booking)
    assert {getattr(answers, name) for name in SCREENING_QUESTIONS} == {"no"}
    items = PropertyItem.objects.filter(booking=booking).order_by("created_at", "id")
    assert [(i.description, i.cash_cents) for i in items] == [
        (THING, None),
        ("Cash", 4250),
    ]

    paper = (SURNAME, AGENCY, CASE, *CHARGES, COURT, court_at, BAIL, THING, CASH)
    characters = sum(map(len, paper)) + len("no") * len(SCREENING_QUESTIONS)
    asked = len(paper) + len(SCREENING_QUESTIONS)
    modelled = KEY * keys.pressed + MIND * asked
    print(
        f"\n{keys.pressed} keys for {characters} characters, {len(loads)} page load;"
        f" {modelled:.0f} s of work by the model, {worked:.0f} s of the machine here"
    )
    assert len(loads) == 1, loads
    assert keys.pressed <= 1.25 * characters
    assert modelled < BUDGET


# --- A power cut, and a shift that ends ---------------------------------------------


def saved(page, section: str):
    return page.locator(f"form[data-section={section}] [data-saved]")


def test_a_power_cut_loses_nothing_and_the_intake_goes_on_at_another_workstation(
    known, as_somebody
):
    """1 a clerk writes three sections and the power fails, 2 resumes from the list at
    another workstation, 3 writes on, where the first page is not to be opened again.
    """
    first = as_somebody("clerk")
    first.goto(reverse("bookings:intake_again", args=[known.pk]))
    first.get_by_role("button", name="Begin the intake").click()
    focused(first, "arrest-arresting_agency")
    first.keyboard.type("Renton Police")
    first.keyboard.press("Alt+d")
    first.keyboard.type("206-555-0171")
    first.keyboard.press("Alt+l")
    focused(first, "looks-height")
    first.keyboard.type("509")
    for section in ("arrest", "contact", "looks"):
        expect(saved(first, section)).to_contain_text("Saved")
    first.context.set_offline(True)
    first.context.close()  # no page is left in order: nothing is sent any more

    second = as_somebody("clerk")
    second.goto(reverse("bookings:unfinished"))
    second.get_by_role("link", name=re.compile(SURNAME)).click()

    value = {
        "arrest-arresting_agency": "Renton Police",
        "contact-phone": "206-555-0171",
        "looks-height": "509",
    }
    for name, words in value.items():
        expect(second.locator(f"[name={name}]")).to_have_value(words)
    second.locator("[name=arrest-agency_case_number]").fill("26-1")
    expect(saved(second, "arrest")).to_contain_text("Saved")
    draft = IntakeDraft.objects.get()
    assert draft.booking.agency_case_number == "26-1"
    assert not ActEvent.objects.filter(act="intake.take_over").exists()


def test_a_colleague_goes_on_after_a_handover_that_is_written_down(known, as_somebody):
    first = as_somebody("clerk")
    first.goto(reverse("bookings:intake_again", args=[known.pk]))
    first.get_by_role("button", name="Begin the intake").click()
    focused(first, "arrest-arresting_agency")
    first.keyboard.type("Renton Police")
    expect(saved(first, "arrest")).to_contain_text("Saved")

    colleague = as_somebody("supervisor")
    colleague.goto(reverse("bookings:unfinished"))
    colleague.get_by_role("link", name=re.compile(SURNAME)).click()
    expect(colleague.get_by_text("Wren Saltmarsh keeps this intake")).to_be_visible()
    agency = colleague.locator("[name=arrest-arresting_agency]")
    expect(agency).to_be_disabled()
    colleague.get_by_role("button", name="Take it over").click()
    expect(agency).to_be_enabled()
    expect(agency).to_have_value("Renton Police")
    colleague.locator("[name=arrest-agency_case_number]").fill("26-1")
    expect(saved(colleague, "arrest")).to_contain_text("Saved")

    event = ActEvent.objects.get(act="intake.take_over")
    assert event.detail["kept_before_by"] == known_clerk().pk
    first.locator("[name=arrest-arresting_agency]").fill("Renton Police Department")
    expect(saved(first, "arrest")).to_contain_text(
        "Juniper Stillwater keeps this intake now"
    )
    draft = IntakeDraft.objects.get()
    assert draft.booking.arresting_agency == "Renton Police"
    assert draft.keeper.display_name == "Juniper Stillwater"


def known_clerk():
    from access.models import Account

    return Account.objects.get(sign_in_name="clerk")
