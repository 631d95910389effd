"""Law 5. Access never grows by itself: whatever is lost, forbidden, ended or merely
gets older takes away, and gives nothing to anybody.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from access.enums import (
    EVERYTHING,
    GRANT_BASES,
    NOTHING,
    BookingKind,
    Certainty,
    Departments,
    Effect,
    FieldClass,
    LawKind,
    Mission,
    Purpose,
    Role,
    Standing,
)
from access.law import Law, Rule
from access.policy import SOURCES, BookingFacts, ViewerFacts, decide
from access.reference import laws
from access.standing import AccountFacts, may_sign_in, standing

LAWS = laws()
EXAMPLES = settings(max_examples=2000, deadline=None)
MASKS = st.integers(0, int(EVERYTHING)).map(FieldClass)


def subset(vocabulary, **limits):
    return st.frozensets(st.sampled_from(sorted(vocabulary)), **limits)


VIEWERS = st.builds(
    ViewerFacts,
    mission=st.sampled_from([None, *Mission]),
    roles=subset(Role, max_size=3),
    in_immigration_department=st.booleans(),
    standing=st.sampled_from(Standing),
)
BOOKINGS = st.builds(BookingFacts, is_juvenile=st.booleans(), is_sealed=st.booleans())
PURPOSES = st.sampled_from([None, *Purpose])
HELD = st.dictionaries(st.sampled_from(SOURCES), MASKS)
RULES = st.builds(
    Rule,
    id=st.uuids().map(str),
    effect=st.sampled_from(Effect),
    classes=st.integers(1, int(EVERYTHING)).map(FieldClass),
    text=st.just("text"),
    citation=st.just("citation"),
    certainty=st.just(Certainty.FOUND),
    missions=subset(Mission),
    roles=subset(Role, max_size=3),
    purposes=subset(Purpose),
    bases=subset(GRANT_BASES),
    bookings=subset(BookingKind, min_size=1),
    departments=st.sampled_from(Departments),
)


def _law(rules) -> Law:
    return replace(LAWS[-1], rules=tuple(rules), sha256="0" * 64, kind=LawKind.LAW)


ANY_LAW = st.one_of(
    st.sampled_from(LAWS), st.lists(RULES, min_size=1, max_size=10).map(_law)
)


@EXAMPLES
@given(ANY_LAW, VIEWERS, PURPOSES, BOOKINGS, HELD, st.sampled_from(SOURCES), MASKS)
def test_what_is_no_longer_held_shows_nothing_more(
    law, viewer, purpose, booking, held, source, lost
):
    """An expired grant, an ended agreement, a revoked permission, a deleted row."""
    fewer = held | {source: held.get(source, NOTHING) & ~lost}
    gone = {basis: classes for basis, classes in held.items() if basis is not source}
    before = decide(law, viewer, purpose, booking, held).allowed

    assert decide(law, viewer, purpose, booking, fewer).allowed & ~before == NOTHING
    assert decide(law, viewer, purpose, booking, gone).allowed & ~before == NOTHING


@EXAMPLES
@given(ANY_LAW, VIEWERS, PURPOSES, BOOKINGS, HELD, RULES)
def test_a_never_rule_takes_away_and_gives_nothing(
    law, viewer, purpose, booking, held, rule
):
    never = replace(rule, effect=Effect.NEVER, bases=frozenset())
    before = decide(law, viewer, purpose, booking, held).allowed

    after = decide(_law([*law.rules, never]), viewer, purpose, booking, held).allowed

    assert after & ~before == NOTHING


@EXAMPLES
@given(ANY_LAW, VIEWERS, PURPOSES, BOOKINGS, HELD, st.integers(0, 9))
def test_a_permitting_rule_that_is_dropped_gives_nothing(
    law, viewer, purpose, booking, held, place
):
    dropped = law.rules[place % len(law.rules)]
    assume(dropped.effect is not Effect.NEVER)
    rest = [rule for rule in law.rules if rule is not dropped]
    before = decide(law, viewer, purpose, booking, held).allowed

    after = decide(_law(rest), viewer, purpose, booking, held).allowed

    assert after & ~before == NOTHING


@EXAMPLES
@given(st.sampled_from(LAWS), VIEWERS, PURPOSES, BOOKINGS, HELD)
def test_a_lost_role_shows_nothing_more(law, viewer, purpose, booking, held):
    """Under every law there is. (A never-rule for one role alone would be lifted by
    losing it: no law names a role so, and the next test keeps it so.)
    """
    before = decide(law, viewer, purpose, booking, held).allowed
    for role in viewer.roles:
        fewer = replace(viewer, roles=viewer.roles - {role})

        after = decide(law, fewer, purpose, booking, held).allowed

        assert after & ~before == NOTHING, role


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.title)
def test_no_never_rule_is_lifted_by_losing_a_role(law):
    for rule in law.rules:
        if rule.effect is Effect.NEVER:
            assert not rule.roles, f"{rule.id}: whoever drops the role is let in"
            assert not rule.purposes, f"{rule.id}: whoever says another is let in"


@EXAMPLES
@given(ANY_LAW, VIEWERS, PURPOSES, BOOKINGS, HELD)
def test_a_worse_standing_shows_nothing_more(law, viewer, purpose, booking, held):
    good = replace(viewer, standing=Standing.GOOD)
    before = decide(law, good, purpose, booking, held).allowed

    after = decide(law, viewer, purpose, booking, held).allowed

    assert after & ~before == NOTHING


@EXAMPLES
@given(ANY_LAW, VIEWERS, PURPOSES, BOOKINGS, HELD)
def test_a_booking_that_is_sealed_is_shown_to_nobody_new(
    law, viewer, purpose, booking, held
):
    """Whoever sees a sealed booking is one to whom the law opens what is sealed."""
    sealed = replace(booking, is_sealed=True)

    allowed = decide(law, viewer, purpose, sealed, held).allowed

    assert not allowed or FieldClass.PROTECTED in allowed


@EXAMPLES
@given(ANY_LAW, VIEWERS, PURPOSES, BOOKINGS, HELD)
def test_a_law_that_is_not_there_allows_nothing(law, viewer, purpose, booking, held):
    assert decide(None, viewer, purpose, booking, held).allowed == NOTHING


INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(
    lambda at: at.replace(tzinfo=UTC)
)
MAYBE = st.one_of(st.none(), INSTANTS)


@EXAMPLES
@given(
    st.builds(
        AccountFacts,
        opened_at=INSTANTS,
        last_sign_in_at=MAYBE,
        suspended_at=MAYBE,
        expires_at=MAYBE,
        review_due_at=MAYBE,
        is_forbidden=st.booleans(),
        is_jails_own=st.booleans(),
    ),
    INSTANTS,
    st.integers(1, 400 * 24 * 60),
)
def test_passing_time_opens_no_account(facts, at, minutes):
    """What is closed stays closed until somebody does something."""
    later = at + timedelta(minutes=minutes)
    closed_now = not may_sign_in(standing(facts, at), holds_judicial_grant=False)

    if closed_now:
        assert not may_sign_in(standing(facts, later), holds_judicial_grant=False)
