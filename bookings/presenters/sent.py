"""What left the building of a record, in words."""

from datetime import datetime

from access.gate import Shown
from access.viewer import Viewer
from bookings.presenters.record import subject_facts
from bookings.presenters.tabs import tabs
from bookings.presenters.words import day, mark, moment, name
from bookings.selectors.sent import SentFile, SentPages

_FILES = {
    "bookings.print": "The record on paper",
    "bookings.booking_sheet": "Booking sheet (PDF)",
    "bookings.record_export": "The record as a file (CSV)",
    "bookings.niem": "The booking as NIEM JSON",
    "bookings.custody_export": "The custody list as a file (CSV)",
    "bookings.search_export": "A search as a file (CSV)",
    "bookings.concerned": "A finding's people as a file (CSV)",
    "bookings.continuity": "The sheet for when the system is down",
}
_FORMS = {
    "page": "On the screen",
    "json": "JSON, for another program",
    "csv": "CSV file",
    "counter": "At the counter or on the phone",
}


def withdrawn_rows(found: list[tuple[datetime, Shown]]) -> list[dict]:
    return [
        {"booking_id": shown.booking_id, "name": name(shown), "at": moment(at)}
        for at, shown in found
    ]


def sent_page(
    shown: Shown,
    viewer: Viewer,
    at: datetime | None,
    files: list[SentFile],
    pages: list[SentPages],
) -> dict:
    return {
        "booking_id": shown.booking_id,
        "name": name(shown),
        "facts": subject_facts(shown),
        "tabs": tabs(viewer, shown.booking_id, "bookings:sent"),
        "withdrawn": moment(at) if at else "",
        "files": [
            {
                "at": moment(sent.at),
                "what": _FILES.get(sent.page, "A paper or file"),
                "by": sent.account or "nobody signed in",
                "unit": " · ".join(filter(None, (sent.agency, sent.unit))),
            }
            for sent in files
        ],
        "pages": [
            {
                "day": day(sent.on),
                "form": _FORMS.get(sent.form, sent.form),
                "number": sent.number,
                "last": moment(sent.last_at),
            }
            for sent in pages
        ],
        "mark": mark(viewer, shown.event_id, shown.shown_at),
    }
