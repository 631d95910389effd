"""The accounts of the scenario: the people of the demo page, the 15 accounts of the
detention-and-removal unit, and the ordinary users of other agencies among whom
dormant, never used and disguised accounts have to be found.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password

from access.enums import Role
from access.models import Account, Membership, MissionDetail
from compliance.demo import agencies as at
from compliance.demo import names
from compliance.demo.agencies import PACIFIC, Units, mail_domain
from compliance.demo.people import PEOPLE, DemoPerson, Place

PASSWORD = "demonstration-only"  # noqa: S105 - for a demonstration, and printed there

DORMANT_NAME = "dormant.officer"
DORMANT, NEVER_USED, WARNED = 11, 9, 4
IN_USE_DAYS = (0.1, 50)
WARNED_DAYS = (62, 78)
DORMANT_DAYS = (92, 400)
DETAILED_SINCE = timedelta(days=200)
# When the auditor came, fifteen accounts of one unit were in use. Other units that
# enforce immigration law got theirs later, in the same tier and by the same mistake.
LATER = {(at.ICE, at.HSI), (at.CBP, at.BORDER), (at.USCIS, at.BENEFITS)}
LATER_SINCE = datetime(2019, 6, 3, tzinfo=PACIFIC)
NEW_SINCE = datetime(2018, 1, 2, tzinfo=PACIFIC)

# (agency, unit, role, how many) besides the people of the demo page.
IMMIGRATION = (
    (at.ICE, at.ERO, Role.OFFICER, 14),
    (at.ICE, at.HSI, Role.OFFICER, 2),
    (at.CBP, at.BORDER, Role.OFFICER, 2),
    (at.USCIS, at.BENEFITS, Role.OFFICER, 2),
)
JAILS_OWN = (
    (at.JAIL, at.INTAKE, Role.BOOKING_CLERK, 8),
    (at.JAIL, at.CUSTODY, Role.CUSTODY_OFFICER, 10),
    (at.JAIL, at.RECORDS, Role.RECORDS_OFFICER, 2),
    (at.HEALTH, at.NURSING, Role.NURSE, 4),
)
OUTSIDE = (
    (at.SEATTLE_PD, at.PATROL, Role.OFFICER, 70),
    (at.SEATTLE_PD, at.RECORDS, Role.OFFICER, 6),
    (at.SHERIFF, at.PATROL, Role.OFFICER, 48),
    (at.SHERIFF, at.RECORDS, Role.OFFICER, 6),
    (at.BELLEVUE_PD, at.PATROL, Role.OFFICER, 22),
    (at.KENT_PD, at.PATROL, Role.OFFICER, 24),
    (at.STATE_PATROL, at.PATROL, Role.OFFICER, 20),
    (at.CORRECTIONS, "Community Corrections", Role.OFFICER, 22),
    (at.PROSECUTOR, at.CRIMINAL_DIVISION, Role.PROSECUTOR, 22),
    (at.SUPERIOR_COURT, at.CLERK_OF_COURT, Role.OFFICER, 10),
    (at.DISTRICT_COURT, at.CLERK_OF_COURT, Role.OFFICER, 10),
    (at.MUNICIPAL_COURT, at.CLERK_OF_COURT, Role.OFFICER, 6),
    (at.DEFENCE, at.DEFENDERS, Role.PUBLIC_DEFENDER, 20),
    (at.MARSHALS, at.INVESTIGATIONS, Role.OFFICER, 4),
    (at.FBI, at.INVESTIGATIONS, Role.OFFICER, 4),
    (at.DEA, at.INVESTIGATIONS, Role.OFFICER, 3),
    (at.ATF, at.INVESTIGATIONS, Role.OFFICER, 3),
)


@dataclass(slots=True)
class Plan:
    """One account as it will be written. ``unused``: days since the last sign-in,
    or None for never.
    """

    sign_in_name: str
    display_name: str
    places: tuple[Place, ...]
    opened_at: datetime
    unused: float | None
    email: str = ""

    @property
    def mail(self) -> str:
        return self.email or f"{self.sign_in_name}@{mail_domain(self.places[0].agency)}"

    def account(self, anchor: datetime, password: str) -> Account:
        last = None if self.unused is None else anchor - timedelta(days=self.unused)
        return Account(
            sign_in_name=self.sign_in_name,
            display_name=self.display_name,
            email=self.mail,
            password=password,
            opened_at=self.opened_at,
            last_sign_in_at=last,
        )

    def memberships(self, account: Account, units: Units) -> Iterator[Membership]:
        for place in self.places:
            yield Membership(
                account=account,
                unit=units[place.agency, place.unit],
                roles=[role.value for role in place.roles],
                starts_at=self.opened_at,
            )


def load_accounts(rng: random.Random, units: Units, anchor: datetime) -> int:
    """Write accounts and memberships; return how many accounts there are."""
    plans = [*_people(rng, anchor), *_disguised(rng), *_ordinary(rng, anchor)]
    password = make_password(PASSWORD)  # slow by design: once for all of them
    accounts = Account.objects.bulk_create(
        plan.account(anchor, password) for plan in plans
    )
    Membership.objects.bulk_create(
        membership
        for plan, account in zip(plans, accounts, strict=True)
        for membership in plan.memberships(account, units)
    )
    MissionDetail.objects.create(
        unit=units[at.BELLEVUE_PD, at.DETAIL],
        starts_at=anchor - DETAILED_SINCE,
        paper="Bellevue PD special order 4-117: detail to the federal task force",
    )
    return len(accounts)


def _people(rng: random.Random, anchor: datetime) -> Iterator[Plan]:
    for person in PEOPLE:
        yield Plan(
            person.sign_in_name,
            person.display_name,
            person.places,
            _opened(rng, person.places[0], anchor),
            _unused_of(person, rng),
        )


def _unused_of(person: DemoPerson, rng: random.Random) -> float:
    days = DORMANT_DAYS if person.sign_in_name == DORMANT_NAME else (0.1, 3)
    return rng.uniform(*days)


def _disguised(rng: random.Random) -> Iterator[Plan]:
    """In good standing as far as anybody wrote down; the third disguise, the officer
    on a written detail, is one of the people of the demo page.
    """
    patrol = {
        agency: (Place(agency, at.PATROL, (Role.OFFICER,)),)
        for agency in (at.SEATTLE_PD, at.KENT_PD)
    }
    yield Plan(
        "pwaterbrook",
        "Petrel Waterbrook",
        patrol[at.SEATTLE_PD],
        _opened_under_the_tiers(rng),
        rng.uniform(*IN_USE_DAYS),
        email="petrel.waterbrook@quickmail.example",
    )
    yield Plan(
        "kentpd.frontdesk",
        "Kent PD Front Desk",
        patrol[at.KENT_PD],
        _opened_under_the_tiers(rng),
        rng.uniform(0.1, 2),
        email="frontdesk@police.kent.example",
    )


def _ordinary(rng: random.Random, anchor: datetime) -> Iterator[Plan]:
    taken = {person.sign_in_name for person in PEOPLE}
    for agency, unit, role, number in (*IMMIGRATION, *JAILS_OWN):
        for _ in range(number):
            place = Place(agency, unit, (role,))
            plan = _somebody(rng, place, taken)
            plan.opened_at = _opened(rng, place, anchor)
            yield plan
    outside = [
        _somebody(rng, Place(agency, unit, (role,)), taken)
        for agency, unit, role, number in OUTSIDE
        for _ in range(number)
    ]
    for plan in outside:
        if rng.random() < 0.3:
            plan.opened_at = _opened_since(NEW_SINCE, rng, anchor)
    odd = rng.sample(outside, DORMANT + NEVER_USED + WARNED)
    for plan in odd[:DORMANT]:
        plan.unused = rng.uniform(*DORMANT_DAYS)
    for plan in odd[DORMANT : DORMANT + NEVER_USED]:
        plan.unused = None
    for plan in odd[DORMANT + NEVER_USED :]:
        plan.unused = rng.uniform(*WARNED_DAYS)
    yield from outside


def _somebody(rng: random.Random, place: Place, taken: set[str]) -> Plan:
    """An account in use, of somebody with a made-up name."""
    sex = rng.choice("FM")
    known = names.name(rng, sex)
    while not known.given:
        known = names.name(rng, sex)
    stem = (names.plain(known.given)[:1] + names.plain(known.surname))[:24]
    sign_in_name = next(
        f"{stem}{number or ''}"
        for number in range(999)
        if f"{stem}{number or ''}" not in taken
    )
    taken.add(sign_in_name)
    return Plan(
        sign_in_name,
        f"{known.given} {known.surname}",
        (place,),
        _opened_under_the_tiers(rng),
        rng.uniform(*IN_USE_DAYS),
    )


def _opened(rng: random.Random, place: Place, anchor: datetime) -> datetime:
    if (place.agency, place.unit) in LATER:
        return _opened_since(LATER_SINCE, rng, anchor)
    return _opened_under_the_tiers(rng)


def _opened_under_the_tiers(rng: random.Random) -> datetime:
    """A working hour between the tiers' beginning and the end of 2017."""
    opened = at.TIERS_BEGAN + timedelta(days=rng.randrange(4_950))
    return opened.replace(hour=rng.randint(8, 16), minute=rng.randrange(60))


def _opened_since(first: datetime, rng: random.Random, anchor: datetime) -> datetime:
    """A working hour from ``first`` on, and long enough ago not to be news."""
    days = max((anchor - first).days - 410, 1)
    # One draw whatever the anchor: names drawn later are the same on every day.
    opened = first + timedelta(days=int(rng.random() * days))
    return opened.replace(hour=rng.randint(8, 16), minute=rng.randrange(60))
