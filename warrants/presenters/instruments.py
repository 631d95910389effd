"""The register of instruments, and one instrument beside its scan, in words."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.formats import date_format

from access.enums import class_words
from bookings.presenters import moment
from warrants.checks import NOT_COUNSELS, Result, opens
from warrants.checks.statement import Statement
from warrants.court_table import courts
from warrants.enums import CallResult, InstrumentKind, Outcome, ScopeKind, SignerTitle
from warrants.models import Instrument
from warrants.selectors.instruments import Examined

TONES = {
    Outcome.MEETS: "good",
    Outcome.FAILS: "bad",
    Outcome.COUNSEL: "warn",
    Outcome.WAITS: "quiet",
}


def status_of(outcome: Outcome, *, is_entered: bool) -> dict:
    if not is_entered:
        return {"text": "To be entered", "tone": "warn"}
    return {"text": outcome.label, "tone": TONES[outcome]}


def register_row(own: Instrument, found: Examined | None) -> dict:
    """One line of the register: of the paper, and of nobody whom it names. ``found``:
    None where its key was destroyed, and with it what was read from it.
    """
    kind = InstrumentKind(own.kind).label if own.kind else "Not entered yet"
    return {
        "id": own.pk,
        "kind": kind,
        "court": own.court_label,
        "case_number": own.case_number,
        "received_at": own.received_at,
        "received_by": own.received_by.display_name,
        "status": status_of(found.outcome, is_entered=found.is_entered)
        if found
        else {"text": "Erased", "tone": "quiet"},
        "next": _next(found)
        if found
        else "Its scan, and what was read from it, is gone.",
    }


def _next(found: Examined) -> str:
    """What is to be done with it, in one sentence."""
    if not found.is_entered:
        return "Write down what stands on it."
    for outcome in (Outcome.FAILS, Outcome.COUNSEL, Outcome.WAITS):
        for result in found.results:
            if result.outcome is outcome:
                return f"{result.check.label}: {result.reason}"
    return "Confirmed by the court."


def instrument_page(found: Examined, names: Mapping[UUID, str]) -> dict:
    """``names``: of the bookings that it names, as far as this reader may know them."""
    own = found.instrument
    return {
        "title": InstrumentKind(own.kind).label
        if own.kind
        else "A paper to be entered",
        "status": status_of(found.outcome, is_entered=found.is_entered),
        "is_entered": found.is_entered,
        "checks": [_check(result) for result in found.results],
        "facts": _facts(own, found.said) if found.said else [],
        **scan(found),
        "named": list(names.items()),
        "calls": [_call(call) for call in own.calls.all()],
        "clerk": courts().get(own.court_code),
        "is_compared": bool(own.compared_at),
        "is_recalled": bool(own.recalled_at),
        "for_counsel": for_counsel(found),
        "service": _service(own),
    }


def scan(found: Examined) -> dict:
    """What ``_instrument_scan.html`` needs."""
    own = found.instrument
    return {
        "instrument_id": own.pk,
        "received": _received(own),
        "sheets": range(1, own.page_count + 1),
        "has_text": found.reading is not None,
    }


def standing(found: Examined) -> dict:
    """What has become of a paper, and what is to be done with it next."""
    status = status_of(found.outcome, is_entered=found.is_entered)
    return {"status": status, "next": _next(found)}


def for_counsel(found: Examined) -> list[tuple[str, str]]:
    """What counsel can take upon themselves of it now."""
    return [
        (str(result.check), f"{result.check.label}: {result.reason}")
        for result in found.results
        if result.outcome is Outcome.COUNSEL and result.check not in NOT_COUNSELS
    ]


def _check(result: Result) -> dict:
    return {
        "label": result.check.label,
        "status": {"text": result.outcome.label, "tone": TONES[result.outcome]},
        "reason": result.reason,
        "citation": result.citation,
        "by_counsel": result.by_counsel,
    }


def _facts(own: Instrument, said: Statement) -> list[tuple[str, str]]:
    scope = said.scope
    return [
        ("Court, as written", said.court_label),
        ("Court of our table", said.court.name if said.court else "none"),
        ("Signed by", f"{said.signed_by}, {SignerTitle(own.signer).label}"),
        ("Form", said.form),
        ("Case number", said.case_number),
        ("Indictment", said.indictment),
        ("Statutes", said.statutes),
        ("Issued", _day(said.issued_on)),
        ("Execute by", _day(said.execute_by)),
        ("Brought by an immigration authority", _yes(said.by_immigration_authority)),
        ("For", ScopeKind(own.scope_kind).label),
        ("Names", "; ".join(scope.people)),
        ("Records it describes", scope.records),
        ("Could open", ", ".join(class_words(opens(said))) or "nothing on record"),
        ("Records from, until", _span(scope)),
        ("Purpose", scope.purpose),
    ]


def _received(own: Instrument) -> list[tuple[str, str]]:
    entered = (
        f"{own.entered_by.display_name}, {moment(own.entered_at)}"
        if own.entered_by
        else "not yet"
    )
    return [
        ("Received", f"{own.received_by.display_name}, {moment(own.received_at)}"),
        ("It came by", own.means),
        ("Entered", entered),
        ("Pages", own.page_count),
        ("SHA-256 of the file", own.sha256),
    ]


def _call(call) -> dict:
    return {
        "at": call.called_at,
        "by": call.called_by.display_name,
        "number": call.number,
        "source": call.number_source,
        "spoke_with": call.spoke_with,
        "result": CallResult(call.result).label,
    }


def _service(own: Instrument) -> str:
    """What can be recorded next of its service: "serve", "return" or nothing."""
    if not own.entered_at:
        return ""
    if not own.served_at:
        return "serve"
    is_search = own.kind == InstrumentKind.SEARCH_WARRANT
    return "return" if is_search and not own.returned_at else ""


def _day(day) -> str:
    return date_format(day, "M j, Y") if day else ""


def _span(scope) -> str:
    days = [_day(scope.records_from), _day(scope.records_until)]
    return " to ".join(day or "open" for day in days) if any(days) else ""


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"
