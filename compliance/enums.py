"""The words of findings, jobs and notices. Values are stored."""

from enum import StrEnum


class FindingKind(StrEnum):
    DORMANT = "dormant"
    FORBIDDEN = "forbidden"
    SUPERUSER = "superuser"
    DISGUISED = "disguised"
    NEVER_USED = "never_used"
    SHARED = "shared"
    OVERDUE_TRAINING = "overdue_training"
    EXPIRED_AGREEMENT = "expired_agreement"
    OUT_OF_SHIFT = "out_of_shift"
    ENUMERATION = "enumeration"
    VAGUE_REASONS = "vague_reasons"
    MORE_THAN_USUAL = "more_than_usual"
    CEILING_REACHED = "ceiling_reached"
    UNREVIEWED = "unreviewed"
    JOB_LATE = "job_late"
    DUTY_OVERDUE = "duty_overdue"
    FAILED_LOGGING = "failed_logging"
    UNSERVED_PAPER = "unserved_paper"
    CONSULATE_UNTOLD = "consulate_untold"
    CLOCK_RUN_OUT = "clock_run_out"
    NOT_LET_GO = "not_let_go"
    EMERGENCY_UNREVIEWED = "emergency_unreviewed"
    REQUEST_UNANSWERED = "request_unanswered"

    @property
    def label(self) -> str:
        return FINDING_LABELS[self]

    @property
    def is_red(self) -> bool:
        """Whether somebody must look the same day."""
        return self in RED_FINDINGS


class FindingState(StrEnum):
    """How far a finding has come. Nothing closes by itself."""

    OPEN = "open"
    ASSIGNED = "assigned"
    ANSWERED = "answered"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class FindingStepKind(StrEnum):
    """What was done about a finding."""

    OPENED = "opened"
    ASSIGNED = "assigned"
    ANSWERED = "answered"
    CLOSED = "closed"
    REOPENED = "reopened"

    @property
    def label(self) -> str:
        return FINDING_STEP_LABELS[self]


class FindingTarget(StrEnum):
    """What a finding is about."""

    ACCOUNT = "account"
    UNIT = "unit"
    AGENCY = "agency"
    JOB = "job"
    DUTY = "duty"
    LAW = "law"
    # Somebody in custody: which booking it is stands on no page of findings.
    BOOKING = "booking"
    # A consular case, by its docket: whose it is stands in its envelope alone.
    DOCKET = "docket"
    # By its key, which says nothing of whom it is about.
    EMERGENCY = "emergency"
    REQUEST = "request"

    @property
    def label(self) -> str:
        return self.value.capitalize()

    @property
    def is_of_desk(self) -> bool:
        """Whether it is about somebody in custody."""
        return self in (FindingTarget.BOOKING, FindingTarget.DOCKET)


class JobOutcome(StrEnum):
    """What became of a run of a job. EXPECTED stands for no run: the job was first
    seen in the schedule.
    """

    EXPECTED = "expected"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class NoticeKind(StrEnum):
    """What is pushed within the hour, and not only shown."""

    FORBIDDEN_USED = "forbidden_used"
    SHOWN_AGAINST_LAW = "shown_against_law"
    JOB_DEAD = "job_dead"
    DUTY_OVERDUE = "duty_overdue"
    FAILED_LOGGING = "failed_logging"
    DESK_OVERDUE = "desk_overdue"

    @property
    def label(self) -> str:
        return NOTICE_LABELS[self]


class RecipientRole(StrEnum):
    """Who is told. A place to be filled, not an account."""

    DEPARTMENT_HEAD = "department_head"
    COUNCIL_CHAIR = "council_chair"
    AUDITOR = "auditor"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class ReminderKind(StrEnum):
    """What somebody is reminded of by mail before it happens."""

    UNUSED = "unused"
    TRAINING = "training"
    AGREEMENT = "agreement"

    @property
    def label(self) -> str:
        return REMINDER_LABELS[self]


class AdoptionStatus(StrEnum):
    """How far a law to come has got. Whether it is in force its instant alone says."""

    DRAFT = "draft"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"


class NameKind(StrEnum):
    """What a name in an imported log stands for."""

    USER = "user"
    BOOKING = "booking"


# Somebody must look the same day: somebody may be seeing what they may not, or
# nobody would know.
RED_FINDINGS = frozenset(
    {
        FindingKind.FORBIDDEN,
        FindingKind.SUPERUSER,
        FindingKind.DISGUISED,
        FindingKind.SHARED,
        FindingKind.ENUMERATION,
        FindingKind.JOB_LATE,
        FindingKind.DUTY_OVERDUE,
        FindingKind.FAILED_LOGGING,
        FindingKind.UNSERVED_PAPER,
        FindingKind.CONSULATE_UNTOLD,
        FindingKind.CLOCK_RUN_OUT,
        FindingKind.NOT_LET_GO,
        FindingKind.EMERGENCY_UNREVIEWED,
    }
)
FINDING_PLURALS = {
    FindingKind.DORMANT: "Dormant accounts",
    FindingKind.FORBIDDEN: "Accounts the law forbids",
    FindingKind.SUPERUSER: "Superuser accounts",
    FindingKind.DISGUISED: "Accounts that may not be what their label says",
    FindingKind.NEVER_USED: "Accounts never used",
    FindingKind.SHARED: "Accounts used by more than one person",
    FindingKind.OVERDUE_TRAINING: "Trainings overdue",
    FindingKind.EXPIRED_AGREEMENT: "Agreements that ended",
    FindingKind.OUT_OF_SHIFT: "Bursts of use out of shift",
    FindingKind.ENUMERATION: "Accounts going through records one by one",
    FindingKind.VAGUE_REASONS: "Accounts with vague reasons",
    FindingKind.MORE_THAN_USUAL: "Accounts used more than usual",
    FindingKind.CEILING_REACHED: "Daily ceilings reached",
    FindingKind.UNREVIEWED: "Reviews not done",
    FindingKind.JOB_LATE: "Jobs late or failed",
    FindingKind.DUTY_OVERDUE: "Duties overdue",
    FindingKind.FAILED_LOGGING: "Failures of the record itself",
    FindingKind.UNSERVED_PAPER: "Immigration papers not served",
    FindingKind.CONSULATE_UNTOLD: "Consulates not told in time",
    FindingKind.CLOCK_RUN_OUT: "Clocks of custody that ran out",
    FindingKind.NOT_LET_GO: "People entitled to leave and still in custody",
    FindingKind.EMERGENCY_UNREVIEWED: "Emergencies not reviewed",
    FindingKind.REQUEST_UNANSWERED: "Requests not answered in time",
}
FINDING_LABELS = {
    FindingKind.DORMANT: "Dormant account",
    FindingKind.FORBIDDEN: "Account the law forbids",
    FindingKind.SUPERUSER: "Superuser account",
    FindingKind.DISGUISED: "Account that may not be what its label says",
    FindingKind.NEVER_USED: "Account never used",
    FindingKind.SHARED: "Account used by more than one person",
    FindingKind.OVERDUE_TRAINING: "Training overdue",
    FindingKind.EXPIRED_AGREEMENT: "Agreement ended",
    FindingKind.OUT_OF_SHIFT: "Burst of use out of shift",
    FindingKind.ENUMERATION: "Records opened one by one",
    FindingKind.VAGUE_REASONS: "Vague reasons",
    FindingKind.MORE_THAN_USUAL: "More use than usual",
    FindingKind.CEILING_REACHED: "Daily ceiling reached",
    FindingKind.UNREVIEWED: "Review not done",
    FindingKind.JOB_LATE: "Job late or failed",
    FindingKind.DUTY_OVERDUE: "Duty overdue",
    FindingKind.FAILED_LOGGING: "The record itself failed",
    FindingKind.UNSERVED_PAPER: "Immigration paper not served",
    FindingKind.CONSULATE_UNTOLD: "Consulate not told in time",
    FindingKind.CLOCK_RUN_OUT: "A clock of custody ran out",
    FindingKind.NOT_LET_GO: "Entitled to leave, and still in custody",
    FindingKind.EMERGENCY_UNREVIEWED: "Emergency not reviewed",
    FindingKind.REQUEST_UNANSWERED: "Request not answered in time",
}
FINDING_STEP_LABELS = {
    FindingStepKind.OPENED: "Opened",
    FindingStepKind.ASSIGNED: "Assigned",
    FindingStepKind.ANSWERED: "Answered",
    FindingStepKind.CLOSED: "Closed",
    FindingStepKind.REOPENED: "Opened again as a new finding",
}
NOTICE_LABELS = {
    NoticeKind.FORBIDDEN_USED: "A forbidden account was used",
    NoticeKind.SHOWN_AGAINST_LAW: "Data was shown against the law",
    NoticeKind.JOB_DEAD: "A job is dead",
    NoticeKind.DUTY_OVERDUE: "A duty is overdue",
    NoticeKind.FAILED_LOGGING: "The record itself failed",
    NoticeKind.DESK_OVERDUE: "Something is overdue at the booking desk",
}
REMINDER_LABELS = {
    ReminderKind.UNUSED: "Account about to become dormant",
    ReminderKind.TRAINING: "Training due",
    ReminderKind.AGREEMENT: "Agreement about to end",
}


class ReviewDecision(StrEnum):
    """What becomes of an account in a review."""

    KEPT = "kept"
    NARROWED = "narrowed"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class ReviewReason(StrEnum):
    """Why an account was kept although unused, narrowed or closed."""

    LEAVE = "leave"
    SELDOM = "seldom"
    NEW = "new"
    DUTIES = "duties"
    LEFT = "left"
    NOT_NEEDED = "not_needed"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return REVIEW_REASONS[self]


REVIEW_REASONS = {
    ReviewReason.LEAVE: "On leave, and coming back",
    ReviewReason.SELDOM: "Needed seldom, as when on call",
    ReviewReason.NEW: "New, and not begun yet",
    ReviewReason.DUTIES: "Other duties now",
    ReviewReason.LEFT: "Does not work here any more",
    ReviewReason.NOT_NEEDED: "Works here and does not need it",
    ReviewReason.UNKNOWN: "Nobody here knows this account",
}
# Which reasons go with which decision.
REASONS_FOR = {
    ReviewDecision.KEPT: (ReviewReason.LEAVE, ReviewReason.SELDOM, ReviewReason.NEW),
    ReviewDecision.NARROWED: (ReviewReason.DUTIES, ReviewReason.NOT_NEEDED),
    ReviewDecision.CLOSED: (
        ReviewReason.LEFT,
        ReviewReason.DUTIES,
        ReviewReason.NOT_NEEDED,
        ReviewReason.UNKNOWN,
    ),
}


class VoidReason(StrEnum):
    """Why a review does not count."""

    TRAP_KEPT = "trap_kept"
    ALL_YES_IN_SECONDS = "all_yes_in_seconds"

    @property
    def label(self) -> str:
        return VOID_REASONS[self]


VOID_REASONS = {
    VoidReason.TRAP_KEPT: "A planted account was approved",
    VoidReason.ALL_YES_IN_SECONDS: "Everybody was kept, in seconds",
}
