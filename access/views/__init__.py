"""What a browser may ask of this app."""

from access.views.accounts import accounts, suspend
from access.views.coordinating import (
    check_identity,
    coordinate,
    how_joined,
    invite,
    send_invitation_again,
    withdraw_invitation,
)
from access.views.doors import sign_in, sign_out, unlock, working_as
from access.views.joining import join, join_with
from access.views.knowing import banner, home, training
from access.views.laws import law, laws

__all__ = [
    "accounts",
    "banner",
    "check_identity",
    "coordinate",
    "home",
    "how_joined",
    "invite",
    "join",
    "join_with",
    "law",
    "laws",
    "send_invitation_again",
    "sign_in",
    "sign_out",
    "suspend",
    "training",
    "unlock",
    "withdraw_invitation",
    "working_as",
]
