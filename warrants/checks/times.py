"""When a paper is good: its days, recall, service, return. Pure.

Days are the county's. The last day of a limit counts whole. Source: domain.md 3.2.
"""

from datetime import date, timedelta

from warrants.checks.statement import (
    Progress,
    Result,
    Statement,
    fails,
    for_counsel,
    meets,
    waits,
)
from warrants.enums import CallResult, Check, CourtKind, InstrumentKind

FEDERAL_DAYS, STATE_DAYS = 14, 10
RULE_41, CRR_2_3 = "Fed. R. Crim. P. 41(e)(2)(A)", "CrR 2.3(c); CrRLJ 2.3(c)"


def last_day(said: Statement) -> date | None:
    """The last day on which a paper may be executed; None if its kind has none.

    Of an unknown court, the shorter of the two limits counts.
    """
    if said.issued_on is None:
        return None
    limit = None
    if said.kind is InstrumentKind.SEARCH_WARRANT:
        is_federal = said.court and said.court.kind is CourtKind.US_DISTRICT
        days = FEDERAL_DAYS if is_federal else STATE_DAYS
        limit = said.issued_on + timedelta(days=days)
    stated = [day for day in (limit, said.execute_by) if day]
    return min(stated) if stated else None


def time(said: Statement, done: Progress) -> Result:
    check = Check.TIME
    is_federal = bool(said.court and said.court.kind is CourtKind.US_DISTRICT)
    rule = RULE_41 if is_federal else CRR_2_3
    if said.issued_on is None:
        return fails(check, "It does not say when it was issued.", rule)
    if said.issued_on > done.today:
        return fails(check, "It is dated in the future.", rule)
    if said.execute_by and said.execute_by < said.issued_on:
        return fails(check, "It ends before it was issued.", rule)
    last = last_day(said)
    if last is None:
        return meets(check, "Good until it is executed, recalled or quashed.")
    if last < done.today and done.served_at is None:
        return _over(said, last, done.today, rule)
    if said.kind is InstrumentKind.SEARCH_WARRANT and said.execute_by:
        days = FEDERAL_DAYS if is_federal else STATE_DAYS
        if said.execute_by > said.issued_on + timedelta(days=days):
            return for_counsel(
                check, f"It gives itself more than the {days} days of the rule.", rule
            )
    return meets(check, f"Its last day is {_written(last)}.", rule)


def _over(said: Statement, last: date, today: date, rule: str) -> Result:
    """Of a court that is not known here, the rule that gave it its days is not either."""
    if said.court is None and (said.execute_by or today) >= today:
        return for_counsel(
            Check.TIME,
            f"By Washington's rule its last day was {_written(last)}; that court's own "
            "rule is not known here.",
            rule,
        )
    return fails(Check.TIME, f"Its last day was {_written(last)}.", rule)


def state(said: Statement, done: Progress) -> Result:
    check = Check.STATE
    if done.recalled_at or done.called is CallResult.RECALLED:
        return fails(check, "It is recalled or quashed.", "Fed. R. Crim. P. 4; CrR 2.2")
    if done.served_at:
        return fails(check, "It is executed, and opens nothing more.", RULE_41)
    return meets(check, "Neither recalled nor executed, as far as is on record.")


def returned(said: Statement, done: Progress) -> Result:
    check = Check.RETURN
    if done.served_at and not done.returned_at:
        return waits(check, "Inventory and return to the court are due.", RULE_41)
    if done.returned_at:
        return meets(check, "Returned to the court.", RULE_41)
    return meets(check, "Due once it is executed: inventory and return.", RULE_41)


def compared(said: Statement, done: Progress) -> Result:
    check = Check.COMPARED
    if done.compared_at:
        return meets(check, "A person compared the scan with what is written here.")
    if done.read_as is None:
        return waits(
            check,
            "The scan has no text: a person reads it, page by page. No machine does.",
        )
    return waits(check, "A person compares the scan with what is written here.")


def call_back(said: Statement, done: Progress) -> Result:
    check = Check.CALL_BACK
    if done.called is CallResult.CONFIRMED:
        return meets(check, "The clerk of court confirmed it.")
    if done.called is CallResult.NOT_KNOWN:
        return fails(
            check, "The clerk of court does not know it as it stands.", "domain.md 3.3"
        )
    if said.court is None:
        return waits(
            check, "The court is not in the court table: nobody can be called."
        )
    if not said.court.telephone:
        return waits(
            check, "The court table has no number of this clerk yet (COURT_TELEPHONES)."
        )
    return waits(check, f"Call the clerk of court: {said.court.telephone}.")


def _written(day: date) -> str:
    return f"{day:%b} {day.day}, {day.year}"
