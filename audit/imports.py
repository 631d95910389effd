"""Imported logs as parts of the view history: opened, attached, sealed, dropped.

Each log is one partition, named after its source. Between ``opened`` and
``attach`` the caller fills it; nobody writes into it afterwards. Rows lie in it with
the line of the source as their number.
"""

from uuid import UUID

from django.db import connection, transaction

from audit.enums import Outcome
from audit.models import ActEvent

_ATTACHED = """
SELECT substr(c.relname, length('audit_viewevent_') + 1)
FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
WHERE i.inhparent = 'public.audit_viewevent'::regclass
  AND c.relname ~ '^audit_viewevent_log_' ORDER BY 1"""

_OTHERS = """
SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
WHERE i.inhparent = 'public.audit_viewevent'::regclass
  AND c.relname <> 'audit_viewevent_live'
  AND (c.relname !~ '^audit_viewevent_log_[0-9a-f]{16}$'
    OR pg_get_expr(c.relpartbound, c.oid) <>
      format('FOR VALUES IN (%L)', substr(c.relname, length('audit_viewevent_') + 1)))
ORDER BY 1"""

IMPORTED, SEALED, DROPPED = "log.import", "log.seal", "log.undo_import"


def origin_of(content_sha256: str) -> str:
    """The origin that events of a source carry, and what its partition is called."""
    return f"log_{content_sha256[:16]}"


def partition_of(origin: str) -> str:
    return f"audit_viewevent_{origin}"


def staging_of(origin: str) -> str:
    return f"staged_{origin}"


def wait_for_turn() -> None:
    """One log at a time is imported, undone or sealed: wait until the others have
    finished, and keep the turn to the end of the transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('audit_import'))")


def open_log(origin: str) -> None:
    """Make the staging table and the partition-to-be, writable by this role alone and
    in this transaction alone.
    """
    _call("audit_import_open(%s)", origin)


def analyze(origin: str) -> None:
    """Let the database know what was staged, before it is matched."""
    _call("audit_import_analyze(%s)", origin)


def attach(origin: str, content_sha256: str, import_id: UUID, actor: str) -> int:
    """Build keys and indexes, make the log part of the history, and record the act.
    Return how many events it has.
    """
    return _call(
        "audit_import_attach(%s, %s, %s::uuid, %s)",
        *(origin, content_sha256, str(import_id), actor),
    )


def drop(origin: str, import_id: UUID, actor: str) -> None:
    """Take a log out of the history again, and record the act."""
    _call("audit_import_drop(%s, %s::uuid, %s)", origin, str(import_id), actor)


def attached() -> list[str]:
    """The origins of the logs that are part of the history."""
    with connection.cursor() as cursor:
        cursor.execute(_ATTACHED)
        return [name for (name,) in cursor.fetchall()]


def seal_logs() -> int:
    """Write the digest of every log that has none into the act history, which the
    tree holds; return how many. Two at once wait for each other.
    """
    sealed = 0
    for origin in attached():
        with transaction.atomic():
            wait_for_turn()
            if _last(origin) != IMPORTED:
                continue
            ActEvent.objects.create(
                act=SEALED,
                outcome=Outcome.DONE,
                target_kind="log",
                target_id=origin,
                mission="system:sealer",
                detail={"log": origin, "digest": digest(origin)},
            )
            sealed += 1
    return sealed


def digest(origin: str) -> str:
    return _call("audit_import_digest(%s)", origin)


def faults() -> list[str]:
    """Logs that are not what was imported and sealed, one line each."""
    found, here = [], set(attached())
    for origin in sorted(here | _told()):
        last = _last(origin)
        if origin in here and last in (None, DROPPED):
            found.append(f"{origin} is in the history, but was not imported")
        elif origin not in here and last not in (None, DROPPED):
            found.append(f"{origin} was imported, and is gone")
        elif last == SEALED and digest(origin) != _sealed_digest(origin):
            found.append(f"{origin} is not what was imported")
    found += [f"{name} is a part of the history that nobody made" for name in _others()]
    return found


def _others() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_OTHERS)
        return [name for (name,) in cursor.fetchall()]


def _told() -> set[str]:
    events = ActEvent.objects.filter(act=IMPORTED)
    return set(events.values_list("detail__log", flat=True))


def _last(origin: str) -> str | None:
    """The last thing that was done with a log."""
    events = ActEvent.objects.filter(
        act__in=(IMPORTED, SEALED, DROPPED), detail__log=origin
    )
    return events.order_by("-id").values_list("act", flat=True).first()


def _sealed_digest(origin: str) -> str:
    event = ActEvent.objects.filter(act=SEALED, detail__log=origin).latest("id")
    return event.detail["digest"]


def _call(function: str, *params: str):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}", params)
        return cursor.fetchone()[0]
