"""Acts on accounts, capacities and laws."""

from access.services.accounts import suspend_account
from access.services.installation import NotEmpty, create_first_administrators
from access.services.knowing import acknowledge_banner, unlock
from access.services.laws import LAWS, load_law_files
from access.services.signing_in import (
    BACKEND,
    SignInRefused,
    choose_capacity,
    refuse_unknown_sign_in,
    sign_in,
    usual_purpose,
)

__all__ = [
    "BACKEND",
    "LAWS",
    "NotEmpty",
    "SignInRefused",
    "acknowledge_banner",
    "choose_capacity",
    "create_first_administrators",
    "load_law_files",
    "refuse_unknown_sign_in",
    "sign_in",
    "suspend_account",
    "unlock",
    "usual_purpose",
]
