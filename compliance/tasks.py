"""What Celery runs: find out, and make known. Decisions are taken at every request;
stopping these tasks widens nothing.
"""

from celery import shared_task
from django.db import OperationalError

from access.viewer import System
from audit.services import erase_typed_text as erase
from compliance import selectors, services

_SAFE_TO_REPEAT = {
    "acks_late": True,
    "autoretry_for": (OperationalError,),
    "retry_backoff": True,
    "ignore_result": True,
}


@shared_task(name="compliance.tasks.scan_accounts", **_SAFE_TO_REPEAT)
def scan_accounts() -> None:
    """Once a day: every account, whatever has changed."""
    services.scan_accounts(by=System("scan_accounts"))


@shared_task(name="compliance.tasks.scan_accounts_if_changed", **_SAFE_TO_REPEAT)
def scan_accounts_if_changed() -> None:
    """Once a minute: scan at once if a law, an agency or a unit has changed."""
    last = selectors.last_scan()
    if last is None or selectors.has_changed_since(last.started_at):
        services.scan_accounts(by=System("scan_accounts_if_changed"))


@shared_task(name="compliance.tasks.erase_typed_text", **_SAFE_TO_REPEAT)
def erase_typed_text() -> None:
    """Once a day: what was typed about people, when its time is over."""
    erase()
