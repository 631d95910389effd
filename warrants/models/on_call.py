"""The rota of counsel. It is about officials alone, and about nobody in custody."""

import uuid

from django.db import models
from django.db.models import F, Q

from access.models import Account, Membership, kept_history
from audit.clock import JailNow


class OnCall(models.Model):
    """Somebody of counsel who can be reached from one instant to another: a line of the
    rota. Lines may overlap; where none stands, nobody is on call. ``phone``: the number of
    the duty, as it was typed for this line. A line that is wrong is withdrawn, not changed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="on_call")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    phone = models.CharField("duty number", max_length=40)
    entered_at = models.DateTimeField(db_default=JailNow())
    entered_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+"
    )
    history = kept_history()

    class Meta:
        ordering = ["starts_at", "id"]
        default_permissions = ()
        indexes = [models.Index(fields=["ends_at"], name="on_call_by_its_end")]
        constraints = [
            models.CheckConstraint(
                name="on_call_ends_after_it_begins",
                condition=Q(ends_at__gt=F("starts_at")),
            ),
            models.CheckConstraint(name="on_call_has_a_number", condition=~Q(phone="")),
            models.CheckConstraint(
                name="on_call_is_withdrawn_by_somebody",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        ]

    def __str__(self):
        return str(self.pk)
