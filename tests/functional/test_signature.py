"""Somebody signs the advisement on the screen: with a pen, or by typing their name."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from bookings.models import Advisement


@pytest.fixture
def desk(scene, as_somebody):
    page = as_somebody("clerk")
    page.goto(f"/bookings/{scene.in_custody.pk}/advisement/")
    return page


def draw(page):
    canvas = page.locator("canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 90, steps=5)
    page.mouse.up()


def dark_dots() -> int:
    drawn = Advisement.objects.latest("created_at").signature
    return Image.open(io.BytesIO(bytes(drawn))).convert("L").histogram()[0]


def test_the_box_is_there_for_whoever_signs_here(desk):
    box = desk.locator("canvas")
    expect(box).to_be_hidden()

    desk.locator("[name=outcome]").select_option("signed_here")
    expect(box).to_be_visible()
    desk.locator("[name=outcome]").select_option("refused")
    expect(box).to_be_hidden()


def test_what_is_drawn_is_kept_and_what_was_cleared_is_not(desk):
    desk.locator("[name=outcome]").select_option("signed_here")
    draw(desk)
    desk.get_by_role("button", name="Clear the box").click()
    desk.get_by_role("button", name="Write down").click()
    expect(desk.locator("[data-error-summary]")).to_contain_text("Sign in the box")

    draw(desk)
    desk.get_by_role("button", name="Write down").click()

    expect(desk.get_by_text("The advisement is written down.")).to_be_visible()
    expect(desk.get_by_alt_text("Signature, as it was drawn last")).to_be_visible()
    assert dark_dots() > 100


def test_a_name_is_typed_by_whoever_cannot_draw_and_stands_again_after_an_error(desk):
    desk.locator("[name=outcome]").select_option("signed_here")
    desk.get_by_label("Or type the name").press_sequentially("Wren")
    given_at = desk.get_by_label("Given at")
    kept = given_at.input_value()
    given_at.fill("never")
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-error-summary]")).to_be_visible()

    desk.get_by_label("Given at").fill(kept)
    desk.keyboard.press("Enter")

    expect(desk.get_by_text("The advisement is written down.")).to_be_visible()
    assert dark_dots() > 100


def test_whoever_refuses_leaves_no_picture_though_something_was_drawn(desk):
    desk.locator("[name=outcome]").select_option("signed_here")
    draw(desk)
    desk.locator("[name=outcome]").select_option("refused")
    desk.get_by_role("button", name="Write down").click()

    expect(desk.get_by_text("The advisement is written down.")).to_be_visible()
    assert bytes(Advisement.objects.latest("created_at").signature) == b""
