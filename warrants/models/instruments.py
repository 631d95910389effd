"""A court's paper in the register, its sealed parts, and the calls about it."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from access.models import Account, choices, kept_history
from audit.clock import JailNow
from warrants.enums import (
    CallResult,
    Check,
    InstrumentKind,
    PartKind,
    ScopeKind,
    SignerTitle,
)


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
