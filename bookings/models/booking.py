"""A booking, and what somebody is charged with."""

from django.db import models
from django.db.models import F, Q

from access.enums import FieldClass
from access.models import Facility, choices, class_permissions, kept_history
from access.policy import BookingFacts
from audit.clock import JailNow
from bookings import enums
from bookings.models.person import Person
from bookings.models.record import REFERENCE, Record

P0 = FieldClass.REGISTER
P1 = FieldClass.CUSTODY
P1M = FieldClass.MOVEMENTS
P1S = FieldClass.SAFETY


class Booking(Record):
    """One stay of one person in one facility. NIEM 6.0 ``j:Booking``.

    A transfer to another facility is another booking. ``is_juvenile``: the
    person was under eighteen when booked (RCW 13.50).
    """

    booking_number = models.CharField(max_length=20)
    person = models.ForeignKey(Person, models.PROTECT, related_name="bookings")
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="bookings")
    booked_at = models.DateTimeField()
    arresting_agency = models.CharField(max_length=120, blank=True)
    arresting_ori = models.CharField(
        "ORI of the arresting agency",
        max_length=9,
        blank=True,
        default="",
        db_default="",
    )
    agency_case_number = models.CharField(
        max_length=30, blank=True, default="", db_default=""
    )
    housing = models.CharField(max_length=40, blank=True)
    expected_discharge_on = models.DateField(null=True, blank=True)
    safety_instructions = models.TextField(blank=True)
    language_needed = models.CharField(max_length=40, blank=True)
    next_court_at = models.DateTimeField(null=True, blank=True)
    court = models.CharField(max_length=80, blank=True)
    bail_amount = models.DecimalField(
        max_digits=10, decimal_places=2, null=True, blank=True, help_text="US dollars"
    )
    bail_court = models.CharField(
        "court that set bail", max_length=80, blank=True, default="", db_default=""
    )
    discharged_at = models.DateTimeField(null=True, blank=True)
    discharge_reason = models.CharField(
        max_length=40, blank=True, choices=choices(enums.DischargeReason)
    )
    discharge_manner = models.CharField(max_length=60, blank=True)
    # When it was written down, where that was long after it happened: as after an
    # outage. Else nothing.
    intake_entered_at = models.DateTimeField(
        "intake entered late", null=True, blank=True
    )
    discharge_entered_at = models.DateTimeField(
        "release entered late", null=True, blank=True
    )
    is_juvenile = models.BooleanField(default=False)
    is_sealed = models.BooleanField(default=False)
    sealed_at = models.DateTimeField(null=True, blank=True)
    # Empty while the intake is under way: then the person is in custody, and not yet
    # on the public register. Whatever is written otherwise is whole.
    intake_completed_at = models.DateTimeField(null=True, db_default=JailNow())
    history = kept_history()

    field_classes = Record.field_classes | {
        "person": REFERENCE,
        "facility": P0,
        "booking_number": P1,
        "booked_at": P0,
        "arresting_agency": P1,
        "arresting_ori": P1,
        "agency_case_number": P1,
        "housing": P1M,
        "expected_discharge_on": P1M,
        "safety_instructions": P1S,
        "language_needed": P1S,
        "next_court_at": P1,
        "court": P1,
        "bail_amount": P0,
        "bail_court": P1,
        "discharged_at": P0,
        "discharge_reason": P1,
        "discharge_manner": P0,
        "intake_entered_at": P1,
        "discharge_entered_at": P1,
        "is_juvenile": REFERENCE,
        "is_sealed": REFERENCE,
        "sealed_at": REFERENCE,
        "intake_completed_at": REFERENCE,
    }

    class Meta(Record.Meta):
        permissions = class_permissions()
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "booking_number"],
                name="booking_number_is_unique_in_facility",
            ),
            models.CheckConstraint(
                name="discharge_is_recorded_whole_or_not_at_all",
                condition=Q(
                    Q(discharged_at__isnull=True)
                    & Q(discharge_reason="", discharge_manner="")
                )
                | Q(
                    Q(discharged_at__gte=F("booked_at"))
                    & ~Q(discharge_reason="")
                    & ~Q(discharge_manner="")
                ),
            ),
            models.CheckConstraint(
                name="sealing_has_its_instant",
                condition=Q(is_sealed=False, sealed_at__isnull=True)
                | Q(is_sealed=True, sealed_at__isnull=False),
            ),
        ]
        indexes = [
            # Lists read the newest only: equality first, so that nothing is sorted.
            models.Index(
                F("facility"),
                F("is_juvenile"),
                F("is_sealed"),
                F("booked_at").desc(),
                F("id").desc(),
                name="booking_newest",
            ),
            models.Index(
                F("facility"),
                F("is_juvenile"),
                F("is_sealed"),
                F("booked_at").desc(),
                F("id").desc(),
                condition=Q(discharged_at__isnull=True),
                name="booking_in_custody_newest",
            ),
            models.Index(fields=["person", "booked_at"], name="booking_by_person"),
            models.Index(
                fields=["facility", "discharged_at"], name="booking_by_discharge"
            ),
            models.Index(fields=["booking_number"], name="booking_by_number"),
        ]

    def __str__(self):
        return str(self.pk)

    def facts(self) -> BookingFacts:
        """What the policy may know about this booking."""
        return BookingFacts(is_juvenile=self.is_juvenile, is_sealed=self.is_sealed)


class Charge(Record):
    """A formal allegation, or what is investigated. NIEM 6.0 ``j:Charge``."""

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="charges")
    position = models.PositiveSmallIntegerField(default=1)
    statute = models.CharField(max_length=30, help_text="RCW section")
    offense = models.CharField(max_length=120)
    offense_class = models.CharField(
        max_length=20, choices=choices(enums.OffenseClass), blank=True
    )
    status = models.CharField(
        max_length=20,
        choices=choices(enums.ChargeStatus),
        default=enums.ChargeStatus.INVESTIGATION,
    )
    court_case_number = models.CharField(max_length=30, blank=True)
    ncic_code = models.CharField(
        "NCIC code", max_length=4, blank=True, default="", db_default=""
    )
    # Asked of a code that is used for civil immigration matters, which are no charge.
    criminal_basis = models.CharField(
        max_length=20,
        choices=enums.CRIMINAL_BASES,
        blank=True,
        default="",
        db_default="",
    )
    history = kept_history()

    field_classes = Record.field_classes | {
        "booking": REFERENCE,
        "position": REFERENCE,
        "statute": P0,
        "offense": P0,
        "offense_class": P0,
        "status": P1,
        "court_case_number": P1,
        "ncic_code": P1,
        "criminal_basis": P1,
    }

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["booking", "position"], name="charge_position_is_unique"
            )
        ]

    def __str__(self):
        return str(self.pk)
