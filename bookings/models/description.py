"""How a person looks: description, marks, photo. What a mark tells of health is not here."""

from django.db import models
from django.db.models import Q

from access.enums import FieldClass
from access.models import kept_history
from bookings import enums
from bookings.models.booking import Booking
from bookings.models.person import PersonPart
from bookings.models.record import REFERENCE

P2 = FieldClass.IDENTITY
P6 = FieldClass.HEALTH


class PhysicalDescription(PersonPart):
    """How a person looked when described. Heights in inches, weights in pounds.

    What is older may be outside the ranges of NCIC; the desk writes within them.
    """

    person = models.ForeignKey(
        "bookings.Person", models.CASCADE, related_name="descriptions"
    )
    height_inches = models.PositiveSmallIntegerField(null=True, blank=True)
    weight_pounds = models.PositiveSmallIntegerField(null=True, blank=True)
    eye_colour = models.CharField(max_length=3, choices=enums.EYE_COLOURS, blank=True)
    hair_colour = models.CharField(max_length=3, choices=enums.HAIR_COLOURS, blank=True)
    race = models.CharField(max_length=1, choices=enums.RACES, blank=True)
    ethnicity = models.CharField(
        max_length=1, choices=enums.ETHNICITIES, blank=True, db_default=""
    )
    skin_tone = models.CharField(
        max_length=3, choices=enums.SKIN_TONES, blank=True, db_default=""
    )
    build = models.CharField(
        max_length=10, choices=enums.BUILDS, blank=True, db_default=""
    )
    history = kept_history()

    field_classes = PersonPart.field_classes | {
        "height_inches": P2,
        "weight_pounds": P2,
        "eye_colour": P2,
        "hair_colour": P2,
        "race": P2,
        "ethnicity": P2,
        "skin_tone": P2,
        "build": P2,
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
    """A scar, mark or tattoo of appearance, by NCIC code ("TAT LF ARM").

    A code that tells of health is a ``HealthMark``: ``rules.is_of_health``.
    """

    family = models.CharField(max_length=4, choices=enums.MARK_FAMILIES)
    code = models.CharField(max_length=11)
    description = models.CharField(max_length=120, blank=True)
    history = kept_history()

    field_classes = PersonPart.field_classes | {
        "family": P2,
        "code": P2,
        "description": P2,
    }

    class Meta(PersonPart.Meta):
        constraints = [
            models.CheckConstraint(
                name="mark_is_of_appearance_not_of_health",
                condition=Q(family__in=list(enums.MARK_FAMILIES))
                & ~Q(code__regex=enums.HEALTH_CODES),
            )
        ]


class HealthMark(PersonPart):
    """A mark by NCIC code that tells of health ("MC DIABTIC", "ART L LEG"): class P6."""

    person = models.ForeignKey(
        "bookings.Person", models.CASCADE, related_name="health_marks"
    )
    code = models.CharField(max_length=11)
    description = models.CharField(max_length=120, blank=True)
    history = kept_history()

    field_classes = PersonPart.field_classes | {"code": P6, "description": P6}

    class Meta(PersonPart.Meta):
        pass


class MarkCode(models.Model):
    """A code of NCIC's table of scars, marks and tattoos, and what it means. Common
    knowledge; read-only to the application: ``manage.py load_reference smt FILE``.
    """

    code = models.CharField(max_length=11, primary_key=True)
    meaning = models.CharField(max_length=120)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.code


class Photo(PersonPart):
    """A booking photo, re-encoded, without metadata. Served through the gate alone.

    ``booking``: the stay it is of. Where it is empty, the photo is older than this
    field and is of the stay in which it was taken.
    """

    booking = models.ForeignKey(
        Booking, models.CASCADE, related_name="photos", null=True, blank=True
    )
    image = models.BinaryField()
    taken_at = models.DateTimeField()
    history = kept_history(excluded_fields=["image"])

    field_classes = PersonPart.field_classes | {
        "booking": REFERENCE,
        "image": P2,
        "taken_at": P2,
    }

    class Meta(PersonPart.Meta):
        pass
