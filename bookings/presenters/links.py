"""Records of one person, in words."""

from uuid import UUID

from access.acts import Act, may_second
from access.gate import Shown
from access.models import Proposal
from access.rules import RuleViolation, check_second_person
from access.viewer import Viewer
from bookings.presenters.fields import in_words
from bookings.presenters.record import subject_facts
from bookings.presenters.tabs import tabs
from bookings.presenters.words import list_rows_of_stays as stay_rows
from bookings.presenters.words import mark, moment, name
from bookings.selectors.links import Asked, Linked

__all__ = [
    "asked_rows",
    "compared_page",
    "found_rows",
    "mark",
    "same_person_page",
    "stay_rows",
]


def asked_rows(waiting: list[Asked]) -> list[dict]:
    return [
        {
            "booking_id": asked.one.booking_id,
            "name": name(asked.one),
            "other_id": asked.other.booking_id,
            "other": name(asked.other),
            **_by(asked.proposal),
        }
        for asked in waiting
    ]


def same_person_page(
    shown: Shown, viewer: Viewer, linked: list[Linked], waiting: list[Asked]
) -> dict:
    return {
        "booking_id": shown.booking_id,
        "name": name(shown),
        "facts": subject_facts(shown),
        "tabs": tabs(viewer, shown.booking_id, "bookings:same_person"),
        "linked": [_linked(one) for one in linked],
        "waiting": [_asked(one, viewer) for one in waiting],
        "mark": mark(viewer, shown.event_id, shown.shown_at),
    }


def compared_page(both: tuple[Shown, Shown], stays: list, viewer: Viewer) -> dict:
    one, other = both
    return {
        "booking_id": one.booking_id,
        "other_id": other.booking_id,
        "sides": [
            {**_side(side), "stays": stay_rows(rows)}
            for side, rows in zip(both, stays, strict=True)
        ],
        "rows": _side_by_side(_facts(one), _facts(other)),
        "mark": mark(viewer, viewer.request_id),
    }


def found_rows(found: list[Shown], but: UUID) -> list[dict]:
    """``but``: the booking that they are compared with: it is found as well."""
    return [
        {**_side(shown), "facts": _facts(shown), "is_itself": shown.booking_id == but}
        for shown in found
    ]


def _side(shown: Shown) -> dict:
    return {
        "booking_id": shown.booking_id,
        "name": name(shown),
        "photo": moment(shown["photos.taken_at"])
        if shown.get("photos.taken_at")
        else "",
    }


def _facts(shown: Shown) -> list[tuple[str, str]]:
    """What tells one person from another; what is not shown has no line."""
    facts = [("Name", name(shown))]
    for label, path in (
        ("Birth date", "person.birth_date"),
        ("Sex", "person.sex"),
        ("SID", "person.state_id"),
        ("FBI number", "person.fbi_number"),
    ):
        if path in shown:
            facts.append((label, in_words(path, shown[path]) if shown[path] else ""))
    if "aliases.surname+given_name" in shown:
        aliases = shown["aliases.surname+given_name"]
        facts.append(
            ("Other names", "; ".join(_alias(alias) for alias in aliases) or "none")
        )
    return [*facts, *subject_facts(shown)]


def _alias(alias: dict) -> str:
    return ", ".join(filter(None, (alias["surname"], alias["given_name"])))


def _side_by_side(one: list, other: list) -> list[dict]:
    """Line by line; ``differs``: both say something, and not the same."""
    left, right = dict(one), dict(other)
    labels = dict.fromkeys([*left, *right])
    return [
        {
            "label": label,
            "one": left.get(label, ""),
            "other": right.get(label, ""),
            "differs": label in _TELLING
            and bool(left.get(label) and right.get(label))
            and left[label] != right[label],
        }
        for label in labels
    ]


_TELLING = {"Name", "Birth date", "Sex", "SID", "FBI number"}


def _linked(one: Linked) -> dict:
    link = one.link
    return {
        "id": link.pk,
        "since": moment(link.created_at),
        "asked_by": link.asked_by.display_name,
        "agreed_by": link.agreed_by.display_name,
        "ended": moment(link.ended_at) if link.ended_at else "",
        "ended_by": link.ended_by.display_name if link.ended_by else "",
        "stays": [
            {
                "booking_id": shown.booking_id,
                "name": name(shown),
                "facts": subject_facts(shown),
            }
            for shown in one.stays
        ],
    }


def _asked(asked: Asked, viewer: Viewer) -> dict:
    why_not = _why_not(asked.proposal, viewer)
    return {
        "id": asked.proposal.pk,
        "one": name(asked.one),
        "one_id": asked.one.booking_id,
        "other": name(asked.other),
        "other_id": asked.other.booking_id,
        "may_decide": not why_not,
        "why_not": why_not,
        **_by(asked.proposal),
    }


def _by(proposal: Proposal) -> dict:
    return {
        "requester": proposal.requester.display_name,
        "unit": str(proposal.requester_unit),
        "since": moment(proposal.proposed_at),
    }


def _why_not(proposal: Proposal, viewer: Viewer) -> str:
    if not viewer.may(Act.DECIDE) or not may_second(viewer.roles, Act.MERGE):
        return "Your role does not agree to this."
    try:
        check_second_person(proposal, by=viewer)
    except RuleViolation as violation:
        return str(violation)
    return ""
