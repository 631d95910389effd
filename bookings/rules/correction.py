"""What may be corrected, and what a correction of somebody's age means."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bookings.rules.intake import is_juvenile
from bookings.rules.violations import RuleViolation

# Everything else that is on record about somebody can be corrected. A whole part is
# named with an asterisk. Whoever adds what cannot be corrected gives the reason here.
NOT_CORRECTED: Mapping[str, str] = {
    "booking.facility": "another facility is another booking: a transfer",
    "booking.booking_number": "a number that was given stays, on papers as well",
    "booking.discharge_manner": "follows from the reason for release",
    "booking.intake_entered_at": "when it was written down stays as it was",
    "booking.discharge_entered_at": "when it was written down stays as it was",
    "holds.*": "cleared for a reason and written anew: what no hold may be is asked there",
    "entitlements.*": "withdrawn for a reason and written anew: a clock hangs on it",
    "bases.recorded_by": "who wrote it down stays as it was",
    "movements.recorded_by": "who wrote it down stays as it was",
    "transfers.confined_since": "from when the clocks count follows from the first stay",
    "transfers.recorded_by": "who wrote it down stays as it was",
    "handovers.*": "taken back with the release, and written anew with the next",
    "tasks.*": "done, with what was done; another is another task",
    "photos.*": "a photo is taken anew, and its time says which stay it is of",
    "alerts.*": "an alert is ended, and another set",
    "screenings.*": "whoever wrote the answers corrects them in their shift",
    "health_marks.*": "health staff are told; nobody at the desk reads it",
    "property_items.*": "what was counted wrongly is written on a line of its own",
    "property_receipts.*": "a receipt was given, or is given again",
    "statements.*": "what is sworn is not edited",
    "interviews.*": "a later interview stands beside it",
    "text_readings.*": "what was chosen stands; another choice is another row",
    "advisements.*": "it stands as it was given; another advisement is another row",
    "author_notices.*": "an agency is told, or is not yet",
}
# A release is written down and undone by acts of its own; once it stands, when and why
# somebody left can be corrected.
ONLY_OF_A_RELEASE = frozenset({"booking.discharged_at", "booking.discharge_reason"})
# By which somebody's age at booking is known.
TELLS_AGE = frozenset({"person.birth_date", "booking.booked_at"})


def why_not_corrected(path: str) -> str:
    """The reason why a field is not corrected here; empty where it is."""
    part = path.partition(".")[0]
    return NOT_CORRECTED.get(path) or NOT_CORRECTED.get(f"{part}.*", "")


@dataclass(frozen=True, slots=True)
class Stay:
    """What of a stay depends on the person's age. ``booked_on``: in jail time."""

    booked_on: date
    is_juvenile: bool


def becomes_juvenile(stay: Stay, birth_date: date | None) -> bool:
    return not stay.is_juvenile and is_juvenile(birth_date, stay.booked_on)


def becomes_adult(stay: Stay, birth_date: date | None) -> bool:
    return stay.is_juvenile and not is_juvenile(birth_date, stay.booked_on)


def check_correction(*, is_anything_changed: bool) -> None:
    if not is_anything_changed:
        raise RuleViolation("Nothing is changed. Change a value, or leave the page.")


def check_opens_a_juvenile(*, is_records_unit: bool) -> None:
    """Who was booked as a juvenile is an adult's record only by the records unit: it
    opens what was closed (RCW 13.50).
    """
    if not is_records_unit:
        raise RuleViolation(
            "By this date the person was an adult when booked. A record that was a"
            " juvenile's is opened by the records unit: ask them to correct it."
        )


def check_times(
    *,
    booked_at: datetime,
    discharged_at: datetime | None,
    birth_date: date | None,
    now: datetime,
) -> None:
    """All instants are aware. ``birth_date`` is compared in jail time by the caller's
    date of booking.
    """
    if booked_at > now:
        raise RuleViolation("The time of booking is in the future.")
    if discharged_at is not None and discharged_at > now:
        raise RuleViolation("The time of release is in the future.")
    if discharged_at is not None and discharged_at < booked_at:
        raise RuleViolation("A person cannot leave before they were booked.")
    if birth_date is not None and birth_date > booked_at.date():
        raise RuleViolation("The birth date is after the booking.")
