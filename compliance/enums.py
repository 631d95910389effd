"""The words of findings. Values are stored."""

from enum import StrEnum


class FindingKind(StrEnum):
    DORMANT = "dormant"
    FORBIDDEN = "forbidden"
    SUPERUSER = "superuser"

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
}
FINDING_LABELS = {
    FindingKind.DORMANT: "Dormant account",
    FindingKind.FORBIDDEN: "Account the law forbids",
    FindingKind.SUPERUSER: "Superuser account",
}
