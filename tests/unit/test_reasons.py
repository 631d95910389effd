"""What a typed reason tells: one row for each, with its false friends."""

import pytest

from warrants.enums import ReasonSign
from warrants.reasons import plain_reason, signs_of_a_reason

P, W, M, V = (
    ReasonSign.IMMIGRATION_PAPER,
    ReasonSign.IMMIGRATION_WORK,
    ReasonSign.MAY_MEAN_IMMIGRATION,
    ReasonSign.VAGUE,
)

# fmt: off
REASONS = [
    # typed                                                     and the sign it gives
    ("I-200 to be served at release",                            P),
    ("i247a copy, case 26-1234",                                 P),
    ("final order of removal",                                   P),
    ("287(g) interview",                                         P),
    ("orden de deportación pendiente",                           P),
    ("deport",                                                   W),
    ("hold for ICE",                                             W),
    ("immigration hold",                                         W),
    ("Enforcement and Removal",                                  W),
    ("retención de inmigración",                                 W),
    ("lo busca la migra",                                        W),
    ("verify A-number",                                          W),
    ("pick up by ERO at the gate",                               W),
    ("ICE asked",                                                M),
    ("detainer, case 26-1234",                                   M),
    # false friends
    ("police report of the office, case 26-1234",                None),
    ("notice to the victim 26-1234",                             None),
    ("service of justice, case 26-1234",                         None),
    ("possession of ice 26-1234",                                None),
    ("ice on the road 26-1234",                                  None),
    ("removal of a vehicle 26-1234",                             None),
    ("graffiti removal 26-1234",                                 None),
    ("interstate detainer from Oregon 26-1234",                  None),
    ("U visa, victim's immigration status 26-1234",              None),
    ("hero, zero, Nero 26-1234",                                 None),
    ("removed from the home 26-1234",                            None),
    ("impersonating an ICE agent, fraud 26-1234",                None),
    ("transporte del detenido 26-1234",                          None),
    # nothing said
    (".",                                                        V),
    ("inv",                                                      V),
    ("Investigation",                                            V),
    ("criminal investigation",                                   V),
    ("n/a",                                                      V),
    ("???",                                                      V),
    ("aaa",                                                      V),
    ("For an ongoing criminal investigation, as requested",      V),
    ("Para la investigación de la policía",                      V),
    ("investigation 26-1234",                                    None),
    ("Follow-up of the burglary at 5th and Main",                None),
]
# fmt: on


@pytest.mark.parametrize(("typed", "sign"), REASONS, ids=[r[0] for r in REASONS])
def test_a_reason_gives_its_sign_and_no_other(typed, sign):
    found = set(signs_of_a_reason(typed)) - {ReasonSign.NO_CASE_NUMBER}

    assert found == ({sign} if sign else set())


def test_letters_of_another_alphabet_and_dashes_hide_nothing():
    assert P in signs_of_a_reason("I\u2011200 at the gate")
    assert W in signs_of_a_reason("dеport him")  # a Cyrillic letter


def test_the_same_words_are_the_same_in_any_writing():
    assert plain_reason("  Case work!! ") == plain_reason("case  WORK")
