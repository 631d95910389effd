"""Pages that show who asks to interview somebody: of class P9, for the records unit."""

from access.gate import Column
from bookings.models import Booking, Person
from bookings.pages.columns import FACILITY, NAME, fields, page
from disclosures.models import InterviewRequest

FIELDS = tuple(
    name
    for name, kind in InterviewRequest.field_classes.items()
    if kind is not kind.REFERENCE
)
_PAIRS = ", ".join(f"'{name}', c.{name}" for name in FIELDS)
INTERVIEWS = page(
    "disclosures.interviews",
    1,
    [
        *fields(Person, "p", "person", NAME),
        FACILITY,
        *fields(Booking, "b", "booking", ("booked_at", "discharged_at")),
        *fields(Booking, "b", "booking", ("booking_number",)),
        Column(
            f"interview_requests.{'+'.join(FIELDS)}",
            f"""(SELECT coalesce(jsonb_agg(jsonb_build_object('id', c.id, {_PAIRS})
              ORDER BY c.asked_at, c.id), '[]')
            FROM disclosures_interviewrequest c WHERE c.booking_id = b.id)""",
            InterviewRequest.field_classes["agency"],
            is_json=True,
        ),
    ],
)
