"""The changes of a record for one reader, newest first: what, before and after, when,
by whom and why. A change of what is not shown is no line, and leaves no gap.
"""

from datetime import datetime
from uuid import UUID

from access.acts import ACT_LABELS, Act
from access.gate import Shown
from access.viewer import Viewer
from bookings import changes, pages
from bookings.enums import CORRECTION_LABELS
from bookings.presenters.fields import LABELS, PARTS, in_words
from bookings.presenters.tabs import tabs
from bookings.presenters.words import mark, moment, name
from bookings.selectors import Place

_DONE = {"+": "written down", "~": "changed", "-": "removed"}
_NAMED = "person.surname+given_name+middle_name+suffix"
_ACT_OF = {act.value: ACT_LABELS[act] for act in Act}
# What an act adds to its name, where that is no text that somebody typed.
_ADDED = {
    "by number": "by booking number alone",
    **{reason.value: label for reason, label in CORRECTION_LABELS.items()},
}


def history_page(shown: Shown, viewer: Viewer, *, is_newest: bool) -> dict:
    lines = _lines(shown)
    told = sorted(lines, key=_order, reverse=True)[: changes.PAGE]
    named = shown[_NAMED]["present"]
    return {
        "booking_id": shown.booking_id,
        "name": name({f"person.{field}": value for field, value in named.items()}),
        "facility": shown["facility.name"],
        "tabs": tabs(viewer, shown.booking_id, "bookings:history", shown.classes),
        "changes": [_change(lines[place]) for place in told],
        "older_url": f"?before={told[-1].text}" if len(lines) > len(told) else "",
        "newer_url": "" if is_newest else "?",
        "mark": mark(viewer, shown.event_id, shown.shown_at),
    }


def _order(place: Place) -> tuple:
    return place.at, place.part, place.of, place.nth


def _lines(shown: Shown) -> dict[Place, dict]:
    """Each change once, joined of the classes that are shown of it."""
    lines: dict[Place, dict] = {}
    for column in pages.HISTORY.columns:
        if column.is_json and column.path in shown:
            part = column.path.partition(".")[0]
            past = shown[column.path]
            for line in past["past"] if isinstance(past, dict) else past:
                place = Place(
                    datetime.fromisoformat(line["at"]),
                    changes.PARTS.index(part),
                    UUID(line["of"]),
                    line["nth"],
                )
                known = lines.setdefault(place, {**line, "part": part, "fields": {}})
                known["fields"] |= line["fields"]
    return lines


def _change(line: dict) -> dict:
    part = line["part"]
    number = f" {line['place']}" if line["place"] else ""
    return {
        "title": f"{PARTS[part]}{number} {_DONE[line['type']]}",
        "at": moment(line["at"]),
        "instant": line["at"],
        "by": line["by"] or "",
        "unit": line["unit"] or "",
        "why": _why(line["why"] or ""),
        "is_removal": line["type"] == "-",
        "fields": [
            _field(path, line["fields"][field])
            for path in LABELS  # in the order of the record
            for _, _, field in [path.partition(f"{part}.")]
            if field in line["fields"]
        ],
    }


def _field(path: str, values: list[str]) -> dict:
    """``before`` is None where there was nothing, or nothing that is told here."""
    before = in_words(path, values[0]) if len(values) == 2 else None
    return {
        "label": LABELS[path],
        "before": before,
        "after": in_words(path, values[-1]),
    }


def _why(reason: str) -> str:
    """The act in words. What was typed with it may be of any class: it stays away."""
    act, _, added = reason.partition(": ")
    words = [_ACT_OF.get(act, ""), _ADDED.get(added, "")]
    return ", ".join(filter(None, words))
