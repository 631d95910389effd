"""What was found."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from access.acts import Act
from access.guards import performs
from compliance import presenters, selectors


@performs(Act.VIEW_FINDINGS)
@require_safe
def findings(request):
    context = presenters.findings_page(selectors.findings(), selectors.finding_counts())
    context["scan"] = selectors.last_scan()
    return render(request, "compliance/findings.html", context)
