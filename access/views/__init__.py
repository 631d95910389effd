"""What a browser may ask of this app."""

from access.views.accounts import accounts, reset_factors, suspend
from access.views.county import (
    county_return,
    county_sign_on,
    passkey_sign_in,
    passkey_sign_in_options,
)
from access.views.doors import banner, home, sign_in, sign_out, unlock, working_as
from access.views.factors import (
    add_passkey,
    add_totp,
    factors,
    link_county,
    new_passkey_options,
    passkey_options,
    prove,
    recovery_codes,
    remove_passkey,
    remove_totp,
    second_factor,
    show_passkey,
    unlink_county,
)
from access.views.laws import law, laws

__all__ = [
    "accounts",
    "add_passkey",
    "add_totp",
    "banner",
    "county_return",
    "county_sign_on",
    "factors",
    "home",
    "law",
    "laws",
    "link_county",
    "new_passkey_options",
    "passkey_options",
    "passkey_sign_in",
    "passkey_sign_in_options",
    "prove",
    "recovery_codes",
    "remove_passkey",
    "remove_totp",
    "reset_factors",
    "second_factor",
    "show_passkey",
    "sign_in",
    "sign_out",
    "suspend",
    "unlink_county",
    "unlock",
    "working_as",
]
