"""The roll of accounts, and closing one."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_safe,
)

from access import presenters, roll, rules, services
from access.acts import Act
from access.forms import ReasonForm, SuspendForm
from access.guards import performs
from access.models import Account
from access.services import resetting


@performs(Act.VIEW_ACCOUNTS)
@require_safe
def accounts(request):
    standing = request.GET.get("standing", "")
    after = request.GET.get("after", "")
    page = roll.page(
        request.viewer, after=int(after) if after.isdecimal() else 0, standing=standing
    )
    context = presenters.account_page(page, standing=standing)
    context["may_suspend"] = bool(request.viewer.may(Act.SUSPEND))
    context["may_reset"] = bool(request.viewer.may(Act.RESET_FACTORS))
    return render(request, "access/accounts.html", context)


@performs(Act.SUSPEND)
@require_http_methods(["GET", "HEAD", "POST"])
def suspend(request, account_id):
    account = get_object_or_404(Account, pk=account_id)
    form = SuspendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.suspend_account(
                account, form.cleaned_data["reason"], by=request.viewer
            )
        except rules.RuleViolation as violation:
            form.add_error(None, str(violation))
        else:
            messages.success(
                request,
                f"{account.display_name} is suspended. Open sessions end at their "
                "next step.",
            )
            return redirect("access:accounts")
    return render(request, "access/suspend.html", {"form": form, "account": account})


@performs(Act.RESET_FACTORS)
@require_http_methods(["GET", "HEAD", "POST"])
def reset_factors(request, account_id):
    """Somebody has lost what they held: asked for here, done once another agrees."""
    account = get_object_or_404(Account, pk=account_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            resetting.propose_reset(
                account, form.cleaned_data["reason"], by=request.viewer
            )
        except rules.RuleViolation as violation:
            form.add_error(None, str(violation))
        else:
            messages.success(request, "A second person of another unit must agree.")
            return redirect("access:accounts")
    context = {"form": form, "account": account}
    return render(request, "access/reset_factors.html", context)
