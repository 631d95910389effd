"""Whose a mail domain is: by its registrable suffix, never by how it begins.

``ice.dhs.gov`` is the agency's, ``ice.dhs.gov.example.com`` is anybody's; ``notice.gov``,
``police.example`` and ``fema.gov`` are no immigration authority's.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from compliance.evidence import known


class MailDomain(StrEnum):
    """Whose a domain is."""

    NONE = "none"
    OF_ITS_AGENCY = "of_its_agency"
    IMMIGRATION = "immigration"
    DEPARTMENT = "department"
    PUBLIC = "public"
    PRIVATE = "private"
    LOOK_ALIKE = "look_alike"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Registry:
    """The .gov registry as it was loaded: domain → organisation and state, those of the
    immigration authorities, and the words of the organisations' names. Empty, the
    built-in tables answer.
    """

    organisations: dict[str, str] = field(default_factory=dict, hash=False)
    states: dict[str, str] = field(default_factory=dict, hash=False)
    immigration: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str, str, str]]) -> "Registry":
        """Out of (domain, organisation, part of it, state)."""
        rows = [(d.lower(), o, p, s) for d, o, p, s in rows]
        return cls(
            organisations={domain: organisation for domain, organisation, *_ in rows},
            states={domain: state for domain, *_, state in rows},
            immigration=frozenset(
                domain for domain, _, part, _ in rows if is_immigration_body(part)
            ),
            places=frozenset(
                word
                for _, organisation, *_ in rows
                for word in re.split(r"[^a-z]+", organisation.lower())
                if len(word) > 2
            ),
        )


def is_immigration_body(name: str) -> bool:
    return any(body in name.lower() for body in known.IMMIGRATION_ORGANISATIONS)


# Second-level labels under which the world's countries register names.
_SECOND_LEVELS = frozenset(
    {
        "ac",
        "co",
        "com",
        "edu",
        "gob",
        "gouv",
        "gov",
        "go",
        "govt",
        "mil",
        "net",
        "or",
        "org",
    }
)
_PUBLIC_ENDINGS = ("gov", "mil")
_STATE = re.compile(r"[a-z]{2}")


def domain_of(address: str) -> str:
    """The domain of an address in small letters, or nothing."""
    _, at, domain = address.strip().rpartition("@")
    return domain.strip().rstrip(".").lower() if at else ""


def mailbox_of(address: str) -> str:
    """The mailbox itself: without a tag, and for Google's without dots."""
    local, at, _ = address.strip().lower().rpartition("@")
    domain = domain_of(address)
    local = local.partition("+")[0]
    if domain in ("gmail.com", "googlemail.com"):
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}" if at else ""


@lru_cache(maxsize=4096)
def registrable(domain: str) -> str:
    """The part that somebody registered: ``dhs.gov``, ``example.com``,
    ``ci.kent.wa.us``, ``dhs.gov.co``.
    """
    labels = domain.split(".")
    if len(labels) <= 2:
        return domain
    if labels[-1] == "us" and _STATE.fullmatch(labels[-2]):
        return ".".join(labels[-4:])
    if len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVELS:
        return ".".join(labels[-3:])
    return ".".join(labels[-2:])


def is_within(domain: str, owner: str) -> bool:
    return domain == owner or domain.endswith("." + owner)


def whose(
    domain: str, agency_domains: tuple[str, ...], registry: Registry
) -> MailDomain:
    """Say whose a domain is. Immigration comes first: an agency's own list of domains
    cannot make ice.dhs.gov a police department's, nor a private provider's an office's.
    """
    if not domain:
        return MailDomain.NONE
    if is_immigration(domain, registry):
        return MailDomain.IMMIGRATION
    if is_private(domain):
        return MailDomain.PRIVATE
    if any(is_within(domain, own.lower()) for own in agency_domains):
        return MailDomain.OF_ITS_AGENCY
    if is_public(domain, registry):
        return _public(domain, registry)
    if looks_like(domain, agency_domains, registry):
        return MailDomain.LOOK_ALIKE
    return MailDomain.UNKNOWN


def _public(domain: str, registry: Registry) -> MailDomain:
    owner = registrable(domain)
    if owner == known.DEPARTMENT and not set(domain.split(".")) & known.OTHER_PARTS:
        return MailDomain.DEPARTMENT
    if owner.startswith("xn--"):
        return MailDomain.LOOK_ALIKE
    return MailDomain.PUBLIC


def is_immigration(domain: str, registry: Registry) -> bool:
    owner = registrable(domain)
    if owner == known.DEPARTMENT:
        # From the right: ``cis.cisa.dhs.gov`` is CISA's, whatever stands before it.
        part = domain.split(".")[-3:-2]
        return bool(set(part) & known.IMMIGRATION_PARTS)
    return owner in known.IMMIGRATION_DOMAINS or owner in registry.immigration


def is_private(domain: str) -> bool:
    owner = registrable(domain)
    return owner in known.PRIVATE_MAIL or (
        owner.partition(".")[0] in known.PRIVATE_NAMES
        and not owner.endswith((".gov", ".mil", ".us"))
    )


def is_public(domain: str, registry: Registry) -> bool:
    """.gov and .mil are registered to public bodies alone, and names of a place under
    a state (``ci.kent.wa.us``, ``co.king.wa.us``) were.
    """
    labels = domain.split(".")
    if labels[-1] in _PUBLIC_ENDINGS:
        return True
    if labels[-1] == "us" and len(labels) >= 3 and _STATE.fullmatch(labels[-2]):
        return len(labels) == 3 or labels[-4] in ("ci", "co", "town", "dst", "state")
    return registrable(domain) in registry.organisations


# --- Look-alikes -------------------------------------------------------------------------

# What a hurried eye takes for one another.
_SHAPES = str.maketrans(
    {"0": "o", "1": "l", "i": "l", "|": "l", "5": "s", "3": "e", "4": "a", "8": "b"}
    | {"а": "a", "е": "e", "о": "o", "с": "c", "р": "p", "і": "l", "ѕ": "s", "һ": "h"}
    | {"ԁ": "d", "ɡ": "g", "ν": "v", "ο": "o", "α": "a", "ı": "l", "ӏ": "l", "ո": "n"}
)
_STRONG = frozenset({"dhs", "uscis", "hsi", "usice", "icedhs", "dhsice", "cbpdhs"})
_WEAK = frozenset({"ice", "cbp", "ero", "ins", "immigration", "homeland"})
_OFFICIAL = frozenset(
    {
        "gov",
        "govt",
        "us",
        "usa",
        "usdoj",
        "federal",
        "enforcement",
        "customs",
        "security",
    }
    | {
        "homelandsecurity",
        "removal",
        "field",
        "immigration",
        "mail",
        "agent",
        "officer",
    }
)


@lru_cache(maxsize=4096)
def _skeleton(text: str) -> str:
    if text.startswith("xn--"):
        try:
            text = text.encode("ascii").decode("idna")
        except UnicodeError:
            return text
    bare = unicodedata.normalize("NFKD", text).translate(_SHAPES)
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    return (
        bare.replace("rn", "m").replace("vv", "w").replace("cl", "d").replace("-", "")
    )


def looks_like(domain: str, agency_domains: tuple[str, ...], registry: Registry) -> str:
    """The official name that a domain outside every register resembles, or nothing."""
    labels = domain.split(".")
    if "gov" in labels[:-1] or "mil" in labels[:-1]:
        return ".".join(labels[: labels.index("gov") + 1 if "gov" in labels else -1])
    if resembled := _immigration_resembled(labels):
        return resembled
    owner = registrable(domain)
    officials = (*agency_domains, *_IMMIGRATION_NAMES)
    for official in officials:
        if _resembles(owner, official.lower()):
            return official
    return _registered_resembled(owner, registry)


_IMMIGRATION_NAMES = ("ice.dhs.gov", "cbp.dhs.gov", "uscis.dhs.gov", "hsi.dhs.gov")


def _immigration_resembled(labels: list[str]) -> str:
    tokens = {t for label in labels[:-1] for t in re.split(r"[-_]", label)}
    shapes = {_skeleton(token) for token in tokens}
    strong = shapes & {_skeleton(word) for word in _STRONG}
    weak = shapes & {_skeleton(word) for word in _WEAK}
    official = shapes & {_skeleton(word) for word in _OFFICIAL}
    if strong or (weak and (official - weak or len(weak) > 1)):
        return "dhs.gov"
    joined = _skeleton("".join(labels[:-1]))
    if re.search(
        r"(?:lce|cbp|usc?ls|hsl|ero)dhs|dhs(?:lce|cbp|gov)|(?:lce|cbp|uscls|hsl)gov",
        joined,
    ):
        return "dhs.gov"
    return ""


def _resembles(owner: str, official: str) -> bool:
    """Whether a registered name is meant to be read as an official one: the same
    letters otherwise arranged, the same name under another ending, or one letter off.
    """
    if is_within(owner, official):
        return False
    name, real = _name(owner), _name(registrable(official))
    whole = _skeleton(official.replace(".", ""))
    if len(real) >= 6 and (name == real or name in (real + "gov", "gov" + real)):
        return True
    if len(whole) >= 8 and name == whole:
        return True
    return len(real) >= 8 and abs(len(name) - len(real)) <= 1 and _one_apart(name, real)


def _registered_resembled(owner: str, registry: Registry) -> str:
    """A registered .gov name with ``gov`` glued to it, or with a letter exchanged for
    one of its shape; the bare name under another ending is too common to say anything.
    """
    name = _name(owner)
    for ending in ("gov", "govt"):
        bare = owner.partition(".")[0].replace("-", "").removesuffix(ending)
        if (
            name.endswith(ending)
            and len(bare) >= 4
            and f"{bare}.gov" in registry.organisations
        ):
            return f"{bare}.gov"
    return ""


def _name(owner: str) -> str:
    """The skeleton of what stands before the ending; of a place's name, the place."""
    labels = owner.split(".")
    if labels[-1] == "us" and len(labels) == 4:
        return _skeleton(labels[1])
    return _skeleton(labels[0])


def _one_apart(one: str, other: str) -> bool:
    """Whether one letter added, left out, exchanged, or two swapped, is the difference."""
    if one == other:
        return True
    if len(one) > len(other):
        one, other = other, one
    start = next((i for i, c in enumerate(one) if c != other[i]), len(one))
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    swapped = one[:start] + one[start : start + 2][::-1] + one[start + 2 :]
    return one[start + 1 :] == other[start + 1 :] or swapped == other
