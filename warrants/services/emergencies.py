"""Opening a record where somebody's life is in danger, ending it, and reviewing it."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from access.acts import Act
from access.enums import Basis, FieldClass, Purpose
from access.guards import performing
from access.models import Membership
from access.policy import BookingFacts
from access.selectors import capacities
from access.viewer import Viewer
from audit.clock import now
from audit.enums import Outcome
from audit.services import keep_typed_text, record_act
from warrants import emergency_rules as rules
from warrants import reasons, selectors
from warrants.enums import (
    Danger,
    EmergencyReview,
    EndReason,
    ReasonSign,
    RequestStatus,
    Urgency,
)
from warrants.models import AccessRequest, Emergency, Grant
from warrants.rules import RuleViolation
from warrants.services.requests import end_now

# Signs of what no emergency is for; that the words are few says nothing here.
_OF_IMMIGRATION = (
    ReasonSign.IMMIGRATION_PAPER,
    ReasonSign.IMMIGRATION_WORK,
    ReasonSign.MAY_MEAN_IMMIGRATION,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """To whom what is opened, for how long and why. ``capacity``: a membership, needed
    where somebody works in more than one unit to which it could be opened.
    """

    sign_in_name: str
    classes: FieldClass
    minutes: int
    danger: Danger
    reason: str
    capacity: int | None = None


class SeveralCapacities(RuleViolation):
    """Somebody works in more than one unit: one of them must be named."""

    def __init__(self, memberships: list[Membership]):
        self.memberships = memberships
        super().__init__("They work in more than one unit. Choose for which it is.")


def open_emergency(booking_id: UUID, wanted: Wanted, *, by: Viewer) -> Emergency:
    """Open classes of one booking to one person of another agency, at once. No earlier
    emergency stands in its way, reviewed or not. Raises RuleViolation, ActDenied.
    """
    with performing(Act.OPEN_EMERGENCY, by, wanted.danger):
        rules.check_opener(by)
        rules.check_minutes(wanted.minutes)
        booking = selectors.booking_of(booking_id)
        if booking is None or not rules.law_opens_in_an_emergency(by.law):
            raise RuleViolation("The law in force opens nothing in an emergency.")
        member, asker = _asker(wanted, by)
        classes, purpose = _classes(wanted, asker, booking.facts())
        request = _request(member, booking_id, classes, purpose, wanted, by)
        opened_at = now()
        one = Emergency.objects.create(
            request=request,
            opened_by_id=by.membership_id,
            opened_at=opened_at,
            minutes=wanted.minutes,
            danger=wanted.danger,
            review_due_at=rules.review_due(opened_at),
        )
        Grant.objects.create(
            request=request,
            membership=member,
            booking=booking,
            classes=int(classes),
            basis=Basis.EMERGENCY,
            starts_at=opened_at,
            ends_at=opened_at + timedelta(minutes=wanted.minutes),
        )
        _record(
            Act.OPEN_EMERGENCY, one, by, reason=wanted.danger, minutes=wanted.minutes
        )
    return one


def _asker(wanted: Wanted, by: Viewer) -> tuple[Membership, Viewer]:
    """Who is shown it, in which capacity: the only one to which it can be opened, or
    the one that was named.
    """
    account = selectors.account_named(wanted.sign_in_name)
    found = selectors.capacities_of(account, by.at) if account else []
    if not found:
        raise RuleViolation(
            "No account has that sign-in name, or it works in no unit now. Ask the "
            "officer how they sign in here."
        )
    agencies = {own.unit.agency_id for own in capacities(by.account_id, by.at)}
    fit, fault = [], None
    for member, asker in found:
        try:
            rules.check_asker(
                asker, opened_by=account.opened_by_id, agencies=agencies, by=by
            )
        except RuleViolation as violation:
            fault = fault or violation
        else:
            fit.append((member, asker))
    if not fit:
        raise fault
    named = [one for one in fit if one[0].pk == wanted.capacity]
    if len(fit) > 1 and not named:
        raise SeveralCapacities([member for member, _ in fit])
    return (named or fit)[0]


def _classes(
    wanted: Wanted, asker: Viewer, booking: BookingFacts
) -> tuple[FieldClass, Purpose]:
    opens, purpose = rules.openable(asker, booking)
    if opens is None or not wanted.classes & opens:
        raise RuleViolation(
            "The law in force opens none of this to their unit in an emergency."
        )
    return wanted.classes & opens, purpose


def _request(
    member: Membership,
    booking_id: UUID,
    classes: FieldClass,
    purpose: Purpose,
    wanted: Wanted,
    by: Viewer,
) -> AccessRequest:
    """The request behind it, in the name of whoever is shown it, decided as it is made."""
    kept = keep_typed_text(
        wanted.reason, kind=selectors.REASON, account_id=by.account_id
    )
    signs = reasons.signs_of_a_reason(wanted.reason)
    return AccessRequest.objects.create(
        membership=member,
        booking_id=booking_id,
        purpose=purpose,
        classes=int(classes),
        basis=Basis.EMERGENCY,
        days=rules.days_of(wanted.minutes),
        urgency=Urgency.NOW,
        reason_text=kept.pk,
        reason_signs=[sign for sign in signs if sign in _OF_IMMIGRATION],
        status=RequestStatus.GRANTED,
        decided_at=now(),
    )


def record_look(one: Emergency, *, by: Viewer) -> None:
    """Record that somebody read an emergency, and with it why it was opened."""
    _record(Act.VIEW_EMERGENCIES, one, by)


def end_emergency(emergency_id: UUID, *, by: Viewer) -> Emergency:
    """End at once what was opened. Raises RuleViolation, ActDenied."""
    with performing(Act.END_EMERGENCY, by):
        one = _lock(emergency_id)
        grant = Grant.objects.select_for_update().get(request=one.request_id)
        end_now(grant, EndReason.NO_LONGER_NEEDED)
        _record(Act.END_EMERGENCY, one, by)
    return one


def review(emergency_id: UUID, outcome: EmergencyReview, *, by: Viewer) -> Emergency:
    """Write down what the privacy officer found of it, once. Raises RuleViolation,
    ActDenied.
    """
    with performing(Act.REVIEW_EMERGENCY, by, outcome):
        one = _lock(emergency_id)
        rules.check_review(
            opened_by=one.opened_by.account_id,
            is_reviewed=one.reviewed_at is not None,
            by=by,
        )
        one.reviewed_at = now()
        one.reviewed_by_id = by.account_id
        one.outcome = outcome
        one.save(update_fields=["reviewed_at", "reviewed_by", "outcome"])
        _record(Act.REVIEW_EMERGENCY, one, by, reason=outcome)
    return one


def _lock(emergency_id: UUID) -> Emergency:
    return (
        Emergency.objects.select_for_update(of=("self",))
        .select_related("opened_by")
        .get(pk=emergency_id)
    )


def _record(
    act: Act, one: Emergency, by: Viewer, *, reason: str = "", **detail
) -> None:
    record_act(
        act,
        Outcome.DONE,
        actor=by,
        reason=reason,
        target_kind=selectors.EMERGENCY,
        target_id=one.pk,
        **detail,
    )
