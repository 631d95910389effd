"""Whom and what somebody who looks after accounts may act on."""

from access.enums import Role
from access.models import Account, Agency, Membership
from access.selectors.facts import viewer_for
from access.viewer import Viewer
from audit.clock import now


def own_agency(viewer: Viewer) -> int | None:
    """The only agency a coordinator may know of; None for those who see every one."""
    return viewer.agency_id if Role.COORDINATOR in viewer.roles else None


def account_in_reach(viewer: Viewer, account_id: int) -> Account | None:
    """An account that this viewer may look after. A coordinator's are those that work,
    or last worked, in the coordinator's own agency; any other is as absent.
    """
    account = Account.objects.filter(pk=account_id).first()
    own = own_agency(viewer)
    if account is None or own is None:
        return account
    capacities = list(account.memberships.select_related("unit"))
    current = [m for m in capacities if m.ends_at is None or viewer.at < m.ends_at]
    agencies = {member.unit.agency_id for member in current or capacities}
    return account if own in agencies else None


def agency_in_reach(viewer: Viewer, agency_id: int) -> Agency | None:
    if own_agency(viewer) not in (None, agency_id):
        return None
    return Agency.objects.filter(pk=agency_id).first()


def administrators_besides(**closed: int) -> set[int]:
    """The administrators who could still sign in if something were closed: an
    ``account``, a ``unit`` or an ``agency``, by its key.
    """
    at = now()
    members = Membership.objects.filter(
        roles__contains=[Role.ADMINISTRATOR.value], starts_at__lte=at
    ).select_related("unit")
    left = set()
    for member in members:
        about = {
            "account": member.account_id,
            "unit": member.unit_id,
            "agency": member.unit.agency_id,
        }
        if any(about[what] == key for what, key in closed.items()):
            continue
        viewer, _ = viewer_for(member.account_id, member.pk, None)
        if viewer.is_signed_in and viewer.membership_id and viewer.may_enter:
            left.add(member.account_id)
    return left
