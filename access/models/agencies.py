"""Bodies and their parts, the places people are confined in, and signed papers."""

from django.contrib.auth.models import Group
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from access.enums import (
    CLASS_LABELS,
    Mission,
    Purpose,
    permission_codename,
)
from access.models.kept import choices, kept_history
from access.rules import USUAL_DAILY_CEILING


def class_permissions() -> list[tuple[str, str]]:
    return [
        (permission_codename(field_class), f"May be shown: {label}")
        for field_class, label in CLASS_LABELS.items()
    ]


class Agency(models.Model):
    """A body that people work for. NIEM 6.0 ``nc:Organization``.

    ``enforces_immigration_law``: the department it belongs to enforces
    immigration law. Then none of its units has standing access past the
    register, whatever it says it is doing.
    ``closed_at``: from then on every account of it is suspended.
    """

    name = models.CharField(max_length=120, unique=True)
    ori = models.CharField(
        "ORI", max_length=9, blank=True, help_text="nine characters, FBI register"
    )
    enforces_immigration_law = models.BooleanField(default=False)
    is_the_jail = models.BooleanField(default=False)
    mail_domains = ArrayField(
        models.CharField(max_length=120),
        default=list,
        blank=True,
        db_default=[],
        help_text="the domains its people write from",
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_reason = models.CharField(max_length=200, blank=True, db_default="")
    group = models.OneToOneField(Group, models.PROTECT, related_name="agency")
    history = kept_history()

    class Meta:
        verbose_name_plural = "agencies"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="agency_is_closed_for_a_reason",
                condition=Q(closed_at__isnull=True) | ~Q(closed_reason=""),
            )
        ]

    def __str__(self):
        return self.name


class Unit(models.Model):
    """A part of an agency with one mission. The unit is what the law classifies."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="units")
    name = models.CharField(max_length=120)
    mission = models.CharField(max_length=30, choices=choices(Mission))
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_reason = models.CharField(max_length=200, blank=True, db_default="")
    group = models.OneToOneField(Group, models.PROTECT, related_name="unit")
    history = kept_history()

    class Meta:
        ordering = ["agency__name", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "name"], name="unit_name_is_unique_in_agency"
            ),
            models.CheckConstraint(
                name="unit_is_closed_for_a_reason",
                condition=Q(closed_at__isnull=True) | ~Q(closed_reason=""),
            ),
            models.CheckConstraint(
                name="unit_has_a_known_mission",
                condition=Q(mission__in=[m.value for m in Mission]),
            ),
        ]

    def __str__(self):
        return f"{self.agency.name} · {self.name}"


class MissionDetail(models.Model):
    """A written detail of a unit to immigration work: mixed while it lasts."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="details")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    paper = models.CharField(max_length=200, help_text="the written order, by number")
    history = kept_history()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="detail_ends_after_it_begins",
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
            )
        ]

    def __str__(self):
        return self.paper


class Facility(models.Model):
    """Where people are confined. NIEM 6.0 ``j:DetentionFacility``."""

    name = models.CharField(max_length=120, unique=True)
    code = models.CharField(max_length=8, unique=True)
    booking_numbers = models.CharField(
        max_length=20,
        default="2{yy}{seq:6}",
        db_default="2{yy}{seq:6}",
        help_text="{yy}: the year, {seq:6}: six figures that run through the year",
    )
    history = kept_history()

    class Meta:
        verbose_name_plural = "facilities"
        ordering = ["name"]
        default_permissions = ()
        permissions = class_permissions()
        constraints = [
            models.CheckConstraint(
                name="facility_has_a_pattern_of_numbers",
                condition=Q(
                    booking_numbers__regex=r"^[A-Z0-9-]*({yy})?[A-Z0-9-]*{seq:[3-9]}$"
                ),
            )
        ]

    def __str__(self):
        return self.name


class Agreement(models.Model):
    """A signed paper under which an agency's units have standing access.

    ``daily_ceiling``: how many different people each account under it may be shown
    in a day past the register. The jail's own units have none.
    ``purposes``: what it was signed for; none named is any that the law allows.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="agreements")
    title = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(help_text="access ends at this instant")
    daily_ceiling = models.PositiveIntegerField(
        default=USUAL_DAILY_CEILING,
        db_default=USUAL_DAILY_CEILING,
        help_text="different people a day for each account, past the register",
    )
    purposes = ArrayField(
        models.CharField(max_length=40, choices=choices(Purpose)),
        default=list,
        blank=True,
        db_default=[],
        help_text="what it opens anything for; none named is any the law allows",
    )
    history = kept_history()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="agreement_ends_after_it_begins",
                condition=Q(ends_at__gt=F("starts_at")),
            ),
            models.CheckConstraint(
                name="agreement_has_a_daily_ceiling",
                condition=Q(daily_ceiling__gt=0),
            ),
            models.CheckConstraint(
                name="agreement_has_known_purposes",
                condition=Q(purposes__contained_by=[p.value for p in Purpose]),
            ),
        ]

    def __str__(self):
        return self.title
