"""Sheets for when the system is down, and who opened one. No person's data: whom a sheet
is about stands here by their keys, and the sheet itself lies sealed in a file.
"""

import uuid

from django.db import models

from access.models import Account, Facility


class ContinuitySheet(models.Model):
    """One hour's sheet of one facility. ``entries``: for each person on it the keys of
    booking and person, and the mask of classes that stands there.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    shape_id = models.BigIntegerField()
    entries = models.JSONField()
    sha256 = models.CharField("of the sealed file", max_length=64)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["facility", "-made_at"], name="sheet_by_facility")
        ]

    def __str__(self):
        return str(self.pk)


class SheetOpening(models.Model):
    """That a sheet was opened while the system was down, entered afterwards. ``line``:
    the digest of its line in the log, so that a second run enters nothing.
    ``account`` is nobody where the name that was given is no account's.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sheet = models.ForeignKey(ContinuitySheet, models.PROTECT, related_name="openings")
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    typed_text = models.UUIDField(help_text="the name and the reason given, sealed")
    line = models.CharField(max_length=64, unique=True)

    class Meta:
        default_permissions = ()
        ordering = ["-opened_at"]

    def __str__(self):
        return str(self.pk)
