"""Law 5. Access never grows by itself: whatever is lost, forbidden, ended or merely
gets older takes away, and gives nothing to anybody.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from access.enums import (
    EVERYTHING,
    GRANT_BASES,
    NOTHING,
    BookingKind,
    Certainty,
    Departments,
    Effect,
    FieldClass,
    Mission,
    Purpose,
    Role,
    Standing,
)
from access.law import Law, Rule
from access.policy import SOURCES, BookingFacts, Held, ViewerFacts, decide
from access.reference import laws
from access.standing import AccountFacts, may_sign_in, standing

LAWS = laws()
EXAMPLES = 2000
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Case:
    """One question, under a law we ship or one of rules drawn by chance."""

    chance: random.Random
    law: Law
    viewer: ViewerFacts
    purpose: Purpose | None
    booking: BookingFacts
    held: Held

    def allowed(self, **changed) -> FieldClass:
        asked = {name: getattr(self, name) for name in _PARTS} | changed
        return decide(*(asked[name] for name in _PARTS)).allowed


_PARTS = ("law", "viewer", "purpose", "booking", "held")


def some(chance, vocabulary, most=3) -> frozenset:
    words = list(vocabulary)
    return frozenset(chance.sample(words, chance.randint(0, min(most, len(words)))))


def mask(chance) -> FieldClass:
    return FieldClass(chance.randint(0, int(EVERYTHING)))


def a_rule(chance, effect: Effect | None = None) -> Rule:
    return Rule(
        id=str(chance.random()),
        effect=effect or chance.choice(list(Effect)),
        classes=mask(chance),
        text="text",
        citation="citation",
        certainty=Certainty.FOUND,
        missions=some(chance, Mission, 9),
        roles=some(chance, Role),
        purposes=some(chance, Purpose, 9),
        bases=some(chance, GRANT_BASES, 9),
        bookings=some(chance, BookingKind) or frozenset(BookingKind),
        departments=chance.choice(list(Departments)),
    )


def of_rules(rules) -> Law:
    return replace(LAWS[-1], rules=tuple(rules), sha256="0" * 64)


def cases(seed: int, *, ours: bool = False) -> Iterator[Case]:
    """``ours``: only laws that we ship."""
    chance = random.Random(seed)
    for _ in range(EXAMPLES):
        yield Case(
            chance,
            chance.choice(LAWS)
            if ours or chance.random() < 0.5
            else of_rules(a_rule(chance) for _ in range(chance.randint(1, 8))),
            ViewerFacts(
                chance.choice([None, *Mission]),
                some(chance, Role),
                chance.random() < 0.3,
                chance.choice([Standing.GOOD, *Standing]),
            ),
            chance.choice([None, *Purpose]),
            BookingFacts(chance.random() < 0.3, chance.random() < 0.3),
            {source: mask(chance) for source in some(chance, SOURCES, 4)},
        )


def test_the_cases_are_such_that_something_is_allowed():
    opened = [case.allowed() & ~FieldClass.REGISTER for case in cases(0)]

    assert sum(map(bool, opened)) > EXAMPLES / 10


def test_what_is_no_longer_held_shows_nothing_more():
    """An expired grant, an ended agreement, a revoked permission, a deleted row."""
    for case in cases(1):
        before = case.allowed()
        for source, classes in case.held.items():
            narrower = case.held | {source: classes & mask(case.chance)}
            gone = {s: c for s, c in case.held.items() if s is not source}

            assert case.allowed(held=narrower) & ~before == NOTHING, case
            assert case.allowed(held=gone) & ~before == NOTHING, case


def test_a_never_rule_takes_away_and_gives_nothing():
    for case in cases(2):
        never = replace(a_rule(case.chance, Effect.NEVER), bases=frozenset())
        law = of_rules([*case.law.rules, never])

        assert case.allowed(law=law) & ~case.allowed() == NOTHING, case


def test_a_permitting_rule_that_is_dropped_gives_nothing():
    for case in cases(3):
        dropped = case.chance.choice(case.law.rules)
        if dropped.effect is Effect.NEVER:
            continue
        law = of_rules(rule for rule in case.law.rules if rule is not dropped)

        assert case.allowed(law=law) & ~case.allowed() == NOTHING, case


def test_a_lost_role_shows_nothing_more():
    """Under every law there is. A never-rule for one role alone would be lifted by
    losing it: the next test keeps such a rule out.
    """
    for case in cases(4, ours=True):
        for role in case.viewer.roles:
            fewer = replace(case.viewer, roles=case.viewer.roles - {role})

            assert case.allowed(viewer=fewer) & ~case.allowed() == NOTHING, case


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.title)
def test_no_never_rule_is_lifted_by_losing_a_role_or_saying_another_purpose(law):
    for rule in law.rules:
        if rule.effect is Effect.NEVER:
            assert not rule.roles, f"{rule.id}: whoever drops the role is let in"
            assert not rule.purposes, f"{rule.id}: whoever says another is let in"


def test_a_worse_standing_shows_nothing_more():
    for case in cases(5):
        good = replace(case.viewer, standing=Standing.GOOD)

        assert case.allowed() & ~case.allowed(viewer=good) == NOTHING, case


def test_a_closed_account_is_shown_what_the_public_is():
    """By the rule itself, also where a session was left open."""
    closed = (Standing.SUSPENDED, Standing.EXPIRED, Standing.DORMANT)
    for case in cases(9):
        public = case.allowed(viewer=ViewerFacts(None), held={})
        for standing_ in (*closed, Standing.UNREVIEWED):
            viewer = replace(case.viewer, standing=standing_)

            assert case.allowed(viewer=viewer) & ~public == NOTHING, case


def test_a_sealed_or_juvenile_booking_is_shown_to_whom_the_law_opens_what_is_protected():
    for case in cases(6):
        for booking in (BookingFacts(is_sealed=True), BookingFacts(is_juvenile=True)):
            allowed = case.allowed(booking=booking)

            assert not allowed or FieldClass.PROTECTED in allowed, case


def test_a_law_that_is_not_there_allows_nothing():
    for case in cases(7):
        assert case.allowed(law=None) == NOTHING


def test_passing_time_opens_no_account():
    """What is closed stays closed until somebody does something."""
    chance = random.Random(8)

    def instant():
        return BEGIN + timedelta(minutes=chance.randint(0, 365 * 1440))

    closed = 0
    for _ in range(EXAMPLES):
        facts = AccountFacts(
            opened_at=instant(),
            last_sign_in_at=chance.choice([None, instant()]),
            suspended_at=chance.choice([None, instant()]),
            expires_at=chance.choice([None, instant()]),
            review_due_at=chance.choice([None, instant()]),
            is_forbidden=chance.random() < 0.3,
            is_jails_own=chance.random() < 0.5,
        )
        at = instant()
        later = at + timedelta(minutes=chance.randint(1, 400 * 1440))
        if may_sign_in(standing(facts, at), holds_judicial_grant=False):
            continue
        closed += 1

        assert not may_sign_in(standing(facts, later), holds_judicial_grant=False)
    assert EXAMPLES / 10 < closed < EXAMPLES
