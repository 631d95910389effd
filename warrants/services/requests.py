"""Asking for access, deciding, granting, ending: lock, decide, check, change, record."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from access.acts import Act
from access.enums import Basis, FieldClass
from access.guards import performing, require
from access.models import Approval
from access.viewer import Viewer
from audit.clock import now
from audit.enums import Outcome
from audit.sealing import digest
from audit.services import keep_typed_text, record_act
from bookings.models import Booking
from warrants import reasons, rules, selectors
from warrants.enums import (
    EndReason,
    InstrumentKind,
    ReasonSign,
    RefusalReason,
    RequestStatus,
    Urgency,
)
from warrants.enums import Outcome as Verdict
from warrants.models import AccessRequest, Grant, Instrument, LegalInstrument
from warrants.rules import Decider


@dataclass(frozen=True, slots=True)
class Paper:
    """A judge's paper as the requester describes it; ``ends_at`` is aware. ``kind``:
    one of ``rules.BASIS_OF``.
    """

    court: str
    case_number: str
    signed_by: str
    issued_on: date
    ends_at: datetime
    kind: InstrumentKind = InstrumentKind.SEARCH_WARRANT


@dataclass(frozen=True, slots=True)
class Asked:
    classes: FieldClass
    days: int
    reason: str
    paper: Paper | None = None
    urgency: Urgency = Urgency.WEEK


@dataclass(frozen=True, slots=True)
class Narrower:
    """A yes to no more than these classes, for no more than so many days; None: as
    before.
    """

    classes: FieldClass | None = None
    days: int | None = None


def ask(
    booking_id: UUID, asked: Asked, *, named: str = "", by: Viewer
) -> AccessRequest:
    """Ask to be shown classes of one booking. Always accepted, whether or not there
    is such a booking, so that the answer tells nothing. ``named``: whom it is about, in
    the words of whoever knows no booking; they lie sealed like the reason.
    """
    with performing(Act.ASK, by):
        kept = keep_typed_text(
            asked.reason, kind=selectors.REASON, account_id=by.account_id
        )
        same_words = digest(reasons.plain_reason(asked.reason))
        instrument = asked.paper and LegalInstrument.objects.create(
            court=asked.paper.court,
            case_number=asked.paper.case_number,
            signed_by=asked.paper.signed_by,
            issued_on=asked.paper.issued_on,
            ends_at=asked.paper.ends_at,
            classes=int(asked.classes),
            booking_id=booking_id,
        )
        request = AccessRequest.objects.create(
            membership_id=by.membership_id,
            booking_id=booking_id,
            purpose=by.purpose,
            classes=int(asked.classes),
            basis=rules.BASIS_OF[asked.paper.kind]
            if asked.paper
            else Basis.APPROVED_REQUEST,
            days=asked.days,
            urgency=asked.urgency,
            named_text=_sealed_name(named, by) if named else None,
            reason_text=kept.pk,
            reason_signs=_signs(asked.reason, same_words, by),
            reason_digest=same_words,
            instrument=instrument,
        )
        _record(Act.ASK, request, by)
    return request


def _sealed_name(named: str, by: Viewer) -> UUID:
    return keep_typed_text(named, kind=selectors.NAMED, account_id=by.account_id).pk


def fault_of_reason(reason: str, *, by: Viewer) -> str:
    """What those who decide could not work with, told to whoever types it; empty if
    nothing is wrong. It is about the words alone, and the same for every booking.
    """
    if ReasonSign.VAGUE in reasons.signs_of_a_reason(reason):
        return (
            "Say which case it is and what you will do with what you see. A word like "
            "“investigation” says nothing to those who decide."
        )
    if selectors.has_typed_before(by.account_id, digest(reasons.plain_reason(reason))):
        return (
            "You gave these very words in an earlier request. Say what this request is "
            "about: the case, and what the person has to do with it."
        )
    return ""


def _signs(reason: str, same_words: str, by: Viewer) -> list[ReasonSign]:
    """What a reason tells, taken now: nobody opens it later to look."""
    signs = reasons.signs_of_a_reason(reason)
    if selectors.has_typed_before(by.account_id, same_words):
        signs.append(ReasonSign.REPEATED)
    return signs


def record_reading(request: AccessRequest, *, by: Viewer) -> None:
    """Record that somebody read a request, and with it the words it was made in."""
    require(Act.REVIEW, by)
    _record(Act.REVIEW, request, by)


def approve(
    request_id: UUID,
    *,
    found: UUID | None = None,
    narrower: Narrower | None = None,
    by: Viewer,
) -> AccessRequest:
    """Say yes, as one of two people of different units; the second yes grants.

    ``found``: which paper in the register the one is that the request speaks of; the
    first to approve says so, and for both. ``narrower``: a yes to less than was asked,
    which holds for both. Raises RuleViolation, ActDenied.
    """
    with performing(Act.APPROVE, by):
        request, earlier = locked_to_decide(request_id, approves=True, by=by)
        claim = request.instrument
        is_found_now = bool(claim and found and not claim.found_id)
        if is_found_now:
            claim.found = Instrument.objects.filter(pk=found).first()
        if narrower:
            _narrow(request, narrower)
        rules.check_known(is_named=selectors.is_of_nobody_yet(request))
        classes = selectors.grantable(request)
        if not classes:
            raise rules.RuleViolation(
                "The law in force opens nothing of this on that basis. Refuse the "
                "request; the refusal cites the section."
            )
        if claim:
            _check_paper(request, now())
        if is_found_now:
            claim.save(update_fields=["found"])
        if narrower:
            request.save(update_fields=["given_classes", "given_days"])
        _decide(request, by, approves=True)
        if len(earlier) + 1 >= rules.APPROVALS_NEEDED:
            _grant(request, classes)
    return request


def _narrow(request: AccessRequest, narrower: Narrower) -> None:
    """Never wider than what was asked, or than the other decider has said."""
    given = selectors.given(request)
    classes = given if narrower.classes is None else narrower.classes
    days = narrower.days or selectors.given_days(request)
    if classes & ~given or days > selectors.given_days(request):
        raise rules.RuleViolation(
            "A yes is never to more than was asked, nor to more than the other person "
            "has said yes to."
        )
    request.given_classes, request.given_days = int(classes), days


def ask_counsel(request_id: UUID, *, by: Viewer) -> AccessRequest:
    """Put a request before counsel first; whoever asked is told nothing of it. Raises
    RuleViolation, ActDenied.
    """
    with performing(Act.APPROVE, by):
        request, _ = locked_to_decide(request_id, approves=False, by=by)
        if request.counsel_asked_at:
            raise rules.RuleViolation("Counsel has been asked already.")
        request.counsel_asked_at = now()
        request.counsel_asked_by_id = by.account_id
        request.save(update_fields=["counsel_asked_at", "counsel_asked_by"])
        _record(Act.APPROVE, request, by, reason="counsel_asked")
    return request


def refuse(request_id: UUID, reason: RefusalReason, *, by: Viewer) -> AccessRequest:
    """Say no; one refusal decides. Raises RuleViolation, ActDenied."""
    with performing(Act.APPROVE, by, reason):
        request, _ = locked_to_decide(request_id, approves=False, by=by)
        _decide(request, by, approves=False, reason=reason)
        _close(request, RequestStatus.REFUSED)
    return request


def end_grant(grant_id: UUID, reason: EndReason, *, by: Viewer) -> Grant:
    """End a grant now. What it opened is closed at this instant."""
    with performing(Act.END_GRANT, by, reason):
        grant = Grant.objects.select_for_update().get(pk=grant_id)
        end_now(grant, reason)
        record_act(
            Act.END_GRANT,
            Outcome.DONE,
            actor=by,
            reason=reason,
            target_kind="grant",
            target_id=grant.pk,
        )
    return grant


def end_now(grant: Grant, reason: EndReason) -> None:
    """Close what a grant opens, which its caller has locked. Raises RuleViolation."""
    if not rules.is_live(grant.starts_at, grant.ends_at, grant.ended_at, now()):
        raise rules.RuleViolation("This grant has ended already.")
    grant.ended_at = now()
    grant.end_reason = reason
    grant.save(update_fields=["ended_at", "end_reason"])


def _check_paper(asked: AccessRequest, at: datetime) -> None:
    """Raise RuleViolation unless the paper behind a request is found in the register,
    names what is asked, and meets at this instant.
    """
    claim = asked.instrument
    if claim.ends_at <= at:
        raise rules.RuleViolation("The paper has reached its end. Refuse the request.")
    if asked.membership.account_id in selectors.examiners_of(claim):
        raise rules.RuleViolation(
            "Whoever asks entered, compared or confirmed this paper themselves. Refuse the "
            "request; it is asked anew on a paper that others examined."
        )
    if claim.found is None:
        raise rules.RuleViolation(
            "Choose which paper in the register it is. What a request says of a paper "
            "opens nothing; if it is not there, have it received and entered first."
        )
    if rules.BASIS_OF.get(InstrumentKind(claim.found.kind)) != asked.basis:
        raise rules.RuleViolation(
            "That paper is of another kind than the request says. Refuse the request; "
            "it can be made again on what the paper is."
        )
    if asked.booking_id not in claim.found.bookings or not selectors.is_of_its_days(
        asked
    ):
        raise rules.RuleViolation(
            "That paper is about other bookings or other days. It opens none but those "
            "it names."
        )
    found = selectors.examined(_held(claim.found), at)
    if found.outcome is not Verdict.MEETS:
        missing = next(r for r in found.results if r.outcome is found.outcome)
        raise rules.RuleViolation(
            f"That paper does not meet: {missing.check.label.lower()}. {missing.reason}"
        )


def _held(paper: Instrument) -> Instrument:
    """As it stands now: a recall, a call or a service waits until this is decided."""
    return Instrument.objects.select_for_update(no_key=True).get(pk=paper.pk)


def _hold_booking(key: UUID) -> None:
    Booking.objects.select_for_update(no_key=True).filter(pk=key).first()


def locked_to_decide(
    request_id: UUID, *, approves: bool, by: Viewer
) -> tuple[AccessRequest, list[Decider]]:
    """A request, held until this is done, and who decided before; raises RuleViolation
    unless this person may decide it now.

    Locked one after the other, the booking first, as by whoever seals or expunges it; and
    read only then, or what another has just decided would not be seen.
    """
    asked = AccessRequest.objects.filter(pk=request_id)
    key = asked.values_list("booking_id", flat=True).get()
    _hold_booking(key)
    asked.select_for_update().get()
    request = asked.select_related("membership__account", "instrument__found").get()
    if request.booking_id != key:  # whom it is about was said just now
        _hold_booking(request.booking_id)
    earlier = [_who(one, by.at) for one in selectors.approvals_of(request)]
    rules.check_decision(
        RequestStatus(request.status),
        requester=Decider(
            request.membership.account_id,
            request.membership.unit_id,
            opened_by=request.membership.account.opened_by_id,
        ),
        earlier=earlier,
        by=Decider(
            by.account_id,
            by.unit_id,
            by.roles,
            units=selectors.units_of(by.account_id, by.at),
        ),
        approves=approves,
    )
    return request, earlier


def _who(approval: Approval, at: datetime) -> Decider:
    account_id, unit_id = approval.approver_id, approval.approver_unit_id
    return Decider(
        account_id,
        unit_id,
        selectors.roles_of(account_id, unit_id),
        units=selectors.units_of(account_id, at),
    )


def _decide(request, by: Viewer, *, approves: bool, reason: str = "") -> None:
    Approval.objects.create(
        act=Act.APPROVE,
        target_kind=selectors.TARGET,
        target_id=request.pk,
        requester_id=request.membership.account_id,
        requester_unit_id=request.membership.unit_id,
        approver_id=by.account_id,
        approver_unit_id=by.unit_id,
        approves=approves,
        reason=reason,
    )
    outcome = Outcome.DONE if approves else Outcome.REFUSED
    _record(Act.APPROVE, request, by, outcome=outcome, reason=reason)


def _grant(request: AccessRequest, classes: FieldClass) -> None:
    starts_at = now()
    Grant.objects.create(
        request=request,
        membership=request.membership,
        booking_id=request.booking_id,
        classes=int(classes),
        basis=request.basis,
        starts_at=starts_at,
        ends_at=rules.end_of_grant(
            starts_at,
            selectors.given_days(request),
            *selectors.ends_of_paper(request),
        ),
    )
    _close(request, RequestStatus.GRANTED)


def _close(request: AccessRequest, status: RequestStatus) -> None:
    request.status = status
    request.decided_at = now()
    request.save(update_fields=["status", "decided_at"])


def _record(act, request, by, *, outcome=Outcome.DONE, reason="") -> None:
    record_act(
        act,
        outcome,
        actor=by,
        reason=reason,
        target_kind=selectors.TARGET,
        target_id=request.pk,
    )
