"""What the jail's shift commander opens at once, where somebody's life is in danger."""

import uuid

from django.db import models
from django.db.models import Q

from access.models import Account, Membership, choices, kept_history
from audit.clock import JailNow
from warrants.emergency_rules import MOST_MINUTES
from warrants.enums import Danger, EmergencyReview
from warrants.models.requests import AccessRequest


class Emergency(models.Model):
    """A grant that two people did not approve beforehand, and one reviews afterwards.

    ``request``: made in the name of whoever is shown it; its grant ends at the latest
    ``minutes`` after ``opened_at``. Triggers (migration 0014) hold who may open one, for
    whom and for how long, and that what is on record of it stands; a review is written
    once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.OneToOneField(
        AccessRequest, models.PROTECT, related_name="emergency"
    )
    opened_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(db_default=JailNow())
    minutes = models.PositiveSmallIntegerField()
    danger = models.CharField(max_length=20, choices=choices(Danger))
    review_due_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(
        max_length=20, choices=choices(EmergencyReview), blank=True, db_default=""
    )
    history = kept_history()

    class Meta:
        verbose_name_plural = "emergencies"
        ordering = ["-opened_at"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="emergency_lasts_three_days_at_most",
                condition=Q(minutes__gte=1, minutes__lte=MOST_MINUTES),
            ),
            models.CheckConstraint(
                name="emergency_is_reviewed_by_somebody_with_an_outcome",
                condition=Q(
                    reviewed_at__isnull=True, reviewed_by__isnull=True, outcome=""
                )
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False)
                & ~Q(outcome=""),
            ),
        ]

    def __str__(self):
        return str(self.pk)
