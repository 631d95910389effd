"""What the law tells the county to do, and the proof of it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from access.acts import Act
from access.guards import performs
from access.presenters import duty_words
from access.rules import RuleViolation
from compliance import presenters, selectors, services
from compliance.forms import ProofForm


@performs(Act.VIEW_DUTIES)
@require_safe
def duties(request):
    states = selectors.all_duties(request.viewer.at)
    context = presenters.duties_page(states, selectors.last_drill(), request.viewer)
    return render(request, "compliance/duties.html", context)


@performs(Act.PROVE_DUTY)
@require_http_methods(["GET", "HEAD", "POST"])
def prove_duty(request, law_id, duty_number):
    state = selectors.duty(law_id, duty_number, request.viewer.at)
    if state is None:
        raise Http404
    form = ProofForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.prove_duty(
                law_id, duty_number, form.cleaned_data["proof"], by=request.viewer
            )
        except RuleViolation as violation:
            form.add_error(None, str(violation))
        else:
            messages.success(request, "The proof is on record.")
            return redirect("compliance:duties")
    context = {"form": form, "duty": duty_words(state.duty), "of_law": state.law}
    return render(request, "compliance/prove_duty.html", context)
