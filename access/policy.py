"""The one rule: which classes of fields may this viewer be shown, and on what basis?

Pure and total: every input has an answer, and what no rule allows is refused.

    register ∪ [ standing ∩ ( allow rules ∩ facility permissions
                            ∪ allow-on-basis rules ∩ live grants of that basis ) ] − never

``decide`` is computed in two stages. ``terms`` is the law with viewer, purpose
and kind of booking filled in; ``resolve`` then meets it with what is held on
one booking. SQL runs the second stage over many bookings (``access.gate``)
and holds no rule of its own; ``tests/laws/test_law_01_deny_by_default.py``
proves the two equal.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from access.enums import (
    GRANT_BASES,
    JUDICIAL_BASES,
    NOTHING,
    Basis,
    BookingKind,
    Departments,
    Effect,
    FieldClass,
    Mission,
    Purpose,
    Role,
    Standing,
)
from access.law import Law, Rule

OPEN_STANDINGS = frozenset({Standing.GOOD, Standing.WARNED, Standing.FORBIDDEN})
KNOWN_ROLES = frozenset(Role)
SOURCES = (Basis.STANDING, *GRANT_BASES)


@dataclass(frozen=True, slots=True)
class ViewerFacts:
    """All that the rule may know about a viewer. ``mission`` None is the public.

    ``detailed_from``: the own mission of a unit that is detailed to other work.
    Nothing is opened that its own mission would not open: a detail takes away.
    """

    mission: Mission | None
    roles: frozenset[Role] = frozenset()
    in_immigration_department: bool = False
    standing: Standing = Standing.GOOD
    detailed_from: Mission | None = None

    @property
    def undetailed(self) -> "ViewerFacts | None":
        """The same viewer in the unit's own mission, while it is detailed away."""
        if self.detailed_from in (None, self.mission):
            return None
        return replace(self, mission=self.detailed_from, detailed_from=None)


PUBLIC = ViewerFacts(mission=None)


@dataclass(frozen=True, slots=True)
class BookingFacts:
    """All that the rule may know about a booking: no name, no ORM, no query."""

    is_juvenile: bool = False
    is_sealed: bool = False

    @property
    def kind(self) -> BookingKind:
        if self.is_sealed:
            return BookingKind.SEALED
        return BookingKind.JUVENILE if self.is_juvenile else BookingKind.ORDINARY


@dataclass(frozen=True, slots=True)
class Opening:
    """What one source may open, and the rules that say so."""

    classes: FieldClass = NOTHING
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """The law for one viewer, purpose and kind of booking; the holdings are open.

    ``door``: classes without which nothing at all is shown, so that a juvenile
    or sealed booking looks absent (RCW 13.50.260).
    """

    register: Opening = Opening()
    door: FieldClass = NOTHING
    opens: Mapping[Basis, Opening] = field(default_factory=dict)
    law: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer: allowed classes, on which bases, by which rules of which law."""

    allowed: FieldClass = NOTHING
    bases: tuple[Basis, ...] = ()
    rules: tuple[str, ...] = ()
    law: str = ""

    def __bool__(self) -> bool:
        return self.allowed != NOTHING


Held = Mapping[Basis, FieldClass]


def decide(
    law: Law | None,
    viewer: ViewerFacts,
    purpose: Purpose | None,
    booking: BookingFacts,
    held: Held,
) -> Decision:
    """Answer the one question. ``law`` is the law in force at the instant asked
    about, and ``held`` what was live then: facility permissions under STANDING,
    grants under their own basis.
    """
    return resolve(terms(law, viewer, purpose, booking), held)


def terms(
    law: Law | None,
    viewer: ViewerFacts,
    purpose: Purpose | None,
    booking: BookingFacts,
) -> Terms:
    """First stage: what each source could open, before anything held is known."""
    if law is None:
        return Terms()
    found = _terms(law, viewer, purpose, booking)
    if viewer.undetailed:
        return _narrowed(found, _terms(law, viewer.undetailed, purpose, booking))
    return found


def _terms(
    law: Law, viewer: ViewerFacts, purpose: Purpose | None, booking: BookingFacts
) -> Terms:
    matching = [r for r in law.rules if _reaches(r, viewer, purpose, booking.kind)]
    never = _opening(r for r in matching if r.effect is Effect.NEVER).classes
    return Terms(
        register=_opening(
            (r for r in matching if r.effect is Effect.REGISTER), never=never
        ),
        door=door_of(booking),
        opens={
            source: _opening((r for r in matching if _opens_by(r, source)), never=never)
            for source in open_sources(law, viewer)
        },
        law=law.sha256,
    )


def _narrowed(found: Terms, own: Terms) -> Terms:
    """The most restricted of both parts; the register is everybody's."""
    return replace(
        found,
        opens={
            source: Opening(opening.classes & own.opens[source].classes, opening.rules)
            for source, opening in found.opens.items()
            if source in own.opens
        },
    )


def door_of(booking: BookingFacts) -> FieldClass:
    """The classes without which nothing at all of this booking is shown."""
    if booking.kind is BookingKind.ORDINARY:
        return NOTHING
    return FieldClass.PROTECTED


def resolve(terms: Terms, held: Held) -> Decision:
    """Second stage: meet the terms with what is held. The gate's SQL does the same."""
    allowed = terms.register.classes
    bases = [Basis.REGISTER] if allowed else []
    rules = list(terms.register.rules)
    for source in SOURCES:
        opening = terms.opens.get(source, Opening())
        opened = opening.classes & held.get(source, NOTHING)
        if opened:
            allowed |= opened
            bases.append(source)
            rules.extend(opening.rules)
    if allowed & terms.door != terms.door or not allowed:
        return Decision(law=terms.law)
    return Decision(allowed, tuple(bases), tuple(dict.fromkeys(rules)), terms.law)


def open_sources(law: Law, viewer: ViewerFacts) -> tuple[Basis, ...]:
    """The sources a viewer's standing leaves open: a closed account has none,
    a forbidden one reaches only what a judge has opened.
    """
    if viewer.standing not in OPEN_STANDINGS or viewer.mission is None:
        return ()
    if is_forbidden(law, viewer):
        return tuple(source for source in SOURCES if source in JUDICIAL_BASES)
    return SOURCES


def is_forbidden(law: Law | None, viewer: ViewerFacts) -> bool:
    """True if no rule allows this viewer anything without a basis."""
    if law is None or (viewer.undetailed and is_forbidden(law, viewer.undetailed)):
        return True
    return not any(
        rule.effect is Effect.ALLOW and _reaches_viewer(rule, viewer)
        for rule in law.rules
    )


def rules_reaching(law: Law, viewer: ViewerFacts) -> tuple[Rule, ...]:
    """The rules that concern this viewer, whatever they look at and what for."""
    return tuple(
        rule
        for rule in law.rules
        if rule.effect is Effect.REGISTER or _reaches_viewer(rule, viewer)
    )


def _reaches(
    rule: Rule, viewer: ViewerFacts, purpose: Purpose | None, kind: BookingKind
) -> bool:
    return (
        kind in rule.bookings
        and (not rule.purposes or purpose in rule.purposes)
        and (rule.effect is Effect.REGISTER or _reaches_viewer(rule, viewer))
    )


def _reaches_viewer(rule: Rule, viewer: ViewerFacts) -> bool:
    """A never-rule reaches widely (nothing named is everybody); others narrowly."""
    if rule.effect is Effect.NEVER:
        return (
            (not rule.missions or viewer.mission in rule.missions)
            and (not rule.roles or bool(viewer.roles & rule.roles))
            and (
                rule.departments is not Departments.ONLY
                or viewer.in_immigration_department
            )
        )
    if not viewer.roles & KNOWN_ROLES:
        return False
    if rule.departments is Departments.EXCLUDED and viewer.in_immigration_department:
        return False
    if rule.departments is Departments.ONLY and not viewer.in_immigration_department:
        return False
    return viewer.mission in rule.missions and (
        not rule.roles or bool(viewer.roles & rule.roles)
    )


def _opens_by(rule: Rule, source: Basis) -> bool:
    if source is Basis.STANDING:
        return rule.effect is Effect.ALLOW
    return rule.effect is Effect.ALLOW_ON_BASIS and source in rule.bases


def _opening(rules, *, never: FieldClass = NOTHING) -> Opening:
    classes, ids = NOTHING, []
    for rule in rules:
        if rule.classes & ~never:
            classes |= rule.classes
            ids.append(rule.id)
    return Opening(classes & ~never, tuple(ids))


class Refusal(StrEnum):
    """Why a class is not shown, in the order in which it is found out."""

    DOOR = "door"
    NEVER = "never"
    STANDING = "standing"
    NO_RULE = "no_rule"
    NEEDS_BASIS = "needs_basis"
    NOT_HELD = "not_held"


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why one class is refused, and the rule to cite, if one says so."""

    refusal: Refusal
    rule: Rule | None = None


def why_not(
    law: Law,
    viewer: ViewerFacts,
    purpose: Purpose | None,
    booking: BookingFacts,
    field_class: FieldClass,
    allowed: FieldClass,
) -> WhyNot:
    """Say why a class that ``decide`` refused is refused; ``allowed`` is its answer."""
    # Why the door itself is shut is one of the reasons below.
    door = door_of(booking)
    if allowed & door != door and field_class not in door:
        return WhyNot(Refusal.DOOR)
    about = [r for r in law.rules if field_class in r.classes]
    reaching = [r for r in about if _reaches(r, viewer, purpose, booking.kind)]
    for rule in reaching:
        if rule.effect is Effect.NEVER:
            return WhyNot(Refusal.NEVER, rule)
    if viewer.standing not in OPEN_STANDINGS:
        return WhyNot(Refusal.STANDING)
    for effect, refusal in (
        (Effect.ALLOW, Refusal.NOT_HELD),
        (Effect.ALLOW_ON_BASIS, Refusal.NEEDS_BASIS),
    ):
        for rule in reaching:
            if rule.effect is effect:
                return WhyNot(refusal, rule)
    return WhyNot(Refusal.NO_RULE)
