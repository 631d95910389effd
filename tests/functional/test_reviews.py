"""A review of accounts by keyboard alone, and without a script."""

import pytest

from compliance.models import CampaignLine

DESK = {"width": 1200, "height": 900}


def _review(page, scene):
    page.goto(f"/reviews/{scene.campaign_id}/")
    return page.locator("[data-line]")


def _focused_line(page) -> str:
    return page.evaluate("document.activeElement.closest('[data-line]')?.id ?? ''")


def test_j_and_k_lead_from_line_to_line_and_write_where_one_writes(scene, as_somebody):
    page = as_somebody("supervisor", viewport=DESK)
    lines = _review(page, scene)
    first, second = (lines.nth(n).get_attribute("id") for n in (0, 1))

    lines.nth(0).locator("input[type=radio]").first.focus()
    page.keyboard.press("j")
    assert _focused_line(page) == second
    page.keyboard.press("k")
    assert _focused_line(page) == first

    lines.nth(0).locator("input[name=words]").focus()
    page.keyboard.type("jk")
    assert lines.nth(0).locator("input[name=words]").input_value() == "jk"
    assert _focused_line(page) == first


@pytest.mark.parametrize("width", [1200, 390])
def test_a_line_is_kept_by_keyboard_and_the_next_one_is_in_sight(
    scene, as_somebody, width
):
    page = as_somebody("supervisor", viewport={"width": width, "height": 844})
    lines = _review(page, scene)
    own = CampaignLine.objects.get(campaign_id=scene.campaign_id, is_trap=False)
    line = page.locator(f"#line-{own.pk}")

    line.locator("input[type=radio]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/reviews/**")

    page.locator("#progress strong", has_text="1 of 2").wait_for()
    own.refresh_from_db()
    assert own.decision == "kept"
    assert lines.count() == 2
