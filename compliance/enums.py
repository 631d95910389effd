"""The words of findings. Values are stored."""

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
    UNREVIEWED = "unreviewed"
    JOB_LATE = "job_late"
    CEILING_REACHED = "ceiling_reached"
    DUTY_OVERDUE = "duty_overdue"
    FAILED_LOGGING = "failed_logging"

    @property
    def label(self) -> str:
        return FINDING_LABELS[self]


class NameKind(StrEnum):
    """What a name in an imported log stands for."""

    USER = "user"
    BOOKING = "booking"


FINDING_PLURALS = {
    FindingKind.DORMANT: "Dormant accounts",
    FindingKind.FORBIDDEN: "Accounts the law forbids",
    FindingKind.SUPERUSER: "Superuser accounts",
    FindingKind.DISGUISED: "Accounts whose label may lie",
    FindingKind.NEVER_USED: "Accounts never used",
    FindingKind.SHARED: "Shared accounts",
    FindingKind.OVERDUE_TRAINING: "Overdue trainings",
    FindingKind.EXPIRED_AGREEMENT: "Expired agreements",
    FindingKind.OUT_OF_SHIFT: "Uses out of shift",
    FindingKind.ENUMERATION: "People looked up in sequence",
    FindingKind.VAGUE_REASONS: "Accounts with vague reasons",
    FindingKind.MORE_THAN_USUAL: "Accounts used more than usual",
    FindingKind.UNREVIEWED: "Accounts not reviewed in time",
    FindingKind.JOB_LATE: "Jobs that are late",
    FindingKind.CEILING_REACHED: "Daily ceilings reached",
    FindingKind.DUTY_OVERDUE: "Overdue duties of the law",
    FindingKind.FAILED_LOGGING: "Failures to log",
}
FINDING_LABELS = {
    FindingKind.DORMANT: "Dormant account",
    FindingKind.FORBIDDEN: "Account the law forbids",
    FindingKind.SUPERUSER: "Superuser account",
    FindingKind.DISGUISED: "Label may lie",
    FindingKind.NEVER_USED: "Never used",
    FindingKind.SHARED: "Shared account",
    FindingKind.OVERDUE_TRAINING: "Overdue training",
    FindingKind.EXPIRED_AGREEMENT: "Expired agreement",
    FindingKind.OUT_OF_SHIFT: "Use out of shift",
    FindingKind.ENUMERATION: "Looked people up in sequence",
    FindingKind.VAGUE_REASONS: "Vague reasons",
    FindingKind.MORE_THAN_USUAL: "Used more than usual",
    FindingKind.UNREVIEWED: "Not reviewed in time",
    FindingKind.JOB_LATE: "Job is late",
    FindingKind.CEILING_REACHED: "Daily ceiling reached",
    FindingKind.DUTY_OVERDUE: "Duty of the law overdue",
    FindingKind.FAILED_LOGGING: "Failed to log",
}
