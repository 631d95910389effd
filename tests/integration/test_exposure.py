"""Exposure: what was within reach, or shown, against the law of its moment.

Small worlds by hand, the answer written beside them; and one that a few lines of plain
Python count again from the log itself.
"""

import csv
import io
import json
import random
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from access.enums import Mission, Role
from access.models import Membership
from access.services import LAWS, load_law_files
from bookings import selectors
from compliance.selectors.exposure import Period
from compliance.selectors.exposure_report import exposure_of
from compliance.services.log_import import undo_import
from tests import factories
from tests.logs import BY, PLAIN, imported, utc

pytestmark = pytest.mark.django_db

LAW = utc(2018, 3, 18, 7)  # Ordinance 18665, midnight in Seattle
NEXT_LAW = utc(2019, 5, 21, 7)  # Keep Washington Working
TICK = timedelta(microseconds=1)
ALL = Period(utc(2017, 1, 1), utc(2020, 1, 1))
TELLS = "[tells]\nrecords_opened = true\n"
UNITS = (
    '[unit]\ncolumn = "unit"\n[unit.is.ERO]\nmission = "civil_immigration"\n'
    "in_immigration_department = true\n"
    '[unit.is.PD]\nmission = "criminal"\n'
)


LATE = {
    "test_what_this_system_showed_is_decided_again_under_a_law_that_came_late",
    "test_without_a_law_nothing_is_held_against_it",
}


@pytest.fixture(autouse=True)
def laws(db, request):
    if request.function.__name__ not in LATE:
        factories.laws()


def officer(name: str, mission=Mission.CIVIL_IMMIGRATION, **unit):
    return factories.membership(
        Role.OFFICER,
        account=factories.account(sign_in_name=name),
        of=factories.unit(mission, **unit),
        starts_at=utc(2010, 1, 1),
    )


def log(folder, *rows: tuple, more: str = ""):
    """Rows (instant, user, action, booking number, unit)."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("when", "who", "what", "booking", "unit"))
    for at, *rest in rows:
        writer.writerow((at.isoformat(), *rest, *[""] * (4 - len(rest))))
    return imported(folder, text.getvalue(), PLAIN + UNITS + more)


def command(**options) -> dict:
    out = io.StringIO()
    call_command("exposure", json=True, stdout=out, **options)
    return json.loads(out.getvalue())


def test_the_law_begins_at_its_instant_and_not_before(tmp_path):
    officer("ann")
    log(tmp_path, (LAW - TICK, "ann", "LOGIN"), (LAW, "ann", "LOGIN"))

    report = exposure_of(ALL)

    assert (report.sign_ins, report.first, report.last) == (1, LAW, LAW)
    assert exposure_of(Period(ALL.begins, LAW)).accounts == ()


def test_a_period_ends_before_its_last_instant(tmp_path):
    officer("ann")
    at = utc(2018, 6, 1)
    log(tmp_path, (at, "ann", "LOGIN"))

    assert exposure_of(Period(LAW, at)).accounts == ()
    assert len(exposure_of(Period(at, at + TICK)).accounts) == 1


def test_a_second_law_of_the_period_is_named_beside_the_first(tmp_path):
    officer("ann")
    log(tmp_path, (LAW, "ann", "LOGIN"), (NEXT_LAW, "ann", "LOGIN"))

    report = exposure_of(ALL)

    assert [law.effective_at for law in report.laws] == [LAW, NEXT_LAW]
    (account,) = report.accounts
    assert (account.sign_ins, account.first, account.last) == (2, LAW, NEXT_LAW)


def test_a_unit_with_access_of_its_own_is_a_question_and_no_exposure(tmp_path):
    """The old system gave the police addresses; the law does on a basis only."""
    officer("bob", Mission.CRIMINAL)
    log(tmp_path, (LAW, "bob", "LOGIN"), (LAW, "bob", "SEARCH"))

    report = exposure_of(ALL)

    assert report.accounts == ()
    (question,) = report.questions
    assert (question.mission, question.accounts, question.sign_ins) == (
        *(Mission.CRIMINAL, 1, 1),
    )
    assert [c.word for c in question.classes] == ["contact"]


def test_a_stranger_counts_by_the_unit_that_the_log_names(tmp_path):
    log(
        tmp_path,
        (LAW, "x", "LOGIN", "", "ERO"),
        (LAW, "y", "LOGIN", "", "PD"),
        (LAW, "z", "LOGIN", "", "?"),
    )

    (account,) = exposure_of(ALL).accounts

    assert (account.sign_in_name, account.account_id, account.unit_name) == (
        *("x", None, "ERO"),
    )


def test_bookings_are_visible_from_being_on_record_until_sealed(tmp_path):
    """ann's last moment is in June, bob's in September."""
    june, september = utc(2018, 6, 1), utc(2018, 9, 1)
    robin = factories.person()
    for booked_at, more in (
        (utc(2018, 1, 1), {"person": robin}),
        (utc(2018, 2, 1), {"person": robin}),
        (utc(2018, 2, 1), {"is_juvenile": True}),
        (
            utc(2018, 2, 1),
            {"is_sealed": True, "sealed_at": utc(2018, 7, 1)},
        ),  # ann's alone
        (
            utc(2018, 2, 1),
            {"is_sealed": True, "sealed_at": utc(2018, 5, 1)},
        ),  # nobody's any more
        (june, {}),  # not yet on record when ann looked last
        (september, {}),
    ):
        factories.booking(booked_at=booked_at, **more)
    officer("ann")
    officer("bob")
    log(tmp_path, (june, "ann", "LOGIN"), (september, "bob", "LOGIN"))

    report = exposure_of(ALL)

    visible = {a.sign_in_name: a.bookings_visible for a in report.accounts}
    assert visible == {"ann": 3, "bob": 3}
    assert (report.bookings_visible, report.persons) == (4, 3)


SHOWN = {
    "it never told": ("", "unknown", 0),
    "it told": (TELLS, 1, 1),
    "it told from that day": ("[tells]\nrecords_opened = 2018-03-18", 1, 1),
    "it told from the day after": (
        "[tells]\nrecords_opened = 2018-03-19",
        "unknown",
        1,
    ),
}


@pytest.mark.parametrize(("tells", "shown", "known"), SHOWN.values(), ids=SHOWN)
def test_what_a_log_cannot_tell_is_unknown_and_never_none(
    tmp_path, tells, shown, known
):
    booking = factories.booking(booking_number="217", booked_at=utc(2018, 1, 1))
    officer("ann")
    rows = [(LAW, "ann", "LOGIN")]
    if known:
        rows.append((LAW, "ann", "VIEW", booking.booking_number))
    log(tmp_path, *rows, more=tells)

    answer = command(begins="2018-01-01", ends="2019-01-01")

    assert (answer["bookings_shown"], answer["bookings_shown_known"]) == (shown, known)


def test_a_record_opened_under_an_unknown_number_is_unknown(tmp_path):
    officer("ann")
    log(tmp_path, (LAW, "ann", "VIEW", "999"), more=TELLS)

    assert (
        command(begins="2018-01-01", ends="2019-01-01")["bookings_shown"] == "unknown"
    )


KEYS = {
    *("accounts", "sign_ins", "bookings_visible", "bookings_shown", "persons"),
    *("fields", "first", "last", "law", "citations", "by_account"),
}


def test_the_answer_in_full(tmp_path):
    booking = factories.booking(booking_number="217", booked_at=utc(2018, 1, 1))
    member = officer("ann")
    log(
        tmp_path,
        (LAW, "ann", "LOGIN"),
        (LAW, "ann", "VIEW", booking.booking_number),
        more=TELLS,
    )

    answer = command(begins="2018-03-01", ends="2018-03-31")

    assert set(answer) >= KEYS
    assert KEYS - {"accounts", "persons", "by_account"} <= set(answer["by_account"][0])
    assert {key: answer[key] for key in KEYS - {"fields", "by_account", "law"}} == {
        "accounts": 1,
        "sign_ins": 1,
        "bookings_visible": 1,
        "bookings_shown": 1,
        "persons": 1,
        "first": "2018-03-18T00:00:00-07:00",
        "last": "2018-03-18T00:00:00-07:00",
        "citations": ["KCC 2.15.020, Ordinance 18665"],
    }
    assert [law["effective_at"] for law in answer["law"]] == [
        "2018-03-18T00:00:00-07:00"
    ]
    assert any("address" in field for field in answer["fields"])
    assert answer["by_account"][0]["unit"] == member.unit.name


def test_an_agency_narrows_the_question(tmp_path):
    ann, bob = officer("ann"), officer("bob")
    log(tmp_path, (LAW, "ann", "LOGIN"), (LAW, "bob", "LOGIN"))
    whole = {"begins": "2018-01-01", "ends": "2019-01-01"}

    by_name = command(**whole, agency=bob.unit.agency.name.upper())
    by_key = command(**whole, agency=str(ann.unit.agency_id))

    assert [a["account"] for a in by_name["by_account"]] == ["bob"]
    assert [a["account"] for a in by_key["by_account"]] == ["ann"]


def test_an_undone_log_exposes_nobody(tmp_path):
    officer("ann")
    undo_import(log(tmp_path, (LAW, "ann", "LOGIN")).log, by=BY)

    assert exposure_of(ALL).accounts == ()


def test_nothing_asked_nothing_found(tmp_path):
    answer = command(begins="2018-01-01", ends="2018-01-31")

    assert (answer["accounts"], answer["bookings_visible"], answer["first"]) == (
        *(0, 0, None),
    )
    out = io.StringIO()
    call_command("exposure", begins="2018-01-01", ends="2018-01-31", stdout=out)
    assert "Nothing was within reach, or shown, against the law." in out.getvalue()


def test_the_words_say_what_the_numbers_do(tmp_path):
    officer("ann")
    officer("bob", Mission.CRIMINAL)
    log(tmp_path, (LAW, "ann", "LOGIN"), (LAW, "bob", "LOGIN"))
    out = io.StringIO()

    call_command("exposure", begins="2018-01-01", ends="2018-12-31", stdout=out)

    told = out.getvalue()
    assert "1 accounts, 1 sign-ins, from 2018-03-18 to 2018-03-18." in told
    assert "shown: unknown" in told
    assert "A question: 1 accounts of criminal units" in told


ERRORS = {
    "no day": ({"begins": "spring", "ends": "2018-01-01"}, "--from: write a day as"),
    "no such day": ({"begins": "2018-02-30", "ends": "2018-03-01"}, "--from: write a"),
    "no end": (
        {"begins": "2018-01-01", "ends": "x"},
        "--to: write a day as 2018-03-01",
    ),
    "the end of time": (
        {"begins": "2018-01-01", "ends": "9999-12-31"},
        "--to: between",
    ),
    "backwards": ({"begins": "2018-02-01", "ends": "2018-01-01"}, "lies after --to"),
    "no agency": (
        {"begins": "2018-01-01", "ends": "2018-02-01", "agency": "Nobody"},
        r"There is no agency 'Nobody'\. There are: ",
    ),
}


@pytest.mark.parametrize(("options", "match"), ERRORS.values(), ids=ERRORS)
def test_an_error_is_one_line_that_says_what_to_do(options, match):
    with pytest.raises(CommandError, match=match) as refused:
        command(**options)

    assert "\n" not in str(refused.value)


def test_what_this_system_showed_is_decided_again_under_a_law_that_came_late(
    db, tmp_path, clock
):
    """The ordinance is in force, and nobody has loaded it: the gate shows. Then it is
    loaded, on a clock set back: what was shown is decided again.
    """
    early = tmp_path / "early"
    early.mkdir()
    for law in ("2004-before-ordinance-18665.toml", "system-2004-tiers.toml"):
        (early / law).write_bytes((LAWS / law).read_bytes())
    clock(LAW - timedelta(days=3))
    load_law_files(early)
    jail = factories.facility()
    booking = factories.booking(facility=jail)
    viewer = factories.viewer(
        Role.OFFICER, of=factories.unit(Mission.CIVIL_IMMIGRATION), sees=[jail]
    )
    clock(LAW + timedelta(days=1))
    viewer = factories.viewer_of(Membership.objects.get(pk=viewer.membership_id))
    assert selectors.open_record(viewer, booking.pk)
    before = exposure_of(ALL)
    clock(LAW - timedelta(days=1))
    factories.adopt_laws(LAWS)
    clock(LAW + timedelta(days=2))

    after = exposure_of(ALL)

    assert before.accounts == ()
    (account,) = after.accounts
    assert (account.account_id, account.shown) == (viewer.account_id, {booking.pk})
    assert account.first == LAW + timedelta(days=1)
    assert (after.bookings_visible, after.persons, after.is_unknown) == (1, 1, False)


def test_what_this_system_shows_by_the_law_is_no_exposure(laws):
    jail = factories.facility()
    booking = factories.booking(facility=jail)
    for role in (Role.CUSTODY_OFFICER, Role.OFFICER, Role.RECORDS_OFFICER):
        selectors.open_record(factories.viewer(role, sees=[jail]), booking.pk)

    report = exposure_of(Period(utc(2018, 1, 1), utc(2199, 1, 1)))

    assert (report.accounts, report.questions) == ((), ())


def test_without_a_law_nothing_is_held_against_it(tmp_path):
    officer("ann")
    log(tmp_path, (LAW, "ann", "LOGIN"))

    assert exposure_of(ALL).accounts == ()
    out = io.StringIO()
    call_command("exposure", begins="2018-01-01", ends="2018-12-31", stdout=out)
    assert "No law is on file for this period: load one" in out.getvalue()
    assert "no system file says what it let people reach" in out.getvalue()


def test_a_world_counted_again_in_plain_python(tmp_path):
    world = _World(random.Random(18665))
    log(tmp_path, *world.rows, more=TELLS)
    period = Period(utc(2018, 2, 1), utc(2018, 12, 1))

    report = exposure_of(period)

    assert world.answer(period) == (
        {
            a.sign_in_name: (
                a.sign_ins,
                len(a.shown),
                a.bookings_visible,
                a.first,
                a.last,
            )
            for a in report.accounts
        },
        report.bookings_visible,
        report.persons,
        len(report.shown),
    )
    assert len(report.accounts) == 3


class _World:
    """Three who are forbidden, one of them a stranger; a policeman; and forty stays."""

    FORBIDDEN = ("ann", "bea", "stranger")

    def __init__(self, dice: random.Random):
        self.bookings = {}
        persons = [factories.person() for _ in range(15)]
        for number in range(40):
            sealed = dice.random() < 0.2
            booking = factories.booking(
                booking_number=str(number),
                person=dice.choice(persons),
                booked_at=_some_day(dice),
                is_juvenile=dice.random() < 0.2,
                is_sealed=sealed,
                sealed_at=_some_day(dice) if sealed else None,
            )
            self.bookings[booking.booking_number] = booking
        officer("ann")
        officer("bea")
        officer("carl", Mission.CRIMINAL)
        self.rows = [
            (
                _some_day(dice),
                user := dice.choice((*self.FORBIDDEN, "carl")),
                (act := dice.choice(("LOGIN", "VIEW", "SEARCH", "LOGOUT"))),
                str(dice.randrange(40)) if act == "VIEW" else "",
                "ERO" if user == "stranger" else "",
            )
            for _ in range(150)
        ]

    def answer(self, period: Period):
        by_account, seen, shown = {}, {}, set()
        for user in self.FORBIDDEN:
            rows = [
                row
                for row in self.rows
                if row[1] == user
                and row[2] != "LOGOUT"
                and max(LAW, period.begins) <= row[0] < period.ends
            ]
            opened = {
                row[3]
                for row in rows
                if row[2] == "VIEW" and self._is_open(row[3], row[0])
            }
            last = max(row[0] for row in rows)
            on_record = {
                number
                for number, booking in self.bookings.items()
                if not booking.is_juvenile
                and any(
                    booking.booked_at <= row[0]
                    and (booking.sealed_at is None or row[0] < booking.sealed_at)
                    for row in rows
                )
            }
            by_account[user] = (
                sum(row[2] == "LOGIN" for row in rows),
                len(opened),
                max(len(on_record), len(opened)),
                min(row[0] for row in rows),
                last,
            )
            shown |= opened
            seen |= dict.fromkeys(on_record | opened)
        persons = {self.bookings[number].person_id for number in seen}
        return by_account, len(seen), len(persons), len(shown)

    def _is_open(self, number: str, at) -> bool:
        booking = self.bookings[number]
        sealed = booking.sealed_at is not None and booking.sealed_at <= at
        return not booking.is_juvenile and not sealed


def _some_day(dice: random.Random):
    return utc(2018, 1, 1) + timedelta(minutes=dice.randrange(365 * 24 * 60))
