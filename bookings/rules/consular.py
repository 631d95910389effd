"""The advisement and the consular case: what permits each step, and when duty is done.

A case file is what lies in the envelope. Everything here is pure: instants are given.
"""

import json
import re
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta

from bookings.enums import (
    CONSULATES,
    CaseEnd,
    ConsularAnswer,
    ContactKind,
    SignatureOutcome,
)
from bookings.rules.violations import RuleViolation

# State expects notice within 72 hours as a rule; the treaty says "without delay".
OVERDUE = timedelta(hours=72)
# Every file is as long as this, or a multiple: its length tells nothing of the answer.
BLOCK = 8192
INTERPRETER_LENGTH, WORDS_LENGTH, ENTRIES = 60, 200, 60

# RCW 10.93.160(13): no language services from a federal immigration authority.
_IMMIGRATION_AUTHORITY = re.compile(
    r"\b(ICE|CBP|DHS|HSI|ERO|USCIS|INS|EOIR|border patrol|homeland security"
    r"|immigration|customs and border)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log: what passed, when, and by whom it was written down."""

    at: datetime
    kind: ContactKind
    by: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What somebody answered, and what came of it. ``since``: when they asked for it,
    or confirmed it, or said no; hours run from then. ``docket``: a number of the case's
    own, under which acts are recorded, so that no act names the booking.
    """

    docket: str
    answer: ConsularAnswer
    since: datetime
    which: str = ""
    is_mandatory: bool = False
    ask_again_at: datetime | None = None
    log: tuple[Entry, ...] = field(default_factory=tuple)

    def packed(self) -> bytes:
        """As bytes, filled up to a whole number of blocks."""
        text = json.dumps(asdict(self), default=datetime.isoformat).encode()
        return text + b" " * (-len(text) % BLOCK)

    @classmethod
    def unpacked(cls, data: bytes) -> "CaseFile":
        said = json.loads(data)
        said["answer"] = ConsularAnswer(said["answer"])
        said["since"] = datetime.fromisoformat(said["since"])
        if said["ask_again_at"]:
            said["ask_again_at"] = datetime.fromisoformat(said["ask_again_at"])
        said["log"] = tuple(
            Entry(
                datetime.fromisoformat(entry["at"]),
                ContactKind(entry["kind"]),
                entry["by"],
                entry["words"],
            )
            for entry in said["log"]
        )
        return cls(**said)

    @property
    def met_at(self) -> datetime | None:
        """When the duty was met: a consulate told since it was asked for, or a "no"."""
        if self.answer is ConsularAnswer.NO:
            return self.since
        if self.answer is ConsularAnswer.LATER:
            return None
        told = [e.at for e in self.log if e.kind.is_notice and e.at >= self.since]
        return min(told, default=None)

    @property
    def is_open(self) -> bool:
        return self.met_at is None

    def hours(self, now: datetime) -> int:
        """Whole hours since it was asked for, until told or until now."""
        return int(((self.met_at or now) - self.since) // timedelta(hours=1))

    def is_overdue(self, now: datetime) -> bool:
        """A notice that was asked for and not given within 72 hours."""
        is_asked_for = self.answer is ConsularAnswer.YES and self.is_open
        return is_asked_for and now - self.since >= OVERDUE

    def with_entry(self, entry: Entry) -> "CaseFile":
        if len(self.log) >= ENTRIES:
            raise RuleViolation("The log of this case is full. Ask counsel.")
        return replace(self, log=(*self.log, entry))


def check_advisement(
    *,
    booked_at: datetime,
    advised_at: datetime,
    now: datetime,
    interpreter: str,
    outcome: SignatureOutcome,
    is_signed_here: bool,
) -> None:
    """Raise RuleViolation unless somebody can have been advised so."""
    if advised_at > now:
        raise RuleViolation("The time of the advisement is in the future.")
    if advised_at < booked_at:
        raise RuleViolation("The time of the advisement is before the booking.")
    check_interpreter(interpreter)
    if (outcome is SignatureOutcome.SIGNED_HERE) != is_signed_here:
        raise RuleViolation(
            "Sign in the box, or say that it was signed on paper, refused or not possible."
        )


def check_interpreter(interpreter: str) -> None:
    if _IMMIGRATION_AUTHORITY.search(interpreter):
        raise RuleViolation(
            "No interpreter of a federal immigration authority may be used"
            " (RCW 10.93.160(13)). Call the county's own vendor."
        )


def check_answer(
    answer: ConsularAnswer,
    *,
    which: str,
    ask_again_at: datetime | None,
    is_advised: bool,
    now: datetime,
) -> None:
    """Raise RuleViolation unless this can be an answer to the question."""
    if not is_advised:
        raise RuleViolation("The advisement comes first. Then the question is asked.")
    if answer is ConsularAnswer.YES and which not in CONSULATES:
        raise RuleViolation("Name the consulate that shall be told.")
    if answer is ConsularAnswer.LATER:
        if ask_again_at is None:
            raise RuleViolation("Say when to ask again.")
        if not now < ask_again_at <= now + timedelta(days=2):
            raise RuleViolation("Ask again within two days, and not in the past.")


def check_contact(at: datetime, *, file: CaseFile, kind: ContactKind, now: datetime):
    """Raise RuleViolation unless this can have passed, and may."""
    if at > now:
        raise RuleViolation("The time is in the future.")
    if kind.is_notice and file.answer is not ConsularAnswer.YES:
        raise RuleViolation("Nobody asked that a consulate be told.")
    if kind.is_notice and at < file.since:
        raise RuleViolation("That is before it was asked for.")


def due_for_purge(
    file: CaseFile,
    *,
    discharged_at: datetime | None,
    keep_for: timedelta,
    now: datetime,
) -> CaseEnd | None:
    """How a case ends now, if it is due. A "no" is kept as long as a notice given in
    time: the day of purging tells nothing of the answer.
    """
    if file.met_at is not None:
        from_then = max(file.met_at, file.since + OVERDUE)
        return CaseEnd.DUTY_MET if now >= from_then + keep_for else None
    if file.answer is ConsularAnswer.LATER and discharged_at is not None:
        from_then = max(discharged_at, file.since + OVERDUE)
        return CaseEnd.CUSTODY_ENDED if now >= from_then + keep_for else None
    return None
