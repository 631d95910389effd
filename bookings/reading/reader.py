"""Reading a text: its words, the rules that stand at some of them, and what they find.

Time grows with the length of the text alone: a rule is tried at its own words, over a
few words around.
"""

from bisect import bisect_right

from bookings.reading.english import ENGLISH
from bookings.reading.english_status import ENGLISH_STATUS
from bookings.reading.folding import Word, folded, words_of
from bookings.reading.kinds import Found
from bookings.reading.lexicon import classed
from bookings.reading.numbers import numbers_in
from bookings.reading.patterns import AFTER, BEFORE, NOT_KEPT, Rule
from bookings.reading.spanish import SPANISH

_TABLES = (ENGLISH, ENGLISH_STATUS, SPANISH)
_RULES: dict[str, tuple[Rule, ...]] = {
    word: tuple(rule for table in _TABLES for rule in table.get(word, ()))
    for word in {word for table in _TABLES for word in table}
}
_RULES["C_georgia"] = ()  # a state of the own country as well, with its own cards
_CLASSES = 2  # the letters of D_ and its like


def read(text: str) -> tuple[Found, ...]:
    """What a text tells that must not be kept, in its order, none within another."""
    plain, places = folded(text)
    words = classed(words_of(text, plain, places))
    found = list(numbers_in(text, plain, places))
    for at, word in enumerate(words):
        rules = _RULES.get(word.text, _RULES.get(word.text[:_CLASSES], ()))
        if rules and (one := _first(rules, words, at, text)):
            found.append(one)
    return tuple(_apart(found))


def _first(rules, words: list[Word], at: int, text: str) -> Found | None:
    first = max(0, at - BEFORE)
    around = words[first : at + 1 + AFTER]
    line, places = _line(around, at - first)
    if NOT_KEPT.search(line):
        return None
    for rule in rules:
        match = rule.needs.search(line)
        if match and not (rule.unless and rule.unless.search(line)):
            return _found(rule, match, around, places, text)
    return None


def _line(around: list[Word], here: int) -> tuple[str, list[int]]:
    """The words as one line, and where each begins in it."""
    places, parts, length = [], [], 0
    for number, word in enumerate(around):
        part = "@" if number == here else word.text
        places.append(length)
        parts.append(part)
        length += len(part) + 1
    return " ".join(parts), places


def _found(rule: Rule, match, around: list[Word], places: list[int], text: str):
    """The words from the first to the last that the rule has met, marks cut off."""
    begins, ends = match.span()
    first = bisect_right(places, begins) - 1
    last = bisect_right(places, max(begins, ends - 1)) - 1
    while first < last and not around[first].text[0].isalnum():
        first += 1
    while last > first and not around[last].text[0].isalnum():
        last -= 1
    start, stop = around[first].begins, around[last].ends
    return Found(start, stop, rule.kind, text[start:stop])


def _apart(found: list[Found]) -> list[Found]:
    """Of what overlaps, one: as long as both, of the kind of the first."""
    apart: list[Found] = []
    for one in sorted(found):
        if apart and one.begins < apart[-1].ends:
            before = apart[-1]
            if one.ends > before.ends:
                words = before.words + one.words[before.ends - one.begins :]
                apart[-1] = Found(before.begins, one.ends, before.kind, words)
            continue
        apart.append(one)
    return apart
