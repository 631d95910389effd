"""What was shown of a booking, in words for one reader."""

from bookings.presenters.record import record_page, subject_facts, withheld
from bookings.presenters.words import (
    columns_shown,
    list_rows,
    mark,
    moment,
    name,
    suggestion_rows,
)

__all__ = [
    "columns_shown",
    "list_rows",
    "mark",
    "moment",
    "name",
    "record_page",
    "subject_facts",
    "suggestion_rows",
    "withheld",
]
