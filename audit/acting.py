"""Who is acting, for the change history that triggers write.

The setting is local to the transaction. It is what the application says of
itself, and no proof against the application.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

_READ = """SELECT coalesce(current_setting('jr.actor', true), ''),
                  coalesce(current_setting('jr.reason', true), '')"""
_WRITE = "SELECT set_config('jr.actor', %s, true), set_config('jr.reason', %s, true)"
_REASON_LENGTH = 100


@contextmanager
def acting(account_id: int | None, act: str, reason: str = "") -> Iterator[None]:
    """Run a block in one transaction whose changes are put down to this account.

    ``act`` and ``reason`` become the history's change reason, cut at 100
    characters. Nests; an error rolls the settings back with everything else.
    """
    why = f"{act}: {reason}" if reason else act
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_READ)
        before = cursor.fetchone()
        actor = "" if account_id is None else str(account_id)
        cursor.execute(_WRITE, [actor, why[:_REASON_LENGTH]])
        yield
        cursor.execute(_WRITE, before)
