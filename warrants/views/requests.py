"""The queue, decisions, grants and their end."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from access.acts import Act
from access.enums import Role
from access.guards import performs
from access.viewer import Viewer
from bookings import presenters as booking_presenters
from bookings.selectors import names, open_name
from warrants import presenters, selectors, services
from warrants.forms import ApproveForm, EndForm, RefuseForm
from warrants.models import Grant
from warrants.rules import RuleViolation
from warrants.services import Narrower


@performs(Act.REVIEW)
@require_safe
def queue(request):
    rows = [
        presenters.queue_row(asked, request.viewer.at) for asked in selectors.queue()
    ]
    return render(request, "warrants/queue.html", {"rows": rows})


@performs(Act.REVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def request_(request, request_id: UUID):
    """One request beside what the law allows; the decision is taken here."""
    asked = selectors.request_by_id(request_id)
    if asked is None:
        raise Http404
    papers = presenters.papers_to_find(asked, selectors.papers_to_find())
    grantable = selectors.grantable(asked)
    offers = {
        "papers": papers,
        "opens": grantable,
        "days": selectors.given_days(asked),
    }
    error = ""
    if request.method == "POST":
        try:
            return _decide(request, asked, offers)
        except RuleViolation as violation:
            error = str(violation)
    subject = open_name(request.viewer, asked.booking_id)
    services.record_reading(asked, by=request.viewer)
    context = presenters.request_page(
        asked,
        selectors.approvals_of(asked),
        reason=selectors.reason_of(asked),
        grantable=grantable,
        at=request.viewer.at,
        name=booking_presenters.name(subject) if subject else "",
    )
    context |= {
        "approve": ApproveForm(**offers),
        "refuse": RefuseForm(),
        "may_ask_counsel": asked.counsel_asked_at is None
        and Role.COUNSEL not in request.viewer.roles,
        "next_id": selectors.next_in_queue(asked),
        "error": error,
        "may_decide": bool(request.viewer.may(Act.APPROVE)),
        "named": presenters.named(asked, request.viewer),
    }
    return render(request, "warrants/request.html", context)


def _decide(request, asked, offers):
    if "counsel" in request.POST:
        services.ask_counsel(asked.pk, by=request.viewer)
        messages.success(request, "Counsel is asked. It stands first in their queue.")
        return redirect("warrants:request", asked.pk)
    if "approve" in request.POST:
        form = ApproveForm(request.POST, **offers)
        if not form.is_valid():
            raise RuleViolation(
                "A yes is to some of what is asked, for one day or more, and no longer "
                f"than {offers['days']}."
            )
        decided = services.approve(
            asked.pk,
            found=form.cleaned_data["found"],
            narrower=Narrower(form.narrowed(), form.cleaned_data["days"]),
            by=request.viewer,
        )
        said = (
            "Approved. The grant is given and has its end."
            if decided.status == "granted"
            else "Approved. It now waits for a person of another unit."
        )
    else:
        form = RefuseForm(request.POST)
        if not form.is_valid():
            raise RuleViolation("Choose why the request is refused.")
        services.refuse(asked.pk, form.cleaned_data["reason"], by=request.viewer)
        said = "Refused. The officer is told the section and what to do next."
    messages.success(request, said)
    return redirect("warrants:queue")


@performs(Act.END_GRANT)
@require_safe
def all_grants(request):
    context = {"rows": _grant_rows(request.viewer), "end": EndForm()}
    return render(request, "warrants/grants.html", context)


def _grant_rows(viewer: Viewer) -> list[dict]:
    """Grants with the name of whom each is about, as far as this viewer may know."""
    grants = selectors.grants()
    known = names(viewer, [grant.booking_id for grant in grants]) if grants else {}
    return [
        presenters.grant_row(
            grant,
            at=viewer.at,
            name=booking_presenters.name(known[grant.booking_id])
            if grant.booking_id in known
            else "",
        )
        for grant in grants
    ]


@performs(Act.END_GRANT)
@require_POST
def end_grant(request, grant_id: UUID):
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose why the grant ends.")
        return redirect("warrants:all_grants")
    try:
        services.end_grant(grant_id, form.cleaned_data["reason"], by=request.viewer)
    except Grant.DoesNotExist:
        raise Http404 from None
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(request, "The grant has ended. What it opened is closed.")
    return redirect("warrants:all_grants")
