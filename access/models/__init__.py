"""Agencies, units, accounts, and what makes access lawful.

Fields and promises only: the rule is ``access.policy``, the checks at the
door ``access.gate``. Every table keeps its history, or "who could see this
on that day" could never be answered.
"""

from access.models.accounts import (
    Account,
    Membership,
)
from access.models.agencies import (
    Agency,
    Agreement,
    Facility,
    MissionDetail,
    Unit,
    class_permissions,
)
from access.models.approvals import (
    Approval,
    Proposal,
)
from access.models.doors import (
    SignInAttempt,
    SignInLock,
)
from access.models.factors import (
    Challenge,
    Passkey,
    RecoveryCode,
    TotpDevice,
)
from access.models.joining import (
    Invitation,
)
from access.models.kept import (
    choices,
    kept_history,
)
from access.models.knowledge import (
    BannerAcknowledgement,
    Training,
)
from access.models.laws import (
    LawVersion,
)
from access.models.networks import (
    CidrField,
    Network,
)
from access.models.permissions import (
    AccessRow,
    FacilityPermission,
)
from access.models.sessions import (
    AccountSession,
)

__all__ = [
    "AccessRow",
    "Account",
    "AccountSession",
    "Agency",
    "Agreement",
    "Approval",
    "BannerAcknowledgement",
    "Challenge",
    "CidrField",
    "Facility",
    "FacilityPermission",
    "Invitation",
    "LawVersion",
    "Membership",
    "MissionDetail",
    "Network",
    "Passkey",
    "Proposal",
    "RecoveryCode",
    "SignInAttempt",
    "SignInLock",
    "TotpDevice",
    "Training",
    "Unit",
    "choices",
    "class_permissions",
    "kept_history",
]
