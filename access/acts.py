"""Who may do what: the second pure table. What a record's state permits is in
each app's ``rules.py``; whether its target is visible is the gate's to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from access.enums import Role


class Act(StrEnum):
    """Everything somebody can do here. Values are stored in the act history."""

    SIGN_IN = "account.sign_in"
    CHOOSE_CAPACITY = "account.choose_capacity"
    ACKNOWLEDGE = "banner.acknowledge"
    UNLOCK = "session.unlock"
    SEARCH = "booking.search"
    VIEW = "booking.view"
    LIST_CUSTODY = "booking.list_custody"
    EXPORT = "booking.export"
    VIEW_SHOWINGS = "showing.view"
    BOOK = "booking.book"
    DISCHARGE = "booking.discharge"
    ASK = "request.ask"
    REVIEW = "request.review"
    APPROVE = "request.approve"
    END_GRANT = "grant.end"
    VIEW_ACCOUNTS = "account.view"
    SUSPEND = "account.suspend"
    VIEW_LAWS = "law.view"
    VIEW_COUNCIL_REPORT = "council.view"
    VIEW_FINDINGS = "finding.view"
    SCAN = "finding.scan"
    VIEW_EXPOSURE = "exposure.view"
    EXPORT_EXPOSURE = "exposure.export"
    IMPORT_LOG = "log.import"
    UNDO_IMPORT = "log.undo_import"
    LOAD_LAW = "law.load"
    PROPOSE = "proposal.make"
    VIEW_PROPOSALS = "proposal.view"
    DECIDE = "proposal.decide"
    CERTIFY = "campaign.certify"
    VIEW_CERTIFICATION = "campaign.view"
    OPEN_CAMPAIGN = "campaign.open"
    VOID_CAMPAIGN = "campaign.void"
    REMIND_REVIEWER = "campaign.remind"


ACT_LABELS: Mapping[Act, str] = {
    Act.SIGN_IN: "Sign in",
    Act.CHOOSE_CAPACITY: "Choose what to work as",
    Act.ACKNOWLEDGE: "Acknowledge the banner",
    Act.UNLOCK: "Go on after a pause",
    Act.SEARCH: "Search for a person",
    Act.VIEW: "Open a record",
    Act.LIST_CUSTODY: "See who is in custody",
    Act.EXPORT: "Take a file of what is shown",
    Act.VIEW_SHOWINGS: "See who was shown what",
    Act.BOOK: "Book a person",
    Act.DISCHARGE: "Release a person",
    Act.ASK: "Ask for access",
    Act.REVIEW: "See the queue of requests",
    Act.APPROVE: "Approve or refuse a request",
    Act.END_GRANT: "End a grant",
    Act.VIEW_ACCOUNTS: "See accounts and their standing",
    Act.SUSPEND: "Suspend an account",
    Act.VIEW_LAWS: "Read the laws in force",
    Act.VIEW_COUNCIL_REPORT: "Read the council page",
    Act.VIEW_FINDINGS: "Read findings",
    Act.SCAN: "Scan the accounts",
    Act.VIEW_EXPOSURE: "See what was exposed",
    Act.EXPORT_EXPOSURE: "Take the list of the people exposed",
    Act.IMPORT_LOG: "Import an access log",
    Act.UNDO_IMPORT: "Undo the import of an access log",
    Act.LOAD_LAW: "Load a law",
    Act.PROPOSE: "Ask a second person to agree",
    Act.VIEW_PROPOSALS: "See what waits for a second person",
    Act.DECIDE: "Agree, or not, as the second person",
    Act.CERTIFY: "Review the accounts of a unit",
    Act.VIEW_CERTIFICATION: "See how accounts were reviewed",
    Act.OPEN_CAMPAIGN: "Ask for the monthly review of accounts",
    Act.VOID_CAMPAIGN: "Set a review of accounts aside",
    Act.REMIND_REVIEWER: "Remind whoever reviews accounts",
}

_DESK = frozenset({Role.BOOKING_CLERK, Role.CUSTODY_OFFICER, Role.SHIFT_SUPERVISOR})
_JAIL = _DESK | {Role.NURSE, Role.RECORDS_OFFICER, Role.RECORDS_SUPERVISOR}
_OUTSIDE = frozenset({Role.OFFICER, Role.PROSECUTOR, Role.PUBLIC_DEFENDER})
_READERS = _JAIL | _OUTSIDE
_EVERYBODY = frozenset(Role)
_DECIDERS = frozenset({Role.RECORDS_SUPERVISOR, Role.COUNSEL})
_WATCHERS = frozenset({Role.PRIVACY_OFFICER, Role.AUDITOR, Role.ADMINISTRATOR})
# Who may be the second person of something; of what, SECONDS says.
_SECONDS = frozenset(
    {
        Role.ADMINISTRATOR,
        Role.PRIVACY_OFFICER,
        Role.SHIFT_SUPERVISOR,
        Role.RECORDS_SUPERVISOR,
        Role.COUNSEL,
    }
)
# Who reviews the accounts of the jail's own units; an outside agency's coordinator does.
REVIEWS_JAILS_OWN = frozenset(
    {Role.SHIFT_SUPERVISOR, Role.RECORDS_SUPERVISOR, Role.ADMINISTRATOR}
)
# The system's own acts run without a person; no role may do them from a page.
_NOBODY: frozenset[Role] = frozenset()

ACTS: Mapping[Act, frozenset[Role]] = {
    Act.SIGN_IN: _EVERYBODY,
    Act.CHOOSE_CAPACITY: _EVERYBODY,
    Act.ACKNOWLEDGE: _EVERYBODY,
    Act.UNLOCK: _EVERYBODY,
    Act.SEARCH: _READERS,
    Act.VIEW: _READERS | _DECIDERS | {Role.AUDITOR},
    Act.LIST_CUSTODY: _READERS,
    Act.EXPORT: _READERS,
    Act.VIEW_SHOWINGS: frozenset(
        {Role.PRIVACY_OFFICER, Role.AUDITOR, Role.RECORDS_SUPERVISOR}
    ),
    Act.BOOK: _DESK,
    Act.DISCHARGE: _DESK,
    Act.ASK: _READERS,
    Act.REVIEW: _DECIDERS | {Role.PRIVACY_OFFICER, Role.AUDITOR},
    Act.APPROVE: _DECIDERS,
    Act.END_GRANT: _DECIDERS | {Role.PRIVACY_OFFICER},
    Act.VIEW_ACCOUNTS: _WATCHERS | {Role.COORDINATOR},
    Act.SUSPEND: frozenset({Role.ADMINISTRATOR, Role.PRIVACY_OFFICER}),
    Act.VIEW_LAWS: _EVERYBODY,
    Act.VIEW_COUNCIL_REPORT: _WATCHERS | {Role.COUNCIL_STAFF, Role.OMBUDS},
    Act.VIEW_FINDINGS: _WATCHERS,
    Act.SCAN: _NOBODY,
    Act.VIEW_EXPOSURE: frozenset({Role.PRIVACY_OFFICER, Role.AUDITOR}),
    Act.EXPORT_EXPOSURE: frozenset({Role.PRIVACY_OFFICER}),
    Act.IMPORT_LOG: _NOBODY,
    Act.UNDO_IMPORT: _NOBODY,
    Act.LOAD_LAW: _NOBODY,
    Act.PROPOSE: _NOBODY,
    Act.VIEW_PROPOSALS: _SECONDS | {Role.AUDITOR},
    Act.DECIDE: _SECONDS,
    Act.CERTIFY: frozenset({Role.COORDINATOR}) | REVIEWS_JAILS_OWN,
    Act.VIEW_CERTIFICATION: _WATCHERS,
    Act.OPEN_CAMPAIGN: _NOBODY,
    Act.VOID_CAMPAIGN: _NOBODY,
    Act.REMIND_REVIEWER: _NOBODY,
}

# Who may say the second yes to each act that takes two people; who may say the first is
# in the table above. The two are of different units, which the database holds.
SECONDS: Mapping[Act, frozenset[Role]] = {}


class Denial(StrEnum):
    NO_CAPACITY = "no_capacity"
    ROLE_LACKS_ACT = "role_lacks_act"
    STANDING = "standing"
    NOT_YOURS = "not_yours"


@dataclass(frozen=True, slots=True)
class Permission:
    """Yes, or the reason why not."""

    denial: Denial | None = None

    def __bool__(self) -> bool:
        return self.denial is None


def may(roles: frozenset[Role], act: Act) -> Permission:
    """Whether somebody with these roles, in one capacity, may do this."""
    if not roles:
        return Permission(Denial.NO_CAPACITY)
    if roles & ACTS.get(act, _NOBODY):
        return Permission()
    return Permission(Denial.ROLE_LACKS_ACT)


def may_second(roles: frozenset[Role], act: Act) -> Permission:
    """Whether somebody with these roles may be the second person of an act."""
    if roles & SECONDS.get(act, _NOBODY):
        return Permission()
    return Permission(Denial.ROLE_LACKS_ACT)
