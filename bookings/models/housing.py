"""Where people are kept, and where they are meanwhile: class P1m throughout."""

from django.db import models
from django.db.models import Q

from access.enums import FieldClass
from access.models import Facility, choices, kept_history
from bookings import enums
from bookings.models.booking import Booking
from bookings.models.custody import CustodyPart
from bookings.models.record import REFERENCE, Record

P1M = FieldClass.MOVEMENTS


class HousingUnit(models.Model):
    """A cell or a dormitory of a facility, and how many beds it has.

    ``name`` is what ``Booking.housing`` says of whoever is there: "10 W, cell 06".
    """

    facility = models.ForeignKey(Facility, models.PROTECT, related_name="housing_units")
    block = models.CharField(max_length=20)
    name = models.CharField(max_length=40)
    beds = models.PositiveSmallIntegerField(default=1)
    history = kept_history()

    class Meta:
        default_permissions = ()
        ordering = ["facility", "block", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "name"], name="housing_name_is_unique_in_facility"
            ),
            models.CheckConstraint(
                name="housing_has_a_name_of_its_own",
                condition=~Q(name="") & ~Q(block=""),
            ),
        ]

    def __str__(self):
        return self.name


class HousingAssignment(Record):
    """Where somebody was housed from when to when, under one booking.

    ``Booking.housing`` is the one truth of where they are now; a trigger of the
    database writes these from it, whoever changes it and however. They are history
    themselves: who changed it stands in the booking's own.
    """

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="housings")
    place = models.CharField(max_length=40)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    field_classes = Record.field_classes | {
        "booking": REFERENCE,
        "place": P1M,
        "since": P1M,
        "until": P1M,
    }

    class Meta(Record.Meta):
        pass

    def __str__(self):
        return str(self.pk)


class Movement(CustodyPart):
    """A way out of the building and back: to court, to a hospital."""

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="movements")
    kind = models.CharField(max_length=20, choices=choices(enums.MovementKind))
    place = models.CharField(max_length=120)
    left_at = models.DateTimeField()
    expected_at = models.DateTimeField("expected back", null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    history = kept_history()

    field_classes = Record.field_classes | {
        "booking": REFERENCE,
        "kind": P1M,
        "place": P1M,
        "left_at": P1M,
        "expected_at": P1M,
        "returned_at": P1M,
        "recorded_by": P1M,
    }

    class Meta(CustodyPart.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["booking"],
                condition=Q(returned_at__isnull=True),
                name="nobody_is_out_twice",
            )
        ]


class CustodyTransfer(CustodyPart):
    """How a stay continues one at another facility. NIEM 6.0 ``j:CustodyTransfer``.

    ``booking`` is the stay that begins; the one that ended is ``from_booking``.
    ``confined_since``: from when the clocks of custody count.
    """

    booking = models.OneToOneField(Booking, models.CASCADE, related_name="transfers")
    from_booking = models.OneToOneField(
        Booking,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="transfers_out",
    )
    moved_at = models.DateTimeField()
    confined_since = models.DateTimeField()
    escorted_by = models.CharField(max_length=120, blank=True)
    history = kept_history()

    field_classes = Record.field_classes | {
        "booking": REFERENCE,
        "from_booking": REFERENCE,
        "moved_at": P1M,
        "confined_since": P1M,
        "escorted_by": P1M,
        "recorded_by": P1M,
    }

    class Meta(CustodyPart.Meta):
        pass
