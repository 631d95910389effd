"""What an intake adds to a record, for one reader: alerts, property, court."""

from itertools import zip_longest

from django.urls import reverse

from access.acts import Act
from access.enums import FieldClass
from access.gate import Shown
from access.viewer import Viewer
from bookings.presenters.fields import LABELS, in_words
from bookings.presenters.words import moment

_ALERTS = "alerts.kind+instruction+due_at+source+set_at+ends_at"
_ITEMS = "property_items.kind+description+quantity+container+cash_cents+handed_to+returned_at"
_RECEIPTS = "property_receipts.kind+outcome+given_at"
_STATEMENTS = (
    "statements.author_agency+author_name+text+received_at+finding+finding_at+judge"
)
ASKED = (
    "interviews.interviewed_at+answered+missed_court+recommendation+conditions+result"
)
_TIES = "interviews.residence+residence_since+work+ties+vouched_by"
WITHHELD_WORDS = "Not shown. Its words say something that is not kept here; its author agency is told."


# What may be written down in each section of a record: act, route, words.
_LINKS = {
    "_identity": (
        (Act.DESCRIBE, "bookings:describe", "Describe"),
        (Act.PHOTOGRAPH, "bookings:photograph", "Take a photo"),
    ),
    "belongings": (
        (Act.KEEP_PROPERTY, "bookings:property", "Add"),
        (Act.RETURN_PROPERTY, "bookings:return_property", "Give back"),
        (Act.KEEP_PROPERTY, "bookings:property_receipt", "Receipt (PDF)"),
    ),
    "probable_cause": (
        (Act.RECEIVE_STATEMENT, "bookings:statement", "Add a statement"),
        (Act.RECORD_FINDING, "bookings:finding", "Write down a finding"),
    ),
    "recognizance": ((Act.INTERVIEW, "bookings:recognizance", "Interview"),),
}


def links(shown: Shown, viewer: Viewer, section: str) -> list[tuple[str, str]]:
    """The pages on which a section is written, for whoever may."""
    return [
        (label, reverse(route, args=[shown.booking_id]))
        for act, route, label in _LINKS.get(section, ())
        if viewer.may(act)
    ]


def safety(shown: Shown) -> dict | None:
    """What staff must do, said at the top; that nothing is written is said too."""
    if not shown.allows(FieldClass.SAFETY):
        return None
    asked = shown.get("screenings.written_at")
    return {
        "alerts": alerts(shown),
        "instructions": shown["booking.safety_instructions"],
        "language": shown["booking.language_needed"],
        "screened": "; ".join(moment(one["written_at"]) for one in asked or ()),
    }


def alerts(shown: Shown) -> list[dict]:
    """Each alert in words: what to do, and in small until when and where it is from."""
    return [
        {
            "what": in_words("alerts.kind", one["kind"]),
            "how": one["instruction"],
            "due": moment(one["due_at"]) if one["due_at"] else "",
            "about": "; ".join(
                filter(
                    None,
                    (
                        f"set {moment(one['set_at'])}",
                        in_words("alerts.source", one["source"]),
                        one["ends_at"] and f"until {moment(one['ends_at'])}",
                    ),
                )
            ),
        }
        for one in shown[_ALERTS]
    ]


def belongings(shown: Shown) -> dict | None:
    if not shown.allows(FieldClass.VISITS):
        return None
    facts = [(_kind(one), _item(one)) for one in shown[_ITEMS]]
    facts += [_receipt(one) for one in shown[_RECEIPTS]]
    return {
        "label": "Property and cash",
        "facts": facts or [("Property", "None written down")],
    }


def _receipt(one: dict) -> tuple[str, str]:
    what = in_words("property_receipts.kind", one["kind"])
    outcome = in_words("property_receipts.outcome", one["outcome"])
    return f"Receipt: {what}", f"{outcome}, {moment(one['given_at'])}"


def receipts_and_returns(shown: Shown) -> list[str]:
    """What was signed, and what was given back already."""
    signed = [": ".join(_receipt(one)) for one in shown[_RECEIPTS]]
    given = [_item(one) for one in shown[_ITEMS] if one["returned_at"]]
    return signed + given


def _kind(one: dict) -> str:
    return in_words("property_items.kind", one["kind"]).partition(":")[0]


def _item(one: dict) -> str:
    cash = in_words("property_items.cash_cents", one["cash_cents"])
    given = one["returned_at"] and f"given back {moment(one['returned_at'])}"
    what = one["description"]
    if one["quantity"] != 1:
        what = f"{one['quantity']} × {what}"
    container = one["container"] and f"in {one['container']}"
    holder = one["handed_to"] and f"with {one['handed_to']}"
    return ", ".join(filter(None, (what, cash, container, given, holder)))


def probable_cause(shown: Shown) -> dict | None:
    """Sworn words as they came, and what a judge found."""
    if not shown.allows(FieldClass.CUSTODY):
        return None
    facts = [] if shown[_STATEMENTS] else [("Statement", "None received")]
    for one in shown[_STATEMENTS]:
        author = ", ".join(filter(None, (one["author_name"], one["author_agency"])))
        finding = in_words("statements.finding", one["finding"]) or "Waits for a judge"
        found = one["finding_at"] and moment(one["finding_at"])
        facts += [
            ("From", author),
            ("Received", moment(one["received_at"])),
            ("Statement", one["text"] or WITHHELD_WORDS),
            ("Finding", ", ".join(filter(None, (finding, found, one["judge"])))),
        ]
    return {"label": "Probable cause", "facts": facts}


def recognizance(shown: Shown) -> dict | None:
    """The interview, as far as it may be shown: what ties somebody here goes with their
    address, the rest with the court.
    """
    asked, ties = shown.get(ASKED), shown.get(_TIES)
    if asked is None and ties is None:
        return None
    facts = [] if asked or ties else [("Interview", "None yet")]
    for one, own in zip_longest(asked or (), ties or (), fillvalue={}):
        facts += [
            (LABELS[f"interviews.{name}"], in_words(f"interviews.{name}", value))
            for name, value in (one | own).items()
        ]
    return {"label": "Personal recognizance", "facts": facts}
