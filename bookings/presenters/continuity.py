"""The sheet for when the system is down, as its paper says it; and what is known of
sheets while it is up.
"""

from datetime import datetime, timedelta
from uuid import UUID

from access import documents
from access.gate import Shown, ShownRows
from access.models import Facility
from bookings import rules
from bookings.presenters.board import what_is_known
from bookings.presenters.clocks import clock_in_words, kept
from bookings.presenters.words import day, moment, money, name

# A facility without a sheet of the last two hours has none to work by.
STALE_AFTER = timedelta(hours=2)
COLUMNS = ("Person", "Number, housing", "Since", "Clocks", "Court, bail", "Staff must")
_ENTITLED = "entitlements.kind+at"


def paper(rows: ShownRows, facility: Facility, at: datetime, number: UUID) -> bytes:
    """The sheet as a PDF, for sealing. Its mark is its number: who opens it is said in
    the log of openings.
    """
    mark = {"account": "whoever opens it", "at": at, "event": number}
    told = sheet(rows, facility=facility.name, at=at)
    return documents.pdf("continuity", told, title="Continuity sheet", mark=mark)


def sheet(rows: ShownRows, *, facility: str, at: datetime) -> dict:
    """What the template of the sheet takes: people by name, and how many they are."""
    return {
        "facility": facility,
        "at": moment(at),
        "count": len(rows),
        "columns": COLUMNS,
        "rows": [_row(row, at) for row in rows],
    }


def _row(row: Shown, at: datetime) -> list[str]:
    born = row.get("person.birth_date")
    return [
        _lines(name(row), f"born {day(born)}" if born else "", _cause(row)),
        _lines(row.get("booking.booking_number"), row.get("booking.housing")),
        moment(row["booking.booked_at"]),
        _lines(*_clocks(row, at)),
        _lines(_court(row), f"bail {money(row['booking.bail_amount'])}"),
        _lines(
            row.get("booking.safety_instructions"),
            _interpreter(row.get("booking.language_needed")),
        ),
    ]


def _clocks(row: Shown, at: datetime) -> list[str]:
    """When each clock runs out, as an instant: paper does not count down. Then what they
    are read from.
    """
    if _ENTITLED not in row:
        return []
    known = what_is_known(row)
    running = [clock_in_words(clock, at) for clock in rules.clocks(kept(row), at)]
    return [
        *(f"{clock['label']}: {clock['when']}" for clock in running),
        *known["bases"],
        *(f"confined since {since}" for since in known["since"]),
        known["statuses"] and f"charges: {known['statuses']}",
        known["expected"] and f"release expected {known['expected']}",
    ]


def _lines(*parts: str | None) -> str:
    return "\n".join(part for part in parts if part)


def _cause(row: Shown) -> str:
    return "; ".join(charge["offense"] for charge in row["charges.offense"])


def _court(row: Shown) -> str:
    at = row.get("booking.next_court_at")
    return f"{moment(at)} {row.get('booking.court') or ''}".strip() if at else ""


def _interpreter(language: str | None) -> str:
    return f"interpreter: {language}" if language else ""


def sheets_page(latest, openings, at: datetime) -> dict:
    """Which sheets there are, how old, and who opened one."""
    return {
        "sheets": [
            {
                "facility": one.facility.code,
                "made": moment(one.made_at),
                "number": str(one.pk),
                "is_stale": at - one.made_at > STALE_AFTER,
            }
            for one in latest
        ],
        "openings": [
            {
                "facility": one.sheet.facility.code,
                "sheet": moment(one.sheet.made_at),
                "opened": moment(one.opened_at),
                "who": one.account.display_name if one.account else "",
                "entered": moment(one.recorded_at),
            }
            for one in openings
        ],
    }
