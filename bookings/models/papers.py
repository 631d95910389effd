"""Papers of the immigration authorities: that they came, what was done, and the paper.

Administrative, always: never a subtype of a warrant. What a paper says of the person's
status is never taken into a field; it stands on the sealed pages alone (law 9).
"""

from django.db import models
from django.db.models import Q

from access.enums import FieldClass
from access.models import choices, kept_history
from bookings import enums
from bookings.models.booking import Booking
from bookings.models.keys import DataKey
from bookings.models.record import REFERENCE, Record

P9 = FieldClass.PAPERS


class Detainer(Record):
    """An immigration detainer or administrative warrant that arrived: class P9.

    It changes nothing about custody (law 10). ``office`` is empty while only the desk
    has handed it in. ``edition``: as printed on the form ("02/17"). ``attached``: the
    administrative warrant that came with it, if one did. ``judicial``: whether a
    judge's warrant came with it, which is then examined as a warrant, apart from this.
    ``copy_text``: SHA-256 of the words of the county's answer that the person was given.
    """

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="detainers")
    form = models.CharField(max_length=10, choices=choices(enums.DetainerForm))
    edition = models.CharField(max_length=10, blank=True)
    office = models.CharField(max_length=120, blank=True)
    received_at = models.DateTimeField()
    received_by = models.CharField("received by means of", max_length=40)
    attached = models.CharField(max_length=10, blank=True)
    judicial = models.CharField(max_length=10, blank=True)
    copy_served_at = models.DateTimeField(null=True, blank=True)
    copy_language = models.CharField(max_length=40, blank=True)
    copy_interpreter = models.CharField(max_length=80, blank=True)
    copy_result = models.CharField(max_length=20, blank=True)
    copy_served_by = models.CharField(max_length=120, blank=True)
    copy_text = models.CharField(max_length=64, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    history = kept_history()

    field_classes = Record.field_classes | {
        "booking": REFERENCE,
        "form": P9,
        "edition": P9,
        "office": P9,
        "received_at": P9,
        "received_by": P9,
        "attached": P9,
        "judicial": P9,
        "copy_served_at": P9,
        "copy_language": P9,
        "copy_interpreter": P9,
        "copy_result": P9,
        "copy_served_by": P9,
        "copy_text": P9,
        "lifted_at": P9,
        "outcome": P9,
    }

    class Meta(Record.Meta):
        constraints = [
            models.CheckConstraint(
                name="what_is_said_of_a_copy_is_of_one_that_was_served",
                condition=Q(copy_served_at__isnull=False)
                | Q(
                    copy_language="",
                    copy_interpreter="",
                    copy_result="",
                    copy_served_by="",
                    copy_text="",
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["received_at"],
                condition=Q(copy_served_at__isnull=True),
                name="detainer_not_served",
            )
        ]

    def __str__(self):
        return str(self.pk)


class PaperPage(Record):
    """One page of a paper as a picture, sealed with the paper's own key.

    It carries what no field may: so it has no change history, is opened by a page of
    its own alone, and is forgotten by destroying the key (``bookings/envelopes.py``).
    """

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="+")
    paper = models.ForeignKey(Detainer, models.CASCADE, related_name="pages")
    key = models.ForeignKey(DataKey, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()

    field_classes = Record.field_classes | {
        "booking": REFERENCE,
        "paper": REFERENCE,
        "key": REFERENCE,
        "position": REFERENCE,
        "sealed": P9,
    }

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "position"], name="a_page_of_a_paper_once"
            )
        ]

    def __str__(self):
        return str(self.pk)


class FederalOffice(models.Model):
    """An office from which such papers come, by its name; no officer. Common knowledge,
    read-only to the application: ``manage.py load_reference ice_offices FILE``.
    """

    name = models.CharField(max_length=120, primary_key=True)
    kind = models.CharField(max_length=10)

    class Meta:
        default_permissions = ()
        ordering = ["name"]

    def __str__(self):
        return self.name
