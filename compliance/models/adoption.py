"""Laws on their way to being adopted, the proofs of what they tell people to do, and
what their first day was like.
"""

import uuid

from django.db import models
from django.db.models import Q

from access.models import Account, LawVersion, Unit, choices, kept_history
from audit.clock import JailNow
from compliance.enums import AdoptionStatus


class Adoption(models.Model):
    """A law file as it was prepared, with what it would change; two people sign it.

    That it is in force is written nowhere: it is so from ``effective_at`` on.
    ``preview``: figures, rule ids and keys of accounts; nothing about a person in custody.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=200)
    file_name = models.CharField(max_length=120)
    source = models.BinaryField()
    sha256 = models.CharField(max_length=64, unique=True)
    effective_at = models.DateTimeField()
    prepared_at = models.DateTimeField(db_default=JailNow())
    preview = models.JSONField(default=dict)
    previewed_at = models.DateTimeField(db_default=JailNow())
    status = models.CharField(
        max_length=10,
        choices=choices(AdoptionStatus),
        default=AdoptionStatus.DRAFT.value,
    )
    law = models.OneToOneField(
        LawVersion, models.PROTECT, null=True, blank=True, related_name="adoption"
    )
    history = kept_history(excluded_fields=["source", "preview"])

    class Meta:
        ordering = ["-effective_at", "-prepared_at"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="adoption_is_signed_with_its_law",
                condition=Q(status="signed", law__isnull=False)
                | (~Q(status="signed") & Q(law__isnull=True)),
            )
        ]

    def __str__(self):
        return self.title


class LawDayReport(models.Model):
    """What was foretold of a law's first day, and what was so. Insert-only.

    ``is_whole_day``: written when the day was over; otherwise in its first hours.
    """

    law = models.ForeignKey(LawVersion, models.PROTECT, related_name="+")
    is_whole_day = models.BooleanField()
    written_at = models.DateTimeField(db_default=JailNow())
    predicted = models.JSONField()
    found = models.JSONField()

    class Meta:
        ordering = ["-written_at"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["law", "is_whole_day"], name="a_law_day_is_reported_once"
            )
        ]

    def __str__(self):
        return f"first day of law {self.law_id}"


class DutyProof(models.Model):
    """What shows that a duty of a law was done, by whom it was given to. Insert-only."""

    law = models.ForeignKey(LawVersion, models.PROTECT, related_name="+")
    duty_id = models.CharField(max_length=60)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    proved_at = models.DateTimeField(db_default=JailNow())
    reference = models.CharField(
        max_length=400, help_text="the paper, by its number or place; about no person"
    )

    class Meta:
        ordering = ["proved_at"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["law", "duty_id"], name="a_duty_is_proved_once"
            ),
            models.CheckConstraint(
                name="proof_says_what_shows_it", condition=~Q(reference="")
            ),
        ]

    def __str__(self):
        return f"{self.law_id} {self.duty_id}"
