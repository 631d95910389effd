"""What may be known about one account, frozen. Instants are aware."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from access.enums import Mission


class NetworkKind(StrEnum):
    """Whose network somebody signed in from, as far as it is known."""

    OWN = "own"
    IMMIGRATION = "immigration"
    OTHER_AGENCY = "other_agency"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class MailFacts:
    """``same_mailbox``: other accounts with this very mailbox. ``same_domain``: other
    accounts of the same agency that write from this domain.
    """

    address: str = ""
    agency_domains: tuple[str, ...] = ()
    same_mailbox: int = 0
    same_domain: int = 0


@dataclass(frozen=True, slots=True)
class OriFacts:
    """``registered_name``, ``registered_state``: of the public list, empty if it does
    not know the ORI. ``jail_state``: two letters, where the jail stands.
    """

    ori: str = ""
    registered_name: str = ""
    registered_state: str = ""
    jail_state: str = ""


@dataclass(frozen=True, slots=True)
class Inviter:
    """Who opened the account, as they stood then. ``is_disguised``: an open finding."""

    is_own_agency: bool = True
    is_the_jails: bool = False
    enforces_immigration_law: bool = False
    is_disguised: bool = False


@dataclass(frozen=True, slots=True)
class SignIn:
    """One session: from its beginning to when it was last active. ``place``: the
    facility or building, empty if unknown; desks of one facility are one place.
    ``position``: latitude and longitude in degrees, where the place has one.
    """

    began_at: datetime
    last_active_at: datetime
    place: str = ""
    network: NetworkKind = NetworkKind.UNKNOWN
    device: str = ""
    position: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """Counts of views in the window. ``longest_gap_days``: before the last waking, the
    whole days without any; ``woke_at``: the first use after that gap or after the
    account was opened again. ``after_waking``: different people shown in the three days
    from then on; ``usual_day``: the median of different people on a day of use before.
    ``just_released``: views of people within 48 hours after their release.
    ``name_lists``: runs of names searched one after the other without a case number.
    """

    views: int = 0
    just_released: int = 0
    name_lists: int = 0
    longest_gap_days: int = 0
    woke_at: datetime | None = None
    was_reopened: bool = False
    after_waking: int = 0
    usual_day: float = 0


@dataclass(frozen=True, slots=True)
class Reasons:
    """How many reasons were typed in the window, and how many carry which sign."""

    typed: int = 0
    papers: int = 0
    work: int = 0
    may_mean: int = 0
    vague: int = 0
    repeated: int = 0


@dataclass(frozen=True, slots=True)
class AccountEvidence:
    """``other_hats``: other live capacities of the account in a unit that does
    immigration work or is detailed to it. ``is_labelled_immigration``: the label says
    itself what the unit does, and the law has decided.
    """

    display_name: str = ""
    mission: Mission | None = None
    unit_name: str = ""
    agency_name: str = ""
    is_labelled_immigration: bool = False
    is_the_jails: bool = False
    mail: MailFacts = MailFacts()
    ori: OriFacts = OriFacts()
    inviter: Inviter | None = None
    other_hats: int = 0
    sign_ins: tuple[SignIn, ...] = ()
    use: Use = Use()
    reasons: Reasons = field(default_factory=Reasons)
