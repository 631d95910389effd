"""The evidence scan through PostgreSQL: what was made is found, once, and nothing else."""

import uuid
from datetime import timedelta

import pytest

from access.enums import Mission, Role
from access.models import AccountSession, MissionDetail
from access.viewer import System
from audit.acting import acting
from audit.clock import now
from audit.models import ActEvent, ViewEvent
from compliance import services
from compliance.enums import FindingKind
from compliance.models import Finding, Shift
from compliance.services import evidence as scan
from tests import factories
from warrants.enums import ReasonSign

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def law(db):
    factories.laws()


@pytest.fixture
def police():
    return factories.agency(
        name="Kent Police Department", mail_domains=["kentwa.gov"], ori="WA0170700"
    )


def scan_evidence():
    return services.scan_evidence(by=System("test"))


def found(kind: FindingKind) -> set[int]:
    return set(Finding.objects.filter(kind=kind).values_list("account_id", flat=True))


def officer(of, email="robin.price@kentwa.gov", unit=None, **fields):
    fields = {"display_name": "Robin Price", "email": email} | fields
    unit = unit or factories.unit(Mission.CRIMINAL, of=of)
    account = factories.account(**fields)
    return factories.membership(Role.OFFICER, of=unit, account=account)


@pytest.fixture
def opened(db, clock):
    """opened(member, bookings, at): views as the gate writes them, each at its instant;
    then the clock stands again where it stood.
    """
    present = now()
    clock(present)

    def write(member, bookings, at, step=timedelta(minutes=1)) -> None:
        for place, booking in enumerate(bookings):
            clock(at + step * place)
            ViewEvent.objects.create(
                kind="opened",
                request_id=uuid.uuid4(),
                account_id=member.account_id,
                membership_id=member.pk,
                mission=member.unit.mission,
                booking_id=booking.pk,
                person_id=booking.person_id,
            )
        clock(present)

    return write


# --- Labels ----------------------------------------------------------------------------


def private_mail(body):
    return officer(body, email="rprice77@gmail.com"), FindingKind.DISGUISED


def their_mail(body):
    return officer(body, email="robin.price@ice.dhs.gov"), FindingKind.DISGUISED


def look_alike(body):
    return officer(body, email="r.price@ice.dhs.gov.example.com"), FindingKind.DISGUISED


def desk(body):
    return officer(body, email="frontdesk@kentwa.gov"), FindingKind.SHARED


def one_mailbox(body):
    officer(body, email="R.Price+one@kentwa.gov")
    return officer(body, email="r.price@kentwa.gov"), FindingKind.SHARED


def unit_name(body):
    unit = factories.unit(Mission.CRIMINAL, of=body, name="ERO Liaison")
    return officer(body, unit=unit), FindingKind.DISGUISED


def other_hat(body):
    member = officer(body)
    detailed = factories.unit(Mission.CRIMINAL, of=body)
    MissionDetail.objects.create(unit=detailed, starts_at=now() - DAY, paper="order 7")
    factories.membership(Role.OFFICER, of=detailed, account=member.account)
    return member, FindingKind.DISGUISED


def strange_inviter(body):
    other = factories.membership(Role.COORDINATOR).account
    return officer(body, opened_by=other), FindingKind.DISGUISED


def typed_reasons(body):
    member = officer(body)
    factories.access_request(
        member, uuid.uuid4(), 2, reason_signs=[ReasonSign.IMMIGRATION_PAPER]
    )
    return member, FindingKind.DISGUISED


def vague_reasons(body):
    member = officer(body)
    for _ in range(5):
        factories.access_request(
            member, uuid.uuid4(), 2, reason_signs=[ReasonSign.VAGUE]
        )
    return member, FindingKind.VAGUE_REASONS


DISGUISES = (
    private_mail, their_mail, look_alike, desk, one_mailbox, unit_name, other_hat,
    strange_inviter, typed_reasons, vague_reasons,
)  # fmt: skip


@pytest.mark.parametrize("disguise", DISGUISES, ids=lambda made: made.__name__)
def test_a_label_that_lies_is_found_with_its_signs(disguise, police):
    honest = officer(police, email="dana.page@kentwa.gov", display_name="Dana Page")
    member, kind = disguise(police)

    scan_evidence()

    assert member.account_id in found(kind)
    assert honest.account_id not in found(kind)
    signs = Finding.objects.get(kind=kind, account=member.account).evidence["signs"]
    assert signs
    assert all(set(sign) == {"kind", "weight", "words"} for sign in signs)
    assert "price" not in str(signs).lower(), "a mailbox is not told, its domain is"


FRIENDS = {
    "a .gov that ends in ice": {"email": "robin.price@notice.gov"},
    "fema": {"email": "robin.price@fema.gov"},
    "justice": {"email": "robin.price@justice.gov"},
    "no address at all": {"email": ""},
}


@pytest.mark.parametrize("fields", FRIENDS.values(), ids=FRIENDS)
def test_a_false_friend_is_left_alone(fields, police):
    officer(police, **fields)

    assert scan_evidence().opened == 0


def test_an_account_opened_by_the_jail_or_its_own_coordinator_is_ordinary(police):
    clerk = factories.membership(Role.ADMINISTRATOR).account
    own = factories.membership(
        Role.COORDINATOR, of=factories.unit(Mission.CRIMINAL, of=police)
    ).account
    officer(police, opened_by=clerk)
    officer(police, opened_by=own, email="a.ng@kentwa.gov", display_name="A. Ng")

    scan_evidence()

    assert found(FindingKind.DISGUISED) == set()


def test_an_immigration_unit_that_says_so_is_the_laws_matter_not_a_disguise():
    unit = factories.unit(Mission.CIVIL_IMMIGRATION, name="ERO")
    officer(unit.agency, unit=unit, email="robin.price@ice.dhs.gov")

    assert scan_evidence().opened == 0


def test_a_finding_closes_no_account(police):
    """Evidence is looked at by people; the law goes by the label until then."""
    member = officer(police, email="robin.price@ice.dhs.gov")

    scan_evidence()

    assert factories.viewer_of(member).is_open


def test_two_places_at_once_are_found_where_networks_are_known(police):
    """Without a network that is known, nobody is anywhere, and nothing is found."""
    member, at = officer(police), now()
    for _ in range(2):
        AccountSession.objects.create(
            account=member.account, membership=member, began_at=at - HOUR,
            last_active_at=at, ends_at=at + HOUR, first_factor="password",
        )  # fmt: skip

    scan_evidence()

    assert found(FindingKind.SHARED) == set()


# --- Use -------------------------------------------------------------------------------


def test_many_people_in_an_hour_are_a_finding_for_an_outside_account(police, opened):
    member, clerk = officer(police), factories.membership(Role.CUSTODY_OFFICER)
    bookings = [factories.booking() for _ in range(scan.PEOPLE_IN_AN_HOUR)]
    hour = now().replace(minute=0, second=0, microsecond=0) - HOUR
    for who in (member, clerk):
        opened(who, bookings, hour)

    scan_evidence()

    assert found(FindingKind.ENUMERATION) == {member.account_id}


def test_numbers_one_after_the_other_and_names_by_the_alphabet(police, opened):
    by_number, by_name, by_neither = (officer(police) for _ in range(3))
    numbered = [
        factories.booking(booking_number=str(226900000 + n))
        for n in range(scan.NUMBERS_IN_A_ROW)
    ]
    named = [
        factories.booking(
            person=factories.person(surname=f"Name{chr(97 + n)}"),
            booking_number=str(227000000 + n * 7919 % 1000),
        )
        for n in range(scan.NAMES_IN_A_ROW)
    ]
    at = now() - 3 * HOUR
    opened(by_number, numbered, at)
    opened(by_name, named, at)
    opened(by_neither, [*numbered[::3], *named[::4]][::-1], at)

    scan_evidence()

    assert found(FindingKind.ENUMERATION) == {by_number.account_id, by_name.account_id}


def test_more_than_usual_is_against_ones_own_days_of_that_week_day(police, opened):
    steady, busy = officer(police), officer(police)
    bookings = [factories.booking() for _ in range(scan.FEWEST_PEOPLE_A_DAY)]
    at = now() - 20 * HOUR
    for weeks in range(9):
        opened(steady, bookings, at - weeks * 7 * DAY, step=30 * timedelta(minutes=1))
    opened(busy, bookings, at, step=30 * timedelta(minutes=1))

    scan_evidence()

    assert found(FindingKind.MORE_THAN_USUAL) == {busy.account_id}


def test_a_burst_out_of_shift_is_found_where_a_roster_says_who_is_on(police, opened):
    on, off, unrostered = (officer(police) for _ in range(3))
    jail = factories.facility()
    at = now()
    with acting(None, "test"):
        Shift.objects.create(
            account=on.account,
            facility=jail,
            starts_at=at - 9 * HOUR,
            ends_at=at - HOUR,
        )
        Shift.objects.create(
            account=off.account, facility=jail, starts_at=at - 3 * DAY,
            ends_at=at - 3 * DAY + 8 * HOUR,
        )  # fmt: skip
    bookings = [factories.booking() for _ in range(scan.PEOPLE_OUT_OF_SHIFT)]
    for who in (on, off, unrostered):
        opened(who, bookings, at - 5 * HOUR)

    scan_evidence()

    assert found(FindingKind.OUT_OF_SHIFT) == {off.account_id}


def test_an_account_waking_up_with_a_burst_is_found(police, opened):
    member, returned = (officer(police) for _ in range(2))
    bookings = [factories.booking() for _ in range(45)]
    at = now() - 6 * DAY
    for who in (member, returned):
        opened(who, bookings[:2], at - 120 * DAY)
    opened(member, bookings, at)
    opened(returned, bookings[:5], at)

    scan_evidence()

    assert found(FindingKind.DISGUISED) == {member.account_id}


def test_who_waits_for_people_at_the_gate_is_found(police, opened):
    at = now()
    released = [
        factories.booking(
            discharged_at=at - DAY,
            discharge_reason="time_served",
            discharge_manner="Sentence served",
        )
        for _ in range(25)
    ]
    waiting, defending = officer(police), factories.membership(Role.PUBLIC_DEFENDER)
    for who in (waiting, defending):
        opened(who, released, at - 20 * HOUR, step=timedelta(minutes=9))

    scan_evidence()

    assert found(FindingKind.DISGUISED) == {waiting.account_id}


# --- The scan itself -------------------------------------------------------------------


def test_a_second_scan_opens_nothing_again_and_each_is_recorded(police):
    private_mail(police)

    first, second = scan_evidence(), scan_evidence()

    assert (first.opened, second.opened) == (1, 0)
    details = ActEvent.objects.filter(act="finding.scan_evidence").values_list(
        "detail", flat=True
    )
    assert sorted(d["opened"] for d in details) == [0, 1]


def test_a_suspended_account_is_left_to_its_suspension(police):
    officer(
        police, email="x@gmail.com", suspended_at=now() - DAY, suspended_reason="asked"
    )

    assert scan_evidence().opened == 0
