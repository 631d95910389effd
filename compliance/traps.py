"""Accounts planted in a review: nobody's, and of the make that has to be closed.

Names are put together from those of other accounts, and sign-in names in the unit's own
way, so that no list of ours tells them apart.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from access.enums import Role
from access.models import Account

_GIVEN = ("Robin", "Dana", "Jesse", "Morgan", "Casey", "Taylor", "Jamie", "Alexis")
_SURNAMES = ("Wicklow", "Harrowgate", "Delmonte", "Achterberg", "Sandoval", "Okonjo")
# Names enough that one put together of two is of nobody.
_ENOUGH_NAMES = 12
# Nothing is ever sent there: an inactive account gets no mail.
_PRIVATE_MAIL = ("gmail.com", "outlook.com", "yahoo.com")
_INVENTED_MAIL = ("quickmail.example", "homemail.example", "postbox.example")


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An account of the unit, beside which the planted one must look ordinary."""

    sign_in_name: str
    display_name: str
    email: str
    opened_at: datetime
    last_sign_in_at: datetime | None
    roles: tuple[str, ...]


def trap(
    chance: Random,
    unit: Sequence[Neighbour],
    names: Sequence[str],
    is_taken: Callable[[str], bool],
    at: datetime,
) -> tuple[Account, list[str]]:
    """Invent one account, unsaved, and the roles it is said to have. ``names``: display
    names of the county's accounts. Nobody signs in with it: inactive, without password.
    """
    display_name, sign_in_name = _name(chance, unit, names, is_taken)
    account = Account(
        sign_in_name=sign_in_name,
        display_name=display_name,
        is_active=False,
        is_drill=True,
        **chance.choice(_KINDS)(chance, sign_in_name, _domain(chance, unit), at),
    )
    account.joined_at = account.opened_at
    account.set_unusable_password()
    ordinary = [n.roles for n in unit if Role.COORDINATOR not in n.roles]
    return account, list(chance.choice(ordinary or [n.roles for n in unit]))


def _left(chance: Random, name: str, domain: str, at: datetime) -> dict:
    """Somebody who left and whom nobody has closed."""
    last = at - timedelta(days=chance.uniform(95, 240))
    return {
        "email": f"{name}@{domain}" if domain else "",
        "last_sign_in_at": last,
        "opened_at": last - timedelta(days=chance.uniform(300, 2500)),
    }


def _never_used(chance: Random, name: str, domain: str, at: datetime) -> dict:
    """Opened long ago for a private address, and never used."""
    return {
        "email": _private(chance, name, domain),
        "last_sign_in_at": None,
        "opened_at": at - timedelta(days=chance.uniform(200, 420)),
    }


def _stranger(chance: Random, name: str, domain: str, at: datetime) -> dict:
    """In use, it seems, by somebody with a private address whom nobody knows."""
    last = at - timedelta(days=chance.uniform(1, 50))
    return {
        "email": _private(chance, name, domain),
        "last_sign_in_at": last,
        "opened_at": last - timedelta(days=chance.uniform(300, 2500)),
    }


def _private(chance: Random, name: str, domain: str) -> str:
    """A private address: among invented people an invented one, and none where nobody
    of the unit has one.
    """
    if not domain:
        return ""
    known = _INVENTED_MAIL if domain.endswith("example") else _PRIVATE_MAIL
    return f"{name}@{chance.choice(known)}"


_KINDS = (_left, _never_used, _stranger)


def _name(chance, unit, names, is_taken) -> tuple[str, str]:
    known = set(names)
    parts = [name.split() for name in names if len(name.split()) == 2]
    given, surnames = zip(*parts, strict=True) if parts else ((), ())
    if len(set(surnames)) < _ENOUGH_NAMES:
        given, surnames = (*given, *_GIVEN), (*surnames, *_SURNAMES)
    with_dot = chance.choice(unit).sign_in_name.count(".") if unit else 0
    for number in range(9999):
        first, last = chance.choice(given), chance.choice(surnames)
        stem = f"{first}.{last}" if with_dot else f"{first[0]}{last}"
        sign_in = _plain(stem)[:24] + (str(number - 98) if number > 99 else "")
        if f"{first} {last}" not in known and sign_in and not is_taken(sign_in):
            return f"{first} {last}", sign_in
    raise RuntimeError("every name is taken")


def _plain(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum() or c == ".")


def _domain(chance: Random, unit: Sequence[Neighbour]) -> str:
    domains = [n.email.partition("@")[2] for n in unit if "@" in n.email]
    return chance.choice(domains) if domains else ""
