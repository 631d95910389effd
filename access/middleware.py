"""Who asks, on every request; and what a refusal looks like."""

from dataclasses import replace
from uuid import UUID

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, logout
from django.contrib.auth.models import AnonymousUser
from django.db import DEFAULT_DB_ALIAS, DatabaseError, DataError, IntegrityError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from access.acts import Act
from access.documents import CannotPrint
from access.enums import Purpose, SessionEnd, Step
from access.gate import NotRecorded
from access.guards import ActDenied
from access.models import Account
from access.selectors import viewer_for
from access.services import sessions
from access.session import (
    CAPACITY_KEY,
    CLOSED_KEY,
    ENDED_KEY,
    PURPOSE_KEY,
    VISIT_KEY,
)
from access.viewer import Viewer
from audit.enums import Outcome
from audit.services import record_act

# Where each step is taken. A page of one's own account, every one of them.
STEP_PAGES = {
    Step.LOCKED: "access:unlock",
    Step.FACTOR: "access:second_factor",
    Step.CAPACITY: "access:working_as",
    Step.BANNER: "access:banner",
    Step.TRAINING: "access:training",
}


class ViewerMiddleware:
    """Give the request its viewer: one statement reads account, capacity, standing
    and the law in force. A closed account's session ends here, at this request.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            self._identify(request)
        except DatabaseError:
            return unavailable(request)
        if request.viewer.is_signed_in and not request.viewer.may_enter:
            return self._close(request)
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """What still stands between the sign-in and work comes before every page but
        one's own: nothing of a person is shown, and nothing done, until it is taken.
        """
        step = request.viewer.step
        if step is None or _is_open_before(step, view):
            return None
        if step is Step.LOCKED and request.method == "GET":
            back = {"next": request.get_full_path()}
            return redirect(reverse(STEP_PAGES[step], query=back))
        return redirect(STEP_PAGES[step])

    def _identify(self, request) -> None:
        account_id = request.session.get(SESSION_KEY)
        visit = request.session.get(VISIT_KEY)
        stated = request.session.get(PURPOSE_KEY)
        viewer, password = viewer_for(
            int(account_id) if account_id and visit else None,
            request.session.get(CAPACITY_KEY),
            Purpose(stated) if stated else None,
            UUID(visit) if visit else None,
        )
        viewer = replace(viewer, request_id=request.id)
        if viewer.is_signed_in:
            account = _account(viewer, password)
            if constant_time_compare(
                request.session.get(HASH_SESSION_KEY, ""),
                account.get_session_auth_hash(),
            ):
                account.viewer = viewer
                request.user, request.viewer = account, viewer
                if viewer.session_is_stale and viewer.step is not Step.LOCKED:
                    sessions.stamp(viewer)
                return
        if account_id:
            self._end(request, int(account_id), visit)
            viewer = replace(viewer_for(None, None, None)[0], request_id=request.id)
        request.user = AnonymousUser()
        request.viewer = viewer.for_purpose(Purpose.PUBLIC_REGISTER)

    def _end(self, request, account_id: int, visit: str | None) -> None:
        """A cookie whose session is over, or never was: it is nobody's, and its holder
        is told why at the door. That it was tried is put down.
        """
        held = request.session.get(CAPACITY_KEY)
        why = visit and sessions.why_over(UUID(visit), account_id)
        request.session.flush()
        if why:
            request.session[ENDED_KEY] = why
        if why is SessionEnd.TOO_LONG:
            return
        viewer, _ = viewer_for(account_id, held, None)
        is_closed = viewer.is_signed_in and not viewer.may_enter
        if is_closed:
            request.session[CLOSED_KEY] = viewer.standing
        record_act(
            Act.SIGN_IN if is_closed else Act.USE_SESSION,
            Outcome.REFUSED,
            actor=replace(viewer, request_id=request.id),
            reason=viewer.standing if is_closed else why or "no_such_session",
            target_kind="account",
            target_id=account_id,
        )

    def _close(self, request):
        record_act(
            Act.SIGN_IN,
            Outcome.REFUSED,
            actor=request.viewer,
            reason=request.viewer.standing,
            target_kind="account",
            target_id=request.viewer.account_id,
        )
        standing = request.viewer.standing
        sessions.end(request.viewer.session_id, SessionEnd.STANDING)
        logout(request)
        request.session[CLOSED_KEY] = standing
        return forget(redirect("access:sign_in"))


def _is_open_before(step: Step, view) -> bool:
    """Whether a view answers while a step still stands before its reader's work."""
    if step is Step.LOCKED:
        return hasattr(view, "is_open_while_locked")
    if hasattr(view, "is_own_account"):
        return step is not Step.FACTOR or not hasattr(view, "needs_every_factor")
    return hasattr(view, "is_public")


def forget(response):
    """Have the browser drop what it keeps of this site: pages of the one who was here,
    or of the other hat. Browsers that do not know it find every page marked no-store.
    """
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _account(viewer: Viewer, password: str) -> Account:
    """The signed-in account out of what was read, without another query."""
    known = {
        "id": viewer.account_id,
        "display_name": viewer.display_name,
        "password": password,
        "is_active": True,
    }
    names = [f.attname for f in Account._meta.concrete_fields if f.attname in known]
    return Account.from_db(DEFAULT_DB_ALIAS, names, [known[name] for name in names])


class RefusalMiddleware:
    """Answer refusals: recorded outside the transaction they interrupted."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, ActDenied):
            return self._denied(request, exception)
        # What the data itself refuses is a fault of ours, not an outage.
        if isinstance(exception, IntegrityError | DataError):
            return None
        if isinstance(exception, NotRecorded | DatabaseError):
            return unavailable(request)
        if isinstance(exception, CannotPrint):
            told = {"characters": exception.characters}
            return render(request, "cannot_print.html", told, status=422)
        return None

    def _denied(self, request, denied: ActDenied):
        try:
            record_act(
                denied.act,
                Outcome.REFUSED,
                actor=request.viewer,
                reason=denied.denial,
            )
        except DatabaseError:
            return unavailable(request)
        return render(request, "403.html", {"denial": denied.denial}, status=403)


def unavailable(request):
    """503 without a word about anybody: what cannot be recorded is not shown."""
    return render(request, "503.html", status=503)
