"""Of two people who do the same at once, the second waits, or gives up soon."""

from django.db import connection


def one_at_a_time(what: str) -> None:
    """Let one transaction at a time do this; released when it ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [what])


def do_not_wait() -> None:
    """A lock that somebody holds keeps nobody in custody: give up on it soon."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '2s'")
