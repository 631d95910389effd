"""Names that nobody has, of many kinds: put together from syllables, so that a
search meets hyphens, single names, very long ones and letters beyond ASCII.
"""

import random
import unicodedata
from dataclasses import dataclass

# A name that fills the field to its last letter; forms and lists must bear it.
LONGEST = (
    "Wolkenbruchsteinhagen-Featherstonehaughwick van der Oosterschelmbergen-Tannlinde"
)
SINGLE = ("Sukharta", "Wirjatmo", "Tsewandru", "Ayunindra", "Kebretha", "Ngozindu")
SUFFIXES = ("Jr", "Sr", "II", "III")


@dataclass(frozen=True, slots=True)
class Tradition:
    """How one kind of name is made: beginnings and ends of surnames, given names."""

    weight: int
    begins: tuple[str, ...]
    ends: tuple[str, ...]
    men: tuple[str, ...]
    women: tuple[str, ...]

    def surname(self, rng: random.Random) -> str:
        return rng.choice(self.begins) + rng.choice(self.ends)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


TRADITIONS = (
    Tradition(
        46,
        _words(
            "Ash Bram Calder Dun Elder Fen Garth Harrow Inger Kell Lang Marl Nether "
            "Ollen Pell Quar Raven Silver Thistle Under Wether Yar"
        ),
        _words(
            "bourne croft dale fold garth ham hurst leigh mere more ridge shaw stowe "
            "thorpe wick worthy"
        ),
        _words(
            "Aaron Brandon Caleb Derek Edwin Frank Gavin Howard Isaac Jerome Kevin "
            "Leroy Marcus Nathan Oscar Preston Quincy Russell Samuel Tyrone Victor "
            "Wesley"
        ),
        _words(
            "Abigail Bethany Carla Denise Elaine Felicia Gloria Hannah Imani Janelle "
            "Keisha Latoya Monica Naomi Olivia Patrice Rachel Shannon Tamika Ursula "
            "Vanessa Whitney"
        ),
    ),
    Tradition(
        16,
        _words(
            "Alde Bara Casta Delmon Espi Florí Galva Herre Iñigo Jara Luza Monta Nava "
            "Olmé Peña Quiri Rosal Sandó Torre Valde"
        ),
        _words(
            "beña dejo doval gosa laín mera mundo nilla quez rena rocal rrado vieda"
        ),
        _words(
            "Adrián Bruno Cristóbal Diego Emilio Félix Gustavo Héctor Iván Julián "
            "Leandro Mateo Nicolás Óscar Raúl Tomás"
        ),
        _words(
            "Adela Beatriz Carmen Dolores Elvira Flor Graciela Inés Josefina Luz "
            "Marisol Noelia Pilar Rocío Soledad Yolanda"
        ),
    ),
    Tradition(
        9,
        _words("Đo Hoà Kiệ Lươ Ngu Phà Quá Tạ Trị Vư Bùi Đặ Huỳ Mạ"),
        _words("nh ng nhan ngô nha i nhu"),
        _words("An Bảo Cường Dũng Hải Khánh Long Minh Nam Phúc Quang Sơn Tuấn Vinh"),
        _words("Ánh Bích Cúc Diễm Hạnh Hương Lan Mai Ngọc Oanh Phượng Thảo Xuân Yến"),
    ),
    Tradition(
        8,
        _words(
            "Abdu Bara Daha Faru Guler Hassi Isma Jama Kadi Mahu Nuri Omar Sali Warsa"
        ),
        _words("bane dhere geele haye jeer le mow nur qaad shire weyn"),
        _words(
            "Abshir Bashir Cabdi Dalmar Faysal Guled Hirsi Idris Jibril Liban Rooble"
        ),
        _words("Amina Bilan Caasho Deqa Fartun Hodan Ifrah Khadra Ladan Nasra Sagal"),
    ),
    Tradition(
        7,
        _words(
            "Bara Czer Dob Ger Jasz Kov Łuko Mir Nowo Okru Petr Rad Śliw Toma Vrel Żele"
        ),
        _words("chenko czyk ekov enko icki ińska mirz nowski ovets skyi wicz zhan"),
        _words("Andriy Bohdan Cezary Dmytro Igor Kazimir Łukasz Mykola Oleh Stepan"),
        _words("Alina Bożena Darya Halyna Iryna Katya Ludmila Nadia Oksana Zofia"),
    ),
    Tradition(
        7,
        _words("Ami Bhar Chan Deva Eka Gur Hari Jas Kri Lal Man Nar Param Rav Sur"),
        _words("dhanu garh hotra indra kshan latha mandi pal rajan sekar want yani"),
        _words("Arjun Balbir Chetan Deepak Gopal Harjit Jaspal Kiran Mohan Ravi"),
        _words("Anjali Bhavna Deepa Gita Harpreet Jaya Lakshmi Meena Padma Sunita"),
    ),
    Tradition(
        7,
        _words("Fale Laul Leia Mata Nofo Pule Sali Talo Tau Tele Tui Vai"),
        _words("afa ala eseni iloa lefu mafa nuu olo sina upu"),
        _words("Afa Iosefa Kimo Malaki Pita Sione Tavita Tomasi Viliami"),
        _words("Alofa Kalena Leilani Malia Moana Sefina Teuila Vaitiare"),
    ),
)
_WEIGHTS = tuple(tradition.weight for tradition in TRADITIONS)


@dataclass(frozen=True, slots=True)
class Name:
    surname: str
    given: str
    middle: str = ""
    suffix: str = ""
    tradition: Tradition | None = None


def name(rng: random.Random, sex: str) -> Name:
    """Make up a name; one in sixteen is double-barrelled, a few are single."""
    tradition = rng.choices(TRADITIONS, _WEIGHTS)[0]
    given_names = tradition.women if sex == "F" else tradition.men
    chance = rng.random()
    if chance < 0.004:
        return Name(rng.choice(SINGLE), "", tradition=tradition)
    surname = tradition.surname(rng)
    if chance < 0.066:
        surname = f"{surname}-{rng.choice(TRADITIONS).surname(rng)}"
    given, middle = rng.sample(given_names, 2)
    return Name(
        surname,
        given,
        middle if rng.random() < 0.55 else "",
        rng.choice(SUFFIXES) if sex == "M" and rng.random() < 0.03 else "",
        tradition,
    )


def another_surname(rng: random.Random, known: Name) -> str:
    """A surname to go by besides one's own: half of it, or quite another."""
    if "-" in known.surname and rng.random() < 0.5:
        return known.surname.partition("-")[0]
    return (known.tradition or rng.choice(TRADITIONS)).surname(rng)


def plain(text: str) -> str:
    """The letters of a name as a sign-in name has them: lower case, ASCII."""
    spelled = text.translate(str.maketrans("ŁłĐđ", "LlDd"))
    apart = unicodedata.normalize("NFKD", spelled)
    return "".join(c for c in apart if c.isascii() and c.isalnum()).lower()


# Streets of no city; numbers above any that are in use.
STREETS = _words(
    "Alderglen Birchfall Cinderpath Drumlin Evenrock Fogbank Glacierview Herringbone "
    "Inlet Juncoway Kelpline Lanternlight Moraine Nettlebed Orchardgate Pumicestone "
    "Quillfeather Rainshadow Salmonberry Tidewrack Underhill Vinemaple Wapato Yarrowmead"
)
KINDS_OF_STREET = _words("Ave St Pl Ct Way Ln Dr Blvd")
QUARTERS = ("S", "N", "NE", "SW", "SE", "E")
CITIES = (
    ("Seattle", "98199"),
    ("Kent", "98032"),
    ("Renton", "98057"),
    ("Federal Way", "98003"),
    ("Bellevue", "98007"),
    ("Auburn", "98002"),
    ("Burien", "98166"),
    ("Tukwila", "98188"),
    ("Shoreline", "98133"),
    ("SeaTac", "98188"),
)
_CITY_WEIGHTS = (38, 14, 9, 8, 7, 7, 5, 5, 4, 3)


def street(rng: random.Random) -> str:
    return (
        f"{rng.randint(300, 399)}{rng.randint(10, 99)} {rng.choice(STREETS)} "
        f"{rng.choice(KINDS_OF_STREET)} {rng.choice(QUARTERS)}"
    )


def city(rng: random.Random) -> tuple[str, str]:
    return rng.choices(CITIES, _CITY_WEIGHTS)[0]


def phone(rng: random.Random) -> str:
    """A number of the hundred that are kept for fiction (NANP 555-01xx)."""
    return f"{rng.choice((206, 253, 425))}-555-01{rng.randint(0, 99):02d}"
