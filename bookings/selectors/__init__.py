"""What may be read of bookings, all of it through the gate."""

from bookings.selectors.lists import PAGE, Cursor, in_custody, register
from bookings.selectors.records import (
    names,
    open_for_act,
    open_name,
    open_photo,
    open_record,
    person_of,
)
from bookings.selectors.search import Terms, found, suggested

__all__ = [
    "PAGE",
    "Cursor",
    "Terms",
    "found",
    "in_custody",
    "names",
    "open_for_act",
    "open_name",
    "open_photo",
    "open_record",
    "person_of",
    "register",
    "suggested",
]
