"""What somebody holds to be known by, besides a password; and challenges to prove it.

No secret lies here in clear, and none is in a history: an authenticator's is sealed for
its account, a recovery code is a keyed digest. A passkey's key is public.
"""

import uuid

from django.db import models
from django.db.models import Q

from access.enums import ChallengeKind
from access.models.accounts import Account
from access.models.kept import choices, kept_history
from audit.clock import JailNow


class TotpDevice(models.Model):
    """An authenticator app (RFC 6238: SHA-1, six digits, 30 seconds).

    It counts from ``confirmed_at``. ``last_used_step``: the number of the 30 seconds
    whose code was last accepted; no step up to it is accepted again.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="totp_devices")
    name = models.CharField(max_length=60)
    secret = models.BinaryField(help_text="sealed for this account")
    added_at = models.DateTimeField(db_default=JailNow())
    confirmed_at = models.DateTimeField(null=True, blank=True)
    last_used_step = models.BigIntegerField(null=True, blank=True)
    history = kept_history(excluded_fields=["secret"])

    class Meta:
        ordering = ["added_at", "pk"]
        default_permissions = ()

    def __str__(self):
        return self.name


class Passkey(models.Model):
    """A WebAuthn credential. ``credential`` is what its authenticator handed over:
    identifier, public key and model, as the standard packs them.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="passkeys")
    name = models.CharField(max_length=60)
    credential_id = models.BinaryField(unique=True)
    credential = models.BinaryField()
    sign_count = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(db_default=JailNow())
    last_used_at = models.DateTimeField(null=True, blank=True)
    history = kept_history(excluded_fields=["credential"])

    class Meta:
        ordering = ["created_at", "pk"]
        default_permissions = ()

    def __str__(self):
        return self.name


class RecoveryCode(models.Model):
    """One of the codes for the day the other factors are gone. Works once."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="recovery_codes")
    digest = models.CharField(max_length=64, unique=True, help_text="keyed")
    made_at = models.DateTimeField(db_default=JailNow())
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["account"],
                condition=Q(used_at__isnull=True),
                name="recovery_codes_left",
            )
        ]

    def __str__(self):
        return str(self.pk)


class Challenge(models.Model):
    """That a challenge was given and not yet answered. What it asks for lies in the
    browser's session; that it is answered once, here: the row goes with the answer.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=choices(ChallengeKind))
    made_at = models.DateTimeField(db_default=JailNow())

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["made_at"], name="challenges_by_age")]

    def __str__(self):
        return str(self.id)
