"""Texts for people in custody, and who has read them over."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from access.acts import Act
from access.guards import performs
from bookings import presenters, selectors, services
from bookings.forms.consular import SignTextForm
from bookings.rules import RuleViolation


@performs(Act.REVIEW_TEXT)
@require_safe
def legal_texts(request):
    rows = [presenters.legal_text_row(text) for text in selectors.legal_texts()]
    return render(request, "bookings/legal_texts.html", {"rows": rows})


@performs(Act.REVIEW_TEXT)
@require_http_methods(["GET", "HEAD", "POST"])
def sign_text(request, text_id: UUID):
    text = selectors.legal_text(text_id)
    if text is None:
        raise Http404
    form = SignTextForm(request.POST or None, initial={"sha256": text.sha256})
    if request.method == "POST" and form.is_valid():
        try:
            services.sign_text(text_id, **form.cleaned_data, by=request.viewer)
        except RuleViolation as violation:
            form.add_error(None, str(violation))
        else:
            messages.success(request, "The text may be printed now.")
            return redirect("bookings:legal_texts")
    context = {"text": presenters.legal_text_row(text), "form": form}
    return render(request, "bookings/sign_text.html", context)
