"""Custody over one record, for one reader."""

from access.enums import FieldClass
from access.gate import Shown
from access.viewer import Viewer
from bookings import enums
from bookings.presenters.acts_on import acts_on
from bookings.presenters.tabs import tabs
from bookings.presenters.words import day, mark, moment, name, status


def custody_page(shown: Shown, viewer: Viewer) -> dict:
    return {
        "booking_id": shown.booking_id,
        "name": name(shown),
        "status": status(shown),
        "tabs": tabs(viewer, shown.booking_id, "bookings:custody_of"),
        "acts": acts_on(shown, viewer),
        "facts": _facts(shown),
        "mark": mark(viewer, shown.event_id, shown.shown_at),
    }


def _facts(shown: Shown) -> list[tuple[str, str]]:
    facts = []
    if shown.allows(FieldClass.CUSTODY):
        facts.append(("Booking number", shown["booking.booking_number"]))
    facts.append(("Facility", shown["facility.name"]))
    facts.append(("Booked", moment(shown["booking.booked_at"])))
    if shown.allows(FieldClass.MOVEMENTS):
        expected = shown["booking.expected_discharge_on"]
        facts += [
            ("Housing", shown["booking.housing"] or "not assigned"),
            ("Expected release", day(expected) if expected else "not known"),
        ]
    if shown["booking.discharged_at"]:
        facts += [
            ("Released", moment(shown["booking.discharged_at"])),
            ("Manner", shown["booking.discharge_manner"]),
        ]
        if reason := shown.get("booking.discharge_reason"):
            facts.append(("Reason for release", enums.DISCHARGE_LABELS[reason]))
    return facts
