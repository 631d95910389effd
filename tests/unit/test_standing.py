"""The life of an account against the clock, moved by hand: a table a lawyer can read."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from access.enums import Standing
from access.standing import (
    AccountFacts,
    Circumstance,
    circumstances,
    next_change_at,
    standing,
    standing_of,
    training_due_at,
)

PACIFIC = ZoneInfo("America/Los_Angeles")
TICK = timedelta(microseconds=1)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
T = datetime(2026, 5, 1, 12, tzinfo=UTC)
OPENED = T - 400 * DAY
GOOD, WARNED, DORMANT = Standing.GOOD, Standing.WARNED, Standing.DORMANT
INVITED = Standing.INVITED
SUSPENDED, EXPIRED = Standing.SUSPENDED, Standing.EXPIRED
UNREVIEWED, UNTRAINED = Standing.UNREVIEWED, Standing.UNTRAINED


def facts(**said) -> AccountFacts:
    return AccountFacts(**{"opened_at": OPENED, "last_sign_in_at": T} | said)


# fmt: off
DAYS = [
    # days unused   outside      a custody unit of the jail
    (0,             GOOD,        GOOD),
    (59,            GOOD,        GOOD),
    (60,            WARNED,      WARNED),
    (75,            WARNED,      WARNED),
    (89,            WARNED,      WARNED),
    (90,            DORMANT,     DORMANT),
    (91,            DORMANT,     DORMANT),
]
INSTANTS = {
    # what is known of the account                       the instant       before      from it on
    "60 days unused":              ({},                                  T + 60 * DAY,   GOOD,       WARNED),
    "90 days unused":              ({},                                  T + 90 * DAY,   WARNED,     DORMANT),
    "90 days since reopened":      ({"last_sign_in_at": T - 300 * DAY, "reopened_at": T},
                                                                         T + 90 * DAY,   WARNED,     DORMANT),
    "reopened, used before":       ({"reopened_at": T - 5 * DAY},        T + 60 * DAY,   GOOD,       WARNED),
    "never used since opened":     ({"last_sign_in_at": None, "opened_at": T},
                                                                         T + 90 * DAY,   WARNED,     DORMANT),
    "an invitation of 30 days":    ({"last_sign_in_at": None, "opened_at": T, "unjoined_since": T},
                                                                         T + 30 * DAY,   INVITED,    EXPIRED),
    "a temporary account":         ({"expires_at": T + 72 * HOUR},       T + 72 * HOUR,  GOOD,       EXPIRED),
    "ended employment":            ({"expires_at": T + HOUR},            T + HOUR,       GOOD,       EXPIRED),
    "ended, of the jail":          ({"expires_at": T + HOUR, "is_jails_own": True},
                                                                         T + HOUR,       GOOD,       EXPIRED),
    "suspended":                   ({"suspended_at": T + HOUR},          T + HOUR,       GOOD,       SUSPENDED),
    "suspended, of the jail":      ({"suspended_at": T + HOUR, "is_jails_own": True},
                                                                         T + HOUR,       GOOD,       SUSPENDED),
    "its unit is closed":          ({"closed_at": T + HOUR},             T + HOUR,       GOOD,       SUSPENDED),
    "closed, of the jail":         ({"closed_at": T + HOUR, "is_jails_own": True},
                                                                         T + HOUR,       GOOD,       SUSPENDED),
    "the agreement ends":          ({"agreement_ends_at": T + HOUR},     T + HOUR,       GOOD,       EXPIRED),
    "the jail's order ends":       ({"agreement_ends_at": T + HOUR, "is_jails_own": True},
                                                                         T + HOUR,       GOOD,       GOOD),
    "a review is due":             ({"review_due_at": T + HOUR},         T + HOUR,       GOOD,       UNREVIEWED),
    "the jail's review is due":    ({"review_due_at": T + HOUR, "is_jails_own": True},
                                                                         T + HOUR,       GOOD,       GOOD),
    "training is due":             ({"training_due_at": T + HOUR},       T + HOUR,       GOOD,       UNTRAINED),
    "the jail's training is due":  ({"training_due_at": T + HOUR, "is_jails_own": True},
                                                                         T + HOUR,       GOOD,       GOOD),
}
# A day is 24 hours: no night of a clock change makes an account older or younger.
NIGHTS = {
    "spring forward, 2026":   datetime(2026, 3, 8, 1, 30, tzinfo=PACIFIC),
    "fall back, 2026":        datetime(2026, 11, 1, 0, 30, tzinfo=PACIFIC),
    "the hour that is twice": datetime(2026, 11, 1, 1, 30, fold=1, tzinfo=PACIFIC),
    "leap day, 2028":         datetime(2028, 2, 29, 12, tzinfo=PACIFIC),
    "the end of a year":      datetime(2027, 12, 31, 23, 59, tzinfo=PACIFIC),
}
# fmt: on


@pytest.mark.parametrize(("days", "outside", "own"), DAYS)
def test_days_without_use(days, outside, own):
    """Want of use closes the jail's own as well: nobody is there to miss it."""
    at = T + days * DAY

    assert standing(facts(), at) is outside
    assert standing(facts(is_jails_own=True), at) is own


@pytest.mark.parametrize(
    ("said", "instant", "before", "after"), INSTANTS.values(), ids=INSTANTS.keys()
)
def test_the_instant_before_and_the_instant_itself(said, instant, before, after):
    account = facts(**said)

    assert standing(account, instant - TICK) is before
    assert standing(account, instant) is after
    assert standing(account, instant + TICK) is after


def test_an_invitation_of_29_days_23_hours_and_59_minutes_still_waits():
    account = facts(last_sign_in_at=None, opened_at=T, unjoined_since=T)

    assert standing(account, T + 30 * DAY - timedelta(minutes=1)) is INVITED
    assert standing(account, T + 30 * DAY) is EXPIRED


@pytest.mark.parametrize("night", NIGHTS.values(), ids=NIGHTS.keys())
@pytest.mark.parametrize("days", [60, 90])
def test_over_a_night_of_a_clock_change_and_a_leap_day(night, days):
    """The days end on, begin on and lie around it; in the jail's zone and in UTC."""
    expected = {60: WARNED, 90: DORMANT}[days]
    for last_used in (
        night.astimezone(UTC),
        night.astimezone(UTC) - days * DAY,
        night.astimezone(UTC) - days // 2 * DAY,
    ):
        due = last_used + days * DAY
        account = facts(last_sign_in_at=last_used)
        for zone in (UTC, PACIFIC):
            assert standing(account, due.astimezone(zone)) is expected
            assert standing(account, (due - TICK).astimezone(zone)) is not expected


def test_a_training_on_a_leap_day_lasts_365_days():
    trained = datetime(2028, 2, 29, 12, tzinfo=UTC)
    due = training_due_at(T, trained)

    assert due == datetime(2029, 2, 28, 12, tzinfo=UTC)
    account = facts(last_sign_in_at=due - DAY, training_due_at=due)
    assert standing(account, due - TICK) is GOOD
    assert standing(account, due) is UNTRAINED


def test_reopening_moves_no_clock_but_the_one_of_dormancy():
    account = facts(last_sign_in_at=T - 300 * DAY, reopened_at=T)

    assert account.last_used_at == T - 300 * DAY
    assert account.unused_since == T
    assert next_change_at(account, T) == T + 60 * DAY


def test_an_older_reopening_makes_nobody_dormant_sooner():
    account = facts(last_sign_in_at=T, reopened_at=T - 89 * DAY)

    assert standing(account, T + 59 * DAY) is GOOD


# fmt: off
GRAVEST = [
    # all that holds                                                   is said to be
    (Circumstance(0),                                                  GOOD),
    (Circumstance.UNUSED_60_DAYS,                                      WARNED),
    (Circumstance.UNUSED_60_DAYS | Circumstance.UNTRAINED,             UNTRAINED),
    (Circumstance.UNTRAINED | Circumstance.UNREVIEWED,                 UNREVIEWED),
    (Circumstance.UNREVIEWED | Circumstance.UNUSED_90_DAYS,            DORMANT),
    (Circumstance.UNUSED_90_DAYS | Circumstance.FORBIDDEN,             Standing.FORBIDDEN),
    (Circumstance.FORBIDDEN | Circumstance.AGREEMENT_ENDED,            EXPIRED),
    (Circumstance.AGREEMENT_ENDED | Circumstance.JAILS_OWN,            GOOD),
    (Circumstance.EXPIRED | Circumstance.JAILS_OWN,                    EXPIRED),
    (Circumstance.EXPIRED | Circumstance.CLOSED,                       SUSPENDED),
    (Circumstance.CLOSED | Circumstance.JAILS_OWN,                     SUSPENDED),
    (Circumstance.UNUSED_90_DAYS | Circumstance.JAILS_OWN,             DORMANT),
]
# fmt: on


@pytest.mark.parametrize(("holds", "expected"), GRAVEST)
def test_the_gravest_of_all_that_holds(holds, expected):
    assert standing_of(holds) is expected


def test_all_of_it_is_told_not_only_the_gravest():
    account = facts(suspended_at=T, expires_at=T, review_due_at=T + DAY)

    assert circumstances(account, T) == Circumstance.SUSPENDED | Circumstance.EXPIRED
