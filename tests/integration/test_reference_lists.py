"""Lists that the federal government keeps, loaded by command: marks, and the countries
whose consulate is told whatever somebody wishes.
"""

import io
import os
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command

from audit.clock import now
from bookings.enums import CONSULATES
from bookings.models import MandatoryCountry, MarkCode
from bookings.selectors import federal_offices, mark_codes
from bookings.selectors.consular import treaty_on

PACIFIC = ZoneInfo("America/Los_Angeles")
MARKS = "TAT NECK\tNeck, tattoo\nDISC LF ARM\tLeft Forearm, discolored\n"


def loaded(kind, file, **options) -> str:
    out = io.StringIO()
    call_command("load_reference", kind, file, stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_marks_are_loaded_over_the_short_table_and_found_by_words(tmp_path):
    (tmp_path / "smt.tsv").write_text(MARKS)
    short = MarkCode.objects.count()

    assert loaded("smt", tmp_path / "smt.tsv") == "2 read, 2 new.\n"
    assert loaded("smt", tmp_path / "smt.tsv") == "2 read, 0 new.\n"

    assert MarkCode.objects.count() == short + 1
    assert MarkCode.objects.get(code="TAT NECK").meaning == "Neck, tattoo"
    assert mark_codes("birthmark left forearm")[0][0] == "DISC LF ARM"


SHARED = Path(os.environ.get("JAILRECORDS_DATA", "/work/shared/data"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    not (SHARED / "smt_codes.tsv").exists(), reason="JAILRECORDS_DATA has no lists"
)
def test_the_whole_table_of_marks_and_the_list_of_the_state_department_are_taken():
    assert loaded("smt", SHARED / "smt_codes.tsv").startswith("850 read,")
    assert MarkCode.objects.count() == 850
    assert mark_codes("tattoo left forearm")[0][0] == "TAT LF ARM"

    assert loaded("ice_offices", SHARED / "ice_offices.csv").startswith("275 read,")
    assert loaded("consular", SHARED / "consular_mandatory.csv").startswith("57 read,")
    today = now()
    listed = {iso for iso in CONSULATES if treaty_on(iso, today)}
    assert len(listed) == 57


OFFICES = """office_name,agency,city
Seattle Field Office,ERO,Tukwila
"Principal Legal Advisor, Seattle",OPLA,Seattle
"""


@pytest.mark.django_db(transaction=True)
def test_offices_are_loaded_by_their_names(tmp_path):
    (tmp_path / "offices.csv").write_text(OFFICES)

    assert loaded("ice_offices", tmp_path / "offices.csv") == "2 read, 2 new.\n"
    assert loaded("ice_offices", tmp_path / "offices.csv") == "2 read, 0 new.\n"
    assert federal_offices() == [
        "Principal Legal Advisor, Seattle",
        "Seattle Field Office",
    ]


COUNTRIES = """iso2,iso3,name,note
PL,POL,Poland,As the treaty has it.
MX,MEX,Mexico,
"""


@pytest.fixture
def countries(tmp_path):
    file = tmp_path / "list.csv"
    file.write_text(COUNTRIES)
    return file


@pytest.mark.django_db(transaction=True)
def test_a_list_of_countries_holds_from_its_day_on_and_the_one_before_until_then(
    countries, clock
):
    clock(datetime(2026, 11, 20, 12, tzinfo=PACIFIC))
    source = "Department of State, list of November 2026"
    since = date(2026, 11, 10)

    loaded("consular", countries, since=since, source=source)

    def treaty(iso, day):
        return treaty_on(iso, datetime(2026, 11, day, 23, 59, tzinfo=PACIFIC))

    assert treaty("MX", 9) is None
    assert treaty("MX", 10).source == source
    assert treaty("UA", 9).name == "Ukraine"
    assert treaty("UA", 10) is None
    assert (
        treaty("PL", 9).footnote != treaty("PL", 10).footnote == "As the treaty has it."
    )


@pytest.mark.django_db(transaction=True)
def test_a_list_of_countries_loaded_again_or_mended_the_same_day_leaves_one_row_of_each(
    countries, clock
):
    clock(datetime(2026, 11, 20, 12, tzinfo=PACIFIC))
    loaded("consular", countries)
    before = list(MandatoryCountry.objects.order_by("pk").values())
    assert loaded("consular", countries) == "2 read, 0 new.\n"
    assert list(MandatoryCountry.objects.order_by("pk").values()) == before

    countries.write_text(COUNTRIES.replace("MX,MEX,Mexico,", "UA,UKR,Ukraine,"))
    loaded("consular", countries)

    today = now()
    assert {iso for iso in CONSULATES if treaty_on(iso, today)} == {"PL", "UA"}
    assert MandatoryCountry.objects.filter(ends_on=None).count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("kind", "text", "options", "wrong"),
    [
        ("smt", MARKS + "TAT NECK AND BACK\tx\n", {}, "line 3: no code of at most 11"),
        ("smt", MARKS + "TAT NECK\n", {}, "line 3: no meaning"),
        ("smt", MARKS, {"source": "FBI"}, "say nothing about smt"),
        ("ice_offices", OFFICES + ",ERO,Seattle\n", {}, "line 4: no name"),
        ("consular", COUNTRIES + "QQ,QQQ,Nowhere,\n", {}, "line 4: nobody can choose"),
        ("consular", COUNTRIES + "CA,CAN,,\n", {}, "line 4: no name"),
        ("consular", COUNTRIES, {"since": date(2026, 11, 21)}, "on its first day"),
        ("consular", COUNTRIES, {"since": date(2018, 8, 31)}, "an older one"),
    ],
)
def test_a_faulty_list_changes_nothing(kind, text, options, wrong, tmp_path, clock):
    clock(datetime(2026, 11, 20, 12, tzinfo=PACIFIC))
    (tmp_path / "file").write_text(text)

    with pytest.raises(CommandError, match=wrong):
        call_command("load_reference", kind, tmp_path / "file", **options)

    assert not MandatoryCountry.objects.exclude(ends_on=None).exists()
    assert not MandatoryCountry.objects.filter(iso="MX").exists()
    assert not MarkCode.objects.filter(code="DISC LF ARM").exists()
