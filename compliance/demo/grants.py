"""What has been asked for when the scenario begins: two requests that wait, one that
was granted, one that was refused, and a judge's warrant for one federal agent.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from access.acts import Act
from access.enums import Basis, FieldClass, Purpose
from access.models import Approval, Membership
from audit.services import keep_typed_text
from compliance.demo import court_papers
from compliance.demo.sheets import key
from compliance.demo.stays import Stay
from warrants import selectors
from warrants.enums import RefusalReason, RequestStatus, Urgency
from warrants.models import AccessRequest, Grant, LegalInstrument

OFFICER, AGENT = "seattle.officer", "hsi.officer"
DECIDERS = ("records.supervisor", "counsel")
NEEDED = 5

_ADDRESS = FieldClass.CONTACT
_ADDRESS_AND_NUMBERS = FieldClass.CONTACT | FieldClass.IDENTIFIERS
_OF_THE_WARRANT = FieldClass.CUSTODY | FieldClass.IDENTITY | FieldClass.CONTACT


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as the scenario tells it. Times are days before the anchor."""

    who: str
    classes: FieldClass
    days: int
    reason: str
    asked_days_ago: float
    decided_days_ago: float = 0
    basis: Basis = Basis.APPROVED_REQUEST
    urgency: Urgency = Urgency.WEEK


WAITING = (
    Asked(
        OFFICER,
        _ADDRESS,
        14,
        "A witness places the vehicle at this person's address; I need the address "
        "to ask for a search warrant.",
        1.6,
    ),
    Asked(
        OFFICER,
        _ADDRESS_AND_NUMBERS,
        30,
        "Two people with this name and birth date; I need the state ID to tell them "
        "apart before charges are referred.",
        0.2,
        urgency=Urgency.TODAY,
    ),
)
GRANTED = Asked(
    OFFICER,
    _ADDRESS,
    30,
    "Protection order: I have to serve it at the address on record.",
    4.2,
    3.1,
)
REFUSED = Asked(
    OFFICER,
    _ADDRESS_AND_NUMBERS,
    90,
    "Please open everything, it may be useful later.",
    9.4,
    8.0,
)
BY_WARRANT = Asked(
    AGENT,
    _OF_THE_WARRANT,
    30,
    "Criminal search warrant for the records of this person, attached.",
    6.0,
    5.0,
    Basis.JUDICIAL_WARRANT,
)


class Desk:
    """The desk on which requests lie, as of the anchor."""

    def __init__(self, rng: random.Random, anchor: datetime):
        self._rng, self._anchor = rng, anchor
        self._members = {
            membership.account.sign_in_name: membership
            for membership in Membership.objects.filter(
                account__sign_in_name__in=[OFFICER, AGENT, *DECIDERS]
            ).select_related("account")
        }

    def load(self, stays: list[Stay]) -> None:
        """Write the requests, each about another booking of the newest in custody."""
        about = iter(_askable(stays))
        for asked in WAITING:
            self._request(asked, next(about))
        granted = self._request(GRANTED, next(about), RequestStatus.GRANTED)
        self._grant(GRANTED, granted)
        refused = self._request(REFUSED, next(about), RequestStatus.REFUSED)
        self._decide(
            REFUSED, refused, DECIDERS[0], reason=RefusalReason.NO_SUFFICIENT_REASON
        )
        by_warrant = self._by_warrant(next(about))
        self._grant(BY_WARRANT, by_warrant)

    def _ago(self, days: float) -> datetime:
        return self._anchor - timedelta(days=days)

    def _request(
        self,
        asked: Asked,
        stay: Stay,
        status: RequestStatus = RequestStatus.WAITING,
        instrument: LegalInstrument | None = None,
    ) -> AccessRequest:
        member = self._members[asked.who]
        kept = keep_typed_text(
            asked.reason, kind=selectors.REASON, account_id=member.account_id
        )
        return AccessRequest.objects.create(
            id=key(self._rng),
            membership=member,
            booking_id=stay.booking_id,
            purpose=Purpose.CRIMINAL_INVESTIGATION,
            classes=int(asked.classes),
            basis=asked.basis,
            days=asked.days,
            urgency=asked.urgency,
            reason_text=kept.pk,
            instrument=instrument,
            asked_at=self._ago(asked.asked_days_ago),
            status=status,
            decided_at=self._ago(asked.decided_days_ago)
            if status is not RequestStatus.WAITING
            else None,
        )

    def _by_warrant(self, stay: Stay) -> AccessRequest:
        """A criminal warrant of a magistrate judge, confirmed by the clerk of court."""
        issued = self._ago(7)
        number = f"MJ{issued:%y}-0412"
        caller, counsel = (self._members[name].account for name in DECIDERS)
        paper = LegalInstrument.objects.create(
            id=key(self._rng),
            court=court_papers.COURT.name,
            case_number=number,
            signed_by=f"{court_papers.SIGNED_BY}, US Magistrate Judge",
            issued_on=timezone.localtime(issued).date(),
            ends_at=issued + court_papers.GOOD_FOR,
            classes=int(_OF_THE_WARRANT),
            booking_id=stay.booking_id,
            found=court_papers.search_warrant(
                stay.booking_id,
                _OF_THE_WARRANT,
                number,
                received_at=issued,
                confirmed_at=self._ago(BY_WARRANT.decided_days_ago + 0.2),
                by=caller,
                compared_by=counsel,
            ),
        )
        return self._request(BY_WARRANT, stay, RequestStatus.GRANTED, paper)

    def _decide(
        self, asked: Asked, request: AccessRequest, decider: str, *, reason: str = ""
    ) -> None:
        requester, approver = self._members[asked.who], self._members[decider]
        hours_before_the_last = 0.1 * (len(DECIDERS) - 1 - DECIDERS.index(decider))
        Approval.objects.create(
            act=Act.APPROVE,
            target_kind=selectors.TARGET,
            target_id=request.pk,
            requester_id=requester.account_id,
            requester_unit_id=requester.unit_id,
            approver_id=approver.account_id,
            approver_unit_id=approver.unit_id,
            approves=not reason,
            reason=reason,
            decided_at=self._ago(asked.decided_days_ago + hours_before_the_last),
        )

    def _grant(self, asked: Asked, request: AccessRequest) -> None:
        """Two people of two units said yes; the database asks for both first."""
        for decider in DECIDERS:
            self._decide(asked, request, decider)
        starts_at = self._ago(asked.decided_days_ago)
        ends_at = starts_at + timedelta(days=asked.days)
        if request.instrument:
            ends_at = min(ends_at, request.instrument.ends_at)
        Grant.objects.create(
            id=key(self._rng),
            request=request,
            membership=request.membership,
            booking_id=request.booking_id,
            classes=int(asked.classes),
            basis=asked.basis,
            starts_at=starts_at,
            ends_at=ends_at,
        )


def _askable(stays: list[Stay]) -> list[Stay]:
    """Adults in custody with an address on record, booked long enough ago for every
    request to have come after it; the newest of them first.
    """
    booked_before = max(stay.booked_at for stay in stays) - timedelta(days=10)
    return [
        stay
        for stay in reversed(stays)
        if stay.discharged_at is None
        and not stay.is_hidden
        and stay.resident.has_address
        and stay.booked_at < booked_before
    ][:NEEDED]
