"""A person's own request to delete a record, and its answer, in words."""

from access.gate import Shown
from access.viewer import Viewer
from bookings.enums import GROUND_WORDS, DeletionGround
from bookings.presenters.record import subject_facts
from bookings.presenters.tabs import tabs
from bookings.presenters.words import day, mark, moment, name
from bookings.rules import Weighed


def deletion_page(shown: Shown, viewer: Viewer, refused: list) -> dict:
    return {
        "booking_id": shown.booking_id,
        "name": name(shown),
        "facts": subject_facts(shown),
        "tabs": tabs(viewer, shown.booking_id, "bookings:deletion"),
        "refused": [
            {
                "at": moment(event.occurred_at),
                "grounds": _grounds(map(DeletionGround, event.detail["grounds"])),
            }
            for event in refused
        ],
        "mark": mark(viewer, shown.event_id, shown.shown_at),
    }


def answer(weighed: Weighed) -> dict:
    """Why a request is refused: by the bars, else by what the agency may refuse for."""
    return {
        "grounds": _grounds(weighed.bars or weighed.options),
        "due_on": day(weighed.due_on) if weighed.due_on else "",
    }


def request_facts(said: dict) -> list[tuple[str, str]]:
    """The request as its second person reads it."""
    found = [GROUND_WORDS[DeletionGround(g)].label for g in said.get("found", ())]
    return [
        ("Asked on", said.get("asked_on", "")),
        ("Ended in the person's favor", said.get("favorable_on") or "not said"),
        ("What the papers say", " ".join(found) or "nothing against it"),
    ]


def _grounds(grounds) -> list[dict]:
    return [
        {
            "words": GROUND_WORDS[ground].label,
            "section": GROUND_WORDS[ground].section,
            "for_counsel": not GROUND_WORDS[ground].is_sure,
        }
        for ground in grounds
    ]
