"""The pages that show a booking: which fields, from where, of which class.

The classes are read from the models' own ``field_classes``; declaring a column
here registers its shape. A page that shows another field is another version.
"""

from access.enums import NOTHING, FieldClass
from access.gate import Column, Page
from audit.shapes import Shape, register
from bookings import changes
from bookings.models import (
    Address,
    Alias,
    Booking,
    Charge,
    Detainer,
    Mark,
    NameKey,
    Person,
    Photo,
    PhysicalDescription,
)

_BOOKING_JOINS = """
JOIN bookings_booking b ON b.id = shown.booking_id
JOIN bookings_person p ON p.id = b.person_id
JOIN access_facility f ON f.id = b.facility_id"""

_NAME = ("surname", "given_name", "middle_name", "suffix")


def _fields(model, alias: str, path: str, names) -> list[Column]:
    return [
        Column(
            f"{path}.{name}",
            f"{alias}.{model._meta.get_field(name).column}",
            model.field_classes[name],
        )
        for name in names
    ]


def _collection(model, path: str, owner: str, order: str, names) -> list[Column]:
    """A list of parts as JSON, one column for each class that its fields have: a
    refused class of a part is refused for every part.
    """
    columns = []
    for field_class in dict.fromkeys(model.field_classes[name] for name in names):
        own = [name for name in names if model.field_classes[name] is field_class]
        pairs = ", ".join(f"'{name}', c.{name}" for name in own)
        columns.append(
            Column(
                f"{path}.{'+'.join(own)}",
                f"(SELECT coalesce(jsonb_agg(jsonb_build_object({pairs})"
                f" ORDER BY {order}), '[]') FROM {model._meta.db_table} c"
                f" WHERE c.{owner})",
                field_class,
                is_json=True,
            )
        )
    return columns


def _page(name: str, version: int, columns: list[Column], joins=_BOOKING_JOINS) -> Page:
    shape = Shape(name, version, tuple(_shape_fields(columns)))
    return Page(register(shape), tuple(columns), joins)


def _shape_fields(columns: list[Column]):
    """Every single field of the columns; a collection's column holds several."""
    for column in columns:
        path, _, names = column.path.rpartition(".")
        for name in names.split("+"):
            yield f"{path}.{name}", int(column.field_class)


_FACILITY = Column("facility.name", "f.name", Booking.field_classes["facility"])

_OF_PERSON = "person_id = b.person_id"
_OF_BOOKING = "booking_id = b.id"
# A photo is of the stay in which it was taken: one of another stay would tell of a
# booking that may be sealed.
_OF_THIS_STAY = """c.person_id = b.person_id AND c.taken_at >= b.booked_at
  AND (b.discharged_at IS NULL OR c.taken_at <= b.discharged_at)"""
_CHARGES = _collection(
    Charge,
    "charges",
    _OF_BOOKING,
    "c.position",
    ("statute", "offense", "offense_class", "status", "court_case_number"),
)
# A list says the cause, and no more of a charge.
_CAUSE = _collection(Charge, "charges", _OF_BOOKING, "c.position", ("offense",))
_REGISTER_FIELDS = ("booked_at", "bail_amount", "discharged_at", "discharge_manner")

RECORD = _page(
    "bookings.record",
    1,
    [
        *_fields(Person, "p", "person", _NAME),
        _FACILITY,
        *_fields(Booking, "b", "booking", _REGISTER_FIELDS),
        *_CHARGES,
        *_fields(
            Booking,
            "b",
            "booking",
            (
                "booking_number",
                "arresting_agency",
                "next_court_at",
                "court",
                "discharge_reason",
                "housing",
                "expected_discharge_on",
                "safety_instructions",
                "language_needed",
            ),
        ),
        *_fields(Person, "p", "person", ("birth_date", "sex")),
        *_collection(
            Alias, "aliases", _OF_PERSON, "c.surname, c.id", ("surname", "given_name")
        ),
        *_collection(
            PhysicalDescription,
            "descriptions",
            _OF_PERSON,
            "c.created_at DESC",
            ("height_inches", "weight_pounds", "eye_colour", "hair_colour", "race"),
        ),
        *_collection(
            Mark, "marks", _OF_PERSON, "c.code", ("family", "code", "description")
        ),
        *_fields(Person, "p", "person", ("phone",)),
        *_collection(
            Address,
            "addresses",
            _OF_PERSON,
            "c.kind",
            ("kind", "street", "city", "state", "postal_code"),
        ),
        *_fields(Person, "p", "person", ("state_id", "fbi_number", "driver_license")),
        *_collection(
            Detainer,
            "detainers",
            _OF_BOOKING,
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
            f"(SELECT max(taken_at) FROM bookings_photo c WHERE {_OF_THIS_STAY})",
            Photo.field_classes["taken_at"],
        ),
    ],
)

# What leaves the building: immigration papers do not (law 9). That there is a photo is on
# a sheet, and the photo itself is fetched from its own page by whoever may have it.
_LEAVING = [c for c in RECORD.columns if FieldClass.PAPERS not in c.field_class]
PRINT = _page("bookings.print", 1, _LEAVING)

# A file says nothing of a photo, not even that there is one.
RECORD_EXPORT = _page(
    "bookings.record_export",
    1,
    [column for column in _LEAVING if not column.path.startswith("photos.")],
)

PHOTO = _page(
    "bookings.photo",
    1,
    [
        Column(
            "photos.image",
            f"(SELECT image FROM bookings_photo c WHERE {_OF_THIS_STAY}"
            " ORDER BY c.taken_at DESC LIMIT 1)",
            Photo.field_classes["image"],
        )
    ],
)

CUSTODY_LIST = _page(
    "bookings.custody_list",
    2,
    [
        *_fields(Person, "p", "person", _NAME),
        _FACILITY,
        *_fields(Booking, "b", "booking", ("booked_at", "bail_amount")),
        *_CAUSE,
        *_fields(
            Booking, "b", "booking", ("booking_number", "next_court_at", "housing")
        ),
    ],
)

CUSTODY_EXPORT = _page("bookings.custody_export", 1, list(CUSTODY_LIST.columns))
# How somebody was found stands with the candidates of the statement: of the name
# itself in one column, and what tells of an alias in another, of the alias's class.
_MATCH = [
    Column(
        f"match.{part}",
        f"CASE WHEN {condition} THEN hit.how END",
        NameKey.match_classes[part],
    )
    for part, condition in (("name", "NOT hit.is_alias"), ("alias", "hit.is_alias"))
]
_HIT_JOINS = (
    _BOOKING_JOINS + "\nJOIN candidate hit ON hit.booking_id = shown.booking_id"
)

SEARCH_RESULTS = _page(
    "bookings.search_results",
    2,
    [
        *_fields(Person, "p", "person", _NAME),
        _FACILITY,
        *_fields(
            Booking, "b", "booking", ("booked_at", "discharged_at", "booking_number")
        ),
        *_fields(Person, "p", "person", ("birth_date",)),
        *_MATCH,
    ],
    _HIT_JOINS,
)

# What comes while somebody types: who it may be, and where they are. Of the birth
# date it says the year, and no more is written down as shown.
SUGGESTIONS = _page(
    "bookings.suggestions",
    2,
    [
        *_fields(Person, "p", "person", _NAME),
        _FACILITY,
        Column(
            "person.birth_year",
            "extract(year FROM p.birth_date)::int",
            Person.derived_classes["birth_year"],
        ),
        *_MATCH,
    ],
    _HIT_JOINS,
)

SEARCH_EXPORT = _page(
    "bookings.search_export",
    1,
    [column for column in SEARCH_RESULTS.columns if column not in _MATCH],
)

REGISTER = _page(
    "bookings.register",
    2,
    [
        *_fields(Person, "p", "person", _NAME),
        _FACILITY,
        *_fields(Booking, "b", "booking", _REGISTER_FIELDS),
        *_CAUSE,
    ],
)

# Whom a form or a request is about, where nothing more is shown of the booking.
NAMED = _page("bookings.named", 1, _fields(Person, "p", "person", _NAME))

# Whom the rows of a list of papers or grants are about.
NAMES = _page("bookings.names", 1, _fields(Person, "p", "person", _NAME))

# A person's other bookings, beside the one that is looked at.
OTHER_STAYS = _page(
    "bookings.other_stays",
    1,
    [_FACILITY, *_fields(Booking, "b", "booking", ("booked_at", "discharged_at"))],
)

# Whom a finding about many people is about: what the register tells, and no more.
CONCERNED = _page(
    "bookings.concerned",
    1,
    [
        *_fields(Person, "p", "person", _NAME),
        _FACILITY,
        *_fields(Booking, "b", "booking", ("booked_at",)),
    ],
)

# What somebody must be able to read of a booking before they act upon it.
ACTED_UPON = _page(
    "bookings.acted_upon",
    1,
    [
        *_fields(Person, "p", "person", _NAME),
        _FACILITY,
        *_fields(
            Booking,
            "b",
            "booking",
            ("booked_at", "discharged_at", "booking_number"),
        ),
    ],
)


HISTORY = _page(
    "bookings.history",
    1,
    [
        _FACILITY,
        *changes.columns(Booking, "booking", changes.OF_BOOKING_ITSELF),
        *changes.columns(Charge, "charges", changes.OF_BOOKING),
        *changes.columns(Person, "person", changes.OF_PERSON_ITSELF, present="p"),
        *changes.columns(Alias, "aliases", changes.OF_PERSON),
        *changes.columns(PhysicalDescription, "descriptions", changes.OF_PERSON),
        *changes.columns(Mark, "marks", changes.OF_PERSON),
        *changes.columns(Photo, "photos", changes.OF_PERSON, only=("taken_at",)),
        *changes.columns(Address, "addresses", changes.OF_PERSON),
        *changes.columns(Detainer, "detainers", changes.OF_BOOKING),
    ],
)


def classes_of(page: Page) -> FieldClass:
    mask = NOTHING
    for column in page.columns:
        mask |= column.field_class
    return mask
