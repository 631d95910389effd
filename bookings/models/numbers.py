"""How far the booking numbers of a facility have come."""

from django.db import models

from access.models import Facility


class NumberCounter(models.Model):
    """The last booking number given under one beginning ("226") at one facility. A row
    of it is locked until the booking is written, so that two never get the same.
    """

    facility = models.ForeignKey(Facility, models.PROTECT, related_name="+")
    beginning = models.CharField(max_length=20)
    last = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "beginning"], name="counter_once"
            )
        ]

    def __str__(self):
        return self.beginning
