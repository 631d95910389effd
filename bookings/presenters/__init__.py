"""What was shown of a booking, in words for one reader."""

from bookings.presenters.board import (
    blocks,
    board_numbers,
    board_page,
    muster_blocks,
    out_rows,
    places_to_choose,
    pressing_rows,
    task_rows,
    twice_rows,
)
from bookings.presenters.care import alerts_page, described_page, health_page
from bookings.presenters.consular import (
    advisement_form,
    advisement_page,
    consular_page,
    consular_rows,
    legal_text_row,
    letter,
    no_letter,
    question_page,
)
from bookings.presenters.custody import NOBODY_HANDED_OVER, custody_page, leaving_page
from bookings.presenters.export import list_file, record_file
from bookings.presenters.history import history_page
from bookings.presenters.intake import (
    intake_page,
    likely_rows,
    on_record,
    unfinished_rows,
)
from bookings.presenters.niem import niem_file
from bookings.presenters.papers import booking_sheet, property_receipt, release_sheet
from bookings.presenters.record import record_page, subject_facts, withheld
from bookings.presenters.register import register_csv, register_json
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
    "NOBODY_HANDED_OVER",
    "PAPER_SLIP",
    "advisement_form",
    "advisement_page",
    "alerts_page",
    "blocks",
    "board_numbers",
    "board_page",
    "booking_sheet",
    "columns_shown",
    "consular_page",
    "consular_rows",
    "custody_page",
    "described_page",
    "health_page",
    "history_page",
    "intake_page",
    "leaving_page",
    "legal_text_row",
    "letter",
    "likely_rows",
    "list_file",
    "list_rows",
    "list_rows_of_stays",
    "mark",
    "moment",
    "muster_blocks",
    "name",
    "niem_file",
    "no_letter",
    "on_record",
    "out_rows",
    "places_to_choose",
    "pressing_rows",
    "print_page",
    "property_receipt",
    "question_page",
    "record_file",
    "record_page",
    "register_csv",
    "register_json",
    "release_sheet",
    "subject_facts",
    "suggestion_rows",
    "tabs",
    "task_rows",
    "twice_rows",
    "unfinished_rows",
    "withheld",
]
