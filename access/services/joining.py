"""From an invitation to an account: invited by one person, taken up by another,
identified by a third look, and only then joined.
"""

import re
import secrets
import unicodedata
from collections.abc import Callable
from uuid import UUID

from django.contrib.auth import password_validation

from access import invitation_rules, rules
from access.acts import Act
from access.enums import IdentityDocument, Role
from access.guards import performing
from access.models import Account, Agency, Invitation, Membership, Unit
from access.selectors import joining
from access.services import letters
from access.standing import INVITATION_LASTS, TEMPORARY_LASTS
from access.viewer import System, Viewer
from audit.acting import acting
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act

JOINING = System("joining")
# Given a token, the address at which it is used.
Address = Callable[[str], str]


class NotOpen(Exception):
    """Unknown, used, withdrawn or ended: nobody is told which."""


def invite(
    unit_id: int,
    roles: frozenset[Role],
    *,
    display_name: str,
    email: str,
    is_temporary: bool,
    address: Address,
    by: Viewer,
) -> Invitation:
    """Open an account that nobody can use yet, and send its person the letter.

    Raises ActDenied, RuleViolation (OutOfReach for a unit or role that is not the
    inviter's to give; a unit that never existed looks the same).
    """
    with performing(Act.INVITE, by):
        unit = _unit_to_invite_to(unit_id, by)
        invitation_rules.check_invited_roles(unit.mission, roles, by=by)
        # One at a time for each agency: two letters to one address make two accounts.
        agency = Agency.objects.select_for_update().get(pk=unit.agency_id)
        invitation_rules.check_invited_person(
            email,
            own=Account.objects.values_list("email", flat=True).get(pk=by.account_id),
            domains=agency.mail_domains,
            has_account=joining.has_account(email, agency.pk, by.at),
        )
        account = _account(display_name, email, is_temporary, by)
        membership = Membership.objects.create(
            account=account, unit=unit, roles=sorted(roles), starts_at=account.opened_at
        )
        invitation = _invitation(membership, address, by)
        _record(Act.INVITE, invitation, by, roles=" ".join(sorted(roles)))
    return invitation


def _unit_to_invite_to(unit_id: int, by: Viewer) -> Unit:
    units = {unit.pk: unit for unit in joining.units_to_invite_to(by)}
    if unit_id not in units:
        raise invitation_rules.OutOfReach(
            "Choose one of the units that you look after."
        )
    return units[unit_id]


def _account(name: str, email: str, is_temporary: bool, by: Viewer) -> Account:
    """An account that has not joined. Its sign-in name is made here, so that nobody
    learns from a refusal which names others have.
    """
    opened_at = now()
    return Account.objects.create_user(
        _sign_in_name(name),
        display_name=name,
        email=email,
        opened_at=opened_at,
        opened_by_id=by.account_id,
        joined_at=None,
        expires_at=opened_at + TEMPORARY_LASTS if is_temporary else None,
    )


def _sign_in_name(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    letters_of_it = re.sub(r"[^a-z]", "", plain.lower())[:20] or "account"
    return f"{letters_of_it}-{secrets.randbelow(9_000_000) + 1_000_000}"


def _invitation(membership: Membership, address: Address, by: Viewer) -> Invitation:
    account = membership.account
    token = secrets.token_hex(32)
    ends_at = account.opened_at + INVITATION_LASTS
    if account.expires_at is not None:
        ends_at = min(ends_at, account.expires_at)
    invitation = Invitation.objects.create(
        account=account,
        membership=membership,
        roles=membership.roles,
        invited_by_id=by.account_id,
        invited_in_id=by.membership_id,
        token_digest=joining.token_digest(token),
        sent_at=account.opened_at,
        ends_at=ends_at,
    )
    _send(invitation, token, address)
    return invitation


def _send(invitation: Invitation, token: str, address: Address) -> None:
    try:
        letters.send_invitation(
            invitation.account.email,
            address=address(token),
            ends_at=invitation.ends_at,
        )
    except letters.NotSent:
        raise rules.RuleViolation(
            "The letter could not be sent, and nothing was done. Try again later."
        ) from None


def send_again(invitation_id: UUID, *, address: Address, by: Viewer) -> None:
    """Send another letter; the one before is worth nothing from now on. The end of the
    invitation stays. Raises ActDenied, RuleViolation, NotOpen.
    """
    with performing(Act.INVITE, by):
        invitation = _looked_after(invitation_id, by)
        invitation_rules.check_sending_again(invitation, by=by)
        token = secrets.token_hex(32)
        invitation.token_digest = joining.token_digest(token)
        invitation.sent_at, invitation.begun_at = now(), None
        invitation.save(update_fields=["token_digest", "sent_at", "begun_at"])
        _send(invitation, token, address)
        _record(Act.INVITE, invitation, by, again=True)


def withdraw(invitation_id: UUID, *, by: Viewer) -> None:
    """Take an invitation back; the account ends. Raises RuleViolation, NotOpen."""
    with performing(Act.WITHDRAW_INVITATION, by):
        invitation = _looked_after(invitation_id, by)
        invitation_rules.check_withdrawal(invitation)
        invitation.withdrawn_at = now()
        invitation.save(update_fields=["withdrawn_at"])
        Account.objects.filter(pk=invitation.account_id).update(
            expires_at=invitation.withdrawn_at
        )
        _record(Act.WITHDRAW_INVITATION, invitation, by)


def check_identity(
    invitation_id: UUID, document: IdentityDocument, *, by: Viewer
) -> Account:
    """Put down that somebody has seen the person and a document: the account joins.
    Raises ActDenied, RuleViolation, NotOpen.
    """
    with performing(Act.CHECK_IDENTITY, by):
        invitation = _looked_after(invitation_id, by)
        invitation_rules.check_identification(invitation, by=by)
        if not joining.is_vouched_for(invitation):
            raise rules.RuleViolation(
                "Whoever invited this person has no open account any more. Withdraw "
                "the invitation, and invite the person anew."
            )
        joined_at = now()
        invitation.identity_checked_at = joined_at
        invitation.identity_checked_by_id = by.account_id
        invitation.identity_document = document.value
        invitation.save(
            update_fields=[
                "identity_checked_at",
                "identity_checked_by",
                "identity_document",
            ]
        )
        Account.objects.filter(pk=invitation.account_id).update(joined_at=joined_at)
        _record(Act.CHECK_IDENTITY, invitation, by, document=document.value)
    return invitation.account


def _looked_after(invitation_id: UUID, by: Viewer) -> Invitation:
    """The invitation, locked; raises NotOpen for a foreign one as for none."""
    found = joining.own_invitations(by).select_for_update(of=("self",))
    invitation = found.filter(pk=invitation_id).first()
    if invitation is None:
        raise NotOpen
    return invitation


def begin(token: str, *, by: System) -> str:
    """Use the token of a letter, once. Returns what the session keeps of it; raises
    NotOpen. ``take_up`` asks everything again.
    """
    with acting(None, Act.TAKE_UP):
        at = now()
        known_by = joining.token_digest(token)
        invitation = joining.open_invitation(known_by, at, lock=True)
        if invitation is not None and invitation.begun_at is None:
            invitation.begun_at = at
            invitation.save(update_fields=["begun_at"])
            return known_by
    _record_refusal(Act.TAKE_UP, "not_open", by)
    raise NotOpen


def take_up(
    known_by: str,
    *,
    display_name: str,
    employee_number: str,
    password: str,
    by: System,
) -> Account:
    """The invited person says who they are and chooses the password. Unit, roles and
    sign-in name are the invitation's. Raises NotOpen, ValidationError (the password).
    """
    with acting(None, Act.TAKE_UP):
        at = now()
        invitation = joining.open_invitation(known_by, at, lock=True)
        if invitation is not None and invitation.begun_at is not None:
            account = invitation.account
            account.display_name = display_name
            password_validation.validate_password(password, account)
            account.set_password(password)
            account.credentials_changed_at = at
            account.save(
                update_fields=["display_name", "password", "credentials_changed_at"]
            )
            invitation.taken_up_at = at
            invitation.employee_number = employee_number
            invitation.save(update_fields=["taken_up_at", "employee_number"])
            _record(Act.TAKE_UP, invitation, by)
            return account
    _record_refusal(Act.TAKE_UP, "not_open", by)
    raise NotOpen


def refuse(act: Act, reason: str, *, by: Viewer, kind="", key: object = "") -> None:
    """Leave a trace of what somebody asked for and did not get. ``reason``: a code."""
    _record_refusal(act, reason, by, target_kind=kind, target_id=key)


def _record_refusal(act: Act, reason: str, by: Viewer | System, **target) -> None:
    record_act(act, Outcome.REFUSED, actor=by, reason=reason, **target)


def _record(act: Act, invitation: Invitation, by, **detail) -> None:
    record_act(
        act,
        Outcome.DONE,
        actor=by,
        target_kind="invitation",
        target_id=invitation.pk,
        account=invitation.account_id,
        **detail,
    )
