"""An intake under way, in words for whoever writes at it."""

from collections.abc import Mapping
from uuid import UUID

from django.urls import reverse

from access.gate import Shown
from access.viewer import Viewer
from bookings.presenters.words import mark, moment, name
from bookings.selectors import DraftState


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
        "mark": mark(viewer, shown.event_id, shown.shown_at),
    }


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
