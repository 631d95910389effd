"""Which law somebody is to be trained on, and what they have been told already."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max

from access.law import Law
from access.models import BannerAcknowledgement, LawVersion, Training
from access.selectors.facts import law_by_hash
from access.standing import training_due_at
from access.viewer import Viewer

# From how long before its date a training is told of.
TOLD_BEFORE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Lesson:
    """One law and how this viewer stands with it. Instants are aware; None: never, or
    no date. ``is_coming``: the law is loaded and not in force yet.
    """

    law: Law
    law_id: int
    trained_at: datetime | None
    due_at: datetime | None
    is_coming: bool = False

    def is_wanted(self, at: datetime) -> bool:
        """Whether it is time for it, or nearly: its date, or the day the law begins."""
        if self.due_at is None:
            return False
        if self.is_coming and self.trained_at is None:
            return min(self.due_at, self.law.effective_at) - TOLD_BEFORE <= at
        return self.due_at - TOLD_BEFORE <= at


def lessons(viewer: Viewer) -> list[Lesson]:
    """The law in force, and the next one if it is loaded already."""
    trained = dict(
        Training.objects.filter(account_id=viewer.account_id)
        .values("law_id")
        .annotate(latest=Max("completed_at"))
        .values_list("law_id", "latest")
        .order_by()
    )
    found = []
    if viewer.law is not None:
        found.append(_lesson(viewer.law, viewer.law_id, trained))
    coming = coming_law(viewer.at)
    if coming is not None:
        law = law_by_hash(coming.sha256)
        found.append(_lesson(law, coming.pk, trained, is_coming=True))
    return found


def _lesson(law: Law, law_id: int, trained: dict, *, is_coming=False) -> Lesson:
    trained_at = trained.get(law_id)
    due_at = training_due_at(law.training_due_at, trained_at)
    return Lesson(law, law_id, trained_at, due_at, is_coming)


def coming_law(at: datetime) -> LawVersion | None:
    return (
        LawVersion.objects.filter(kind="law", effective_at__gt=at)
        .defer("source")
        .order_by("effective_at")
        .first()
    )


def lesson_to_take(viewer: Viewer) -> Lesson | None:
    """The one to take now: what is wanted, else what has a date, the law in force
    first; else, for who wishes to be trained again, the law in force.
    """
    found = lessons(viewer)
    wanted = [lesson for lesson in found if lesson.is_wanted(viewer.at)]
    untrained = [lesson for lesson in found if lesson.trained_at is None]
    dated = [lesson for lesson in untrained if lesson.due_at is not None]
    return next(iter([*wanted, *dated, *untrained, *found]), None)


def acknowledged_at(viewer: Viewer) -> datetime | None:
    """When this viewer last acknowledged the banner of the law in force."""
    return BannerAcknowledgement.objects.filter(
        account_id=viewer.account_id, law_id=viewer.law_id
    ).aggregate(latest=Max("acknowledged_at"))["latest"]
