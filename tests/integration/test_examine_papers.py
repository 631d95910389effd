"""Papers in a folder are examined as those that are received, and nothing is kept."""

import csv
import io

import pytest
from django.core.management import CommandError, call_command

from tests.corpus.instruments import TODAY, Paper, papers
from warrants.checks import Progress, Statement, examine, verdict
from warrants.enums import AdministrativePaper, CallResult, InstrumentKind, SignerTitle
from warrants.management.commands.examine_papers import COLUMNS
from warrants.models import Instrument

PAPERS = papers()
WRITTEN = "written.csv"


def some(**wanted) -> list[Paper]:
    """The first paper of each group that is as wanted."""
    fitting = [p for p in PAPERS if all(getattr(p, n) == v for n, v in wanted.items())]
    return list({paper.group: paper for paper in reversed(fitting)}.values())


def file_name(paper: Paper) -> str:
    return f"{paper.name}.{'tif' if paper.is_picture else 'pdf'}"


def put(folder, *found: Paper, **done: str) -> None:
    """The files, and what is written down of each as a person would type it."""
    for paper in found:
        (folder / file_name(paper)).write_bytes(paper.file())
    rows = [_row(paper.said) | {"file": file_name(paper)} | done for paper in found]
    with (folder / WRITTEN).open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)


def _row(said: Statement) -> dict[str, object]:
    scope = said.scope
    plain = ("signed_by", "form", "case_number", "statutes", "indictment", "issued_on")
    return {name: getattr(said, name) for name in (*plain, "execute_by")} | {
        "kind": said.kind,
        "court_label": said.court_label,
        "signer": said.signer,
        "states_probable_cause": "yes" if said.states_probable_cause else "",
        "by_immigration_authority": "yes" if said.by_immigration_authority else "",
        "scope_kind": scope.kind,
        "people": "; ".join(scope.people),
        "records": scope.records,
        "classes": "; ".join(c.word for c in scope.classes),
        "records_from": scope.records_from,
        "records_until": scope.records_until,
        "purpose": scope.purpose,
    }


def told(folder, *, with_written: bool = True) -> dict[str, dict[str, str]]:
    out = io.StringIO()
    written = folder / WRITTEN
    if not with_written:
        written.unlink()
    call_command(
        "examine_papers",
        folder,
        written=written if with_written else None,
        on=TODAY,
        stdout=out,
        stderr=io.StringIO(),
    )
    return {row["file"]: row for row in csv.DictReader(io.StringIO(out.getvalue()))}


def test_what_becomes_of_a_paper_is_what_the_checks_say(tmp_path):
    """One of every group, good, false and administrative, with text."""
    chosen = some(is_picture=False)
    put(tmp_path, *chosen, compared="yes", called="confirmed", accepted="all")

    rows = told(tmp_path)

    assert len(rows) == len(chosen) > 20
    outcomes = {paper.name: rows[file_name(paper)]["outcome"] for paper in chosen}
    for paper in chosen:
        if paper.is_good:
            assert outcomes[paper.name] == "meets", rows[file_name(paper)]
        else:
            assert outcomes[paper.name] in ("fails", "not kept", "not entered")
    assert set(outcomes.values()) >= {"meets", "fails", "not kept"}


def test_before_the_call_nothing_meets_and_the_line_says_whose_turn_it_is(tmp_path):
    good = some(is_picture=False, is_good=True)[:4]
    put(tmp_path, *good, compared="yes")

    rows = told(tmp_path)

    for paper in good:
        row = rows[file_name(paper)]
        said = examine(paper.said, Progress(TODAY, compared_at=TODAY))
        assert row["outcome"] in ("waits", "counsel"), row
        assert verdict(said) == row["outcome"], row
        assert "call_back: waits" in row["checks"]
        assert "Call the clerk of court" in row["why"] or "court table" in row["why"]


def test_a_picture_waits_for_a_person_whatever_it_shows(tmp_path):
    pictures = some(is_picture=True, is_administrative=True)[:2]
    put(tmp_path, *pictures)

    with_rows = told(tmp_path)
    assert "meets" not in {row["outcome"] for row in with_rows.values()}
    for row in told(tmp_path, with_written=False).values():
        assert (row["outcome"], row["checks"]) == ("waits", "")
        assert row["why"] == "It has no text: a person reads it."


def test_what_nobody_has_written_down_waits_and_offers_what_its_text_says(tmp_path):
    paper = next(p for p in PAPERS if p.is_good and p.said.case_number and p.said.form)
    put(tmp_path, paper)

    row = told(tmp_path, with_written=False)[file_name(paper)]

    assert row["outcome"] == "waits"
    assert paper.said.case_number.upper() in row["why"]
    assert paper.said.form in row["why"]


@pytest.mark.parametrize("kind", AdministrativePaper)
def test_a_kind_that_opens_nothing_is_not_entered(tmp_path, kind):
    put(tmp_path, next(p for p in PAPERS if p.is_good), called="confirmed", kind=kind)

    (row,) = told(tmp_path).values()

    assert row["outcome"] == "not entered"
    assert "no court's paper" in row["why"]


def test_a_file_that_is_no_scan_is_not_kept_and_says_what_to_do(tmp_path):
    put(tmp_path, next(p for p in PAPERS if p.is_good))
    (tmp_path / "a page.pdf").write_bytes(b"<html><script>alert(1)</script></html>")

    row = told(tmp_path)["a page.pdf"]

    assert row["outcome"] == "not kept"
    assert "scan" in row["why"].lower()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("file,colour\na.pdf,red\n", "columns that nobody knows: colour"),
        ("file,kind\na.pdf\n", "row 2: as many cells"),
        ("file,kind\n,subpoena\n", "the name of a file"),
        ("file\nnot there.pdf\n", "1 files that are not in the folder"),
        ("file\na.pdf\na.pdf\n", "tells of a file twice: a.pdf"),
        ("file,called\na.pdf,perhaps\n", "'perhaps' is not a valid CallResult"),
    ],
)
def test_a_list_that_cannot_be_followed_is_refused(tmp_path, text, words):
    paper = next(p for p in PAPERS if p.is_good)
    (tmp_path / "a.pdf").write_bytes(paper.file())
    row = {k: str(v or "") for k, v in _row(paper.said).items() if k != "kind"}
    if "called" in text:
        row |= {"file": "a.pdf", "called": "perhaps", "kind": str(paper.said.kind)}
        text = f"{','.join(row)}\n" + ",".join(f'"{cell}"' for cell in row.values())
    (tmp_path / WRITTEN).write_text(text)

    with pytest.raises(CommandError, match=words):
        told(tmp_path)


@pytest.mark.parametrize("folder", ["nowhere", "empty"])
def test_a_folder_without_papers_is_said_to_be_so(tmp_path, folder):
    (tmp_path / "empty").mkdir()
    with pytest.raises(CommandError, match=r"is no folder|holds no files"):
        call_command("examine_papers", tmp_path / folder)


@pytest.mark.django_db
def test_nothing_of_a_paper_is_kept(tmp_path):
    put(tmp_path, next(p for p in PAPERS if p.is_good), called="confirmed")
    told(tmp_path)

    assert not Instrument.objects.exists()


def test_the_page_of_the_reference_knows_every_word(settings):
    """The columns, and the codes of each, as the command takes them."""
    text = (settings.BASE_DIR / "docs/reference/court-papers.md").read_text()
    words = [*COLUMNS, *InstrumentKind, *AdministrativePaper, *SignerTitle, *CallResult]
    missing = [w for w in words if f"`{w}`" not in text and w != "booking_numbers"]
    assert missing == []
