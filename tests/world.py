"""A jail full of canaries, and everybody who may look at it.

It is built once a module, under a clock that stands still; each test looks at it
inside a savepoint and leaves it as it was.
"""

import base64
import contextlib
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import TransactionTestCase
from django.utils import timezone

# Forms read the words of their choices once, and before the world changes those.
import jailrecords.urls  # noqa: F401
from access import services
from access.acts import Act, may
from access.enums import (
    CLASSES,
    EVERYTHING,
    NOTHING,
    Basis,
    FieldClass,
    Mission,
    Role,
    permission_codename,
)
from access.models import (
    Account,
    Facility,
    FacilityPermission,
    LawVersion,
    Membership,
    SignInLock,
)
from access.policy import decide
from access.selectors import held_now, viewer_for
from access.services import proposals, usual_purpose
from access.viewer import Viewer
from bookings import enums
from bookings.envelopes import new_key, seal_with
from bookings.forms import SECTIONS
from bookings.models import (
    Address,
    Alias,
    AuthorNotice,
    Booking,
    Charge,
    CustodyBasis,
    CustodyHold,
    CustodyTransfer,
    DeskTask,
    Detainer,
    DispositionRun,
    Handover,
    HealthMark,
    HealthScreening,
    HousingAssignment,
    HousingUnit,
    IntakeDraft,
    LegalText,
    Mark,
    Movement,
    PaperPage,
    Person,
    PersonLink,
    Photo,
    PhysicalDescription,
    ProbableCauseStatement,
    PropertyItem,
    PropertyReceipt,
    RecognizanceInterview,
    ReleaseEntitlement,
    RetentionSchedule,
    SafetyAlert,
)
from bookings.services import (
    CourtOrder,
    decide_link,
    propose_link,
    propose_order,
    retention,
)
from compliance.enums import FindingKind
from compliance.models import Campaign, CampaignLine, Finding
from disclosures.models import InterviewRequest
from tests import factories
from tests.adopted import prepared, with_emergencies, without_officers
from tests.authenticators import authenticator
from tests.canaries import PREFIX, Canaries, Planter
from tests.clients import begin_session
from tests.consular_world import plant_case
from tests.integration.exposed import import_log
from tests.routes import routes
from warrants.enums import EndReason
from warrants.models import Grant, Instrument

AT = datetime(2026, 11, 4, 18, 0, tzinfo=UTC)
NEVER_EXISTED = UUID("0badc0de-0000-4000-8000-000000000000")
PASSWORD = "correct horse battery staple"
# Those whose own values are looked for, by all that one may look for.
LOOKED_FOR = ("ordinary", "juvenile", "sealed", "elsewhere")
FILLERS = 52  # two more than a page, so that every list has a second one

# Parts of a person and of a booking, and how many of each somebody has.
OF_PERSON = {Alias: 2, Address: 2, PhysicalDescription: 1, Mark: 1, HealthMark: 1}
OF_BOOKING = {
    Charge: 2,
    Detainer: 2,
    CustodyHold: 1,
    CustodyBasis: 1,
    ReleaseEntitlement: 1,
    Handover: 1,
    DeskTask: 1,
    Movement: 1,
    CustodyTransfer: 1,
    HousingAssignment: 1,
    SafetyAlert: 2,
    HealthScreening: 1,
    PropertyItem: 2,
    PropertyReceipt: 1,
    ProbableCauseStatement: 1,
    RecognizanceInterview: 1,
}
# Of the ordinary person, what runs and is open: they stand on the board with it. Of
# everybody else it is over, withdrawn or done, and every field of it is filled.
_STILL = {
    ReleaseEntitlement: {"withdrawn_at": None, "withdrawn_why": "", "withdrawn_by": ""},
    Movement: {"returned_at": None},
    DeskTask: {"done_at": None, "done_by": "", "outcome": ""},
}

# Words that a form reads each time it is made: its choices keep the real ones.
OFFERED_IN_FORMS = {"PROPERTY_LABELS", "SCREENING_ANSWERS", "OFFENSE_CLASS_LABELS"}


@dataclass
class World:
    """What stands in the database, by the name that a test knows it by."""

    planter: Planter
    bookings: dict[str, Booking] = field(default_factory=dict)
    shadows: dict[str, Booking] = field(default_factory=dict)
    here: list[Facility] = field(default_factory=list)
    fillers: list[Booking] = field(default_factory=list)
    keys: dict[str, list] = field(default_factory=dict)
    searches: list[dict] = field(default_factory=list)
    order_id: UUID | None = None
    counsel_id: int | None = None
    # Two records that are joined; and two of which somebody asks that they be.
    link_id: UUID | None = None
    asked_link_id: UUID | None = None
    exposed: dict[str, str] = field(default_factory=dict)
    # What stands on the paper that waits, as whoever writes it down again would type.
    waiting: dict = field(default_factory=dict)
    # During which stay a person's own details were written down.
    written_in: dict[UUID, UUID] = field(default_factory=dict)

    @cached_property
    def canaries(self) -> Canaries:
        return Canaries(self.planter.tokens)

    def owners(self, booking: Booking) -> set[UUID]:
        return {booking.pk, booking.person_id}

    def everybody(self) -> dict[str, Booking]:
        return self.bookings | self.shadows

    def allowed(self, viewer: Viewer) -> dict[UUID, FieldClass]:
        """What the pure rule opens to somebody, by the key of booking and person."""
        open_to: dict[UUID, FieldClass] = {}
        for booking in self.bookings.values():
            mask = allowed(viewer, booking)
            for owner in self.owners(booking):
                open_to[owner] = open_to.get(owner, NOTHING) | mask
        return open_to


def allowed(viewer: Viewer, booking: Booking) -> FieldClass:
    held = held_now(viewer, booking.facility_id, booking.pk)
    return decide(
        viewer.law, viewer.facts, viewer.purpose, booking.facts(), held
    ).allowed


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """The jail, for all tests of a module; each puts back what it changed. It is
    committed, so that PostgreSQL knows what stands there, and goes with its database.
    """
    with (
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as patch,
        time_machine.travel(AT, tick=False),
    ):
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("UPDATE test_clock SET at = %s", [AT])
                built = build()
            import_module(settings.ROOT_URLCONF)  # its forms read the words as shipped
            for name, labels in built.planter.labels.items():
                if name in OFFERED_IN_FORMS:
                    patch.setattr(enums, name, labels)
                    continue
                for code, label in labels.items():
                    patch.setitem(getattr(enums, name), code, label)
            yield built
        finally:
            TransactionTestCase._fixture_teardown(None)  # another copy: tests/conftest


@contextlib.contextmanager
def put_back() -> Iterator[None]:
    """Whatever is written inside is undone at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# --- Who and what is there ------------------------------------------------------------


def _adopted() -> None:
    """The jail has a law under which something can be opened in an emergency."""
    with _at(AT - timedelta(days=1)), TemporaryDirectory() as folder:
        text = with_emergencies(AT - timedelta(hours=1))
        (Path(folder) / "emergency.toml").write_text(text)
        factories.adopt_laws(Path(folder))


def build() -> World:
    # Forms have made their choices before labels are planted among them.
    assert routes()
    factories.laws()
    _adopted()
    world = World(Planter(AT))
    _people(world)
    _fillers(world)
    _kept(world)
    _shadows(world)
    _papers(world)
    _searches(world)
    _old_log(world)
    return world


def _people(world: World) -> None:
    """Six people with a canary in every field, one of them with two stays."""
    _person(world, "ordinary", minutes=7)
    _person(world, "juvenile", minutes=27, is_juvenile=True)
    _person(world, "sealed", minutes=47, is_sealed=True, sealed_at=AT)
    _person(world, "released", minutes=667, left=311)
    _person(world, "elsewhere", minutes=87, is_here=False)
    _person(
        world,
        "long gone",
        minutes=107,
        is_here=False,
        left=31,
        days=400,
        is_juvenile=True,
        is_sealed=True,
        sealed_at=AT,
    )
    _stay(
        world,
        "unfinished",
        world.bookings["released"].person,
        booked_at=AT - timedelta(minutes=13),
        discharged_at=0,
        intake_completed_at=None,
    )
    IntakeDraft.objects.create(
        booking=world.bookings["unfinished"], keeper=factories.account()
    )
    # What is written down while a stay runs is told of that stay.
    unfinished = world.bookings["unfinished"]
    world.written_in[unfinished.person_id] = unfinished.pk
    _stay(
        world,
        "an earlier, sealed stay",
        world.bookings["ordinary"].person,
        booked_at=AT - timedelta(days=300, minutes=127),
        discharged_at=AT - timedelta(days=299, minutes=11),
        is_sealed=True,
        sealed_at=AT,
    )


def _person(
    world: World, name: str, *, minutes: int, days=0, is_here=True, left=0, **flags
) -> None:
    person = world.planter.plant(Person)
    for model, how_many in OF_PERSON.items():
        for _ in range(how_many):
            world.planter.plant(model, person=person)
    booked_at = AT - timedelta(days=days, minutes=minutes)
    _stay(
        world,
        name,
        person,
        is_here=is_here,
        booked_at=booked_at,
        discharged_at=left and AT - timedelta(days=days, minutes=left),
        **flags,
    )
    world.written_in[person.pk] = world.bookings[name].pk


def _stay(world: World, name: str, person: Person, *, is_here=True, **fields) -> None:
    plant = world.planter.plant
    place = factories.facility(name=world.planter.word())
    if is_here:
        world.here.append(place)
    if not fields["discharged_at"]:
        fields |= {"discharged_at": None}
        fields |= {"discharge_reason": "", "discharge_manner": ""}
        fields |= {"discharge_entered_at": None}
    booking = plant(Booking, person=person, facility=place, **fields)
    world.planter.name_facility(booking)
    for model, how_many in OF_BOOKING.items():
        for number in range(1, how_many + 1):
            position = {"position": number} if model is Charge else {}
            if name == "ordinary":
                position |= _STILL.get(model, {})
            if model is Detainer:
                _paper(world, name, booking, number)
                continue
            plant(model, booking=booking, **position, **by(model))
    plant_case(world.planter, name, booking)
    taken_at = fields["booked_at"] + timedelta(minutes=2)
    plant(Photo, person=person, booking=booking, taken_at=taken_at)
    world.bookings[name] = booking


# Whose papers have a key in ``World.keys``, by which a scan is opened.
SCANNED = ("ordinary", "long gone")
# What is not yet known of a paper that nobody has served.
_NOT_SERVED = {
    **dict.fromkeys(("copy_served_at", "lifted_at")),
    **dict.fromkeys(
        ("copy_language", "copy_interpreter", "copy_result", "copy_served_by"), ""
    ),
    **dict.fromkeys(("copy_text", "outcome"), ""),
    **dict.fromkeys(("form", "edition", "received_by", "attached", "judicial"), ""),
}


def _paper(world: World, name: str, booking: Booking, number: int) -> None:
    """Two papers. The second came long before anything that is listed, and waits: its
    number and its attachments are still to be written down. It alone has a page, sealed
    with a key of its own (the view history says that a page was opened, and not of which
    paper); what is looked for is the picture.
    """
    own = {}
    if number == 2:
        own = {**_NOT_SERVED, "received_at": AT - timedelta(minutes=next(_LONG_AGO))}
    paper = world.planter.plant(Detainer, booking=booking, **own)
    picture = b"\xff\xd8\xff\xe0" + world.planter.word().encode() * 9
    if number == 1 or name not in SCANNED:
        return
    if name == "ordinary":
        world.waiting = {"office": paper.office, "received_at": paper.received_at}
    key = new_key("paper")
    sealed = seal_with(key, picture, purpose="paper")
    world.planter.plant(
        PaperPage, booking=booking, paper=paper, key=key, position=1, sealed=sealed
    )
    token = world.planter.tokens.pop()
    spellings = (base64.b64encode(picture).decode(),)
    world.planter.tokens.append(
        type(token)(token.owner, token.path, spellings, picture)
    )


_LONG_AGO = itertools.count(3001, 2)


def by(model) -> dict:
    """Who wrote a part of a booking that says so: somebody who is nobody's reader."""
    stamps = {SafetyAlert: "set_by", HealthScreening: "written_by"}
    if model not in stamps:
        return {}
    writer = Account.objects.filter(sign_in_name="writer").first()
    return {stamps[model]: writer or factories.account(sign_in_name="writer")}


def _kept(world: World) -> None:
    """What runs for the ordinary person, as it is found by its word: for each act that
    ends something, something to end. And cells, in which the hidden are housed too.
    """
    ordinary, released = world.bookings["ordinary"], world.bookings["released"]
    at = AT - timedelta(minutes=3)
    ReleaseEntitlement.objects.create(
        booking=ordinary, kind="bail_posted", at=at, source="receipt"
    )
    CustodyHold.objects.create(
        booking=ordinary,
        kind="warrant",
        effect="binds",
        issuer="Court",
        number="W-1",
        received_at=at,
    )
    DeskTask.objects.create(booking=ordinary, kind="wrong_release")
    Movement.objects.create(booking=released, kind="court", place="E-1201", left_at=at)
    for place in world.here:
        HousingUnit.objects.create(facility=place, block="1 N", name="1 N, 01", beds=2)


def _fillers(world: World) -> None:
    """Ordinary people without canaries; every search and list goes on past a page."""
    hall = factories.facility(name="Filler Hall")
    world.here.append(hall)
    for number in range(FILLERS):
        world.fillers.append(
            factories.booking(
                facility=hall,
                booked_at=AT - timedelta(minutes=2 * number + 2),
                person=factories.person(surname=f"Qzf{number:02d}", given_name="Robin"),
            )
        )


def _shadows(world: World) -> None:
    """Hidden people who would stand first, in the middle, at a page's end and last."""
    flags = {
        "sealed": {"is_sealed": True},
        "juvenile": {"is_juvenile": True},
        "both": {"is_sealed": True, "is_juvenile": True},
    }
    places = (-1, 25, *range(44, 52), FILLERS + 5)
    for place in places:
        for minute, (kind, own) in enumerate(flags.items()):
            name = f"{kind} in place {place}"
            surname = f"Qzf{max(place, 0):02d}{'!' if place < 0 else 'm'}{kind}"
            world.shadows[name] = factories.booking(
                facility=world.here[-1],
                booking_number=f"S{place}-{kind}",
                housing="1 N, 01",
                booked_at=AT - timedelta(minutes=2 * place + 3, seconds=minute),
                person=factories.person(surname=surname, given_name="Robin"),
                **own,
            )


def _papers(world: World) -> None:
    """Requests and a grant, of somebody who is nobody's reader here."""
    officer = factories.membership(Role.OFFICER)
    ordinary = world.bookings["ordinary"]
    # Asked before the crawl asks for more, one after the other, as those of _granted();
    # and at minutes at which nothing else has happened.
    asked_at = (AT - timedelta(minutes=minutes) for minutes in itertools.count(201))
    requests = [
        factories.access_request(
            officer, key, FieldClass.CONTACT, asked_at=next(asked_at)
        )
        for key in (ordinary.pk, world.bookings["sealed"].pk, NEVER_EXISTED)
    ]
    requests.append(factories.named_request(officer, asked_at=next(asked_at)))
    refused = [
        factories.access_request(
            officer, key, FieldClass.CONTACT, asked_at=next(asked_at)
        )
        for key in (ordinary.pk, world.bookings["sealed"].pk)
    ]
    for request in refused:
        factories.refuse(request, by=factories.membership(Role.COUNSEL))
    granted = factories.grant(officer, ordinary, FieldClass.CONTACT)
    emergency = factories.emergency(
        officer, ordinary, FieldClass.CONTACT, opened_at=AT - timedelta(minutes=2)
    )
    invited = factories.taken_up(factories.membership(Role.COORDINATOR))
    somebody = factories.account(sign_in_name="somebody")
    somebody.set_password(PASSWORD)
    somebody.save(update_fields=["password"])
    factories.membership(Role.OFFICER, account=somebody)
    paper = factories.agreement(officer.unit.agency)
    asked = services.close_unit(
        factories.unit(Mission.JAIL),
        "The building is given up.",
        by=factories.viewer(Role.ADMINISTRATOR),
    )
    with _earlier():
        world.order_id = propose_order(
            ordinary.pk,
            Act.SEAL,
            CourtOrder("A court", "26-1-1", AT.date()),
            by=factories.viewer(Role.RECORDS_SUPERVISOR),
        ).pk
    with _earlier():
        _links(world)
    on_call = factories.on_call(factories.membership(Role.COUNSEL))
    world.counsel_id = on_call.membership_id
    lock = SignInLock.objects.create(name_digest="0" * 32, account=somebody)
    visit = begin_session(somebody.pk, None)
    asked_for = InterviewRequest.objects.create(
        booking=ordinary,
        asker="criminal_justice",
        agency="Kent Police",
        official="an official",
        matter="criminal",
        purpose="the night of the theft",
        asked_at=AT - timedelta(minutes=1),
    )
    author = AuthorNotice.objects.create(
        booking=ordinary,
        author_agency="Kent Police",
        paper="probable_cause",
        kinds=["citizenship"],
    )
    world.keys = {
        "interview_id": [asked_for.pk, NEVER_EXISTED],
        "notice_id": [author.pk, NEVER_EXISTED],
        "agency_id": [officer.unit.agency_id],
        "unit_id": [officer.unit_id],
        "agreement_id": [paper.pk],
        "proposal_id": [asked.pk, NEVER_EXISTED],
        "booking_id": [b.pk for b in world.bookings.values()] + [NEVER_EXISTED],
        "text_id": [
            LegalText.objects.filter(is_shipped=True).first().pk,
            NEVER_EXISTED,
        ],
        "paper_id": [
            # Of which nothing is served yet; and of somebody who is hidden here.
            *ordinary.detainers.filter(copy_served_at=None).values_list(
                "pk", flat=True
            ),
            *world.bookings["long gone"].detainers.values_list("pk", flat=True),
            NEVER_EXISTED,
        ],
        "page_number": [1],
        "part": ["person", "booking", "charges", "detainers"],
        "request_id": [asked.pk for asked in (*requests, *refused)] + [NEVER_EXISTED],
        "event": [
            factories.refused_opening(officer, key)
            for key in (ordinary.pk, world.bookings["sealed"].pk, NEVER_EXISTED)
        ]
        + ["of nobody"],
        "grant_id": [granted.pk, NEVER_EXISTED],
        "on_call_id": [on_call.pk, NEVER_EXISTED],
        "instrument_id": [_instrument(ordinary).pk, NEVER_EXISTED],
        "emergency_id": [emergency.pk, NEVER_EXISTED],
        "account_id": [officer.account_id],
        "adoption_id": [_law_to_come().pk],
        "duty_number": [1],
        "device_id": [authenticator(officer.account_id).pk, 999_999_999],
        "passkey_id": [999_999_999],
        "finding_id": [_finding(officer.account_id).pk],
        "review_id": [factories.history_review(officer.unit, officer.account).pk],
        "token": [factories.delivered_notice().token, NEVER_EXISTED],
        # An invitation is about an account: none of them is about a person.
        "invitation_id": [invited.pk, NEVER_EXISTED],
        "letter": ["0" * 64],
        "lock_id": [lock.pk],
        "session_id": [visit.pk, NEVER_EXISTED],
        "paper_form": ["release", "nothing"],
        "campaign_id": [_campaign().pk, NEVER_EXISTED],
        "run_id": [_disposition_run().pk, NEVER_EXISTED],
        "section_name": [section.name for section in SECTIONS],
        "law_id": [LawVersion.objects.filter(kind="law").latest("effective_at").pk],
    }


@contextlib.contextmanager
def _earlier() -> Iterator[None]:
    """Before what anybody asks for under the clock that stands still: lists of what was
    asked are in that order.
    """
    with _at(AT - timedelta(minutes=next(_MINUTES_AGO))):
        yield


@contextlib.contextmanager
def _at(at: datetime) -> Iterator[None]:
    """Both clocks stand there, and go back afterwards."""
    with connection.cursor() as cursor, time_machine.travel(at, tick=False):
        cursor.execute("UPDATE test_clock SET at = %s", [at])
        yield
        cursor.execute("UPDATE test_clock SET at = %s", [AT])


_MINUTES_AGO = itertools.count(1)


def _instrument(booking) -> Instrument:
    """A court's paper that names a booking, entered by somebody."""
    return factories.instrument(
        factories.viewer(Role.RECORDS_SUPERVISOR), bookings=(booking.pk,)
    )


def _disposition_run() -> DispositionRun:
    """A run that two people agreed upon; by the schedule of today nothing is due."""
    first = factories.viewer(Role.RECORDS_SUPERVISOR)
    second = factories.viewer(Role.COUNSEL)

    def agreed(proposal):
        proposals.agree(proposal.pk, by=second)
        return proposal

    def schedule(days: int) -> RetentionSchedule:
        series = retention.Series(
            retained="stay",
            number=f"GS {days}",
            title="Inmate files",
            days=days,
            source="a schedule",
            certainty="low",
            in_force_from=AT.date(),
        )
        asked = agreed(
            retention.propose_retention(series, "the run of this year", by=first)
        )
        return RetentionSchedule.objects.get(proposal=asked)

    run = agreed(
        retention.propose_disposition(
            schedule(398).pk, "the run of this year", by=first
        )
    )
    schedule(36500)
    return DispositionRun.objects.get(proposal=run)


def _links(world: World) -> None:
    """The ordinary person is joined to one who has left; that they be joined to one who
    is sealed is asked for.
    """
    one, left, sealed = (world.bookings[n] for n in ("ordinary", "released", "sealed"))
    first, second = (factories.viewer(Role.RECORDS_SUPERVISOR) for _ in range(2))
    asked = propose_link(one.pk, left.pk, by=first)
    decide_link(asked.pk, agrees=True, by=second)
    world.link_id = PersonLink.objects.get().pk
    world.asked_link_id = propose_link(one.pk, sealed.pk, by=first).pk


def _law_to_come():
    """A draft, without what officers of criminal units are allowed."""
    begins = AT + timedelta(days=90)
    return prepared(without_officers(begins), begins)


def _finding(account_id: int) -> Finding:
    return Finding.objects.create(kind=FindingKind.ENUMERATION, account_id=account_id)


def _campaign() -> Campaign:
    """A review of one account of the jail's own, which its supervisors may decide."""
    member = factories.membership(Role.BOOKING_CLERK, Role.CUSTODY_OFFICER)
    campaign = Campaign.objects.create(
        unit=member.unit, month=AT.date().replace(day=1), due_at=AT + timedelta(days=14)
    )
    CampaignLine.objects.create(
        campaign=campaign, account=member.account, membership=member, roles=member.roles
    )
    return campaign


def _searches(world: World) -> None:
    """What is looked for stays, whoever is there or has another name by then."""
    world.searches = [{"surname": PREFIX}, {"given_name": "Robin"}]
    for name in LOOKED_FOR:
        booking = world.bookings[name]
        person = booking.person
        world.searches += [
            {"surname": person.surname},
            {"surname": person.aliases.first().surname},
            {"booking_number": booking.booking_number},
            {"birth_date": f"{person.birth_date:%m/%d/%Y}"},
        ]


def _old_log(world: World) -> None:
    """An old system at which somebody is right now whom the law forbids: whoever is on
    the register is within reach, and one of them was opened.
    """
    day = f"{AT:%m/%d/%Y}"
    world.exposed = {"begins": day, "ends": day}
    factories.membership(
        Role.OFFICER,
        of=factories.unit(Mission.CIVIL_IMMIGRATION),
        account=factories.account(sign_in_name="removal"),
        starts_at=AT - timedelta(days=999),
    )
    moment = f"{timezone.localtime(AT):%Y-%m-%d %H:%M:%S}"
    number = world.bookings["ordinary"].booking_number
    import_log(
        f"when,who,what,number\n{moment},removal,in,\n{moment},removal,open,{number}\n"
    )
    with connection.cursor() as cursor:
        # An imported event bears its line's number. Under a clock that stands still the
        # product's own must all be higher, or two crawls would find them in two orders.
        cursor.execute(
            "SELECT nextval('audit_viewevent_id_seq') FROM generate_series(1, 99)"
        )


# --- Who looks ------------------------------------------------------------------------

Reader = Callable[[World], Membership | None]


def permit(member: Membership, world: World) -> None:
    """Standing access of the unit to every class, at every facility that is here."""
    paper = factories.agreement(member.unit.agency)
    kind = ContentType.objects.get_for_model(Facility)
    words = [permission_codename(field_class) for field_class in CLASSES]
    FacilityPermission.objects.bulk_create(
        FacilityPermission(
            group=member.unit.group,
            permission=permission,
            content_object=place,
            agreement=paper,
            starts_at=paper.starts_at,
            ends_at=paper.ends_at,
        )
        for permission in Permission.objects.filter(
            content_type=kind, codename__in=words
        )
        for place in world.here
    )


def in_role(role: Role) -> Reader:
    def enter(world: World) -> Membership:
        member = factories.membership(role)
        permit(member, world)
        if may(frozenset({role}), Act.BOOK):  # whoever may write at an intake does
            IntakeDraft.objects.update(keeper=member.account)
        return member

    return enter


def _granted(
    basis: Basis, classes: FieldClass, *names: str, mission: Mission
) -> Reader:
    def enter(world: World) -> Membership:
        member = factories.membership(Role.OFFICER, of=factories.unit(mission))
        # Asked before the crawl asks for more, one after the other: a list of requests
        # is in their order.
        for minutes, name in enumerate(names, start=1):
            factories.grant(
                member,
                world.bookings[name],
                classes,
                basis=basis,
                asked_at=AT - timedelta(minutes=minutes),
            )
        return member

    return enter


def _of_record(world: World) -> Membership:
    """By case alone, and of somebody hidden too: that opens nothing."""
    member = factories.membership(Role.PUBLIC_DEFENDER)
    for name in ("ordinary", "released", "elsewhere", "sealed", "juvenile"):
        factories.appearance(member, world.bookings[name])
    return member


def _in_an_emergency(world: World) -> Membership:
    member = factories.membership(Role.OFFICER)
    factories.agreement(member.unit.agency)
    factories.emergency(
        member,
        world.bookings["elsewhere"],
        FieldClass.IDENTITY | FieldClass.CONTACT,
        opened_at=AT - timedelta(minutes=1),
    )
    return member


def _once_granted(world: World) -> Membership:
    member = _granted(Basis.COURT_ORDER, EVERYTHING, "sealed", mission=Mission.COURT)(
        world
    )
    permit(member, world)
    for grant in Grant.objects.filter(membership=member):
        grant.ended_at, grant.end_reason = AT, EndReason.NO_LONGER_NEEDED
        grant.save(update_fields=["ended_at", "end_reason"])
    return member


def _of_immigration_department(world: World) -> Membership:
    agency = factories.agency(enforces_immigration_law=True)
    unit = factories.unit(Mission.CRIMINAL, of=agency)
    member = factories.membership(Role.OFFICER, of=unit)
    permit(member, world)
    return member


# Who may do the same and be shown the same as another, by whom everything is tried;
# that it is so is for ``tests/laws/test_law_03*`` to say.
SAME_AS = {
    Role.CUSTODY_OFFICER: Role.BOOKING_CLERK,
    Role.OMBUDS: Role.COUNCIL_STAFF,
}

READERS: dict[str, Reader] = {
    **{role.value: in_role(role) for role in Role if role not in SAME_AS},
    "the public": lambda world: None,
    "an officer without standing access": lambda world: factories.membership(
        Role.OFFICER
    ),
    "an attorney of record": _of_record,
    "an officer with an approved request": _granted(
        Basis.APPROVED_REQUEST,
        FieldClass.IDENTITY | FieldClass.CONTACT,
        "elsewhere",
        mission=Mission.CRIMINAL,
    ),
    "an officer in an emergency": _in_an_emergency,
    "an officer with a court order": _granted(
        Basis.COURT_ORDER, EVERYTHING, "sealed", "long gone", mission=Mission.COURT
    ),
    "an officer whose court order has ended": _once_granted,
    "an officer of an immigration department": _of_immigration_department,
    "an immigration officer": lambda world: factories.membership(
        Role.OFFICER, of=factories.unit(Mission.CIVIL_IMMIGRATION)
    ),
    "an officer of mixed duties with a judge's warrant": _granted(
        Basis.JUDICIAL_WARRANT,
        EVERYTHING,
        "elsewhere",
        mission=Mission.MIXED,
    ),
}


def viewer_of(member: Membership | None) -> Viewer:
    if member is None:
        return viewer_for(None, None, None)[0]
    return viewer_for(member.account_id, member.pk, usual_purpose(member))[0]
