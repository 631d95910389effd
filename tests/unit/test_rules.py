"""What a record's state permits: one row for each answer of each check."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from access.enums import Basis, FieldClass, Role, Standing
from access.policy import Opening, Terms
from access.standing import AccountFacts, may_sign_in, next_change_at, standing
from bookings import rules as bookings
from bookings.enums import DischargeReason
from bookings.selectors import Cursor
from warrants import rules as warrants
from warrants.enums import RequestStatus
from warrants.rules import Decider

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)

# --- Standing --------------------------------------------------------------------------

# fmt: off
STANDINGS = [
    # days unused  and                                                  standing
    (0,   {},                                                           Standing.GOOD),
    (59,  {},                                                           Standing.GOOD),
    (60,  {},                                                           Standing.WARNED),
    (89,  {},                                                           Standing.WARNED),
    (90,  {},                                                           Standing.DORMANT),
    (0,   {"review_due_at": NOW},                                       Standing.UNREVIEWED),
    (0,   {"review_due_at": NOW + HOUR},                                Standing.GOOD),
    (0,   {"review_due_at": NOW, "is_jails_own": True},                 Standing.GOOD),
    (60,  {"review_due_at": NOW},                                       Standing.UNREVIEWED),
    (90,  {"review_due_at": NOW},                                       Standing.DORMANT),
    (0,   {"is_forbidden": True},                                       Standing.FORBIDDEN),
    (90,  {"is_forbidden": True},                                       Standing.FORBIDDEN),
    (0,   {"unjoined_since": NOW - 29 * DAY},                           Standing.INVITED),
    (0,   {"unjoined_since": NOW - 30 * DAY},                           Standing.EXPIRED),
    (0,   {"unjoined_since": NOW, "is_jails_own": True},                Standing.INVITED),
    (0,   {"unjoined_since": NOW, "is_forbidden": True},                Standing.FORBIDDEN),
    (0,   {"expires_at": NOW},                                          Standing.EXPIRED),
    (0,   {"expires_at": NOW + HOUR},                                   Standing.GOOD),
    (0,   {"expires_at": NOW, "is_forbidden": True},                    Standing.EXPIRED),
    (0,   {"suspended_at": NOW},                                        Standing.SUSPENDED),
    (0,   {"suspended_at": NOW + HOUR},                                 Standing.GOOD),
    (90,  {"suspended_at": NOW, "expires_at": NOW, "is_forbidden": True}, Standing.SUSPENDED),
]
SIGN_IN = [
    # standing             without       with a judge's paper
    (Standing.GOOD,        True,         True),
    (Standing.WARNED,      True,         True),
    (Standing.FORBIDDEN,   False,        True),
    (Standing.DORMANT,     False,        False),
    (Standing.SUSPENDED,   False,        False),
    (Standing.EXPIRED,     False,        False),
    (Standing.UNREVIEWED,  False,        False),
    (Standing.INVITED,     False,        False),
    (Standing.UNTRAINED,   True,         True),  # as far as the training
]
# fmt: on


@pytest.mark.parametrize(("unused", "facts", "expected"), STANDINGS)
def test_the_gravest_reason_is_the_standing(unused, facts, expected):
    account = AccountFacts(
        opened_at=NOW - 400 * DAY, last_sign_in_at=NOW - unused * DAY, **facts
    )

    assert standing(account, NOW) is expected


def test_an_account_that_was_never_used_counts_from_its_opening():
    assert standing(AccountFacts(opened_at=NOW - 90 * DAY), NOW) is Standing.DORMANT


def test_every_standing_has_its_answer_at_the_door():
    assert {row[0] for row in SIGN_IN} == set(Standing)


@pytest.mark.parametrize(("kind", "without", "with_paper"), SIGN_IN)
def test_who_may_sign_in(kind, without, with_paper):
    assert may_sign_in(kind, holds_judicial_grant=False) is without
    assert may_sign_in(kind, holds_judicial_grant=True) is with_paper


def test_between_now_and_the_next_change_the_standing_is_the_same():
    account = AccountFacts(
        opened_at=NOW - 30 * DAY,
        expires_at=NOW + 80 * DAY,
        review_due_at=NOW + 10 * DAY,
    )
    at, seen = NOW, []
    while (change := next_change_at(account, at)) is not None:
        before = change - timedelta(microseconds=1)
        assert standing(account, before) is standing(account, at)
        at = change
        seen.append(standing(account, at))

    assert seen == [
        Standing.UNREVIEWED,
        Standing.UNREVIEWED,
        Standing.DORMANT,
        Standing.EXPIRED,
    ]


# --- Discharge and intake -----------------------------------------------------------------

# fmt: off
DISCHARGES = [
    # left already  leaving at        refused with
    (None,          NOW,              None),
    (None,          NOW - 3 * DAY,    None),
    (None,          NOW - 4 * DAY,    "before they were booked"),
    (None,          NOW + HOUR,       "in the future"),
    (NOW - DAY,     NOW,              "has left already"),
]
INTAKES = [
    # booked at     born                refused with
    (NOW,           date(1986, 4, 28),  None),
    (NOW,           None,               None),
    (NOW - DAY,     date(2026, 4, 30),  None),
    (NOW + HOUR,    None,               "in the future"),
    (NOW - DAY,     date(2026, 5, 1),   "after the booking"),
]
AGES = [
    # born              booked on          under eighteen
    (date(2008, 5, 1),  date(2026, 5, 1),  False),
    (date(2008, 5, 2),  date(2026, 5, 1),  True),
    (date(2008, 2, 29), date(2026, 2, 28), True),
    (date(2008, 2, 29), date(2026, 3, 1),  False),
    (None,              date(2026, 5, 1),  False),
]
# fmt: on


def _says(check, refused, **facts):
    if refused is None:
        check(**facts)
        return
    with pytest.raises(Exception, match=refused) as raised:
        check(**facts)
    assert type(raised.value).__name__ == "RuleViolation"


@pytest.mark.parametrize(("left", "leaving", "refused"), DISCHARGES)
def test_who_can_be_recorded_as_leaving(left, leaving, refused):
    _says(
        bookings.check_discharge,
        refused,
        booked_at=NOW - 3 * DAY,
        discharged_at=left,
        leaving_at=leaving,
        now=NOW,
    )


@pytest.mark.parametrize(("booked", "born", "refused"), INTAKES)
def test_what_can_be_written_down_at_intake(booked, born, refused):
    _says(bookings.check_intake, refused, booked_at=booked, birth_date=born, now=NOW)


@pytest.mark.parametrize(("born", "booked_on", "expected"), AGES)
def test_who_is_a_juvenile_when_booked(born, booked_on, expected):
    assert bookings.is_juvenile(born, booked_on) is expected


def test_every_reason_has_a_public_manner_that_betrays_no_hospital():
    """RCW 70.48.100 makes the manner public; a hospital is health."""
    for reason in DischargeReason:
        manner = bookings.public_manner(reason)
        assert manner
        assert "hospital" not in manner.lower()
    assert bookings.public_manner(
        DischargeReason.TRANSFER_HOSPITAL
    ) == bookings.public_manner(DischargeReason.TRANSFER_OTHER_JAIL)


# --- Requests -------------------------------------------------------------------------------

RECORDS = frozenset({Role.RECORDS_SUPERVISOR})
COUNSEL = frozenset({Role.COUNSEL})
ASKS = Decider(1, 10, opened_by=9)
FIRST, SECOND = Decider(2, 20, RECORDS), Decider(3, 30, COUNSEL)

# fmt: off
DECISIONS = [
    # status                  earlier   by               refused with
    (RequestStatus.WAITING,   [],       FIRST,           None),
    (RequestStatus.WAITING,   [FIRST],  SECOND,          None),
    (RequestStatus.GRANTED,   [FIRST],  SECOND,          "decided already"),
    (RequestStatus.REFUSED,   [],       FIRST,           "decided already"),
    (RequestStatus.WAITING,   [],       ASKS,            "own request"),
    (RequestStatus.WAITING,   [],       Decider(1, 40),  "own request"),
    (RequestStatus.WAITING,   [],       Decider(4, 10),  "another unit"),
    (RequestStatus.WAITING,   [],       Decider(4, 40, COUNSEL, units=frozenset({10, 40})), "another unit"),
    (RequestStatus.WAITING,   [FIRST],  FIRST,           "A second person"),
    (RequestStatus.WAITING,   [FIRST],  Decider(2, 40),  "A second person"),
    (RequestStatus.WAITING,   [FIRST],  Decider(4, 20),  "Your unit has"),
    (RequestStatus.WAITING,   [SECOND], FIRST,           None),
    (RequestStatus.WAITING,   [FIRST],  Decider(4, 40, RECORDS), "The other of the two"),
    (RequestStatus.WAITING,   [SECOND], Decider(4, 40, COUNSEL), "The other of the two"),
    (RequestStatus.WAITING,   [FIRST],  Decider(4, 40, RECORDS | COUNSEL), None),
    (RequestStatus.WAITING,   [],       Decider(9, 40, COUNSEL), "opened the account"),
]
# fmt: on


@pytest.mark.parametrize(("status", "earlier", "by", "refused"), DECISIONS)
def test_who_may_decide_a_request(status, earlier, by, refused):
    def check():
        warrants.check_decision(
            status, requester=ASKS, earlier=earlier, by=by, approves=True
        )

    _says(check, refused)


def test_whoever_may_approve_may_refuse_whoever_approved_before():
    """A no takes one person, and no other role beside it."""
    again = Decider(4, 40, RECORDS)
    warrants.check_decision(
        RequestStatus.WAITING, requester=ASKS, earlier=[FIRST], by=again, approves=False
    )


A, B, C = FieldClass.CUSTODY, FieldClass.IDENTITY, FieldClass.CONTACT

# fmt: off
COMPILED = [
    # asked      law opens   paper names   grant
    (A | B,      A | B | C,  None,         A | B),
    (A | B,      A,          None,         A),
    (A | B,      A | B,      B | C,        B),
    (A,          B,          None,         FieldClass(0)),
    (A,          A,          FieldClass(0), FieldClass(0)),
]
# fmt: on


@pytest.mark.parametrize(("asked", "opens", "paper", "given"), COMPILED)
def test_a_grant_is_what_was_asked_opened_and_named(asked, opens, paper, given):
    basis = Basis.APPROVED_REQUEST
    terms = Terms(opens={basis: Opening(opens)})

    assert warrants.compiled_classes(asked, terms, basis, paper) == given
    assert not warrants.compiled_classes(asked, terms, Basis.TREATMENT, paper)


def test_a_grant_ends_with_the_days_or_the_paper_whichever_is_first():
    assert warrants.end_of_grant(NOW, 7, None) == NOW + 7 * DAY
    assert warrants.end_of_grant(NOW, 7, NOW + DAY) == NOW + DAY
    assert warrants.end_of_grant(NOW, 7, NOW + 9 * DAY) == NOW + 7 * DAY


# fmt: off
LIVE = [
    # ended at     asked at                 live
    (None,         NOW - timedelta(microseconds=1), False),
    (None,         NOW,                     True),
    (None,         NOW + DAY,               False),
    (NOW + HOUR,   NOW + HOUR,              False),
    (NOW + HOUR,   NOW + HOUR / 2,          True),
]
# fmt: on


@pytest.mark.parametrize(("ended", "at", "live"), LIVE)
def test_a_grant_is_live_from_its_beginning_up_to_its_end(ended, at, live):
    assert warrants.is_live(NOW, NOW + DAY, ended, at) is live


# --- Paging -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["", "x", "1_2", "_", "1e9_0badc0de-0000-4000-8000-000000000000", "9" * 40 + "_x"],
)
def test_a_cursor_that_was_tampered_with_begins_at_the_newest(text):
    assert Cursor.read(text) is None


def test_a_cursor_reads_what_it_wrote_to_the_microsecond():
    cursor = Cursor(
        NOW + timedelta(microseconds=1), UUID("0badc0de-0000-4000-8000-000000000000")
    )
    assert Cursor.read(cursor.text) == cursor
