"""The record on paper: what the record page says, laid out for a sheet."""

from access.enums import JAILS_OWN
from access.gate import Shown
from access.viewer import Viewer
from bookings.presenters.record import record_page


def print_page(shown: Shown, viewer: Viewer) -> dict:
    """A photo leaves the building on the jail's own sheets alone."""
    page = record_page(shown, viewer)
    is_ours = viewer.mission in JAILS_OWN
    photo = page["photo"]
    return {
        **page,
        "photo": {
            **photo,
            "is_printed": photo["is_there"] and is_ours,
            "is_kept_back": photo["is_there"] and not is_ours,
        },
        "number": shown.get("booking.booking_number", ""),
    }
