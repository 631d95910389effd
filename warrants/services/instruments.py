"""A court's paper: received, entered, compared, called back, recalled, served, returned."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from access.acts import Act
from access.guards import performing, require
from access.viewer import Viewer
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act
from bookings.envelopes import new_key, seal_with
from bookings.scans import Scan
from warrants.checks import Statement
from warrants.court_table import courts
from warrants.enums import CallResult, Check, InstrumentKind, PartKind
from warrants.models import CallBack, Instrument, InstrumentPart
from warrants.reading import read
from warrants.rules import RuleViolation, check_not_administrative
from warrants.selectors.instruments import SEALED_AS

TARGET = "instrument"


@dataclass(frozen=True, slots=True)
class Entered:
    """What a person writes down from the scan. ``bookings``: keys of those it names."""

    said: Statement
    bookings: tuple[UUID, ...] = ()


def receive_instrument(scan: Scan, means: str, *, by: Viewer) -> UUID:
    """Take a paper into the register: its pages and their text, sealed. Return its key.

    Raises RuleViolation for a paper that says of itself that it is administrative:
    nothing is kept of it. Raises ActDenied.
    """
    with performing(Act.RECEIVE_INSTRUMENT, by):
        check_not_administrative(read(scan.texts))
        key = new_key(SEALED_AS)
        instrument = Instrument.objects.create(
            received_by_id=by.account_id,
            means=means,
            sha256=scan.sha256,
            page_count=len(scan.pages),
            key=key,
        )
        InstrumentPart.objects.bulk_create(
            [
                *(
                    _part(instrument, PartKind.PAGE, page, number)
                    for number, page in enumerate(scan.pages, start=1)
                ),
                _part(instrument, PartKind.TEXT, json.dumps(scan.texts).encode()),
            ]
        )
        _record(Act.RECEIVE_INSTRUMENT, instrument, by)
    return instrument.pk


def enter_instrument(instrument_id: UUID, entered: Entered, *, by: Viewer) -> None:
    """Write down what stands on a paper, once. Raises RuleViolation, ActDenied,
    Instrument.DoesNotExist.
    """
    with performing(Act.ENTER_INSTRUMENT, by):
        instrument = _locked(instrument_id)
        if instrument.entered_at:
            raise RuleViolation(
                "This paper is entered. If it was entered wrongly, receive it again."
            )
        _write(instrument, entered.said)
        instrument.bookings = list(entered.bookings)
        instrument.entered_at, instrument.entered_by_id = now(), by.account_id
        instrument.save()
        scope = entered.said.scope
        named = {"people": scope.people, "records": scope.records}
        _part(instrument, PartKind.NAMED, json.dumps(named).encode()).save()
        _record(Act.ENTER_INSTRUMENT, instrument, by, entered.said.kind)


def compare_instrument(instrument_id: UUID, *, by: Viewer) -> None:
    """Record that somebody else than who entered it compared it with the scan."""
    with performing(Act.COMPARE_INSTRUMENT, by):
        instrument = _entered(instrument_id)
        if instrument.compared_at:
            raise RuleViolation("This paper is compared already.")
        if instrument.entered_by_id == by.account_id:
            raise RuleViolation("Somebody else than who entered it compares it.")
        instrument.compared_at, instrument.compared_by_id = now(), by.account_id
        instrument.save(update_fields=["compared_at", "compared_by"])
        _record(Act.COMPARE_INSTRUMENT, instrument, by)


def call_court(
    instrument_id: UUID, result: CallResult, spoke_with: str, *, by: Viewer
) -> None:
    """Record a call to the clerk of court. The number is the court table's: nobody can
    give another. Raises RuleViolation, ActDenied, Instrument.DoesNotExist.
    """
    with performing(Act.CALL_COURT, by):
        instrument = _entered(instrument_id)
        court = courts().get(instrument.court_code)
        if court is None or not court.telephone:
            raise RuleViolation(
                "The court table has no number for this court. Have one added from the "
                "court directory; the number on the paper is never called."
            )
        if result is CallResult.CONFIRMED and instrument.entered_by_id == by.account_id:
            raise RuleViolation(
                "Somebody else than who entered it writes down that the court confirmed it."
            )
        if result is not CallResult.NO_ANSWER and not spoke_with.strip():
            raise RuleViolation("Say with whom you spoke.")
        CallBack.objects.create(
            instrument=instrument,
            called_by_id=by.account_id,
            number=court.telephone,
            number_source=court.telephone_source,
            spoke_with=spoke_with.strip(),
            result=result,
        )
        if result is CallResult.RECALLED and not instrument.recalled_at:
            _recall(instrument, by)
        _record(Act.CALL_COURT, instrument, by, result)


def recall_instrument(instrument_id: UUID, *, by: Viewer) -> None:
    """Record that a court recalled or quashed a paper: it fails from this instant."""
    with performing(Act.RECALL_INSTRUMENT, by):
        instrument = _entered(instrument_id)
        if instrument.recalled_at:
            raise RuleViolation("This paper is recalled already.")
        _recall(instrument, by)
        _record(Act.RECALL_INSTRUMENT, instrument, by)


def serve_instrument(instrument_id: UUID, served_at: datetime, *, by: Viewer) -> None:
    """Record that a paper was executed, or, after that, returned to its court.

    Raises RuleViolation, ActDenied, Instrument.DoesNotExist.
    """
    with performing(Act.SERVE_INSTRUMENT, by):
        instrument = _entered(instrument_id)
        if served_at > now():
            raise RuleViolation("That moment is in the future.")
        if instrument.served_at is None:
            instrument.served_at = served_at
        elif instrument.returned_at or instrument.kind != InstrumentKind.SEARCH_WARRANT:
            raise RuleViolation("That is on record already.")
        elif served_at < instrument.served_at:
            raise RuleViolation("It cannot be returned before it was executed.")
        else:
            instrument.returned_at = served_at
        instrument.save(update_fields=["served_at", "returned_at"])
        _record(Act.SERVE_INSTRUMENT, instrument, by)


def accept_instrument(
    instrument_id: UUID, checks: frozenset[Check], *, by: Viewer
) -> None:
    """Record what counsel takes upon themselves of what is for counsel. Nothing that
    fails, or waits, is among it. Raises RuleViolation, ActDenied, DoesNotExist.
    """
    with performing(Act.ACCEPT_INSTRUMENT, by):
        instrument = _entered(instrument_id)
        if instrument.entered_by_id == by.account_id:
            raise RuleViolation("Somebody else than who entered it accepts it.")
        if not checks:
            raise RuleViolation("Choose what you accept.")
        instrument.counsel_accepts = sorted({*instrument.counsel_accepts, *checks})
        instrument.counsel_at, instrument.counsel_by_id = now(), by.account_id
        instrument.save(update_fields=["counsel_at", "counsel_by", "counsel_accepts"])
        _record(Act.ACCEPT_INSTRUMENT, instrument, by)


def record_looking(instrument_id: UUID, what: str, *, by: Viewer) -> None:
    """Record that somebody read an instrument: ``what`` is "checks", or "page 2"."""
    require(Act.VIEW_INSTRUMENTS, by)
    record_act(
        Act.VIEW_INSTRUMENTS,
        Outcome.DONE,
        actor=by,
        reason=what,
        target_kind=TARGET,
        target_id=instrument_id,
    )


_SAID_AS_IT_IS = (
    *("kind", "court_label", "signer", "signed_by", "form", "case_number", "statutes"),
    *("states_probable_cause", "indictment", "issued_on", "execute_by"),
    "by_immigration_authority",
)


def _write(instrument: Instrument, said: Statement) -> None:
    for name in _SAID_AS_IT_IS:
        setattr(instrument, name, getattr(said, name))
    instrument.court_code = said.court.code if said.court else ""
    instrument.scope_kind = said.scope.kind
    instrument.classes = int(said.scope.classes)
    instrument.records_from = said.scope.records_from
    instrument.records_until = said.scope.records_until
    instrument.purpose = said.scope.purpose


def _part(instrument, kind: PartKind, content: bytes, position: int = 1):
    return InstrumentPart(
        instrument=instrument,
        kind=kind,
        position=position,
        sealed=seal_with(instrument.key_id, content, purpose=SEALED_AS),
    )


def _locked(instrument_id: UUID) -> Instrument:
    return Instrument.objects.select_for_update().get(pk=instrument_id)


def _entered(instrument_id: UUID) -> Instrument:
    instrument = _locked(instrument_id)
    if not instrument.entered_at:
        raise RuleViolation("Write down first what stands on this paper.")
    return instrument


def _recall(instrument: Instrument, by: Viewer) -> None:
    instrument.recalled_at, instrument.recalled_by_id = now(), by.account_id
    instrument.save(update_fields=["recalled_at", "recalled_by"])


def _record(act: Act, instrument: Instrument, by: Viewer, reason: str = "") -> None:
    record_act(
        act,
        Outcome.DONE,
        actor=by,
        reason=reason,
        target_kind=TARGET,
        target_id=instrument.pk,
    )
