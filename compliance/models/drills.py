"""Drills: false accounts, planted to see whether they are refused, found and closed."""

from django.db import models
from django.db.models import Q

from access.models import Account, kept_history
from audit.clock import JailNow


class DrillRun(models.Model):
    """One drill: when the false account was planted, and what became of it. Each of the
    three instants is written once; nothing of it enters any statistic.
    """

    account = models.OneToOneField(Account, models.PROTECT, related_name="+")
    planted_at = models.DateTimeField(db_default=JailNow())
    refused_at = models.DateTimeField(null=True, blank=True)
    found_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    history = kept_history()

    class Meta:
        ordering = ["-planted_at"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["closed_at"],
                name="one_drill_at_a_time",
                condition=Q(closed_at__isnull=True),
                nulls_distinct=False,
            )
        ]

    def __str__(self):
        return f"drill with account {self.account_id}"
