"""What somebody has been told of the law: evidence that they knew it. Insert-only."""

from django.db import models
from django.db.models import F, Q

from access.models.accounts import Account
from access.models.laws import LawVersion
from audit.clock import JailNow


class Training(models.Model):
    """Somebody has completed the training on one law."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="trainings")
    law = models.ForeignKey(LawVersion, models.PROTECT, related_name="+")
    completed_at = models.DateTimeField(db_default=JailNow())
    minutes = models.PositiveIntegerField(
        help_text="between first page and last answer"
    )
    questions = models.PositiveSmallIntegerField()
    answered_right = models.PositiveSmallIntegerField(
        help_text="answered rightly at once"
    )

    class Meta:
        ordering = ["-completed_at"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="training_asks_and_is_answered",
                condition=Q(questions__gt=0, answered_right__lte=F("questions")),
            )
        ]
        indexes = [
            models.Index(
                fields=["account", "law", "-completed_at"], name="training_newest"
            )
        ]

    def __str__(self):
        return f"{self.account_id} {self.law_id}"


class BannerAcknowledgement(models.Model):
    """Somebody has acknowledged the banner of a law: its words, by their hash."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="banners")
    law = models.ForeignKey(LawVersion, models.PROTECT, related_name="+")
    banner_sha256 = models.CharField(max_length=64)
    acknowledged_at = models.DateTimeField(db_default=JailNow())

    class Meta:
        ordering = ["-acknowledged_at"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["account", "law"], name="banner_by_account_and_law")
        ]

    def __str__(self):
        return f"{self.account_id} {self.law_id}"
