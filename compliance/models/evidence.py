"""What labels and use are held against: registers of public bodies, and who was on
shift. Common knowledge and rosters; nothing about a person in custody.
"""

from django.db import models
from django.db.models import F, Q

from access.models import Account, Facility, kept_history
from audit.clock import JailNow


class KnownDomain(models.Model):
    """A domain of the .gov registry. Read-only to the application: by command."""

    domain = models.CharField(max_length=120, primary_key=True)
    organisation = models.CharField(max_length=200)
    part = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=2, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.domain


class KnownOri(models.Model):
    """An agency of the FBI's public list. It holds no ICE, CBP, HSI or USCIS, so that an
    ORI it does not know proves nothing. Read-only to the application.
    """

    ori = models.CharField("ORI", max_length=9, primary_key=True)
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=2)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.ori


class Shift(models.Model):
    """An account is on duty at a facility, by an imported roster."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="shifts")
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    imported_at = models.DateTimeField(db_default=JailNow())
    history = kept_history()

    class Meta:
        ordering = ["starts_at"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="shift_ends_after_it_begins",
                condition=Q(ends_at__gt=F("starts_at")),
            ),
            models.UniqueConstraint(
                fields=["account", "starts_at"], name="one_shift_begins_at_an_instant"
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at", "ends_at"], name="shifts_by_time"),
        ]

    def __str__(self):
        return f"{self.account_id} {self.starts_at}"
