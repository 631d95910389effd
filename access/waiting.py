"""What waits for whom among the accounts that somebody looks after."""

from access import roll
from access.enums import IdentityDocument, Role, Standing
from access.first_screen import SOON
from access.models import Account, Invitation
from access.roll import RollEntry
from access.selectors.life import Life
from access.standing import Circumstance
from access.viewer import Viewer

_NEXT = {
    Standing.GOOD: "",
    Standing.WARNED: "Ask whether the account is still needed; signing in keeps it.",
    Standing.DORMANT: "Leave it closed, or have it opened again by two people.",
    Standing.FORBIDDEN: "The law opens nothing to it without a judge's paper.",
    Standing.SUSPENDED: "Closed on purpose. Nothing is to be done.",
    Standing.EXPIRED: "It has ended. Invite the person anew if they still need it.",
    Standing.UNREVIEWED: "Complete the review: until then it is closed.",
    Standing.UNTRAINED: "Let the person sign in and complete the training.",
    Standing.INVITED: "Wait for the letter to be taken up, then check who it is.",
}
_IDLE = (Standing.WARNED, Standing.DORMANT)


def in_agency(viewer: Viewer, invitations: list[Invitation]) -> dict:
    """Everything that waits, each with its next step. Of standings, trainings and
    reviews only those of the viewer's own agency.
    """
    entries = roll.by_account(viewer.at, agency_id=viewer.agency_id)
    joined = [e for e in entries if Circumstance.INVITED not in e.holds]
    parts = {
        "sent": [_invited(i, viewer) for i in invitations if i.taken_up_at is None],
        "to_check": [_invited(i, viewer) for i in invitations if i.taken_up_at],
        "trainings": _due(joined, viewer, "training_due_at"),
        "reviews": _due(joined, viewer, "review_due_at"),
        "idle": [_entry(e, None) for e in joined if e.standing in _IDLE],
    }
    return {
        **parts,
        "agency_name": viewer.agency_name,
        "waits": sum(map(len, parts.values())),
        "total": len(joined),
    }


def _due(entries: list[RollEntry], viewer: Viewer, which: str) -> list[dict]:
    found = [
        (due, entry)
        for entry in entries
        if (due := getattr(entry, which)) is not None and due - SOON <= viewer.at
    ]
    return [
        {**_entry(entry, due), "is_overdue": due <= viewer.at}
        for due, entry in sorted(found, key=lambda pair: pair[0])
    ]


def _entry(entry: RollEntry, due_at) -> dict:
    return {
        "account_id": entry.account_id,
        "display_name": entry.display_name,
        "unit_name": entry.unit_name,
        "standing": entry.standing,
        "due_at": due_at,
        "last_used_at": entry.last_used_at,
        "next": _NEXT[entry.standing],
    }


def _invited(invitation: Invitation, viewer: Viewer) -> dict:
    return {
        **invitation_words(invitation),
        "is_own": invitation.account_id == viewer.account_id,
    }


def invitation_words(invitation: Invitation) -> dict:
    unit = invitation.membership.unit
    return {
        "id": invitation.pk,
        "display_name": invitation.account.display_name,
        "email": invitation.account.email,
        "employee_number": invitation.employee_number,
        "unit": f"{unit.name}, {unit.agency.name}",
        "roles": _roles(invitation.roles),
        "invited_by": invitation.invited_by.display_name,
        "sent_at": invitation.sent_at,
        "ends_at": invitation.ends_at,
        "begun_at": invitation.begun_at,
        "taken_up_at": invitation.taken_up_at,
    }


def life_words(life: Life) -> dict:
    """How an account came to be, and what its holder was told of the law, newest first."""
    return {
        "account": _account(life.account),
        "capacities": [
            {
                "unit": f"{m.unit.name}, {m.unit.agency.name}",
                "roles": _roles(m.roles),
                "starts_at": m.starts_at,
                "ends_at": m.ends_at,
            }
            for m in life.memberships
        ],
        "invitations": [_in_words(i) for i in life.invitations],
        "trainings": [
            {
                "law": t.law.title,
                "completed_at": t.completed_at,
                "minutes": t.minutes,
                "questions": t.questions,
                "answered_right": t.answered_right,
            }
            for t in life.trainings
        ],
        "banners": [
            {
                "law": b.law.title,
                "acknowledged_at": b.acknowledged_at,
                "sha256": b.banner_sha256[:12],
            }
            for b in life.banners
        ],
    }


def _account(account: Account) -> dict:
    return {
        "display_name": account.display_name,
        "sign_in_name": account.sign_in_name,
        "opened_at": account.opened_at,
        "opened_by": account.opened_by.display_name if account.opened_by else "",
        "joined_at": account.joined_at,
        "last_sign_in_at": account.last_sign_in_at,
    }


def _in_words(invitation: Invitation) -> dict:
    checker, document = invitation.identity_checked_by, invitation.identity_document
    return {
        "sent_at": invitation.sent_at,
        "invited_by": invitation.invited_by.display_name,
        "taken_up_at": invitation.taken_up_at,
        "withdrawn_at": invitation.withdrawn_at,
        "employee_number": invitation.employee_number,
        "checked_at": invitation.identity_checked_at,
        "checked_by": checker.display_name if checker else "",
        "document": IdentityDocument(document).label if document else "",
    }


def _roles(roles) -> str:
    return ", ".join(Role(role).label for role in sorted(roles))
