"""What the scan says against what was written down from it. Pure.

Reading by machine only ever takes away: where it agrees, a person compares all the same.
"""

import re
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher

from warrants.checks.contents import WARRANTS
from warrants.checks.issuing import NO_JUDGE
from warrants.checks.numbers import (
    a_numbers_in,
    numbers_in,
    plain,
    without_a_numbers,
)
from warrants.checks.statement import Progress, Result, Statement, meets, waits
from warrants.checks.statutes import Nature, citations
from warrants.courts import court_of
from warrants.enums import Check, InstrumentKind, Outcome, SignerTitle
from warrants.reading import Reading

_KCC = "KCC 2.15.005(A)"
_ALIKE = 0.8  # of the letters of a name, so that a scanner's slip is no contradiction
_SHORT = 4
_NO_JUDGES = NO_JUDGE | {SignerTitle.CLERK}
# Where a form has the name of whom it is about, and two words behind it that can be one.
_SOMEBODY = re.compile(
    r"(?:\b(?:v|vs|versus)\.?|\bin re\b:?|\bto be arrested\)?|\bdefendant:"
    r"|\bmatter of(?: the search of)?(?: records of)?)"
    r" (?!case\b|no\b|cause\b|defendant|plaintiff|the\b|a\b|said\b|any\b"
    r"|search\b|records\b|unknown\b)"
    r"[a-z][a-z'\-]+,? [a-z][a-z'\-]+"
)

# A contradiction, and whether it alone refuses the paper.
Contradiction = tuple[Outcome, str]


def text(said: Statement, done: Progress) -> Result:
    check, reading = Check.TEXT, done.read_as
    if reading is None and done.compared_at is None:
        return waits(check, "The scan has no text. It is judged by no machine.")
    if reading is None:
        return meets(check, "It has no text: a person compared it, and no machine.")
    found = list(_contradictions(said, reading))
    if not found:
        return Result(check, Outcome.MEETS, _agrees(reading))
    is_refused = any(outcome is Outcome.FAILS for outcome, _ in found)
    return Result(
        check,
        Outcome.FAILS if is_refused else Outcome.COUNSEL,
        " ".join(dict.fromkeys(words for _, words in found)),
        _KCC if is_refused else "",
    )


def _agrees(reading: Reading) -> str:
    if reading.without_text:
        which = ", ".join(map(str, reading.without_text))
        return f"It contradicts nothing. Page {which}: no text, read by a person alone."
    return "It contradicts nothing that is written here."


def _contradictions(said: Statement, reading: Reading) -> Iterator[Contradiction]:
    yield from _whose_paper(said, reading)
    yield from _signatures(said, reading)
    yield from _numbers(said, reading)
    yield from _people(said, reading)
    yield from _law(said, reading)


def _judges_pages(reading: Reading) -> set[int]:
    """Pages that a court heads and a judge signs. What stands on others, a cover, a sworn
    complaint, an exhibit, came with the paper and is not the paper.
    """
    headed = {found.page for found in reading.courts if court_of(found.words)}
    signed = {page for title, page in reading.titles if title not in _NO_JUDGES}
    return headed & signed


def _outcome(page: int, judges: set[int]) -> Outcome:
    """Of what an executive officer's paper would say: beside a judge's own page it is
    for counsel; where there is none, or on that page itself, it refuses.
    """
    return Outcome.COUNSEL if judges - {page} else Outcome.FAILS


def _whose_paper(said: Statement, reading: Reading) -> Iterator[Contradiction]:
    label = said.court.name if said.court else said.court_label
    judges = _judges_pages(reading)
    for found in reading.agencies:
        is_first = found.page == 1
        outcome = _outcome(found.page, judges) if is_first else Outcome.COUNSEL
        yield (
            outcome,
            (f"Written here: {label}. Page {found.page} is headed “{found.words}”."),
        )
    for found in reading.beside_a_court:
        yield (
            Outcome.COUNSEL,
            (f"Page {found.page} names a court and “{found.words}” in its heading."),
        )
    for paper, page in reading.administrative:
        yield Outcome.FAILS, f"Page {page} is a form that opens nothing: {paper.label}."
    for paper, page in reading.mentioned:
        yield Outcome.COUNSEL, f"Page {page} speaks of such a form: {paper.label}."
    courts = {court.code: court for w in reading.courts if (court := court_of(w.words))}
    if said.court and courts and said.court.code not in courts:
        others = ", ".join(sorted(court.name for court in courts.values()))
        yield Outcome.FAILS, f"Written here: {said.court.name}. The heading: {others}."
    if said.court and not courts and 1 not in reading.without_text:
        yield Outcome.COUNSEL, "Its first page names no court that is known here."


def _signatures(said: Statement, reading: Reading) -> Iterator[Contradiction]:
    titles = {title for title, _ in reading.titles}
    for title, page in reading.titles:
        if title in NO_JUDGE:
            # An affiant, or the officer who made the arrest, signs below a judge.
            outcome = Outcome.COUNSEL if _judges_pages(reading) else Outcome.FAILS
            yield outcome, f"On page {page} somebody signs as {title.label}."
    judges = titles - _NO_JUDGES - {SignerTitle.JUDGE}
    if SignerTitle.CLERK in titles and not titles - _NO_JUDGES:
        judges = {SignerTitle.CLERK}
    if judges and said.signer not in titles and said.signer is not SignerTitle.JUDGE:
        which = ", ".join(sorted(title.label for title in judges))
        yield Outcome.COUNSEL, f"Written here: {said.signer.label}. The paper: {which}."
    unread = reading.without_text
    if not titles and not unread and said.kind in WARRANTS:
        yield Outcome.COUNSEL, "No title of whoever signed can be read on it."


def _numbers(said: Statement, reading: Reading) -> Iterator[Contradiction]:
    written = _bare(plain(said.case_number))
    there = numbers_in(reading.text)
    others = [number for number in there if not _same_number(_bare(number), written)]
    is_there = bool(written) and written in _bare(without_a_numbers(reading.text))
    if is_there:
        if others and reading.pages > 1:
            yield Outcome.COUNSEL, f"It also bears another case number: {others[0]}."
    elif others:
        yield (
            Outcome.FAILS,
            (f"Written here: case {said.case_number}. The paper says {others[0]}."),
        )
    elif written and not reading.without_text:
        yield Outcome.COUNSEL, "The case number cannot be read on it."
    if a_numbers_in(reading.text) and not there and not is_there:
        yield Outcome.FAILS, "It bears an A-number, and no case number of a court."


def _people(said: Statement, reading: Reading) -> Iterator[Contradiction]:
    words = set(_folded(reading.text).split())
    for person in said.scope.people:
        parts = [part for part in _folded(person).split() if len(part) > 1]
        missing = [part for part in parts if not _stands_in(part, words)]
        if parts and len(missing) == len(parts) and not reading.without_text:
            # A name written by hand into a printed form is in no text of it.
            names_another = _SOMEBODY.search(reading.text)
            outcome = Outcome.FAILS if names_another else Outcome.COUNSEL
            yield outcome, "Whom it is written here to name, it does not name."
        elif missing:
            yield Outcome.COUNSEL, "Part of a name that is written here is not on it."


def _law(said: Statement, reading: Reading) -> Iterator[Contradiction]:
    judges = _judges_pages(reading)
    for page in reading.removability:
        is_sworn = (
            page in reading.probable_cause and page not in reading.held_for_removal
        )
        outcome = Outcome.COUNSEL if is_sworn else _outcome(page, judges)
        yield outcome, f"Page {page} rests on somebody's removability, which is civil."
    cited = citations(reading.text)
    civil = [c.words for c in cited if c.nature is Nature.CIVIL_IMMIGRATION]
    crimes = [
        c.words
        for c in cited
        if c.nature is Nature.CRIMINAL and not c.words.startswith("Rule")
    ]
    if civil:
        # An affidavit about a crime may tell of a removal before it.
        yield (
            (Outcome.COUNSEL if crimes else Outcome.FAILS),
            (f"It cites {', '.join(civil[:3])}, which is about civil custody."),
        )
    needs_cause = said.kind in (
        InstrumentKind.SEARCH_WARRANT,
        InstrumentKind.ARREST_WARRANT,
    )
    if needs_cause and not reading.probable_cause and not reading.without_text:
        yield Outcome.COUNSEL, "It does not speak of probable cause, or of sworn facts."


def _same_number(number: str, written: str) -> bool:
    return number.startswith(written) or written.startswith(number)


def _bare(number: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", number)


def _folded(text: str) -> str:
    shown = unicodedata.normalize("NFKD", text).lower()
    bare = "".join(c for c in shown if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", " ", bare.replace("'", "").replace("\u2019", ""))


def _stands_in(part: str, words: set[str]) -> bool:
    if part in words or any(part in word for word in words if len(part) > _SHORT):
        return True
    return len(part) > _SHORT and any(
        SequenceMatcher(None, part, word).ratio() >= _ALIKE
        for word in words
        if abs(len(word) - len(part)) <= 1
    )
