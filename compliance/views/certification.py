"""Reviewing the accounts of a unit, and looking at how they were reviewed."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from access.acts import Act
from access.guards import performs
from access.rules import RuleViolation
from compliance import presenters
from compliance.selectors import certification as selectors
from compliance.selectors.review_page import review_page
from compliance.services import certification as services


@performs(Act.CERTIFY)
@require_safe
def reviews(request):
    campaigns = selectors.campaigns_of(request.viewer)
    context = presenters.campaign_list(campaigns, request.viewer.at)
    return render(request, "compliance/certification/reviews.html", context)


@performs(Act.CERTIFY)
@require_http_methods(["GET", "HEAD", "POST"])
def review(request, campaign_id):
    campaign = _campaign(campaign_id)
    services.open_page(campaign, by=request.viewer)
    if request.method == "POST" and "finish" in request.POST:
        return _finish(request, campaign)
    page = review_page(campaign, request.viewer.at)
    sent, status = None, 200
    if request.method == "POST":
        sent = presenters.form_of(page, _key(request.POST.get("line")), request.POST)
        if sent is None:
            raise Http404
        if sent.is_valid() and _decided(request, sent):
            return redirect(_next(page, campaign, sent.line_id))
        status = 422
    context = presenters.review(
        campaign,
        page,
        selectors.reviewer(request.viewer),
        request.viewer,
        is_barred=selectors.is_barred(campaign, request.viewer.account_id),
        sent=sent,
    )
    return render(
        request, "compliance/certification/review.html", context, status=status
    )


def _decided(request, sent) -> bool:
    """Save one line; where it cannot be, the form says why."""
    try:
        campaign = services.decide(sent.line_id, sent.answer(), by=request.viewer)
    except RuleViolation as violation:
        sent.add_error(None, str(violation))
        return False
    if campaign.voided_at is not None:
        messages.warning(
            request,
            "This review was set aside. Somebody else must review this unit.",
        )
    return True


def _next(page, campaign, line_id: UUID) -> str:
    """The page, at the next line that waits; the lines are in the order of the page."""
    keys = [line.row["line_id"] for line in page.lines]
    after = page.lines[keys.index(line_id) + 1 :]
    waiting = next((line for line in after if not line.row["decision"]), None)
    place = f"line-{waiting.row['line_id']}" if waiting else "progress"
    return f"{reverse('compliance:review', args=[campaign.pk])}#{place}"


def _finish(request, campaign):
    try:
        services.finish(campaign.pk, by=request.viewer)
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(request, "The review is finished.")
    return redirect("compliance:review", campaign.pk)


@performs(Act.VIEW_CERTIFICATION)
@require_safe
def certification(request):
    context = presenters.certification(selectors.campaigns(), request.viewer)
    return render(request, "compliance/certification/certification.html", context)


@performs(Act.VIEW_CERTIFICATION)
@require_safe
def campaign(request, campaign_id):
    found = _campaign(campaign_id)
    context = presenters.campaign_page(
        found, selectors.work_in(found), selectors.lines_of(found), request.viewer
    )
    return render(request, "compliance/certification/campaign.html", context)


def _campaign(campaign_id: UUID):
    found = selectors.campaign(campaign_id)
    if found is None:
        raise Http404
    return found


def _key(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
