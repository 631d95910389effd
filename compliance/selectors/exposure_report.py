"""The exposure of a period, put together: in all, by account, by unit."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection

from access.enums import NOTHING, FieldClass
from access.models import Account, Agency, LawVersion, Unit
from bookings import pages
from compliance.models import LogName
from compliance.selectors import exposure, own_history
from compliance.selectors.exposure import Period, Question, Row


@dataclass(slots=True)
class AccountExposure:
    """What one account, or one user that a log names, had within reach against the law.

    ``shown``: bookings known to have been shown; ``is_unknown``: there may be others
    that the log does not tell. Instants are aware.
    """

    account_id: int | None
    name_id: int | None
    unit_id: int | None
    agency_id: int | None
    mission: str
    sign_in_name: str = ""
    display_name: str = ""
    unit_name: str = ""
    agency_name: str = ""
    sign_ins: int = 0
    bookings_visible: int = 0
    shown: set[UUID] = field(default_factory=set)
    is_unknown: bool = False
    classes: FieldClass = NOTHING
    fields: set[str] = field(default_factory=set)
    citations: dict[str, None] = field(default_factory=dict)
    laws: dict[int, LawVersion] = field(default_factory=dict)
    first: datetime | None = None
    last: datetime | None = None
    last_imported: datetime | None = None

    def add(self, row: Row) -> None:
        self.sign_ins += row.sign_ins
        self.shown |= row.shown
        self.is_unknown = self.is_unknown or row.untold > 0
        self.classes |= row.classes
        self.fields |= row.fields or _fields_of(row.classes)
        self.citations.update(dict.fromkeys(row.citations))
        self.laws[row.span.version.pk] = row.span.version
        self.first = min(filter(None, (self.first, row.first)))
        self.last = max(filter(None, (self.last, row.last)))
        if row.is_imported:
            self.last_imported = max(filter(None, (self.last_imported, row.last)))


@dataclass(frozen=True, slots=True)
class Exposure:
    """The whole answer for a period; ``persons`` are counted once."""

    period: Period
    accounts: tuple[AccountExposure, ...]
    bookings_visible: int
    shown: frozenset[UUID]
    is_unknown: bool
    persons: int
    questions: tuple[Question, ...]

    @property
    def sign_ins(self) -> int:
        return sum(account.sign_ins for account in self.accounts)

    @property
    def fields(self) -> list[str]:
        return sorted({path for account in self.accounts for path in account.fields})

    @property
    def first(self) -> datetime | None:
        return min((a.first for a in self.accounts), default=None)

    @property
    def last(self) -> datetime | None:
        return max((a.last for a in self.accounts), default=None)

    @property
    def citations(self) -> list[str]:
        return list(dict.fromkeys(c for a in self.accounts for c in a.citations))

    @property
    def laws(self) -> list[LawVersion]:
        found = {pk: law for a in self.accounts for pk, law in a.laws.items()}
        return sorted(found.values(), key=lambda law: law.effective_at)


def exposure_of(period: Period) -> Exposure:
    """Decide everything in the period again, and count what was against the law."""
    accounts = _by_account(
        (*exposure.of_imported_logs(period), *own_history.of_this_system(period))
    )
    lasts = [a.last_imported for a in accounts if a.last_imported]
    reached = exposure.visible_at(lasts)
    shown: set[UUID] = set()
    for account in accounts:
        on_record = reached.until.get(account.last_imported, 0)
        account.bookings_visible = max(on_record, len(account.shown))
        shown |= account.shown
    beside, strangers = _beside(shown, lasts)
    _name(accounts)
    return Exposure(
        period,
        tuple(sorted(accounts, key=lambda a: (-a.sign_ins, a.sign_in_name))),
        reached.bookings + beside,
        frozenset(shown),
        any(account.is_unknown for account in accounts),
        reached.persons + strangers,
        tuple(exposure.questions(period)),
    )


def _by_account(rows: Iterable[Row]) -> list[AccountExposure]:
    found: dict[tuple, AccountExposure] = {}
    for row in rows:
        key = (row.account_id, row.name_id, row.unit_id)
        if key not in found:
            found[key] = AccountExposure(
                row.account_id, row.name_id, row.unit_id, row.agency_id, row.mission
            )
        found[key].add(row)
    return list(found.values())


def _fields_of(classes: FieldClass) -> set[str]:
    """Which fields the classes stand for; a log does not tell them apart."""
    shown = pages.RECORD.shape.fields_shown(int(classes))
    return set(shown | pages.PHOTO.shape.fields_shown(int(classes)))


# Shown, and not among what an old system had within reach at one of these instants.
_BESIDE = """
WITH reached AS (SELECT unnest(%(lasts)s::timestamptz[]) AS at)
SELECT count(*), count(DISTINCT b.person_id) FILTER (WHERE NOT EXISTS (
    SELECT FROM bookings_booking o, reached WHERE o.person_id = b.person_id
      AND o.booked_at < at AND NOT o.is_juvenile
      AND (o.sealed_at IS NULL OR o.sealed_at > at)))
FROM bookings_booking b WHERE b.id = ANY(%(shown)s::uuid[])
  AND (b.is_juvenile OR NOT EXISTS (SELECT FROM reached WHERE b.booked_at < at
    AND (b.sealed_at IS NULL OR b.sealed_at > at)))"""


def _beside(shown: set[UUID], lasts: list[datetime]) -> tuple[int, int]:
    if not shown:
        return 0, 0
    with connection.cursor() as cursor:
        cursor.execute(_BESIDE, {"shown": list(shown), "lasts": sorted(set(lasts))})
        return cursor.fetchone()


def _name(accounts: list[AccountExposure]) -> None:
    """Write the names of accounts, units and agencies on them; as they are now."""
    people = Account.objects.in_bulk({a.account_id for a in accounts if a.account_id})
    names = LogName.objects.in_bulk({a.name_id for a in accounts if a.name_id})
    units = Unit.objects.in_bulk({a.unit_id for a in accounts if a.unit_id})
    agencies = Agency.objects.in_bulk({a.agency_id for a in accounts if a.agency_id})
    for entry in accounts:
        if entry.account_id in people:
            account = people[entry.account_id]
            entry.sign_in_name = account.sign_in_name
            entry.display_name = account.display_name
        elif entry.name_id in names:
            entry.sign_in_name = names[entry.name_id].text
            entry.unit_name = names[entry.name_id].unit
        if entry.unit_id in units:
            entry.unit_name = units[entry.unit_id].name
        if entry.agency_id in agencies:
            entry.agency_name = agencies[entry.agency_id].name
