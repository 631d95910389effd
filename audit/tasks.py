"""What Celery runs: seal what happened."""

from celery import shared_task
from django.db import OperationalError

from audit import sealer


@shared_task(
    name="audit.tasks.seal_history",
    autoretry_for=(OperationalError,),
    retry_backoff=True,
    ignore_result=True,
)
def seal_history() -> None:
    """Every few seconds: finished events into the tree. Safe to run twice or late."""
    sealer.seal()
