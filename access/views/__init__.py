"""What a browser may ask of this app."""

from access.views.accounts import accounts, suspend
from access.views.doors import banner, home, sign_in, sign_out, unlock, working_as
from access.views.laws import law, laws

__all__ = [
    "accounts",
    "banner",
    "home",
    "law",
    "laws",
    "sign_in",
    "sign_out",
    "suspend",
    "unlock",
    "working_as",
]
