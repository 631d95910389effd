"""What can be a hold of another body, and on what somebody is handed over.

Immigration papers are neither (RCW 10.93.160; domain 6.4): they bind nobody, and a
number that an immigration file bears is no case of a court.
"""

import re
from datetime import datetime

from bookings.enums import DischargeReason, HoldEffect, HoldKind, InstrumentKind
from bookings.rules.violations import RuleViolation

# As the constraint of the database has it (models.custody.NOT_A_CUSTODY_HOLD).
_IMMIGRATION = re.compile(
    r"\b(I[- ]?2\d\d[A-Z]?|ICE|ERO|DHS|CBP|USCIS|INS)\b"
    r"|immigra|homeland|deport|remov(al|able)|border p",
    re.IGNORECASE,
)
_A_NUMBER = re.compile(
    r"^\s*A?[-\s#]?\d{8,9}\s*$|\bA[-\s#]?\d{2,3}[-\s]?\d{3}[-\s]?\d{3}\b", re.IGNORECASE
)
_NOT_A_COURT = re.compile(r"\b(EOIR|immigration (court|judge))\b", re.IGNORECASE)

NO_HOLD = (
    "Immigration papers are no hold: they bind nobody, and are not written here. Give"
    " the paper to the records unit, which keeps it and serves the copy."
)
# Reasons that hand somebody to a federal agency.
FEDERAL = frozenset({DischargeReason.TRANSFER_MARSHALS})
# What a kind of hold usually does; the form begins with it.
USUAL_EFFECT = {
    HoldKind.WARRANT: HoldEffect.BINDS,
    HoldKind.CORRECTIONS: HoldEffect.BINDS,
    HoldKind.FUGITIVE: HoldEffect.WHEN_SERVED,
    HoldKind.MARSHALS: HoldEffect.BINDS,
    HoldKind.WRIT: HoldEffect.BINDS,
    HoldKind.MILITARY: HoldEffect.DOES_NOT_BIND,
    HoldKind.CIVIL_COMMITMENT: HoldEffect.BINDS,
}


def is_of_immigration(words: str) -> bool:
    return bool(_IMMIGRATION.search(words))


def check_custody_hold(
    *, issuer: str, number: str, received_at: datetime, now: datetime
) -> None:
    """Raise RuleViolation unless this can be a hold that is kept here."""
    if is_of_immigration(issuer) or is_of_immigration(number):
        raise RuleViolation(NO_HOLD)
    if received_at > now:
        raise RuleViolation("The paper cannot have come in the future.")


def why_no_instrument(
    *, instrument: InstrumentKind | None, court: str, case_number: str, officer: str
) -> str:
    """Why nobody can be handed over on this, in words; nothing if they can be."""
    if instrument is None or not (court and case_number):
        return "No judge's paper in a criminal case was given."
    if is_of_immigration(court) or _NOT_A_COURT.search(court):
        return "An immigration office or court signs no criminal paper."
    if is_of_immigration(case_number) or _A_NUMBER.search(case_number):
        return "This is the number of an immigration file or form, and no court's case."
    if not officer:
        return "Who receives the person was not written down."
    return ""
