"""How long records are kept, why longer, and the runs that dispose of them."""

import uuid

from django.db import models
from django.db.models import F, Q

from access.models import Account, Proposal, choices, kept_history
from audit.clock import JailNow
from bookings import enums
from bookings.models.booking import Booking


class RetentionSchedule(models.Model):
    """How long one kind of record is kept, as two people have approved it. Insert-only.

    ``source``: where it stands; ``in_force_from``: the first day it may be used.
    """

    retained = models.CharField(max_length=20, choices=choices(enums.Retained))
    number = models.CharField(max_length=40, help_text="disposition authority number")
    title = models.CharField(max_length=120, help_text="of the records series")
    days = models.PositiveIntegerField()
    runs_from = models.CharField(max_length=20, choices=choices(enums.StartingEvent))
    source = models.CharField(max_length=200)
    certainty = models.CharField(max_length=10, choices=choices(enums.Certainty))
    in_force_from = models.DateField()
    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="+")
    adopted_at = models.DateTimeField(db_default=JailNow())

    class Meta:
        default_permissions = ()
        ordering = ["-in_force_from", "-adopted_at", "-id"]

    def __str__(self):
        return self.number


class LegalHolds(models.QuerySet):
    def covering(self, booking_id):
        """Holds that are on now: nothing of this booking is destroyed meanwhile."""
        return self.filter(booking_id=booking_id, ended_at=None)


class LegalHold(models.Model):
    """A record is kept for a case, whatever its schedule says, until somebody ends it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    booking = models.ForeignKey(Booking, models.CASCADE, related_name="+")
    kept_for = models.CharField(max_length=20, choices=choices(enums.KeptFor))
    case_number = models.CharField(max_length=40)
    begun_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(db_default=JailNow())
    ended_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    history = kept_history()

    objects = LegalHolds.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["booking", "case_number"],
                condition=Q(ended_at__isnull=True),
                name="one_hold_of_a_booking_for_a_case",
            ),
            models.CheckConstraint(
                name="legal_hold_ends_after_it_began",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__gte=F("begun_at"), ended_by__isnull=False),
            ),
        ]

    def __str__(self):
        return str(self.pk)


class DispositionRun(models.Model):
    """What two people agreed to dispose of by one schedule. Insert-only; its records are
    ``items``. ``until``: the instant by which their time was over.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    schedule = models.ForeignKey(RetentionSchedule, models.PROTECT, related_name="+")
    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="+")
    until = models.DateTimeField()
    agreed_at = models.DateTimeField(db_default=JailNow())

    class Meta:
        default_permissions = ()
        ordering = ["-agreed_at"]

    def __str__(self):
        return str(self.pk)


class DispositionItem(models.Model):
    """One record of a run, by its key alone: no constraint ties it to what is gone."""

    run = models.ForeignKey(DispositionRun, models.PROTECT, related_name="items")
    record = models.UUIDField()
    outcome = models.CharField(
        max_length=20, choices=choices(enums.Disposal), blank=True
    )
    done_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["run", "record"], name="a_run_names_a_record_once"
            )
        ]

    def __str__(self):
        return str(self.pk)
