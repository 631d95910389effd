"""Texts for people in custody, in their language, and who has read them over."""

import uuid

from django.db import models
from django.db.models import Exists, OuterRef, Q

from access.enums import Certainty
from access.models import Account, choices
from audit.clock import JailNow
from bookings.enums import LegalTextKind


class UsableTexts(models.QuerySet):
    def usable(self):
        """Those that may be printed and given to somebody: shipped, or reviewed.

        The database's ``bookings_text_is_usable`` says the same where one is used.
        """
        signed = TextReview.objects.filter(text=OuterRef("pk"))
        return self.filter(Q(is_shipped=True) | Exists(signed))


class LegalText(models.Model):
    """One text in one language, word for word, and the hash it is known by. Immutable.

    ``sha256``: of kind, language, edition and body, a line each; the database refuses
    another. ``is_shipped``: came with the product, in English or Spanish; any other is
    printed once a reviewer has signed its hash.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=choices(LegalTextKind))
    language = models.CharField(max_length=12, help_text="BCP 47")
    language_name = models.CharField(max_length=40, help_text="in that language")
    edition = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    body = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)
    source = models.CharField(max_length=200)
    certainty = models.CharField(max_length=10, choices=choices(Certainty))
    is_shipped = models.BooleanField(default=False)
    loaded_at = models.DateTimeField(db_default=JailNow())
    objects = UsableTexts.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["kind", "language", "edition"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "language", "edition"],
                name="one_text_of_a_kind_language_and_edition",
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.language} {self.edition}"


class TextReview(models.Model):
    """Somebody named has read a text over, and stands for it: by its very hash."""

    text = models.ForeignKey(LegalText, models.PROTECT, related_name="reviews")
    sha256 = models.CharField(max_length=64)
    reviewer = models.CharField("who has read it over", max_length=120)
    qualification = models.CharField(max_length=200)
    signed_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(db_default=JailNow())

    class Meta:
        default_permissions = ()
        ordering = ["signed_at"]
        constraints = [
            models.CheckConstraint(
                name="text_review_names_its_reviewer", condition=~Q(reviewer="")
            )
        ]

    def __str__(self):
        return f"{self.text_id} {self.sha256[:12]}"


class MandatoryCountry(models.Model):
    """A country whose consulate must be told whatever the person wishes: dated, as the
    list of the Department of State changes. ``iso``: ISO 3166, two letters.
    """

    iso = models.CharField(max_length=2)
    name = models.CharField(max_length=80)
    footnote = models.CharField(max_length=300, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, help_text="its last day")
    source = models.CharField(max_length=200)

    class Meta:
        default_permissions = ()
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["iso", "starts_on"], name="one_treaty_row_of_a_day"
            ),
            models.CheckConstraint(
                name="treaty_row_ends_after_it_begins",
                condition=Q(ends_on__isnull=True)
                | Q(ends_on__gte=models.F("starts_on")),
            ),
        ]

    def __str__(self):
        return self.name
