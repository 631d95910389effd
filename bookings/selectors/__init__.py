"""What may be read of bookings, all of it through the gate."""

from bookings.selectors.board import (
    desk_tasks,
    muster,
    numbers,
    out,
    places,
    pressing,
    twice,
)
from bookings.selectors.care import open_alerts, open_described, open_health
from bookings.selectors.codes import agencies_like, charges_like
from bookings.selectors.continuity import latest_sheets, openings
from bookings.selectors.correction import open_correction
from bookings.selectors.custody import open_custody, open_leaving
from bookings.selectors.drafts import (
    DraftState,
    draft_of,
    drafts_of,
    open_intake,
    unfinished,
)
from bookings.selectors.exports import (
    FOUND_ROWS,
    LIST_ROWS,
    export_custody,
    export_found,
    export_niem,
    export_record,
)
from bookings.selectors.history import Place, open_history
from bookings.selectors.likely import Traits, likely
from bookings.selectors.lists import PAGE, Cursor, in_custody, register
from bookings.selectors.marks import mark_codes
from bookings.selectors.overdue import paper_waits
from bookings.selectors.papers import (
    PAPERS_LISTED,
    open_paper,
    open_paper_page,
    open_papers,
    open_papers_for_person,
    papers,
)
from bookings.selectors.records import (
    ceiling_reached,
    concerned,
    names,
    open_for_act,
    open_name,
    open_photo,
    open_print,
    open_record,
    open_sheet,
    person_of,
)
from bookings.selectors.search import Terms, found, suggested

__all__ = [
    "FOUND_ROWS",
    "LIST_ROWS",
    "PAGE",
    "PAPERS_LISTED",
    "Cursor",
    "DraftState",
    "Place",
    "Terms",
    "Traits",
    "agencies_like",
    "ceiling_reached",
    "charges_like",
    "concerned",
    "desk_tasks",
    "draft_of",
    "drafts_of",
    "export_custody",
    "export_found",
    "export_niem",
    "export_record",
    "found",
    "in_custody",
    "latest_sheets",
    "likely",
    "mark_codes",
    "muster",
    "names",
    "numbers",
    "open_alerts",
    "open_correction",
    "open_custody",
    "open_described",
    "open_for_act",
    "open_health",
    "open_history",
    "open_intake",
    "open_leaving",
    "open_name",
    "open_paper",
    "open_paper_page",
    "open_papers",
    "open_papers_for_person",
    "open_photo",
    "open_print",
    "open_record",
    "open_sheet",
    "openings",
    "out",
    "paper_waits",
    "papers",
    "person_of",
    "places",
    "pressing",
    "register",
    "suggested",
    "twice",
    "unfinished",
]
