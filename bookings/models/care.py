"""What keeps a person safe in custody: the screening, and the instructions it sets.

The screening is health staff's to read (P6). What follows from it for everybody who
keeps the person is an instruction without a diagnosis (P1s).
"""

from django.db import models
from django.db.models import F, Q

from access.enums import FieldClass
from access.models import Account, kept_history
from bookings import enums
from bookings.models.booking import Booking
from bookings.models.record import REFERENCE, Record

P1S = FieldClass.SAFETY
P6 = FieldClass.HEALTH


class SafetyAlert(Record):
    """What staff must do about one person in custody: class P1s.

    The language for which an interpreter is needed is ``Booking.language_needed``, and
    an instruction in free words ``Booking.safety_instructions``: each has one place.
    ``ends_at``: the instant from which it does not hold any more, None for none set.
    """

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="alerts")
    kind = models.CharField(max_length=20, choices=enums.ALERT_LABELS)
    instruction = models.CharField(max_length=200, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=20, choices=enums.ALERT_SOURCES)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    ends_at = models.DateTimeField(null=True, blank=True)
    history = kept_history()

    field_classes = Record.field_classes | {
        "booking": REFERENCE,
        "kind": P1S,
        "instruction": P1S,
        "due_at": P1S,
        "source": P1S,
        "set_at": P1S,
        "set_by": REFERENCE,
        "ends_at": P1S,
    }

    class Meta(Record.Meta):
        constraints = [
            models.CheckConstraint(
                name="alert_ends_after_it_was_set",
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("set_at")),
            ),
        ]

    def __str__(self):
        return str(self.pk)


def _answer(question: str):
    return models.CharField(
        question, max_length=10, choices=enums.SCREENING_ANSWERS, blank=True
    )


class HealthScreening(Record):
    """The medical and mental-health questions of intake, as one person wrote them down.

    That it was done, and when, is an instruction's class (P1s); every answer is P6.
    ``written_by`` corrects it until their shift ends, without reading it again.
    """

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="screenings")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    injured = _answer("injured or in pain now")
    hospital = _answer("treated at a hospital in the last two weeks")
    medicine = _answer("takes medicine")
    condition = _answer("has a lasting illness")
    contagious = _answer("fever, cough or rash now")
    allergies = _answer("allergies")
    withdrawal = _answer("may suffer withdrawal")
    mental_care = _answer("had mental-health care")
    self_harm = _answer("thinks of suicide or self-harm")
    pregnant = _answer("pregnant or may be")
    mobility = _answer("needs help to move, see or hear")
    medicines = models.CharField("which medicine, and when", max_length=200, blank=True)
    notes = models.TextField(blank=True)
    history = kept_history()

    field_classes = (
        Record.field_classes
        | {"booking": REFERENCE, "written_by": REFERENCE, "written_at": P1S}
        | dict.fromkeys(enums.SCREENING_QUESTIONS, P6)
        | {"medicines": P6, "notes": P6}
    )

    class Meta(Record.Meta):
        pass

    def __str__(self):
        return str(self.pk)
