"""Findings: what was found not to be in order, opened with its evidence. Imported
logs: where a part of the view history comes from.
"""

import uuid

from django.db import models
from django.db.models import Q

from access.models import Account, LawVersion, choices, kept_history
from audit.clock import JailNow
from compliance.enums import FindingKind, NameKind


class Scan(models.Model):
    """One run over all accounts: when, under which law, and what it counted."""

    started_at = models.DateTimeField(db_default=JailNow())
    law = models.ForeignKey(LawVersion, models.PROTECT, null=True, related_name="+")
    accounts = models.IntegerField(default=0)
    opened = models.IntegerField(default=0)

    class Meta:
        ordering = ["-started_at"]
        indexes = [models.Index(fields=["-started_at"], name="scan_newest")]

    def __str__(self):
        return f"scan of {self.accounts} accounts"


class Finding(models.Model):
    """Something that must be looked at. Nothing closes by itself."""

    kind = models.CharField(max_length=20, choices=choices(FindingKind))
    account = models.ForeignKey(Account, models.PROTECT, related_name="findings")
    opened_at = models.DateTimeField(db_default=JailNow())
    evidence = models.JSONField(
        default=dict, help_text="instants, counts and rule ids; no person's data"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_with = models.CharField(max_length=200, blank=True)
    history = kept_history()

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "account"],
                condition=Q(closed_at__isnull=True),
                name="one_open_finding_of_a_kind",
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.account_id}"


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
