"""Court orders about records, in words."""

import json

from access.acts import ACT_LABELS, Act, may_second
from access.gate import Shown
from access.models import Proposal
from access.rules import RuleViolation, check_second_person
from access.viewer import Viewer
from bookings.presenters.deletion import request_facts
from bookings.presenters.record import subject_facts
from bookings.presenters.tabs import tabs
from bookings.presenters.words import mark, moment, name
from bookings.selectors.orders import order_of


def order_rows(waiting: list[tuple[Proposal, Shown]]) -> list[dict]:
    return [
        {
            "booking_id": shown.booking_id,
            "name": name(shown),
            "act": ACT_LABELS[Act(proposal.act)],
            "requester": proposal.requester.display_name,
            "unit": str(proposal.requester_unit),
            "since": moment(proposal.proposed_at),
        }
        for proposal, shown in waiting
    ]


def orders_page(shown: Shown, viewer: Viewer, waiting, told: list[tuple]) -> dict:
    return {
        "booking_id": shown.booking_id,
        "name": name(shown),
        "facts": subject_facts(shown),
        "tabs": tabs(viewer, shown.booking_id, "bookings:orders_about"),
        "waiting": [_order(proposal, viewer) for proposal in waiting],
        "told": [(who, times, moment(last)) for who, times, last in told],
        "mark": mark(viewer, shown.event_id, shown.shown_at),
    }


def _order(proposal: Proposal, viewer: Viewer) -> dict:
    words = order_of(proposal)
    said = json.loads(words) if words else {}
    why_not = _why_not(proposal, viewer)
    return {
        "id": proposal.pk,
        "act": ACT_LABELS[Act(proposal.act)],
        "requester": proposal.requester.display_name,
        "unit": str(proposal.requester_unit),
        "since": moment(proposal.proposed_at),
        "order": request_facts(said)
        if proposal.act == Act.DELETE_RECORD
        else [
            ("Court", said.get("court", "")),
            ("Case number", said.get("case_number", "")),
            ("Ordered on", said.get("ordered_on", "")),
        ],
        "may_decide": not why_not and bool(said),
        "why_not": why_not
        or ("" if said else "The order's words are gone: enter it again."),
    }


def _why_not(proposal: Proposal, viewer: Viewer) -> str:
    if not viewer.may(Act.DECIDE) or not may_second(viewer.roles, Act(proposal.act)):
        return "Your role does not agree to this."
    try:
        check_second_person(proposal, by=viewer)
    except RuleViolation as violation:
        return str(violation)
    return ""
