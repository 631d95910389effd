"""Reading the register of instruments, and what becomes of each at this instant.

Whom a paper names is sealed with the paper's own key, and is opened for those who
examine it; bookings are named by the gate alone.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Prefetch
from django.utils import timezone

from access.enums import FieldClass
from bookings.envelopes import CannotOpen, unseal_many, unseal_with
from warrants import checks
from warrants.checks import Progress, Result, Scope, Statement
from warrants.checks.offered import read_off as offered_by
from warrants.court_table import courts
from warrants.courts import court_of
from warrants.enums import (
    CallResult,
    Check,
    InstrumentKind,
    Outcome,
    PartKind,
    ScopeKind,
    SignerTitle,
)
from warrants.models import CallBack, Instrument, InstrumentPart
from warrants.reading import Reading, read

LISTED = 100
# What the parts of an instrument are sealed for (``bookings/envelopes.py``).
SEALED_AS = "instrument"


@dataclass(frozen=True, slots=True)
class Examined:
    """A paper with its checks. ``said`` is None until somebody has entered it."""

    instrument: Instrument
    reading: Reading | None
    said: Statement | None
    results: tuple[Result, ...]
    outcome: Outcome

    @property
    def is_entered(self) -> bool:
        return self.said is not None


def instruments() -> list[Instrument]:
    """The register: what waits to be entered first, then the newest."""
    return list(
        Instrument.objects.select_related("received_by", "entered_by")
        .prefetch_related(Prefetch("calls", CallBack.objects.select_related()))
        .order_by(F("entered_at").desc(nulls_first=True), "-received_at", "pk")[:LISTED]
    )


def instrument(instrument_id: UUID) -> Instrument | None:
    return (
        Instrument.objects.select_related(
            *("received_by", "entered_by", "compared_by", "recalled_by", "counsel_by")
        )
        .prefetch_related("calls__called_by")
        .filter(pk=instrument_id)
        .first()
    )


def examined(found: Instrument, at: datetime) -> Examined:
    """What becomes of a paper at an instant. Raises CannotOpen where its key is gone."""
    (seen,) = examined_all([found], at)
    if seen is None:
        raise CannotOpen("the key of this paper is destroyed")
    return seen


def examined_all(found: list[Instrument], at: datetime) -> list[Examined | None]:
    """The same of many papers, with two queries for all; None for one whose key is
    gone.
    """
    opened = _opened(found, PartKind.TEXT, PartKind.NAMED)
    return [_examined(own, opened.get(own.pk, {}), at) for own in found]


def _examined(
    own: Instrument, parts: Mapping[str, bytes], at: datetime
) -> Examined | None:
    if PartKind.TEXT not in parts or (own.entered_at and PartKind.NAMED not in parts):
        return None
    reading = read(json.loads(parts[PartKind.TEXT]))
    if not own.entered_at:
        return Examined(own, reading, None, (), Outcome.WAITS)
    said = _said(own, json.loads(parts[PartKind.NAMED]))
    results = checks.examine(said, _done(own, reading, at))
    return Examined(own, reading, said, results, checks.verdict(results))


def last_day_of(found: Instrument) -> date | None:
    """The last day on which it may be executed, by its own words and by the rule."""
    named = {"people": (), "records": ""}  # whom it names is not needed for its days
    return checks.last_day(_said(found, named))


def sheet(instrument_id: UUID, number: int) -> bytes | None:
    """One page of a paper as a JPEG; None if there is none."""
    part = (
        InstrumentPart.objects.select_related("instrument")
        .filter(instrument_id=instrument_id, kind=PartKind.PAGE)
        .filter(position__in=[number] if number <= 2**15 - 1 else [])
        .first()
    )
    if part is None:
        return None
    return unseal_with(part.instrument.key_id, bytes(part.sealed), purpose=SEALED_AS)


def _opened(
    found: list[Instrument], *kinds: PartKind
) -> Mapping[UUID, Mapping[str, bytes]]:
    """Parts by paper and kind, each opened with its own paper's key and with no other."""
    keys = {own.pk: f"{own.key_id}\0".encode() for own in found}
    parts = [
        part
        for part in InstrumentPart.objects.filter(instrument__in=keys, kind__in=kinds)
        if bytes(part.sealed).startswith(keys[part.instrument_id])
    ]
    opened: dict[UUID, dict[str, bytes]] = defaultdict(dict)
    data = unseal_many((part.sealed for part in parts), purpose=SEALED_AS)
    for part, content in zip(parts, data, strict=True):
        if content is not None:
            opened[part.instrument_id][part.kind] = content
    return opened


def _said(found: Instrument, named: Mapping) -> Statement:
    return Statement(
        kind=InstrumentKind(found.kind),
        court_label=found.court_label,
        court=courts().get(found.court_code),
        signer=SignerTitle(found.signer),
        signed_by=found.signed_by,
        form=found.form,
        case_number=found.case_number,
        statutes=found.statutes,
        states_probable_cause=found.states_probable_cause,
        indictment=found.indictment,
        issued_on=found.issued_on,
        execute_by=found.execute_by,
        by_immigration_authority=found.by_immigration_authority,
        scope=Scope(
            kind=ScopeKind(found.scope_kind),
            people=tuple(named["people"]),
            records=named["records"],
            classes=FieldClass(found.classes),
            records_from=found.records_from,
            records_until=found.records_until,
            purpose=found.purpose,
        ),
    )


def _done(found: Instrument, reading: Reading | None, at: datetime) -> Progress:
    answers = [
        CallResult(call.result)
        for call in found.calls.all()
        if call.result != CallResult.NO_ANSWER
    ]
    return Progress(
        today=timezone.localtime(at).date(),
        read_as=reading,
        compared_at=found.compared_at,
        called=answers[-1] if answers else None,
        recalled_at=found.recalled_at,
        served_at=found.served_at,
        returned_at=found.returned_at,
        accepted=frozenset(map(Check, found.counsel_accepts)),
    )


def read_off(reading: Reading | None) -> dict[str, str]:
    """What the scan's own text offers to fill the form with; a person decides."""
    if reading is None:
        return {}
    offered = offered_by(reading)
    court = next(
        filter(None, (court_of(found.words) for found in reading.courts)), None
    )
    return offered | ({"court_label": court.name} if court else {})
