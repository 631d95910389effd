"""What is due about a paper of the immigration authorities. None of it is about custody."""

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

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
