"""What the forms say of slips that would otherwise be dropped, or fail later."""

from datetime import timedelta

import pytest
from django.utils import timezone

from access.enums import FieldClass
from audit.clock import now
from bookings.forms import BeginForm, section_named, this_minute
from tests import factories
from warrants.forms import AskForm

pytestmark = pytest.mark.django_db


def intake(**changes) -> BeginForm:
    return BeginForm(
        {
            "surname": "Testperson",
            "facility": factories.facility().pk,
            "booked_at": this_minute(now()),
        }
        | changes
    )


def charges(**changes):
    return section_named("charges").form(
        {
            "charges-0-statute": "9A.56.050",
            "charges-0-offense": "Theft 3",
            "charges-0-status": "investigation",
            "charges-1-status": "investigation",
            "charges-3-status": "investigation",
        }
        | changes
    )


def ask(**changes) -> AskForm:
    today = timezone.localtime(now())
    return AskForm(
        {
            "classes": [int(FieldClass.CONTACT)],
            "days": 14,
            "reason": "To serve the papers of the case.",
            "court": "Superior Court",
            "case_number": "26-1-00001-1",
            "signed_by": "Judge Testperson",
            "issued_on": f"{today:%m/%d/%Y}",
            "paper_ends_at": this_minute(today + timedelta(days=30)),
        }
        | changes
    )


def test_a_whole_intake_and_a_whole_request_are_taken():
    form = charges(
        **{"charges-1-statute": "9A.52.030", "charges-1-offense": "Burglary 2"}
    )

    assert intake().is_valid()
    assert form.is_valid(), list(form.faults())
    assert len(form.lines_to_save()) == 2
    assert ask().is_valid()


@pytest.mark.parametrize(
    "line",
    [
        {"charges-1-statute": "9A.52.030"},
        {"charges-3-offense_class": "gross_misdemeanor"},
    ],
)
def test_a_charge_without_its_offense_is_not_dropped(line):
    (name,) = line

    form = charges(**line)

    assert not form.is_valid()
    number = name.split("-")[1]
    assert f"id_charges-{number}-offense" in {at for at, _, _ in form.faults()}


def test_nobody_is_older_than_anybody_was():
    today = timezone.localtime(now()).date()
    # A day that stands in every year.
    oldest = today.replace(year=today.year - 120, day=min(today.day, 28))
    too_old = oldest - timedelta(days=4)

    assert set(intake(birth_date=too_old.isoformat()).errors) == {"birth_date"}
    assert intake(birth_date=(oldest + timedelta(days=4)).isoformat()).is_valid()


def test_a_paper_of_tomorrow_or_of_yesterday_is_no_paper(clock):
    at = timezone.localtime(now()) + timedelta(days=3000)
    clock(at)
    good = {
        "issued_on": f"{at:%m/%d/%Y}",
        "paper_ends_at": this_minute(at + timedelta(minutes=2)),
    }
    tomorrow = {"issued_on": f"{at + timedelta(days=1):%m/%d/%Y}"}
    ended = {"paper_ends_at": this_minute(at - timedelta(minutes=2))}

    assert ask(**good).is_valid()
    assert set(ask(**good | tomorrow).errors) == {"issued_on"}
    assert set(ask(**good | ended).errors) == {"paper_ends_at"}


def test_a_reason_has_its_length_and_says_so():
    assert "20 characters" in AskForm().fields["reason"].help_text
    assert set(ask(reason="x" * 19).errors) == {"reason"}
    assert ask(reason="x" * 4000).is_valid()
    assert set(ask(reason="x" * 4001).errors) == {"reason"}


@pytest.mark.parametrize("year", ["9999", "0001", "2260"])
@pytest.mark.parametrize("name", ["issued_on", "paper_ends_at"])
def test_a_year_that_no_clock_reckons_with_is_told_and_not_taken(name, year):
    """An end in the year 9999 has no next day: a page that adds one would fail."""
    clock = " 10:00" if name == "paper_ends_at" else ""

    form = ask(**{name: f"12/31/{year}{clock}"})

    assert any("Check the year" in error for error in form.errors[name])


def test_a_class_that_is_sent_twice_is_asked_for_once():
    form = ask(classes=[int(FieldClass.CONTACT)] * 2)

    assert form.is_valid()
    assert form.asked().classes == FieldClass.CONTACT
