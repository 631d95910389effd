"""What a browser may ask of this app."""

from access.views.accounts import accounts, suspend
from access.views.doors import (
    banner,
    home,
    lock,
    sign_in,
    sign_out,
    still_here,
    unlock,
    working_as,
)
from access.views.laws import law, laws
from access.views.locks import locks, release_lock
from access.views.own import end_other_sessions, end_session, own_sessions, password

__all__ = [
    "accounts",
    "banner",
    "end_other_sessions",
    "end_session",
    "home",
    "law",
    "laws",
    "lock",
    "locks",
    "own_sessions",
    "password",
    "release_lock",
    "sign_in",
    "sign_out",
    "still_here",
    "suspend",
    "unlock",
    "working_as",
]
