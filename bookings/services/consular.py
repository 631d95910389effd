"""The consular question and what follows from its answer. Who asks writes: nothing here
gives back what was answered.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from access.acts import Act
from access.guards import performing
from access.viewer import Viewer
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act
from bookings import envelopes, rules
from bookings.enums import ConsularAnswer, ContactKind, ToldHow
from bookings.models import Advisement, Booking, ConsularCase
from bookings.rules import CaseFile, Entry
from bookings.selectors.consular import treaty_on
from bookings.services.case_files import answered_again, opened, seal
from bookings.services.recording import record


class NoticeRequired(Exception):
    """For this country notice is required: the person is told so, and confirms first."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What somebody said. ``is_confirmed``: told that notice is required, they said so
    again. Instants are aware.
    """

    answer: ConsularAnswer
    told_how: ToldHow
    which: str = ""
    ask_again_at: datetime | None = None
    is_confirmed: bool = False


def ask_consular(booking_id: UUID, answered: Answered, *, by: Viewer) -> None:
    """Write down the answer; a second one takes the place of the first.

    The caller has shown that the booking is visible to ``by``. Raises NoticeRequired,
    RuleViolation, ActDenied, Booking.DoesNotExist.
    """
    with performing(Act.ASK_CONSULAR, by):
        booking = Booking.objects.select_for_update().get(pk=booking_id)
        at = now()
        advisement = (
            Advisement.objects.filter(booking=booking).order_by("-advised_at").first()
        )
        rules.check_answer(
            answered.answer,
            which=answered.which,
            ask_again_at=answered.ask_again_at,
            is_advised=advisement is not None,
            now=at,
        )
        is_mandatory = answered.answer is ConsularAnswer.YES and (
            treaty_on(answered.which, booking.booked_at) is not None
        )
        if is_mandatory and not answered.is_confirmed:
            raise NoticeRequired
        file = _file(answered, at, is_mandatory=is_mandatory)
        _keep(booking, advisement, file, answered.told_how, by)
        record(Act.ASK_CONSULAR, booking, by=by)


def _file(answered: Answered, at: datetime, *, is_mandatory: bool) -> CaseFile:
    is_yes = answered.answer is ConsularAnswer.YES
    is_later = answered.answer is ConsularAnswer.LATER
    return CaseFile(
        docket=str(uuid4()),
        answer=answered.answer,
        since=at,
        which=answered.which if is_yes else "",
        is_mandatory=is_mandatory,
        ask_again_at=answered.ask_again_at if is_later else None,
    )


def _keep(
    booking: Booking,
    advisement: Advisement,
    file: CaseFile,
    told_how: ToldHow,
    by: Viewer,
) -> None:
    case = (
        ConsularCase.objects.select_for_update()
        .filter(booking=booking, purged_at=None)
        .first()
    )
    if case is None:
        case = ConsularCase(booking=booking, key=envelopes.new_key(envelopes.CONSULAR))
    else:
        file = answered_again(opened(case), file, by.display_name)
    case.advisement, case.asked_at = advisement, now()
    case.told_by, case.told_how = by.display_name, told_how
    seal(case, file)
    case.save()


def log_contact(
    booking_id: UUID, kind: ContactKind, at: datetime, words: str, *, by: Viewer
) -> None:
    """Write down what passed between jail, person and consulate. ``at`` is aware.

    The caller has shown the case to ``by``. Raises RuleViolation, ActDenied.
    """
    with performing(Act.TELL_CONSULATE, by):
        case = (
            ConsularCase.objects.select_for_update()
            .filter(booking_id=booking_id, purged_at=None)
            .first()
        )
        if case is None:
            raise rules.RuleViolation("There is no open case of this booking.")
        file = opened(case)
        rules.check_contact(at, file=file, kind=kind, now=now())
        file = file.with_entry(Entry(at, kind, by.display_name, words))
        seal(case, file)
        case.save(update_fields=["sealed"])
        record_act(
            Act.TELL_CONSULATE,
            Outcome.DONE,
            actor=by,
            target_kind="consular_docket",
            target_id=file.docket,
        )
