"""The sheet for when the system is down: who is here, and what staff must know."""

from bookings.models import Booking, Person
from bookings.pages.columns import CAUSE, FACILITY, NAME, fields, page
from bookings.pages.custody import KEPT

CONTINUITY = page(
    "bookings.continuity",
    2,
    [
        *fields(Person, "p", "person", NAME),
        FACILITY,
        *fields(Booking, "b", "booking", ("booked_at", "bail_amount")),
        *CAUSE,
        *fields(
            Booking,
            "b",
            "booking",
            ("booking_number", "next_court_at", "court", "housing"),
        ),
        *fields(Booking, "b", "booking", ("safety_instructions", "language_needed")),
        *fields(Person, "p", "person", ("birth_date",)),
        *KEPT,
    ],
)
