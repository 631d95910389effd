"""Requests for access, and grants.

``Grant`` is the truth about access to one booking. Triggers (migration 0002)
keep ``access_row`` and guardian's tables in step with it, and refuse a grant
that two people of two units did not approve or that is wider than was asked.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from access.enums import GRANT_BASES, Purpose
from access.models import Account, Membership, choices, kept_history
from audit.clock import JailNow
from warrants.enums import EndReason, ReasonSign, RequestStatus, Urgency


class LegalInstrument(models.Model):
    """What a request says of a judge's paper: what it opens, and until when. It opens
    nothing by being said: the paper itself, with its scan and its checks, is the
    ``Instrument`` that a decider found it to be (``found``), and a grant is never wider
    than either.

    Administrative papers (I-200, I-247 …) are not a kind of this: they are
    ``bookings.Detainer`` and open nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    court = models.CharField(max_length=120)
    case_number = models.CharField(max_length=40)
    signed_by = models.CharField("judge's name and title", max_length=120)
    issued_on = models.DateField()
    ends_at = models.DateTimeField()
    classes = models.IntegerField(help_text="mask of the field classes it names")
    booking_id = models.UUIDField(help_text="the booking it names")
    found = models.ForeignKey(
        "warrants.Instrument",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="claims",
        help_text="the paper in the register that it is, as a decider has found",
    )
    history = kept_history()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.court} {self.case_number}"


class AccessRequest(models.Model):
    """Somebody asks to be shown classes of fields of one booking.

    ``booking_id`` is what was asked for, whether or not there is such a
    booking: the request is always accepted, and tells nothing. ``given_classes`` and
    ``given_days``: what its deciders have narrowed it to; they never grow.

    Whoever knows no booking asks by a name (``named_text``): the key is then one that no
    booking has, until a decider has said once which it is (``named_found_at``).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="requests")
    booking_id = models.UUIDField()
    purpose = models.CharField(max_length=40, choices=choices(Purpose))
    classes = models.IntegerField(help_text="mask of the field classes asked for")
    basis = models.CharField(
        max_length=30, choices={basis.value: basis.label for basis in GRANT_BASES}
    )
    days = models.PositiveSmallIntegerField(help_text="for how long, in days")
    named_text = models.UUIDField(
        null=True, blank=True, help_text="audit.TypedText of whom it is about"
    )
    named_found_at = models.DateTimeField(null=True, blank=True)
    named_found_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason_text = models.UUIDField(help_text="audit.TypedText of what was typed")
    reason_signs = ArrayField(
        models.CharField(max_length=30, choices=choices(ReasonSign)),
        default=list,
        blank=True,
        db_default=[],
        help_text="what the reason tells, as codes taken when it was typed",
    )
    reason_digest = models.CharField(
        max_length=64,
        blank=True,
        db_default="",
        help_text="keyed digest of the reason, to know the same words again",
    )
    instrument = models.ForeignKey(
        LegalInstrument, models.PROTECT, null=True, blank=True, related_name="requests"
    )
    urgency = models.CharField(
        max_length=10,
        choices=choices(Urgency),
        default=Urgency.WEEK,
        db_default=Urgency.WEEK.value,
    )
    asked_at = models.DateTimeField(db_default=JailNow())
    given_classes = models.IntegerField(
        null=True, blank=True, help_text="no more than these, as its deciders have said"
    )
    given_days = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="no longer than this, as its deciders have said",
    )
    counsel_asked_at = models.DateTimeField(null=True, blank=True)
    counsel_asked_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+"
    )
    status = models.CharField(
        max_length=10, choices=choices(RequestStatus), default=RequestStatus.WAITING
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    history = kept_history()

    class Meta:
        ordering = ["asked_at"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="request_is_for_one_to_ninety_days",
                condition=Q(days__gte=1, days__lte=90),
            ),
            models.CheckConstraint(
                name="request_asks_for_something", condition=Q(classes__gt=0)
            ),
            models.CheckConstraint(
                name="request_is_given_some_of_what_it_asks",
                condition=Q(given_classes__isnull=True) | Q(given_classes__gt=0),
            ),
            models.CheckConstraint(
                name="request_is_given_no_more_days_than_it_asks",
                condition=Q(given_days__isnull=True)
                | Q(given_days__gte=1, given_days__lte=F("days")),
            ),
            models.CheckConstraint(
                name="whom_a_name_means_is_said_by_somebody",
                condition=Q(named_found_at__isnull=True, named_found_by__isnull=True)
                | Q(
                    named_text__isnull=False,
                    named_found_at__isnull=False,
                    named_found_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="counsel_is_asked_by_somebody",
                condition=Q(
                    counsel_asked_at__isnull=True, counsel_asked_by__isnull=True
                )
                | Q(counsel_asked_at__isnull=False, counsel_asked_by__isnull=False),
            ),
        ]

    def __str__(self):
        return str(self.pk)


class Grant(models.Model):
    """What one account in one unit may be shown of one booking, and until when.

    ``ends_at`` was written down when it was given; ``ended_at`` is when somebody ended
    it early, or its own end, written down once that has come (``warrants/services/ends``).
    It never grows: trigger ``grant_never_grows``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.OneToOneField(AccessRequest, models.PROTECT, related_name="grant")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="grants")
    booking = models.ForeignKey(
        "bookings.Booking", models.PROTECT, related_name="grants"
    )
    classes = models.IntegerField()
    basis = models.CharField(
        max_length=30, choices={basis.value: basis.label for basis in GRANT_BASES}
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=30, choices=choices(EndReason), blank=True)
    history = kept_history()

    class Meta:
        ordering = ["-starts_at"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="grant_ends_after_it_begins",
                condition=Q(ends_at__gt=F("starts_at")),
            ),
            models.CheckConstraint(
                name="grant_ended_early_has_a_reason",
                condition=Q(ended_at__isnull=True, end_reason="")
                | (Q(ended_at__isnull=False) & ~Q(end_reason="")),
            ),
        ]

    def __str__(self):
        return str(self.pk)
