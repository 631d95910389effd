"""What the product refuses to run as. Each refusal is one line."""

import sys
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from audit import months
from audit.clock import now
from jailrecords.local.postgres import LOGGING

MANIFEST = "staticfiles.json"  # ManifestFilesMixin.manifest_name
LOOPBACK = {"127.0.0.1", "localhost", "::1", "[::1]"}

# Membership counts: a role that may become the owner is the owner.
ROLE = """
SELECT rolsuper, rolbypassrls OR rolcreaterole OR rolreplication, EXISTS (
    SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace
        AND pg_has_role(current_user, relowner, 'MEMBER'))
FROM pg_roles WHERE rolname = current_user"""


def refuse_unsafe(addresses: Iterable[str] = ()) -> None:
    """End the process with exit code 2 if anything stands against running it."""
    found = [
        *exposure_refusals(addresses),
        *static_refusals(),
        *database_refusals(),
    ]
    connection.close()  # the caller may fork
    if found:
        for line in found:
            print(f"jailrecords: {line}", file=sys.stderr, flush=True)
        raise SystemExit(2)


def exposure_refusals(addresses: Iterable[str] = ()) -> Iterator[str]:
    """DEBUG shows the source, demo sign-ins everything: here alone."""
    outside = [
        *(host for host in settings.ALLOWED_HOSTS if host not in LOOPBACK),
        *(address for address in addresses if not is_loopback(address)),
    ]
    for switch in ("DEBUG", "DEMO_SIGN_INS"):
        if outside and getattr(settings, switch):
            yield f"{switch} is on and {outside[0]} can be reached from outside. Set DEBUG=false."


def is_loopback(address: str) -> bool:
    """Of host, host:port, [host]:port or unix:/path."""
    host = (
        address.rpartition(":")[0]
        if address.count(":") == 1 or "]:" in address
        else address
    )
    return host in LOOPBACK or host == "unix"


def database_refusals() -> Iterator[str]:
    try:
        yield from role_refusals()
        if pending := _unapplied_migrations():
            yield f"{pending} migrations are not applied. Run: manage.py migrate"
    except DatabaseError as error:
        yield unreachable(error)


def unreachable(error: DatabaseError) -> str:
    """Not the error's text: the server puts names and addresses in it."""
    kind = type(error).__name__
    if settings.LOCAL:
        return (
            f"the local database does not answer ({kind}). Start it: make demo,"
            " or python -m jailrecords.local up (DATABASE_URL is not set)."
        )
    return (
        f"the database of DATABASE_URL does not answer ({kind}). Look at DATABASE_URL,"
        " and at DATABASE_OWNER_URL for a command that changes tables."
    )


def static_refusals() -> Iterator[str]:
    """Without the manifest every page would be an error: each names its style sheet."""
    if not (settings.DEBUG or (settings.STATIC_ROOT / MANIFEST).exists()):
        yield "no static files are collected. Run: manage.py collectstatic --no-input"


def role_refusals() -> Iterator[str]:
    """The role must be one that the guards on evidence hold for."""
    with connection.cursor() as cursor:
        cursor.execute(ROLE)
        superuser, privileged, owner = cursor.fetchone()
    if superuser:
        yield "DATABASE_URL signs in as a database superuser. Use the application's role."
    elif privileged:
        yield "DATABASE_URL's role may get round the database's rules. Use a plain role."
    elif owner:
        yield "DATABASE_URL signs in as the tables' owner. Use the application's role."


def _unapplied_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def database_logging() -> Iterator[str]:
    """What the server would write to its log about the people in its rows."""
    with connection.cursor() as cursor:
        for setting, wanted in LOGGING.items():
            cursor.execute("SELECT current_setting(%s, true)", [setting])
            [found] = cursor.fetchone()
            if found is not None and found != wanted:
                yield (
                    f"the database server has {setting} = {found}: rows or statements "
                    f"about people can reach its log. Set it to {wanted}."
                )


def history_months() -> Iterator[str]:
    """What is shown is written down by month: a month needs its place beforehand."""
    if not months.has_default():
        yield (
            "the view history has no default partition: an event of a month without its"
            " own could not be kept. Run: manage.py migrate, and see docs/reference/"
            "when-it-is-down.md"
        )
        return  # an empty database has no clock to count months by, either
    if (ahead := months.ahead(now())) < months.FEWEST_AHEAD:
        yield (
            f"the view history has partitions for {ahead} months ahead,"
            f" not {months.MONTHS_AHEAD}. Run: manage.py migrate"
        )
