"""Laws to come: what they would change, and the two signatures."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from access.acts import Act, may_second
from access.enums import Role
from access.guards import performs
from access.rules import RuleViolation
from access.services import proposals
from compliance import presenters, selectors, services
from compliance.forms import SignAdoptionForm

# Who looks after accounts reads their names; others read how many.
_READ_NAMES = frozenset({Role.ADMINISTRATOR, Role.PRIVACY_OFFICER})


@performs(Act.VIEW_ADOPTION)
@require_safe
def adoptions(request):
    context = presenters.adoption_list(selectors.laws_to_come(), request.viewer.at)
    return render(request, "compliance/adoptions.html", context)


@performs(Act.VIEW_ADOPTION)
@require_safe
def adoption(request, adoption_id):
    return _page(request, adoption_id, SignAdoptionForm())


@performs(Act.ADOPT_LAW)
@require_POST
def sign_adoption(request, adoption_id):
    """The first signature, the second, a no, or taking the draft back."""
    form = SignAdoptionForm(request.POST)
    if form.is_valid():
        try:
            said = _sign(form, adoption_id, request.viewer)
        except RuleViolation as violation:
            form.add_error(None, str(violation))
        else:
            messages.success(request, said)
            return redirect("compliance:adoption", adoption_id)
    return _page(request, adoption_id, form, status=400)


def _sign(form, adoption_id, by) -> str:
    if selectors.adoption(adoption_id) is None:
        raise Http404
    if form.cleaned_data["answer"] == "sign":
        services.propose_adoption(adoption_id, form.cleaned_data["reason"], by=by)
        return "You have signed first. Somebody of another unit signs next."
    if form.cleaned_data["answer"] == "withdraw":
        services.withdraw_adoption(adoption_id, by=by)
        return "The draft is withdrawn."
    waiting = selectors.waiting_proposal(adoption_id)
    if waiting is None:
        raise RuleViolation("Nobody has signed first, or it is decided already.")
    if form.cleaned_data["answer"] == "refuse":
        proposals.refuse(waiting.pk, by=by)
        return "It is refused. It stays a draft."
    proposals.agree(waiting.pk, by=by)
    return "Two people have signed. The law is in force from its instant on."


def _page(request, adoption_id, form, *, status=200):
    found, by = selectors.adoption(adoption_id), request.viewer
    if found is None:
        raise Http404
    waiting = selectors.waiting_proposal(adoption_id)
    names = []
    if by.roles & _READ_NAMES:
        names = selectors.account_names(found.preview["accounts"]["closing_ids"])
    reports = selectors.day_reports(found.law_id)
    context = presenters.adoption_page(found, waiting, reports, names, by.roles, by.at)
    context["form"] = form
    context["may_sign"] = context["is_draft"] and bool(by.may(Act.ADOPT_LAW))
    context["may_second"] = bool(may_second(by.roles, Act.ADOPT_LAW))
    return render(request, "compliance/adoption.html", context, status=status)
