"""A text as words, whatever it is written with: capitals, accents, letters of another
script that look alike, invisible characters, dots between letters, letters apart.
"""

import unicodedata
from dataclasses import dataclass

# Letters of other scripts that are read as Latin ones.
_LOOK_ALIKE = str.maketrans(
    "аАвВсСеЕнНіІјЈкКмМоОрРѕЅтТуУхХԁԛԝɡɑıοΟαΑιΙνΝρΡτΤυΥχΧκΚΕΗΜΒΖ",
    "aabbcceehhiijjkkmmooppssttyyxxdqwgaiooaaiivnppttyyxxkkehmbz",
)
_APOSTROPHES = "'’‘ʼ`´′ʻ"
_DASHES = "‐‑‒–—―−﹣－⁃"
_SAID = '.,;:?!()/#"=&|'
_IN_PLACE_OF_LETTERS = str.maketrans("013457@$|", "oieastasi")
_INSIDE = dict.fromkeys(map(ord, "'_*-\n"))
_SPACED_OUT = 3  # single letters in a row that are a word


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a mark, from ``begins`` up to ``ends`` in the text as it was typed."""

    text: str
    begins: int
    ends: int
    is_capitals: bool = False


def folded(text: str) -> tuple[str, list[int]]:
    """The text in plain small letters, and where each of them stood."""
    out: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        if char.isascii():
            out.append(char.lower())
            places.append(place)
            continue
        if char in _APOSTROPHES:
            plain = "'"
        elif char in _DASHES:
            plain = "-"
        elif unicodedata.category(char) in ("Cf", "Mn", "Me", "Sk"):
            continue  # nothing to be seen: a joiner, a soft hyphen, an accent alone
        elif unicodedata.category(char).startswith("Z"):
            plain = " "
        else:
            apart = unicodedata.normalize("NFKD", char)
            plain = "".join(c for c in apart if not unicodedata.combining(c))
            plain = plain.translate(_LOOK_ALIKE).lower()
        out.append(plain)
        places.extend([place] * len(plain))
    return "".join(out), places


def words_of(text: str, plain: str, places: list[int]) -> list[Word]:
    """Every word and mark of a folded text, in order. An apostrophe belongs to its word,
    a dash between two parts them.
    """
    found: list[Word] = []
    at, length = 0, len(plain)
    while at < length:
        char = plain[at]
        if char.isalnum():
            ends = at + 1
            while ends < length and (plain[ends].isalnum() or _joins(plain, ends)):
                ends += 1
            found.append(_word(text, plain, places, at, ends))
            at = ends
            continue
        if char == "\n" or char in _SAID:
            mark = "." if char in "\n!" else char
            found.append(Word(mark, places[at], places[at] + 1))
        at += 1
    return _letters_together(found)


def _joins(plain: str, at: int) -> bool:
    """A mark inside a word: an apostrophe, what stands for a letter of it, or the dash
    at the end of a line.
    """
    if not plain[at - 1].isalpha() and plain[at - 1] != "-":
        return False
    if plain[at : at + 2] == "-\n" or plain[at - 1 : at + 1] == "-\n":
        return plain[at + 1 : at + 3].strip("\n")[:1].isalpha()
    return plain[at + 1 : at + 2].isalpha() and plain[at] in "'@$_*"


def _word(text: str, plain: str, places: list[int], at: int, ends: int) -> Word:
    first, last = places[at], places[ends - 1] + 1
    raw = text[first:last]
    word = plain[at:ends].translate(_INSIDE)
    return Word(word, first, last, raw.isupper())


def _letters_together(words: list[Word]) -> list[Word]:
    """I.C.E., U. S. and i l l e g a l are words."""
    out: list[Word] = []
    at = 0
    while at < len(words):
        ends = _run_of_letters(words, at)
        if ends - at > 1:
            run = [word for word in words[at:ends] if word.text != "."]
            has_dots = any(word.text == "." for word in words[at:ends])
            if len(run) >= _SPACED_OUT or (has_dots and len(run) > 1):
                text = "".join(word.text for word in run)
                out.append(Word(text, run[0].begins, run[-1].ends, is_capitals=True))
                at = ends
                continue
        out.append(words[at])
        at += 1
    return out


def _run_of_letters(words: list[Word], at: int) -> int:
    """Where a run of single letters that begins here ends, all large or all small; dots
    may stand between.
    """
    ends = at
    while ends < len(words) and len(words[ends].text) == 1:
        is_alike = words[ends].is_capitals == words[at].is_capitals
        if words[ends].text.isalpha() and is_alike:
            ends += 1
            if ends < len(words) and words[ends].text == ".":
                ends += 1
        else:
            break
    return ends


def without_figures(word: str) -> str:
    """A word in which figures stand for letters, as 1llegal, in letters."""
    return word.translate(_IN_PLACE_OF_LETTERS)
