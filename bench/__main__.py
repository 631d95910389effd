"""The record page and the list, each against what it cannot do without.

make bench                     200,000 bookings
BENCH_BOOKINGS=1000000 make bench
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jailrecords.settings")
django.setup()

from django.db import connection  # noqa: E402  after django.setup()

from access.enums import Role  # noqa: E402
from bench import data, logs, search  # noqa: E402
from bench.pairs import pair  # noqa: E402
from bookings import pages, selectors  # noqa: E402
from bookings.models import Booking  # noqa: E402
from tests import factories  # noqa: E402

_HEAD = """| ours | ms | anchor | ms | ratio | spread |
| --- | --- | --- | --- | --- | --- |"""


def main() -> int:
    bookings = int(os.environ.get("BENCH_BOOKINGS", "200000"))
    print(f"filling {data.NAME} with {bookings:,} bookings …", flush=True)
    data.make(bookings)
    print(f"PostgreSQL {_version()}, {os.cpu_count()} cores, {bookings:,} bookings\n")
    print(_HEAD, flush=True)
    for row in (
        *_record_page(),
        *_counted_page(),
        *_list_page(),
        *logs.pairs(),
    ):
        print(row.row(), flush=True)
    search.report(bookings)
    return 0


def _version() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return cursor.fetchone()[0]


def _select(sql: str, params: list) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        cursor.fetchall()


def _record_page():
    """One record: decided, recorded and read, against the bare read of it."""
    jail = list(factories.Facility.objects.all())
    clerk = factories.viewer(Role.BOOKING_CLERK, sees=jail)
    keys = list(
        Booking.objects.order_by("-booked_at").values_list("pk", flat=True)[:500]
    )
    ours, bare = iter(keys * 1000), iter(keys * 1000)
    columns = ", ".join(column.sql for column in pages.RECORD.columns)
    read = (
        f"SELECT {columns} FROM (SELECT %s::uuid AS booking_id) shown"
        f" {pages.RECORD.joins}"
    )
    yield pair(
        "record page's statement, recorded",
        lambda: selectors.open_record(clerk, next(ours)),
        "the same columns, unchecked and unrecorded",
        lambda: _select(read, [next(bare)]),
    )


def _counted_page():
    """An outside officer's record page, whose statement counts the day's people, late
    on a busy day; against the same page of a clerk, whose statement counts nobody.
    """
    jail = list(factories.Facility.objects.all())
    clerk = factories.viewer(Role.BOOKING_CLERK, sees=jail)
    officer = factories.viewer(Role.OFFICER, sees=jail)
    newest = Booking.objects.filter(is_juvenile=False, is_sealed=False)
    keys = list(newest.order_by("-booked_at").values_list("pk", flat=True)[:200])
    for key in keys:
        selectors.open_record(officer, key)
    for _ in range(20):
        selectors.in_custody(officer)
    counted, free = iter(keys * 1000), iter(keys * 1000)
    yield pair(
        "record page of an outside officer, 200 people and 1,200 events today",
        lambda: selectors.open_record(officer, next(counted)),
        "the same page of a clerk, without a ceiling",
        lambda: selectors.open_record(clerk, next(free)),
    )


def _list_page():
    """A page of 50: decided and recorded row by row, against the bare newest 50."""
    columns = ", ".join(column.sql for column in pages.CUSTODY_LIST.columns)
    newest = f"""SELECT {columns} FROM (SELECT id AS booking_id, booked_at
      FROM bookings_booking WHERE facility_id = %s AND NOT is_juvenile AND NOT is_sealed
      AND discharged_at IS NULL ORDER BY booked_at DESC, id DESC LIMIT 50) shown
      {pages.CUSTODY_LIST.joins}"""
    jail = list(factories.Facility.objects.all())
    facility = jail[0].pk
    people = {"standing access": factories.viewer(Role.BOOKING_CLERK, sees=jail)}
    for grants in (10, 1_000):
        member = factories.membership(Role.OFFICER)
        data.give_access_rows(member.pk, grants)
        people[f"{grants:,} grants"] = factories.viewer_of(member)
    for name, viewer in people.items():
        yield pair(
            f"custody list, {name}, an event a row",
            lambda viewer=viewer: selectors.in_custody(viewer),
            "the newest 50, unchecked and unrecorded",
            lambda: _select(newest, [facility]),
            repeats=15,
        )


if __name__ == "__main__":
    sys.exit(main())
