"""Who was shown what, in words: kinds, bases, and the exact fields of an event."""

from collections import Counter
from collections.abc import Iterable, Iterator
from uuid import UUID

from django.utils import timezone

from access.enums import CLASS_LABELS, CLASSES, Basis, FieldClass, Purpose
from access.gate import Shown
from audit.enums import Origin, ViewKind
from bookings.presenters.words import day, moment, name
from bookings.selectors.showings import COUNTED, GROUP_OF, PERIODS, Showing

KINDS = {
    ViewKind.OPENED: "Opened",
    ViewKind.PRINTED: "Printed",
    ViewKind.EXPORTED: "Taken as a file",
    ViewKind.LISTED: "In a list",
    ViewKind.FOUND: "Found by a search",
    ViewKind.SUGGESTED: "Suggested while typing",
    ViewKind.REFUSED: "Refused",
    ViewKind.SEARCHED: "Searched",
    ViewKind.REGISTER: "Public register",
    ViewKind.SIGNED_IN: "Signed in",
    ViewKind.PREPARED: "Put on a sealed sheet",
}
GROUP_LABELS = {
    "opened": "Opened, printed or taken as a file",
    "listed": "Came up in a list or a search",
    "refused": "Refused",
    "searched": "Searches and the public register",
    "signed_in": "Signed in to the old system",
}
PERIOD_LABELS = {
    1: "the last 24 hours",
    7: "the last 7 days",
    30: "the last 30 days",
    90: "the last 90 days",
    365: "the last year",
    0: "all of it",
}
NOT_KNOWN = "A booking you may not know of, or none"
_NO_FIELDS = "the old system did not say which fields"
_PARTS = {
    "aliases": "other name",
    "addresses": "address",
    "charges": "charge",
    "descriptions": "description",
    "detainers": "detainer",
    "facility": "facility",
    "marks": "mark",
    "photos": "photo",
}


def fields_in_words(paths: Iterable[str]) -> str:
    """Fields of a page as it was registered, in words; also of a page long gone."""
    parts: dict[str, list[str]] = {}
    for path in sorted(paths):
        part, _, field = path.rpartition(".")
        word = field.replace("_", " ").removesuffix(" at").removesuffix(" on")
        parts.setdefault(_PARTS.get(part, ""), []).append(word)
    return "; ".join(
        f"{part}: {', '.join(words)}" if part else ", ".join(words)
        for part, words in sorted(parts.items())
    )


def fields_shown(showing: Showing) -> list[dict]:
    """The exact fields that an event says were shown, by class."""
    shown: dict[FieldClass, list[str]] = {}
    for path, bit in (showing.fields or {}).items():
        if bit and bit & showing.classes == bit:
            shown.setdefault(FieldClass(bit), []).append(path)
    return [
        {"label": CLASS_LABELS[c], "fields": fields_in_words(shown[c])}
        for c in CLASSES
        if c in shown
    ]


def showing_row(showing: Showing) -> dict:
    """One event for a reader who may know of its booking."""
    is_old = showing.origin != Origin.LIVE
    return {
        **_who_and_how(showing),
        "basis": "; ".join(_basis(word) for word in showing.basis.split()),
        "law": showing.law_title or "",
        "fields": fields_shown(showing),
        "no_fields": _NO_FIELDS if is_old and showing.fields is None else "",
    }


def _who_and_how(showing: Showing) -> dict:
    unit = " · ".join(filter(None, (showing.agency_name, showing.unit_name)))
    return {
        "at": moment(showing.at),
        "kind": KINDS.get(showing.kind, showing.kind),
        "why": _why(showing),
        "account": showing.account_name or "nobody signed in",
        "account_id": showing.account_id if showing.account_name else None,
        "unit": unit or "no unit on record",
        "purpose": _label(Purpose, showing.purpose),
        "origin": "" if showing.origin == Origin.LIVE else showing.origin,
        "refused": _key_of_refusal(showing),
    }


def _key_of_refusal(showing: Showing) -> str:
    """Where the path of rules of a refused opening is found; empty for anything else."""
    is_opening = showing.kind == ViewKind.REFUSED and showing.booking_id is not None
    return showing.place.text if is_opening and showing.origin == Origin.LIVE else ""


def _why(showing: Showing) -> str:
    """What the event says beside its kind: of the ceiling, or what a search found."""
    if showing.detail.get("reason") == "ceiling":
        return (
            f"the ceiling of {showing.detail.get('ceiling')} people a day was reached"
        )
    if opened_at := showing.detail.get("opened_at"):
        return f"opened {moment(opened_at)} while the system was down, entered late"
    if showing.kind == ViewKind.SEARCHED:
        return f"{showing.detail.get('found', 0)} found"
    return ""


def _label(vocabulary, word: str) -> str:
    return vocabulary(word).label if word in set(vocabulary) else word


def _basis(word: str) -> str:
    return _label(Basis, word)


def account_row(showing: Showing, names: dict[UUID, Shown]) -> dict:
    """One event of an account. Of whom the reader may not know there is a line all the
    same, and nothing on it that tells a hidden booking from one that never was.
    """
    known = names.get(showing.booking_id)
    told = showing_row(showing) if known else _who_and_how(showing)
    about = name(known) if known else NOT_KNOWN if showing.booking_id else ""
    return {
        **told,
        "why": told["why"] if known or showing.booking_id is None else "",
        "about": about,
        "booking_id": showing.booking_id if known else None,
    }


# --- The heads of the two pages --------------------------------------------------------


def groups(counted: Iterable[tuple], chosen: str, offered: Iterable[str]) -> list[dict]:
    """What was counted, group by group; to have been opened is told first."""
    tally: Counter = Counter()
    for kind, *_, number in counted:
        tally[GROUP_OF.get(kind, "")] += number
    return [
        {
            "group": group,
            "label": GROUP_LABELS[group],
            "count": tally[group],
            "is_chosen": group == chosen,
        }
        for group in offered
        if tally[group] or group in ("opened", "listed", "refused")
    ]


def periods(chosen: int) -> list[dict]:
    return [
        {"days": p, "label": PERIOD_LABELS[p], "is_chosen": p == chosen}
        for p in PERIODS
    ]


def accounts_in(counted: Iterable[tuple], chosen: int | None) -> list[dict]:
    """Everybody among those counted, by name, to choose one of them."""
    found = {key: label for _, key, label, _ in counted if key is not None and label}
    return [
        {"id": key, "name": label, "is_chosen": key == chosen}
        for key, label in sorted(found.items(), key=lambda one: one[1])
    ]


def is_cut(counted: Iterable[tuple]) -> str:
    """That more happened than was counted, in words."""
    total = sum(number for *_, number in counted)
    return f"the newest {COUNTED:,}" if total >= COUNTED else ""


def day_rows(rows: Iterable[tuple]) -> list[dict]:
    """An account's days: what it was shown, and where its ceiling stood."""
    told: dict = {}
    for on, kind, number, people, over in rows:
        row = told.setdefault(on, Counter())
        if kind is None:
            row["people"], row["over"] = people, over
        else:
            row[GROUP_OF.get(kind, "")] += number
    counted = (*GROUP_LABELS, "people", "over")
    return [
        {"day": day(on), **{g: row[g] for g in counted}} for on, row in told.items()
    ]


def reading_rows(rows: Iterable[tuple]) -> list[dict]:
    return [
        {
            "at": moment(at),
            "account": account or "no account",
            "unit": unit or "",
            "as_file": how == "file",
        }
        for at, account, unit, how in rows
    ]


def sign_in_rows(events) -> list[dict]:
    return [
        {
            "at": moment(event.occurred_at),
            "outcome": "Signed in" if event.outcome == "done" else "Refused",
            "reason": event.reason.replace("_", " "),
        }
        for event in events
    ]


# --- Files -------------------------------------------------------------------------------

BOOKING_COLUMNS = (
    *("When", "How", "Account", "Agency and unit", "Purpose", "Basis", "Law"),
    *("Fields shown", "Source"),
)
ACCOUNT_COLUMNS = ("About", "Booking", *BOOKING_COLUMNS)


def file_row(row: dict, showing: Showing) -> list[str]:
    at = timezone.localtime(showing.at).isoformat(timespec="seconds")
    how = f"{row['kind']}: {row['why']}" if row["why"] else row["kind"]
    fields = "; ".join(f"{f['label']}: {f['fields']}" for f in row.get("fields", ()))
    return [
        *(at, how, row["account"], row["unit"], row["purpose"]),
        *(row.get("basis", ""), row.get("law", "")),
        *(fields or row.get("no_fields", ""), row["origin"] or "this system"),
    ]


def booking_file_rows(pages: Iterable[list[Showing]]) -> Iterator[list[str]]:
    for page in pages:
        for showing in page:
            yield file_row(showing_row(showing), showing)


def account_file_rows(pages: Iterable[tuple]) -> Iterator[list[str]]:
    """``pages``: events with the names that the gate has shown of them."""
    for page, names in pages:
        for showing in page:
            row = account_row(showing, names)
            yield [
                row["about"],
                str(row["booking_id"] or ""),
                *file_row(row, showing),
            ]
