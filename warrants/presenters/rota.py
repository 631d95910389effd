"""Who of counsel is on call, in words."""

from datetime import datetime

from bookings.presenters import moment
from warrants.models import OnCall
from warrants.rota import Span
from warrants.selectors.rota import Reached


def on_call(found: Reached) -> dict:
    """For the queue and for a request: whom to call now, or that there is nobody."""
    return {
        "now": [
            {
                "name": line.membership.account.display_name,
                "phone": line.phone,
                "until": line.ends_at,
            }
            for line in found.now
        ],
        "next": _next(found.next),
    }


def _next(line: OnCall | None) -> str:
    if line is None:
        return "Nobody is entered for later either."
    return (
        f"Next: {line.membership.account.display_name}, from {moment(line.starts_at)}."
    )


def rota_page(found: Reached, lines: list[OnCall], past: list[OnCall], at) -> dict:
    """Lines and gaps as they come, one after the other."""
    rows = [_row(line, at) for line in lines]
    rows += [_gap(gap) for gap in found.gaps]
    return {
        "on_call": on_call(found),
        "rows": sorted(rows, key=lambda row: (row["starts_at"], row["name"])),
        "past": [_row(line, at) for line in past],
    }


def _row(line: OnCall, at: datetime) -> dict:
    return {
        "id": line.pk,
        "name": line.membership.account.display_name,
        "unit": str(line.membership.unit),
        "phone": line.phone,
        "starts_at": line.starts_at,
        "ends_at": line.ends_at,
        "entered_by": line.entered_by.display_name,
        "status": _status(line, at),
    }


def _status(line: OnCall, at: datetime) -> dict:
    if line.withdrawn_at:
        by = line.withdrawn_by.display_name
        return {
            "text": f"Withdrawn by {by}, {moment(line.withdrawn_at)}",
            "tone": "quiet",
        }
    if line.ends_at <= at:
        return {"text": "Over", "tone": "quiet"}
    if line.starts_at <= at:
        return {"text": "On call now", "tone": "good"}
    return {"text": "To come", "tone": "info"}


def _gap(span: Span) -> dict:
    return {
        "id": None,
        "name": "",
        "starts_at": span.starts_at,
        "ends_at": span.ends_at,
        "status": {"text": "Nobody", "tone": "bad"},
    }
