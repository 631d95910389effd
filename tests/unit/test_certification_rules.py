"""Reviews of accounts: when, who, what for, and which count for nothing. Pure tables."""

from datetime import UTC, date, datetime, timedelta

import pytest

from access.enums import Mission, Role
from access.rules import RuleViolation, check_narrowing
from compliance import certification_rules as rules
from compliance.enums import ReviewDecision, ReviewReason, VoidReason

KEPT, NARROWED, CLOSED = ReviewDecision
DAY = timedelta(days=1)
# Midnight in Seattle of the first of November 2026, a Sunday on which summer time ends.
NOVEMBER = datetime(2026, 11, 1, 7, tzinfo=UTC)


# fmt: off
MONTHS = [
    # at                                         month               due, if opened then
    (NOVEMBER,                                   date(2026, 11, 1),  datetime(2026, 11, 15, 8, tzinfo=UTC)),
    (NOVEMBER - timedelta(microseconds=1),       date(2026, 10, 1),  NOVEMBER + 14 * DAY),
    (NOVEMBER + 20 * DAY,                        date(2026, 11, 1),  NOVEMBER + 34 * DAY),
    (datetime(2028, 2, 29, 12, tzinfo=UTC),      date(2028, 2, 1),   datetime(2028, 3, 14, 12, tzinfo=UTC)),
]
# fmt: on


@pytest.mark.parametrize(("at", "month", "due"), MONTHS)
def test_a_campaign_is_of_the_jails_month_and_leaves_fourteen_days(at, month, due):
    assert rules.month_of(at) == month
    assert abs(rules.due_at(month, at) - due) <= timedelta(microseconds=1)


@pytest.mark.parametrize("day", range(0, 800, 3))
def test_whoever_is_kept_is_asked_about_again_within_two_months(day):
    at = NOVEMBER + day * DAY
    assert at < rules.next_due_at(at) <= at + 62 * DAY


# fmt: off
REMINDERS = [
    # before it is due              reminder
    (timedelta(days=8),              None),
    (timedelta(days=7),              7),
    (timedelta(days=2),              7),
    (timedelta(days=1),              1),
    (timedelta(seconds=1),           1),
    (timedelta(0),                   None),
    (-timedelta(days=1),             None),
]
# fmt: on


@pytest.mark.parametrize(("left", "reminder"), REMINDERS)
def test_reviewers_are_reminded_seven_days_and_one_day_before(left, reminder):
    assert rules.reminder_due(NOVEMBER + left, NOVEMBER) == reminder


def test_overdue_is_counted_in_hours_from_the_instant_on():
    hour = timedelta(hours=1)
    due = NOVEMBER
    assert [
        rules.overdue_hours(due, due + late)
        for late in (-hour, 0 * hour, hour, 25.5 * hour)
    ] == [None, 1, 1, 26]
    assert rules.overdue_hours(None, due) is None


# --- Who -------------------------------------------------------------------------------

HERE, ELSEWHERE = 1, 2
OUTSIDE = rules.Reviewed(HERE, Mission.CRIMINAL)
JAIL = rules.Reviewed(HERE, Mission.JAIL, agency_is_the_jail=True)
NURSING = rules.Reviewed(ELSEWHERE, Mission.HEALTH)
OFFICER, COORDINATOR = frozenset({Role.OFFICER}), frozenset({Role.COORDINATOR})

# fmt: off
WHO = [
    # role                      agency     the jail's  unit     of whom      may
    (Role.COORDINATOR,          HERE,      False,      OUTSIDE, OFFICER,     True),
    (Role.COORDINATOR,          ELSEWHERE, False,      OUTSIDE, OFFICER,     False),
    (Role.COORDINATOR,          HERE,      False,      OUTSIDE, COORDINATOR, True),
    (Role.OFFICER,              HERE,      False,      OUTSIDE, OFFICER,     False),
    (Role.ADMINISTRATOR,        ELSEWHERE, True,       OUTSIDE, OFFICER,     False),
    (Role.ADMINISTRATOR,        ELSEWHERE, True,       OUTSIDE, COORDINATOR, True),
    (Role.ADMINISTRATOR,        ELSEWHERE, False,      OUTSIDE, COORDINATOR, False),
    (Role.SHIFT_SUPERVISOR,     ELSEWHERE, True,       OUTSIDE, COORDINATOR, False),
    (Role.SHIFT_SUPERVISOR,     HERE,      True,       JAIL,    OFFICER,     True),
    (Role.RECORDS_SUPERVISOR,   HERE,      True,       JAIL,    OFFICER,     True),
    (Role.ADMINISTRATOR,        HERE,      True,       JAIL,    OFFICER,     True),
    (Role.SHIFT_SUPERVISOR,     HERE,      True,       NURSING, OFFICER,     True),
    (Role.SHIFT_SUPERVISOR,     HERE,      False,      JAIL,    OFFICER,     False),
    (Role.CUSTODY_OFFICER,      HERE,      True,       JAIL,    OFFICER,     False),
    (Role.PRIVACY_OFFICER,      HERE,      True,       JAIL,    OFFICER,     False),
    (Role.AUDITOR,              HERE,      True,       JAIL,    OFFICER,     False),
]
# fmt: on


@pytest.mark.parametrize(("role", "agency", "jails", "unit", "of_whom", "may"), WHO)
def test_who_reviews_whom(role, agency, jails, unit, of_whom, may):
    who = rules.Reviewer(7, agency, frozenset({role}), is_of_the_jail=jails)
    assert rules.may_review(who, unit, of_whom) is may


# --- Why -------------------------------------------------------------------------------

WORDS = "on leave until the spring"
# fmt: off
ANSWERS = [
    # decision  reason                    words    unused    may be given
    (KEPT,      None,                     "",      0 * DAY,  True),
    (KEPT,      None,                     "",      59 * DAY, True),
    (KEPT,      None,                     "",      60 * DAY, False),
    (KEPT,      ReviewReason.LEAVE,       "",      60 * DAY, False),
    (KEPT,      None,                     WORDS,   60 * DAY, False),
    (KEPT,      ReviewReason.LEAVE,       WORDS,   60 * DAY, True),
    (KEPT,      ReviewReason.LEFT,        WORDS,   60 * DAY, False),
    (KEPT,      ReviewReason.LEAVE,       "   ok", 60 * DAY, False),
    (NARROWED,  None,                     WORDS,   0 * DAY,  False),
    (NARROWED,  ReviewReason.DUTIES,      "",      0 * DAY,  False),
    (NARROWED,  ReviewReason.DUTIES,      WORDS,   0 * DAY,  True),
    (CLOSED,    None,                     "",      0 * DAY,  False),
    (CLOSED,    ReviewReason.LEFT,        WORDS,   0 * DAY,  True),
    (CLOSED,    ReviewReason.LEAVE,       WORDS,   0 * DAY,  False),
]
# fmt: on


@pytest.mark.parametrize(("decision", "reason", "words", "unused", "may"), ANSWERS)
def test_which_answers_say_enough(decision, reason, words, unused, may):
    answer = rules.Answer(decision, reason, words)
    if may:
        rules.check_answer(answer, unused)
        return
    with pytest.raises(RuleViolation):
        rules.check_answer(answer, unused)


# fmt: off
NARROWINGS = [
    # has   keeps   may
    ("ab",  "a",    True),
    ("ab",  "ab",   False),
    ("ab",  "",     False),
    ("ab",  "ac",   False),
    ("ab",  "abc",  False),
    ("a",   "a",    False),
]
# fmt: on


@pytest.mark.parametrize(("has", "keeps", "may"), NARROWINGS)
def test_narrowing_only_takes_away(has, keeps, may):
    if may:
        check_narrowing(frozenset(has), frozenset(keeps))
        return
    with pytest.raises(RuleViolation):
        check_narrowing(frozenset(has), frozenset(keeps))


# --- What counts -----------------------------------------------------------------------

ALL_YES, TRAP = VoidReason.ALL_YES_IN_SECONDS, VoidReason.TRAP_KEPT
# A line: k kept, n narrowed, c closed; capitals are planted.
# fmt: off
REVIEWS = [
    # lines    seconds each                 all    void for
    ("kkkkC",  [9, 9, 9, 9, 9],             True,  None),
    ("kkkkK",  [9, 9, 9, 9, 9],             True,  TRAP),
    ("kkkkN",  [9, 9, 9, 9, 9],             True,  TRAP),
    ("K",      [900],                       False, TRAP),
    ("kkkkC",  [2.9] * 5,                   True,  ALL_YES),
    ("kkkkC",  [3.0] * 5,                   True,  None),
    ("kkkkC",  [2.9] * 5,                   False, None),
    ("kkkcC",  [1] * 5,                     True,  None),
    ("kkknC",  [1] * 5,                     True,  None),
    ("kkkkkk", [60, 1, 1, 1, 1, 1],         True,  ALL_YES),
    ("kkkkk",  [0, 0, 3, 3, 3],             True,  ALL_YES),
    ("kkkk",   [0, 3, 3, 3],                True,  None),
    ("kkkkk",  [0, 1, 3, 3, 3],             True,  None),
    ("k",      [1],                         True,  None),
    ("kC",     [1, 1],                      True,  ALL_YES),
    ("k",      [20],                        True,  None),
    ("C",      [0],                         True,  None),
    ("",       [],                          True,  None),
]
# fmt: on
_OF = {"k": KEPT, "n": NARROWED, "c": CLOSED}


@pytest.mark.parametrize(("lines", "seconds", "is_all", "void"), REVIEWS)
def test_which_reviews_count_for_nothing(lines, seconds, is_all, void):
    decided = [
        rules.Decided(_OF[letter.lower()], took, is_trap=letter.isupper())
        for letter, took in zip(lines, seconds, strict=True)
    ]
    assert rules.verdict(decided, is_all=is_all) is void


def test_time_counts_from_the_page_and_from_the_line_before():
    at = [NOVEMBER + timedelta(seconds=s) for s in (10, 12, 20)]

    assert rules.seconds_between(NOVEMBER, at) == [10, 2, 8]
    assert rules.seconds_between(None, at) == [0, 2, 8], "never opened: no time at all"
    assert rules.seconds_between(NOVEMBER + timedelta(seconds=15), at)[0] == 0
    assert rules.seconds_between(NOVEMBER, []) == []


def test_the_more_accounts_the_more_traps_and_never_none():
    assert [rules.traps_for(n) for n in (1, 24, 25, 50, 75, 9999)] == [1, 1, 2, 3, 4, 4]
