"""Coming in: sign-in, and the choice of what to work as."""

from django.contrib.auth import login

from access import rules
from access.acts import Act
from access.enums import Factor, Mission, Purpose, Role, Standing
from access.models import Account, Membership
from access.selectors import capacities, viewer_for
from access.services import sessions
from access.session import CAPACITY_KEY, PROVED_KEY, PURPOSE_KEY
from access.viewer import System, Viewer
from audit.acting import acting
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act, record_act_or_log

BACKEND = "access.backends.PolicyBackend"


class SignInRefused(Exception):
    """The account is not open; ``message`` tells its holder what to do next."""

    def __init__(self, standing: Standing | None):
        self.standing = standing
        self.message = rules.closed_message(standing)
        super().__init__(str(standing))


def sign_in(request, account: Account, *, factor: Factor = Factor.PASSWORD) -> Viewer:
    """Open a session in the first capacity that is open.

    The standing is asked now, of every capacity. A refusal is recorded and
    raises SignInRefused; nothing of the session changes then.
    """
    refused: Viewer | None = None
    for membership in capacities(account.pk, now()):
        purpose = usual_purpose(membership)
        viewer, _ = viewer_for(account.pk, membership.pk, purpose)
        if viewer.is_signed_in and viewer.may_enter:
            _open_session(request, account, viewer, factor)
            return viewer
        refused = viewer
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


def _open_session(request, account, viewer: Viewer, factor: Factor) -> None:
    with acting(account.pk, Act.SIGN_IN):
        Account.objects.filter(pk=account.pk).update(last_sign_in_at=viewer.at)
        login(request, account, backend=BACKEND)
        request.session[CAPACITY_KEY] = viewer.membership_id
        request.session[PURPOSE_KEY] = viewer.purpose
        request.session[PROVED_KEY] = viewer.at.isoformat()
        sessions.begin(request, viewer, factor)
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
    record_act(
        Act.SIGN_IN, Outcome.REFUSED, actor=System("sign-in"), reason="wrong_password"
    )


def choose_capacity(
    request, membership: Membership, purpose: Purpose, *, by: Viewer
) -> None:
    """Work as another capacity of one's own, for a purpose, from now on."""
    viewer, _ = viewer_for(by.account_id, membership.pk, purpose, by.session_id)
    if viewer.membership_id is None or not viewer.may_enter:
        raise SignInRefused(viewer.standing)
    request.session[CAPACITY_KEY] = membership.pk
    request.session[PURPOSE_KEY] = purpose.value
    record = record_act if viewer.lapses_close else record_act_or_log
    record(
        Act.CHOOSE_CAPACITY,
        Outcome.DONE,
        actor=viewer,
        target_kind="membership",
        target_id=membership.pk,
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
