"""How many statements a page takes, and how PostgreSQL runs them at size.

The size is moderate; what is asserted is the shape: rows are found by an index,
never by reading what is then thrown away.
"""

import json
import os
import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from access.enums import FieldClass, Purpose, Role
from access.selectors import viewer_for
from bookings import selectors
from bookings.models import Booking
from bookings.selectors import Cursor, Terms
from jailrecords.database import as_owner
from tests import factories
from tests.clients import signed_in

# Session, account, statement. A list may ask for the facilities of its form beside.
STATEMENTS = {
    **dict.fromkeys(
        (
            "bookings:record",
            "bookings:print",
            "bookings:booking_sheet",
            "bookings:property_receipt",
            "bookings:release_sheet",
            "bookings:history",
            "bookings:custody_of",
        ),
        3,
    ),
    "bookings:photo": 3,
    "bookings:custody": 4,
}


def _statements(browser, address: str) -> list[str]:
    browser.get(address)  # warm: prepared statements, content types
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert browser.get(address).status_code in {200, 404}
    return [query["sql"] for query in captured]


@pytest.mark.django_db
@pytest.mark.parametrize(("route", "most"), STATEMENTS.items())
def test_a_page_takes_no_more_statements_than_it_needs(route, most):
    factories.laws()
    jail = factories.facility()
    browser = signed_in(factories.viewer(Role.CUSTODY_OFFICER, sees=[jail]))
    keys = [factories.booking(facility=jail).pk] if route != "bookings:custody" else []

    statements = _statements(browser, reverse(route, args=keys))

    assert len(statements) <= most, "\n".join(statements)


@pytest.mark.django_db
def test_search_results_take_session_account_terms_and_statement():
    factories.laws()
    jail = factories.facility()
    browser = signed_in(factories.viewer(Role.CUSTODY_OFFICER, sees=[jail]))
    found = browser.post(reverse("bookings:search"), {"surname": "Test"})

    statements = _statements(browser, found["Location"])

    assert len(statements) <= 4, "\n".join(statements)


@pytest.mark.django_db
def test_a_longer_list_takes_no_more_statements():
    """Nothing is loaded row by row, in a template or before."""
    factories.laws()
    jail = factories.facility()
    browser = signed_in(factories.viewer(Role.CUSTODY_OFFICER, sees=[jail]))
    address = reverse("bookings:custody")
    factories.booking(facility=jail)
    one = len(_statements(browser, address))
    for _ in range(20):
        factories.booking(facility=jail)

    assert len(_statements(browser, address)) == one


# --- The plans ---------------------------------------------------------------------------

# EXPLAIN_PEOPLE=1000000 asks the same of a million.
PEOPLE = int(os.environ.get("EXPLAIN_PEOPLE", "20000"))
# A page is joined with its own events, row by row: its square, at any size.
THROWN_AWAY = {
    "Rows Removed by Filter": 1000,
    "Rows Removed by Index Recheck": 1000,
    "Rows Removed by Join Filter": selectors.PAGE**2,
}
_PEOPLE = """
INSERT INTO bookings_person (id, surname, given_name, middle_name, suffix, sex, phone,
    state_id, fbi_number, driver_license, birth_date)
  SELECT gen_random_uuid(), chr(65 + n %% 26) || chr(97 + n / 26 %% 26) || 'name' || n,
    'Robin', '', '', 'U', '', '', '', '', date '1950-01-01' + n %% 20000
  FROM generate_series(1, %(people)s) n;
INSERT INTO bookings_booking (id, booking_number, person_id, facility_id, booked_at,
    arresting_agency, housing, safety_instructions, language_needed, court,
    discharged_at, discharge_reason, discharge_manner, is_juvenile, is_sealed, sealed_at)
  SELECT gen_random_uuid(), '225' || lpad(n::text, 9, '0'), id,
    CASE WHEN n %% 3 = 0 THEN %(here)s ELSE %(there)s END,
    jail_now() - make_interval(mins => n * 20), '', '', '', '', '',
    CASE WHEN n > 1500 THEN jail_now() - make_interval(mins => n * 20 - 10) END,
    CASE WHEN n > 1500 THEN 'time_served' ELSE '' END,
    CASE WHEN n > 1500 THEN 'Sentence served' ELSE '' END,
    n %% 50 = 0, n %% 40 = 0, CASE WHEN n %% 40 = 0 THEN jail_now() END
  FROM (SELECT id, row_number() OVER (ORDER BY id)::int AS n FROM bookings_person) p;
INSERT INTO bookings_charge (id, booking_id, position, statute, offense, offense_class,
    status, court_case_number)
  SELECT gen_random_uuid(), id, 1, '9A.56.050', 'Theft 3', '', 'investigation', ''
  FROM bookings_booking WHERE booking_number LIKE '225%%';
"""
# Other people's grants, among which one's own are found.
_GRANTS = """
INSERT INTO access_accessrow (principal, booking_id, grant_id, basis, classes,
    starts_at, ends_at, facility_id, booked_at)
  SELECT 1000000 + n % 500, id, gen_random_uuid(), 'approved_request', 2,
    booked_at, booked_at + interval '2 years', facility_id, booked_at
  FROM (SELECT *, row_number() OVER () AS n FROM bookings_booking) b;
ANALYZE
"""


def _people(here, there) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, {"people": PEOPLE, "here": here.pk, "there": there.pk})
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(_GRANTS)


def _plan(show) -> dict:
    """The plan of the statement that shows something, as it is after some use: a
    prepared statement may be planned without its values from the sixth time on.
    """
    for _ in range(7):
        show()
    with CaptureQueriesContext(connection) as captured:
        shown = show()
    assert shown, "shows nothing: the plan would prove nothing"
    statement = max((query["sql"] for query in captured), key=len)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}")
        answer = cursor.fetchone()[0]
    return (json.loads(answer) if isinstance(answer, str) else answer)[0]["Plan"]


def _nodes(plan: dict) -> Iterator[dict]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)


def _faults(plan: dict) -> Iterator[str]:
    for node in _nodes(plan):
        if node.get("Relation Name") == "audit_registeredshape":
            continue  # a row for each page of the product, whatever stands on record
        where = f"{node['Node Type']} on {node.get('Relation Name', '-')}"
        for key, most in THROWN_AWAY.items():
            if (removed := node.get(key, 0) * node.get("Actual Loops", 1)) > most:
                yield f"{where}: {removed} {key.lower()}"
        condition = " ".join(str(value) for value in node.values())
        if re.search(r"SubPlan \d+\)? OR |OR \(?(hashed )?SubPlan", condition):
            yield f"{where}: a SubPlan under OR is run for every row"
        if node["Node Type"] == "Seq Scan" and node.get("Relation Name") in {
            *("bookings_booking", "bookings_person", "bookings_charge"),
            "bookings_namekey",
            *("access_accessrow", "audit_viewevent"),
        }:
            yield f"{where}: read from end to end"


@pytest.mark.django_db(transaction=True)
def test_rows_are_found_by_an_index_and_none_is_read_to_be_thrown_away():
    factories.laws()
    here, there = factories.facility(), factories.facility()
    member = factories.membership(Role.OFFICER)
    factories.permit(member.unit, here)
    granted = factories.booking(facility=there)
    factories.grant(member, granted, FieldClass.CUSTODY | FieldClass.IDENTITY)
    desk = factories.membership(Role.CUSTODY_OFFICER)
    for place in (here, there):
        factories.permit(desk.unit, place)
    _people(here, there)
    officer, clerk = factories.viewer_of(member), factories.viewer_of(desk)
    public = viewer_for(None, None, None)[0].for_purpose(Purpose.PUBLIC_REGISTER)
    first = selectors.in_custody(clerk)
    older = Cursor(first[-1]["booking.booked_at"], first[-1].booking_id)
    surname, given = granted.person.surname, granted.person.given_name
    someone, mistyped = Terms(surname=surname), surname[0] + surname[2:]
    by_number = Terms(booking_number=granted.booking_number)
    named = Booking.objects.filter(
        pk__in=[row.booking_id for row in first], is_juvenile=False
    )[0].person.surname
    born = Booking.objects.get(pk=first[-1].booking_id).person.birth_date
    shows = {
        "record": lambda: selectors.open_record(clerk, granted.pk),
        "print": lambda: selectors.open_print(clerk, granted.pk),
        "history": lambda: selectors.open_history(clerk, granted.pk),
        "file of the record": lambda: selectors.export_record(clerk, granted.pk),
        "file of the custody list": lambda: next(selectors.export_custody(clerk)),
        "record by a grant": lambda: selectors.open_record(officer, granted.pk),
        "act": lambda: selectors.open_for_act(clerk, granted.pk),
        "custody": lambda: selectors.in_custody(clerk),
        "custody of one facility": lambda: selectors.in_custody(
            clerk, facility_id=there.pk
        ),
        "custody, older": lambda: selectors.in_custody(clerk, before=older),
        "custody and a grant": lambda: selectors.in_custody(officer),
        "search by two letters": lambda: selectors.found(clerk, Terms(surname="Ab")),
        "search by name": lambda: selectors.found(officer, someone),
        "search by both names": lambda: selectors.found(
            clerk, Terms(surname="Ab", given_name="Robin")
        ),
        "search by number": lambda: selectors.found(clerk, by_number),
        "search by a misspelling": lambda: selectors.found(clerk, Terms(mistyped)),
        "search by both, misspelt": lambda: selectors.found(
            officer, Terms(mistyped, given)
        ),
        "search by exchanged names": lambda: selectors.found(
            clerk, Terms(given, mistyped)
        ),
        "search by a name everybody has": lambda: selectors.found(
            clerk, Terms(given_name="Robin")
        ),
        "search by that name, misspelt": lambda: selectors.found(
            clerk, Terms(given_name="Robn")
        ),
        "search by name and birth date": lambda: selectors.found(
            clerk, Terms("Otherwise", "Robin", birth_date=born)
        ),
        "suggestions": lambda: selectors.suggested(clerk, Terms(surname=surname[:3])),
        "search by birth date": lambda: selectors.found(clerk, Terms(birth_date=born)),
        "register": lambda: selectors.register(public),
        "register by name": lambda: selectors.register(public, surname=named[:3]),
    }
    faults = {page: list(_faults(_plan(show))) for page, show in shows.items()}

    assert {page: found for page, found in faults.items() if found} == {}
