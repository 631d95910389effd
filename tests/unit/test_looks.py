"""How somebody looks, as NCIC has it: figures, spellings, and which marks are of health."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bookings import rules
from bookings.rules import marks

# fmt: off
HEIGHTS = [
    # typed      inches
    ("509",      69),
    ("5'9\"",    69),
    ("5 ft 9",   69),
    ("5 11",     71),
    ("59",       69),
    ("400",      48),
    ("711",      95),
    ("399",      None),
    ("712",      None),
    ("311",      None),
    ("800",      None),
    ("512",      None),
    ("5",        None),
    ("tall",     None),
    ("",         None),
    ("٥٠٩",      None),
]
WEIGHTS = [(49, False), (50, True), (180, True), (499, True), (500, False)]
SPELLINGS = [("GRE", "GRN"), ("gre", "GRN"), ("WHT", "WHI"), ("BR0", "BRO"), ("HAZ", "HAZ"), (" blu ", "BLU")]
# fmt: on


@pytest.mark.parametrize(("typed", "inches"), HEIGHTS)
def test_a_height_is_read_as_an_officer_types_it(typed, inches):
    if inches is None:
        with pytest.raises(rules.RuleViolation):
            rules.height_in_inches(typed)
        return
    assert rules.height_in_inches(typed) == inches


def test_a_height_is_typed_again_as_it_was():
    assert [rules.height_as_typed(n) for n in (48, 69, 95)] == ["400", "509", "711"]


@pytest.mark.parametrize(("pounds", "is_taken"), WEIGHTS)
def test_a_weight_is_from_050_to_499(pounds, is_taken):
    if is_taken:
        rules.check_weight(pounds)
    else:
        with pytest.raises(rules.RuleViolation):
            rules.check_weight(pounds)


@pytest.mark.parametrize(("typed", "stored"), SPELLINGS)
def test_what_other_forms_print_is_stored_as_the_table_has_it(typed, stored):
    assert rules.stored_code(typed) == stored


# fmt: off
CODES = [
    # code            family of appearance; "" is health
    ("TAT LF ARM",    "TAT"),
    ("RTAT NECK",     "RTAT"),
    ("SC CHIN",       "SC"),
    ("MOLE NECK",     "MOLE"),
    ("DISC NECK",     "DISC"),
    ("PRCD NOSE",     "PRCD"),
    ("MISS L FGR",    "MISS"),
    ("EXTR R TOE",    "EXTR"),
    ("GLASSES",       "LOOK"),
    ("POCKMARKS",     "LOOK"),
    ("MC DIABTIC",    ""),
    ("TD INSULIN",    ""),
    ("DA HEROIN",     ""),
    ("NM L ARM",      ""),
    ("ART L LEG",     ""),
    ("FRC SKULL",     ""),
    ("HFR L ARM",     ""),
    ("CRIP L LEG",    ""),
    ("MISS UTRUS",    ""),
    ("MISS L TES",    ""),
    ("MISS BRSTS",    ""),
    ("EXTR VRT",      ""),
    ("BLND L EYE",    ""),
    ("DEAF",          ""),
    ("HEAR AID",      ""),
    ("CARD PACEM",    ""),
    ("IUD",           ""),
    ("IMPL PENIS",    ""),
    ("COLOST APP",    ""),
    ("WHEELCHAIR",    ""),
    ("TRANSSXL",      ""),
    ("TRANSVST",      ""),
    ("PREGNANT",      ""),
    ("A NEW CODE",    ""),
    ("TAT",           ""),
    ("",              ""),
]
# fmt: on


@pytest.mark.parametrize(("code", "family"), CODES)
def test_a_mark_is_of_health_unless_it_is_known_to_be_plain_appearance(code, family):
    assert rules.family_of(code) == family
    assert rules.is_of_health(code) is (family == "")


TABLE = [
    ("TAT LF ARM", "Forearm, left"),
    ("TAT RF ARM", "Forearm, right"),
    ("TAT L ARM", "Arm, left"),
    ("TAT UL ARM", "Arm, left upper"),
    ("SC LF ARM", "Forearm, left"),
    ("RTAT LFARM", "Forearm, left"),
    ("TAT NECK", "Neck"),
    ("SC CHIN", "Chin"),
    ("PRCD L EAR", "Ear, left"),
    ("MISS L FGR", "Finger(s), left hand"),
    ("ART L LEG", "Leg, left, artificial"),
    ("MC DIABTIC", "Diabetic"),
    ("GOLD TOOTH", "Gold tooth"),
]
# fmt: off
SEARCHES = [
    # typed                     first found
    ("tattoo left forearm",     "TAT LF ARM"),
    ("left forearm tattoo",     "TAT LF ARM"),
    ("FOREARM tat lt",          "TAT LF ARM"),
    ("tat lf arm",              "TAT LF ARM"),
    ("TAT LF ARM",              "TAT LF ARM"),
    ("tatt rt forea",           "TAT RF ARM"),
    ("tattoo neck",             "TAT NECK"),
    ("scar chin",               "SC CHIN"),
    ("chin sc",                 "SC CHIN"),
    ("pierced left ear",        "PRCD L EAR"),
    ("missing finger",          "MISS L FGR"),
    ("prosthesis leg",          "ART L LEG"),
    ("diabetic",                "MC DIABTIC"),
    ("gold tooth",              "GOLD TOOTH"),
    ("removed tattoo forearm",  "RTAT LFARM"),
    ("upper left arm tattoo",   "TAT UL ARM"),
    ("purple elephant",         None),
    ("",                        None),
    ("%' OR 1=1",               None),
]
# fmt: on


@pytest.mark.parametrize(("typed", "first"), SEARCHES)
def test_a_mark_is_found_by_words_in_any_order(typed, first):
    found = marks.found(typed, TABLE)

    assert (found[0][0] if found else None) == first


REAL = Path(os.environ.get("JAILRECORDS_DATA", "../shared/data")) / "smt_codes.tsv"


@pytest.mark.skipif(not REAL.exists(), reason="JAILRECORDS_DATA has no smt_codes.tsv")
def test_of_the_whole_table_what_tells_of_health_is_of_health():
    codes = dict(line.split("\t") for line in REAL.read_text().splitlines())
    shown = {code for code in codes if not rules.is_of_health(code)}
    told = {code.partition(" ")[0] for code in shown}

    assert len(codes) == 850
    assert not told & {
        *("MC", "TD", "DA", "NM", "ART", "FRC", "HFR", "CRIP", "DEAF", "BLND", "IUD"),
        *("SHUNT", "ORTH", "VASC", "IMPL", "COLOST", "CARD", "TRANSSXL", "TRANSVST"),
    }
    for code in shown:
        says = codes[code].lower()
        assert not any(
            word in says
            for word in (
                *("implant", "artificial", "prosth", "drug", "needle", "ovar"),
                *("kidney", "uterus", "testi", "penis", "lung", "disease"),
            )
        ) or code.startswith(("TAT ", "RTAT ", "SC ", "MOLE ", "DISC ", "PRCD ")), code
    assert sum(code.startswith("TAT ") for code in shown) == 77


# --- Until when a screening is corrected -------------------------------------------

AT = datetime(2026, 11, 4, 18, 0, tzinfo=UTC)
TICK = timedelta(microseconds=1)
# fmt: off
WINDOW = [
    # who             when it is corrected       may
    ("the writer",    AT - TICK,                 False),
    ("the writer",    AT,                        True),
    ("the writer",    AT + rules.SHIFT - TICK,   True),
    ("the writer",    AT + rules.SHIFT,          False),
    ("the writer",    AT + rules.SHIFT + TICK,   False),
    ("another",       AT,                        False),
    ("another",       AT + rules.SHIFT,          False),
]
# fmt: on


@pytest.mark.parametrize(("who", "at", "may"), WINDOW)
def test_answers_are_corrected_by_their_writer_until_the_shift_ends(who, at, may):
    facts = {"written_at": AT, "is_writer": who == "the writer", "now": at}

    assert rules.may_correct(**facts) is may
    if may:
        rules.check_answers_corrected(**facts)
    else:
        with pytest.raises(rules.RuleViolation):
            rules.check_answers_corrected(**facts)
