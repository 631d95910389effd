"""Grants that have reached their end are closed for good, whatever a clock says later."""

from uuid import UUID

from access.acts import Act
from access.viewer import System
from audit.acting import acting
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act
from warrants.enums import EndReason
from warrants.models import Grant
from warrants.selectors import reached_their_end


def close_grants(*, by: System) -> int:
    """Write down the end of every grant that has reached it; return of how many.

    Each in a transaction of its own. It opens nothing and closes nothing that was open:
    at its end a grant is closed by itself (ADR 37). Safe to repeat, and to run twice at
    once.
    """
    return sum(_close(key, by) for key in reached_their_end(now()))


def _close(grant_id: UUID, by: System) -> bool:
    with acting(None, Act.END_GRANT, EndReason.REACHED):
        grants = Grant.objects.select_for_update(skip_locked=True)
        grant = grants.filter(pk=grant_id, ended_at=None).first()
        if grant is None:
            return False  # somebody ends it in this moment
        grant.ended_at, grant.end_reason = grant.ends_at, EndReason.REACHED
        grant.save(update_fields=["ended_at", "end_reason"])
        record_act(
            Act.END_GRANT,
            Outcome.DONE,
            actor=by,
            reason=EndReason.REACHED,
            target_kind="grant",
            target_id=grant.pk,
        )
    return True
