"""The weekly review of the history: who looks at what, and that they did."""

from django.db import models
from django.db.models import Q

from access.models import Account, Unit, kept_history
from audit.clock import JailNow


class HistoryReview(models.Model):
    """What one unit looks at for one week. ``week``: its Monday; ``sample``: keys of
    accounts whose showings are to be looked at. Signed once, by somebody of the unit.
    """

    week = models.DateField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    sample = models.JSONField(default=list, db_default=[])
    made_at = models.DateTimeField(db_default=JailNow())
    due_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+"
    )
    words = models.CharField(
        max_length=1000, blank=True, db_default="", help_text="no person's data"
    )
    history = kept_history()

    class Meta:
        ordering = ["-week", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["week", "unit"], name="one_review_a_week_and_unit"
            ),
            models.CheckConstraint(
                name="a_signed_review_says_who_and_what",
                condition=Q(signed_at__isnull=True, signed_by__isnull=True, words="")
                | Q(signed_at__isnull=False, signed_by__isnull=False) & ~Q(words=""),
            ),
        ]

    def __str__(self):
        return f"{self.week} {self.unit_id}"
