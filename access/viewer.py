"""Who is asking, as everything below the views sees them."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID, uuid4

from access import acts
from access.enums import JAILS_OWN, Mission, Purpose, Role, Standing, Step
from access.law import Law
from access.policy import PUBLIC, ViewerFacts
from access.standing import AccountFacts


@dataclass(frozen=True, slots=True)
class Viewer:
    """One account in one capacity, for one purpose, at one instant; or the public.

    ``fingerprint`` stands for the facts that were read; a statement that shows
    something reads them again and shows nothing if they have changed.
    ``is_open``: may work; ``may_enter``: may be signed in at all, if only as far as
    ``step``. ``account_facts``: what the standing came from, with its dates.
    ``next_change_at``: until then passing time alone changes no decision.
    """

    at: datetime
    law: Law | None = None
    law_id: int | None = None
    next_change_at: datetime | None = None
    fingerprint: str = ""
    account_id: int | None = None
    display_name: str = ""
    membership_id: int | None = None
    unit_id: int | None = None
    unit_name: str = ""
    unit_group_id: int | None = None
    agency_id: int | None = None
    agency_name: str = ""
    agency_group_id: int | None = None
    facts: ViewerFacts = PUBLIC
    purpose: Purpose | None = Purpose.PUBLIC_REGISTER
    is_open: bool = True
    may_enter: bool = True
    step: Step | None = None
    account_facts: AccountFacts | None = None
    session_id: UUID | None = None
    session_is_stale: bool = False
    request_id: UUID = field(default_factory=uuid4)

    @property
    def is_signed_in(self) -> bool:
        return self.account_id is not None

    @property
    def mission(self) -> Mission | None:
        return self.facts.mission

    @property
    def lapses_close(self) -> bool:
        """Whether the end of an agreement ends access: not for the jail's own units,
        for whom it is a matter to mend, not a reason to lose a safety alert (law 14).
        """
        return self.mission not in JAILS_OWN

    @property
    def roles(self) -> frozenset[Role]:
        return self.facts.roles

    @property
    def training_overdue_since(self) -> datetime | None:
        """Since when the jail's own have not been trained on the law in force: nobody
        is sent from their post for it, and they are told on every page (law 14).
        """
        due = self.account_facts and self.account_facts.training_due_at
        return due if due and due <= self.at and not self.lapses_close else None

    @property
    def standing(self) -> Standing:
        return self.facts.standing

    @property
    def groups(self) -> list[int]:
        return [g for g in (self.unit_group_id, self.agency_group_id) if g is not None]

    @property
    def principals(self) -> list[int]:
        """The capacity, its unit, its agency; nothing of another hat counts."""
        own = [] if self.membership_id is None else [self.membership_id]
        return own + [-group for group in self.groups]

    def may(self, act: acts.Act) -> acts.Permission:
        if not self.is_open:
            return acts.Permission(acts.Denial.STANDING)
        return acts.may(self.roles, act)

    def for_purpose(self, purpose: Purpose | None) -> "Viewer":
        return replace(self, purpose=purpose)

    def act_columns(self) -> dict:
        """What an act event says of its actor."""
        return {
            "request_id": self.request_id,
            "account_id": self.account_id,
            "membership_id": self.membership_id,
            "unit_id": self.unit_id,
            "agency_id": self.agency_id,
            "mission": self.mission or "",
            "law_id": self.law_id,
        }


@dataclass(frozen=True, slots=True)
class System:
    """The product itself, acting by a task or a command."""

    name: str

    def act_columns(self) -> dict:
        return {"mission": f"system:{self.name}"[:30]}
