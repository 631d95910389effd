"""Doors: sign-in, capacity, accounts, laws."""

from django.contrib import messages
from django.contrib.auth import authenticate, logout
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from access import presenters, roll, rules, selectors, services
from access.acts import Act
from access.forms import SignInForm, SuspendForm, WorkingAsForm
from access.guards import own_account, performs, public
from access.models import Account, LawVersion
from access.session import CLOSED_KEY


@public
@require_safe
def home(request):
    return render(
        request, "access/home.html", {"reach": presenters.reach(request.viewer)}
    )


@public
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request):
    form = SignInForm(request.POST or None)
    closed = request.session.pop(CLOSED_KEY, None)
    refusal = rules.closed_message(closed) if closed else ""
    if request.method == "POST" and form.is_valid():
        account = authenticate(
            request,
            username=form.cleaned_data["sign_in_name"],
            password=form.cleaned_data["password"],
        )
        if account is None:
            services.refuse_unknown_sign_in()
            form.add_error(None, "Sign-in name and password do not go together.")
        else:
            try:
                services.sign_in(request, account)
            except services.SignInRefused as refused:
                refusal = refused.message
            else:
                return redirect(_next(request))
    status = 403 if refusal else 200
    context = {"form": form, "refusal": refusal, "next": request.GET.get("next", "")}
    return render(request, "access/sign_in.html", context, status=status)


def _next(request) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else "access:home"


@own_account
@require_POST
def sign_out(request):
    logout(request)
    messages.success(request, "You are signed out.")
    return redirect("access:sign_in")


@own_account
@require_http_methods(["GET", "HEAD", "POST"])
def working_as(request):
    own = selectors.capacities(request.viewer.account_id, request.viewer.at)
    initial = {
        "capacity": request.viewer.membership_id,
        "purpose": request.viewer.purpose,
    }
    form = WorkingAsForm(request.POST or None, capacities=own, initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = next(m for m in own if m.pk == form.cleaned_data["capacity"])
        try:
            services.choose_capacity(
                request, chosen, form.cleaned_data["purpose"], by=request.viewer
            )
        except services.SignInRefused as refused:
            form.add_error("capacity", refused.message)
        else:
            return redirect("access:home")
    return render(request, "access/working_as.html", {"form": form, "own": own})


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


@public
@require_safe
def laws(request):
    versions = selectors.law_versions()
    context = presenters.law_list(versions, at=request.viewer.at)
    return render(request, "access/laws.html", context)


@public
@require_safe
def law(request, law_id):
    version = LawVersion.objects.filter(pk=law_id).first()
    if version is None:
        raise Http404
    context = presenters.law_page(version, selectors.law_by_hash(version.sha256))
    return render(request, "access/law.html", context)
