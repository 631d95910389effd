"""Access logs of old systems, in every shape they come in, read to the instant."""

import gzip
import re
import stat

import pytest
from django.conf import settings

from access.enums import Mission, Role
from access.models import MissionDetail
from audit.clock import now
from compliance.access_log import mapping as mappings
from compliance.access_log.source import BadLog
from compliance.access_log.tables import BadMapping
from tests import factories, logs
from tests.logs import HEADER, PLAIN, events, imported, instants, set_aside, utc

pytestmark = pytest.mark.django_db

FIRST, SECOND = utc(2018, 3, 4, 18, 5, 7), utc(2018, 7, 4, 21, 0, 0)  # PST, PDT


def shape(time: str, rows: list[str], *, file: str = "", end="\n") -> tuple:
    """A log of two sign-ins; ``time``: what the mapping says of the time."""
    mapping = f"""
title = "An old system"
[file]
{file}
[time]
zone = "America/Los_Angeles"
{time}
[user]
column = "who"
[action]
always = "signed_in"
"""
    return mapping, "".join(f"{row}{end}" for row in rows)


ONE = 'column = "when"'
TWO = 'date = "day"\ntime = "hour"'
TIMES = {
    "ISO": (ONE, "2018-03-04 10:05:07", "2018-07-04 14:00:00"),
    "ISO with T": (ONE, "2018-03-04T10:05:07", "2018-07-04T14:00"),
    "compact": (ONE, "20180304 100507", "20180704T140000"),
    "UTC": (ONE, "2018-03-04T18:05:07Z", "2018-07-04 21:00:00 UTC"),
    "its own offset": (ONE, "2018-03-04 19:05:07+01", "2018-07-04T14:00:00-0700"),
    "a zone's letters": (ONE, "2018-03-04 10:05:07 PST", "2018-07-04 17:00:00 EDT"),
    "American, 12 hours": (
        *(ONE + '\norder = "mdy"', "3/4/2018 10:05:07 AM", "07/04/2018 2:00 PM"),
    ),
    "American, two digits": (
        *(ONE + '\norder = "mdy"', "3/4/18 10:05:07", "07/04/18 14:00"),
    ),
    "German": (ONE + '\norder = "dmy"', "04.03.2018 10:05:07", "4.7.2018 14:00"),
    "British": (ONE + '\norder = "dmy"', "04/03/2018 10:05:07", "04/07/2018 14:00"),
    "names of months": (ONE, "Mar  4 2018 10:05:07AM", "4-Jul-2018 14:00"),
    "Oracle": (
        ONE + '\nformat = "%d-%b-%y %I.%M.%S.%f %p"',
        "04-MAR-18 10.05.07.000000 AM",
        "04-JUL-18 02.00.00.000000 PM",
    ),
    "a format with its offset": (
        ONE + '\nformat = "%d/%b/%Y:%H:%M:%S %z"',
        "04/Mar/2018:19:05:07 +0100",
        "04/Jul/2018:14:00:00 -0700",
    ),
    "seconds": (ONE + '\nunit = "seconds"', "1520186707", "1530738000.000"),
    "milliseconds": (ONE + '\nunit = "milliseconds"', "1520186707000", "1530738000000"),
    "microseconds": (
        *(ONE + '\nunit = "microseconds"', "1520186707000000", "1530738000000000"),
    ),
}


@pytest.mark.parametrize(("time", "first", "second"), TIMES.values(), ids=TIMES)
def test_a_time_is_read_to_the_instant(tmp_path, time, first, second):
    mapping, rows = shape(time, ["when,who", f"{first},ann", f" {second} ,bob"])

    result = imported(tmp_path, rows, mapping)

    assert instants(result) == [FIRST, SECOND]


def test_a_day_and_an_hour_in_two_columns_are_one_time(tmp_path):
    mapping, rows = shape(
        TWO + '\norder = "mdy"',
        ["hour,who,day", "10:05:07 AM,ann,03/04/2018", "2:00 PM,bob,07/04/2018"],
    )

    assert instants(imported(tmp_path, rows, mapping)) == [FIRST, SECOND]


ROWS = ["when,who", "2018-03-04 10:05:07,ann", "2018-07-04 14:00:00,Zoë"]
FILES = {
    "semicolons": ('delimiter = ";"', "\n".join(ROWS).replace(",", ";").encode()),
    "tabs": ('delimiter = "\\t"', "\n".join(ROWS).replace(",", "\t").encode()),
    "pipes": ('delimiter = "|"', "\n".join(ROWS).replace(",", "|").encode()),
    "a mark of UTF-8": ("", "\ufeff".encode() + "\n".join(ROWS).encode()),
    "UTF-16": ('encoding = "utf-16"', "\n".join(ROWS).encode("utf-16")),
    "cp1252": ('encoding = "cp1252"', "\n".join(ROWS).encode("cp1252")),
    "Windows ends": ("", "\r\n".join(ROWS).encode() + b"\r\n"),
    "old Macintosh ends": ("", "\r".join(ROWS).encode()),
    "blank lines": ("", "\n\n".join(ROWS).encode() + b"\n\n\n"),
    "every cell quoted": (
        "",
        "\n".join(f'"{row}"'.replace(",", '","') for row in ROWS).encode(),
    ),
    "lines above the header": (
        "skip_lines = 2",
        ("sep=,\nUser activity, all\n" + "\n".join(ROWS)).encode(),
    ),
    "no header": ('columns = ["when", "who"]', "\n".join(ROWS[1:]).encode()),
    "a header of its own, replaced": (
        'skip_lines = 1\ncolumns = ["when", "who", ""]',
        "\n".join(f"{row}," for row in ROWS).encode(),
    ),
    "packed": ("", gzip.compress("\n".join(ROWS).encode())),
    "packed in two parts": (
        "",
        gzip.compress(f"{ROWS[0]}\n".encode())
        + gzip.compress("\n".join(ROWS[1:]).encode()),
    ),
    "blanks after every cell": (
        "",
        "\n".join(row.replace(",", "   ,") + "   " for row in ROWS).encode(),
    ),
}


@pytest.mark.parametrize(("file", "content"), FILES.values(), ids=FILES)
def test_a_file_is_read_as_its_program_wrote_it(tmp_path, file, content):
    mapping, _ = shape(ONE, [], file=file)

    result = imported(tmp_path, content, mapping)

    assert instants(result) == [FIRST, SECOND]
    assert [name.text for name in result.log.names.all()] == ["Zoë", "ann"]
    assert (result.log.lines, result.quarantine) == (2, None)


BAD_ROWS = {
    "31 February": ("2018-02-31 10:00,ann,VIEW,1", "time not readable"),
    "no hour of any clock": ("2018-03-04 25:00,ann,VIEW,1", "time not readable"),
    "a hole in the clock": ("2018-03-11 02:30,ann,VIEW,1", "local time did not exist"),
    "the future": ("2199-01-01 10:00,ann,VIEW,1", "in the future"),
    "before there were logs": ("1899-12-30 00:00,ann,VIEW,1", "before 1970"),
    "two digits of a year": ("03/04/05 10:00,ann,VIEW,1", "time not readable"),
    "a month's name, two digits": ("04-Mar-05 10:00,ann,VIEW,1", "time not readable"),
    "a zone that reads both ways": (
        *("2018-03-04 10:00 UTC-8,ann,VIEW,1", "time not readable"),
    ),
    "now": ("now,ann,VIEW,1", "time not readable"),
    "today": ("today 10:00,ann,VIEW,1", "time not readable"),
    "infinity": ("infinity,ann,VIEW,1", "time not readable"),
    "a word of the database": ("2018-03-04 allballs ,ann,VIEW,1", "time not readable"),
    "no time": (" ,ann,VIEW,1", "no time"),
    "nobody": ("2018-03-04 10:00, ,VIEW,1", "no user"),
    "an unknown action": ("2018-03-04 10:00,ann,DELETE,1", "unknown action"),
    "a cell too few": ("2018-03-04 10:00,ann,VIEW", "3 columns instead of 4"),
    "a cell too many": ("2018-03-04 10:00,ann,VIEW,1,2", "5 columns instead of 4"),
    "a line of totals": ("Total: 2 rows", "1 column instead of 4"),
    "a header again": ("when,who,what,booking", "unknown action"),
    "a NUL": (
        "2018-03-04 10:00,a\0nn,VIEW,1",
        "not in the encoding that the mapping names, or a NUL in it",
    ),
    "a name without end": (
        f"2018-03-04 10:00,{'x' * 10_000},VIEW,1",
        "longer than any name or number",
    ),
    "a cell without end": (
        f"2018-03-04 10:00,ann,VIEW,{'1' * 130_000 + 'x' * 2_000}",
        "not readable as CSV: field larger than field limit (131072)",
    ),
    "a quote inside a cell": (
        '2018-03-04 10:00,"ann"x,VIEW,1',
        "not readable as CSV: ',' expected after '\"'",
    ),
}


@pytest.mark.parametrize(("row", "reason"), BAD_ROWS.values(), ids=BAD_ROWS)
def test_a_row_that_cannot_be_read_is_set_aside_whole(tmp_path, row, reason):
    good = "2018-03-04 10:05:07,ann,VIEW,1\n"

    result = imported(tmp_path, f"{HEADER}{good}{row}\n{good}")

    assert instants(result) == [FIRST, FIRST]
    assert set_aside(result) == [(3, reason, row.replace("\0", "�"))]
    assert result.reasons == {reason: 1}
    assert stat.S_IMODE(result.quarantine.stat().st_mode) == 0o600


def test_a_row_in_another_encoding_is_set_aside(tmp_path):
    rows = HEADER.encode() + b"2018-03-04 10:05:07,ann,VIEW,1\n2018-03-04,Zo\xeb,VIEW,1"

    result = imported(tmp_path, rows)

    assert [(line, row) for line, _, row in set_aside(result)] == [
        (3, "2018-03-04,Zo?,VIEW,1")
    ]


def test_an_unnamed_column_may_be_as_long_as_it_likes(tmp_path):
    mapping, rows = shape(
        ONE, ["when,who,note", f"2018-03-04 10:05:07,ann,{'x' * 10_000}"]
    )

    assert instants(imported(tmp_path, rows, mapping)) == [FIRST]


def test_a_quoted_cell_may_hold_lines_quotes_and_the_end_of_a_copy(tmp_path):
    mapping, rows = shape(
        ONE,
        [
            "when,who,note",
            '2018-03-04 10:05:07,"ann\n\\.\nx","one\r\ntwo ""three"""',
            '2018-07-04 14:00:00,"b\rob",x',
        ],
    )

    result = imported(tmp_path, rows, mapping)

    assert instants(result) == [FIRST, SECOND]
    assert [event.id for event in events(result)] == [2, 6]


def test_a_quote_left_open_swallows_no_row_in_silence(tmp_path):
    mapping, rows = shape(
        ONE,
        [
            "when,who,note",
            '2018-03-04 10:05:07,ann,"left open',
            "2018-03-05 10:05:07,bob,x",
            '2018-03-06 10:05:07,carl,"',
            "2018-07-04 14:00:00,dora,x",
        ],
    )

    result = imported(tmp_path, rows, mapping)

    assert instants(result) == [SECOND]
    (line, reason, row), *others = set_aside(result)
    assert (line, reason, others) == (
        *(2, "a quote that is not closed: it holds other rows", []),
    )
    assert row.count("\n") == 2
    assert "bob" in row


def test_a_quote_left_open_to_the_end_is_set_aside(tmp_path):
    mapping, rows = shape(
        ONE, ["when,who,note", "2018-03-04 10:05:07,ann,x", '2018-03-05,bob,"y']
    )

    result = imported(tmp_path, rows, mapping)

    assert instants(result) == [FIRST]
    assert set_aside(result)[0][:2] == (
        3,
        "not readable as CSV: unexpected end of data",
    )


def test_the_hour_that_came_twice_is_the_second_unless_the_text_says(tmp_path):
    mapping, rows = shape(
        ONE,
        [
            "when,who",
            "2018-11-04 01:30,ann",
            "2018-11-04 01:30 PDT,ann",
            "2018-11-04 01:30-07,ann",
        ],
    )

    assert instants(imported(tmp_path, rows, mapping)) == [
        utc(2018, 11, 4, 9, 30),
        utc(2018, 11, 4, 8, 30),
        utc(2018, 11, 4, 8, 30),
    ]


@pytest.mark.parametrize("text", ["02:30 PST", "02:30 pst", "02:30-08:00", "02:30 -8"])
def test_an_hour_with_its_own_zone_never_lies_in_a_hole(tmp_path, text):
    mapping, rows = shape(ONE, ["when,who", f"2018-03-11 {text},ann"])

    assert instants(imported(tmp_path, rows, mapping)) == [utc(2018, 3, 11, 10, 30)]


@pytest.mark.parametrize(("said", "meant"), [("mdy", "dmy"), ("dmy", "mdy")])
def test_days_and_months_are_never_swapped_in_silence(tmp_path, said, meant):
    """Of twelve days in a month nobody can tell; the others give it away."""
    days = [f"{day:02}/03/2018" for day in range(1, 29)]
    days = [f"03/{day:02}/2018" for day in range(1, 29)] if meant == "mdy" else days
    mapping, rows = shape(
        f'{ONE}\norder = "{said}"', ["when,who", *(f"{d} 10:00,ann" for d in days)]
    )

    with pytest.raises(BadMapping, match=rf"\[time\]: order '{said}' is not how"):
        imported(tmp_path, rows, mapping)


def test_one_odd_day_among_many_is_set_aside_and_not_swapped(tmp_path):
    mapping, rows = shape(
        ONE + '\norder = "mdy"',
        ["when,who", "03/14/2018 10:00,ann", "03/15/2018 10:00,ann", "14/03/2018,ann"],
    )

    result = imported(tmp_path, rows, mapping)

    assert result.reasons == {"time not readable": 1}


def test_cells_that_a_table_program_would_run_lie_still_in_the_quarantine(tmp_path):
    bad = "=cmd|' /C calc'!A0,ann,VIEW,1"

    result = imported(tmp_path, f"{HEADER}2018-03-04 10:05:07,@SUM(1),VIEW,1\n{bad}\n")

    assert set_aside(result) == [(3, "time not readable", f"'{bad}")]
    assert result.log.names.filter(kind="user", text="@SUM(1)").exists()


def test_a_row_of_an_identity_that_stood_already_is_set_aside(tmp_path):
    mapping, rows = shape(
        ONE,
        [
            "when,who,id",
            "2018-03-04 10:05:07,ann,7",
            "2018-03-05 10:05:07,ann,7",
            "2018-07-04 14:00,bob,",
            "2018-07-04 14:00,bob,",
        ],
    )

    result = imported(tmp_path, rows, mapping + '[row]\nid = "id"')

    assert instants(result) == [FIRST, SECOND, SECOND]
    assert result.reasons == {"same row as an earlier one": 1}


# --- Who, and which booking ---------------------------------------------------------


def test_users_bookings_and_kinds_are_those_of_the_rows(tmp_path):
    member = factories.membership(Role.OFFICER, account=factories.account(sign_in_name="Ann"),
        starts_at=utc(2018, 1, 1), of=factories.unit(Mission.CRIMINAL))  # fmt: skip
    booking = factories.booking(booking_number="217000001")

    result = imported(
        tmp_path,
        HEADER
        + "2018-03-04 10:05:07,ANN ,LOGIN,\n"
        + "2018-03-04 10:05:08,ann,view, 217000001 \n"
        + "2018-03-04 10:05:09,stranger,VIEW,999\n"
        + "2018-03-04 10:05:10,ann,LOGOUT,\n",
    )

    known = (member.account_id, member.pk, member.unit_id, member.unit.agency_id)
    user, number = (result.log.names.get(kind=kind) for kind in ("user", "booking"))
    assert [
        (e.kind, (e.account_id, e.membership_id, e.unit_id, e.agency_id), e.mission)
        for e in events(result)
    ] == [
        ("signed_in", known, "criminal"),
        ("opened", known, "criminal"),
        ("opened", (None,) * 4, ""),
    ]
    assert [(e.booking_id, e.person_id, e.facility_id) for e in events(result)] == [
        (None, None, None),
        (booking.pk, booking.person_id, booking.facility_id),
        (None, None, None),
    ]
    assert events(result)[2].detail == {"user": user.pk, "booking": number.pk}
    assert (user.text, number.text, number.rows) == ("stranger", "999", 1)
    assert result.log.left_out == {"LOGOUT": 1}


def test_a_booking_number_of_two_facilities_is_nobodys(tmp_path):
    for _ in range(2):
        factories.booking(booking_number="5", facility=factories.facility())

    result = imported(tmp_path, HEADER + "2018-03-04 10:05:07,ann,VIEW,5\n")

    assert events(result)[0].booking_id is None
    assert result.log.names.get(kind="booking").text == "5"


def test_an_address_of_two_accounts_is_nobodys(tmp_path):
    for _ in range(2):
        factories.membership(
            Role.OFFICER, account=factories.account(email="desk@example.org")
        )
    mapping = PLAIN.replace('column = "who"', 'column = "who"\nmatch = "email"')

    result = imported(
        tmp_path, HEADER + "2018-03-04,Desk@example.org,LOGIN,\n", mapping
    )

    assert events(result)[0].account_id is None


def test_a_name_that_the_mapping_gives_is_the_account(tmp_path):
    member = factories.membership(
        Role.OFFICER, account=factories.account(sign_in_name="adoe")
    )
    mapping = f'{PLAIN}[user.is]\n"Doe, A" = "adoe"'

    result = imported(tmp_path, HEADER + '2026-01-04,"DOE, a",LOGIN,\n', mapping)

    assert events(result)[0].account_id == member.account_id


UNITS = (
    PLAIN
    + '[unit]\ncolumn = "agency"\n[unit.is."ICE ERO"]\nmission = "civil_immigration"\n'
    + "in_immigration_department = true\n"
)


def test_a_stranger_is_of_the_unit_that_the_log_names(tmp_path):
    result = imported(
        tmp_path,
        "when,who,what,booking,agency\n2018-03-04,x,LOGIN,,ice ero \n"
        "2018-03-04,y,LOGIN,,Elsewhere PD\n",
        UNITS,
    )

    assert [(e.mission, e.in_immigration_department) for e in events(result)] == [
        ("civil_immigration", True),
        ("", False),
    ]
    assert [name.unit for name in result.log.names.all()] == ["ice ero", "Elsewhere PD"]


def test_a_unit_that_is_none_of_ours_is_one_line(tmp_path):
    mapping = PLAIN + '[unit.always]\nagency = "Nowhere"\nunit = "Desk"'

    with pytest.raises(BadMapping, match=r"\[unit\]: there is no unit 'Desk' of 'No"):
        imported(tmp_path, HEADER + "2018-03-04,x,LOGIN,\n", mapping)


def test_a_capacity_counts_by_its_own_dates_though_it_has_ended(tmp_path):
    """Whose account was closed since then was nobody else at the time."""
    account = factories.account(sign_in_name="ann", is_active=False)
    before, after = factories.unit(Mission.COURT), factories.unit(Mission.CRIMINAL)
    turn = utc(2018, 5, 1)
    factories.membership(Role.OFFICER, account=account, of=before, starts_at=utc(2018, 1, 1), ends_at=turn)  # fmt: skip
    factories.membership(Role.OFFICER, account=account, of=after, starts_at=turn, ends_at=utc(2019, 1, 1))  # fmt: skip

    result = imported(
        tmp_path,
        HEADER
        + "2017-12-31 15:59:59Z,ann,LOGIN,\n2018-04-30 23:59:59Z,ann,LOGIN,\n"
        + "2018-05-01 00:00:00Z,ann,LOGIN,\n2019-01-01 00:00:00Z,ann,LOGIN,\n",
    )

    assert [e.account_id for e in events(result)] == [account.pk] * 4
    assert [e.unit_id for e in events(result)] == [None, before.pk, after.pk, None]


def test_of_two_hats_the_one_that_the_law_is_narrowest_about_counts(tmp_path):
    account = factories.account(sign_in_name="ann")
    long_ago = utc(2018, 1, 1)
    factories.membership(Role.OFFICER, account=account, of=factories.unit(Mission.CRIMINAL), starts_at=long_ago)  # fmt: skip
    narrow = factories.unit(Mission.CIVIL_IMMIGRATION)
    factories.membership(Role.OFFICER, account=account, of=narrow, starts_at=long_ago)

    result = imported(tmp_path, HEADER + "2018-03-04,ann,LOGIN,\n")

    assert events(result)[0].unit_id == narrow.pk


def test_a_written_detail_makes_a_unit_mixed_while_it_lasts(tmp_path):
    account, unit = (
        factories.account(sign_in_name="ann"),
        factories.unit(Mission.CRIMINAL),
    )
    factories.membership(
        Role.OFFICER, account=account, of=unit, starts_at=utc(2018, 1, 1)
    )
    MissionDetail.objects.create(
        unit=unit,
        starts_at=utc(2018, 4, 1),
        ends_at=utc(2018, 5, 1),
        paper="Order 7",
    )

    result = imported(
        tmp_path,
        HEADER
        + "".join(
            f"{at},ann,LOGIN,\n"
            for at in (
                *("2018-03-31 23:59:59Z", "2018-04-01 00:00Z"),
                *("2018-04-30 23:59:59Z", "2018-05-01 00:00Z"),
            )
        ),
    )

    assert [e.mission for e in events(result)] == [
        *("criminal", "mixed", "mixed", "criminal"),
    ]


# --- Files that are no log ------------------------------------------------------------

NO_LOGS = {
    "an empty file": (b"", "has no column 'when'. Its columns are: none"),
    "another header": (b"a,b\n1,2\n", "has no column 'when'. Its columns are: a, b"),
    "a column twice": (b"when,when,who,what,booking\n", "the column 'when' twice"),
    "a header alone": (HEADER.encode(), "holds no row that shows anything"),
    "only sign-outs": (
        (HEADER + "2018-03-04,ann,LOGOUT,\n").encode(),
        "holds no row that shows anything",
    ),
    "no row of use": (
        (HEADER + "x,ann,VIEW,1\n" * 3).encode(),
        "Not one of 3 rows could be read; 3 of them: time not readable",
    ),
    "a workbook": (b"PK\x03\x04" + b"\0" * 50, "is an Excel workbook or a zip file"),
    "an encrypted workbook": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 50,
        "is an old or an encrypted Excel workbook",
    ),
    "a file cut short": (
        gzip.compress((HEADER + "2018-03-04,ann,VIEW,1\n" * 9).encode())[:-12],
        "cannot be unpacked",
    ),
    "a bomb": (gzip.compress(b"\0" * (3 << 20)), "a line longer than 1 MB"),
    "UTF-16 said to be UTF-8": (HEADER.encode("utf-16"), "has no column 'when'"),
}


@pytest.mark.parametrize(("content", "said"), NO_LOGS.values(), ids=NO_LOGS)
def test_a_file_that_is_no_log_is_one_line(tmp_path, content, said):
    with pytest.raises(BadLog, match=said.replace(".", r"\.")) as refused:
        imported(tmp_path, content)

    assert "\n" not in str(refused.value)
    assert str(refused.value).isprintable() or "\ufffd" in str(refused.value)
    assert not list(tmp_path.glob("*quarantine*"))


def test_a_log_cannot_be_its_own_quarantine(tmp_path):
    rows = HEADER + "2018-03-04,ann,VIEW,1\nx\n"

    with pytest.raises(BadLog, match="which new file bad rows go to"):
        imported(tmp_path, rows, keep_bad_in=tmp_path / "log.csv")

    assert (tmp_path / "log.csv").read_text() == rows


# --- Shapes found in the wild ---------------------------------------------------------


def wild(title, mapping, rows, expected):
    return pytest.param(mapping, rows, expected, id=title)


WILD = [
    wild(
        "a spreadsheet with its page breaks",
        """
title = "Jail management system, user activity"
[file]
delimiter = ";"
skip_lines = 3
encoding = "cp1252"
[time]
column = "Date/Time"
order = "mdy"
zone = "America/Los_Angeles"
[user]
column = "User"
pattern = '\\\\(.+)$'
[booking]
column = "Booking #"
[action]
column = "Activity"
[action.is]
"Logon" = "signed_in"
"View Inmate" = "opened"
"Logoff" = "skip"
""",
        "sep=;\r\nUser Activity Report\r\n\r\nDate/Time;User;Activity;Booking #\r\n"
        "3/4/2018 10:05:07 AM;COUNTY\\ann  ;Logon;\r\n"
        "Page 1 of 2\r\nDate/Time;User;Activity;Booking #\r\n"
        "3/4/2018 10:05:07 AM;COUNTY\\bob;View Inmate;217 \r\n"
        "3/4/2018 10:06:07 AM;COUNTY\\bob;Logoff;\r\n\r\nTotal records: 3\r\n",
        ([("signed_in", "ann", ""), ("opened", "bob", "217")], 3),
    ),
    wild(
        "a hospital's access log",
        """
title = "Chart access"
[time]
column = "Access Time"
format = "%m/%d/%Y %H%M%S"
zone = "America/Los_Angeles"
[user]
column = "User"
pattern = '\\[(\\w+)\\]'
[action]
always = "opened"
""",
        'Access Time,User,Metric\n03/04/2018 100507,"DOE, ANN [ann]",Snapshot\n',
        ([("opened", "ann", "")], 0),
    ),
    wild(
        "a name, its number, and a sentence",
        """
title = "Records management system"
[time]
date = "Date"
time = "Time"
zone = "America/Los_Angeles"
[user]
column = "Employee"
pattern = '\\((\\d+)\\)'
[booking]
column = "Description"
pattern = 'booking (\\d+)'
[action]
column = "Description"
[action.begins]
"Viewed" = "opened"
"Viewed list" = "listed"
"Printed" = "printed"
"Session" = "skip"
""",
        'Date,Time,Employee,Description\n2018-03-04,10:05:07,"Doe, Ann (4711)",'
        "Viewed booking 217 of a person\n"
        '2018-03-04,10:05:07,"Doe, Ann (4711)",Viewed list of the day\n'
        '2018-03-04,10:05:07,"Doe, Ann (4711)","Printed booking 218, 2 pages"\n'
        "2018-03-04,10:05:08,SYSTEM,Session 12 of a person ended\n",
        (
            [
                *(("opened", "4711", "217"), ("listed", "4711", "")),
                ("printed", "4711", "218"),
            ],
            0,
        ),
    ),
    wild(
        "plate readers' searches",
        """
title = "Searches of a network"
[file]
delimiter = "\\t"
quote = ""
[time]
column = "searchTime"
format = "%m/%d/%Y, %I:%M:%S %p UTC"
zone = "UTC"
[user]
column = "userId"
[action]
always = "searched"
""",
        "userId\torgName\tsearchTime\treason\n587e-52\tX PD\t03/04/2018, 06:05:07 PM UTC"
        '\t5\'10" male, "DHS\n',
        ([("searched", "587e-52", "")], 0),
    ),
    wild(
        "a web server's log as a table",
        """
title = "Web front end"
[file]
columns = ["host", "user", "when", "request", "status"]
[time]
column = "when"
format = "%d/%b/%Y:%H:%M:%S %z"
zone = "UTC"
[user]
column = "user"
[booking]
column = "request"
pattern = '/booking/(\\d+)'
[action]
column = "request"
[action.begins]
"GET /booking/" = "opened"
"POST /search" = "searched"
"GET /static" = "skip"
""",
        "10.0.0.1,ann,04/Mar/2018:10:05:07 -0800,GET /booking/217?tab=1,200\n"
        "10.0.0.1,ann,04/Mar/2018:10:05:07 -0800,POST /search,200\n"
        "10.0.0.1,ann,04/Mar/2018:10:05:07 -0800,GET /static/x.js,200\n",
        ([("opened", "ann", "217"), ("searched", "ann", "")], 0),
    ),
    wild(
        "a database's own dump, with its frame of pipes",
        """
title = "Dump"
[file]
delimiter = "|"
skip_lines = 2
columns = ["", "id", "when", "who", "op", ""]
[time]
column = "when"
zone = "America/Los_Angeles"
[user]
column = "who"
[action]
column = "op"
[action.is]
S = "opened"
[row]
id = "id"
""",
        "+----+------+\n| id | LOG_DTTM |\n"
        "| 1 | 2018-03-04 10:05:07.000000 | ann      | S |\n"
        "| 1 | 2018-03-04 10:05:07.000000 | ann      | S |\n+----+----+\n(2 rows)\n",
        ([("opened", "ann", "")], 3),
    ),
    wild(
        "a dashboard's export in milliseconds",
        """
title = "Export"
[time]
column = "@timestamp"
unit = "milliseconds"
zone = "UTC"
[user]
column = "user.email"
match = "email"
[unit]
column = "group"
pattern = '\\(([^)]+)\\)$'
[unit.is.ERO]
mission = "civil_immigration"
in_immigration_department = true
[action]
column = "event"
[action.is]
"record:read" = "opened"
""",
        '"@timestamp","user.email","group","event"\n'
        '1520186707000,"ann@example.org","Homeland Security (ERO)","record:read"\n',
        ([("opened", "ann@example.org", "")], 0),
    ),
    wild(
        "months in words, the hour first column but one",
        """
title = "Kiosk"
[time]
column = "Stamp"
zone = "America/Los_Angeles"
[user]
column = "Operator"
match = "nothing"
[action]
column = "Screen"
[action.is]
"INQ" = "opened"
""",
        'Screen,Stamp,Operator\nINQ,"Sunday, March 4, 2018 10:05:07 AM",ann\n',
        ([("opened", "ann", "")], 0),
    ),
]


@pytest.mark.parametrize(("mapping", "rows", "expected"), WILD)
def test_a_log_as_it_is_found_in_the_wild(tmp_path, mapping, rows, expected):
    shown, bad = expected

    result = imported(tmp_path, rows, mapping)

    names = {name.pk: name.text for name in result.log.names.all()}
    assert [
        (e.kind, names[e.detail["user"]], names.get(e.detail.get("booking"), ""))
        for e in events(result)
    ] == shown
    assert set(instants(result)) == {FIRST}
    assert result.log.quarantined == bad


def test_the_clock_of_the_jail_says_what_lies_in_the_future(tmp_path, clock):
    rows = HEADER + "2018-03-04 10:05:07,ann,VIEW,1\n2018-03-04 10:05:08,ann,VIEW,1\n"
    clock(FIRST)

    result = imported(tmp_path, rows)

    assert now() == FIRST
    assert instants(result) == [FIRST]
    assert result.reasons == {"in the future": 1}


def test_a_log_written_twice_is_the_same_source(tmp_path):
    rows = HEADER + "2018-03-04 10:05:07,ann,VIEW,1\n"
    first = imported(tmp_path, rows)

    again = imported(tmp_path, gzip.compress(rows.encode()))

    assert (again.is_new, again.log.pk) == (False, first.log.pk)
    assert len(events(first)) == 1
    assert logs.events(again) == events(first)


def test_the_worked_example_of_the_manual_does_what_it_says(tmp_path):
    manual = (settings.BASE_DIR / "docs/reference/access-logs.md").read_text()
    _, _, rest = manual.partition("## A mapping, whole")
    rows, mapping = re.findall(r"```(?:toml)?\n(.*?)```", rest, re.DOTALL)[:2]

    result = imported(tmp_path, rows, mapping)

    assert [(e.kind, e.mission) for e in events(result)] == [
        ("signed_in", "civil_immigration"),
        ("opened", "civil_immigration"),
    ]
    assert instants(result)[0] == utc(2018, 3, 19, 21, 5, 7)
    assert result.log.left_out == {"LOGOUT": 1}
    assert "10.0.0.1" not in str(list(result.log.names.values()))


@pytest.mark.parametrize("vocabulary", [mappings.KINDS, mappings.Order, mappings.Match,
    mappings.EpochUnit])  # fmt: skip
def test_the_manual_knows_every_word_of_a_mapping(vocabulary):
    manual = (settings.BASE_DIR / "docs/reference/access-logs.md").read_text()

    assert [word for word in vocabulary if f"`{word}`" not in manual] == []
