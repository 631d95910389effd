"""Importing a roster against the bare COPY of the very rows that it writes, with the
history rows that their triggers write.

python -m bench.bookings                         30,000 rows
BENCH_ROSTER_ROWS=300000 python -m bench.bookings

Both sides are undone after each round. A row is a person, a booking, a description and a
charge; each has its history, and each name its keys.
"""

import os
import random
import tempfile
import time
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jailrecords.settings")

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from access.models import Facility  # noqa: E402
from access.viewer import System  # noqa: E402
from bench.pairs import Pair  # noqa: E402
from bookings.roster.mapping import parse  # noqa: E402
from bookings.services.roster_import import import_roster_of_bookings  # noqa: E402

ROWS = int(os.environ.get("BENCH_ROSTER_ROWS", "30000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
_BY = System("bench")
_BEGIN = datetime(2020, 1, 1, tzinfo=UTC)
MAPPING = """source = "bench"
[facility]
const = "BENCH"
[snapshot]
absence = "nothing"
[keys]
person = ["ID"]
booking = ["ID"]
[fields]
name = "NAME"
booked_at = "BOOKED"
birth_date = "BORN"
sex = "SEX"
race = "RACE"
[[charges]]
offense = "OFFENSE"
"""


def _rows() -> list[tuple]:
    draw = random.Random(18665)
    names = ["".join(draw.choices("AEIOUBCDLMNRST", k=7)).title() for _ in range(4000)]
    return [
        (
            str(number),
            draw.choice(names),
            draw.choice(names),
            _BEGIN + timedelta(minutes=number * 5),
            f"{draw.randint(1950, 2000)}-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}",
            draw.choice("MF"),
            draw.choice("ABIW"),
            draw.choice(("Theft 3", "Assault 4", "Trespass", "DUI")),
        )
        for number in range(ROWS)
    ]


def _write(path: Path, rows: list[tuple]) -> None:
    with path.open("w") as file:
        file.write("ID,NAME,BOOKED,BORN,SEX,RACE,OFFENSE\n")
        for key, surname, given, at, born, sex, race, offense in rows:
            file.write(
                f'{key},"{surname}, {given}",{at:%Y-%m-%d %H:%M},{born},{sex},{race},{offense}\n'
            )


def _imported(path: Path) -> float:
    begun = time.perf_counter()
    import_roster_of_bookings(path, parse(MAPPING), by=_BY, is_rehearsal=True)
    return time.perf_counter() - begun


COPIES = {
    "bookings_person (id, surname, given_name, middle_name, suffix, birth_date, sex,"
    " phone, state_id, fbi_number, driver_license)": (
        lambda r, p, b: f"{p}\t{r[1]}\t{r[2]}\t\t\t{r[4]}\t{r[5]}\t\t\t\t\n"
    ),
    "bookings_booking (id, booking_number, person_id, facility_id, booked_at,"
    " arresting_agency, housing, safety_instructions, language_needed, court,"
    " discharge_reason, discharge_manner, is_juvenile, is_sealed)": (
        lambda r, p, b: (
            f"{b}\tX{r[0]}\t{p}\t{{place}}\t{r[3].isoformat()}\t\t\t\t\t\t\t\tf\tf\n"
        )
    ),
    "bookings_physicaldescription (id, person_id, eye_colour, hair_colour, race)": (
        lambda r, p, b: f"{uuid.uuid4()}\t{p}\t\t\t{r[6]}\n"
    ),
    "bookings_charge (id, booking_id, position, statute, offense, offense_class, status,"
    " court_case_number)": (
        lambda r, p, b: f"{uuid.uuid4()}\t{b}\t1\t\t{r[7]}\t\tinvestigation\t\n"
    ),
}


def _copied(rows: list[tuple], place: int) -> float:
    begun = time.perf_counter()
    keys = [(uuid.uuid4(), uuid.uuid4()) for _ in rows]
    with transaction.atomic():
        for table, row in COPIES.items():
            with tempfile.TemporaryFile("w+") as file:
                for told, (person, booking) in zip(rows, keys, strict=True):
                    file.write(
                        row(told, person, booking).replace("{place}", str(place))
                    )
                file.seek(0)
                with connection.cursor() as cursor:
                    cursor.copy_expert(f"COPY {table} FROM STDIN", file)
        transaction.set_rollback(True)
    return time.perf_counter() - begun


def main() -> None:
    place, _ = Facility.objects.get_or_create(code="BENCH", name="Bench")
    rows = _rows()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.csv"
        _write(path, rows)
        ours, anchor = [], []
        for _ in range(ROUNDS):
            ours.append(_imported(path))
            anchor.append(_copied(rows, place.pk))
            print(f"{ours[-1]:.1f} s against {anchor[-1]:.1f} s", flush=True)
    pair = Pair(
        f"a roster of {ROWS:,} rows",
        "COPY of what it writes, with history",
        ours,
        anchor,
    )
    print(f"{ROWS / min(ours):,.0f} rows a second at best")
    print("| what | ms | against | ms | ratio | range |\n|---|---|---|---|---|---|")
    print(pair.row())
    print("At most 3.00 is wanted.")


if __name__ == "__main__":
    main()
