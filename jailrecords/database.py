"""The database's owner, for the length of a `with`.

Web, worker, scheduler and every test log in as the application's role, which
may insert events and never change or delete one. Only commands that change
tables come here.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import CommandError
from django.db import connections

APP_ROLE = settings.DATABASES["default"]["USER"]


@contextmanager
def as_owner() -> Iterator[None]:
    """The same database under the owner's name, in this thread alone.

    A new connection rather than SET ROLE: a session that could take the
    owner's role could be made to by an injected statement. What was open on
    the old connection is closed.
    """
    if settings.DATABASE_OWNER is None:
        raise CommandError(
            "DATABASE_OWNER_URL is not set. Set it to the address with the owner's role."
        )
    connection = connections["default"]
    if connection.in_atomic_block:
        raise CommandError("The owner cannot take over inside a transaction.")
    kept = connection.settings_dict
    connection.close()
    connection.settings_dict = {
        **kept,
        **{
            key: settings.DATABASE_OWNER.get(key, "")
            for key in ("USER", "PASSWORD", "HOST", "PORT")
        },
        "OPTIONS": settings.DATABASE_OWNER.get("OPTIONS", {}),
    }
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = kept
