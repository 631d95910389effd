"""One record: on the screen, on paper, in a file; its photo and its history."""

from access.enums import FieldClass
from access.gate import Column
from bookings import changes
from bookings.models import (
    Address,
    Alias,
    Booking,
    Charge,
    Detainer,
    HealthMark,
    HealthScreening,
    Mark,
    Person,
    Photo,
    PhysicalDescription,
    ProbableCauseStatement,
    PropertyItem,
    PropertyReceipt,
    RecognizanceInterview,
    SafetyAlert,
)
from bookings.pages import parts
from bookings.pages.columns import (
    FACILITY,
    NAME,
    OF_BOOKING,
    OF_PERSON,
    OF_THIS_STAY,
    REGISTER_FIELDS,
    collection,
    fields,
    page,
)

_CHARGES = collection(
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
)
RECORD = page(
    "bookings.record",
    3,
    [
        *fields(Person, "p", "person", NAME),
        FACILITY,
        *fields(Booking, "b", "booking", REGISTER_FIELDS),
        *_CHARGES,
        *fields(
            Booking,
            "b",
            "booking",
            (
                "booking_number",
                "arresting_agency",
                "arresting_ori",
                "agency_case_number",
                "next_court_at",
                "court",
                "bail_court",
                "discharge_reason",
                "intake_entered_at",
                "discharge_entered_at",
                "housing",
                "expected_discharge_on",
                "safety_instructions",
                "language_needed",
            ),
        ),
        *parts.ALERTS,
        *parts.SCREENED,
        *fields(
            Person,
            "p",
            "person",
            ("birth_date", "sex", "name_used", "identified_by"),
        ),
        *collection(
            Alias, "aliases", OF_PERSON, "c.surname, c.id", ("surname", "given_name")
        ),
        *collection(
            PhysicalDescription,
            "descriptions",
            OF_PERSON,
            "c.created_at DESC",
            parts.DESCRIPTION_FIELDS,
        ),
        *collection(
            Mark, "marks", OF_PERSON, "c.code", ("family", "code", "description")
        ),
        *fields(Person, "p", "person", ("phone",)),
        *collection(
            Address,
            "addresses",
            OF_PERSON,
            "c.kind",
            ("kind", "street", "city", "state", "postal_code"),
        ),
        *fields(Person, "p", "person", ("state_id", "fbi_number", "driver_license")),
        *parts.PROPERTY,
        *parts.STATEMENTS,
        *parts.INTERVIEWS,
        *collection(
            Detainer,
            "detainers",
            OF_BOOKING,
            "c.received_at",
            (
                "form",
                "office",
                "received_at",
                "received_by",
                "copy_served_at",
                "copy_language",
            ),
        ),
        Column(
            "photos.taken_at",
            f"(SELECT max(taken_at) FROM bookings_photo c WHERE {OF_THIS_STAY})",
            Photo.field_classes["taken_at"],
        ),
    ],
)

# What leaves the building: immigration papers do not (law 9). That there is a photo is on
# a sheet, and the photo itself is fetched from its own page by whoever may have it.
_LEAVING = [c for c in RECORD.columns if FieldClass.PAPERS not in c.field_class]
PRINT = page("bookings.print", 3, _LEAVING)

# A file says nothing of a photo, not even that there is one.
RECORD_EXPORT = page(
    "bookings.record_export",
    3,
    [column for column in _LEAVING if not column.path.startswith("photos.")],
)

# The sheet of a booking as a paper file: the photo has a page of its own.
BOOKING_SHEET = page("bookings.booking_sheet", 2, list(RECORD_EXPORT.columns))

# What a person signs for, and what they take along when they leave.
PROPERTY_RECEIPT = page(
    "bookings.property_receipt",
    1,
    [
        *fields(Person, "p", "person", NAME),
        FACILITY,
        *fields(Booking, "b", "booking", ("booked_at", "booking_number")),
        *parts.PROPERTY,
    ],
)
RELEASE_SHEET = page(
    "bookings.release_sheet",
    1,
    [
        *fields(Person, "p", "person", NAME),
        FACILITY,
        *fields(
            Booking,
            "b",
            "booking",
            (
                *("booked_at", "discharged_at", "discharge_manner"),
                *("booking_number", "next_court_at", "court"),
            ),
        ),
        *parts.PROPERTY,
    ],
)

PHOTO = page(
    "bookings.photo",
    1,
    [
        Column(
            "photos.image",
            f"(SELECT image FROM bookings_photo c WHERE {OF_THIS_STAY}"
            " ORDER BY c.taken_at DESC LIMIT 1)",
            Photo.field_classes["image"],
        )
    ],
)

HISTORY = page(
    "bookings.history",
    3,
    [
        FACILITY,
        *changes.columns(Booking, "booking", changes.OF_BOOKING_ITSELF),
        *changes.columns(Charge, "charges", changes.OF_BOOKING),
        *changes.columns(Person, "person", changes.OF_PERSON_ITSELF, present="p"),
        *changes.columns(Alias, "aliases", changes.OF_PERSON),
        *changes.columns(PhysicalDescription, "descriptions", changes.OF_PERSON),
        *changes.columns(Mark, "marks", changes.OF_PERSON),
        *changes.columns(Photo, "photos", changes.OF_PERSON, only=("taken_at",)),
        *changes.columns(Address, "addresses", changes.OF_PERSON),
        *changes.columns(Detainer, "detainers", changes.OF_BOOKING),
        *changes.columns(SafetyAlert, "alerts", changes.OF_BOOKING),
        *changes.columns(HealthScreening, "screenings", changes.OF_BOOKING),
        *changes.columns(HealthMark, "health_marks", changes.OF_PERSON),
        *changes.columns(PropertyItem, "property_items", changes.OF_BOOKING),
        *changes.columns(PropertyReceipt, "property_receipts", changes.OF_BOOKING),
        *changes.columns(ProbableCauseStatement, "statements", changes.OF_BOOKING),
        *changes.columns(RecognizanceInterview, "interviews", changes.OF_BOOKING),
    ],
)
