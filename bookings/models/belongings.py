"""What a person brought: kept for them, left with them, or taken as evidence."""

from django.db import models
from django.db.models import Q

from access.enums import FieldClass
from access.models import kept_history
from bookings import enums
from bookings.models.booking import Booking
from bookings.models.record import REFERENCE, Record

P8 = FieldClass.VISITS


class PropertyItem(Record):
    """One thing, or an amount of cash. NIEM 6.0 ``j:BookingDepositedItem``,
    ``j:BookingRetainedItem``, ``j:BookingSeizedItem``.

    ``cash_cents``: US cents, where it is cash. ``handed_to``: who has it now, where that
    is neither the jail nor the person: who seized it, or to whom it was given for them.
    """

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="property_items")
    kind = models.CharField(max_length=10, choices=enums.PROPERTY_LABELS)
    description = models.CharField(max_length=120)
    quantity = models.PositiveIntegerField(default=1)
    container = models.CharField(max_length=40, blank=True)
    cash_cents = models.PositiveIntegerField(null=True, blank=True)
    handed_to = models.CharField(max_length=120, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    history = kept_history()

    field_classes = Record.field_classes | {
        "booking": REFERENCE,
        "kind": P8,
        "description": P8,
        "quantity": P8,
        "container": P8,
        "cash_cents": P8,
        "handed_to": P8,
        "returned_at": P8,
    }

    class Meta(Record.Meta):
        constraints = [
            models.CheckConstraint(
                name="what_is_counted_is_there", condition=Q(quantity__gte=1)
            ),
        ]

    def __str__(self):
        return str(self.pk)


class PropertyReceipt(Record):
    """That the person signed for what is written down, or would not.

    ``kind``: at intake for what was taken, at release for what was given back.
    """

    booking = models.ForeignKey(
        Booking, models.CASCADE, related_name="property_receipts"
    )
    kind = models.CharField(max_length=10, choices=enums.RECEIPT_KINDS)
    outcome = models.CharField(max_length=10, choices=enums.RECEIPT_OUTCOMES)
    given_at = models.DateTimeField()
    history = kept_history()

    field_classes = Record.field_classes | {
        "booking": REFERENCE,
        "kind": P8,
        "outcome": P8,
        "given_at": P8,
    }

    class Meta(Record.Meta):
        pass

    def __str__(self):
        return str(self.pk)
