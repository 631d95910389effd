"""One row of a roster as the record would keep it, or why it cannot be kept."""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import blake2b
from uuid import UUID

from bookings.enums import DischargeReason
from bookings.roster import values
from bookings.roster.forbidden import (
    is_immigration_paper,
    is_no_custody_hold,
    kind_of_hold,
    told_by,
)
from bookings.roster.mapping import (
    BOOKING_FIELDS,
    CHARGE_FIELDS,
    FIELDS,
    HOLD_FIELDS,
    Group,
    Mapping,
    Source,
)
from bookings.roster.source import Record, at_path
from bookings.roster.values import BadValue, cleaned, is_empty
from bookings.rules import is_juvenile

_LISTS = (list, dict)
_JOIN_KEY = "\x1f"
_TRUE = {"y", "yes", "true", "1", "t", "juvenile", "j"}
# Half of a number is another one's, and two letters of a state's name another state.
_NEVER_CUT = {
    *("state", "postal_code", "state_id", "fbi_number", "driver_license"),
    "booking_number",
}
_EARLIEST = timedelta(days=365 * 80)


class BadRow(Exception):
    """Why a row is set aside. ``field`` and ``value``: what of it, where that helps."""

    def __init__(self, reason: str, field: str = "", value: str = ""):
        super().__init__(reason)
        self.reason, self.field, self.value = reason, field, value


@dataclass(frozen=True, slots=True)
class Row:
    """``content``: what is kept, as JSON, the same text for the same facts."""

    line: int
    at: datetime
    person: UUID
    base: UUID
    facility: str
    content: str = ""


@dataclass(slots=True)
class Counts:
    """What was not taken in, by kind, for the report."""

    dropped_values: Counter = field(default_factory=Counter)
    immigration_papers: int = 0
    holds: int = 0
    shortened: Counter = field(default_factory=Counter)


class Reader:
    """Makes rows of records. ``salt``: of the source, so that a key tells nothing."""

    def __init__(
        self, mapping: Mapping, salt: bytes, as_of: datetime | None, now: datetime
    ):
        self.mapping = mapping
        self.counts = Counts()
        self._salt = salt
        self._as_of = as_of
        self._now = now

    def identity(self, record: Record) -> Row:
        """Whose row it is, and of which list: also of a row that is set aside."""
        at = self._snapshot(record)
        person = self._key(record, self.mapping.person_key, "person")
        base = self._key(record, self.mapping.booking_key, "booking")
        facility = self._text(record.cell, self.mapping.facility, "facility")
        if not facility:
            raise BadRow("no facility", "facility")
        return Row(record.line, at, person, base, facility)

    def content(self, record: Record, known: Row) -> str:
        """Raises BadRow."""
        if record.broken:
            raise BadRow(record.broken)
        kept = self._fields(record, known)
        charges, holds = self._charges(record)
        kept["charges"] = charges
        kept["holds"] = holds
        return json.dumps(kept, ensure_ascii=False, sort_keys=True)

    # --- Keys and lists

    def _snapshot(self, record: Record) -> datetime:
        source = self.mapping.snapshot
        if source is None:
            return self._as_of or self._now
        text = self._text(record.cell, source, "snapshot")
        if not text:
            raise BadRow("no day of the list", "snapshot")
        try:
            return values.moment(
                text, source.formats, self.mapping.zone, at=values.END_OF_DAY
            )
        except BadValue as bad:
            raise BadRow(str(bad), "snapshot", text) from None

    def _key(self, record: Record, columns: tuple[str, ...], what: str) -> UUID:
        parts = [cleaned(record.cell(column)) for column in columns]
        if not all(parts) or all(is_empty(part) for part in parts):
            raise BadRow(f"no key of the {what}: {' and '.join(columns)}", what)
        text = f"{what}{_JOIN_KEY}{_JOIN_KEY.join(parts)}".casefold()
        return UUID(
            bytes=blake2b(text.encode(), digest_size=16, key=self._salt).digest()
        )

    # --- Values

    def _text(self, cell, source: Source, name: str) -> str:
        """A value's text: joined, cut, matched, and looked up in its table of codes."""
        text = source.const or self._raw(cell, source)
        if source.pattern and text:
            found = source.pattern.search(text)
            text = cleaned(found[1]) if found else ""
        if is_empty(text) or text.casefold() in source.empty:
            text = ""
        if not text:
            text = source.default
        if not text:
            if source.required:
                raise BadRow("is empty, and must not be", name)
            return ""
        return (
            text
            if source.codes is None or source.const
            else self._coded(source, name, text)
        )

    @staticmethod
    def _uncut(cell, source: Source) -> str:
        """Cells as they stand, line ends too, before they are parted."""
        values = (cell(column) for column in source.columns)
        return source.join.join(
            str(value) for value in values if value not in (None, "", [], {})
        )

    def _raw(self, cell, source: Source) -> str:
        parts = []
        for column in source.columns:
            value = cell(column)
            if isinstance(value, list):
                value = value[0] if value else ""
            if isinstance(value, _LISTS):
                inner = value if isinstance(value, list) else value.values()
                value = " ".join(str(v) for v in inner if not isinstance(v, _LISTS))
            if source.slice:
                value = str(value)[source.slice[0] : source.slice[1]]
            if text := cleaned(value):
                parts.append(text)
        return source.join.join(parts)

    def _coded(self, source: Source, name: str, text: str) -> str:
        code = source.codes.get(text.casefold())
        if code is not None:
            return code
        if text == source.default:
            return text
        if source.unknown == "quarantine":
            raise BadRow("a code that its table does not have", name, text)
        return "" if source.unknown == "empty" else source.unknown

    def _fields(self, record: Record, known: Row) -> dict:
        kept: dict = {}
        for name, source in self.mapping.fields.items():
            text = self._text(record.cell, source, name)
            if not text:
                continue
            if name == "name":
                parts = values.name_parts(text, source.style)
                for part, value in parts.items():
                    kept.setdefault(part, self._kept(part, value))
                continue
            try:
                kept[name] = self._value(name, text, source)
            except BadValue as bad:
                if source.unknown == "quarantine" or name == "booked_at":
                    raise BadRow(str(bad), name, text) from None
                self.counts.shortened[f"{name} (cannot be read, left out)"] += 1
        self._check_times(kept, known)
        kept["is_juvenile"] = self._is_juvenile(kept)
        return {key: value for key, value in kept.items() if value not in ("", None)}

    def _value(self, name: str, text: str, source: Source) -> str:
        zone, formats = self.mapping.zone, source.formats
        if name in ("booked_at", "next_court_at"):
            return values.moment(text, formats, zone).isoformat()
        if name == "discharged_at":
            return values.moment(text, formats, zone, at=values.END_OF_DAY).isoformat()
        if name == "expected_discharge_on":
            return values.day(text, formats, zone).isoformat()
        if name == "birth_date":
            today = self._now.astimezone(zone).date()
            return values.birth_date(text, formats, zone, by=today).isoformat()
        if name == "age":
            return str(values.age(text))
        simple = {
            "bail_amount": values.money,
            "height": values.height,
            "weight": values.weight,
        }
        if name in simple:
            return simple[name](text)
        return self._kept(name, text)

    def _kept(self, name: str, text: str, length: int | None = None) -> str:
        """A text that may be kept: what tells a forbidden fact is dropped whole."""
        length = length or FIELDS.get(name)
        if not length or not text:
            return text
        if kinds := told_by(text):
            for kind in kinds:
                self.counts.dropped_values[f"{name}: {kind.label}"] += 1
            return ""
        if len(text) > length and name in _NEVER_CUT:
            self.counts.shortened[f"{name} (too long, left out)"] += 1
            return ""
        if len(text) > length:
            self.counts.shortened[name] += 1
        return text[:length].rstrip()

    # --- What must be true

    def _check_times(self, kept: dict, known: Row) -> None:
        if not kept.get("booked_at"):
            raise BadRow("no time of booking", "booked_at")
        booked = datetime.fromisoformat(kept["booked_at"])
        if booked > known.at:
            raise BadRow("booked after the day of the list", "booked_at")
        if booked > self._now:
            raise BadRow("booked in the future", "booked_at")
        if self._now - booked > _EARLIEST:
            raise BadRow("booked more than 80 years ago", "booked_at")
        born = kept.get("birth_date")
        if born and date.fromisoformat(born) > booked.date():
            raise BadRow("born after the booking", "birth_date")
        self._check_discharge(kept, booked)

    def _check_discharge(self, kept: dict, booked: datetime) -> None:
        if not kept.get("discharged_at"):
            kept.pop("discharge_reason", None)
            return
        left = datetime.fromisoformat(kept["discharged_at"])
        if left < booked:
            raise BadRow("released before the booking", "discharged_at")
        if left > self._now:
            kept["discharged_at"] = self._now.isoformat()
            if left.date() > self._now.date():
                raise BadRow("released in the future", "discharged_at")
        kept.setdefault("discharge_reason", DischargeReason.NOT_STATED.value)

    def _is_juvenile(self, kept: dict) -> bool:
        said = kept.pop("juvenile", "").lower() in _TRUE
        years = kept.pop("age", "")
        if born := kept.get("birth_date"):
            booked = datetime.fromisoformat(kept["booked_at"]).astimezone(
                self.mapping.zone
            )
            return said or is_juvenile(date.fromisoformat(born), booked.date())
        return said or (years != "" and int(years) < 18)

    # --- Charges, and what is entered as one

    def _charges(self, record: Record) -> tuple[list[dict], list[dict]]:
        charges: list[dict] = []
        holds: list[dict] = []
        for told in self._all(record, self.mapping.charges, CHARGE_FIELDS):
            offense = told.get("offense", "")
            if kind := kind_of_hold(offense):
                number = told.get("court_case_number", "")
                self._hold(holds, kind, offense, number)
            elif told not in charges:
                told.setdefault("offense", told.get("statute", ""))
                charges.append(told)
        for told in self._all(record, self.mapping.holds, HOLD_FIELDS):
            text = told.get("text", "")
            kind = kind_of_hold(text, surely=True)
            self._hold(holds, kind, text, told.get("number", ""))
        return charges, [h for n, h in enumerate(holds) if h not in holds[:n]]

    def _all(self, record: Record, groups: tuple[Group, ...], known: dict):
        """Every entry that says something and is no immigration paper."""
        for group in groups:
            for told in self._entries(record, group, known):
                main = told.get("text") or told.get("offense") or told.get("statute")
                words = " ".join(filter(None, (main, told.get("statute"))))
                if main and not self._is_paper(words):
                    yield told

    def _is_paper(self, words: str) -> bool:
        if not is_immigration_paper(words):
            return False
        self.counts.immigration_papers += 1
        return True

    def _hold(self, holds: list[dict], kind: str, text: str, number: str) -> None:
        if is_no_custody_hold(text) or is_no_custody_hold(number):
            self.counts.immigration_papers += 1
            return
        self.counts.holds += 1
        holds.append({"kind": kind, "issuer": text[:120], "number": number[:40]})

    def _entries(self, record: Record, group: Group, known: dict) -> list[dict]:
        if group.each:
            items = record.cell(group.each) or []
            items = items if isinstance(items, list) else [items]
            is_niem = self.mapping.format == "niem"
            cells = [
                (lambda path, item=item: at_path(item, path, is_niem=is_niem))
                if isinstance(item, dict)
                else (lambda _, item=item: item)
                for item in items
            ]
            return [self._entry(cell, group, known) for cell in cells]
        if not group.split:
            return [self._entry(record.cell, group, known)]
        raw = {
            n: self._uncut(record.cell, s).split(group.split)
            for n, s in group.fields.items()
            if s.columns
        }
        most = max((len(parts) for parts in raw.values()), default=0)
        return [
            self._entry(
                lambda column, n=n: self._part(raw, group, column, n), group, known
            )
            for n in range(most)
        ]

    @staticmethod
    def _part(raw: dict, group: Group, column: str, number: int) -> str:
        name = next(n for n, s in group.fields.items() if column in s.columns)
        parts = raw[name]
        return parts[number] if number < len(parts) else ""

    def _entry(self, cell, group: Group, known: dict) -> dict:
        told = {}
        for name, source in group.fields.items():
            text = self._text(cell, source, name)
            # An immigration paper is told by its words, which are counted and not kept.
            if not text or is_immigration_paper(text):
                told[name] = text
            else:
                told[name] = self._kept(name, text, known[name])
        return {name: text for name, text in told.items() if text}


def unmapped(mapping: Mapping) -> set[str]:
    """Fields of a booking that this roster says nothing of, and that stay as they are."""
    return set(BOOKING_FIELDS) - set(mapping.fields)
