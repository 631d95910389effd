"""How one account came to be, and what its holder has been told."""

from dataclasses import dataclass

from access import invitation_rules
from access.models import (
    Account,
    BannerAcknowledgement,
    Invitation,
    Membership,
    Training,
)
from access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Life:
    account: Account
    memberships: list[Membership]
    invitations: list[Invitation]
    trainings: list[Training]
    banners: list[BannerAcknowledgement]


def life_of(account_id: int, viewer: Viewer) -> Life | None:
    """One account that this viewer looks after; None for a foreign one as for none."""
    own = Account.objects.filter(pk=account_id)
    if not invitation_rules.looks_after_every_agency(viewer):
        own = own.filter(memberships__unit__agency_id=viewer.agency_id)
    account = own.select_related("opened_by").distinct().first()
    if account is None:
        return None
    of_account = {"account_id": account.pk}
    memberships = Membership.objects.filter(**of_account)
    if not invitation_rules.looks_after_every_agency(viewer):
        # What somebody is elsewhere is that agency's to know.
        memberships = memberships.filter(unit__agency_id=viewer.agency_id)
    return Life(
        account=account,
        memberships=list(memberships.select_related("unit__agency")),
        invitations=list(
            Invitation.objects.filter(
                **of_account, membership__in=memberships
            ).select_related("invited_by", "identity_checked_by")
        ),
        trainings=list(
            Training.objects.filter(**of_account)
            .select_related("law")
            .defer("law__source")
        ),
        banners=list(
            BannerAcknowledgement.objects.filter(**of_account)
            .select_related("law")
            .defer("law__source")
        ),
    )
