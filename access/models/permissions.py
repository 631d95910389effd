"""What opens: standing permissions, and the rows that grants leave."""

from django.db import models
from django.db.models import F
from guardian.models import GroupObjectPermissionBase

from access.managers import FacilityPermissionManager
from access.models.agencies import Agreement, Facility
from access.models.kept import kept_history


class FacilityPermission(GroupObjectPermissionBase):
    """Standing access: a unit's or agency's group may see one class of fields of
    bookings at a facility, under an agreement and between two instants.

    ``classes`` is the class's bit, set by trigger from the permission.
    """

    content_object = models.ForeignKey(
        Facility, models.CASCADE, related_name="group_permissions"
    )
    agreement = models.ForeignKey(Agreement, models.PROTECT)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    classes = models.IntegerField(editable=False, default=0)
    objects = FacilityPermissionManager()
    history = kept_history()

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = False


class AccessRow(models.Model):
    """What one grant, or one attorney's appearance, opens on one booking for one
    principal, while it lasts.

    Kept by trigger from ``warrants.Grant`` and ``warrants.Appearance``; the application
    only reads it. ``principal`` is a membership's key, or minus a group's. ``grant_id``:
    the grant's key, or the appearance's. ``agreement_id``: of the agreement that a row of
    standing access rests on; it opens while that is in force, for what it was signed for.
    Plain keys, no foreign keys: Django would try to delete through them.
    """

    principal = models.BigIntegerField()
    booking_id = models.UUIDField()
    grant_id = models.UUIDField()
    basis = models.CharField(max_length=30)
    classes = models.IntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    facility_id = models.BigIntegerField()
    booked_at = models.DateTimeField()
    agreement_id = models.BigIntegerField(null=True, blank=True)
    history = kept_history()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["principal", "booking_id", "grant_id"],
                name="one_row_for_each_grant",
            )
        ]
        indexes = [
            models.Index(
                F("principal"),
                F("booked_at").desc(),
                F("booking_id").desc(),
                name="access_row_newest",
            ),
            models.Index(fields=["grant_id"], name="access_row_by_grant"),
        ]

    def __str__(self):
        return str(self.grant_id)
