"""Closing accounts."""

from access import rules
from access.acts import Act
from access.guards import performing
from access.models import Account
from access.viewer import Viewer
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act


def suspend_account(account: Account, reason: str, *, by: Viewer) -> None:
    """Close an account at once; every session of it ends at its next request."""
    with performing(Act.SUSPEND, by, reason):
        account = Account.objects.select_for_update().get(pk=account.pk)
        rules.check_suspension(account, by=by)
        account.suspended_at = now()
        account.suspended_reason = reason
        account.save(update_fields=["suspended_at", "suspended_reason"])
        record_act(
            Act.SUSPEND,
            Outcome.DONE,
            actor=by,
            target_kind="account",
            target_id=account.pk,
        )
