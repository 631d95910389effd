"""What the booking desk owes somebody in custody, or whoever decides owes a request, and
has not done in time becomes a finding. It is found whoever the person is; of whom it is,
no page of findings says.

To add something: a member of ``FindingKind`` with its words, and a row below.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from access.acts import Act
from access.viewer import System
from audit.acting import acting
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act
from bookings.selectors import overdue, overdue_consular_cases
from compliance.enums import FindingKind, FindingTarget
from compliance.services.findings import open_finding
from warrants.selectors.emergencies import reviews_overdue
from warrants.selectors.requests import unanswered

# Given the instant of the scan: the keys of the targets, and since when each is overdue.
Selector = Callable[[datetime], Iterable[tuple[UUID | str, datetime]]]


@dataclass(frozen=True, slots=True)
class Owed:
    """Something owed by a clock: when it is overdue, and by what it is due."""

    kind: FindingKind
    overdue: Selector
    citation: str
    target: FindingTarget = FindingTarget.BOOKING


OWED = (
    Owed(
        FindingKind.UNSERVED_PAPER,
        overdue.papers_unserved,
        "the jail gives the person a copy of the paper and the county's answer "
        "(KCC 2.15, as the auditor reported it)",
    ),
    Owed(
        FindingKind.CONSULATE_UNTOLD,
        overdue_consular_cases,
        "the consulate that somebody asked for is told without delay, as a rule within 72 "
        "hours (Vienna Convention on Consular Relations, art. 36(1)(b))",
        FindingTarget.DOCKET,
    ),
    Owed(
        FindingKind.CLOCK_RUN_OUT,
        overdue.clocks_run_out,
        "probable cause is found within 48 hours of arrest, charges are filed within 72 hours "
        "without weekends and holidays (CrR 3.2.1), and whose sentence is served leaves",
    ),
    Owed(
        FindingKind.NOT_LET_GO,
        overdue.not_let_go,
        "whoever is entitled to leave leaves: no other paper keeps anybody (RCW 10.93.160)",
    ),
    Owed(
        FindingKind.EMERGENCY_UNREVIEWED,
        reviews_overdue,
        "the privacy officer reviews what was opened in an emergency within one working day "
        "(the county's own rule; working days as in RCW 1.16.050)",
        FindingTarget.EMERGENCY,
    ),
    Owed(
        FindingKind.REQUEST_UNANSWERED,
        unanswered,
        "a request is answered within the time that it was made for (the county's own rule)",
        FindingTarget.REQUEST,
    ),
)


def scan_desk(*, by: System) -> dict[str, int]:
    """Open a finding for each target of which something is overdue; return how many
    were not open before, by kind. Safe to repeat, late or twice at once.
    """
    at = now()
    opened = {owed.kind.value: _open(owed, at, by) for owed in OWED}
    if any(opened.values()):
        with acting(None, Act.SCAN_DESK):
            record_act(
                Act.SCAN_DESK, Outcome.DONE, actor=by, target_kind="scan", **opened
            )
    return opened


def _open(owed: Owed, at: datetime, by: System) -> int:
    return sum(
        open_finding(
            owed.kind,
            owed.target,
            target_id,
            {"overdue_since": since.isoformat(), "citation": owed.citation},
            by=by,
        )
        for target_id, since in owed.overdue(at)
    )
