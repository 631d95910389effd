"""Reading emergencies: what is open, what waits for its review, what was shown by it."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db.models import Q

from access.enums import Basis, Purpose
from access.models import Account, Membership
from access.selectors import capacities, viewer_for
from access.viewer import Viewer
from bookings.models import Booking
from bookings.selectors.showings import Showing, Wanted, every_showing
from warrants.models import Emergency
from warrants.selectors.requests import PAGE

EMERGENCY = "emergency"
_SHOWN = 200
_NAMED = (
    "request__membership__account",
    "request__membership__unit__agency",
    "request__grant",
    "opened_by__account",
    "opened_by__unit__agency",
    "reviewed_by",
)


@dataclass(frozen=True, slots=True)
class Counts:
    """Of all emergencies there are. ``due``: not reviewed yet, and still in time."""

    live: int
    due: int
    overdue: int


def account_named(sign_in_name: str) -> Account | None:
    """The account of somebody who is named by what they sign in with."""
    return Account.objects.filter(sign_in_name__iexact=sign_in_name.strip()).first()


def capacities_of(account: Account, at: datetime) -> list[tuple[Membership, Viewer]]:
    """In what an account may work, each as the law sees it now."""
    return [
        (member, viewer_for(account.pk, member.pk, Purpose.CRIMINAL_INVESTIGATION)[0])
        for member in capacities(account.pk, at)
    ]


def booking_of(booking_id: UUID) -> Booking | None:
    return Booking.objects.filter(pk=booking_id).first()


def emergencies() -> list[Emergency]:
    """What waits for its review first, the longest due above; then the newest."""
    waiting = Emergency.objects.filter(reviewed_at=None).order_by("review_due_at", "pk")
    rest = Emergency.objects.exclude(reviewed_at=None).order_by("-opened_at", "pk")
    first = list(waiting.select_related(*_NAMED)[:PAGE])
    return first + list(rest.select_related(*_NAMED)[: PAGE - len(first)])


def counts(at: datetime) -> Counts:
    unreviewed = Emergency.objects.filter(reviewed_at=None)
    return Counts(
        live=Emergency.objects.filter(_is_live(at)).count(),
        due=unreviewed.filter(review_due_at__gt=at).count(),
        overdue=unreviewed.filter(review_due_at__lte=at).count(),
    )


def _is_live(at: datetime) -> Q:
    return (
        Q(request__grant__starts_at__lte=at)
        & Q(request__grant__ends_at__gt=at)
        & (Q(request__grant__ended_at=None) | Q(request__grant__ended_at__gt=at))
    )


def emergency(emergency_id: UUID) -> Emergency | None:
    return Emergency.objects.select_related(*_NAMED).filter(pk=emergency_id).first()


def showings_under(one: Emergency) -> list[Showing]:
    """What was shown by it, the newest first: to its holder, of its booking, on this
    basis, between its beginning and its end.
    """
    asked = one.request
    booking = booking_of(asked.booking_id)
    grant = getattr(asked, "grant", None)
    if booking is None or grant is None:
        return []
    wanted = Wanted(
        booking_id=booking.pk,
        person_id=booking.person_id,
        account_id=asked.membership.account_id,
        since=grant.starts_at,
        until=min(grant.ends_at, grant.ended_at or grant.ends_at),
    )
    by_it = (
        showing
        for page in every_showing(wanted)
        for showing in page
        if Basis.EMERGENCY in showing.basis.split()
    )
    return list(islice(by_it, _SHOWN))


def reviews_overdue(at: datetime) -> list[tuple[UUID, datetime]]:
    """Emergencies that should have been reviewed by now, and since when."""
    late = Emergency.objects.filter(reviewed_at=None, review_due_at__lte=at)
    return list(late.values_list("pk", "review_due_at").order_by("review_due_at"))
