"""Invitations: by their token, and by who looks after them."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from access import invitation_rules
from access.models import Account, Invitation, Unit
from access.selectors.facts import viewer_for
from access.viewer import Viewer
from audit.sealing import digest


def token_digest(token: str) -> str:
    return digest(f"invitation:{token}")


def open_invitation(known_by: str, at: datetime, *, lock=False) -> Invitation | None:
    """The invitation whose token has this digest, while it can be taken up; None for
    every other, whatever the reason.
    """
    found = Invitation.objects.filter(
        token_digest=known_by, withdrawn_at=None, taken_up_at=None, ends_at__gt=at
    )
    invitation = (found.select_for_update() if lock else found).first()
    return invitation if invitation and is_vouched_for(invitation) else None


def is_vouched_for(invitation: Invitation) -> bool:
    """Whether whoever invited may still work here, and the account was not closed."""
    inviter, _ = viewer_for(invitation.invited_by_id, invitation.invited_in_id, None)
    own, _ = viewer_for(invitation.account_id, invitation.membership_id, None)
    return (
        inviter.is_signed_in
        and inviter.membership_id is not None
        and inviter.may_enter
        and own.is_signed_in
        and own.standing not in invitation_rules.CLOSED_FOR_INVITED
    )


def invited(invitation: Invitation) -> tuple[Account, Unit]:
    """Who is meant, and to which unit."""
    membership = invitation.membership
    return invitation.account, membership.unit


def own_invitations(viewer: Viewer) -> QuerySet[Invitation]:
    """Those that this viewer looks after: of their agency, or all."""
    found = Invitation.objects.select_related(
        "account", "membership__unit__agency", "invited_by"
    )
    if invitation_rules.looks_after_every_agency(viewer):
        return found
    return found.filter(membership__unit__agency_id=viewer.agency_id)


def own_invitation(invitation_id: UUID, viewer: Viewer) -> Invitation | None:
    return own_invitations(viewer).filter(pk=invitation_id).first()


def waiting_invitations(viewer: Viewer) -> list[Invitation]:
    """Invitations of which something is still to be done, the oldest first."""
    return list(
        own_invitations(viewer)
        .filter(withdrawn_at=None, identity_checked_at=None, ends_at__gt=viewer.at)
        .order_by("sent_at")
    )


def units_to_invite_to(viewer: Viewer) -> list[Unit]:
    """The units, by agency and name, to which this viewer may invite somebody."""
    gives = invitation_rules.roles_to_give(viewer)
    found = Unit.objects.select_related("agency").filter(
        closed_at=None, agency__closed_at=None
    )
    if not invitation_rules.looks_after_every_agency(viewer):
        found = found.filter(agency_id=viewer.agency_id)
    return [
        unit
        for unit in found
        if invitation_rules.ROLES_OF_MISSION[unit.mission] & gives
    ]


def has_account(email: str, agency_id: int, at: datetime) -> bool:
    """Whether an agency has somebody of this address who is invited or has joined."""
    return (
        Account.objects.filter(
            email__iexact=email,
            memberships__unit__agency_id=agency_id,
            is_active=True,
        )
        .filter(Q(expires_at=None) | Q(expires_at__gt=at))
        .filter(
            Q(joined_at__isnull=False)
            | Q(invitations__withdrawn_at=None, invitations__ends_at__gt=at)
        )
        .exists()
    )
