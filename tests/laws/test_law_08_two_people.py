"""Law 8. Two people: whoever approves is not who asked, and works in another unit.
The database holds it; guardian's rows are there exactly while a grant is.
"""

import random
from collections import defaultdict
from datetime import date, timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.db import (
    DatabaseError,
    IntegrityError,
    ProgrammingError,
    connection,
    transaction,
)
from django.utils import timezone

from access.acts import Act
from access.enums import (
    CLASSES,
    EVERYTHING,
    Basis,
    FieldClass,
    Role,
    permission_codename,
)
from access.guards import ActDenied
from access.models import AccessRow, Account, Approval, Membership
from access.policy import decide
from access.rules import RuleViolation as AccessViolation
from access.selectors import held_now
from access.services import proposals
from audit.clock import now
from audit.models import ActEvent
from bookings import selectors as records
from bookings import services as desk
from bookings.models import (
    Booking,
    BookingGroupPermission,
    BookingUserPermission,
    PersonLink,
)
from jailrecords.database import as_owner
from tests import factories
from warrants import rules, selectors, services
from warrants.checks import Scope
from warrants.enums import (
    CallResult,
    EndReason,
    InstrumentKind,
    RefusalReason,
    RequestStatus,
    ScopeKind,
    SignerTitle,
)
from warrants.models import AccessRequest, Grant, LegalInstrument
from warrants.rules import RuleViolation
from warrants.services.instruments import recall_instrument

pytestmark = pytest.mark.django_db

CUSTODY, IDENTITY, CONTACT = (
    FieldClass.CUSTODY,
    FieldClass.IDENTITY,
    FieldClass.CONTACT,
)
ASKED = CUSTODY | IDENTITY


@pytest.fixture
def officer(jail):
    return factories.membership(Role.OFFICER)


# --- Approvals, by raw SQL as the application -----------------------------------------

_APPROVAL = """
INSERT INTO access_approval (act, target_kind, target_id, requester_id,
  requester_unit_id, approver_id, approver_unit_id, approves, reason)
VALUES ('request.approve', 'access_request', %s, %s, %s, %s, %s, %s, '')"""


def write_approval(target, *, asker, unit=None, approver, approver_unit, approves=True):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            _APPROVAL,
            [
                str(target),
                asker.account_id,
                unit or asker.unit_id,
                approver,
                approver_unit,
                approves,
            ],
        )


def test_two_people_of_two_units_can_approve(officer):
    """The row that every refusal below is one step away from."""
    target = uuid4()
    for approver in (
        factories.membership(Role.RECORDS_SUPERVISOR),
        factories.membership(Role.COUNSEL),
    ):
        write_approval(
            target,
            asker=officer,
            approver=approver.account_id,
            approver_unit=approver.unit_id,
        )

    assert Approval.objects.filter(target_id=target, approves=True).count() == 2


def _self(officer, other):
    other = factories.membership(Role.COUNSEL, account=officer.account)
    return {"approver": officer.account_id, "approver_unit": other.unit_id}


def _same_unit(officer, other):
    colleague = factories.membership(Role.OFFICER, of=officer.unit)
    return {"approver": colleague.account_id, "approver_unit": officer.unit_id}


def _forged_unit(officer, other):
    """A colleague who says they are of a unit in which they do not work."""
    colleague = factories.membership(Role.OFFICER, of=officer.unit)
    return {"approver": colleague.account_id, "approver_unit": other.unit_id}


def _forged_requesters_unit(officer, other):
    """The requester is put down to a unit that is not theirs, so as to differ."""
    colleague = factories.membership(Role.OFFICER, of=officer.unit)
    return {
        "unit": other.unit_id,
        "approver": colleague.account_id,
        "approver_unit": officer.unit_id,
    }


def _ended_capacity(officer, other):
    left = factories.membership(Role.COUNSEL, ends_at=now() - timedelta(days=1))
    return {"approver": left.account_id, "approver_unit": left.unit_id}


def _capacity_not_begun(officer, other):
    soon = factories.membership(Role.COUNSEL, starts_at=now() + timedelta(days=1))
    return {"approver": soon.account_id, "approver_unit": soon.unit_id}


FORGED = [
    _self,
    _same_unit,
    _forged_unit,
    _forged_requesters_unit,
    _ended_capacity,
    _capacity_not_begun,
]


@pytest.mark.parametrize("forged", FORGED, ids=lambda forged: forged.__name__[1:])
@pytest.mark.parametrize("approves", [True, False])
def test_the_database_refuses_an_approval_that_is_not_by_a_second_person(
    officer, forged, approves
):
    claim = forged(officer, factories.membership(Role.COUNSEL))

    with pytest.raises(IntegrityError):
        write_approval(uuid4(), asker=officer, approves=approves, **claim)

    assert not Approval.objects.exists()


def test_one_person_and_one_unit_decide_once(officer):
    target, counsel = uuid4(), factories.membership(Role.COUNSEL)
    same_person = factories.membership(Role.COUNSEL, account=counsel.account)
    same_unit = factories.membership(Role.COUNSEL, of=counsel.unit)
    write_approval(
        target,
        asker=officer,
        approver=counsel.account_id,
        approver_unit=counsel.unit_id,
    )
    for again in (counsel, same_person, same_unit):
        with pytest.raises(IntegrityError):
            write_approval(
                target,
                asker=officer,
                approver=again.account_id,
                approver_unit=again.unit_id,
            )

    assert Approval.objects.count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE access_approval SET approves = true",
        "DELETE FROM access_approval",
        "TRUNCATE access_approval",
    ],
)
def test_an_approval_is_not_changed_afterwards(officer, statement):
    counsel = factories.membership(Role.COUNSEL)
    write_approval(
        uuid4(),
        asker=officer,
        approver=counsel.account_id,
        approver_unit=counsel.unit_id,
        approves=False,
    )

    with (
        pytest.raises((ProgrammingError, IntegrityError)),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert list(Approval.objects.values_list("approves", flat=True)) == [False]


# --- Grants, by raw SQL as the application ---------------------------------------------

_GRANT = """
INSERT INTO warrants_grant (id, request_id, membership_id, booking_id, classes, basis,
  starts_at, ends_at, end_reason)
VALUES (gen_random_uuid(), %(request)s, %(member)s, %(booking)s, %(classes)s, %(basis)s,
  %(at)s, %(at)s + make_interval(secs => %(seconds)s), '')"""
DAY = 86_400


def write_grant(request: AccessRequest, **claim) -> None:
    """The grant as it is due, changed by what the claim says."""
    due = {
        "request": request.pk,
        "member": request.membership_id,
        "booking": request.booking_id,
        "classes": int(request.classes),
        "basis": request.basis,
        "at": now(),
        "seconds": request.days * DAY,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_GRANT, due | claim)


def approved(officer, booking, *, times=2, **fields) -> AccessRequest:
    request = factories.access_request(officer, booking.pk, ASKED, **fields)
    for role in (Role.RECORDS_SUPERVISOR, Role.COUNSEL)[:times]:
        factories.approve(request, by=factories.membership(role))
    return request


def warranted(officer, booking, *, days=7, found=None, **claim) -> AccessRequest:
    """A request on a judge's paper that opens all that was asked, for ``days``.
    ``claim``: what is said of the paper; ``found``: what it was found to be.
    """
    claim.setdefault("ends_at", now() + timedelta(days=days))
    named = claim.pop("booking_id", booking.pk)
    paper = {"bookings": (booking.pk,), "classes": ASKED} | (found or {})
    instrument = factories.judicial_instrument(
        named,
        claim.pop("classes", ASKED),
        found=factories.good_paper(**paper),
        **claim,
    )
    return approved(
        officer, booking, basis=Basis.JUDICIAL_WARRANT, instrument=instrument, days=days
    )


def test_a_grant_that_two_people_gave_is_written(officer, booking):
    """The rows that every refusal below is one step away from."""
    write_grant(approved(officer, booking))
    write_grant(warranted(officer, booking), seconds=7 * DAY - 60)

    assert Grant.objects.count() == 2


@pytest.mark.parametrize("times", [0, 1])
def test_a_grant_without_two_approvals_is_refused(officer, booking, times):
    with pytest.raises(IntegrityError, match="two people"):
        write_grant(approved(officer, booking, times=times))


@pytest.mark.parametrize("role", [Role.RECORDS_SUPERVISOR, Role.COUNSEL])
def test_a_grant_takes_one_of_each_of_the_two_roles(officer, booking, role):
    """Two people of two units who are both the same: as if the second were not there."""
    request = factories.access_request(officer, booking.pk, ASKED)
    for _ in range(2):
        factories.approve(request, by=factories.membership(role))

    with pytest.raises(IntegrityError, match="records supervisor and counsel"):
        write_grant(request)


def test_whoever_opened_an_account_decides_nothing_that_it_asks(officer, booking):
    request = approved(officer, booking, times=1)
    counsel = factories.membership(Role.COUNSEL)
    Account.objects.filter(pk=officer.account_id).update(opened_by=counsel.account)
    factories.approve(request, by=counsel)

    with pytest.raises(IntegrityError, match="opened an account"):
        write_grant(request)


def test_a_no_does_not_count_as_a_second_yes(officer, booking):
    request = approved(officer, booking, times=1)
    factories.approve(request, by=factories.membership(Role.COUNSEL), approves=False)

    with pytest.raises(IntegrityError, match="refused"):
        write_grant(request)


def test_a_no_is_not_outvoted(officer, booking):
    """Two people said yes and one said no: the no stands."""
    request = approved(officer, booking)
    factories.approve(request, by=factories.membership(Role.COUNSEL), approves=False)

    with pytest.raises(IntegrityError, match="refused"):
        write_grant(request)


def test_an_ended_grant_is_not_taken_away_to_be_given_again(officer, booking):
    grant = factories.grant(officer, booking, CUSTODY)

    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        grant.delete()


def test_approvals_of_somebody_elses_request_do_not_count(officer, booking):
    approved(officer, booking)
    mine = factories.access_request(
        factories.membership(Role.OFFICER), booking.pk, ASKED
    )

    with pytest.raises(IntegrityError, match="two people"):
        write_grant(mine)


# What two people have approved is what was asked, and cannot be made more.
REQUEST_GROWS = {
    "classes": f"classes = {int(EVERYTHING)}",
    "days": "days = 90",
    "booking": "booking_id = gen_random_uuid()",
    "basis": "basis = 'court_order'",
    "paper": "instrument_id = NULL",
    "purpose": "purpose = 'custody'",
    "holder": "membership_id = (SELECT max(id) FROM access_membership)",
}
PAPER_GROWS = {
    "classes": f"classes = {int(EVERYTHING)}",
    "its end": "ends_at = ends_at + interval '1 day'",
    "its booking": "booking_id = gen_random_uuid()",
}


@pytest.mark.parametrize("growth", REQUEST_GROWS.values(), ids=REQUEST_GROWS)
def test_a_request_is_decided_as_it_was_asked(officer, booking, growth):
    warranted(officer, booking)

    with pytest.raises(IntegrityError, match="as it was asked"), transaction.atomic():
        connection.cursor().execute(f"UPDATE warrants_accessrequest SET {growth}")


@pytest.mark.parametrize("growth", PAPER_GROWS.values(), ids=PAPER_GROWS)
def test_a_paper_opens_what_it_opened_when_it_was_brought(officer, booking, growth):
    warranted(officer, booking)

    with (
        pytest.raises(IntegrityError, match="when it was brought"),
        transaction.atomic(),
    ):
        connection.cursor().execute(f"UPDATE warrants_legalinstrument SET {growth}")


def test_which_paper_it_was_found_to_be_stands(officer, booking):
    warranted(officer, booking)
    other = factories.good_paper((booking.pk,), EVERYTHING)

    with (
        pytest.raises(IntegrityError, match="when it was brought"),
        transaction.atomic(),
    ):
        LegalInstrument.objects.update(found=other)


def _other_booking(booking):
    return factories.booking(facility=booking.facility).pk


# fmt: off
WIDER = {
    "classes not asked for":   lambda r, b: {"classes": int(ASKED | CONTACT)},
    "other classes":           lambda r, b: {"classes": int(CONTACT)},
    "longer than asked":       lambda r, b: {"seconds": r.days * DAY + 1},
    "another booking":         lambda r, b: {"booking": _other_booking(b)},
    "another person":          lambda r, b: {"member": factories.membership(Role.OFFICER).pk},
    "another basis":           lambda r, b: {"basis": Basis.WRITTEN_PERMISSION.value},
    "a judge's basis":         lambda r, b: {"basis": Basis.COURT_ORDER.value},
    "an end before beginning": lambda r, b: {"seconds": -1},
}
# fmt: on


@pytest.mark.parametrize("wider", WIDER.values(), ids=WIDER)
def test_a_grant_is_never_wider_than_its_request(officer, booking, wider):
    request = approved(officer, booking)

    with pytest.raises(IntegrityError):
        write_grant(request, **wider(request, booking))

    assert not Grant.objects.exists()


# fmt: off
CLAIMS = {
    "another booking":        {"booking_id": uuid4()},
    "fewer classes":          {"classes": int(CUSTODY)},
    "ended before the grant": {"ends_at": "soon"},
}
PAPERS = {
    "nobody called":          {"called": None},
    "nobody answered":        {"called": CallResult.NO_ANSWER},
    "the clerk knows none":   {"called": CallResult.NOT_KNOWN},
    "recalled by the court":  {"called": CallResult.RECALLED},
    "nobody compared it":     {"is_compared": False},
    "names another booking":  {"bookings": (uuid4(),)},
    "names no booking":       {"bookings": ()},
    "names fewer classes":    {"classes": CUSTODY},
    "an order, no warrant":   {"kind": InstrumentKind.COURT_ORDER},
    "an arrest warrant":      {"kind": InstrumentKind.ARREST_WARRANT},
    "its day is over":        {"execute_by": date(2020, 1, 1)},
}
# fmt: on


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS)
def test_a_grant_is_never_wider_than_what_was_said_of_its_paper(
    officer, booking, claim
):
    instants = {"soon": now() + timedelta(days=1)}
    changes = {
        name: instants.get(value, value) if isinstance(value, str) else value
        for name, value in claim.items()
    }
    request = warranted(officer, booking, **changes)

    with pytest.raises(IntegrityError, match="wider than its instrument"):
        write_grant(request, seconds=6 * DAY)


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_no_grant_is_written_without_a_paper_that_names_it_and_was_confirmed(
    officer, booking, paper
):
    request = warranted(officer, booking, found=paper)

    with pytest.raises(IntegrityError, match="wider than its instrument"):
        write_grant(request, seconds=6 * DAY)


def test_what_is_only_said_of_a_paper_opens_nothing(officer, booking):
    claim = LegalInstrument.objects.create(
        court="King County Superior Court",
        case_number="26-1-00001-1 SEA",
        signed_by="Judge Example",
        issued_on=now().date(),
        ends_at=now() + timedelta(days=7),
        classes=int(ASKED),
        booking_id=booking.pk,
    )
    asked = approved(
        officer, booking, basis=Basis.JUDICIAL_WARRANT, instrument=claim, days=7
    )

    with pytest.raises(IntegrityError, match="wider than its instrument"):
        write_grant(asked, seconds=6 * DAY)


def test_a_judges_basis_without_a_paper_opens_nothing(officer, booking):
    request = approved(officer, booking, basis=Basis.JUDICIAL_WARRANT)

    with pytest.raises(IntegrityError, match="wider than its instrument"):
        write_grant(request)


GROWING = {
    "classes": f"classes = {int(EVERYTHING)}",
    "its end": "ends_at = ends_at + interval '1 second'",
    "its beginning": "starts_at = starts_at - interval '1 second'",
    "its booking": "booking_id = %(booking)s",
    "its holder": "membership_id = %(member)s",
    "its basis": "basis = 'treatment'",
    "its request": "request_id = %(request)s",
}


@pytest.mark.parametrize("growth", GROWING.values(), ids=GROWING)
def test_a_grant_never_grows(officer, booking, growth):
    write_grant(approved(officer, booking))
    other = approved(officer, booking)
    params = {
        "booking": _other_booking(booking),
        "member": factories.membership(Role.OFFICER).pk,
        "request": other.pk,
    }

    with (
        pytest.raises(IntegrityError, match="never grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE warrants_grant SET {growth}", params)


def test_a_grant_that_was_ended_does_not_begin_again(officer, booking):
    write_grant(approved(officer, booking))
    Grant.objects.update(ended_at=now(), end_reason=EndReason.MISUSED)

    for revival in ({"ended_at": None, "end_reason": ""}, {"ended_at": now()}):
        with (
            pytest.raises(IntegrityError, match="never grows"),
            transaction.atomic(),
        ):
            Grant.objects.update(**revival)
    assert not AccessRow.objects.exists()


def test_a_grant_may_shrink(officer, booking):
    write_grant(approved(officer, booking))

    Grant.objects.update(classes=int(CUSTODY))

    assert AccessRow.objects.get().classes == int(CUSTODY)
    assert _guardian_words(booking) == {"view_custody"}


# --- Guardian's tables, and the rows beside them -----------------------------------------


def _guardian_words(booking) -> set[str]:
    return set(
        BookingUserPermission.objects.filter(content_object=booking).values_list(
            "permission__codename", flat=True
        )
    )


def test_the_application_cannot_give_a_permission_on_a_booking(officer, booking):
    """Not by guardian's manager, not by a row, not through the access rows."""
    word = permission_codename(CUSTODY)
    attempts = (
        lambda: BookingUserPermission.objects.assign_perm(
            word, officer.account, booking
        ),
        lambda: BookingGroupPermission.objects.assign_perm(
            word, officer.unit.group, booking
        ),
        lambda: AccessRow.objects.create(
            principal=officer.pk,
            booking_id=booking.pk,
            grant_id=uuid4(),
            basis=Basis.APPROVED_REQUEST,
            classes=int(CUSTODY),
            starts_at=now(),
            ends_at=now() + timedelta(days=1),
            facility_id=booking.facility_id,
            booked_at=booking.booked_at,
        ),
    )
    for attempt in attempts:
        with pytest.raises(ProgrammingError, match="denied"), transaction.atomic():
            attempt()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "table", ["bookings_bookinguserpermission", "bookings_bookinggrouppermission"]
)
def test_not_even_the_owner_gives_a_permission_without_a_grant(table):
    factories.laws()
    booking, officer = factories.booking(), factories.membership(Role.OFFICER)
    permission = Permission.objects.get(
        codename="view_custody", content_type__app_label="bookings"
    )
    whose = (
        ("user_id", officer.account_id)
        if "user" in table
        else ("group_id", officer.unit.group_id)
    )

    with as_owner(), pytest.raises(DatabaseError, match="by a grant"):
        connection.cursor().execute(
            f"INSERT INTO {table} ({whose[0]}, permission_id, content_object_id)"
            " VALUES (%s, %s, %s)",
            [whose[1], permission.pk, booking.pk],
        )


@pytest.mark.django_db(transaction=True)
def test_not_even_the_owner_takes_or_changes_a_permission_that_a_grant_gives():
    factories.laws()
    booking, officer = factories.booking(), factories.membership(Role.OFFICER)
    factories.grant(officer, booking, CUSTODY)

    with as_owner(), connection.cursor() as cursor:
        for statement in (
            "DELETE FROM bookings_bookinguserpermission",
            "UPDATE bookings_bookinguserpermission SET user_id = user_id",
        ):
            with pytest.raises(DatabaseError, match="by a grant"):
                cursor.execute(statement)


_FOLLOWED = (
    *("pk", "membership_id", "booking_id", "classes"),
    *("basis", "starts_at", "ends_at"),
)


def _recomputed(members) -> tuple[set, set]:
    """Access rows and guardian's rows as they follow from the grants alone."""
    at = now()
    rows, words = set(), set()
    whose = {member.pk: member.account_id for member in members}
    for grant in Grant.objects.all():
        if grant.ended_at is None:
            rows.add(tuple(getattr(grant, name) for name in _FOLLOWED))
            words |= {
                (whose[grant.membership_id], grant.booking_id, permission_codename(c))
                for c in CLASSES
                if c & grant.classes
            }
        else:
            assert grant.ended_at <= at
    return rows, words


def _kept(members) -> tuple[set, set]:
    rows = set(
        AccessRow.objects.values_list(
            *("grant_id", "principal", "booking_id", "classes"),
            *("basis", "starts_at", "ends_at"),
        )
    )
    words = set(
        BookingUserPermission.objects.values_list(
            "user_id", "content_object_id", "permission__codename"
        )
    )
    return rows, words


def test_guardians_rows_are_there_exactly_while_access_rows_are(jail):
    """Sixty steps of giving, narrowing and ending, at random; one account
    works in two units, and grants overlap on one booking.
    """
    chance = random.Random(18665)
    members = [factories.membership(Role.OFFICER) for _ in range(2)]
    members.append(factories.membership(Role.OFFICER, account=members[0].account))
    bookings = [factories.booking(facility=jail) for _ in range(3)]
    steps = defaultdict(int)
    for _ in range(60):
        live = list(Grant.objects.filter(ended_at__isnull=True))
        step = chance.choice(["give", "give", "narrow", "end"])
        if step == "give" or not live:
            classes = chance.choice(CLASSES) | chance.choice(CLASSES)
            factories.grant(chance.choice(members), chance.choice(bookings), classes)
        elif step == "narrow":
            grant = chance.choice(live)
            grant.classes &= chance.randrange(1, 1 + int(EVERYTHING)) or grant.classes
            grant.save()
        else:
            Grant.objects.filter(pk=chance.choice(live).pk).update(
                ended_at=now(), end_reason=EndReason.NO_LONGER_NEEDED
            )
        steps[step] += 1

        assert _kept(members) == _recomputed(members)

    assert min(steps.values()) >= 5, steps


def test_two_grants_on_one_booking_share_guardians_row_and_end_apart(officer, booking):
    """Why the access rows stand beside guardian's tables (design 4)."""
    first = factories.grant(officer, booking, CUSTODY | IDENTITY)
    second = factories.grant(officer, booking, CUSTODY)

    Grant.objects.filter(pk=first.pk).update(
        ended_at=now(), end_reason=EndReason.MISUSED
    )

    assert _guardian_words(booking) == {"view_custody"}
    assert AccessRow.objects.get().grant_id == second.pk


@pytest.mark.parametrize("role", Role, ids=lambda role: role.value)
def test_has_perm_answers_as_the_policy_for_every_class(jail, role):
    """On a booking with a grant, one without, a sealed one, and the facility."""
    member = factories.membership(role)
    factories.permit(member.unit, jail, classes=CLASSES[::2])
    granted = factories.booking(facility=jail)
    factories.grant(member, granted, EVERYTHING)
    bookings = [
        granted,
        factories.booking(facility=jail),
        factories.booking(facility=jail, is_sealed=True),
        factories.booking(facility=jail, is_juvenile=True),
        factories.booking(),
    ]
    viewer = factories.viewer_of(member)
    account = Account.objects.get(pk=member.account_id)
    account.viewer = viewer
    for booking in bookings:
        allowed = decide(
            viewer.law,
            viewer.facts,
            viewer.purpose,
            booking.facts(),
            held_now(viewer, booking.facility_id, booking.pk),
        ).allowed
        for field_class in CLASSES:
            word = f"bookings.{permission_codename(field_class)}"
            expected = viewer.is_open and field_class in allowed
            assert account.has_perm(word, booking) is expected
        shown = records.open_record(viewer, booking.pk)
        assert (shown.classes if shown else 0) == int(allowed)


@pytest.mark.parametrize(
    "word",
    [
        *("bookings.view_everything", "bookings.change_booking", "bookings.view_"),
        *("access.view_custody", "view_custody", "bookings.view_reference", ""),
    ],
)
def test_has_perm_of_an_unknown_word_is_no(jail, word):
    viewer = factories.viewer(Role.BOOKING_CLERK, sees=[jail])
    account = Account.objects.get(pk=viewer.account_id)
    account.viewer = viewer

    assert account.has_perm(word, factories.booking(facility=jail)) is False


def test_has_perm_without_a_capacity_or_an_object_is_no(jail, booking):
    member = factories.membership(Role.BOOKING_CLERK)
    factories.permit(member.unit, jail)
    account = Account.objects.get(pk=member.account_id)
    word = "bookings.view_register"
    assert account.has_perm(word, booking) is False

    account.viewer = factories.viewer_of(member)

    assert account.has_perm(word, booking) is True
    assert account.has_perm(word) is False
    assert account.has_module_perms("bookings") is False
    assert account.get_all_permissions(booking) == set()


# --- The whole way, through the services ----------------------------------------------


@pytest.fixture
def people(jail):
    """Who asks, and two people of two other units who decide."""
    return (
        factories.viewer(Role.OFFICER, sees=[jail]),
        factories.viewer(Role.RECORDS_SUPERVISOR, sees=[jail]),
        factories.viewer(Role.COUNSEL),
    )


REASON = "Follow-up of case 26-123, as discussed."


def ask(by, booking, classes=CUSTODY | CONTACT, *, days=7, paper=None) -> AccessRequest:
    asked = services.Asked(classes, days, REASON, paper)
    return services.ask(booking.pk, asked, by=by)


def again(viewer):
    """The same person at the next request."""
    return factories.viewer_of(Membership.objects.get(pk=viewer.membership_id))


def test_asked_approved_twice_granted_shown_and_ended(people, booking):
    officer, supervisor, counsel = people
    assert CONTACT not in records.open_record(officer, booking.pk).classes
    request = ask(officer, booking)

    assert services.approve(request.pk, by=supervisor).status == RequestStatus.WAITING
    assert not Grant.objects.exists()
    assert services.approve(request.pk, by=counsel).status == RequestStatus.GRANTED

    grant = Grant.objects.get()
    assert FieldClass(grant.classes) == CUSTODY | CONTACT
    assert grant.ends_at - grant.starts_at == timedelta(days=7)
    assert CONTACT in records.open_record(again(officer), booking.pk).classes
    services.end_grant(grant.pk, EndReason.NO_LONGER_NEEDED, by=counsel)
    assert CONTACT not in records.open_record(again(officer), booking.pk).classes
    assert list(
        ActEvent.objects.filter(account_id__isnull=False)
        .order_by("id")
        .values_list("act", "outcome", "account_id")
    ) == [
        ("request.ask", "done", officer.account_id),
        ("request.approve", "done", supervisor.account_id),
        ("request.approve", "done", counsel.account_id),
        ("grant.end", "done", counsel.account_id),
    ]


def test_one_refusal_decides(people, booking):
    officer, supervisor, counsel = people
    request = ask(officer, booking)
    services.approve(request.pk, by=supervisor)

    refused = services.refuse(request.pk, RefusalReason.LAW_FORBIDS, by=counsel)

    assert refused.status == RequestStatus.REFUSED
    assert not Grant.objects.exists()
    with pytest.raises(RuleViolation, match="decided already"):
        services.approve(
            request.pk, by=factories.viewer(Role.RECORDS_SUPERVISOR, sees=[])
        )


# fmt: off
THIRD_OUTCOMES = {
    # who tries to decide                                       what they read
    "the requester":        ("own request",     lambda o, s: _decider(o, account=True)),
    "the requester's unit": ("another unit",    lambda o, s: _decider(o, unit=True)),
    "the same person":      ("A second person", lambda o, s: _decider(s, account=True)),
    "the same unit":        ("Your unit has",   lambda o, s: _decider(s, unit=True)),
}
# fmt: on


def _decider(like, *, account=False, unit=False):
    """A decider of the same account in another unit, or of the same unit."""
    member = Membership.objects.get(pk=like.membership_id)
    made = factories.membership(
        Role.COUNSEL,
        account=member.account if account else None,
        of=member.unit if unit else None,
    )
    return factories.viewer_of(made)


@pytest.mark.parametrize(
    ("reads", "who"), THIRD_OUTCOMES.values(), ids=THIRD_OUTCOMES.keys()
)
@pytest.mark.parametrize(
    "act",
    [services.approve, partial(services.refuse, reason=RefusalReason.LAW_FORBIDS)],
    ids=["yes", "no"],
)
def test_who_may_not_decide_reads_why_and_changes_nothing(
    people, booking, reads, who, act
):
    officer, supervisor, _ = people
    request = ask(officer, booking)
    services.approve(request.pk, by=supervisor)
    decider = who(officer, supervisor)

    with pytest.raises(RuleViolation, match=reads):
        act(request.pk, by=decider)

    request.refresh_from_db()
    assert request.status == RequestStatus.WAITING
    assert Approval.objects.count() == 1
    assert not Grant.objects.exists()


def test_what_the_law_does_not_open_cannot_be_approved(people, booking):
    """Only what was asked and the law opens on that basis; of nothing, nothing."""
    officer, supervisor, counsel = people
    health = ask(officer, booking, FieldClass.HEALTH)
    with pytest.raises(RuleViolation, match="opens nothing"):
        services.approve(health.pk, by=supervisor)
    mixed = ask(officer, booking, FieldClass.HEALTH | CONTACT)
    for decider in (supervisor, counsel):
        services.approve(mixed.pk, by=decider)

    assert FieldClass(Grant.objects.get().classes) == CONTACT
    assert selectors.grantable(health) == 0


def said_of_a_paper(kind=InstrumentKind.SEARCH_WARRANT, days=3) -> services.Paper:
    return services.Paper(
        court="King County Superior Court",
        case_number="26-1-00001-1 SEA",
        signed_by="Judge Example",
        issued_on=now().date(),
        ends_at=now() + timedelta(days=days),
        kind=kind,
    )


@pytest.mark.parametrize("kind", rules.BASIS_OF)
def test_a_judges_paper_is_found_in_the_register_and_meets(people, booking, kind):
    officer, supervisor, counsel = people
    claim = said_of_a_paper(kind)
    request = ask(officer, booking, CUSTODY, paper=claim)
    found = factories.good_paper((booking.pk,), CUSTODY, kind=kind)
    with pytest.raises(RuleViolation, match="Choose which paper"):
        services.approve(request.pk, by=supervisor)
    services.approve(request.pk, found=found.pk, by=supervisor)
    services.approve(request.pk, by=counsel)

    grant = Grant.objects.get()
    assert grant.basis == rules.BASIS_OF[kind]
    assert grant.ends_at == claim.ends_at
    assert grant.request.instrument.found == found


# fmt: off
NOT_GOOD_ENOUGH = [
    ({"called": None},                          "does not meet: call to the clerk"),
    ({"called": CallResult.NO_ANSWER},          "does not meet: call to the clerk"),
    ({"called": CallResult.RECALLED},           "does not meet"),
    ({"is_compared": False},                    "does not meet: compared"),
    ({"states_probable_cause": False},          "does not meet: probable cause"),
    ({"case_number": "A 099-123-001"},          "does not meet"),
    ({"signer": SignerTitle.IMMIGRATION_JUDGE}, "does not meet"),
    ({"issued_on": date(2026, 1, 5)},           "does not meet: "),
    ({"kind": InstrumentKind.COURT_ORDER},      "another kind"),
    ({"bookings": ()},                          "other bookings"),
    ({"classes": FieldClass.HEALTH},            "opens nothing"),
]
# fmt: on


@pytest.mark.parametrize(("paper", "reads"), NOT_GOOD_ENOUGH)
def test_nobody_can_approve_on_a_paper_that_does_not_meet(
    people, booking, paper, reads
):
    officer, supervisor, _ = people
    request = ask(officer, booking, CUSTODY, paper=said_of_a_paper())
    own = {"bookings": (booking.pk,), "classes": CUSTODY} | paper
    found = factories.good_paper(**own)

    with pytest.raises(RuleViolation, match=reads):
        services.approve(request.pk, found=found.pk, by=supervisor)

    assert not Approval.objects.exists()
    request.refresh_from_db()
    assert request.instrument.found is None


def test_a_grant_ends_with_the_last_day_of_its_paper(people, booking):
    """Ten days for a search warrant of this state, whatever is said of it."""
    officer, supervisor, counsel = people
    request = ask(officer, booking, CUSTODY, paper=said_of_a_paper(days=60), days=60)
    found = factories.good_paper((booking.pk,), CUSTODY)
    services.approve(request.pk, found=found.pk, by=supervisor)
    services.approve(request.pk, by=counsel)

    last = timezone.localtime(Grant.objects.get().ends_at - timedelta(seconds=1))
    assert last.date() == found.issued_on + timedelta(days=10)


def test_a_paper_opens_bookings_of_its_own_days_alone(people, booking):
    officer, supervisor, _ = people
    request = ask(officer, booking, CUSTODY, paper=said_of_a_paper())
    before = timezone.localtime(booking.booked_at).date() - timedelta(days=1)
    scope = Scope(
        ScopeKind.RECORDS, ("Somebody",), "Records", CUSTODY, None, before, "A case"
    )
    found = factories.good_paper((booking.pk,), CUSTODY, scope=scope)

    with pytest.raises(RuleViolation, match="other days"):
        services.approve(request.pk, found=found.pk, by=supervisor)


def test_the_second_yes_is_said_of_the_same_paper(people, booking):
    officer, supervisor, counsel = people
    request = ask(officer, booking, CUSTODY, paper=said_of_a_paper())
    found, other = (factories.good_paper((booking.pk,), CUSTODY) for _ in range(2))
    services.approve(request.pk, found=found.pk, by=supervisor)
    services.approve(request.pk, found=other.pk, by=counsel)

    assert Grant.objects.get().request.instrument.found == found


def test_a_recall_between_two_approvals_opens_nothing(people, booking):
    officer, supervisor, counsel = people
    request = ask(officer, booking, CUSTODY, paper=said_of_a_paper())
    found = factories.good_paper((booking.pk,), CUSTODY)
    services.approve(request.pk, found=found.pk, by=supervisor)
    recall_instrument(found.pk, by=supervisor)

    with pytest.raises(RuleViolation, match="does not meet"):
        services.approve(request.pk, by=counsel)
    assert not Grant.objects.exists()


def test_two_papers_on_one_booking_end_each_for_itself(people, booking):
    officer, supervisor, counsel = people
    for classes in (CUSTODY, CONTACT):
        request = ask(officer, booking, classes, paper=said_of_a_paper())
        found = factories.good_paper((booking.pk,), classes)
        services.approve(request.pk, found=found.pk, by=supervisor)
        services.approve(request.pk, by=counsel)
    recall_instrument(found.pk, by=supervisor)

    stays, ended = Grant.objects.order_by("classes")
    assert (FieldClass(stays.classes), stays.ended_at) == (CUSTODY, None)
    assert (FieldClass(ended.classes), ended.end_reason) == (CONTACT, "recalled")


def test_a_grant_is_ended_once(people, booking):
    officer, supervisor, counsel = people
    request = ask(officer, booking)
    for decider in (supervisor, counsel):
        services.approve(request.pk, by=decider)
    grant = Grant.objects.get()
    services.end_grant(grant.pk, EndReason.MISUSED, by=counsel)

    with pytest.raises(RuleViolation, match="ended already"):
        services.end_grant(grant.pk, EndReason.MISUSED, by=counsel)


# --- What a court orders, and two records made one -------------------------------------


def _begin(act, booking, by):
    """One person's half of each act about a record that takes two."""
    if act is Act.MERGE:
        other = factories.booking(facility=booking.facility)
        return desk.propose_link(booking.pk, other.pk, by=by)
    if act is Act.UNSEAL:
        Booking.objects.filter(pk=booking.pk).update(is_sealed=True, sealed_at=now())
    if act is Act.DELETE_RECORD:
        left = now() - timedelta(days=2000)
        Booking.objects.filter(pk=booking.pk).update(
            booked_at=left - timedelta(days=1),
            discharged_at=left,
            discharge_reason="charges_not_filed",
            discharge_manner="Released",
        )
        request = desk.DeletionRequest(date(2026, 1, 5))
        return desk.request_deletion(booking.pk, request, refuses_if_it_may=True, by=by)
    order = desk.CourtOrder("A court", "26-1-1", date(2026, 1, 5))
    return desk.propose_order(booking.pk, act, order, by=by)


ABOUT_RECORDS = [Act.SEAL, Act.UNSEAL, Act.EXPUNGE, Act.DELETE_RECORD, Act.MERGE]


@pytest.mark.parametrize("account", [True, False], ids=["same person", "same unit"])
@pytest.mark.parametrize("act", ABOUT_RECORDS, ids=lambda act: act.value)
def test_what_is_done_to_a_record_takes_a_second_person_of_another_unit(
    booking, act, account
):
    asker = factories.viewer(Role.RECORDS_SUPERVISOR)
    proposal = _begin(act, booking, asker)

    with pytest.raises(AccessViolation):
        proposals.agree(
            proposal.pk, by=_decider(asker, account=account, unit=not account)
        )

    proposal.refresh_from_db()
    assert proposal.status == "waiting"
    assert Booking.objects.filter(pk=booking.pk).exists()
    assert not PersonLink.objects.exists()
    done = proposals.agree(proposal.pk, by=factories.viewer(Role.RECORDS_SUPERVISOR))
    assert done.status == "done"


@pytest.mark.parametrize("role", Role, ids=lambda role: role.value)
@pytest.mark.parametrize("act", ABOUT_RECORDS, ids=lambda act: act.value)
def test_the_second_person_of_it_is_a_records_supervisor_or_counsel(booking, act, role):
    proposal = _begin(act, booking, factories.viewer(Role.RECORDS_OFFICER))
    viewer = factories.viewer(role)
    if role in (Role.RECORDS_SUPERVISOR, Role.COUNSEL):
        assert proposals.agree(proposal.pk, by=viewer).status == "done"
        return
    with pytest.raises(ActDenied):
        proposals.agree(proposal.pk, by=viewer)
