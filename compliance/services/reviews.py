"""The weekly review of the history: made by itself, signed by somebody."""

from datetime import timedelta

from access.acts import Act
from access.guards import performing
from access.rules import RuleViolation
from access.viewer import System, Viewer
from audit.acting import acting
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act
from compliance.enums import FindingKind, FindingTarget
from compliance.models import HistoryReview
from compliance.selectors import reviews as selectors
from compliance.services.findings import open_finding

DUE_AFTER = timedelta(days=7)


def review_history(*, by: System) -> dict:
    """Make last week's review for every unit that reviews, and find those not signed
    in time. A second run makes none again.
    """
    at = now()
    week = selectors.last_week(at)
    made = 0
    for unit_id in selectors.reviewing_units(at):
        if HistoryReview.objects.filter(week=week.monday, unit_id=unit_id).exists():
            continue
        review = HistoryReview(
            week=week.monday,
            unit_id=unit_id,
            sample=selectors.sample(unit_id, week),
            due_at=week.ends + DUE_AFTER,
        )
        with acting(None, f"{by.name}: review"):
            HistoryReview.objects.bulk_create([review], ignore_conflicts=True)
        made += 1
    opened = 0
    for late in selectors.overdue(at):
        opened += open_finding(
            FindingKind.UNREVIEWED,
            FindingTarget.UNIT,
            late.unit_id,
            {"week": late.week.isoformat(), "due_at": late.due_at.isoformat()},
            by=by,
        )
    return {"made": made, "opened": opened}


def sign(review_id: int, words: str, *, by: Viewer) -> None:
    """Say that the sample was looked at, and what came of it. Raises RuleViolation for
    a review that is signed.
    """
    with performing(Act.REVIEW_HISTORY, by):
        review = HistoryReview.objects.select_for_update().get(
            pk=review_id, unit_id=by.unit_id
        )
        if review.signed_at is not None:
            raise RuleViolation("This review is signed already.")
        review.signed_at, review.signed_by_id = now(), by.account_id
        review.words = words
        review.save(update_fields=["signed_at", "signed_by_id", "words"])
        record_act(
            Act.REVIEW_HISTORY,
            Outcome.DONE,
            actor=by,
            target_kind="review",
            target_id=review.pk,
            accounts=len(review.sample),
        )
