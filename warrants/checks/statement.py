"""What is said of a paper, and what becomes of each field of it. Pure."""

from dataclasses import dataclass, field
from datetime import date, datetime

from access.enums import NOTHING, FieldClass
from warrants.courts import Court
from warrants.enums import (
    CallResult,
    Check,
    InstrumentKind,
    Outcome,
    ScopeKind,
    SignerTitle,
)
from warrants.reading import Reading


@dataclass(frozen=True, slots=True)
class Scope:
    """What a paper says it opens. ``people``: the names as they stand on it, one a
    person. ``records``: its own words for the records to be given.
    """

    kind: ScopeKind = ScopeKind.PERSON
    people: tuple[str, ...] = ()
    records: str = ""
    classes: FieldClass = NOTHING
    records_from: date | None = None
    records_until: date | None = None
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A paper as a person wrote it down from the scan.

    ``court``: the court of our table that ``court_label`` means, if any. ``execute_by``:
    the day that the paper itself names. ``by_immigration_authority``: who brings it is
    of the department that enforces immigration law.
    """

    kind: InstrumentKind
    court_label: str = ""
    court: Court | None = None
    signer: SignerTitle = SignerTitle.NOBODY
    signed_by: str = ""
    form: str = ""
    case_number: str = ""
    statutes: str = ""
    states_probable_cause: bool = False
    indictment: str = ""
    issued_on: date | None = None
    execute_by: date | None = None
    scope: Scope = field(default_factory=Scope)
    by_immigration_authority: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """What has been done with a paper since it came. ``read_as``: the text of the scan,
    None where nothing of it could be read by machine. ``accepted``: the checks that
    counsel has taken upon themselves.
    """

    today: date
    read_as: Reading | None = None
    compared_at: datetime | None = None
    called: CallResult | None = None
    recalled_at: datetime | None = None
    served_at: datetime | None = None
    returned_at: datetime | None = None
    accepted: frozenset[Check] = frozenset()


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one check. ``by_counsel``: it was for counsel, who accepted it."""

    check: Check
    outcome: Outcome
    reason: str
    citation: str = ""
    by_counsel: bool = False


def meets(check: Check, reason: str, citation: str = "") -> Result:
    return Result(check, Outcome.MEETS, reason, citation)


def fails(check: Check, reason: str, citation: str) -> Result:
    return Result(check, Outcome.FAILS, reason, citation)


def for_counsel(check: Check, reason: str, citation: str) -> Result:
    return Result(check, Outcome.COUNSEL, reason, citation)


def waits(check: Check, reason: str, citation: str = "") -> Result:
    return Result(check, Outcome.WAITS, reason, citation)
