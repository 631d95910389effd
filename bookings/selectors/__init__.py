"""What may be read of bookings, all of it through the gate."""

from bookings.selectors.lists import PAGE, Cursor, in_custody, register
from bookings.selectors.records import (
    ceiling_reached,
    names,
    open_for_act,
    open_name,
    open_photo,
    open_record,
    person_of,
)
from bookings.selectors.search import Terms, found

__all__ = [
    "PAGE",
    "Cursor",
    "Terms",
    "ceiling_reached",
    "found",
    "in_custody",
    "names",
    "open_for_act",
    "open_name",
    "open_photo",
    "open_record",
    "person_of",
    "register",
]
