"""What was found, and what is done about it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from access.acts import Act
from access.guards import performs
from access.rules import RuleViolation
from compliance import forms, presenters, selectors
from compliance.services import findings as services


@performs(Act.VIEW_FINDINGS)
@require_safe
def findings(request):
    form = forms.FindingFilterForm(request.GET)
    wanted = form.wanted()
    context = presenters.findings_page(
        selectors.findings(request.viewer, wanted),
        selectors.finding_counts(request.viewer),
        wanted,
        request.viewer.at,
    )
    context |= {"scan": selectors.last_scan(), "form": form}
    return render(request, "compliance/findings.html", context)


@performs(Act.VIEW_FINDINGS)
@require_safe
def finding(request, finding_id: int):
    return _page(request, _found(request, finding_id))


@performs(Act.ASSIGN_FINDING)
@require_POST
def assign_finding(request, finding_id: int):
    found = _found(request, finding_id)
    assignees = selectors.assignees_of(found)
    form = forms.AssignFindingForm(request.POST, assignees=assignees)
    return _done(
        request,
        found,
        form,
        lambda said: services.assign(
            found.pk, assignees[said["to"]], by=request.viewer
        ),
        "assigned",
    )


@performs(Act.ANSWER_FINDING)
@require_POST
def answer_finding(request, finding_id: int):
    found = _found(request, finding_id)
    return _done(
        request,
        found,
        forms.AnswerFindingForm(request.POST),
        lambda said: services.answer(found.pk, said["answer"], by=request.viewer),
        "answered",
    )


@performs(Act.CLOSE_FINDING)
@require_POST
def close_finding(request, finding_id: int):
    found = _found(request, finding_id)
    return _done(
        request,
        found,
        forms.CloseFindingForm(request.POST),
        lambda said: services.close(found.pk, said["done"], by=request.viewer),
        "closed",
    )


@performs(Act.REOPEN_FINDING)
@require_POST
def reopen_finding(request, finding_id: int):
    found = _found(request, finding_id)
    return _done(
        request,
        found,
        forms.ReopenFindingForm(request.POST),
        lambda said: services.reopen(found.pk, said["why"], by=request.viewer),
        "open again",
    )


def _found(request, finding_id: int):
    found = selectors.finding(request.viewer, finding_id)
    if found is None:
        raise Http404
    return found


def _done(request, found, form, act, word: str):
    """Do what the form says, or show the page again with what is wrong."""
    if form.is_valid():
        try:
            opened = act(form.cleaned_data)
        except RuleViolation as violation:
            form.add_error(None, str(violation))
        else:
            messages.success(request, f"The finding is {word}.")
            return redirect("compliance:finding", opened.pk if opened else found.pk)
    return _page(request, found, **{_NAMES[type(form)]: form})


# The name by which the page knows each form.
_NAMES = {
    forms.AssignFindingForm: "assign",
    forms.AnswerFindingForm: "answer",
    forms.CloseFindingForm: "close",
    forms.ReopenFindingForm: "reopen",
}


def _page(request, found, **bound):
    """A finding with the forms of what this viewer may do with it now."""
    viewer = request.viewer
    context = presenters.finding_page(found, selectors.steps_of(found), viewer.at)
    if found.closed_at is not None:
        offered = {"reopen": (Act.REOPEN_FINDING, forms.ReopenFindingForm)}
    else:
        offered = {
            "assign": (
                Act.ASSIGN_FINDING,
                lambda: forms.AssignFindingForm(
                    assignees=selectors.assignees_of(found),
                    initial={"to": found.assigned_to_id},
                ),
            ),
            "answer": (Act.ANSWER_FINDING, forms.AnswerFindingForm),
            "close": (Act.CLOSE_FINDING, forms.CloseFindingForm),
        }
    for name, (act, make) in offered.items():
        if viewer.may(act):
            context[name] = bound.get(name) or make()
    context["wrong"] = next(iter(bound.values()), None)
    context["later"] = selectors.open_in_place_of(found) if found.closed_at else None
    return render(request, "compliance/finding.html", context)
