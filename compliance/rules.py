"""What an old system let people reach, held against the law of the moment. Pure.

A log tells neither purpose nor roles nor basis. It is given the benefit of every
purpose and of every role: what is an exposure even then, is one.
"""

from dataclasses import dataclass, replace

from access import policy
from access.enums import EVERYTHING, NOTHING, Basis, FieldClass, Purpose, Role
from access.law import Law
from access.policy import BookingFacts, Refusal, ViewerFacts

ORDINARY = BookingFacts()
KINDS_OF_BOOKING = (
    ORDINARY,
    BookingFacts(is_juvenile=True),
    BookingFacts(is_sealed=True),
)
# RCW 70.48.100(2): records of a person confined are confidential, with exceptions.
CONFIDENTIAL = "RCW 70.48.100(2)"


@dataclass(frozen=True, slots=True)
class Reach:
    """Classes within reach of somebody, and the rules that open them."""

    classes: FieldClass = NOTHING
    rules: tuple[str, ...] = ()


def reach(law: Law | None, viewer: ViewerFacts, booking: BookingFacts) -> Reach:
    """What a law, or an old system, opens to a viewer without a basis, whatever the
    purpose; facility permissions are taken for granted.
    """
    classes, rules = NOTHING, []
    for purpose in Purpose:
        held = {Basis.STANDING: EVERYTHING}
        decision = policy.decide(law, viewer, purpose, booking, held)
        classes |= decision.allowed
        rules.extend(decision.rules)
    return Reach(classes, tuple(dict.fromkeys(rules)))


def with_every_role(viewer: ViewerFacts) -> ViewerFacts:
    return replace(viewer, roles=frozenset(Role))


@dataclass(frozen=True, slots=True)
class Excess:
    """What an old system opened beyond the law of the moment.

    ``is_exposure``: the law gave this unit nothing without a basis. Otherwise the
    unit had access of its own, and the surplus may have had a basis that the log does
    not tell: a question, not a finding.
    """

    classes: FieldClass
    is_exposure: bool
    citations: tuple[str, ...]


def excess(system: Law | None, law: Law | None, viewer: ViewerFacts) -> Excess:
    """Hold an old system's reach into ordinary bookings against the law. Juvenile and
    sealed ones it did not show to anybody whom it did not give that class.
    """
    somebody = with_every_role(viewer)
    allowed = reach(law, somebody, ORDINARY).classes
    beyond = reach(system, somebody, ORDINARY).classes & ~allowed
    return Excess(
        beyond,
        policy.is_forbidden(law, somebody),
        citations(law, somebody, beyond, allowed),
    )


def citations(
    law: Law | None, viewer: ViewerFacts, classes: FieldClass, allowed: FieldClass
) -> tuple[str, ...]:
    """The sections that each of these classes is closed by, without repetition."""
    if law is None:
        return (CONFIDENTIAL,) if classes else ()
    cited = []
    for field_class in FieldClass:
        if field_class & classes:
            why = policy.why_not(law, viewer, None, ORDINARY, field_class, allowed)
            rule = (
                why.rule
                if why.refusal is Refusal.NEVER
                else _opening(law, viewer, field_class)
            )
            cited.append(rule.citation if rule else CONFIDENTIAL)
    return tuple(dict.fromkeys(cited))


def _opening(law: Law, viewer: ViewerFacts, field_class: FieldClass):
    """The rule by which alone this class opens to this unit: on a basis."""
    return next(
        (
            rule
            for rule in law.rules
            if rule.bases
            and field_class in rule.classes
            and viewer.mission in rule.missions
        ),
        None,
    )
