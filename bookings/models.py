"""What is on record about a person and a booking.

Every field of every model is declared in exactly one class, in
``field_classes``; the gate, the record page and the shapes of the view history
all read that. There is no field for citizenship, nationality, birthplace or
immigration status, and a test sees to it (law 9).
"""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from access.enums import FieldClass
from access.models import Facility, choices, class_permissions, kept_history
from access.policy import BookingFacts
from audit.clock import JailNow
from bookings import enums

REFERENCE = FieldClass.REFERENCE
P0, P1, P1M, P1S = (
    FieldClass.REGISTER,
    FieldClass.CUSTODY,
    FieldClass.MOVEMENTS,
    FieldClass.SAFETY,
)
P2, P3, P4, P9 = (
    FieldClass.IDENTITY,
    FieldClass.CONTACT,
    FieldClass.IDENTIFIERS,
    FieldClass.PAPERS,
)


class Record(models.Model):
    """Key and time of writing down, the same for everything on record."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(db_default=JailNow(), editable=False)

    class Meta:
        abstract = True
        default_permissions = ()


class Person(Record):
    """A person who is or was booked. NIEM 6.0 ``j:BookingSubject``."""

    surname = models.CharField(max_length=80)
    given_name = models.CharField(max_length=80, blank=True)
    middle_name = models.CharField(max_length=80, blank=True)
    suffix = models.CharField(max_length=10, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=1, choices=enums.SEXES, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    state_id = models.CharField("state ID (SID)", max_length=10, blank=True)
    fbi_number = models.CharField("FBI number", max_length=9, blank=True)
    driver_license = models.CharField(max_length=30, blank=True)
    history = kept_history()

    field_classes = {
        "id": REFERENCE,
        "created_at": REFERENCE,
        "surname": P0,
        "given_name": P0,
        "middle_name": P0,
        "suffix": P0,
        "birth_date": P2,
        "sex": P2,
        "phone": P3,
        "state_id": P4,
        "fbi_number": P4,
        "driver_license": P4,
    }

    class Meta(Record.Meta):
        verbose_name_plural = "people"
        indexes = [
            # Name prefix search, in name order. C collation, so LIKE can use it.
            models.Index(
                Upper("surname"),
                Upper("given_name"),
                "id",
                name="person_by_name",
            ),
            models.Index(fields=["birth_date", "id"], name="person_by_birth_date"),
        ]

    def __str__(self):
        return str(self.pk)


class PersonPart(Record):
    """Something on record about a person."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="%(class)ss")

    class Meta(Record.Meta):
        abstract = True

    def __str__(self):
        return str(self.pk)


class Alias(PersonPart):
    person = models.ForeignKey(Person, models.CASCADE, related_name="aliases")
    surname = models.CharField(max_length=80)
    given_name = models.CharField(max_length=80, blank=True)
    history = kept_history()

    field_classes = {
        "id": REFERENCE,
        "created_at": REFERENCE,
        "person": REFERENCE,
        "surname": P2,
        "given_name": P2,
    }

    class Meta(PersonPart.Meta):
        verbose_name_plural = "aliases"


class Address(PersonPart):
    person = models.ForeignKey(Person, models.CASCADE, related_name="addresses")
    kind = models.CharField(max_length=10, choices=choices(enums.AddressKind))
    street = models.CharField(max_length=120)
    city = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=2, blank=True)
    postal_code = models.CharField(max_length=10, blank=True)
    history = kept_history()

    field_classes = {
        "id": REFERENCE,
        "created_at": REFERENCE,
        "person": REFERENCE,
        "kind": P3,
        "street": P3,
        "city": P3,
        "state": P3,
        "postal_code": P3,
    }

    class Meta(PersonPart.Meta):
        verbose_name_plural = "addresses"


class PhysicalDescription(PersonPart):
    """How a person looked when described. Heights in inches, weights in pounds."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="descriptions")
    height_inches = models.PositiveSmallIntegerField(null=True, blank=True)
    weight_pounds = models.PositiveSmallIntegerField(null=True, blank=True)
    eye_colour = models.CharField(max_length=3, choices=enums.EYE_COLOURS, blank=True)
    hair_colour = models.CharField(max_length=3, choices=enums.HAIR_COLOURS, blank=True)
    race = models.CharField(max_length=1, choices=enums.RACES, blank=True)
    history = kept_history()

    field_classes = {
        "id": REFERENCE,
        "created_at": REFERENCE,
        "person": REFERENCE,
        "height_inches": P2,
        "weight_pounds": P2,
        "eye_colour": P2,
        "hair_colour": P2,
        "race": P2,
    }

    class Meta(PersonPart.Meta):
        constraints = [
            models.CheckConstraint(
                name="height_is_a_human_height",
                condition=Q(height_inches__isnull=True)
                | Q(height_inches__gte=12, height_inches__lte=107),
            ),
            models.CheckConstraint(
                name="weight_is_a_human_weight",
                condition=Q(weight_pounds__isnull=True)
                | Q(weight_pounds__gte=5, weight_pounds__lte=999),
            ),
        ]


class Mark(PersonPart):
    """A scar, mark or tattoo of appearance, by NCIC code ("TAT LF ARM")."""

    family = models.CharField(max_length=4, choices=enums.MARK_FAMILIES)
    code = models.CharField(max_length=10)
    description = models.CharField(max_length=120, blank=True)
    history = kept_history()

    field_classes = {
        "id": REFERENCE,
        "created_at": REFERENCE,
        "person": REFERENCE,
        "family": P2,
        "code": P2,
        "description": P2,
    }

    class Meta(PersonPart.Meta):
        constraints = [
            models.CheckConstraint(
                name="mark_is_of_appearance_not_of_health",
                condition=Q(family__in=list(enums.MARK_FAMILIES)),
            )
        ]


class Photo(PersonPart):
    """A booking photo, re-encoded, without metadata. Served through the gate alone."""

    image = models.BinaryField()
    taken_at = models.DateTimeField()
    history = kept_history(excluded_fields=["image"])

    field_classes = {
        "id": REFERENCE,
        "created_at": REFERENCE,
        "person": REFERENCE,
        "image": P2,
        "taken_at": P2,
    }

    class Meta(PersonPart.Meta):
        pass


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
    housing = models.CharField(max_length=40, blank=True)
    expected_discharge_on = models.DateField(null=True, blank=True)
    safety_instructions = models.TextField(blank=True)
    language_needed = models.CharField(max_length=40, blank=True)
    next_court_at = models.DateTimeField(null=True, blank=True)
    court = models.CharField(max_length=80, blank=True)
    bail_amount = models.DecimalField(
        max_digits=10, decimal_places=2, null=True, blank=True, help_text="US dollars"
    )
    discharged_at = models.DateTimeField(null=True, blank=True)
    discharge_reason = models.CharField(
        max_length=40, blank=True, choices=choices(enums.DischargeReason)
    )
    discharge_manner = models.CharField(max_length=60, blank=True)
    is_juvenile = models.BooleanField(default=False)
    is_sealed = models.BooleanField(default=False)
    sealed_at = models.DateTimeField(null=True, blank=True)
    history = kept_history()

    field_classes = {
        "id": REFERENCE,
        "created_at": REFERENCE,
        "person": REFERENCE,
        "facility": P0,
        "booking_number": P1,
        "booked_at": P0,
        "arresting_agency": P1,
        "housing": P1M,
        "expected_discharge_on": P1M,
        "safety_instructions": P1S,
        "language_needed": P1S,
        "next_court_at": P1,
        "court": P1,
        "bail_amount": P0,
        "discharged_at": P0,
        "discharge_reason": P1,
        "discharge_manner": P0,
        "is_juvenile": REFERENCE,
        "is_sealed": REFERENCE,
        "sealed_at": REFERENCE,
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
            # The arms of every list: equality first, newest next (performance.md 1).
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
    history = kept_history()

    field_classes = {
        "id": REFERENCE,
        "created_at": REFERENCE,
        "booking": REFERENCE,
        "position": REFERENCE,
        "statute": P0,
        "offense": P0,
        "offense_class": P0,
        "status": P1,
        "court_case_number": P1,
    }

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["booking", "position"], name="charge_position_is_unique"
            )
        ]

    def __str__(self):
        return str(self.pk)


class Detainer(Record):
    """An immigration detainer or administrative warrant that arrived: class P9.

    It changes nothing about custody (law 10). What the paper says of the
    person's status is never taken into a field.
    """

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="detainers")
    form = models.CharField(max_length=10, choices=choices(enums.DetainerForm))
    office = models.CharField(max_length=120)
    received_at = models.DateTimeField()
    received_by = models.CharField("received by means of", max_length=40)
    copy_served_at = models.DateTimeField(null=True, blank=True)
    copy_language = models.CharField(max_length=40, blank=True)
    history = kept_history()

    field_classes = {
        "id": REFERENCE,
        "created_at": REFERENCE,
        "booking": REFERENCE,
        "form": P9,
        "office": P9,
        "received_at": P9,
        "received_by": P9,
        "copy_served_at": P9,
        "copy_language": P9,
    }

    class Meta(Record.Meta):
        pass

    def __str__(self):
        return str(self.pk)


class BookingUserPermission(UserObjectPermissionBase):
    """Guardian's row for one account on one booking: there exactly while a grant
    is. Written by trigger from ``access_row`` (migration 0002), never by hand.
    """

    content_object = models.ForeignKey(
        Booking, models.CASCADE, related_name="user_permissions"
    )
    history = kept_history()

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False


class BookingGroupPermission(GroupObjectPermissionBase):
    """Guardian's row for a unit's group on one booking, likewise."""

    content_object = models.ForeignKey(
        Booking, models.CASCADE, related_name="group_permissions"
    )
    history = kept_history()

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = False
