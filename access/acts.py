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
    SECOND_FACTOR = "session.second_factor"
    CHANGE_FACTORS = "account.change_factors"
    RESET_FACTORS = "account.reset_factors"
    TRAIN = "training.complete"
    USE_SESSION = "session.use"
    END_SESSION = "session.end"
    CHANGE_PASSWORD = "account.change_password"  # noqa: S105 - the name of an act
    LOCK_NAME = "lock.set"
    RELEASE_LOCK = "lock.release"
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
    COORDINATE = "agency.coordinate"
    INVITE = "invitation.make"
    WITHDRAW_INVITATION = "invitation.withdraw"
    TAKE_UP = "invitation.take_up"
    CHECK_IDENTITY = "identity.check"
    VIEW_LAWS = "law.view"
    VIEW_COUNCIL_REPORT = "council.view"
    VIEW_FINDINGS = "finding.view"
    SCAN = "finding.scan"
    ASSIGN_FINDING = "finding.assign"
    ANSWER_FINDING = "finding.answer"
    CLOSE_FINDING = "finding.close"
    REOPEN_FINDING = "finding.reopen"
    VIEW_JOBS = "job.view"
    VIEW_NOTICES = "notice.view"
    NAME_RECIPIENT = "notice.name_recipient"
    REVIEW_HISTORY = "history.review"
    SCAN_EVIDENCE = "finding.scan_evidence"
    VIEW_EXPOSURE = "exposure.view"
    EXPORT_EXPOSURE = "exposure.export"
    IMPORT_LOG = "log.import"
    IMPORT_ROSTER = "roster.import"
    UNDO_IMPORT = "log.undo_import"
    LOAD_LAW = "law.load"
    DRAFT_LAW = "law.draft"
    ADOPT_LAW = "law.adopt"
    VIEW_ADOPTION = "law.view_adoption"
    REPORT_LAW_DAY = "law.report_day"
    VIEW_DUTIES = "duty.view"
    PROVE_DUTY = "duty.prove"
    CHECK_DUTIES = "duty.check"
    DRILL = "drill.run"
    PROPOSE = "proposal.make"
    VIEW_PROPOSALS = "proposal.view"
    DECIDE = "proposal.decide"
    VIEW_AGENCIES = "agency.view"
    SIGN_AGREEMENT = "agreement.sign"
    WIDEN_AGREEMENT = "agreement.widen"
    END_AGREEMENT = "agreement.end"
    OPEN_UNIT = "unit.open"
    CHANGE_MISSION = "unit.change_mission"
    RECORD_DETAIL = "unit.record_detail"
    CLOSE_UNIT = "unit.close"
    REOPEN_UNIT = "unit.reopen"
    CHANGE_AGENCY = "agency.change"
    CLOSE_AGENCY = "agency.close"
    REOPEN_AGENCY = "agency.reopen"
    REOPEN = "account.reopen"
    END_EMPLOYMENT = "account.end_employment"
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
    Act.SECOND_FACTOR: "Show a second factor",
    Act.CHANGE_FACTORS: "Change how one signs in",
    Act.RESET_FACTORS: "Reset somebody's second factor",
    Act.TRAIN: "Complete the training on a law",
    Act.USE_SESSION: "Come back to a session",
    Act.END_SESSION: "End a session of one's own",
    Act.CHANGE_PASSWORD: "Change one's password",
    Act.LOCK_NAME: "Lock a name after five failures",
    Act.RELEASE_LOCK: "Release a locked name",
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
    Act.COORDINATE: "See what waits for whom in an agency",
    Act.INVITE: "Invite somebody to have an account",
    Act.WITHDRAW_INVITATION: "Withdraw an invitation",
    Act.TAKE_UP: "Take up an invitation",
    Act.CHECK_IDENTITY: "Check who an invited person is",
    Act.VIEW_LAWS: "Read the laws in force",
    Act.VIEW_COUNCIL_REPORT: "Read the council page",
    Act.VIEW_FINDINGS: "Read findings",
    Act.SCAN: "Scan the accounts",
    Act.ASSIGN_FINDING: "Assign a finding",
    Act.ANSWER_FINDING: "Answer a finding",
    Act.CLOSE_FINDING: "Close a finding",
    Act.REOPEN_FINDING: "Open a closed finding again",
    Act.VIEW_JOBS: "See what runs by itself",
    Act.VIEW_NOTICES: "See who was told, and when",
    Act.NAME_RECIPIENT: "Name who is told",
    Act.REVIEW_HISTORY: "Sign the weekly review of the history",
    Act.SCAN_EVIDENCE: "Scan the evidence about accounts",
    Act.VIEW_EXPOSURE: "See what was exposed",
    Act.EXPORT_EXPOSURE: "Take the list of the people exposed",
    Act.IMPORT_LOG: "Import an access log",
    Act.IMPORT_ROSTER: "Import a shift roster",
    Act.UNDO_IMPORT: "Undo the import of an access log",
    Act.LOAD_LAW: "Load a law",
    Act.DRAFT_LAW: "Prepare a law for adoption",
    Act.ADOPT_LAW: "Sign the adoption of a law",
    Act.VIEW_ADOPTION: "See what a law to come would change",
    Act.REPORT_LAW_DAY: "Write the report of a law's first day",
    Act.VIEW_DUTIES: "See what the law tells the county to do",
    Act.PROVE_DUTY: "Put the proof of a duty on record",
    Act.CHECK_DUTIES: "Look for overdue duties",
    Act.DRILL: "Drill with a false account",
    Act.PROPOSE: "Ask a second person to agree",
    Act.VIEW_PROPOSALS: "See what waits for a second person",
    Act.DECIDE: "Agree, or not, as the second person",
    Act.VIEW_AGENCIES: "See agencies, their agreements and what they have seen",
    Act.SIGN_AGREEMENT: "Sign an agreement",
    Act.WIDEN_AGREEMENT: "Widen an agreement",
    Act.END_AGREEMENT: "End or narrow an agreement",
    Act.OPEN_UNIT: "Open a unit",
    Act.CHANGE_MISSION: "Change the mission of a unit",
    Act.RECORD_DETAIL: "Record a detail to immigration work",
    Act.CLOSE_UNIT: "Close a unit",
    Act.REOPEN_UNIT: "Open a closed unit again",
    Act.CHANGE_AGENCY: "Change what is known of an agency",
    Act.CLOSE_AGENCY: "Close an agency",
    Act.REOPEN_AGENCY: "Open a closed agency again",
    Act.REOPEN: "Open an account again",
    Act.END_EMPLOYMENT: "Record the end of an employment",
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
_CLOSERS = frozenset({Role.PRIVACY_OFFICER, Role.ADMINISTRATOR})
_WATCHERS = frozenset({Role.PRIVACY_OFFICER, Role.AUDITOR, Role.ADMINISTRATOR})
_KEEPERS = frozenset({Role.ADMINISTRATOR, Role.PRIVACY_OFFICER})
_SIGNERS = _KEEPERS | {Role.RECORDS_SUPERVISOR}
# Who looks after accounts: of their own agency, or, but for coordinators, of every one.
_COORDINATORS = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR, Role.PRIVACY_OFFICER})
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
_LAW_READERS = frozenset({Role.COUNSEL, Role.COUNCIL_STAFF, Role.OMBUDS})
# Whom a law can give a duty to: each puts the proof of their own on record.
_DUTY_OWNERS = frozenset(
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
    Act.SECOND_FACTOR: _EVERYBODY,
    Act.CHANGE_FACTORS: _EVERYBODY,
    Act.RESET_FACTORS: frozenset({Role.ADMINISTRATOR}),
    Act.TRAIN: _EVERYBODY,
    Act.USE_SESSION: _EVERYBODY,
    Act.END_SESSION: _EVERYBODY,
    Act.CHANGE_PASSWORD: _EVERYBODY,
    Act.LOCK_NAME: _NOBODY,
    # A supervisor of the jail's own desk alone: access.selectors.locks.
    Act.RELEASE_LOCK: frozenset({Role.ADMINISTRATOR, Role.SHIFT_SUPERVISOR}),
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
    Act.COORDINATE: _COORDINATORS,
    Act.INVITE: frozenset({Role.COORDINATOR, Role.ADMINISTRATOR}),
    Act.WITHDRAW_INVITATION: _COORDINATORS,
    Act.TAKE_UP: _NOBODY,
    Act.CHECK_IDENTITY: _COORDINATORS,
    Act.VIEW_LAWS: _EVERYBODY,
    Act.VIEW_COUNCIL_REPORT: _WATCHERS | {Role.COUNCIL_STAFF, Role.OMBUDS},
    # A coordinator reads what is assigned to them, and nothing else.
    Act.VIEW_FINDINGS: _WATCHERS | {Role.COORDINATOR},
    Act.SCAN: _NOBODY,
    Act.ASSIGN_FINDING: _CLOSERS,
    Act.ANSWER_FINDING: _CLOSERS | {Role.COORDINATOR},
    Act.CLOSE_FINDING: _CLOSERS,
    Act.REOPEN_FINDING: frozenset({Role.AUDITOR}),
    Act.VIEW_JOBS: _WATCHERS,
    Act.VIEW_NOTICES: frozenset({Role.PRIVACY_OFFICER, Role.AUDITOR}),
    Act.NAME_RECIPIENT: frozenset({Role.PRIVACY_OFFICER}),
    Act.REVIEW_HISTORY: frozenset({Role.PRIVACY_OFFICER, Role.RECORDS_SUPERVISOR}),
    Act.SCAN_EVIDENCE: _NOBODY,
    Act.VIEW_EXPOSURE: frozenset({Role.PRIVACY_OFFICER, Role.AUDITOR}),
    Act.EXPORT_EXPOSURE: frozenset({Role.PRIVACY_OFFICER}),
    Act.IMPORT_LOG: _NOBODY,
    Act.IMPORT_ROSTER: _NOBODY,
    Act.UNDO_IMPORT: _NOBODY,
    Act.LOAD_LAW: _NOBODY,
    Act.DRAFT_LAW: _NOBODY,
    Act.ADOPT_LAW: frozenset({Role.PRIVACY_OFFICER, Role.COUNSEL, Role.ADMINISTRATOR}),
    Act.VIEW_ADOPTION: _WATCHERS | _LAW_READERS,
    Act.REPORT_LAW_DAY: _NOBODY,
    Act.VIEW_DUTIES: _WATCHERS | _LAW_READERS | _DUTY_OWNERS,
    Act.PROVE_DUTY: _DUTY_OWNERS,
    Act.CHECK_DUTIES: _NOBODY,
    Act.DRILL: _NOBODY,
    Act.PROPOSE: _SECONDS | {Role.COORDINATOR},
    Act.VIEW_PROPOSALS: _SECONDS | {Role.AUDITOR, Role.COORDINATOR},
    Act.DECIDE: _SECONDS,
    Act.VIEW_AGENCIES: _WATCHERS
    | _DECIDERS
    | {Role.COORDINATOR, Role.COUNCIL_STAFF, Role.OMBUDS},
    Act.SIGN_AGREEMENT: _SIGNERS,
    Act.WIDEN_AGREEMENT: _SIGNERS,
    Act.END_AGREEMENT: _SIGNERS,
    Act.OPEN_UNIT: _SIGNERS,
    Act.CHANGE_MISSION: _SIGNERS,
    Act.RECORD_DETAIL: _SIGNERS,
    Act.CLOSE_UNIT: _KEEPERS,
    Act.REOPEN_UNIT: _KEEPERS,
    Act.CHANGE_AGENCY: _SIGNERS,
    Act.CLOSE_AGENCY: _KEEPERS,
    Act.REOPEN_AGENCY: _KEEPERS,
    Act.REOPEN: _KEEPERS | {Role.COORDINATOR},
    Act.END_EMPLOYMENT: _KEEPERS | {Role.COORDINATOR},
    Act.CERTIFY: frozenset({Role.COORDINATOR}) | REVIEWS_JAILS_OWN,
    Act.VIEW_CERTIFICATION: _WATCHERS,
    Act.OPEN_CAMPAIGN: _NOBODY,
    Act.VOID_CAMPAIGN: _NOBODY,
    Act.REMIND_REVIEWER: _NOBODY,
}

_SIGN_SECOND = _SIGNERS | {Role.COUNSEL}

# Who may say the second yes to each act that takes two people; who may say the first is
# in the table above. The two are of different units, which the database holds.
SECONDS: Mapping[Act, frozenset[Role]] = {
    # A shift supervisor for the jail's own staff alone: access.services.resetting.
    Act.RESET_FACTORS: frozenset(
        {Role.ADMINISTRATOR, Role.PRIVACY_OFFICER, Role.SHIFT_SUPERVISOR}
    ),
    Act.ADOPT_LAW: frozenset({Role.COUNSEL, Role.PRIVACY_OFFICER}),
    Act.SIGN_AGREEMENT: _SIGN_SECOND,
    Act.WIDEN_AGREEMENT: _SIGN_SECOND,
    Act.OPEN_UNIT: _SIGN_SECOND,
    Act.CHANGE_MISSION: _SIGN_SECOND,
    Act.CHANGE_AGENCY: _SIGN_SECOND,
    # The jail's own; who commands the shift may be the one who is there.
    Act.CLOSE_UNIT: _SECONDS,
    Act.CLOSE_AGENCY: _SECONDS,
    Act.REOPEN_UNIT: _SECONDS,
    Act.REOPEN_AGENCY: _SECONDS,
    Act.REOPEN: _SIGN_SECOND,
}


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
