"""Networks people sign in from, and the places they stand for."""

from django.db import models
from django.db.models import Q

from access.models.agencies import Agency, Facility
from access.models.kept import kept_history


class CidrField(models.Field):
    """A network in PostgreSQL's own type, which knows what lies inside what. Written
    and read as text: ``198.51.100.0/24``.
    """

    description = "a network, with its prefix length"

    def db_type(self, connection):
        return "cidr"

    def get_internal_type(self):
        return "CidrField"


class Network(models.Model):
    """A network with a name. An address belongs to the narrowest that holds it.

    ``facility``: its desks, photo stations and property windows are one place.
    ``enforces_immigration_law``: it is the network of a body that does, whoever
    signs in from it says that they work for.
    """

    cidr = CidrField(unique=True)
    name = models.CharField(max_length=120, unique=True)
    facility = models.ForeignKey(
        Facility, models.PROTECT, null=True, blank=True, related_name="networks"
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="networks"
    )
    enforces_immigration_law = models.BooleanField(default=False)
    history = kept_history()

    class Meta:
        ordering = ["name"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="network_of_a_facility_enforces_no_immigration_law",
                condition=Q(facility__isnull=True) | Q(enforces_immigration_law=False),
            )
        ]

    def __str__(self):
        return self.name
