"""Who may be shown something in an emergency, and until when it is to be reviewed. Pure."""

from collections.abc import Collection
from datetime import datetime, time, timedelta
from math import ceil

from access import policy
from access.enums import Basis, FieldClass, Mission, Purpose
from access.law import Law
from access.policy import BookingFacts
from access.viewer import Viewer
from bookings.rules.working_days import JAIL, is_working_day, jail_day
from warrants.rules import RuleViolation

# 72 hours. NIST SP 800-53 AC-2(2), as CJIS sets it: an emergency account goes by itself.
MOST_MINUTES = 4320
# What the form offers; the shortest is what is chosen where nothing is said.
OFFERED_MINUTES = (30, 60, 240, 720, 1440, MOST_MINUTES)
_DAY = timedelta(days=1)
_MINUTES_A_DAY = 1440


def check_minutes(minutes: int) -> None:
    if not 1 <= minutes <= MOST_MINUTES:
        raise RuleViolation(
            "An emergency lasts a minute or more, and 72 hours at most."
        )


def check_opener(by: Viewer) -> None:
    """Raise RuleViolation unless somebody commands a shift of the jail itself."""
    if by.mission is not Mission.JAIL:
        raise RuleViolation(
            "The shift commander of the jail opens an emergency, and nobody else."
        )


def check_asker(
    asker: Viewer, *, opened_by: int | None, agencies: Collection[int], by: Viewer
) -> None:
    """Raise RuleViolation, with what to do, unless this account in this capacity can be
    shown something in an emergency. It is about the account, and about no booking.
    ``agencies``: all in which whoever opens it works, in whatever capacity.
    """
    _check_another(asker, opened_by, agencies, by)
    if asker.mission in (Mission.CIVIL_IMMIGRATION, Mission.MIXED):
        raise RuleViolation(
            "Their unit has civil immigration work. No emergency opens a record to it; a "
            "judge's warrant may."
        )
    if asker.facts.in_immigration_department:
        raise RuleViolation(
            "Their department enforces immigration law. No emergency opens a record to "
            "it; a judge's warrant may."
        )
    if policy.is_forbidden(asker.law, asker.facts):
        raise RuleViolation(
            "The law opens nothing to their unit without a judge's warrant, an emergency "
            "included."
        )
    if not asker.is_open:
        raise RuleViolation(
            f"Their account is closed: {asker.standing.label.lower()}. Name a "
            "colleague of theirs whose account is open."
        )


def _check_another(
    asker: Viewer, opened_by: int | None, agencies: Collection[int], by: Viewer
) -> None:
    if asker.account_id == by.account_id:
        raise RuleViolation("You cannot open an emergency for yourself.")
    if asker.agency_id == by.agency_id:
        raise RuleViolation(
            "They work in your own agency. The jail's custody and health staff see what "
            "keeps people safe without an emergency."
        )
    if asker.agency_id in agencies:
        raise RuleViolation(
            "You work in their agency as well. Another shift commander must do it."
        )
    if opened_by == by.account_id:
        raise RuleViolation(
            "You opened the account of whoever asks. Another shift commander must do it."
        )


def law_opens_in_an_emergency(law: Law | None) -> bool:
    """Whether the law in force opens anything to anybody on this basis."""
    return bool(law) and any(Basis.EMERGENCY in rule.bases for rule in law.rules)


def openable(
    asker: Viewer, booking: BookingFacts
) -> tuple[FieldClass, Purpose] | tuple[None, None]:
    """What the law opens of a booking to somebody in an emergency, and for which purpose:
    the first for which it opens anything. None where it opens nothing.
    """
    for purpose in Purpose:
        terms = policy.terms(asker.law, asker.facts, purpose, booking)
        opening = terms.opens.get(Basis.EMERGENCY)
        held = {Basis.EMERGENCY: opening.classes} if opening else {}
        if opening and opening.classes and policy.resolve(terms, held):
            return opening.classes, purpose
    return None, None


def days_of(minutes: int) -> int:
    """The days that a request names: as many as it touches."""
    return ceil(minutes / _MINUTES_A_DAY)


def review_due(opened_at: datetime) -> datetime:
    """The end of the first working day that begins after it was opened (RCW 1.16.050)."""
    day = jail_day(opened_at) + _DAY
    while not is_working_day(day):
        day += _DAY
    return datetime.combine(day + _DAY, time.min, JAIL)


def check_review(*, opened_by: int, is_reviewed: bool, by: Viewer) -> None:
    if is_reviewed:
        raise RuleViolation("This emergency is reviewed already.")
    if opened_by == by.account_id:
        raise RuleViolation("Somebody else must review what you opened.")
