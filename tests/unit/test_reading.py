"""What the reading of free text finds, and what it leaves alone: measured on notes of
which part was written after the rules stood.
"""

import time
from collections import Counter

import pytest

from bookings.reading import Kind, read
from tests.corpus import Note, held_out, typed

PRECISION, RECALL = 0.95, 0.97
PARTS = {
    "typed": [*typed.POSITIVE, *typed.NEGATIVE],
    "held out": [*held_out.POSITIVE, *held_out.NEGATIVE],
}


def test_the_corpus_is_as_large_as_it_must_be():
    whole = [note for part in PARTS.values() for note in part]
    texts = Counter(note.text for note in whole)

    assert sum(bool(n.kind) for n in {n.text: n for n in whole}.values()) >= 400
    assert sum(not n.kind for n in {n.text: n for n in whole}.values()) >= 800
    assert not {note.text for note in PARTS["typed"]} & {
        note.text for note in PARTS["held out"]
    }
    assert max(texts.values()) <= 6


def _counted(notes: list[Note]) -> Counter:
    counted: Counter = Counter()
    for note in notes:
        counted[bool(note.kind), bool(read(note.text))] += 1
    return counted


def _measures(counted: Counter) -> tuple[float, float]:
    hit, missed, wrong = (
        counted[True, True],
        counted[True, False],
        counted[False, True],
    )
    return hit / max(hit + wrong, 1), hit / max(hit + missed, 1)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("language", ["en", "es", "both"])
def test_precision_and_recall(part, language, record_property):
    notes = [n for n in PARTS[part] if language in ("both", n.language)]
    counted = _counted(notes)
    precision, recall = _measures(counted)
    record_property(
        "measured",
        f"free text, {part}, {language}: precision {precision:.3f}, recall {recall:.3f}"
        f" of {counted[True, True] + counted[True, False]} that tell and"
        f" {counted[False, True] + counted[False, False]} that do not",
    )
    wrong = [n.text for n in notes if bool(read(n.text)) is not bool(n.kind)]

    if language == "both":
        assert precision >= PRECISION, wrong
        assert recall >= RECALL, wrong


@pytest.mark.parametrize("kind", Kind)
def test_recall_of_each_kind(kind, record_property):
    for part, notes in PARTS.items():
        for language in ("en", "es"):
            own = [n for n in notes if n.kind == kind and n.language == language]
            found = sum(bool(read(n.text)) for n in own)
            as_such = sum(kind in {f.kind for f in read(n.text)} for n in own)
            if own:
                record_property(
                    "measured",
                    f"free text, {part}, {language}, {kind}: {found} of {len(own)}"
                    f" found, {as_such} as this kind",
                )
            assert found >= 0.9 * len(own)


@pytest.mark.parametrize(
    "word", ["police", "office", "service", "notice", "justice", "device", "vice"]
)
def test_ice_is_a_word_and_no_ending(word):
    assert read(f"The {word} hold was explained to him.") == ()


def test_a_finding_says_where_and_why():
    text = "Lower bunk. Says he's a citizen of Péru."
    (found,) = read(text)

    assert text[found.begins : found.ends] == found.words == "citizen of Péru"
    assert found.kind is Kind.CITIZENSHIP
    assert "RCW 10.93.160(4)" in found.why
    assert "KCC 2.15.010" in found.why


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_says_why(kind):
    assert "RCW 10.93.160(4)" in kind.why


# --- Time ------------------------------------------------------------------------------

SIZE = 10_000
ORDINARY = (
    "Subject was arrested by the officer at the corner, placed in 3B, lower bunk, and"
    " asked for an interpreter; the property was counted twice. "
)
HOSTILE = {
    "one word": "a" * SIZE,
    "every word a rule's": "ice from born visa status " * 400,
    "a number that never ends": "a 1 " * 2500,
    "figures": "a1" * 5000,
    "almost": "born in the " * 800,
    "marks": ".,;:" * 2500,
    "letters apart": "i c e " * 1600,
    "misspelt": "imigrashion zitizenshp " * 430,
    "invisible": "\u200b\u00ad" * 5000,
    "dashes": "im-\n" * 2500,
    "accents": "é" * SIZE,
    "the same word": "citizen of " * 900,
}


def _milliseconds(text: str) -> float:
    began = time.perf_counter()
    read(text)
    return (time.perf_counter() - began) * 1000


def test_ten_kilobytes_take_a_few_milliseconds(record_property):
    text = (ORDINARY * 100)[:SIZE]
    best = min(_milliseconds(text) for _ in range(5))
    record_property(
        "measured", f"free text: 10 kB of an ordinary note in {best:.1f} ms"
    )

    assert best < 60


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_takes_long(name):
    """And twice as much takes about twice as long: nothing is tried over and over."""
    text = HOSTILE[name][:SIZE]
    once = min(_milliseconds(text) for _ in range(3))
    twice = min(_milliseconds(text * 2) for _ in range(3))

    assert once < 400
    assert twice < 5 * max(once, 2)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\x00", "🙂", "ﷺ", "…", "a" * 5])
def test_whatever_is_typed_is_read(text):
    assert read(text) == ()
