"""The words of findings. Values are stored."""

from enum import StrEnum


class FindingKind(StrEnum):
    DORMANT = "dormant"
    FORBIDDEN = "forbidden"
    SUPERUSER = "superuser"
    DUTY_OVERDUE = "duty_overdue"

    @property
    def label(self) -> str:
        return FINDING_LABELS[self]


class AdoptionStatus(StrEnum):
    """How far a law to come has got. Whether it is in force its instant alone says."""

    DRAFT = "draft"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"


class NameKind(StrEnum):
    """What a name in an imported log stands for."""

    USER = "user"
    BOOKING = "booking"


FINDING_PLURALS = {
    FindingKind.DORMANT: "Dormant accounts",
    FindingKind.FORBIDDEN: "Accounts the law forbids",
    FindingKind.SUPERUSER: "Superuser accounts",
    FindingKind.DUTY_OVERDUE: "Overdue duties",
}
FINDING_LABELS = {
    FindingKind.DORMANT: "Dormant account",
    FindingKind.FORBIDDEN: "Account the law forbids",
    FindingKind.SUPERUSER: "Superuser account",
    FindingKind.DUTY_OVERDUE: "Overdue duty",
}
