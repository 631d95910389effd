"""The daily ceiling of outside accounts: so many different people a day past the
register, counted in the statement that shows them.
"""

import threading
import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, connections
from django.urls import reverse

from access import gate
from access.enums import Basis, FieldClass, Mission, Role
from access.models import Agreement
from access.rules import USUAL_DAILY_CEILING
from audit.clock import now
from audit.enums import ViewKind
from audit.models import ViewEvent
from bookings import selectors
from bookings.selectors import Terms
from bookings.selectors.records import ONE
from tests import factories
from tests.clients import answer, signed_in, words

pytestmark = pytest.mark.django_db

PAST_THE_REGISTER = FieldClass.CUSTODY | FieldClass.IDENTITY


def under(jail, ceiling: int, role: Role = Role.OFFICER, **fields):
    """A capacity whose unit's agreement lets each account be shown so many people."""
    member = factories.membership(role, of=fields.pop("of", None))
    paper = factories.agreement(member.unit.agency, daily_ceiling=ceiling, **fields)
    factories.permit(member.unit, jail, agreement=paper)
    return member


def people(jail, number: int) -> list:
    return [factories.booking(facility=jail) for _ in range(number)]


def opens(viewer, booking) -> bool:
    """Whether this viewer is shown anything past the register."""
    shown = selectors.open_record(viewer, booking.pk)
    return shown is not None and bool(shown.classes & ~FieldClass.REGISTER)


# --- What it closes, and what stays open ---------------------------------------------


def test_so_many_people_and_then_no_more_today(jail):
    officer = factories.viewer_of(under(jail, 3))
    bookings = people(jail, 5)

    assert [opens(officer, b) for b in bookings] == [True, True, True, False, False]


def test_who_was_shown_today_costs_nothing_again(jail):
    officer = factories.viewer_of(under(jail, 2))
    first, second, third = people(jail, 3)
    again = factories.booking(facility=jail, person=first.person)

    assert opens(officer, first)
    assert opens(officer, second)
    assert not opens(officer, third)
    for booking in (first, second, again, first):
        assert opens(officer, booking)
    assert selectors.open_photo(officer, second.pk) is not None


def test_what_is_public_stays_open_and_costs_nothing(jail):
    officer = factories.viewer_of(under(jail, 1))
    first, second = people(jail, 2)
    for booking in (first, second):
        assert selectors.open_name(officer, booking.pk)
    selectors.register(officer)
    assert opens(officer, first)

    shown = selectors.open_record(officer, second.pk)

    assert shown.classes == FieldClass.REGISTER
    assert shown["person.surname"] == second.person.surname
    assert "booking.booking_number" not in shown
    assert len(selectors.register(officer)) == 2


def test_what_is_refused_for_it_is_recorded_as_refused_for_it(jail):
    officer = factories.viewer_of(under(jail, 1))
    first, second = people(jail, 2)
    assert opens(officer, first)
    assert not opens(officer, second)

    of_second = ViewEvent.objects.filter(booking_id=second.pk).order_by("kind")

    assert [(e.kind, e.classes, e.basis, e.detail) for e in of_second] == [
        (ViewKind.OPENED, int(FieldClass.REGISTER), "register", {}),
        (ViewKind.REFUSED, 0, "", {"reason": "ceiling", "ceiling": 1}),
    ]
    assert ViewEvent.objects.get(booking_id=first.pk).detail == {"counted": True}


def test_a_judges_grant_opens_its_booking_whatever_was_shown_before(jail):
    member = under(jail, 1)
    first, second = people(jail, 2)
    factories.grant(member, second, PAST_THE_REGISTER, basis=Basis.JUDICIAL_WARRANT)
    officer = factories.viewer_of(member)
    assert opens(officer, first)

    shown = selectors.open_record(officer, second.pk)

    assert shown.classes & PAST_THE_REGISTER == PAST_THE_REGISTER
    event = ViewEvent.objects.get(id=shown.event_id)
    assert set(event.basis.split()) == {"register", "judicial_warrant"}
    assert second.pk in {row.booking_id for row in selectors.in_custody(officer)}


def test_of_a_judges_grant_no_more_than_the_judge_has_opened(jail):
    """What standing access would have added stays closed; an approved request is no
    judge's word, and waits till tomorrow.
    """
    member = under(jail, 1)
    first, judged, asked = people(jail, 3)
    factories.grant(member, judged, FieldClass.IDENTITY, basis=Basis.JUDICIAL_WARRANT)
    factories.grant(member, asked, FieldClass.CONTACT)
    officer = factories.viewer_of(member)
    assert opens(officer, first)

    shown = selectors.open_record(officer, judged.pk)

    assert shown.classes == FieldClass.REGISTER | FieldClass.IDENTITY
    assert FieldClass.CUSTODY in shown.withheld
    assert not opens(officer, asked)


@pytest.mark.parametrize("role", [Role.BOOKING_CLERK, Role.NURSE, Role.CUSTODY_OFFICER])
def test_custody_and_health_staff_of_the_jail_have_none(jail, role):
    """Law 14: a safety alert waits for no count."""
    staff = factories.viewer_of(under(jail, 1, role))
    for booking in people(jail, 3):
        assert opens(staff, booking)
    assert len(selectors.in_custody(staff)) == 3
    assert not ViewEvent.objects.filter(detail__has_key="counted").exists()


@pytest.mark.parametrize("mission", [m for m in Mission if m not in {"jail", "health"}])
def test_every_unit_from_outside_has_one(jail, mission):
    unit = factories.unit(mission)
    viewer = factories.viewer(Role.OFFICER, of=unit, sees=[jail])

    assert gate._is_counted(viewer)


# --- Lists -----------------------------------------------------------------------------


def test_a_list_is_cut_to_what_is_left_and_says_so(jail):
    officer = factories.viewer_of(under(jail, 3))
    bookings = people(jail, 6)
    assert opens(officer, bookings[0])

    rows = selectors.in_custody(officer)

    shown = {row.booking_id for row in rows}
    assert len(rows) == 3
    assert bookings[0].pk in shown
    assert rows.ceiling == 3
    refusal = ViewEvent.objects.get(kind=ViewKind.REFUSED)
    assert (refusal.booking_id, refusal.detail) == (
        None,
        {"reason": "ceiling", "ceiling": 3, "bookings": 3},
    )
    assert {r.booking_id for r in selectors.in_custody(officer)} == shown


def test_a_list_with_nothing_left_says_so_too(jail):
    officer = factories.viewer_of(under(jail, 1))
    gone = factories.booking(
        facility=jail,
        discharged_at=now() - timedelta(hours=1),
        discharge_reason="time_served",
        discharge_manner="Sentence served",
    )
    assert opens(officer, gone)
    people(jail, 2)

    rows = selectors.in_custody(officer)

    assert (list(rows), rows.ceiling) == ([], 1)


def test_a_search_by_name_shows_the_rest_as_the_register_does(jail):
    officer = factories.viewer_of(under(jail, 1))
    for number in range(3):
        factories.booking(
            facility=jail, person=factories.person(surname=f"Zimt{number}")
        )

    rows = selectors.found(officer, Terms(surname="Zimt"))

    assert ["booking.booking_number" in row for row in rows] == [True, False, False]
    assert [row["person.surname"] for row in rows] == ["Zimt0", "Zimt1", "Zimt2"]
    assert rows.ceiling == 1


def test_under_the_ceiling_nothing_is_cut_and_nothing_said(jail):
    officer = factories.viewer_of(under(jail, 3))
    people(jail, 3)

    rows = selectors.in_custody(officer)

    assert (len(rows), rows.ceiling) == (3, 0)
    assert not ViewEvent.objects.filter(kind=ViewKind.REFUSED).exists()


def test_who_may_not_be_known_of_takes_nothing_from_it(jail):
    """Law 4: with and without a sealed person between the rows, the cut is the same."""
    officer = factories.viewer_of(under(jail, 2))
    bookings = people(jail, 2)
    sealed = factories.booking(facility=jail, is_sealed=True)
    assert selectors.open_record(officer, sealed.pk) is None

    rows = selectors.in_custody(officer)

    assert {row.booking_id for row in rows} == {b.pk for b in bookings}
    assert rows.ceiling == 0


# --- Which number, and which day ---------------------------------------------------------


def test_of_several_agreements_in_force_the_widest_counts(jail):
    member = under(jail, 2)
    factories.permit(
        member.unit,
        factories.facility(),
        agreement=factories.agreement(member.unit.agency, daily_ceiling=4),
    )
    officer = factories.viewer_of(member)

    assert [opens(officer, b) for b in people(jail, 6)] == [True] * 4 + [False] * 2


@pytest.mark.parametrize(
    ("ceilings", "expected"),
    [((), USUAL_DAILY_CEILING), ((2,), 2), ((3, 1000), 3), ((1000,), 200)],
)
def test_when_no_agreement_is_in_force_it_is_never_wider_than_before(
    jail, ceilings, expected
):
    """Law 5: a lapse widens nothing. What is left then comes by grants."""
    member = factories.membership(Role.OFFICER)
    for ceiling in ceilings:
        paper = factories.agreement(
            member.unit.agency,
            daily_ceiling=ceiling,
            ends_at=now() - timedelta(days=1),
        )
        factories.permit(member.unit, jail, agreement=paper)

    assert ceiling_of(factories.viewer_of(member)) == expected


def ceiling_of(viewer) -> int:
    sql = f"{gate.HEAD}{gate.ALLOWANCE} SELECT ceiling FROM allowance"
    params = {**gate.viewer_params(viewer), **gate.terms_params(viewer), "needs": 0}
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchone()[0]


def test_it_is_data_with_a_history_and_never_less_than_one_or_nothing(jail):
    from django.db import DatabaseError, transaction

    paper = factories.agreement(factories.agency())
    assert paper.daily_ceiling == USUAL_DAILY_CEILING
    paper.daily_ceiling = 20
    paper.save()

    assert [past.daily_ceiling for past in paper.history.order_by("history_id")] == [
        USUAL_DAILY_CEILING,
        20,
    ]
    for wrong in (0, -1, None):
        with pytest.raises(DatabaseError), transaction.atomic():
            Agreement.objects.filter(pk=paper.pk).update(daily_ceiling=wrong)


@pytest.mark.parametrize(
    "midnight",
    ["2026-07-15", "2026-03-09", "2026-11-02"],
    ids=["a summer's day", "after the clocks went forward", "after they went back"],
)
def test_it_opens_again_at_the_jails_midnight(clock, jail, midnight):
    at = datetime.fromisoformat(midnight).replace(
        tzinfo=ZoneInfo("America/Los_Angeles")
    )
    member = under(
        jail,
        1,
        starts_at=at - timedelta(days=900),
        ends_at=at + timedelta(days=900),
    )
    first, second = people(jail, 2)
    officer_at = lambda: factories.viewer_of(member)  # noqa: E731  one word for both days
    member.starts_at = at - timedelta(days=900)
    member.save()
    clock(at - timedelta(minutes=30))
    assert opens(officer_at(), first)
    clock(at - timedelta(microseconds=1))
    assert not opens(officer_at(), second)

    clock(at)

    assert opens(officer_at(), second)
    assert not opens(officer_at(), first)


def test_two_hats_of_one_account_are_counted_together(jail):
    one = under(jail, 2)
    other = factories.membership(Role.PROSECUTOR, account=one.account)
    factories.permit(
        other.unit,
        jail,
        agreement=factories.agreement(other.unit.agency, daily_ceiling=2),
    )
    bookings = people(jail, 3)
    assert opens(factories.viewer_of(one), bookings[0])
    assert opens(factories.viewer_of(other), bookings[1])

    assert not opens(factories.viewer_of(one), bookings[2])
    assert not opens(factories.viewer_of(other), bookings[2])


def test_another_account_of_the_same_unit_has_its_own(jail):
    member = under(jail, 1)
    colleague = factories.membership(Role.OFFICER, of=member.unit)
    first, second = people(jail, 2)

    assert opens(factories.viewer_of(member), first)
    assert opens(factories.viewer_of(colleague), second)


# --- What the pages say --------------------------------------------------------------------


def test_the_record_says_plainly_that_it_is_reached_and_nothing_of_the_person(jail):
    officer = factories.viewer_of(under(jail, 1))
    first, second = people(jail, 2)
    client = signed_in(officer)
    before = words(client.get(reverse("bookings:record", args=[first.pk])))

    page = words(client.get(reverse("bookings:record", args=[second.pk])))

    said = "Your account's ceiling for today is reached".replace("'", "&#x27;")
    assert "ceiling for today" not in before
    assert "ceiling for today is reached" in page, said
    assert "1 person a day" in page
    assert "opens again at midnight" in page
    assert second.booking_number not in page


def test_a_list_says_plainly_that_it_is_cut(jail):
    officer = factories.viewer_of(under(jail, 1))
    people(jail, 2)

    page = words(signed_in(officer).get(reverse("bookings:custody")))

    assert "ceiling for today is reached" in page


def test_what_cannot_be_known_answers_the_same_as_what_never_was(clock, jail):
    """Law 4, over the ceiling: a protected booking under an approved grant is closed
    till tomorrow, and the answer is that of no booking at all.
    """
    clock(now())
    member = under(jail, 1)
    juvenile = factories.booking(facility=jail, is_juvenile=True)
    hidden = factories.booking(facility=jail, is_sealed=True)
    first = factories.booking(facility=jail)
    officer = factories.viewer_of(member)
    assert opens(officer, first)

    answers = [
        answer(
            signed_in(officer).get(reverse("bookings:record", args=[key])),
            asked_for=key,
        )
        for key in (juvenile.pk, hidden.pk, uuid.uuid4())
    ]

    assert answers[0] == answers[1] == answers[2]
    assert answers[0][0] == 404
    assert "ceiling for today is reached" in answers[0][-1]


def test_the_privacy_officer_sees_that_it_was_reached(jail):
    officer = factories.viewer_of(under(jail, 1))
    for booking in people(jail, 3):
        selectors.open_record(officer, booking.pk)
    privacy = factories.viewer(Role.PRIVACY_OFFICER)

    page = signed_in(privacy).get(
        reverse("bookings:account_shown", args=[officer.account_id])
    )

    assert page.context["over"] == 2
    assert page.context["days"][0]["people"] == 1
    assert page.context["days"][0]["over"] == 2


# --- Two requests at once ----------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_do_not_pass_it_together():
    """The second waits, and counts what the first has shown: each opens one of two
    people while one is left.
    """
    factories.laws()
    jail = factories.facility()
    member = under(jail, 1)
    bookings = people(jail, 2)
    officer = factories.viewer_of(member)
    opened, started = [], threading.Barrier(2)

    def open_one(booking):
        # The event is written, and not committed while the other one asks.
        slow = "(SELECT * FROM bookings_booking, pg_sleep(0.3)) b"
        source = ONE.replace("bookings_booking b", slow)
        try:
            started.wait(5)
            shown = gate.open_one(officer, selectors_page(), booking.pk, source)
            opened.append(bool(shown.classes & ~FieldClass.REGISTER))
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=open_one, args=(b,)) for b in bookings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert sorted(opened) == [False, True]


def selectors_page():
    from bookings import pages

    return pages.RECORD


@pytest.mark.django_db(transaction=True)
def test_ten_lists_at_once_show_no_more_people_than_one():
    factories.laws()
    jail = factories.facility()
    member = under(jail, 7)
    people(jail, 30)
    officer = factories.viewer_of(member)
    threads = [threading.Thread(target=_list, args=(officer,)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    counted = ViewEvent.objects.filter(detail__counted=True)
    assert counted.values("person_id").distinct().count() == 7
    assert ViewEvent.objects.filter(kind=ViewKind.REFUSED).count() == 6


def _list(officer) -> None:
    try:
        selectors.in_custody(officer)
    finally:
        connections["default"].close()


# --- The count itself ----------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_today_is_counted_by_an_index_of_todays_partition():
    from tests.architecture.test_statements import _nodes

    factories.laws()
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO audit_viewevent (kind, request_id, account_id, person_id,
                 detail)
               SELECT 'listed', gen_random_uuid(), n % 500, gen_random_uuid(),
                 '{"counted": true}' FROM generate_series(1, 20000) n"""
        )
        cursor.execute(
            """SELECT prosrc FROM pg_proc WHERE proname = 'access_people_shown_today'"""
        )
        body = cursor.fetchone()[0]
        query = body[body.index("SELECT coalesce") : body.index("RETURN people")]
        query = query.replace("INTO people", "").strip().rstrip(";")
        for name, value in {
            "whose": "7",
            "midnight": "date_trunc('day', jail_now(), 'America/Los_Angeles')",
            "until": "jail_now()",
        }.items():
            cursor.execute(f"SELECT {value}")
            found = cursor.fetchone()[0]
            literal = str(found) if name == "whose" else f"'{found.isoformat()}'"
            query = query.replace(f" {name}", f" {literal}")
    from jailrecords.database import as_owner

    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ANALYZE audit_viewevent")
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {query}")
        plan = cursor.fetchone()[0]
    import json

    plan = (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]

    scans = [n for n in _nodes(plan) if "Scan" in n["Node Type"]]
    read = [n for n in scans if n.get("Actual Loops", 1)]
    assert not [n for n in scans if n["Node Type"] == "Seq Scan"]
    assert len({n.get("Relation Name") for n in read if n.get("Relation Name")}) == 1
