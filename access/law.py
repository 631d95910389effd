"""A law file as data: parsed, checked whole, and frozen. No Django, no clock.

One file is the complete consolidated law from an instant on. Files of the
same kind are linear: each ends where the next begins. ``docs/reference/law-files.md``
describes the format.
"""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from access.enums import (
    GRANT_BASES,
    NOTHING,
    Basis,
    BookingKind,
    Certainty,
    Departments,
    DutyKind,
    Effect,
    FieldClass,
    LawKind,
    Mission,
    Purpose,
    Role,
    class_of_word,
)


class BadLaw(ValueError):
    """A law file that cannot be loaded; says which file, which rule, and why."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One sentence of the law. Empty ``roles`` means every role of the missions."""

    id: str
    effect: Effect
    classes: FieldClass
    text: str
    citation: str
    certainty: Certainty
    missions: frozenset[Mission] = frozenset()
    roles: frozenset[Role] = frozenset()
    purposes: frozenset[Purpose] = frozenset()
    bases: frozenset[Basis] = frozenset()
    bookings: frozenset[BookingKind] = frozenset(BookingKind)
    departments: Departments = Departments.EXCLUDED


@dataclass(frozen=True, slots=True)
class Duty:
    """Something the law tells somebody to do. ``due_at`` None: the law sets no date, as
    in 2018, when nobody was trained for sixteen months. ``owner`` is a role; ``proof``
    says what shows that it was done.
    """

    id: str
    kind: DutyKind
    text: str
    citation: str
    certainty: Certainty
    owner: Role | None = None
    due_at: datetime | None = None
    proof: str = ""

    @property
    def is_answerable(self) -> bool:
        return None not in (self.owner, self.due_at) and bool(self.proof)


@dataclass(frozen=True, slots=True)
class Law:
    """The law in force from ``effective_at`` (aware) until the next one begins."""

    title: str
    kind: LawKind
    jurisdiction: str
    effective_at: datetime
    effective_source: str
    effective_certainty: Certainty
    rules: tuple[Rule, ...]
    sha256: str
    duties: tuple[Duty, ...] = ()

    @property
    def training_due_at(self) -> datetime | None:
        """When everybody must have been trained on this law; None: it sets no date."""
        dates = [d.due_at for d in self.duties if d.kind is DutyKind.TRAIN and d.due_at]
        return min(dates, default=None)

    def rule(self, rule_id: str) -> Rule:
        return next(rule for rule in self.rules if rule.id == rule_id)


def in_force(laws: Iterable[Law], at: datetime) -> Law | None:
    """Return the law in force at an instant: the last to have begun, or None."""
    begun = [law for law in laws if law.kind is LawKind.LAW and law.effective_at <= at]
    return max(begun, key=lambda law: law.effective_at, default=None)


def parse(source: bytes, *, name: str) -> Law:
    """Read one law file. Raises BadLaw naming the file, the rule and the reason."""
    try:
        table = tomllib.loads(source.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadLaw(f"{name}: not a TOML file: {error}") from None
    rules = _tables(table, "rule", name=name)
    duties = _tables(table, "duty", name=name)
    head = _Reader(table, where=f"{name}: head")
    law = Law(
        title=head.text("title"),
        kind=head.word("kind", LawKind),
        jurisdiction=head.text("jurisdiction"),
        effective_at=head.instant("effective_at"),
        effective_source=head.text("effective_source"),
        effective_certainty=head.word("effective_certainty", Certainty),
        rules=tuple(_rule(rule, name=name) for rule in rules),
        sha256=hashlib.sha256(source).hexdigest(),
        duties=tuple(_duty(duty, name=name) for duty in duties),
    )
    head.done()
    _check_whole(law, name=name)
    return law


def _tables(table: dict, word: str, *, name: str) -> list[Mapping]:
    tables = table.pop(word, [])
    if not isinstance(tables, list):
        raise BadLaw(f"{name}: {word}: write each as a table, [[{word}]]")
    for number, one in enumerate(tables, start=1):
        if not isinstance(one, Mapping):
            raise BadLaw(f"{name}: {word} {number}: must be a table, [[{word}]]")
    return tables


def _duty(table: Mapping, *, name: str) -> Duty:
    reader = _Reader(dict(table), where=f"{name}: duty {table.get('id', '(no id)')!r}")
    given = table.keys()
    duty = Duty(
        id=reader.text("id"),
        kind=reader.word("kind", DutyKind),
        text=reader.text("text"),
        citation=reader.text("citation"),
        certainty=reader.word("certainty", Certainty),
        owner=reader.word("owner", Role) if "owner" in given else None,
        due_at=reader.instant("due_at") if "due_at" in given else None,
        proof=reader.text("proof") if "proof" in given else "",
    )
    reader.done()
    return duty


def _rule(table: Mapping, *, name: str) -> Rule:
    reader = _Reader(dict(table), where=f"{name}: rule {table.get('id', '(no id)')!r}")
    rule = Rule(
        id=reader.text("id"),
        effect=reader.word("effect", Effect),
        classes=reader.classes("classes"),
        text=reader.text("text"),
        citation=reader.text("citation"),
        certainty=reader.word("certainty", Certainty),
        missions=reader.words("missions", Mission),
        roles=reader.words("roles", Role),
        purposes=reader.words("purposes", Purpose),
        bases=reader.words("bases", Basis),
        bookings=reader.words("bookings", BookingKind) or frozenset(BookingKind),
        departments=reader.word("departments", Departments, Departments.EXCLUDED),
    )
    reader.done()
    _check_rule(rule, reader)
    return rule


def _check_rule(rule: Rule, reader: "_Reader") -> None:
    """Refuse a rule whose parts do not belong together."""
    if not rule.classes:
        reader.refuse("names no classes")
    if rule.effect in (Effect.ALLOW, Effect.ALLOW_ON_BASIS):
        if not rule.missions:
            reader.refuse("names no missions: who may?")
        if not rule.purposes:
            reader.refuse("names no purposes: what for?")
    if (rule.effect is Effect.ALLOW_ON_BASIS) != bool(rule.bases):
        reader.refuse("bases belong to allow_on_basis, and to it alone")
    if not rule.bases <= frozenset(GRANT_BASES):
        reader.refuse("names a basis that no grant can carry")
    if rule.effect is Effect.REGISTER and (
        rule.bookings != frozenset({BookingKind.ORDINARY})
        or rule.missions
        or rule.roles
        or rule.purposes
    ):
        reader.refuse("a register rule is for everybody, of ordinary bookings only")


def _check_whole(law: Law, *, name: str) -> None:
    if not law.rules:
        raise BadLaw(f"{name}: holds no rule")
    for word, ids in (
        ("rule", [rule.id for rule in law.rules]),
        ("duty", [duty.id for duty in law.duties]),
    ):
        twice = next((i for i in ids if ids.count(i) > 1), None)
        if twice:
            raise BadLaw(f"{name}: {word} {twice!r}: stands twice")


def check_linear(laws: Iterable[Law]) -> None:
    """Raise BadLaw if two files of one kind begin at the same instant."""
    begins: dict[tuple[LawKind, datetime], Law] = {}
    for law in laws:
        other = begins.setdefault((law.kind, law.effective_at), law)
        if other is not law and other.sha256 != law.sha256:
            raise BadLaw(
                f"{law.title!r} and {other.title!r} both begin at "
                f"{law.effective_at.isoformat()}: laws are linear"
            )


class _Reader:
    """Takes a table apart word by word; what is left over at the end is refused."""

    def __init__(self, table: dict, *, where: str):
        self._table = table
        self._where = where

    def refuse(self, reason: str):
        raise BadLaw(f"{self._where}: {reason}")

    def text(self, key: str) -> str:
        value = self._table.pop(key, None)
        if not isinstance(value, str) or not value.strip():
            self.refuse(f"needs {key}")
        return " ".join(value.split())

    def instant(self, key: str) -> datetime:
        value = self._table.pop(key, None)
        if not isinstance(value, datetime) or value.tzinfo is None:
            self.refuse(f"needs {key}: a date and time with its offset")
        return value

    def word(self, key: str, vocabulary, default=None):
        value = self._table.pop(key, default)
        if value is None:
            self.refuse(f"needs {key}")
        try:
            return vocabulary(value)
        except ValueError:
            self.refuse(f"{key}: unknown word {value!r}")

    def words(self, key: str, vocabulary) -> frozenset:
        value = self._list(key)
        try:
            return frozenset(vocabulary(word) for word in value)
        except ValueError as error:
            self.refuse(f"{key}: unknown word ({error})")

    def classes(self, key: str) -> FieldClass:
        mask = NOTHING
        for word in self._list(key):
            try:
                mask |= class_of_word(word)
            except (KeyError, AttributeError):
                self.refuse(f"{key}: unknown word {word!r}")
        return mask

    def _list(self, key: str) -> list:
        value = self._table.pop(key, [])
        if not isinstance(value, list):
            self.refuse(f"{key}: must be a list of words")
        return value

    def done(self) -> None:
        if self._table:
            self.refuse(f"unknown key {min(self._table)!r}")
