"""Whom something else is about, and little more."""

from access.gate import Column
from bookings.models import Alias, Booking, Charge, Movement, Person, Photo
from bookings.pages.columns import (
    FACILITY,
    NAME,
    OF_BOOKING,
    OF_PERSON,
    OF_THIS_STAY,
    collection,
    fields,
    page,
)

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

# What a reason is held against by whoever decides on a request.
WEIGHED = page(
    "bookings.weighed",
    1,
    [
        *fields(Person, "p", "person", NAME),
        *fields(Booking, "b", "booking", ("booked_at", "discharged_at")),
        *collection(
            Charge, "charges", OF_BOOKING, "c.position", ("court_case_number",)
        ),
        *fields(
            Booking,
            "b",
            "booking",
            (
                *("agency_case_number", "next_court_at", "court"),
                *("arresting_agency", "arresting_ori"),
            ),
        ),
        *collection(
            Movement,
            "movements",
            OF_BOOKING,
            "c.left_at DESC, c.id",
            ("kind", "place", "left_at", "returned_at"),
        ),
    ],
)

# One of two records that are perhaps of one person, beside the other.
COMPARED = page(
    "bookings.compared",
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
        *fields(Person, "p", "person", ("birth_date", "sex", "state_id", "fbi_number")),
        *collection(
            Alias, "aliases", OF_PERSON, "c.created_at, c.id", ("surname", "given_name")
        ),
        Column(
            "photos.taken_at",
            f"(SELECT max(taken_at) FROM bookings_photo c WHERE {OF_THIS_STAY})",
            Photo.field_classes["taken_at"],
        ),
    ],
)
