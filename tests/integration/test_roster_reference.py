"""The manual page of rosters is exact: its examples are imported, and its words are the
product's.
"""

import os
import re
from pathlib import Path

import pytest

from bookings.models import Booking, Charge, Person
from bookings.roster.mapping import (
    BOOKING_FIELDS,
    CHARGE_FIELDS,
    FIELDS,
    HOLD_FIELDS,
    parse,
)
from tests import factories
from tests.architecture.sources import ROOT
from tests.integration.rosters import brought_in, facility

pytestmark = pytest.mark.django_db

ROSTER = (
    Path(os.environ.get("JAILRECORDS_DATA", ROOT.parent / "shared" / "data"))
    / "ct_doc_pretrial_2018.csv"
)
PAGE = (ROOT / "docs" / "reference" / "rosters.md").read_text()
EXAMPLES = dict(
    re.findall(
        r"### (CSV|JSON|NIEM)\b.*?\n(.*?)(?=\n### |\nA real one)", PAGE, re.DOTALL
    )
)


def _example(name: str) -> tuple[str, str]:
    mapping = re.search(r"```toml\n(.*?)```", EXAMPLES[name], re.DOTALL)[1]
    roster = re.search(r"```(?:csv|json)\n(.*?)```", EXAMPLES[name], re.DOTALL)[1]
    return mapping, roster


@pytest.fixture(autouse=True)
def jail(db):
    factories.laws()
    return facility()


def test_the_example_of_lists_does_what_it_says(tmp_path):
    mapping, roster = _example("CSV")
    result = brought_in(tmp_path, roster, mapping=mapping)

    assert result.bad == []
    first, second = Booking.objects.order_by("-booked_at")
    assert (str(first.bail_amount), first.discharged_at) == ("2500.00", None)
    assert (second.is_juvenile, second.discharge_reason) == (
        True,
        "not_on_later_roster",
    )
    assert second.person.suffix == "JR"
    offenses = Charge.objects.order_by("offense").values_list("offense", flat=True)
    assert list(offenses) == ["ASSAULT 4", "THEFT 3"]
    assert result.dropped.columns == {"CITIZENSHIP": 3}
    assert result.counts.holds == 1


def test_the_example_of_json_does_what_it_says(tmp_path):
    mapping, roster = _example("JSON")
    result = brought_in(tmp_path, roster, mapping=mapping, as_of="2026-05-01")

    assert Booking.objects.get().booking_number == "B-1"
    assert Charge.objects.get().statute == "9A.56.050"
    assert result.counts.immigration_papers == 1


def test_the_example_of_niem_does_what_it_says(tmp_path):
    mapping, roster = _example("NIEM")
    result = brought_in(tmp_path, roster, mapping=mapping)

    assert result.bad == []
    assert Person.objects.get().state_id == "WA10000001"
    assert Booking.objects.get().booking_number == "226000065"
    assert Charge.objects.get().offense == "Theft 3"
    assert result.dropped.columns == {"nc:PersonCitizenshipText": 1}


def test_the_page_names_every_field_and_every_code():
    for name in {*FIELDS, *BOOKING_FIELDS, *CHARGE_FIELDS, *HOLD_FIELDS}:
        assert f"`{name}`" in PAGE, name


def test_the_page_has_every_reason_for_which_a_row_is_set_aside():
    sources = "".join(
        path.read_text()
        for path in [
            *(ROOT / "bookings" / "roster").glob("*.py"),
            ROOT / "bookings" / "services" / "roster_import.py",
        ]
    )
    reasons = re.findall(r'(?:BadRow|BadValue)\(\s*f?"([^"{:]+)', sources)
    page = " ".join(PAGE.split())
    assert len(reasons) > 20
    for reason in reasons:
        assert reason.strip() in page, reason


def test_every_mapping_of_the_page_can_be_used():
    for mapping in re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL):
        parse(mapping)


@pytest.mark.skipif(not ROSTER.exists(), reason=f"no {ROSTER}")
def test_a_real_roster_goes_in_and_once(tmp_path):
    """A part of it; the whole of 16,134 rows has no bad one either."""
    facility("CT-DOC")
    mapping = (ROOT / "docs/reference/rosters/ct-doc-pretrial.toml").read_text()
    text = b"".join(ROSTER.read_bytes().splitlines(keepends=True)[:2001])

    first = brought_in(tmp_path, text, mapping=mapping)
    again = brought_in(tmp_path, text, mapping=mapping)

    assert (first.rows, first.bad) == (2000, [])
    assert Booking.objects.count() == first.done["new bookings"] > 1500
    in_custody = Booking.objects.filter(discharged_at__isnull=True).count()
    assert in_custody == Person.objects.count()
    assert not any(again.done.values())
