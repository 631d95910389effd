"""The jobs that the product is for, done by their people in real browsers.

Sentences are matched by a few words: those that a person goes by.
"""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from access.models import Account, Membership
from audit.clock import now
from bookings.models import Booking
from tests.functional.scene import PASSWORD

ADDRESS = "31550 Wapato Court SE"
REASON = "Case 26-123456: a witness must be served at the address."


def sign_in(page: Page, name: str) -> None:
    page.goto("/sign-in/")
    page.get_by_label("Sign-in name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()


def acknowledge(page: Page) -> None:
    """The banner, which has the focus on its one button."""
    heading(page, "Before you go on")
    page.keyboard.press("Enter")


def go(page: Page, name: str) -> None:
    menu = page.get_by_role("navigation", name="Main")
    group = menu.locator("details:not([open])").filter(
        has=page.locator("a", has_text=name)
    )
    if group.count():
        group.locator("summary").click()
    menu.get_by_role("link", name=name).click()


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(text)


def first_focused(page: Page) -> None:
    """Look where the focus is before typing: a browser gives it after it shows a page."""
    expect(page.locator("[autofocus]")).to_be_focused()


def book(page: Page) -> None:
    """Begin the intake of somebody new, write two charges, and finish it."""
    page.get_by_label("Surname").fill("Żółtowska-Ōkubo")
    page.get_by_label("Given name").fill("Ana")
    page.get_by_label("Birth date").fill("02/29/1988")
    page.get_by_role("button", name="Begin as a new person").click()
    heading(page, "Żółtowska-Ōkubo, Ana")
    arrest = page.locator("form[data-section=arrest]")
    arrest.get_by_label("Arresting agency").fill("Kent Police Department")
    arrest.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text(re.compile("saved", re.IGNORECASE))
    charges = page.locator("form[data-section=charges]")
    for line, (statute, offense) in enumerate(
        (
            ("9A.56.050", "Theft in the third degree"),
            ("46.20.342", "Driving while license suspended"),
        )
    ):
        charges.locator(f"[name=charges-{line}-statute]").fill(statute)
        charges.locator(f"[name=charges-{line}-offense]").fill(offense)
    charges.get_by_role("button", name="Save").click()
    expect(page.locator("#charges")).to_contain_text(
        re.compile("Charges.*|Saved", re.DOTALL)
    )
    page.get_by_role("button", name="Finish the intake").click()
    expect(page.get_by_text("This intake is finished")).to_be_visible()
    page.get_by_role("link", name="Open the record").click()


# --- The clerk --------------------------------------------------------------------------------


def test_a_clerk_books_somebody_new_and_releases_them(scene, as_somebody):
    """1 signs in by password, 2 searches and finds nobody, 3 books a new person with
    charges, 4 reads the record, 5 releases, 6 is told when a number is wrong.
    """
    scene.give_password("clerk")
    page = as_somebody()

    sign_in(page, "clerk")
    acknowledge(page)
    heading(page, "Wren Saltmarsh")
    expect(page.get_by_text("Booking clerk").first).to_be_visible()

    go(page, "Search")
    page.get_by_label("Surname").fill("Żółt")
    page.get_by_role("button", name="Search").click()
    heading(page, "Nobody found")
    assert "Żółt" not in page.url

    page.get_by_role("link", name="Book as a new person").click()
    book(page)
    heading(page, "Żółtowska-Ōkubo, Ana")
    expect(page.locator(".record__standing")).to_have_text("In custody")
    expect(page.get_by_role("table", name="Charges").get_by_role("row")).to_have_count(
        3
    )

    page.get_by_role("link", name="Release", exact=True).last.click()
    page.get_by_label("Reason").select_option("Personal recognizance")
    page.get_by_role("button", name="Release").click()
    expect(page.get_by_text("Released", exact=True).first).to_be_visible()
    expect(page.get_by_text("Released without bail")).to_be_visible()

    go(page, "Release")
    page.get_by_label("Booking number").fill("000000000")
    page.get_by_role("button", name="Release").click()
    expect(page.get_by_role("alert")).to_contain_text("under this number")
    expect(page.locator("[data-error-summary]")).to_be_focused()


def test_the_desk_needs_no_mouse(scene, as_somebody):
    """Sign-in, search, intake and release with the keyboard alone, in tab order."""
    scene.give_password("clerk")
    page = as_somebody()
    keys = page.keyboard

    page.goto("/sign-in/")
    first_focused(page)
    keys.type("clerk")
    keys.press("Tab")
    keys.type(PASSWORD)
    keys.press("Enter")
    acknowledge(page)
    heading(page, "Wren Saltmarsh")

    tab_to(page, "Search")
    keys.press("Enter")
    heading(page, "Find a person")
    first_focused(page)
    keys.type("Nobodywhohasthisname")
    keys.press("Enter")
    heading(page, "Nobody found")

    tab_to(page, "Book as a new person")
    keys.press("Enter")
    heading(page, "Book a person")
    tab_to(page, "Surname")
    for text in ("Keyboard", "Only", "", "", "01/31/1990"):
        keys.type(text)
        keys.press("Tab")
    keys.press("Enter")
    heading(page, "Keyboard, Only")
    keys.press("Alt+a")
    keys.type("Kent Police Department")
    keys.press("Alt+c")
    keys.type("theft 3")
    expect(
        page.get_by_role("option", name=re.compile("9A.56.050")).first
    ).to_be_visible()
    keys.press("Enter")
    keys.press("Control+Enter")
    expect(page.get_by_text("This intake is finished")).to_be_visible()
    tab_to(page, "Open the record")
    keys.press("Enter")
    heading(page, "Keyboard, Only")

    tab_to(page, "Release", within="main")
    keys.press("Enter")
    heading(page, "Release Keyboard, Only")
    tab_to(page, "Reason")
    keys.press("ArrowDown")
    tab_to(page, "Release", within="main")
    keys.press("Enter")
    expect(page.get_by_text("Released", exact=True).first).to_be_visible()


def tab_to(page: Page, name: str, *, within: str = "body", most: int = 60) -> None:
    """Press Tab until what has the focus is called so, and is seen to have it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.locator(f"{within} :focus")
        if focused.count() and _name(focused).startswith(name):
            width = focused.evaluate(
                "e => parseFloat(getComputedStyle(e).outlineWidth)"
            )
            assert width >= 2, f"the focus on {name!r} cannot be seen"
            return
    raise AssertionError(f"{name!r} is not reached by {most} presses of Tab")


def _name(focused) -> str:
    text = "e => (e.labels?.[0] ?? e).innerText || e.getAttribute('aria-label') || ''"
    return focused.evaluate(text).strip()


# --- The officer, and those who decide ------------------------------------------------------


def test_access_is_asked_for_granted_by_two_and_ends(scene, as_somebody):
    """1 an officer reads what is not shown and why, 2 asks, 3 the records supervisor
    and 4 counsel approve, 5 the address is there, 6 the grant is ended, 7 it is not.
    """
    officer, records, counsel = map(as_somebody, ("officer", "records", "counsel"))
    record = f"/bookings/{scene.in_custody.pk}/"

    officer.goto(record)
    closed = officer.locator(".withheld").filter(has_text="Address and contact")
    expect(closed).to_contain_text("an approved request")
    expect(closed).to_contain_text("RCW 70.48.100")
    expect(closed).to_contain_text("for counsel")
    expect(officer.get_by_text(ADDRESS)).to_have_count(0)

    closed.get_by_role("link", name="Ask for it").click()
    expect(officer.get_by_label("Address and contact")).to_be_checked()
    officer.get_by_label("Identifying numbers").uncheck()
    officer.get_by_label("Why do you need it?").fill(REASON)
    officer.get_by_role("button", name="Send the request").click()
    expect(officer.get_by_role("status")).to_contain_text("Two people")

    for decider in (records, counsel):
        decider.goto("/requests/queue/")
        decider.get_by_role("link", name="Heron Blackthorn").last.click()
        expect(decider.get_by_text(REASON)).to_be_visible()
        decider.get_by_role("button", name="Approve").click()
        expect(decider.get_by_role("status")).to_contain_text("Approved")
        officer.goto(record)
        shown = 1 if decider is counsel else 0
        expect(officer.get_by_text(ADDRESS)).to_have_count(shown)

    records.goto("/grants/all/")
    records.get_by_label("Why it ends").first.select_option("No longer needed")
    records.get_by_role("button", name="End now").first.click()
    expect(records.get_by_role("status")).to_contain_text("ended")
    officer.goto(record)
    expect(officer.get_by_text(ADDRESS)).to_have_count(0)
    expect(officer.locator(".withheld")).not_to_have_count(0)


def test_nobody_decides_twice(scene, as_somebody):
    records = as_somebody("records")
    records.goto(f"/requests/{scene.request_id}/")
    records.get_by_role("button", name="Approve").click()
    expect(records.get_by_role("main")).to_contain_text("the other of the two")

    records.goto(f"/requests/{scene.request_id}/")
    expect(records.get_by_role("main")).to_contain_text("You said yes")
    expect(records.get_by_role("button", name="Approve")).to_have_count(0)


# --- Whoever watches ---------------------------------------------------------------------------


def test_council_staff_read_three_numbers(scene, as_somebody):
    as_forbidden = as_somebody()
    scene.give_password("forbidden")
    sign_in(as_forbidden, "forbidden")

    page = as_somebody("council")
    page.goto("/")
    page.get_by_role("link", name="Council page").click()

    heading(page, "Is the law kept?")
    numbers = page.locator(".number__value")
    expect(numbers).to_have_count(3)
    expect(numbers.nth(0)).to_contain_text("2 of")
    expect(numbers.nth(1)).to_have_text("1")
    expect(numbers.nth(2)).to_contain_text("0 days")


def test_a_forbidden_account_is_refused_and_told_what_to_do(scene, as_somebody):
    scene.give_password("forbidden")
    page = as_somebody()

    sign_in(page, "forbidden")

    refusal = page.get_by_role("alert")
    expect(refusal).to_contain_text("judge's warrant")
    expect(refusal).to_contain_text("records unit")
    page.goto("/custody/")
    expect(page).to_have_url(re.compile("/sign-in/"))


def test_a_session_ends_at_its_next_step_when_the_account_is_suspended(
    scene, as_somebody
):
    clerk, administrator = as_somebody("clerk"), as_somebody("administrator")
    clerk.goto("/custody/")
    heading(clerk, "In custody")

    administrator.goto(f"/accounts/{scene.account('clerk').pk}/suspend/")
    administrator.get_by_label("Why is this account suspended?").fill("Lost badge")
    administrator.get_by_role("button", name="Suspend now").click()
    expect(administrator.get_by_role("status")).to_contain_text("is suspended")

    go(clerk, "Search")
    expect(clerk.get_by_role("alert")).to_contain_text("suspended")
    expect(clerk.get_by_role("button", name="Sign out")).to_have_count(0)


def test_somebody_who_works_in_two_places_chooses(scene, as_somebody):
    clerk = scene.account("clerk")
    Membership.objects.create(
        account=clerk,
        unit=scene.people["officer"].unit,
        roles=["officer"],
        starts_at=now() - timedelta(days=1),
    )
    page = as_somebody("clerk")
    page.goto(f"/bookings/{scene.in_custody.pk}/")
    expect(page.get_by_text(ADDRESS)).to_be_visible()

    page.get_by_role("link", name=re.compile("^Change")).click()
    page.get_by_label(re.compile("^Officer,")).check()
    page.get_by_label("Purpose").select_option("Criminal investigation")
    page.get_by_role("button", name="Work as this").click()
    page.goto(f"/bookings/{scene.in_custody.pk}/")

    expect(page.get_by_text(ADDRESS)).to_have_count(0)
    expect(page.get_by_role("region", name="Who you are here")).to_contain_text(
        "Officer"
    )


# --- Without scripts ---------------------------------------------------------------------------


def test_the_desk_works_without_scripts(scene, as_somebody):
    page = as_somebody("clerk", java_script_enabled=False)

    page.goto("/search/")
    page.get_by_label("Surname").fill("mạng")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("link", name="Mạngô, Sơn Minh", exact=True)).to_be_visible()

    page.goto("/bookings/new/")
    book(page)
    heading(page, "Żółtowska-Ōkubo, Ana")
    page.get_by_role("link", name="Release", exact=True).last.click()
    page.get_by_role("button", name="Release").click()
    expect(page.get_by_text("Released", exact=True).first).to_be_visible()


def test_the_menu_is_open_where_no_script_could_open_it(scene, as_somebody):
    phone = {"width": 390, "height": 844}
    without = as_somebody("clerk", java_script_enabled=False, viewport=phone)
    without.goto("/")
    expect(without.get_by_role("link", name="Intake")).to_be_visible()

    with_scripts = as_somebody("clerk", viewport=phone)
    with_scripts.goto("/")
    expect(with_scripts.get_by_role("link", name="Intake")).to_be_hidden()
    with_scripts.get_by_role("button", name="Menu").click()
    expect(with_scripts.get_by_role("link", name="Intake")).to_be_visible()


# --- What must not happen by accident ------------------------------------------------------------


def test_two_quick_presses_book_once(scene, as_somebody):
    before = Booking.objects.count()
    page = as_somebody("clerk")
    page.goto("/bookings/new/")
    page.get_by_label("Surname").fill("Once")
    page.get_by_role("button", name="Begin as a new person").dblclick()

    heading(page, "Once")
    assert Booking.objects.count() == before + 1


@pytest.mark.parametrize("answer", ["dismiss", "accept"])
def test_a_half_written_booking_is_not_lost_by_a_stray_click(
    scene, as_somebody, answer
):
    page = as_somebody("clerk")
    asked = []
    page.on(
        "dialog", lambda dialog: (asked.append(dialog.type), getattr(dialog, answer)())
    )
    page.goto("/bookings/new/")
    page.get_by_label("Surname").press_sequentially("Half")

    go(page, "Laws")
    if answer == "accept":
        expect(page).to_have_url(re.compile("/laws/$"))
    else:  # what does not happen can only be waited out
        page.wait_for_timeout(300)
        expect(page).to_have_url(re.compile("/bookings/new/$"))

    assert asked == ["beforeunload"]


def test_no_account_is_left_signed_in(scene, as_somebody):
    page = as_somebody("clerk")
    page.goto("/")
    page.get_by_role("button", name="Sign out").click()
    # Signing out clears the site's data, for which Chromium changes the process.
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    page.evaluate("history.back()")
    expect(page).to_have_url(re.compile(r":\d+/$"))
    page.reload()

    expect(page.get_by_role("button", name="Sign out")).to_have_count(0)
    assert Account.objects.filter(sign_in_name="clerk", is_active=True).exists()
