"""What is due about a paper of the immigration authorities. None of it is about custody."""

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from access.enums import Certainty
from bookings.enums import DetainerForm
from bookings.rules.violations import RuleViolation

_FILE = Path(__file__).parent.parent / "terms.toml"
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Term:
    """How long the desk has, for what begins in ``[begins, ends)``."""

    begins: datetime
    ends: datetime
    within: timedelta


def terms_of(text: str, word: str = "serve_paper") -> tuple[Term, ...]:
    """Read the terms of a file, each of which ends where the next begins."""
    stated = sorted(tomllib.loads(text)[word], key=lambda row: row["effective_at"])
    begins = [*(row["effective_at"] for row in stated), _NEVER]
    return tuple(
        Term(first, after, timedelta(hours=row["hours"]))
        for (first, after), row in zip(pairwise(begins), stated, strict=True)
    )


TERMS = terms_of(_FILE.read_text())


def served_within(received_at: datetime) -> timedelta:
    """How long there is to give the person the copy of a paper received then."""
    return next(t.within for t in TERMS if t.begins <= received_at < t.ends)


def check_received(received_at: datetime, *, now: datetime) -> None:
    """Raise RuleViolation if the paper is to come yet. Instants are aware."""
    if received_at > now:
        raise RuleViolation("The time of receipt is in the future.")


def check_served(
    served_at: datetime,
    *,
    received_at: datetime,
    served_before: datetime | None,
    now: datetime,
) -> None:
    """Raise RuleViolation unless the copy may be recorded as given then."""
    if served_before is not None:
        raise RuleViolation("That the person has the copy is on record already.")
    if served_at > now:
        raise RuleViolation("The time at which the copy was given is in the future.")
    if served_at < received_at:
        raise RuleViolation("The copy cannot be given before the paper was received.")


def check_concluded(
    outcome: str,
    lifted_at: datetime | None,
    *,
    concluded_as: str,
    judicial: str,
    now: datetime,
) -> None:
    """Raise RuleViolation unless this may be what became of the paper."""
    if concluded_as:
        raise RuleViolation("What became of this paper is on record already.")
    if (outcome == "lifted") != (lifted_at is not None):
        raise RuleViolation(
            "Give the time at which it was lifted, and only for a paper that was."
        )
    if lifted_at and lifted_at > now:
        raise RuleViolation("The time at which it was lifted is in the future.")
    if outcome == "to_warrants" and not judicial:
        raise RuleViolation(
            "No judge's warrant is recorded as having come with this paper."
        )


def hours_waiting(received_at: datetime, at: datetime) -> int:
    """Whole hours since a paper was received."""
    return max(int((at - received_at) // timedelta(hours=1)), 0)


@dataclass(frozen=True, slots=True)
class PaperAnswer:
    """What the county answers to whoever sent a paper, and how sure we are of why."""

    words: str
    citation: str
    certainty: Certainty

    @property
    def for_counsel(self) -> bool:
        return self.certainty is not Certainty.FOUND


_A_REQUEST = PaperAnswer(
    "This is a request, and no judge has signed it. The county keeps nobody on it and "
    "tells nobody of a release on it.",
    "RCW 10.93.160(4)(b), (7) and (8); RCW 43.17.420",
    Certainty.FOUND,
)
_AN_ADMINISTRATIVE_WARRANT = PaperAnswer(
    "This is a civil immigration warrant, signed by an officer and by no judge. The "
    "county takes nobody into custody on it and opens no record on it.",
    "RCW 10.93.160(5) and (8); RCW 43.17.420",
    Certainty.FOUND,
)
# Sources: domain.md 2.3 and 3.1. That a subpoena or summons of an agency compels nobody
# until a court orders it is there from memory: for counsel.
PAPER_ANSWERS = {
    DetainerForm.I_247A: _A_REQUEST,
    DetainerForm.I_247D: _A_REQUEST,
    DetainerForm.I_247N: _A_REQUEST,
    DetainerForm.I_247X: _A_REQUEST,
    DetainerForm.I_247: _A_REQUEST,
    DetainerForm.I_200: _AN_ADMINISTRATIVE_WARRANT,
    DetainerForm.I_203: _AN_ADMINISTRATIVE_WARRANT,
    DetainerForm.I_205: _AN_ADMINISTRATIVE_WARRANT,
    DetainerForm.I_138: PaperAnswer(
        "This is an agency's own subpoena. No record is given on it: bring an order of a "
        "federal district court, which is examined among the court's papers.",
        "RCW 10.93.160(5) and (16)",
        Certainty.HIGH,
    ),
    DetainerForm.IMMIGRATION_JUDGE: PaperAnswer(
        "An immigration judge is an officer of the Department of Justice. The paper is no "
        "court's order: nobody is kept and no record is opened on it.",
        "RCW 43.17.420; RCW 10.93.160(8)",
        Certainty.FOUND,
    ),
    DetainerForm.CUSTOMS_SUMMONS: PaperAnswer(
        "This is an agency's own summons. No record is given on it: bring an order of a "
        "federal district court, which is examined among the court's papers.",
        "19 USC 1509; RCW 10.93.160(16)",
        Certainty.HIGH,
    ),
}
