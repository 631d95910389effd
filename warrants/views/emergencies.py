"""Opening a record in an emergency, the list of what was opened, and its review."""

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
from access.guards import performs
from access.viewer import Viewer
from bookings import presenters as booking_presenters
from bookings.presenters import moment
from bookings.selectors import names, open_name
from warrants import selectors, services
from warrants.emergency_rules import check_opener, law_opens_in_an_emergency
from warrants.forms import OpenEmergencyForm, ReviewEmergencyForm
from warrants.models import Emergency
from warrants.presenters import emergencies as presenters
from warrants.rules import RuleViolation


@performs(Act.OPEN_EMERGENCY)
@require_http_methods(["GET", "HEAD", "POST"])
def open_emergency(request, booking_id: UUID):
    """Open one record to one officer at once; whoever opens it must be shown it first."""
    subject = open_name(request.viewer, booking_id)
    if subject is None:
        raise Http404
    form = OpenEmergencyForm(request.POST or None)
    if request.method == "POST" and (done := _open(request, booking_id, form)):
        grant = done.request.grant
        messages.success(
            request,
            f"Open to {done.request.membership.account.display_name} until "
            f"{moment(grant.ends_at)}. It closes by itself then. The privacy officer "
            f"reviews it by {moment(done.review_due_at)}.",
        )
        return redirect("warrants:emergency", done.pk)
    context = {
        "form": form,
        "name": booking_presenters.name(subject),
        "booking_id": booking_id,
        "why_not": _why_not(request.viewer),
        "adopters": presenters.adopters(),
        "is_opened_by_law": law_opens_in_an_emergency(request.viewer.law),
    }
    return render(request, "warrants/open_emergency.html", context)


def _why_not(viewer: Viewer) -> str:
    try:
        check_opener(viewer)
    except RuleViolation as violation:
        return str(violation)
    return ""


def _open(request, booking_id: UUID, form: OpenEmergencyForm) -> Emergency | None:
    """What was opened; None where the form says what is wrong."""
    if not form.is_valid():
        return None
    try:
        return services.open_emergency(booking_id, form.wanted(), by=request.viewer)
    except services.SeveralCapacities as several:
        form.offer_capacities(presenters.units_to_choose(several.memberships))
        form.add_error("capacity", str(several))
    except RuleViolation as violation:
        form.add_error(None, str(violation))
    return None


@performs(Act.VIEW_EMERGENCIES)
@require_safe
def emergencies(request):
    viewer = request.viewer
    found = selectors.emergencies()
    known = names(viewer, [one.request.booking_id for one in found]) if found else {}
    rows = [
        presenters.emergency_row(one, at=viewer.at, name=_name(known, one))
        for one in found
        if _may_read(viewer, one.request.booking_id in known)
    ]
    context = {"rows": rows, "is_cut": len(found) == selectors.PAGE}
    if _reads_all(viewer):
        context["counts"] = presenters.counts_row(selectors.counts(viewer.at))
    return render(request, "warrants/emergencies.html", context)


def _name(known: dict, one: Emergency) -> str:
    subject = known.get(one.request.booking_id)
    return booking_presenters.name(subject) if subject else ""


def _reads_all(viewer: Viewer) -> bool:
    """Who reviews reads what was opened of anybody, the person's name apart."""
    return bool(viewer.may(Act.VIEW_SHOWINGS))


def _may_read(viewer: Viewer, is_known: bool) -> bool:
    return is_known or _reads_all(viewer)


@performs(Act.VIEW_EMERGENCIES)
@require_safe
def emergency(request, emergency_id: UUID):
    """One emergency: who, what, until when, why, and what was shown by it."""
    viewer = request.viewer
    one = selectors.emergency(emergency_id)
    if one is None:
        raise Http404
    subject = open_name(viewer, one.request.booking_id)
    if not _may_read(viewer, subject is not None):
        raise Http404
    services.record_look(one, by=viewer)
    context = presenters.emergency_page(
        one,
        at=viewer.at,
        name=booking_presenters.name(subject) if subject else "",
        reason=selectors.reason_of(one.request),
        shown=selectors.showings_under(one) if _reads_all(viewer) else None,
    )
    context |= {
        "review": ReviewEmergencyForm(),
        "may_review": bool(viewer.may(Act.REVIEW_EMERGENCY)),
        "may_end": bool(viewer.may(Act.END_EMERGENCY)),
    }
    return render(request, "warrants/emergency.html", context)


@performs(Act.END_EMERGENCY)
@require_POST
def end_emergency(request, emergency_id: UUID):
    try:
        services.end_emergency(emergency_id, by=request.viewer)
    except Emergency.DoesNotExist:
        raise Http404 from None
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(request, "It has ended. What it opened is closed.")
    return redirect("warrants:emergency", emergency_id)


@performs(Act.REVIEW_EMERGENCY)
@require_POST
def review(request, emergency_id: UUID):
    form = ReviewEmergencyForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose what you find.")
        return redirect("warrants:emergency", emergency_id)
    try:
        services.review(emergency_id, form.cleaned_data["outcome"], by=request.viewer)
    except Emergency.DoesNotExist:
        raise Http404 from None
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(request, "Reviewed. What you found stands on record.")
    return redirect("warrants:emergencies")
