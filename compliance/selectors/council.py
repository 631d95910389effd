"""Reading whether the law is being kept. Counts and instants; no person's data."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection

from access import policy, roll
from access.acts import Act
from access.enums import Basis, FieldClass, Mission, Role, Standing
from access.models import LawVersion
from access.selectors import law_by_hash, law_in_force
from audit.enums import Outcome
from audit.models import ActEvent
from compliance.selectors.exposure import Period
from compliance.selectors.exposure_report import (
    Exposure,
    imported_exposure,
    own_exposure,
)


@dataclass(frozen=True, slots=True)
class CouncilNumbers:
    """The three numbers of the council page, and what they rest on.

    Counts are of accounts, acts and days, and exact. ``days_to_enforcement`` is
    None while no law is in force.
    """

    at: datetime
    law: LawVersion | None
    forbidden: int
    dormant: int
    accounts: int
    refused: int
    days_to_enforcement: int | None
    last_shown_against_law: datetime | None
    ordinance_at: datetime | None


def council_numbers(at: datetime) -> CouncilNumbers:
    standings = Counter(entry.standing for entry in roll.by_account(at))
    _, law_id = law_in_force(at)
    version = LawVersion.objects.defer("source").filter(pk=law_id).first()
    ordinance = ordinance_version()
    last = last_shown_against_law(ordinance) if ordinance else None
    return CouncilNumbers(
        at=at,
        law=version,
        forbidden=standings[Standing.FORBIDDEN],
        dormant=standings[Standing.DORMANT],
        accounts=sum(standings.values()),
        refused=attempts_refused(ordinance.effective_at) if ordinance else 0,
        days_to_enforcement=_days(ordinance, last, at),
        last_shown_against_law=last,
        ordinance_at=ordinance.effective_at if ordinance else None,
    )


def ordinance_version() -> LawVersion | None:
    """The first law under which a civil-immigration unit is forbidden."""
    officer = policy.ViewerFacts(
        Mission.CIVIL_IMMIGRATION, frozenset(Role), in_immigration_department=True
    )
    for version in LawVersion.objects.filter(kind="law").order_by("effective_at"):
        if policy.is_forbidden(law_by_hash(version.sha256), officer):
            return version
    return None


def attempts_refused(since: datetime) -> int:
    """How often a forbidden account tried to sign in or to go on, and was refused."""
    return ActEvent.objects.filter(
        act=Act.SIGN_IN,
        outcome=Outcome.REFUSED,
        reason=Standing.FORBIDDEN,
        occurred_at__gte=since,
    ).count()


# Events past the register of units that immigration law concerns, without a
# judge's basis; which of them were against the law the policy says, not SQL.
_SHOWN = """
SELECT mission, in_immigration_department, max(occurred_at) FROM audit_viewevent
WHERE origin = 'live' AND occurred_at >= %(since)s AND classes & ~%(register)s <> 0
  AND (mission = ANY(%(missions)s) OR in_immigration_department)
  AND NOT string_to_array(basis, ' ') && %(judicial)s::text[]
GROUP BY mission, in_immigration_department"""


def last_shown_against_law(version: LawVersion) -> datetime | None:
    """The last instant at which this system did not keep the law; None if never."""
    law = law_by_hash(version.sha256)
    with connection.cursor() as cursor:
        cursor.execute(
            _SHOWN,
            {
                "since": version.effective_at,
                "register": int(FieldClass.REGISTER),
                "missions": [Mission.CIVIL_IMMIGRATION, Mission.MIXED],
                "judicial": [Basis.JUDICIAL_WARRANT, Basis.COURT_ORDER],
            },
        )
        against = [
            last
            for mission, in_department, last in cursor.fetchall()
            if policy.is_forbidden(
                law,
                policy.ViewerFacts(Mission(mission), frozenset(Role), in_department),
            )
        ]
    return max(against, default=None)


def _days(
    version: LawVersion | None, last: datetime | None, at: datetime
) -> int | None:
    """Whole days, begun ones counted, from the law's instant to the last showing
    against it; 0 when there was none.
    """
    if version is None or version.effective_at > at:
        return None
    if last is None:
        return 0
    return -((version.effective_at - last) // timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Against:
    """What a system did against the ordinance: whole numbers. ``days``: from the law
    to the last time; ``is_unknown``: its log cannot tell what was shown.
    """

    accounts: int
    sign_ins: int
    bookings: int
    persons: int
    is_unknown: bool
    days: int | None


def against_the_ordinance(at: datetime) -> tuple[Against, Against] | None:
    """The old system by its imported logs, and this one by its own history; None
    where there is no ordinance yet, or no log that tells of a breach.
    """
    ordinance = ordinance_version()
    if ordinance is None or ordinance.effective_at >= at:
        return None
    period = Period(ordinance.effective_at, at)
    before = imported_exposure(period)
    if not before.accounts:
        return None
    return _against(before, ordinance, at), _against(
        own_exposure(period), ordinance, at
    )


def _against(found: Exposure, ordinance: LawVersion, at: datetime) -> Against:
    return Against(
        accounts=len(found.accounts),
        sign_ins=found.sign_ins,
        bookings=found.bookings_visible,
        persons=found.persons,
        is_unknown=found.is_unknown,
        days=_days(ordinance, found.last, at),
    )


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the old system, in jail time: accounts open anywhere, and those of
    units that the ordinance forbids that signed in, with how often.

    ``against``: how often since the ordinance took effect.
    """

    begins: date
    open_accounts: int
    accounts: int
    sign_ins: int
    against: int


_MONTHS = """
WITH used AS (
  SELECT date_trunc('month', timezone(%(zone)s, occurred_at)) AS month,
    count(DISTINCT coalesce(account_id::text, detail->>'user')) AS accounts,
    count(*) AS sign_ins,
    count(*) FILTER (WHERE occurred_at >= %(effective)s) AS against
  FROM audit_viewevent
  WHERE origin <> 'live' AND kind = 'signed_in'
    AND CASE WHEN in_immigration_department THEN mission = ANY(%(inside)s)
      ELSE mission = ANY(%(outside)s) END
  GROUP BY 1)
SELECT m.month::date,
  (SELECT count(*) FROM access_account a
   WHERE NOT a.is_drill AND a.opened_at < timezone(%(zone)s, m.month + interval '1 month')
     AND (a.suspended_at IS NULL OR a.suspended_at >= timezone(%(zone)s, m.month))),
  coalesce(u.accounts, 0), coalesce(u.sign_ins, 0), coalesce(u.against, 0)
FROM (SELECT generate_series(min(month), max(month), interval '1 month') AS month
      FROM used) m
LEFT JOIN used u ON u.month = m.month ORDER BY 1"""


def months() -> list[Month]:
    """Month by month, how often accounts that the ordinance forbids signed in to an old
    system, before it and after.
    """
    ordinance = ordinance_version()
    if ordinance is None:
        return []
    law = law_by_hash(ordinance.sha256)
    forbidden = [
        (mission, inside)
        for mission in Mission
        for inside in (False, True)
        if policy.is_forbidden(
            law, policy.ViewerFacts(mission, frozenset(Role), inside)
        )
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            _MONTHS,
            {
                "zone": settings.TIME_ZONE,
                "effective": ordinance.effective_at,
                "inside": [mission.value for mission, inside in forbidden if inside],
                "outside": [m.value for m, inside in forbidden if not inside],
            },
        )
        return [Month(*row) for row in cursor.fetchall()]
