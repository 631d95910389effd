"""Agencies and accounts in words."""

from datetime import datetime

from django.utils import timezone

from access.acts import ACT_LABELS, Act
from access.enums import (
    CLASS_LABELS,
    CLASSES,
    Basis,
    FieldClass,
    Mission,
    Purpose,
    Role,
)
from access.presenters import _TONES
from access.roll import RollEntry
from access.selectors.account_page import AccountPage, Capacity, Done, GrantUse
from access.selectors.agencies import AgencyPage, Listed, Paper, Seen
from access.standing import Circumstance
from access.viewer import Viewer

# Fewer persons booked than this are not told to who reads for the public (law 12).
FEWEST_TOLD = 11
_TOLD_ROUGHLY = frozenset({Role.COUNCIL_STAFF, Role.OMBUDS})

_HOLDS = {
    Circumstance.SUSPENDED: "suspended",
    Circumstance.CLOSED: "its unit or agency is closed",
    Circumstance.EXPIRED: "its end has passed",
    Circumstance.INVITED: "the invitation has not been completed",
    Circumstance.NOT_JOINED: "the invitation was not taken up within 30 days",
    Circumstance.AGREEMENT_ENDED: "the agreement has ended",
    Circumstance.FORBIDDEN: "the law in force gives its unit nothing",
    Circumstance.UNUSED_60_DAYS: "not used for 60 days",
    Circumstance.UNUSED_90_DAYS: "not used for 90 days",
    Circumstance.UNREVIEWED: "nobody has confirmed it in time",
    Circumstance.UNTRAINED: "the training on the law in force is overdue",
    Circumstance.JAILS_OWN: "one of the jail's own, which no lapse closes",
}


def agency_list(found: list[Listed], viewer: Viewer) -> dict:
    return {
        "agencies": [
            {
                "id": row.agency_id,
                "name": row.name,
                "ori": row.ori,
                "units": row.units,
                "accounts": row.accounts,
                "agreement_ends_at": row.agreement_ends_at,
                "status": _agency_status(row, viewer),
            }
            for row in found
        ]
    }


def _agency_status(row: Listed, viewer: Viewer) -> dict:
    if row.closed_at is not None and row.closed_at <= viewer.at:
        return {"text": "Closed", "tone": "bad"}
    if row.agreement_ends_at is not None and row.agreement_ends_at <= viewer.at:
        return {"text": "Agreement ended", "tone": "bad"}
    if row.agreement_ends_at is None:
        return {"text": "No agreement", "tone": "quiet"}
    return {"text": "Open", "tone": "good"}


def agency(page: AgencyPage, accounts: list[RollEntry], viewer: Viewer) -> dict:
    is_exact = not viewer.roles & _TOLD_ROUGHLY
    everybody = page.seen.get(None, Seen())
    return {
        "agency": page.agency,
        "is_closed": page.agency.closed_at is not None,
        "domains": ", ".join(page.agency.mail_domains),
        "units": [
            {
                "id": unit.pk,
                "name": unit.name,
                "mission": Mission(unit.mission).value.replace("_", " "),
                "is_detailed": unit.pk in page.detailed,
                "is_closed": unit.closed_at is not None,
                "closed_reason": unit.closed_reason,
            }
            for unit in page.units
        ],
        "papers": [_paper(paper, viewer) for paper in page.papers],
        "coordinators": [
            entry.display_name for entry in accounts if Role.COORDINATOR in entry.roles
        ],
        "accounts": [_account(e, page.seen, is_exact) for e in accounts],
        "is_exact": is_exact,
        "seen": _seen(everybody, is_exact),
        "by_class": [
            (CLASS_LABELS[c], _people(everybody.by_class.get(c, 0), is_exact))
            for c in CLASSES
            if everybody.by_class.get(c)
        ],
    }


def _paper(paper: Paper, viewer: Viewer) -> dict:
    agreement = paper.agreement
    if agreement.ends_at <= viewer.at:
        status = {"text": "Ended", "tone": "bad"}
    elif viewer.at < agreement.starts_at:
        status = {"text": "Not begun", "tone": "quiet"}
    else:
        status = {"text": "In force", "tone": "good"}
    return {
        "id": agreement.pk,
        "title": agreement.title,
        "status": status,
        "has_ended": agreement.ends_at <= viewer.at,
        "facts": [
            ("From", _moment(agreement.starts_at)),
            ("Until", _moment(agreement.ends_at)),
            ("People a day for each account", f"{agreement.daily_ceiling:,}"),
            ("Purposes", _purposes(agreement.purposes)),
            ("Units", ", ".join(paper.units) or "none"),
            ("Facilities", ", ".join(paper.facilities) or "none"),
            ("May be shown", classes_in_words(paper.classes)),
        ],
    }


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%b %-d, %Y, %H:%M}"


def _purposes(words: list[str]) -> str:
    named = ", ".join(Purpose(word).label for word in words)
    return named or "any that the law allows"


def classes_in_words(classes: FieldClass) -> str:
    named = ", ".join(label for c, label in CLASS_LABELS.items() if c in classes)
    return named or "nothing"


def _account(entry: RollEntry, seen: dict, is_exact: bool) -> dict:
    """Of one account, whoever reads for the public is told no number of people: those of
    several accounts could be held against that of all.
    """
    own = seen.get(entry.account_id, Seen())
    return {
        "id": entry.account_id,
        "display_name": entry.display_name,
        "sign_in_name": entry.sign_in_name,
        "unit_name": entry.unit_name,
        "opened_at": entry.opened_at,
        "last_sign_in_at": entry.last_sign_in_at,
        "standing": entry.standing,
        "tone": _TONES[entry.standing],
        **(_seen(own, is_exact) if is_exact else {"last_shown_at": own.last_at}),
    }


def _seen(seen: Seen, is_exact: bool) -> dict:
    """A booking says that there is a person: it is told no more exactly than they are."""
    return {
        "people": _people(seen.people, is_exact),
        "bookings": f"{seen.bookings:,}"
        if is_exact or seen.people >= FEWEST_TOLD
        else "not told",
        "last_shown_at": seen.last_at,
    }


def _people(number: int, is_exact: bool) -> str:
    if is_exact or number == 0 or number >= FEWEST_TOLD:
        return f"{number:,}"
    return f"fewer than {FEWEST_TOLD}"


# --- One account ------------------------------------------------------------------------


def account(page: AccountPage, viewer: Viewer) -> dict:
    own = page.account
    return {
        "account": own,
        "is_suspended": own.suspended_at is not None,
        "capacities": [_capacity(capacity) for capacity in page.capacities],
        "clocks": [
            ("Last sign-in", own.last_sign_in_at),
            ("Last person shown", page.last_shown_at),
            ("Last change of credentials", own.credentials_changed_at),
        ],
        "facts": [
            ("Opened", own.opened_at),
            ("Opened again", own.reopened_at),
            ("Ends", own.expires_at),
            ("Review due", own.review_due_at),
        ],
        "grants": _grants(page.grants),
        "sessions": page.sessions,
        "training": page.training,
        "banner": page.banner,
        "acts": _acts(page.acts),
        "is_own": own.pk == viewer.account_id,
        "may": _may(page, viewer),
    }


def _grants(grants: list[GrantUse]) -> list[dict]:
    """By a number on this page: a grant's key leads to whom it is about."""
    return [
        {
            "number": place,
            "basis": Basis(grant.basis).label,
            "starts_at": grant.starts_at,
            "ends_at": grant.ends_at,
            "last_used_at": grant.last_used_at,
        }
        for place, grant in enumerate(grants, start=1)
    ]


def _acts(acts: list[Done]) -> list[dict]:
    return [
        {
            "at": done.at,
            "act": ACT_LABELS[Act(done.act)] if done.act in set(Act) else done.act,
            "outcome": done.outcome,
            "reason": done.reason.replace("_", " "),
            "by": done.by or "the system",
        }
        for done in acts
    ]


def _capacity(capacity: Capacity) -> dict:
    member = capacity.membership
    why = [words for what, words in _HOLDS.items() if what in capacity.holds]
    return {
        "unit": str(member.unit),
        "agency_id": member.unit.agency_id,
        "roles": ", ".join(Role(role).label for role in member.roles),
        "starts_at": member.starts_at,
        "ends_at": member.ends_at,
        "status": {"text": capacity.standing.label, "tone": _TONES[capacity.standing]}
        if capacity.is_current
        else {"text": "Ended", "tone": "quiet"},
        "why": "; ".join(why) if capacity.is_current else "",
    }


def _may(page: AccountPage, viewer: Viewer) -> dict:
    """Which buttons lead to something for this viewer."""
    own = page.account
    is_other = own.pk != viewer.account_id and own.is_active
    holds = Circumstance(0)
    for capacity in page.capacities:
        holds |= capacity.holds
    is_off = own.suspended_at is not None or bool(
        holds & (Circumstance.EXPIRED | Circumstance.UNUSED_90_DAYS)
    )
    return {
        "suspend": is_other
        and own.suspended_at is None
        and bool(viewer.may(Act.SUSPEND)),
        "reopen": is_other and is_off and bool(viewer.may(Act.REOPEN)),
        "end": is_other
        and any(capacity.is_current for capacity in page.capacities)
        and bool(viewer.may(Act.END_EMPLOYMENT)),
        "showings": bool(viewer.may(Act.VIEW_SHOWINGS)),
        "reach": bool(viewer.may(Act.VIEW_REACH)),
    }
