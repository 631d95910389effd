"""Every route says what it performs, or that it is public; nothing else routes.

``tests/architecture/test_routes.py`` walks the URLs and fails on a view that
carries neither mark.
"""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect

from access.acts import Act, Denial


class ActDenied(Exception):
    """Somebody may not do this. ``RefusalMiddleware`` records it and answers."""

    def __init__(self, act: Act, denial: Denial):
        super().__init__(f"{act}: {denial}")
        self.act = act
        self.denial = denial


def performs(act: Act):
    """Mark a view with its act, and turn away whoever may not do it."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            permission = request.viewer.may(act)
            if permission.denial is Denial.NO_CAPACITY:
                return redirect("access:working_as")
            if not permission:
                raise ActDenied(act, permission.denial)
            return view(request, *args, **kwargs)

        guarded.performs = act
        return guarded

    return decorate


def public(view):
    """Mark a view as open to everybody, signed in or not."""
    view.is_public = True
    return login_not_required(view)


def own_account(view):
    """Mark a view that shows the signed-in person only what is their own."""
    view.is_own_account = True
    return view
