"""What a sign is about, and how much it weighs."""

from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """Proves: it is so. Tells: reason enough for a finding. Hints: two are needed."""

    PROVES = "proves"
    TELLS = "tells"
    HINTS = "hints"


class SignKind(StrEnum):
    """What a sign is about. Two hints of one kind are one hint."""

    MAIL = "mail"
    MAILBOX = "mailbox"
    ORI = "ori"
    NETWORK = "network"
    INVITER = "inviter"
    UNIT_NAME = "unit_name"
    OTHER_HAT = "other_hat"
    REASONS = "reasons"
    DESK_NAME = "desk_name"
    TWO_PLACES = "two_places"
    DEVICES = "devices"
    WAKING = "waking"
    RELEASES = "releases"
    NAME_LISTS = "name_lists"
    VAGUE = "vague"


@dataclass(frozen=True, slots=True)
class Sign:
    kind: SignKind
    weight: Weight
    words: str
