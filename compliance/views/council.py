"""The council page."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from access.acts import Act
from access.guards import performs
from compliance import presenters, selectors
from compliance.selectors.jobs import jobs_now
from compliance.selectors.leaving import entitled_to_out
from compliance.selectors.papers import paper_counts


@performs(Act.VIEW_COUNCIL_REPORT)
@require_safe
def council(request):
    numbers = selectors.council_numbers(request.viewer.at)
    before, now = selectors.against_the_ordinance(request.viewer.at) or (None, None)
    context = presenters.council_page(
        numbers, before, now, selectors.months(), selectors.last_scan()
    )
    context["duties"] = presenters.overdue_duties(
        selectors.all_duties(request.viewer.at)
    )
    context["papers"] = paper_counts()
    context["leaving"] = presenters.months_of_leaving(entitled_to_out())
    # One line, so that nobody reads old numbers as today's.
    context["red"] = jobs_now(request.viewer.at).red
    return render(request, "compliance/council.html", context)
