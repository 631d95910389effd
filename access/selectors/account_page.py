"""One account, as those who look after accounts see it: what it may, what it did.

What was shown to it is counted and dated; whom it was shown is not read.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from access.enums import Standing
from access.models import Account, BannerAcknowledgement, Membership, Training
from access.selectors.facts import circumstances_of
from access.selectors.reach import own_agency
from access.standing import Circumstance
from access.viewer import Viewer

ACTS_SHOWN = 50

# The newest event with a person in it: from the end of the account's own index.
_LAST_SHOWN = """
SELECT occurred_at FROM audit_viewevent
WHERE account_id = %(account)s AND person_id IS NOT NULL AND kind <> 'refused'
ORDER BY occurred_at DESC LIMIT 1"""

# An attorney's appearances are no grants: what they open is told of on the booking.
_GRANTS = """
SELECT r.grant_id, r.basis, r.starts_at, r.ends_at, count(*) AS bookings,
  max(used.occurred_at) AS last_used_at
FROM access_membership m JOIN access_accessrow r ON r.principal = m.id
LEFT JOIN LATERAL (SELECT e.occurred_at FROM audit_viewevent e
  WHERE e.account_id = %(account)s AND e.booking_id = r.booking_id
    AND e.occurred_at >= r.starts_at AND e.kind <> 'refused'
    AND position(r.basis IN e.basis) > 0
  ORDER BY e.occurred_at DESC LIMIT 1) used ON true
WHERE m.account_id = %(account)s AND r.basis <> 'standing'
GROUP BY r.grant_id, r.basis, r.starts_at, r.ends_at
ORDER BY r.ends_at DESC, r.grant_id"""

_SESSIONS = """
SELECT count(*) FROM access_accountsession WHERE account_id = %(account)s
  AND ended_at IS NULL AND ends_at > jail_now()"""

_ACTS = """
SELECT e.occurred_at, e.act, e.outcome, e.reason, a.display_name
FROM audit_actevent e LEFT JOIN access_account a ON a.id = e.account_id
WHERE e.target_kind = 'account' AND e.target_id = %(account)s::text
ORDER BY e.occurred_at DESC, e.id DESC LIMIT %(limit)s"""


@dataclass(frozen=True, slots=True)
class Capacity:
    membership: Membership
    is_current: bool
    standing: Standing
    holds: Circumstance


@dataclass(frozen=True, slots=True)
class GrantUse:
    grant_id: UUID
    basis: str
    starts_at: datetime
    ends_at: datetime
    bookings: int
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Done:
    at: datetime
    act: str
    outcome: str
    reason: str
    by: str | None


@dataclass(frozen=True, slots=True)
class AccountPage:
    account: Account
    capacities: list[Capacity]
    last_shown_at: datetime | None
    grants: list[GrantUse]
    sessions: int
    training: Training | None
    banner: BannerAcknowledgement | None
    acts: list[Done]


def account_page(account: Account, viewer: Viewer) -> AccountPage:
    asked = {"account": account.pk, "limit": ACTS_SHOWN}
    last = _rows(_LAST_SHOWN, asked)
    return AccountPage(
        account=account,
        capacities=_capacities(account, viewer),
        last_shown_at=last[0][0] if last else None,
        grants=[GrantUse(*row) for row in _rows(_GRANTS, asked)],
        sessions=_rows(_SESSIONS, asked)[0][0],
        training=account.trainings.select_related("law").first(),
        banner=account.banners.select_related("law").first(),
        acts=[Done(*row) for row in _rows(_ACTS, asked)],
    )


def _capacities(account: Account, viewer: Viewer) -> list[Capacity]:
    members = account.memberships.select_related("unit__agency").order_by("-starts_at")
    if (own := own_agency(viewer)) is not None:
        members = members.filter(unit__agency_id=own)
    return [
        Capacity(
            member,
            member.starts_at <= viewer.at
            and (member.ends_at is None or viewer.at < member.ends_at),
            *circumstances_of(account.pk, member.pk),
        )
        for member in members
    ]


def _rows(sql: str, params: dict) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
