"""The words of requests and grants. Values are stored."""

from enum import StrEnum


class RequestStatus(StrEnum):
    """Where a request stands; WAITING has its owner, the deciders."""

    WAITING = "waiting"
    GRANTED = "granted"
    REFUSED = "refused"


class RefusalReason(StrEnum):
    """Why a request was refused; the letter cites the section, not the words."""

    LAW_FORBIDS = "law_forbids"
    PAPER_IS_NOT_JUDICIAL = "paper_is_not_judicial"
    NO_SUFFICIENT_REASON = "no_sufficient_reason"

    @property
    def label(self) -> str:
        return REFUSAL_LABELS[self]


REFUSAL_LABELS = {
    RefusalReason.LAW_FORBIDS: "The law does not allow it",
    RefusalReason.PAPER_IS_NOT_JUDICIAL: "The paper is not signed by a judge",
    RefusalReason.NO_SUFFICIENT_REASON: "The reason does not suffice",
}


class EndReason(StrEnum):
    NO_LONGER_NEEDED = "no_longer_needed"
    RECALLED = "recalled"
    MISUSED = "misused"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class ReasonSign(StrEnum):
    """What a typed reason tells, taken when it is typed; the words stay sealed."""

    IMMIGRATION_PAPER = "immigration_paper"
    IMMIGRATION_WORK = "immigration_work"
    MAY_MEAN_IMMIGRATION = "may_mean_immigration"
    VAGUE = "vague"
    NO_CASE_NUMBER = "no_case_number"
    REPEATED = "repeated"
