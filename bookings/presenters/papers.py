"""What papers about a booking say: plain data for the templates of ``access.documents``.

A sheet is made of whatever was shown, field by field: one that a page shows from today
on stands on its sheet too, and nothing is claimed that is not printed.
"""

from collections.abc import Iterable

from access.gate import Page, Shown
from access.viewer import Viewer
from bookings.enums import PropertyKind
from bookings.presenters.export import every_field
from bookings.presenters.fields import LABELS, PARTS, in_words
from bookings.presenters.record import withheld
from bookings.presenters.words import moment, name, status

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


# --- What a person signs for, and takes along -------------------------------------------

_ITEMS = "property_items.kind+description+quantity+container+cash_cents+handed_to+returned_at"
_RECEIPTS = "property_receipts.kind+outcome+given_at"
_ITEM_COLUMNS = ("description", "quantity", "cash_cents", "container", "handed_to")


def property_receipt(shown: Shown, viewer: Viewer) -> dict:
    """What was taken into keeping, left with the person, or seized."""
    return {
        "name": name(shown),
        "facts": _stay(shown),
        **_property(shown),
        "whose": _whose(viewer),
    }


def release_sheet(shown: Shown, viewer: Viewer) -> dict:
    """What somebody who leaves takes along: when to come to court, and what is theirs."""
    left = shown["booking.discharged_at"]
    facts = [
        *_stay(shown),
        ("Released", moment(left) if left else "not yet"),
        ("Manner", shown["booking.discharge_manner"]),
    ]
    court = []
    if "booking.next_court_at" in shown:
        at = shown["booking.next_court_at"]
        court = [
            ("Next court date", moment(at) if at else "none set when this was printed"),
            ("Court", shown["booking.court"]),
        ]
    return {
        "name": name(shown),
        "facts": facts,
        "court": court,
        **_property(shown),
        "whose": _whose(viewer),
    }


def _stay(shown: Shown) -> list[tuple[str, str]]:
    number = shown.get("booking.booking_number")
    return [
        *([("Booking number", number)] if number else []),
        ("Facility", shown["facility.name"]),
        ("Booked", moment(shown["booking.booked_at"])),
    ]


def _property(shown: Shown) -> dict:
    """Things by what was done with them; a table for each."""
    items = shown.get(_ITEMS, ())
    kinds = dict.fromkeys(one["kind"] for one in items)
    columns = [*(LABELS[f"property_items.{of}"] for of in _ITEM_COLUMNS), "Given back"]
    return {
        "shows_property": _ITEMS in shown,
        "columns": columns,
        "groups": [
            {
                "label": in_words("property_items.kind", kind),
                "rows": [_thing(one) for one in items if one["kind"] == kind],
            }
            for kind in kinds
        ],
        "still_here": sum(
            one["kind"] == PropertyKind.DEPOSITED and not one["returned_at"]
            for one in items
        ),
        "receipts": [
            f"{in_words('property_receipts.kind', one['kind'])}:"
            f" {in_words('property_receipts.outcome', one['outcome'])},"
            f" {moment(one['given_at'])}"
            for one in shown.get(_RECEIPTS, ())
        ],
    }


def _thing(one: dict) -> list[str]:
    cells = [in_words(f"property_items.{of}", one[of]) for of in _ITEM_COLUMNS]
    return [*cells, in_words("property_items.returned_at", one["returned_at"])]
