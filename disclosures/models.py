"""Who asked at the counter and on the phone, and who asks to interview somebody."""

import uuid

from django.db import models
from django.db.models import Q

from access.enums import FieldClass
from access.models import Account, choices, kept_history
from audit.clock import JailNow
from bookings.models import Booking
from bookings.models.record import REFERENCE, Record
from disclosures import enums

P9 = FieldClass.PAPERS


class Inquiry(models.Model):
    """Somebody asked, and what they were told: codes alone. Who they are is personal data
    of their own, and lies sealed under the schedule of typed text (``caller_text``).
    Whom they asked about is not written down.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asked_at = models.DateTimeField(db_default=JailNow())
    channel = models.CharField(max_length=10, choices=choices(enums.Channel))
    wanted = models.CharField(max_length=20, choices=choices(enums.Wanted))
    answer = models.CharField(max_length=20, choices=choices(enums.Answer))
    passed_to = models.CharField(max_length=20, choices=choices(enums.PassedTo))
    caller_text = models.UUIDField(null=True, blank=True)
    taken_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    history = kept_history()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["-asked_at", "-id"], name="inquiry_newest")]
        constraints = [
            models.CheckConstraint(
                name="what_is_passed_on_is_passed_to_somebody",
                condition=Q(answer__in=["passed_on", "not_held"])
                & ~Q(passed_to="nobody")
                | ~Q(answer__in=["passed_on", "not_held"]) & Q(passed_to="nobody"),
            ),
            models.CheckConstraint(
                name="an_inquiry_of_status_is_answered_and_goes_to_counsel",
                condition=Q(wanted="status", answer="not_held", passed_to="counsel")
                | ~Q(wanted="status") & ~Q(answer="not_held"),
            ),
        ]

    def __str__(self):
        return str(self.pk)


class InterviewRequest(Record):
    """Somebody asks to interview a person in custody, and what the person said.

    Of class P9 whoever asks: that an immigration authority asked tells too much.
    """

    booking = models.ForeignKey(
        Booking, models.CASCADE, related_name="interview_requests"
    )
    asker = models.CharField(max_length=20, choices=choices(enums.AskerKind))
    agency = models.CharField(max_length=120)
    official = models.CharField(max_length=80)
    matter = models.CharField(max_length=20, choices=choices(enums.Matter))
    purpose = models.CharField(max_length=400)
    court_order = models.CharField(max_length=40, blank=True)
    asked_at = models.DateTimeField()
    consent = models.CharField(
        max_length=20, choices=choices(enums.Consent), blank=True
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=12, blank=True)
    explained_by = models.CharField(max_length=80, blank=True)
    interpreter = models.CharField(max_length=80, blank=True)
    form_sha256 = models.CharField(max_length=64, blank=True)
    history = kept_history()

    field_classes = Record.field_classes | {
        "booking": REFERENCE,
        "asker": P9,
        "agency": P9,
        "official": P9,
        "matter": P9,
        "purpose": P9,
        "court_order": P9,
        "asked_at": P9,
        "consent": P9,
        "answered_at": P9,
        "language": P9,
        "explained_by": P9,
        "interpreter": P9,
        "form_sha256": P9,
    }

    class Meta(Record.Meta):
        constraints = [
            models.CheckConstraint(
                name="an_answer_was_explained_by_a_form",
                condition=Q(consent="", answered_at__isnull=True)
                | (
                    ~Q(consent="")
                    & Q(answered_at__isnull=False)
                    & ~Q(explained_by="")
                    & ~Q(form_sha256="")
                ),
            )
        ]

    def __str__(self):
        return str(self.pk)
