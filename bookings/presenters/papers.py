"""What papers about a booking say: plain data for the templates of ``access.documents``.

A sheet is made of whatever was shown, field by field: one that a page shows from today
on stands on its sheet too, and nothing is claimed that is not printed.
"""

from collections.abc import Iterable

from access.gate import Page, Shown
from access.viewer import Viewer
from bookings.presenters.export import every_field
from bookings.presenters.fields import LABELS, PARTS, in_words
from bookings.presenters.record import withheld
from bookings.presenters.words import name, status

# More columns than these do not fit a sheet: then each part stands as a block.
_MOST_COLUMNS = 5
_IN_HEADING = {"person.surname", "person.given_name", "person.middle_name"} | {
    "person.suffix"
}
_SAFETY = ("booking.safety_instructions", "booking.language_needed")
_MANY = {
    "charges": "Cause of confinement",
    "aliases": "Other names",
    "descriptions": "Description",
    "marks": "Marks",
    "addresses": "Addresses",
}


def booking_sheet(shown: Shown, page: Page, viewer: Viewer) -> dict:
    """The record on paper, as a file: all that was shown of it."""
    singles, many = _apart(shown, page)
    return {
        "name": name(shown),
        "status": status(shown)["text"],
        "agency": viewer.agency_name,
        "safety": _safety(shown),
        "facts": [fact for part in ("booking", "facility") for fact in singles[part]],
        "person": singles["person"],
        "lists": [_listed(part, rows) for part, rows in many.items()],
        "has_no_charge": not many.get("charges"),
        "withheld": [_withheld(part) for part in withheld(shown, viewer)],
        "whose": _whose(viewer),
    }


def _apart(shown: Shown, page: Page) -> tuple[dict, dict]:
    """Single fields by their part, and the rows of each list, all in words."""
    singles: dict[str, list] = {"booking": [], "facility": [], "person": []}
    many: dict[str, dict[str, dict]] = {}
    for place, path, value in every_field(shown, page):
        part, _, field = path.partition(".")
        words = in_words(path, value)
        if place != PARTS[part]:  # the place of a row says its number
            many.setdefault(part, {}).setdefault(place, {})[field] = words
        elif words and path not in _IN_HEADING and path not in _SAFETY:
            singles.setdefault(part, []).append((LABELS[path], words))
    return singles, {part: list(rows.values()) for part, rows in many.items()}


def _listed(part: str, rows: Iterable[dict]) -> dict:
    """A table of the fields that say anything, or blocks where they are too many."""
    rows = list(rows)
    said = [field for field in rows[0] if any(row[field] for row in rows)]
    labels = [LABELS[f"{part}.{field}"] for field in said]
    cells = [[row[field] for field in said] for row in rows]
    is_table = len(said) <= _MOST_COLUMNS
    return {
        "label": _MANY.get(part, PARTS[part]),
        "columns": labels if is_table else [],
        "rows": cells if is_table else [],
        "blocks": []
        if is_table
        else [
            [pair for pair in zip(labels, row, strict=True) if pair[1]] for row in cells
        ],
    }


def _safety(shown: Shown) -> list[tuple[str, str]]:
    """What staff must do, said at the top; that nothing is written is said too."""
    if _SAFETY[0] not in shown:
        return []
    instructions, language = (shown[path] for path in _SAFETY)
    return [
        ("Safety", instructions or "No instruction is recorded"),
        ("Interpreter", language or "None asked for"),
    ]


def _withheld(part: dict) -> tuple[str, str]:
    words = f"{part['reason']} {part['citation']}".strip()
    if part["for_counsel"]:
        words += " (for counsel, not settled)"
    return part["label"], words


def _whose(viewer: Viewer) -> str:
    law = f" Law in force: {viewer.law.title}." if viewer.law else ""
    return f"For {viewer.display_name}.{law} This sheet is recorded as printed."
