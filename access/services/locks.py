"""Releasing a locked name: another person's act, and nobody's own."""

from access import rules, selectors
from access.acts import Act
from access.guards import performing
from access.models import SignInLock
from access.viewer import Viewer
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act


class NoSuchLock(Exception):
    """There is none, or none that this viewer may know of: both look the same."""


def release_lock(lock_id: int, *, by: Viewer) -> None:
    """Let somebody try to sign in again. Raises ActDenied, NoSuchLock, RuleViolation;
    the last two are recorded.
    """
    try:
        _release(lock_id, by)
    except (NoSuchLock, rules.RuleViolation) as refused:
        is_own = isinstance(refused, rules.RuleViolation)
        record_act(
            Act.RELEASE_LOCK,
            Outcome.REFUSED,
            actor=by,
            reason="own_lock" if is_own else "no_such_lock",
            target_kind="lock",
            target_id=lock_id,
        )
        raise


def _release(lock_id: int, by: Viewer) -> None:
    with performing(Act.RELEASE_LOCK, by):
        lock = (
            SignInLock.objects.select_for_update()
            .filter(pk=lock_id, released_at__isnull=True)
            .first()
        )
        rules.check_release(lock, by=by)
        if lock is None or lock.pk not in {
            row["id"] for row in selectors.open_locks(by)
        }:
            raise NoSuchLock
        lock.released_at, lock.released_by_id = now(), by.account_id
        lock.save(update_fields=["released_at", "released_by"])
        record_act(
            Act.RELEASE_LOCK,
            Outcome.DONE,
            actor=by,
            target_kind="account",
            target_id=lock.account_id,
        )
