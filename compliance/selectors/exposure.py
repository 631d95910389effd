"""Exposure: what was within reach, or was shown, and the law of that moment forbade.

Everything in a period is decided again. Of an imported log the question is what the
old system let its users reach (``compliance.rules.excess``); of our own history, what
the event says was shown. The law with each mission filled in goes into the statement
as a parameter table; SQL counts and holds no rule.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import product, zip_longest
from uuid import UUID

from django.db import connection

from access.enums import FieldClass, Mission
from access.law import Law
from access.models import LawVersion
from access.policy import ViewerFacts
from access.selectors import law_by_hash
from audit.enums import ViewKind
from compliance import rules
from compliance.models import LogImport
from compliance.selectors.principals import END, systems

SHOWING_KINDS = (
    ViewKind.OPENED,
    ViewKind.LISTED,
    ViewKind.FOUND,
    ViewKind.SUGGESTED,
    ViewKind.PRINTED,
    ViewKind.EXPORTED,
)


@dataclass(frozen=True, slots=True)
class Period:
    """From an instant (included) to another (not). ``agency_id`` narrows it."""

    begins: datetime
    ends: datetime
    agency_id: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the period under one law."""

    begins: datetime
    ends: datetime
    version: LawVersion | None
    law: Law | None


@dataclass(frozen=True, slots=True)
class Term:
    """What an old system opened to one mission beyond the law of one span."""

    span: Span
    system_id: int
    mission: Mission
    in_department: bool
    excess: rules.Excess


@dataclass(frozen=True, slots=True)
class Row:
    """What one user did in one span, of one source, against its law.

    ``name_id``: a user of an imported log who is nobody here. ``untold``: how many
    events may have shown a booking that the log does not name.
    """

    account_id: int | None
    name_id: int | None
    unit_id: int | None
    agency_id: int | None
    mission: str
    span: Span
    classes: FieldClass
    citations: tuple[str, ...]
    sign_ins: int
    shown: frozenset[UUID]
    untold: int
    first: datetime
    last: datetime
    is_imported: bool
    fields: frozenset[str] = frozenset()


def spans(period: Period) -> list[Span]:
    """Cut a period where the law changes."""
    versions = list(
        LawVersion.objects.filter(kind="law", effective_at__lt=period.ends)
        .defer("source")
        .order_by("effective_at")
    )
    found = []
    if not versions or versions[0].effective_at > period.begins:
        first = versions[0].effective_at if versions else period.ends
        found.append(Span(period.begins, first, None, None))
    for version, following in zip_longest(versions, versions[1:]):
        begins = max(version.effective_at, period.begins)
        ends = min(following.effective_at if following else END, period.ends)
        if begins < ends:
            found.append(Span(begins, ends, version, law_by_hash(version.sha256)))
    return found


def terms(period: Period, *, exposures: bool) -> list[Term]:
    """The parameter table: every mission, held against each law and each old system.
    ``exposures`` False asks for what is a question only (``rules.Excess``). Where no
    law is on file, nothing can be held against it.
    """
    found = []
    for span, (_, system_id, system), mission, in_department in product(
        spans(period), systems(), Mission, (False, True)
    ):
        if span.law is None:
            continue
        excess = _excess(system.sha256, span.law.sha256, mission, in_department)
        if excess.classes and excess.is_exposure is exposures:
            found.append(Term(span, system_id, mission, in_department, excess))
    return found


@lru_cache(maxsize=512)
def _excess(
    system: str, law: str, mission: Mission, in_department: bool
) -> rules.Excess:
    """Safe to keep: the hashes are of the files' very words."""
    facts = ViewerFacts(mission, in_immigration_department=in_department)
    return rules.excess(law_by_hash(system), law_by_hash(law), facts)


# One pass over the logs for whoever is in any term at all; what is left meets the terms.
_IMPORTED = """
WITH e AS MATERIALIZED (
  SELECT v.account_id, v.detail, v.unit_id, v.agency_id, v.mission, v.law_id, v.origin,
    v.in_immigration_department, v.kind, v.booking_id, v.classes, v.occurred_at
  FROM audit_viewevent v
  WHERE v.origin = ANY(%(origin)s::text[])
    AND v.occurred_at >= %(since)s AND v.occurred_at < %(until)s
    AND v.kind <> 'refused'
    AND (v.mission = ANY(%(outside)s)
      OR v.in_immigration_department AND v.mission = ANY(%(inside)s))
    AND (%(agency)s::bigint IS NULL OR v.agency_id = %(agency)s)),
term AS MATERIALIZED (
  SELECT * FROM unnest(%(number)s::int[], %(begins)s::timestamptz[],
    %(ends)s::timestamptz[], %(system)s::bigint[], %(mission)s::text[],
    %(department)s::boolean[], %(classes)s::int[])
  AS t(number, begins, ends, system_id, mission, in_department, classes)),
log AS MATERIALIZED (
  SELECT * FROM unnest(%(origin)s::text[], %(tells_from)s::timestamptz[])
  AS l(origin, tells_from))
SELECT e.account_id, CASE WHEN e.account_id IS NULL THEN (e.detail->>'user')::bigint END
    AS name_id, e.unit_id, e.agency_id, t.number,
  count(*) FILTER (WHERE e.kind = 'signed_in'),
  {shown},
  count(*) FILTER (WHERE e.occurred_at < l.tells_from
    OR e.booking_id IS NULL AND e.kind = ANY(%(kinds)s)),
  min(e.occurred_at), max(e.occurred_at)
FROM e JOIN log l USING (origin)
JOIN term t ON t.mission = e.mission AND t.in_department = e.in_immigration_department
  AND t.system_id = e.law_id AND e.occurred_at >= t.begins AND e.occurred_at < t.ends
GROUP BY 1, 2, 3, 4, 5"""
_SHOWN = """array_agg(DISTINCT e.booking_id) FILTER (WHERE e.booking_id IS NOT NULL
    AND e.classes & t.classes <> 0)"""


def of_imported_logs(period: Period) -> Iterator[Row]:
    """What old systems opened against the law, user by user."""
    table = terms(period, exposures=True)
    for row in _counted(period, table, _SHOWN):
        account_id, name_id, unit_id, agency_id, number, sign_ins, shown, *rest = row
        untold, first, last = rest
        term = table[number]
        yield Row(
            account_id,
            name_id,
            unit_id,
            agency_id,
            term.mission,
            term.span,
            term.excess.classes,
            term.excess.citations,
            sign_ins,
            frozenset(shown or ()),
            untold,
            first,
            last,
            is_imported=True,
        )


@dataclass(frozen=True, slots=True)
class Question:
    """Units with access of their own, to whom an old system opened more than the law
    does without a basis; whether there was one, the log does not tell.
    """

    mission: Mission
    classes: FieldClass
    citations: tuple[str, ...]
    accounts: int
    sign_ins: int
    first: datetime
    last: datetime


def questions(period: Period) -> list[Question]:
    """What a log leaves open, by what the units were for."""
    table = terms(period, exposures=False)
    found: dict[tuple, list] = {}
    for row in _counted(period, table, "NULL"):
        account_id, name_id, _, _, number, sign_ins, _, _, first, last = row
        term = table[number]
        key = (term.mission, term.excess.classes, term.excess.citations)
        entry = found.setdefault(key, [set(), 0, first, last])
        entry[0].add((account_id, name_id))
        entry[1] += sign_ins
        entry[2], entry[3] = min(entry[2], first), max(entry[3], last)
    return [
        Question(*key, accounts=len(users), sign_ins=number, first=first, last=last)
        for key, (users, number, first, last) in found.items()
    ]


def _counted(period: Period, table: list[Term], shown: str) -> list[tuple]:
    logs = list(LogImport.objects.filter(undone_at__isnull=True))
    if not table or not logs:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            _IMPORTED.format(shown=shown),
            {
                "number": list(range(len(table))),
                "begins": [t.span.begins for t in table],
                "ends": [t.span.ends for t in table],
                "system": [t.system_id for t in table],
                "mission": [t.mission.value for t in table],
                "department": [t.in_department for t in table],
                "classes": [int(t.excess.classes) for t in table],
                "origin": [log.origin for log in logs],
                "tells_from": [_tells_from(log) for log in logs],
                "kinds": [kind.value for kind in SHOWING_KINDS],
                "inside": [t.mission.value for t in table if t.in_department],
                "outside": [t.mission.value for t in table if not t.in_department],
                "since": max(period.begins, min(t.span.begins for t in table)),
                "until": min(period.ends, max(t.span.ends for t in table)),
                "agency": period.agency_id,
            },
        )
        return cursor.fetchall()


def _tells_from(log: LogImport) -> datetime | str:
    """Since when an old system wrote down which records were opened."""
    if not log.tells_records:
        return "infinity"
    return log.tells_records_from or "-infinity"
