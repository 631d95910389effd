"""Sealing both histories into one Merkle tree, and checking that it holds.

Events are taken by transaction snapshot, not by number: identities commit out of
order, and a watermark of numbers would skip some. Between an event and its
sealing, a few seconds, whoever owns the database could still alter it unseen.
An imported log is one leaf: the act that tells its digest (``audit.imports``).
"""

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connection, transaction

from audit import imports, merkle
from audit.clock import now
from audit.models import Checkpoint, SealedLeaf

BATCH = 10_000
_BEGINNING = "0"

_FINISHED = """
SELECT history, event_id, occurred_at, leaf FROM (
  SELECT 'view' AS history, id AS event_id, occurred_at, leaf, xid FROM audit_viewevent
  WHERE origin = 'live'
  UNION ALL SELECT 'act', id, occurred_at, leaf, xid FROM audit_actevent) e
WHERE xid >= %s::text::xid8 AND xid < %s::text::xid8 ORDER BY xid, history, event_id"""


def note(tree_size: int, root: bytes, sealed_at: datetime) -> bytes:
    """The text that is signed: origin, size, root, instant, a line each."""
    lines = ("jail-records", tree_size, b64encode(root).decode(), sealed_at.isoformat())
    return ("\n".join(map(str, lines)) + "\n").encode()


def signing_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(settings.CHECKPOINT_KEY)


def seal() -> Checkpoint | None:
    """Put every finished event into the tree and sign its head; None if there is
    nothing new. Two at once wait for each other.
    """
    imports.seal_logs()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('audit_seal'))")
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")
        before = cursor.fetchone()[0]
        last = Checkpoint.objects.first()
        cursor.execute(_FINISHED, [last.sealed_before if last else _BEGINNING, before])
        frontier, size = _frontier(last)
        while rows := cursor.fetchmany(BATCH):
            frontier, size = _append(rows, frontier, size)
        if size == (last.tree_size if last else 0):
            return None
        return _checkpoint(frontier, size, before)


def _frontier(last: Checkpoint | None) -> tuple[list[bytes], int]:
    if last is None:
        return [], 0
    joined = bytes(last.frontier)
    length = merkle.HASH_LENGTH
    return [joined[i : i + length] for i in range(0, len(joined), length)], (
        last.tree_size
    )


def _append(rows, frontier, size):
    SealedLeaf.objects.bulk_create(
        SealedLeaf(
            position=size + place,
            history=history,
            event_id=event_id,
            occurred_at=occurred_at,
            leaf=leaf,
        )
        for place, (history, event_id, occurred_at, leaf) in enumerate(rows)
    )
    return merkle.extended(frontier, size, [bytes(row[3]) for row in rows])


def _checkpoint(frontier: list[bytes], size: int, before: str) -> Checkpoint:
    sealed_at, root = now(), merkle.root(frontier)
    return Checkpoint.objects.create(
        tree_size=size,
        root=root,
        frontier=b"".join(frontier),
        sealed_before=before,
        sealed_at=sealed_at,
        signature=signing_key().sign(note(size, root, sealed_at)),
    )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of the whole history found. ``faults``: one line each."""

    tree_size: int
    checkpoints: int
    unsealed: int
    faults: tuple[str, ...]


# A missing event, an altered one, and one whose leaf was altered with it.
_TAMPERED = """
SELECT s.position, CASE WHEN e.event_id IS NULL THEN 'is gone' ELSE 'was altered' END
FROM audit_sealedleaf s LEFT JOIN (
  SELECT 'view' AS history, id AS event_id, occurred_at, audit_view_leaf(v) AS leaf
  FROM audit_viewevent v WHERE origin = 'live'
  UNION ALL SELECT 'act', id, occurred_at, audit_act_leaf(a) FROM audit_actevent a
) e USING (history, event_id, occurred_at)
WHERE e.leaf IS DISTINCT FROM s.leaf ORDER BY s.position LIMIT 100"""

_UNSEALED = """
SELECT (SELECT count(*) FROM audit_viewevent WHERE origin = 'live') + (SELECT count(*) FROM audit_actevent)
  - (SELECT count(*) FROM audit_sealedleaf)"""


def verify() -> Verdict:
    """Compute every leaf from its event and every head from its leaves again."""
    with connection.cursor() as cursor:
        cursor.execute(_TAMPERED)
        faults = [f"event at place {place} {what}" for place, what in cursor.fetchall()]
        cursor.execute(_UNSEALED)
        unsealed = cursor.fetchone()[0]
    checkpoints = list(Checkpoint.objects.order_by("tree_size"))
    faults += imports.faults()
    faults += _wrong_heads(checkpoints)
    size = checkpoints[-1].tree_size if checkpoints else 0
    return Verdict(size, len(checkpoints), unsealed, tuple(faults))


def _wrong_heads(checkpoints: list[Checkpoint]):
    """Compare each signed head with the head of the leaves up to it."""
    leaves = SealedLeaf.objects.order_by("position").values_list("position", "leaf")
    stream = leaves.iterator(chunk_size=BATCH)
    frontier, size = [], 0
    public = signing_key().public_key()
    for checkpoint in checkpoints:
        while size < checkpoint.tree_size and (row := next(stream, None)):
            if row[0] != size:
                yield f"place {size} of the tree is empty"
                return
            frontier, size = merkle.extended(frontier, size, [bytes(row[1])])
        if size < checkpoint.tree_size or merkle.root(frontier) != bytes(
            checkpoint.root
        ):
            yield f"the head of {checkpoint.tree_size} is not that of its leaves"
        signed = note(
            checkpoint.tree_size, bytes(checkpoint.root), checkpoint.sealed_at
        )
        try:
            public.verify(bytes(checkpoint.signature), signed)
        except InvalidSignature:
            yield f"the head of {checkpoint.tree_size} is not signed with our key"
