"""Where somebody can be reached."""

from enum import StrEnum


class AddressKind(StrEnum):
    HOME = "home"
    WORK = "work"
    MAIL = "mail"
