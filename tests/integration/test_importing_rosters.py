"""Rosters of other systems become bookings, changes and releases, once."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

from access.acts import Act
from audit.models import ActEvent
from bookings.models import (
    Booking,
    Charge,
    CustodyHold,
    Person,
    PhysicalDescription,
    RosterLine,
)
from bookings.roster.mapping import BadMapping, parse
from bookings.roster.source import BadRoster
from bookings.services import roster_import
from tests import factories
from tests.integration.rosters import (
    HEAD,
    MAPPING,
    booking_of,
    brought_in,
    facility,
    stay_of,
)

pytestmark = pytest.mark.django_db

ONE = '2026-05-01,1,"Heron, Ann Lee",2026-04-30 14:00,04/28/1986,A1,WHITE,Theft 3;Trespass\n'
TWO = '2026-05-01,2,"Osprey, Jo",2026-04-29 09:30,,B2,BLACK,Assault 4\n'


@pytest.fixture(autouse=True)
def jail(db):
    factories.laws()
    return facility()


def counted(model) -> int:
    return model.objects.count()


def everything() -> list:
    """Every row of the record and of its history, but for the numbers of history."""
    told = []
    for model in (Booking, Person, Charge, PhysicalDescription):
        told.append(sorted(str(row) for row in model.objects.values_list()))
        told.append(model.history.model.objects.count())
    return told


def test_a_row_becomes_a_person_a_booking_and_its_charges(tmp_path):
    result = brought_in(tmp_path, HEAD + ONE + TWO)

    booking = booking_of("Heron")
    person = booking.person
    assert (person.given_name, person.middle_name) == ("Ann", "Lee")
    assert person.birth_date.isoformat() == "1986-04-28"
    assert (
        timezone.localtime(booking.booked_at).isoformat() == "2026-04-30T14:00:00-07:00"
    )
    assert booking.housing == "A1"
    assert booking.discharged_at is None
    charges = booking.charges.order_by("position").values_list("offense", flat=True)
    assert list(charges) == ["Theft 3", "Trespass"]
    assert person.descriptions.get().race == "W"
    assert result.done["new bookings"] == 2
    assert counted(RosterLine) == 0


def test_the_same_roster_again_changes_nothing(tmp_path):
    text = HEAD + ONE + TWO + ONE.replace("2026-05-01", "2026-05-02")
    brought_in(tmp_path, text)
    before = everything()

    result = brought_in(tmp_path, text)

    assert everything() == before
    assert not any(n for what, n in result.done.items() if what != "repeated rows")


def test_overlapping_lists_change_nothing_twice_in_any_order(tmp_path):
    third = ONE.replace("2026-05-01", "2026-05-03").replace("A1", "A9")
    second = ONE.replace("2026-05-01", "2026-05-02")
    brought_in(tmp_path, HEAD + ONE + TWO + second)
    brought_in(tmp_path, HEAD + second + third)
    before = everything()

    brought_in(tmp_path, HEAD + ONE + TWO + second)
    brought_in(tmp_path, HEAD + third)

    assert everything() == before
    assert booking_of("Heron").housing == "A9"


def test_whoever_is_missing_from_a_later_list_has_left_between_the_two(tmp_path):
    brought_in(tmp_path, HEAD + ONE + TWO + ONE.replace("2026-05-01", "2026-05-04"))

    gone = booking_of("Osprey")
    assert gone.discharge_reason == "not_on_later_roster"
    assert gone.discharge_manner == "Released"
    assert timezone.localtime(gone.discharged_at).date().isoformat() == "2026-05-04"
    stay = stay_of(gone)
    assert timezone.localtime(stay.gone_after).date().isoformat() == "2026-05-01"
    assert timezone.localtime(stay.gone_by).date().isoformat() == "2026-05-04"
    assert booking_of("Heron").discharged_at is None


def test_a_list_that_comes_late_makes_the_time_of_leaving_nearer(tmp_path):
    brought_in(tmp_path, HEAD + ONE + TWO + ONE.replace("2026-05-01", "2026-05-09"))
    brought_in(tmp_path, HEAD + ONE.replace("2026-05-01", "2026-05-03"))
    assert _left("Osprey") == "2026-05-03"

    brought_in(
        tmp_path,
        HEAD
        + ONE.replace("2026-05-01", "2026-05-02")
        + TWO.replace("2026-05-01", "2026-05-02"),
    )

    assert _left("Osprey") == "2026-05-03"
    stay = stay_of(booking_of("Osprey"))
    assert timezone.localtime(stay.gone_after).date().isoformat() == "2026-05-02"


def _left(surname: str) -> str:
    return timezone.localtime(booking_of(surname).discharged_at).date().isoformat()


def test_whoever_stands_on_a_list_again_had_not_left(tmp_path):
    text = HEAD + ONE + TWO + ONE.replace("2026-05-01", "2026-05-02")
    brought_in(tmp_path, text + TWO.replace("2026-05-01", "2026-05-03"))

    assert booking_of("Osprey").discharged_at is None
    assert _left("Heron") == "2026-05-03"
    marks = Booking.history.filter(id=booking_of("Osprey").pk).count()
    assert marks == 3


def test_whoever_is_admitted_again_has_a_second_booking_of_the_same_person(tmp_path):
    again = TWO.replace("2026-05-01", "2026-05-09").replace("2026-04-29", "2026-05-08")
    brought_in(tmp_path, HEAD + ONE + TWO + again)

    stays = Booking.objects.filter(person__surname="Osprey").order_by("booked_at")
    assert [stay.discharged_at is None for stay in stays] == [False, True]
    assert counted(Person) == 2


def test_whoever_comes_to_another_facility_is_transferred(tmp_path):
    facility("EAST")
    mapping = MAPPING.replace('const = "WEST"', 'column = "JAIL"')
    head = HEAD.replace("LIST,", "LIST,JAIL,")
    one = ONE.replace("2026-05-01,", "2026-05-01,WEST,")
    brought_in(
        tmp_path, head + one + one.replace("05-01,WEST", "05-02,EAST"), mapping=mapping
    )

    first, second = Booking.objects.order_by("booked_at")
    assert (first.facility.code, first.discharge_reason) == (
        "WEST",
        "transfer_other_jail",
    )
    assert (second.facility.code, second.discharged_at) == ("EAST", None)
    assert first.person_id == second.person_id


def test_a_change_lands_in_history_with_the_source(tmp_path):
    changed = ONE.replace("2026-05-01", "2026-05-02").replace("A1", "C7")
    brought_in(tmp_path, HEAD + ONE + changed)

    past = Booking.history.filter(id=booking_of("Heron").pk).order_by("history_id")
    assert [row.housing for row in past] == ["A1", "C7"]
    assert past.last().history_change_reason.startswith(
        "booking.import: roster of elsewhere, list of 2026-05-02"
    )


def test_what_the_roster_does_not_say_stays_as_it_was_written(tmp_path):
    brought_in(tmp_path, HEAD + ONE)
    Booking.objects.update(court="King County District Court", housing="Infirmary")

    brought_in(tmp_path, HEAD + ONE.replace("2026-05-01", "2026-05-02"))

    booking = booking_of("Heron")
    assert (booking.court, booking.housing) == (
        "King County District Court",
        "Infirmary",
    )


BAD = {
    "a code that its table does not have": "2026-05-01,3,X,2026-04-01,,,PURPLE,Theft\n",
    "booked after the day of the list": "2026-05-01,3,X,2026-05-02,,,WHITE,Theft\n",
    "no time of booking": "2026-05-01,3,X,N/A,,,WHITE,Theft\n",
    "not a date and time that is known here; give its formats": (
        "2026-05-01,3,X,31/31/2026,,,WHITE,Theft\n"
    ),
    "born after the booking": "2026-05-01,3,X,2026-04-01,2026-04-09,,WHITE,Theft\n",
    "no key of the person: ID": "2026-05-01,,X,2026-04-01,,,WHITE,Theft\n",
    "no day of the list": ",3,X,2026-04-01,,,WHITE,Theft\n",
    "a short row: 5 cells where 8 are named": "2026-05-01,3,X,2026-04-01,\n",
    "a long row: 9 cells where 8 are named": (
        "2026-05-01,3,X,2026-04-01,,,WHITE,Theft,more\n"
    ),
    "the same booking again, with other facts": ONE.replace("A1", "Z9"),
}


@pytest.mark.parametrize(("reason", "row"), BAD.items(), ids=BAD)
def test_a_bad_row_is_set_aside_with_its_line_and_the_rest_goes_in(
    tmp_path, reason, row
):
    result = brought_in(tmp_path, HEAD + ONE + row + TWO)

    assert [(line, why) for line, _, why, _ in result.bad] == [(3, reason)]
    assert counted(Booking) == 2


def test_bytes_of_another_encoding_are_set_aside_and_a_bom_is_not(tmp_path):
    torn = ONE.replace("Ann Lee", "Jos\xe9").replace(",1,", ",3,").encode("latin-1")
    text = b"\xef\xbb\xbf" + HEAD.encode() + torn + TWO.encode()
    result = brought_in(tmp_path, text)

    assert [bad[2] for bad in result.bad] == [
        "bytes that are no letters of the file's encoding"
    ]
    assert counted(Booking) == 1

    latin = MAPPING.replace("[facility]", '[file]\nencoding = "latin-1"\n[facility]')
    brought_in(tmp_path, text[3:], mapping=latin)
    assert booking_of("Heron").person.given_name == "José"


def test_a_cell_of_several_lines_counts_its_lines(tmp_path):
    row = TWO.replace("Assault 4", '"Assault\n4"')
    result = brought_in(tmp_path, HEAD + row + "2026-05-01,9\n")

    assert booking_of("Osprey").charges.get().offense == "Assault 4"
    assert result.bad[0][0] == 4


def test_whose_row_cannot_be_read_has_not_left(tmp_path):
    unreadable = TWO.replace("2026-05-01", "2026-05-02").replace("BLACK", "PURPLE")
    brought_in(tmp_path, HEAD + ONE + TWO + unreadable)

    assert booking_of("Osprey").discharged_at is None
    assert booking_of("Heron").discharged_at is not None


def test_a_list_that_would_empty_the_jail_is_refused_whole(tmp_path):
    many = "".join(
        TWO.replace(",2,", f",{number},").replace("Osprey", f"P{number}")
        for number in range(150)
    )
    brought_in(tmp_path, HEAD + many)

    with pytest.raises(BadRoster, match="most_leaving = 1"):
        brought_in(tmp_path, HEAD + ONE.replace("2026-05-01", "2026-05-02"))

    assert Booking.objects.filter(discharged_at__isnull=False).count() == 0


def test_an_immigration_hold_becomes_nothing_and_is_counted(tmp_path):
    words = "Theft 3;ICE HOLD;I-247A;IMMIGRATION DETAINER;8 USC 1226;Police obstruct"
    result = brought_in(tmp_path, HEAD + ONE.replace("Theft 3;Trespass", words))

    assert list(
        Charge.objects.order_by("position").values_list("offense", flat=True)
    ) == [
        "Theft 3",
        "Police obstruct",
    ]
    assert result.counts.immigration_papers == 4
    assert result.counts.holds == 0


def test_a_hold_entered_as_a_charge_becomes_a_hold(tmp_path):
    result = brought_in(
        tmp_path, HEAD + ONE.replace("Trespass", "DOC HOLD;USM HOLD;HOLD - DHS")
    )

    assert Charge.objects.get().offense == "Theft 3"
    assert result.counts.holds == result.done["holds"] == 2
    holds = CustodyHold.objects.order_by("kind").values_list("kind", "effect", "issuer")
    assert list(holds) == [
        ("corrections", "binds", "DOC HOLD"),
        ("marshals", "binds", "USM HOLD"),
    ]


def test_columns_that_the_law_forbids_are_dropped_unread_and_counted(tmp_path):
    head = HEAD.replace("LIST,", "LIST,Citizenship,Place of Birth,A-Number,")
    row = ONE.replace("2026-05-01,", "2026-05-01,Qzland,Qztown,A012345678,")
    result = brought_in(tmp_path, head + row)

    assert result.dropped.columns == {
        "Citizenship": 1,
        "Place of Birth": 1,
        "A-Number": 1,
    }
    assert "Qz" not in str(everything())


@pytest.mark.parametrize(
    "column",
    ["Citizenship", "birth_country", "PLACE OF BIRTH", "Nationality", "Alien No."],
)
def test_a_mapping_that_asks_for_them_is_refused_with_the_laws_reason(column):
    asks = MAPPING.replace('housing = "CELL"', f'housing = "{column}"')
    with pytest.raises(BadMapping, match=r"must not be kept here: .*(RCW|KCC)"):
        parse(asks)


@pytest.mark.parametrize(
    "cell", ["A012345678", "LPR", "undocumented", "born in Qzland"]
)
def test_a_value_that_tells_it_is_dropped_whatever_its_column_is_called(tmp_path, cell):
    result = brought_in(tmp_path, HEAD + ONE.replace("A1", cell))

    assert booking_of("Heron").housing == ""
    assert result.counts.dropped_values.total() == 1


def test_juveniles_are_known_by_birth_date_and_by_age(tmp_path):
    young = TWO.replace("09:30,,", "09:30,01/01/2010,")
    brought_in(tmp_path, HEAD + ONE + young)

    assert booking_of("Osprey").is_juvenile
    assert not booking_of("Heron").is_juvenile

    by_age = MAPPING.replace('birth_date = "BORN"', 'age = "BORN"').replace(
        "elsewhere", "other"
    )
    brought_in(
        tmp_path,
        HEAD + TWO.replace("Osprey", "Wren").replace("30,,", "30,17,"),
        mapping=by_age,
    )
    assert booking_of("Wren").is_juvenile


def test_a_roster_without_names_is_taken_in_by_its_keys(tmp_path):
    nameless = MAPPING.replace('name = "NAME"\n', "")
    brought_in(tmp_path, HEAD + ONE, mapping=nameless)

    surname = Person.objects.get().surname
    assert surname.startswith("Unnamed ")
    assert surname != "1"


def test_a_rehearsal_changes_nothing(tmp_path):
    before = ActEvent.objects.count()
    result = brought_in(tmp_path, HEAD + ONE, is_rehearsal=True)

    assert result.done["new bookings"] == 1
    assert (counted(Booking), counted(Person)) == (0, 0)
    assert ActEvent.objects.count() == before


def test_it_leaves_a_trace_of_the_system(tmp_path):
    brought_in(tmp_path, HEAD + ONE)

    event = ActEvent.objects.get(act=Act.IMPORT_BOOKINGS)
    assert (event.mission, event.target_id) == ("system:import_bookings", "elsewhere")
    assert (event.detail["rows"], event.detail["new bookings"]) == (1, 1)
    assert "Heron" not in str(vars(event))


def test_an_import_that_breaks_leaves_nothing(tmp_path, monkeypatch):
    from bookings.services import roster_statements

    monkeypatch.setattr(roster_statements, "SEEN", "SELECT 1 / 0")
    with pytest.raises(Exception, match="division"):
        brought_in(tmp_path, HEAD + ONE)

    assert (counted(Booking), counted(Person), counted(RosterLine)) == (0, 0, 0)


# --- At size


def _plans_of(monkeypatch, many: int) -> dict[str, list]:
    """Every step of an import from now on, with its plan."""
    plans: dict[str, list] = {}
    done = roster_import._Import._do

    def planned(self, counted, statement, at=None):
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", self._params(at))
            plans.setdefault(statement, []).append(cursor.fetchone()[0][0]["Plan"])
        return done(self, counted, statement, at)

    monkeypatch.setattr(roster_import, "_MANY", many)
    monkeypatch.setattr(roster_import._Import, "_do", planned)
    return plans


def _nodes(plan: dict):
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)


def _goes_row_by_row(node: dict) -> bool:
    """A loop over rows, but for one over the parts of the row itself."""
    below = node.get("Plans", ())
    if node["Node Type"] == "Nested Loop":
        return not any("Function Scan" in inner["Node Type"] for inner in below)
    return any(inner.get("Parent Relationship") == "SubPlan" for inner in below)


def test_no_step_of_a_large_list_goes_row_by_row(tmp_path, monkeypatch):
    """So that three times the rows take three times as long, whatever was expected."""
    plans = _plans_of(monkeypatch, 1)
    brought_in(tmp_path, HEAD + ONE + TWO + ONE.replace("2026-05-01", "2026-05-02"))

    assert len(plans) > 10
    for statement, told in plans.items():
        nodes = [node for plan in told for node in _nodes(plan)]
        assert not any(map(_goes_row_by_row, nodes)), statement


def test_what_a_row_tells_does_not_outlive_it_in_what_the_planner_knows(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(roster_import, "_MANY", 1)
    brought_in(tmp_path, HEAD + ONE + TWO)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_stats WHERE tablename = 'bookings_rosterline'"
        )
        known = {name for (name,) in cursor.fetchall()}
    assert "stay_key" in known
    assert not known & {"content", "digest"}


def test_a_long_list_tells_how_far_it_is(tmp_path, monkeypatch):
    monkeypatch.setattr(roster_import, "_STEP", 1)
    said: list[str] = []
    brought_in(tmp_path, HEAD + ONE + TWO, say=said.append)

    assert "1 rows read" in said
    assert "  2026-05-01: 2 new bookings" in said
    assert said[-1] == "1 of 1 lists taken in"


JSON_MAPPING = """
source = "json-jail"
[file]
format = "json"
records = "jail.inmates"
[facility]
const = "WEST"
[keys]
person = ["id"]
booking = ["booking.number"]
[fields]
surname = "name.last"
given_name = "name.first"
booking_number = "booking.number"
booked_at = "booking.at"
bail_amount = "booking.bail"
discharged_at = "released"
[fields.discharge_reason]
column = "how"
codes = { BOND = "bail_bond" }
[[charges]]
each = "charges"
offense = "title"
statute = "code"
[[holds]]
each = "holds"
text = "agency"
"""


def test_nested_json_with_charges_of_its_own(tmp_path):
    inmate = {
        "id": 7,
        "name": {"last": "Heron", "first": "Ann"},
        "booking": {
            "number": "B-1",
            "at": "2026-04-30T08:00:00-04:00",
            "bail": "$1,500",
        },
        "charges": [{"title": "Theft", "code": "9A.56.050"}, {"title": "ICE HOLD"}],
        "holds": [{"agency": "US Marshal"}],
        "country_of_birth": "Qzland",
    }
    other = {**inmate, "id": 8, "booking": {"number": "B-2", "at": "2026-04-01"}}
    other |= {
        "released": "2026-04-02T10:00:00Z",
        "how": "BOND",
        "name": {"last": "Osprey"},
    }
    text = json.dumps({"jail": {"inmates": [inmate, other, "junk"]}})
    result = brought_in(tmp_path, text, mapping=JSON_MAPPING, as_of="2026-05-01")

    booking = booking_of("Heron")
    assert booking.booking_number == "B-1"
    assert booking.booked_at.isoformat() == "2026-04-30T12:00:00+00:00"
    assert str(booking.bail_amount) == "1500.00"
    assert booking.charges.get().statute == "9A.56.050"
    assert booking_of("Osprey").discharge_manner == "Bail"
    assert result.bad == [(3, "", "no object with fields", "")]
    assert result.dropped.columns == {"country_of_birth": 2}


def test_json_lines(tmp_path):
    mapping = JSON_MAPPING.replace('"json"', '"lines"').replace(
        'records = "jail.inmates"', ""
    )
    one = {
        "id": 1,
        "name": {"last": "Heron"},
        "booking": {"number": "1", "at": "20260430"},
    }
    text = json.dumps(one) + "\n{broken\n"
    result = brought_in(tmp_path, text, mapping=mapping, as_of="2026-05-01")

    assert booking_of("Heron").booking_number == "1"
    assert result.bad[0][0] == 2


def test_a_booking_number_of_another_booking_is_set_aside(tmp_path, jail):
    factories.booking(facility=jail, booking_number="B-1")
    one = {
        "id": 1,
        "name": {"last": "Heron"},
        "booking": {"number": "B-1", "at": "20260430"},
    }
    text = json.dumps({"jail": {"inmates": [one]}})
    result = brought_in(tmp_path, text, mapping=JSON_MAPPING, as_of="2026-05-01")

    assert result.bad == [
        (1, "booking_number", "a booking number of another booking", "")
    ]


REFUSED = {
    "gives 'Q'": MAPPING.replace('"W"', '"Q"'),
    "has no field": MAPPING.replace("housing", "cell"),
    "must name the columns": MAPPING.replace('person = ["ID"]', "person = []"),
    "no TOML": "source = ",
    "source must name": MAPPING.replace("elsewhere", "Some Where"),
    "time zone": MAPPING.replace("[facility]", '[file]\ntimezone = "Mars"\n[facility]'),
    "where booked_at stands": MAPPING.replace('booked_at = "BOOKED"\n', ""),
    "say where its offense": MAPPING.replace("offense = {", "statute = {"),
    "nobody reads": MAPPING.replace("[facility]", "[facilities]\nx = 1\n[facility]"),
}


@pytest.mark.parametrize(("words", "text"), REFUSED.items(), ids=REFUSED)
def test_a_mapping_that_cannot_be_used_says_why(words, text):
    with pytest.raises(BadMapping, match=words):
        parse(text)


def test_a_missing_column_and_a_missing_day_are_said(tmp_path):
    with pytest.raises(BadRoster, match=r"has no column CELL\. It has: LIST"):
        brought_in(tmp_path, HEAD.replace("CELL,", "") + ONE)
    with pytest.raises(BadRoster, match="give --as-of"):
        brought_in(tmp_path, "[]", mapping=JSON_MAPPING)


def test_the_command_tells_and_sets_aside(tmp_path, capsys):
    path, mapping = tmp_path / "r.csv", tmp_path / "r.toml"
    path.write_text(HEAD + ONE + BAD["no time of booking"])
    mapping.write_text(MAPPING)
    call_command("import_bookings", str(path), "--mapping", str(mapping))
    said = capsys.readouterr().out

    assert "1 new bookings" in said
    assert "1 rows set aside: booked_at: no time of booking" in said
    kept = Path(f"{path}.quarantine.csv").read_text().splitlines()
    assert kept == ["line,field,reason,code", "3,booked_at,no time of booking,"]
    call_command("import_bookings", "--list")
    assert "elsewhere: 2 rows, 1 lists, 1 set aside" in capsys.readouterr().out
    with pytest.raises(CommandError, match="cannot be read"):
        call_command(
            "import_bookings", str(tmp_path / "no.csv"), "--mapping", str(mapping)
        )
