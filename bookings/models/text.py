"""What was chosen about words that may tell what must not be kept, and who was told."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from access.enums import FieldClass
from access.models import Account, choices, kept_history
from bookings import enums
from bookings.models.booking import Booking
from bookings.models.record import REFERENCE, Record
from bookings.reading import Kind

P5 = FieldClass.ORIGIN


def _kinds() -> ArrayField:
    return ArrayField(models.CharField(max_length=20, choices=choices(Kind)))


class TextReading(Record):
    """What a clerk chose where a text was found to tell too much. Never the words.

    ``place``: the name of the field. An exception that a law requires names its case
    and its reason; no other choice has one.
    """

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="text_readings")
    place = models.CharField(max_length=80)
    kinds = _kinds()
    choice = models.CharField(max_length=20, choices=choices(enums.TextChoice))
    case_number = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    chosen_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    history = kept_history()

    field_classes = Record.field_classes | {
        "booking": REFERENCE,
        "place": P5,
        "kinds": P5,
        "choice": P5,
        "case_number": P5,
        "reason": P5,
        "chosen_by": P5,
    }

    class Meta(Record.Meta):
        constraints = [
            models.CheckConstraint(
                name="an_exception_names_its_case_and_reason",
                condition=(
                    Q(choice="required_by_law") & ~Q(case_number="") & ~Q(reason="")
                )
                | (~Q(choice="required_by_law") & Q(case_number="", reason="")),
            )
        ]

    def __str__(self):
        return str(self.pk)


class AuthorNotice(Record):
    """The agency that wrote sworn or quoted words is to be told that they hold what
    must not be kept: which kinds, of which paper, and nothing of the words.

    ``mailed_at``: when its coordinators were sent a letter; where it has none, somebody
    of the records unit tells it.
    """

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="author_notices")
    author_agency = models.CharField(max_length=120)
    paper = models.CharField(max_length=20, choices=choices(enums.SwornPaper))
    kinds = _kinds()
    mailed_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+"
    )
    history = kept_history()

    field_classes = Record.field_classes | {
        "booking": REFERENCE,
        "author_agency": P5,
        "paper": P5,
        "kinds": P5,
        "mailed_at": P5,
        "told_at": P5,
        "told_by": P5,
    }

    class Meta(Record.Meta):
        constraints = [
            models.CheckConstraint(
                name="an_author_is_told_by_somebody",
                condition=Q(told_at__isnull=True, told_by__isnull=True)
                | Q(told_at__isnull=False, told_by__isnull=False),
            )
        ]

    def __str__(self):
        return str(self.pk)
