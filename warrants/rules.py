"""What the state of a request permits, and how a grant is compiled. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import permutations

from access.enums import (
    JUDICIAL_BASES,
    NOTHING,
    Basis,
    Certainty,
    Effect,
    FieldClass,
    Mission,
    Role,
)
from access.law import Law, Rule
from access.policy import Terms
from warrants.enums import InstrumentKind, RefusalReason, RequestStatus
from warrants.reading import Reading

APPROVALS_NEEDED = 2
# On which of a court's papers a request on a judge's basis can rest.
BASIS_OF = {
    InstrumentKind.SEARCH_WARRANT: Basis.JUDICIAL_WARRANT,
    InstrumentKind.COURT_ORDER: Basis.COURT_ORDER,
}
MAX_DAYS = 90
ABOUT_A_PAPER = frozenset(
    {RefusalReason.PAPER_IS_NOT_JUDICIAL, RefusalReason.PAPER_DOES_NOT_OPEN}
)


class RuleViolation(Exception):
    """The state of a request does not permit an act; the sentence is for its user."""


POINTER = (
    "It is not entered here: it opens nothing. If it is about somebody in custody, write "
    "it down under Papers, from the person's record."
)


def check_not_administrative(reading: Reading | None) -> None:
    """Raise RuleViolation for a paper that says of itself that it is administrative."""
    if reading and reading.administrative and reading.agencies:
        paper, page = reading.administrative[0]
        raise RuleViolation(
            f"Page {page} says that this is a paper of the immigration authorities "
            f"({paper.label}). {POINTER}"
        )


# So long before its end an appearance can be recorded anew, and no sooner: twice on the
# same list says nothing more.
ANEW_WITHIN = timedelta(days=30)
# More than an attorney has at once; whoever is of record in more finds them by search.
CASES = 200


@dataclass(frozen=True, slots=True)
class Decider:
    """``opened_by``: who opened their account, if that is known; ``units``: all in which
    they work, in whatever capacity they decide.
    """

    account_id: int
    unit_id: int
    roles: frozenset[Role] = frozenset()
    opened_by: int | None = None
    units: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the law that a refusal can rest on, and how sure we are of its text."""

    citation: str
    text: str
    certainty: Certainty = Certainty.FOUND

    @property
    def may_be_quoted(self) -> bool:
        return self.certainty is Certainty.FOUND

    @classmethod
    def of(cls, rule: Rule) -> "Section":
        return cls(rule.citation, rule.text, rule.certainty)


# Source: domain.md 2.1, where its text was read.
CONFIDENTIAL = Section(
    "RCW 70.48.100(2)",
    "What the jail keeps about a person beyond the register is confidential. It is given "
    "only on the grounds that this section lists.",
)
IMMIGRATION_WORK = frozenset({Mission.CIVIL_IMMIGRATION, Mission.MIXED})

# A grant takes one of each.
DECIDING = (Role.RECORDS_SUPERVISOR, Role.COUNSEL)


def check_decision(
    status: RequestStatus,
    *,
    requester: Decider,
    earlier: list[Decider],
    by: Decider,
    approves: bool,
) -> None:
    """Raise RuleViolation unless this person may decide this request so now.

    The database holds the same promise (``access.Approval``); this says it in
    words before the constraint has to.
    """
    if status is not RequestStatus.WAITING:
        raise RuleViolation("This request is decided already.")
    if by.account_id == requester.account_id:
        raise RuleViolation("Somebody else must decide your own request.")
    if requester.unit_id in {by.unit_id, *by.units}:
        raise RuleViolation("Somebody of another unit must decide this request.")
    if by.account_id == requester.opened_by:
        raise RuleViolation(
            "You opened the account of whoever asks. Somebody else must decide this."
        )
    if any(decider.account_id == by.account_id for decider in earlier):
        raise RuleViolation("You have decided this request. A second person must.")
    if any(decider.unit_id == by.unit_id for decider in earlier):
        raise RuleViolation(
            "Your unit has decided this request. A person of another unit must."
        )
    if approves:
        _check_both(requester, earlier, by)


def _check_both(requester: Decider, earlier: list[Decider], by: Decider) -> None:
    if not _is_one_of_each([*earlier, by]):
        raise RuleViolation(
            "A grant takes the records supervisor and counsel. The other of the two "
            "must approve it."
        )
    if any(requester.unit_id in decider.units for decider in earlier):
        raise RuleViolation(
            "Whoever said yes before works in the unit that asks by now. Refuse the "
            "request; it is asked anew."
        )


def check_known(*, is_named: bool) -> None:
    """Raise RuleViolation while a request is about a name and no booking yet."""
    if is_named:
        raise RuleViolation(
            "Say first which booking it is about. If there is none, refuse the request."
        )


def check_appearance(
    *,
    capacities: int,
    has_agreement: bool,
    is_of_a_charge: bool,
    received_on: date,
    today: date,
    at: datetime,
    ends: list[datetime],
) -> None:
    """Raise RuleViolation unless an attorney may be put on record now.

    ``capacities``: in how many units this sign-in name is an attorney; ``ends``: of what
    is on record already of the same attorney in the same case. The database holds the
    same; this says it in words.
    """
    if capacities == 0:
        raise RuleViolation(
            "Nobody of this sign-in name is a prosecutor or public defender with an "
            "account here. Their agency's coordinator opens accounts."
        )
    if capacities > 1:
        raise RuleViolation(
            "This attorney works in more than one unit. An appearance is of one: ask "
            "their coordinator which capacity has ended."
        )
    if not has_agreement:
        raise RuleViolation(
            "No agreement of the attorney's agency is in force for this. The records "
            "supervisor or the privacy officer can propose one."
        )
    if not is_of_a_charge:
        raise RuleViolation("No charge of this booking has this case number.")
    if received_on > today:
        raise RuleViolation("The notice of appearance is of a day to come.")
    if any(ends_at > at + ANEW_WITHIN for ends_at in ends):
        raise RuleViolation("This attorney is of record in this case already.")


def grounds(
    law: Law | None, mission: Mission, reason: RefusalReason, asked: FieldClass
) -> tuple[Section, ...]:
    """What a refusal rests on in the law of its instant, the surest first: never-rules
    that are about this mission alone or about what was asked, and what a paper would
    have to be where it was none; where none of the first is verified, that the record is
    confidential. All who tell of a section ask here.
    """
    rules = law.rules if law else ()
    reaching = [r for r in rules if not r.missions or mission in r.missions]
    against = [
        rule
        for rule in reaching
        if rule.effect is Effect.NEVER
        and (
            rule.classes & asked
            or (rule.missions and rule.missions <= IMMIGRATION_WORK)
        )
    ]
    found = [Section.of(rule) for rule in against]
    if not any(section.may_be_quoted for section in found):
        found.append(CONFIDENTIAL)
    if reason in ABOUT_A_PAPER:
        found += [Section.of(r) for r in reaching if r.bases & JUDICIAL_BASES]
    return tuple(sorted(found, key=lambda section: not section.may_be_quoted))


def section_of(sections: Iterable[Section]) -> str:
    """What whoever asked is told, in the letter, on their page and in the table: never
    a section whose text nobody has verified.
    """
    told = (section.citation for section in sections if section.may_be_quoted)
    return "; ".join(dict.fromkeys(told))


def _is_one_of_each(deciders: list[Decider]) -> bool:
    """Whether each of these can stand for another of the roles that a grant takes."""
    return any(
        all(
            role in decider.roles
            for decider, role in zip(deciders, order, strict=False)
        )
        for order in permutations(DECIDING)
    )


def compiled_classes(
    asked: FieldClass, terms: Terms, basis: Basis, paper: FieldClass | None
) -> FieldClass:
    """What a grant may open: what was asked, no more than the law opens on this
    basis, and no more than the paper names, where there is one.
    """
    opening = terms.opens.get(basis)
    allowed = opening.classes if opening else NOTHING
    return asked & allowed & (paper if paper is not None else asked)


def end_of_grant(starts_at: datetime, days: int, *others: datetime | None) -> datetime:
    """The end written down: the days asked for, or what ends earlier."""
    return min([starts_at + timedelta(days=days), *filter(None, others)])


def is_live(
    starts_at: datetime, ends_at: datetime, ended_at: datetime | None, at: datetime
) -> bool:
    return starts_at <= at < min(ends_at, ended_at or ends_at)
