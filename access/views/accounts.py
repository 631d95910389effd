"""The roll of accounts, and closing one."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_safe,
)

from access import presenters, roll, rules, services
from access.acts import Act
from access.forms import ResetForm, SuspendForm
from access.forms.agencies import ReasonForm, ReopenForm
from access.guards import performs
from access.models import Account
from access.presenters import agencies as wording
from access.selectors.account_page import account_page
from access.selectors.reach import account_in_reach
from access.services import resetting
from access.services.accounts import ended_capacities
from access.views.acting import Page, act_page, found_or_404


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


@performs(Act.VIEW_ACCOUNTS)
@require_safe
def account(request, account_id):
    """One account: its standing and why, its clocks, and what may be done with it."""
    found = found_or_404(account_in_reach(request.viewer, account_id))
    page = account_page(found, request.viewer)
    return render(request, "access/account.html", wording.account(page, request.viewer))


@performs(Act.REOPEN)
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request, account_id):
    found = found_or_404(account_in_reach(request.viewer, account_id))
    ended = ended_capacities(found, by=request.viewer)
    page = Page(
        f"Open the account of {found.display_name} again",
        "A second person, of another unit, must agree. Every clock stays as it was, and "
        "no session of before goes on.",
        "Propose to open it again",
        reverse("access:account", args=[found.pk]),
    )
    return act_page(
        request,
        page,
        ReopenForm(request.POST or None, ended=ended),
        lambda typed: services.reopen_account(
            found.pk,
            typed["reason"],
            is_temporary=typed["is_temporary"],
            memberships=tuple(typed.get("memberships", ())),
            by=request.viewer,
        ),
    )


@performs(Act.END_EMPLOYMENT)
@require_http_methods(["GET", "HEAD", "POST"])
def end_employment(request, account_id):
    found = found_or_404(account_in_reach(request.viewer, account_id))
    page = Page(
        f"{found.display_name} no longer works here",
        "Capacities, sessions and the account end at this instant. The history goes on "
        "naming it.",
        "End it now",
        reverse("access:account", args=[found.pk]),
        done=f"The account of {found.display_name} has ended.",
        is_grave=True,
    )
    return act_page(
        request,
        page,
        ReasonForm(request.POST or None),
        lambda typed: services.end_employment(
            found.pk, typed["reason"], by=request.viewer
        ),
    )


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
    form = ResetForm(request.POST or None)
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
