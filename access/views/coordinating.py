"""Looking after people's accounts: who is invited, who must be seen, what is due."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from access import invitation_rules, rules, waiting
from access.acts import Act
from access.forms import IdentityForm, InviteForm
from access.guards import performs
from access.selectors.joining import (
    own_invitation,
    units_to_invite_to,
    waiting_invitations,
)
from access.selectors.life import life_of
from access.services import joining


@performs(Act.COORDINATE)
@require_safe
def coordinate(request):
    viewer = request.viewer
    context = waiting.in_agency(viewer, waiting_invitations(viewer))
    context["may_invite"] = bool(viewer.may(Act.INVITE))
    return render(request, "access/coordinate.html", context)


@performs(Act.INVITE)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request):
    viewer = request.viewer
    units = units_to_invite_to(viewer)
    form = InviteForm(
        request.POST or None, units=units, roles=invitation_rules.roles_to_give(viewer)
    )
    if request.method == "POST":
        if form.is_valid():
            if _invited(request, form):
                return redirect("access:coordinate")
        elif form.reaches_too_far:
            joining.refuse(Act.INVITE, "out_of_reach", by=viewer)
    return render(request, "access/invite.html", {"form": form, "units": units})


def _invited(request, form) -> bool:
    try:
        joining.invite(**form.answers(), address=_address(request), by=request.viewer)
    except rules.RuleViolation as violation:
        if isinstance(violation, invitation_rules.OutOfReach):
            joining.refuse(Act.INVITE, "out_of_reach", by=request.viewer)
        form.add_error(None, str(violation))
        return False
    messages.success(request, "The letter is sent. Nobody can sign in with it yet.")
    return True


def _address(request):
    return lambda token: request.build_absolute_uri(
        reverse("access:join_with", args=[token])
    )


@performs(Act.CHECK_IDENTITY)
@require_http_methods(["GET", "HEAD", "POST"])
def check_identity(request, invitation_id):
    invitation = _looked_after(request, Act.CHECK_IDENTITY, invitation_id)
    form = IdentityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            account = joining.check_identity(
                invitation_id, form.cleaned_data["document"], by=request.viewer
            )
        except rules.RuleViolation as violation:
            form.add_error(None, str(violation))
        else:
            messages.success(
                request, f"{account.display_name} may sign in from now on."
            )
            return redirect("access:coordinate")
    context = {"form": form, "invited": waiting.invitation_words(invitation)}
    return render(request, "access/check_identity.html", context)


@performs(Act.WITHDRAW_INVITATION)
@require_POST
def withdraw_invitation(request, invitation_id):
    _looked_after(request, Act.WITHDRAW_INVITATION, invitation_id)
    try:
        joining.withdraw(invitation_id, by=request.viewer)
    except rules.RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(
            request, "The invitation is withdrawn. Its letter opens nothing."
        )
    return redirect("access:coordinate")


@performs(Act.INVITE)
@require_POST
def send_invitation_again(request, invitation_id):
    _looked_after(request, Act.INVITE, invitation_id)
    try:
        joining.send_again(invitation_id, address=_address(request), by=request.viewer)
    except rules.RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(
            request, "Another letter is sent; the one before opens nothing."
        )
    return redirect("access:coordinate")


@performs(Act.VIEW_ACCOUNTS)
@require_safe
def how_joined(request, account_id):
    """How one account came to be, and what its holder has been told of the law."""
    life = life_of(account_id, request.viewer)
    if life is None:
        raise _refused(request, Act.VIEW_ACCOUNTS, "account", account_id)
    return render(request, "access/how_joined.html", waiting.life_words(life))


def _looked_after(request, act: Act, invitation_id):
    invitation = own_invitation(invitation_id, request.viewer)
    if invitation is None:
        raise _refused(request, act, "invitation", invitation_id)
    return invitation


def _refused(request, act: Act, kind: str, key) -> Http404:
    """A foreign key is answered as one that never was, and both leave a trace."""
    joining.refuse(act, "not_theirs", by=request.viewer, kind=kind, key=key)
    return Http404()
