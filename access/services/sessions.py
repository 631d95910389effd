"""The row behind a session: begun at sign-in, stamped while in use, ended once."""

from uuid import UUID

from django.db import connection, transaction

from access.enums import Factor, SessionEnd
from access.models import AccountSession
from access.session import VISIT_KEY
from access.steps import SESSION_LASTS
from access.viewer import Viewer
from audit.clock import now


def begin(request, viewer: Viewer, factor: Factor) -> AccountSession:
    """Put a row behind a fresh browser session."""
    began_at = now()
    session = AccountSession.objects.create(
        account_id=viewer.account_id,
        membership_id=viewer.membership_id,
        began_at=began_at,
        last_active_at=began_at,
        ends_at=began_at + SESSION_LASTS,
        first_factor=factor,
        # Nobody reads a banner in a demonstration; nothing is put down as read.
        acknowledged_law_id=viewer.law_id if factor is Factor.DEMONSTRATION else None,
        address=request.META.get("REMOTE_ADDR") or None,
    )
    request.session[VISIT_KEY] = str(session.pk)
    return session


def stamp(viewer: Viewer) -> None:
    """Somebody is still there. An idle or ended session is not woken by it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """UPDATE access_accountsession SET last_active_at = jail_now()
               WHERE id = %s AND ended_at IS NULL AND locked_at IS NULL
                 AND last_active_at > jail_now() - interval '30 minutes'""",
            [viewer.session_id],
        )


def end(session_id: UUID | None, reason: SessionEnd) -> None:
    """End a session for good; what has ended already keeps its reason."""
    AccountSession.objects.filter(pk=session_id, ended_at__isnull=True).update(
        ended_at=now(), end_reason=reason
    )


def end_all(account_id: int, reason: SessionEnd, *, but: UUID | None = None) -> int:
    """End every session of an account; return how many there were."""
    return (
        AccountSession.objects.filter(account_id=account_id, ended_at__isnull=True)
        .exclude(pk=but)
        .update(ended_at=now(), end_reason=reason)
    )
