"""The row behind a session: begun at sign-in, stamped while in use, ended once."""

from uuid import UUID

from django.db import connection, transaction

from access.acts import Act
from access.arrivals import address_of, device_of
from access.enums import Factor, SessionEnd
from access.models import AccountSession
from access.selectors import network_of
from access.session import VISIT_KEY
from access.steps import SESSION_LASTS
from access.viewer import Viewer
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act_or_log


def begin(
    request, viewer: Viewer, factor: Factor, *, has_chosen: bool = True
) -> AccountSession:
    """Put a row behind a fresh browser session. ``has_chosen``: as what they work, or
    had nothing to choose from.
    """
    began_at = now()
    address = address_of(request)
    session = AccountSession.objects.create(
        account_id=viewer.account_id,
        membership_id=viewer.membership_id if has_chosen else None,
        began_at=began_at,
        last_active_at=began_at,
        ends_at=began_at + SESSION_LASTS,
        first_factor=factor,
        # Nobody reads a banner in a demonstration; nothing is put down as read.
        acknowledged_law_id=viewer.law_id if factor is Factor.DEMONSTRATION else None,
        address=address,
        network_id=network_of(address),
        device=device_of(request),
    )
    request.session[VISIT_KEY] = str(session.pk)
    return session


def stamp(viewer: Viewer) -> None:
    """Somebody is still there. An idle or ended session is not woken by it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """UPDATE access_accountsession SET last_active_at = jail_now()
               WHERE id = %s AND ended_at IS NULL AND locked_at IS NULL
                 AND last_active_at < jail_now()
                 AND last_active_at > jail_now() - interval '30 minutes'""",
            [viewer.session_id],
        )


def lock_screen(*, by: Viewer) -> None:
    """Lock one's own screen before leaving it."""
    AccountSession.objects.filter(
        pk=by.session_id, ended_at__isnull=True, locked_at__isnull=True
    ).update(locked_at=now())


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


def end_own(session_id: UUID, *, by: Viewer) -> bool:
    """End one other session of one's own; return whether there was such a one."""
    ended = AccountSession.objects.filter(
        pk=session_id, account_id=by.account_id, ended_at__isnull=True
    ).update(ended_at=now(), end_reason=SessionEnd.BY_HOLDER)
    _record_ended(ended, by)
    return bool(ended)


def end_others(*, by: Viewer) -> int:
    """End every session of one's own but this one; return how many there were."""
    ended = end_all(by.account_id, SessionEnd.BY_HOLDER, but=by.session_id)
    _record_ended(ended, by)
    return ended


def _record_ended(how_many: int, by: Viewer) -> None:
    # Ending makes access narrower: it stands also where it cannot be written down.
    record_act_or_log(
        Act.END_SESSION,
        Outcome.DONE if how_many else Outcome.REFUSED,
        actor=by,
        reason="" if how_many else "no_such_session",
        target_kind="account",
        target_id=by.account_id,
        sessions=how_many,
    )


def why_over(session_id: UUID, account_id: int) -> SessionEnd | None:
    """Why a session is over; None where there is no such session of this account, or
    where it goes on. One that has reached its end by itself is put down as ended.
    """
    session = AccountSession.objects.filter(
        pk=session_id, account_id=account_id
    ).first()
    if session is None:
        return None
    if session.ended_at is None and session.ends_at <= now():
        end(session_id, SessionEnd.TOO_LONG)
        return SessionEnd.TOO_LONG
    return SessionEnd(session.end_reason) if session.end_reason else None
