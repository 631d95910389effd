"""Every route says what it performs, or that it is public; nothing else routes.

``tests/architecture/test_routes.py`` walks the URLs and fails on a view that
carries neither mark.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect

from access.acts import Act, Denial, may_second
from access.rules import RuleViolation
from access.selectors import is_current
from access.viewer import Viewer
from audit.acting import acting
from audit.enums import Outcome
from audit.services import record_act


class ActDenied(Exception):
    """Somebody may not do this. ``RefusalMiddleware`` records it and answers."""

    def __init__(self, act: Act, denial: Denial):
        super().__init__(f"{act}: {denial}")
        self.act = act
        self.denial = denial


def require(act: Act, by: Viewer) -> None:
    """Raise ActDenied unless this viewer's roles allow the act."""
    permission = by.may(act)
    if not permission:
        raise ActDenied(act, permission.denial)


def require_second(act: Act, by: Viewer) -> None:
    """Raise ActDenied unless this viewer's roles may be the second person of the act;
    asked before anything is read for deciding upon it.
    """
    permission = may_second(by.roles, act)
    if not permission:
        raise ActDenied(act, permission.denial)


@contextmanager
def performing(
    act: Act, by: Viewer, reason: str = "", *, is_way_out: bool = False
) -> Iterator[None]:
    """Run an act in one transaction, by somebody who may do it at this instant.

    Who asks was read when the request began; its body may have come a minute
    later, after a suspension. The way out of custody does not wait for that.
    """
    require(act, by)
    with acting(by.account_id, act, reason):
        if not is_way_out and not is_current(by):
            raise ActDenied(act, Denial.STANDING)
        yield


@contextmanager
def refusals_recorded(
    act: Act, by: Viewer, target_kind: str, target_id: object
) -> Iterator[None]:
    """What a rule refuses leaves its trace as well; the violation goes on."""
    try:
        yield
    except RuleViolation as violation:
        record_act(
            act,
            Outcome.REFUSED,
            actor=by,
            reason=violation.code,
            target_kind=target_kind,
            target_id=target_id,
        )
        raise


def performs(act: Act):
    """Mark a view with its act, and turn away whoever may not do it."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if request.viewer.may(act).denial is Denial.NO_CAPACITY:
                return redirect("access:working_as")
            require(act, request.viewer)
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


def while_locked(view):
    """Mark a view of one's own account that also answers while the screen is locked:
    it shows nothing, and leads out or back.
    """
    view.is_open_while_locked = True
    return view


def fully_known(view):
    """Mark a view of one's own account that a password alone does not open: whoever has
    only found it out must not be able to change it, or to end its holder's sessions.
    """
    view.needs_every_factor = True
    return view
