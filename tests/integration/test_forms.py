"""What the forms say of slips that would otherwise be dropped, or fail later."""

from datetime import timedelta

import pytest
from django.utils import timezone

from access.enums import FieldClass
from audit.clock import now
from bookings.forms import IntakeForm, this_minute
from tests import factories
from warrants.forms import AskForm

pytestmark = pytest.mark.django_db


def intake(**changes) -> IntakeForm:
    return IntakeForm(
        {
            "surname": "Testperson",
            "facility": factories.facility().pk,
            "booked_at": this_minute(now()),
            "statute_1": "9A.56.050",
            "offense_1": "Theft 3",
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
    form = intake(statute_2="9A.52.030", offense_2="Burglary 2")

    assert form.is_valid(), form.errors
    assert len(form.intake().charges) == 2
    assert ask().is_valid()


@pytest.mark.parametrize(
    "line", [{"statute_2": "9A.52.030"}, {"offense_class_4": "gross_misdemeanor"}]
)
def test_a_charge_without_its_offense_is_not_dropped(line):
    (name,) = line

    assert set(intake(**line).errors) == {f"offense_{name[-1]}"}


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
