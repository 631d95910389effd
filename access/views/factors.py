"""One's own sign-in: the second factor at the door, and what one holds."""

from functools import wraps

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from access import presenters, rules, selectors
from access.enums import ChallengeKind, Step
from access.forms import (
    CodeForm,
    FactorNameForm,
    NewPasskeyForm,
    PasskeyForm,
    SixDigitsForm,
    UnlockForm,
)
from access.guards import fully_known, own_account
from access.oidc import SignOnFailed
from access.services import county, passkeys
from access.services import factors as services
from access.services.factors import TooManyTries
from access.views.county import return_address

TOO_MANY = "Too many wrong answers. This session is over; try again in fifteen minutes."
WRONG_CODE = "This is no code of yours, or it was used already. Wait for the next one."
WRONG_PASSKEY = "This passkey was not accepted. Try again, or take another way."


def _over(request):
    """The session has been ended: the next request would be nobody's."""
    messages.error(request, TOO_MANY)
    return redirect("access:sign_in")


def proved_again(view):
    """Ask for the password first, unless it was given within the last minutes. Whoever
    adds their very first factor at the door has just come in.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        is_at_the_door = request.viewer.step is Step.FACTOR
        if is_at_the_door or services.has_proved(request, by=request.viewer):
            return view(request, *args, **kwargs)
        return redirect("access:prove")

    return guarded


# --- At the door --------------------------------------------------------------------------


@own_account
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request):
    """Six digits, a passkey, or a recovery code; whoever has none adds one now."""
    if request.viewer.step is not Step.FACTOR:
        return redirect("access:home")
    held = selectors.factors_of(request.viewer.account_id)
    if not held.is_any:
        return redirect("access:factors")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if services.show_code(
                request, form.cleaned_data["code"], by=request.viewer
            ):
                return redirect("access:home")
        except TooManyTries:
            return _over(request)
        form.add_error("code", WRONG_CODE)
    return _at_the_door(request, form, held)


def _at_the_door(request, form, held):
    context = {"form": form, "passkey_form": PasskeyForm(), "held": held}
    return render(request, "access/second_factor.html", context)


@own_account
@require_POST
def passkey_options(request):
    if request.viewer.step is not Step.FACTOR:
        return redirect("access:home")
    return JsonResponse(passkeys.options_to_show(request, by=request.viewer))


@own_account
@require_POST
def show_passkey(request):
    if request.viewer.step is not Step.FACTOR:
        return redirect("access:home")
    form = PasskeyForm(request.POST)
    try:
        if form.is_valid() and passkeys.show(
            request, form.cleaned_data["credential"], by=request.viewer
        ):
            return redirect("access:home")
    except TooManyTries:
        return _over(request)
    messages.error(request, WRONG_PASSKEY)
    return redirect("access:second_factor")


# --- What one holds ---------------------------------------------------------------------


@own_account
@require_safe
def factors(request):
    held = selectors.factors_of(request.viewer.account_id)
    is_at_the_door = request.viewer.step is Step.FACTOR
    if is_at_the_door and held.is_any:
        return redirect("access:second_factor")
    context = presenters.factors_page(
        held,
        selectors.own_account(request.viewer.account_id),
        is_at_the_door=is_at_the_door,
    )
    return render(request, "access/factors.html", context)


@own_account
@fully_known
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request):
    form = UnlockForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if services.prove(
                request, form.cleaned_data["password"], by=request.viewer
            ):
                return redirect("access:factors")
        except TooManyTries:
            return _over(request)
        form.add_error("password", "This is not the password of this account.")
    return render(request, "access/prove.html", {"form": form})


@own_account
@proved_again
@require_http_methods(["GET", "HEAD", "POST"])
def add_totp(request):
    """A name, then a secret to scan, then the first code of it."""
    by = request.viewer
    device = services.begun_totp(request, by=by)
    form = FactorNameForm()
    if request.method == "POST" and "name" in request.POST:
        form, device = FactorNameForm(request.POST), None
        if form.is_valid():
            device = services.begin_totp(request, form.cleaned_data["name"], by=by)
    if device is None:
        return render(request, "access/add_totp.html", {"form": form})
    form = SixDigitsForm(request.POST if "code" in request.POST else None)
    if form.is_bound and form.is_valid():
        if services.confirm_totp(request, form.cleaned_data["code"], by=by):
            messages.success(request, f"{device.name} counts from now on.")
            return redirect("access:recovery_codes")
        form.add_error("code", WRONG_CODE)
    secret = services.begun_secret(device, by=by)
    context = {"form": form, **presenters.new_authenticator(device, secret)}
    return render(request, "access/confirm_totp.html", context)


@own_account
@proved_again
@require_http_methods(["GET", "HEAD", "POST"])
def add_passkey(request):
    form = NewPasskeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = form.cleaned_data["credential"]
        name = form.cleaned_data["name"]
        try:
            passkeys.add(request, name, answer, by=request.viewer)
        except passkeys.PasskeyRefused:
            form.add_error(None, WRONG_PASSKEY)
        else:
            messages.success(request, f"{name} counts from now on.")
            return redirect("access:recovery_codes")
    return render(request, "access/add_passkey.html", {"form": form})


@own_account
@proved_again
@require_POST
def new_passkey_options(request):
    return JsonResponse(passkeys.options_to_add(request, by=request.viewer))


@own_account
@fully_known
@proved_again
@require_http_methods(["GET", "HEAD", "POST"])
def recovery_codes(request):
    """Shown in the answer to the press of a button, and never again."""
    made: list[str] = []
    if request.method == "POST":
        try:
            made = services.new_recovery_codes(by=request.viewer)
        except rules.RuleViolation as violation:
            messages.error(request, str(violation))
            return redirect("access:factors")
    held = selectors.factors_of(request.viewer.account_id)
    context = {"codes": made, "codes_left": held.codes_left}
    return render(request, "access/recovery_codes.html", context)


@own_account
@fully_known
@proved_again
@require_POST
def remove_totp(request, device_id):
    return _removed(request, lambda: services.remove_totp(device_id, by=request.viewer))


@own_account
@fully_known
@proved_again
@require_POST
def remove_passkey(request, passkey_id):
    return _removed(
        request, lambda: services.remove_passkey(passkey_id, by=request.viewer)
    )


def _removed(request, remove):
    try:
        remove()
    except rules.RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(request, "Removed. Your other sessions have ended.")
    return redirect("access:factors")


@own_account
@fully_known
@proved_again
@require_POST
def link_county(request):
    """Go to the county's sign-on, to be known by it here from now on."""
    return_to = return_address(request)
    try:
        address = county.begin(request, ChallengeKind.COUNTY_LINK, return_to)
    except SignOnFailed:
        messages.error(
            request, "The county's sign-on does not answer. Try again later."
        )
        return redirect("access:factors")
    # Not a redirect: the policy of our pages lets no form lead elsewhere.
    return render(request, "access/link_county.html", {"address": address})


@own_account
@fully_known
@proved_again
@require_POST
def unlink_county(request):
    return _removed(request, lambda: county.unlink(by=request.viewer))
