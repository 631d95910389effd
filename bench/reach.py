"""Who may see this booking, and what may this account see: now and in the past, against
counting the bookings of one facility.

python -m bench.reach                               200,000 bookings, 1,000,000 events
BENCH_BOOKINGS=1000000 BENCH_EVENTS=10000000 python -m bench.reach
"""

import os
import sys
from uuid import uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jailrecords.settings")
django.setup()

from django.db import connection  # noqa: E402  after django.setup()

from access.enums import FieldClass, Role  # noqa: E402
from audit.acting import acting  # noqa: E402
from audit.clock import now  # noqa: E402
from bench import data  # noqa: E402
from bench.pairs import pair  # noqa: E402
from bookings.models import Booking  # noqa: E402
from bookings.selectors.who_may import what_may, who_may  # noqa: E402
from jailrecords.database import as_owner  # noqa: E402
from tests import factories  # noqa: E402

BOOKINGS = int(os.environ.get("BENCH_BOOKINGS", "200000"))
EVENTS = int(os.environ.get("BENCH_EVENTS", "1000000"))
PEOPLE = 10_000
UNITS, IN_EACH, SIGN_INS, GRANTS = 40, 25, 100, 20_000
CLASSES = (FieldClass.CUSTODY, FieldClass.IDENTITY)

# Each sign-in is a line of an account's history: some months of a busy agency.
_SIGN_IN = "UPDATE access_account SET last_sign_in_at = jail_now()"
_EVENTS = """
INSERT INTO audit_viewevent (occurred_at, kind, request_id, account_id, booking_id,
  person_id, classes)
SELECT jail_now(), 'opened', %s::uuid,
  (SELECT min(id) FROM access_account) + n %% %s, b.id, b.person_id, 19
FROM generate_series(1, %s) n
JOIN (SELECT id, person_id, row_number() OVER (ORDER BY id) AS place
      FROM bookings_booking) b ON b.place = 1 + n %% %s"""


# Neither question is about names, whose keys would take most of the filling.
_OFTEN_BOOKED = """SELECT p.id, n FROM generate_series(1, %s) n
JOIN (SELECT id, row_number() OVER (ORDER BY id) AS place FROM bookings_person) p
  ON p.place = 1 + n %% %s"""


def main() -> int:
    print(
        f"filling {data.NAME} with {BOOKINGS:,} bookings of {PEOPLE:,} people …",
        flush=True,
    )
    data.make(BOOKINGS, _fill)
    members = _people()
    _past(members)
    before = now()
    _go_on()
    booking, account = Booking.objects.first().pk, members[0].account_id
    readers = len(who_may(booking, now()).readers)
    print(
        f"{BOOKINGS:,} bookings, {EVENTS:,} events, {len(members):,} accounts with"
        f" {SIGN_INS} sign-ins each, {GRANTS:,} grants; {readers:,} readers of one\n"
    )
    print(
        "| ours | ms | anchor | ms | ratio | spread |\n| --- | --- | --- | --- | --- | --- |"
    )
    for name, asked in (
        ("who may see a booking, now", lambda: who_may(booking, now())),
        ("who may see a booking, before", lambda: who_may(booking, before)),
        ("what an account may see, now", lambda: what_may(account, now())),
        ("what an account may see, before", lambda: what_may(account, before)),
    ):
        print(
            pair(name, asked, "count of bookings", _count, repeats=3).row(), flush=True
        )
    return 0


def _fill(bookings: int) -> None:
    for code in ("ONE", "TWO"):
        factories.Facility.objects.create(name=f"Facility {code}", code=code)
    with acting(None, "bench.fill"), connection.cursor() as cursor:
        cursor.execute(data.PEOPLE, [PEOPLE])
        cursor.execute(
            data.BOOKINGS_OF.format(people=_OFTEN_BOOKED),
            [bookings, bookings, bookings, PEOPLE],
        )


def _count() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT facility_id, count(*) FROM bookings_booking GROUP BY 1")
        cursor.fetchall()


# Accounts and agreements are laid out here as if two people had signed each.
_ALONE = """
CREATE OR REPLACE FUNCTION public.access_takes_two_people() RETURNS boolean
LANGUAGE sql STABLE AS $f$ SELECT false $f$"""


def _people() -> list:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(_ALONE)
    places = list(factories.Facility.objects.all())
    members = []
    for number in range(UNITS):
        role = (Role.OFFICER, Role.BOOKING_CLERK, Role.PROSECUTOR)[number % 3]
        first = factories.membership(role)
        for place in places:
            factories.permit(first.unit, place, CLASSES)
        others = [factories.membership(role, of=first.unit) for _ in range(IN_EACH - 1)]
        members += [first, *others]
    return members


def _past(members: list) -> None:
    for member in members[:: len(members) // 20]:
        data.give_access_rows(member.pk, GRANTS // 20)
    with connection.cursor() as cursor:
        for _ in range(SIGN_INS):
            cursor.execute(_SIGN_IN)
        cursor.execute(_EVENTS, [str(uuid4()), len(members), EVENTS, BOOKINGS])
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _go_on() -> None:
    """What has changed since the instant that is looked back to."""
    with connection.cursor() as cursor:
        for _ in range(SIGN_INS // 10):
            cursor.execute(_SIGN_IN)


if __name__ == "__main__":
    sys.exit(main())
