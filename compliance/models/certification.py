"""Reviews of accounts: each month, by somebody who knows the people of a unit.

Triggers (migration 0007): a line is decided once, by somebody else, who may; what was
asked, of whom and until when does not change.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from access.enums import Role
from access.models import Account, Membership, Unit, choices, kept_history
from audit.clock import JailNow
from compliance.enums import ReviewDecision, ReviewReason, VoidReason


class Campaign(models.Model):
    """One unit's review of one month. ``month``: its first day, in the jail's time.

    ``due_at``: what is undecided then closes, of an outside unit. Set aside for
    ``void_reason``, it counts for nothing, and another stands in its place that nobody
    who decided in it may decide in. ``finished_at``: by its reviewer, or when the next
    month's came, decided or not.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="campaigns")
    month = models.DateField()
    opened_at = models.DateTimeField(db_default=JailNow())
    due_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(
        max_length=30, choices=choices(VoidReason), blank=True
    )
    history = kept_history()

    class Meta:
        ordering = ["-opened_at"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "month"],
                condition=Q(voided_at__isnull=True),
                name="one_campaign_for_each_unit_and_month",
            ),
            models.CheckConstraint(
                name="campaign_is_void_for_a_reason",
                condition=Q(voided_at__isnull=True, void_reason="")
                | (Q(voided_at__isnull=False) & ~Q(void_reason="")),
            ),
        ]

    def __str__(self):
        return f"{self.unit_id} {self.month:%Y-%m}"


class CampaignLine(models.Model):
    """One account in a campaign. ``roles``: as they were when it was opened.

    ``is_trap``: planted, and to be closed; no reviewer is told. It has no membership,
    so that it opens nothing. ``due_before``: until when the account stood before the
    decision; it goes back to that when the campaign is void.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="lines")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    membership = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+"
    )
    roles = ArrayField(models.CharField(max_length=30, choices=choices(Role)))
    is_trap = models.BooleanField(default=False, db_default=False)
    decision = models.CharField(
        max_length=10, choices=choices(ReviewDecision), blank=True
    )
    reason = models.CharField(max_length=20, choices=choices(ReviewReason), blank=True)
    words = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    due_before = models.DateTimeField(null=True, blank=True)
    history = kept_history()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "account"], name="an_account_is_asked_about_once"
            ),
            models.CheckConstraint(
                name="line_is_decided_by_somebody_at_an_instant",
                condition=Q(
                    decision="", decided_at__isnull=True, decided_by__isnull=True
                )
                | (
                    ~Q(decision="")
                    & Q(decided_at__isnull=False, decided_by__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="what_takes_away_says_why",
                condition=Q(decision__in=["", ReviewDecision.KEPT.value])
                | (~Q(reason="") & ~Q(words="")),
            ),
            models.CheckConstraint(
                name="a_trap_opens_nothing",
                condition=Q(is_trap=True, membership__isnull=True)
                | Q(is_trap=False, membership__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["account", "decided_at"], name="line_newest")]

    def __str__(self):
        return str(self.pk)
