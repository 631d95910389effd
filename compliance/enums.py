"""The words of findings. Values are stored."""

from enum import StrEnum


class FindingKind(StrEnum):
    DORMANT = "dormant"
    FORBIDDEN = "forbidden"
    SUPERUSER = "superuser"
    UNREVIEWED = "unreviewed"

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
    FindingKind.UNREVIEWED: "Accounts not reviewed in time",
}
FINDING_LABELS = {
    FindingKind.DORMANT: "Dormant account",
    FindingKind.FORBIDDEN: "Account the law forbids",
    FindingKind.SUPERUSER: "Superuser account",
    FindingKind.UNREVIEWED: "Account not reviewed in time",
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
