"""Role by act: who may do what, and who may be the second person of it."""

from collections.abc import Mapping

from access.acts.words import Act
from access.enums import Role

_DESK = frozenset({Role.BOOKING_CLERK, Role.CUSTODY_OFFICER, Role.SHIFT_SUPERVISOR})
_RECORDS = frozenset({Role.RECORDS_OFFICER, Role.RECORDS_SUPERVISOR})
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
NOBODY: frozenset[Role] = frozenset()

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
    Act.LOCK_NAME: NOBODY,
    # A supervisor of the jail's own desk alone: access.selectors.locks.
    Act.RELEASE_LOCK: frozenset({Role.ADMINISTRATOR, Role.SHIFT_SUPERVISOR}),
    Act.SEARCH: _READERS,
    Act.VIEW: _READERS | _DECIDERS | {Role.AUDITOR},
    Act.LIST_CUSTODY: _READERS,
    Act.EXPORT: _READERS,
    Act.VIEW_PAPERS: _RECORDS,
    # Whoever is at the counter takes it, and cannot read it again.
    Act.HAND_IN_PAPER: _DESK,
    Act.RECEIVE_PAPER: _RECORDS,
    Act.SERVE_PAPER: _RECORDS,
    Act.CONCLUDE_PAPER: _RECORDS,
    Act.FORGET_PAPER: NOBODY,
    Act.VIEW_SHOWINGS: frozenset(
        {Role.PRIVACY_OFFICER, Role.AUDITOR, Role.RECORDS_SUPERVISOR}
    ),
    Act.VIEW_REACH: frozenset(
        {Role.PRIVACY_OFFICER, Role.AUDITOR, Role.RECORDS_SUPERVISOR}
    ),
    Act.IMPORT_BOOKINGS: NOBODY,
    Act.BOOK: _DESK,
    Act.FINISH_INTAKE: _DESK,
    Act.TAKE_OVER_INTAKE: _DESK,
    Act.REFUSE_INTAKE: _DESK,
    Act.DISCHARGE: _DESK,
    Act.UNDO_DISCHARGE: frozenset({Role.SHIFT_SUPERVISOR}),
    Act.QUESTION_RELEASE: _DESK,
    Act.ENTITLE: _DESK,
    Act.WITHDRAW_ENTITLEMENT: _DESK,
    Act.RECORD_BASIS: _DESK,
    Act.RECORD_HOLD: _DESK,
    Act.CLEAR_HOLD: _DESK,
    Act.HOUSE: _DESK,
    Act.MOVE: _DESK,
    Act.TRANSFER: _DESK,
    Act.VIEW_BOARD: _JAIL,
    Act.VIEW_TASKS: frozenset({Role.SHIFT_SUPERVISOR}),
    Act.FINISH_TASK: frozenset({Role.SHIFT_SUPERVISOR}),
    Act.CORRECT: _DESK | _RECORDS,
    Act.VIEW_ORDERS: _RECORDS | {Role.COUNSEL},
    Act.SEAL: _RECORDS,
    Act.UNSEAL: _RECORDS,
    Act.EXPUNGE: _RECORDS,
    Act.DELETE_RECORD: _RECORDS,
    Act.VIEW_SENT: _RECORDS,
    Act.VIEW_LINKS: _RECORDS | {Role.COUNSEL},
    Act.MERGE: _RECORDS,
    # It opens nothing, so that one person may.
    Act.UNMERGE: _RECORDS,
    Act.DESCRIBE: _DESK,
    Act.PHOTOGRAPH: _DESK,
    Act.KEEP_PROPERTY: _DESK,
    Act.RETURN_PROPERTY: _DESK,
    Act.RECEIVE_STATEMENT: _DESK,
    Act.RECORD_FINDING: _DESK,
    # Health staff ask again, and set what follows; nobody at the desk reads answers.
    Act.SCREEN_HEALTH: _DESK | {Role.NURSE},
    Act.SET_ALERT: _DESK | {Role.NURSE},
    Act.END_ALERT: _DESK | {Role.NURSE},
    Act.INTERVIEW: _DESK,
    Act.ASK: _READERS,
    Act.REVIEW: _DECIDERS | {Role.PRIVACY_OFFICER, Role.AUDITOR},
    Act.APPROVE: _DECIDERS,
    # Counts and sections, and of nobody: also for those who may see no person's data.
    Act.VIEW_REFUSALS: _DECIDERS
    | {Role.PRIVACY_OFFICER, Role.AUDITOR, Role.COUNCIL_STAFF, Role.OMBUDS},
    Act.VIEW_REFUSAL_PATH: frozenset(
        {Role.PRIVACY_OFFICER, Role.AUDITOR, Role.RECORDS_SUPERVISOR}
    ),
    Act.END_GRANT: _DECIDERS | {Role.PRIVACY_OFFICER},
    # One person may: it opens what the law opens to the attorneys of a case as it is, and
    # whoever records it is of the jail, which the database holds (docs/adr/0044).
    Act.RECORD_APPEARANCE: _RECORDS,
    Act.END_APPEARANCE: _RECORDS,
    Act.VIEW_OWN_CASES: frozenset({Role.PROSECUTOR, Role.PUBLIC_DEFENDER}),
    Act.VIEW_EMERGENCIES: frozenset(
        {Role.SHIFT_SUPERVISOR, Role.PRIVACY_OFFICER, Role.AUDITOR}
    ),
    # The jail's shift commander alone, for somebody of another agency.
    Act.OPEN_EMERGENCY: frozenset({Role.SHIFT_SUPERVISOR}),
    Act.END_EMERGENCY: frozenset({Role.SHIFT_SUPERVISOR, Role.PRIVACY_OFFICER}),
    Act.REVIEW_EMERGENCY: frozenset({Role.PRIVACY_OFFICER}),
    Act.VIEW_INSTRUMENTS: _DECIDERS,
    Act.RECEIVE_INSTRUMENT: frozenset({Role.RECORDS_SUPERVISOR}),
    Act.ENTER_INSTRUMENT: frozenset({Role.RECORDS_SUPERVISOR}),
    # Never by who entered it, which the database holds.
    Act.COMPARE_INSTRUMENT: _DECIDERS,
    Act.CALL_COURT: _DECIDERS,
    Act.RECALL_INSTRUMENT: _DECIDERS,
    Act.SERVE_INSTRUMENT: _DECIDERS,
    Act.ACCEPT_INSTRUMENT: frozenset({Role.COUNSEL}),
    Act.KEEP_ROTA: _DECIDERS,
    Act.VIEW_ACCOUNTS: _WATCHERS | {Role.COORDINATOR},
    Act.SUSPEND: frozenset({Role.ADMINISTRATOR, Role.PRIVACY_OFFICER}),
    Act.COORDINATE: _COORDINATORS,
    Act.INVITE: frozenset({Role.COORDINATOR, Role.ADMINISTRATOR}),
    Act.WITHDRAW_INVITATION: _COORDINATORS,
    Act.TAKE_UP: NOBODY,
    Act.CHECK_IDENTITY: _COORDINATORS,
    Act.VIEW_LAWS: _EVERYBODY,
    Act.VIEW_COUNCIL_REPORT: _WATCHERS | {Role.COUNCIL_STAFF, Role.OMBUDS},
    # A coordinator reads what is assigned to them, and nothing else.
    Act.VIEW_FINDINGS: _WATCHERS | {Role.COORDINATOR},
    Act.SCAN: NOBODY,
    Act.ASSIGN_FINDING: _CLOSERS,
    Act.ANSWER_FINDING: _CLOSERS | {Role.COORDINATOR},
    Act.CLOSE_FINDING: _CLOSERS,
    Act.REOPEN_FINDING: frozenset({Role.AUDITOR}),
    Act.VIEW_JOBS: _WATCHERS,
    Act.MAKE_SHEET: NOBODY,
    Act.OPEN_SHEET: NOBODY,
    Act.VIEW_SHEETS: _WATCHERS | {Role.SHIFT_SUPERVISOR},
    Act.VIEW_NOTICES: frozenset({Role.PRIVACY_OFFICER, Role.AUDITOR}),
    Act.NAME_RECIPIENT: frozenset({Role.PRIVACY_OFFICER}),
    Act.REVIEW_HISTORY: frozenset({Role.PRIVACY_OFFICER, Role.RECORDS_SUPERVISOR}),
    Act.SCAN_EVIDENCE: NOBODY,
    Act.SCAN_DESK: NOBODY,
    Act.VIEW_EXPOSURE: frozenset({Role.PRIVACY_OFFICER, Role.AUDITOR}),
    Act.EXPORT_EXPOSURE: frozenset({Role.PRIVACY_OFFICER}),
    Act.IMPORT_LOG: NOBODY,
    Act.IMPORT_ROSTER: NOBODY,
    Act.UNDO_IMPORT: NOBODY,
    Act.LOAD_LAW: NOBODY,
    Act.DRAFT_LAW: NOBODY,
    Act.ADOPT_LAW: frozenset({Role.PRIVACY_OFFICER, Role.COUNSEL, Role.ADMINISTRATOR}),
    Act.VIEW_ADOPTION: _WATCHERS | _LAW_READERS,
    Act.REPORT_LAW_DAY: NOBODY,
    Act.VIEW_DUTIES: _WATCHERS | _LAW_READERS | _DUTY_OWNERS,
    Act.PROVE_DUTY: _DUTY_OWNERS,
    Act.CHECK_DUTIES: NOBODY,
    Act.DRILL: NOBODY,
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
    Act.OPEN_CAMPAIGN: NOBODY,
    Act.VOID_CAMPAIGN: NOBODY,
    Act.REMIND_REVIEWER: NOBODY,
    Act.CHOOSE_TEXT: NOBODY,
    Act.NOTE_AUTHOR: NOBODY,
    Act.VIEW_AUTHORS: _RECORDS,
    Act.TELL_AUTHOR: _RECORDS,
    # Counsel reads those that were passed to counsel, and no other.
    Act.VIEW_INQUIRIES: _DESK | _RECORDS | {Role.COUNSEL},
    Act.ANSWER_INQUIRY: _DESK | _RECORDS,
    Act.VIEW_INTERVIEWS: _RECORDS,
    Act.ASK_INTERVIEW: _RECORDS,
    Act.PRINT_CONSENT: _RECORDS,
    Act.RECORD_CONSENT: _RECORDS,
    Act.ROTATE_KEYS: NOBODY,
    Act.ADVISE: _DESK,
    Act.ASK_CONSULAR: _DESK | {Role.CONSULAR_OFFICER},
    Act.VIEW_CONSULAR: frozenset({Role.CONSULAR_OFFICER}),
    Act.TELL_CONSULATE: frozenset({Role.CONSULAR_OFFICER}),
    Act.SET_CONSULAR_SCHEDULE: frozenset(
        {Role.RECORDS_SUPERVISOR, Role.PRIVACY_OFFICER}
    ),
    Act.VIEW_RETENTION: _DECIDERS | {Role.PRIVACY_OFFICER, Role.AUDITOR},
    Act.SET_RETENTION: frozenset({Role.RECORDS_SUPERVISOR, Role.PRIVACY_OFFICER}),
    Act.KEEP_FOR_CASE: _RECORDS | {Role.COUNSEL},
    Act.DISPOSE: frozenset({Role.RECORDS_SUPERVISOR}),
    Act.PURGE_CONSULAR: NOBODY,
    Act.LOAD_TEXT: NOBODY,
    Act.REVIEW_TEXT: frozenset({Role.COUNSEL}),
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
    # Whoever may know of the record: of a sealed one, counsel only by a court's order.
    Act.SEAL: _DECIDERS,
    Act.UNSEAL: _DECIDERS,
    Act.EXPUNGE: _DECIDERS,
    Act.DELETE_RECORD: _DECIDERS,
    # Whoever is shown both records.
    Act.MERGE: _DECIDERS,
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
    Act.SET_CONSULAR_SCHEDULE: frozenset({Role.COUNSEL, Role.PRIVACY_OFFICER}),
    Act.SET_RETENTION: frozenset({Role.COUNSEL, Role.PRIVACY_OFFICER}),
    Act.DISPOSE: frozenset({Role.COUNSEL, Role.PRIVACY_OFFICER}),
}
