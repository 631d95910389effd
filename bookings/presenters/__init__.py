"""What was shown of a booking, in words for one reader."""

from bookings.presenters.custody import custody_page
from bookings.presenters.export import list_file, record_file
from bookings.presenters.history import history_page
from bookings.presenters.intake import intake_page, unfinished_rows
from bookings.presenters.papers import booking_sheet
from bookings.presenters.record import record_page, subject_facts, withheld
from bookings.presenters.sheet import print_page
from bookings.presenters.tabs import tabs
from bookings.presenters.words import (
    PAPER_SLIP,
    columns_shown,
    list_rows,
    list_rows_of_stays,
    mark,
    moment,
    name,
    suggestion_rows,
)

__all__ = [
    "PAPER_SLIP",
    "booking_sheet",
    "columns_shown",
    "custody_page",
    "history_page",
    "intake_page",
    "list_file",
    "list_rows",
    "list_rows_of_stays",
    "mark",
    "moment",
    "name",
    "print_page",
    "record_file",
    "record_page",
    "subject_facts",
    "suggestion_rows",
    "tabs",
    "unfinished_rows",
    "withheld",
]
