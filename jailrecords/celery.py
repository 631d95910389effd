"""Celery: the worker and the scheduler."""

import os

from celery import Celery
from celery.signals import beat_init, setup_logging, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jailrecords.settings")

app = Celery("jailrecords")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_our_logging(**_) -> None:
    """Being connected is enough: Celery then leaves our log lines alone."""


@worker_init.connect
@beat_init.connect
def refuse_unsafe(**_) -> None:
    from jailrecords import startup  # the applications are loaded by now

    startup.refuse_unsafe()
