"""What a law changes, by the rule that decides; and what it lacks."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from access import policy
from access.enums import (
    CLASSES,
    EVERYTHING,
    Basis,
    BookingKind,
    Certainty,
    Departments,
    DutyKind,
    Effect,
    FieldClass,
    Mission,
    Purpose,
    Role,
)
from access.law import Duty
from access.policy import BookingFacts, ViewerFacts
from access.reference import laws
from compliance import adoption

LAWS = [law for law in laws() if law.kind == "law"]
NEWEST = LAWS[-1]
T = datetime(2027, 1, 1, tzinfo=UTC)
NOW = T - timedelta(days=30)


def without(rule_id: str):
    rules = tuple(rule for rule in NEWEST.rules if rule.id != rule_id)
    return replace(NEWEST, rules=rules, sha256="1" * 64)


def with_rule(rule_id: str, **fields):
    rules = tuple(
        replace(rule, **fields) if rule.id == rule_id else rule for rule in NEWEST.rules
    )
    return replace(NEWEST, rules=rules, sha256="1" * 64)


def test_a_law_against_itself_changes_nothing():
    assert adoption.rule_changes(NEWEST, NEWEST) == []
    assert adoption.shifts(NEWEST, NEWEST) == []


# fmt: off
CHANGED = [
    ({"effect": Effect.NEVER},                        "It was allow, and is never."),
    ({"classes": FieldClass.CUSTODY},                 "Classes no longer: jail register, photo, description, birth date, other names."),
    ({"missions": frozenset({Mission.CRIMINAL, Mission.COURT})}, "Missions now also: court."),
    ({"roles": frozenset()},                          "Roles: officer before, every role now."),
    ({"purposes": frozenset({Purpose.PROSECUTION})},  "Purposes now also: prosecution."),
    ({"bookings": frozenset({BookingKind.ORDINARY})}, "Bookings no longer: juvenile, sealed."),
    ({"departments": Departments.INCLUDED},           "Units of a department that enforces immigration law were left out, and are included."),
    ({"certainty": Certainty.LOW},                    "The certainty was “found”, and is “low”."),
]
# fmt: on


@pytest.mark.parametrize(("fields", "sentence"), CHANGED, ids=[r[1] for r in CHANGED])
def test_a_changed_rule_is_told_in_words(fields, sentence):
    (change,) = adoption.rule_changes(
        NEWEST, with_rule("criminal-justice-agency", **fields)
    )

    assert (change.rule_id, change.word) == ("criminal-justice-agency", "changed")
    assert sentence in change.sentences


def test_a_rule_that_is_gone_or_new_is_told():
    gone = adoption.rule_changes(NEWEST, without("oversight"))
    new = adoption.rule_changes(without("oversight"), NEWEST)

    assert [(c.rule_id, c.word) for c in gone] == [("oversight", "gone")]
    assert [(c.rule_id, c.word) for c in new] == [("oversight", "new")]


def test_who_loses_what_and_nobody_else():
    found = adoption.shifts(NEWEST, without("criminal-justice-agency"))

    assert {s.mission for s in found} == {Mission.CRIMINAL}
    assert not any(s.gained for s in found)
    assert not any(s.in_department for s in found)
    assert {Role.OFFICER} == {role for s in found for role in s.roles}
    ordinary = [s for s in found if s.kind is BookingKind.ORDINARY]
    lost = {s.field_class: s.lost for s in ordinary}
    assert lost[FieldClass.IDENTITY] >= {
        (Basis.STANDING, Purpose.CRIMINAL_INVESTIGATION)
    }


def test_what_one_law_takes_the_other_gives():
    one = adoption.shifts(LAWS[0], LAWS[1])
    other = adoption.shifts(LAWS[1], LAWS[0])

    assert [(s.lost, s.gained) for s in one] == [(s.gained, s.lost) for s in other]
    assert any(s.mission is Mission.CIVIL_IMMIGRATION and s.lost for s in one)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.title)
def test_the_matrix_is_the_rule_itself(law):
    """Each cell, asked of the pure policy once more, role by role."""
    facts = {
        BookingKind.ORDINARY: BookingFacts(),
        BookingKind.JUVENILE: BookingFacts(is_juvenile=True),
        BookingKind.SEALED: BookingFacts(is_sealed=True),
    }
    groups = adoption.differences.roles_alike([law])
    assert sorted(role for group in groups for role in group) == sorted(Role)
    for mission, group in product((Mission.JAIL, Mission.CRIMINAL), groups):
        for role in group:
            alone = ViewerFacts(mission, frozenset({role}))
            first = ViewerFacts(mission, frozenset({group[0]}))
            assert adoption.openings(law, alone) == adoption.openings(law, first)
        found = adoption.openings(law, first)
        for kind, purpose in product(facts, Purpose):
            held = {Basis.STANDING: EVERYTHING}
            decided = policy.decide(law, first, purpose, facts[kind], held).allowed
            told = FieldClass(0)
            for field_class in CLASSES:
                ways = found.get((kind, field_class), frozenset())
                if ways & {(Basis.STANDING, purpose), (Basis.REGISTER, purpose)}:
                    told |= field_class
            assert told == decided


# --- What a law lacks -----------------------------------------------------------------

WHOLE = Duty(
    "training",
    DutyKind.TRAIN,
    "Train everybody.",
    "KCC 2.15",
    Certainty.FOUND,
    Role.PRIVACY_OFFICER,
    T,
    "The list.",
)


@pytest.mark.parametrize("kind", DutyKind)
@pytest.mark.parametrize(
    ("field", "empty", "word"),
    [("owner", None, "an owner"), ("due_at", None, "a date"), ("proof", "", "a proof")],
)
def test_a_duty_of_any_kind_that_lacks_something_is_refused(kind, field, empty, word):
    duty = replace(WHOLE, kind=kind, **{field: empty})
    law = replace(NEWEST, duties=(replace(WHOLE, id="other"), duty), effective_at=T)

    (sentence,) = adoption.missing(law)

    assert "'training'" in sentence
    assert word in sentence
    assert sentence in adoption.refusals(adoption.Draft(law, T), [], NOW)


def test_a_law_that_lacks_nothing_is_not_refused():
    law = replace(NEWEST, duties=(WHOLE,), effective_at=T, sha256="1" * 64)

    assert adoption.refusals(adoption.Draft(law, T), LAWS, NOW) == []
    assert adoption.warnings(law) == []


def test_a_law_that_trains_nobody_or_too_late_is_warned_of():
    late = replace(WHOLE, due_at=T + timedelta(days=1))
    law = replace(NEWEST, duties=(), effective_at=T)

    assert "tells nobody to train" in adoption.warnings(law)[0]
    assert "not trained on" in adoption.warnings(replace(law, duties=(late,)))[0]


def test_every_reason_is_told_at_once():
    law = replace(NEWEST, duties=(replace(WHOLE, proof="", due_at=NOW),))

    reasons = adoption.refusals(adoption.Draft(law, T), LAWS, NOW)

    assert len(reasons) == 6
