"""Work that happens by itself: what ran, when, and what became of it."""

from django.db import models

from access.models import choices
from audit.clock import JailNow
from compliance.enums import JobOutcome


class JobRun(models.Model):
    """One run of a job, begun and ended. ``detail``: counts and codes, never a value.

    A run that never ended was killed; the next one says so by its own beginning.
    """

    job = models.CharField(max_length=60)
    started_at = models.DateTimeField(db_default=JailNow())
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(
        max_length=20,
        choices=choices(JobOutcome),
        default=JobOutcome.RUNNING.value,
        db_default=JobOutcome.RUNNING.value,
    )
    error = models.CharField(
        max_length=80, blank=True, db_default="", help_text="the error's kind alone"
    )
    detail = models.JSONField(default=dict, db_default={})

    class Meta:
        ordering = ["-started_at"]
        indexes = [
            models.Index(fields=["job", "-started_at"], name="job_run_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_run_that_ended_has_an_outcome",
                condition=models.Q(
                    ended_at__isnull=True, outcome=JobOutcome.RUNNING.value
                )
                | models.Q(ended_at__isnull=False)
                & ~models.Q(outcome=JobOutcome.RUNNING.value),
            )
        ]

    def __str__(self):
        return f"{self.job} {self.outcome}"
