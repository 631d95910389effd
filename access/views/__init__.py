"""What a browser may ask of this app."""

from access.views.accounts import (
    account,
    accounts,
    end_employment,
    reopen,
    suspend,
)
from access.views.agencies import (
    agencies,
    agency,
    change_agency,
    change_mission,
    close_agency,
    close_unit,
    end_agreement,
    narrow_agreement,
    open_unit,
    record_detail,
    reopen_agency,
    reopen_unit,
    sign_agreement,
    widen_agreement,
)
from access.views.doors import banner, home, sign_in, sign_out, unlock, working_as
from access.views.laws import law, laws
from access.views.proposals import decide, proposal, proposals, withdraw

__all__ = [
    "account",
    "accounts",
    "agencies",
    "agency",
    "banner",
    "change_agency",
    "change_mission",
    "close_agency",
    "close_unit",
    "decide",
    "end_agreement",
    "end_employment",
    "home",
    "law",
    "laws",
    "narrow_agreement",
    "open_unit",
    "proposal",
    "proposals",
    "record_detail",
    "reopen",
    "reopen_agency",
    "reopen_unit",
    "sign_agreement",
    "sign_in",
    "sign_out",
    "suspend",
    "unlock",
    "widen_agreement",
    "withdraw",
    "working_as",
]
