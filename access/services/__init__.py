"""Acts on accounts, capacities and laws."""

from access.services.accounts import end_employment, reopen_account, suspend_account
from access.services.agencies import (
    change_agency,
    change_mission,
    open_unit,
    record_detail,
)
from access.services.agreements import (
    end_agreement,
    narrow_agreement,
    sign_agreement,
    widen_agreement,
)
from access.services.closing import (
    close_agency,
    close_unit,
    reopen_agency,
    reopen_unit,
)
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
    "change_agency",
    "change_mission",
    "change_password",
    "choose_capacity",
    "close_agency",
    "close_unit",
    "create_first_administrators",
    "end_agreement",
    "end_employment",
    "load_law_files",
    "narrow_agreement",
    "open_unit",
    "record_detail",
    "refuse_unknown_sign_in",
    "release_lock",
    "reopen_account",
    "reopen_agency",
    "reopen_unit",
    "sign_agreement",
    "sign_in",
    "sign_in_by_password",
    "suspend_account",
    "unlock",
    "usual_purpose",
    "widen_agreement",
]
