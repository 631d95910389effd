"""Agencies, units, accounts, and what makes access lawful.

Fields and promises only: the rule is ``access.policy``, the checks at the
door ``access.gate``. Every table keeps its history, or "who could see this
on that day" could never be answered.
"""

from django.contrib.auth import get_backends
from django.contrib.auth.models import AbstractBaseUser, Group, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from guardian.models import GroupObjectPermissionBase
from simple_history.models import HistoricalRecords

from access.enums import (
    CLASS_LABELS,
    Certainty,
    LawKind,
    Mission,
    Role,
    permission_codename,
)
from access.managers import AccountManager, FacilityPermissionManager
from access.rules import USUAL_DAILY_CEILING
from audit.clock import JailNow


def choices(vocabulary):
    return {member.value: member.value for member in vocabulary}


def kept_history(**options):
    """History written by triggers; no constraint ties it to live accounts."""
    return HistoricalRecords(user_db_constraint=False, **options)


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
    """

    name = models.CharField(max_length=120, unique=True)
    ori = models.CharField(
        "ORI", max_length=9, blank=True, help_text="nine characters, FBI register"
    )
    enforces_immigration_law = models.BooleanField(default=False)
    is_the_jail = models.BooleanField(default=False)
    group = models.OneToOneField(Group, models.PROTECT, related_name="agency")
    history = kept_history()

    class Meta:
        verbose_name_plural = "agencies"
        ordering = ["name"]

    def __str__(self):
        return self.name


class Unit(models.Model):
    """A part of an agency with one mission. The unit is what the law classifies."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="units")
    name = models.CharField(max_length=120)
    mission = models.CharField(max_length=30, choices=choices(Mission))
    group = models.OneToOneField(Group, models.PROTECT, related_name="unit")
    history = kept_history()

    class Meta:
        ordering = ["agency__name", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "name"], name="unit_name_is_unique_in_agency"
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
    history = kept_history()

    class Meta:
        verbose_name_plural = "facilities"
        ordering = ["name"]
        default_permissions = ()
        permissions = class_permissions()

    def __str__(self):
        return self.name


class Agreement(models.Model):
    """A signed paper under which an agency's units have standing access.

    ``daily_ceiling``: how many different people each account under it may be shown
    in a day past the register. The jail's own units have none.
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
        ]

    def __str__(self):
        return self.title


class FacilityPermission(GroupObjectPermissionBase):
    """Standing access: a unit's or agency's group may see one class of fields of
    bookings at a facility, under an agreement and between two instants.

    ``classes`` is the class's bit, set by trigger from the permission.
    """

    content_object = models.ForeignKey(
        Facility, models.CASCADE, related_name="group_permissions"
    )
    agreement = models.ForeignKey(Agreement, models.PROTECT)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    classes = models.IntegerField(editable=False, default=0)
    objects = FacilityPermissionManager()
    history = kept_history()

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = False


class Account(AbstractBaseUser, PermissionsMixin):
    """A person's sign-in. Closed, never deleted: the history names it."""

    sign_in_name = models.CharField(max_length=60, unique=True)
    display_name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    opened_at = models.DateTimeField(db_default=JailNow())
    last_sign_in_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    review_due_at = models.DateTimeField(null=True, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    suspended_reason = models.CharField(max_length=200, blank=True)
    # Django's own stamp is written by a signal with Python's clock; ours is not.
    last_login = None

    objects = AccountManager()
    history = kept_history(excluded_fields=["password"])

    USERNAME_FIELD = "sign_in_name"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        ordering = ["sign_in_name"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                Lower("sign_in_name"), name="sign_in_name_is_unique_in_any_case"
            ),
            models.CheckConstraint(
                name="suspension_has_a_reason",
                condition=Q(suspended_at__isnull=True) | ~Q(suspended_reason=""),
            ),
        ]

    def __str__(self):
        return self.display_name

    # Nobody is special (law 7): Django would answer True for a superuser before
    # it asked any backend.
    def has_perm(self, perm, obj=None):
        return self.is_active and any(
            backend.has_perm(self, perm, obj) for backend in get_backends()
        )

    def has_perms(self, perm_list, obj=None):
        return all(self.has_perm(perm, obj) for perm in perm_list)

    def has_module_perms(self, app_label):
        return False


class Membership(models.Model):
    """A capacity: an account in a unit, with roles. Roles unite inside one
    capacity alone; an auditor's excludes every role that acts.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships")
    roles = ArrayField(models.CharField(max_length=30, choices=choices(Role)))
    starts_at = models.DateTimeField(db_default=JailNow())
    ends_at = models.DateTimeField(null=True, blank=True)
    history = kept_history()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "unit"], name="one_capacity_for_each_unit"
            ),
            models.CheckConstraint(
                name="capacity_has_known_roles",
                condition=Q(roles__contained_by=[role.value for role in Role]),
            ),
            models.CheckConstraint(
                name="capacity_has_roles_and_auditors_only_audit",
                condition=Q(roles__len__gt=0)
                & (~Q(roles__contains=[Role.AUDITOR.value]) | Q(roles__len=1)),
            ),
        ]

    def __str__(self):
        return f"{', '.join(Role(role).label for role in self.roles)}, {self.unit}"


class AccessRow(models.Model):
    """What one grant opens on one booking for one principal, while it lasts.

    Kept by trigger from ``warrants.Grant``; the application only reads it.
    ``principal`` is a membership's key, or minus a group's. Plain keys, no
    foreign keys: Django would try to delete through them.
    """

    principal = models.BigIntegerField()
    booking_id = models.UUIDField()
    grant_id = models.UUIDField()
    basis = models.CharField(max_length=30)
    classes = models.IntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    facility_id = models.BigIntegerField()
    booked_at = models.DateTimeField()
    history = kept_history()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["principal", "booking_id", "grant_id"],
                name="one_row_for_each_grant",
            )
        ]
        indexes = [
            models.Index(
                F("principal"),
                F("booked_at").desc(),
                F("booking_id").desc(),
                name="access_row_newest",
            ),
            models.Index(fields=["grant_id"], name="access_row_by_grant"),
        ]

    def __str__(self):
        return str(self.grant_id)


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


class Approval(models.Model):
    """One person's yes or no to somebody else's act. Insert-only.

    The database holds law 8: approver and requester are two people of two
    units, and no person or unit decides twice about one target.
    """

    act = models.CharField(max_length=60)
    target_kind = models.CharField(max_length=40)
    target_id = models.CharField(max_length=60)
    requester = models.ForeignKey(Account, models.PROTECT, related_name="+")
    requester_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    approver = models.ForeignKey(Account, models.PROTECT, related_name="+")
    approver_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    approves = models.BooleanField()
    reason = models.CharField(max_length=60, blank=True, help_text="a code")
    decided_at = models.DateTimeField(db_default=JailNow())

    class Meta:
        ordering = ["decided_at"]
        constraints = [
            models.CheckConstraint(
                name="approver_is_not_requester",
                condition=~Q(approver=F("requester")),
            ),
            models.CheckConstraint(
                name="approver_is_of_another_unit",
                condition=~Q(approver_unit=F("requester_unit")),
            ),
            models.UniqueConstraint(
                fields=["act", "target_kind", "target_id", "approver"],
                name="one_decision_for_each_person",
            ),
            models.UniqueConstraint(
                fields=["act", "target_kind", "target_id", "approver_unit"],
                name="one_decision_for_each_unit",
            ),
        ]

    def __str__(self):
        return f"{self.act} {self.target_kind}:{self.target_id}"
