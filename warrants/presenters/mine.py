"""An officer's own page in words: what is open to them and why, what they asked, what to
do next. A rule whose text nobody has verified is marked for counsel.
"""

from collections import defaultdict
from datetime import datetime

from django.urls import reverse
from django.utils.http import urlencode

from access import policy
from access.enums import (
    CLASSES,
    JUDICIAL_BASES,
    Basis,
    Certainty,
    FieldClass,
    class_words,
)
from access.law import Law
from access.selectors.who_may import Path, Reach
from access.viewer import Viewer
from bookings.presenters import moment
from bookings.presenters.who_may import KINDS
from bookings.selectors.who_may import Standing
from warrants.enums import RequestStatus, Urgency
from warrants.models import AccessRequest, Grant
from warrants.presenters.refusals import next_step
from warrants.presenters.requests import narrowed, request_row
from warrants.selectors.refusals import Refused


def standing(found: list[Standing], viewer: Viewer) -> list[dict]:
    """One row for each kind of booking and purposes that open alike, with every facility
    where they do so under the same agreement.
    """
    alike: dict[tuple, list[str]] = defaultdict(list)
    for own in found:
        for reach in own.reaches:
            alike[own.kind.kind, reach].append(own.code)
    return [
        {
            "codes": codes,
            "kind": KINDS[kind],
            "classes": class_words(reach.classes),
            "purposes": ", ".join(purpose.label for purpose in reach.purposes),
            "papers": [_paper(path, viewer.at) for path in reach.paths],
            "rules": _rules(reach, viewer.law),
        }
        for (kind, reach), codes in alike.items()
    ]


def _paper(path: Path, at: datetime) -> dict:
    """An agreement that is past and opens still is the jail's own (law 14)."""
    source = path.source
    return {
        "title": source.paper,
        "until": moment(source.ends_at),
        "is_past": source.ends_at <= at,
    }


def _rules(reach: Reach, law: Law | None) -> list[dict]:
    ids = dict.fromkeys(rule for path in reach.paths for rule in path.rules)
    rules = [law.rule(rule_id) for rule_id in ids] if law else []
    return [
        {
            "text": rule.text,
            "citation": rule.citation,
            "for_counsel": rule.certainty is not Certainty.FOUND,
        }
        for rule in rules
    ]


def by_paper(viewer: Viewer) -> dict:
    """What a paper or a request could open, and whether nothing but a judge's can."""
    terms = policy.terms(
        viewer.law, viewer.facts, viewer.purpose, policy.BookingFacts()
    )
    judicial = FieldClass(0)
    for basis in JUDICIAL_BASES & set(terms.opens):
        judicial |= terms.opens[basis].classes
    asked = terms.opens.get(Basis.APPROVED_REQUEST, policy.Opening()).classes
    beyond = ~terms.register.classes
    return {
        "is_forbidden": policy.is_forbidden(viewer.law, viewer.facts),
        "judicial": class_words(judicial & beyond),
        "asked": class_words(asked & beyond),
    }


def live_grant(grant: Grant, name: str) -> dict:
    """A grant that opens something now; ``again_url``: to ask anew for the same."""
    classes = [int(c) for c in CLASSES if c & grant.classes]
    return {
        "booking_id": grant.booking_id,
        "name": name,
        **_grant(grant),
        "ends_at": moment(min(grant.ends_at, grant.ended_at or grant.ends_at)),
        "again_url": reverse("warrants:ask", args=[grant.booking_id])
        + "?"
        + urlencode({"class": classes}, doseq=True),
    }


def ended_grant(grant: Grant) -> dict:
    """A grant that opens nothing any more; of whom, and since when, is not told, so that
    one whose booking was sealed meanwhile looks like any other (law 4).
    """
    return _grant(grant)


def _grant(grant: Grant) -> dict:
    return {
        "classes": class_words(FieldClass(grant.classes)),
        "basis": Basis(grant.basis).label,
        "began_at": moment(grant.starts_at),
    }


def asked(own: AccessRequest, refused: Refused | None, viewer: Viewer) -> dict:
    """One's own request: where it stands, and what is to be done."""
    row = request_row(own, refused)
    status = RequestStatus(own.status)
    return row | {
        "asked_at": moment(own.asked_at),
        "is_by_name": own.named_text is not None,
        "decided_at": moment(own.decided_at) if own.decided_at else "",
        "clock": _clock(own, viewer.at) if status is RequestStatus.WAITING else "",
        "narrowed": narrowed(own) if status is RequestStatus.GRANTED else "",
        "next_step": next_step(refused, viewer) if refused else "",
    }


def _clock(own: AccessRequest, at: datetime) -> str:
    """As told to whoever asked: the same for every booking, and for none."""
    due_at = own.asked_at + Urgency(own.urgency).answer_within
    if due_at <= at:
        return (
            f"An answer was due {moment(due_at)} and is late. Nothing opens by waiting: "
            "call the jail's records unit."
        )
    return f"An answer is due {moment(due_at)}."
