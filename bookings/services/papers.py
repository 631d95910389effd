"""Papers of the immigration authorities: handed in, written down, served, concluded.

Nothing here reads or writes a booking's custody, and nothing of custody reads this.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from access.acts import Act
from access.guards import performing
from access.viewer import System, Viewer
from audit.acting import acting
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act
from bookings import rules
from bookings.enums import LegalTextKind
from bookings.envelopes import destroy_key, new_key, seal_with
from bookings.models import Detainer, PaperPage
from bookings.paper_scans import PURPOSE
from bookings.selectors import usable_text

TARGET = "paper"


@dataclass(frozen=True, slots=True)
class Received:
    """What is written down of a paper that came. ``received_at`` is aware."""

    form: str
    received_at: datetime
    received_by: str
    edition: str = ""
    office: str = ""
    attached: str = ""
    judicial: str = ""


@dataclass(frozen=True, slots=True)
class Served:
    """How the person was given the copy. ``language``: of a text that may be printed
    (BCP 47), or in words the one into which an interpreter read the English one.
    """

    served_at: datetime
    language: str
    result: str
    interpreter: str = ""


def hand_in_paper(
    booking_id: UUID, received: Received, sheets: list[bytes], *, by: Viewer
) -> None:
    """Take a paper at the desk. Whoever hands it in is given nothing of it back.

    Raises RuleViolation, ActDenied.
    """
    with performing(Act.HAND_IN_PAPER, by):
        paper = _create(booking_id, received, sheets)
        _record(Act.HAND_IN_PAPER, paper, by)


def receive_paper(
    booking_id: UUID, received: Received, sheets: list[bytes], *, by: Viewer
) -> UUID:
    """Write down a paper that came to the records unit; return its key.

    Raises RuleViolation, ActDenied.
    """
    with performing(Act.RECEIVE_PAPER, by):
        paper = _create(booking_id, received, sheets)
        _record(Act.RECEIVE_PAPER, paper, by)
    return paper.pk


def describe_paper(
    booking_id: UUID, paper_id: UUID, received: Received, *, by: Viewer
) -> None:
    """Write down, or correct, what stands on a paper that was handed in.

    Raises RuleViolation, ActDenied, Detainer.DoesNotExist.
    """
    with performing(Act.RECEIVE_PAPER, by):
        rules.check_received(received.received_at, now=now())
        paper = _locked(booking_id, paper_id)
        for name in Received.__slots__:
            setattr(paper, name, getattr(received, name))
        paper.save(update_fields=list(Received.__slots__))
        _record(Act.RECEIVE_PAPER, paper, by)


def serve_paper(
    booking_id: UUID, paper_id: UUID, served: Served, *, by: Viewer
) -> None:
    """Record that the person was given the copy and the county's answer.

    Raises RuleViolation, ActDenied, Detainer.DoesNotExist.
    """
    with performing(Act.SERVE_PAPER, by):
        paper = _locked(booking_id, paper_id)
        rules.check_served(
            served.served_at,
            received_at=paper.received_at,
            served_before=paper.copy_served_at,
            now=now(),
        )
        answer = usable_text(LegalTextKind.DETAINER_ANSWER, served.language)
        read_out = answer or usable_text(LegalTextKind.DETAINER_ANSWER, "en")
        paper.copy_served_at = served.served_at
        paper.copy_language = answer.language_name if answer else served.language
        paper.copy_interpreter = served.interpreter
        paper.copy_result = served.result
        paper.copy_served_by = by.display_name
        paper.copy_text = read_out.sha256
        paper.save(
            update_fields=[
                "copy_served_at",
                "copy_language",
                "copy_interpreter",
                "copy_result",
                "copy_served_by",
                "copy_text",
            ]
        )
        _record(Act.SERVE_PAPER, paper, by, _how_soon(paper))


def conclude_paper(
    booking_id: UUID,
    paper_id: UUID,
    outcome: str,
    lifted_at: datetime | None,
    *,
    by: Viewer,
) -> None:
    """Record what became of a paper. Raises RuleViolation, ActDenied, DoesNotExist."""
    with performing(Act.CONCLUDE_PAPER, by):
        paper = _locked(booking_id, paper_id)
        rules.check_concluded(
            outcome,
            lifted_at,
            concluded_as=paper.outcome,
            judicial=paper.judicial,
            now=now(),
        )
        paper.outcome, paper.lifted_at = outcome, lifted_at
        paper.save(update_fields=["outcome", "lifted_at"])
        _record(Act.CONCLUDE_PAPER, paper, by)


def forget_paper(paper_id: UUID, *, by: System) -> bool:
    """Destroy the key of a paper, when its schedule says so: its pages open nowhere
    again, in no backup either. Return whether there was a key. Safe to repeat.
    """
    with acting(None, Act.FORGET_PAPER):
        keys = set(
            PaperPage.objects.filter(paper_id=paper_id).values_list("key_id", flat=True)
        )
        destroyed = sum([destroy_key(key) for key in keys])
        if destroyed:
            record_act(
                Act.FORGET_PAPER,
                Outcome.DONE,
                actor=by,
                target_kind=TARGET,
                target_id=paper_id,
            )
    return bool(destroyed)


def _create(booking_id: UUID, received: Received, sheets: list[bytes]) -> Detainer:
    rules.check_received(received.received_at, now=now())
    paper = Detainer.objects.create(
        booking_id=booking_id,
        **{name: getattr(received, name) for name in Received.__slots__},
    )
    if sheets:
        key = new_key(PURPOSE)
        PaperPage.objects.bulk_create(
            PaperPage(
                booking_id=booking_id,
                paper=paper,
                key=key,
                position=position,
                sealed=seal_with(key, sheet, purpose=PURPOSE),
            )
            for position, sheet in enumerate(sheets, start=1)
        )
    return paper


def _locked(booking_id: UUID, paper_id: UUID) -> Detainer:
    papers = Detainer.objects.select_for_update()
    return papers.get(pk=paper_id, booking_id=booking_id)


def _how_soon(paper: Detainer) -> str:
    took = paper.copy_served_at - paper.received_at
    return "in_time" if took <= rules.served_within(paper.received_at) else "late"


def _record(act: Act, paper: Detainer, by: Viewer, how: str = "") -> None:
    """The act history names the paper, and not the booking: whoever reads acts must not
    learn by it which booking has one.
    """
    record_act(
        act,
        Outcome.DONE,
        actor=by,
        reason=how,
        target_kind=TARGET,
        target_id=paper.pk,
    )
