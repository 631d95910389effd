"""The pages that show a booking: which fields, from where, of which class.

The classes are read from the models' own ``field_classes``; declaring a column
here registers its shape. A page that shows another field is another version.
"""

from bookings.pages import papers
from bookings.pages.columns import classes_of
from bookings.pages.consular import (
    ADVISEMENT,
    CONSULAR_CASE,
    CONSULAR_DOOR,
    CONSULAR_LETTER,
    CONSULAR_LIST,
    CONSULAR_QUESTION,
    SIGNATURE,
)
from bookings.pages.continuity import CONTINUITY
from bookings.pages.correction import CORRECTIONS
from bookings.pages.custody import (
    CUSTODY,
    DESK_TASKS,
    LEAVING,
    MUSTER,
    OUT,
    PRESSING,
    TWICE,
)
from bookings.pages.health import ALERTED, DESCRIBED, HEALTH
from bookings.pages.intake import INTAKE, UNFINISHED
from bookings.pages.lists import (
    CUSTODY_EXPORT,
    CUSTODY_LIST,
    LIKELY,
    REGISTER,
    SEARCH_EXPORT,
    SEARCH_RESULTS,
    SUGGESTIONS,
)
from bookings.pages.named import (
    ACTED_UPON,
    COMPARED,
    CONCERNED,
    NAMED,
    NAMES,
    OTHER_STAYS,
    WEIGHED,
)
from bookings.pages.niem import NIEM
from bookings.pages.papers import (
    PAPER,
    PAPER_PAGE,
    PAPER_REGISTER,
    PAPERS_FOR_PERSON,
    PAPERS_OF,
)
from bookings.pages.record import (
    BOOKING_SHEET,
    HISTORY,
    PHOTO,
    PRINT,
    PROPERTY_RECEIPT,
    RECORD,
    RECORD_EXPORT,
    RELEASE_SHEET,
)

__all__ = [
    "ACTED_UPON",
    "ADVISEMENT",
    "ALERTED",
    "BOOKING_SHEET",
    "COMPARED",
    "CONCERNED",
    "CONSULAR_CASE",
    "CONSULAR_DOOR",
    "CONSULAR_LETTER",
    "CONSULAR_LIST",
    "CONSULAR_QUESTION",
    "CONTINUITY",
    "CORRECTIONS",
    "CUSTODY",
    "CUSTODY_EXPORT",
    "CUSTODY_LIST",
    "DESCRIBED",
    "DESK_TASKS",
    "HEALTH",
    "HISTORY",
    "INTAKE",
    "LEAVING",
    "LIKELY",
    "MUSTER",
    "NAMED",
    "NAMES",
    "NIEM",
    "OTHER_STAYS",
    "OUT",
    "PAPER",
    "PAPERS_FOR_PERSON",
    "PAPERS_OF",
    "PAPER_PAGE",
    "PAPER_REGISTER",
    "PHOTO",
    "PRESSING",
    "PRINT",
    "PROPERTY_RECEIPT",
    "RECORD",
    "RECORD_EXPORT",
    "REGISTER",
    "RELEASE_SHEET",
    "SEARCH_EXPORT",
    "SEARCH_RESULTS",
    "SIGNATURE",
    "SUGGESTIONS",
    "TWICE",
    "UNFINISHED",
    "WEIGHED",
    "classes_of",
    "papers",
]
