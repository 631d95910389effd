"""Taking up an invitation: for somebody who is nobody here yet.

The letter's address is opened by a person, and often by a mail filter before them: to
look at it changes and tells nothing. The button uses the token, once; from then on the
session keeps its digest, and no address holds anything.
"""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from access.forms import JoinForm
from access.guards import public
from access.selectors.joining import invited, open_invitation
from access.services import joining
from access.session import JOINING_KEY

NOT_OPEN = 404


@public
@require_http_methods(["GET", "HEAD", "POST"])
def join_with(request, letter):
    if request.method == "POST" and not request.viewer.is_signed_in:
        try:
            known_by = joining.begin(letter, by=joining.JOINING)
        except joining.NotOpen:
            return _not_open(request)
        request.session.cycle_key()
        request.session[JOINING_KEY] = known_by
        return redirect("access:join")
    return render(request, "access/join_with.html")


@public
@require_http_methods(["GET", "HEAD", "POST"])
def join(request):
    known_by = request.session.get(JOINING_KEY, "")
    invitation = open_invitation(known_by, request.viewer.at) if known_by else None
    if invitation is None or request.viewer.is_signed_in:
        request.session.pop(JOINING_KEY, None)
        return _not_open(request)
    account, unit = invited(invitation)
    form = JoinForm(
        request.POST or None, initial={"display_name": account.display_name}
    )
    if request.method == "POST" and form.is_valid():
        try:
            joined = joining.take_up(known_by, by=joining.JOINING, **form.answers())
        except joining.NotOpen:
            return _not_open(request)
        except ValidationError as error:
            form.add_error("password", error)
        else:
            request.session.flush()
            return render(
                request, "access/joined.html", {"account": joined, "unit": unit}
            )
    context = {"form": form, "account": account, "unit": unit}
    return render(request, "access/join.html", context)


def _not_open(request):
    """Unknown, used, withdrawn, ended: one answer for all of them."""
    return render(request, "access/join_not_open.html", status=NOT_OPEN)
