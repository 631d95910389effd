"""What runs by itself."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from access.acts import Act
from access.guards import performs
from compliance import presenters
from compliance.selectors.jobs import jobs_now
from compliance.selectors.meter import meter_now


@performs(Act.VIEW_JOBS)
@require_safe
def jobs(request):
    context = presenters.jobs_page(jobs_now(request.viewer.at))
    return render(request, "compliance/jobs.html", context)


@performs(Act.VIEW_JOBS)
@require_safe
def history_meter(request):
    context = presenters.meter_page(meter_now(request.viewer.at))
    return render(request, "compliance/history_meter.html", context)
