"""View history and act history: insert-only, without foreign keys into live data,
so that they can neither block a deletion nor be lost to one. They hold
identifiers and kinds, never a person's values.

Triggers, partitions and privileges: migration 0002 and ``audit.installation``.
"""

import uuid

from django.db import models
from django.db.models.expressions import RawSQL

from audit.clock import JailNow
from audit.enums import History, Origin, Outcome, ViewKind


def choices(vocabulary):
    return {member.value: member.value for member in vocabulary}


class RegisteredShape(models.Model):
    """A shape as it was registered; written by ``migrate``, never changed."""

    id = models.BigIntegerField(primary_key=True)
    page = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    fields = models.JSONField(help_text="path of each field → bit of its class")
    registered_at = models.DateTimeField(db_default=JailNow())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["page", "version"], name="page_version_has_one_shape"
            )
        ]

    def __str__(self):
        return f"{self.page} v{self.version}"


class ViewEvent(models.Model):
    """One booking shown to, or refused to, one viewer at one instant.

    ``classes`` is the mask that was allowed, 0 for a refusal. Facts about the
    viewer stand as they were when seen. ``detail`` holds kinds, counts and
    keyed digests, never typed text.
    """

    pk = models.CompositePrimaryKey("origin", "occurred_at", "id")
    origin = models.CharField(
        max_length=40, choices=choices(Origin), db_default=Origin.LIVE.value
    )
    occurred_at = models.DateTimeField(db_default=JailNow())
    id = models.BigIntegerField(
        db_default=RawSQL("nextval('audit_viewevent_id_seq')", ()), editable=False
    )
    kind = models.CharField(max_length=20, choices=choices(ViewKind))
    request_id = models.UUIDField()
    account_id = models.BigIntegerField(null=True)
    membership_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    agency_id = models.BigIntegerField(null=True)
    mission = models.CharField(max_length=30, blank=True, db_default="")
    in_immigration_department = models.BooleanField(db_default=False)
    purpose = models.CharField(max_length=40, blank=True, db_default="")
    booking_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    facility_id = models.BigIntegerField(null=True)
    shape_id = models.BigIntegerField(null=True)
    classes = models.IntegerField(db_default=0)
    basis = models.CharField(max_length=200, blank=True, db_default="")
    rules = models.CharField(max_length=500, blank=True, db_default="")
    law_id = models.BigIntegerField(null=True)
    detail = models.JSONField(db_default={})
    leaf = models.BinaryField(editable=False, db_default=b"")

    class Meta:
        indexes = [
            models.Index(
                fields=["account_id", "occurred_at"],
                include=["booking_id", "person_id", "kind", "classes"],
                name="view_by_account",
            ),
            models.Index(
                fields=["person_id", "occurred_at"],
                include=["account_id", "booking_id", "kind", "classes"],
                name="view_by_person",
            ),
            # Refusals of what may not be known of: they name no person.
            models.Index(
                fields=["booking_id", "occurred_at"],
                condition=models.Q(person_id__isnull=True, booking_id__isnull=False),
                name="view_refused_by_booking",
            ),
            # Openings that were refused, whoever asked: the newest first.
            models.Index(
                fields=["occurred_at", "id"],
                condition=models.Q(kind="refused", booking_id__isnull=False),
                name="view_refused_openings",
            ),
        ]

    def __str__(self):
        return f"{self.origin} {self.id}"


class ActEvent(models.Model):
    """One thing somebody did, or was refused. ``target_id`` is an opaque key."""

    occurred_at = models.DateTimeField(db_default=JailNow())
    act = models.CharField(max_length=60)
    outcome = models.CharField(max_length=10, choices=choices(Outcome))
    reason = models.CharField(
        max_length=60, blank=True, help_text="a code, never text that was typed"
    )
    request_id = models.UUIDField(null=True)
    account_id = models.BigIntegerField(null=True)
    membership_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    agency_id = models.BigIntegerField(null=True)
    mission = models.CharField(max_length=30, blank=True, db_default="")
    target_kind = models.CharField(max_length=40, blank=True, db_default="")
    target_id = models.CharField(max_length=60, blank=True, db_default="")
    law_id = models.BigIntegerField(null=True)
    detail = models.JSONField(db_default={})
    leaf = models.BinaryField(editable=False, db_default=b"")

    class Meta:
        indexes = [
            models.Index(fields=["act", "outcome", "occurred_at"], name="act_by_kind"),
            models.Index(fields=["account_id", "occurred_at"], name="act_by_account"),
            models.Index(
                fields=["target_kind", "target_id", "occurred_at"],
                name="act_by_target",
            ),
        ]

    def __str__(self):
        return f"{self.act} {self.outcome}"


class TypedText(models.Model):
    """What somebody typed about a person: search terms, reasons. Encrypted,
    and erased on its own short schedule, so that nobody enters an unerasable
    table by being looked for.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20)
    account_id = models.BigIntegerField(null=True)
    session_digest = models.CharField(max_length=64, blank=True)
    sealed = models.BinaryField()
    typed_at = models.DateTimeField(db_default=JailNow())
    erase_after = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["erase_after"], name="typed_text_by_end")]

    def __str__(self):
        return f"{self.kind} {self.id}"


class SealedLeaf(models.Model):
    """The place of one event in the tree. Insert-only."""

    position = models.BigIntegerField(primary_key=True)
    history = models.CharField(max_length=4, choices=choices(History))
    event_id = models.BigIntegerField()
    occurred_at = models.DateTimeField()
    leaf = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["history", "occurred_at", "event_id"],
                name="event_is_sealed_once",
            )
        ]

    def __str__(self):
        return f"{self.position}: {self.history} {self.event_id}"


class Checkpoint(models.Model):
    """A signed head of the tree, for outsiders to hold. Insert-only.

    ``sealed_before``: every event of a transaction below this number (xid8) is in
    the tree. ``frontier``: the roots of the tree's perfect subtrees, joined.
    """

    tree_size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    frontier = models.BinaryField()
    sealed_before = models.CharField(max_length=20)
    sealed_at = models.DateTimeField(db_default=JailNow())
    signature = models.BinaryField()

    class Meta:
        ordering = ["-tree_size"]

    def __str__(self):
        return f"tree of {self.tree_size}"


class MeteredTable(models.Model):
    """A table whose writes are counted, and from where on its history must agree."""

    table_name = models.CharField(max_length=63, primary_key=True)
    past_name = models.CharField(max_length=63)
    since_history_id = models.BigIntegerField()
    since = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.table_name


class WriteCount(models.Model):
    """How many rows of a table a statement wrote; after some days, an hour's sum."""

    table_name = models.CharField(max_length=63)
    at = models.DateTimeField()
    rows = models.BigIntegerField()
    is_folded = models.BooleanField(db_default=False)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["at"], name="write_count_by_instant")]

    def __str__(self):
        return f"{self.table_name}: {self.rows}"


class HistoryRemoval(models.Model):
    """Rows of a history that went, by the hour in which they had been written.

    ``record``: the key of the record that was ordered away, empty where none was.
    """

    table_name = models.CharField(max_length=63)
    history_hour = models.DateTimeField()
    rows = models.BigIntegerField()
    just_begun = models.BigIntegerField(help_text="written in its first two seconds")
    record = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["history_hour"], name="history_removal_by_hour")
        ]

    def __str__(self):
        return f"{self.table_name}: {self.rows}"
