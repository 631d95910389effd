"""The weekly review of the history."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from access.acts import Act
from access.guards import performs
from access.rules import RuleViolation
from compliance import forms
from compliance.selectors import reviews as selectors
from compliance.services import reviews as services


@performs(Act.REVIEW_HISTORY)
@require_safe
def history_reviews(request):
    context = {"reviews": selectors.reviews(request.viewer), "at": request.viewer.at}
    return render(request, "compliance/history_reviews.html", context)


@performs(Act.REVIEW_HISTORY)
@require_http_methods(["GET", "HEAD", "POST"])
def history_review(request, review_id: int):
    found = selectors.review(request.viewer, review_id)
    if found is None:
        raise Http404
    form = forms.SignReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.sign(found.pk, form.cleaned_data["words"], by=request.viewer)
        except RuleViolation as violation:
            form.add_error(None, str(violation))
        else:
            messages.success(request, "The review is signed.")
            return redirect("compliance:history_reviews")
    context = {
        "review": found,
        "sampled": selectors.sampled(found),
        "form": form,
    }
    return render(request, "compliance/history_review.html", context)
