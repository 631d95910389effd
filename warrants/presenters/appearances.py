"""Attorneys of record, in words for one reader."""

from datetime import date, datetime

from access.gate import Shown, ShownRows
from access.viewer import Viewer
from bookings.presenters import list_rows, mark, moment, name, subject_facts
from bookings.presenters.words import day
from warrants.pages import LINES
from warrants.rules import CASES
from warrants.sides import AppearanceEnd, Side


def appearances_page(shown: Shown, viewer: Viewer) -> dict:
    return {
        "booking_id": shown.booking_id,
        "name": name(shown),
        "facts": subject_facts(shown),
        "case_numbers": case_numbers(shown),
        "rows": [_row(one, viewer.at) for one in on_record(shown)],
        "mark": mark(viewer, shown.event_id, shown.shown_at),
    }


def case_numbers(shown: Shown) -> list[str]:
    """Of the charges, each once: the cases that an attorney can be of record in."""
    numbers = (
        c["court_case_number"] for c in shown.get("charges.court_case_number", ())
    )
    return list(dict.fromkeys(number for number in numbers if number))


def on_record(shown: Shown) -> list[dict]:
    """All that are and were of record, the newest first."""
    return shown.get(LINES, [])


def live(shown: Shown, at: datetime) -> list[dict]:
    return [one for one in on_record(shown) if _is_live(one, at)]


def _is_live(one: dict, at: datetime) -> bool:
    return not one["ended_at"] and at < datetime.fromisoformat(one["ends_at"])


def _row(one: dict, at: datetime) -> dict:
    is_live = _is_live(one, at)
    if one["ended_at"]:
        reason = AppearanceEnd(one["end_reason"]).label
        until = ("Left", f"{moment(one['ended_at'])}. {reason}")
    else:
        until = ("Until" if is_live else "Ended", moment(one["ends_at"]))
    return {
        "id": one["id"],
        "attorney": one["attorney"],
        "facts": [
            ("Case", one["case_number"]),
            ("For", Side(one["side"]).label),
            ("Unit", one["unit"]),
            ("Notice received", day(date.fromisoformat(one["received_on"]))),
            ("Of record since", f"{moment(one['starts_at'])}, {one['recorded_by']}"),
            until,
        ],
        "is_live": is_live,
        "status": {"text": "Of record", "tone": "good"}
        if is_live
        else {"text": "Ended", "tone": "quiet"},
    }


def my_cases_page(rows: ShownRows, viewer: Viewer) -> dict:
    return {
        "rows": [
            row
            | {
                "cases": case_numbers(shown),
                "court_place": shown["booking.court"],
                "until": moment(shown["appearances.ends_at"]),
            }
            for row, shown in zip(list_rows(rows), rows, strict=True)
        ],
        "ceiling": rows.ceiling,
        "is_cut": len(rows) == CASES,
        "most": CASES,
        "mark": mark(viewer, viewer.request_id),
    }
