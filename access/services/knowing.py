"""What somebody has been told, and says that they know."""

from django.contrib.auth import authenticate

from access import banner
from access.acts import Act
from access.models import Account, AccountSession, BannerAcknowledgement
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
    """Go on with a locked session, by the password of its holder and nobody else."""
    name = Account.objects.values_list("sign_in_name", flat=True).get(pk=by.account_id)
    account = authenticate(request, username=name, password=password)
    is_holder = account is not None and account.pk == by.account_id
    if is_holder:
        AccountSession.objects.filter(pk=by.session_id, ended_at__isnull=True).update(
            locked_at=None, last_active_at=now()
        )
    record_act(
        Act.UNLOCK,
        Outcome.DONE if is_holder else Outcome.REFUSED,
        actor=by,
        reason="" if is_holder else "wrong_password",
    )
    return is_holder
