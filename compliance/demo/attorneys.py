"""Attorneys of record when the scenario begins: whom the public defender defends, and the
cases of the prosecutor. One case has both.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from access.models import Agreement, Membership
from bookings.models import Charge
from compliance.demo.sheets import key
from compliance.demo.stays import Stay
from warrants.models import Appearance
from warrants.models.attorneys import LASTS
from warrants.sides import AppearanceEnd, Side

PROSECUTOR, DEFENDER, RECORDER = "prosecutor", "defender", "records.supervisor"


@dataclass(frozen=True, slots=True)
class Notice:
    """``case``: which of the newest cases; days are before the scenario's instant."""

    who: str
    case: int
    days_ago: float
    left_days_ago: float | None = None


NOTICES = (
    Notice(DEFENDER, 0, 3.1),
    Notice(DEFENDER, 1, 5.4),
    Notice(DEFENDER, 2, 8.2),
    Notice(DEFENDER, 3, 9.6, left_days_ago=2.3),
    Notice(PROSECUTOR, 0, 4.0),
    Notice(PROSECUTOR, 4, 6.7),
)


def load_attorneys(rng: random.Random, stays: list[Stay], anchor: datetime) -> None:
    """Write the notices, each with its end where the attorney has left the case."""
    members = {
        member.account.sign_in_name: member
        for member in Membership.objects.filter(
            account__sign_in_name__in=[PROSECUTOR, DEFENDER, RECORDER]
        ).select_related("account", "unit")
    }
    cases = _cases(stays, anchor, 1 + max(notice.case for notice in NOTICES))
    for notice in NOTICES:
        booking_id, number = cases[notice.case]
        _load(rng, notice, booking_id, number, anchor, members)


def _load(rng, notice: Notice, booking_id, number: str, anchor, members) -> None:
    member = members[notice.who]
    starts_at = anchor - timedelta(days=notice.days_ago)
    paper = Agreement.objects.filter(agency=member.unit.agency).latest("ends_at")
    made = Appearance.objects.create(
        id=key(rng),
        membership=member,
        booking_id=booking_id,
        case_number=number,
        side=Side(member.unit.mission),
        agreement=paper,
        received_on=timezone.localtime(starts_at).date(),
        recorder=members[RECORDER],
        starts_at=starts_at,
        ends_at=min(starts_at + LASTS, paper.ends_at),
    )
    if notice.left_days_ago is not None:
        made.ended_at = anchor - timedelta(days=notice.left_days_ago)
        made.end_reason = AppearanceEnd.SUBSTITUTED
        made.save(update_fields=["ended_at", "end_reason"])


def _cases(stays: list[Stay], anchor: datetime, needed: int) -> list[tuple]:
    """Bookings with a case of a court, in custody since before any notice: the newest."""
    booked_before = anchor - timedelta(days=11)
    asked = [
        stay.booking_id
        for stay in reversed(stays)
        if stay.discharged_at is None
        and not stay.is_hidden
        and stay.booked_at < booked_before
    ]
    numbers = dict(
        Charge.objects.filter(booking_id__in=asked)
        .exclude(court_case_number="")
        .order_by("-position")
        .values_list("booking_id", "court_case_number")
    )
    return [(own, numbers[own]) for own in asked if own in numbers][:needed]
