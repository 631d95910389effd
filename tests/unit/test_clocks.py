"""The clocks of custody: when each runs out, over nights that change the clock, leap
days, weekends and holidays; and what can be a hold or an instrument.
"""

from datetime import datetime, timedelta

import pytest
from django.conf import settings

from bookings import rules
from bookings.enums import (
    DischargeReason,
    EntitlementKind,
    HoldKind,
    InstrumentKind,
)
from bookings.rules.clocks import LEAVE_WITHIN
from bookings.rules.working_days import JAIL


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JAIL)


def test_the_law_counts_in_the_zone_of_the_product():
    assert JAIL.key == settings.TIME_ZONE


# fmt: off
CHARGES = [
    # booked               runs out              why
    ("2026-11-03 10:00", "2026-11-06 10:00", "Tuesday to Friday, nothing between"),
    ("2026-11-05 10:00", "2026-11-10 10:00", "a weekend does not count"),
    ("2026-11-06 23:30", "2026-11-12 23:30", "a weekend, and Veterans' Day on Wednesday"),
    ("2026-11-07 10:00", "2026-11-13 00:00", "booked on a Saturday: from Monday's beginning; Veterans' Day"),
    ("2026-11-25 09:00", "2026-12-02 09:00", "Thanksgiving, the day after, a weekend"),
    ("2024-02-28 08:00", "2024-03-04 08:00", "a leap day is a day like any other"),
    ("2026-12-31 12:00", "2027-01-06 12:00", "New Year's Day on a Friday, then a weekend"),
    ("2021-12-30 12:00", "2022-01-05 12:00", "New Year's Day on a Saturday is kept on the Friday"),
    ("2026-03-06 10:00", "2026-03-11 10:00", "the clocks go forward on Sunday, which does not count"),
    ("2026-10-30 10:00", "2026-11-04 10:00", "the clocks go back on Sunday, which does not count"),
    ("2026-06-18 15:00", "2026-06-24 15:00", "Juneteenth on a Friday"),
]
PROBABLE_CAUSE = [
    ("2026-11-03 10:00", "2026-11-05 10:00", "two days"),
    ("2026-11-06 23:30", "2026-11-08 23:30", "a weekend counts"),
    ("2026-03-07 10:00", "2026-03-09 11:00", "the night that has one hour less"),
    ("2026-10-31 10:00", "2026-11-02 09:00", "the night that has one hour more"),
    ("2024-02-28 08:00", "2024-03-01 08:00", "over a leap day"),
    ("2026-12-24 18:00", "2026-12-26 18:00", "a holiday counts"),
]
# fmt: on


@pytest.mark.parametrize(("booked", "due", "why"), CHARGES)
def test_charges_are_due_after_72_hours_of_working_days(booked, due, why):
    assert rules.charges_due(at(booked)) == at(due), why


@pytest.mark.parametrize(("booked", "due", "why"), PROBABLE_CAUSE)
def test_probable_cause_is_due_after_48_hours_that_pass(booked, due, why):
    due_at = rules.probable_cause_due(at(booked).astimezone())
    assert due_at.timestamp() == at(booked).timestamp() + 48 * 3600
    assert due_at.astimezone(JAIL).replace(tzinfo=None) == at(due).replace(
        tzinfo=None
    ), why


# fmt: off
BOOKED = at("2026-11-03 10:00")
TONES = [
    # hours after  what is known                                   clocks and how pressing they are
    (1,   {},                                                      {"probable_cause": "quiet", "charges": "quiet"}),
    (36,  {},                                                      {"probable_cause": "warn", "charges": "quiet"}),
    (48,  {},                                                      {"probable_cause": "bad", "charges": "warn"}),
    (71,  {"bases": {"probable_cause": BOOKED}},                   {"charges": "warn"}),
    (72,  {"bases": {"probable_cause": BOOKED}},                   {"charges": "bad"}),
    (99,  {"bases": {"probable_cause": BOOKED}, "has_filed_charge": True}, {}),
    (99,  {"bases": {"warrant": BOOKED}},                          {}),
    (99,  {"bases": {"charges_filed": BOOKED}},                    {"probable_cause": "bad"}),
    (1,   {"entitled": [("bail_posted", BOOKED)]},                 {"bail_posted": "warn", "probable_cause": "quiet", "charges": "quiet"}),
    (4,   {"entitled": [("bail_posted", BOOKED)]},                 {"bail_posted": "bad", "probable_cause": "quiet", "charges": "quiet"}),
]
# fmt: on


@pytest.mark.parametrize(("hours", "known", "expected"), TONES)
def test_which_clocks_run_and_how_pressing_they_are(hours, known, expected):
    running = rules.clocks(
        rules.Kept(confined_since=BOOKED, **known), BOOKED + timedelta(hours=hours)
    )

    assert {str(clock.kind): clock.tone.value for clock in running} == expected


def test_whoever_is_entitled_to_leave_stands_first():
    kept = rules.Kept(
        confined_since=BOOKED,
        entitled=[("court_order", BOOKED + timedelta(hours=60))],
    )
    first = rules.clocks(kept, BOOKED + timedelta(hours=61))[0]
    assert (first.kind, first.due_at) == (
        "court_order",
        BOOKED + timedelta(hours=60) + LEAVE_WITHIN,
    )


# fmt: off
NO_HOLDS = [
    # issuer                                   number
    ("ICE ERO Seattle",                        "12"),
    ("US Immigration and Customs Enforcement", "12"),
    ("Department of Homeland Security",        "12"),
    ("DHS",                                    "12"),
    ("CBP Blaine",                             "12"),
    ("Seattle field office",                   "I-247A"),
    ("Seattle field office",                   "I 200"),
    ("Seattle field office",                   "I-205"),
]
HOLDS = [
    ("King County Superior Court",             "26-1-01234-1 SEA"),
    ("Washington Department of Corrections",   "DOC 887766"),
    ("US District Court, W.D. Wash.",          "CR26-0123"),
    ("Office of Public Justice, Pierce",       "W-2471"),
    ("Police Court Services",                  "2000-17"),
]
INSTRUMENTS = [
    # kind                           court                             case             officer  may it
    (InstrumentKind.ARREST_WARRANT,  "US District Court, W.D. Wash.",  "MJ26-551",      "Doe 7", True),
    (InstrumentKind.WRIT,            "US District Court, D. Or.",      "3:26-cr-00012", "Doe 7", True),
    (None,                           "US District Court, W.D. Wash.",  "MJ26-551",      "Doe 7", False),
    (InstrumentKind.ARREST_WARRANT,  "",                               "MJ26-551",      "Doe 7", False),
    (InstrumentKind.ARREST_WARRANT,  "US District Court, W.D. Wash.",  "",              "Doe 7", False),
    (InstrumentKind.ARREST_WARRANT,  "US District Court, W.D. Wash.",  "MJ26-551",      "",      False),
    (InstrumentKind.ARREST_WARRANT,  "US District Court, W.D. Wash.",  "A 123 456 789", "Doe 7", False),
    (InstrumentKind.ARREST_WARRANT,  "US District Court, W.D. Wash.",  "A123456789",    "Doe 7", False),
    (InstrumentKind.ARREST_WARRANT,  "US District Court, W.D. Wash.",  "I-200",         "Doe 7", False),
    (InstrumentKind.ARREST_WARRANT,  "Immigration Court, Tacoma",      "MJ26-551",      "Doe 7", False),
    (InstrumentKind.ARREST_WARRANT,  "DHS field office",               "MJ26-551",      "Doe 7", False),
]
# fmt: on


@pytest.mark.parametrize(("issuer", "number"), NO_HOLDS)
def test_immigration_papers_are_no_hold(issuer, number):
    with pytest.raises(rules.RuleViolation, match="records unit"):
        rules.check_custody_hold(
            issuer=issuer, number=number, received_at=BOOKED, now=BOOKED
        )


@pytest.mark.parametrize(("issuer", "number"), HOLDS)
def test_papers_of_courts_and_other_bodies_are(issuer, number):
    rules.check_custody_hold(
        issuer=issuer, number=number, received_at=BOOKED, now=BOOKED
    )


@pytest.mark.parametrize(("kind", "court", "case", "officer", "may"), INSTRUMENTS)
def test_on_what_somebody_is_handed_over(kind, court, case, officer, may):
    why = rules.why_no_instrument(
        instrument=kind, court=court, case_number=case, officer=officer
    )
    assert (not why) is may, why


def test_every_kind_of_hold_says_whether_it_binds():
    assert set(rules.USUAL_EFFECT) == set(HoldKind)


# fmt: off
MANNERS = {
    "Bail": {"bail_cash", "bail_bond"},
    "Released without bail": {"personal_recognizance", "conditional_release", "electronic_home_detention", "work_release"},
    "Sentence served": {"time_served", "sentence_expired"},
    "Released, no charges filed": {"charges_not_filed"},
    "Released by the court": {"no_probable_cause", "charges_dismissed", "acquitted", "court_order_release", "diversion"},
    "Released": {"administrative_release", "medical_release", "ordinary_release", "booked_in_error", "not_on_later_roster", "not_stated"},
    "Transferred": {"transfer_other_facility", "transfer_other_jail", "transfer_corrections", "transfer_us_marshal", "transfer_other_state", "transfer_hospital", "state_hospital_competency", "transfer_juvenile_detention"},
    "Not admitted": {"not_admitted"},
    "Escaped": {"escape"},
    "Died in custody": {"death"},
}
# fmt: on


def test_what_the_public_is_told_of_each_reason():
    told: dict[str, set[str]] = {}
    for reason in DischargeReason:
        told.setdefault(rules.public_manner(reason), set()).add(reason.value)
    assert told == MANNERS


def test_no_reason_hands_anybody_to_an_immigration_authority():
    assert not [r for r in DischargeReason if "ice" in r.value.split("_")]


@pytest.mark.parametrize(
    ("hours", "left", "says"),
    [(1, None, "future"), (-100, None, "before"), (-1, -2, "after the person left")],
)
def test_when_nobody_can_have_become_entitled(hours, left, says):
    now = BOOKED + timedelta(hours=20)
    with pytest.raises(rules.RuleViolation, match=says):
        rules.check_entitlement(
            EntitlementKind.BAIL_POSTED,
            now + timedelta(hours=hours),
            booked_at=BOOKED,
            discharged_at=left and now + timedelta(hours=left),
            now=now,
        )


@pytest.mark.parametrize(
    "path",
    [
        *("holds.number", "holds.cleared_at", "entitlements.at", "tasks.outcome"),
        *("entitlements.withdrawn_at", "handovers.court", "transfers.confined_since"),
        *("booking.intake_entered_at", "booking.discharge_entered_at"),
    ],
)
def test_what_has_an_act_of_its_own_is_not_written_over(path):
    assert rules.why_not_corrected(path)


@pytest.mark.parametrize("path", ["bases.kind", "bases.at", "movements.place"])
def test_what_a_court_decided_can_be_corrected(path):
    assert not rules.why_not_corrected(path)
