"""What an account may do, where, and until when: in its holder's words."""

from datetime import timedelta

from access import policy
from access.acts import ACT_LABELS, ACTS, Act
from access.enums import (
    NOTHING,
    Basis,
    FieldClass,
    Role,
    class_words,
)
from access.selectors import capacities
from access.selectors.standing_access import daily_ceiling, places
from access.selectors.training import acknowledged_at, lessons
from access.standing import DORMANT_AFTER
from access.viewer import Viewer

SOON = timedelta(days=30)
_EVERYBODY = frozenset(Role)


def of(viewer: Viewer) -> dict:
    """Everything that the first screen says of a signed-in viewer."""
    if not viewer.roles:
        has_unit = bool(capacities(viewer.account_id, viewer.at))
        return {"has_unit": has_unit, "steps": _choice() if has_unit else []}
    found = places(viewer)
    own_lessons = lessons(viewer)
    return {
        "has_unit": True,
        "acts": _acts(viewer),
        "places": _places(viewer, found),
        "daily_ceiling": daily_ceiling(viewer, found),
        "dates": _dates(viewer, found),
        "acknowledged_at": acknowledged_at(viewer),
        "steps": _steps(viewer, own_lessons),
    }


def _acts(viewer: Viewer) -> list[str]:
    """What not everybody may do, and this viewer may."""
    return [
        ACT_LABELS[act]
        for act, roles in ACTS.items()
        if roles != _EVERYBODY and viewer.may(act)
    ]


def _places(viewer: Viewer, found) -> list[dict]:
    terms = policy.terms(
        viewer.law, viewer.facts, viewer.purpose, policy.BookingFacts()
    )
    opening = terms.opens.get(Basis.STANDING)
    opened = opening.classes if opening else NOTHING
    return [
        {
            "code": place.code,
            "ends_at": place.ends_at,
            "classes": class_words(place.classes & opened),
        }
        for place in found
        if place.classes & opened & ~FieldClass.REGISTER
    ]


def _dates(viewer: Viewer, found) -> list[dict]:
    """Until when, and what happens then. A date that closes nothing is said to be so."""
    facts = viewer.account_facts
    closes = viewer.lapses_close
    told = [
        ("This account ends", facts.expires_at, True),
        ("Agreement of your agency ends", facts.agreement_ends_at, closes),
        ("Training on the law in force is due", facts.training_due_at, closes),
        ("Review of this account is due", facts.review_due_at, closes),
        ("Closes without another sign-in", facts.unused_since + DORMANT_AFTER, True),
    ]
    return [
        {
            "label": label,
            "at": at,
            "tone": _tone(at, viewer),
            "closes": closing,
            "is_past": at <= viewer.at,
        }
        for label, at, closing in told
        if at is not None
    ]


def _tone(at, viewer: Viewer) -> str:
    if at <= viewer.at:
        return "bad"
    return "warn" if at - viewer.at <= SOON else "quiet"


def _choice() -> list[dict]:
    return [
        {
            "text": "Choose what you are working as. Until then nothing past the "
            "register opens.",
            "route": "access:working_as",
            "label": "Choose",
            "due_at": None,
        }
    ]


def _steps(viewer: Viewer, own_lessons) -> list[dict]:
    """What is to be done next, each with the page where it is done."""
    found = [
        {
            "text": f"Complete the training on {lesson.law.title}."
            + (" It is not in force yet." if lesson.is_coming else ""),
            "route": "access:training",
            "label": "Start the training",
            "due_at": lesson.due_at,
        }
        for lesson in own_lessons
        if lesson.is_wanted(viewer.at)
    ]
    if viewer.may(Act.COORDINATE):
        found.append(
            {
                "text": "See what waits for whom among the accounts that you look after.",
                "route": "access:coordinate",
                "label": "What waits",
                "due_at": None,
            }
        )
    return found
