"""Small rosters for tests: text in, what happened out."""

from datetime import datetime
from pathlib import Path

from access.viewer import System
from bookings.models import Booking, RosterStay
from bookings.roster import values
from bookings.roster.mapping import parse
from bookings.services.roster_import import import_roster_of_bookings
from tests import factories

BY = System("import_bookings")
MAPPING = """
source = "elsewhere"
[facility]
const = "WEST"
[snapshot]
column = "LIST"
[keys]
person = ["ID"]
booking = ["ID", "BOOKED"]
[fields]
name = "NAME"
booked_at = "BOOKED"
birth_date = "BORN"
housing = "CELL"
[fields.race]
column = "RACE"
codes = { WHITE = "W", BLACK = "B" }
[[charges]]
offense = { column = "OFFENSE" }
split = ";"
"""
HEAD = "LIST,ID,NAME,BOOKED,BORN,CELL,RACE,OFFENSE\n"


def facility(code="WEST"):
    return factories.facility(name=f"Jail {code}", code=code)


def brought_in(
    folder: Path,
    text: str | bytes,
    *,
    mapping=MAPPING,
    as_of="",
    name="roster.csv",
    **how,
):
    """Import a roster and return what was done."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    read = parse(mapping)
    at: datetime | None = None
    if as_of:
        at = values.moment(as_of, (), read.zone, at=values.END_OF_DAY)
    return import_roster_of_bookings(path, read, by=BY, as_of=at, **how)


def booking_of(surname: str) -> Booking:
    return Booking.objects.select_related("person").get(person__surname=surname)


def stay_of(booking: Booking) -> RosterStay:
    return RosterStay.objects.get(booking_id=booking.pk)
