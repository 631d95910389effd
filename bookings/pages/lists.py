"""Lists: who is in custody, who is found, the public register."""

from access.gate import Column
from bookings.models import Booking, NameKey, Person, Photo
from bookings.pages.columns import (
    BOOKING_JOINS,
    CAUSE,
    FACILITY,
    NAME,
    OF_THIS_STAY,
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

# Who was perhaps here before, while somebody is booked.
LIKELY = page(
    "bookings.likely",
    1,
    [
        *fields(Person, "p", "person", NAME),
        FACILITY,
        *fields(
            Booking, "b", "booking", ("booked_at", "discharged_at", "booking_number")
        ),
        *fields(Person, "p", "person", ("birth_date", "sex")),
        *_MATCH,
        Column("match.born", "hit.born", NameKey.match_classes["born"]),
        Column("match.number", "hit.number", NameKey.match_classes["number"]),
        Column("match.score", "hit.score", NameKey.match_classes["score"]),
        Column(
            "photos.taken_at",
            f"(SELECT max(taken_at) FROM bookings_photo c WHERE {OF_THIS_STAY})",
            Photo.field_classes["taken_at"],
        ),
    ],
    _HIT_JOINS,
)

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
