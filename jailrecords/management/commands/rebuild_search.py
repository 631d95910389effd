"""Make the keys by which names are found: after a new version of them, or a repair."""

from django.core.management.base import BaseCommand
from django.db import connection

from jailrecords.database import as_owner

BATCH = 5_000

_ORPHANS = """DELETE FROM bookings_namekey k
  WHERE NOT EXISTS (SELECT FROM bookings_names n WHERE n.id = k.id)"""
_MISSING = """
FROM bookings_names n LEFT JOIN bookings_namekey k USING (id)
WHERE {condition}"""
_OUT_OF_DATE = "k.id IS NULL OR k.version <> bookings_name_version()"
_INDEX = """SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
  AND indexname = 'namekey_by_keys'"""


class Command(BaseCommand):
    help = (
        "Make search keys that are missing or of an older version. Triggers keep them"
        " otherwise. Takes the owner's role (DATABASE_OWNER_URL); may be run again"
        " after an interruption, and goes on where it was."
    )

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="also those that stand")
        parser.add_argument(
            "--offline",
            action="store_true",
            help="drop the index meanwhile: faster for many, and no search finds"
            " a near name until it is done",
        )

    def handle(self, *args, offline, **options):
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(_ORPHANS)
            index = self._drop_index(cursor) if offline else ""
            try:
                done = self._write(cursor, every=options["all"])
            finally:
                if index:
                    cursor.execute("SET maintenance_work_mem = '512MB'")
                    cursor.execute(index)
            cursor.execute("ANALYZE bookings_namekey")
        self.stdout.write(f"{done:,} names have their keys.")

    def _drop_index(self, cursor) -> str:
        cursor.execute(_INDEX)
        (index,) = cursor.fetchone()
        cursor.execute("DROP INDEX namekey_by_keys")
        return index

    def _write(self, cursor, *, every: bool) -> int:
        condition = "true" if every else _OUT_OF_DATE
        cursor.execute(f"SELECT n.id {_MISSING.format(condition=condition)}")
        keys = [key for (key,) in cursor.fetchall()]
        for first in range(0, len(keys), BATCH):
            batch = keys[first : first + BATCH]
            cursor.execute("SELECT bookings_write_name_keys(%s::uuid[])", [batch])
            if first and first % (20 * BATCH) == 0:
                self.stdout.write(f"  {first:,} of {len(keys):,}")
        return len(keys)
