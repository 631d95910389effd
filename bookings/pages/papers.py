"""Papers of the immigration authorities: in no page but these, the record and its history."""

from access.gate import Column
from bookings.models import Booking, Detainer, PaperPage, Person
from bookings.pages.columns import BOOKING_JOINS, FACILITY, NAME, fields, page

_WHOSE = [
    *fields(Person, "p", "person", NAME),
    FACILITY,
    *fields(Booking, "b", "booking", ("booked_at", "discharged_at", "booking_number")),
]
# What stands on the form, how it came, whether the person has the copy, what became of it.
EVERYTHING = tuple(
    name for name, kind in Detainer.field_classes.items() if kind is not kind.REFERENCE
)
IN_A_LIST = ("form", "office", "received_at", "copy_served_at")


def _papers(names: tuple[str, ...]) -> Column:
    """The papers of a booking; each with its key, and how many pages are kept."""
    pairs = ", ".join(f"'{name}', c.{name}" for name in names)
    return Column(
        f"detainers.{'+'.join(names)}",
        f"""(SELECT coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'pages',
          (SELECT count(*) FROM bookings_paperpage s WHERE s.paper_id = c.id), {pairs})
          ORDER BY c.received_at, c.id), '[]')
        FROM bookings_detainer c WHERE c.booking_id = b.id)""",
        Detainer.field_classes["form"],
        is_json=True,
    )


# The register: who has papers, the longest unserved first.
PAPER_REGISTER = page("bookings.paper_register", 1, [*_WHOSE, _papers(IN_A_LIST)])

# All papers of one booking.
PAPERS_OF = page("bookings.papers_of", 1, [*_WHOSE, _papers(IN_A_LIST)])

# One paper, and the others of the same stay below it: with everything that is kept of
# them but themselves. The view history says so of a booking's papers together.
PAPER = page("bookings.paper", 1, [*_WHOSE, _papers(EVERYTHING)])

# What the person is given: the county's answer about each, and the copies.
PAPERS_FOR_PERSON = page(
    "bookings.papers_for_person",
    1,
    [
        *fields(Person, "p", "person", NAME),
        FACILITY,
        *fields(Booking, "b", "booking", ("booking_number",)),
        _papers(("form", "office", "received_at")),
    ],
)

# One page of one paper: the key's name before what it sealed.
PAPER_PAGE = page(
    "bookings.paper_page",
    1,
    [
        Column(
            "paper_pages.sealed",
            "uuid_send(sheet.key_id) || sheet.sealed",
            PaperPage.field_classes["sealed"],
        )
    ],
    BOOKING_JOINS
    + """
JOIN bookings_paperpage sheet ON sheet.booking_id = b.id
  AND sheet.paper_id = %(paper)s::uuid AND sheet.position = %(position)s::bigint""",
)
