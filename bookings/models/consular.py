"""The advisement, and the consular case that may follow it."""

from django.db import models
from django.db.models import Q

from access.enums import FieldClass
from access.models import Proposal, choices, kept_history
from audit.clock import JailNow
from bookings import enums
from bookings.models.booking import Booking
from bookings.models.keys import DataKey
from bookings.models.legal_texts import LegalText
from bookings.models.record import REFERENCE, Record

P1S = FieldClass.SAFETY
P5 = FieldClass.ORIGIN


class Advisement(Record):
    """Somebody was told in writing, in their language, that they need not tell their
    nationality, citizenship or status (RCW 10.93.160(9)). It stands as it was written.

    ``interpreter``: name or vendor's code; never of a federal immigration authority
    (RCW 10.93.160(13)). ``signature``: a PNG, where it was drawn on the screen.
    """

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="advisements")
    text = models.ForeignKey(LegalText, models.PROTECT, related_name="+")
    advised_at = models.DateTimeField()
    interpreter = models.CharField(max_length=60, blank=True)
    outcome = models.CharField(max_length=20, choices=choices(enums.SignatureOutcome))
    signature = models.BinaryField(blank=True)
    history = kept_history(excluded_fields=["signature"])

    field_classes = Record.field_classes | {
        "booking": REFERENCE,
        "text": REFERENCE,
        "advised_at": P1S,
        "interpreter": P1S,
        "outcome": P1S,
        "signature": P1S,
    }
    # Of the text, a page says these. A language is what staff need to speak to somebody.
    derived_classes = {"language": P1S, "form": P1S}

    class Meta(Record.Meta):
        indexes = [
            models.Index(fields=["booking", "advised_at"], name="advisement_by_booking")
        ]

    def __str__(self):
        return str(self.pk)


class ConsularCase(Record):
    """Whether a consulate shall be told, and what came of it. Law 9's one place.

    The answer and all that followed from it lie in ``sealed``, opened with ``key``
    alone (``bookings/envelopes.py``); a row looks the same whatever was answered. When
    the duty is done the key is destroyed: what is left is when, by whom and in what
    form the person was told, and how the case ended. No change history.
    """

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="+")
    advisement = models.ForeignKey(Advisement, models.RESTRICT, related_name="+")
    key = models.OneToOneField(DataKey, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(help_text="when it was asked last")
    told_by = models.CharField(max_length=150)
    told_how = models.CharField(max_length=20, choices=choices(enums.ToldHow))
    sealed = models.BinaryField()
    purged_at = models.DateTimeField(null=True)
    ended_as = models.CharField(
        max_length=20, choices=choices(enums.CaseEnd), blank=True
    )

    field_classes = Record.field_classes | {
        "booking": REFERENCE,
        "advisement": REFERENCE,
        "key": REFERENCE,
        "sealed": REFERENCE,
        "asked_at": P1S,
        "told_by": P5,
        "told_how": P5,
        "purged_at": P5,
        "ended_as": P5,
    }
    # What ``sealed`` says once it is opened.
    derived_classes = {"answer": P5, "log": P5}

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["booking"],
                condition=Q(purged_at__isnull=True),
                name="one_open_consular_case_of_a_booking",
            ),
            models.CheckConstraint(
                name="consular_case_is_sealed_or_purged",
                condition=Q(purged_at__isnull=True, ended_as="") & ~Q(sealed=b"")
                | Q(purged_at__isnull=False, sealed=b"") & ~Q(ended_as=""),
            ),
        ]

    def __str__(self):
        return str(self.pk)


class ConsularSchedule(models.Model):
    """How long a consular case is kept, as two people have approved it. Insert-only.

    ``days``: after the duty is met; ``appeal_days``: the window for a complaint or an
    appeal, on top of it.
    """

    number = models.CharField(max_length=40, help_text="of the retention schedule")
    days = models.PositiveSmallIntegerField()
    appeal_days = models.PositiveSmallIntegerField()
    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="+")
    adopted_at = models.DateTimeField(db_default=JailNow())

    class Meta:
        default_permissions = ()
        ordering = ["-adopted_at", "-id"]

    def __str__(self):
        return self.number
