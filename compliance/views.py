"""Whether the law is kept: the council page, findings, exposure."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from access.acts import Act
from access.guards import performs
from compliance import presenters, selectors
from compliance.forms import ExposureForm
from compliance.selectors.exposure_report import exposure_of


@performs(Act.VIEW_COUNCIL_REPORT)
@require_safe
def council(request):
    numbers = selectors.council_numbers(request.viewer.at)
    before, now = selectors.against_the_ordinance(request.viewer.at) or (None, None)
    context = presenters.council_page(
        numbers, before, now, selectors.months(), selectors.last_scan()
    )
    return render(request, "compliance/council.html", context)


@performs(Act.VIEW_FINDINGS)
@require_safe
def findings(request):
    context = presenters.findings_page(selectors.findings(), selectors.finding_counts())
    context["scan"] = selectors.last_scan()
    return render(request, "compliance/findings.html", context)


@performs(Act.VIEW_EXPOSURE)
@require_safe
def exposure(request):
    """What was within reach, or shown, against the law of its moment."""
    form = ExposureForm(
        request.GET or None, initial=selectors.usual_period(request.viewer.at)
    )
    period = form.period()
    context = {"form": form}
    if period is not None:
        context |= presenters.exposure_page(
            exposure_of(period), selectors.imported_logs()
        )
    return render(request, "compliance/exposure.html", context)
