"""Is this paper what it must be? Each field of it is one check with one outcome. Pure.

``examine`` asks every check that a kind of paper has; ``verdict`` is the worst of them.
Nothing *meets* by itself: before a person has compared it with the scan, and the clerk
of court, called on the number of the court table, has confirmed it, a paper waits.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from warrants.checks import contents, issuing, times
from warrants.checks.contents import opens
from warrants.checks.statement import Progress, Result, Scope, Statement
from warrants.checks.text import text
from warrants.checks.times import last_day
from warrants.enums import Check, InstrumentKind, Outcome

__all__ = [
    "COURTS_OWN",
    "Progress",
    "Result",
    "Scope",
    "Statement",
    "examine",
    "last_day",
    "opens",
    "verdict",
]

_Asked = Callable[[Statement, Progress], Result]


def _of_the_paper(check: Callable[[Statement], Result]) -> _Asked:
    return lambda said, done: check(said)


_EVERY_COURTS: tuple[_Asked, ...] = (
    _of_the_paper(issuing.issuer),
    _of_the_paper(issuing.authority),
    _of_the_paper(issuing.signer),
    _of_the_paper(issuing.form),
    _of_the_paper(issuing.case_number),
    _of_the_paper(contents.legal_basis),
    _of_the_paper(contents.probable_cause),
    _of_the_paper(contents.particularity),
    _of_the_paper(contents.scope),
    times.time,
    times.state,
)
_LAST: tuple[_Asked, ...] = (
    _of_the_paper(contents.brought_by),
    text,
    times.compared,
    times.call_back,
)
_NO_COURTS: tuple[_Asked, ...] = (
    _of_the_paper(contents.basis_of_jails_act),
    _of_the_paper(contents.brought_by),
    times.compared,
)
CHECKS: Mapping[InstrumentKind, tuple[_Asked, ...]] = {
    InstrumentKind.SEARCH_WARRANT: (*_EVERY_COURTS, times.returned, *_LAST),
    InstrumentKind.ARREST_WARRANT: (*_EVERY_COURTS, *_LAST),
    InstrumentKind.BENCH_WARRANT: (*_EVERY_COURTS, *_LAST),
    InstrumentKind.WARRANT_ON_INDICTMENT: (*_EVERY_COURTS, *_LAST),
    InstrumentKind.COURT_ORDER: (*_EVERY_COURTS, *_LAST),
    InstrumentKind.SUBPOENA: (*_EVERY_COURTS, *_LAST),
    InstrumentKind.PERMISSION: _NO_COURTS,
    InstrumentKind.RESEARCH: _NO_COURTS,
    InstrumentKind.TREATMENT: _NO_COURTS,
    InstrumentKind.CARE_COORDINATION: _NO_COURTS,
    InstrumentKind.STATUS_INQUIRY: (_of_the_paper(contents.status_inquiry),),
}
# What counsel can take upon themselves: never a call that nobody has made.
NOT_COUNSELS = frozenset({Check.COMPARED, Check.CALL_BACK, Check.STATE})
# No paper but a court's can meet: the rest is counsel's to the end.
COURTS_OWN = frozenset(
    kind for kind, checks in CHECKS.items() if times.call_back in checks
)


def examine(said: Statement, done: Progress) -> tuple[Result, ...]:
    """Every check of this kind of paper, in the order in which they are shown."""
    return tuple(
        _accepted(check(said, done), said, done) for check in CHECKS[said.kind]
    )


def _accepted(result: Result, said: Statement, done: Progress) -> Result:
    """A matter for counsel that counsel has accepted. What fails, fails."""
    if (
        result.outcome is Outcome.COUNSEL
        and said.kind in COURTS_OWN
        and result.check in done.accepted - NOT_COUNSELS
    ):
        return replace(result, outcome=Outcome.MEETS, by_counsel=True)
    return result


def verdict(results: Iterable[Result]) -> Outcome:
    """The worst outcome of all; of nothing at all, that it fails."""
    outcomes = {result.outcome for result in results}
    for worst in (Outcome.FAILS, Outcome.COUNSEL, Outcome.WAITS, Outcome.MEETS):
        if worst in outcomes:
            return worst
    return Outcome.FAILS
