"""The custody board in words: numbers, cells, and who is named on it."""

import re
from datetime import datetime
from itertools import groupby

from access.acts import Act
from access.gate import Shown
from access.viewer import Viewer
from bookings import enums, rules
from bookings.presenters.clocks import clock_in_words, kept, label, statuses
from bookings.presenters.words import day, mark, moment, name
from bookings.selectors.board import Numbers, Place

NOWHERE = "No housing yet"


def board_numbers(found: Numbers, cells: list[Place]) -> list[dict]:
    """The strip of numbers, in the order in which a shift asks for them."""
    beds = sum(cell.beds for cell in cells)
    free = sum(cell.free for cell in cells)
    return [
        {"key": "custody", "value": found.in_custody, "label": "in custody"},
        {"key": "drafts", "value": found.drafts, "label": "intake under way"},
        {"key": "court", "value": found.at_court, "label": "at court"},
        {"key": "hospital", "value": found.at_hospital, "label": "at a hospital"},
        {"key": "elsewhere", "value": found.elsewhere, "label": "out with staff"},
        {"key": "free", "value": free, "label": f"beds free of {beds}"},
    ]


def blocks(cells: list[Place]) -> list[dict]:
    """The blocks of a facility with their cells."""
    return [
        {
            "name": block,
            "beds": sum(cell.beds for cell in own),
            "taken": sum(cell.taken for cell in own),
            "free": sum(cell.free for cell in own),
            "is_over": any(cell.taken > cell.beds for cell in own),
            "cells": own,
        }
        for block, grouped in groupby(in_order(cells), key=lambda cell: cell.block)
        for own in [list(grouped)]
    ]


def in_order(cells: list[Place]) -> list[Place]:
    return sorted(cells, key=lambda cell: (_as_read(cell.block), _as_read(cell.name)))


def _as_read(text: str) -> list:
    """By which "5 E" stands before "10 E"."""
    parts = re.split(r"(\d+)", text)
    return [int(part) if part.isdecimal() else part for part in parts]


def places_to_choose(cells: list[Place]) -> list[tuple[str, str]]:
    return [(cell.name, f"{cell.name} ({_free(cell)})") for cell in in_order(cells)]


def _free(cell: Place) -> str:
    return f"{cell.free} of {cell.beds} free" if cell.free else "full"


def pressing_rows(rows, viewer: Viewer) -> list[dict]:
    """Each person with the clocks that run for them, the most pressing first."""
    told = [
        {
            **_who(shown),
            "clocks": [clock_in_words(clock, viewer.at) for clock in running],
            "worst": _worst(running),
            **what_is_known(shown),
        }
        for shown in rows
        for running in [rules.clocks(kept(shown), viewer.at)]
    ]
    return sorted(told, key=lambda row: row["worst"])


def what_is_known(shown: Shown) -> dict:
    """What somebody's clocks are read from, in words."""
    expected = shown["booking.expected_discharge_on"]
    return {
        "statuses": ", ".join(statuses(shown)),
        "bases": [
            f"{label(enums.BASIS_KIND_LABELS, row['kind'])}, {moment(row['at'])}"
            for row in shown["bases.kind+at"]
        ],
        "entitled": [
            f"{label(enums.ENTITLEMENT_LABELS, row['kind'])}, {moment(row['at'])}"
            for row in shown["entitlements.kind+at"]
        ],
        "expected": day(expected) if expected else "",
        "since": [
            moment(row["confined_since"]) for row in shown["transfers.confined_since"]
        ],
    }


_ORDER = {rules.Tone.OVER: 0, rules.Tone.SOON: 1, rules.Tone.CALM: 2}


def _worst(running: list) -> tuple:
    """By which a person stands in the list: whoever should be out comes first."""
    return min(
        (
            (_ORDER[clock.tone], clock.since is None, clock.due_at.timestamp())
            for clock in running
        ),
        default=(len(_ORDER), True, 0),
    )


def out_rows(rows, viewer: Viewer) -> list[dict]:
    """Who is out of the building: where, and whether they should be back."""
    return [
        {
            **_who(shown),
            "ways": [
                {
                    "label": label(enums.MOVEMENT_LABELS, way["kind"]),
                    "place": way["place"],
                    "left": moment(way["left_at"]),
                    "expected": moment(way["expected_at"])
                    if way["expected_at"]
                    else "",
                    "is_late": _is_late(way["expected_at"], viewer),
                }
                for way in shown["movements.kind+place+left_at+expected_at"]
            ],
        }
        for shown in rows
    ]


def _is_late(expected: str | None, viewer: Viewer) -> bool:
    return bool(expected) and datetime.fromisoformat(expected) < viewer.at


def muster_blocks(rows) -> list[dict]:
    """Everybody of a facility, by where they are housed; whoever is nowhere yet, last."""
    told = [
        {
            "place": place or NOWHERE,
            "people": [
                {
                    **_who(shown),
                    "court": moment(at)
                    if (at := shown.get("booking.next_court_at"))
                    else "",
                    "safety": shown.get("booking.safety_instructions") or "",
                    "language": shown.get("booking.language_needed") or "",
                }
                for shown in people
            ],
        }
        for place, people in groupby(rows, key=lambda shown: shown["booking.housing"])
    ]
    return sorted(
        told, key=lambda block: (block["place"] == NOWHERE, _as_read(block["place"]))
    )


def twice_rows(rows) -> list[dict]:
    return [{**_who(shown), "facility": shown["facility.name"]} for shown in rows]


def task_rows(rows) -> list[dict]:
    """Each task that waits, with whom it is about."""
    return [
        {
            **_who(shown),
            "facility": shown["facility.name"],
            "released": moment(left)
            if (left := shown["booking.discharged_at"])
            else "",
            "kind": task["kind"],
            "label": label(enums.TASK_LABELS, task["kind"]),
            "by": task["recorded_by"],
        }
        for shown in rows
        for task in shown["tasks.kind+recorded_by"]
    ]


def board_page(viewer: Viewer) -> dict:
    """What every page of the board says of its reader."""
    return {
        "may_see_tasks": bool(viewer.may(Act.VIEW_TASKS)),
        "mark": mark(viewer, viewer.request_id),
    }


def _who(shown: Shown) -> dict:
    return {
        "booking_id": shown.booking_id,
        "name": name(shown),
        "number": shown["booking.booking_number"],
        "housing": shown["booking.housing"],
        "booked": moment(shown["booking.booked_at"]),
    }
