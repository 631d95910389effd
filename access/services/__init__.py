"""Acts on accounts, capacities and laws."""

from access.services.accounts import suspend_account
from access.services.installation import NotEmpty, create_first_administrators
from access.services.knowing import acknowledge_banner, unlock
from access.services.laws import LAWS, load_law_files
from access.services.locks import NoSuchLock, release_lock
from access.services.passwords import WrongPassword, change_password
from access.services.signing_in import (
    BACKEND,
    NameLocked,
    SignInRefused,
    WrongSignIn,
    choose_capacity,
    refuse_unknown_sign_in,
    sign_in,
    sign_in_by_password,
    usual_purpose,
)

__all__ = [
    "BACKEND",
    "LAWS",
    "NameLocked",
    "NoSuchLock",
    "NotEmpty",
    "SignInRefused",
    "WrongPassword",
    "WrongSignIn",
    "acknowledge_banner",
    "change_password",
    "choose_capacity",
    "create_first_administrators",
    "load_law_files",
    "refuse_unknown_sign_in",
    "release_lock",
    "sign_in",
    "sign_in_by_password",
    "suspend_account",
    "unlock",
    "usual_purpose",
]
