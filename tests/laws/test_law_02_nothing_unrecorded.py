"""Law 2. Nothing is shown unrecorded: no event, no body."""

import uuid
from functools import partial

import pytest
from django.db import DatabaseError, connection, transaction

from access.enums import FieldClass, Purpose, Role
from access.gate import NotRecorded
from access.selectors import viewer_for
from audit.enums import ViewKind
from audit.installation import APPEND_ONLY
from audit.models import ViewEvent
from audit.shapes import REGISTERED
from bookings import pages, selectors
from bookings.envelopes import new_key
from bookings.models import (
    DeskTask,
    Detainer,
    IntakeDraft,
    Movement,
    PaperPage,
    ReleaseEntitlement,
)
from bookings.selectors import Terms
from bookings.selectors.continuity import muster as sheet_of
from bookings.selectors.likely import Traits
from bookings.selectors.links import compared
from bookings.selectors.showings import other_stays
from disclosures.selectors import open_interviews
from jailrecords.database import APP_ROLE, as_owner
from tests import consular_showings, factories
from warrants.selectors.appearances import my_cases, open_appearances

pytestmark = pytest.mark.django_db


def another_stay(booking):
    return factories.booking(person=booking.person, facility=booking.facility)


def showings(clerk, booking):
    """Every way of this app to show a booking; a new one is added here, or
    ``test_every_page_is_shown_here`` fails.
    """
    records, sheet = _papers(booking)
    return {
        **consular_showings.showings(clerk, booking),
        "bookings.paper_register": lambda: selectors.papers(records),
        "warrants.appearances": lambda: open_appearances(records, booking.pk),
        "warrants.my_cases": lambda: my_cases(_attorney(booking)),
        "disclosures.interviews": lambda: open_interviews(records, booking.pk),
        "bookings.papers_of": lambda: selectors.open_papers(records, booking.pk),
        "bookings.paper": lambda: selectors.open_paper(
            records, booking.pk, sheet.paper_id
        ),
        "bookings.paper_page": lambda: selectors.open_paper_page(
            records, booking.pk, sheet.paper_id, 1
        ),
        "bookings.papers_for_person": lambda: selectors.open_papers_for_person(
            records, booking.pk
        ),
        "bookings.record": lambda: selectors.open_record(clerk, booking.pk),
        "bookings.print": lambda: selectors.open_print(clerk, booking.pk),
        "bookings.booking_sheet": lambda: selectors.open_sheet(clerk, booking.pk),
        "bookings.property_receipt": lambda: selectors.open_property_receipt(
            clerk, booking.pk
        ),
        "bookings.release_sheet": lambda: selectors.open_release_sheet(
            clerk, booking.pk
        ),
        "bookings.history": lambda: selectors.open_history(clerk, booking.pk),
        "bookings.record_export": lambda: selectors.export_record(clerk, booking.pk),
        "bookings.niem": lambda: selectors.export_niem(clerk, booking.pk),
        "bookings.custody_export": lambda: next(selectors.export_custody(clerk)),
        "bookings.search_export": lambda: next(
            selectors.export_found(clerk, Terms(surname=booking.person.surname))
        ),
        **{
            f"bookings.correct_{part}": partial(
                selectors.open_correction, clerk, booking.pk, part
            )
            for part in pages.CORRECTIONS
        },
        "bookings.photo": lambda: selectors.open_photo(clerk, booking.pk),
        "bookings.named": lambda: selectors.open_name(clerk, booking.pk),
        "bookings.names": lambda: selectors.names(clerk, [booking.pk]),
        "bookings.other_stays": lambda: other_stays(clerk, another_stay(booking).pk),
        "bookings.compared": lambda: compared(clerk, booking.pk, booking.pk),
        "bookings.concerned": lambda: selectors.concerned(clerk, [booking.pk]),
        "bookings.weighed": lambda: selectors.open_weighed(clerk, booking.pk),
        "bookings.acted_upon": lambda: selectors.open_for_act(clerk, booking.pk),
        "bookings.custody_list": lambda: selectors.in_custody(clerk),
        "bookings.search_results": lambda: selectors.found(
            clerk, Terms(surname=booking.person.surname)
        ),
        "bookings.suggestions": lambda: selectors.suggested(
            clerk, Terms(surname=booking.person.surname)
        ),
        "bookings.register": lambda: selectors.register(clerk),
        "bookings.custody_of": lambda: selectors.open_custody(clerk, booking.pk),
        "bookings.leaving": lambda: selectors.open_leaving(clerk, booking.pk),
        **_board(clerk, booking),
        **_intake(clerk, booking),
        "bookings.continuity": lambda: sheet_of(booking.facility, sheet=uuid.uuid4()),
    }


def _attorney(booking):
    member = factories.membership(Role.PUBLIC_DEFENDER)
    factories.appearance(member, booking)
    return factories.viewer_of(member)


def _board(clerk, booking):
    """The custody board and its lists, with somebody on each."""
    jail = booking.facility_id
    Movement.objects.create(
        booking=booking, kind="court", place="E-1201", left_at=booking.booked_at
    )
    DeskTask.objects.create(booking=booking, kind="wrong_release")
    ReleaseEntitlement.objects.create(
        booking=booking, kind="bail_posted", at=booking.booked_at, source="Receipt 7"
    )
    return {
        "bookings.pressing": lambda: selectors.pressing(clerk, jail),
        "bookings.out": lambda: selectors.out(clerk, jail),
        "bookings.muster": lambda: selectors.muster(clerk, jail),
        "bookings.twice": lambda: (another_stay(booking), selectors.twice(clerk))[1],
        "bookings.desk_tasks": lambda: selectors.desk_tasks(clerk),
    }


def _intake(clerk, booking):
    """An intake that is written, what is looked up for it, and what it holds."""
    begun = factories.booking(facility=booking.facility, intake_completed_at=None)
    IntakeDraft.objects.create(booking=begun, keeper_id=clerk.account_id)
    traits = Traits(surname=booking.person.surname)
    return {
        "bookings.likely": lambda: selectors.likely(clerk, traits),
        "bookings.intake": lambda: selectors.open_intake(clerk, begun.pk),
        "bookings.unfinished": lambda: selectors.unfinished(clerk),
        "bookings.described": lambda: selectors.open_described(clerk, booking.pk),
        "bookings.alerted": lambda: selectors.open_alerts(clerk, booking.pk),
        "bookings.health": lambda: selectors.open_health(clerk, booking.pk),
    }


def _papers(booking):
    """The records unit, which alone reads papers, and one page of one."""
    paper = Detainer.objects.create(
        booking=booking, form="I-247A", received_at=booking.booked_at
    )
    key = new_key("paper")
    sheet = PaperPage.objects.create(
        booking=booking, paper=paper, key=key, position=1, sealed=b"sealed"
    )
    records = factories.viewer(
        Role.RECORDS_OFFICER, sees=[booking.facility], purpose=Purpose.RECORDS_DUTY
    )
    return records, sheet


def test_every_page_is_shown_here(clerk, jail):
    pages_registered = {shape.page for shape in REGISTERED.values()}

    assert set(showings(clerk, factories.booking(facility=jail))) == pages_registered


def test_every_showing_leaves_its_event(clerk, jail):
    booking = factories.booking(facility=jail)
    for page, show in showings(clerk, booking).items():
        before = ViewEvent.objects.count()
        shown = show()

        assert shown, page
        assert ViewEvent.objects.count() > before, page


BREAKAGES = {
    "privilege revoked": "REVOKE INSERT ON audit_viewevent FROM jr_app",
    "constraint refuses": "ALTER TABLE audit_viewevent ADD CHECK (false) NOT VALID",
    "sequence exhausted": "ALTER SEQUENCE audit_viewevent_id_seq MAXVALUE 2 START 2 RESTART 2",
    "trigger raises": "ALTER FUNCTION audit_view_leaf(audit_viewevent) RENAME TO gone",
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("breakage", BREAKAGES.values(), ids=BREAKAGES)
def test_when_events_cannot_be_written_nothing_is_shown(breakage):
    factories.laws()
    jail = factories.facility()
    clerk = factories.viewer(Role.BOOKING_CLERK, sees=[jail])
    booking = factories.booking(facility=jail)
    with as_owner():
        connection.cursor().execute(breakage)
        if "SEQUENCE" in breakage:
            connection.cursor().execute("SELECT nextval('audit_viewevent_id_seq')")

    for show in showings(clerk, booking).values():
        with pytest.raises(NotRecorded):
            show()


@pytest.mark.django_db(transaction=True)
def test_a_page_whose_shape_is_not_registered_shows_nothing():
    factories.laws()
    jail = factories.facility()
    clerk = factories.viewer(Role.BOOKING_CLERK, sees=[jail])
    booking = factories.booking(facility=jail)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_registeredshape DISABLE TRIGGER ALL")
        cursor.execute("DELETE FROM audit_registeredshape")

    assert [page for page, show in showings(clerk, booking).items() if show()] == []


def test_an_event_says_who_what_why_and_by_which_law(clerk, jail):
    booking = factories.booking(facility=jail)

    shown = selectors.open_record(clerk, booking.pk)

    event = ViewEvent.objects.get(id=shown.event_id)
    assert (event.kind, event.account_id, event.booking_id, event.person_id) == (
        ViewKind.OPENED,
        clerk.account_id,
        booking.pk,
        booking.person_id,
    )
    assert (event.purpose, event.law_id, event.unit_id, event.facility_id) == (
        "custody",
        clerk.law_id,
        clerk.unit_id,
        jail.pk,
    )
    assert event.shape_id == pages.RECORD.shape.id
    assert event.classes == int(shown.classes)
    assert set(event.basis.split()) == {"register", "standing"}
    assert "jail-custody" in event.rules.split()
    assert len(bytes(event.leaf)) == 32


def test_the_fields_shown_are_those_of_the_event(clerk, jail):
    booking = factories.booking(facility=jail)

    shown = selectors.open_record(clerk, booking.pk)

    for column in pages.RECORD.columns:
        allowed = column.field_class in shown.classes
        assert (column.path in shown) is allowed, column.path
    assert FieldClass.PAPERS not in shown.classes
    with pytest.raises(KeyError):
        shown[
            "detainers.form+office+received_at+received_by+copy_served_at+copy_language"
        ]


def test_a_list_of_many_writes_an_event_for_each(clerk, jail):
    for _ in range(7):
        factories.booking(facility=jail)

    rows = selectors.in_custody(clerk)

    events = ViewEvent.objects.filter(kind=ViewKind.LISTED)
    assert {e.booking_id for e in events} == {row.booking_id for row in rows}
    assert events.count() == 7


def test_a_search_that_finds_nothing_is_recorded_without_what_was_typed(clerk):
    selectors.found(clerk, Terms(surname="Nobodyofthatname"))

    event = ViewEvent.objects.get(kind=ViewKind.SEARCHED)
    assert event.detail["found"] == 0
    assert list(event.detail["terms"]) == ["surname"]
    assert "nobody" not in str(event.detail).lower()


def test_a_refusal_is_recorded_with_what_was_asked_for(clerk):
    absent = uuid.uuid4()

    assert selectors.open_record(clerk, absent) is None

    event = ViewEvent.objects.get(kind=ViewKind.REFUSED)
    assert (event.booking_id, event.classes, event.person_id) == (absent, 0, None)


def test_the_register_writes_one_event_a_page_without_an_account(jail):
    factories.booking(facility=jail)
    factories.booking(facility=jail)
    public = viewer_for(None, None, None)[0].for_purpose(Purpose.PUBLIC_REGISTER)

    assert len(selectors.register(public)) == 2

    event = ViewEvent.objects.get()
    assert (event.kind, event.account_id, event.detail["shown"]) == (
        "register",
        None,
        2,
    )


EVIDENCE = (
    *("audit_viewevent", "audit_actevent", "audit_sealedleaf", "audit_checkpoint"),
    *("access_approval", "access_lawversion"),
    *("access_training", "access_banneracknowledgement"),
    *("compliance_dutyproof", "compliance_lawdayreport"),
    *("access_training", "access_banneracknowledgement", "compliance_findingstep"),
    "compliance_notice",
    *("access_training", "access_banneracknowledgement", "access_signinattempt"),
    *("bookings_continuitysheet", "bookings_sheetopening"),
    *("bookings_legaltext", "bookings_textreview", "bookings_consularschedule"),
    *("bookings_retentionschedule", "bookings_dispositionrun"),
    *("warrants_instrumentpart", "warrants_callback"),
)


def test_what_is_evidence_is_listed_here():
    assert set(EVIDENCE) == APPEND_ONLY


@pytest.mark.parametrize("table", EVIDENCE)
def test_the_application_may_add_to_evidence_and_nothing_else(db, table):
    """By privilege, before any trigger; and on a partition nothing at all."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT p.relid::regclass::text, array_agg(word ORDER BY word)
               FROM (SELECT relid FROM pg_partition_tree(to_regclass(%s))
                     UNION SELECT to_regclass(%s)) p
               CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE',
                 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS privilege(word)
               WHERE has_table_privilege(%s, p.relid, word)
               GROUP BY 1""",
            [table, table, APP_ROLE],
        )
        assert cursor.fetchall() == [(table, ["INSERT", "SELECT"])]


REFUSED_CHANGES = {
    "update": lambda: ViewEvent.objects.update(mission="somebody else"),
    "delete": lambda: ViewEvent.objects.all()._raw_delete("default"),
    "truncate": lambda: connection.cursor().execute("TRUNCATE audit_viewevent"),
    "partition": lambda: connection.cursor().execute(
        "DELETE FROM audit_viewevent_live_default"
    ),
    "trigger": lambda: connection.cursor().execute(
        "ALTER TABLE audit_viewevent DISABLE TRIGGER ALL"
    ),
    "replica": lambda: connection.cursor().execute(
        "SET session_replication_role = replica"
    ),
    "owner": lambda: connection.cursor().execute("SET ROLE jr_owner"),
}


@pytest.mark.parametrize("change", REFUSED_CHANGES.values(), ids=REFUSED_CHANGES)
def test_the_application_cannot_rewrite_the_view_history(clerk, change):
    selectors.open_record(clerk, uuid.uuid4())

    with pytest.raises(DatabaseError), transaction.atomic():
        change()

    assert ViewEvent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_viewevent SET mission = 'x'",
        "DELETE FROM audit_viewevent",
        "TRUNCATE audit_viewevent_live_default",
        "TRUNCATE audit_viewevent",
        "DELETE FROM audit_actevent",
        "UPDATE access_lawversion SET title = 'x'",
        "TRUNCATE access_approval",
    ],
)
def test_not_even_the_owner_rewrites_evidence_by_accident(statement):
    factories.laws()
    clerk = factories.viewer(Role.BOOKING_CLERK)
    selectors.open_record(clerk, uuid.uuid4())

    with as_owner(), pytest.raises(DatabaseError, match="insert-only"):
        connection.cursor().execute(statement)


def test_no_function_of_the_owner_can_be_led_to_another_table():
    """A function that runs as its owner looks among temporary tables last; otherwise
    anybody could put one of their own in front of a real one, with a trigger that
    then runs as the owner.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT proname, proconfig FROM pg_proc
               WHERE prosecdef AND pronamespace = 'public'::regnamespace"""
        )
        functions = dict(cursor.fetchall())
        cursor.execute("SELECT has_database_privilege(current_database(), 'TEMPORARY')")
        (may_make_temporary_tables,) = cursor.fetchone()

    assert functions
    assert {
        name
        for name, settings in functions.items()
        if settings != ["search_path=pg_catalog, public, pg_temp"]
    } == set()
    assert not may_make_temporary_tables


@pytest.mark.parametrize(
    "columns",
    ["occurred_at = '2018-05-01'", "occurred_at = jail_now() + interval '1 hour'"],
)
@pytest.mark.parametrize("table", ["audit_viewevent", "audit_actevent"])
def test_an_event_carries_the_instant_at_which_it_happened(table, columns):
    column, value = columns.split(" = ")
    own = {
        "audit_viewevent": ("kind, request_id", "'opened', gen_random_uuid()"),
        "audit_actevent": ("act, outcome, reason", "'x', 'done', ''"),
    }[table]

    with pytest.raises(DatabaseError, match="instant"), transaction.atomic():
        connection.cursor().execute(
            f"INSERT INTO {table} ({column}, {own[0]}) VALUES ({value}, {own[1]})"
        )
