"""Reading drills; nothing else reads them."""

from compliance.models import DrillRun


def last_drill() -> DrillRun | None:
    return DrillRun.objects.select_related("account").first()


def open_drill() -> DrillRun | None:
    return (
        DrillRun.objects.filter(closed_at__isnull=True)
        .select_related("account")
        .first()
    )
