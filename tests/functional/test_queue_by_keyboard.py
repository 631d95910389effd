"""A supervisor's day in the queue, by keyboard alone."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from access.enums import FieldClass
from audit.clock import now
from tests import factories
from warrants.models import AccessRequest


@pytest.fixture
def queue(scene):
    """One request that waits; whatever else the scene has asked for is decided."""
    others = AccessRequest.objects.filter(status="waiting").exclude(pk=scene.request_id)
    others.update(status="granted", decided_at=now())
    return scene


def test_three_requests_are_decided_by_keys_alone(queue, scene, as_somebody):
    """1 the first is opened from the queue, 2 refused, 3 the next is offered and opened
    with Enter, 4 approved to less, 5 the third is opened and refused; nothing is left.
    """
    officer = scene.people["officer"]
    before = AccessRequest.objects.filter(status="refused").count()
    for classes in (FieldClass.CONTACT, FieldClass.IDENTIFIERS):
        factories.access_request(officer, scene.in_custody.pk, classes)
    page = as_somebody("records", viewport={"width": 1366, "height": 768})
    keys = page.keyboard
    page.goto(reverse("warrants:queue"))
    rows = page.locator("[data-arrows] a")
    expect(rows).to_have_count(3)

    rows.first.focus()
    keys.press("ArrowDown")
    expect(rows.nth(1)).to_be_focused()
    keys.press("ArrowUp")
    expect(rows.first).to_be_focused()
    keys.press("Enter")

    expect(page.get_by_role("heading", name="Your decision")).to_be_visible()
    _refuse(page)
    offered = page.locator(".offer a")
    expect(offered).to_be_focused()
    keys.press("Enter")

    expect(page.get_by_role("heading", name="Your decision")).to_be_visible()
    keys.press("Alt+y")
    expect(page.locator("#yes input[type=checkbox]").first).to_be_focused()
    keys.press("Tab")
    expect(page.locator("#yes [name=days]")).to_be_focused()
    keys.press("Control+a")
    keys.type("3")
    keys.press("Enter")
    expect(page.get_by_text("It now waits for the other of the two")).to_be_visible()
    expect(page.get_by_text("You said yes")).to_be_visible()
    expect(offered).to_be_focused()
    keys.press("Enter")

    expect(page.get_by_role("heading", name="Your decision")).to_be_visible()
    _refuse(page)
    expect(page.get_by_text("Nothing else waits for you")).to_be_visible()
    assert AccessRequest.objects.filter(status="refused").count() == before + 2
    assert AccessRequest.objects.get(status="waiting").given_days == 3


def _refuse(page) -> None:
    page.keyboard.press("Alt+r")
    expect(page.locator("#no select")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Refuse")).to_be_focused()
    page.keyboard.press("Enter")


def test_alt_n_goes_to_the_next_without_deciding(queue, scene, as_somebody):
    officer = scene.people["officer"]
    other = factories.access_request(officer, scene.in_custody.pk, FieldClass.CONTACT)
    page = as_somebody("records")
    page.goto(reverse("warrants:request", args=[scene.request_id]))

    page.keyboard.press("Alt+n")

    expect(page).to_have_url(re.compile(str(other.pk)))
    assert AccessRequest.objects.filter(status="waiting").count() == 2
