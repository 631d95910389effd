"""Emergencies, in words for one reader."""

from datetime import datetime

from access.acts import ACTS, Act
from access.enums import class_words
from access.models import Membership
from bookings.presenters import moment
from bookings.presenters.showings import account_row, showing_row
from bookings.selectors.showings import Showing
from warrants.enums import Danger, EmergencyReview, ReasonSign
from warrants.models import Emergency
from warrants.rules import is_live
from warrants.selectors.emergencies import Counts


def counts_row(counts: Counts) -> list[dict]:
    return [
        {"label": "Open now", "count": counts.live, "tone": "warn"},
        {"label": "To be reviewed", "count": counts.due, "tone": "warn"},
        {"label": "Review overdue", "count": counts.overdue, "tone": "bad"},
    ]


def emergency_row(one: Emergency, *, at: datetime, name: str) -> dict:
    asked = one.request
    grant = getattr(asked, "grant", None)
    live = bool(grant) and is_live(grant.starts_at, grant.ends_at, grant.ended_at, at)
    return {
        "id": one.pk,
        "name": name,
        "holder": asked.membership.account.display_name,
        "unit": str(asked.membership.unit),
        "opened_by": one.opened_by.account.display_name,
        "opened_at": one.opened_at,
        "ends_at": min(grant.ends_at, grant.ended_at or grant.ends_at)
        if grant
        else None,
        "classes": class_words(grant.classes if grant else asked.classes),
        "danger": Danger(one.danger).label,
        "is_live": live,
        "status": {"text": "Open now", "tone": "warn"}
        if live
        else {"text": "Ended", "tone": "quiet"},
        "review": _review(one, at),
        "is_reviewed": one.reviewed_at is not None,
    }


def _review(one: Emergency, at: datetime) -> dict:
    if one.reviewed_at:
        text = f"Reviewed: {EmergencyReview(one.outcome).label.lower()}"
        tone = "good" if one.outcome == EmergencyReview.RIGHT else "bad"
        return {"text": text, "tone": tone}
    due = moment(one.review_due_at)
    if one.review_due_at <= at:
        return {"text": f"Review overdue since {due}", "tone": "bad"}
    return {"text": f"Review due {due}", "tone": "warn"}


def emergency_page(
    one: Emergency,
    *,
    at: datetime,
    name: str,
    reason: str,
    shown: list[Showing] | None,
) -> dict:
    """``shown``: what it has shown, for whoever may read the view history; None else."""
    return {
        "emergency": emergency_row(one, at=at, name=name),
        "reason": reason,
        "speaks_of_immigration": any(
            ReasonSign(sign) in _IMMIGRATION for sign in one.request.reason_signs
        ),
        "reviewed_by": one.reviewed_by.display_name if one.reviewed_by else "",
        "reviewed_at": one.reviewed_at,
        "rows": None
        if shown is None
        else [
            showing_row(showing) if name else account_row(showing, {})
            for showing in shown
        ],
    }


_IMMIGRATION = {
    ReasonSign.IMMIGRATION_PAPER,
    ReasonSign.IMMIGRATION_WORK,
    ReasonSign.MAY_MEAN_IMMIGRATION,
}


def units_to_choose(memberships: list[Membership]) -> list[tuple[int, str]]:
    return [(member.pk, str(member.unit)) for member in memberships]


def adopters() -> str:
    """Who may propose a law that opens something in an emergency."""
    return ", ".join(sorted(role.label.lower() for role in ACTS[Act.ADOPT_LAW]))
