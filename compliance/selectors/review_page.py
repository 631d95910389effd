"""What a reviewer is told of each account: use, reach and the law. No person's data.

Planted accounts are read by the same statement as all others: what only theirs could
lack (a finding, a training) is told of nobody, or told of them as of others.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from access import standing as standings
from access.enums import JAILS_OWN, NOTHING, FieldClass, Role, Standing
from access.law import Law
from access.models import LawVersion
from access.policy import ViewerFacts, is_forbidden
from access.selectors import account_facts, law_by_hash, law_in_force, viewer_facts
from audit.enums import ViewKind
from compliance.enums import FindingKind
from compliance.models import Campaign
from compliance.rules import ORDINARY, reach

NEWER, OLDER = timedelta(days=30), timedelta(days=90)
# Those that follow from standing and address alone: they repeat what stands beside them.
TOLD_BESIDE = frozenset(
    {
        "dormant",
        "never_used",
        "disguised",
        "forbidden",
        "unreviewed",
        "overdue_training",
        "expired_agreement",
    }
)
_SHOWN = tuple(
    kind.value
    for kind in ViewKind
    if kind
    not in (ViewKind.REFUSED, ViewKind.SEARCHED, ViewKind.SIGNED_IN, ViewKind.REGISTER)
)

_LINES = """
WITH asked AS (
  SELECT * FROM compliance_campaignline WHERE campaign_id = %(campaign)s),
used AS (
  SELECT e.account_id, count(DISTINCT e.person_id) AS older,
    count(DISTINCT e.person_id) FILTER (WHERE e.occurred_at >= %(newer)s) AS newer
  FROM audit_viewevent e
  WHERE e.origin = 'live' AND e.account_id IN (SELECT account_id FROM asked)
    AND e.occurred_at >= %(older)s AND e.occurred_at <= %(at)s
    AND e.kind = ANY(%(shown)s) AND e.person_id IS NOT NULL
  GROUP BY e.account_id)
SELECT l.id AS line_id, l.account_id, l.decision, l.reason, l.words, l.decided_at,
  l.decided_by_id, by.display_name AS decided_by_name,
  coalesce(m.roles, l.roles) AS roles, l.roles AS roles_asked,
  a.sign_in_name, a.display_name, a.email,
  a.opened_at, a.joined_at, a.last_sign_in_at, a.reopened_at, a.suspended_at,
  a.expires_at, a.review_due_at, least(u.closed_at, g.closed_at) AS closed_at,
  m.ends_at AS capacity_ends_at,
  (SELECT max(p.ends_at) FROM access_agreement p
    WHERE p.agency_id = g.id) AS agreement_ends_at,
  CASE WHEN l.is_trap THEN coalesce(a.last_sign_in_at, a.opened_at)
    ELSE (SELECT max(t.completed_at) FROM access_training t
      WHERE t.account_id = a.id AND t.law_id = %(law)s) END AS trained_at,
  u.mission, g.enforces_immigration_law, g.mail_domains,
  EXISTS (SELECT FROM access_missiondetail d WHERE d.unit_id = u.id
    AND d.starts_at <= %(at)s AND (d.ends_at IS NULL OR %(at)s < d.ends_at)
  ) AS is_detailed,
  coalesce(used.newer, 0) AS shown_newer, coalesce(used.older, 0) AS shown_older,
  ARRAY(SELECT f.kind FROM compliance_finding f WHERE f.account_id = a.id
    AND f.closed_at IS NULL AND f.kind <> ALL(%(beside)s) ORDER BY f.kind) AS findings,
  ARRAY(SELECT eu.name FROM access_membership em JOIN access_unit eu ON eu.id = em.unit_id
    WHERE em.account_id = a.id AND em.unit_id <> u.id AND em.starts_at <= %(at)s
      AND (em.ends_at IS NULL OR %(at)s < em.ends_at) ORDER BY eu.name) AS elsewhere
FROM asked l
JOIN compliance_campaign c ON c.id = l.campaign_id
JOIN access_unit u ON u.id = c.unit_id JOIN access_agency g ON g.id = u.agency_id
JOIN access_account a ON a.id = l.account_id
LEFT JOIN access_membership m ON m.id = l.membership_id
LEFT JOIN access_account by ON by.id = l.decided_by_id
LEFT JOIN used ON used.account_id = a.id
ORDER BY lower(a.display_name), l.id"""

_HELD = """
SELECT f.name, bit_or(p.classes) FROM access_facilitypermission p
JOIN access_agreement a ON a.id = p.agreement_id
JOIN access_facility f ON f.id = p.content_object_id
JOIN access_unit u ON u.id = %(unit)s JOIN access_agency g ON g.id = u.agency_id
WHERE p.group_id IN (u.group_id, g.group_id)
  AND p.starts_at <= %(at)s AND a.starts_at <= %(at)s
  AND (%(at)s < least(p.ends_at, a.ends_at) OR NOT %(lapses_close)s)
GROUP BY f.name ORDER BY f.name"""


@dataclass(frozen=True, slots=True)
class TheLaw:
    """What the law gives a mission and roles, today and from its next change on."""

    classes: FieldClass
    is_forbidden: bool
    next_classes: FieldClass | None = None
    next_is_forbidden: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One account as its reviewer sees it. ``places``: what of each facility it may be
    shown without a basis. Instants are aware.
    """

    row: dict
    facts: standings.AccountFacts
    standing: Standing
    law: TheLaw
    places: tuple[tuple[str, FieldClass], ...]
    unused: timedelta

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(map(Role, self.row["roles"]))


@dataclass(frozen=True, slots=True)
class ReviewPage:
    lines: list[Line]
    law: Law | None
    next_law: Law | None


def review_page(campaign: Campaign, at: datetime) -> ReviewPage:
    """Every line of a campaign, by name; what it tells stands at ``at``."""
    law, law_id = law_in_force(at)
    coming = _next_law(at)
    held = None
    known: dict[ViewerFacts, TheLaw] = {}
    lines = []
    for row in _rows(campaign, law_id, at):
        viewer = viewer_facts(row)
        facts = account_facts(row, viewer, law)
        if held is None:
            held = _held(campaign, viewer.mission not in JAILS_OWN, at)
        said = known.setdefault(viewer, _said(viewer, law, coming))
        places = tuple((name, classes & said.classes) for name, classes in held)
        lines.append(
            Line(
                row=row,
                facts=facts,
                standing=standings.standing(facts, at),
                law=said,
                places=tuple(place for place in places if place[1]),
                unused=at - facts.last_used_at,
            )
        )
    return ReviewPage(lines, law, coming)


def _said(viewer: ViewerFacts, law: Law | None, coming: Law | None) -> TheLaw:
    return TheLaw(
        reach(law, viewer, ORDINARY).classes,
        is_forbidden(law, viewer),
        reach(coming, viewer, ORDINARY).classes if coming else None,
        bool(coming) and is_forbidden(coming, viewer),
    )


def _next_law(at: datetime) -> Law | None:
    version = (
        LawVersion.objects.filter(kind="law", effective_at__gt=at)
        .order_by("effective_at")
        .first()
    )
    return law_by_hash(version.sha256) if version else None


def _rows(campaign: Campaign, law_id: int | None, at: datetime) -> list[dict]:
    with connection.cursor() as cursor:
        cursor.execute(
            _LINES,
            {
                "campaign": campaign.pk,
                "law": law_id,
                "at": at,
                "newer": at - NEWER,
                "older": at - OLDER,
                "shown": list(_SHOWN),
                "beside": sorted(TOLD_BESIDE),
            },
        )
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _held(
    campaign: Campaign, lapses_close: bool, at: datetime
) -> list[tuple[str, FieldClass]]:
    with connection.cursor() as cursor:
        asked = {"unit": campaign.unit_id, "at": at, "lapses_close": lapses_close}
        cursor.execute(_HELD, asked)
        return [(name, FieldClass(mask or NOTHING)) for name, mask in cursor.fetchall()]


def finding_labels(kinds: list[str]) -> list[str]:
    return [FindingKind(kind).label for kind in kinds]
