"""What is pushed: who is told, of what, when, and whether they opened it."""

import uuid

from django.db import models
from django.db.models import F, Q

from access.models import Account, choices, kept_history
from audit.clock import JailNow
from compliance.enums import NoticeKind, RecipientRole, ReminderKind


class Recipient(models.Model):
    """Where a place is told: the department head, the council chair, the auditor. One
    address a place at a time; the old ones stay, with their dates.
    """

    role = models.CharField(max_length=20, choices=choices(RecipientRole))
    mail = models.EmailField()
    since = models.DateTimeField(db_default=JailNow())
    until = models.DateTimeField(null=True, blank=True)
    history = kept_history()

    class Meta:
        ordering = ["role", "-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["role"],
                condition=Q(until__isnull=True),
                name="one_address_a_place",
            ),
            models.CheckConstraint(
                name="an_address_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
        ]

    def __str__(self):
        return self.role


class NoticeMark(models.Model):
    """Up to when each kind of event was looked for. A run that is late goes on from
    there, so that nothing is missed and nothing is told twice.
    """

    kind = models.CharField(
        primary_key=True, max_length=20, choices=choices(NoticeKind)
    )
    covered_until = models.DateTimeField()

    def __str__(self):
        return self.kind


class Notice(models.Model):
    """One thing that was pushed, for what happened in one span of time. Insert-only:
    ``counts`` are numbers of accounts, acts, jobs and duties, and no person's data.
    """

    kind = models.CharField(max_length=20, choices=choices(NoticeKind))
    opened_at = models.DateTimeField(db_default=JailNow())
    covers_from = models.DateTimeField()
    covers_until = models.DateTimeField()
    counts = models.JSONField(default=dict, db_default={})

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "covers_from"], name="what_happened_is_told_once"
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"


class Delivery(models.Model):
    """One notice on its way to one recipient. ``token`` opens its page without signing
    in; ``opened_at`` is the first time that somebody did.
    """

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="deliveries")
    recipient = models.ForeignKey(Recipient, models.PROTECT, related_name="+")
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    attempts = models.PositiveIntegerField(default=0, db_default=0)
    attempted_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(
        max_length=80, blank=True, db_default="", help_text="the error's kind alone"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    history = kept_history()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(
                fields=["notice"],
                condition=Q(sent_at__isnull=True),
                name="delivery_that_waits",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "recipient"], name="each_is_told_once"
            )
        ]

    def __str__(self):
        return f"{self.notice_id} to {self.recipient_id}"


class Reminder(models.Model):
    """One mail to one person about what is going to happen, sent once. ``about``: the
    instant at which it happens; ``days``: how many days before.
    """

    kind = models.CharField(max_length=20, choices=choices(ReminderKind))
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    about = models.DateTimeField()
    days = models.PositiveIntegerField()
    made_at = models.DateTimeField(db_default=JailNow())
    attempts = models.PositiveIntegerField(default=0, db_default=0)
    error = models.CharField(max_length=80, blank=True, db_default="")
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "account", "about", "days"],
                name="each_is_reminded_once",
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.account_id}"
