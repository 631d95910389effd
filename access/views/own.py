"""One's own account: where it is signed in, and its password."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from access import presenters, selectors, services
from access.forms import ChangePasswordForm
from access.guards import fully_known, own_account
from access.services import sessions


@own_account
@fully_known
@require_safe
def own_sessions(request):
    """Where somebody is signed in, since when, and when it was last in use."""
    viewer = request.viewer
    own = selectors.own_sessions(viewer.account_id, viewer.at)
    context = presenters.own_sessions(own, viewer)
    return render(request, "access/sessions.html", context)


@own_account
@fully_known
@require_POST
def end_session(request, session_id):
    if sessions.end_own(session_id, by=request.viewer):
        messages.success(request, "That session has ended.")
    else:
        messages.info(request, "There is no such session of yours any more.")
    return redirect("access:sessions")


@own_account
@fully_known
@require_POST
def end_other_sessions(request):
    sessions.end_others(by=request.viewer)
    messages.success(request, "You are signed in here, and nowhere else.")
    return redirect("access:sessions")


@own_account
@fully_known
@require_http_methods(["GET", "HEAD", "POST"])
def password(request):
    """Change one's own password, by the one that was."""
    form = ChangePasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        old, new = (
            form.cleaned_data[name] for name in ("old_password", "new_password")
        )
        try:
            services.change_password(request, old, new, by=request.viewer)
        except services.WrongPassword as wrong:
            if wrong.is_over:
                return redirect("access:sign_in")
            form.add_error("old_password", "This is not the password you have now.")
        except ValidationError as refused:
            form.add_error("new_password", refused)
        else:
            messages.success(
                request, "The password is changed. Every other session has ended."
            )
            return redirect("access:sessions")
    return render(request, "access/password.html", {"form": form})
