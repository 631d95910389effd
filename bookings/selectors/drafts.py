"""Intakes that are under way: one of them, and those of a viewer's facilities."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from access.enums import FieldClass
from access.gate import Candidates, Shown, ShownRows, open_one, show_many
from access.viewer import Viewer
from audit.enums import ViewKind
from bookings import pages
from bookings.enums import DischargeReason
from bookings.models import IntakeDraft
from bookings.selectors.lists import PAGE
from bookings.selectors.records import ONE

# By facility the drafts of whoever is standing there; as many as a page holds. There
# are never many: each is a person at the counter.
_UNFINISHED = """
SELECT b.id AS booking_id, b.person_id, b.facility_id, b.is_juvenile, b.is_sealed,
  row_number() OVER (ORDER BY b.booked_at DESC, b.id DESC) AS rank
FROM bookings_intakedraft d JOIN bookings_booking b ON b.id = d.booking_id
JOIN reach r ON r.facility_id = b.facility_id AND r.is_juvenile = b.is_juvenile
  AND r.is_sealed = b.is_sealed
WHERE b.intake_completed_at IS NULL AND b.discharge_reason <> %(not_admitted)s
ORDER BY b.booked_at DESC, b.id DESC LIMIT %(limit)s"""

# One booking as the only candidate, if it began as an intake: of another there is no
# page of this kind, for nobody.
_BEGUN = f"""{ONE} AND EXISTS (
  SELECT FROM bookings_intakedraft d WHERE d.booking_id = b.id)"""


@dataclass(frozen=True, slots=True)
class DraftState:
    """Who keeps an intake and how far it is; says nothing about the person."""

    keeper_id: int
    keeper: str
    kept_since: datetime
    begun_at: datetime
    is_of_known_person: bool
    saves: dict
    is_finished: bool
    was_admitted: bool

    def is_kept_by(self, viewer: Viewer) -> bool:
        return self.keeper_id == viewer.account_id

    @property
    def is_open(self) -> bool:
        return not self.is_finished and self.was_admitted


def open_intake(viewer: Viewer, booking_id: UUID) -> Shown | None:
    """All that the intake page shows; None if no such intake is visible."""
    return open_one(viewer, pages.INTAKE, booking_id, _BEGUN)


def open_intake_name(viewer: Viewer, booking_id: UUID) -> Shown | None:
    """Whose intake a section is saved of; None if no such intake is visible."""
    return open_one(viewer, pages.NAMED, booking_id, _BEGUN)


def open_intake_for_act(viewer: Viewer, booking_id: UUID) -> Shown | None:
    """What is read before an act on an intake; None if no such intake is visible."""
    return open_one(viewer, pages.ACTED_UPON, booking_id, _BEGUN)


def draft_of(booking_id: UUID) -> DraftState:
    """How an intake stands that was opened before."""
    return drafts_of([booking_id])[booking_id]


def drafts_of(booking_ids: list[UUID]) -> dict[UUID, DraftState]:
    drafts = IntakeDraft.objects.select_related("keeper", "booking").filter(
        pk__in=booking_ids
    )
    return {
        draft.pk: DraftState(
            keeper_id=draft.keeper_id,
            keeper=draft.keeper.display_name,
            kept_since=draft.kept_since,
            begun_at=draft.begun_at,
            is_of_known_person=draft.is_of_known_person,
            saves=draft.saves,
            is_finished=draft.booking.intake_completed_at is not None,
            was_admitted=draft.booking.discharge_reason != DischargeReason.NOT_ADMITTED,
        )
        for draft in drafts
    }


def unfinished(viewer: Viewer) -> ShownRows:
    """The intakes under way at this viewer's facilities, newest first."""
    candidates = Candidates(
        _UNFINISHED,
        {"not_admitted": DischargeReason.NOT_ADMITTED},
        needs=FieldClass.REGISTER | FieldClass.CUSTODY,
        limit=PAGE,
    )
    return show_many(viewer, pages.UNFINISHED, candidates, ViewKind.LISTED)
