"""Custody over one record: how somebody is kept, and what ends it."""

from bookings.models import Booking, Person
from bookings.pages.columns import FACILITY, NAME, fields, page

CUSTODY = page(
    "bookings.custody_of",
    1,
    [
        *fields(Person, "p", "person", NAME),
        FACILITY,
        *fields(
            Booking, "b", "booking", ("booked_at", "discharged_at", "discharge_manner")
        ),
        *fields(
            Booking,
            "b",
            "booking",
            ("booking_number", "discharge_reason", "housing", "expected_discharge_on"),
        ),
    ],
)
