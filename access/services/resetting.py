"""Somebody has lost what they held: their second factor is reset, by two people."""

from access import rules
from access.acts import Act
from access.enums import JAILS_OWN, SessionEnd
from access.models import Account, Passkey, Proposal, RecoveryCode, TotpDevice
from access.selectors import capacities
from access.services import proposals, sessions
from access.viewer import Viewer
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act

TARGET = "account"


def propose_reset(account: Account, reason: str, *, by: Viewer) -> Proposal:
    """Ask a second person. Raises ActDenied, RuleViolation."""
    rules.check_reset(account.pk, by=by)
    return proposals.propose(
        Act.RESET_FACTORS, TARGET, account.pk, reason=reason, by=by
    )


@proposals.carries_out(Act.RESET_FACTORS)
def _reset(proposal: Proposal, by: Viewer) -> None:
    """Everything the account held is gone and every session of it ends; it enrols anew
    at its next sign-in. No clock moves but that of the credentials, which did change.
    """
    account = Account.objects.select_for_update(no_key=True).get(pk=proposal.target_id)
    rules.check_reset(account.pk, by=by)
    rules.check_may_second_reset(is_jails_own=_is_jails_own(account), by=by)
    for model in (TotpDevice, Passkey, RecoveryCode):
        model.objects.filter(account=account).delete()
    sessions.end_all(account.pk, SessionEnd.CREDENTIALS)
    record_act(
        Act.RESET_FACTORS,
        Outcome.DONE,
        actor=by,
        target_kind=TARGET,
        target_id=account.pk,
    )


def _is_jails_own(account: Account) -> bool:
    """Whether it works for the jail's own custody or health units, and nowhere else."""
    missions = {member.unit.mission for member in capacities(account.pk, now())}
    return bool(missions) and missions <= JAILS_OWN
