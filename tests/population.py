"""A population of accounts, some of them disguised, made of a seed. Pure.

``population(seed)`` gives a thousand accounts: 60 disguised in the ways of DISGUISES,
the others ordinary, half of them with something about them that looks like a disguise
(FALSE_FRIENDS). Other disguises can be given: anything that changes an account's facts.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from access.enums import Mission
from compliance.evidence import (
    AccountEvidence,
    Inviter,
    MailFacts,
    NetworkKind,
    OriFacts,
    Reasons,
    Registry,
    SignIn,
    Use,
)

AT = datetime(2026, 3, 2, 17, tzinfo=UTC)
GIVEN = (
    "Ana", "Ben", "Carla", "David", "Elena", "Frank", "Grace", "Hiro", "Ines", "James",
    "Kofi", "Laura", "Minh", "Nadia", "Omar", "Paula", "Quinn", "Rosa", "Sam", "Tara",
)  # fmt: skip
SURNAMES = (
    "Alvarez", "Brandt", "Chen", "Desmond", "Eriksen", "Fisher", "Garcia", "Huang",
    "Ito", "Jensen", "Kaur", "Lopez", "Miller", "Nguyen", "Okafor", "Price", "Reyes",
    "Sato", "Thompson", "Ueda", "Vance", "Weiss", "Young", "Zamora", "Iceland", "Heroux",
)  # fmt: skip
PLACES = {
    "KCCF": (47.603, -122.329),
    "MRJC": (47.385, -122.236),
    "Tacoma": (47.253, -122.444),
    "Spokane": (47.659, -117.426),
    "San Diego": (32.716, -117.161),
    "Phoenix": (33.448, -112.074),
}


@dataclass(frozen=True, slots=True)
class Body:
    """An agency as it is: its own name, ORI, domains, units and their mission."""

    name: str
    ori: str
    domains: tuple[str, ...]
    units: tuple[str, ...]
    mission: Mission = Mission.CRIMINAL
    registered: str = ""
    is_the_jail: bool = False


_POLICE = ("Patrol", "Investigations", "Records Unit", "Warrants", "Violent Crimes")
BODIES = (
    Body("Seattle Police Department", "WASPD0000", ("seattle.gov",), _POLICE),
    Body("Kent Police Department", "WA0170700", ("kentwa.gov",), _POLICE, registered="Kent"),
    Body("Bellevue Police Department", "WA0170200", ("bellevuewa.gov",), _POLICE, registered="Bellevue"),
    Body("Renton Police Department", "WA0171300", ("rentonwa.gov", "ci.renton.wa.us"), _POLICE, registered="Renton"),
    Body("King County Sheriff's Office", "WA0170000", ("kingcounty.gov",), _POLICE, registered="King"),
    Body("Port of Seattle Police", "WA0173600", ("portseattle.org",), _POLICE),
    Body("Portland Police Bureau", "OR0260200", ("portlandoregon.gov", "police.ci.portland.or.us"), _POLICE),
    Body("Washington State Patrol", "WAWSP0000", ("wsp.wa.gov",), _POLICE),
    Body("King County Prosecuting Attorney", "WA017013A", ("kingcounty.gov",), ("Criminal Division",), Mission.PROSECUTION),
    Body("King County Department of Public Defense", "", ("kingcounty.gov",), ("Felony Defense",), Mission.DEFENCE),
    Body("King County Superior Court", "WA017015J", ("kingcounty.gov",), ("Clerk of the Court",), Mission.COURT),
    Body("Jail Health Services", "", ("kingcounty.gov",), ("Nursing",), Mission.HEALTH),
    Body("King County Adult and Juvenile Detention", "WA017013C", ("kingcounty.gov",), ("Intake and Booking", "Custody Operations"), Mission.JAIL, is_the_jail=True),
    Body("FBI Seattle", "WAFBISE00", ("fbi.gov",), ("Criminal Investigations",)),
    Body("US Marshals Service, Seattle", "WAUSM0100", ("usdoj.gov",), ("Warrants", "Judicial Security")),
)  # fmt: skip
_DHS, _DOJ = "Department of Homeland Security", "Department of Justice"
REGISTRY = Registry.of(
    (
        ("seattle.gov", "City of Seattle", "", "WA"),
        ("kentwa.gov", "City of Kent", "", "WA"),
        ("bellevuewa.gov", "City of Bellevue", "", "WA"),
        ("rentonwa.gov", "City of Renton", "", "WA"),
        ("kingcounty.gov", "King County", "", "WA"),
        ("tacomawa.gov", "City of Tacoma", "", "WA"),
        ("fbi.gov", _DOJ, "Federal Bureau of Investigation", "DC"),
        ("justice.gov", _DOJ, "", "DC"),
        ("fema.gov", _DHS, "Federal Emergency Management Agency", "DC"),
        ("dhs.gov", _DHS, "Management Directorate", "DC"),
        ("ice.gov", _DHS, "U.S. Immigration and Customs Enforcement", "DC"),
    )
)


@dataclass(frozen=True, slots=True)
class Made:
    """``disguise`` and ``friend``: what was done to the account, or nothing."""

    account: AccountEvidence
    disguise: str = ""
    friend: str = ""


Change = Callable[[random.Random, AccountEvidence], AccountEvidence]


def ordinary(chance: random.Random, body: Body | None = None) -> AccountEvidence:
    """Somebody who is what their label says."""
    body = body or chance.choice(BODIES)
    given, surname = chance.choice(GIVEN), chance.choice(SURNAMES)
    local = chance.choice(
        (f"{given}.{surname}", f"{given[0]}{surname}", f"{surname}{given[0]}")
    )
    typed = chance.randint(0, 30)
    views = chance.randint(0, 300)
    return AccountEvidence(
        display_name=chance.choice((f"{given} {surname}", f"Ofc. {given[0]}. {surname}", f"{surname}, {given}")),
        mission=body.mission,
        unit_name=chance.choice(body.units),
        agency_name=body.name,
        is_the_jails=body.is_the_jail,
        mail=MailFacts(
            f"{local}{chance.choice(('', '', chance.randint(2, 99)))}@{body.domains[0]}".lower(),
            body.domains,
            same_domain=chance.randint(5, 60),
        ),
        ori=OriFacts(body.ori, body.registered, body.ori[:2] if body.registered else "", "WA"),
        inviter=chance.choice((None, Inviter(), Inviter(is_own_agency=False, is_the_jails=True))),
        sign_ins=_days_of_work(chance),
        use=Use(
            views=views,
            just_released=int(views * chance.uniform(0, 0.2)),
            name_lists=chance.choice((0, 0, 0, 1)),
            longest_gap_days=chance.randint(1, 40),
            usual_day=chance.randint(1, 20),
        ),
        reasons=Reasons(typed, vague=int(typed * chance.uniform(0, 0.3))),
    )  # fmt: skip


def _days_of_work(chance: random.Random) -> tuple[SignIn, ...]:
    home = chance.choice(("KCCF", "MRJC", "Tacoma", ""))
    desks = [f"device{chance.randint(1, 10**6)}" for _ in range(chance.randint(1, 2))]
    found = []
    for day in range(chance.randint(0, 14)):
        begins = AT - timedelta(days=day, minutes=chance.randint(0, 200))
        lasts = timedelta(minutes=chance.randint(2, 400))
        found.append(
            SignIn(begins, begins + lasts, home, NetworkKind.OWN, chance.choice(desks), PLACES.get(home))
        )  # fmt: skip
    return tuple(found)


def _mail(
    account: AccountEvidence, domain: str, local: str = "", **facts
) -> AccountEvidence:
    own = account.mail.address.partition("@")[0]
    facts = {"same_domain": 0} | facts
    return replace(account, mail=replace(account.mail, address=f"{local or own}@{domain}", **facts))  # fmt: skip


def _outside(chance: random.Random) -> AccountEvidence:
    """An officer of a criminal unit of a local body: whom a disguise imitates."""
    return ordinary(chance, chance.choice(BODIES[:6]))


def _two(
    place: str, other: str, apart: timedelta, lasts: timedelta
) -> tuple[SignIn, ...]:
    return (
        SignIn(AT, AT + lasts, place, NetworkKind.UNKNOWN, "a", PLACES[place]),
        SignIn(AT + apart, AT + apart + lasts, other, NetworkKind.UNKNOWN, "b", PLACES[other]),
    )  # fmt: skip


# --- Disguises -----------------------------------------------------------------------


def private_mail(chance, a):
    return _mail(a, chance.choice(("gmail.com", "yahoo.com", "proton.me", "icloud.com", "comcast.net")))  # fmt: skip


def shared_mailbox(chance, a):
    domain = a.mail.address.partition("@")[2]
    return _mail(a, domain, chance.choice(("frontdesk", "records", "warrants.unit", "patrol-dayshift", "dispatch2")), same_domain=9)  # fmt: skip


def mailbox_of_two(chance, a):
    return replace(a, mail=replace(a.mail, same_mailbox=chance.randint(1, 3)))


def look_alike(chance, a):
    return _mail(
        a,
        chance.choice(
            (
                "ice.dhs.gov.example.com",
                "ice-dhs.com",
                "lce.dhs.gov.co",
                "dhs-ice.org",
                "kentwa-gov.com",
                "seattle.gov.us-mail.net",
                "kingc0unty.com",
                "bellevuevva.gov.info",
                "uscls.us.com",
            )
        ),
    )


def immigration_mail(chance, a):
    return _mail(a, chance.choice(("ice.dhs.gov", "associates.ice.dhs.gov", "cbp.dhs.gov", "uscis.dhs.gov", "ice.gov", "hsi.dhs.gov")))  # fmt: skip


def department_mail(chance, a):
    return _mail(a, chance.choice(("hq.dhs.gov", "dhs.gov", "associates.dhs.gov")))


def detailee(chance, a):
    return replace(a, other_hats=1)


def unit_of_detail(chance, a):
    return replace(a, unit_name=chance.choice(("HSI Task Force", "287(g) Deputies", "ERO Liaison", "Enforcement and Removal Detail", "Border Enforcement Security Task Force")))  # fmt: skip


def waking_up(chance, a):
    return replace(a, use=replace(a.use, longest_gap_days=chance.randint(90, 400), woke_at=AT, after_waking=chance.randint(60, 300), usual_day=chance.randint(0, 15)))  # fmt: skip


def reopened_and_busy(chance, a):
    return replace(a, use=replace(a.use, was_reopened=True, woke_at=AT, after_waking=chance.randint(60, 200), usual_day=chance.randint(0, 15)))  # fmt: skip


def immigration_network(chance, a):
    there = tuple(
        SignIn(AT - timedelta(days=n), AT - timedelta(days=n, hours=-1), "", NetworkKind.IMMIGRATION)
        for n in range(20, 20 + chance.randint(4, 9))
    )  # fmt: skip
    return replace(a, sign_ins=a.sign_ins + there)


def strange_inviter(chance, a):
    return replace(a, inviter=chance.choice((Inviter(is_own_agency=False), Inviter(is_own_agency=False, enforces_immigration_law=True), Inviter(is_disguised=True))))  # fmt: skip


def ori_of_another_state(chance, a):
    ori = chance.choice(("TX1010000", "AZ0070000", "CA0370100", "FL0130000"))
    return replace(
        a, ori=replace(a.ori, ori=ori, registered_name="", registered_state="")
    )


def ori_of_another_body(chance, a):
    return replace(a, ori=OriFacts("WA0171900", "Tukwila", "WA", "WA"))


def reasons_of_removal(chance, a):
    return replace(a, reasons=Reasons(12, papers=chance.randint(0, 3), work=chance.randint(2, 6)))  # fmt: skip


def named_after_a_desk(chance, a):
    return replace(a, display_name=chance.choice(("Front Desk", "Kent PD Records", "Duty Sergeant", "Warrants Unit 2", "Night Shift")))  # fmt: skip


def two_places_at_once(chance, a):
    hour = timedelta(hours=1)
    return replace(a, sign_ins=_two(*chance.sample(list(PLACES), 2), hour / 2, hour))


def impossible_travel(chance, a):
    return replace(a, sign_ins=_two("KCCF", chance.choice(("San Diego", "Phoenix")), timedelta(hours=1), timedelta(minutes=20)))  # fmt: skip


def waiting_at_the_gate(chance, a):
    views = chance.randint(40, 300)
    return replace(a, use=replace(a.use, views=views, just_released=int(views * chance.uniform(0.6, 1))))  # fmt: skip


def two_faint_signs(chance, a):
    """Nothing alone; together reason to look."""
    a = replace(a, use=replace(a.use, name_lists=chance.randint(3, 9)))
    return replace(a, reasons=replace(a.reasons, typed=9, may_mean=1, work=1))


DISGUISES: dict[str, Change] = {
    change.__name__: change
    for change in (
        private_mail, shared_mailbox, mailbox_of_two, look_alike, immigration_mail,
        department_mail, detailee, unit_of_detail, waking_up, reopened_and_busy,
        immigration_network, strange_inviter, ori_of_another_state, ori_of_another_body,
        reasons_of_removal, named_after_a_desk, two_places_at_once, impossible_travel,
        waiting_at_the_gate, two_faint_signs,
    )
}  # fmt: skip


# --- What only looks like one --------------------------------------------------------

FALSE_FRIENDS: dict[str, Change] = {
    "a .gov that ends in ice": lambda c, a: _mail(a, c.choice(("notice.gov", "justice.gov", "police.gov"))),
    "fema": lambda c, a: _mail(a, c.choice(("fema.gov", "fema.dhs.gov", "tsa.dhs.gov"))),
    "another city's domain": lambda c, a: _mail(a, c.choice(("tacomawa.gov", "seattle.gov", "ci.auburn.wa.us"))),
    "a domain its colleagues use": lambda c, a: _mail(a, "newname-police.org", same_domain=c.randint(3, 40)),
    "a subdomain of its own": lambda c, a: _mail(a, "mail." + (a.mail.agency_domains or ("kingcounty.gov",))[0], same_domain=4),
    "back from leave": lambda c, a: replace(a, use=replace(a.use, longest_gap_days=c.randint(90, 200), woke_at=AT, after_waking=c.randint(1, 30))),
    "a visit to a joint building": lambda c, a: replace(a, sign_ins=a.sign_ins[:8] + _own_days(a, 8) + (SignIn(AT, AT, "", NetworkKind.IMMIGRATION),)),
    "invited by the jail": lambda c, a: replace(a, inviter=Inviter(is_own_agency=False, is_the_jails=True)),
    "a name like a role's": lambda c, a: _mail(replace(a, display_name="Dana Page"), a.mail.address.partition("@")[2], "dana.page", same_domain=5),
    "a name that is a role's": lambda c, a: _mail(replace(a, display_name="Robin Records"), a.mail.address.partition("@")[2], "records", same_domain=5),
    "a criminal task force": lambda c, a: replace(a, unit_name=c.choice(("Violent Crime Task Force", "Auto Theft Task Force", "Narcotics Task Force"))),
    "a unit that removes": lambda c, a: replace(a, unit_name=c.choice(("Graffiti Removal", "Police Office", "Justice Services", "Hero Program", "Ice Rescue"))),
    "one word that may mean it": lambda c, a: replace(a, reasons=replace(a.reasons, typed=20, may_mean=1)),
    "a desk and a telephone": lambda c, a: replace(a, sign_ins=_desk_and_telephone()),
    "two facilities in one day": lambda c, a: replace(a, sign_ins=_two("KCCF", "MRJC", timedelta(hours=2), timedelta(hours=1))),
    "flew on holiday": lambda c, a: replace(a, sign_ins=_two("KCCF", "Phoenix", timedelta(hours=9), timedelta(hours=1))),
    "a body's ORI nobody lists": lambda c, a: replace(a, ori=replace(a.ori, ori="WA0179900" if a.ori.ori[:2] == "WA" else a.ori.ori, registered_name="")),
    "some who were released": lambda c, a: replace(a, use=replace(a.use, views=100, just_released=30)),
    "few views, one released": lambda c, a: replace(a, use=replace(a.use, views=2, just_released=2)),
}  # fmt: skip


def _own_days(a: AccountEvidence, number: int) -> tuple[SignIn, ...]:
    return tuple(
        SignIn(AT - timedelta(days=30 + n), AT - timedelta(days=30 + n), "", NetworkKind.OWN)
        for n in range(number)
    )  # fmt: skip


def _desk_and_telephone() -> tuple[SignIn, ...]:
    return tuple(
        SignIn(AT + timedelta(minutes=4 * n), AT + timedelta(minutes=4 * n + 2), "KCCF", NetworkKind.OWN, f"device{n % 2}")
        for n in range(12)
    )  # fmt: skip


def population(
    seed: int,
    *,
    size: int = 1000,
    disguised: int = 60,
    disguises: Mapping[str, Change] = DISGUISES,
) -> list[Made]:
    """The accounts of one seed, in an order that tells nothing."""
    chance = random.Random(seed)
    made = []
    for place in range(disguised):
        kind = list(disguises)[place % len(disguises)]
        made.append(Made(disguises[kind](chance, _outside(chance)), disguise=kind))
    for _ in range(size - disguised):
        account, friend = ordinary(chance), ""
        if chance.random() < 0.5:
            friend = chance.choice(list(FALSE_FRIENDS))
            account = FALSE_FRIENDS[friend](chance, account)
        made.append(Made(account, friend=friend))
    chance.shuffle(made)
    return made
