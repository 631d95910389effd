"""Findings: what was found not to be in order, opened with its evidence."""

from django.db import models
from django.db.models import Q

from access.models import Account, LawVersion, choices, kept_history
from audit.clock import JailNow
from compliance.enums import FindingKind


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
