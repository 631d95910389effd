"""Coming in: sign-in, and the choice of what to work as."""

from dataclasses import replace
from uuid import UUID

from django.contrib.auth import login
from django.db.models.functions import Greatest
from django.middleware.csrf import rotate_token

from access import rules
from access.acts import Act
from access.enums import (
    AttemptOutcome,
    Factor,
    Mission,
    Purpose,
    Role,
    SessionEnd,
    Standing,
    Step,
)
from access.models import Account, AccountSession, Membership
from access.selectors import capacities, viewer_for
from access.services import attempts, sessions
from access.session import CAPACITY_KEY, PROVED_KEY, PURPOSE_KEY, VISIT_KEY
from access.viewer import System, Viewer
from audit.acting import acting
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act, record_act_or_log

BACKEND = "access.backends.PolicyBackend"


class SignInRefused(Exception):
    """The account is not open; ``message`` tells its holder what to do next."""

    heading = "This account is closed"

    def __init__(self, standing: Standing | None):
        self.standing = standing
        self.message = rules.closed_message(standing)
        super().__init__(str(standing))


class NameLocked(SignInRefused):
    """Nobody signs in under this name until somebody else has released it."""

    heading = "This sign-in name is locked"

    def __init__(self):
        super().__init__(None)
        self.message = rules.LOCKED_NAME


class WrongSignIn(SignInRefused):
    """Name and password do not go together."""

    def __init__(self):
        super().__init__(None)
        self.message = rules.WRONG_SIGN_IN


def sign_in_by_password(request, sign_in_name: str, password: str) -> Viewer:
    """Come in by name and password. Raises WrongSignIn, NameLocked, SignInRefused; the
    first two for a name that is nobody's as for anybody's.
    """
    tried = attempts.try_password(sign_in_name, password, request)
    if tried.outcome is AttemptOutcome.LOCKED:
        _refuse("name_locked")
        raise NameLocked
    if tried.account is None:
        refuse_unknown_sign_in()
        raise WrongSignIn
    return sign_in(request, tried.account)


def sign_in(request, account: Account, *, factor: Factor = Factor.PASSWORD) -> Viewer:
    """Open a session in the capacity that is open; of several, provisionally in the one
    worked in last, until its holder has said in which (``Step.CAPACITY``).

    The standing is asked now, of every capacity. A refusal is recorded and
    raises SignInRefused; nothing of the session changes then.
    """
    if attempts.is_locked(account):
        _refuse("name_locked")
        raise NameLocked
    found, refused = _open_capacities(account)
    if found:
        has_chosen = len(found) == 1
        _open_session(request, account, found[0], factor, has_chosen=has_chosen)
        return found[0] if has_chosen else replace(found[0], step=Step.CAPACITY)
    actor = refused or viewer_for(account.pk, None, None)[0]
    standing = refused.standing if refused else None
    record_act(
        Act.SIGN_IN,
        Outcome.REFUSED,
        actor=actor,
        reason=standing or "no_capacity",
        target_kind="account",
        target_id=account.pk,
    )
    raise SignInRefused(standing)


def _open_capacities(account: Account) -> tuple[list[Viewer], Viewer | None]:
    """The capacities that are open, that worked in last first; and one that is not."""
    last = (
        AccountSession.objects.filter(account=account, membership__isnull=False)
        .values_list("membership_id", flat=True)
        .first()
    )
    found, refused = [], None
    for membership in capacities(account.pk, now()):
        viewer, _ = viewer_for(account.pk, membership.pk, usual_purpose(membership))
        if viewer.is_signed_in and viewer.may_enter:
            found.append(viewer)
        else:
            refused = viewer
    return sorted(found, key=lambda viewer: viewer.membership_id != last), refused


def _open_session(
    request, account, viewer: Viewer, factor: Factor, *, has_chosen: bool
) -> None:
    with acting(account.pk, Act.SIGN_IN):
        # Of two sign-ins at once, the clock keeps the later.
        Account.objects.filter(pk=account.pk).update(
            last_sign_in_at=Greatest("last_sign_in_at", viewer.at)
        )
        # Whoever was signed in at this browser is not any more.
        if before := request.session.get(VISIT_KEY):
            sessions.end(UUID(before), SessionEnd.SIGNED_OUT)
        login(request, account, backend=BACKEND)
        request.session[CAPACITY_KEY] = viewer.membership_id
        request.session[PURPOSE_KEY] = viewer.purpose
        request.session[PROVED_KEY] = viewer.at.isoformat()
        sessions.begin(request, viewer, factor, has_chosen=has_chosen)
        # Somebody who comes on shift must get in to release people, also while acts
        # cannot be recorded (law 14); an outside officer waits.
        record = record_act if viewer.lapses_close else record_act_or_log
        record(
            Act.SIGN_IN,
            Outcome.DONE,
            actor=viewer,
            target_kind="account",
            target_id=account.pk,
            by=factor,
        )


def refuse_unknown_sign_in() -> None:
    """Record a sign-in that failed, without the name that was typed."""
    _refuse("wrong_password")


def _refuse(reason: str) -> None:
    record_act(Act.SIGN_IN, Outcome.REFUSED, actor=System("sign-in"), reason=reason)


def choose_capacity(
    request, membership: Membership, purpose: Purpose, *, by: Viewer
) -> None:
    """Work as another capacity of one's own, for a purpose, from now on.

    Nothing of the other hat goes along: the browser gets another session key, so that
    an old tab's searches and forms are nobody's, and drops what it kept.
    """
    viewer, _ = viewer_for(by.account_id, membership.pk, purpose, by.session_id)
    if viewer.membership_id is None or not viewer.may_enter:
        raise SignInRefused(viewer.standing)
    with acting(by.account_id, Act.CHOOSE_CAPACITY):
        AccountSession.objects.filter(pk=by.session_id, ended_at__isnull=True).update(
            membership_id=membership.pk
        )
        _record_choice(viewer, purpose)
    request.session.cycle_key()
    rotate_token(request)
    request.session[CAPACITY_KEY] = membership.pk
    request.session[PURPOSE_KEY] = purpose.value


def _record_choice(viewer: Viewer, purpose: Purpose) -> None:
    record = record_act if viewer.lapses_close else record_act_or_log
    record(
        Act.CHOOSE_CAPACITY,
        Outcome.DONE,
        actor=viewer,
        target_kind="membership",
        target_id=viewer.membership_id,
        purpose=purpose.value,
    )


_USUAL_PURPOSES = {
    Mission.JAIL: Purpose.CUSTODY,
    Mission.HEALTH: Purpose.HEALTH_CARE,
    Mission.CRIMINAL: Purpose.CRIMINAL_INVESTIGATION,
    Mission.CIVIL_IMMIGRATION: Purpose.CIVIL_IMMIGRATION,
    Mission.MIXED: Purpose.CRIMINAL_INVESTIGATION,
    Mission.COURT: Purpose.COURT_PROCEEDINGS,
    Mission.PROSECUTION: Purpose.PROSECUTION,
    Mission.DEFENCE: Purpose.DEFENCE,
    Mission.OVERSIGHT: Purpose.OVERSIGHT,
}


_RECORDS = {Role.RECORDS_OFFICER, Role.RECORDS_SUPERVISOR, Role.COUNSEL}


_OFFICE = {Role.ADMINISTRATOR, Role.COORDINATOR, Role.PRIVACY_OFFICER}


def usual_purpose(membership: Membership) -> Purpose:
    """What somebody in this capacity usually works for; they may state another."""
    roles = {Role(role) for role in membership.roles}
    if roles & _RECORDS:
        return Purpose.RECORDS_DUTY
    if roles & _OFFICE:
        return Purpose.ADMINISTRATION
    return _USUAL_PURPOSES[Mission(membership.unit.mission)]
