"""A person: by what names they are known, and where to reach them."""

from django.db import models
from django.db.models.functions import Upper

from access.enums import FieldClass
from access.models import choices, kept_history
from bookings import enums
from bookings.models.record import REFERENCE, Record

P0 = FieldClass.REGISTER
P2 = FieldClass.IDENTITY
P3 = FieldClass.CONTACT
P4 = FieldClass.IDENTIFIERS


class Person(Record):
    """A person who is or was booked. NIEM 6.0 ``j:BookingSubject``."""

    surname = models.CharField(max_length=80)
    given_name = models.CharField(max_length=80, blank=True)
    middle_name = models.CharField(max_length=80, blank=True)
    suffix = models.CharField(max_length=10, blank=True)
    name_used = models.CharField(
        "name the person uses", max_length=80, blank=True, default="", db_default=""
    )
    identified_by = models.CharField(
        max_length=20,
        choices=enums.IDENTIFIED_BY,
        blank=True,
        default="",
        db_default="",
    )
    birth_date = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=1, choices=enums.SEXES, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    state_id = models.CharField("state ID (SID)", max_length=10, blank=True)
    fbi_number = models.CharField("FBI number", max_length=9, blank=True)
    driver_license = models.CharField(max_length=30, blank=True)
    history = kept_history()

    field_classes = Record.field_classes | {
        "surname": P0,
        "given_name": P0,
        "middle_name": P0,
        "suffix": P0,
        "name_used": P2,
        "identified_by": P2,
        "birth_date": P2,
        "sex": P2,
        "phone": P3,
        "state_id": P4,
        "fbi_number": P4,
        "driver_license": P4,
    }
    # What a page may say of a field in the field's place: as the field itself.
    derived_classes = {"birth_year": field_classes["birth_date"]}

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
            models.Index(
                Upper("given_name"),
                Upper("surname"),
                "id",
                name="person_by_given_name",
            ),
            models.Index(fields=["birth_date", "id"], name="person_by_birth_date"),
        ]

    def __str__(self):
        return str(self.pk)


class PersonPart(Record):
    """Something on record about a person."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="%(class)ss")

    field_classes = Record.field_classes | {"person": REFERENCE}

    class Meta(Record.Meta):
        abstract = True

    def __str__(self):
        return str(self.pk)


class Alias(PersonPart):
    person = models.ForeignKey(Person, models.CASCADE, related_name="aliases")
    surname = models.CharField(max_length=80)
    given_name = models.CharField(max_length=80, blank=True)
    history = kept_history()

    field_classes = PersonPart.field_classes | {
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

    field_classes = PersonPart.field_classes | {
        "kind": P3,
        "street": P3,
        "city": P3,
        "state": P3,
        "postal_code": P3,
    }

    class Meta(PersonPart.Meta):
        verbose_name_plural = "addresses"
