"""Every address of the product, as everybody, in a real browser.

The addresses are read from the URLconf, so that a new page is looked at from its
first day; an address that takes a key of a new name fails until ``_keys`` has one.
"""

import gzip
import hashlib
import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.contrib.staticfiles import finders

from audit.clock import now
from audit.services import keep_typed_text
from bookings.forms import SearchForm
from bookings.models import IntakeDraft, LegalText
from bookings.selectors import open_record
from bookings.services import Arrival, begin_intake
from tests.functional.scene import KINDS, add_old_log
from tests.routes import Route, routes

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"],
    "resultTypes": ["violations"],
}
# All that a colour scheme can change.
COLOURS = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}
NARROW = (320, 390)
DESK = {"width": 1366, "height": 768}
# A picture, papers, and a piece of a page that is open.
NO_PAGES = {
    "bookings:board_numbers",
    *("bookings:register_json", "bookings:register_csv"),
    *("bookings:photo", "bookings:signature"),
    *("bookings:advisement_form", "bookings:consular_letter"),
    "bookings:paper_answer",
    "bookings:disposition_certificate",
    "bookings:booking_sheet",
    "bookings:property_receipt",
    "bookings:release_sheet",
    "bookings:paper_form",
    "bookings:paper_sheet",
    "warrants:instrument_sheet",
    "warrants:refusal_letter",
}
METHOD_NOT_ALLOWED = 405  # only a post is answered there: no page

# Of a page, the tags and classes alone, repetitions once: what axe looks at again
# only if it is built otherwise.
SKELETON = """() => {
  const word = (element) => {
    const below = [...element.children].map(word);
    const once = below.filter((text, at) => text !== below[at - 1]);
    return `${element.tagName}.${element.className}(${once.join(" ")})`;
  };
  return ["header", "main"].map((part) => {
    const element = document.querySelector(`body > ${part}`);
    return element ? word(element) : "";
  });
}"""
FACTS = """() => ({
  headings: document.querySelectorAll("h1").length,
  language: document.documentElement.lang,
  title: document.title,
  overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
})"""
# What the browser took for the page, and how far it moved what stood there already.
LOADED = """async () => {
  const shifts = [];
  new PerformanceObserver((list) => shifts.push(...list.getEntries()))
    .observe({ type: "layout-shift", buffered: true });
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  const taken = performance.getEntriesByType("resource");
  return {
    shift: shifts.reduce((sum, one) => sum + (one.hadRecentInput ? 0 : one.value), 0),
    moved: shifts.flatMap((one) => one.sources.map(({ node, previousRect, currentRect }) =>
      `${node?.nodeName}.${node?.className ?? node?.data} ${previousRect.x},${previousRect.y},${previousRect.width} ${currentRect.x},${currentRect.y},${currentRect.width}`)),
    taken: taken.map((one) => [one.name, one.encodedBodySize]),
  };
}"""
# What a screen reader would come across and could not say what it is.
UNNAMED = re.compile(
    r"^\s*- (?:button|link|textbox|combobox|listbox|checkbox|radio|spinbutton|table"
    r"|heading|img)(?: \[[^\]]*\])*:?$",
    re.MULTILINE,
)
HEAVIEST = 300_000  # bytes of a page with all that it needs, compressed as it is served
# A word or two of one line, whose face came within the tenth of a second in which the
# browser draws none; a hundredth of what is called good.
MOST_SHIFT = 0.001
WIDER = """() => document.documentElement.scrollWidth - innerWidth"""

# What a page has at least once in this scene, or it is looked at empty.
PARTS = {
    ("public", "bookings:register"): "main table",
    ("clerk", "bookings:history"): "ol.changes",
    ("clerk", "bookings:print"): "main dl",
    ("clerk", "bookings:custody"): "main table",
    ("clerk", "bookings:results"): "main table",
    ("reserve", "bookings:record"): ".usa-alert:has-text('ceiling for today')",
    ("privacy", "bookings:shown"): "table:has-text('Heron Blackthorn')",
    ("privacy", "bookings:account_shown"): "table:has-text('Mạngô')",
    ("privacy", "compliance:exposure"): "#exposed-accounts:has-text('1')",
    ("coordinator", "access:coordinate"): "table:has-text('Wigeon Tarn')",
    ("coordinator", "access:check_identity"): "main form",
    ("officer", "access:training"): "main form",
    ("privacy", "compliance:findings"): "main table",
    ("privacy", "compliance:adoption"): "#sign button",
    ("council", "compliance:adoptions"): "ul.queue li",
    ("council", "compliance:duties"): "section.rule",
    ("privacy", "access:proposals"): "main table",
    ("privacy", "access:proposal"): "button:has-text('Agree')",
    ("administrator", "access:proposal"): "button:has-text('Take it back')",
    ("privacy", "access:account"): ".facts:has-text('Last person shown')",
    ("administrator", "access:agencies"): "main table",
    ("administrator", "access:agency"): "table:has-text('Heron Blackthorn')",
    ("privacy", "compliance:finding"): "main form[action$='/close/']",
    ("privacy", "compliance:jobs"): "main table",
    ("privacy", "compliance:history_meter"): "main table",
    ("privacy", "compliance:notices"): "main table",
    ("privacy", "compliance:history_review"): "main form",
    ("public", "compliance:notice"): "main dl",
    ("clerk", "bookings:draft"): "form[data-section=recognizance]",
    ("clerk", "bookings:unfinished"): "main table",
    ("clerk", "bookings:advisement"): "main dl:has-text('Español')",
    ("consular", "bookings:consular_cases"): "main table",
    ("consular", "bookings:consular_case"): "main dl:has-text('Mexico')",
    ("administrator", "access:locks"): "li.queue__entry",
    ("supervisor", "access:locks"): "li.queue__entry",
    ("clerk", "access:sessions"): "button:has-text('End it')",
    ("supervisor", "compliance:reviews"): "main table",
    ("council", "warrants:refusals"): "main table",
    ("defender", "warrants:my_cases"): "main table:has-text('Mạngô')",
    ("records", "warrants:appearances"): "section:has-text('Tern Mossgrave')",
    ("auditor", "warrants:refusal_paths"): "main table",
    ("auditor", "warrants:refused_opening"): "section table",
    ("privacy", "warrants:refused_request"): "section table:has-text('Cited')",
    ("privacy", "warrants:emergencies"): "li:has-text('Heron Blackthorn')",
    ("privacy", "warrants:emergency"): "button:has-text('Write down the review')",
    ("supervisor", "warrants:emergency"): "button:has-text('End it now')",
    ("records", "warrants:on_call"): "table:has-text('Larch Penhollow')",
    ("records", "warrants:request"): "#weighed",
    ("administrator", "compliance:review"): ".review__line form",
    ("auditor", "compliance:certification"): "main table",
    ("auditor", "compliance:campaign"): ".usa-tag:has-text('Planted')",
    ("council", "compliance:council"): ".chart svg rect",
    ("officer", "warrants:mine"): "main table",
    ("records", "warrants:whom"): "main form[role=search]",
    ("officer", "access:factors"): "main li:has-text('Blue key')",
}

_seen_by_all = Path()


@pytest.fixture(autouse=True, scope="module")
def seen_by_all(tmp_path_factory, testrun_uid):
    """Where the workers of this run mark what has been looked at by any of them."""
    global _seen_by_all
    _seen_by_all = tmp_path_factory.getbasetemp().parent / f"looked-at-{testrun_uid}"
    _seen_by_all.mkdir(exist_ok=True)


def _keys(route: Route, scene, page, kind: str) -> dict:
    """A value for every key that an address takes."""
    known = {
        "booking_id": lambda: (
            _draft(scene) if route.name == "bookings:draft" else scene.in_custody.pk
        ),
        "section_name": lambda: "person",
        "text_id": lambda: LegalText.objects.first().pk,
        "paper_id": lambda: scene.in_custody.detainers.get().pk,
        "page_number": lambda: 1,
        # Addresses that take what is posted from a list, and show nothing.
        "run_id": uuid4,
        "interview_id": uuid4,
        "notice_id": uuid4,
        "part": lambda: "person",
        "request_id": lambda: {
            "warrants:whom": scene.named_request_id,
            "warrants:refused_request": scene.refused_id,
        }.get(route.name, scene.request_id),
        "event": lambda: scene.refused_event,
        "instrument_id": lambda: scene.instrument_id,
        "emergency_id": lambda: scene.emergency_id,
        "grant_id": lambda: scene.grant_id,
        "on_call_id": lambda: scene.on_call_id,
        "lock_id": lambda: scene.lock_id,
        "session_id": lambda: scene.session_id,
        "account_id": lambda: scene.account("officer").pk,
        "adoption_id": lambda: scene.adoption_id,
        "duty_number": lambda: 1,
        "device_id": lambda: scene.account("officer").totp_devices.get().pk,
        "passkey_id": lambda: scene.account("officer").passkeys.get().pk,
        "agency_id": lambda: scene.people["officer"].unit.agency_id,
        "unit_id": lambda: scene.people["officer"].unit_id,
        "agreement_id": lambda: scene.people["officer"].unit.agency.agreements.get().pk,
        "proposal_id": lambda: scene.proposal_id,
        "finding_id": lambda: scene.finding_id,
        "review_id": lambda: scene.review_id,
        "token": lambda: scene.token,
        "law_id": lambda: scene.viewer("clerk").law_id,
        "invitation_id": lambda: scene.invitation_id,
        "letter": lambda: "0" * 64,
        "paper_form": lambda: "release",
        "campaign_id": lambda: scene.campaign_id,
        "search_id": lambda: _search(scene, page, kind),
    }
    unknown = route.keys.keys() - known.keys()
    assert not unknown, (
        f"{route.name} takes {sorted(unknown)}: give _keys a value of this scene"
    )
    return {name: known[name]() for name in route.keys}


def _draft(scene) -> UUID:
    """An intake under way, of somebody of whom something stands in every list."""
    stands = IntakeDraft.objects.first()
    if stands is not None:
        return stands.pk
    arrival = Arrival(scene.facility.pk, now())
    person = scene.in_custody.person_id
    return begin_intake(person, arrival, key=uuid4(), by=scene.viewer("clerk")).pk


def _search(scene, page, kind: str):
    """A search that this very session has typed."""
    cookies = {c["name"]: c["value"] for c in page.context.cookies()}
    return keep_typed_text(
        SearchForm({"surname": "M"}).terms_as_text(),
        kind="search",
        account_id=scene.account(kind).pk if kind != "public" else None,
        session_key=cookies.get(settings.SESSION_COOKIE_NAME, ""),
    ).pk


class Watch:
    """What a browser said and reached for while a page was open."""

    def __init__(self, page, host: str):
        self.said: list[str] = []
        self._host = host
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", self._see)

    def _hear(self, message) -> None:
        refused = message.text.startswith("Failed to load resource")
        if message.type in ("error", "warning") and not refused:
            self.said.append(message.text)

    def _see(self, request) -> None:
        place = urlsplit(request.url)
        if place.scheme != "data" and place.netloc != self._host:
            self.said.append(f"reached for {request.url}")

    def taken(self) -> list[str]:
        said, self.said = self.said, []
        return said


@pytest.mark.timeout(600)  # some ninety pages, each in four sizes and colours
@pytest.mark.parametrize("kind", ["public", *KINDS])
def test_every_page(kind, scene, as_somebody, live_server):
    page = as_somebody(None if kind == "public" else kind, viewport=DESK)
    watch = Watch(page, urlsplit(live_server.url).netloc)
    faults, seen = {}, set()
    add_old_log()
    _draft(scene)
    open_record(scene.viewer("officer"), scene.in_custody.pk)

    for route in _open_to(scene, kind):
        if route.name in NO_PAGES:
            continue
        address = route.address(**_keys(route, scene, page, kind))
        if page.request.get(address, max_redirects=0).status == METHOD_NOT_ALLOWED:
            continue
        answer = page.goto(address)
        found = watch.taken() + _faults(page, answer, seen)
        part = PARTS.get((kind, route.name))
        if part and not page.locator(part).count():
            found.append(f"has no {part}")
        if found:
            faults[f"{route.name} as {kind}"] = found

    told = [f"{where}: {fault}" for where, found in faults.items() for fault in found]
    assert not told, "\n".join(told)


def _open_to(scene, kind: str) -> list[Route]:
    """Every route that is open to somebody, and one that is not: whoever may not do an
    act is shown the same page for all of them, and whoever is nobody the sign-in page.
    """
    viewer = scene.viewer(kind) if kind != "public" else None
    found = routes()
    is_open = [_is_open(route.view, viewer) for route in found]
    first_closed = is_open.index(False)
    return [r for n, r in enumerate(found) if is_open[n] or n == first_closed]


def _is_open(view, viewer) -> bool:
    if viewer is None:
        return hasattr(view, "is_public")
    return not hasattr(view, "performs") or bool(viewer.may(view.performs))


def _faults(page, answer, seen: set[str]) -> list[str]:
    found = []
    if answer.status >= 500:
        found.append(f"answers {answer.status}")
    facts = page.evaluate(FACTS)
    if facts["headings"] != 1:
        found.append(f"{facts['headings']} first headings")
    if facts["language"] != "en":
        found.append("says no language")
    if not facts["title"].endswith("· Jail Records"):
        found.append(f"is called {facts['title']!r}")
    if page.url in seen:  # another address led here as well
        return found
    seen.add(page.url)
    if facts["overflow"] > 0:
        found.append("is wider than a desk's screen")
    found += _too_heavy_or_moving(page, len(gzip.compress(answer.body())))
    tree = page.locator("body").aria_snapshot()
    found += [f"has no name for {unnamed.strip()}" for unnamed in UNNAMED.findall(tree)]
    return found + _too_wide(page) + _for_everybody(page)


def _too_heavy_or_moving(page, of_itself: int) -> list[str]:
    loaded, found = page.evaluate(LOADED), []
    weight = of_itself + sum(_as_served(*one) for one in loaded["taken"])
    if weight > HEAVIEST:
        found.append(f"weighs {weight:,} bytes")
    # On a busy machine a face can be late once; what is built so moves each time.
    for _ in range(3):
        if loaded["shift"] <= MOST_SHIFT:
            return found
        page.reload()
        loaded = page.evaluate(LOADED)
    return [*found, f"moves by {loaded['shift']:.4f}: {loaded['moved']}"]


@lru_cache
def _as_served(address: str, size: int) -> int:
    """Style sheets and scripts are served compressed. What the browser had from before
    it says nothing of: the file is weighed.
    """
    path = urlsplit(address).path
    if not path.startswith(settings.STATIC_URL):
        return size
    content = Path(finders.find(path.removeprefix(settings.STATIC_URL))).read_bytes()
    return len(gzip.compress(content) if path.endswith((".css", ".js")) else content)


def _too_wide(page) -> list[str]:
    found = []
    for width in NARROW:
        page.set_viewport_size({"width": width, "height": 844})
        if (wider := page.evaluate(WIDER)) > 0:
            found.append(f"scrolls {wider} px sideways at {width}")
    page.set_viewport_size(DESK)
    return found


def _for_everybody(page) -> list[str]:
    """What axe finds, in light and in dark, where nobody has looked before."""
    if not [part for part in page.evaluate(SKELETON) if _is_new(part)]:
        return []
    found = _axe(page, RULES)
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {fault}" for fault in _axe(page, COLOURS)]
    page.emulate_media(color_scheme="light")
    return found


def _is_new(part: str) -> bool:
    """Whether no worker of this run has come across a part built like this."""
    name = hashlib.sha256(part.encode()).hexdigest()
    try:
        (_seen_by_all / name).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def _axe(page, rules: dict) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    violations = page.evaluate(
        "rules => axe.run(document, rules).then((found) => found.violations)", rules
    )
    return [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in violations
        for node in violation["nodes"][:3]
    ]


def test_a_page_that_breaks_the_rules_would_be_found(as_somebody, live_server):
    page = as_somebody(viewport=DESK)
    watch = Watch(page, urlsplit(live_server.url).netloc)
    page.goto("/laws/")
    assert watch.taken() == []
    _axe(page, RULES)
    page.locator("main").evaluate(
        """main => main.innerHTML = `<h1>A</h1><h1>B</h1><p style="color: red">C</p>
           <img src="https://example.org/pixel.png">
           <button></button><table><tr><td>D</td></tr></table>
           <pre>${"a line that is too long ".repeat(20)}</pre>`"""
    )
    page.wait_for_timeout(200)

    said, found = (
        "\n".join(watch.taken()),
        "\n".join(_axe(page, RULES) + _too_wide(page)),
    )

    assert "inline style" in said
    assert "example.org" in said
    assert "image-alt" in found
    assert "sideways at 320" in found
    unnamed = UNNAMED.findall(page.locator("body").aria_snapshot())
    assert [one.strip(" -:") for one in unnamed] == ["img", "button", "table"]
    assert page.evaluate(FACTS)["headings"] == 2
