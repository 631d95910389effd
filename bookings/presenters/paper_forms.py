"""Forms to be filled in by hand while the system is down: empty, of nobody. Each asks
for what the page asks for, with the true time first.
"""

from enum import StrEnum

from access import documents

_WHEN = ("When it happened (date and time)", "Written down by (name, badge)")
_WHO = ("Surname(s)", "Given name", "Birth date", "Booking number, if known")


class PaperForm(StrEnum):
    """What can happen while the system is down. Part of an address."""

    BOOKING = "booking"
    RELEASE = "release"
    MOVE = "move"
    PROPERTY = "property"
    SAFETY = "safety"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    PaperForm.BOOKING: "Booking",
    PaperForm.RELEASE: "Release",
    PaperForm.MOVE: "Housing, court or hospital trip",
    PaperForm.PROPERTY: "Property",
    PaperForm.SAFETY: "Safety instruction",
}
_LINES: dict[PaperForm, tuple[str, ...]] = {
    PaperForm.BOOKING: (
        *("Other names", "Facility", "Arresting agency and officer"),
        *("Charge 1 (RCW, offense)", "Charge 2", "Charge 3"),
        *("Bail, court and date", "Home address", "Telephone"),
        *("Property taken (bag number)", "Probable-cause statement received (time)"),
        "Advisement given in (language), signed or refused",
        "Staff must (keep separate, lower bunk, medicine due, interpreter)",
    ),
    PaperForm.RELEASE: (
        *("Facility", "Reason for release", "Entitled to leave since (time, by what)"),
        *("Left at (time)", "Property returned (signature)"),
        *("Told of the next court date", "Released by (name, badge)"),
    ),
    PaperForm.MOVE: (
        *("From", "To (housing, court, hospital)", "Left at (time)"),
        *("Expected back", "Back at (time)", "Escorted by"),
    ),
    PaperForm.PROPERTY: (
        *("Item, how many, described", "Item", "Item", "Item"),
        *("Bag or locker", "Cash, in dollars and cents", "Signature or refusal"),
    ),
    PaperForm.SAFETY: (
        *("Instruction (what staff must do, without a diagnosis)", "Until when"),
        "Said by (health staff, officer)",
    ),
}


def empty_form(kind: PaperForm) -> bytes:
    """One form as a PDF."""
    data = {
        "label": kind.label,
        "when": list(_WHEN),
        "who": list(_WHO),
        "lines": list(_LINES[kind]),
    }
    title = f"Paper form: {kind.label}"
    return documents.pdf("paper_form", data, title=title, mark=None)
