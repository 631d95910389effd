"""Reading whether the law is being kept. Counts and instants; no person's data."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from access import policy, roll
from access.acts import Act
from access.enums import Basis, FieldClass, Mission, Role, Standing
from access.models import LawVersion
from access.selectors import law_by_hash, law_in_force
from audit.enums import Outcome
from audit.models import ActEvent


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
WHERE occurred_at >= %(since)s AND classes & ~%(register)s <> 0
  AND (mission = ANY(%(missions)s) OR in_immigration_department)
  AND NOT string_to_array(basis, ' ') && %(judicial)s::text[]
GROUP BY mission, in_immigration_department"""


def last_shown_against_law(version: LawVersion) -> datetime | None:
    """The last instant at which the law's taking effect was not kept; None if never."""
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
