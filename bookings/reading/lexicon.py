"""Which words mean the same: names of places and peoples as classes, and words that are
misspelt as the words they are.

In a *line* every word stands as itself, but for C_ a country, P_ a place abroad, U_ the
own country, T_ a state of it, D_ a people, M_ a month or a season.
"""

from collections.abc import Iterable, Iterator

from bookings.reading.folding import Word, without_figures
from bookings.reading.places import (
    COUNTRIES,
    HERE,
    PEOPLES,
    PLACES_ABROAD,
    STATES,
    names_in,
    words_in,
)

_MONTHS = words_in("""
    january february march april may june july august september october november
    december jan feb mar apr jun jul aug sep sept oct nov dec spring summer fall
    autumn winter enero febrero marzo abril mayo junio julio agosto septiembre
    setiembre octubre noviembre diciembre primavera verano otono invierno
""")
# What makes a name that of a street, a town or a school.
_OF_A_STREET = frozenset(
    words_in("""
    st street ave avenue way rd road blvd boulevard dr drive ln lane ct court pl
    place hwy highway creek bay county township pkwy parkway park beach
    elementary school hs high hill hills lake river terrace ter cir circle sq
    square loop apts apartments mall city bridge avenida calle cafe grill
    restaurant bakery market express
""")
)
_STREETS_BEFORE = frozenset(["calle", "avenida", "av", "avda", "c", "boulevard"])
_STATES_SHORT = frozenset(
    words_in("""
    al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo
    mt ne nv nh nj nm ny nc nd oh ok or pa ri sc sd tn tx ut vt va wa wv wi wy
""")
)
# Words that rules look for and that are long enough to be known when misspelt.
_LOOKED_FOR = words_in("""
    citizen citizens citizenship noncitizen noncitizens naturalized
    naturalization nationality national nationals foreigner foreigners
    undocumented immigration immigrant immigrants illegally unlawfully deported
    deportation deportable refugee refugees passport passports birthplace
    consulate consular permanent resident residency detainer overstayed asylum
    originally naturalised stateless migrant border patrol inspection
    unauthorized heritage ciudadano ciudadana ciudadanos ciudadania nacionalidad
    extranjero extranjera inmigrante inmigrantes inmigracion migratorio
    migratoria indocumentado indocumentada indocumentados deportado deportada
    deportacion pasaporte refugiado refugiada residente permanente nacimiento
    nacionalizado naturalizado originario originaria oriundo oriunda frontera
    ilegalmente matricula residencia consulado estatus
""")
# Other words, one letter away from those.
_NOT_MISSPELT = frozenset(
    words_in("""
    departed deposited reported imported depot departs rational notional resign
    residents residence president precedent boarder boarded borders bordered
    ladder citizens refuge refuges refused passports passport heritable
    departure patrols patron patrolled petrol foreign foreigners denizen
    migrants migrated residing permanently detained detainee detainees retainer
    contained container inspections inspector nationals nationally naturally
    natural consular consult consulted counsel consultation consulates
    residential consulate region estates status national nacional natal
    extranjeros ciudadanas consola matriculas fronteras residentes mexico
    canadian armenian austrian australia austria american americana originals
    original organically aboriginal germane chines persian person
""")
)
_ALSO = {"asylm": "asylum", "assylum": "asylum", "asilum": "asylum", "alein": "alien"}
_SHORT, _LONG = 7, 10  # letters from which one letter, and two, may be wrong


def _people_words() -> Iterator[str]:
    for word in PEOPLES:
        yield word
        yield word + "s"
        if word.endswith("o"):
            yield from (word[:-1] + "a", word[:-1] + "as")
        elif word[-1] in "nsl":
            yield from (word + "a", word + "as", word + "es")


_CLASS = {word: f"D_{word}" for word in _people_words()}
_CLASS |= {word: f"M_{word}" for word in _MONTHS}
_CLASS |= dict.fromkeys(("estadounidense", "estadounidenses"), "american")
_CLASS |= {"americano": "american", "americana": "american", "americans": "american"}


def _phrases() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """By its first word, each name of a place with its class; the longest first."""
    found: dict[str, list] = {}
    named = [
        *(("C", name) for name in COUNTRIES),
        *(("P", name) for name in PLACES_ABROAD),
        *(("U", name) for name in names_in(HERE)),
        *(("T", name) for name in names_in(STATES)),
    ]
    for letter, name in named:
        words = tuple(name.split())
        found.setdefault(words[0], []).append((words, f"{letter}_{''.join(words)}"))
    for phrases in found.values():
        phrases.sort(key=lambda phrase: -len(phrase[0]))
    return found


_PHRASES = _phrases()


def _shortened(word: str, letters: int) -> set[str]:
    """The word, and what is left of it without one letter, or two."""
    found = latest = {word}
    for _ in range(letters):
        latest = {w[:at] + w[at + 1 :] for w in latest for at in range(len(w))}
        found = found | latest
    return found


def _letters_wrong(word: str) -> int:
    return 0 if len(word) < _SHORT else 1 if len(word) < _LONG else 2


def _misspellings(words: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for word in words:
        for short in _shortened(word, _letters_wrong(word)):
            found.setdefault(short, word)
    return found


_KNOWN = frozenset(
    [*_LOOKED_FOR, *_CLASS, *(n for n in COUNTRIES if " " not in n)]
) | frozenset(_PHRASES)
_MISSPELT = _misspellings(
    sorted(w for w in {*_LOOKED_FOR, *PEOPLES, *COUNTRIES} if len(w) >= _SHORT)
)


def _as_known(word: str, learned: dict[str, str]) -> str:
    """The word that this one is meant to be, where it is one of those looked for."""
    if word in _KNOWN or word in _NOT_MISSPELT:
        return word
    if word in _ALSO:
        return _ALSO[word]
    if word not in learned:
        learned[word] = _respelt(word)
    return learned[word]


def _respelt(word: str) -> str:
    plain = word
    if not word.isalpha():
        letters = sum(map(str.isalpha, word))
        if letters < 4 or len(word) - letters > letters // 2:  # a number, not a word
            return word
        plain = without_figures(word)
        if plain in _KNOWN:
            return plain
    if not _SHORT - 1 <= len(plain) <= 20 or not plain.isascii():
        return plain
    wrong = min(max(_letters_wrong(plain), 1), 2)
    for short in sorted(_shortened(plain, wrong), key=len, reverse=True):
        meant = _MISSPELT.get(short)
        if meant and _is_near(plain, meant):
            return meant
    return word


def _is_near(word: str, meant: str) -> bool:
    """As many letters missing, too many, wrong or exchanged as its length forgives; the
    first stands.
    """
    allowed = _letters_wrong(meant)
    if word[0] != meant[0] or abs(len(word) - len(meant)) > allowed:
        return False
    return _distance(word, meant) <= allowed


def _distance(one: str, other: str) -> int:
    """Letters to add, take away, change or exchange with the next (restricted)."""
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        row = [i]
        for j, b in enumerate(other, start=1):
            cost = min(last[j] + 1, row[-1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
        before_last, last = last, row
    return last[-1]


def classed(words: list[Word]) -> list[Word]:
    """The same words, misspelt ones put right, names of places and peoples as classes."""
    learned: dict[str, str] = {}
    is_shouted = _is_shouted(words)
    texts = [_as_known(word.text, learned) for word in words]
    out: list[Word] = []
    at = 0
    while at < len(words):
        length, text = _place(texts, words, at)
        if not length:
            length, text = _joined(texts, words, at)
        if text == "us" and words[at].is_capitals and not is_shouted:
            text = "U_us"
        first, last = words[at], words[at + length - 1]
        out.append(Word(text, first.begins, last.ends, first.is_capitals))
        at += length
    return out


def _is_shouted(words: list[Word]) -> bool:
    """A text all in capitals: they say nothing there."""
    long = [word for word in words if len(word.text) > 3 and word.text.isalpha()]
    return bool(long) and sum(w.is_capitals for w in long) * 2 > len(long)


def _place(texts: list[str], words: list[Word], at: int) -> tuple[int, str]:
    for phrase, name in _PHRASES.get(texts[at], ()):
        ends = at + len(phrase)
        if tuple(texts[at:ends]) == phrase:
            if name[0] in "CP" and _is_in_an_address(texts, words, at, ends):
                return len(phrase), phrase[0]
            return len(phrase), name
    return 0, ""


def _is_in_an_address(texts, words, at: int, ends: int) -> bool:
    """Cuba St, Mexico, MO, 1200 Peru: a street or a town, and no country."""
    after = texts[ends] if ends < len(texts) else ""
    before = texts[at - 1] if at else ""
    if after in _OF_A_STREET or before in _STREETS_BEFORE:
        return True
    if before in "nsew" and before and at > 1 and texts[at - 2].isdigit():
        return True
    if after != "," or ends + 1 >= len(words):
        return False
    short = words[ends + 1]
    is_state = short.text in _STATES_SHORT and short.is_capitals
    return is_state or texts[ends + 1] in _STATE_WORDS


_STATE_WORDS = frozenset(n for n in names_in(STATES) if " " not in n) - {"georgia"}


def _joined(texts: list[str], words: list[Word], at: int) -> tuple[int, str]:
    """A word of its class; one that a space or a dash cuts in two is one."""
    text = texts[at]
    if (
        at + 1 < len(texts)
        and text.isalpha()
        and text not in _CLASS
        and len(text) + len(texts[at + 1]) > 2
        and (whole := text + texts[at + 1]) in _JOINED
    ):
        return 2, _CLASS.get(whole, whole)
    return 1, _CLASS.get(text, text)


_JOINED = frozenset(
    [word for word in _LOOKED_FOR if not word.startswith("non")]
    + [word for word in _CLASS if len(word) >= _SHORT and word.isalpha()]
) - {"national"}
