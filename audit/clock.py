"""The one clock. Every instant that decides something is SQL ``jail_now()``.

Its body is ``clock_timestamp()``; the test database's owner replaces it. No
setting moves it. ``tests/architecture/test_one_clock.py`` bans other sources
of "now" in code and SQL.
"""

from datetime import datetime

from django.db import connection
from django.db.models import DateTimeField, Func


class JailNow(Func):
    """``jail_now()`` as an expression, for ``db_default`` and queries."""

    function = "jail_now"
    output_field = DateTimeField()


def now() -> datetime:
    """Return the instant, aware, in UTC. One round trip: read once, pass on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT jail_now()")
        return cursor.fetchone()[0]
