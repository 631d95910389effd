"""What takes two people: a proposal, and somebody else's yes or no."""

import uuid

from django.db import models
from django.db.models import F, Q

from access.enums import ProposalStatus
from access.models.accounts import Account
from access.models.agencies import Unit
from access.models.kept import choices, kept_history
from audit.clock import JailNow


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


class Proposal(models.Model):
    """An act that takes two people, as the first of them has written it down.

    ``payload``: what is to be done, in codes, keys and instants; ``reason``: why, in
    words that hold nothing about a person in custody. The second person's answer is an
    ``Approval`` whose target is this proposal; the act is done in the same transaction.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    act = models.CharField(max_length=60)
    target_kind = models.CharField(max_length=40)
    target_id = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    reason = models.CharField(max_length=400)
    requester = models.ForeignKey(Account, models.PROTECT, related_name="+")
    requester_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(db_default=JailNow())
    status = models.CharField(
        max_length=10,
        choices=choices(ProposalStatus),
        default=ProposalStatus.WAITING.value,
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    history = kept_history()

    class Meta:
        ordering = ["proposed_at"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="proposal_has_a_reason", condition=~Q(reason="")
            ),
            models.CheckConstraint(
                name="proposal_is_decided_at_an_instant",
                condition=Q(status="waiting", decided_at__isnull=True)
                | (~Q(status="waiting") & Q(decided_at__isnull=False)),
            ),
            models.UniqueConstraint(
                fields=["act", "target_kind", "target_id"],
                condition=Q(status="waiting"),
                name="one_waiting_proposal_for_an_act_on_a_target",
            ),
        ]

    def __str__(self):
        return f"{self.act} {self.target_kind}:{self.target_id}"
