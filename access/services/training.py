"""Evidence that somebody was trained on a law."""

from access.acts import Act
from access.models import Account, LawVersion, Training
from access.training import Progress
from access.viewer import Viewer
from audit.acting import acting
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act, record_act_or_log


def complete_training(progress: Progress, *, by: Viewer) -> Training | None:
    """Put down a training whose questions are all answered; once, however often the
    last answer is sent. None for one that is not done.
    """
    if not progress.is_done or by.account_id is None:
        return None
    with acting(by.account_id, Act.TRAIN):
        Account.objects.select_for_update().get(pk=by.account_id)
        own = Training.objects.filter(account_id=by.account_id, law_id=progress.law_id)
        if done := own.filter(completed_at__gte=progress.began_at).first():
            return done
        at = now()
        done = Training.objects.create(
            account_id=by.account_id,
            law=LawVersion.objects.defer("source").get(pk=progress.law_id),
            completed_at=at,
            minutes=progress.minutes(at),
            questions=progress.asked,
            answered_right=progress.answered_right,
        )
        # Nobody of the jail's own waits for a record of it (law 14).
        record = record_act if by.lapses_close else record_act_or_log
        record(
            Act.TRAIN,
            Outcome.DONE,
            actor=by,
            target_kind="law",
            target_id=progress.law_id,
            questions=progress.asked,
            answered_right=progress.answered_right,
        )
    return done
