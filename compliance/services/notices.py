"""Pushing what must not wait to be looked at: noticed once, sent until it arrives.

A notice says what happened in one span of time; the next span begins where it ended.
So a run that is late tells what an earlier one would have told, and two runs at once
tell it once.
"""

from datetime import datetime, timedelta

from django.db import transaction

from access.acts import Act
from access.guards import performing
from access.viewer import System, Viewer
from audit.acting import acting
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act
from compliance import mailing
from compliance.enums import NoticeKind, RecipientRole
from compliance.models import Delivery, Notice, NoticeMark, Recipient
from compliance.selectors.exposure import Period
from compliance.selectors.notices import happened, recipients

# What commits late is still before the mark: events are taken when they have settled.
SETTLES = timedelta(seconds=30)
# Of one kind not more often than this; with the interval of the schedule and the time
# to settle it stays well within the hour.
PAUSE = timedelta(minutes=30)
# How far back the very first look goes.
FIRST_LOOK = timedelta(hours=1)
_SENT_AT_ONCE = 50


def notice(*, by: System) -> dict:
    """Write a notice for each kind of thing that happened since it was last looked
    for; return how many.
    """
    at = now()
    made = sum(_notice(kind, at, by) for kind in NoticeKind)
    return {"notices": made}


def _notice(kind: NoticeKind, at: datetime, by: System) -> bool:
    with acting(None, f"{by.name}: {kind}"):
        NoticeMark.objects.bulk_create(
            [NoticeMark(kind=kind, covered_until=at - FIRST_LOOK)],
            ignore_conflicts=True,
        )
        mark = NoticeMark.objects.select_for_update().get(pk=kind)
        period = Period(mark.covered_until, at - SETTLES)
        if period.begins >= period.ends:
            return False
        counts = happened(kind, period)
        if counts and _told_lately(kind, at):
            return False
        if counts:
            _write(kind, period, counts)
        NoticeMark.objects.filter(pk=kind).update(covered_until=period.ends)
        return bool(counts)


def _told_lately(kind: NoticeKind, at: datetime) -> bool:
    return Notice.objects.filter(kind=kind, opened_at__gt=at - PAUSE).exists()


def _write(kind: NoticeKind, period: Period, counts: dict[str, int]) -> None:
    written = Notice.objects.create(
        kind=kind, covers_from=period.begins, covers_until=period.ends, counts=counts
    )
    Delivery.objects.bulk_create(
        Delivery(notice=written, recipient=recipient) for recipient in recipients()
    )


def deliver(*, by: System) -> dict:
    """Send what waits, each in its own transaction; what fails waits for the next run.

    A mail that left but could not be written down as sent is sent again: rather twice
    than never.
    """
    counts = {"sent": 0, "failed": 0}
    waiting = Delivery.objects.filter(sent_at=None).order_by("pk")
    for key in list(waiting.values_list("pk", flat=True)[:_SENT_AT_ONCE]):
        with acting(None, f"{by.name}: deliver"):
            delivery = (
                Delivery.objects.select_for_update(skip_locked=True, of=("self",))
                .select_related("notice", "recipient")
                .filter(pk=key, sent_at=None)
                .first()
            )
            if delivery is not None:
                counts["sent" if _send(delivery) else "failed"] += 1
    return counts


def _send(delivery: Delivery) -> bool:
    error = mailing.send(
        delivery.recipient.mail,
        mailing.notice_subject(delivery.notice),
        mailing.notice_body(delivery.notice, mailing.link(delivery.token)),
    )
    delivery.attempts += 1
    delivery.attempted_at = now()
    delivery.error = error
    if not error:
        delivery.sent_at = delivery.attempted_at
    delivery.save(update_fields=["attempts", "attempted_at", "error", "sent_at"])
    return not error


def opened(delivery: Delivery, *, by: Viewer) -> None:
    """Write down that a notice was opened, the first time that it is."""
    with transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk, opened_at=None).update(opened_at=by.at)


def name_recipient(role: RecipientRole, address: str, *, by: Viewer) -> None:
    """From now on this place is told here; the former address stays on record."""
    with performing(Act.NAME_RECIPIENT, by):
        Recipient.objects.filter(role=role, until=None).update(until=now())
        named = Recipient.objects.create(role=role, mail=address)
        record_act(
            Act.NAME_RECIPIENT,
            Outcome.DONE,
            actor=by,
            reason=role,
            target_kind="recipient",
            target_id=named.pk,
        )
