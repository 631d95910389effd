"""Who saw this booking, and what an account has been shown."""

import csv
import io
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from access.acts import Act
from access.enums import Basis, FieldClass, Purpose, Role
from access.models import Account, Membership, Unit
from audit import imports
from audit.clock import now
from audit.enums import ViewKind
from audit.models import ActEvent, ViewEvent
from bookings import selectors
from bookings.selectors import showings as history
from bookings.selectors.showings import Place, Wanted
from jailrecords.database import as_owner
from tests import factories
from tests.architecture.test_statements import _faults, _nodes, _plan
from tests.clients import answer, signed_in, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def privacy(jail):
    return factories.viewer(Role.PRIVACY_OFFICER)


def who_saw(viewer, booking, **asked):
    return signed_in(viewer).get(reverse("bookings:shown", args=[booking.pk]), asked)


def what_was_shown(viewer, account_id: int, **asked):
    address = reverse("bookings:account_shown", args=[account_id])
    return signed_in(viewer).get(address, asked)


def name_of(viewer) -> str:
    return Account.objects.get(pk=viewer.account_id).display_name


# --- Who saw this booking ----------------------------------------------------------


def test_it_says_who_in_which_unit_for_what_and_exactly_which_fields(
    booking, officer, privacy
):
    shown = selectors.open_record(officer, booking.pk)

    page = who_saw(privacy, booking)

    row = next(r for r in page.context["rows"] if r["account"] == name_of(officer))
    assert row["kind"] == "Opened"
    assert row["unit"] == f"{officer.agency_name} · {officer.unit_name}"
    assert row["purpose"] == officer.purpose.label
    assert row["law"] == officer.law.title
    assert row["basis"].split("; ") == [
        Basis.REGISTER.label,
        Basis.STANDING.label,
    ]
    told = {part["label"]: part["fields"] for part in row["fields"]}
    assert told["Jail register"] == (
        "bail amount, booked, discharge manner, discharged, given name, middle name,"
        " suffix, surname; charge: offense, offense class, statute; facility: name"
    )
    assert "birth date" in told["Photo, description, birth date, other names"]
    assert FieldClass.PAPERS not in shown.classes
    assert "Immigration papers" not in told
    assert booking.person.surname in words(page)


def test_what_was_opened_stands_apart_from_what_came_up_in_a_list(
    booking, officer, privacy
):
    selectors.open_record(officer, booking.pk)
    selectors.in_custody(officer)
    selectors.in_custody(officer)

    groups = {
        g["group"]: g["count"] for g in who_saw(privacy, booking).context["groups"]
    }
    listed = who_saw(privacy, booking, kind="listed").context["rows"]

    assert groups["listed"] == 2
    assert groups["opened"] == 2  # the officer's, and the name on this very page
    assert {row["kind"] for row in listed} == {"In a list"}
    assert {row["account"] for row in listed} == {name_of(officer)}


def test_a_refusal_of_this_booking_is_told(jail, booking, privacy):
    """Somebody who may not know of it asked for it: the event names no person."""
    elsewhere = factories.viewer(Role.OFFICER)
    sealed = factories.booking(facility=jail, is_sealed=True)
    records = factories.viewer(
        Role.RECORDS_SUPERVISOR, sees=[jail], purpose=Purpose.RECORDS_DUTY
    )
    assert selectors.open_record(elsewhere, sealed.pk) is None

    page = who_saw(records, sealed, kind="refused")

    assert [row["account"] for row in page.context["rows"]] == [name_of(elsewhere)]


def membership_of(viewer):
    return Membership.objects.select_related("unit").get(pk=viewer.membership_id)


def test_the_unit_is_the_one_at_that_time(booking, officer, privacy):
    """Whoever has gone to another unit since was still in the old one then."""
    then = officer.unit_name
    selectors.open_record(officer, booking.pk)
    member = membership_of(officer)
    member.ends_at = now()
    member.save(update_fields=["ends_at"])
    factories.membership(Role.OFFICER, account=member.account)

    row = next(
        r
        for r in who_saw(privacy, booking).context["rows"]
        if r["account"] == name_of(officer)
    )

    assert row["unit"].endswith(then)
    assert Unit.objects.filter(memberships__account=member.account).count() == 2


def test_reading_it_is_recorded_and_shows_up_itself(booking, privacy):
    page = who_saw(privacy, booking)

    act = ActEvent.objects.get(act=Act.VIEW_SHOWINGS)
    assert (act.target_kind, act.target_id, act.account_id) == (
        "booking",
        str(booking.pk),
        privacy.account_id,
    )
    assert [r["account"] for r in page.context["readings"]] == [name_of(privacy)]
    assert page.context["rows"][0]["account"] == name_of(privacy)
    assert name_of(privacy) in words(page)


def test_what_cannot_be_recorded_is_not_read(booking, privacy, monkeypatch):
    from django.db import DatabaseError

    def broken(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr("bookings.views.showings.record_act", broken)

    page = who_saw(privacy, booking)

    assert page.status_code == 503
    assert booking.person.surname not in words(page)


@pytest.mark.parametrize("role", Role, ids=lambda role: role.value)
def test_only_who_watches_may_ask(jail, booking, role):
    viewer = factories.viewer(role, sees=[jail])
    may_ask = role in {Role.PRIVACY_OFFICER, Role.AUDITOR, Role.RECORDS_SUPERVISOR}

    answers = {
        who_saw(viewer, booking).status_code,
        what_was_shown(viewer, viewer.account_id).status_code,
    }

    assert answers == ({200} if may_ask else {403})


def test_a_superuser_may_ask_no_more_than_a_colleague(jail, booking, officer, privacy):
    """Law 7."""
    Account.objects.filter(pk__in=[officer.account_id, privacy.account_id]).update(
        is_superuser=True
    )
    sealed = factories.booking(facility=jail, is_sealed=True)

    assert who_saw(officer, booking).status_code == 403
    assert what_was_shown(officer, privacy.account_id).status_code == 403
    assert who_saw(privacy, sealed).status_code == 404


@pytest.mark.parametrize("kind", ["opened", "listed"])
def test_it_is_paged_without_a_gap_and_without_anything_twice(
    booking, officer, privacy, kind
):
    show = {
        "opened": lambda: selectors.open_record(officer, booking.pk),
        "listed": lambda: selectors.in_custody(officer),
    }[kind]
    for _ in range(2 * history.PAGE + 3):
        show()
    wanted = Wanted(booking_id=booking.pk, person_id=booking.person_id, group=kind)
    found, before = [], None
    while page := history.showings(
        Wanted(
            booking_id=booking.pk,
            person_id=booking.person_id,
            group=kind,
            before=before,
        )
    ):
        found += [row.event_id for row in page]
        before = Place.read(page[-1].place.text)

    assert len(found) == len(set(found)) == history.number_of(wanted) == 103
    assert found == sorted(found, reverse=True)
    first = who_saw(privacy, booking, kind=kind)
    assert len(first.context["rows"]) == history.PAGE
    older = signed_in(privacy).get(
        reverse("bookings:shown", args=[booking.pk]) + first.context["older_url"]
    )
    assert len(older.context["rows"]) == history.PAGE


def test_it_is_narrowed_to_one_account_and_one_time(
    clock, jail, booking, officer, privacy
):
    at = now()
    clock(at - timedelta(days=9))
    early = factories.viewer_of(membership_of(officer))
    selectors.open_record(early, booking.pk)
    clock(at)
    clerk = factories.viewer(Role.BOOKING_CLERK, sees=[jail])
    selectors.open_record(clerk, booking.pk)

    def accounts(**asked):
        rows = who_saw(privacy, booking, **asked).context["rows"]
        return {row["account"] for row in rows} - {name_of(privacy)}

    assert accounts() == {name_of(officer), name_of(clerk)}
    assert accounts(period=7) == {name_of(clerk)}
    assert accounts(account=officer.account_id) == {name_of(officer)}
    assert accounts(account=officer.account_id, period=7) == set()
    assert accounts(account="x" * 40, period="'", kind="?", before="_") == {
        name_of(officer),
        name_of(clerk),
    }


ORIGIN = "log_00000000000000ab"


def imported(*events: dict) -> None:
    """Events as the import of an old system's log leaves them, with no word about
    fields.
    """
    imports.open_log(ORIGIN)
    with connection.cursor() as cursor:
        for line, event in enumerate(events, start=1):
            values = {
                "origin": ORIGIN,
                "occurred_at": now() - timedelta(days=3000),
                "id": line,
                "request_id": str(uuid.uuid4()),
            } | event
            cursor.execute(
                f"INSERT INTO {imports.partition_of(ORIGIN)} ({', '.join(values)})"
                f" VALUES ({', '.join(['%s'] * len(values))})",
                list(values.values()),
            )
    imports.attach(ORIGIN, "0" * 64, uuid.uuid4(), "test")


def test_of_an_imported_log_it_says_that_the_fields_are_not_known(jail, booking):
    account = factories.account(display_name="Old Account")
    about = {"booking_id": str(booking.pk), "person_id": str(booking.person_id)}
    imported(
        {"kind": "opened", "account_id": account.pk, **about},
        {"kind": "signed_in", "account_id": account.pk},
    )
    privacy = factories.viewer(Role.PRIVACY_OFFICER)

    page = who_saw(privacy, booking, account=account.pk)
    shown = what_was_shown(privacy, account.pk, period=0, kind="signed_in")

    assert "The old system did not say which fields" in words(page)
    assert f"From an imported log: {ORIGIN}" in words(page)
    assert [row["kind"] for row in shown.context["rows"]] == ["Signed in"]


# --- Law 4 ---------------------------------------------------------------------------


def test_for_who_may_not_know_of_it_there_is_nothing_to_ask_about(clock, jail, privacy):
    clock(now())
    sealed = factories.booking(facility=jail, is_sealed=True)
    absent = uuid.uuid4()

    answers = [
        answer(
            signed_in(privacy).get(reverse("bookings:shown", args=[key])),
            asked_for=key,
        )
        for key in (sealed.pk, absent)
    ]

    assert answers[0] == answers[1]
    assert answers[0][0] == 404
    assert not ActEvent.objects.filter(act=Act.VIEW_SHOWINGS).exists()


def test_the_persons_other_bookings_are_named_only_as_far_as_they_may_be_known(
    jail, booking, privacy
):
    open_one = factories.booking(facility=jail, person=booking.person)
    without = _stays(who_saw(privacy, booking))
    sealed = factories.booking(facility=jail, person=booking.person, is_sealed=True)

    page = who_saw(privacy, booking)

    assert _stays(page) == without == [open_one.pk]
    assert str(sealed.pk) not in words(page)


def _stays(page) -> list:
    return [stay["booking_id"] for stay in page.context["stays"]]


def test_a_refused_try_reads_the_same_for_a_hidden_booking_and_for_none(
    clock, jail, officer, privacy
):
    """An account's page tells that it tried, not whether there was anything."""
    clock(now())
    sealed = factories.booking(facility=jail, is_sealed=True)
    selectors.open_record(officer, sealed.pk)
    selectors.open_record(officer, uuid.uuid4())

    page = what_was_shown(privacy, officer.account_id, kind="refused")

    one, other = page.context["rows"]
    # Each leads to its own event, and so to the rules behind it.
    assert one.pop("refused")
    assert other.pop("refused")
    assert one == other
    assert str(sealed.pk) not in words(page)


def test_of_a_hidden_booking_that_was_shown_there_is_only_the_time(jail, privacy):
    records = factories.viewer(
        Role.RECORDS_OFFICER, sees=[jail], purpose=Purpose.RECORDS_DUTY
    )
    sealed = factories.booking(facility=jail, is_sealed=True)
    assert selectors.open_record(records, sealed.pk)

    page = what_was_shown(privacy, records.account_id)
    (row,) = page.context["rows"]

    assert row["about"] == "A booking you may not know of, or none"
    assert row["booking_id"] is None
    assert not {"fields", "basis", "law"} & set(row)
    for word in (sealed.pk, sealed.person.surname, "sealed record"):
        assert str(word) not in words(page)


# --- What an account has been shown --------------------------------------------------


def test_it_says_what_an_account_was_shown_and_to_whom_it_is_told_is_recorded(
    booking, officer, privacy
):
    selectors.open_record(officer, booking.pk)
    selectors.in_custody(officer)

    page = what_was_shown(privacy, officer.account_id)

    assert (page.context["people"], page.context["bookings"]) == (1, 1)
    assert page.context["days"][0]["opened"] == 1
    assert page.context["days"][0]["listed"] == 1
    assert booking.person.surname in page.context["rows"][0]["about"]
    named = ViewEvent.objects.filter(
        account_id=privacy.account_id, booking_id=booking.pk, kind=ViewKind.LISTED
    )
    assert named.count() == 1
    act = ActEvent.objects.get(act=Act.VIEW_SHOWINGS)
    assert (act.target_kind, act.target_id) == ("account", str(officer.account_id))


def test_an_account_that_never_was_gives_no_page(privacy):
    for account_id in (999_999_999, 10**30):
        assert what_was_shown(privacy, account_id).status_code == 404


def test_sign_ins_are_told(officer, privacy):
    from access.services import refuse_unknown_sign_in
    from audit.services import record_act

    record_act(
        Act.SIGN_IN,
        "done",
        actor=officer,
        target_kind="account",
        target_id=officer.account_id,
    )
    refuse_unknown_sign_in()

    page = what_was_shown(privacy, officer.account_id)

    assert [one["outcome"] for one in page.context["sign_ins"]] == ["Signed in"]


# --- Files -----------------------------------------------------------------------------


def taken(viewer, route: str, key, **posted) -> tuple:
    response = signed_in(viewer).post(reverse(route, args=[key]), posted)
    body = b"".join(response.streaming_content).decode()
    return response, list(csv.reader(io.StringIO(body.removeprefix("\ufeff"))))


def test_a_file_holds_every_event_says_whose_copy_it_is_and_where_it_ends(
    booking, officer, privacy, monkeypatch
):
    monkeypatch.setattr(history, "FILE_PAGE", 4)
    for _ in range(10):
        selectors.open_record(officer, booking.pk)

    response, rows = taken(privacy, "bookings:shown_file", booking.pk)

    act = ActEvent.objects.get(act=Act.VIEW_SHOWINGS)
    assert act.detail["as"] == "file"
    mark, columns, *events, end = rows
    assert mark[0] == f"Shown to {name_of(privacy)}"
    assert str(act.request_id) in mark[2]
    assert columns[0] == "When"
    assert sum(name_of(officer) in row for row in events) == 10
    assert end == [f"End of the file: {len(events)} rows"]
    assert act.detail["rows"] == len(events)
    assert booking.person.surname not in response["Content-Disposition"]


def test_a_file_is_recorded_before_its_first_byte(booking, officer, privacy):
    selectors.open_record(officer, booking.pk)

    response = signed_in(privacy).post(
        reverse("bookings:account_shown_file", args=[officer.account_id])
    )

    assert ActEvent.objects.filter(act=Act.VIEW_SHOWINGS).count() == 1
    assert not ViewEvent.objects.filter(kind=ViewKind.EXPORTED).exists()
    lines = iter(response.streaming_content)
    body = next(lines) + next(lines)
    assert booking.person.surname not in body.decode()
    body += next(lines)
    assert booking.person.surname in body.decode()
    assert ViewEvent.objects.get(kind=ViewKind.EXPORTED).booking_id == booking.pk


def test_a_file_ends_when_whoever_takes_it_is_suspended(
    booking, officer, privacy, monkeypatch
):
    monkeypatch.setattr(history, "FILE_PAGE", 1)
    for _ in range(3):
        selectors.open_record(officer, booking.pk)
    response = signed_in(privacy).post(
        reverse("bookings:account_shown_file", args=[officer.account_id])
    )
    lines = iter(response.streaming_content)
    read = [next(lines) for _ in range(3)]
    Account.objects.filter(pk=privacy.account_id).update(
        suspended_at=now(), suspended_reason="x"
    )

    with pytest.raises(PermissionError):
        read.extend(lines)
    assert b"End of the file" not in b"".join(read)


def test_a_hidden_booking_is_not_in_the_file_of_who_may_not_know_of_it(jail, privacy):
    records = factories.viewer(
        Role.RECORDS_OFFICER, sees=[jail], purpose=Purpose.RECORDS_DUTY
    )
    sealed = factories.booking(facility=jail, is_sealed=True)
    selectors.open_record(records, sealed.pk)

    _, rows = taken(privacy, "bookings:account_shown_file", records.account_id)

    assert rows[2][0] == "A booking you may not know of, or none"
    assert str(sealed.pk) not in str(rows)
    assert sealed.person.surname not in str(rows)


def test_a_file_is_posted_and_no_address_holds_what_is_in_it(booking, privacy):
    address = reverse("bookings:shown_file", args=[booking.pk])

    assert signed_in(privacy).get(address).status_code == 405
    assert Client().post(address).status_code == 302


# --- The plans ---------------------------------------------------------------------------

_MANY = """
INSERT INTO audit_viewevent (kind, request_id, account_id, person_id, booking_id)
  SELECT CASE WHEN n % 2 = 0 THEN 'listed' ELSE 'refused' END, gen_random_uuid(), n % 300,
    CASE WHEN n % 2 = 0 THEN gen_random_uuid() END, gen_random_uuid()
  FROM generate_series(1, 20000) n"""


@pytest.mark.django_db(transaction=True)
def test_events_are_found_by_an_index_and_refusals_by_one_of_their_own():
    factories.laws()
    jail = factories.facility()
    booking = factories.booking(facility=jail)
    officer = factories.viewer(Role.OFFICER, sees=[jail])
    for _ in range(20):
        selectors.open_record(officer, booking.pk)
    with connection.cursor() as cursor:
        cursor.execute(_MANY)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ANALYZE audit_viewevent")
    wanted = Wanted(booking_id=booking.pk, person_id=booking.person_id)
    asked = {
        "this booking": lambda: history.showings(wanted),
        "this booking, counted": lambda: history.counts(wanted),
        "this account": lambda: history.showings(Wanted(account_id=officer.account_id)),
        "this account's days": lambda: history.days(
            Wanted(account_id=officer.account_id)
        ),
    }

    faults = {page: list(_faults(_plan(ask))) for page, ask in asked.items()}
    indexes = {n.get("Index Name", "") for n in _nodes(_plan(asked["this booking"]))}

    assert {page: found for page, found in faults.items() if found} == {}
    assert any("booking_id_occurred_at_idx" in name for name in indexes), indexes
