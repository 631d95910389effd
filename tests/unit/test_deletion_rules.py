"""A person's own request to delete a record: RCW 10.97.060, as a table."""

from datetime import date

import pytest

from bookings.enums import GROUND_WORDS, DeletionGround
from bookings.rules import weigh_deletion
from bookings.rules.deletion import BARS, OPTIONS

G = DeletionGround
ARREST = date(2020, 3, 1)
# fmt: off
CASES = {
    # what is asked                                favorable          today             found                            bars                     options             due
    "three years after the arrest":               (None,              date(2023, 3, 1), set(),                           (),                      (),                 None),
    "a day too soon after the arrest":            (None,              date(2023, 2, 28), set(),                          (G.TOO_SOON,),           (),                 date(2023, 3, 1)),
    "two years after it ended well":              (date(2020, 6, 1),  date(2022, 6, 1), set(),                           (),                      (),                 None),
    "a day too soon after it ended well":         (date(2020, 6, 1),  date(2022, 5, 31), set(),                          (G.TOO_SOON,),           (),                 date(2022, 6, 1)),
    "it ended well late: three years suffice":    (date(2022, 9, 1),  date(2023, 3, 1), set(),                           (),                      (),                 None),
    "convicted":                                  (None,              date(2025, 1, 1), {G.CONVICTED},                   (G.CONVICTED,),          (),                 None),
    "in custody for it":                          (None,              date(2025, 1, 1), {G.IN_CUSTODY},                  (G.IN_CUSTODY,),         (),                 None),
    "being prosecuted, and a fugitive":           (None,              date(2025, 1, 1), {G.PENDING, G.FUGITIVE},         (G.PENDING, G.FUGITIVE), (),                 None),
    "diverted":                                   (None,              date(2025, 1, 1), {G.DIVERTED},                    (),                      (G.DIVERTED,),      None),
    "convicted of another before":                (None,              date(2025, 1, 1), {G.PRIOR_CONVICTION},            (),                      (G.PRIOR_CONVICTION,), None),
    "arrested again, and too soon":               (None,              date(2021, 1, 1), {G.ARRESTED_AGAIN},              (G.TOO_SOON,),           (G.ARRESTED_AGAIN,), date(2023, 3, 1)),
    "somebody says too soon, and it is not":      (None,              date(2025, 1, 1), {G.TOO_SOON},                    (),                      (),                 None),
}
# fmt: on


@pytest.mark.parametrize(
    ("favorable", "today", "found", "bars", "options", "due"),
    CASES.values(),
    ids=CASES.keys(),
)
def test_a_request_is_weighed_as_the_section_says(
    favorable, today, found, bars, options, due
):
    weighed = weigh_deletion(
        arrested_on=ARREST,
        favorable_on=favorable,
        found=frozenset(found),
        today=today,
    )

    assert (weighed.bars, weighed.options, weighed.due_on) == (bars, options, due)


def test_a_leap_day_has_its_years_on_the_first_of_march():
    weighed = weigh_deletion(
        arrested_on=date(2020, 2, 29),
        favorable_on=None,
        found=frozenset(),
        today=date(2023, 2, 28),
    )
    assert weighed.due_on == date(2023, 3, 1)


def test_every_ground_bars_or_is_an_option_and_has_its_section():
    assert {*BARS, *OPTIONS} == set(DeletionGround) == set(GROUND_WORDS)
    assert not {*BARS} & {*OPTIONS}
    assert all(
        words.section.startswith("RCW 10.97.") for words in GROUND_WORDS.values()
    )
