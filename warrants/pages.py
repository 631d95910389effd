"""Pages of attorneys of record: a booking's, for who records them, and one's own cases."""

from access.enums import FieldClass
from access.gate import Column
from bookings.models import Booking, Charge, Person
from bookings.pages.columns import (
    BOOKING_JOINS,
    CAUSE,
    FACILITY,
    NAME,
    OF_BOOKING,
    collection,
    fields,
    page,
)

_CASE_NUMBERS = collection(
    Charge, "charges", OF_BOOKING, "c.position", ("court_case_number",)
)
# Who is of record for somebody says which case it is: of the class of court dates.
_OF_RECORD = (
    *("case_number", "side", "received_on", "starts_at"),
    *("ends_at", "ended_at", "end_reason"),
)
_PAIRS = ", ".join(f"'{name}', c.{name}" for name in ("id", *_OF_RECORD))
LINES = f"appearances.{'+'.join(_OF_RECORD)}+attorney+unit+recorded_by"
APPEARANCES = page(
    "warrants.appearances",
    1,
    [
        *fields(Person, "p", "person", NAME),
        FACILITY,
        *fields(
            Booking, "b", "booking", ("booked_at", "discharged_at", "booking_number")
        ),
        *_CASE_NUMBERS,
        Column(
            LINES,
            f"""(SELECT coalesce(jsonb_agg(jsonb_build_object({_PAIRS},
                'attorney', who.display_name, 'unit', agency.name || ' · ' || unit.name,
                'recorded_by', recorder.display_name)
                ORDER BY c.starts_at DESC, c.id), '[]')
              FROM warrants_appearance c
              JOIN access_membership m ON m.id = c.membership_id
              JOIN access_account who ON who.id = m.account_id
              JOIN access_unit unit ON unit.id = m.unit_id
              JOIN access_agency agency ON agency.id = unit.agency_id
              JOIN access_membership r ON r.id = c.recorder_id
              JOIN access_account recorder ON recorder.id = r.account_id
              WHERE c.booking_id = b.id)""",
            FieldClass.CUSTODY,
            is_json=True,
        ),
    ],
)

# One's own: until when stands with the candidates of the statement.
MY_CASES = page(
    "warrants.my_cases",
    1,
    [
        *fields(Person, "p", "person", NAME),
        FACILITY,
        *fields(Booking, "b", "booking", ("booked_at", "bail_amount", "discharged_at")),
        *CAUSE,
        *fields(Booking, "b", "booking", ("booking_number", "next_court_at", "court")),
        *_CASE_NUMBERS,
        Column("appearances.ends_at", "own.until_at", FieldClass.CUSTODY),
    ],
    BOOKING_JOINS + "\nJOIN candidate own ON own.booking_id = shown.booking_id",
)
