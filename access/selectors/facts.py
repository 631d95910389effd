"""Reading who somebody is, which law is in force, and what is held.

One statement answers for a request: account, capacity, standing's facts and
the law in force, at one instant of the one clock.
"""

import logging
from collections import defaultdict
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.db import connection

from access import law as lawfile
from access import policy, prepared, steps
from access import standing as standings
from access.enums import (
    JAILS_OWN,
    NOTHING,
    Basis,
    FieldClass,
    Mission,
    Purpose,
    Role,
    Standing,
)
from access.law import Law
from access.models import (
    LawVersion,
    Membership,
)
from access.viewer import Viewer

logger = logging.getLogger(__name__)

# The facts a decision rests on. The gate reads them again by the same text, and
# compares the fingerprint: a change between the two shows nothing.
FACTS = """
SELECT v.at, law.id AS law_id, law.sha256, next_law.effective_at AS next_law_at,
  a.id AS account_id, a.display_name, a.password, a.is_active, a.is_drill, a.opened_at,
  a.joined_at, a.last_sign_in_at, a.reopened_at, a.suspended_at, a.expires_at,
  a.review_due_at, least(u.closed_at, g.closed_at) AS closed_at,
  agreement.ends_at AS agreement_ends_at, training.completed_at AS trained_at,
  s.id AS session_id, s.began_at, s.last_active_at, s.ends_at, s.locked_at, s.ended_at,
  s.second_factor, s.first_factor, s.acknowledged_law_id,
  s.membership_id AS chosen_membership_id,
  m.id AS membership_id, m.roles, m.ends_at AS membership_ends_at,
  u.id AS unit_id, u.name AS unit_name, u.group_id AS unit_group_id, u.mission,
  g.id AS agency_id, g.name AS agency_name, g.group_id AS agency_group_id,
  g.enforces_immigration_law, detail.id IS NOT NULL AS is_detailed,
  detail_change.at AS detail_changes_at,
  EXISTS (SELECT FROM access_accessrow r
    WHERE r.principal = ANY(ARRAY[m.id, -u.group_id, -g.group_id])
      AND r.basis = ANY(ARRAY['judicial_warrant', 'court_order'])
      AND r.starts_at <= v.at AND v.at < r.ends_at) AS holds_judicial_grant,
  md5(row(law.id, a.is_active, a.joined_at, a.reopened_at, a.suspended_at,
    a.expires_at, a.review_due_at, training.completed_at, agreement.ends_at,
    m.id, m.roles, m.starts_at, m.ends_at, u.id, u.mission, u.closed_at, detail.id,
    u.group_id, g.id, g.group_id, g.closed_at, g.enforces_immigration_law,
    s.ended_at, s.locked_at)::text) AS fingerprint
FROM (SELECT jail_now() AS at OFFSET 0) v
LEFT JOIN LATERAL (SELECT id, sha256 FROM access_lawversion
  WHERE kind = 'law' AND effective_at <= v.at
  ORDER BY effective_at DESC LIMIT 1) law ON true
LEFT JOIN LATERAL (SELECT min(effective_at) AS effective_at FROM access_lawversion
  WHERE kind = 'law' AND effective_at > v.at) next_law ON true
LEFT JOIN access_account a ON a.id = %(account)s
LEFT JOIN access_membership m ON m.id = %(membership)s AND m.account_id = a.id
  AND m.starts_at <= v.at AND (m.ends_at IS NULL OR v.at < m.ends_at)
LEFT JOIN access_unit u ON u.id = m.unit_id
LEFT JOIN access_agency g ON g.id = u.agency_id
LEFT JOIN access_accountsession s ON s.id = %(session)s::uuid AND s.account_id = a.id
LEFT JOIN LATERAL (SELECT max(ends_at) AS ends_at FROM access_agreement
  WHERE agency_id = g.id) agreement ON true
LEFT JOIN LATERAL (SELECT max(completed_at) AS completed_at FROM access_training t
  WHERE t.account_id = a.id AND t.law_id = law.id) training ON true
LEFT JOIN LATERAL (SELECT id FROM access_missiondetail d
  WHERE d.unit_id = u.id AND d.starts_at <= v.at
    AND (d.ends_at IS NULL OR v.at < d.ends_at) ORDER BY id LIMIT 1) detail ON true
LEFT JOIN LATERAL (SELECT min(change) AS at FROM access_missiondetail d,
  LATERAL (VALUES (d.starts_at), (d.ends_at)) AS changes(change)
  WHERE d.unit_id = u.id AND change > v.at) detail_change ON true"""


def agreed(row: str, at: str) -> str:
    """SQL: a row of access that rests on an agreement opens while that is in force, for
    what it was signed for; a grant rests on none.
    """
    return f"""({row}.agreement_id IS NULL OR EXISTS (
      SELECT FROM access_agreement paper WHERE paper.id = {row}.agreement_id
        AND paper.starts_at <= {at} AND {at} < paper.ends_at
        AND (cardinality(paper.purposes) = 0
          OR %(purpose)s::text = ANY(paper.purposes))))"""


def viewer_for(
    account_id: int | None,
    membership_id: int | None,
    purpose: Purpose | None,
    session_id: UUID | None = None,
) -> tuple[Viewer, str]:
    """Return the viewer now, and the account's password hash for the session check.

    An account that is gone or inactive, a capacity that has ended, or a session that is
    over, is nobody. Without a session nothing is said about steps.
    """
    row = _facts_now(account_id, membership_id, session_id)
    law = _readable(row["sha256"])
    shared = {
        "at": row["at"],
        "law": law,
        "law_id": row["law_id"],
        "fingerprint": row["fingerprint"],
    }
    is_gone = row["account_id"] is None or not row["is_active"]
    if is_gone or (session_id and row["session_id"] is None):
        return Viewer(next_change_at=row["next_law_at"], **shared), ""
    facts = account_facts(row, viewer_facts(row), law)
    asking = viewer_facts(row, standings.standing(facts, row["at"]))
    session = _session_facts(row, law, asking) if session_id else None
    how_far = _how_far(row, facts, asking.standing, session)
    # Whoever is closed is told so, though their session ended with the closing.
    if session and session.is_over(row["at"]) and how_far["may_enter"]:
        return Viewer(next_change_at=row["next_law_at"], **shared), ""
    viewer = Viewer(
        facts=asking,
        purpose=purpose,
        account_facts=facts,
        session_id=session_id,
        next_change_at=_next_change(row, facts),
        **how_far,
        **_capacity(row),
        **shared,
    )
    return viewer, row["password"]


def circumstances_of(
    account_id: int, membership_id: int | None
) -> tuple[Standing, standings.Circumstance]:
    """The standing of an account in a capacity now, and all that holds of it."""
    row = _facts_now(account_id, membership_id, None)
    law = _readable(row["sha256"])
    holds = standings.circumstances(
        account_facts(row, viewer_facts(row), law), row["at"]
    )
    return standings.standing_of(holds), holds


def _how_far(row: dict, facts, standing: Standing, session) -> dict:
    """Whether somebody may come in, and what still stands before their work."""
    step = session and steps.next_step(session, standing, row["at"])
    may_enter = standings.may_sign_in(
        standing,
        holds_judicial_grant=row["holds_judicial_grant"]
        and not standings.has_lapsed(facts, row["at"]),
    )
    is_held_up = step is not None or standing is Standing.UNTRAINED
    # A drill account is nobody's: whatever its standing, no one comes in with it.
    may_enter = may_enter and not row["is_drill"]
    return {
        "may_enter": may_enter,
        "is_open": may_enter and not is_held_up,
        "step": step,
        "session_is_stale": session is not None and session.is_stale(row["at"]),
    }


def _next_change(row: dict, facts: standings.AccountFacts) -> datetime | None:
    changes = [
        row["next_law_at"],
        row["membership_ends_at"],
        row["detail_changes_at"],
        row["ends_at"],  # of the session
        standings.next_change_at(facts, row["at"]),
    ]
    return min((c for c in changes if c is not None), default=None)


def _session_facts(
    row: dict, law: Law | None, viewer: policy.ViewerFacts
) -> steps.SessionFacts:
    return steps.SessionFacts(
        began_at=row["began_at"],
        last_active_at=row["last_active_at"],
        ends_at=row["ends_at"],
        locked_at=row["locked_at"],
        ended_at=row["ended_at"],
        needs_factor=settings.SECOND_FACTOR_REQUIRED
        and row["first_factor"] in steps.ALONE_NOT_ENOUGH
        and not row["second_factor"],
        needs_capacity=row["chosen_membership_id"] is None
        and row["membership_id"] is not None,
        has_acknowledged=row["law_id"] == row["acknowledged_law_id"],
        law_effective_at=law.effective_at if law else None,
        is_jails_own=viewer.mission in JAILS_OWN,
    )


def is_current(viewer: Viewer) -> bool:
    """Whether the facts that were read of this viewer still stand at this instant."""
    row = _facts_now(viewer.account_id, viewer.membership_id, viewer.session_id)
    return row["fingerprint"] == viewer.fingerprint and (
        viewer.next_change_at is None or row["at"] < viewer.next_change_at
    )


def _readable(sha256: str | None) -> Law | None:
    """The law of this hash; None opens nothing to anybody, and the alarm is raised:
    one bad row must not close the way out as well (law 14).
    """
    try:
        return law_by_hash(sha256) if sha256 else None
    except lawfile.BadLaw:
        logger.critical("the law %s in force cannot be read", sha256)
        return None


def _facts_now(
    account_id: int | None, membership_id: int | None, session_id: UUID | None
) -> dict:
    asked = {"account": account_id, "membership": membership_id, "session": session_id}
    with connection.cursor() as cursor:
        prepared.execute(cursor, FACTS, asked)
        names = [column.name for column in cursor.description]
        return dict(zip(names, cursor.fetchone(), strict=True))


def _capacity(row: dict) -> dict:
    """Who it is, and as what, out of a row of facts."""
    keys = ("account", "membership", "unit", "unit_group", "agency", "agency_group")
    return {
        **{f"{key}_id": row[f"{key}_id"] for key in keys},
        "display_name": row["display_name"],
        "unit_name": row["unit_name"] or "",
        "agency_name": row["agency_name"] or "",
    }


def viewer_facts(row: dict, standing=policy.Standing.GOOD) -> policy.ViewerFacts:
    """What the rule may know, out of a row of facts."""
    return policy.ViewerFacts(
        mission=effective_mission(row["mission"], is_detailed=row["is_detailed"]),
        roles=frozenset(Role(role) for role in row["roles"] or ()),
        in_immigration_department=bool(row["enforces_immigration_law"]),
        standing=standing,
        detailed_from=Mission(row["mission"]) if row["is_detailed"] else None,
    )


def account_facts(
    row: dict, viewer: policy.ViewerFacts, law: Law | None
) -> standings.AccountFacts:
    """What standing depends on, out of a row of facts."""
    return standings.AccountFacts(
        opened_at=row["opened_at"],
        unjoined_since=None if row["joined_at"] else row["opened_at"],
        last_sign_in_at=row["last_sign_in_at"],
        reopened_at=row["reopened_at"],
        suspended_at=row["suspended_at"],
        closed_at=row["closed_at"],
        expires_at=row["expires_at"],
        agreement_ends_at=row["agreement_ends_at"],
        review_due_at=row["review_due_at"],
        training_due_at=standings.training_due_at(
            law.training_due_at if law else None, row["trained_at"]
        ),
        is_forbidden=None not in (viewer.mission, law)
        and policy.is_forbidden(law, viewer),
        is_jails_own=viewer.mission in JAILS_OWN,
    )


def effective_mission(mission: str | None, *, is_detailed: bool) -> Mission | None:
    """A unit detailed to immigration work is mixed, unless it is worse already."""
    if mission is None:
        return None
    if is_detailed and mission != Mission.CIVIL_IMMIGRATION:
        return Mission.MIXED
    return Mission(mission)


@lru_cache(maxsize=64)
def law_by_hash(sha256: str) -> Law:
    """Parse a loaded law. Safe to keep: the hash is of its very words."""
    version = LawVersion.objects.get(sha256=sha256)
    return lawfile.parse(bytes(version.source), name=version.file_name)


def law_versions() -> list[LawVersion]:
    return list(LawVersion.objects.defer("source").order_by("-effective_at"))


def law_in_force(at: datetime) -> tuple[Law | None, int | None]:
    version = (
        LawVersion.objects.filter(kind="law", effective_at__lte=at)
        .order_by("-effective_at")
        .first()
    )
    return (law_by_hash(version.sha256), version.pk) if version else (None, None)


def capacities(account_id: int, at: datetime) -> list[Membership]:
    """The capacities an account may work in at an instant."""
    return [
        membership
        for membership in Membership.objects.filter(
            account_id=account_id, starts_at__lte=at
        ).select_related("unit__agency")
        if membership.ends_at is None or at < membership.ends_at
    ]


def held_now(viewer: Viewer, facility_id: int, booking_id: UUID | None) -> policy.Held:
    """What this capacity holds on one booking at ``viewer.at``, source by source."""
    held: dict[Basis, FieldClass] = defaultdict(lambda: NOTHING)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT 'standing', coalesce(bit_or(p.classes), 0)
               FROM access_facilitypermission p
               JOIN access_agreement a ON a.id = p.agreement_id
               WHERE p.group_id = ANY(%(groups)s::int[])
                 AND p.content_object_id = %(facility)s
                 AND p.starts_at <= %(at)s AND a.starts_at <= %(at)s
                 AND (%(at)s < least(p.ends_at, a.ends_at) OR NOT %(lapses_close)s)
                 AND (cardinality(a.purposes) = 0
                   OR %(purpose)s::text = ANY(a.purposes))
               UNION ALL
               SELECT r.basis, r.classes FROM access_accessrow r
               WHERE r.principal = ANY(%(principals)s::bigint[])
                 AND r.booking_id = %(booking)s
                 AND r.starts_at <= %(at)s AND %(at)s < r.ends_at
                 AND {agreed("r", "%(at)s::timestamptz")}""",
            {
                "groups": viewer.groups,
                "lapses_close": viewer.lapses_close,
                "purpose": viewer.purpose,
                "facility": facility_id,
                "principals": viewer.principals,
                "booking": booking_id,
                "at": viewer.at,
            },
        )
        for basis, classes in cursor.fetchall():
            held[Basis(basis)] |= FieldClass(classes)
    return dict(held)
