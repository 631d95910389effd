"""The training on a law: what to read, and questions that the law itself answers.

Pure: no Django, no clock. A question is a case put to ``policy.decide``; its right
answer is what the rule says under that very law, and is written down nowhere else.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from access import policy
from access.enums import (
    CLASS_LABELS,
    CLASSES,
    EVERYTHING,
    Basis,
    Effect,
    FieldClass,
    Mission,
    Purpose,
    Role,
    Standing,
)
from access.law import Law, Rule
from access.policy import BookingFacts, Held, Refusal, ViewerFacts

QUESTIONS = 8
_OF_OWN_WORK = 5

# Past the register, which is everybody's.
ASKED_ABOUT = tuple(
    c for c in CLASSES if c not in FieldClass.REGISTER | FieldClass.PROTECTED
)
_IMMIGRATION = ViewerFacts(
    Mission.CIVIL_IMMIGRATION, frozenset({Role.OFFICER}), in_immigration_department=True
)
_MIXED = ViewerFacts(Mission.MIXED, frozenset({Role.OFFICER}))
_STANDING: Held = {Basis.STANDING: EVERYTHING}

BECAUSE = {
    Refusal.DOOR: "Of such a booking nothing at all is shown, as if it were not there.",
    Refusal.NEVER: "The law says never.",
    Refusal.STANDING: "A closed account is shown nothing.",
    Refusal.NO_RULE: "No rule of this law allows it, and what none allows is refused.",
    Refusal.NEEDS_BASIS: "This law allows it only on a paper or an approved request.",
    Refusal.NOT_HELD: "The rule allows it, and no agreement opens it to this unit.",
}


@dataclass(frozen=True, slots=True)
class Case:
    """Somebody, what for, which booking, what they hold, and what they want to see.
    ``field_class`` None: anything at all.
    """

    id: str
    text: str
    viewer: ViewerFacts
    purpose: Purpose | None
    field_class: FieldClass | None
    held: Held
    booking: BookingFacts = field(default_factory=BookingFacts)


@dataclass(frozen=True, slots=True)
class Question:
    """A case, the rule's own answer under one law, and what says so."""

    id: str
    text: str
    answer: bool
    because: str
    rule: Rule | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody has come. ``waiting``: questions not yet rightly answered;
    ``asked``: how many there are; ``missed``: how many were not right at once.
    """

    law_id: int
    began_at: datetime
    purpose: Purpose | None
    waiting: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    asked: int = 0

    @property
    def is_done(self) -> bool:
        return bool(self.asked) and not self.waiting

    @property
    def answered_right(self) -> int:
        return self.asked - len(self.missed)

    def minutes(self, at: datetime) -> int:
        return int((at - self.began_at).total_seconds() // 60)

    def as_words(self) -> dict:
        return {
            "law_id": self.law_id,
            "began_at": self.began_at.isoformat(),
            "purpose": self.purpose,
            "waiting": list(self.waiting),
            "missed": list(self.missed),
            "asked": self.asked,
        }

    @classmethod
    def of_words(cls, kept: dict) -> "Progress":
        return cls(
            law_id=kept["law_id"],
            began_at=datetime.fromisoformat(kept["began_at"]),
            purpose=Purpose(kept["purpose"]) if kept["purpose"] else None,
            waiting=tuple(kept["waiting"]),
            missed=tuple(kept["missed"]),
            asked=kept["asked"],
        )


def asking(progress: Progress, found: tuple[Question, ...]) -> Progress:
    """The questions begin."""
    ids = tuple(question.id for question in found)
    return replace(progress, waiting=ids, missed=(), asked=len(ids))


def answered(progress: Progress, question: Question, said: bool) -> Progress:
    """Right: the next one. Wrong: it is asked again, after all the others."""
    rest = tuple(i for i in progress.waiting if i != question.id)
    if said is question.answer:
        return replace(progress, waiting=rest)
    missed = (*(i for i in progress.missed if i != question.id), question.id)
    return replace(progress, waiting=(*rest, question.id), missed=missed)


def reading(law: Law, viewer: ViewerFacts) -> dict[Effect, list[Rule]]:
    """The rules that reach this viewer, by what they do; the register is everybody's."""
    found: dict[Effect, list[Rule]] = {effect: [] for effect in Effect}
    for rule in policy.rules_reaching(law, _at_work(viewer)):
        found[rule.effect].append(rule)
    return found


def questions(
    law: Law, viewer: ViewerFacts, purpose: Purpose | None, *, seed: str
) -> tuple[Question, ...]:
    """Eight questions: what reaches this viewer's own work, and what everybody must know
    of immigration enforcement. Another seed asks others, in another order.
    """
    viewer = _at_work(viewer)
    own = _balanced(
        _shuffled([_asked(law, case) for case in _own_work(viewer, purpose)], seed)
    )
    warrants = [_asked(law, case) for case in _with_warrant()]
    if not any(question.answer for question in own):
        # Whose own work opens nothing is asked what does open something.
        warrants = [q for q in warrants if q.answer] or warrants
    shared = [
        _first(found, seed)
        for found in (
            [_asked(law, case) for case in _without_paper()],
            [_asked(law, case) for case in _detainers()],
            warrants,
        )
    ]
    return tuple(_shuffled([*shared, *own], seed))


def _at_work(viewer: ViewerFacts) -> ViewerFacts:
    """Whoever is still to be trained is told what holds once they are."""
    return replace(viewer, standing=Standing.GOOD)


def _shuffled(found: list[Question], seed: str) -> list[Question]:
    def place(question: Question) -> bytes:
        return hashlib.sha256(f"{seed}|{question.id}".encode()).digest()

    return sorted(found, key=place)


def _first(found: list[Question], seed: str) -> Question:
    return _shuffled(found, seed)[0]


def _balanced(found: list[Question]) -> list[Question]:
    """So that neither yes nor no is always right, where the law leaves both."""
    yes = [q for q in found if q.answer]
    no = [q for q in found if not q.answer]
    some = yes[:2] + no[: max(2, _OF_OWN_WORK - 1 - len(yes[:2]))]
    return (some + [q for q in found if q not in some])[:_OF_OWN_WORK]


def _asked(law: Law, case: Case) -> Question:
    decision = policy.decide(law, case.viewer, case.purpose, case.booking, case.held)
    wanted = case.field_class
    answer = bool(decision) if wanted is None else bool(wanted & decision.allowed)
    because, rule = _why(law, case, decision, answer=answer)
    return Question(case.id, case.text, answer, because, rule)


def _why(law: Law, case: Case, decision, *, answer: bool) -> tuple[str, Rule | None]:
    if answer:
        rules = [law.rule(rule_id) for rule_id in decision.rules]
        about = (
            r for r in rules if case.field_class is None or case.field_class & r.classes
        )
        return "This rule allows it.", next(about, None)
    refused = policy.why_not(
        law,
        case.viewer,
        case.purpose,
        case.booking,
        case.field_class or FieldClass.PROTECTED,
        decision.allowed,
    )
    return BECAUSE[refused.refusal], refused.rule


def _own_work(viewer: ViewerFacts, purpose: Purpose | None) -> Iterator[Case]:
    working = f"You work {_aim(purpose)}"
    civil = Purpose.CIVIL_IMMIGRATION
    for c in ASKED_ABOUT:
        label = _named(c)
        warranted = {**_STANDING, Basis.JUDICIAL_WARRANT: c}
        asked = {
            "standing": f"{working}, under an agreement that names everything. May you "
            f"be shown {label} of an adult's booking, without any paper?",
            "warrant": f"{working}. A judge has signed a warrant that names {label}, "
            "and two people have approved it. May you be shown it?",
            "immigration_purpose": "You state that you work for civil immigration "
            f"enforcement, under the same agreement. May you be shown {label} of an "
            "adult's booking?",
        }
        held = {"standing": (purpose, _STANDING), "warrant": (purpose, warranted)}
        for kind, text in asked.items():
            aim, holding = held.get(kind, (civil, _STANDING))
            yield Case(f"{kind}:{c.word}", text, viewer, aim, c, holding)
    for word, facts in _KINDS.items():
        text = (
            f"{working}, under an agreement that names everything. May you be shown "
            f"anything of a {word} booking, without any paper?"
        )
        yield Case(f"kind:{facts.kind}", text, viewer, purpose, None, _STANDING, facts)


def _named(field_class: FieldClass) -> str:
    return f"“{CLASS_LABELS[field_class]}”"


def _aim(purpose: Purpose | None) -> str:
    return f"for {purpose.label.lower()}" if purpose else "for no stated purpose"


_KINDS = {
    "juvenile's": BookingFacts(is_juvenile=True),
    "sealed": BookingFacts(is_sealed=True),
}


def _without_paper() -> Iterator[Case]:
    for c in ASKED_ABOUT:
        label = _named(c)
        yield Case(
            f"civil:{c.word}",
            f"May a unit of civil immigration be shown {label} of an adult's booking "
            "without a judge's paper?",
            _IMMIGRATION,
            Purpose.CIVIL_IMMIGRATION,
            c,
            _STANDING,
        )
        yield Case(
            f"mixed:{c.word}",
            "A unit investigates crimes and has immigration work among its duties. May "
            f"it be shown {label} of an adult's booking without a judge's paper?",
            _MIXED,
            Purpose.CRIMINAL_INVESTIGATION,
            c,
            _STANDING,
        )


def _detainers() -> Iterator[Case]:
    """No paper of an immigration officer is a basis: whoever brings one holds nothing."""
    for form in ("detainer, form I-247A,", "administrative warrant, form I-200,"):
        for c in ASKED_ABOUT:
            yield Case(
                f"paper:{form}:{c.word}",
                f"A {form} arrives, signed by an immigration officer. Does it open "
                f"{_named(c)} to the unit that sent it?".replace(
                    "A administrative", "An administrative"
                ),
                _IMMIGRATION,
                Purpose.CIVIL_IMMIGRATION,
                c,
                {},
            )


def _with_warrant() -> Iterator[Case]:
    works = {
        Purpose.CRIMINAL_INVESTIGATION: "to investigate a crime",
        Purpose.CIVIL_IMMIGRATION: "to deport somebody",
    }
    for purpose, aim in works.items():
        for c in ASKED_ABOUT:
            yield Case(
                f"civil_warrant:{purpose}:{c.word}",
                f"A unit of civil immigration works {aim} and brings a warrant signed by "
                f"a judge that names {_named(c)} of one person. Two people "
                "have approved it. May it be shown that?",
                _IMMIGRATION,
                purpose,
                c,
                {Basis.JUDICIAL_WARRANT: c},
            )
