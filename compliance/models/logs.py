"""Imported logs: where a part of the view history comes from."""

import uuid

from django.db import models
from django.db.models import Q

from access.models import LawVersion, choices, kept_history
from audit.clock import JailNow
from compliance.enums import NameKind


class LogImport(models.Model):
    """One access log of an old system: its source, how it was read, what came of it.

    ``content_sha256`` is of the content, unpacked. The events are a partition of the
    view history, under ``origin``. Undone imports stay written down.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    origin = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    content_sha256 = models.CharField(max_length=64)
    mapping_sha256 = models.CharField(max_length=64)
    mapping = models.TextField(help_text="the mapping's text, as it was used")
    system = models.ForeignKey(
        LawVersion,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="what the old system let people reach when the log begins",
    )
    tells_records = models.BooleanField(default=False)
    tells_records_from = models.DateTimeField(null=True)
    lines = models.BigIntegerField(default=0)
    events = models.BigIntegerField(default=0)
    quarantined = models.BigIntegerField(default=0)
    left_out = models.JSONField(
        default=dict, help_text="rows that are no showing, by the log's own code"
    )
    first_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    imported_at = models.DateTimeField(db_default=JailNow())
    undone_at = models.DateTimeField(null=True, blank=True)
    history = kept_history()

    class Meta:
        ordering = ["-imported_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_sha256"],
                condition=Q(undone_at__isnull=True),
                name="a_log_is_imported_once",
            )
        ]

    def __str__(self):
        return self.title


class LogName(models.Model):
    """A name in an imported log that matches nothing here, and how often it stands
    there. ``unit``: what the log says of a user. Gone with its import.
    """

    log = models.ForeignKey(LogImport, models.CASCADE, related_name="names")
    kind = models.CharField(max_length=10, choices=choices(NameKind))
    text = models.CharField(max_length=200)
    unit = models.CharField(max_length=200, blank=True)
    rows = models.BigIntegerField()

    class Meta:
        ordering = ["kind", "text", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["log", "kind", "text", "unit"], name="a_name_is_listed_once"
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"
