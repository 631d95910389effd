"""A screen that nobody uses: covered after half an hour, and nothing typed is lost."""

import re

from playwright.sync_api import expect

from access.models import AccountSession
from tests.functional.scene import PASSWORD


def lock_at_the_server() -> None:
    """The browser's clock was moved by hand; the database's has its own."""
    AccountSession.objects.filter(ended_at__isnull=True).update(
        locked_at="2026-01-01T00:00Z"
    )


def test_a_page_left_for_half_an_hour_goes_to_the_locked_screen(scene, as_somebody):
    page = as_somebody("clerk")
    page.clock.install()
    page.goto("/custody/")
    page.clock.run_for("29:00")
    expect(page).to_have_url(re.compile("/custody/"))

    lock_at_the_server()
    page.clock.run_for("01:05")

    expect(page).to_have_url(re.compile(r"/unlock/\?next=%2Fcustody%2F"))
    expect(page.get_by_role("heading", level=1)).to_have_text("This screen is locked")
    expect(page.get_by_role("link", name="In custody")).to_have_count(0)


def test_a_half_written_booking_is_covered_and_comes_back(scene, as_somebody):
    scene.give_password("clerk")
    page = as_somebody("clerk")
    page.clock.install()
    page.goto("/bookings/new/")
    page.get_by_label("Surname").fill("Halfwritten")

    page.clock.run_for("30:05")
    lock_at_the_server()

    expect(page.get_by_role("heading", level=1)).to_have_text("This screen is locked")
    expect(page.get_by_label("Surname")).to_be_hidden()
    page.get_by_label("Your password").fill("not the password of anybody")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("alert")).to_contain_text("not the password")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_label("Surname")).to_be_visible()
    expect(page.get_by_label("Surname")).to_have_value("Halfwritten")
    going_on = AccountSession.objects.filter(ended_at__isnull=True)
    assert going_on.filter(locked_at__isnull=True).exists()
