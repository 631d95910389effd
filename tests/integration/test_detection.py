"""Disguised accounts are found among a thousand, and the others are left alone.

The seeds were not used while the rules were written. Each kind's share is printed
under "measured".
"""

from collections import Counter

import pytest

from compliance.evidence import Verdict, signs_of, verdict_of
from tests.held_out import HELD_OUT
from tests.population import DISGUISES, REGISTRY, population

SEEDS = range(7001, 7021)
RECALL, PRECISION = 0.98, 0.95
FOUND = {Verdict.DISGUISED, Verdict.SHARED}


def detected(made) -> bool:
    return verdict_of(signs_of(made.account, REGISTRY)) in FOUND


def tally(disguises, seeds=SEEDS) -> tuple[Counter, Counter, Counter]:
    """(disguised, found, false alarms) by kind."""
    there, found, false = Counter(), Counter(), Counter()
    for seed in seeds:
        for made in population(seed, disguises=disguises):
            there[made.disguise] += bool(made.disguise)
            if detected(made):
                found[made.disguise] += bool(made.disguise)
                false[made.friend or "ordinary"] += not made.disguise
    return there, found, false


def shares(record_property, name, there, found, false) -> tuple[float, float]:
    right, alarms = found.total(), false.total()
    recall = right / there.total()
    precision = right / (right + alarms)
    record_property(
        "measured", f"{name}: recall {recall:.4f}, precision {precision:.4f}"
    )
    for kind in sorted(filter(None, there)):
        record_property(
            "measured", f"{name}, {kind}: {found[kind]} of {there[kind]} found"
        )
    for kind, number in false.items():
        if number:
            record_property("measured", f"{name}, false alarm: {kind} {number}")
    return recall, precision


def test_over_twenty_seeds_the_disguised_are_found_and_nobody_else(record_property):
    recall, precision = shares(record_property, "detection", *tally(DISGUISES))

    assert recall >= RECALL
    assert precision >= PRECISION


def test_disguises_written_after_the_rules(record_property):
    recall, precision = shares(record_property, "detection, held out", *tally(HELD_OUT))

    assert recall >= 0.9
    assert precision >= PRECISION


@pytest.mark.parametrize("kind", DISGUISES)
def test_no_kind_of_disguise_is_overlooked(kind):
    """No kind may hide behind the average of the others."""
    there, found, _ = tally({kind: DISGUISES[kind]}, seeds=SEEDS[:1])

    assert found[kind] >= 0.95 * there[kind]
