"""Reading requests and grants. A person's data is read through the gate alone."""

from uuid import UUID

from django.db.models import CharField, OuterRef, Subquery
from django.db.models.functions import Cast

from access import policy
from access.enums import NOTHING, Basis, FieldClass, Purpose
from access.models import Approval
from access.selectors import held_now, viewer_for
from access.viewer import Viewer
from audit.models import TypedText
from audit.sealing import CannotOpen, unseal
from bookings.models import Booking
from warrants import rules
from warrants.enums import RequestStatus
from warrants.models import AccessRequest, Grant

APPROVE = "request.approve"
TARGET = "access_request"
REASON = "reason"
PAGE = 50

_ERASED = "The text has been erased by its schedule."


def queue() -> list[AccessRequest]:
    """Requests that wait for a decision, the oldest first."""
    return list(
        AccessRequest.objects.filter(status=RequestStatus.WAITING)
        .select_related("membership__account", "membership__unit__agency", "instrument")
        .order_by("asked_at")[:PAGE]
    )


def own_requests(viewer: Viewer) -> list[AccessRequest]:
    """One's own, the newest first; ``refused_for`` is the code of a refusal."""
    refusal = Approval.objects.filter(
        act=APPROVE,
        target_kind=TARGET,
        target_id=Cast(OuterRef("pk"), CharField()),
        approves=False,
    )
    return list(
        AccessRequest.objects.filter(membership__account_id=viewer.account_id)
        .annotate(refused_for=Subquery(refusal.values("reason")[:1]))
        .select_related("membership__unit__agency")
        .order_by("-asked_at")[:PAGE]
    )


def request_by_id(request_id: UUID) -> AccessRequest | None:
    return (
        AccessRequest.objects.select_related(
            "membership__account", "membership__unit__agency", "instrument"
        )
        .filter(pk=request_id)
        .first()
    )


def approvals_of(asked: AccessRequest) -> list[Approval]:
    return list(
        Approval.objects.filter(act=APPROVE, target_kind=TARGET, target_id=asked.pk)
        .select_related("approver", "approver_unit__agency")
        .order_by("decided_at")
    )


def reason_of(asked: AccessRequest) -> str:
    """What the requester typed, for the decider; erased by its own schedule."""
    kept = TypedText.objects.filter(pk=asked.reason_text, kind=REASON).first()
    if kept is None:
        return _ERASED
    try:
        return unseal(kept.sealed, purpose=REASON)
    except CannotOpen:
        return _ERASED


def grantable(asked: AccessRequest) -> FieldClass:
    """What a grant on this request would open, if it were given now. Nothing of a
    booking that could not even then be known of: the answer is that of no booking.
    """
    booking = Booking.objects.filter(pk=asked.booking_id).first()
    if booking is None:
        return NOTHING
    requester, _ = viewer_for(
        asked.membership.account_id, asked.membership_id, Purpose(asked.purpose)
    )
    terms = policy.terms(
        requester.law, requester.facts, requester.purpose, booking.facts()
    )
    basis = Basis(asked.basis)
    paper = FieldClass(asked.instrument.classes) if asked.instrument else None
    classes = rules.compiled_classes(FieldClass(asked.classes), terms, basis, paper)
    held = held_now(requester, booking.facility_id, booking.pk)
    held[basis] = held.get(basis, NOTHING) | classes
    return classes if policy.resolve(terms, held) else NOTHING


def grants(viewer: Viewer, *, all_of_them: bool) -> list[Grant]:
    """Grants, the newest first: everybody's for those who decide, else one's own."""
    found = Grant.objects.select_related(
        "membership__account", "membership__unit__agency"
    )
    if not all_of_them:
        found = found.filter(membership__account_id=viewer.account_id)
    return list(found.order_by("-starts_at")[:PAGE])


def has_typed_before(account_id: int, same_words: str) -> bool:
    """Whether this account has given a reason in the very same words."""
    return AccessRequest.objects.filter(
        membership__account_id=account_id, reason_digest=same_words
    ).exists()
