"""Columns of pages: a model's own fields, lists of its parts, and what many pages say."""

from access.enums import NOTHING, FieldClass
from access.gate import Column, Page
from audit.shapes import Shape, register
from bookings.models import Booking, Charge

BOOKING_JOINS = """
JOIN bookings_booking b ON b.id = shown.booking_id
JOIN bookings_person p ON p.id = b.person_id
JOIN access_facility f ON f.id = b.facility_id"""

NAME = ("surname", "given_name", "middle_name", "suffix")


def fields(model, alias: str, path: str, names) -> list[Column]:
    return [
        Column(
            f"{path}.{name}",
            f"{alias}.{model._meta.get_field(name).column}",
            model.field_classes[name],
        )
        for name in names
    ]


def collection(
    model, path: str, owner: str, order: str, names, *, keyed: bool = False
) -> list[Column]:
    """A list of parts as JSON, one column for each class that its fields have: a
    refused class of a part is refused for every part. ``keyed``: each says its key as
    well, for a page on which one of them is acted upon.
    """
    columns = []
    for field_class in dict.fromkeys(model.field_classes[name] for name in names):
        own = [name for name in names if model.field_classes[name] is field_class]
        pairs = ", ".join(f"'{name}', c.{name}" for name in [*own, *["id"] * keyed])
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


def page(name: str, version: int, columns: list[Column], joins=BOOKING_JOINS) -> Page:
    shape = Shape(name, version, tuple(_shape_fields(columns)))
    return Page(register(shape), tuple(columns), joins)


def _shape_fields(columns: list[Column]):
    """Every single field of the columns; a collection's column holds several."""
    for column in columns:
        path, _, names = column.path.rpartition(".")
        for name in names.split("+"):
            yield f"{path}.{name}", int(column.field_class)


FACILITY = Column("facility.name", "f.name", Booking.field_classes["facility"])

OF_PERSON = "person_id = b.person_id"
OF_BOOKING = "booking_id = b.id"
# A photo is of one stay: one of another would tell of a booking that may be sealed.
# Where it does not say of which, it is of the stay in which it was taken.
OF_THIS_STAY = """c.person_id = b.person_id AND CASE
  WHEN c.booking_id IS NOT NULL THEN c.booking_id = b.id
  ELSE c.taken_at >= b.booked_at
    AND (b.discharged_at IS NULL OR c.taken_at <= b.discharged_at) END"""
# A list says the cause, and no more of a charge.
CAUSE = collection(Charge, "charges", OF_BOOKING, "c.position", ("offense",))
REGISTER_FIELDS = ("booked_at", "bail_amount", "discharged_at", "discharge_manner")


def classes_of(page: Page) -> FieldClass:
    mask = NOTHING
    for column in page.columns:
        mask |= column.field_class
    return mask
