"""Doors without a password: a passkey alone, and the county's sign-on."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from access import rules, services
from access.enums import ChallengeKind, Factor
from access.forms import PasskeyForm, SignInForm
from access.guards import public
from access.oidc import SignOnFailed
from access.services import county, passkeys

NOT_SIGNED_IN = "You are not signed in: no account here goes with that."


def return_address(request) -> str:
    """Where the county's sign-on sends the browser back to; 404 where there is none."""
    if settings.COUNTY_SIGN_ON is None:
        raise Http404
    return request.build_absolute_uri(reverse("access:county_return"))


def _refused(request, *, refusal: str = ""):
    """The same page, whatever it was; an account's own closing is told to its holder."""
    form = SignInForm()
    if not refusal:
        messages.error(request, NOT_SIGNED_IN)
    context = {"form": form, "refusal": refusal, "next": ""}
    return render(request, "access/sign_in.html", context, status=403)


@public
@require_POST
def passkey_sign_in_options(request):
    return JsonResponse(passkeys.options_to_sign_in(request))


@public
@require_POST
def passkey_sign_in(request):
    form = PasskeyForm(request.POST)
    answer = form.cleaned_data["credential"] if form.is_valid() else ""
    account = passkeys.account_of(request, answer)
    if account is None:
        return _refused(request)
    try:
        services.sign_in(request, account, factor=Factor.PASSKEY)
    except services.SignInRefused as refused:
        return _refused(request, refusal=refused.message)
    return redirect("access:home")


@public
@require_safe
def county_sign_on(request):
    return_to = return_address(request)
    try:
        address = county.begin(request, ChallengeKind.COUNTY_SIGN_ON, return_to)
    except SignOnFailed:
        return _refused(request)
    return redirect(address)


@public
@require_safe
def county_return(request):
    """Back from the county's sign-on, to come in or to be tied to an account."""
    return_to = return_address(request)
    if request.viewer.is_signed_in and county.is_linking(request):
        return _linked(request, return_to)
    try:
        county.finish(request, return_to)
    except SignOnFailed:
        return _refused(request)
    except services.SignInRefused as refused:
        return _refused(request, refusal=refused.message)
    return redirect("access:home")


def _linked(request, return_to: str):
    try:
        county.link(request, return_to, by=request.viewer)
    except SignOnFailed:
        messages.error(request, "The county's sign-on did not say who you are.")
    except rules.RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(
            request, "From now on you can come in by the county's sign-on."
        )
    return redirect("access:factors")
