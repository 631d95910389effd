"""Law 6. The law takes effect at its instant, with the scheduler dead; and so does
every end that was written down. Nothing has to run for access to end.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from celery import Celery
from celery.app.task import Task
from django.urls import reverse

from access.enums import NOTHING, Basis, FieldClass, Mission, Role, Standing
from access.models import (
    Account,
    Agreement,
    FacilityPermission,
    Membership,
    MissionDetail,
)
from access.services import LAWS
from access.standing import DORMANT_AFTER
from audit.acting import acting
from audit.clock import now
from audit.models import ActEvent, ViewEvent
from bookings import selectors
from bookings.selectors import Terms
from tests import factories
from tests.clients import is_signed_in, signed_in
from tests.routes import routes
from warrants.models import Grant, LegalInstrument

pytestmark = pytest.mark.django_db

T = datetime(2026, 7, 1, 7, tzinfo=UTC)  # the first of July, midnight in Seattle
TICK = timedelta(microseconds=1)
CUSTODY, IDENTITY, PROTECTED = (
    FieldClass.CUSTODY,
    FieldClass.IDENTITY,
    FieldClass.PROTECTED,
)


@pytest.fixture(autouse=True)
def no_scheduler(monkeypatch):
    """Celery is dead: whoever relies on it fails."""

    def refuse(*_, **__):
        raise AssertionError("access must not wait for a task")

    for owner, name in (
        (Task, "apply_async"),
        (Task, "__call__"),
        (Celery, "send_task"),
    ):
        monkeypatch.setattr(owner, name, refuse)


@pytest.fixture
def at(db, clock):
    """at(instant): the one clock stands there."""
    clock(T - timedelta(days=30))
    factories.laws()
    return clock


@dataclass
class Scene:
    """An officer of a criminal unit, a jail, and one booking there."""

    jail: object
    booking: object
    member: Membership

    def viewer(self):
        return factories.viewer_of(self.member)

    def allowed(self, viewer=None) -> FieldClass:
        """What the gate shows of the booking, the register left aside."""
        shown = selectors.open_record(viewer or self.viewer(), self.booking.pk)
        return (shown.classes if shown else NOTHING) & ~FieldClass.REGISTER


@pytest.fixture
def scene(at):
    jail = factories.facility()
    made = Scene(
        jail, factories.booking(facility=jail), factories.membership(Role.OFFICER)
    )
    with acting(None, "account.sign_in"):
        Account.objects.filter(pk=made.member.account_id).update(
            last_sign_in_at=T - timedelta(hours=3)
        )
    return made


def somebody_else(scene, **fields) -> None:
    """Another officer of the same unit: no account's clock is ever wound back."""
    scene.member = factories.membership(
        Role.OFFICER, of=scene.member.unit, account=factories.account(**fields)
    )


def new_law(folder, effective_at: datetime, **rules_kept: bool) -> None:
    """A law from an instant on: the law in force, without what an officer is allowed.

    Its text is that of a law we ship, so that all else stays as it is.
    """
    text = (LAWS / "2019-keep-washington-working.toml").read_text()
    head, *rules = text.split("[[rule]]")
    begins = next(line for line in head.splitlines() if line.startswith("effective_at"))
    head = head.replace(begins, f"effective_at = {effective_at.isoformat()}")
    kept = [rule for rule in rules if '"criminal-justice-agency"' not in rule]
    assert len(kept) == len(rules) - 1
    (folder / "new.toml").write_text("[[rule]]".join([head, *kept]))
    factories.adopt_laws(folder)


# --- Every instant that ends something -----------------------------------------------
# A row is set up at T - 30 days and says what is to happen at T. Before T the officer
# is shown BEFORE, from T on AFTER; nobody and nothing runs at T.


def law_takes_effect(scene, folder):
    factories.permit(scene.member.unit, scene.jail)
    new_law(folder, T)


def agreement_ends(scene, folder):
    paper = factories.agreement(scene.member.unit.agency, ends_at=T)
    factories.permit(
        scene.member.unit, scene.jail, agreement=paper, ends_at=T + timedelta(days=99)
    )


def permission_ends(scene, folder):
    factories.permit(scene.member.unit, scene.jail, ends_at=T)


def permission_begins(scene, folder):
    factories.permit(
        scene.member.unit, scene.jail, starts_at=T, ends_at=T + timedelta(9)
    )


def grant_ends(scene, folder):
    begun = T - timedelta(days=14)
    factories.grant(scene.member, scene.booking, CUSTODY, days=14, starts_at=begun)


def grant_begins(scene, folder):
    factories.grant(scene.member, scene.booking, CUSTODY, days=14, starts_at=T)


def membership_ends(scene, folder):
    factories.permit(scene.member.unit, scene.jail)
    Membership.objects.filter(pk=scene.member.pk).update(ends_at=T)


def suspension_begins(scene, folder):
    factories.permit(scene.member.unit, scene.jail)
    Account.objects.filter(pk=scene.member.account_id).update(
        suspended_at=T, suspended_reason="from the first of July"
    )


def account_expires(scene, folder):
    factories.permit(scene.member.unit, scene.jail)
    Account.objects.filter(pk=scene.member.account_id).update(expires_at=T)


def review_is_overdue(scene, folder):
    factories.permit(scene.member.unit, scene.jail)
    Account.objects.filter(pk=scene.member.account_id).update(review_due_at=T)


def account_falls_dormant(scene, folder):
    factories.permit(scene.member.unit, scene.jail)
    somebody_else(scene, last_sign_in_at=T - DORMANT_AFTER)


def unit_is_detailed_to_immigration_work(scene, folder):
    factories.permit(scene.member.unit, scene.jail)
    MissionDetail.objects.create(unit=scene.member.unit, starts_at=T, paper="Order 1")


def detail_ends(scene, folder):
    factories.permit(scene.member.unit, scene.jail)
    MissionDetail.objects.create(
        unit=scene.member.unit, starts_at=T - timedelta(9), ends_at=T, paper="Order 1"
    )


# fmt: off
INSTANTS = [
    # what happens at T                    before                from T on
    (law_takes_effect,                     CUSTODY | IDENTITY,   NOTHING),
    (agreement_ends,                       CUSTODY | IDENTITY,   NOTHING),
    (permission_ends,                      CUSTODY | IDENTITY,   NOTHING),
    (permission_begins,                    NOTHING,              CUSTODY | IDENTITY),
    (grant_ends,                           CUSTODY,              NOTHING),
    (grant_begins,                         NOTHING,              CUSTODY),
    (membership_ends,                      CUSTODY | IDENTITY,   NOTHING),
    (suspension_begins,                    CUSTODY | IDENTITY,   NOTHING),
    (account_expires,                      CUSTODY | IDENTITY,   NOTHING),
    (review_is_overdue,                    CUSTODY | IDENTITY,   NOTHING),
    (account_falls_dormant,                CUSTODY | IDENTITY,   NOTHING),
    (unit_is_detailed_to_immigration_work, CUSTODY | IDENTITY,   NOTHING),
    (detail_ends,                          NOTHING,              CUSTODY | IDENTITY),
]
# fmt: on
NAMES = [row[0].__name__ for row in INSTANTS]


@pytest.mark.parametrize(("happens", "before", "after"), INSTANTS, ids=NAMES)
def test_it_holds_at_its_instant_and_not_a_microsecond_later(
    scene, at, tmp_path, happens, before, after
):
    happens(scene, tmp_path)
    seen = {}
    for offset in (-TICK, timedelta(0), TICK):
        at(T + offset)
        seen[offset] = scene.allowed()

    assert seen == {-TICK: before, timedelta(0): after, TICK: after}


@pytest.mark.parametrize(("happens", "before", "after"), INSTANTS, ids=NAMES)
def test_it_holds_between_the_reading_of_the_viewer_and_the_statement(
    scene, at, tmp_path, happens, before, after
):
    """Whoever was read before T is shown nothing more by a statement after T."""
    happens(scene, tmp_path)
    at(T - TICK)
    read_before = scene.viewer()
    at(T)

    assert scene.allowed(read_before) & ~after == NOTHING
    for rows in (
        selectors.in_custody(read_before),
        selectors.found(read_before, Terms(surname="Testperson")),
    ):
        for row in rows:
            assert row.classes & ~(after | FieldClass.REGISTER) == NOTHING


def test_every_column_that_ends_or_begins_something_has_its_row():
    """A model that decides gets a column with an instant: then a row above, or a
    word here on why passing time changes nothing by it.
    """
    decided_by_rows = {
        ("Agreement", "starts_at"),  # as FacilityPermission.starts_at: one condition
        ("Agreement", "ends_at"),
        ("FacilityPermission", "starts_at"),
        ("FacilityPermission", "ends_at"),
        ("Membership", "starts_at"),  # nobody signs in as what has not begun
        ("Membership", "ends_at"),
        ("MissionDetail", "starts_at"),
        ("MissionDetail", "ends_at"),
        ("Account", "last_sign_in_at"),
        ("Account", "expires_at"),
        ("Account", "review_due_at"),
        ("Account", "suspended_at"),
        ("Grant", "starts_at"),
        ("Grant", "ends_at"),
        ("Grant", "ended_at"),  # somebody's act, at its own instant
        ("LegalInstrument", "ends_at"),  # bounds the grant when it is given
    }
    passing = {
        ("Account", "joined_at"),  # empty while an invitation waits
        ("Account", "reopened_at"),  # somebody's act: dormancy counts from it
        ("Account", "credentials_changed_at"),  # told, and decides nothing
        ("Account", "opened_at"),  # dormancy counts from it until the first sign-in
    }
    columns = {
        (model.__name__, field.name)
        for model in (
            Account,
            Agreement,
            FacilityPermission,
            Grant,
            LegalInstrument,
            Membership,
            MissionDetail,
        )
        for field in model._meta.concrete_fields
        if field.get_internal_type() == "DateTimeField"
    }
    assert columns == decided_by_rows | passing, (
        "give the new instant a row in INSTANTS"
    )


def test_a_recalled_paper_closes_what_it_opened_in_the_same_transaction(scene, at):
    grant = factories.grant(
        scene.member, scene.booking, CUSTODY, basis=Basis.JUDICIAL_WARRANT
    )
    read_before = scene.viewer()
    assert scene.allowed(read_before) == CUSTODY

    paper = grant.request.instrument.found
    paper.recalled_at, paper.recalled_by = now(), paper.entered_by
    paper.save(update_fields=["recalled_at", "recalled_by"])

    assert scene.allowed(read_before) == NOTHING
    assert scene.allowed() == NOTHING


# --- A session that is open when it happens ------------------------------------------

# What closes an account, and the standing its holder reads. What only narrows what
# the account sees (a grant, an agreement) leaves the session open.
# fmt: off
CLOSING = [
    (law_takes_effect,                     Standing.FORBIDDEN),
    (unit_is_detailed_to_immigration_work, Standing.FORBIDDEN),
    (suspension_begins,                    Standing.SUSPENDED),
    (account_expires,                      Standing.EXPIRED),
    (review_is_overdue,                    Standing.UNREVIEWED),
    (account_falls_dormant,                Standing.DORMANT),
]
# fmt: on


@pytest.mark.parametrize(
    ("happens", "standing"), CLOSING, ids=[row[0].__name__ for row in CLOSING]
)
def test_an_open_session_ends_at_its_first_request_from_the_instant_on(
    scene, at, tmp_path, happens, standing
):
    happens(scene, tmp_path)
    at(T - TICK)
    browser = signed_in(scene.viewer())
    record = reverse("bookings:record", args=[scene.booking.pk])
    assert browser.get(record).status_code == 200
    at(T)
    seen = ViewEvent.objects.count()

    refused = browser.get(record)

    assert (refused.status_code, refused["Location"]) == (
        302,
        reverse("access:sign_in"),
    )
    assert not is_signed_in(browser)
    assert ViewEvent.objects.count() == seen
    event = ActEvent.objects.latest("id")
    assert (event.act, event.outcome, event.reason) == (
        "account.sign_in",
        "refused",
        standing,
    )
    assert browser.get(record).status_code == 302


@pytest.mark.parametrize("route", routes(), ids=lambda route: route.name)
def test_no_address_answers_a_session_that_the_law_has_closed(
    scene, at, tmp_path, route
):
    """Whatever it asks for first: the session is over, and the request is not done."""
    law_takes_effect(scene, tmp_path)
    at(T - TICK)
    browser = signed_in(scene.viewer())
    at(T)

    refused = browser.post(route.any_address())

    assert (refused.status_code, refused["Location"]) == (
        302,
        reverse("access:sign_in"),
    )
    assert not is_signed_in(browser)


def test_a_session_stays_where_only_a_grant_has_ended(scene, at, tmp_path):
    grant_ends(scene, tmp_path)
    at(T - TICK)
    browser = signed_in(scene.viewer())
    at(T)

    page = browser.get(reverse("bookings:record", args=[scene.booking.pk]))

    assert page.status_code == 200
    assert is_signed_in(browser)
    assert scene.booking.booking_number not in page.content.decode()


def test_a_capacity_that_has_ended_can_do_nothing_more(scene, at, tmp_path):
    membership_ends(scene, tmp_path)
    at(T - TICK)
    browser = signed_in(scene.viewer())
    at(T)

    refused = browser.get(reverse("bookings:record", args=[scene.booking.pk]))

    assert (refused.status_code, refused["Location"]) == (
        302,
        reverse("access:working_as"),
    )


def test_whoever_the_law_forbids_is_open_only_while_a_judges_paper_is(
    scene, at, tmp_path
):
    """The exception of design 1 (forbidden): signs in, and reaches only that."""
    law_takes_effect(scene, tmp_path)
    factories.grant(
        scene.member,
        scene.booking,
        CUSTODY,
        basis=Basis.JUDICIAL_WARRANT,
        days=40,
        starts_at=T - timedelta(days=30),
    )
    ends = T + timedelta(days=10)
    other = factories.booking(facility=scene.jail)
    answers = {}
    for instant in (T, ends - TICK, ends):
        at(instant)
        viewer = scene.viewer()
        shown = selectors.open_record(viewer, other.pk)
        answers[instant] = (viewer.is_open, scene.allowed(), shown.classes)

    register = FieldClass.REGISTER
    assert answers == {
        T: (True, CUSTODY, register),
        ends - TICK: (True, CUSTODY, register),
        ends: (False, NOTHING, register),
    }


def test_an_officer_of_the_civil_unit_loses_access_at_the_ordinances_own_instant(at):
    """2018 as it should have been: 15 accounts, one instant, nothing to run."""
    ordinance = datetime(2018, 3, 18, 7, tzinfo=UTC)
    at(ordinance - TICK)
    jail = factories.facility()
    booking = factories.booking(facility=jail)
    member = factories.membership(
        Role.OFFICER, of=factories.unit(Mission.CIVIL_IMMIGRATION)
    )
    factories.permit(member.unit, jail)
    purpose = "criminal_investigation"
    seen = []
    for instant in (ordinance - TICK, ordinance):
        at(instant)
        viewer = factories.viewer_of(member)
        shown = selectors.open_record(viewer, booking.pk)
        seen.append((viewer.is_open, bool(shown.classes & CUSTODY), viewer.purpose))

    assert seen == [(True, True, purpose), (False, False, purpose)]
