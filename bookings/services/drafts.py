"""Keeping an intake: saving a part of it, taking it over, ending it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

from access.acts import Act
from access.guards import performing
from access.viewer import Viewer
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act
from bookings import rules
from bookings.enums import DischargeReason
from bookings.models import Booking, Charge, IntakeDraft
from bookings.rules import Missing
from bookings.services.recording import record


@contextmanager
def saving(
    booking_id: UUID, section: str, seen: int | None, *, by: Viewer
) -> Iterator[IntakeDraft]:
    """Run the saving of one section, by whoever keeps the intake.

    ``seen``: how often it had been saved when it was read; None takes no notice.
    The caller has shown that the booking is visible to ``by``. Raises RuleViolation,
    KeptByAnother, ChangedMeanwhile, ActDenied, IntakeDraft.DoesNotExist.
    """
    with performing(Act.BOOK, by, section):
        draft = writing(booking_id, by=by)
        rules.check_unchanged(seen, draft.saves.get(section, 0))
        yield draft
        draft.saves = draft.saves | {section: draft.saves.get(section, 0) + 1}
        draft.save(update_fields=["saves"])


def writing(booking_id: UUID, *, by: Viewer) -> IntakeDraft:
    """The draft that this account may write at, locked until the transaction ends.

    Its own row is locked and not the booking's: a release waits for nobody (law 14).
    """
    draft = (
        IntakeDraft.objects.select_for_update(of=("self",))
        .select_related("booking", "keeper")
        .get(pk=booking_id)
    )
    rules.check_writing(
        is_finished=draft.booking.intake_completed_at is not None,
        was_admitted=draft.booking.discharge_reason != DischargeReason.NOT_ADMITTED,
        keeper_id=draft.keeper_id,
        keeper=draft.keeper.display_name,
        by_id=by.account_id,
    )
    return draft


def take_over_intake(booking_id: UUID, *, by: Viewer) -> IntakeDraft:
    """Go on with a colleague's intake. Who kept it, and since when, stays on record.

    The caller has shown that the booking is visible to ``by``. Raises RuleViolation,
    ActDenied, IntakeDraft.DoesNotExist.
    """
    with performing(Act.TAKE_OVER_INTAKE, by):
        draft = (
            IntakeDraft.objects.select_for_update(of=("self",))
            .select_related("booking")
            .get(pk=booking_id)
        )
        former = draft.keeper_id
        rules.check_writing(
            is_finished=draft.booking.intake_completed_at is not None,
            was_admitted=draft.booking.discharge_reason != DischargeReason.NOT_ADMITTED,
            keeper_id=by.account_id,
            keeper=by.display_name,
            by_id=by.account_id,
        )
        if former != by.account_id:
            draft.keeper_id, draft.kept_since = by.account_id, now()
            draft.save(update_fields=["keeper_id", "kept_since"])
            record_act(
                Act.TAKE_OVER_INTAKE,
                Outcome.DONE,
                actor=by,
                target_kind="booking",
                target_id=booking_id,
                kept_before_by=former,
            )
    return draft


def _named(booking: Booking) -> Iterator[Missing]:
    if not booking.person.surname:
        yield Missing("person", "surname", "Give a name, or say that it is not known.")


def _charged(booking: Booking) -> Iterator[Missing]:
    if not Charge.objects.filter(booking=booking).exists():
        yield Missing(
            "charges",
            "0-statute",
            "Give at least one charge: the register says the cause of confinement.",
        )


def _arrested_by(booking: Booking) -> Iterator[Missing]:
    if not booking.arresting_agency:
        yield Missing("arrest", "arresting_agency", "Say which agency brought them.")


# What an intake lacks before it is finished. Another part of it is another line.
CHECKS: tuple[Callable[[Booking], Iterator[Missing]], ...] = (
    _named,
    _arrested_by,
    _charged,
)


def finish_intake(booking_id: UUID, *, by: Viewer) -> Booking:
    """End the intake: from now on the booking is on the public register.

    The caller has shown that the booking is visible to ``by``. Raises Unfinished with
    all that is missing, RuleViolation, ActDenied, IntakeDraft.DoesNotExist.
    """
    with performing(Act.FINISH_INTAKE, by):
        booking = writing(booking_id, by=by).booking
        missing = tuple(lack for check in CHECKS for lack in check(booking))
        if missing:
            raise rules.Unfinished(missing)
        booking.intake_completed_at = now()
        booking.save(update_fields=["intake_completed_at"])
        record(Act.FINISH_INTAKE, booking, by=by)
    return booking


def refuse_intake(booking_id: UUID, *, by: Viewer) -> Booking:
    """Turn somebody away who must see a hospital first: never admitted, in nobody's
    custody from now on, never on the register; the record of it is kept.

    The caller has shown that the booking is visible to ``by``. Raises RuleViolation,
    ActDenied, IntakeDraft.DoesNotExist.
    """
    with performing(Act.REFUSE_INTAKE, by):
        booking = writing(booking_id, by=by).booking
        at = now()
        rules.check_discharge(
            booked_at=booking.booked_at,
            discharged_at=booking.discharged_at,
            leaving_at=at,
            now=at,
        )
        booking.discharged_at = at
        booking.discharge_reason = DischargeReason.NOT_ADMITTED
        booking.discharge_manner = rules.public_manner(DischargeReason.NOT_ADMITTED)
        booking.save(
            update_fields=["discharged_at", "discharge_reason", "discharge_manner"]
        )
        record(Act.REFUSE_INTAKE, booking, by=by)
    return booking
