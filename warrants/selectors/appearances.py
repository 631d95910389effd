"""Reading attorneys of record, by the gate."""

from datetime import datetime
from uuid import UUID

from access.enums import FieldClass, Mission, Purpose, Role
from access.gate import VISIBLE, Candidates, Shown, ShownRows, open_one, show_many
from access.models import Account, Agreement, Membership
from access.selectors import agreed
from access.viewer import Viewer
from audit.clock import now
from audit.enums import ViewKind
from bookings.selectors.records import ONE
from warrants.models import Appearance
from warrants.pages import APPEARANCES, MY_CASES
from warrants.rules import CASES
from warrants.sides import Side

# By the next date in court, as an attorney's day goes; whoever has none comes last.
_MY_CASES = f"""
SELECT b.id AS booking_id, b.person_id, b.facility_id, b.is_juvenile, b.is_sealed,
  own.until_at,
  row_number() OVER (ORDER BY b.next_court_at, b.booked_at DESC, b.id) AS rank
FROM live CROSS JOIN LATERAL (
  SELECT r.booking_id, max(r.ends_at) AS until_at
  FROM access_accessrow r JOIN warrants_appearance a ON a.id = r.grant_id
  WHERE r.principal = %(membership)s AND r.starts_at <= live.at
    AND live.at < r.ends_at AND {agreed("r", "live.at")}
  GROUP BY r.booking_id) own
JOIN bookings_booking b ON b.id = own.booking_id
WHERE {VISIBLE}
ORDER BY b.next_court_at, b.booked_at DESC, b.id LIMIT %(limit)s"""

_ROLE_OF = {Side.PROSECUTION: Role.PROSECUTOR, Side.DEFENCE: Role.PUBLIC_DEFENDER}


def my_cases(viewer: Viewer) -> ShownRows:
    """The bookings of which this capacity is attorney of record, by their court dates."""
    candidates = Candidates(
        _MY_CASES,
        {},
        needs=FieldClass.REGISTER | FieldClass.CUSTODY,
        limit=CASES,
    )
    return show_many(viewer, MY_CASES, candidates, ViewKind.LISTED)


def open_appearances(viewer: Viewer, booking_id: UUID) -> Shown | None:
    """Who is and was of record on a booking, for whoever records it."""
    return open_one(viewer, APPEARANCES, booking_id, ONE)


def attorneys_named(sign_in_name: str) -> list[Membership]:
    """In which capacities somebody of this sign-in name can be an attorney of record."""
    at = now()
    account = Account.objects.filter(
        sign_in_name=sign_in_name.strip().lower(), is_active=True, is_drill=False
    ).first()
    if account is None:
        return []
    members = Membership.objects.filter(
        account=account,
        starts_at__lte=at,
        unit__closed_at=None,
        unit__agency__closed_at=None,
        unit__agency__enforces_immigration_law=False,
    ).select_related("unit__agency", "account")
    return [
        member
        for member in members
        if (member.ends_at is None or at < member.ends_at)
        and (side := side_of(member)) is not None
        and _ROLE_OF[side] in member.roles
    ]


def side_of(member: Membership) -> Side | None:
    """The side of a unit's mission; no other mission has one."""
    sides = {Mission.PROSECUTION: Side.PROSECUTION, Mission.DEFENCE: Side.DEFENCE}
    return sides.get(Mission(member.unit.mission))


def agreement_for(member: Membership) -> Agreement | None:
    """The agreement of the attorney's agency that an appearance can rest on: in force,
    for the purpose of their side; of several the one that lasts longest.
    """
    at, side = now(), side_of(member)
    in_force = Agreement.objects.filter(
        agency=member.unit.agency, starts_at__lte=at, ends_at__gt=at
    ).order_by("-ends_at")
    return next(
        (
            paper
            for paper in in_force
            if not paper.purposes
            or {side, Purpose.COURT_PROCEEDINGS} & set(paper.purposes)
        ),
        None,
    )


def live_appearances(booking_id: UUID, at: datetime) -> list[Appearance]:
    """Those of a booking that have neither ended nor reached their end."""
    return list(
        Appearance.objects.filter(
            booking_id=booking_id, ended_at=None, starts_at__lte=at, ends_at__gt=at
        )
    )
