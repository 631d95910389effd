"""Who of counsel is on call: the rota, read by those who see the queue."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from access.acts import Act
from access.guards import performs
from warrants.forms.rota import OnCallForm
from warrants.models import OnCall
from warrants.presenters import rota as words
from warrants.rules import RuleViolation
from warrants.selectors import rota as selectors
from warrants.services import rota as services


@performs(Act.REVIEW)
@require_safe
def on_call(request):
    """Lines and gaps to come, and the last that are over."""
    return _page(request, OnCallForm(counsel=_counsel()))


@performs(Act.KEEP_ROTA)
@require_POST
def enter_on_call(request):
    form = OnCallForm(request.POST, counsel=_counsel())
    if form.is_valid():
        said = form.cleaned_data
        try:
            services.enter_on_call(
                said["member"], form.span(), said["phone"], by=request.viewer
            )
        except RuleViolation as violation:
            form.add_error(None, str(violation))
        else:
            messages.success(request, "That stands on the rota.")
            return redirect("warrants:on_call")
    return _page(request, form)


@performs(Act.KEEP_ROTA)
@require_POST
def withdraw_on_call(request, on_call_id: UUID):
    try:
        services.withdraw_on_call(on_call_id, by=request.viewer)
    except OnCall.DoesNotExist:
        raise Http404 from None
    except RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(request, "The entry is withdrawn: nobody is called by it.")
    return redirect("warrants:on_call")


def _page(request, form: OnCallForm):
    at = request.viewer.at
    context = words.rota_page(
        selectors.reached(at), selectors.rota_from(at), selectors.rota_before(at), at
    )
    context |= {
        "form": form,
        "may_keep": bool(request.viewer.may(Act.KEEP_ROTA)),
    }
    return render(request, "warrants/rota.html", context)


def _counsel() -> list[tuple[str, str]]:
    return [
        (str(member.pk), f"{member.account.display_name}, {member.unit}")
        for member in selectors.counsel()
    ]
