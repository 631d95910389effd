"""Lists: who is in custody, who is found, the public register."""

from access.gate import Column
from bookings.models import Booking, NameKey, Person
from bookings.pages.columns import (
    BOOKING_JOINS,
    CAUSE,
    FACILITY,
    NAME,
    REGISTER_FIELDS,
    fields,
    page,
)

CUSTODY_LIST = page(
    "bookings.custody_list",
    2,
    [
        *fields(Person, "p", "person", NAME),
        FACILITY,
        *fields(Booking, "b", "booking", ("booked_at", "bail_amount")),
        *CAUSE,
        *fields(
            Booking, "b", "booking", ("booking_number", "next_court_at", "housing")
        ),
    ],
)

CUSTODY_EXPORT = page("bookings.custody_export", 1, list(CUSTODY_LIST.columns))
# How somebody was found stands with the candidates of the statement: of the name
# itself in one column, and what tells of an alias in another, of the alias's class.
_MATCH = [
    Column(
        f"match.{part}",
        f"CASE WHEN {condition} THEN hit.how END",
        NameKey.match_classes[part],
    )
    for part, condition in (("name", "NOT hit.is_alias"), ("alias", "hit.is_alias"))
]
_HIT_JOINS = BOOKING_JOINS + "\nJOIN candidate hit ON hit.booking_id = shown.booking_id"

SEARCH_RESULTS = page(
    "bookings.search_results",
    2,
    [
        *fields(Person, "p", "person", NAME),
        FACILITY,
        *fields(
            Booking, "b", "booking", ("booked_at", "discharged_at", "booking_number")
        ),
        *fields(Person, "p", "person", ("birth_date",)),
        *_MATCH,
    ],
    _HIT_JOINS,
)

# What comes while somebody types: who it may be, and where they are. Of the birth
# date it says the year, and no more is written down as shown.
SUGGESTIONS = page(
    "bookings.suggestions",
    2,
    [
        *fields(Person, "p", "person", NAME),
        FACILITY,
        Column(
            "person.birth_year",
            "extract(year FROM p.birth_date)::int",
            Person.derived_classes["birth_year"],
        ),
        *_MATCH,
    ],
    _HIT_JOINS,
)

SEARCH_EXPORT = page(
    "bookings.search_export",
    1,
    [column for column in SEARCH_RESULTS.columns if column not in _MATCH],
)

REGISTER = page(
    "bookings.register",
    2,
    [
        *fields(Person, "p", "person", NAME),
        FACILITY,
        *fields(Booking, "b", "booking", REGISTER_FIELDS),
        *CAUSE,
    ],
)
