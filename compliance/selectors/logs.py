"""The logs that are imported, and the period one usually asks about."""

from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone

from compliance.models import LogImport
from compliance.selectors.council import ordinance_version


def imported_logs() -> list[LogImport]:
    return list(
        LogImport.objects.filter(undone_at__isnull=True)
        .select_related("system")
        .order_by("first_at")
    )


def usual_period(at: datetime) -> dict[str, date]:
    """From the ordinance to the last thing an old system's log tells, or to today."""
    ordinance = ordinance_version()
    last = LogImport.objects.filter(undone_at__isnull=True).aggregate(
        last=Max("last_at")
    )["last"]
    today = timezone.localdate(at)
    begins = timezone.localdate(ordinance.effective_at) if ordinance else today
    ends = timezone.localdate(last) if last else today
    return {"begins": min(begins, ends), "ends": ends}
