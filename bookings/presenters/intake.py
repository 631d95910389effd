"""An intake under way, in words for whoever writes at it."""

from collections.abc import Mapping
from uuid import UUID

from django.urls import reverse

from access.acts import Act
from access.enums import FieldClass
from access.gate import Shown
from access.viewer import Viewer
from bookings.presenters import parts
from bookings.presenters.fields import in_words
from bookings.presenters.words import (
    day,
    height,
    how_found,
    mark,
    moment,
    name,
    weight,
)
from bookings.selectors import DraftState

_LOOKS = (
    "descriptions.height_inches+weight_pounds+eye_colour+hair_colour+race"
    "+ethnicity+skin_tone+build"
)
# What has a page of its own, and is done while somebody is booked.
_BESIDE = (
    (Act.ADVISE, "bookings:advisement", "Read the advisement"),
    (Act.HAND_IN_PAPER, "bookings:hand_in_paper", "Hand in an immigration paper"),
)
_STATEMENTS = "statements.author_agency+author_name+received_at"


def intake_page(shown: Shown, state: DraftState, viewer: Viewer) -> dict:
    """The head of the page: whose intake, under which number, and who keeps it."""
    left = shown["booking.discharged_at"]
    return {
        "name": name(shown),
        "number": shown.get("booking.booking_number", ""),
        "facility": shown["facility.name"],
        "booked": moment(shown["booking.booked_at"]),
        "left": moment(left) if left else "",
        "keeper": state.keeper,
        "kept_since": moment(state.kept_since),
        "is_finished": state.is_finished,
        "was_admitted": state.was_admitted,
        "begin_at": "arrest" if state.is_of_known_person else "person",
        "links": [
            (label, reverse(route, args=[shown.booking_id]))
            for act, route, label in _BESIDE
            if viewer.may(act)
        ],
        "mark": mark(viewer, shown.event_id, shown.shown_at),
    }


def on_record(shown: Shown) -> dict[str, list[str]]:
    """By section, what stands beside what is typed there."""
    told = {
        "looks": [
            words
            for one in shown.get(_LOOKS) or ()
            for words in (height(one["height_inches"]), weight(one["weight_pounds"]))
            if words
        ],
        "health": [
            f"Asked {moment(one['written_at'])}"
            for one in shown.get("screenings.written_at") or ()
        ],
        "recognizance": [
            f"Asked {moment(one['interviewed_at'])}"
            for one in shown.get(parts.ASKED) or ()
        ],
        "statement": [
            f"From {_author(one)}, received {moment(one['received_at'])}"
            for one in shown.get(_STATEMENTS) or ()
        ],
    }
    if shown.allows(FieldClass.SAFETY):
        told["care"] = [_alert(one) for one in parts.alerts(shown)]
    if shown.allows(FieldClass.VISITS):
        told["property"] = parts.receipts_and_returns(shown)
    if shown.get("photos.taken_at"):
        told["photo"] = [f"Taken {moment(shown['photos.taken_at'])}"]
    return told


def _author(one: dict) -> str:
    return ", ".join(filter(None, (one["author_name"], one["author_agency"])))


def _alert(one: dict) -> str:
    due = one["due"] and f"due {one['due']}"
    return ", ".join(filter(None, (one["what"], one["how"], due, one["about"])))


def unfinished_rows(
    rows: list[Shown], drafts: Mapping[UUID, DraftState], viewer: Viewer
) -> list[dict]:
    return [
        {
            "booking_id": shown.booking_id,
            "url": reverse("bookings:draft", args=[shown.booking_id]),
            "name": name(shown),
            "number": shown.get("booking.booking_number", ""),
            "facility": shown["facility.name"],
            "booked": moment(shown["booking.booked_at"]),
            "left": moment(shown["booking.discharged_at"])
            if shown["booking.discharged_at"]
            else "",
            "keeper": drafts[shown.booking_id].keeper,
            "is_own": drafts[shown.booking_id].is_kept_by(viewer),
        }
        for shown in rows
    ]


_BORN = {
    "same": "same birth date",
    "turned": "birth date with day and month exchanged",
    "figure": "birth date with one figure other",
    "near": "birth date some days apart",
    "years": "birth date at most two years apart",
    "other": "another birth date",
    "unknown": "no birth date on record",
}
_NUMBERS = {"booking": "booking number", "state_id": "SID", "fbi_number": "FBI number"}


def likely_rows(rows: list[Shown]) -> list[dict]:
    """Who was perhaps here before: how sure that is, and what agrees."""
    return [
        {
            "booking_id": shown.booking_id,
            "name": name(shown),
            "score": shown["match.score"],
            "agrees": _agrees(shown),
            "born": day(shown["person.birth_date"]),
            "sex": in_words("person.sex", shown["person.sex"]),
            "facility": shown["facility.name"],
            "booked": moment(shown["booking.booked_at"]),
            "left": moment(shown["booking.discharged_at"])
            if shown["booking.discharged_at"]
            else "",
            "number": shown["booking.booking_number"],
            "photo": moment(shown["photos.taken_at"])
            if shown["photos.taken_at"]
            else "",
        }
        for shown in rows
    ]


def _agrees(shown: Shown) -> list[str]:
    number = _NUMBERS.get(shown["match.number"])
    by_name = how_found(shown)
    if number:
        return [f"same {number}"]
    words = by_name.split(", ") if by_name else []
    if not by_name and shown["match.name"] is not None:
        words = ["name as typed"]
    born = _BORN.get(shown["match.born"])
    return [*words, *([born] if born else [])]
