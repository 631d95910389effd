"""What waits for a second person."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from access import rules
from access.acts import Act
from access.guards import performs
from access.presenters import proposals as presenters
from access.selectors import proposals as selectors
from access.services import proposals as services
from access.views.acting import found_or_404


@performs(Act.VIEW_PROPOSALS)
@require_safe
def proposals(request):
    waiting = selectors.waiting(request.viewer)
    decided = selectors.decided(request.viewer)
    names = selectors.names_in([*waiting, *decided])
    context = {
        "waiting": presenters.proposal_rows(waiting, names, request.viewer),
        "decided": presenters.proposal_rows(decided, names, request.viewer),
    }
    return render(request, "access/proposals.html", context)


@performs(Act.VIEW_PROPOSALS)
@require_safe
def proposal(request, proposal_id):
    return _page(request, proposal_id)


@performs(Act.DECIDE)
@require_POST
def decide(request, proposal_id):
    """The second person's yes or no; on a yes it is done in the same transaction."""
    found_or_404(selectors.proposal_in_reach(request.viewer, proposal_id))
    says_yes = request.POST.get("answer") == "yes"
    act = services.agree if says_yes else services.refuse
    return _done(
        request,
        proposal_id,
        act,
        "Agreed, and done." if says_yes else "Refused. Nothing has changed.",
    )


@performs(Act.PROPOSE)
@require_POST
def withdraw(request, proposal_id):
    found_or_404(selectors.proposal_in_reach(request.viewer, proposal_id))
    return _done(request, proposal_id, services.withdraw, "Taken back.")


def _done(request, proposal_id, act, said: str):
    try:
        act(proposal_id, by=request.viewer)
    except rules.RuleViolation as violation:
        return _page(request, proposal_id, error=str(violation), status=409)
    messages.success(request, said)
    return redirect("access:proposals")


def _page(request, proposal_id, *, error: str = "", status: int = 200):
    found = found_or_404(selectors.proposal_in_reach(request.viewer, proposal_id))
    context = presenters.proposal_page(
        found,
        selectors.names_in([found]),
        request.viewer,
        selectors.decision_on(found),
    )
    return render(
        request, "access/proposal.html", {**context, "error": error}, status=status
    )
