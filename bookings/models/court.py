"""What goes to the court: why there was cause to arrest, and what ties the person here."""

from django.db import models
from django.db.models import F, Q

from access.enums import FieldClass
from access.models import kept_history
from bookings import enums
from bookings.models.booking import Booking
from bookings.models.record import REFERENCE, Record

P1 = FieldClass.CUSTODY
P3 = FieldClass.CONTACT
P5 = FieldClass.ORIGIN


class ProbableCauseStatement(Record):
    """What an officer of another agency has sworn. It is kept word for word: nobody
    here edits it, and the database holds that.

    Words that say what must not be kept stand in ``withheld_text``, which nobody is
    shown, and the author agency is told; else they stand in ``text``.
    ``received_at`` and ``finding_at`` are what the clock of 48 hours is read from.
    """

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="statements")
    author_agency = models.CharField(max_length=120)
    author_name = models.CharField(max_length=80, blank=True)
    text = models.TextField(blank=True)
    withheld_text = models.TextField(blank=True)
    received_at = models.DateTimeField()
    finding = models.CharField(
        max_length=10, choices=enums.CAUSE_FINDINGS, blank=True, db_default=""
    )
    finding_at = models.DateTimeField(null=True, blank=True)
    judge = models.CharField(max_length=80, blank=True)
    history = kept_history(excluded_fields=["withheld_text"])

    field_classes = Record.field_classes | {
        "booking": REFERENCE,
        "author_agency": P1,
        "author_name": P1,
        "text": P1,
        "withheld_text": P5,
        "received_at": P1,
        "finding": P1,
        "finding_at": P1,
        "judge": P1,
    }

    class Meta(Record.Meta):
        constraints = [
            models.CheckConstraint(
                name="finding_follows_its_statement",
                condition=Q(finding_at__isnull=True)
                | Q(finding_at__gte=F("received_at")),
            ),
        ]

    def __str__(self):
        return str(self.pk)


class RecognizanceInterview(Record):
    """The interview for release on personal recognizance, which may be declined.

    It asks where somebody lives, works and is known; never status or birthplace.
    """

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="interviews")
    interviewed_at = models.DateTimeField()
    answered = models.CharField(max_length=10, choices=enums.INTERVIEW_ANSWERED)
    residence = models.CharField(max_length=120, blank=True)
    residence_since = models.CharField(max_length=40, blank=True)
    work = models.CharField(max_length=120, blank=True)
    ties = models.CharField(max_length=200, blank=True)
    vouched_by = models.CharField(max_length=120, blank=True)
    missed_court = models.CharField(max_length=10, choices=enums.MISSED_COURT)
    recommendation = models.CharField(max_length=20, choices=enums.RECOMMENDATIONS)
    conditions = models.CharField(max_length=200, blank=True)
    result = models.CharField(
        max_length=20, choices=enums.INTERVIEW_RESULTS, blank=True
    )
    history = kept_history()

    field_classes = Record.field_classes | {
        "booking": REFERENCE,
        "interviewed_at": P1,
        "answered": P1,
        "residence": P3,
        "residence_since": P3,
        "work": P3,
        "ties": P3,
        "vouched_by": P3,
        "missed_court": P1,
        "recommendation": P1,
        "conditions": P1,
        "result": P1,
    }

    class Meta(Record.Meta):
        pass

    def __str__(self):
        return str(self.pk)
