"""Papers: what is typed stays text, who holds a copy stands on every page, and what
cannot be printed is said.
"""

import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from access import documents
from access.documents import CannotPrint, pdf
from tests.architecture.sources import ROOT
from tests.papers import said_on_paper

AT = datetime(2026, 11, 4, 18, 0, tzinfo=UTC)
MARK = {"account": "Wren Saltmarsh", "at": AT, "event": 4711}
TEMPLATES = sorted((ROOT / "templates" / "documents").glob("*.typ"))

# What would be markup, code, a file, a package or a page of its own in a template.
TYPED = (
    '#import "@preview/cetz:0.3.0": *',
    '#read("/etc/passwd") #include "booking_sheet.typ"',
    "*bold* _emphasis_ $x^2$ @label <label> // comment /* more */ `raw`",
    "= Heading\n\n- list\n+ other",
    "\\ #pagebreak() ~ -- ... 'quoted' \"double\"",
    "#panic() }] ) #{ 1 + 1 }",
    "\\u{202e} [link](javascript:x) https://example.org/x",
)


def sheet(**over) -> dict:
    return {
        "name": "Saltmarsh, Wren",
        "status": "In custody",
        "agency": "King County",
        "safety": [],
        "facts": [],
        "person": [],
        "lists": [],
        "has_no_charge": False,
        "withheld": [],
        "whose": "",
    } | over


def offenses(*words: str) -> list[dict]:
    rows = [[word] for word in words]
    return [{"label": "Cause", "columns": ["Offense"], "rows": rows, "blocks": []}]


def made(**over) -> bytes:
    return pdf("booking_sheet", sheet(**over), title="Booking sheet", mark=MARK)


@pytest.mark.parametrize("typed", TYPED)
def test_what_was_typed_is_printed_as_it_was_typed(typed):
    said = said_on_paper(made(name=typed, lists=offenses(typed)))

    for part in typed.split():
        assert part in said


@pytest.mark.parametrize(
    "name",
    ["محمد عبد الله", "אברהם", "Mạngô Sơn", "Ђорђевић", "O’Brien-Łuczak", "fi ffi fl"],
)
def test_a_name_is_printed_in_its_own_letters(name):
    said = said_on_paper(made(name=name))

    assert sorted("".join(name.split())) == sorted("".join(_name_line(said).split()))


def _name_line(said: str) -> str:
    return said.partition("Booking sheet")[0]


def test_a_name_that_turns_lines_round_turns_nothing():
    said = said_on_paper(made(name="Smith\u202e, derdeR", status="In custody"))

    assert "Smith, derdeR" in said
    assert "\u202e" not in said


@pytest.mark.parametrize("name", ["A" * 400, "Wolkenbruchsteinhagen-" * 20])
def test_a_long_name_is_broken_and_not_cut_off(name):
    content = made(name=name, lists=offenses(name))
    said = "".join(said_on_paper(content).replace("\u200b", "").split())

    assert said.count(name) == 2
    for page in PdfReader(io.BytesIO(content)).pages:
        right = []
        page.extract_text(
            visitor_text=lambda text, cm, tm, font, size, r=right: r.append(tm[4])
        )
        assert max(right) < 612


def test_letters_that_no_font_has_are_named_and_nobody_is():
    with pytest.raises(CannotPrint) as refused:
        made(name="Abebe አበበ")

    assert "U+12A0 ETHIOPIC SYLLABLE GLOTTAL A" in refused.value.characters
    assert "አ" not in str(refused.value)
    assert "Abebe" not in str(refused.value)


def test_control_characters_are_shown_as_what_they_are_not():
    assert "Smith" in said_on_paper(made(name="Smith\x07\x1b[31m"))


def test_whose_copy_it_is_stands_on_every_page():
    content = made(lists=offenses(*(f"Theft {number}" for number in range(200))))
    pages = PdfReader(io.BytesIO(content)).pages

    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        said = " ".join(page.extract_text().split())
        assert "Shown to Wren Saltmarsh · Nov 4, 2026, 10:00:00 · Event 4711" in said
        assert f"Page {number} of {len(pages)}" in said


def test_it_is_tagged_and_its_metadata_name_nobody():
    reader = PdfReader(io.BytesIO(made(name="Qzx, Nobody")))

    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert reader.root_object["/Lang"] == "en"
    assert reader.metadata["/Title"] == "Booking sheet"
    about = str(reader.metadata) + reader.root_object["/Metadata"].get_data().decode()
    assert "Qzx" not in about
    assert "Saltmarsh" not in about
    assert "pdfuaid" in about
    assert not reader.attachments


def test_the_same_paper_is_the_same_file():
    assert made() == made()


def test_no_template_reaches_for_a_package_a_file_or_the_clock():
    assert TEMPLATES
    for template in TEMPLATES:
        text = re.sub(r"//.*", "", template.read_text())
        imports = re.findall(r"#(?:import|include) \"([^\"]+)\"", text)
        assert set(imports) <= {"_paper.typ", "_property.typ"}, template.name
        for reach in ("@preview", "read(", "image(", "datetime.today", "eval(", "csv("):
            assert reach not in text, f"{template.name}: {reach}"


def test_every_template_is_used_by_somebody():
    sources = "".join(
        path.read_text()
        for app in ("access", "bookings", "warrants", "disclosures", "compliance")
        for path in Path(ROOT / app).rglob("*.py")
    )
    for template in TEMPLATES:
        if not template.name.startswith("_"):
            assert f'"{template.stem}"' in sources, template.name


def test_it_reads_nothing_outside_the_folder_of_templates(tmp_path, settings):
    """Even a template that tried would find nothing."""
    folder = tmp_path / "templates" / "documents"
    folder.mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "bad.typ").write_text('#read("../../secret.txt")')
    settings.BASE_DIR = tmp_path

    with pytest.raises(documents.typst.TypstError):
        pdf("bad", {}, title="Bad", mark=None)
