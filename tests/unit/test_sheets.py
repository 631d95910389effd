"""A cell of a file runs in no spreadsheet program, and loses nothing."""

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.sheets import exact, inert, line

LIVE = [
    *("|calc", "%x"),
    *("=1+1", "+1 206 555 0151", "-2+3", "@SUM(A1)", '=HYPERLINK("http://x")'),
    *("\t=1+1", "\r=1+1", "\n=1+1", "\0=1+1", "\x07@x", "  =1+1", "\u00a0=1+1"),
    *(
        "＝1+1",
        "＋1",
        "－1",
        "＠x",
        "﹦1",
        "\u200b=1+1",
        "\ufeff=1+1",
        '"=1+1',
        "\t",
        "\r",
    ),
]
# What a program that cuts at a semicolon or a line end would take for another cell.
LIVE_WITHIN = ["Theft;=cmd|' /C calc'!A1", "a\r\n=1+1", "a\n@x", 'x;"=1+1', "a\t+1"]
DEAD = [
    "",
    "Theft 3",
    "O'Brien",
    "Ōkubo-Żółt",
    "a=b",
    "5.00",
    "2026-11-22T11:26:15-08:00",
]

_texts = st.text(
    st.one_of(
        st.sampled_from("=+-@＝＋－＠'\"; \t\r\n\0\u200b\ufeffab1"), st.characters()
    )
)


def _begins(text: str) -> str:
    """The first character that a program would look at."""
    for character in text:
        category = unicodedata.category(character)
        if character != '"' and category not in {"Cc", "Cf", "Zs", "Zl", "Zp"}:
            return unicodedata.normalize("NFKC", character)[:1]
    return ""


@pytest.mark.parametrize("text", LIVE)
def test_what_could_run_gets_an_apostrophe_and_keeps_every_character(text):
    assert inert(text).startswith("'")
    assert exact(inert(text)) == text


@pytest.mark.parametrize("text", LIVE_WITHIN)
def test_what_another_program_would_cut_out_and_run_does_not_run(text):
    for part in inert(text).replace("\r", ";").replace("\n", ";").split(";"):
        assert _begins(part) not in set("=+-@"), part
    assert exact(inert(text)) == text


@pytest.mark.parametrize("text", DEAD)
def test_what_cannot_run_stands_as_it_is(text):
    assert inert(text) == text


@pytest.mark.parametrize("text", ["'quoted", "'=1+1", "''", "a;'b"])
def test_an_apostrophe_of_the_record_is_told_from_one_that_was_added(text):
    assert inert(text) != text
    assert exact(inert(text)) == text


@given(_texts)
def test_nothing_runs_and_nothing_is_lost(text):
    made = inert(text)

    assert exact(made) == text
    for cut in "\r\n\t":
        made = made.replace(cut, ";")
    for part in made.split(";"):
        assert _begins(part) not in set("=+-@")


@given(st.lists(_texts.filter(lambda text: "\0" not in text), min_size=1))
def test_a_line_is_read_back_as_it_was_written(cells):
    written = line(cells)

    assert written.endswith("\r\n")
    (read,) = csv.reader(io.StringIO(written, newline=""))
    assert [exact(cell) for cell in read] == cells
