"""Reminding people by mail of what is going to happen to their account: once each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from access import roll
from access.enums import Role
from access.models import Account, Agreement, Membership
from access.standing import (
    DORMANT_AFTER,
    WARNED_AFTER,
    WARNED_AGAIN_AFTER,
    Circumstance,
)
from access.viewer import System
from audit.acting import acting
from audit.clock import now
from compliance import mailing
from compliance.enums import ReminderKind
from compliance.models import Reminder

# How many days before it happens, the first first.
DAYS_BEFORE = {
    ReminderKind.UNUSED: tuple(
        (DORMANT_AFTER - after).days for after in (WARNED_AFTER, WARNED_AGAIN_AFTER)
    ),
    ReminderKind.TRAINING: (30, 7, 0),
    ReminderKind.AGREEMENT: (30, 7, 0),
}
# What came due this long ago is not reminded of any more: it is a finding by now.
_TOO_LATE = timedelta(days=7)
NO_ADDRESS = "no_address"


@dataclass(frozen=True, slots=True)
class Due:
    """That somebody is to be told of an instant, so many days before it."""

    kind: ReminderKind
    account_id: int
    about: datetime
    days: int


def remind(*, by: System) -> dict:
    """Send each reminder that is due and was not sent. Of several that are due at once
    for the same instant, because no run came in time, the last alone is sent.
    """
    at = now()
    due = list(_due(at))
    addresses = dict(
        Account.objects.filter(pk__in={one.account_id for one in due}).values_list(
            "pk", "email"
        )
    )
    counts = {"sent": 0, "failed": 0, "without_address": 0}
    for one in due:
        if outcome := _remind(one, addresses.get(one.account_id, ""), by):
            counts[outcome] += 1
    return counts


def _remind(one: Due, address: str, by: System) -> str:
    """What became of it; empty if it was done before, or is being done."""
    facts = {
        "kind": one.kind,
        "account_id": one.account_id,
        "about": one.about,
        "days": one.days,
    }
    with acting(None, f"{by.name}: {one.kind}"):
        Reminder.objects.bulk_create([Reminder(**facts)], ignore_conflicts=True)
        reminder = (
            Reminder.objects.select_for_update(skip_locked=True)
            .filter(sent_at=None, **facts)
            .first()
        )
        if reminder is None:
            return ""
        reminder.attempts += 1
        reminder.error = (
            mailing.send(
                address,
                mailing.reminder_subject(one.kind),
                mailing.reminder_body(one.kind, one.about),
            )
            if address
            else NO_ADDRESS
        )
        reminder.sent_at = None if reminder.error else now()
        reminder.save(update_fields=["attempts", "error", "sent_at"])
    if reminder.error == NO_ADDRESS:
        return "without_address"
    return "failed" if reminder.error else "sent"


# Nobody is reminded of what they could not use.
_CLOSED = Circumstance.SUSPENDED | Circumstance.CLOSED | Circumstance.FORBIDDEN


def _due(at: datetime) -> Iterator[Due]:
    for entry in roll.by_account(at):
        if entry.holds & _CLOSED:
            continue
        yield from _before(
            ReminderKind.UNUSED,
            entry.account_id,
            entry.unused_since + DORMANT_AFTER,
            at,
        )
        yield from _before(
            ReminderKind.TRAINING, entry.account_id, entry.training_due_at, at
        )
    yield from _agreements(at)


def _agreements(at: datetime) -> Iterator[Due]:
    """An agency's last agreement: its coordinators are told, and the privacy officers."""
    ends: dict[int, datetime] = {}
    for agency_id, ends_at in Agreement.objects.values_list("agency_id", "ends_at"):
        ends[agency_id] = max(ends_at, ends.get(agency_id, ends_at))
    soon = {
        agency: ends_at
        for agency, ends_at in ends.items()
        if at - _TOO_LATE < ends_at <= at + timedelta(days=30)
    }
    if not soon:
        return
    live = [
        member
        for member in Membership.objects.filter(
            starts_at__lte=at, account__is_active=True
        ).select_related("unit")
        if member.ends_at is None or at < member.ends_at
    ]
    for agency, ends_at in soon.items():
        told = {
            member.account_id
            for member in live
            if Role.PRIVACY_OFFICER in member.roles
            or (Role.COORDINATOR in member.roles and member.unit.agency_id == agency)
        }
        for account_id in sorted(told):
            yield from _before(ReminderKind.AGREEMENT, account_id, ends_at, at)


def _before(
    kind: ReminderKind, account_id: int, about: datetime | None, at: datetime
) -> Iterator[Due]:
    """The reminder that is due at an instant, if one is."""
    if about is None or about + _TOO_LATE <= at:
        return
    days = [d for d in DAYS_BEFORE[kind] if about - timedelta(days=d) <= at]
    if days and (kind is not ReminderKind.UNUSED or at < about):
        yield Due(kind, account_id, about, min(days))
