"""Closing accounts, and opening them again."""

from datetime import datetime

from access import rules
from access.acts import Act, Denial
from access.enums import Role, SessionEnd
from access.guards import ActDenied, performing, refusals_recorded
from access.models import Account, Membership, Proposal
from access.selectors.reach import account_in_reach, administrators_besides, own_agency
from access.services import sessions
from access.services.proposals import carries_out, propose
from access.standing import TEMPORARY_LASTS, AccountFacts, Circumstance, circumstances
from access.viewer import Viewer
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act

_KIND = "account"
# What is an account's own, and is lifted by opening it again.
_OFF = Circumstance.SUSPENDED | Circumstance.EXPIRED | Circumstance.UNUSED_90_DAYS


def suspend_account(account: Account, reason: str, *, by: Viewer) -> None:
    """Close an account at once; every session of it ends at its next request."""
    with (
        refusals_recorded(Act.SUSPEND, by, _KIND, account.pk),
        performing(Act.SUSPEND, by, reason),
    ):
        account = Account.objects.select_for_update().get(pk=account.pk)
        rules.check_suspension(account, by=by)
        _check_administrators(account.pk)
        account.suspended_at = now()
        account.suspended_reason = reason
        account.save(update_fields=["suspended_at", "suspended_reason"])
        record_act(
            Act.SUSPEND,
            Outcome.DONE,
            actor=by,
            target_kind=_KIND,
            target_id=account.pk,
        )


def end_employment(account_id: int, reason: str, *, by: Viewer) -> None:
    """Somebody no longer works there: their capacities, their sessions and, unless they
    work in another agency still, their account end at this instant.

    A coordinator ends what there is in the coordinator's own agency. Raises ActDenied,
    RuleViolation.
    """
    with (
        refusals_recorded(Act.END_EMPLOYMENT, by, _KIND, account_id),
        performing(Act.END_EMPLOYMENT, by, reason),
    ):
        account = _in_reach(Act.END_EMPLOYMENT, account_id, by)
        account = Account.objects.select_for_update().get(pk=account.pk)
        rules.check_reason(reason)
        rules.check_not_own(by.account_id, account.pk, "account")
        _check_administrators(account.pk)
        at = now()
        ending = _capacities_at(account, at)
        if (own := own_agency(by)) is not None:
            ending = ending.filter(unit__agency_id=own)
        ended = ending.update(ends_at=at)
        if not _capacities_at(account, at).exists():
            _expire(account, at)
        sessions.end_all(account.pk, SessionEnd.CLOSED)
        record_act(
            Act.END_EMPLOYMENT,
            Outcome.DONE,
            actor=by,
            target_kind=_KIND,
            target_id=account.pk,
            capacities=ended,
        )


def reopen_account(
    account_id: int,
    reason: str,
    *,
    is_temporary: bool = False,
    memberships: tuple[int, ...] = (),
    by: Viewer,
) -> Proposal:
    """Propose that a closed account be opened again, for good or for 72 hours, and with
    which of its ended capacities. Raises ActDenied, RuleViolation.
    """
    with refusals_recorded(Act.REOPEN, by, _KIND, account_id):
        account = _in_reach(Act.REOPEN, account_id, by)
        at = now()
        _check_reopening(account, at)
        rules.check_not_own(by.account_id, account.pk, "account")
        kept = [m.pk for m in ended_capacities(account, by=by) if m.pk in memberships]
        ends_at = at + TEMPORARY_LASTS if is_temporary else None
        return propose(
            Act.REOPEN,
            _KIND,
            account.pk,
            reason=reason,
            by=by,
            before=_state(account),
            expires_at=_text(_later_end(account, ends_at, at)),
            memberships=kept,
        )


def ended_capacities(account: Account, *, by: Viewer) -> list[Membership]:
    """What may be given back with an account: capacities that have ended, in reach."""
    ended = account.memberships.filter(ends_at__lte=now()).select_related(
        "unit__agency"
    )
    if (own := own_agency(by)) is not None:
        ended = ended.filter(unit__agency_id=own)
    return list(ended)


@carries_out(Act.REOPEN)
def _reopen(proposal: Proposal, by: Viewer) -> None:
    """Every clock stays as it was: dormancy counts from ``reopened_at``, and a trigger
    ends every session that might still be there.
    """
    at = now()
    account = Account.objects.select_for_update().get(pk=proposal.target_id)
    _check_reopening(account, at)
    rules.check_not_own(by.account_id, account.pk, "account")
    rules.check_unchanged(proposal.payload["before"], _state(account))
    ends_at = proposal.payload["expires_at"]
    account.expires_at = datetime.fromisoformat(ends_at) if ends_at else None
    if account.expires_at is not None and account.expires_at <= at:
        raise rules.RuleViolation("The end that was proposed has passed.")
    account.suspended_at, account.suspended_reason = None, ""
    account.reopened_at = at
    account.save(
        update_fields=[
            *("suspended_at", "suspended_reason", "expires_at", "reopened_at")
        ]
    )
    account.memberships.filter(pk__in=proposal.payload["memberships"]).update(
        ends_at=None
    )


def _later_end(account: Account, ends_at: datetime | None, at: datetime):
    """An end that is still to come stands; one that has passed is what is lifted."""
    ahead = (
        account.expires_at if account.expires_at and account.expires_at > at else None
    )
    return min(filter(None, (ends_at, ahead)), default=None)


def _check_reopening(account: Account, at: datetime) -> None:
    """By what is the account's own; its unit and agency are opened again by themselves."""
    facts = AccountFacts(
        opened_at=account.opened_at,
        last_sign_in_at=account.last_sign_in_at,
        reopened_at=account.reopened_at,
        suspended_at=account.suspended_at,
        expires_at=account.expires_at,
    )
    rules.check_reopening(
        is_active=account.is_active,
        is_invited=account.joined_at is None,
        is_off=bool(circumstances(facts, at) & _OFF),
    )


def _state(account: Account) -> dict:
    return {
        "suspended_at": _text(account.suspended_at),
        "expires_at": _text(account.expires_at),
        "reopened_at": _text(account.reopened_at),
    }


def _text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _in_reach(act: Act, account_id: int, by: Viewer) -> Account:
    account = account_in_reach(by, account_id)
    if account is None:
        raise ActDenied(act, Denial.ROLE_LACKS_ACT)
    return account


def _capacities_at(account: Account, at: datetime):
    return account.memberships.exclude(ends_at__lte=at)


def _expire(account: Account, at: datetime) -> None:
    if account.expires_at is None or account.expires_at > at:
        account.expires_at = at
        account.save(update_fields=["expires_at"])


def _check_administrators(account_id: int) -> None:
    """Only where the account administers: another's leaving changes nothing."""
    administers = Membership.objects.filter(
        account_id=account_id, roles__contains=[Role.ADMINISTRATOR.value]
    )
    if administers.exists():
        rules.check_not_last_administrator(administrators_besides(account=account_id))
