"""Who asks, on every request; and what a refusal looks like."""

from dataclasses import replace
from uuid import UUID

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, logout
from django.contrib.auth.models import AnonymousUser
from django.db import DEFAULT_DB_ALIAS, DatabaseError, DataError, IntegrityError
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare

from access.acts import Act
from access.enums import Purpose, SessionEnd, Step
from access.gate import NotRecorded
from access.guards import ActDenied
from access.models import Account
from access.selectors import viewer_for
from access.services import sessions
from access.session import CAPACITY_KEY, CLOSED_KEY, PURPOSE_KEY, VISIT_KEY
from access.viewer import Viewer
from audit.enums import Outcome
from audit.services import record_act

# Where each step is taken. A page of one's own account, every one of them.
STEP_PAGES = {
    Step.LOCKED: "access:unlock",
    Step.FACTOR: "access:second_factor",
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
        if step is None:
            return None
        if hasattr(view, "is_own_account") and step not in getattr(
            view, "held_up_by", ()
        ):
            return None
        if hasattr(view, "is_public") and step is not Step.LOCKED:
            return None
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
            request.session.flush()
            viewer = replace(viewer_for(None, None, None)[0], request_id=request.id)
        request.user = AnonymousUser()
        request.viewer = viewer.for_purpose(Purpose.PUBLIC_REGISTER)

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
        return redirect("access:sign_in")


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
