"""The roll of accounts: everybody who has an account, and its standing now.

One statement reads the facts, the pure functions answer. The daily scan and
the accounts page read the same roll, so neither knows more than the other.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from access import standing as standings
from access.enums import Mission, Role, Standing
from access.law import Law
from access.selectors import account_facts, law_in_force, viewer_facts
from access.viewer import Viewer

PAGE = 50
# What closes an account comes before what merely warns.
_GRAVITY = (
    Standing.FORBIDDEN,
    Standing.SUSPENDED,
    Standing.EXPIRED,
    Standing.DORMANT,
    Standing.UNREVIEWED,
    Standing.UNTRAINED,
    Standing.WARNED,
    Standing.GOOD,
)

_ROLL = """
SELECT a.id AS account_id, a.sign_in_name, a.display_name, a.opened_at, a.joined_at,
  a.last_sign_in_at, a.reopened_at, a.suspended_at, a.expires_at, a.review_due_at,
  a.is_superuser, least(u.closed_at, g.closed_at) AS closed_at,
  (SELECT max(p.ends_at) FROM access_agreement p
    WHERE p.agency_id = g.id) AS agreement_ends_at,
  (SELECT max(t.completed_at) FROM access_training t
    WHERE t.account_id = a.id AND t.law_id = %(law)s) AS trained_at,
  m.roles, u.name AS unit_name, u.mission, g.id AS agency_id, g.name AS agency_name,
  g.enforces_immigration_law,
  EXISTS (SELECT FROM access_missiondetail d WHERE d.unit_id = u.id
    AND d.starts_at <= %(at)s AND (d.ends_at IS NULL OR %(at)s < d.ends_at)
  ) AS is_detailed
FROM access_account a
LEFT JOIN access_membership m ON m.account_id = a.id
  AND m.starts_at <= %(at)s AND (m.ends_at IS NULL OR %(at)s < m.ends_at)
LEFT JOIN access_unit u ON u.id = m.unit_id
LEFT JOIN access_agency g ON g.id = u.agency_id
WHERE a.is_active AND NOT a.is_drill AND (%(agency)s::bigint IS NULL OR g.id = %(agency)s)
ORDER BY a.sign_in_name, m.id"""


@dataclass(frozen=True, slots=True)
class RollEntry:
    """One account in one capacity, with its standing. Instants are aware."""

    account_id: int
    sign_in_name: str
    display_name: str
    unit_name: str
    agency_id: int | None
    agency_name: str
    mission: Mission | None
    roles: tuple[Role, ...]
    is_superuser: bool
    facts: standings.AccountFacts
    standing: Standing


@dataclass(frozen=True, slots=True)
class RollPage:
    rows: list[dict]
    counts: dict[Standing, int]
    next_after: int


def entries(at: datetime, *, agency_id: int | None = None) -> Iterator[RollEntry]:
    """Yield every open account's capacities with their standing at an instant."""
    law, law_id = law_in_force(at)
    with connection.cursor() as cursor:
        cursor.execute(_ROLL, {"at": at, "agency": agency_id, "law": law_id})
        names = [column.name for column in cursor.description]
        for row in cursor.fetchall():
            yield _entry(dict(zip(names, row, strict=True)), law, at)


def _entry(row: dict, law: Law | None, at: datetime) -> RollEntry:
    viewer = viewer_facts(row)
    facts = account_facts(row, viewer, law)
    return RollEntry(
        account_id=row["account_id"],
        sign_in_name=row["sign_in_name"],
        display_name=row["display_name"],
        unit_name=row["unit_name"] or "",
        agency_id=row["agency_id"],
        agency_name=row["agency_name"] or "",
        mission=viewer.mission,
        roles=tuple(sorted(viewer.roles)),
        is_superuser=row["is_superuser"],
        facts=facts,
        standing=standings.standing(facts, at),
    )


def gravest(found: list[RollEntry]) -> RollEntry:
    """Of one account's capacities, the one in the gravest standing."""
    return min(found, key=lambda entry: _GRAVITY.index(entry.standing))


def by_account(at: datetime, *, agency_id: int | None = None) -> list[RollEntry]:
    """One entry an account: its gravest."""
    found: dict[int, list[RollEntry]] = {}
    for entry in entries(at, agency_id=agency_id):
        found.setdefault(entry.account_id, []).append(entry)
    return [gravest(own) for own in found.values()]


def page(viewer: Viewer, *, after: int = 0, standing: str = "") -> RollPage:
    """A page of the accounts page, after the account with the key ``after``. A
    coordinator sees their own agency's alone.
    """
    own = viewer.agency_id if Role.COORDINATOR in viewer.roles else None
    roll = by_account(viewer.at, agency_id=own)
    tally = Counter(entry.standing for entry in roll)
    wanted = [entry for entry in roll if standing in ("", entry.standing)]
    keys = [entry.account_id for entry in wanted]
    wanted = wanted[keys.index(after) + 1 :] if after in keys else wanted
    shown = wanted[:PAGE]
    return RollPage(
        rows=[
            {
                "id": entry.account_id,
                "display_name": entry.display_name,
                "sign_in_name": entry.sign_in_name,
                "unit_name": entry.unit_name,
                "agency_name": entry.agency_name,
                "roles": ", ".join(role.label for role in entry.roles),
                "last_sign_in_at": entry.facts.last_sign_in_at,
                "opened_at": entry.facts.opened_at,
                "standing": entry.standing,
                "is_own": entry.account_id == viewer.account_id,
            }
            for entry in shown
        ],
        counts={kind: tally[kind] for kind in _GRAVITY},
        next_after=shown[-1].account_id if len(wanted) > PAGE else 0,
    )
