"""What one law changes against another: rule by rule in words, and who can be shown what
by the very function that decides (``access.policy``). There is no second copy of it here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from itertools import product

from access import policy
from access.enums import (
    EVERYTHING,
    Basis,
    BookingKind,
    Certainty,
    Departments,
    FieldClass,
    LawKind,
    Mission,
    Purpose,
    Role,
    class_words,
)
from access.law import Law, Rule
from access.policy import BookingFacts, ViewerFacts

_KINDS = {
    BookingKind.ORDINARY: BookingFacts(),
    BookingKind.JUVENILE: BookingFacts(is_juvenile=True),
    BookingKind.SEALED: BookingFacts(is_sealed=True),
}
_NO_RULES = Law(
    title="",
    kind=LawKind.LAW,
    jurisdiction="",
    effective_at=datetime.min.replace(tzinfo=UTC),
    effective_source="",
    effective_certainty=Certainty.LOW,
    rules=(),
    sha256="",
)
# A way in: by what, and for which purpose.
Way = tuple[Basis, Purpose]
Openings = dict[tuple[BookingKind, FieldClass], frozenset[Way]]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one rule: ``word`` is new, gone or changed; sentences say how."""

    rule_id: str
    word: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shift:
    """What somebody loses or gains: a class, of one kind of booking, by ways in.

    ``roles`` have it alike. ``mission`` None is everybody.
    """

    mission: Mission | None
    in_department: bool
    roles: tuple[Role, ...]
    kind: BookingKind
    field_class: FieldClass
    lost: frozenset[Way]
    gained: frozenset[Way]


def rule_changes(before: Law | None, after: Law) -> list[Change]:
    """Every rule that is not word for word as before, those of the new law first."""
    old = {rule.id: rule for rule in before.rules} if before else {}
    new = {rule.id: rule for rule in after.rules}
    changes = []
    for rule in new.values():
        if rule.id not in old:
            changes.append(Change(rule.id, "new", (rule.text,)))
        elif sentences := tuple(_differences(old[rule.id], rule)):
            changes.append(Change(rule.id, "changed", sentences))
    changes.extend(
        Change(rule.id, "gone", (rule.text,))
        for rule in old.values()
        if rule.id not in new
    )
    return changes


def _differences(old: Rule, new: Rule) -> Iterator[str]:
    if old.effect != new.effect:
        yield f"It was {_words(old.effect)}, and is {_words(new.effect)}."
    yield from _moved("classes", _classes(old.classes), _classes(new.classes))
    for name, empty in (
        ("missions", "everybody"),
        ("roles", "every role"),
        ("purposes", "every purpose"),
        ("bases", "no basis"),
        ("bookings", "all bookings"),
    ):
        one, other = getattr(old, name), getattr(new, name)
        if one != other and not (one and other):
            yield f"{name.capitalize()}: {_listed(one, empty)} before, {_listed(other, empty)} now."
        else:
            yield from _moved(name, set(map(_words, one)), set(map(_words, other)))
    if old.departments != new.departments:
        yield (
            "Units of a department that enforces immigration law were "
            f"{_department(old)}, and are {_department(new)}."
        )
    for name in ("text", "citation", "certainty"):
        if getattr(old, name) != getattr(new, name):
            yield f"The {name} was “{getattr(old, name)}”, and is “{getattr(new, name)}”."


def _moved(name: str, old: set[str], new: set[str]) -> Iterator[str]:
    if gone := old - new:
        yield f"{name.capitalize()} no longer: {', '.join(sorted(gone))}."
    if come := new - old:
        yield f"{name.capitalize()} now also: {', '.join(sorted(come))}."


def _classes(mask: FieldClass) -> set[str]:
    return {label.lower() for label in class_words(mask)}


def _listed(words: Iterable, empty: str) -> str:
    return ", ".join(sorted(map(_words, words))) or empty


def _words(word) -> str:
    return word.value.replace("_", " ")


def _department(rule: Rule) -> str:
    return {
        Departments.EXCLUDED: "left out",
        Departments.INCLUDED: "included",
        Departments.ONLY: "the only ones",
    }[rule.departments]


def openings(law: Law | None, viewer: ViewerFacts) -> Openings:
    """All that a law can open to a viewer, and each way in: one basis, one purpose."""
    return _openings(law.rules if law else (), viewer)


@lru_cache(maxsize=4096)
def _openings(rules: tuple[Rule, ...], viewer: ViewerFacts) -> Openings:
    """Of these very rules: what a law is called and when it begins opens nothing."""
    law = replace(_NO_RULES, rules=rules)
    ways: dict[tuple[BookingKind, FieldClass], set[Way]] = {}
    for (kind, facts), purpose in product(_KINDS.items(), Purpose):
        terms = policy.terms(law, viewer, purpose, facts)
        open_to_all = policy.resolve(terms, {}).allowed
        ways_in = {Basis.REGISTER: open_to_all}
        for basis in terms.opens:
            allowed = policy.resolve(terms, {basis: EVERYTHING}).allowed
            ways_in[basis] = allowed & ~open_to_all
        for basis, allowed in ways_in.items():
            for field_class in allowed:
                ways.setdefault((kind, field_class), set()).add((basis, purpose))
    return {place: frozenset(found) for place, found in ways.items()}


def shifts(before: Law | None, after: Law) -> list[Shift]:
    """Every cell of mission × role × class × basis in which the two laws differ."""
    found = list(_shifts(before, after, ViewerFacts(None), ()))
    groups = roles_alike(filter(None, (before, after)))
    for mission, in_department, roles in product(Mission, (False, True), groups):
        viewer = ViewerFacts(mission, frozenset(roles[:1]), in_department)
        found.extend(_shifts(before, after, viewer, roles))
    return found


def _shifts(
    before: Law | None, after: Law, viewer: ViewerFacts, roles: tuple[Role, ...]
) -> Iterator[Shift]:
    old, new = openings(before, viewer), openings(after, viewer)
    public = frozenset[Way]()
    for place in sorted(old.keys() | new.keys()):
        had, has = old.get(place, public), new.get(place, public)
        if viewer.mission is not None:  # what everybody loses is said once
            had, has = _past_the_register(had), _past_the_register(has)
        if had != has:
            yield Shift(
                viewer.mission,
                viewer.in_immigration_department,
                roles,
                *place,
                had - has,
                has - had,
            )


def _past_the_register(ways: frozenset[Way]) -> frozenset[Way]:
    return frozenset(way for way in ways if way[0] is not Basis.REGISTER)


def roles_alike(laws: Iterable[Law]) -> list[tuple[Role, ...]]:
    """Roles that no rule of these laws tells apart, together."""
    rules = [rule for law in laws for rule in law.rules if rule.roles]
    groups: dict[tuple[bool, ...], list[Role]] = {}
    for role in Role:
        groups.setdefault(tuple(role in rule.roles for rule in rules), []).append(role)
    return [tuple(group) for group in groups.values()]
