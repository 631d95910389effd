"""The record on paper, as Chromium prints it on letter paper: whose copy it is stands
on every page, nothing is cut, no heading stands alone at the foot.
"""

import io
import os
import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from access.enums import JAILS_OWN
from audit.enums import ViewKind
from audit.models import ViewEvent
from bookings.models import Address, Charge
from tests.functional.scene import KINDS, LONG

LETTER = (612, 792)  # points
CHARGES = 30


@pytest.fixture
def long_record(scene):
    """Thirty charges, a name of a hundred letters, an instruction of ten lines."""
    booking = scene.long_name
    booking.safety_instructions = "Keep apart from everybody in unit ten. " * 20
    booking.housing = "10 W, cell 06"
    booking.save()
    Charge.objects.filter(booking=booking).delete()
    for position in range(1, CHARGES + 1):
        Charge.objects.create(
            booking=booking,
            position=position,
            statute="9A.56.050",
            offense=f"Offense {position:02d} of a long and winding description " * 2,
            status="filed",
            court_case_number=f"26X{position:06d}",
        )
    for number in range(6):
        Address.objects.create(
            person=booking.person, kind="home", street=f"{number} {LONG}"[:120]
        )
    return booking


def printed(page, address: str) -> tuple[PdfReader, list[str]]:
    """The PDF of a page as a person prints it, and the text of each sheet."""
    page.goto(address)
    page.evaluate("document.fonts.ready")
    made = page.pdf(prefer_css_page_size=True)
    if folder := os.environ.get("KEEP_PRINTS"):
        name = re.sub(r"\W+", "-", address).strip("-")
        Path(folder, f"{name}.pdf").write_bytes(made)
    reader = PdfReader(io.BytesIO(made))
    return reader, [_words(sheet.extract_text()) for sheet in reader.pages]


def _words(text: str) -> str:
    return " ".join(text.split())


def test_every_sheet_bears_the_mark_and_its_number(scene, as_somebody, long_record):
    page = as_somebody("supervisor")

    reader, sheets = printed(page, f"/bookings/{long_record.pk}/print/")

    event = ViewEvent.objects.get(kind=ViewKind.PRINTED)
    assert len(sheets) > 1, "a record of one page proves nothing"
    for number, sheet in enumerate(sheets, start=1):
        assert "Shown to Juniper Stillwater" in sheet
        assert f"Event {event.id}" in sheet
        assert f"{event.occurred_at:%Y}" in sheet
        assert f"Page {number} of {len(sheets)}" in sheet
        assert f"Booking {long_record.booking_number}" in sheet
    for sheet in reader.pages:
        assert tuple(map(round, sheet.mediabox[2:])) == LETTER


def test_a_long_record_is_on_paper_whole(scene, as_somebody, long_record):
    page = as_somebody("supervisor")

    _, sheets = printed(page, f"/bookings/{long_record.pk}/print/")

    whole = " ".join(sheets)
    assert _words(LONG).replace(" ", "") in whole.replace(" ", "")
    for position in range(1, CHARGES + 1):
        assert f"Offense {position:02d}" in whole
        assert f"26X{position:06d}" in whole
    for sheet in sheets[:-1]:  # the heads of a table come again with it
        last = sheet.partition("Shown to")[0].rstrip()
        for heading in (
            "Cause of confinement",
            "Not shown on this sheet",
            "Court case",
        ):
            assert not last.endswith(heading), f"{heading} stands alone at the foot"


def test_what_is_not_shown_is_said_with_its_reason_in_one_line(scene, as_somebody):
    page = as_somebody("officer")

    _, sheets = printed(page, f"/bookings/{scene.in_custody.pk}/print/")

    whole = " ".join(sheets)
    assert "Not shown on this sheet" in whole
    assert "Address and contact" in whole
    assert "31550 Wapato" not in whole
    assert "RCW" in whole.partition("Not shown on this sheet")[2]


@pytest.mark.parametrize("kind", ["clerk", "nurse", "officer"])
def test_the_photo_is_on_the_jails_own_sheets_alone(scene, as_somebody, kind):
    page = as_somebody(kind)
    page.goto(f"/bookings/{scene.in_custody.pk}/print/")
    is_ours = scene.viewer(kind).mission in JAILS_OWN

    assert page.locator("img").count() == (1 if is_ours else 0)
    said = page.get_by_text("not printed for other agencies")
    assert said.count() == (0 if is_ours else 1)


@pytest.mark.parametrize("address", ["", "history/"])
def test_the_pages_of_the_screen_bear_the_mark_on_paper_too(
    scene, as_somebody, long_record, address
):
    _, sheets = printed(as_somebody("clerk"), f"/bookings/{long_record.pk}/{address}")

    assert len(sheets) > 1
    for sheet in sheets:
        assert f"Shown to {KINDS['clerk'][0]}" in sheet


def test_the_sheet_is_black_on_white_also_for_whoever_reads_in_the_dark(
    scene, as_somebody
):
    page = as_somebody("clerk", color_scheme="dark")
    page.goto(f"/bookings/{scene.in_custody.pk}/print/")

    for media in ("screen", "print"):
        page.emulate_media(media=media, color_scheme="dark")
        colours = page.evaluate(
            """() => [document.body, ...document.querySelectorAll("main *")].map(e => {
                 const s = getComputedStyle(e); return [s.color, s.backgroundColor] })"""
        )
        inks = {ink for ink, _ in colours}
        assert inks <= {"rgb(0, 0, 0)", "rgb(51, 51, 51)"} or media == "screen"
        assert colours[0][1] == "rgb(255, 255, 255)"
