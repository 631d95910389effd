"""How somebody comes to have an account: invited, identified, and only then joined."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from access.enums import IdentityDocument, Role
from access.models.accounts import Account, Membership
from access.models.kept import choices, kept_history
from audit.clock import JailNow


class Invitation(models.Model):
    """One person, asked by another to join one unit in some roles.

    The letter holds a token and nothing else; here stands its keyed digest. ``begun_at``:
    the token was exchanged, and is worth nothing from then on. ``taken_up_at``: the
    person has said who they are and chosen a password. ``identity_checked_at``: somebody
    has seen them and a document. With the last of the two the account has joined.
    ``invited_in``: the capacity in which the inviter asked.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="invitations")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    roles = ArrayField(models.CharField(max_length=30, choices=choices(Role)))
    invited_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    invited_in = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    token_digest = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField(db_default=JailNow())
    ends_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    taken_up_at = models.DateTimeField(null=True, blank=True)
    employee_number = models.CharField(max_length=40, blank=True, db_default="")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    identity_checked_at = models.DateTimeField(null=True, blank=True)
    identity_checked_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+"
    )
    identity_document = models.CharField(
        max_length=30, choices=choices(IdentityDocument), blank=True, db_default=""
    )
    history = kept_history()

    class Meta:
        ordering = ["sent_at"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_invitation_for_an_account",
            ),
            models.CheckConstraint(
                name="nobody_invites_themselves", condition=~Q(account=F("invited_by"))
            ),
            models.CheckConstraint(
                name="nobody_checks_their_own_identity",
                condition=Q(identity_checked_by__isnull=True)
                | ~Q(account=F("identity_checked_by")),
            ),
            models.CheckConstraint(
                name="identity_is_checked_by_somebody_on_a_document",
                condition=Q(
                    identity_checked_at__isnull=True,
                    identity_checked_by__isnull=True,
                    identity_document="",
                )
                | (
                    Q(
                        identity_checked_at__isnull=False,
                        identity_checked_by__isnull=False,
                        taken_up_at__isnull=False,
                    )
                    & ~Q(identity_document="")
                ),
            ),
            models.CheckConstraint(
                name="invitation_is_taken_up_by_somebody_with_a_number",
                condition=Q(taken_up_at__isnull=True) | ~Q(employee_number=""),
            ),
        ]

    def __str__(self):
        return str(self.id)
