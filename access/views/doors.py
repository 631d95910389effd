"""Doors: sign-in, capacity, the locked screen."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
)

from access import rules, selectors, services
from access.enums import SessionEnd, Step
from access.forms import SignInForm, UnlockForm, WorkingAsForm
from access.guards import fully_known, own_account, public, while_locked
from access.middleware import forget
from access.services import sessions
from access.session import CLOSED_KEY, ENDED_KEY


@public
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request):
    form = SignInForm(request.POST or None)
    refusal = _told_at_the_door(request)
    if request.method == "POST" and form.is_valid():
        try:
            viewer = services.sign_in_by_password(request, **form.cleaned_data)
        except services.WrongSignIn as wrong:
            form.add_error(None, wrong.message)
        except services.SignInRefused as refused:
            refusal = {"heading": refused.heading, "text": refused.message}
        else:
            return _to_work(request, viewer)
    status = 403 if refusal and not refusal.get("is_news") else 200
    context = {"form": form, "refusal": refusal, "next": request.GET.get("next", "")}
    return render(request, "access/sign_in.html", context, status=status)


def _to_work(request, viewer):
    """To where somebody wanted to go; who has several capacities says in which."""
    if viewer.step is Step.CAPACITY:
        on = {"next": request.POST.get("next", "")}
        return redirect(reverse("access:working_as", query=on if on["next"] else None))
    return redirect(next_page(request))


def _told_at_the_door(request) -> dict | None:
    """Why the last session of this browser is over: told once."""
    closed = request.session.pop(CLOSED_KEY, None)
    ended = request.session.pop(ENDED_KEY, None)
    if closed:
        return {
            "heading": "This account is closed",
            "text": rules.closed_message(closed),
        }
    if ended:
        return {
            "heading": "Your session has ended",
            "text": rules.ended_message(SessionEnd(ended)),
            "is_news": True,
        }
    return None


def next_page(request) -> str:
    """Where somebody was going, if it is a page of this site; else the first one."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else "access:home"


@own_account
@while_locked
@require_POST
def sign_out(request):
    sessions.end(request.viewer.session_id, SessionEnd.SIGNED_OUT)
    logout(request)
    messages.success(request, "You are signed out.")
    return forget(redirect("access:sign_in"))


@own_account
@fully_known
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
            return forget(redirect(next_page(request)))
    context = {"form": form, "own": own, "next": request.GET.get("next", "")}
    return render(request, "access/working_as.html", context)


@own_account
@require_POST
def lock(request):
    """Lock one's own screen before leaving it."""
    sessions.lock_screen(by=request.viewer)
    return forget(redirect("access:unlock"))


@own_account
@require_POST
def still_here(request):
    """Somebody is typing, and asks for nothing: the middleware has put it down."""
    return HttpResponse(status=204)


@own_account
@while_locked
@require_http_methods(["GET", "HEAD", "POST"])
def unlock(request):
    """Half an hour without a step locks the screen; its holder goes on from here."""
    form = UnlockForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if services.unlock(request, form.cleaned_data["password"], by=request.viewer):
            return redirect(next_page(request))
        form.add_error("password", "This is not the password of this account.")
    status = 403 if form.errors else 200
    wanted = request.POST.get("next") or request.GET.get("next", "")
    context = {"form": form, "next": wanted}
    return render(request, "access/unlock.html", context, status=status)
