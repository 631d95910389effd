"""What papers about a booking say: plain data for the templates of ``access.documents``."""

from access.gate import Shown
from access.viewer import Viewer
from bookings.presenters.record import record_page

_PUBLIC_COLUMNS = {"Offense": 5, "RCW": 2, "Class": 3}
_INNER_COLUMNS = {"Status": 2, "Court case": 3}


def booking_sheet(shown: Shown, viewer: Viewer) -> dict:
    """The record on paper, as a file: what the record page says, but for the photo."""
    page = record_page(shown, viewer)
    columns = _PUBLIC_COLUMNS | (_INNER_COLUMNS if page["shows_charge_status"] else {})
    return {
        "name": page["name"],
        "status": page["status"]["text"],
        "agency": viewer.agency_name,
        "key_facts": page["key_facts"],
        "safety": page["safety"],
        "charge_columns": list(columns),
        "charge_widths": list(columns.values()),
        "charges": [_charge(charge)[: len(columns)] for charge in page["charges"]],
        "sections": page["sections"],
        "withheld": [_withheld(part) for part in page["withheld"]],
        "whose": _whose(viewer),
    }


def _charge(charge: dict) -> list[str]:
    return [
        charge["offense"],
        charge["statute"],
        charge["offense_class"] or "not stated",
        charge["status"],
        charge.get("court_case_number") or "none yet",
    ]


def _withheld(part: dict) -> tuple[str, str]:
    words = f"{part['reason']} {part['citation']}".strip()
    if part["for_counsel"]:
        words += " (for counsel, not settled)"
    return part["label"], words


def _whose(viewer: Viewer) -> str:
    law = f" Law in force: {viewer.law.title}." if viewer.law else ""
    return f"For {viewer.display_name}.{law} This sheet is recorded as printed."
