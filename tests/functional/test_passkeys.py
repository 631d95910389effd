"""A passkey from end to end, with the browser's own virtual authenticator; and the pages
of one's own sign-in, as somebody sees them.
"""

from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from access.models import AccountSession, Passkey, RecoveryCode, TotpDevice
from access.services import codes
from audit.models import ActEvent
from tests.authenticators import authenticator, code_of
from tests.functional.scene import PASSWORD

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}


@pytest.fixture(autouse=True)
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@contextmanager
def authenticator_in(page, *, unlocks: bool = True):
    """A security key, plugged into this page's browser."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable", {"enableUI": False})
    options = {
        "protocol": "ctap2",
        "transport": "usb" if not unlocks else "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": unlocks,
        "automaticPresenceSimulation": True,
    }
    made = cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield made["authenticatorId"], cdp
    cdp.send("WebAuthn.disable")


def sign_in(page, name: str) -> None:
    page.goto("/sign-in/")
    page.get_by_label("Sign-in name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def passes(page) -> None:
    """Nothing for axe to find, wide, narrow and dark; nothing to scroll sideways."""
    expect(page.locator("h1")).to_have_count(1)
    for width in (1200, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(
            "() => document.documentElement.scrollWidth - innerWidth <= 0"
        ), f"{page.url} at {width}"
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page, options=RULES).response["violations"]
        assert [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found] == []
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1200, "height": 900})


def shown(page, name: str) -> None:
    """Keep a picture, where somebody asked for one."""
    import os
    from pathlib import Path

    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_a_passkey_from_the_first_sign_in_to_the_next(scene, as_somebody):
    """1 The clerk signs in by password, and holds nothing: she is sent to add something.
    2 She adds a passkey, and makes recovery codes, which she sees once.
    3 She acknowledges the banner and is at work.
    4 She signs out and in again: the password alone leads to the door.
    5 The passkey opens it.
    6 She signs out, and comes in by the passkey alone.
    """
    scene.give_password("clerk")
    page = as_somebody()
    said = []
    page.on("console", lambda m: m.type in ("error", "warning") and said.append(m.text))
    with authenticator_in(page):
        sign_in(page, "clerk")
        page.goto("/search/")
        expect(page).to_have_url("/your-sign-in/")
        passes(page)
        shown(page, "enrol")

        page.get_by_role("link", name="Add a passkey").click()
        expect(page.locator("[data-passkey-missing]")).to_be_hidden()
        passes(page)
        shown(page, "add_passkey")
        page.get_by_label("Name").fill("Desk key")
        page.get_by_role("button", name="Make a passkey").click()
        expect(page).to_have_url("/your-sign-in/codes/")
        passes(page)
        page.get_by_role("button", name="Make ten new codes").click()
        expect(page.locator("[data-recovery-code]")).to_have_count(10)
        passes(page)
        shown(page, "codes")

        page.goto("/search/")
        page.get_by_role("button", name="I have read this").click()
        page.get_by_role("button", name="Sign out").click()
        sign_in(page, "clerk")
        page.goto("/search/")
        expect(page).to_have_url("/second-factor/")
        passes(page)
        shown(page, "second_factor")
        page.get_by_role("button", name="Use a passkey").click()
        expect(page.locator("h1")).not_to_have_text("Show that it is you")
        assert visit().second_factor == "passkey"

        page.goto("/your-sign-in/")
        expect(page.get_by_text("Desk key")).to_be_visible()
        expect(page.get_by_role("button", name="Remove Desk key")).to_have_count(0)
        passes(page)
        shown(page, "your_sign_in")
        page.get_by_role("button", name="Sign out").click()
        expect(page).to_have_url("/sign-in/")
        page.get_by_role("button", name="Sign in with a passkey").click()
        expect(page.locator(".session").get_by_text("Sign out")).to_be_visible()
        assert visit().first_factor == "passkey"
    passkey = Passkey.objects.get(account=scene.account("clerk"))
    assert passkey.sign_count == 3
    assert RecoveryCode.objects.filter(account=scene.account("clerk")).count() == 10
    assert said == []


def visit() -> AccountSession:
    return AccountSession.objects.latest("began_at")


def test_an_authenticator_app_is_scanned_or_typed(scene, as_somebody):
    scene.give_password("clerk")
    page = as_somebody()
    sign_in(page, "clerk")
    page.goto("/your-sign-in/app/")
    passes(page)
    page.get_by_label("Name").fill("Telephone")
    page.get_by_role("button", name="Show the code to scan").click()
    expect(page.locator("svg.qr path")).to_be_visible()
    passes(page)
    shown(page, "scan")
    device = TotpDevice.objects.get(account=scene.account("clerk"))
    assert page.locator("[data-secret]").inner_text().replace(
        " ", ""
    ) == codes.secret_of(device)

    page.get_by_label("The six digits").fill("000000")
    page.get_by_role("button", name="Use this app").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    shown(page, "wrong_code")
    page.get_by_label("The six digits").fill(code_of(device))
    page.get_by_role("button", name="Use this app").click()

    expect(page).to_have_url("/your-sign-in/codes/")
    assert visit().second_factor == "totp"


def test_a_copy_of_a_passkey_is_refused_and_recorded(scene, as_somebody):
    scene.give_password("clerk")
    page = as_somebody()
    with authenticator_in(page) as (key, cdp):
        sign_in(page, "clerk")
        page.goto("/your-sign-in/passkey/")
        page.get_by_label("Name").fill("Desk key")
        page.get_by_role("button", name="Make a passkey").click()
        expect(page).to_have_url("/your-sign-in/codes/")
        found = cdp.send("WebAuthn.getCredentials", {"authenticatorId": key})
        credential = found["credentials"][0]
        Passkey.objects.update(sign_count=40)
        assert credential["signCount"] < 40

        AccountSession.objects.filter(ended_at=None).update(second_factor="")
        page.goto("/second-factor/")
        page.get_by_role("button", name="Use a passkey").click()
        expect(page.get_by_text("was not accepted")).to_be_visible()

    assert visit().second_factor == ""
    assert ActEvent.objects.filter(reason="sign_count_went_back").exists()


def test_without_scripts_the_page_says_what_is_left(scene, as_somebody):
    scene.give_password("clerk")
    device = authenticator(scene.account("clerk").pk)
    Passkey.objects.create(
        account=scene.account("clerk"), name="Key", credential_id=b"1", credential=b"2"
    )
    page = as_somebody(java_script_enabled=False)
    sign_in(page, "clerk")
    page.goto("/second-factor/")

    expect(page.locator("[data-passkey-missing]")).to_be_visible()
    expect(page.get_by_role("button", name="Use a passkey")).to_be_hidden()
    page.get_by_label("Code").fill(code_of(device))
    page.get_by_role("button", name="Go on").click()

    assert visit().second_factor == "totp"
