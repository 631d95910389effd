"""What happens at the door: every attempt to come in, and the names that are locked."""

from django.db import models
from django.db.models import F, Q

from access.enums import AttemptOutcome, Door
from access.models.accounts import Account
from access.models.kept import choices
from access.models.networks import Network
from audit.clock import JailNow


class SignInAttempt(models.Model):
    """One attempt to show a factor. Insert-only; what was typed is not in it.

    ``name_digest``: a keyed digest of the name, so that a name which is nobody's counts
    as anybody's does. ``session_key``: the AccountSession in which it was tried.
    """

    name_digest = models.CharField(max_length=32)
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    door = models.CharField(max_length=20, choices=choices(Door))
    outcome = models.CharField(max_length=20, choices=choices(AttemptOutcome))
    tried_at = models.DateTimeField(db_default=JailNow())
    address = models.GenericIPAddressField(null=True, blank=True)
    network = models.ForeignKey(Network, models.PROTECT, null=True, related_name="+")
    session_key = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["-tried_at"]
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["name_digest", "-tried_at"], name="attempts_on_a_name"
            ),
            models.Index(fields=["-tried_at"], name="attempts_newest"),
        ]

    def __str__(self):
        return f"{self.door} {self.outcome}"


class SignInLock(models.Model):
    """A name under which nobody signs in until somebody else has released it.

    Neither a right password nor a new one nor the passing of time undoes it. A name
    that is nobody's is locked the same way, and has nobody to release it for.
    """

    name_digest = models.CharField(max_length=32)
    account = models.ForeignKey(
        Account, models.PROTECT, null=True, related_name="sign_in_locks"
    )
    locked_at = models.DateTimeField(db_default=JailNow())
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        Account, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["locked_at"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["name_digest"],
                condition=Q(released_at__isnull=True),
                name="one_open_lock_for_each_name",
            ),
            models.CheckConstraint(
                name="lock_is_released_by_somebody",
                condition=Q(released_at__isnull=True, released_by__isnull=True)
                | Q(released_at__isnull=False, released_by__isnull=False),
            ),
            models.CheckConstraint(
                name="nobody_releases_their_own_lock",
                condition=Q(released_by__isnull=True)
                | Q(account__isnull=True)
                | ~Q(released_by=F("account")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["account"],
                condition=Q(released_at__isnull=True),
                name="open_locks_of_an_account",
            )
        ]

    def __str__(self):
        return f"{self.account_id} {self.locked_at}"
