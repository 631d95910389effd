"""The queue, decisions, grants and their end."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
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
from bookings.envelopes import CannotOpen
from bookings.selectors import names, open_name, open_weighed
from warrants import presenters, selectors, services
from warrants.enums import RequestStatus
from warrants.forms import ApproveForm, EndForm, RefuseForm
from warrants.models import Grant
from warrants.presenters import instruments as instrument_words
from warrants.presenters import rota as rota_words
from warrants.rules import RuleViolation
from warrants.selectors import rota
from warrants.services import Narrower
from warrants.services.instruments import record_looking

_MOST_LETTERS = 120


@performs(Act.REVIEW)
@require_safe
def queue(request):
    """What waits. ``next``: after a decision, the one that is offered."""
    viewer = request.viewer
    done = selectors.decided_by(viewer)
    units = selectors.units_of(viewer.account_id, viewer.at)
    rows = [
        presenters.queue_row(asked, viewer.at, _yours(asked, done, units, viewer))
        for asked in selectors.queue()
    ]
    wanted = request.GET.get("next")
    context = {
        "rows": rows,
        "is_cut": len(rows) == selectors.PAGE,
        "next": next((row for row in rows if str(row["id"]) == wanted), None),
        "is_decided": wanted is not None,
        "on_call": rota_words.on_call(rota.reached(viewer.at)),
    }
    return render(request, "warrants/queue.html", context)


def _yours(asked, done: set[UUID], units: frozenset[int], viewer: Viewer) -> str:
    """Why a request that waits does not wait for this reader; empty if it does."""
    if not viewer.may(Act.APPROVE):
        return ""
    if asked.pk in done:
        return "You said yes"
    return "Of your own unit" if asked.membership.unit_id in units else ""


@performs(Act.REVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def request_(request, request_id: UUID):
    """One request beside what the law allows; the decision is taken here."""
    asked = selectors.request_by_id(request_id)
    if asked is None:
        raise Http404
    found = _papers_to_find(request, asked)
    compiled = selectors.compiled(asked)
    offers = {
        "papers": presenters.papers_to_choose(found) if found else [],
        "opens": compiled.opens,
        "days": selectors.given_days(asked),
    }
    error = ""
    if request.method == "POST" and not _is_looking(request):
        try:
            return _decide(request, asked, offers)
        except RuleViolation as violation:
            error = str(violation)
    context = _shown(request, asked, compiled)
    context |= {
        "approve": ApproveForm(**offers, initial=_as_typed(request)),
        "papers_cut": presenters.cut(found) if found else "",
        "looked": _looked(_narrowed_by(request)),
        "refuse": RefuseForm(),
        "may_ask_counsel": asked.counsel_asked_at is None
        and Role.COUNSEL not in request.viewer.roles,
        "next_id": selectors.next_in_queue(asked, request.viewer),
        "error": error,
        "may_decide": bool(request.viewer.may(Act.APPROVE)),
        "yours": _yours(
            asked,
            selectors.decided_by(request.viewer),
            selectors.units_of(request.viewer.account_id, request.viewer.at),
            request.viewer,
        ),
        "named": presenters.named(asked, request.viewer),
    }
    return render(request, "warrants/request.html", context)


def _papers_to_find(request, asked):
    """Papers of which a request can speak, as far as typed words narrow them; None where
    it speaks of none, or it is said which it is.
    """
    if asked.instrument is None or asked.instrument.found_id:
        return None
    typed = _narrowed_by(request)
    return selectors.papers_to_find(typed["find_court"], typed["find_number"])


def _narrowed_by(request) -> dict[str, str]:
    """Words to look for, as far as a field takes them: they go into a statement as such."""
    typed = {n: request.POST.get(n, "") for n in ("find_court", "find_number")}
    return {n: text.replace("\0", "")[:_MOST_LETTERS] for n, text in typed.items()}


def _is_looking(request) -> bool:
    """Whether words were typed that the list of papers was not made for: Enter in their
    field sends the form, and is no yes to a paper of that list.
    """
    typed = _narrowed_by(request)
    listed_for = request.POST.get("looked", _looked(typed))
    return "find" in request.POST or (
        "approve" in request.POST and listed_for != _looked(typed)
    )


def _looked(typed: dict[str, str]) -> str:
    return "|".join(" ".join(text.split()) for text in typed.values())


def _as_typed(request) -> dict:
    """What was left ticked and typed, when the page comes back with a list or a fault."""
    if not {"find", "approve"} & request.POST.keys():
        return {}
    return _narrowed_by(request) | {
        "classes": request.POST.getlist("classes"),
        "days": request.POST.get("days", ""),
        "found": request.POST.get("found", ""),
    }


def _shown(request, asked, compiled) -> dict:
    """The request as this reader is shown it: its reason held against the record, and
    the paper it rests on, where they may see papers.
    """
    viewer = request.viewer
    # Whoever is shown no verdict is shown the name alone.
    opened = open_weighed if viewer.may(Act.APPROVE) else open_name
    subject = opened(viewer, asked.booking_id)
    services.record_reading(asked, by=viewer)
    reason = selectors.reason_of(asked)
    approvals = selectors.approvals_of(asked)
    context = presenters.request_page(
        asked,
        approvals,
        reason=reason,
        compiled=compiled,
        at=viewer.at,
        name=booking_presenters.name(subject) if subject else "",
    )
    if viewer.may(Act.APPROVE):
        earlier = selectors.earlier_grants(asked) if subject else 0
        context["weighed"] = presenters.weighing(asked, reason, subject, earlier)
    if subject:
        context["mark"] = booking_presenters.mark(viewer, viewer.request_id)
    needs_counsel = approvals or context["asked"]["clock"]["needs_counsel"]
    if asked.status == RequestStatus.WAITING and needs_counsel:
        context["on_call"] = rota_words.on_call(rota.reached(viewer.at))
    return context | _scan(viewer, asked)


def _scan(viewer: Viewer, asked) -> dict:
    """The scan of the paper that a request rests on, and what has become of it."""
    claim = asked.instrument
    if claim is None or claim.found is None or not viewer.may(Act.VIEW_INSTRUMENTS):
        return {}
    own = selectors.instrument(claim.found_id)
    try:
        seen = selectors.examined(own, viewer.at)
    except CannotOpen:
        return {}  # its key was destroyed, and the scan with it
    record_looking(own.pk, "beside a request", by=viewer)
    return {"scan": instrument_words.scan(seen), **instrument_words.standing(seen)}


def _decide(request, asked, offers):
    if "counsel" in request.POST:
        services.ask_counsel(asked.pk, by=request.viewer)
        messages.success(request, "Counsel is asked, and sees so in the queue.")
        return redirect("warrants:request", asked.pk)
    after = selectors.next_in_queue(asked, request.viewer)
    if "approve" in request.POST:
        said = _approve(request, asked, offers)
    else:
        form = RefuseForm(request.POST)
        if not form.is_valid():
            raise RuleViolation("Choose why the request is refused.")
        services.refuse(asked.pk, form.cleaned_data["reason"], by=request.viewer)
        said = "Refused. The officer is told the section and what to do next."
    messages.success(request, said)
    return redirect(f"{reverse('warrants:queue')}?next={after or ''}")


def _approve(request, asked, offers) -> str:
    """Say yes as the form says; return what has come of it, in words."""
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
    if decided.status == RequestStatus.GRANTED:
        return "Approved. The grant is given and has its end."
    return "Approved. It now waits for the other of the two: the records supervisor or counsel."


@performs(Act.END_GRANT)
@require_safe
def all_grants(request):
    context = {"rows": _grant_rows(request.viewer), "end": EndForm()}
    return render(request, "warrants/grants.html", context)


def _grant_rows(viewer: Viewer) -> list[dict]:
    """Grants with the name of whom each is about, as far as this viewer may know."""
    grants = selectors.grants(viewer.at)
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
