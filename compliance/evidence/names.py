"""What names tell: of a desk instead of a person, and of immigration work in the name
of a unit that is labelled otherwise. Whole words alone count.
"""

import re
import unicodedata
from dataclasses import dataclass

from compliance.evidence import known

# Names of the work, its offices and its programmes.
_IMMIGRATION = re.compile(
    r"\bimmigra(?:tion|nt|nts)\b|\bdeport(?:ation|ations)?\b"
    r"|\b(?:enforcement|detention|detentions) (?:and|&|und|\+) removal|\bremoval operations?\b"
    r"|\bremoval (?:unit|team|officers?|desk|branch|section|squad|liaison)\b"
    r"|\bero\b|\bhsi\b|\bopla\b|\bcbp\b|\buscis\b|\busbp\b|\bice\b(?! (?:arena|rink|rescue|hockey|"
    r"cream|storm|response|road|water))|\b287 ?\(?g\)?(?!\w)|\bhomeland security investigations?\b"
    r"|\bcustoms (?:and|&) border\b|\bborder (?:patrol|enforcement|protection)\b"
    r"|\b(?:criminal|fugitive|criminal-) ?aliens?\b|\balien (?:program|removal|criminal)\b"
    r"|\bsecure communities\b|\bpriority enforcement program\b|\bcivil enforcement unit\b"
    r"|\b(?:oficina|agente|unidad) de (?:inmigracion|migracion|deportacion)\b|\bla migra\b"
    r"|\bcitizenship and immigration\b|\bdhs\b"
)
# Words that turn the meaning: those who defend, teach or help immigrants.
_OTHER_MEANING = re.compile(
    r"\bdefen[cs]e\b|\brights\b|\blegal aid\b|\bassistance\b|\badvocates?\b|\boutreach\b"
    r"|\bvictims?\b|\baffairs\b|\bresources?\b|\binteragency council\b|\bhuman services\b"
)
# Hints of a detail to somebody else's work; most of these are criminal.
_TASK_FORCE = re.compile(
    r"\btask ?-?force\b|\bfugitive operations\b|\bfederal liaison\b"
)
# Field-office areas of the immigration authorities ("Seattle Field Office").
_FIELD_OFFICE = re.compile(r"\b(?:sub-?office|field office|area of responsibility)\b")

_TITLES = frozenset(
    {"ofc", "det", "sgt", "lt", "cpl", "dep", "deputy", "capt", "officer", "detective"}
    | {
        "sergeant",
        "lieutenant",
        "captain",
        "agent",
        "sa",
        "mr",
        "mrs",
        "ms",
        "dr",
        "trooper",
    }
    | {"investigator", "jr", "sr", "ii", "iii"}
)
# What stands beside a role's word in the name of a desk.
_BESIDE = frozenset(
    {"the", "of", "and", "pd", "so", "kcso", "spd", "city", "county", "first", "second"}
    | {
        "third",
        "am",
        "pm",
        "a",
        "b",
        "c",
        "d",
        "one",
        "two",
        "day",
        "all",
        "general",
        "dept",
    }
    | {
        "department",
        "agency",
        "task",
        "force",
        "east",
        "west",
        "north",
        "south",
        "precinct",
    }
    | {
        "swing",
        "late",
        "early",
        "weekend",
        "on",
        "call",
        "account",
        "access",
        "login",
        "pc",
    }
    | {"warrant", "criminal", "central", "regional", "court", "fugitive", "room", "bay"}
)


def plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return re.sub(r"[\s_/.,:–—]+", " ", bare).strip().lower()


def tells_immigration(name: str) -> bool:
    """Whether a unit's or an account's name says immigration work in so many words."""
    words = plain(re.sub(r"\b([A-Z])\.(?=[A-Z]\b|[A-Z]\.)", r"\1", name))
    return bool(_IMMIGRATION.search(words)) and not _OTHER_MEANING.search(words)


def hints_task_force(name: str) -> bool:
    words = plain(name)
    return bool(_TASK_FORCE.search(words) or _FIELD_OFFICE.search(words))


@dataclass(frozen=True, slots=True)
class Bodies:
    """Words that name a body and no person: of the account's own agency, and of places
    in the registry, which are also people's names and so count only beside a desk's.
    """

    agency: str = ""
    places: frozenset[str] = frozenset()

    def own(self) -> set[str]:
        return set(_letters(self.agency))


def is_of_a_desk(name: str, bodies: Bodies = Bodies()) -> bool:
    """Whether a display name names a desk, a shift or a team and no person."""
    words = [w for w in _letters(name) if w not in bodies.own() or _is_role(w)]
    return _is_a_desks(words, bodies)


def is_of_a_role(address: str, display_name: str, bodies: Bodies = Bodies()) -> bool:
    """Whether a mailbox is a role's: none of its words is of a person's name. A person
    named Page or Booking keeps the mailbox of that name.
    """
    words = _letters(address.rpartition("@")[0].partition("+")[0])
    own = {w for w in _letters(display_name) if len(w) > 1}
    if set(words) & own and not is_of_a_desk(display_name, bodies):
        return False
    return _is_a_desks([w for w in words if len(w) > 2], bodies)


def _is_a_desks(words: list[str], bodies: Bodies) -> bool:
    roles = [w for w in words if _is_role(w)]
    rest = [w for w in words if not _is_role(w) and w not in _BESIDE | _TITLES]
    rest = [w for w in rest if len(w) > 1 and w not in bodies.own()]
    is_a_bodys = len(set(roles) - _TITLES) > 1 or bool(_STRUCTURE & set(words))
    if is_a_bodys or any(_body(w) for w in rest):
        rest = [w for w in rest if (_body(w) or w) not in bodies.places]
    return bool(roles) and not rest


# How a body's name ends, written apart or together: "Kent PD", "kentpd".
_STRUCTURE = frozenset(
    {"pd", "so", "kcso", "spd", "dept", "department", "city", "county"}
)


def _body(word: str) -> str:
    return word[:-2] if word.endswith(("pd", "so")) and len(word) > 4 else ""


def _letters(text: str) -> list[str]:
    """Its words in small letters; a telephone's number or an apostrophe parts none."""
    return [w for w in re.split(r"[^a-z]+", plain(text).replace("'", "")) if w]


def _is_role(word: str) -> bool:
    """A role's word, or two or three of them written together: ``bookingdesk``."""
    if word in known.ROLE_WORDS:
        return True
    return any(
        word[:cut] in known.ROLE_WORDS | _BESIDE - {"a", "b", "c", "d"}
        and (word[cut:] in known.ROLE_WORDS or word[cut:] in ("room", "one", "two"))
        for cut in range(2, len(word) - 1)
    )
