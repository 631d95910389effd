"""The reason of a request beside what the jail has on record, for the decider alone."""

from datetime import date, datetime

from django.utils import timezone

from access.gate import Shown
from bookings import enums
from bookings.presenters import moment
from bookings.presenters.clocks import label
from warrants.corroboration import Fact, Held, OnRecord, Said, weigh
from warrants.models import AccessRequest

_TONES = {
    Held.CORROBORATED: "good",
    Held.PLAUSIBLE: "info",
    Held.UNEXPLAINED: "warn",
    Held.NOT_SAID: "quiet",
    Held.NOT_SHOWN: "quiet",
}
_MOVEMENTS = "movements.kind+place+left_at+returned_at"
# Of which column of the page each fact is read; one that is not shown closes the fact.
_READ_FROM = (
    (Fact.CASE_NUMBER, "charges.court_case_number"),
    (Fact.COURT_DATE, "booking.next_court_at"),
    (Fact.CUSTODY, "booking.discharged_at"),
    (Fact.TRANSPORT, _MOVEMENTS),
    (Fact.ASSIGNMENT, "booking.arresting_agency"),
)


def weighing(
    asked: AccessRequest, reason: str, shown: Shown | None, earlier: int
) -> dict:
    """``shown``: of the page ``bookings.weighed``; None of a booking that there is not or
    that this reader may not know of, which say the same.
    """
    weighed = weigh(_said(asked, reason), _on_record(shown, earlier))
    return {
        "overall": _status(weighed.overall),
        "rows": [
            {
                "label": finding.fact.label,
                "status": _status(finding.held),
                "line": finding.line,
                "values": _values(finding.fact, shown),
            }
            for finding in weighed.findings
        ],
    }


def _status(held: Held) -> dict:
    return {"text": held.label, "tone": _TONES[held]}


def _said(asked: AccessRequest, reason: str) -> Said:
    agency = asked.membership.unit.agency
    return Said(
        reason,
        timezone.localtime(asked.asked_at).date(),
        paper_number=asked.instrument.case_number if asked.instrument else "",
        agency=agency.name,
        ori=agency.ori,
    )


def _on_record(shown: Shown | None, earlier: int) -> OnRecord | None:
    if shown is None:
        return None
    court_at = shown.get("booking.next_court_at")
    moved = shown.get(_MOVEMENTS) or []
    return OnRecord(
        closed=frozenset(fact for fact, path in _READ_FROM if path not in shown),
        numbers=tuple(_numbers(shown)),
        court_on=timezone.localtime(court_at).date() if court_at else None,
        is_in_custody=shown.get("booking.discharged_at") is None,
        is_out=any(way["returned_at"] is None for way in moved),
        moved_on=frozenset(_day(way["left_at"]) for way in moved),
        arresting_agency=shown.get("booking.arresting_agency") or "",
        arresting_ori=shown.get("booking.arresting_ori") or "",
        earlier_grants=earlier,
    )


def _day(at: str) -> date:
    """The county's day of an instant in JSON."""
    return timezone.localtime(datetime.fromisoformat(at)).date()


def _numbers(shown: Shown) -> list[str]:
    charges = shown.get("charges.court_case_number") or []
    numbers = [charge["court_case_number"] for charge in charges]
    numbers.append(shown.get("booking.agency_case_number"))
    return list(dict.fromkeys(filter(None, numbers)))


def _values(fact: Fact, shown: Shown) -> list[str]:
    """What is on record of a fact, word for word: all of it that the page claims."""
    values = {
        Fact.CASE_NUMBER: _numbers,
        Fact.COURT_DATE: _court,
        Fact.CUSTODY: _custody,
        Fact.TRANSPORT: _movements,
        Fact.ASSIGNMENT: _arrest,
    }
    return values[fact](shown) if fact in values else []


def _court(shown: Shown) -> list[str]:
    at = shown.get("booking.next_court_at")
    return [*([moment(at)] if at else []), *filter(None, [shown.get("booking.court")])]


def _custody(shown: Shown) -> list[str]:
    left = shown.get("booking.discharged_at")
    booked = f"Booked {moment(shown['booking.booked_at'])}"
    return [booked, f"released {moment(left)}" if left else "in custody"]


def _movements(shown: Shown) -> list[str]:
    return [
        f"{label(enums.MOVEMENT_LABELS, way['kind'])}, {way['place']}, "
        f"{moment(way['left_at'])} until {_back(way['returned_at'])}"
        for way in shown.get(_MOVEMENTS) or []
    ]


def _back(at: str | None) -> str:
    return moment(at) if at else "now"


def _arrest(shown: Shown) -> list[str]:
    fields = ("booking.arresting_agency", "booking.arresting_ori")
    return list(filter(None, (shown.get(path) for path in fields)))
