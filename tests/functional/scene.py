"""A small jail for the browser: somebody of every kind, and records that break pages."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone

from access.acts import Act
from access.enums import FieldClass, Mission, Role
from access.models import (
    Account,
    Facility,
    Membership,
    Passkey,
    RecoveryCode,
    SignInLock,
)
from access.selectors import viewer_for
from access.services import reopen_account, usual_purpose
from access.services.attempts import name_digest
from access.viewer import System, Viewer
from audit.clock import now
from bookings.enums import (
    AddressKind,
    ChargeStatus,
    ConsularAnswer,
    LegalTextKind,
    SignatureOutcome,
    ToldHow,
)
from bookings.models import (
    Address,
    Alias,
    Booking,
    Charge,
    LegalText,
    Mark,
    Photo,
    PhysicalDescription,
)
from bookings.selectors import open_record
from bookings.services import (
    Advised,
    Answered,
    CourtOrder,
    advise,
    ask_consular,
    propose_order,
)
from bookings.services.papers import Received, hand_in_paper
from compliance.demo.silhouettes import drawn
from compliance.enums import FindingKind
from compliance.models import Campaign, Finding
from compliance.services import campaigns, scan_accounts
from compliance.tasks import remind
from tests import factories
from tests.adopted import in_a_while, prepared, without_officers
from tests.authenticators import authenticator
from tests.clients import begin_session
from tests.integration.exposed import exposed_world, import_log, log_of

PASSWORD = "correct horse battery staple"
LONG = (
    "Wolkenbruchsteinhagen-Featherstonehaughwick van der Oosterschelmbergen-Tannlinde"
)
PHOTO = drawn(1, random.Random(18665))[0]

CHARGES = (
    ("9A.48.090", "Malicious mischief in the third degree", "gross_misdemeanor"),
    ("46.61.502", "Driving under the influence", "gross_misdemeanor"),
    ("9A.76.040", "Resisting arrest", "misdemeanor"),
)

# Everybody whom a page may have to do with. The role says the mission of the unit.
KINDS = {
    "clerk": ("Wren Saltmarsh", Role.BOOKING_CLERK, "Intake and Booking"),
    "supervisor": ("Juniper Stillwater", Role.SHIFT_SUPERVISOR, "Custody Operations"),
    "nurse": ("Linnet Heatherbank", Role.NURSE, "Nursing"),
    "records": ("Merle Osprey", Role.RECORDS_SUPERVISOR, "Records Unit"),
    "consular": ("Sorrel Quillon", Role.CONSULAR_OFFICER, "Consular Desk"),
    "officer": ("Heron Blackthorn", Role.OFFICER, "Patrol"),
    "reserve": ("Dunlin Ashgrove", Role.OFFICER, "Sheriff's Reserve"),
    "defender": ("Tern Mossgrave", Role.PUBLIC_DEFENDER, "Felony Defense"),
    "coordinator": ("Sorrel Quillfeather", Role.COORDINATOR, "Sheriff's Desk"),
    "counsel": ("Larch Penhollow", Role.COUNSEL, "Civil Division"),
    "administrator": ("Cedar Lapwing", Role.ADMINISTRATOR, "Administration"),
    "privacy": ("Plover Windermoor", Role.PRIVACY_OFFICER, "Privacy Office"),
    "auditor": ("Teal Underbridge", Role.AUDITOR, "Auditor's Office"),
    "council": ("Willow Kestrelmoor", Role.COUNCIL_STAFF, "Council Office"),
}
# Whom a ceiling holds that is reached already: so many people a day.
CEILINGS = {"reserve": 1}


@dataclass
class Scene:
    """What stands in the database, by the name a test knows it by."""

    people: dict[str, Membership] = field(default_factory=dict)
    facility: Facility | None = None
    in_custody: Booking | None = None
    long_name: Booking | None = None
    request_id: UUID | None = None
    named_request_id: UUID | None = None
    grant_id: UUID | None = None
    instrument_id: UUID | None = None
    refused_id: UUID | None = None
    refused_event: str = ""
    emergency_id: UUID | None = None
    on_call_id: UUID | None = None
    adoption_id: UUID | None = None
    proposal_id: UUID | None = None
    finding_id: int | None = None
    review_id: int | None = None
    token: UUID | None = None
    invitation_id: UUID | None = None
    lock_id: int | None = None
    session_id: UUID | None = None
    campaign_id: UUID | None = None

    def viewer(self, kind: str) -> Viewer:
        member = self.people[kind]
        return viewer_for(member.account_id, member.pk, usual_purpose(member))[0]

    def give_password(self, sign_in_name: str) -> None:
        """Only to whom a test signs in by hand: to hash one takes its time."""
        account = Account.objects.get(sign_in_name=sign_in_name)
        account.set_password(PASSWORD)
        account.save(update_fields=["password"])

    def account(self, kind: str) -> Account:
        return self.people[kind].account


def build() -> Scene:
    """Everything that a page can show at least once, and one record of each kind."""
    factories.laws()
    scene = Scene(facility=factories.facility(name="King County Correctional Facility"))
    other = factories.facility(name="Maleng Regional Justice Center")
    jail = factories.agency(name="King County Jail", is_the_jail=True)
    for kind, (name, role, unit_name) in KINDS.items():
        mission = factories.MISSION_OF.get(role, Mission.JAIL)
        unit = factories.unit(
            mission, of=jail if mission is Mission.JAIL else None, name=unit_name
        )
        ceiling = {"daily_ceiling": CEILINGS[kind]} if kind in CEILINGS else {}
        paper = factories.agreement(unit.agency, **ceiling)
        for place in (scene.facility, other):
            factories.permit(unit, place, agreement=paper)
        account = factories.account(sign_in_name=kind, display_name=name)
        scene.people[kind] = factories.membership(role, of=unit, account=account)
    _records(scene, other)
    _requests(scene)
    _held(scene)
    _closed_accounts()
    _proposals(scene)
    _invitations(scene)
    _at_the_door(scene)
    _ceilings_reached(scene)
    scene.adoption_id = _law_to_come()
    scan_accounts(by=System("test"))
    _watched(scene)
    campaigns.open_campaigns(by=System("test"))
    scene.campaign_id = Campaign.objects.get(unit__name="Intake and Booking").pk
    return scene


def _watched(scene: Scene) -> None:
    """What was found, is to be reviewed, and was pushed."""
    scene.finding_id = Finding.objects.filter(kind=FindingKind.FORBIDDEN).get().pk
    privacy = scene.people["privacy"]
    review = factories.history_review(privacy.unit, scene.account("officer"))
    scene.review_id = review.pk
    scene.token = factories.delivered_notice().token
    remind()


def add_old_log() -> None:
    """What an old system did against the law, for whoever looks at the pages of it."""
    import_log(log_of(exposed_world()))


def _records(scene: Scene, other: Facility) -> None:
    scene.in_custody = factories.booking(
        person=_person("Mạngô", "Sơn Minh"),
        facility=scene.facility,
        booking_number="226000065",
        arresting_agency="Federal Way Police Department",
        court="King County District Court",
        housing="10 W, cell 06",
        bail_amount=5000,
        safety_instructions="Lower bunk. Keep apart from the other person in this case.",
        language_needed="Vietnamese",
        next_court_at=now() + timedelta(days=9),
    )
    Charge.objects.filter(booking=scene.in_custody).delete()
    for position, (statute, offense, offense_class) in enumerate(CHARGES, start=1):
        Charge.objects.create(
            booking=scene.in_custody,
            statute=statute,
            offense=offense,
            offense_class=offense_class,
            status=ChargeStatus.FILED,
            court_case_number="26X636587",
            position=position,
        )
    hand_in_paper(
        scene.in_custody.pk,
        Received("I-247A", now() - timedelta(hours=30), "fax", office="ERO Seattle"),
        [PHOTO],
        by=factories.viewer(Role.BOOKING_CLERK),
    )
    _consular(scene.in_custody)
    scene.long_name = factories.booking(
        person=factories.person(surname=LONG, given_name="Maximiliana Theodora"),
        facility=other,
    )
    factories.booking(
        person=_person("Garthworthy-Leiaeseni", "Ann"),
        facility=other,
        discharged_at=now() - timedelta(hours=4),
        discharge_reason="charges_dismissed",
        discharge_manner="Released by the court",
    )
    factories.booking(person=_person("Kept", "Close"), facility=other, is_sealed=True)


def _person(surname: str, given_name: str):
    person = factories.person(
        surname=surname,
        given_name=given_name,
        birth_date=date(1995, 9, 2),
        sex="M",
        phone="206-555-0151",
    )
    Address.objects.create(
        person=person,
        kind=AddressKind.HOME,
        street="31550 Wapato Court SE",
        city="Seattle",
        state="WA",
        postal_code="98199",
    )
    Alias.objects.create(person=person, surname="Phànha", given_name="Sơn")
    PhysicalDescription.objects.create(
        person=person,
        height_inches=67,
        weight_pounds=152,
        eye_colour="BRO",
        hair_colour="BLK",
        race="U",
    )
    Mark.objects.create(
        person=person, family="TAT", code="TAT L CALF", description="a lighthouse"
    )
    Photo.objects.create(person=person, image=PHOTO, taken_at=now())
    return person


def _held(scene: Scene) -> None:
    """What the officer holds besides a password: of each kind, one."""
    officer = scene.account("officer")
    authenticator(officer.pk)
    Passkey.objects.create(
        account=officer, name="Blue key", credential_id=b"key", credential=b"public"
    )
    RecoveryCode.objects.create(account=officer, digest="of no code")


def _consular(booking: Booking) -> None:
    """Somebody who was advised in Spanish, and asked that a consulate be told."""
    clerk = factories.viewer(Role.BOOKING_CLERK)
    text = LegalText.objects.get(kind=LegalTextKind.ADVISEMENT, language="es")
    signed = SignatureOutcome.SIGNED_ON_PAPER
    advise(booking.pk, Advised(text.pk, now(), signed, "Vendor, 20447"), by=clerk)
    answer = Answered(ConsularAnswer.YES, ToldHow.BY_INTERPRETER, which="MX")
    ask_consular(booking.pk, answer, by=clerk)


def _requests(scene: Scene) -> None:
    officer = scene.people["officer"]
    waiting = factories.access_request(officer, scene.in_custody.pk, FieldClass.CONTACT)
    scene.request_id = waiting.pk
    scene.named_request_id = factories.named_request(officer, surname="Ma").pk
    refused = factories.access_request(officer, scene.in_custody.pk, FieldClass.HEALTH)
    factories.refuse(refused, by=factories.membership(Role.COUNSEL))
    scene.refused_id = refused.pk
    scene.refused_event = factories.refused_opening(officer, scene.in_custody.pk)
    for client in (scene.in_custody, scene.long_name):
        factories.appearance(scene.people["defender"], client)
    granted = factories.grant(officer, scene.long_name, FieldClass.CONTACT)
    scene.grant_id = granted.pk
    scene.instrument_id = factories.instrument(scene.viewer("records")).pk
    scene.emergency_id = factories.emergency(
        officer,
        scene.long_name,
        FieldClass.CONTACT,
        by=scene.people["supervisor"],
        opened_at=now() - timedelta(minutes=5),
    ).pk
    scene.on_call_id = factories.on_call(scene.people["counsel"]).pk


def _invitations(scene: Scene) -> None:
    """One letter that is out, one person to be identified, and a review that is due."""
    member = scene.people["coordinator"]
    factories.invitation(member)
    scene.invitation_id = factories.taken_up(member).pk
    due = {"review_due_at": now() + timedelta(days=9), "display_name": "Wigeon Tarn"}
    factories.membership(Role.OFFICER, of=member.unit, account=factories.account(**due))


def _ceilings_reached(scene: Scene) -> None:
    for kind in CEILINGS:
        shown = open_record(scene.viewer(kind), scene.long_name.pk)
        assert shown.classes & ~FieldClass.REGISTER


def _law_to_come() -> UUID:
    begins = in_a_while(now(), days=90)
    duties = [("training", "train", "privacy_officer", begins - timedelta(days=9))]
    return prepared(without_officers(begins, duties=duties), begins).pk


def _proposals(scene: Scene) -> None:
    """One that waits, of whoever fell dormant and comes back."""
    dormant = Account.objects.get(sign_in_name="dormant")
    propose_order(
        scene.in_custody.pk,
        Act.SEAL,
        CourtOrder(
            "King County Superior Court", "26-1-00017-1 SEA", timezone.localdate(now())
        ),
        by=factories.viewer(Role.RECORDS_SUPERVISOR),
    )
    scene.proposal_id = reopen_account(
        dormant.pk,
        "Back from leave since Monday, as the chief confirms.",
        by=scene.viewer("administrator"),
    ).pk


def _at_the_door(scene: Scene) -> None:
    """A name that is locked, and somebody who is signed in at another place too."""
    unit = scene.people["supervisor"].unit
    somebody = factories.account(sign_in_name="locked", display_name="Avocet Sandhurst")
    locked = factories.membership(
        Role.CUSTODY_OFFICER, of=unit, account=somebody
    ).account
    scene.lock_id = SignInLock.objects.create(
        name_digest=name_digest(locked.sign_in_name), account=locked
    ).pk
    clerk = scene.people["clerk"]
    scene.session_id = begin_session(
        clerk.account_id, clerk.pk, address="203.0.113.9", device="Firefox on Windows"
    ).pk


def _closed_accounts() -> None:
    """One that the law forbids, and one that nobody has used."""
    factories.membership(
        Role.OFFICER,
        of=factories.unit(Mission.CIVIL_IMMIGRATION, name="Removal Operations"),
        account=factories.account(
            sign_in_name="forbidden", display_name="Gannet Marlstone"
        ),
    )
    factories.membership(
        Role.OFFICER,
        of=factories.unit(Mission.CRIMINAL),
        account=factories.account(
            sign_in_name="dormant",
            opened_at=now() - timedelta(days=900),
            last_sign_in_at=now() - timedelta(days=200),
        ),
    )
