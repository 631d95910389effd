"""Laws, word for word."""

from django.db import models

from access.enums import Certainty, LawKind
from access.models.kept import choices
from audit.clock import JailNow


class LawVersion(models.Model):
    """One law file, word for word, and the hash it is known by. Immutable."""

    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=choices(LawKind))
    jurisdiction = models.CharField(max_length=120)
    effective_at = models.DateTimeField()
    effective_source = models.TextField()
    effective_certainty = models.CharField(max_length=10, choices=choices(Certainty))
    file_name = models.CharField(max_length=120)
    source = models.BinaryField()
    sha256 = models.CharField(max_length=64, unique=True)
    loaded_at = models.DateTimeField(db_default=JailNow())

    class Meta:
        ordering = ["-effective_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "effective_at"], name="laws_are_linear"
            )
        ]

    def __str__(self):
        return self.title
