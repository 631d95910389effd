"""Reading requests and grants. A person's data is read through the gate alone."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils import timezone

from access import policy
from access.enums import NOTHING, Basis, FieldClass, Purpose, Role
from access.models import Approval, Membership
from access.selectors import capacities, held_now, viewer_for
from access.viewer import Viewer
from audit.models import TypedText
from audit.sealing import CannotOpen, unseal
from audit.services import kept_typed_text
from bookings.models import Booking
from warrants import rules
from warrants.enums import CallResult, RequestStatus, Urgency
from warrants.models import AccessRequest, Grant, Instrument, LegalInstrument
from warrants.selectors.instruments import last_day_of

APPROVE = "request.approve"
TARGET = "access_request"
REASON = "reason"
NAMED = "named"
PAGE = 50

_DUE = F("asked_at") + Case(
    *(When(urgency=u, then=Value(u.answer_within)) for u in Urgency)
)
_WAITING_FIRST = Case(
    When(status=RequestStatus.WAITING, then=Value(0)), default=Value(1)
)
_ERASED = "The text has been erased by its schedule."


def queue() -> list[AccessRequest]:
    """Requests that wait for a decision, by the instant at which an answer is due; as
    many as a page shows.
    """
    waiting = _waiting().select_related(
        "membership__account", "membership__unit__agency", "instrument"
    )
    return list(waiting[:PAGE])


def _waiting() -> QuerySet[AccessRequest]:
    waiting = AccessRequest.objects.filter(status=RequestStatus.WAITING)
    return waiting.alias(due_at=_DUE).order_by("due_at", "asked_at", "pk")


def unanswered(at: datetime) -> list[tuple[UUID, datetime]]:
    """Requests that still wait although an answer was due, and since when."""
    waiting = AccessRequest.objects.filter(status=RequestStatus.WAITING)
    late = waiting.annotate(due_at=_DUE).filter(due_at__lte=at)
    return list(late.values_list("pk", "due_at").order_by("due_at"))


def next_in_queue(asked: AccessRequest, by: Viewer | None = None) -> UUID | None:
    """The one that comes after this in the queue; else its first, if there is another.
    ``by``: of those which this viewer has not decided, nor asked for.
    """
    keys = list(_waiting().values_list("pk", flat=True))
    after = keys[keys.index(asked.pk) + 1 :] if asked.pk in keys else []
    not_theirs = {asked.pk}
    if by:
        own = _waiting().filter(membership__unit__in=units_of(by.account_id, by.at))
        not_theirs |= decided_by(by) | set(own.values_list("pk", flat=True))
    return next((key for key in [*after, *keys] if key not in not_theirs), None)


def units_of(account_id: int, at: datetime) -> frozenset[int]:
    """Where somebody works, in whatever capacity: others decide what is asked there."""
    return frozenset(own.unit_id for own in capacities(account_id, at))


def decided_by(viewer: Viewer) -> set[UUID]:
    """Which requests that wait this viewer has said yes to already."""
    keys = Approval.objects.filter(
        act=APPROVE, target_kind=TARGET, approver_id=viewer.account_id
    ).values_list("target_id", flat=True)
    return set(
        AccessRequest.objects.filter(
            status=RequestStatus.WAITING, pk__in=list(keys)
        ).values_list("pk", flat=True)
    )


def own_requests(viewer: Viewer) -> list[AccessRequest]:
    """One's own in this capacity, what waits first and then the newest."""
    return list(
        AccessRequest.objects.filter(membership_id=viewer.membership_id)
        .select_related("membership__account", "membership__unit__agency")
        .order_by(_WAITING_FIRST, "-asked_at")[:PAGE]
    )


def request_by_id(request_id: UUID) -> AccessRequest | None:
    return (
        AccessRequest.objects.select_related(
            "membership__account", "membership__unit__agency", "instrument__found"
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


def roles_of(account_id: int, unit_id: int) -> frozenset[Role]:
    """What somebody is in a unit: who has decided in it, decided as that."""
    members = Membership.objects.filter(account=account_id, unit=unit_id)
    return frozenset(
        Role(role) for member in members for role in member.roles if role in set(Role)
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


def is_of_nobody_yet(asked: AccessRequest) -> bool:
    """Whether it was asked by a name, and nobody has said yet whom that means."""
    return asked.named_text is not None and asked.named_found_at is None


def named(asked: AccessRequest) -> dict[str, str] | None:
    """Whom the requester named, for the decider: what was typed, field by field. None if
    it was not asked by a name; empty once the words are erased.
    """
    if asked.named_text is None:
        return None
    try:
        text = kept_typed_text(asked.named_text, kind=NAMED)
    except CannotOpen:
        text = None
    return json.loads(text) if text else {}


def given(asked: AccessRequest) -> FieldClass:
    """What of the classes asked for is still to be decided on: all, or what those who
    decided before have narrowed it to.
    """
    narrowed = asked.given_classes
    return FieldClass(asked.classes if narrowed is None else narrowed)


def given_days(asked: AccessRequest) -> int:
    return asked.given_days or asked.days


@dataclass(frozen=True, slots=True)
class Compiled:
    """``law``: what the law opens on the basis of a request, asked for or not; ``opens``:
    what a grant would open now.
    """

    law: FieldClass = NOTHING
    opens: FieldClass = NOTHING


def grantable(asked: AccessRequest) -> FieldClass:
    """What a grant on this request would open, if it were given now."""
    return compiled(asked).opens


def compiled(asked: AccessRequest) -> Compiled:
    """What law and paper leave of a request now. Nothing of a booking that could not
    even then be known of: the answer is that of no booking.
    """
    booking = Booking.objects.filter(pk=asked.booking_id).first()
    if booking is None:
        return Compiled()
    requester, _ = viewer_for(
        asked.membership.account_id, asked.membership_id, Purpose(asked.purpose)
    )
    terms = policy.terms(
        requester.law, requester.facts, requester.purpose, booking.facts()
    )
    basis = Basis(asked.basis)
    paper = _named_by(asked)
    classes = rules.compiled_classes(given(asked), terms, basis, paper)
    held = held_now(requester, booking.facility_id, booking.pk)
    held[basis] = held.get(basis, NOTHING) | classes
    if not policy.resolve(terms, held):
        return Compiled()
    opening = terms.opens.get(basis)
    return Compiled(opening.classes if opening else NOTHING, classes)


def _named_by(asked: AccessRequest) -> FieldClass | None:
    """What the paper behind a request names: no more than was said of it, nor than it
    says itself, once it is found in the register. None where there is none.
    """
    claim = asked.instrument
    if claim is None:
        return None
    own = FieldClass(claim.classes)
    return own & FieldClass(claim.found.classes) if claim.found else own


@dataclass(frozen=True, slots=True)
class PapersFound:
    """The newest papers of a list, and how many there are in all."""

    papers: list[Instrument]
    total: int


def papers_to_find(court: str = "", number: str = "") -> PapersFound:
    """What is entered in the register, of the kinds on which a request can rest: of
    everybody, for that one of them names a booking is not to be told by a list.
    ``court``, ``number``: words of the court as it is written, a part of the case number.
    """
    found = Instrument.objects.filter(
        entered_at__isnull=False,
        recalled_at=None,
        kind__in=list(rules.BASIS_OF),
        case_number__icontains=number.strip(),
    )
    for word in court.split():
        found = found.filter(court_label__icontains=word)
    return PapersFound(list(found.order_by("-received_at")[:PAGE]), found.count())


def examiners_of(claim: LegalInstrument) -> set[int]:
    """Accounts that entered or compared the paper that is found, or wrote down that its
    court confirmed it; nobody while none is found.
    """
    if claim.found is None:
        return set()
    calls = claim.found.calls.filter(result=CallResult.CONFIRMED)
    callers = set(calls.values_list("called_by_id", flat=True))
    return callers | {claim.found.entered_by_id, claim.found.compared_by_id} - {None}


def earlier_grants(asked: AccessRequest) -> int:
    """How often the unit that asks was granted access to the same booking before."""
    return Grant.objects.filter(
        booking_id=asked.booking_id,
        membership__unit=asked.membership.unit_id,
        starts_at__lt=asked.asked_at,
    ).count()


def ends_of_paper(asked: AccessRequest) -> list[datetime]:
    """Until when a grant can last at the longest, by the paper behind a request."""
    claim = asked.instrument
    if claim is None:
        return []
    last = last_day_of(claim.found)
    return [claim.ends_at, *([_end_of_day(last)] if last else [])]


def _end_of_day(last: date) -> datetime:
    """The instant at which the last day of a limit is over; days are the county's."""
    return timezone.make_aware(datetime.combine(last + timedelta(days=1), time.min))


def is_of_its_days(asked: AccessRequest) -> bool:
    """Whether the booking was made on one of the days whose records a paper names."""
    paper = asked.instrument.found
    booked_at = Booking.objects.values_list("booked_at", flat=True).get(
        pk=asked.booking_id
    )
    day = timezone.localtime(booked_at).date()
    return (paper.records_from or day) <= day <= (paper.records_until or day)


def grants(at: datetime) -> list[Grant]:
    """Everybody's, for those who may end them: each that has not ended, the newest
    first, and then the last of those that have.
    """
    found = Grant.objects.select_related(
        "membership__account", "membership__unit__agency"
    ).order_by("-starts_at", "pk")
    live = _is_live(at)
    return [*found.filter(live), *found.exclude(live)[:PAGE]]


def own_grants(viewer: Viewer) -> tuple[list[Grant], list[Grant]]:
    """One's own in this capacity: those that have not ended, by their end, and the last
    of those that have. Whether the first may still be known of, the gate says.
    """
    own = Grant.objects.filter(membership_id=viewer.membership_id)
    live = _is_live(viewer.at)
    return (
        list(own.filter(live).order_by("ends_at")),
        list(own.exclude(live).order_by("-starts_at")[:PAGE]),
    )


def _is_live(at: datetime) -> Q:
    return Q(starts_at__lte=at, ends_at__gt=at) & (
        Q(ended_at=None) | Q(ended_at__gt=at)
    )


def reached_their_end(at: datetime) -> list[UUID]:
    """Grants whose end has come, and is not written down yet."""
    over = Grant.objects.filter(ended_at=None, ends_at__lte=at)
    return list(over.order_by("ends_at", "pk").values_list("pk", flat=True))


def has_typed_before(account_id: int, same_words: str) -> bool:
    """Whether this account has given a reason in the very same words."""
    return AccessRequest.objects.filter(
        membership__account_id=account_id, reason_digest=same_words
    ).exists()
