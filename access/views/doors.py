"""Doors: sign-in, capacity."""

from django.contrib import messages
from django.contrib.auth import authenticate, logout
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
)

from access import rules, selectors, services
from access.enums import SessionEnd
from access.forms import SignInForm, UnlockForm, WorkingAsForm
from access.guards import own_account, public
from access.services import sessions
from access.session import CLOSED_KEY


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
                return redirect(next_page(request))
    status = 403 if refusal else 200
    context = {"form": form, "refusal": refusal, "next": request.GET.get("next", "")}
    return render(request, "access/sign_in.html", context, status=status)


def next_page(request) -> str:
    """Where somebody was going, if it is a page of this site; else the first one."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else "access:home"


@own_account
@require_POST
def sign_out(request):
    sessions.end(request.viewer.session_id, SessionEnd.SIGNED_OUT)
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


@own_account
@require_http_methods(["GET", "HEAD", "POST"])
def unlock(request):
    """Half an hour without a step locks the screen; its holder goes on from here."""
    form = UnlockForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if services.unlock(request, form.cleaned_data["password"], by=request.viewer):
            return redirect("access:home")
        form.add_error("password", "This is not the password of this account.")
    return render(request, "access/unlock.html", {"form": form})
