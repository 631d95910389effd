"""What the text of a scanned paper says: never what it is worth. Pure.

A page whose text cannot be read says nothing, and is judged by nobody but a person.
Words count where a form has them: in a heading, on a line of their own, under a
signature. That an affidavit mentions an agency makes no paper an agency's.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from warrants.enums import AdministrativePaper, SignerTitle

# How many lines of a page are its heading, how many words a line of it has, and a title.
_HEADING_LINES, _FORM_LINE, _TITLE_LINE = 9, 11, 16
# Fewer letters than this on a page are a stamp or a fax's line, and no text of it.
FEWEST_LETTERS = 40


@dataclass(frozen=True, slots=True)
class Found:
    """Something on a page. ``page`` is counted from 1."""

    words: str
    page: int


@dataclass(frozen=True, slots=True)
class Reading:
    """``agencies``: immigration authorities in the heading of a page that names no
    court there; ``beside_a_court``: of one that does. ``mentioned``: administrative
    forms that the text merely speaks of.
    """

    pages: int
    without_text: tuple[int, ...] = ()
    agencies: tuple[Found, ...] = ()
    beside_a_court: tuple[Found, ...] = ()
    courts: tuple[Found, ...] = ()
    administrative: tuple[tuple[AdministrativePaper, int], ...] = ()
    mentioned: tuple[tuple[AdministrativePaper, int], ...] = ()
    titles: tuple[tuple[SignerTitle, int], ...] = ()
    removability: tuple[int, ...] = ()
    held_for_removal: tuple[int, ...] = ()
    probable_cause: tuple[int, ...] = ()
    texts: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(self.texts)


_AGENCY = re.compile(
    r"department of homeland security|\bhomeland security\b|\bu\.? ?s\.? ?dhs\b|\bdhs\b"
    r"|immigration (?:and|&) customs enforcement|\bcustoms (?:and|&) border protection\b"
    r"|citizenship (?:and|&) immigration services|\buscis\b|enforcement (?:and|&) removal"
    r"|executive office for immigration review|\beoir\b|\bimmigration court\b"
    r"|board of immigration appeals|\bdetention (?:and|&) removal operations\b"
)
_COURT = re.compile(r"\b(?:courts?|court of appeals)\b")
_NO_COURT = re.compile(
    r"immigration court|courts? (?:order|clerk|rule|house)|in court|executive office|"
    r"clerk of|the court\b|this court|open court|subpoena|appear|judge"
)
_ORDERS_OF_REMOVAL = (
    r"(?:decision and |bond )?orders? of the immigration judge"
    r"|in removal proceedings|order of removal"
)
# A line that is the title or the number of such a form, and nothing else.
_FORMS: tuple[tuple[AdministrativePaper, str, str], ...] = (
    (
        AdministrativePaper.I_200,
        r"i-?200",
        r"warrant for (?:the )?arrest of (?:an )?alien",
    ),
    (AdministrativePaper.I_203, r"i-?203a?", r"order to detain or release(?: alien)?"),
    (
        AdministrativePaper.I_205,
        r"i-?205",
        r"warrant of (?:removal|deportation)(?: ?/ ?(?:removal|deportation))?",
    ),
    (
        AdministrativePaper.I_247,
        r"i-?247[adgnx]?",
        r"immigration detainer.*|request for (?:advance|voluntary) (?:notification|transfer).*",
    ),
    (AdministrativePaper.I_138, r"i-?138", r"immigration (?:enforcement )?subpoena"),
    (AdministrativePaper.I_286, r"i-?286", r"notice of custody determination"),
    (
        AdministrativePaper.I_862,
        r"i-?862",
        r"notice to appear in removal proceedings.*",
    ),
    (
        AdministrativePaper.IMMIGRATION_JUDGE,
        r"eoir-?\d+",
        _ORDERS_OF_REMOVAL,
    ),
    (
        AdministrativePaper.CUSTOMS_SUMMONS,
        r"cbp form 3115|dhs form 3115",
        r"(?:customs )?summons(?: to appear and/or produce records)?,? (?:under )?19 u\.?s\.?c\.? ?(?:§ ?)?1509|customs summons",
    ),
)
_BEFORE_A_FORM = r"(?:u\.?s\.? )?(?:dhs |ice |cbp )?(?:form )?"
_AFTER_A_FORM = r"(?:[ ,(].{0,40})?"

# Titles, as they stand under a signature: a line of its own, or the end of one.
_TITLES: tuple[tuple[SignerTitle, str], ...] = (
    (SignerTitle.IMMIGRATION_JUDGE, r"(?:u\.?s\.?|united states)? ?immigration judge"),
    (
        SignerTitle.DEPORTATION_OFFICER,
        r"(?:supervisory )?(?:detention and )?deportation officer|sddo|\(?a\)?sddo",
    ),
    (
        SignerTitle.IMMIGRATION_OFFICER,
        r"(?:authorized |supervisory )?immigration (?:enforcement )?(?:officer|agent)",
    ),
    (
        SignerTitle.FIELD_OFFICE_DIRECTOR,
        r"(?:assistant |deputy |acting )*field office director|[ad]?fod",
    ),
    (SignerTitle.CUSTOMS_OFFICER, r"customs (?:and border protection )?officer"),
    (
        SignerTitle.US_MAGISTRATE_JUDGE,
        r"(?:chief )?(?:u\.?s\.?|united states) magistrate judge|magistrate judge",
    ),
    (
        SignerTitle.US_DISTRICT_JUDGE,
        r"(?:chief |senior )?(?:u\.?s\.?|united states) district (?:court )?judge",
    ),
    (
        SignerTitle.US_CIRCUIT_JUDGE,
        r"(?:chief |senior )?(?:u\.?s\.?|united states) circuit judge",
    ),
    (
        SignerTitle.JUDGE_PRO_TEMPORE,
        r"(?:judge|court commissioner|commissioner) pro tem(?:pore)?\.?|pro tem(?:pore)? judge",
    ),
    (
        SignerTitle.COURT_COMMISSIONER,
        r"(?:superior |district |municipal )?court commissioner|commissioner",
    ),
    (
        SignerTitle.SUPERIOR_COURT_JUDGE,
        r"(?:king county |.{0,20})?superior court judge|judge of the superior court",
    ),
    (
        SignerTitle.DISTRICT_COURT_JUDGE,
        r"(?:.{0,20})?(?<!states )district court judge|judge of the district court",
    ),
    (
        SignerTitle.MUNICIPAL_COURT_JUDGE,
        r"(?:.{0,20})?municipal court judge|judge of the municipal court",
    ),
    (
        SignerTitle.CLERK,
        r"(?:deputy )?clerk(?: of (?:the )?court)?|(?:deputy )?(?:superior )?court clerk",
    ),
    (SignerTitle.JUDGE, r"judge"),
)
_BEFORE_A_TITLE = r"(?:[^a-z]*|.{0,40}[,:/(]\s*|.{0,30}signature of |s/.{0,40}\s)"

_REMOVABILITY = re.compile(
    r"determination (?:by .{0,60} )?(?:of|that .{0,60}) (?:inadmissib|removab)\w*"
    r"|probable cause to believe that .{0,80}\b(?:is|was) (?:removable|an alien)"
    r"|subject to removal from the united states|removable from the united states"
    r"|within the country in violation of the immigration laws"
)
# An officer's own words for an arrest without a judge.
_HELD_FOR_REMOVAL = re.compile(
    r"probable cause to believe that .{0,80}\b(?:is|was) removable"
)
_PROBABLE_CAUSE = re.compile(
    r"probable cause|affidavits?\b|sworn (?:testimony|statement)|complaint|indictment"
)


def read(pages: Iterable[str]) -> Reading | None:
    """What the pages of a paper say, or None if none of them has text."""
    texts = [_plain(page) for page in pages]
    silent = tuple(n for n, text in enumerate(texts, 1) if not has_text(text))
    if len(silent) == len(texts):
        return None
    heads = [(n, _heading(text)) for n, text in enumerate(texts, 1)]
    with_court = {n for n, lines in heads if any(_is_court(line) for line in lines)}
    agencies = [
        (n, line) for n, lines in heads for line in lines if _AGENCY.search(line)
    ]
    forms, titles = _lines(texts, _forms_on), _lines(texts, _titles_on)
    return Reading(
        pages=len(texts),
        without_text=silent,
        agencies=tuple(Found(w, n) for n, w in agencies if n not in with_court),
        beside_a_court=tuple(Found(w, n) for n, w in agencies if n in with_court),
        courts=tuple(Found(w, n) for n, lines in heads for w in _courts(lines)),
        administrative=forms,
        mentioned=tuple(m for m in _mentions(texts) if m not in forms),
        titles=titles,
        removability=_on_pages(texts, _REMOVABILITY),
        held_for_removal=_on_pages(texts, _HELD_FOR_REMOVAL),
        probable_cause=_on_pages(texts, _PROBABLE_CAUSE),
        texts=tuple(texts),
    )


def has_text(text: str) -> bool:
    return sum(character.isalpha() for character in text) >= FEWEST_LETTERS


def _plain(page: str) -> str:
    """Small letters without accents, one space between words, lines kept."""
    text = unicodedata.normalize("NFKD", page).translate(_LOOK_ALIKE)
    text = "".join(c for c in text if not unicodedata.combining(c)).lower()
    lines = (re.sub(r"[\s_]+", " ", line).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)


_LOOK_ALIKE = str.maketrans(
    "\u2010\u2011\u2012\u2013\u2014\u2212аеосріхТІЕСОАМРКН",
    "------aeocpixTIECOAMPKH",
)


def _heading(text: str) -> list[str]:
    lines = [line for line in text.splitlines() if any(c.isalpha() for c in line)]
    return [line for line in lines[:_HEADING_LINES] if len(line.split()) <= _FORM_LINE]


def _is_court(line: str) -> bool:
    return bool(_COURT.search(line)) and not _NO_COURT.search(line)


def _courts(lines: list[str]) -> list[str]:
    """The court that a heading names: its line, and with the next, which may end it."""
    named = []
    for at, line in enumerate(lines):
        if _is_court(line):
            named += [" ".join(lines[at : at + many]) for many in (1, 2, 3)]
            if at:
                named += [" ".join(lines[at - 1 : at + many]) for many in (1, 2)]
    return named


def _lines(texts: list[str], find: Callable) -> tuple:
    found = (
        (what, number)
        for number, text in enumerate(texts, 1)
        for line in text.splitlines()
        for what in find(line)
    )
    return tuple(dict.fromkeys(found))


def _forms_on(line: str) -> list[AdministrativePaper]:
    if len(line.split()) > _TITLE_LINE:
        return []
    return [
        paper
        for paper, number, title in _FORMS
        if re.fullmatch(f"{_BEFORE_A_FORM}(?:{number}){_AFTER_A_FORM}", line)
        or re.fullmatch(f"[^a-z]*(?:{title})[^a-z]*", line)
    ]


def _titles_on(line: str) -> list[SignerTitle]:
    """The title that ends a line; the first that fits, so that the fuller one counts."""
    if len(line.split()) > _FORM_LINE:
        return []
    for title, words in _TITLES:
        if re.fullmatch(rf"{_BEFORE_A_TITLE}(?:{words})[\W\d]*", line):
            return [title]
    return []


def _mentions(texts: list[str]) -> list[tuple[AdministrativePaper, int]]:
    return [
        (paper, number)
        for number, text in enumerate(texts, 1)
        for paper, form, title in _FORMS
        if re.search(rf"\b(?:{form})\b", text)
        or re.search(title.replace(".*", ""), text)
    ]


def _on_pages(texts: list[str], pattern: re.Pattern) -> tuple[int, ...]:
    joined = [text.replace("\n", " ") for text in texts]
    return tuple(n for n, text in enumerate(joined, 1) if pattern.search(text))
