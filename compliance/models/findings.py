"""Findings: what was found not to be in order, opened with its evidence."""

from django.db import models
from django.db.models import Q

from access.models import Account, LawVersion, choices, kept_history
from audit.clock import JailNow
from compliance.enums import (
    FindingKind,
    FindingState,
    FindingStepKind,
    FindingTarget,
)

CLOSED = FindingState.CLOSED.value


class Scan(models.Model):
    """One run over all accounts: when, under which law, and what it counted."""

    started_at = models.DateTimeField(db_default=JailNow())
    law = models.ForeignKey(LawVersion, models.PROTECT, null=True, related_name="+")
    accounts = models.IntegerField(default=0)
    opened = models.IntegerField(default=0)

    class Meta:
        ordering = ["-started_at"]
        indexes = [models.Index(fields=["-started_at"], name="scan_newest")]

    def __str__(self):
        return f"scan of {self.accounts} accounts"


class Finding(models.Model):
    """Something that must be looked at. Nothing closes by itself.

    About an account, or about what ``target_kind`` and ``target_id`` name: a job, a
    duty of a law, a unit. A trigger fills these two for an account, and ``reopens``:
    the last finding of this kind on the same target, if it was closed. What was closed
    stays closed; opening again is a new finding.
    """

    kind = models.CharField(max_length=20, choices=choices(FindingKind))
    account = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="findings"
    )
    target_kind = models.CharField(
        max_length=20, choices=choices(FindingTarget), default="", db_default=""
    )
    target_id = models.CharField(max_length=80, default="", db_default="")
    opened_at = models.DateTimeField(db_default=JailNow())
    evidence = models.JSONField(
        default=dict,
        db_default={},
        help_text="instants, counts and rule ids; no person's data",
    )
    state = models.CharField(
        max_length=20,
        choices=choices(FindingState),
        default=FindingState.OPEN.value,
        db_default=FindingState.OPEN.value,
    )
    assigned_to = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_with = models.CharField(max_length=1000, blank=True, db_default="")
    reopens = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reopened_as"
    )
    history = kept_history()

    class Meta:
        ordering = ["-opened_at"]
        indexes = [
            models.Index(fields=["state", "opened_at"], name="finding_by_state_and_age")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "account"],
                condition=Q(closed_at__isnull=True),
                name="one_open_finding_of_a_kind",
            ),
            models.UniqueConstraint(
                fields=["kind", "target_kind", "target_id"],
                condition=Q(closed_at__isnull=True),
                name="one_open_finding_of_a_kind_on_a_target",
            ),
            models.CheckConstraint(
                name="finding_is_about_something",
                condition=~Q(target_kind="") & ~Q(target_id=""),
            ),
            models.CheckConstraint(
                name="finding_is_closed_by_somebody_with_what_was_done",
                condition=Q(
                    closed_at__isnull=True,
                    closed_by__isnull=True,
                    closed_with="",
                )
                & ~Q(state=CLOSED)
                | Q(
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                    state=CLOSED,
                )
                & ~Q(closed_with=""),
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.target_kind} {self.target_id}"


class FindingStep(models.Model):
    """One thing that was done about a finding. Insert-only; the first is written by a
    trigger when the finding is opened. ``by`` is empty where the system acted.
    """

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=20, choices=choices(FindingStepKind))
    at = models.DateTimeField(db_default=JailNow())
    by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+"
    )
    to = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+"
    )
    words = models.CharField(
        max_length=1000, blank=True, db_default="", help_text="no person's data"
    )

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="answers_and_closings_have_words",
                condition=~Q(
                    kind__in=[
                        FindingStepKind.ANSWERED.value,
                        FindingStepKind.CLOSED.value,
                        FindingStepKind.REOPENED.value,
                    ],
                    words="",
                ),
            ),
            models.CheckConstraint(
                name="an_assignment_says_to_whom",
                condition=Q(kind=FindingStepKind.ASSIGNED.value, to__isnull=False)
                | ~Q(kind=FindingStepKind.ASSIGNED.value) & Q(to__isnull=True),
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.finding_id}"
