"""What somebody has been told, and says that they know."""

from access import banner
from access.acts import Act
from access.enums import AttemptOutcome, Door, SessionEnd
from access.models import Account, AccountSession, BannerAcknowledgement
from access.services import attempts, sessions
from access.viewer import Viewer
from audit.acting import acting
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act, record_act_or_log


def acknowledge_banner(*, by: Viewer) -> None:
    """Put down that the banner of the law in force was acknowledged, in its words."""
    if by.law is None or by.session_id is None:
        return
    with acting(by.account_id, Act.ACKNOWLEDGE):
        BannerAcknowledgement.objects.create(
            account_id=by.account_id,
            law_id=by.law_id,
            banner_sha256=banner.sha256(by.law),
        )
        AccountSession.objects.filter(pk=by.session_id, ended_at__isnull=True).update(
            acknowledged_law_id=by.law_id
        )
        # Nobody of the jail's own waits at the door for it (law 14).
        record = record_act if by.lapses_close else record_act_or_log
        record(
            Act.ACKNOWLEDGE,
            Outcome.DONE,
            actor=by,
            target_kind="law",
            target_id=by.law_id,
        )


def unlock(request, password: str, *, by: Viewer) -> bool:
    """Go on with a locked session, by the password of its holder and nobody else.

    Failures count towards locking the name. That the name was locked at the door
    meanwhile, by whoever tries there, does not keep its holder from their screen
    (law 14); five failures at the screen itself end the session.
    """
    account = Account.objects.get(pk=by.account_id)
    tried = attempts.counted(
        account.sign_in_name,
        account,
        lambda: account.check_password(password),
        request,
        door=Door.UNLOCK,
        session_id=by.session_id,
    )
    is_holder = tried.outcome is AttemptOutcome.DONE
    if is_holder:
        AccountSession.objects.filter(pk=by.session_id, ended_at__isnull=True).update(
            locked_at=None, last_active_at=now()
        )
    if tried.is_worn_out:
        sessions.end(by.session_id, SessionEnd.LOCKED_OUT)
    # Nobody of the jail's own stays locked out for want of a record (law 14).
    record = record_act_or_log if is_holder and not by.lapses_close else record_act
    record(
        Act.UNLOCK,
        Outcome.DONE if is_holder else Outcome.REFUSED,
        actor=by,
        reason="" if is_holder else "wrong_password",
    )
    return is_holder
