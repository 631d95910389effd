"""What a review of accounts does to them: until when they stand, and what is taken away.

``Account.review_due_at`` is one instant for each account, whatever its units: from then on
an outside account is off. It is moved later by somebody's decision alone, which the
database holds as well (ADR 0021).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import connection

from access import rules
from access.acts import Act
from access.enums import Role
from access.guards import performing
from access.models import Account, Membership
from access.viewer import System, Viewer
from audit.acting import acting
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act

# Whoever was reviewed is reviewed again before this, whatever the months are like.
LONGEST_WITHOUT_REVIEW = timedelta(days=62)

_BRING_FORWARD = """
UPDATE access_account a SET review_due_at = asked.due_at
FROM unnest(%(accounts)s::bigint[], %(due)s::timestamptz[]) AS asked(account_id, due_at)
WHERE a.id = asked.account_id
  AND (a.review_due_at IS NULL OR asked.due_at < a.review_due_at)"""


def bring_review_forward(due: Mapping[int, datetime], *, by: System) -> int:
    """Ask for these accounts to be reviewed by an instant each; return how many now are
    due earlier than they were. An earlier instant stays.
    """
    if not due:
        return 0
    with acting(None, Act.OPEN_CAMPAIGN, by.name), connection.cursor() as cursor:
        asked = {"accounts": list(due), "due": list(due.values())}
        cursor.execute(_BRING_FORWARD, asked)
        return cursor.rowcount


def set_review_due(account_id: int, due_at: datetime, *, by: Viewer) -> None:
    """Let an account stand until its next review, because somebody has decided so.
    Raises ActDenied, RuleViolation.
    """
    with performing(Act.CERTIFY, by):
        account = Account.objects.select_for_update().get(pk=account_id)
        rules.check_review_due(due_at, at=now(), longest=LONGEST_WITHOUT_REVIEW)
        account.review_due_at = due_at
        account.save(update_fields=["review_due_at"])


def narrow(membership_id: int, keep: frozenset[Role], *, by: Viewer) -> None:
    """Take roles away from a capacity; what is left was there before. Raises ActDenied,
    RuleViolation.
    """
    with performing(Act.CERTIFY, by, "narrowed"):
        member = Membership.objects.select_for_update().get(pk=membership_id)
        rules.check_narrowing(frozenset(map(Role, member.roles)), keep)
        member.roles = [role for role in member.roles if Role(role) in keep]
        member.save(update_fields=["roles"])


def end_capacity(membership_id: int, reason: str, *, by: Viewer) -> None:
    """End a capacity at this instant; an account that has no other is suspended, and
    its sessions end. What has ended already stays as it was. Raises ActDenied.
    """
    with performing(Act.CERTIFY, by, reason):
        at = now()
        member = Membership.objects.select_for_update().get(pk=membership_id)
        if member.ends_at is None or member.ends_at > at:
            member.ends_at = max(at, member.starts_at)
            member.save(update_fields=["ends_at"])
        own = Membership.objects.filter(account_id=member.account_id)
        if any(m.ends_at is None or m.ends_at > at for m in own.exclude(pk=member.pk)):
            return
        Account.objects.filter(pk=member.account_id, suspended_at__isnull=True).update(
            suspended_at=at, suspended_reason=reason
        )
        record_act(
            Act.CERTIFY,
            Outcome.DONE,
            actor=by,
            reason="suspended",
            target_kind="account",
            target_id=member.account_id,
        )
