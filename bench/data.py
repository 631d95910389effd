"""A database of its own for the benchmarks, filled by the server itself."""

from contextlib import closing
from io import StringIO

import psycopg2
from django.core.management import call_command
from django.db import connection, connections
from psycopg2 import sql

from audit.acting import acting
from jailrecords.database import as_owner
from jailrecords.local.paths import DATABASE, OWNER, place

NAME = "jr_bench"

PEOPLE = """
INSERT INTO bookings_person (id, surname, given_name, middle_name, suffix, birth_date,
  sex, phone, state_id, fbi_number, driver_license)
SELECT gen_random_uuid(), 'Person' || to_char(n %% 60000, 'FM00000'),
  'Given' || (n %% 5000), '', '', date '1950-01-01' + (n %% 20000), 'U', '', '', '', ''
FROM generate_series(1, %s) n"""

# The same people with the names of a table: surname, given.
PEOPLE_NAMED = """
INSERT INTO bookings_person (id, surname, given_name, middle_name, suffix, birth_date,
  sex, phone, state_id, fbi_number, driver_license)
SELECT gen_random_uuid(), surname, given, '', '',
  date '1950-01-01' + (random() * 20000)::int, 'U', '', '', '', '' FROM bench_names"""

# ``people``: SQL of a person's key (id) for each number of a booking (n).
BOOKINGS_OF = """
INSERT INTO bookings_booking (id, booking_number, person_id, facility_id, booked_at,
  arresting_agency, housing, safety_instructions, language_needed, court, bail_amount,
  discharged_at, discharge_reason, discharge_manner, is_juvenile, is_sealed, sealed_at)
SELECT gen_random_uuid(), '2' || to_char(n, 'FM00000000'), id,
  (SELECT min(id) FROM access_facility) + n %% 2, booked_at, 'Bench PD', 'A-1', '', '',
  'Superior', 500, CASE WHEN in_custody THEN NULL ELSE booked_at + interval '3 days' END,
  CASE WHEN in_custody THEN '' ELSE 'bail_cash' END,
  CASE WHEN in_custody THEN '' ELSE 'Bail' END,
  n %% 100 = 7, n %% 200 = 9, CASE WHEN n %% 200 = 9 THEN booked_at END
FROM (SELECT id, n, n > %s - 1500 AS in_custody,
        jail_now() - make_interval(mins => (%s - n)::int * 5) - interval '1 day'
          AS booked_at
      FROM ({people}) p) q"""
BOOKINGS = BOOKINGS_OF.format(
    people="SELECT id, row_number() OVER (ORDER BY id) AS n FROM bookings_person"
)

CHARGES = """
INSERT INTO bookings_charge (id, booking_id, position, statute, offense, offense_class,
  status, court_case_number)
SELECT gen_random_uuid(), id, 1, '9A.56.050', 'Theft 3', 'gross_misdemeanor',
  'investigation', '' FROM bookings_booking"""


def make(bookings: int, fill=None) -> None:
    """Create the benchmark database anew and point Django's connection at it."""
    connections["default"].close()
    host = str(place().postgres_sockets)
    with closing(psycopg2.connect(host=host, user=OWNER, dbname=DATABASE)) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            name = sql.Identifier(NAME)
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))
            cursor.execute(sql.SQL("CREATE DATABASE {}").format(name))
    connections["default"].close()
    connections["default"].settings_dict["NAME"] = NAME
    call_command("migrate", verbosity=0)
    call_command("load_law", stdout=StringIO())
    (fill or _fill)(bookings)


def _fill(bookings: int) -> None:
    from access.models import Facility

    for code in ("ONE", "TWO"):
        Facility.objects.create(name=f"Facility {code}", code=code)
    with acting(None, "bench.fill"), connection.cursor() as cursor:
        cursor.execute(PEOPLE, [bookings])
        cursor.execute(BOOKINGS, [bookings, bookings])
        cursor.execute(CHARGES)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def give_access_rows(membership_id: int, number: int) -> None:
    """Rows as grants leave them, written by the owner: that many bookings opened."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO access_accessrow (principal, booking_id, grant_id, basis,
                 classes, starts_at, ends_at, facility_id, booked_at)
               SELECT %s, id, gen_random_uuid(), 'approved_request', 51,
                 jail_now() - interval '1 day', jail_now() + interval '30 days',
                 facility_id, booked_at
               FROM bookings_booking ORDER BY discharged_at IS NOT NULL, id LIMIT %s""",
            [membership_id, number],
        )
        cursor.execute("ANALYZE access_accessrow")
