"""What was pushed, to whom, and the page that a mail leads to."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from access.acts import Act
from access.guards import performs, public
from compliance import forms, presenters
from compliance.selectors import notices as selectors
from compliance.services import notices as services


@performs(Act.VIEW_NOTICES)
@require_safe
def notices(request):
    return _notices(request, forms.RecipientForm())


@performs(Act.NAME_RECIPIENT)
@require_http_methods(["GET", "HEAD", "POST"])
def name_recipient(request):
    form = forms.RecipientForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.name_recipient(
            form.cleaned_data["role"], form.cleaned_data["mail"], by=request.viewer
        )
        messages.success(request, "From now on this place is told there.")
        return redirect("compliance:notices")
    return _notices(request, form)


def _notices(request, form):
    context = presenters.notices_page(
        selectors.told(), selectors.recipients(), selectors.recipients_before()
    )
    context["form"] = form if request.viewer.may(Act.NAME_RECIPIENT) else None
    return render(request, "compliance/notices.html", context)


@public
@require_safe
def notice(request, token: UUID):
    """Whoever has the link reads counts. Asking for the head alone opens nothing."""
    delivery = selectors.delivery_by_token(token)
    if delivery is None:
        raise Http404
    if request.method == "GET":
        services.opened(delivery, by=request.viewer)
    return render(request, "compliance/notice.html", presenters.notice_page(delivery))
