"""What was shown, in words: moments, names, marks, the rows of a list."""

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import date_format

from access.gate import Shown
from access.viewer import Viewer
from bookings import enums

# The words of ``bookings.selectors.matching``.
HOW_FOUND = {
    "swapped": "surname and given name exchanged",
    "nickname": "nickname",
    "near": "spelled nearly so",
    "part": "part of the name",
    "sound": "sounds like it",
    "far": "two letters differ",
    "birth_date": "by birth date and one of the names",
}

# After a release, and of anybody: neither what it is nor from whom (law 10).
PAPER_SLIP = "There is a paper to hand over. Call the records unit."
NOT_STATED, NONE_SET = "not recorded", "none set"


def moment(at: datetime | str | None) -> str:
    """A moment in jail time; JSON gives text, SQL gives a datetime."""
    if not at:
        return NOT_STATED
    value = datetime.fromisoformat(at) if isinstance(at, str) else at
    return date_format(timezone.localtime(value), "M j, Y, H:i")


def entered_late(shown, label: str, entered_at: str) -> list[tuple[str, str]]:
    """When something was written down, where that was long after it happened."""
    entered = shown.get(entered_at)
    return [(f"{label}: entered late", moment(entered))] if entered else []


def day(value: date | None) -> str:
    return date_format(value, "M j, Y") if value else NOT_STATED


def money(amount: Decimal | None) -> str:
    return f"${amount:,.2f}" if amount is not None else NONE_SET


def height(inches: int | None) -> str:
    return f"{inches // 12} ft {inches % 12} in" if inches else ""


def weight(pounds: int | None) -> str:
    return f"{pounds} lb" if pounds else ""


def name(shown: Shown) -> str:
    """Surname first, as a jail writes it; a single name stands alone."""
    given = " ".join(
        filter(None, (shown["person.given_name"], shown["person.middle_name"]))
    )
    surname = " ".join(filter(None, (shown["person.surname"], shown["person.suffix"])))
    return f"{surname}, {given}" if given else surname


def mark(viewer: Viewer, event: object, at: datetime | None = None) -> dict:
    """Whose copy a page is; stands on screen, in print and in every file."""
    return {"account": viewer.display_name, "at": at or viewer.at, "event": event}


_CHARGE_STATUS = "charges.status+court_case_number+ncic_code+criminal_basis"


def charges(shown: Shown) -> list[dict]:
    """Charges joined of their public part and, where shown, their status."""
    public = shown["charges.statute+offense+offense_class"]
    inner = shown.get(_CHARGE_STATUS) or [{}] * len(public)
    return [
        {
            **outer,
            **part,
            "status": part.get("status", "").capitalize(),
            "offense_class": enums.OFFENSE_CLASS_LABELS.get(outer["offense_class"], ""),
            "criminal_basis": enums.CRIMINAL_BASES.get(
                part.get("criminal_basis"), part.get("criminal_basis", "")
            ),
        }
        for outer, part in zip(public, inner, strict=True)
    ]


def status(shown: Shown) -> dict:
    left = shown.get("booking.discharged_at")
    if left:
        return {"text": "Released", "tone": "quiet"}
    return {"text": "In custody", "tone": "info"}


def list_rows(rows: list[Shown]) -> list[dict]:
    """Rows of the custody list, the register and search results."""
    return [
        {
            "booking_id": shown.booking_id,
            "name": name(shown),
            "how": how_found(shown),
            "facility": shown["facility.name"],
            "booked": moment(shown["booking.booked_at"]),
            "status": status(shown),
            "cause": "; ".join(c["offense"] for c in shown.get("charges.offense", ())),
            "bail": money(shown.get("booking.bail_amount")),
            "released": moment(shown["booking.discharged_at"])
            if shown.get("booking.discharged_at")
            else "",
            "manner": shown.get("booking.discharge_manner", ""),
            "number": shown.get("booking.booking_number", ""),
            "court": moment(shown["booking.next_court_at"])
            if shown.get("booking.next_court_at")
            else "",
            "housing": shown.get("booking.housing", ""),
            "birth_date": day(shown["person.birth_date"])
            if "person.birth_date" in shown
            else "",
        }
        for shown in rows
    ]


def list_rows_of_stays(rows: list[Shown]) -> list[dict]:
    """A person's other bookings: where and when."""
    return [
        {
            "booking_id": shown.booking_id,
            "facility": shown["facility.name"],
            "booked": moment(shown["booking.booked_at"]),
            "status": status(shown),
        }
        for shown in rows
    ]


def suggestion_rows(rows: list[Shown]) -> list[dict]:
    return [
        {
            "booking_id": shown.booking_id,
            "name": name(shown),
            "born": shown.get("person.birth_year") or "",
            "facility": shown["facility.name"],
            "how": how_found(shown),
        }
        for shown in rows
    ]


def how_found(shown: Shown) -> str:
    """Why somebody was found whose name is not plainly the one typed."""
    by_alias, by_name = shown.get("match.alias"), shown.get("match.name")
    codes = (by_name or by_alias or "").split()
    words = [HOW_FOUND[code] for code in codes]
    return ", ".join(["other name"] * (by_alias is not None) + words)


def columns_shown(rows: list[Shown]) -> dict:
    """Which optional columns any row carries, so that empty ones are not drawn."""
    return {
        "number": any("booking.booking_number" in row for row in rows),
        "housing": any("booking.housing" in row for row in rows),
        "birth_date": any("person.birth_date" in row for row in rows),
    }
