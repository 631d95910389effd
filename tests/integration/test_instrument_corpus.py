"""Three hundred papers and more, made up: what becomes of each, from its very file."""

import io
from collections import Counter
from datetime import UTC, datetime
from functools import cache

import pypdfium2
import pytest
from PIL import Image

from tests.corpus.instruments import TODAY, Paper, papers
from warrants.checks import Progress, examine, verdict
from warrants.enums import CallResult, Check, Outcome
from warrants.reading import Reading, read

AT = datetime(2026, 11, 23, 20, tzinfo=UTC)
PAPERS = papers()
SEEN_BY_A_PERSON = {"compared_at": AT}
EVERYTHING_ACCEPTED = frozenset(Check)


@cache
def text_of(paper: Paper) -> Reading | None:
    if paper.is_picture:
        return None
    with pypdfium2.PdfDocument(paper.file()) as document:
        return read(page.get_textpage().get_text_range() for page in document)


def outcome(paper: Paper, **done) -> Outcome:
    return verdict(examine(paper.said, Progress(TODAY, text_of(paper), **done)))


def clerk_says(paper: Paper) -> CallResult:
    return CallResult.CONFIRMED if paper.clerk_knows_it else CallResult.NOT_KNOWN


def test_the_corpus_is_what_the_measure_asks_for():
    kinds = Counter((p.is_good, p.is_administrative, p.is_picture) for p in PAPERS)

    assert len(PAPERS) >= 300
    assert min(kinds.values()) >= 30, kinds
    assert len({paper.name for paper in PAPERS}) == len(PAPERS)


def test_a_picture_of_the_corpus_is_a_picture_and_has_its_pages():
    for paper in PAPERS:
        if paper.is_picture:
            assert Image.open(io.BytesIO(paper.file())).n_frames == len(paper.pages)
            return


@pytest.mark.parametrize(
    "called", [None, CallResult.NO_ANSWER, CallResult.NOT_KNOWN, CallResult.RECALLED]
)
def test_no_paper_meets_before_the_court_has_confirmed_it(called):
    """Though a person has compared it, and counsel has accepted whatever they can."""
    done = SEEN_BY_A_PERSON | {"called": called, "accepted": EVERYTHING_ACCEPTED}
    assert [p.name for p in PAPERS if outcome(p, **done) is Outcome.MEETS] == []


def test_no_administrative_paper_ever_meets():
    """Passed off as a court's with all that a form can say, and whatever counsel accepts."""
    papers = [p for p in PAPERS if p.is_administrative]
    done = SEEN_BY_A_PERSON | {"accepted": EVERYTHING_ACCEPTED}
    met = [
        p.name
        for p in papers
        if outcome(p, called=clerk_says(p), **done) is Outcome.MEETS
    ]
    assert len(papers) >= 90
    assert met == []


def test_an_administrative_paper_with_text_fails_though_the_court_is_said_to_confirm_it():
    done = SEEN_BY_A_PERSON | {
        "accepted": EVERYTHING_ACCEPTED,
        "called": CallResult.CONFIRMED,
    }
    for paper in PAPERS:
        if paper.is_administrative and not paper.is_picture:
            assert outcome(paper, **done) is Outcome.FAILS, paper.name


def test_no_false_paper_meets():
    done = SEEN_BY_A_PERSON | {"accepted": EVERYTHING_ACCEPTED}
    for paper in PAPERS:
        if not paper.is_good:
            got = outcome(paper, called=clerk_says(paper), **done)
            assert got is Outcome.FAILS, paper.name


def test_of_the_good_ones_nineteen_of_twenty_are_not_refused():
    good = [paper for paper in PAPERS if paper.is_good]
    for done in ({}, SEEN_BY_A_PERSON | {"called": CallResult.CONFIRMED}):
        refused = [p.name for p in good if outcome(p, **done) is Outcome.FAILS]
        assert len(refused) <= 0.05 * len(good), refused


def test_a_good_one_meets_or_is_for_counsel_once_all_is_done():
    done = SEEN_BY_A_PERSON | {"called": CallResult.CONFIRMED}
    outcomes = Counter(outcome(p, **done) for p in PAPERS if p.is_good)

    assert set(outcomes) == {Outcome.MEETS, Outcome.COUNSEL}
    assert outcomes[Outcome.MEETS] > outcomes[Outcome.COUNSEL]


def test_a_picture_is_judged_by_no_machine():
    for paper in PAPERS:
        if paper.is_picture:
            results = examine(paper.said, Progress(TODAY, text_of(paper)))
            by_text = [r for r in results if r.check in (Check.TEXT, Check.COMPARED)]
            assert {r.outcome for r in by_text} == {Outcome.WAITS}, paper.name
