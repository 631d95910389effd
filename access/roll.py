"""The roll of accounts: everybody who has an account, and its standing now.

One statement for all of them. It holds no rule of its own: the comparisons with the
clock are ``standing.circumstances`` said again in SQL, and a test proves the two
equal; whom the law forbids and which standing follows come to it as tables, made by
the pure functions at each call. The daily scan, the accounts page and the council's
numbers read the same roll, so none knows more than the others.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import product

from django.db import connection

from access import policy
from access import standing as standings
from access.enums import JAILS_OWN, Mission, Role, Standing
from access.law import Law
from access.policy import ViewerFacts
from access.selectors import law_in_force
from access.standing import Circumstance
from access.viewer import Viewer

PAGE = 50
# What closes an account comes before what merely warns.
GRAVITY = (
    Standing.FORBIDDEN,
    Standing.SUSPENDED,
    Standing.EXPIRED,
    Standing.INVITED,
    Standing.DORMANT,
    Standing.UNREVIEWED,
    Standing.UNTRAINED,
    Standing.WARNED,
    Standing.GOOD,
)

# Every unit with what of it is the same for all its accounts. A detailed unit is mixed
# unless it is worse, and what its own mission would not open, the detail does not.
_UNITS = """
law_says AS MATERIALIZED (SELECT mission, department,
    string_to_array(roles, ' ')::varchar[] AS roles
  FROM unnest(%(law_missions)s::text[], %(law_departments)s::boolean[],
    %(law_roles)s::text[]) AS r(mission, department, roles)),
detailed AS MATERIALIZED (SELECT DISTINCT unit_id FROM access_missiondetail
  WHERE starts_at <= %(at)s AND (ends_at IS NULL OR %(at)s < ends_at)),
agreed AS MATERIALIZED (SELECT agency_id, max(ends_at) AS ends_at
  FROM access_agreement GROUP BY agency_id),
units AS MATERIALIZED (
  SELECT u.id AS unit_id, u.name AS unit_name, e.mission, g.id AS agency_id,
    g.name AS agency_name, g.enforces_immigration_law AS department,
    coalesce((SELECT roles FROM law_says l WHERE l.mission = e.mission
      AND l.department = g.enforces_immigration_law), '{}') AS opened_roles,
    coalesce((SELECT roles FROM law_says l WHERE l.mission = u.mission
      AND l.department = g.enforces_immigration_law), '{}') AS own_roles,
    agreed.ends_at AS agreement_ends_at,
    CASE WHEN least(u.closed_at, g.closed_at) <= %(at)s
      THEN %(closed)s ELSE 0 END
    | CASE WHEN agreed.ends_at <= %(at)s THEN %(agreement_ended)s ELSE 0 END
    | CASE WHEN e.mission = ANY(%(jails_own_missions)s::text[])
      THEN %(jails_own)s ELSE 0 END AS holds
  FROM access_unit u JOIN access_agency g ON g.id = u.agency_id
  LEFT JOIN agreed ON agreed.agency_id = g.id
  LEFT JOIN detailed d ON d.unit_id = u.id
  CROSS JOIN LATERAL (SELECT CASE WHEN d.unit_id IS NOT NULL
    AND u.mission <> 'civil_immigration' THEN 'mixed' ELSE u.mission END AS mission) e)"""

_CAPACITIES = """
trained AS MATERIALIZED (SELECT account_id, max(completed_at) AS at FROM access_training
  WHERE law_id = %(law)s GROUP BY account_id),
capacities AS (
  SELECT a.id AS account_id, a.sign_in_name, a.display_name, a.opened_at,
    a.last_sign_in_at, a.is_superuser, a.review_due_at, m.id AS membership_id,
    m.roles, u.unit_name, u.mission, u.department, u.agency_id, u.agency_name, u.agreement_ends_at,
    due.at AS training_due_at, unused.since AS unused_since, coalesce(u.holds, 0)
    | CASE WHEN a.suspended_at <= %(at)s THEN %(suspended)s ELSE 0 END
    | CASE WHEN a.expires_at <= %(at)s THEN %(expired)s ELSE 0 END
    | CASE WHEN a.joined_at IS NULL AND a.opened_at
        + make_interval(secs => %(invitation_lasts)s) <= %(at)s
      THEN %(not_joined)s ELSE 0 END
    | CASE WHEN a.joined_at IS NULL THEN %(invited)s ELSE 0 END
    | CASE WHEN a.review_due_at <= %(at)s THEN %(unreviewed)s ELSE 0 END
    | CASE WHEN due.at <= %(at)s THEN %(untrained)s ELSE 0 END
    | CASE WHEN %(has_law)s AND u.unit_id IS NOT NULL
        AND NOT (m.roles && u.opened_roles AND m.roles && u.own_roles)
      THEN %(forbidden)s ELSE 0 END
    | CASE WHEN unused.since + make_interval(secs => %(warned_after)s) <= %(at)s
      THEN %(unused_60_days)s ELSE 0 END
    | CASE WHEN unused.since + make_interval(secs => %(dormant_after)s) <= %(at)s
      THEN %(unused_90_days)s ELSE 0 END AS holds
  FROM access_account a
  LEFT JOIN access_membership m ON m.account_id = a.id
    AND m.starts_at <= %(at)s AND (m.ends_at IS NULL OR %(at)s < m.ends_at)
  LEFT JOIN units u ON u.unit_id = m.unit_id
  LEFT JOIN trained t ON t.account_id = a.id
  CROSS JOIN LATERAL (SELECT greatest(coalesce(a.last_sign_in_at, a.opened_at),
    a.reopened_at) AS since) unused
  CROSS JOIN LATERAL (SELECT CASE WHEN %(training_due)s::timestamptz IS NOT NULL
    THEN coalesce(t.at + make_interval(secs => %(training_lasts)s),
      %(training_due)s::timestamptz) END AS at) due
  WHERE a.is_active AND NOT a.is_drill
     AND (%(agency)s::bigint IS NULL OR u.agency_id = %(agency)s)),
standings AS (SELECT *, (%(gravity)s::smallint[])[holds + 1] AS gravity FROM capacities)"""

CAPACITIES = f"WITH {_UNITS},{_CAPACITIES}"
# Of one account's capacities the one in the gravest standing, the oldest of equals.
_GRAVEST = """
roll AS MATERIALIZED (SELECT DISTINCT ON (account_id) account_id, membership_id, gravity,
    holds, agency_id, mission, opened_at, last_sign_in_at, is_superuser, review_due_at,
    agreement_ends_at, training_due_at
  FROM standings
  ORDER BY account_id, gravity, membership_id)"""
ROLL = f"{CAPACITIES},{_GRAVEST}"

_OF_CAPACITIES = """
SELECT account_id, sign_in_name, display_name, opened_at, last_sign_in_at, unused_since,
  review_due_at, training_due_at, roles, unit_name, mission, agency_id, holds, gravity
FROM standings ORDER BY sign_in_name, membership_id"""
_ROWS = f"{CAPACITIES}{_OF_CAPACITIES}"


def with_roll(statement: str) -> str:
    """A statement that reads from ``roll``: one row an account."""
    return f"{ROLL}{statement}"


_TALLY = with_roll(" SELECT gravity, count(*) FROM roll GROUP BY gravity")

_PAGE = with_roll(""",
tally AS (SELECT array_agg(gravity) AS gravities, array_agg(number) AS numbers
  FROM (SELECT gravity, count(*) AS number FROM roll GROUP BY gravity) n),
wanted AS (SELECT r.*, a.sign_in_name, a.display_name
  FROM roll r JOIN access_account a ON a.id = r.account_id
  WHERE %(standing)s::smallint IS NULL OR gravity = %(standing)s),
page AS (SELECT * FROM wanted WHERE coalesce(sign_in_name >
    (SELECT sign_in_name FROM wanted WHERE account_id = %(after)s), true)
  ORDER BY sign_in_name LIMIT %(rows)s)
SELECT tally.*, page.account_id, display_name, sign_in_name, u.unit_name, u.agency_name,
  m.roles, last_sign_in_at, opened_at, gravity
FROM tally LEFT JOIN page ON true
LEFT JOIN access_membership m ON m.id = page.membership_id
LEFT JOIN units u ON u.unit_id = m.unit_id ORDER BY sign_in_name""")


@dataclass(frozen=True, slots=True)
class RollEntry:
    """One account in one capacity, with its standing. Instants are aware."""

    account_id: int
    sign_in_name: str
    display_name: str
    opened_at: datetime
    last_sign_in_at: datetime | None
    unused_since: datetime
    review_due_at: datetime | None
    training_due_at: datetime | None
    unit_name: str
    mission: Mission | None
    agency_id: int | None
    roles: tuple[Role, ...]
    holds: Circumstance
    standing: Standing

    @property
    def last_used_at(self) -> datetime:
        return self.last_sign_in_at or self.opened_at


@dataclass(frozen=True, slots=True)
class RollPage:
    rows: list[dict]
    counts: dict[Standing, int]
    next_after: int


def parameters(
    at: datetime, law: Law | None, law_id: int | None, *, agency_id: int | None = None
) -> dict:
    """What the roll's statement is given: the clock, the law and both tables."""
    keys = list(product(Mission, (False, True)))
    return {
        "at": at,
        "law": law_id,
        "has_law": law is not None,
        "agency": agency_id,
        "law_missions": [mission.value for mission, _ in keys],
        "law_departments": [department for _, department in keys],
        "law_roles": [" ".join(_roles_with_access(law, *key)) for key in keys],
        "jails_own_missions": sorted(JAILS_OWN),
        "training_due": law.training_due_at if law else None,
        "invitation_lasts": standings.INVITATION_LASTS.total_seconds(),
        "warned_after": standings.WARNED_AFTER.total_seconds(),
        "dormant_after": standings.DORMANT_AFTER.total_seconds(),
        "training_lasts": standings.TRAINING_LASTS.total_seconds(),
        "gravity": list(_gravities()),
        **{bit.name.lower(): int(bit) for bit in Circumstance},
    }


def _roles_with_access(law: Law | None, mission: Mission, department: bool) -> list:
    """The roles that the law gives something without a basis, in such a unit. A rule
    reaches several roles if it reaches one of them, so that one row a role is enough.
    """
    return [
        role.value
        for role in Role
        if not policy.is_forbidden(
            law, ViewerFacts(mission, frozenset({role}), department)
        )
    ]


@cache
def _gravities() -> tuple[int, ...]:
    """For every combination of circumstances the gravity of the standing."""
    return tuple(
        GRAVITY.index(standings.standing_of(Circumstance(bits)))
        for bits in range(standings.ALL_CIRCUMSTANCES + 1)
    )


def entries(at: datetime, *, agency_id: int | None = None) -> Iterator[RollEntry]:
    """Yield every open account's capacities with their standing at an instant."""
    for row in _read(_ROWS, at, agency_id):
        gravity, holds = row.pop("gravity"), Circumstance(row.pop("holds"))
        yield RollEntry(
            **row
            | {
                "unit_name": row["unit_name"] or "",
                "mission": Mission(row["mission"]) if row["mission"] else None,
                "roles": tuple(Role(role) for role in row["roles"] or ()),
            },
            holds=holds,
            standing=GRAVITY[gravity],
        )


def by_account(at: datetime, *, agency_id: int | None = None) -> list[RollEntry]:
    """One entry an account: of its capacities the one in the gravest standing."""
    found: dict[int, RollEntry] = {}
    for entry in entries(at, agency_id=agency_id):
        known = found.setdefault(entry.account_id, entry)
        if GRAVITY.index(entry.standing) < GRAVITY.index(known.standing):
            found[entry.account_id] = entry
    return list(found.values())


def tally(at: datetime) -> dict[Standing, int]:
    """How many accounts are in each standing, each by its gravest capacity."""
    counts = {GRAVITY[row["gravity"]]: row["count"] for row in _read(_TALLY, at)}
    return {kind: counts.get(kind, 0) for kind in GRAVITY}


def page(viewer: Viewer, *, after: int = 0, standing: str = "") -> RollPage:
    """A page of the accounts page, after the account with the key ``after``. A
    coordinator sees their own agency's alone.
    """
    own = viewer.agency_id if Role.COORDINATOR in viewer.roles else None
    wanted = next((GRAVITY.index(s) for s in GRAVITY if s == standing), None)
    asked = {"after": after, "standing": wanted, "rows": PAGE + 1}
    if standing and wanted is None:
        asked["standing"] = len(GRAVITY)  # an unknown word: nobody
    found = _read(_PAGE, viewer.at, own, **asked)
    numbers = dict(
        zip(found[0]["gravities"] or (), found[0]["numbers"] or (), strict=True)
    )
    rows = [row for row in found if row["account_id"] is not None]
    return RollPage(
        rows=[_page_row(row, viewer) for row in rows[:PAGE]],
        counts={kind: numbers.get(place, 0) for place, kind in enumerate(GRAVITY)},
        next_after=rows[PAGE - 1]["account_id"] if len(rows) > PAGE else 0,
    )


def _page_row(row: dict, viewer: Viewer) -> dict:
    return {
        "id": row["account_id"],
        "display_name": row["display_name"],
        "sign_in_name": row["sign_in_name"],
        "unit_name": row["unit_name"] or "",
        "agency_name": row["agency_name"] or "",
        "roles": ", ".join(Role(role).label for role in sorted(row["roles"] or ())),
        "last_sign_in_at": row["last_sign_in_at"],
        "opened_at": row["opened_at"],
        "standing": GRAVITY[row["gravity"]],
        "is_own": row["account_id"] == viewer.account_id,
    }


def _read(sql: str, at: datetime, agency_id: int | None = None, **more) -> list[dict]:
    asked = parameters(at, *law_in_force(at), agency_id=agency_id) | more
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
