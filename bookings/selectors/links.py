"""Which records are of one person: what waits, what is joined, what was joined once. A
link is told of two records alone that are both shown: of another there is no trace, not
even in how many there are.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from access.enums import FieldClass
from access.gate import VISIBLE, Candidates, Shown, ShownRows, show_many
from access.models import Proposal
from access.viewer import Viewer
from audit.enums import ViewKind
from bookings import pages
from bookings.models import Booking, PersonLink
from bookings.selectors.records import _THESE
from bookings.selectors.search import Terms, found

_TARGET = "person_link"
# Both or neither: each beside which the other may be known of. That one of two was
# looked at for this, and no other, would be a trace of the other.
_PAIRS = f"""
SELECT mine.id AS booking_id, mine.person_id, mine.facility_id, mine.is_juvenile,
  mine.is_sealed, row_number() OVER (ORDER BY mine.id) AS rank
FROM bookings_booking mine
WHERE mine.id IN (
  SELECT pair.one FROM (
    SELECT * FROM unnest(%(ones)s::uuid[], %(others)s::uuid[]) AS t(one, other)
    UNION SELECT * FROM unnest(%(others)s::uuid[], %(ones)s::uuid[]) AS t(one, other)
  ) pair JOIN bookings_booking b ON b.id = pair.other CROSS JOIN live WHERE {VISIBLE})"""


@dataclass(frozen=True, slots=True)
class Linked:
    """A link, and the bookings of the record at its other end that are shown."""

    link: PersonLink
    stays: list[Shown]


@dataclass(frozen=True, slots=True)
class Asked:
    """What waits for a second person, and whom it is about, as both are shown."""

    proposal: Proposal
    one: Shown
    other: Shown


def perhaps_same(viewer: Viewer, terms: Terms) -> ShownRows:
    """Whom to compare somebody with: a search like any other, and recorded as one."""
    return found(viewer, terms, page=pages.COMPARED)


def compared(
    viewer: Viewer, booking_id: UUID, other_id: UUID, *, page=pages.COMPARED
) -> tuple[Shown, Shown] | None:
    """Both records side by side, or None if either is not visible: then neither is
    read, for nothing of them is shown.
    """
    candidates = Candidates(
        _PAIRS,
        {"ones": [booking_id], "others": [other_id]},
        needs=FieldClass.REGISTER,
        limit=2,
    )
    rows = show_many(viewer, page, candidates, ViewKind.LISTED)
    shown = {row.booking_id: row for row in rows}
    both = (shown.get(booking_id), shown.get(other_id))
    return None if None in both else both


def links_of(viewer: Viewer, booking_id: UUID) -> list[Linked]:
    """What is or was joined to the record of a booking that was shown, the newest
    first.
    """
    person = Booking.objects.values_list("person_id", flat=True).get(pk=booking_id)
    found_links = list(
        PersonLink.objects.filter(Q(person=person) | Q(other=person))
        .select_related("asked_by", "agreed_by", "ended_by")
        .order_by("-created_at", "pk")
    )
    others = [_other(link, person) for link in found_links]
    owner = dict(
        Booking.objects.filter(person_id__in=others)
        .order_by("-booked_at", "pk")
        .values_list("pk", "person_id")
    )
    shown = _shown(viewer, list(owner))
    linked = [
        Linked(
            link,
            [
                shown[key]
                for key, whose in owner.items()
                if key in shown and whose == _other(link, person)
            ],
        )
        for link in found_links
    ]
    return [one for one in linked if one.stays]


def _shown(viewer: Viewer, keys: list[UUID]) -> dict[UUID, Shown]:
    """Asked also where there is none: it takes as long."""
    candidates = Candidates(
        _THESE,
        {"bookings": keys},
        needs=FieldClass.REGISTER,
        limit=max(len(keys), 1),
    )
    rows = show_many(viewer, pages.ACTED_UPON, candidates, ViewKind.LISTED)
    return {row.booking_id: row for row in rows}


def waiting_links(viewer: Viewer) -> list[Asked]:
    """What waits for a second person, the oldest first: of two records that this viewer
    may both know of, and of no other.
    """
    return _both_shown(viewer, list(_waiting()))


def waiting_about(viewer: Viewer, booking_id: UUID) -> list[Asked]:
    """The same of one booking that was shown."""
    return _both_shown(viewer, list(_waiting_about(booking_id)))


def pair_that_waits(proposal_id: UUID, booking_id: UUID) -> tuple[UUID, UUID] | None:
    """The two bookings that this asks to join, one of them as named, if it waits."""
    proposal = _waiting_about(booking_id).filter(pk=proposal_id).first()
    return _pair(proposal) if proposal else None


def _waiting_about(booking_id: UUID):
    key = str(booking_id)
    return _waiting().filter(Q(payload__booking=key) | Q(payload__other_booking=key))


def _pair(proposal: Proposal) -> tuple[UUID, UUID]:
    payload = proposal.payload
    return UUID(payload["booking"]), UUID(payload["other_booking"])


def _both_shown(viewer: Viewer, proposals: list[Proposal]) -> list[Asked]:
    pairs = [(proposal, *_pair(proposal)) for proposal in proposals]
    candidates = Candidates(
        _PAIRS,
        {
            "ones": [one for _, one, _ in pairs],
            "others": [other for _, _, other in pairs],
        },
        needs=FieldClass.REGISTER,
        limit=max(2 * len(pairs), 1),
    )
    rows = show_many(viewer, pages.NAMES, candidates, ViewKind.LISTED)
    shown = {row.booking_id: row for row in rows}
    return [
        Asked(proposal, shown[one], shown[other])
        for proposal, one, other in pairs
        if one in shown and other in shown
    ]


def _other(link: PersonLink, person: UUID) -> UUID:
    return link.other_id if link.person_id == person else link.person_id


def _waiting():
    return (
        Proposal.objects.filter(target_kind=_TARGET, status="waiting")
        .select_related("requester", "requester_unit__agency")
        .order_by("proposed_at", "pk")
    )
