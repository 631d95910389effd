"""Reading the facts that labels are held against: for all accounts at once, each out
of a bounded window of the history. Names and numbers on record are compared inside the
server; counts leave it.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import connection

from access import roll
from access.enums import Mission
from access.models import Agency
from access.selectors import law_in_force
from access.standing import Circumstance
from compliance.evidence import (
    AccountEvidence,
    Inviter,
    MailFacts,
    NetworkKind,
    OriFacts,
    Reasons,
    Registry,
    SignIn,
    Use,
)
from compliance.evidence.mail import domain_of, mailbox_of
from compliance.models import KnownDomain

SESSIONS_OF = timedelta(days=2)
REASONS_OF = timedelta(days=90)
USE_OF = timedelta(days=7)

# The label is that of the capacity which is not immigration work, if there is one: the
# other hat is evidence about it.
_LABELS = roll.with_roll(""",
hats AS (SELECT *, mission IN ('civil_immigration', 'mixed') OR department AS is_theirs
  FROM standings),
worn AS (SELECT DISTINCT ON (account_id) * FROM hats
  WHERE holds & %(closed_bits)s = 0
  ORDER BY account_id, is_theirs, membership_id),
theirs AS (SELECT account_id, count(*) AS hats FROM hats WHERE is_theirs GROUP BY 1),
inviters AS (SELECT a.id AS account_id, bool_or(m.agency_id = w.agency_id) AS is_own_agency,
    bool_or(m.is_the_jail) AS is_the_jails,
    bool_or(m.enforces_immigration_law) AS enforces_immigration_law,
    bool_or(EXISTS (SELECT FROM compliance_finding f WHERE f.account_id = a.opened_by_id
      AND f.kind = 'disguised' AND f.closed_at IS NULL)) AS is_disguised
  FROM access_account a JOIN worn w ON w.account_id = a.id
  JOIN (SELECT m.account_id, m.starts_at, m.ends_at, g.id AS agency_id, g.is_the_jail,
      g.enforces_immigration_law FROM access_membership m
      JOIN access_unit u ON u.id = m.unit_id JOIN access_agency g ON g.id = u.agency_id
  ) m ON m.account_id = a.opened_by_id AND m.starts_at <= a.opened_at
    AND (m.ends_at IS NULL OR a.opened_at < m.ends_at)
  GROUP BY a.id)
SELECT w.account_id, w.display_name, a.email, w.mission, w.unit_name, w.agency_id,
  w.agency_name, g.is_the_jail, coalesce(w.is_theirs, false) AS is_theirs,
  g.mail_domains, g.ori, o.name AS ori_name, o.state AS ori_state,
  CASE WHEN w.is_theirs THEN 0 ELSE coalesce(t.hats, 0) END AS other_hats,
  i.account_id IS NOT NULL AS is_invited, i.is_own_agency, i.is_the_jails,
  i.enforces_immigration_law, i.is_disguised
FROM worn w JOIN access_account a ON a.id = w.account_id
LEFT JOIN access_agency g ON g.id = w.agency_id
LEFT JOIN compliance_knownori o ON o.ori = upper(g.ori)
LEFT JOIN theirs t ON t.account_id = w.account_id
LEFT JOIN inviters i ON i.account_id = w.account_id""")

_REASONS = """
SELECT m.account_id, count(*),
  count(*) FILTER (WHERE 'immigration_paper' = ANY(r.reason_signs)),
  count(*) FILTER (WHERE 'immigration_work' = ANY(r.reason_signs)),
  count(*) FILTER (WHERE 'may_mean_immigration' = ANY(r.reason_signs)),
  count(*) FILTER (WHERE 'vague' = ANY(r.reason_signs)),
  count(*) FILTER (WHERE 'repeated' = ANY(r.reason_signs))
FROM warrants_accessrequest r JOIN access_membership m ON m.id = r.membership_id
WHERE r.asked_at > %(since)s AND r.asked_at <= %(at)s GROUP BY m.account_id"""

# Networks have a table of their own where the product knows of any.
_NETWORK = """LEFT JOIN LATERAL (SELECT n.agency_id, n.facility_id,
    n.enforces_immigration_law, n.id AS network_id
  FROM access_network n WHERE s.address <<= n.cidr
  ORDER BY masklen(n.cidr) DESC LIMIT 1) n ON s.address IS NOT NULL"""
_NO_NETWORK = """CROSS JOIN (SELECT NULL::bigint AS agency_id, NULL::bigint AS facility_id,
  false AS enforces_immigration_law, NULL::bigint AS network_id) n"""
_SESSIONS = """
SELECT s.account_id, s.began_at, s.last_active_at, s.device, n.facility_id, n.network_id,
  n.enforces_immigration_law, n.agency_id FROM access_accountsession s {network}
WHERE s.began_at > %(since)s AND s.began_at <= %(at)s
ORDER BY s.account_id, s.began_at"""

# What was opened in the window; then, of whoever came back after a long time or was
# opened again, what was before. The index by account finds both.
_USE = """
WITH seen AS MATERIALIZED (SELECT account_id, person_id, booking_id, kind, occurred_at
  FROM audit_viewevent WHERE origin = 'live' AND occurred_at > %(since)s
    AND occurred_at <= %(at)s AND account_id IS NOT NULL
    AND kind IN ('opened', 'printed', 'exported', 'searched')),
views AS (SELECT s.account_id, count(*) FILTER (WHERE kind <> 'searched') AS views,
    count(*) FILTER (WHERE kind <> 'searched' AND s.occurred_at >= b.discharged_at
      AND s.occurred_at < b.discharged_at + interval '48 hours') AS released,
    min(s.occurred_at) AS first_at
  FROM seen s LEFT JOIN bookings_booking b ON b.id = s.booking_id GROUP BY s.account_id),
lists AS (SELECT account_id, count(*) AS lists FROM (
    SELECT account_id, date_trunc('hour', occurred_at) FROM seen WHERE kind = 'searched'
    GROUP BY 1, 2 HAVING count(*) >= %(names_in_a_list)s) h GROUP BY account_id)
SELECT v.account_id, v.views, v.released, coalesce(l.lists, 0), v.first_at,
  before.at AS used_before, a.reopened_at > %(since)s AS was_reopened,
  CASE WHEN slept.days >= 90 OR a.reopened_at > %(since)s THEN (SELECT
    count(DISTINCT s.person_id) FROM seen s WHERE s.account_id = v.account_id
      AND s.occurred_at < v.first_at + interval '72 hours') END AS after_waking,
  CASE WHEN slept.days >= 90 OR a.reopened_at > %(since)s THEN (SELECT
    percentile_cont(0.5) WITHIN GROUP (ORDER BY people) FROM (
      SELECT count(DISTINCT e.person_id) AS people FROM audit_viewevent e
      WHERE e.origin = 'live' AND e.account_id = v.account_id
        AND e.occurred_at <= before.at AND e.occurred_at > before.at - interval '56 days'
      GROUP BY date_trunc('day', e.occurred_at)) d) END AS usual_day,
  slept.days
FROM views v JOIN access_account a ON a.id = v.account_id
LEFT JOIN lists l ON l.account_id = v.account_id
LEFT JOIN LATERAL (SELECT e.occurred_at AS at FROM audit_viewevent e
  WHERE e.origin = 'live' AND e.account_id = v.account_id
    AND e.occurred_at <= %(since)s ORDER BY e.occurred_at DESC LIMIT 1) before ON true
CROSS JOIN LATERAL (SELECT floor(extract(epoch FROM
  v.first_at - coalesce(before.at, a.opened_at)) / 86400)::int AS days) slept"""
NAMES_IN_A_LIST = 15


def registry() -> Registry:
    """The .gov registry, as it was loaded; empty, the built-in tables answer."""
    return Registry.of(
        KnownDomain.objects.values_list("domain", "organisation", "part", "state")
    )


def evidence(at: datetime) -> Iterator[tuple[int, AccountEvidence]]:
    """Yield the facts about every account that is not closed already."""
    rows = list(_labels(at))
    boxes = Counter(mailbox_of(row["email"]) for row in rows if row["email"])
    peers = Counter((row["agency_id"], domain_of(row["email"])) for row in rows)
    reasons, uses, sessions = _reasons(at), _uses(at), _sessions(at)
    own = {row["account_id"]: row["agency_id"] for row in rows}
    jail_state = _jail_state()
    for row in rows:
        key, address = row["account_id"], row["email"]
        account = _labelled(row, jail_state)
        yield (
            key,
            replace(
                account,
                mail=MailFacts(
                    address,
                    tuple(row["mail_domains"] or ()),
                    same_mailbox=max(boxes[mailbox_of(address)] - 1, 0),
                    same_domain=peers[row["agency_id"], domain_of(address)] - 1,
                ),
                reasons=reasons.get(key, Reasons()),
                use=uses.get(key, Use()),
                sign_ins=tuple(_sign_in(s, own[key]) for s in sessions.get(key, ())),
            ),
        )


def _labels(at: datetime) -> Iterator[dict]:
    closed = Circumstance.SUSPENDED | Circumstance.CLOSED
    asked = roll.parameters(at, *law_in_force(at)) | {"closed_bits": int(closed)}
    with connection.cursor() as cursor:
        cursor.execute(_LABELS, asked)
        names = [column.name for column in cursor.description]
        for row in cursor.fetchall():
            yield dict(zip(names, row, strict=True))


def _jail_state() -> str:
    """Two letters out of the jail's ORI; without one, no state is foreign."""
    jail = Agency.objects.filter(is_the_jail=True).exclude(ori="").first()
    return jail.ori[:2].upper() if jail else ""


def _labelled(row: dict, jail_state: str) -> AccountEvidence:
    inviter = row["is_invited"] and Inviter(
        is_own_agency=bool(row["is_own_agency"]),
        is_the_jails=bool(row["is_the_jails"]),
        enforces_immigration_law=bool(row["enforces_immigration_law"]),
        is_disguised=bool(row["is_disguised"]),
    )
    return AccountEvidence(
        display_name=row["display_name"],
        mission=Mission(row["mission"]) if row["mission"] else None,
        unit_name=row["unit_name"] or "",
        agency_name=row["agency_name"] or "",
        is_labelled_immigration=row["is_theirs"],
        is_the_jails=bool(row["is_the_jail"]),
        ori=OriFacts(
            row["ori"] or "", row["ori_name"] or "", row["ori_state"] or "", jail_state
        ),
        inviter=inviter or None,
        other_hats=row["other_hats"],
    )


def _reasons(at: datetime) -> dict[int, Reasons]:
    rows = _all(_REASONS, at=at, since=at - REASONS_OF)
    return {account_id: Reasons(*counts) for account_id, *counts in rows}


def _uses(at: datetime) -> dict[int, Use]:
    rows = _all(_USE, at=at, since=at - USE_OF, names_in_a_list=NAMES_IN_A_LIST)
    return {
        account_id: Use(
            views=views,
            just_released=released,
            name_lists=lists,
            longest_gap_days=days,
            woke_at=first_at,
            # An account that was never used before has slept since it was opened.
            was_reopened=bool(was_reopened),
            after_waking=after or 0,
            usual_day=float(usual or 0),
        )
        for (
            account_id, views, released, lists, first_at, _, was_reopened, after, usual,
            days,
        ) in rows
    }  # fmt: skip


def _sessions(at: datetime) -> dict[int, list[tuple]]:
    known = _all("SELECT to_regclass('public.access_network') IS NOT NULL")[0][0]
    sql = _SESSIONS.format(network=_NETWORK if known else _NO_NETWORK)
    found: dict[int, list[tuple]] = {}
    for account_id, *session in _all(sql, at=at, since=at - SESSIONS_OF):
        found.setdefault(account_id, []).append(tuple(session))
    return found


def _sign_in(session: tuple, own_agency: int | None) -> SignIn:
    began_at, active_at, device, facility, network, theirs, agency = session
    kind = NetworkKind.UNKNOWN
    if theirs:
        kind = NetworkKind.IMMIGRATION
    elif network is not None:
        is_own = agency in (None, own_agency)
        kind = NetworkKind.OWN if is_own else NetworkKind.OTHER_AGENCY
    place = f"network {network}" if network is not None else ""
    if facility is not None:
        place = f"facility {facility}"
    return SignIn(began_at, active_at, place, kind, device)


def _all(sql: str, **asked) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return cursor.fetchall()
