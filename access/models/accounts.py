"""Accounts, and the capacities in which they work."""

from django.contrib.auth import get_backends
from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from access.enums import Role
from access.managers import AccountManager
from access.models.agencies import Unit
from access.models.kept import choices, kept_history
from audit.clock import JailNow


class Account(AbstractBaseUser, PermissionsMixin):
    """A person's sign-in. Closed, never deleted: the history names it.

    ``joined_at`` is empty until an invitation is taken up. The clocks kept here, last
    sign-in and last change of credentials, are never rewritten by anything else:
    opening an account again has an instant of its own, ``reopened_at``.
    """

    sign_in_name = models.CharField(max_length=60, unique=True)
    display_name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    opened_at = models.DateTimeField(db_default=JailNow())
    opened_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+"
    )
    joined_at = models.DateTimeField(null=True, blank=True, db_default=JailNow())
    last_sign_in_at = models.DateTimeField(null=True, blank=True)
    credentials_changed_at = models.DateTimeField(null=True, blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True)
    external_subject = models.CharField(
        max_length=200,
        null=True,
        blank=True,
        unique=True,
        help_text="the name the county's sign-on knows this person by",
    )
    expires_at = models.DateTimeField(null=True, blank=True)
    review_due_at = models.DateTimeField(null=True, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    suspended_reason = models.CharField(max_length=200, blank=True)
    is_drill = models.BooleanField(
        default=False,
        db_default=False,
        help_text="planted to try the product or its reviewers; nobody signs in with it",
    )
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
            # Whoever asks the consular question cannot read its answer again: so
            # nobody who reads it is a clerk besides.
            models.CheckConstraint(
                name="capacity_of_a_consular_officer_is_that_alone",
                condition=~Q(roles__contains=[Role.CONSULAR_OFFICER.value])
                | Q(roles__len=1),
            ),
        ]

    def __str__(self):
        return f"{', '.join(Role(role).label for role in self.roles)}, {self.unit}"
