"""A reason held against the record: a table that a lawyer can read, fact by fact.

The booking of the table has case 26-1-04711-1 SEA and the agency's number 26-11873, is
in custody, was brought by Kent Police, and goes to court on December 3, 2026. Whoever
asks does so on November 29, 2026.
"""

from dataclasses import replace
from datetime import date

import pytest

from warrants.corroboration import (
    Fact,
    Held,
    OnRecord,
    Said,
    days_in,
    numbers_in,
    weigh,
)

ASKED_ON = date(2026, 11, 29)
KENT = {"agency": "Kent Police Department", "ori": "WA0170700"}
RENTON = {"agency": "Renton Police Department", "ori": "WA0170800"}
JAIL = OnRecord(
    numbers=("26-1-04711-1 SEA", "26-11873"),
    court_on=date(2026, 12, 3),
    is_in_custody=True,
    arresting_agency="Kent Police Department",
    arresting_ori="WA0170700",
)
LEFT = replace(JAIL, is_in_custody=False, court_on=None)
MOVED = replace(LEFT, moved_on=frozenset({date(2026, 11, 20)}))
BARE = OnRecord(is_in_custody=True)
YES, MAYBE, NO = Held.CORROBORATED, Held.PLAUSIBLE, Held.UNEXPLAINED
UNSAID = Held.NOT_SAID

# fmt: off
FACTS = [
  # what is held         the reason                                  record  verdict
  (Fact.CASE_NUMBER,     "Witness list of 26-1-04711-1 SEA",          JAIL,  YES),
  (Fact.CASE_NUMBER,     "Witness list of 26-1-04711-1",              JAIL,  YES),
  (Fact.CASE_NUMBER,     "Our case KPD26-11873",                      JAIL,  YES),
  (Fact.CASE_NUMBER,     "Our case 26-11874",                         JAIL,  NO),
  (Fact.CASE_NUMBER,     "Our case 26-11873",                         BARE,  MAYBE),
  (Fact.CASE_NUMBER,     "The theft at the harbour",                  JAIL,  UNSAID),
  (Fact.CASE_NUMBER,     "Call me on 206-555-0171 in 2026",           JAIL,  UNSAID),
  (Fact.CASE_NUMBER,     "The theft of 11/03/2026",                   JAIL,  UNSAID),
  (Fact.COURT_DATE,      "The hearing of 12/3",                       JAIL,  YES),
  (Fact.COURT_DATE,      "Needed before Dec 3, 2026",                 JAIL,  YES),
  (Fact.COURT_DATE,      "Sentencing on 2026-12-03",                  JAIL,  YES),
  (Fact.COURT_DATE,      "The hearing of 12/9",                       JAIL,  NO),
  (Fact.COURT_DATE,      "To prepare the hearing",                    JAIL,  MAYBE),
  (Fact.COURT_DATE,      "The hearing about the theft of 11/3/2026",  JAIL,  MAYBE),
  (Fact.COURT_DATE,      "To prepare the hearing",                    LEFT,  NO),
  (Fact.COURT_DATE,      "Theft of 11/03/2026",                       JAIL,  UNSAID),
  (Fact.COURT_DATE,      "Case of the superior court",                JAIL,  UNSAID),
  (Fact.CUSTODY,         "To interview him in the jail",              JAIL,  MAYBE),
  (Fact.CUSTODY,         "To interview him in the jail",              LEFT,  NO),
  (Fact.CUSTODY,         "Identify him on a video",                   LEFT,  UNSAID),
  (Fact.TRANSPORT,       "We transport her tomorrow",                 JAIL,  MAYBE),
  (Fact.TRANSPORT,       "We transport her tomorrow",   replace(LEFT, is_out=True), YES),
  (Fact.TRANSPORT,       "The transport of 11/20",                    MOVED, YES),
  (Fact.TRANSPORT,       "The transport of 11/21",                    MOVED, NO),
  (Fact.TRANSPORT,       "We transport her tomorrow",                 LEFT,  NO),
  (Fact.TRANSPORT,       "Public transit video",                      JAIL,  UNSAID),
]
# The verdict on the whole. Most requests could say what is only plausible.
OVERALL = [
  # the reason                                          asked by  record  verdict
  ("Witness list of case 26-11873",                     KENT,     JAIL,   YES),
  ("Witness list of case 26-11873",                     RENTON,   JAIL,   YES),
  ("To prepare the hearing of 12/3",                    RENTON,   JAIL,   YES),
  ("Interview in case 26-11873",                        KENT,     LEFT,   MAYBE),
  ("To identify the man on a video of a shop",          KENT,     JAIL,   MAYBE),
  ("To interview him in the jail about a theft",        RENTON,   JAIL,   MAYBE),
  ("To identify the man on a video of a shop",          RENTON,   JAIL,   NO),
  ("Interview in case 26-99999",                        KENT,     JAIL,   NO),
  ("To interview her in the jail about a theft",        RENTON,   LEFT,   NO),
]
# fmt: on


@pytest.mark.parametrize(("fact", "reason", "record", "verdict"), FACTS)
def test_each_fact_is_held_against_what_is_on_record(fact, reason, record, verdict):
    weighed = weigh(Said(reason, ASKED_ON, **KENT), record)

    assert {f.fact: f.held for f in weighed.findings}[fact] is verdict


@pytest.mark.parametrize(("reason", "asker", "record", "verdict"), OVERALL)
def test_the_whole_is_one_of_three(reason, asker, record, verdict):
    assert weigh(Said(reason, ASKED_ON, **asker), record).overall is verdict


def test_the_number_of_the_paper_counts_as_named():
    said = Said("To find the witness", ASKED_ON, paper_number="26-1-04711-1 SEA")

    assert weigh(said, JAIL).overall is YES


@pytest.mark.parametrize("reason", ["Case 26-11873, hearing of 12/3", "anything"])
def test_of_no_booking_everything_is_unexplained_and_nothing_is_told(reason):
    weighed = weigh(Said(reason, ASKED_ON, **KENT), None)

    assert (weighed.overall, weighed.findings) == (NO, ())


def test_what_a_decider_may_not_be_shown_is_not_judged():
    """Whatever the record has, the answer is the same: it was not read."""
    closed = frozenset({Fact.CASE_NUMBER, Fact.COURT_DATE, Fact.ASSIGNMENT})
    said = Said("Interview in case 26-11873", ASKED_ON, **KENT)

    weighed = weigh(said, OnRecord(closed=closed, is_in_custody=True))

    held = {f.fact: f.held for f in weighed.findings}
    assert {held[fact] for fact in closed} == {Held.NOT_SHOWN}
    assert weighed.overall is MAYBE


def test_a_unit_that_was_granted_access_before_is_plausible():
    said = Said("To identify the man on a video of a shop", ASKED_ON, **RENTON)

    assert weigh(said, replace(JAIL, earlier_grants=1)).overall is MAYBE


def test_agencies_are_the_same_by_ori_or_by_name():
    by_name = Said("x", ASKED_ON, agency="Kent Police Dept.")
    other_ori = Said("x", ASKED_ON, agency="Kent Police Department", ori="WA0170800")

    for said, verdict in ((by_name, YES), (other_ori, NO)):
        held = {f.fact: f.held for f in weigh(said, JAIL).findings}
        assert held[Fact.ASSIGNMENT] is verdict


# fmt: off
DAYS = {
    "1/2":          date(2027, 1, 2),
    "11/28":        date(2026, 11, 28),
    "11/28/25":     date(2025, 11, 28),
    "2026-12-03":   date(2026, 12, 3),
    "December 3rd": date(2026, 12, 3),
    "Feb. 29":      None,
    "13/40":        None,
}
# fmt: on


@pytest.mark.parametrize(("words", "day"), DAYS.items())
def test_a_day_without_its_year_is_the_nearest(words, day):
    assert list(days_in(f"on {words} at noon", ASKED_ON)) == ([day] if day else [])


def test_numbers_are_compared_by_what_stands_between_letters():
    assert numbers_in("KPD26-11873") == {"KPD2611873", "2611873"}
    assert not numbers_in("on 2026-12-03, in 2026, at 4711 or so") - {"4711"}
