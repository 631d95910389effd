"""What the laws tell the county to do, and what of it is done, due, overdue or without
a date. A duty lives as long as its law: the next law says anew what is to be done.
"""

from dataclasses import dataclass
from datetime import datetime

from access.enums import DutyKind, LawKind
from access.law import Duty
from access.models import LawVersion
from access.selectors import law_by_hash, law_in_force
from compliance.models import DutyProof
from compliance.selectors import looking_ahead


@dataclass(frozen=True, slots=True)
class DutyState:
    """A duty of one law at an instant. ``number``: its place in the law, from 1.

    ``trained``: of a duty to train, how many of how many accounts are; that is its proof.
    """

    law: LawVersion
    number: int
    duty: Duty
    proof: DutyProof | None
    trained: tuple[int, int] | None
    at: datetime

    @property
    def is_done(self) -> bool:
        if self.trained is not None:
            done, accounts = self.trained
            return 0 < accounts <= done
        return self.proof is not None

    @property
    def is_overdue(self) -> bool:
        due_at = self.duty.due_at
        return not self.is_done and due_at is not None and due_at <= self.at

    @property
    def has_no_date(self) -> bool:
        return not self.is_done and self.duty.due_at is None


def all_duties(at: datetime) -> list[DutyState]:
    """Every duty of the law in force, and of those that two people have signed for later."""
    _, in_force = law_in_force(at)
    coming = LawVersion.objects.filter(kind=LawKind.LAW, effective_at__gt=at)
    versions = LawVersion.objects.filter(pk=in_force) | coming
    return [
        state
        for version in versions.defer("source").order_by("effective_at")
        for state in _of(version, at)
    ]


def duty(law_id: int, number: int, at: datetime) -> DutyState | None:
    return next(
        (s for s in all_duties(at) if (s.law.pk, s.number) == (law_id, number)), None
    )


def overdue(at: datetime) -> list[DutyState]:
    return [state for state in all_duties(at) if state.is_overdue]


def _of(version: LawVersion, at: datetime) -> list[DutyState]:
    law = law_by_hash(version.sha256)
    proofs = {
        proof.duty_id: proof
        for proof in DutyProof.objects.filter(law=version).select_related(
            "account", "unit"
        )
    }
    trained = None
    if any(duty.kind is DutyKind.TRAIN for duty in law.duties):
        trained = looking_ahead.trained(version.pk, looking_ahead.everybody(at))
    return [
        DutyState(
            version,
            number,
            duty,
            proofs.get(duty.id),
            trained if duty.kind is DutyKind.TRAIN else None,
            at,
        )
        for number, duty in enumerate(law.duties, start=1)
    ]
