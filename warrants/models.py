"""Requests for access, the papers behind them, and grants.

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
from warrants.attorneys import Appearance
from warrants.enums import (
    CallResult,
    Check,
    EndReason,
    InstrumentKind,
    PartKind,
    ReasonSign,
    RequestStatus,
    ScopeKind,
    SignerTitle,
    Urgency,
)

__all__ = [
    "AccessRequest",
    "Appearance",
    "CallBack",
    "Grant",
    "Instrument",
    "InstrumentPart",
    "LegalInstrument",
]


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

    ``ends_at`` was written down when it was given; ``ended_at`` is when
    somebody ended it early. It never grows: trigger ``grant_never_grows``.
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


class Instrument(models.Model):
    """A court's paper in the register: the scan as it came, what a person wrote down from
    it, and what was done with it. What is said of it once stands: a mistake is entered
    anew. Whom it names, and its pages and their text, lie sealed (``InstrumentPart``).

    NIEM ``j:Warrant``. ``sha256``: of the file as it came. ``court_code``: of the court
    table, where the label means a court of it. ``bookings``: keys of the bookings that it
    names, as far as whoever entered it could know of them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    received_at = models.DateTimeField(db_default=JailNow())
    received_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    means = models.CharField("received by means of", max_length=20)
    sha256 = models.CharField(max_length=64)
    page_count = models.PositiveSmallIntegerField()
    key = models.ForeignKey("bookings.DataKey", models.PROTECT, related_name="+")

    entered_at = models.DateTimeField(null=True, blank=True)
    entered_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=20, choices=choices(InstrumentKind), blank=True)
    court_label = models.CharField(max_length=120, blank=True)
    court_code = models.CharField(max_length=80, blank=True)
    signer = models.CharField(max_length=30, choices=choices(SignerTitle), blank=True)
    signed_by = models.CharField(max_length=120, blank=True)
    form = models.CharField(max_length=20, blank=True)
    case_number = models.CharField(max_length=60, blank=True)
    statutes = models.CharField(max_length=200, blank=True)
    states_probable_cause = models.BooleanField(default=False)
    indictment = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    execute_by = models.DateField(null=True, blank=True)
    by_immigration_authority = models.BooleanField(default=False)
    scope_kind = models.CharField(max_length=10, choices=choices(ScopeKind), blank=True)
    classes = models.IntegerField(default=0, help_text="mask of the classes it names")
    records_from = models.DateField(null=True, blank=True)
    records_until = models.DateField(null=True, blank=True)
    purpose = models.CharField(max_length=120, blank=True)
    bookings = ArrayField(models.UUIDField(), default=list, blank=True)

    compared_at = models.DateTimeField(null=True, blank=True)
    compared_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recalled_at = models.DateTimeField(null=True, blank=True)
    recalled_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+"
    )
    served_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    counsel_at = models.DateTimeField(null=True, blank=True)
    counsel_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+"
    )
    counsel_accepts = ArrayField(
        models.CharField(max_length=20, choices=choices(Check)),
        default=list,
        blank=True,
    )
    history = kept_history()

    class Meta:
        ordering = ["-received_at"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="instrument_is_entered_by_somebody",
                condition=Q(entered_at__isnull=True, entered_by__isnull=True, kind="")
                | (Q(entered_at__isnull=False, entered_by__isnull=False) & ~Q(kind="")),
            ),
            models.CheckConstraint(
                name="instrument_is_compared_by_somebody_else",
                condition=Q(compared_at__isnull=True, compared_by__isnull=True)
                | (Q(compared_at__isnull=False) & ~Q(compared_by=F("entered_by"))),
            ),
            models.CheckConstraint(
                name="counsel_did_not_enter_it",
                condition=Q(counsel_at__isnull=True, counsel_by__isnull=True)
                | (Q(counsel_at__isnull=False) & ~Q(counsel_by=F("entered_by"))),
            ),
        ]

    def __str__(self):
        return str(self.pk)


class InstrumentPart(models.Model):
    """One page of an instrument as a picture, the text of its pages, or whom it names:
    sealed with the instrument's own key (``bookings/envelopes.py``). Insert-only.
    """

    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="parts")
    kind = models.CharField(max_length=10, choices=choices(PartKind))
    position = models.PositiveSmallIntegerField(default=1)
    sealed = models.BinaryField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "kind", "position"],
                name="a_part_of_an_instrument_once",
            )
        ]

    def __str__(self):
        return str(self.pk)


class CallBack(models.Model):
    """A call to the clerk of court, on the number of the court table. Insert-only.

    ``number_source``: where the court table has the number from, as it stood then.
    """

    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="calls")
    called_at = models.DateTimeField(db_default=JailNow())
    called_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    number = models.CharField(max_length=40)
    number_source = models.CharField(max_length=120)
    spoke_with = models.CharField(max_length=80, blank=True)
    result = models.CharField(max_length=20, choices=choices(CallResult))

    class Meta:
        ordering = ["called_at", "id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="a_call_has_its_number", condition=~Q(number="")
            )
        ]

    def __str__(self):
        return str(self.pk)
