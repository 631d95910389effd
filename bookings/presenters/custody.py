"""Custody over one record, for one reader."""

from access.acts import Act
from access.enums import FieldClass
from access.gate import Shown
from access.viewer import Viewer
from bookings import enums
from bookings.presenters.acts_on import acts_on, custody_acts_on
from bookings.presenters.clocks import label, part, running, statuses
from bookings.presenters.tabs import tabs
from bookings.presenters.words import day, entered_late, mark, moment, name, status

NOBODY_HANDED_OVER = (
    "No judge’s paper in a criminal case was given: this is an ordinary release. Nobody is"
    " handed over, and nobody is kept. The shift supervisor is told."
)


def custody_page(shown: Shown, viewer: Viewer) -> dict:
    return {
        "booking_id": shown.booking_id,
        "name": name(shown),
        "status": status(shown),
        "tabs": tabs(viewer, shown.booking_id, "bookings:custody_of", shown.classes),
        "acts": acts_on(shown, viewer),
        "custody_acts": custody_acts_on(shown, viewer),
        "facts": _facts(shown),
        "clocks": running(shown, viewer.at),
        "shows_movements": shown.allows(FieldClass.MOVEMENTS),
        "shows_holds": shown.allows(FieldClass.CUSTODY),
        "charges": statuses(shown),
        "holds": holds(shown),
        "may_clear": bool(viewer.may(Act.CLEAR_HOLD)),
        "entitlements": entitlements(shown),
        "may_withdraw": bool(viewer.may(Act.WITHDRAW_ENTITLEMENT)),
        "bases": _bases(shown),
        "movements": _movements(shown),
        "housings": _housings(shown),
        "transfers": _transfers(shown),
        "handovers": part(shown, "handovers") and _handovers(shown),
        "tasks": _tasks(shown),
        "mark": mark(viewer, shown.event_id, shown.shown_at),
    }


def _facts(shown: Shown) -> list[tuple[str, str]]:
    facts = []
    if shown.allows(FieldClass.CUSTODY):
        facts.append(("Booking number", shown["booking.booking_number"]))
    facts.append(("Facility", shown["facility.name"]))
    facts.append(("Booked", moment(shown["booking.booked_at"])))
    facts += entered_late(shown, "Booked", "booking.intake_entered_at")
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
    facts += entered_late(shown, "Released", "booking.discharge_entered_at")
    if reason := shown.get("booking.discharge_reason"):
        facts.append(("Reason for release", enums.DISCHARGE_LABELS[reason]))
    return facts


def holds(shown: Shown) -> list[dict]:
    return [
        {
            **row,
            "label": label(enums.HOLD_LABELS, row["kind"]),
            "effect_label": label(enums.HOLD_EFFECT_LABELS, row["effect"]),
            "received": moment(row["received_at"]),
            "cleared": moment(row["cleared_at"]) if row["cleared_at"] else "",
            "binds": not row["cleared_at"]
            and row["effect"] != enums.HoldEffect.DOES_NOT_BIND,
        }
        for row in part(shown, "holds")
    ]


def entitlements(shown: Shown) -> list[dict]:
    return [
        {
            **row,
            "label": label(enums.ENTITLEMENT_LABELS, row["kind"]),
            "since": moment(row["at"]),
            "withdrawn": moment(row["withdrawn_at"]) if row["withdrawn_at"] else "",
        }
        for row in part(shown, "entitlements")
    ]


def _bases(shown: Shown) -> list[dict]:
    return [
        {
            **row,
            "label": label(enums.BASIS_KIND_LABELS, row["kind"]),
            "when": moment(row["at"]),
        }
        for row in part(shown, "bases")
    ]


def _movements(shown: Shown) -> list[dict]:
    return [
        {
            **row,
            "label": label(enums.MOVEMENT_LABELS, row["kind"]),
            "left": moment(row["left_at"]),
            "expected": moment(row["expected_at"]) if row["expected_at"] else "",
            "returned": moment(row["returned_at"]) if row["returned_at"] else "",
        }
        for row in part(shown, "movements")
    ]


def _housings(shown: Shown) -> list[dict]:
    return [
        {
            "place": row["place"],
            "since": moment(row["since"]),
            "until": moment(row["until"]) if row["until"] else "",
        }
        for row in part(shown, "housings")
    ]


def _transfers(shown: Shown) -> list[dict]:
    return [
        {
            **row,
            "moved": moment(row["moved_at"]),
            "confined": moment(row["confined_since"]),
        }
        for row in part(shown, "transfers")
    ]


def _handovers(shown: Shown) -> list[dict]:
    return [
        {**row, "label": label(enums.INSTRUMENT_LABELS, row["instrument"])}
        for row in part(shown, "handovers")
    ]


def _tasks(shown: Shown) -> list[dict]:
    return [
        {
            **row,
            "label": label(enums.TASK_LABELS, row["kind"]),
            "done": moment(row["done_at"]) if row["done_at"] else "",
        }
        for row in part(shown, "tasks")
    ]


def leaving_page(shown: Shown, viewer: Viewer) -> dict:
    """Whom a release is about, and what is told before it. None of it stops it."""
    court = shown.get("booking.next_court_at")
    place = shown.get("booking.court") or ""
    return {
        "booking_id": shown.booking_id,
        "name": name(shown),
        "facts": _of_whom(shown),
        "court": ", ".join(filter(None, (court and moment(court), place))),
        "has_court_date": bool(court),
        "safety": shown.get("booking.safety_instructions") or "",
        "language": shown.get("booking.language_needed") or "",
        "holds": holds(shown),
        "binding": [hold for hold in holds(shown) if hold["binds"]],
        "entitlements": entitlements(shown),
        "mark": mark(viewer, shown.event_id, shown.shown_at),
    }


def _of_whom(shown: Shown) -> list[tuple[str, str]]:
    number = shown.get("booking.booking_number")
    left = shown["booking.discharged_at"]
    return [
        *([("Booking number", number)] if number else []),
        ("Facility", shown["facility.name"]),
        ("Booked", moment(shown["booking.booked_at"])),
        *([("Released", moment(left))] if left else []),
    ]
