"""An intake that is under way, and the list of those. A section of the intake page
whose fields are others adds its columns here.
"""

from bookings.models import Address, Alias, Booking, Charge, Person
from bookings.pages.columns import (
    FACILITY,
    NAME,
    OF_BOOKING,
    OF_PERSON,
    collection,
    fields,
    page,
)

# Lists stand in the order in which the services of their sections find them.
INTAKE = page(
    "bookings.intake",
    1,
    [
        *fields(Person, "p", "person", NAME),
        FACILITY,
        *fields(
            Booking,
            "b",
            "booking",
            ("booked_at", "discharged_at", "bail_amount"),
        ),
        *fields(
            Person,
            "p",
            "person",
            ("name_used", "identified_by", "birth_date", "sex", "phone"),
        ),
        *fields(
            Booking,
            "b",
            "booking",
            (
                "booking_number",
                "arresting_agency",
                "arresting_ori",
                "agency_case_number",
                "court",
                "next_court_at",
                "bail_court",
                "safety_instructions",
                "language_needed",
            ),
        ),
        *collection(
            Charge,
            "charges",
            OF_BOOKING,
            "c.position",
            (
                "statute",
                "offense",
                "offense_class",
                "status",
                "court_case_number",
                "ncic_code",
                "criminal_basis",
            ),
        ),
        *collection(
            Alias, "aliases", OF_PERSON, "c.created_at, c.id", ("surname", "given_name")
        ),
        *collection(
            Address,
            "addresses",
            OF_PERSON,
            "c.created_at, c.id",
            ("kind", "street", "city", "state", "postal_code"),
        ),
    ],
)

# Whose intake is under way: the resume list.
UNFINISHED = page(
    "bookings.unfinished",
    1,
    [
        *fields(Person, "p", "person", NAME),
        FACILITY,
        *fields(
            Booking, "b", "booking", ("booked_at", "discharged_at", "booking_number")
        ),
    ],
)
