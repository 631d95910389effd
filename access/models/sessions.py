"""Sessions: where somebody is signed in, and what still stands before them."""

import uuid

from django.db import models
from django.db.models import F, Q

from access.enums import Factor, SessionEnd
from access.models.accounts import Account, Membership
from access.models.kept import choices
from access.models.laws import LawVersion
from access.models.networks import Network
from audit.clock import JailNow


class AccountSession(models.Model):
    """One sign-in on one device, from its beginning to its end.

    The browser's cookie is worth nothing without a row that goes on: idle for too
    long it is locked, at ``ends_at`` it is over, and ``ended_at`` ends it at once.
    ``acknowledged_law``: the law whose banner its holder has acknowledged here.
    ``membership``: empty until somebody with several has chosen. ``network``: the
    narrowest that held the address when it began.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="sessions")
    membership = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+"
    )
    began_at = models.DateTimeField(db_default=JailNow())
    last_active_at = models.DateTimeField(db_default=JailNow())
    ends_at = models.DateTimeField()
    locked_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(
        max_length=30, choices=choices(SessionEnd), blank=True
    )
    first_factor = models.CharField(max_length=20, choices=choices(Factor))
    second_factor = models.CharField(max_length=20, choices=choices(Factor), blank=True)
    acknowledged_law = models.ForeignKey(
        LawVersion, models.PROTECT, null=True, related_name="+"
    )
    address = models.GenericIPAddressField(null=True, blank=True)
    network = models.ForeignKey(Network, models.PROTECT, null=True, related_name="+")
    device = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["-began_at"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="session_ends_after_it_begins",
                condition=Q(ends_at__gt=F("began_at")),
            ),
            models.CheckConstraint(
                name="session_is_ended_for_a_reason",
                condition=Q(ended_at__isnull=True) | ~Q(end_reason=""),
            ),
        ]
        indexes = [
            models.Index(fields=["account", "ended_at"], name="sessions_of_an_account"),
            models.Index(fields=["began_at"], name="sessions_by_beginning"),
        ]

    def __str__(self):
        return str(self.id)
