"""Agencies: who works there, what was signed with them, and what they have seen.

What was seen is counted in the view history, account by account, in two statements over
its index by account; whom it was shown is not read.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from access.enums import CLASSES, FieldClass, Role
from access.models import Agency, Agreement, Facility, Membership, Unit
from access.selectors.reach import own_agency
from access.selectors.terms import terms_of
from access.viewer import Viewer
from audit.clock import now

_AGENCIES = """
SELECT g.id, g.name, g.ori, g.closed_at, g.enforces_immigration_law,
  (SELECT count(*) FROM access_unit u WHERE u.agency_id = g.id) AS units,
  (SELECT count(DISTINCT m.account_id) FROM access_unit u
     JOIN access_membership m ON m.unit_id = u.id
     JOIN access_account a ON a.id = m.account_id AND a.is_active
   WHERE u.agency_id = g.id AND m.starts_at <= %(at)s
     AND (m.ends_at IS NULL OR %(at)s < m.ends_at)) AS accounts,
  (SELECT max(p.ends_at) FROM access_agreement p
   WHERE p.agency_id = g.id) AS agreement_ends_at
FROM access_agency g WHERE %(own)s::bigint IS NULL OR g.id = %(own)s
ORDER BY g.name"""

# By account and person first, so that what follows counts rows and sorts nothing.
_SEEN = """
WITH seen AS MATERIALIZED (
  SELECT e.account_id, e.person_id, e.booking_id, bit_or(e.classes) AS classes,
    max(e.occurred_at) AS last_at
  FROM audit_viewevent e
  WHERE e.account_id = ANY(%(accounts)s::bigint[]) AND e.person_id IS NOT NULL
    AND e.kind <> 'refused'
  GROUP BY e.account_id, e.person_id, e.booking_id),
person AS (SELECT account_id, person_id, bit_or(classes) AS classes
  FROM seen GROUP BY account_id, person_id),
everybody AS (SELECT person_id, bit_or(classes) AS classes
  FROM person GROUP BY person_id)
SELECT s.account_id, p.people, s.bookings, s.last_at, p.by_class FROM
  (SELECT account_id, count(*) AS bookings, max(last_at) AS last_at
   FROM seen GROUP BY account_id) s
  JOIN (SELECT account_id, count(*) AS people, {by_class} AS by_class
   FROM person GROUP BY account_id) p USING (account_id)
UNION ALL
SELECT NULL, count(*), (SELECT count(DISTINCT booking_id) FROM seen),
  (SELECT max(last_at) FROM seen), {by_class} FROM everybody"""
_BY_CLASS = "ARRAY[{}]".format(
    ", ".join(f"count(*) FILTER (WHERE classes & {int(c)} <> 0)" for c in CLASSES)
)


@dataclass(frozen=True, slots=True)
class Listed:
    agency_id: int
    name: str
    ori: str
    closed_at: datetime | None
    enforces_immigration_law: bool
    units: int
    accounts: int
    agreement_ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class Seen:
    """How many people and bookings were shown; by class, how many people."""

    people: int = 0
    bookings: int = 0
    last_at: datetime | None = None
    by_class: dict[FieldClass, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Paper:
    agreement: Agreement
    facilities: list[str]
    units: list[str]
    classes: FieldClass


@dataclass(frozen=True, slots=True)
class AgencyPage:
    agency: Agency
    units: list[Unit]
    detailed: set[int]
    papers: list[Paper]
    seen: dict[int | None, Seen]


def agencies(viewer: Viewer) -> list[Listed]:
    asked = {"at": viewer.at, "own": own_agency(viewer)}
    return [Listed(*row) for row in _rows(_AGENCIES, asked)]


def agency_page(agency: Agency, accounts: list[int], viewer: Viewer) -> AgencyPage:
    """An agency, with what those accounts have seen."""
    units = list(agency.units.prefetch_related("details").order_by("name"))
    return AgencyPage(
        agency=agency,
        units=units,
        detailed={
            unit.pk
            for unit in units
            for detail in unit.details.all()
            if detail.starts_at <= viewer.at
            and (detail.ends_at is None or viewer.at < detail.ends_at)
        },
        papers=_papers(agency, units),
        seen=seen_by(accounts),
    )


def seen_by(accounts: list[int]) -> dict[int | None, Seen]:
    """What each account was ever shown, and under None all of them together."""
    sql = _SEEN.format(by_class=_BY_CLASS)
    return {
        key: Seen(people, bookings, last_at, dict(zip(CLASSES, by_class, strict=True)))
        for key, people, bookings, last_at, by_class in _rows(
            sql, {"accounts": accounts}
        )
    }


def _papers(agency: Agency, units: list[Unit]) -> list[Paper]:
    places = dict(Facility.objects.values_list("pk", "code"))
    names = {unit.pk: unit.name for unit in units}
    papers = []
    for agreement in agency.agreements.order_by("-ends_at", "pk"):
        rows = terms_of(agreement).rows
        papers.append(
            Paper(
                agreement,
                sorted({places[place] for _, place, _ in rows}),
                sorted({names[unit] for unit, _, _ in rows}),
                FieldClass(sum({bit for _, _, bit in rows})),
            )
        )
    return papers


def coordinators_of(agency_name: str) -> list[str]:
    """The mail addresses of who looks after an agency's accounts now; none where no
    agency of this name works with the jail.
    """
    at = now()
    members = Membership.objects.filter(
        unit__agency__name__iexact=agency_name.strip(),
        roles__contains=[Role.COORDINATOR],
        account__is_active=True,
        starts_at__lte=at,
    ).exclude(ends_at__lte=at)
    return sorted(set(members.values_list("account__email", flat=True)) - {""})


def unit_in_reach(viewer: Viewer, unit_id: int) -> Unit | None:
    found = Unit.objects.select_related("agency").filter(pk=unit_id)
    if (own := own_agency(viewer)) is not None:
        found = found.filter(agency_id=own)
    return found.first()


def agreement_in_reach(viewer: Viewer, agreement_id: int) -> Agreement | None:
    found = Agreement.objects.select_related("agency").filter(pk=agreement_id)
    if (own := own_agency(viewer)) is not None:
        found = found.filter(agency_id=own)
    return found.first()


def choices(agency: Agency) -> dict:
    """What an agreement with an agency may name."""
    return {
        "units": list(agency.units.order_by("name")),
        "facilities": list(Facility.objects.order_by("name")),
    }


def _rows(sql: str, params: dict) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
