"""Signing in by the county's sign-on, and tying it to an account."""

from django.conf import settings
from django.db import IntegrityError, transaction

from access import oidc, rules
from access.acts import Act, Denial
from access.enums import ChallengeKind, Factor, SessionEnd
from access.guards import ActDenied
from access.models import Account, AccountSession
from access.oidc import Asked, SignOnFailed, Somebody
from access.services import challenges, factors, sessions
from access.services.signing_in import sign_in
from access.session import VISIT_KEY
from access.viewer import System, Viewer
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act

_SUBJECT_LENGTH = Account._meta.get_field("external_subject").max_length


def begin(request, kind: ChallengeKind, redirect_uri: str) -> str:
    """Return where the browser is sent to. Raises SignOnFailed, recorded."""
    asked = Asked.fresh()
    try:
        address = oidc.authorization_url(asked, redirect_uri)
    except SignOnFailed as failed:
        _record_failure(failed.reason)
        raise
    challenges.give(
        request, kind, state=asked.state, nonce=asked.nonce, verifier=asked.verifier
    )
    return address


def finish(request, redirect_uri: str) -> None:
    """Open a session for whom the provider vouches for; with the same standing, banner
    and steps as by password. Raises SignOnFailed, recorded; SignInRefused.
    """
    try:
        found = _answered(request, ChallengeKind.COUNTY_SIGN_ON, redirect_uri)
        account = _account_of(found)
    except SignOnFailed as failed:
        _record_failure(failed.reason)
        raise
    sign_in(request, account, factor=Factor.COUNTY_SIGN_ON)
    if settings.OIDC_TRUSTS_FACTOR and found.checked_two:
        AccountSession.objects.filter(
            pk=request.session[VISIT_KEY], account=account, ended_at__isnull=True
        ).update(second_factor=Factor.COUNTY_SIGN_ON)


def _account_of(found: Somebody) -> Account:
    """By the identifier that was tied to it; a mail address proves nothing."""
    account = Account.objects.filter(
        external_subject=found.subject, is_active=True
    ).first()
    if account is None:
        raise SignOnFailed("unknown_subject")
    return account


def is_linking(request) -> bool:
    """Whether this session went to the county's sign-on to tie it to its account."""
    return challenges.is_given(request, ChallengeKind.COUNTY_LINK)


def link(request, redirect_uri: str, *, by: Viewer) -> None:
    """Tie an identity at the county's sign-on to the account of its holder, who is
    signed in and has just given the password. Raises SignOnFailed, RuleViolation.
    """
    if by.session_id is None or not factors.has_proved(request, by=by):
        raise ActDenied(Act.CHANGE_FACTORS, Denial.STANDING)
    try:
        found = _answered(request, ChallengeKind.COUNTY_LINK, redirect_uri)
    except SignOnFailed as failed:
        _record_failure(failed.reason, by=by)
        raise
    with factors.changing(by=by):
        _tie(by.account_id, found.subject)
        factors.record_change(Factor.COUNTY_SIGN_ON, "added", by=by)


def unlink(*, by: Viewer) -> None:
    """Untie it; whoever has no password keeps it, or could never come in again."""
    with factors.changing(by=by):
        account = Account.objects.get(pk=by.account_id)
        rules.check_may_untie(has_password=account.has_usable_password())
        if account.external_subject is not None:
            _tie(by.account_id, None)
            sessions.end_all(by.account_id, SessionEnd.CREDENTIALS, but=by.session_id)
            factors.record_change(Factor.COUNTY_SIGN_ON, "removed", by=by)


def _tie(account_id: int, subject: str | None) -> None:
    try:
        with transaction.atomic():
            Account.objects.filter(pk=account_id).update(external_subject=subject)
    except IntegrityError:
        raise rules.RuleViolation(
            "This sign-on cannot be tied to this account. Ask an administrator."
        ) from None


def _answered(request, kind: ChallengeKind, redirect_uri: str) -> Somebody:
    content = challenges.take(request, kind)
    if content is None:
        raise SignOnFailed("no_challenge")
    asked = Asked(content["state"], content["nonce"], content["verifier"])
    found = oidc.somebody(request.GET, asked, redirect_uri, now())
    if len(found.subject) > _SUBJECT_LENGTH:
        raise SignOnFailed("subject")
    return found


def _record_failure(reason: str, *, by: Viewer | None = None) -> None:
    record_act(
        Act.CHANGE_FACTORS if by else Act.SIGN_IN,
        Outcome.REFUSED,
        actor=by or System("sign-in"),
        reason=f"county_{reason}",
    )
