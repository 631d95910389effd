"""Changing one's own password."""

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.db import connection

from access.acts import Act
from access.enums import AttemptOutcome, Door, SessionEnd
from access.models import Account
from access.services import attempts, sessions
from access.viewer import Viewer
from audit.acting import acting
from audit.enums import Outcome
from audit.services import record_act


class WrongPassword(Exception):
    """The password somebody has now is another one. ``is_over``: once too often, and
    the session has ended.
    """

    def __init__(self, *, is_over: bool):
        self.is_over = is_over
        super().__init__("wrong password")


def change_password(request, old: str, new: str, *, by: Viewer) -> None:
    """Put a new password in place of the old one; every other session ends.

    Raises WrongPassword, and ValidationError for one that cannot be taken. Both are
    counted, or recorded, before anything is said.
    """
    account = Account.objects.get(pk=by.account_id)
    tried = attempts.counted(
        account.sign_in_name,
        account,
        lambda: account.check_password(old),
        request,
        door=Door.CHANGE,
        session_id=by.session_id,
    )
    if tried.outcome is not AttemptOutcome.DONE:
        if tried.is_worn_out:
            sessions.end(by.session_id, SessionEnd.LOCKED_OUT)
        record_act(
            Act.CHANGE_PASSWORD, Outcome.REFUSED, actor=by, reason="wrong_password"
        )
        raise WrongPassword(is_over=tried.is_worn_out)
    validate_password(new, account)
    with acting(by.account_id, Act.CHANGE_PASSWORD):
        _keep_session(by)
        account.set_password(new)
        account.save(update_fields=["password"])
        record_act(Act.CHANGE_PASSWORD, Outcome.DONE, actor=by)
    # A new key for this browser, too: whoever copied the old cookie is out.
    update_session_auth_hash(request, account)


def _keep_session(by: Viewer) -> None:
    """The trigger that ends this account's sessions spares the one that says so here."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('jr.session', %s, true)", [str(by.session_id or "")]
        )
