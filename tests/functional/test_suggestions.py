"""Names suggested while somebody types: by keyboard and pointer, quietly broken when it
must be, and never in an address.
"""

import re

import pytest
from playwright.sync_api import expect

from audit.enums import ViewKind
from audit.models import ViewEvent
from tests import factories


@pytest.fixture
def search_page(scene, as_somebody):
    for given_name in ("Anouk", "Basil", "Cleo", "Dario", "Edda", "Fenno", "Gala"):
        person = factories.person(surname="Thistlewick", given_name=given_name)
        factories.booking(person=person, facility=scene.facility)
    page = as_somebody("clerk")
    page.goto("/search/")
    return page


def name_box(page):
    return page.get_by_label("Surname")


def test_somebody_is_found_by_keyboard_alone(search_page):
    """1 types, 2 hears how many there are, 3 goes down and up, 4 closes with Escape,
    5 types on, chooses, and opens the record with Enter.
    """
    page, box = search_page, name_box(search_page)
    expect(box).to_have_attribute("aria-expanded", "false")

    box.press_sequentially("Thistle", delay=20)

    options = page.get_by_role("option")
    expect(options).to_have_count(5)
    expect(page.locator("[data-suggest-status]")).to_contain_text("5 suggestions")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "suggested-2")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    box.press("ArrowUp")
    expect(box).to_have_attribute("aria-activedescendant", "suggested-1")
    expect(box).to_be_focused()

    box.press("Escape")
    expect(options).to_have_count(0)
    expect(box).to_have_value("Thistle")
    expect(box).to_have_attribute("aria-expanded", "false")

    box.press_sequentially("wick", delay=20)
    expect(options).to_have_count(5)
    box.press("ArrowUp")
    expect(options.nth(4)).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thistlewick, Edda")
    assert "histle" not in page.url


def test_enter_with_nothing_chosen_searches(search_page):
    box = name_box(search_page)
    box.press_sequentially("Thistlewock", delay=20)
    expect(search_page.get_by_role("option")).to_have_count(5)

    box.press("Enter")

    expect(search_page).to_have_url(re.compile(r"/search/[0-9a-f-]{36}/$"))
    expect(search_page.get_by_text("spelled nearly so").first).to_be_visible()


def test_one_pause_is_one_request_and_it_is_recorded(search_page):
    asked = []
    search_page.on("request", lambda r: "suggest" in r.url and asked.append(r))

    name_box(search_page).press_sequentially("Th", delay=20)
    search_page.wait_for_timeout(500)
    assert asked == []
    with search_page.expect_response("**/search/suggest/"):
        name_box(search_page).press_sequentially("istlewick", delay=20)

    assert [(r.method, "Thistle" in r.url) for r in asked] == [("POST", False)]
    expect(search_page.get_by_role("option")).to_have_count(5)
    assert ViewEvent.objects.filter(kind=ViewKind.SUGGESTED).count() == 5
    assert ViewEvent.objects.filter(kind=ViewKind.SEARCHED).count() == 1


def test_a_click_opens_the_record(search_page):
    name_box(search_page).press_sequentially("Thistlewick", delay=20)

    search_page.get_by_role("option").filter(has_text="Cleo").click()

    expect(search_page.get_by_role("heading", level=1)).to_contain_text("Cleo")


@pytest.mark.parametrize(
    ("status", "words"),
    [(503, "No suggestions at the moment"), (403, "No suggestions")],
)
def test_what_is_broken_is_said_and_does_no_harm(search_page, status, words):
    search_page.route("**/search/suggest/", lambda r: r.fulfill(status=status, body=""))

    name_box(search_page).press_sequentially("Thistlewick", delay=20)

    expect(search_page.locator("[data-suggestions]")).to_contain_text(words)
    search_page.get_by_role("button", name="Search").click()
    expect(search_page.get_by_role("heading", level=1)).to_contain_text("Found")


def test_whose_session_is_over_is_told_to_sign_in(search_page):
    search_page.context.clear_cookies(name="sessionid")
    for cookie in search_page.context.cookies():
        if "session" in cookie["name"]:
            search_page.context.clear_cookies(name=cookie["name"])

    name_box(search_page).press_sequentially("Thistlewick", delay=20)

    expect(search_page.locator("[data-suggestions]")).to_contain_text("Sign in again")


def test_an_answer_that_comes_late_is_not_shown_over_a_newer_one(search_page):
    """The first request is still under way when the second is asked: it is aborted."""
    ended = []
    search_page.on("requestfailed", lambda r: ended.append(r.failure))
    held = []

    def hold(route):
        held.append(route)

    search_page.route("**/search/suggest/", hold)
    name_box(search_page).press_sequentially("Thistle", delay=20)
    search_page.wait_for_timeout(600)
    search_page.unroute("**/search/suggest/")

    name_box(search_page).press_sequentially("wick", delay=20)

    expect(search_page.get_by_role("option")).to_have_count(5)
    assert len(held) == 1
    assert "ERR_ABORTED" in ended[0]


def test_without_scripts_the_form_searches(scene, as_somebody):
    page = as_somebody("clerk", java_script_enabled=False)
    page.goto("/search/")
    page.get_by_label("Surname").fill("mango")
    page.get_by_role("button", name="Search").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Found")
