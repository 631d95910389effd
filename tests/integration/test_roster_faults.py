"""Rosters as others write them: what is wrong is set aside with its line and reason, the
rest goes in, and nothing is kept that the law forbids.
"""

import json

import pytest
from django.core.management import call_command
from django.db import connection

from bookings.models import Booking, Charge, CustodyHold
from bookings.roster.forbidden import kind_of_column
from bookings.roster.mapping import parse
from bookings.roster.values import BadValue, moment
from tests import factories
from tests.integration.rosters import (
    HEAD,
    MAPPING,
    booking_of,
    brought_in,
    facility,
)

pytestmark = pytest.mark.django_db

ONE = '2026-05-01,1,"Heron, José",2026-04-30 14:00,04/28/1986,A1,WHITE,Theft 3\n'
TWO = '2026-05-01,2,"Osprey, Jo",2026-04-29 09:30,,B2,BLACK,Assault 4\n'
TORN = "bytes that are no letters of the file's encoding"


@pytest.fixture(autouse=True)
def jail(db):
    factories.laws()
    return facility()


def in_file(**told: object) -> str:
    lines = "\n".join(f"{name} = {json.dumps(value)}" for name, value in told.items())
    return MAPPING.replace("[facility]", f"[file]\n{lines}\n[facility]", 1)


# --- Bytes

# fmt: off
BYTES = {
    "UTF-8":                          (None,        "utf-8",      []),
    "UTF-8 with a byte order mark":   (None,        "utf-8-sig",  []),
    "UTF-16 with a byte order mark":  (None,        "utf-16",     []),
    "UTF-16 said, without a mark":    ("utf-16-le", "utf-16-le",  []),
    "cp1252 said":                    ("cp1252",    "cp1252",     []),
    "cp1252 not said":                (None,        "cp1252",     [TORN]),
    "cp1252 said, but UTF-16 it is":  ("cp1252",    "utf-16",     []),
}
# fmt: on


@pytest.mark.parametrize(("said", "written", "reasons"), BYTES.values(), ids=BYTES)
def test_letters_of_every_encoding(tmp_path, said, written, reasons):
    mapping = in_file(encoding=said) if said else MAPPING
    result = brought_in(tmp_path, (HEAD + ONE + TWO).encode(written), mapping=mapping)

    assert [bad[2] for bad in result.bad] == reasons
    assert booking_of("Osprey")
    if not reasons:
        assert booking_of("Heron").person.given_name == "José"


def test_utf_16_without_a_mark_that_nobody_said_loses_no_letter_in_silence(tmp_path):
    result = brought_in(tmp_path, (HEAD + ONE + TWO).encode("utf-16-le"))

    assert [bad[2] for bad in result.bad] == [TORN]
    assert booking_of("Osprey").person.given_name == "Jo"


# --- Rows

MORE = {
    "nothing at all between rows": ("\n\r\n", []),
    "a NUL byte in a cell": (
        '2026-05-01,3,"Wr\0en, A",2026-04-01,,,WHITE,Theft\n',
        [],
    ),
    "a cell of several lines": (
        '2026-05-01,3,"Wren,\nA",2026-04-01,,,WHITE,"Theft\n\n3"\n',
        [],
    ),
    "cells too few": (
        "2026-05-01,3,X\n",
        ["a short row: 3 cells where 8 are named"],
    ),
    "cells too many": (
        "2026-05-01,3,X,2026-04-01,,,WHITE,Theft,,9,9\n",
        ["a long row: 11 cells where 8 are named"],
    ),
    "empty cells too many": ("2026-05-01,3,X,2026-04-01,,,WHITE,Theft,,,\n", []),
    "the total at the end": ("Total: 2\n", ["a short row: 1 cells where 8 are named"]),
    "the heading again": (HEAD, ["not a date and time that is known here"]),
    "a code unknown": (
        "2026-05-01,3,X,2026-04-01,,,MAUVE,Theft\n",
        ["a code that its table does not have"],
    ),
    "a day that is none": (
        "2026-05-01,3,X,2026-02-30,,,WHITE,Theft\n",
        ["not a date and time"],
    ),
    "the day before the month": (
        "2026-05-01,3,X,30/04/2026,,,WHITE,Theft\n",
        ["not a date and time that is known here"],
    ),
    "the same row twice": (TWO, []),
    "the same key, other facts": (
        TWO.replace("B2", "B9"),
        ["the same booking again, with other facts"],
    ),
    "a quote that never ends": (
        '2026-05-01,3,"X,2026-04-01,,,WHITE,Theft\n',
        ["a short row"],
    ),
}


@pytest.mark.parametrize(("row", "reasons"), MORE.values(), ids=MORE)
def test_whatever_stands_between_two_good_rows_both_go_in(tmp_path, row, reasons):
    first = HEAD + ONE
    rows = (TWO + row) if reasons == ["a short row"] else (row + TWO)
    result = brought_in(tmp_path, first + rows)

    assert len(result.bad) == len(reasons)
    for (line, _, why, _), reason in zip(result.bad, reasons, strict=True):
        assert why.startswith(reason)
        assert line >= 3
    assert booking_of("Heron").discharged_at is None
    assert booking_of("Osprey").discharged_at is None


def test_a_release_before_the_booking_is_set_aside(tmp_path):
    mapping = MAPPING.replace('housing = "CELL"', 'discharged_at = "CELL"')
    row = TWO.replace("B2", "2026-04-28 10:00")
    result = brought_in(tmp_path, HEAD + ONE.replace("A1", "") + row, mapping=mapping)

    assert [(bad[0], bad[2]) for bad in result.bad] == [
        (3, "released before the booking")
    ]
    assert booking_of("Heron")


# fmt: off
DAYS = {
    "2026-04-30T14:00:05.000":         "2026-04-30T21:00:05+00:00",
    "2026-04-30T14:00:05-04:00":       "2026-04-30T18:00:05+00:00",
    "2026-04-30 14:00":                "2026-04-30T21:00:00+00:00",
    "2026/04/30":                      "2026-04-30T07:00:00+00:00",
    "4/30/2026 2:00:05 PM":            "2026-04-30T21:00:05+00:00",
    "04/30/26 1400":                   "2026-04-30T21:00:00+00:00",
    "20260430":                        "2026-04-30T07:00:00+00:00",
    "30-Apr-2026":                     "2026-04-30T07:00:00+00:00",
    "30APR2026":                       "2026-04-30T07:00:00+00:00",
    "30 Apr 2026 14:00":               "2026-04-30T21:00:00+00:00",
    "Apr 30, 2026":                    "2026-04-30T07:00:00+00:00",
    "April 30, 2026 2:00 PM":          "2026-04-30T21:00:00+00:00",
    "Thursday, April 30, 2026":        "2026-04-30T07:00:00+00:00",
}
# fmt: on


@pytest.mark.parametrize(("text", "at"), DAYS.items(), ids=DAYS)
def test_days_as_they_are_written(text, at):
    assert moment(text, (), parse(MAPPING).zone).isoformat() == at


@pytest.mark.parametrize(
    "text", ["30.04.2026", "31/04/2026", "yesterday", "0", "45412"]
)
def test_what_may_be_another_day_is_not_guessed(text):
    with pytest.raises(BadValue, match="give its formats"):
        moment(text, (), parse(MAPPING).zone)


def test_days_of_many_forms_in_one_column(tmp_path):
    rows = "".join(
        f'2026-05-01,{number},"P{number}",{json.dumps(text)},,,WHITE,Theft\n'
        for number, text in enumerate(DAYS, start=10)
    )
    result = brought_in(tmp_path, HEAD + rows)

    assert result.bad == []
    assert Booking.objects.count() == len(DAYS)


# --- What others do that the first mapping did not foresee


def test_lines_before_the_heading_are_passed_over(tmp_path):
    title = "County Jail,,,\nPrinted 05/01/2026,,,\n"
    result = brought_in(tmp_path, title + HEAD + ONE + TWO, mapping=in_file(skip=2))

    assert result.bad == []
    assert Booking.objects.count() == 2


def test_names_without_a_comma_surname_first(tmp_path):
    mapping = MAPPING.replace(
        'name = "NAME"', 'name = { column = "NAME", style = "last first middle" }'
    )
    brought_in(
        tmp_path,
        HEAD + ONE.replace('"Heron, José"', "HERON ANN LEE JR"),
        mapping=mapping,
    )

    person = booking_of("HERON").person
    assert (person.given_name, person.middle_name, person.suffix) == (
        "ANN",
        "LEE",
        "JR",
    )


def test_charges_one_below_the_other_in_a_cell(tmp_path):
    mapping = MAPPING.replace('split = ";"', 'split = "\\n"').replace(
        '{ column = "OFFENSE" }', '{ column = "OFFENSE", slice = [0, 10] }'
    )
    cell = '"Theft 3    GM\nAssault 4  GM\n\nUSM HOLD"'
    brought_in(tmp_path, HEAD + ONE.replace("Theft 3", cell), mapping=mapping)

    offenses = Charge.objects.order_by("position").values_list("offense", flat=True)
    assert list(offenses) == ["Theft 3", "Assault 4"]
    assert CustodyHold.objects.get().kind == "marshals"


def test_numbers_and_states_that_do_not_fit_are_left_out_and_never_cut(tmp_path):
    mapping = MAPPING.replace(
        'housing = "CELL"', 'street = "OFFENSE"\nstate = "CELL"\nfbi_number = "BORN"'
    ).replace('birth_date = "BORN"\n', "")
    row = ONE.replace("A1", "Washington").replace("04/28/1986", "1234567890")
    result = brought_in(tmp_path, HEAD + row, mapping=mapping)

    person = booking_of("Heron").person
    assert (person.fbi_number, person.addresses.get().state) == ("", "")
    assert dict(result.counts.shortened) == {
        "fbi_number (too long, left out)": 1,
        "state (too long, left out)": 1,
    }


def test_a_value_that_cannot_be_read_may_be_left_out_but_no_time_of_booking(tmp_path):
    mapping = MAPPING.replace(
        'birth_date = "BORN"', 'birth_date = { column = "BORN", unknown = "empty" }'
    ).replace(
        'booked_at = "BOOKED"', 'booked_at = { column = "BOOKED", unknown = "empty" }'
    )
    rows = ONE.replace("04/28/1986", "abt 1986") + TWO.replace("2026-04-29 09:30", "?")
    result = brought_in(tmp_path, HEAD + rows, mapping=mapping)

    assert booking_of("Heron").person.birth_date is None
    assert [bad[:2] for bad in result.bad] == [(3, "booked_at")]
    assert result.counts.shortened["birth_date (cannot be read, left out)"] == 1


# --- Holds of later lists


def _with(charges: str, day: str, cell: str = "A1") -> str:
    return (
        ONE.replace("Theft 3", charges)
        .replace("2026-05-01", f"2026-05-{day}")
        .replace("A1", cell)
    )


def test_a_hold_that_a_later_list_has_no_longer_is_cleared_on_its_day(tmp_path):
    result = brought_in(
        tmp_path,
        HEAD
        + _with("Theft 3;DOC HOLD;USM HOLD", "01")
        + _with("Theft 3;USM HOLD", "02")
        + _with("Theft 3;USM HOLD", "03"),
    )

    gone = CustodyHold.objects.get(kind="corrections")
    assert gone.cleared_at.astimezone(parse(MAPPING).zone).date().isoformat() == (
        "2026-05-02"
    )
    assert gone.cleared_why == "not on a later list of the roster"
    assert CustodyHold.objects.get(kind="marshals").cleared_at is None
    assert result.done["holds cleared"] == 1
    assert gone.history.count() == 2


def test_a_hold_that_comes_back_stands_anew(tmp_path):
    brought_in(
        tmp_path,
        HEAD
        + _with("DOC HOLD", "01")
        + _with("Theft 3", "02")
        + _with("DOC HOLD", "03"),
    )

    holds = CustodyHold.objects.order_by("received_at")
    assert [hold.cleared_at is None for hold in holds] == [False, True]


def test_a_hold_cleared_by_hand_is_not_put_back_and_one_by_hand_not_cleared(tmp_path):
    brought_in(tmp_path, HEAD + _with("DOC HOLD", "01"))
    hold = CustodyHold.objects.get()
    hold.cleared_at, hold.cleared_why = hold.received_at, "served"
    hold.save()
    CustodyHold.objects.create(
        booking=hold.booking,
        kind="warrant",
        effect="binds",
        issuer="Kent Municipal Court",
        number="K1",
        received_at=hold.received_at,
        recorded_by="a clerk",
    )

    brought_in(tmp_path, HEAD + _with("DOC HOLD", "02", cell="C9"))

    standing = CustodyHold.objects.filter(cleared_at=None)
    assert [one.number for one in standing] == ["K1"]


# --- Names of columns that hide what they hold

HOSTILE = [
    *("CITIZENSHIP", "Citizen?", "US Citizen (Y/N)", "CITZ", "citz_cd", "CTZN"),
    *(
        "Naturalized",
        "Nationality",
        "NATIONALITY_CD",
        "Nat'l Origin",
        "National Origin",
    ),
    *("Foreign Born", "FOREIGN_NATIONAL_FLAG", "Country", "COUNTRY OF ORIGIN", "CTRY"),
    *("BIRTH CNTRY", "Birth Place", "BIRTHPL", "Place Of Birth", "PLACE_BORN", "POB"),
    *("POB_STATE", "DOB_POB", "Birth-City", "BIRTH STATE", "Born In", "Where born?"),
    *("Immigration Status", "IMM_STATUS", "IMMIG", "Alien", "Alien #", "ALIEN_NBR"),
    *(
        "A-Number",
        "A #",
        "A_NUM",
        "A.NO.",
        "AFILE",
        "USCIS#",
        "INS NO",
        "ICE",
        "ICE HOLD",
    ),
    *("ICE_DET", "DHS Status", "Undocumented", "UNDOC_FLAG", "Legal Status", "Visa"),
    *(
        "VISA TYPE",
        "Passport No",
        "Green Card",
        "LPR",
        "Asylum",
        "Refugee",
        "Deportable",
    ),
    *(
        "Ciudadanía",
        "Nacionalidad",
        "Lugar de nacimiento",
        "País de origen",
        "Consulate",
    ),
]
ORDINARY = [
    *("COUNTY", "City", "STATE", "DOB", "Birth Date", "BIRTHDATE", "Race", "ETHNICITY"),
    *(
        "OFFENSE",
        "Police Agency",
        "Notice",
        "Office",
        "Service Date",
        "PRICE",
        "Advice",
    ),
    *(
        "Inmate Number",
        "A",
        "AGE",
        "ACCOUNT NO",
        "Classification",
        "Status",
        "Original ID",
    ),
    *("Instance", "Insurance", "Inst No", "Pin", "Origin Facility", "National Guard"),
    *("Bond Type", "Residence", "Resident Address", "Domicile", "Immediate Release"),
    *(
        "Image",
        "Commit Date",
        "Salient Facts",
        "Designation",
        "FBI Number",
        "Rap Country",
    )[:-1],
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_column_that_would_keep_it_is_known_by_any_name(name):
    assert kind_of_column(name) is not None


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_column_is_read(name):
    assert kind_of_column(name) is None


def test_every_hostile_column_is_dropped_unread_and_counted(tmp_path):
    head = HEAD.rstrip("\n") + "," + ",".join(f'"{name}"' for name in HOSTILE) + "\n"
    row = ONE.rstrip("\n") + ",Qzsecret" * len(HOSTILE) + "\n"
    result = brought_in(tmp_path, head + row)

    assert result.dropped.columns == dict.fromkeys(HOSTILE, 1)
    assert "Qzsecret" not in _whole_database()


# --- A rehearsal


def _whole_database() -> str:
    """Every row of every table that the application can read."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT relname FROM pg_class WHERE relkind IN ('r', 'p')
            AND relnamespace = 'public'::regnamespace AND NOT relispartition
            AND has_table_privilege(oid, 'SELECT') ORDER BY relname"""
        )
        told = []
        for (table,) in cursor.fetchall():
            cursor.execute(
                f"SELECT coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '')"
                f' FROM public."{table}" t'
            )
            told.append(f"{table}: {cursor.fetchone()[0]}")
    return "\n".join(told)


def test_a_rehearsal_changes_no_row_of_any_table(tmp_path, capsys):
    path, mapping = tmp_path / "r.csv", tmp_path / "r.toml"
    path.write_text(HEAD + ONE + TWO + "2026-05-01,3\n")
    mapping.write_text(MAPPING.replace('"WEST"', '"NORTH"'))
    brought_in(tmp_path, HEAD + TWO.replace("05-01", "04-30"), name="before.csv")
    before = _whole_database()

    call_command(
        *("import_bookings", str(path), "--mapping", str(mapping)),
        *("--dry-run", "--create-facilities"),
    )

    assert "A rehearsal: nothing is changed" in capsys.readouterr().out
    assert _whole_database() == before
    assert "Osprey" in before


def test_lists_older_than_the_latest_are_said(tmp_path):
    brought_in(tmp_path, HEAD + ONE.replace("05-01", "05-09"))
    said: list[str] = []
    brought_in(tmp_path, HEAD + ONE, say=said.append)

    assert any(line.startswith("1 lists are older than the latest") for line in said)
