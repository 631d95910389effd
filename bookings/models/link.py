"""That two records are of one person."""

from django.db import models
from django.db.models import F, Q

from access.models import Account, kept_history
from bookings.models.person import Person
from bookings.models.record import REFERENCE, Record


class PersonLink(Record):
    """Two records of one person, joined by two people of the records unit; nothing of
    either is changed by it. ``ended_at``: when it was undone, for good: whoever finds
    that it was right after all joins them anew.

    The database holds that two people joined exactly these, that one pair is joined
    once at a time, and that of a link nothing is ever changed but its end.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="links_from")
    other = models.ForeignKey(Person, models.CASCADE, related_name="links_to")
    asked_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    agreed_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        Account, models.PROTECT, related_name="+", null=True, blank=True
    )
    history = kept_history()

    field_classes = Record.field_classes | {
        "person": REFERENCE,
        "other": REFERENCE,
        "asked_by": REFERENCE,
        "agreed_by": REFERENCE,
        "ended_at": REFERENCE,
        "ended_by": REFERENCE,
    }

    class Meta(Record.Meta):
        constraints = [
            models.CheckConstraint(
                name="link_names_the_lesser_key_first",
                condition=Q(person__lt=F("other")),
            ),
            models.CheckConstraint(
                name="link_is_asked_and_agreed_by_two",
                condition=~Q(asked_by=F("agreed_by")),
            ),
            models.CheckConstraint(
                name="link_is_ended_by_somebody",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["person", "other"],
                condition=Q(ended_at__isnull=True),
                name="two_records_are_linked_once",
            ),
        ]

    def __str__(self):
        return str(self.pk)
