"""An intake that is under way, and the list of those. A section of the intake page
whose fields are others adds its columns here.
"""

from access.gate import Column
from bookings.models import (
    Address,
    Alias,
    Booking,
    Charge,
    Mark,
    Person,
    Photo,
    PhysicalDescription,
    ProbableCauseStatement,
    RecognizanceInterview,
)
from bookings.pages.columns import (
    FACILITY,
    NAME,
    OF_BOOKING,
    OF_PERSON,
    OF_THIS_STAY,
    collection,
    fields,
    page,
)
from bookings.pages.parts import (
    ALERTS,
    DESCRIPTION_FIELDS,
    INTERVIEW_FIELDS,
    PROPERTY,
    SCREENED,
)

# Of what may be written anew, the newest stands on the page.
_NEWEST_DESCRIPTION = f"""{OF_PERSON} AND c.id = (
  SELECT d.id FROM bookings_physicaldescription d WHERE d.person_id = b.person_id
  ORDER BY d.created_at DESC, d.id LIMIT 1)"""
_NEWEST_INTERVIEW = f"""{OF_BOOKING} AND c.id = (
  SELECT i.id FROM bookings_recognizanceinterview i WHERE i.booking_id = b.id
  ORDER BY i.interviewed_at DESC, i.id LIMIT 1)"""

# Lists stand in the order in which the services of their sections find them.
INTAKE = page(
    "bookings.intake",
    2,
    [
        *fields(Person, "p", "person", NAME),
        FACILITY,
        *fields(
            Booking,
            "b",
            "booking",
            ("booked_at", "discharged_at", "bail_amount"),
        ),
        *fields(
            Person,
            "p",
            "person",
            ("name_used", "identified_by", "birth_date", "sex", "phone"),
        ),
        *fields(
            Booking,
            "b",
            "booking",
            (
                "booking_number",
                "arresting_agency",
                "arresting_ori",
                "agency_case_number",
                "court",
                "next_court_at",
                "bail_court",
                "safety_instructions",
                "language_needed",
            ),
        ),
        *collection(
            Charge,
            "charges",
            OF_BOOKING,
            "c.position",
            (
                "statute",
                "offense",
                "offense_class",
                "status",
                "court_case_number",
                "ncic_code",
                "criminal_basis",
            ),
        ),
        *collection(
            Alias, "aliases", OF_PERSON, "c.created_at, c.id", ("surname", "given_name")
        ),
        *collection(
            Address,
            "addresses",
            OF_PERSON,
            "c.created_at, c.id",
            ("kind", "street", "city", "state", "postal_code"),
        ),
        *collection(
            PhysicalDescription,
            "descriptions",
            _NEWEST_DESCRIPTION,
            "c.id",
            DESCRIPTION_FIELDS,
        ),
        *collection(
            Mark, "marks", OF_PERSON, "c.created_at, c.id", ("code", "description")
        ),
        Column(
            "photos.taken_at",
            f"(SELECT max(taken_at) FROM bookings_photo c WHERE {OF_THIS_STAY})",
            Photo.field_classes["taken_at"],
        ),
        *ALERTS,
        *SCREENED,
        *PROPERTY,
        *collection(
            ProbableCauseStatement,
            "statements",
            OF_BOOKING,
            "c.received_at, c.id",
            ("author_agency", "author_name", "received_at"),
        ),
        *collection(
            RecognizanceInterview,
            "interviews",
            _NEWEST_INTERVIEW,
            "c.id",
            INTERVIEW_FIELDS,
        ),
    ],
)

# Whose intake is under way: the resume list.
UNFINISHED = page(
    "bookings.unfinished",
    1,
    [
        *fields(Person, "p", "person", NAME),
        FACILITY,
        *fields(
            Booking, "b", "booking", ("booked_at", "discharged_at", "booking_number")
        ),
    ],
)
