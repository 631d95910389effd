"""Consular cases of the scenario: one that is overdue, one of this morning, one to be asked
again and one whose duty is met; and the schedule by which two people had them purged.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from access.acts import Act
from access.enums import ProposalStatus
from access.models import Approval, Membership, Proposal
from access.services.proposals import TARGET as PROPOSAL
from bookings.enums import (
    ConsularAnswer,
    ContactKind,
    LegalTextKind,
    SignatureOutcome,
    ToldHow,
)
from bookings.envelopes import CONSULAR, new_key, seal_with
from bookings.models import Advisement, ConsularCase, ConsularSchedule
from bookings.rules import CaseFile, Entry
from bookings.selectors import usable_text
from bookings.services.consular_schedule import TARGET
from compliance.demo.sheets import key
from compliance.demo.stays import Stay

OFFICER, ASKED_BY = "Sorrel Quillon", "Wren Saltmarsh"
PROPOSES, AGREES = "records.supervisor", "counsel"
SCHEDULE = {"number": "GS50-06C-01", "days": 30, "appeal_days": 60}


@dataclass(frozen=True, slots=True)
class Answered:
    """One case as the scenario tells it. ``hours``: before the anchor."""

    hours: float
    answer: ConsularAnswer
    language: str
    which: str = ""
    is_mandatory: bool = False
    told_after: float | None = None


CASES = (
    Answered(79, ConsularAnswer.YES, "es", "GT"),
    Answered(50, ConsularAnswer.YES, "en", "KR", told_after=2.5),
    Answered(20, ConsularAnswer.NO, "es"),
    Answered(6, ConsularAnswer.LATER, "en"),
    Answered(3, ConsularAnswer.YES, "en", "PH", is_mandatory=True),
)


def load_consular(rng: random.Random, stays: list[Stay], anchor: datetime) -> None:
    """Write schedule and cases, each of somebody else who is in custody."""
    _schedule(rng, anchor)
    booked_before = anchor - timedelta(days=5)
    here = [
        stay
        for stay in stays
        if stay.discharged_at is None
        and not stay.is_hidden
        and stay.booked_at < booked_before
    ]
    for case, stay in zip(CASES, reversed(here), strict=False):
        _case(rng, case, stay, anchor - timedelta(hours=case.hours))


def _schedule(rng: random.Random, anchor: datetime) -> None:
    first, second = (
        Membership.objects.get(account__sign_in_name=name)
        for name in (PROPOSES, AGREES)
    )
    decided_at = anchor - timedelta(days=20)
    proposal = Proposal.objects.create(
        id=key(rng),
        act=Act.SET_CONSULAR_SCHEDULE,
        target_kind=TARGET,
        target_id=TARGET,
        payload=SCHEDULE,
        reason="As the records committee has approved it.",
        requester_id=first.account_id,
        requester_unit_id=first.unit_id,
        proposed_at=decided_at - timedelta(days=2),
    )
    Approval.objects.create(
        act=Act.SET_CONSULAR_SCHEDULE,
        target_kind=PROPOSAL,
        target_id=proposal.pk,
        requester_id=first.account_id,
        requester_unit_id=first.unit_id,
        approver_id=second.account_id,
        approver_unit_id=second.unit_id,
        approves=True,
        decided_at=decided_at,
    )
    proposal.status, proposal.decided_at = ProposalStatus.DONE, decided_at
    proposal.save(update_fields=["status", "decided_at"])
    ConsularSchedule.objects.create(
        proposal=proposal, adopted_at=decided_at, **SCHEDULE
    )


def _case(rng: random.Random, case: Answered, stay: Stay, at: datetime) -> None:
    advisement = Advisement.objects.create(
        id=key(rng),
        booking_id=stay.booking_id,
        text=usable_text(LegalTextKind.ADVISEMENT, case.language),
        advised_at=at - timedelta(minutes=10),
        interpreter="" if case.language == "en" else "Vendor, interpreter 20447",
        outcome=SignatureOutcome.SIGNED_ON_PAPER,
    )
    own = new_key(CONSULAR)
    ConsularCase.objects.create(
        id=key(rng),
        booking_id=stay.booking_id,
        advisement=advisement,
        key=own,
        asked_at=at,
        told_by=ASKED_BY,
        told_how=ToldHow.READ_ALOUD,
        sealed=seal_with(own, _file(rng, case, at).packed(), purpose=CONSULAR),
    )


def _file(rng: random.Random, case: Answered, at: datetime) -> CaseFile:
    is_later = case.answer is ConsularAnswer.LATER
    file = CaseFile(
        docket=str(key(rng)),
        answer=case.answer,
        since=at,
        which=case.which,
        is_mandatory=case.is_mandatory,
        ask_again_at=at + timedelta(hours=8) if is_later else None,
    )
    if case.told_after is None:
        return file
    told_at = at + timedelta(hours=case.told_after)
    words = "Consulate General, Seattle; fax confirmed"
    return file.with_entry(Entry(told_at, ContactKind.FAX_CONFIRMED, OFFICER, words))
