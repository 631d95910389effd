"""One booking for another system: only what NIEM 6.0 has a name for, and no more."""

from bookings.models import (
    Address,
    Alias,
    Booking,
    Charge,
    Person,
    PhysicalDescription,
)
from bookings.pages.columns import (
    FACILITY,
    NAME,
    OF_BOOKING,
    OF_PERSON,
    collection,
    fields,
    page,
)

NIEM = page(
    "bookings.niem",
    1,
    [
        *fields(Person, "p", "person", NAME),
        FACILITY,
        *fields(
            Booking,
            "b",
            "booking",
            (
                *("booked_at", "bail_amount", "discharged_at", "discharge_manner"),
                *("booking_number", "next_court_at", "arresting_agency"),
            ),
        ),
        *collection(
            Charge,
            "charges",
            OF_BOOKING,
            "c.position",
            ("statute", "offense", "offense_class", "status", "court_case_number"),
        ),
        *fields(Person, "p", "person", ("birth_date", "sex")),
        *collection(
            Alias, "aliases", OF_PERSON, "c.surname, c.id", ("surname", "given_name")
        ),
        *collection(
            PhysicalDescription,
            "descriptions",
            OF_PERSON,
            "c.created_at DESC",
            ("height_inches", "weight_pounds", "eye_colour", "hair_colour", "race"),
        ),
        *fields(Person, "p", "person", ("phone",)),
        *collection(
            Address,
            "addresses",
            OF_PERSON,
            "c.kind",
            ("kind", "street", "city", "state", "postal_code"),
        ),
        *fields(Person, "p", "person", ("state_id", "fbi_number", "driver_license")),
    ],
)
