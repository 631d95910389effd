"""Who may do what: the second pure table. What a record's state permits is in
each app's ``rules.py``; whether its target is visible is the gate's to say.
"""

from dataclasses import dataclass
from enum import StrEnum

from access.acts.labels import ACT_LABELS
from access.acts.table import ACTS, NOBODY, REVIEWS_JAILS_OWN, SECONDS
from access.acts.words import Act
from access.enums import Role

__all__ = [
    "ACTS",
    "ACT_LABELS",
    "REVIEWS_JAILS_OWN",
    "SECONDS",
    "Act",
    "Denial",
    "Permission",
    "may",
    "may_second",
]


class Denial(StrEnum):
    NO_CAPACITY = "no_capacity"
    ROLE_LACKS_ACT = "role_lacks_act"
    STANDING = "standing"
    NOT_YOURS = "not_yours"


@dataclass(frozen=True, slots=True)
class Permission:
    """Yes, or the reason why not."""

    denial: Denial | None = None

    def __bool__(self) -> bool:
        return self.denial is None


def may(roles: frozenset[Role], act: Act) -> Permission:
    """Whether somebody with these roles, in one capacity, may do this."""
    if not roles:
        return Permission(Denial.NO_CAPACITY)
    if roles & ACTS.get(act, NOBODY):
        return Permission()
    return Permission(Denial.ROLE_LACKS_ACT)


def may_second(roles: frozenset[Role], act: Act) -> Permission:
    """Whether somebody with these roles may be the second person of an act."""
    if roles & SECONDS.get(act, NOBODY):
        return Permission()
    return Permission(Denial.ROLE_LACKS_ACT)
