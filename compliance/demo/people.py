"""The people whom the demo page offers, and what to try as each of them.

Their names are of birds, trees and water, so that nobody is mistaken for a real
person. A test signs in as each.
"""

from dataclasses import dataclass

from access.enums import Role
from compliance.demo import agencies as at


@dataclass(frozen=True, slots=True)
class Place:
    """A capacity: a unit of an agency, and what somebody does there."""

    agency: str
    unit: str
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class DemoPerson:
    sign_in_name: str
    display_name: str
    title: str
    places: tuple[Place, ...]
    try_here: str

    @property
    def place(self) -> str:
        return " and ".join(f"{place.unit}, {place.agency}" for place in self.places)


@dataclass(frozen=True, slots=True)
class Circle:
    """People shown together on the demo page."""

    heading: str
    people: tuple[DemoPerson, ...]


def _person(sign_in_name, display_name, title, places, try_here) -> DemoPerson:
    return DemoPerson(
        sign_in_name,
        display_name,
        title,
        tuple(Place(agency, unit, roles) for agency, unit, *roles in places),
        try_here,
    )


INSIDE = Circle(
    "In the jail",
    (
        _person(
            "clerk",
            "Wren Saltmarsh",
            "Booking clerk",
            [(at.JAIL, at.INTAKE, Role.BOOKING_CLERK)],
            "Book a person at Intake, then find them again by the first letters of "
            "their surname.",
        ),
        _person(
            "custody",
            "Alder Finchley-Brook",
            "Custody officer",
            [(at.JAIL, at.CUSTODY, Role.CUSTODY_OFFICER)],
            "See who is in custody, with housing and safety instructions, and release "
            "somebody.",
        ),
        _person(
            "shift",
            "Juniper Stillwater",
            "Shift commander",
            [(at.JAIL, at.CUSTODY, Role.SHIFT_SUPERVISOR)],
            "Release by booking number: it works even when records cannot be shown.",
        ),
        _person(
            "nurse",
            "Linnet Heatherbank",
            "Jail nurse",
            [(at.HEALTH, at.NURSING, Role.NURSE)],
            "Open a record: safety instructions and language are there, an address is "
            "not.",
        ),
        _person(
            "records",
            "Rowan Teasel",
            "Records officer",
            [(at.JAIL, at.RECORDS, Role.RECORDS_OFFICER)],
            "Open the newest record in custody. It has a detainer: only this unit sees "
            "that paper, and it changes nothing about release.",
        ),
        _person(
            "records.supervisor",
            "Merle Osprey",
            "Records supervisor",
            [(at.JAIL, at.RECORDS, Role.RECORDS_SUPERVISOR)],
            "Decide a request for access. Your yes is the first of two; counsel's is "
            "the other.",
        ),
        _person(
            "consular",
            "Sorrel Quillon",
            "Consular officer",
            [(at.JAIL, at.CONSULAR, Role.CONSULAR_OFFICER)],
            "Open Consular cases: one is overdue, and only this desk can read whose. "
            "Write the letter, and write down that it was sent.",
        ),
        _person(
            "privacy",
            "Plover Windermoor",
            "Privacy officer",
            [(at.JAIL, at.ADMINISTRATION, Role.PRIVACY_OFFICER)],
            "Go through the accounts that the law forbids and those that nobody uses, "
            "and end a grant.",
        ),
        _person(
            "administrator",
            "Cedar Lapwing",
            "Administrator",
            [(at.JAIL, at.ADMINISTRATION, Role.ADMINISTRATOR)],
            "Suspend an account. There is no search here: an administrator sees "
            "nobody's record.",
        ),
    ),
)

OUTSIDE = Circle(
    "In other agencies",
    (
        _person(
            "seattle.officer",
            "Heron Blackthorn",
            "Police officer",
            [(at.SEATTLE_PD, at.PATROL, Role.OFFICER)],
            "Open a record: the photo is shown, the address is not. Ask for it, and "
            "see your requests.",
        ),
        _person(
            "ero.officer",
            "Gannet Marlstone",
            "Deportation officer (ERO)",
            [(at.ICE, at.ERO, Role.OFFICER)],
            "Try to sign in. This account was in use until the law changed; it is "
            "closed, and the attempt is recorded.",
        ),
        _person(
            "hsi.officer",
            "Bittern Holloway-Frost",
            "Special agent (HSI)",
            [(at.ICE, at.HSI, Role.OFFICER)],
            "A judge's warrant opens one booking, as far as it says and no further. "
            "Open it from your grants.",
        ),
        _person(
            "prosecutor",
            "Tamarack Ashgrove",
            "Prosecutor",
            [(at.PROSECUTOR, at.CRIMINAL_DIVISION, Role.PROSECUTOR)],
            "Open My cases: custody, court dates and bail of the cases you are of record "
            "in. The photo is not shown, and the record says why.",
        ),
        _person(
            "counsel",
            "Larch Penhollow",
            "Counsel of the county",
            [(at.PROSECUTOR, at.CIVIL_DIVISION, Role.COUNSEL)],
            "Approve or refuse a request, as one of the two people that it takes; the "
            "records supervisor is the other.",
        ),
        _person(
            "defender",
            "Dunlin Mossgrave",
            "Public defender",
            [(at.DEFENCE, at.DEFENDERS, Role.PUBLIC_DEFENDER)],
            "Open My cases: the next court date and the bail of everybody you defend. "
            "Ask for more where the case needs it.",
        ),
        _person(
            "coordinator",
            "Hazel Fieldfare",
            "Agency coordinator",
            [(at.SEATTLE_PD, at.RECORDS, Role.COORDINATOR)],
            "Go through your own agency's accounts: who is due for a warning, and who "
            "has not signed in for 90 days.",
        ),
        _person(
            "dormant.officer",
            "Curlew Ironbark",
            "Police officer who did not sign in for months",
            [(at.KENT_PD, at.PATROL, Role.OFFICER)],
            "Try to sign in: after 90 days without use an account is closed.",
        ),
        _person(
            "detailed.officer",
            "Fern Galebridge",
            "Police officer detailed to a federal task force",
            [(at.BELLEVUE_PD, at.DETAIL, Role.OFFICER)],
            "Try to sign in: a written detail to immigration work counts from its "
            "first day, whatever the uniform.",
        ),
        _person(
            "two.hats",
            "Tansy Oakenshaw",
            "Custody officer and reserve deputy",
            [
                (at.JAIL, at.CUSTODY, Role.CUSTODY_OFFICER),
                (at.SHERIFF, at.PATROL, Role.OFFICER),
            ],
            "Change what you are working as and open the same record twice: nothing "
            "of the other hat counts.",
        ),
    ),
)

WATCHING = Circle(
    "Who watches over it",
    (
        _person(
            "council",
            "Willow Kestrelmoor",
            "Council staff",
            [(at.COUNCIL, at.OFFICE, Role.COUNCIL_STAFF)],
            "Read the council page: three numbers say whether the law is kept.",
        ),
        _person(
            "auditor",
            "Teal Underbridge",
            "Auditor",
            [(at.AUDITOR, at.OFFICE, Role.AUDITOR)],
            "Read the findings and the queue of requests. An auditor looks and never "
            "acts.",
        ),
        _person(
            "ombuds",
            "Sedge Larkfield",
            "Ombuds",
            [(at.OMBUDS, at.OFFICE, Role.OMBUDS)],
            "Read the council page and the laws in force, with their citations.",
        ),
    ),
)

CIRCLES = (INSIDE, OUTSIDE, WATCHING)
PEOPLE = tuple(person for circle in CIRCLES for person in circle.people)
