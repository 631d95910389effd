"""Random histories of everything that gives and takes access, for law 5.

A history is a beginning and a list of events, each with its instant. ``World`` is the
pure model: what is written down at an instant, and what the rule answers from it. An
event either only takes away, or is one of the few that may give (``GIVES``); an instant
that somebody wrote down beforehand (the beginning of a permission, the end of a detail,
a law) may give when it arrives. Nothing else may.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from access.enums import (
    EVERYTHING,
    JAILS_OWN,
    JUDICIAL_BASES,
    NOTHING,
    Basis,
    Certainty,
    Effect,
    FieldClass,
    LawKind,
    Mission,
    Purpose,
    Role,
)
from access.law import Law, Rule, in_force
from access.policy import (
    PUBLIC,
    BookingFacts,
    Terms,
    ViewerFacts,
    is_forbidden,
    resolve,
    terms,
)
from access.reference import laws
from access.selectors import effective_mission
from access.standing import AccountFacts, has_lapsed, may_sign_in, standing
from tests.factories import PURPOSE_OF

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)

# Missions with a role that the laws know there.
PEOPLE = (
    (Mission.CRIMINAL, Role.OFFICER),
    (Mission.CIVIL_IMMIGRATION, Role.OFFICER),
    (Mission.JAIL, Role.BOOKING_CLERK),
    (Mission.JAIL, Role.RECORDS_SUPERVISOR),
    (Mission.HEALTH, Role.NURSE),
    (Mission.PROSECUTION, Role.PROSECUTOR),
    (Mission.DEFENCE, Role.PUBLIC_DEFENDER),
)
KINDS = ("ordinary", "juvenile", "sealed")
SHIPPED = [law for law in laws() if law.kind is LawKind.LAW]
FORBIDS = Rule(
    id="never",
    effect=Effect.NEVER,
    classes=NOTHING,
    text="Forbidden to everybody.",
    citation="none",
    certainty=Certainty.FOUND,
)


@dataclass(frozen=True)
class Event:
    """One thing that happens, in the words of the story."""

    at: datetime
    what: str
    whom: int = 0
    booking: int = 0
    classes: FieldClass = NOTHING
    basis: Basis | None = None
    role: Role | None = None
    days: int = 0
    law: int = 0

    @property
    def later(self) -> datetime:
        return self.at + timedelta(days=self.days)

    @property
    def sentence(self) -> str:
        said = SENTENCES[self.what].format(
            person=f"person {self.whom}",
            booking=f"booking {self.booking}",
            classes=self.classes.name or int(self.classes),
            basis=self.basis,
            role=self.role,
            days=self.days,
        )
        return f"{self.at:%Y-%m-%d %H:%M:%S.%f}: {said}"


# fmt: off
SENTENCES = {
    # What takes away.
    "end_grant":        "the newest grant of {person} on {booking} is ended early",
    "recall":           "the judge's papers of {person} on {booking} are recalled",
    "take_role":        "{person} loses the role {role}",
    "suspend":          "{person} is suspended",
    "expire":           "the account of {person} is given an end in {days} days",
    "owe_review":       "the review of {person} falls due in {days} days",
    "end_capacity":     "the capacity of {person} ends in {days} days",
    "end_agreement":    "the agreement of {person}'s agency is cut to {days} days",
    "revoke":           "the standing permission to {classes} is taken from {person}",
    "detail":           "{person}'s unit is detailed to immigration work for {days} days",
    "seal":             "{booking} is sealed",
    "never":            "a law is loaded that begins in {days} days and forbids {classes}",
    "enforce":          "{person}'s agency joins the immigration department",
    "close_account":    "the account of {person} is closed for good",
    # What may give, by people who sign for it.
    "grant":            "two people grant {person} {classes} of {booking} for {days} days on {basis}",
    "give_role":        "{person} is given the role {role}",
    "permit":           "an agreement permits {person} {classes}, beginning in {days} days",
    "reinstate":        "the suspension of {person} is lifted",
    "sign_in":          "{person} signs in",
    "unseal":           "{booking} is unsealed by order",
    "law":              "a law is loaded that begins in {days} days",
    # What changes nothing about access.
    "release":          "the person of {booking} is released",
    "merge":            "two people join the records of both bookings",
    "unmerge":          "the records of both bookings are taken apart",
    "wait":             "nothing happens",
}
# fmt: on
GIVES = frozenset({"grant", "give_role", "permit", "reinstate", "unseal"})
# They give at the instant that was written down, and nothing when it is written.
GIVES_LATER = frozenset({"law", "never", "detail"})


@dataclass
class Grant:
    basis: Basis
    classes: FieldClass
    starts_at: datetime
    ends_at: datetime


@dataclass
class Permission:
    classes: FieldClass
    starts_at: datetime
    ends_at: datetime


@dataclass
class Person:
    """One account in one capacity of a unit and an agency of their own."""

    mission: Mission
    roles: set[Role]
    opened_at: datetime
    last_sign_in_at: datetime
    permissions: list[Permission] = field(default_factory=list)
    agreement_ends_at: datetime = BEGIN + timedelta(days=365)
    grants: dict[int, list[Grant]] = field(default_factory=dict)
    details: list[tuple[datetime, datetime]] = field(default_factory=list)
    in_department: bool = False
    is_active: bool = True
    suspended_at: datetime | None = None
    reopened_at: datetime | None = None
    expires_at: datetime | None = None
    review_due_at: datetime | None = None
    ends_at: datetime | None = None

    @property
    def purpose(self) -> Purpose:
        if Role.RECORDS_SUPERVISOR in self.roles:
            return Purpose.RECORDS_DUTY
        return PURPOSE_OF[self.mission]


@dataclass
class Laws:
    """Loaded laws, and how a further one is made of the last."""

    loaded: list[Law]

    def add(self, law: Law, effective_at: datetime) -> None:
        self.loaded.append(replace(law, effective_at=effective_at))


class World:
    """What is written down, and what the rule answers from it at an instant."""

    def __init__(self, people: list[Person], kinds: list[str], laws: list[Law]):
        self.people = people
        self.kinds = kinds
        self.laws = Laws(list(laws))
        self._terms: dict[tuple, Terms] = {}
        self._forbidden: dict[tuple, bool] = {}
        # What may be given when an instant comes; None is everybody.
        self.written: dict[datetime, dict[int | None, FieldClass]] = {}

    # --- The rule, asked as the product asks it --------------------------------------

    def allowed(self, whom: int, booking: int, at: datetime) -> FieldClass:
        person, law = self.people[whom], in_force(self.laws.loaded, at)
        facts, is_open = self._viewer(person, law, at)
        if not person.is_active or (person.ends_at and person.ends_at <= at):
            is_open = False
        held = self._held(person, facts, booking, at)
        kind = self.kinds[booking]
        about = BookingFacts(kind == "juvenile", kind == "sealed")
        if not is_open:  # nobody's session: what the public is shown
            facts, purpose, held = PUBLIC, Purpose.PUBLIC_REGISTER, {}
        else:
            purpose = person.purpose
        # ``decide``, whose first stage is the same for many questions of one history.
        asked = (id(law), facts, purpose, about)
        if asked not in self._terms:
            self._terms[asked] = terms(law, facts, purpose, about)
        return resolve(self._terms[asked], held).allowed

    def _viewer(self, person: Person, law: Law | None, at: datetime):
        detailed = any(begins <= at < ends for begins, ends in person.details)
        facts = ViewerFacts(
            mission=effective_mission(person.mission, is_detailed=detailed),
            roles=frozenset(person.roles),
            detailed_from=person.mission if detailed else None,
            in_immigration_department=person.in_department,
        )
        account = AccountFacts(
            opened_at=person.opened_at,
            last_sign_in_at=person.last_sign_in_at,
            suspended_at=person.suspended_at,
            reopened_at=person.reopened_at,
            expires_at=person.expires_at,
            agreement_ends_at=person.agreement_ends_at,
            review_due_at=person.review_due_at,
            is_forbidden=self._forbids(law, facts),
            is_jails_own=facts.mission in JAILS_OWN,
        )
        stands = standing(account, at)
        judicial = any(
            grant.basis in JUDICIAL_BASES and grant.starts_at <= at < grant.ends_at
            for grants in person.grants.values()
            for grant in grants
        )
        is_open = may_sign_in(
            stands, holds_judicial_grant=judicial and not has_lapsed(account, at)
        )
        return replace(facts, standing=stands), is_open

    def _forbids(self, law: Law | None, facts: ViewerFacts) -> bool:
        asked = (id(law), facts)
        if asked not in self._forbidden:
            self._forbidden[asked] = is_forbidden(law, facts)
        return self._forbidden[asked]

    def _held(self, person: Person, facts: ViewerFacts, booking: int, at: datetime):
        lapses_close = facts.mission not in JAILS_OWN
        held: dict[Basis, FieldClass] = {}
        for permission in person.permissions:
            ends = min(permission.ends_at, person.agreement_ends_at)
            if permission.starts_at <= at and (at < ends or not lapses_close):
                held[Basis.STANDING] = (
                    held.get(Basis.STANDING, NOTHING) | permission.classes
                )
        for grant in person.grants.get(booking, []):
            if grant.starts_at <= at < grant.ends_at:
                held[grant.basis] = held.get(grant.basis, NOTHING) | grant.classes
        return held

    # --- What happens ----------------------------------------------------------------

    def happen(self, event: Event) -> None:
        getattr(self, f"_{event.what}")(self.people[event.whom], event)

    def _end_grant(self, person, event):
        live = [g for g in person.grants.get(event.booking, []) if event.at < g.ends_at]
        if live:
            live[-1].ends_at = event.at

    def _recall(self, person, event):
        for grant in person.grants.get(event.booking, []):
            if grant.basis in JUDICIAL_BASES:
                grant.ends_at = min(grant.ends_at, event.at)

    def _take_role(self, person, event):
        if len(person.roles) > 1:
            person.roles.discard(event.role)

    def _give_role(self, person, event):
        person.roles.add(event.role)

    def _suspend(self, person, event):
        person.suspended_at = event.at

    def _reinstate(self, person, event):
        person.suspended_at = None
        person.reopened_at = event.at

    def _expire(self, person, event):
        person.expires_at = sooner(person.expires_at, event)

    def _owe_review(self, person, event):
        person.review_due_at = sooner(person.review_due_at, event)

    def _end_capacity(self, person, event):
        person.ends_at = sooner(person.ends_at, event)

    def _end_agreement(self, person, event):
        person.agreement_ends_at = sooner(person.agreement_ends_at, event)

    def _revoke(self, person, event):
        person.permissions = [
            replace(p, classes=p.classes & ~event.classes) for p in person.permissions
        ]

    def _permit(self, person, event):
        starts = event.later
        person.permissions.append(
            Permission(event.classes, starts, starts + timedelta(days=60))
        )
        self._write_down(starts, event.whom, behind_the_door(event.classes))

    def _detail(self, person, event):
        person.details.append((event.at, event.later))
        self._write_down(event.later, event.whom, EVERYTHING)

    def _enforce(self, person, event):
        person.in_department = True

    def _close_account(self, person, event):
        person.is_active = False

    def _seal(self, person, event):
        self.kinds[event.booking] = "sealed"

    def _unseal(self, person, event):
        self.kinds[event.booking] = "ordinary"

    def _grant(self, person, event):
        person.grants.setdefault(event.booking, []).append(
            Grant(event.basis, event.classes, event.at, event.later)
        )

    def _sign_in(self, person, event):
        _, is_open = self._viewer(
            person, in_force(self.laws.loaded, event.at), event.at
        )
        if is_open:
            person.last_sign_in_at = event.at

    def _law(self, person, event):
        self._load(SHIPPED[event.law], event)

    def _never(self, person, event):
        forbidding = replace(
            FORBIDS, id=f"never-{event.at.timestamp()}", classes=event.classes
        )
        latest = in_force(self.laws.loaded, event.later)
        self._load(replace(latest, rules=(*latest.rules, forbidding)), event)

    def _load(self, law: Law, event: Event) -> None:
        self.laws.add(law, event.later)
        self._write_down(event.later, None, EVERYTHING)

    def _write_down(self, at, whom: int | None, classes: FieldClass) -> None:
        self.written[at] = self.written.get(at, {}) | {whom: classes}

    def _release(self, person, event):
        pass

    def _merge(self, person, event):
        """Each booking is what it was: the model knows nothing of it."""

    def _unmerge(self, person, event):
        pass

    def _wait(self, person, event):
        pass


def behind_the_door(given: FieldClass) -> FieldClass:
    """Whoever is given to know of what is protected is shown what they hold of it."""
    return EVERYTHING if FieldClass.PROTECTED in given else given


def sooner(ends_at: datetime | None, event: Event) -> datetime:
    """An end comes nearer, never further."""
    return min(ends_at or event.later, event.later)
