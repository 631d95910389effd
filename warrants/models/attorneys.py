"""The model of an attorney of record; what it opens is kept by triggers."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import F, Q

from access.enums import FieldClass
from access.models import Agreement, Membership, choices, kept_history
from warrants.sides import AppearanceEnd, Side

# What the law opens by standing to the attorneys of a case; the trigger writes the same.
OPENED = FieldClass.REGISTER | FieldClass.CUSTODY
LASTS = timedelta(days=365)


class Appearance(models.Model):
    """One attorney is of record in one case of one booking, for one side. It opens what
    the law opens by standing to the attorneys of a case, and of this booking alone.

    ``received_on``: when the notice of appearance came. ``recorder``: whoever put it on
    record, in the jail's unit. ``agreement``: that of the attorney's agency, without
    which it opens nothing. ``ends_at`` was written down with it; ``ended_at`` is when the
    attorney left the case. Triggers hold that it is an attorney's and a case of this
    booking, keep ``access_row`` in step, and never let it grow.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    membership = models.ForeignKey(
        Membership, models.PROTECT, related_name="appearances"
    )
    booking = models.ForeignKey(
        "bookings.Booking", models.PROTECT, related_name="appearances"
    )
    case_number = models.CharField(
        max_length=30, help_text="the court's, of a charge of this booking"
    )
    side = models.CharField(max_length=20, choices=choices(Side))
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    received_on = models.DateField()
    recorder = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(
        max_length=20, choices=choices(AppearanceEnd), blank=True
    )
    history = kept_history()

    class Meta:
        ordering = ["-starts_at"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="appearance_is_in_a_case", condition=~Q(case_number="")
            ),
            models.CheckConstraint(
                name="appearance_lasts_a_year_at_the_most",
                condition=Q(ends_at__gt=F("starts_at"))
                & Q(ends_at__lte=F("starts_at") + LASTS),
            ),
            models.CheckConstraint(
                name="appearance_ended_early_has_a_reason",
                condition=Q(ended_at__isnull=True, end_reason="")
                | (Q(ended_at__isnull=False) & ~Q(end_reason="")),
            ),
        ]

    def __str__(self):
        return str(self.pk)
