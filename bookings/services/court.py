"""What goes to the court: sworn statements, a judge's findings, interviews."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from access.acts import Act
from access.guards import performing
from access.viewer import Viewer
from audit.clock import now
from bookings import rules
from bookings.enums import BasisKind, CauseFinding, EntitlementKind, SwornPaper
from bookings.models import (
    Booking,
    CustodyBasis,
    ProbableCauseStatement,
    RecognizanceInterview,
    ReleaseEntitlement,
)
from bookings.services.free_text import note_author, placed
from bookings.services.recording import record, whose


@dataclass(frozen=True, slots=True)
class NewStatement:
    """Words that an officer has sworn, as they came. ``received_at`` is aware."""

    author_agency: str
    text: str
    received_at: datetime
    author_name: str = ""


@dataclass(frozen=True, slots=True)
class NewInterview:
    answered: str
    residence: str = ""
    residence_since: str = ""
    work: str = ""
    ties: str = ""
    vouched_by: str = ""
    missed_court: str = "unknown"
    recommendation: str = "none"
    conditions: str = ""
    result: str = ""


def receive_statement(
    booking_id: UUID, statement: NewStatement, *, by: Viewer
) -> ProbableCauseStatement:
    """Put a probable-cause statement on record, word for word. Where it says what must
    not be kept, nobody is shown it, and its author agency is to be told.

    Raises RuleViolation, ActDenied, Booking.DoesNotExist.
    """
    with performing(Act.RECEIVE_STATEMENT, by):
        booking = Booking.objects.select_for_update().get(pk=booking_id)
        rules.check_statement(
            text=statement.text, received_at=statement.received_at, now=now()
        )
        kept = placed(statement.text)
        words = {"text": kept.text, "withheld_text": kept.withheld_text}
        made = ProbableCauseStatement.objects.create(
            booking=booking, **asdict(statement) | words
        )
        if kept.kinds:
            note_author(
                booking_id,
                statement.author_agency,
                SwornPaper.PROBABLE_CAUSE,
                kept.kinds,
                by=by,
            )
        record(Act.RECEIVE_STATEMENT, booking, by=by)
    return made


def record_finding(
    booking_id: UUID,
    finding: CauseFinding,
    found_at: datetime,
    judge: str = "",
    *,
    by: Viewer,
) -> ProbableCauseStatement:
    """Write down what a judge found on the newest statement that waits for one, and
    what follows: probable cause stops the clock of 48 hours; without it the person is
    entitled to leave from that instant on.

    Raises RuleViolation, ActDenied, Booking.DoesNotExist.
    """
    with performing(Act.RECORD_FINDING, by):
        booking = Booking.objects.select_for_update().get(pk=booking_id)
        waiting = (
            booking.statements.filter(finding_at__isnull=True)
            .order_by("-received_at", "id")
            .first()
        )
        if waiting is None:
            raise rules.RuleViolation(
                "No statement waits for a finding. Write down the statement first."
            )
        rules.check_finding(
            received_at=waiting.received_at,
            found_at=found_at,
            now=now(),
        )
        waiting.finding, waiting.finding_at, waiting.judge = finding, found_at, judge
        waiting.save(update_fields=["finding", "finding_at", "judge"])
        _follow(waiting, by)
        record(Act.RECORD_FINDING, booking, by=by)
    return waiting


def _follow(statement: ProbableCauseStatement, by: Viewer) -> None:
    booking, at = statement.booking, statement.finding_at
    judge = statement.judge or "A judge"
    words = {"source": f"{judge}, on the sworn statement", "recorded_by": whose(by=by)}
    if statement.finding == CauseFinding.FOUND:
        CustodyBasis.objects.create(
            booking=booking, kind=BasisKind.PROBABLE_CAUSE, at=at, **words
        )
        return
    ReleaseEntitlement.objects.get_or_create(
        booking=booking,
        kind=EntitlementKind.NO_PROBABLE_CAUSE,
        withdrawn_at=None,
        defaults={"at": at, **words},
    )


def interview(
    booking_id: UUID, answers: NewInterview, *, by: Viewer
) -> RecognizanceInterview:
    """Write down the interview for personal recognizance; a later one stands beside it.

    Raises ActDenied, Booking.DoesNotExist.
    """
    with performing(Act.INTERVIEW, by):
        booking = Booking.objects.select_for_update().get(pk=booking_id)
        made = RecognizanceInterview.objects.create(
            booking=booking, interviewed_at=now(), **asdict(answers)
        )
        record(Act.INTERVIEW, booking, by=by)
    return made
