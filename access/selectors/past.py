"""The same reading, as of a past instant, from the change history."""

from datetime import datetime
from uuid import UUID

from django.db.models import Max

from access import policy
from access import standing as standings
from access.enums import NOTHING, Basis, FieldClass, Purpose
from access.models import (
    AccessRow,
    Account,
    Agency,
    Agreement,
    FacilityPermission,
    Membership,
    MissionDetail,
    Training,
    Unit,
)
from access.selectors.facts import (
    _capacity,
    account_facts,
    law_in_force,
    viewer_facts,
)
from access.viewer import Viewer


def viewer_as_of(
    account: Account, membership_id: int | None, purpose: Purpose, at: datetime
) -> Viewer:
    """The same person in a capacity at a past instant, from the change history.

    A closed account, an ended capacity or an unknown law gives a viewer to whom
    nothing is allowed; nothing of today is carried back.
    """
    law, law_id = law_in_force(at)
    viewer = Viewer(at=at, law=law, law_id=law_id, purpose=purpose)
    past = Account.history.as_of(at).filter(pk=account.pk).first()
    membership = Membership.history.as_of(at).filter(pk=membership_id).first()
    ended = membership and (
        membership.starts_at > at or (membership.ends_at and membership.ends_at <= at)
    )
    if past is None or not past.is_active or membership is None or ended:
        return viewer
    row = _facts_as_of(past, membership, at)
    facts = account_facts(row, viewer_facts(row), law)
    return Viewer(
        at=at,
        law=law,
        law_id=law_id,
        purpose=purpose,
        facts=viewer_facts(row, standings.standing(facts, at)),
        **_capacity(row),
    )


def _facts_as_of(past: Account, membership: Membership, at: datetime) -> dict:
    """The row of facts, as far as a decision needs it, from the change history."""
    unit = Unit.history.as_of(at).get(pk=membership.unit_id)
    agency = Agency.history.as_of(at).get(pk=unit.agency_id)
    details = MissionDetail.history.as_of(at).filter(unit_id=unit.pk)
    agreements = Agreement.history.as_of(at).filter(agency_id=agency.pk)
    return {
        "account_id": past.pk,
        "display_name": past.display_name,
        "opened_at": past.opened_at,
        "joined_at": past.joined_at,
        "reopened_at": past.reopened_at,
        "closed_at": min(
            filter(None, (unit.closed_at, agency.closed_at)), default=None
        ),
        "agreement_ends_at": max(
            (agreement.ends_at for agreement in agreements), default=None
        ),
        "trained_at": _trained_at(past.pk, at),
        "last_sign_in_at": past.last_sign_in_at,
        "suspended_at": past.suspended_at,
        "expires_at": past.expires_at,
        "review_due_at": past.review_due_at,
        "membership_id": membership.pk,
        "roles": membership.roles,
        "unit_id": unit.pk,
        "unit_name": unit.name,
        "unit_group_id": unit.group_id,
        "mission": unit.mission,
        "is_detailed": any(
            d.starts_at <= at and (d.ends_at is None or at < d.ends_at) for d in details
        ),
        "agency_id": agency.pk,
        "agency_name": agency.name,
        "agency_group_id": agency.group_id,
        "enforces_immigration_law": agency.enforces_immigration_law,
    }


def _trained_at(account_id: int, at: datetime) -> datetime | None:
    """The last training on the law that was in force then."""
    _, law_id = law_in_force(at)
    return Training.objects.filter(
        account_id=account_id, law_id=law_id, completed_at__lte=at
    ).aggregate(latest=Max("completed_at"))["latest"]


def held_as_of(viewer: Viewer, facility_id: int, booking_id: UUID) -> policy.Held:
    """What a capacity held on one booking at ``viewer.at``, from the change history."""
    held = {Basis.STANDING: standing_permission_as_of(viewer, facility_id)}
    for row in AccessRow.history.as_of(viewer.at).filter(
        booking_id=booking_id, principal__in=viewer.principals
    ):
        if row.starts_at <= viewer.at < row.ends_at and _is_agreed(row, viewer):
            basis = Basis(row.basis)
            held[basis] = held.get(basis, NOTHING) | FieldClass(row.classes)
    return {source: classes for source, classes in held.items() if classes}


def _is_agreed(row: AccessRow, viewer: Viewer) -> bool:
    """The same condition as ``facts.agreed``, of an agreement as it stood then."""
    if row.agreement_id is None:
        return True
    agreement = Agreement.history.as_of(viewer.at).filter(id=row.agreement_id).first()
    return (
        agreement is not None
        and agreement.starts_at <= viewer.at < agreement.ends_at
        and (not agreement.purposes or viewer.purpose in agreement.purposes)
    )


def standing_permission_as_of(viewer: Viewer, facility_id: int) -> FieldClass:
    """Standing access to a facility at ``viewer.at``, from the change history."""
    agreements = {
        agreement.pk
        for agreement in Agreement.history.as_of(viewer.at)
        if agreement.starts_at <= viewer.at
        and (viewer.at < agreement.ends_at or not viewer.lapses_close)
        and (not agreement.purposes or viewer.purpose in agreement.purposes)
    }
    mask = NOTHING
    for row in FacilityPermission.history.as_of(viewer.at).filter(
        group_id__in=viewer.groups, content_object_id=facility_id
    ):
        if (
            row.agreement_id in agreements
            and row.starts_at <= viewer.at
            and (viewer.at < row.ends_at or not viewer.lapses_close)
        ):
            mask |= FieldClass(row.classes)
    return mask
