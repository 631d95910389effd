"""An intake that is under way: who keeps it, and how far each part of it is."""

from django.db import models

from access.models import Account, kept_history
from audit.clock import JailNow
from bookings.models.booking import Booking


class IntakeDraft(models.Model):
    """The keeping of one booking's intake, from its beginning on.

    The booking is a draft while ``Booking.intake_completed_at`` is empty; this row
    says who writes at it, and stays when it is finished. ``saves``: how often each
    section was saved, so that of two who write at one the second is told.
    ``is_of_known_person``: the clerk chose somebody of an earlier booking, whose name
    and birth date are then corrected on the record and not at intake.
    """

    booking = models.OneToOneField(
        Booking, models.CASCADE, primary_key=True, related_name="draft"
    )
    keeper = models.ForeignKey(Account, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(db_default=JailNow())
    kept_since = models.DateTimeField(db_default=JailNow())
    is_of_known_person = models.BooleanField(default=False)
    saves = models.JSONField(default=dict, db_default={})
    history = kept_history(excluded_fields=["saves"])

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["keeper"], name="draft_by_keeper")]

    def __str__(self):
        return str(self.pk)
