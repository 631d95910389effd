"""The public register for other programs: the same page as on the screen, its five
facts and no more.
"""

from collections.abc import Iterator

from access.gate import ShownRows
from access.sheets import BOM, line
from bookings.presenters.fields import in_a_file, label_in_a_file

# Of each person by these names, in this order.
NAMES = {
    "person.surname": "surname",
    "person.given_name": "given_name",
    "person.middle_name": "middle_name",
    "person.suffix": "suffix",
    "facility.name": "facility",
    "booking.booked_at": "booked_at",
    "charges.offense": "cause",
    "booking.bail_amount": "bail_amount",
    "booking.discharged_at": "released_at",
    "booking.discharge_manner": "manner_of_release",
}


def register_json(rows: ShownRows, older_url: str) -> dict:
    """``next`` leads to older entries, and is null at the end."""
    return {
        "law": "RCW 70.48.100(1)",
        "register": [
            {name: _value(row[path], path) for path, name in NAMES.items()}
            for row in rows
        ],
        "next": older_url or None,
    }


def register_csv(rows: ShownRows) -> Iterator[str]:
    yield BOM + line(label_in_a_file(path) for path in NAMES)
    for row in rows:
        yield line(_cell(row[path], path) for path in NAMES)


def _value(value, path: str):
    if isinstance(value, list):
        return [part["offense"] for part in value]
    return in_a_file(path, value) or None


def _cell(value, path: str) -> str:
    told = _value(value, path)
    return "; ".join(told) if isinstance(told, list) else told or ""
