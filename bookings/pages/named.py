"""Whom something else is about, and little more."""

from bookings.models import Booking, Person
from bookings.pages.columns import FACILITY, NAME, fields, page

# Whom a form or a request is about, where nothing more is shown of the booking.
NAMED = page("bookings.named", 1, fields(Person, "p", "person", NAME))

# Whom the rows of a list of papers or grants are about.
NAMES = page("bookings.names", 1, fields(Person, "p", "person", NAME))

# A person's other bookings, beside the one that is looked at.
OTHER_STAYS = page(
    "bookings.other_stays",
    1,
    [FACILITY, *fields(Booking, "b", "booking", ("booked_at", "discharged_at"))],
)

# Whom a finding about many people is about: what the register tells, and no more.
CONCERNED = page(
    "bookings.concerned",
    1,
    [
        *fields(Person, "p", "person", NAME),
        FACILITY,
        *fields(Booking, "b", "booking", ("booked_at",)),
    ],
)

# What somebody must be able to read of a booking before they act upon it.
ACTED_UPON = page(
    "bookings.acted_upon",
    1,
    [
        *fields(Person, "p", "person", NAME),
        FACILITY,
        *fields(
            Booking,
            "b",
            "booking",
            ("booked_at", "discharged_at", "booking_number"),
        ),
    ],
)
