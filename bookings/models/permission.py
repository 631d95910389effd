"""Guardian's direct tables on a booking: there exactly while a grant is."""

from django.db import models
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from access.models import kept_history
from bookings.models.booking import Booking


class BookingUserPermission(UserObjectPermissionBase):
    """Guardian's row for one account on one booking: there exactly while a grant
    is. Written by trigger from ``access_row`` (migration 0002), never by hand.
    """

    content_object = models.ForeignKey(
        Booking, models.CASCADE, related_name="user_permissions"
    )
    history = kept_history()

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False


class BookingGroupPermission(GroupObjectPermissionBase):
    """Guardian's row for a unit's group on one booking, likewise."""

    content_object = models.ForeignKey(
        Booking, models.CASCADE, related_name="group_permissions"
    )
    history = kept_history()

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = False
