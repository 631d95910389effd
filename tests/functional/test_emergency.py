"""Under a law that opens something in an emergency: the shift commander opens one record
by keyboard, the officer is shown it, and the privacy officer reviews it.
"""

import re
import time
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from audit.clock import now
from tests import factories
from tests.adopted import with_emergencies
from tests.functional.test_journeys import ADDRESS, heading, tab_to
from tests.functional.test_passkeys import passes
from warrants.enums import EmergencyReview
from warrants.models import Emergency

WHY = "He threatened to kill his sister tonight; we need her address to warn her."


@pytest.fixture
def adopted(scene, tmp_path):
    """Nobody but the owner loads a law of the past: it begins in a moment."""
    begins = now() + timedelta(seconds=2)
    (tmp_path / "emergency.toml").write_text(with_emergencies(begins))
    factories.adopt_laws(tmp_path)
    time.sleep(max((begins - now()).total_seconds(), 0))


def test_a_record_is_opened_in_an_emergency_shown_and_reviewed(
    adopted, scene, as_somebody
):
    record = reverse("bookings:record", args=[scene.in_custody.pk])
    officer = as_somebody("officer")
    officer.goto(record)
    expect(officer.get_by_text(ADDRESS)).to_have_count(0)

    _open(as_somebody("supervisor"), scene)

    officer.goto(record)
    expect(officer.get_by_text(ADDRESS)).to_have_count(1)
    one = Emergency.objects.latest("opened_at")
    assert one.minutes == 30
    _review(as_somebody("privacy"), one)
    one.refresh_from_db()
    assert one.outcome == EmergencyReview.RIGHT


def _open(page, scene) -> None:
    """With the keyboard alone, from the record; a slip first, which loses nothing."""
    page.goto(reverse("warrants:open_emergency", args=[scene.in_custody.pk]))
    passes(page)
    keys = page.keyboard
    tab_to(page, "Sign-in name")
    keys.type(scene.people["officer"].account.sign_in_name)
    for _ in range(3):
        keys.press("Tab")
    keys.press("Space")  # Address and contact
    tab_to(page, "Which danger")
    keys.press("ArrowDown")
    keys.press("Tab")
    keys.type("too short")
    keys.press("Tab")
    keys.press("Enter")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    passes(page)
    page.get_by_label("What has happened").fill(WHY)
    page.get_by_role("button", name="Open it now").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Open to Heron Blackthorn")
    passes(page)


def _review(page, one: Emergency) -> None:
    page.goto(reverse("warrants:emergencies"))
    link = page.locator(f"main a[href*='{one.pk}']")
    link.click()
    expect(page.get_by_text(WHY)).to_be_visible()
    shown = page.get_by_role("table", name=re.compile("shown in this emergency"))
    expect(shown).to_contain_text("Heron Blackthorn")
    passes(page)
    page.get_by_label("It was right to open it").check(force=True)
    page.get_by_role("button", name="Write down the review").click()
    heading(page, "Emergencies")
    expect(page.get_by_role("status").first).to_contain_text("Reviewed")
