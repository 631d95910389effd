"""Which booking a row of another system's roster became, so that the same roster again
changes nothing. Keys are keyed digests: whoever reads them learns no number and no name.

No link is a constraint: whoever is expunged goes, and what is left here is a digest by
which the next roster does not bring them back.
"""

import secrets

from django.db import models

from access.models import Facility
from audit.clock import JailNow
from bookings.models.booking import Booking
from bookings.models.person import Person


def new_salt() -> bytes:
    return secrets.token_bytes(32)


class RosterSource(models.Model):
    """Where rosters come from. ``salt`` makes its keys' digests."""

    name = models.CharField(max_length=40, unique=True)
    salt = models.BinaryField(default=new_salt, editable=False)
    created_at = models.DateTimeField(db_default=JailNow(), editable=False)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.name


class RosterPerson(models.Model):
    """Who on record somebody of a roster is."""

    source = models.ForeignKey(RosterSource, models.PROTECT, related_name="people")
    key = models.UUIDField()
    person = models.ForeignKey(
        Person, models.DO_NOTHING, related_name="+", db_constraint=False
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="roster_person_once")
        ]

    def __str__(self):
        return str(self.pk)


class RosterStay(models.Model):
    """A booking as a roster has shown it: on which list first and last.

    Whoever is missing from a later list has left between ``gone_after`` and
    ``gone_by``: more is not known. ``content`` and ``charges``: digests of what was
    taken in last. ``is_moved``: it began at another facility.
    """

    source = models.ForeignKey(RosterSource, models.PROTECT, related_name="stays")
    key = models.UUIDField()
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="+")
    person_key = models.UUIDField()
    booking = models.ForeignKey(
        Booking, models.DO_NOTHING, related_name="+", db_constraint=False
    )
    is_moved = models.BooleanField(default=False)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    gone_after = models.DateTimeField(null=True)
    gone_by = models.DateTimeField(null=True)
    content = models.UUIDField(null=True)
    charges = models.UUIDField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["source", "key", "facility"], name="roster_stay_once"
            )
        ]
        indexes = [
            models.Index(fields=["source", "last_seen_at"], name="roster_stay_by_last"),
            models.Index(fields=["source", "person_key"], name="roster_stay_by_person"),
        ]

    def __str__(self):
        return str(self.pk)


class RosterLine(models.Model):
    """A row on its way in. Empty but while an import runs, in its own transaction."""

    source = models.ForeignKey(
        RosterSource, models.PROTECT, related_name="+", db_constraint=False
    )
    line = models.BigIntegerField()
    at = models.DateTimeField()
    person_key = models.UUIDField()
    stay_key = models.UUIDField()
    facility = models.ForeignKey(
        Facility, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    is_bad = models.BooleanField(default=False)
    content = models.JSONField(null=True)
    digest = models.UUIDField(null=True)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["source", "at"], name="roster_line_by_list")]

    def __str__(self):
        return str(self.pk)
