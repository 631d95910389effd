"""The log of opened sheets, kept while the system is down: a chain of lines, each with
the digest of the one before, so that a line that is changed or taken out shows.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from bookings.rules.violations import RuleViolation

SHORTEST_REASON = 10


@dataclass(frozen=True, slots=True)
class Opening:
    """One line. ``at``: the workstation's own clock, with its offset. ``who``: the name
    somebody signs in by, as they gave it. ``before``: the digest of the line before.
    """

    sheet: UUID
    at: datetime
    who: str
    why: str
    before: str

    @property
    def line(self) -> str:
        told = {name: str(value) for name, value in asdict(self).items()}
        return json.dumps({**told, "at": self.at.isoformat()}, ensure_ascii=False)

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.line.encode()).hexdigest()


def check_reason(who: str, why: str) -> None:
    """Raise RuleViolation unless somebody said who they are and why they open it."""
    if not who.strip():
        raise RuleViolation("Say who opens it: the name you sign in by.")
    if len(why.strip()) < SHORTEST_REASON:
        raise RuleViolation(
            "Say why in a few words: what is down, and what you need the sheet for."
        )


def read_log(lines: Iterable[str]) -> list[Opening]:
    """Every opening of a log, in order. Raises RuleViolation at the first line that is
    none, or does not follow from the one before.
    """
    found: list[Opening] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        opening = _read(line, number)
        if opening.before != (found[-1].digest if found else ""):
            raise RuleViolation(
                f"Line {number} does not follow from the line before it: one was"
                " changed or taken out."
            )
        found.append(opening)
    return found


def _read(line: str, number: int) -> Opening:
    try:
        told = json.loads(line)
        return Opening(
            sheet=UUID(told["sheet"]),
            at=_aware(datetime.fromisoformat(told["at"])),
            who=str(told["who"]),
            why=str(told["why"]),
            before=str(told["before"]),
        )
    except (ValueError, KeyError, TypeError):
        raise RuleViolation(f"Line {number} is no opening of a sheet.") from None


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("without an offset nobody knows when that was")
    return at
