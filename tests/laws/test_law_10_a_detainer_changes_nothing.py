"""Law 10. An immigration detainer changes nothing about custody, discharge or lists."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from access.enums import FieldClass, Purpose, Role
from audit.clock import now
from bookings import pages, selectors, services
from bookings.enums import DetainerForm, DischargeReason
from bookings.models import Detainer
from tests import factories
from tests.architecture.sources import name_of, python_files
from tests.clients import signed_in, words

pytestmark = pytest.mark.django_db

# The rules, acts and forms of the desk; and the modules that are about papers alone.
RULES_ACTS_AND_FORMS = ("bookings/rules/", "bookings/services/", "bookings/forms/")
ABOUT_PAPERS = {
    "bookings/rules/papers.py": "what is due about a paper, by its form, and of no stay",
    "bookings/services/papers.py": "writes papers down, and nothing of a booking",
    "bookings/services/retention.py": "a scan whose period is over, and no stay by it",
    "bookings/forms/papers.py": "the records unit's own, and the desk's hand-in",
}

DESK = (Role.BOOKING_CLERK, Role.CUSTODY_OFFICER, Role.SHIFT_SUPERVISOR, Role.NURSE)


@pytest.fixture
def jail(db, clock):
    """A jail at an instant that stands still: pages name the time."""
    clock(now())
    factories.laws()
    return factories.facility()


@pytest.fixture
def twins(jail):
    """Two bookings alike in everything; the second has papers of every form."""
    at = now() - timedelta(days=2)
    plain, wanted = (
        factories.booking(
            facility=jail,
            person=factories.person(surname="Twin", given_name="Robin"),
            booked_at=at,
        )
        for _ in range(2)
    )
    for form in DetainerForm:
        Detainer.objects.create(
            booking=wanted,
            form=form,
            office="Elsewhere",
            received_at=at,
            received_by="fax",
        )
    return plain, wanted


def test_a_person_with_papers_leaves_as_anybody_does(jail, twins):
    clerk = factories.viewer(Role.BOOKING_CLERK, sees=[jail])
    at = now()

    left = [
        services.discharge_person(twin.pk, DischargeReason.BAIL_CASH, at, by=clerk)
        for twin in twins
    ]

    assert (
        len({(b.discharged_at, b.discharge_reason, b.discharge_manner) for b in left})
        == 1
    )


@pytest.mark.parametrize("role", DESK)
def test_the_desk_reads_the_same_record_with_and_without_papers(jail, twins, role):
    browser = signed_in(factories.viewer(role, sees=[jail]))

    plain, wanted = (
        _alike(browser.get(reverse("bookings:record", args=[twin.pk])), twin)
        for twin in twins
    )

    assert plain == wanted
    assert "Elsewhere" not in wanted


@pytest.mark.parametrize("route", ["release", "intake_again"])
def test_no_page_of_the_desk_differs(jail, twins, route):
    browser = signed_in(factories.viewer(Role.BOOKING_CLERK, sees=[jail]))

    plain, wanted = (
        _alike(browser.get(reverse(f"bookings:{route}", args=[twin.pk])), twin)
        for twin in twins
    )

    assert plain == wanted


def _alike(response, booking) -> str:
    body = words(response).replace(str(booking.pk), "KEY")
    return body.replace(booking.booking_number, "NUMBER")


@pytest.mark.parametrize(
    "rows",
    [
        selectors.in_custody,
        lambda viewer: selectors.found(viewer, selectors.Terms(surname="Twin")),
        selectors.register,
    ],
    ids=["custody list", "search", "register"],
)
def test_no_list_tells_them_apart(jail, twins, rows):
    clerk = factories.viewer(Role.BOOKING_CLERK, sees=[jail])

    plain, wanted = sorted(rows(clerk), key=lambda row: row.booking_id == twins[1].pk)

    own = {"booking.booking_number"}
    for page in (pages.CUSTODY_LIST, pages.SEARCH_RESULTS, pages.REGISTER):
        for column in page.columns:
            if column.path in plain and column.path not in own:
                assert plain[column.path] == wanted[column.path], column.path


def test_the_records_unit_alone_reads_the_papers(jail, twins):
    officer = factories.viewer(
        Role.RECORDS_OFFICER, sees=[jail], purpose=Purpose.RECORDS_DUTY
    )

    shown = selectors.open_record(officer, twins[1].pk)

    assert FieldClass.PAPERS in shown.classes


def test_no_rule_act_or_form_of_the_desk_knows_of_papers():
    """What is no parameter cannot change an answer."""
    read = [
        path
        for path in python_files()
        if name_of(path).startswith(RULES_ACTS_AND_FORMS)
        and name_of(path) not in ABOUT_PAPERS
    ]
    assert len(read) > 10
    for path in read:
        assert "detainer" not in _code(path).lower(), name_of(path)


def _code(path: Path) -> str:
    """A module's source without comments and docstrings."""
    source = re.sub(r'"""(.|\n)*?"""', "", path.read_text())
    return re.sub(r"#.*", "", source)
