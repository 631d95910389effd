"""The report of a law's first day: what was foretold, and what was so. The law is in
force without it; written late or twice, it changes nothing.
"""

from datetime import timedelta

from access.acts import Act
from access.viewer import System
from audit.acting import acting
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act
from compliance.models import Adoption, LawDayReport
from compliance.selectors.law_figures import first_day

A_DAY = timedelta(days=1)


def write_law_day_report(*, by: System) -> int:
    """Report every law that has begun and was adopted here: once in its first hours, and
    once when its first day is over. Returns how many reports were written.
    """
    at = now()
    begun = Adoption.objects.filter(law__isnull=False, effective_at__lte=at)
    return sum(
        _report(adopted, is_whole_day, by)
        for adopted in begun.select_related("law").order_by("effective_at")
        for is_whole_day in (False, True)
        if not is_whole_day or adopted.effective_at + A_DAY <= at
    )


def _report(adopted: Adoption, is_whole_day: bool, by: System) -> int:
    known = LawDayReport.objects.filter(law=adopted.law, is_whole_day=is_whole_day)
    if known.exists():
        return 0
    until = min(now(), adopted.effective_at + A_DAY)
    with acting(None, Act.REPORT_LAW_DAY):
        _, is_new = LawDayReport.objects.get_or_create(
            law=adopted.law,
            is_whole_day=is_whole_day,
            defaults={
                "predicted": adopted.preview,
                "found": first_day(adopted.law, until),
            },
        )
        if is_new:
            record_act(
                Act.REPORT_LAW_DAY,
                Outcome.DONE,
                actor=by,
                target_kind="law",
                target_id=adopted.law_id,
                is_whole_day=is_whole_day,
            )
    return int(is_new)
