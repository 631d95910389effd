"""The mapping of an access log: what it says, and what is said of a bad one."""

from datetime import UTC, datetime

import pytest

from access.enums import Mission
from compliance.access_log import mapping as mappings
from compliance.access_log.mapping import SKIP, EpochUnit, Match, Order
from compliance.access_log.tables import BadMapping

PARTS = {
    "title": 'title = "A log"',
    "time": '[time]\ncolumn = "when"\nzone = "America/Los_Angeles"',
    "user": '[user]\ncolumn = "who"',
    "action": '[action]\nalways = "opened"',
}


def parse(**parts: str) -> mappings.Mapping:
    text = "\n".join((PARTS | parts).values())
    return mappings.parse(text.encode(), name="m.toml")


def test_the_smallest_mapping_has_every_default():
    mapping = parse()

    assert mapping.columns == ("when", "who")
    assert (mapping.match, mapping.always) == (Match.SIGN_IN_NAME, "opened")
    assert (mapping.time.order, mapping.time.format, mapping.time.unit) == (
        *(None, "", None),
    )
    assert (mapping.file.encoding, mapping.file.delimiter, mapping.file.quote) == (
        *("utf-8", ",", '"'),
    )
    assert not mapping.tells_records(datetime(2018, 1, 1, tzinfo=UTC))


def test_everything_can_be_said_at_once():
    mapping = parse(
        file='[file]\nencoding = "cp1252"\ndelimiter = "\\t"\nquote = ""\n'
        'skip_lines = 2\ncolumns = ["d", "t", "u", "a", "b", "n", "i"]',
        time='[time]\ndate = "d"\ntime = "t"\norder = "dmy"\nzone = "UTC"',
        user='[user]\ncolumn = "u"\nmatch = "email"\npattern = "<(.+)>"\n'
        '[user.is]\n"J. Doe " = "jdoe"',
        unit='[unit]\ncolumn = "n"\n[unit.is.ERO]\nmission = "civil_immigration"\n'
        "in_immigration_department = true",
        booking='[booking]\ncolumn = "b"\npattern = "[0-9]+"',
        action='[action]\ncolumn = "a"\n[action.is]\nOut = "skip"\n'
        '[action.begins]\n"View" = "opened"\n"View list" = "listed"',
        row='[row]\nid = "i"',
        tells="[tells]\nrecords_opened = 2018-11-05",
    )

    assert mapping.columns == ("d", "t", "u", "n", "b", "a", "i")
    assert (mapping.time.order, mapping.file.quote) == (Order.DMY, "")
    assert mapping.users == {"j. doe": "jdoe"}
    assert mapping.units["ero"].mission is Mission.CIVIL_IMMIGRATION
    assert mapping.tells_records(datetime(2018, 11, 5, tzinfo=UTC))
    assert not mapping.tells_records(datetime(2018, 11, 4, 23, tzinfo=UTC))


@pytest.mark.parametrize(
    ("action", "meaning"),
    [
        ("OUT ", (SKIP, "Out")),
        ("viewed record of a person", ("opened", "View")),
        ("VIEW LIST of names", ("listed", "View list")),
        ("printed", ("", "")),
    ],
)
def test_an_action_is_found_whole_or_by_its_longest_beginning(action, meaning):
    mapping = parse(
        action='[action]\ncolumn = "a"\n[action.is]\nOut = "skip"\n'
        '[action.begins]\n"View" = "opened"\n"View list" = "listed"'
    )

    assert mapping.meaning(action) == meaning


def test_a_day_without_an_hour_begins_in_the_logs_own_zone():
    mapping = parse(tells="[tells]\nrecords_opened = 2018-11-05")

    assert mapping.tells_records_from == datetime(2018, 11, 5, 8, tzinfo=UTC)


def test_numbers_since_1970_have_a_unit():
    mapping = parse(time='[time]\ncolumn = "when"\nzone = "UTC"\nunit = "milliseconds"')

    assert mapping.time.unit is EpochUnit.MILLISECONDS


TIME = '[time]\ncolumn = "when"\nzone = "UTC"\n'
ACTION = '[action]\ncolumn = "a"\n'
BAD = {
    "no TOML": ({"title": "title = "}, "m.toml: not a TOML file"),
    "no title": ({"title": ""}, "m.toml: needs title, a text"),
    "a title that is a number": ({"title": "title = 3"}, "needs title, a text"),
    "a title without end": ({"title": f'title = "{"x" * 201}"'}, "title: longer than"),
    "no time": ({"time": ""}, r"m.toml: needs \[time\]"),
    "no user": ({"user": ""}, r"needs \[user\]"),
    "no action": ({"action": ""}, r"needs \[action\]"),
    "an unknown part": ({"more": "[more]\nx = 1"}, "unknown key 'more'"),
    "an unknown key": ({"user": PARTS["user"] + "\nname = 'x'"}, "unknown key 'name'"),
    "a part that is none": ({"title": 'title = "x"\nfile = 3'}, "file: write it as a"),
    "no zone": ({"time": '[time]\ncolumn = "when"'}, r"\[time\]: needs zone"),
    "no such zone": (
        {"time": '[time]\ncolumn = "when"\nzone = "Seattle"'},
        r"\[time\]: zone: unknown time zone 'Seattle'",
    ),
    "no column of the time": ({"time": '[time]\nzone = "UTC"'}, "needs either column"),
    "an hour without a day": (
        {"time": '[time]\ntime = "h"\nzone = "UTC"'},
        "needs either column, or date and time",
    ),
    "a column, and a day": ({"time": TIME + 'date = "d"'}, "needs either column"),
    "no such order": (
        {"time": TIME + 'order = "us"'},
        "order: unknown word 'us'; known: ymd, mdy, dmy",
    ),
    "a format and a unit": (
        {"time": TIME + 'format = "%Y"\nunit = "seconds"'},
        "format and unit exclude each other",
    ),
    "an order of numbers": (
        {"time": TIME + 'order = "mdy"\nunit = "seconds"'},
        "order says nothing beside format or unit",
    ),
    "no such match": (
        {"user": '[user]\ncolumn = "w"\nmatch = "name"'},
        "match: unknown word 'name'",
    ),
    "a broken pattern": (
        {"user": '[user]\ncolumn = "w"\npattern = "("'},
        "pattern: not a regular expression",
    ),
    "one user twice": (
        {"user": '[user]\ncolumn = "w"\n[user.is]\nA = "x"\n"a " = "y"'},
        r"\[user\]: is: 'a ' stands twice",
    ),
    "units without their column": (
        {"unit": '[unit.is.ERO]\nmission = "mixed"'},
        r"\[unit\]: is needs column",
    ),
    "a unit that says nothing": (
        {"unit": '[unit]\ncolumn = "u"\n[unit.is.ERO]\n'},
        r"\[is\]: \[ERO\]: needs either agency and unit, or mission",
    ),
    "half a unit": (
        {"unit": '[unit]\n[unit.always]\nagency = "X"'},
        "needs either agency and unit, or mission",
    ),
    "no such mission": (
        {"unit": '[unit]\n[unit.always]\nmission = "ice"'},
        "mission: unknown word 'ice'; known: jail",
    ),
    "a pattern without its column": (
        {"booking": '[booking]\npattern = "x"'},
        r"\[booking\]: pattern needs column",
    ),
    "no such kind": (
        {"action": ACTION + '[action.is]\nVIEW = "viewed"'},
        "is: 'VIEW' cannot be 'viewed'; known: signed_in",
    ),
    "a kind that is a number": (
        {"action": ACTION + "[action.is]\nX = 3"},
        "is: 'X' mu",
    ),
    "always skip": ({"action": '[action]\nalways = "skip"'}, "unknown word 'skip'"),
    "a column without meanings": ({"action": ACTION}, "needs either column and is"),
    "meanings without a column": (
        {"action": '[action.is]\nX = "opened"'},
        "needs either column and is",
    ),
    "meanings beside always": (
        {"action": '[action]\nalways = "opened"\n[action.is]\nX = "opened"'},
        "needs either column and is",
    ),
    "no such encoding": (
        {"file": '[file]\nencoding = "latin-9x"'},
        "unknown 'latin-9x'",
    ),
    "an encoding of bytes": ({"file": '[file]\nencoding = "base64"'}, "encoding: unkn"),
    "a delimiter of two": (
        {"file": '[file]\ndelimiter = "||"'},
        "must be one character",
    ),
    "the quote as delimiter": (
        {"file": "[file]\ndelimiter = '\"'"},
        "delimiter: cannot be the quote",
    ),
    "lines less than none": ({"file": "[file]\nskip_lines = -1"}, "a whole number"),
    "columns that are no list": (
        {"file": '[file]\ncolumns = "a,b"'},
        "a list of texts",
    ),
    "an answer that is none": (
        {"tells": '[tells]\nrecords_opened = "yes"'},
        r"\[tells\]: records_opened: true, false, or the day",
    ),
}


@pytest.mark.parametrize(("parts", "said"), BAD.values(), ids=BAD)
def test_a_bad_mapping_is_one_line_that_says_where_and_why(parts, said):
    with pytest.raises(BadMapping, match=said) as refused:
        parse(**parts)

    assert "\n" not in str(refused.value)
