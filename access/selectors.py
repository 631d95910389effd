"""Reading who somebody is, which law is in force, and what is held.

One statement answers for a request: account, capacity, standing's facts and
the law in force, at one instant of the one clock.
"""

import logging
from collections import defaultdict
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.db import connection

from access import law as lawfile
from access import policy, prepared
from access import standing as standings
from access.enums import JAILS_OWN, NOTHING, Basis, FieldClass, Mission, Purpose, Role
from access.law import Law
from access.models import (
    AccessRow,
    Account,
    Agency,
    Agreement,
    FacilityPermission,
    LawVersion,
    Membership,
    MissionDetail,
    Unit,
)
from access.viewer import Viewer

logger = logging.getLogger(__name__)

# The facts a decision rests on. The gate reads them again by the same text, and
# compares the fingerprint: a change between the two shows nothing.
FACTS = """
SELECT v.at, law.id AS law_id, law.sha256, next_law.effective_at AS next_law_at,
  a.id AS account_id, a.display_name, a.password, a.is_active, a.opened_at,
  a.last_sign_in_at, a.suspended_at, a.expires_at, a.review_due_at,
  m.id AS membership_id, m.roles, m.ends_at AS membership_ends_at,
  u.id AS unit_id, u.name AS unit_name, u.group_id AS unit_group_id, u.mission,
  g.id AS agency_id, g.name AS agency_name, g.group_id AS agency_group_id,
  g.enforces_immigration_law, detail.id IS NOT NULL AS is_detailed,
  detail_change.at AS detail_changes_at,
  EXISTS (SELECT FROM access_accessrow r
    WHERE r.principal = ANY(ARRAY[m.id, -u.group_id, -g.group_id])
      AND r.basis = ANY(ARRAY['judicial_warrant', 'court_order'])
      AND r.starts_at <= v.at AND v.at < r.ends_at) AS holds_judicial_grant,
  md5(row(law.id, a.is_active, a.suspended_at, a.expires_at, a.review_due_at,
    m.id, m.roles, m.starts_at, m.ends_at, u.id, u.mission, detail.id,
    u.group_id, g.id, g.group_id, g.enforces_immigration_law)::text) AS fingerprint
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
LEFT JOIN LATERAL (SELECT id FROM access_missiondetail d
  WHERE d.unit_id = u.id AND d.starts_at <= v.at
    AND (d.ends_at IS NULL OR v.at < d.ends_at) ORDER BY id LIMIT 1) detail ON true
LEFT JOIN LATERAL (SELECT min(change) AS at FROM access_missiondetail d,
  LATERAL (VALUES (d.starts_at), (d.ends_at)) AS changes(change)
  WHERE d.unit_id = u.id AND change > v.at) detail_change ON true"""


def viewer_for(
    account_id: int | None, membership_id: int | None, purpose: Purpose | None
) -> tuple[Viewer, str]:
    """Return the viewer now, and the account's password hash for the session check.

    An account that is gone or inactive, or a capacity that has ended, is nobody.
    """
    row = _facts_now(account_id, membership_id)
    law = _readable(row["sha256"])
    shared = {
        "at": row["at"],
        "law": law,
        "law_id": row["law_id"],
        "fingerprint": row["fingerprint"],
    }
    if row["account_id"] is None or not row["is_active"]:
        return Viewer(next_change_at=row["next_law_at"], **shared), ""
    facts = _account_facts(row, _viewer_facts(row), law)
    viewer_facts = _viewer_facts(row, standings.standing(facts, row["at"]))
    changes = [
        row["next_law_at"],
        row["membership_ends_at"],
        row["detail_changes_at"],
        standings.next_change_at(facts, row["at"]),
    ]
    viewer = Viewer(
        facts=viewer_facts,
        purpose=purpose,
        is_open=standings.may_sign_in(
            viewer_facts.standing,
            holds_judicial_grant=row["holds_judicial_grant"]
            and not standings.has_lapsed(facts, row["at"]),
        ),
        next_change_at=min((c for c in changes if c is not None), default=None),
        **_capacity(row),
        **shared,
    )
    return viewer, row["password"]


def is_current(viewer: Viewer) -> bool:
    """Whether the facts that were read of this viewer still stand at this instant."""
    row = _facts_now(viewer.account_id, viewer.membership_id)
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


def _facts_now(account_id: int | None, membership_id: int | None) -> dict:
    with connection.cursor() as cursor:
        prepared.execute(
            cursor, FACTS, {"account": account_id, "membership": membership_id}
        )
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


def _viewer_facts(row: dict, standing=policy.Standing.GOOD) -> policy.ViewerFacts:
    return policy.ViewerFacts(
        mission=effective_mission(row["mission"], is_detailed=row["is_detailed"]),
        roles=frozenset(Role(role) for role in row["roles"] or ()),
        in_immigration_department=bool(row["enforces_immigration_law"]),
        standing=standing,
        detailed_from=Mission(row["mission"]) if row["is_detailed"] else None,
    )


def _account_facts(
    row: dict, viewer: policy.ViewerFacts, law: Law | None
) -> standings.AccountFacts:
    return standings.AccountFacts(
        opened_at=row["opened_at"],
        last_sign_in_at=row["last_sign_in_at"],
        suspended_at=row["suspended_at"],
        expires_at=row["expires_at"],
        review_due_at=row["review_due_at"],
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
            """SELECT 'standing', coalesce(bit_or(p.classes), 0)
               FROM access_facilitypermission p
               JOIN access_agreement a ON a.id = p.agreement_id
               WHERE p.group_id = ANY(%(groups)s::int[])
                 AND p.content_object_id = %(facility)s
                 AND p.starts_at <= %(at)s AND a.starts_at <= %(at)s
                 AND (%(at)s < least(p.ends_at, a.ends_at) OR NOT %(lapses_close)s)
               UNION ALL
               SELECT basis, classes FROM access_accessrow
               WHERE principal = ANY(%(principals)s::bigint[])
                 AND booking_id = %(booking)s
                 AND starts_at <= %(at)s AND %(at)s < ends_at""",
            {
                "groups": viewer.groups,
                "lapses_close": viewer.lapses_close,
                "facility": facility_id,
                "principals": viewer.principals,
                "booking": booking_id,
                "at": viewer.at,
            },
        )
        for basis, classes in cursor.fetchall():
            held[Basis(basis)] |= FieldClass(classes)
    return dict(held)


def viewer_as_of(
    account: Account, membership_id: int | None, purpose: Purpose, at: datetime
) -> Viewer:
    """The same person in a capacity at a past instant, from the change history.

    A closed account, an ended capacity or an unknown law gives a viewer to whom
    nothing is allowed; nothing of today is carried back.
    """
    law, law_id = law_in_force(at)
    viewer = Viewer(at=at, law=law, law_id=law_id, purpose=purpose)
    past = Account.history.as_of(at).filter(pk=account.pk).first()
    membership = Membership.history.as_of(at).filter(pk=membership_id).first()
    ended = membership and (
        membership.starts_at > at or (membership.ends_at and membership.ends_at <= at)
    )
    if past is None or not past.is_active or membership is None or ended:
        return viewer
    row = _facts_as_of(past, membership, at)
    facts = _account_facts(row, _viewer_facts(row), law)
    return Viewer(
        at=at,
        law=law,
        law_id=law_id,
        purpose=purpose,
        facts=_viewer_facts(row, standings.standing(facts, at)),
        **_capacity(row),
    )


def _facts_as_of(past: Account, membership: Membership, at: datetime) -> dict:
    """The row of facts, as far as a decision needs it, from the change history."""
    unit = Unit.history.as_of(at).get(pk=membership.unit_id)
    agency = Agency.history.as_of(at).get(pk=unit.agency_id)
    details = MissionDetail.history.as_of(at).filter(unit_id=unit.pk)
    return {
        "account_id": past.pk,
        "display_name": past.display_name,
        "opened_at": past.opened_at,
        "last_sign_in_at": past.last_sign_in_at,
        "suspended_at": past.suspended_at,
        "expires_at": past.expires_at,
        "review_due_at": past.review_due_at,
        "membership_id": membership.pk,
        "roles": membership.roles,
        "unit_id": unit.pk,
        "unit_name": unit.name,
        "unit_group_id": unit.group_id,
        "mission": unit.mission,
        "is_detailed": any(
            d.starts_at <= at and (d.ends_at is None or at < d.ends_at) for d in details
        ),
        "agency_id": agency.pk,
        "agency_name": agency.name,
        "agency_group_id": agency.group_id,
        "enforces_immigration_law": agency.enforces_immigration_law,
    }


def held_as_of(viewer: Viewer, facility_id: int, booking_id: UUID) -> policy.Held:
    """What a capacity held on one booking at ``viewer.at``, from the change history."""
    held = {Basis.STANDING: standing_permission_as_of(viewer, facility_id)}
    for row in AccessRow.history.as_of(viewer.at).filter(
        booking_id=booking_id, principal__in=viewer.principals
    ):
        if row.starts_at <= viewer.at < row.ends_at:
            basis = Basis(row.basis)
            held[basis] = held.get(basis, NOTHING) | FieldClass(row.classes)
    return {source: classes for source, classes in held.items() if classes}


def standing_permission_as_of(viewer: Viewer, facility_id: int) -> FieldClass:
    """Standing access to a facility at ``viewer.at``, from the change history."""
    agreements = {
        agreement.pk
        for agreement in Agreement.history.as_of(viewer.at)
        if agreement.starts_at <= viewer.at
        and (viewer.at < agreement.ends_at or not viewer.lapses_close)
    }
    mask = NOTHING
    for row in FacilityPermission.history.as_of(viewer.at).filter(
        group_id__in=viewer.groups, content_object_id=facility_id
    ):
        if (
            row.agreement_id in agreements
            and row.starts_at <= viewer.at
            and (viewer.at < row.ends_at or not viewer.lapses_close)
        ):
            mask |= FieldClass(row.classes)
    return mask
