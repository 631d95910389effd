"""Holds the reason of a request against what the jail has on record. Pure.

A nudge for whoever decides, and no rule: it opens nothing and refuses nothing. What the
reason itself names counts; what would be true of most requests is at most plausible.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Fact(StrEnum):
    """What of a booking a reason is held against, for the decider alone."""

    CASE_NUMBER = "case_number"
    COURT_DATE = "court_date"
    CUSTODY = "custody"
    TRANSPORT = "transport"
    ASSIGNMENT = "assignment"
    EARLIER = "earlier"

    @property
    def label(self) -> str:
        return FACT_LABELS[self]


FACT_LABELS = {
    Fact.CASE_NUMBER: "Case number",
    Fact.COURT_DATE: "Court date",
    Fact.CUSTODY: "Custody now",
    Fact.TRANSPORT: "Transport",
    Fact.ASSIGNMENT: "Assignment",
    Fact.EARLIER: "Earlier grants",
}


class Held(StrEnum):
    """How what a reason says stands beside the record. A reason as a whole is one of the
    first three; the others are of a single fact.
    """

    CORROBORATED = "corroborated"
    PLAUSIBLE = "plausible"
    UNEXPLAINED = "unexplained"
    NOT_SAID = "not_said"
    NOT_SHOWN = "not_shown"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


# What somebody can name in a reason and be wrong about.
_NAMED = frozenset({Fact.CASE_NUMBER, Fact.COURT_DATE, Fact.CUSTODY, Fact.TRANSPORT})
# What is of this booking and of few others: it corroborates by itself.
_SPECIFIC = frozenset({Fact.CASE_NUMBER, Fact.COURT_DATE, Fact.TRANSPORT})


@dataclass(frozen=True, slots=True)
class Said:
    """What whoever asks has said, and for whom they work. ``asked_on``: a day of the
    county's. ``paper_number``: of the paper of which the request speaks.
    """

    reason: str
    asked_on: date
    paper_number: str = ""
    agency: str = ""
    ori: str = ""


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What one booking has, as far as the decider is shown it. ``closed``: of what they
    may not be shown it; its values are empty here.
    """

    closed: frozenset[Fact] = frozenset()
    numbers: tuple[str, ...] = ()
    court_on: date | None = None
    is_in_custody: bool = False
    is_out: bool = False
    moved_on: frozenset[date] = frozenset()
    arresting_agency: str = ""
    arresting_ori: str = ""
    earlier_grants: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    fact: Fact
    held: Held
    line: str


@dataclass(frozen=True, slots=True)
class Weighed:
    overall: Held
    findings: tuple[Finding, ...] = ()


NOTHING_SHOWN = Weighed(Held.UNEXPLAINED)
CLOSED_LINE = "You may not be shown what this would be held against."


def weigh(said: Said, on_record: OnRecord | None) -> Weighed:
    """Hold what was said against the record; None: of no booking that may be shown."""
    if on_record is None:
        return NOTHING_SHOWN
    findings = tuple(
        Finding(fact, Held.NOT_SHOWN, CLOSED_LINE)
        if fact in on_record.closed
        else Finding(fact, *check(said, on_record))
        for fact, check in _CHECKS.items()
    )
    return Weighed(_overall(findings), findings)


def _overall(findings: tuple[Finding, ...]) -> Held:
    held = {finding.fact: finding.held for finding in findings}
    disagrees = any(held[fact] is Held.UNEXPLAINED for fact in _NAMED)
    agrees = any(held[fact] is Held.CORROBORATED for fact in _SPECIFIC)
    fits = any(own in (Held.CORROBORATED, Held.PLAUSIBLE) for own in held.values())
    if agrees and not disagrees:
        return Held.CORROBORATED
    if agrees or (fits and not disagrees):
        return Held.PLAUSIBLE
    return Held.UNEXPLAINED


# --- One fact after the other ---------------------------------------------------------

Answer = tuple[Held, str]


def _case_number(said: Said, on_record: OnRecord) -> Answer:
    named = numbers_in(f"{said.reason} {said.paper_number}")
    own = {core for number in on_record.numbers for core in _cores(number)}
    if not named:
        return Held.NOT_SAID, "The reason names no case."
    if named & own:
        return Held.CORROBORATED, "A number that was given is of this booking."
    if not own:
        return Held.PLAUSIBLE, "A number was given; this booking has none on record."
    return Held.UNEXPLAINED, "The number that was given is not of this booking."


def _court_date(said: Said, on_record: OnRecord) -> Answer:
    days = set(days_in(said.reason, said.asked_on))
    if on_record.court_on and on_record.court_on in days:
        return Held.CORROBORATED, "The reason names the day in court."
    if not _COURT.search(said.reason):
        return Held.NOT_SAID, "The reason speaks of no day in court."
    if on_record.court_on is None or on_record.court_on < said.asked_on:
        return Held.UNEXPLAINED, "It speaks of a day in court; none is to come."
    if any(day >= said.asked_on for day in days):
        return Held.UNEXPLAINED, "It names another day than the one in court."
    return Held.PLAUSIBLE, "It speaks of a day in court, and one is to come."


def _custody(said: Said, on_record: OnRecord) -> Answer:
    if not _PRESENCE.search(said.reason):
        return Held.NOT_SAID, "The reason does not rest on the person being here."
    if on_record.is_in_custody:
        return Held.PLAUSIBLE, "It rests on the person being here, and they are."
    return Held.UNEXPLAINED, "It rests on the person being here, and they have left."


def _transport(said: Said, on_record: OnRecord) -> Answer:
    if not _TRANSPORT.search(said.reason):
        return Held.NOT_SAID, "The reason speaks of no transport."
    if on_record.is_out:
        return Held.CORROBORATED, "It speaks of a transport, and one is under way."
    if on_record.moved_on & set(days_in(said.reason, said.asked_on)):
        return Held.CORROBORATED, "It speaks of a transport, and names its day."
    if on_record.court_on and on_record.court_on >= said.asked_on:
        return (
            Held.PLAUSIBLE,
            "It speaks of a transport, and a day in court is to come.",
        )
    return Held.UNEXPLAINED, "It speaks of a transport; none is on record."


def _assignment(said: Said, on_record: OnRecord) -> Answer:
    if not (on_record.arresting_agency or on_record.arresting_ori):
        return Held.NOT_SAID, "No arresting agency is on record."
    if _is_of(said, on_record):
        return Held.CORROBORATED, "The agency that asks made the arrest."
    return Held.UNEXPLAINED, "Another agency made the arrest."


def _is_of(said: Said, on_record: OnRecord) -> bool:
    if said.ori and on_record.arresting_ori:
        return said.ori.upper() == on_record.arresting_ori.upper()
    return bool(said.agency) and _plain(said.agency) == _plain(
        on_record.arresting_agency
    )


def _earlier(said: Said, on_record: OnRecord) -> Answer:
    if on_record.earlier_grants:
        return Held.PLAUSIBLE, "The same unit was granted access to it before."
    return Held.NOT_SAID, "The same unit was granted nothing of it before."


_CHECKS = {
    Fact.CASE_NUMBER: _case_number,
    Fact.COURT_DATE: _court_date,
    Fact.CUSTODY: _custody,
    Fact.TRANSPORT: _transport,
    Fact.ASSIGNMENT: _assignment,
    Fact.EARLIER: _earlier,
}

# --- Reading a reason -----------------------------------------------------------------

_COURT = re.compile(
    r"\b(?:hearings?|arraign\w*|trial|sentenc\w+|court date|day in court|in court"
    r"|appearances?|omnibus|bench)\b",
    re.IGNORECASE,
)
_PRESENCE = re.compile(
    r"\b(?:interview\w*|in custody|in jail|visit\w*|line-?up|speak (?:to|with)"
    r"|talk (?:to|with)|question (?:him|her|them)|serve|pick(?:ed)? up)\b",
    re.IGNORECASE,
)
_TRANSPORT = re.compile(
    r"\b(?:transport\w*|escort\w*|convey\w*|prisoner movement|bring (?:him|her|them) to)\b",
    re.IGNORECASE,
)
_TELEPHONE = re.compile(r"\(?\b\d{3}\)?[-. ]\d{3}[-. ]\d{4}\b")
_WORD = re.compile(r"[0-9a-z][0-9a-z/-]*", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_FEWEST_DIGITS = 4


def numbers_in(text: str) -> frozenset[str]:
    """The numbers of cases in a text, as they are compared: no day, no telephone."""
    bare = _TELEPHONE.sub(" ", text)
    for pattern in (_ISO, _NUMERIC, _MONTH_FIRST):
        bare = pattern.sub(" ", bare)
    return frozenset(core for word in _WORD.findall(bare) for core in _cores(word))


def _cores(number: str) -> set[str]:
    """One number as it is compared: letters that stand before or after it (a department,
    a court's seat) may be left out.
    """
    plain = re.sub(r"[^0-9A-Z]", "", number.upper())
    if sum(map(str.isdigit, plain)) < _FEWEST_DIGITS or _YEAR.fullmatch(plain):
        return set()
    return {plain, re.sub(r"^[A-Z]+|[A-Z]+$", "", plain)}


_MONTHS = (
    *("jan", "feb", "mar", "apr", "may", "jun"),
    *("jul", "aug", "sep", "oct", "nov", "dec"),
)
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_NUMERIC = re.compile(r"\b(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?\b(?![-/\d])")
_MONTH_FIRST = re.compile(
    rf"\b({'|'.join(_MONTHS)})[a-z]*\.? (\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (\d{{4}}))?",
    re.IGNORECASE,
)


def days_in(text: str, asked_on: date) -> Iterator[date]:
    """The days that a text names; one without its year is the nearest to ``asked_on``."""
    for year, month, day in _ISO.findall(text):
        yield from _day(year, int(month), day, asked_on)
    for month, day, year in _NUMERIC.findall(text):
        yield from _day(year, int(month), day, asked_on)
    for month, day, year in _MONTH_FIRST.findall(text):
        yield from _day(year, _MONTHS.index(month.lower()) + 1, day, asked_on)


def _day(year: str, month: int, day: str, asked_on: date) -> Iterator[date]:
    """None where there is no such day."""
    years = (
        [int(year) % 100 + 2000] if year else [asked_on.year + n for n in (-1, 0, 1)]
    )
    found = []
    for own in years:
        try:
            found.append(date(own, month, int(day)))
        except ValueError:
            continue
    if found:
        yield min(found, key=lambda one: abs(one - asked_on))


def _plain(name: str) -> str:
    """An agency's name as it is compared."""
    words = re.findall(r"[a-z0-9]+", name.lower())
    short = {"dept": "department", "pd": "police department", "so": "sheriff office"}
    return " ".join(short.get(word, word) for word in words)
