"""Writing down what was done, and keeping what was typed."""

import logging
import uuid
from datetime import timedelta

from django.db import DatabaseError, connection, transaction

from audit.clock import now
from audit.enums import Outcome
from audit.models import ActEvent, TypedText
from audit.sealing import digest, seal, unseal

logger = logging.getLogger(__name__)

# Typed text is kept as long as a weekly review needs it, twice over.
KEEP_TYPED_TEXT = timedelta(days=30)


def record_act(
    act: str,
    outcome: Outcome,
    *,
    actor,
    reason: str = "",
    target_kind: str = "",
    target_id: object = "",
    **detail: object,
) -> ActEvent:
    """Record an act. ``actor`` is anything that knows its own ``act_columns()``.

    ``reason`` and ``detail`` hold codes, counts and keys: no person's values,
    no text that was typed.
    """
    return ActEvent.objects.create(
        act=act,
        outcome=outcome,
        reason=reason,
        target_kind=target_kind,
        target_id=str(target_id),
        detail=detail,
        **actor.act_columns(),
    )


def record_act_or_log(act: str, outcome: Outcome, **facts) -> None:
    """Record an act that must not wait for its record (law 14): where it cannot be
    written, the log raises the alarm, and the caller goes on.
    """
    try:
        with transaction.atomic():
            record_act(act, outcome, **facts)
    except DatabaseError:
        logger.critical("act %s %s could not be recorded", act, outcome)


def keep_typed_text(
    text: str, *, kind: str, account_id: int | None, session_key: str = ""
) -> TypedText:
    """Seal what somebody typed; the opaque id stands for it everywhere else."""
    return TypedText.objects.create(
        kind=kind,
        account_id=account_id,
        session_digest=digest(session_key) if session_key else "",
        sealed=seal(text, purpose=kind),
        erase_after=now() + KEEP_TYPED_TEXT,
    )


def own_typed_text(
    text_id: uuid.UUID, *, kind: str, account_id: int, session_key: str
) -> str | None:
    """Return what this very session typed, or None: for paging through results."""
    kept = TypedText.objects.filter(
        pk=text_id,
        kind=kind,
        account_id=account_id,
        session_digest=digest(session_key),
    ).first()
    return unseal(kept.sealed, purpose=kind) if kept else None


def kept_typed_text(text_id: uuid.UUID, *, kind: str) -> str | None:
    """Return what was typed for several to read, or None once its time is over."""
    kept = TypedText.objects.filter(pk=text_id, kind=kind).first()
    return unseal(kept.sealed, purpose=kind) if kept else None


def erase_typed_text() -> int:
    """Delete typed text whose time is over; return how many."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_typedtext WHERE erase_after <= jail_now()")
        return cursor.rowcount
