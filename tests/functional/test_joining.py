"""An invited officer comes from the letter to the first screen, without a mouse."""

import os
import re
from pathlib import Path

import pytest
from django.core import mail
from playwright.sync_api import expect

from access.enums import Factor
from access.models import Account, AccountSession, BannerAcknowledgement, Training
from access.selectors import law_by_hash, law_in_force
from access.selectors.training import lessons
from access.training import Progress, questions
from audit.clock import now
from tests import factories
from tests.functional.test_journeys import first_focused, heading, tab_to
from tests.integration.test_training import a_law, load

PASSWORD = "seven herons over the flooded field"
# Where pictures of each screen are put for whoever wants to look; nowhere by default.
PICTURES = os.environ.get("JOINING_PICTURES")


def picture(page, name: str) -> None:
    if not PICTURES:
        return
    for width in (1200, 390):
        page.set_viewport_size({"width": width, "height": 844})
        path = Path(PICTURES) / f"{name}-{width}.png"
        page.screenshot(path=path, full_page=True)


def right_answer(account: Account, page) -> str:
    """What the law itself answers to the question on the page."""
    viewer = factories.viewer_of(account.memberships.get())
    text = page.get_by_role("heading", level=1).inner_text()
    for kept in _progress():
        law = lessons(viewer)[0].law
        seed = f"{account.pk}:{law.sha256}:{kept.began_at.isoformat()}"
        found = questions(law, viewer.facts, kept.purpose, seed=seed)
        known = {question.text: question.answer for question in found}
        if text in known:
            return "Yes" if known[text] else "No"
    raise AssertionError(f"nobody asked {text!r}")


def _progress():
    from django.contrib.sessions.models import Session

    for session in Session.objects.all():
        if kept := session.get_decoded().get("training"):
            yield Progress.of_words(kept)


@pytest.mark.django_db(transaction=True)
def test_from_the_letter_to_the_first_screen_by_keyboard(
    scene, as_somebody, tmp_path, settings, live_server
):
    settings.SECOND_FACTOR_REQUIRED = False  # it has its own journey
    coordinator = as_somebody("coordinator")
    letter = _invite(coordinator)

    page = as_somebody()
    keys = page.keyboard
    page.goto(letter)
    picture(page, "letter")
    first_focused(page)
    keys.press("Enter")
    heading(page, "Say who you are")
    assert letter.rstrip("/").rpartition("/")[2] not in page.url
    picture(page, "say-who")
    tab_to(page, "Your badge or employee number")
    for text in ("4711", PASSWORD, PASSWORD):
        keys.type(text)
        keys.press("Tab")
    keys.press("Enter")
    heading(page, "One thing is left")
    picture(page, "one-thing-left")
    account = Account.objects.get(email="heron@sheriff.example.gov")
    assert account.joined_at is None

    _identify(coordinator)
    account.refresh_from_db()
    assert account.joined_at is not None
    _train_from_now_on(tmp_path)

    page.goto("/sign-in/")
    first_focused(page)
    keys.type(account.sign_in_name)
    keys.press("Tab")
    keys.type(PASSWORD)
    keys.press("Enter")
    heading(page, "Before you go on")
    picture(page, "banner")
    first_focused(page)
    keys.press("Enter")
    heading(page, "Training:")
    assert BannerAcknowledgement.objects.filter(account=account).count() == 1
    picture(page, "training")
    tab_to(page, "I have read this: begin the questions")
    keys.press("Enter")
    _answer(page, account)

    heading(page, account.display_name)
    expect(page.get_by_text("What this account may do, and until when")).to_be_visible()
    picture(page, "home")
    done = Training.objects.get(account=account)
    assert (done.questions, done.answered_right) == (8, 7)
    assert done.law_id == law_in_force(now())[1]
    session = AccountSession.objects.get(account=account)
    assert session.first_factor == Factor.PASSWORD


def _invite(page) -> str:
    page.goto("/coordinate/")
    picture(page, "coordinate")
    page.get_by_role("link", name="Invite somebody").click()
    page.get_by_label("Name").fill("Heron Marshwiggle")
    page.get_by_label("Work mail").fill("heron@sheriff.example.gov")
    page.get_by_label("Officer").check(force=True)
    page.get_by_label("Unit").select_option(index=1 if _has_blank(page) else 0)
    picture(page, "invite")
    page.get_by_role("button", name="Send the letter").click()
    heading(page, "What waits for whom")
    return re.search(r"https?://\S+", mail.outbox[-1].body).group(0)


def _has_blank(page) -> bool:
    return not page.get_by_label("Unit").locator("option").first.get_attribute("value")


def _identify(page) -> None:
    page.goto("/coordinate/")
    page.get_by_role("link", name=re.compile("Check who they are.*Heron")).click()
    page.get_by_text("Badge with a photo").click()
    page.get_by_text("I have seen this person").click()
    picture(page, "check-identity")
    page.get_by_role("button", name="Open the account").click()
    heading(page, "What waits for whom")


def _train_from_now_on(folder) -> None:
    """A law whose duty to train is due already: the training stands before work."""
    from jailrecords.database import as_owner

    at = now()
    with as_owner():
        load(folder, a_law(at, at))
    law, _ = law_in_force(now())
    assert law_by_hash(law.sha256).training_due_at == at


def _answer(page, account) -> None:
    """Eight questions, the first of them wrongly and then once more."""
    keys, wrong = page.keyboard, True
    for number in range(9):
        says = right_answer(account, page)
        if wrong:
            says = "No" if says == "Yes" else "Yes"
        picture(page, "question") if not number else None
        tab_to(page, "Yes")
        keys.press("Space")
        if says == "No":
            keys.press("ArrowDown")
        tab_to(page, "Answer")
        keys.press("Enter")
        if wrong:
            expect(page.get_by_text("It is asked again.")).to_be_visible()
            picture(page, "told")
            tab_to(page, "Next question")
            keys.press("Enter")
            wrong = False
        expect(page.get_by_role("heading", level=1)).to_be_visible()
