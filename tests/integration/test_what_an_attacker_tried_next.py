"""What was tried against files, histories, searches, ceilings, imported logs and the
exposure, and is held shut.
"""

import csv
import io
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from access.enums import Purpose, Role
from audit.clock import now
from audit.models import TypedText
from bookings import selectors
from bookings.models import Alias, Booking
from bookings.selectors import Terms
from compliance.enums import NameKind
from compliance.models import LogImport, LogName
from compliance.services.log_import import import_access_log, undo_import
from tests import factories
from tests.clients import body_of, signed_in
from tests.integration.exposed import MAPPING, exposed_world, log_of
from tests.logs import BY, imported

pytestmark = pytest.mark.django_db

# Fifteen letters once it is written out: eighty of it are far longer than any name.
LIGATURE = "\ufdfa"


def at_the_ceiling(jail):
    """An officer who may be shown one person a day, and has been."""
    member = factories.membership(Role.OFFICER)
    paper = factories.agreement(member.unit.agency, daily_ceiling=1)
    factories.permit(member.unit, jail, agreement=paper)
    officer = factories.viewer_of(member)
    first = factories.booking(facility=jail, person=factories.person(surname="Firstly"))
    assert selectors.open_record(officer, first.pk)
    return officer


# --- Names that are longer than names ---------------------------------------------------


@pytest.mark.parametrize(
    "letters",
    [LIGATURE * 80, "\u3300" * 80, "a" * 10_000],
    ids=["eighteen in one", "five in one", "ten thousand"],
)
def test_a_name_of_letters_that_unfold_costs_no_more_than_a_long_name(db, letters):
    """Its keys grow with the square of its letters."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT cardinality(far) + cardinality(near) + cardinality(loose)"
            " FROM bookings_asked_name(%s)",
            [letters],
        )
        assert cursor.fetchone()[0] < 25_000


def test_such_a_name_is_written_down_whole_and_found(jail, clerk):
    booking = factories.booking(
        facility=jail, person=factories.person(surname=LIGATURE * 80)
    )

    found = selectors.found(clerk, Terms(surname=LIGATURE * 79))

    assert [row.booking_id for row in found] == [booking.pk]


# --- A ceiling tells nothing past it ----------------------------------------------------


def test_past_the_ceiling_nobody_is_found_by_another_name_of_theirs(jail):
    officer = at_the_ceiling(jail)
    person = factories.person(surname="Quiethaven")
    factories.booking(facility=jail, person=person)
    Alias.objects.create(person=person, surname="Zorblatt", given_name="")

    rows = selectors.found(officer, Terms(surname="Zorblatt"))

    assert [row["person.surname"] for row in rows] == []
    by_own_name = selectors.found(officer, Terms(surname="Quiethaven"))
    assert [row["person.surname"] for row in by_own_name] == ["Quiethaven"]


def test_past_the_ceiling_a_birth_date_is_not_told_by_the_banner(jail):
    """Whether somebody was left out would say that the date was right."""
    officer = at_the_ceiling(jail)
    person = factories.person(surname="Quiethaven", birth_date=date(1980, 2, 3))
    factories.booking(facility=jail, person=person)

    right, wrong = (
        selectors.found(officer, Terms(surname="Quiethaven", birth_date=born))
        for born in (date(1980, 2, 3), date(1981, 4, 5))
    )

    assert (list(right), right.ceiling) == (list(wrong), wrong.ceiling)


# --- Addresses and forms nobody would write ----------------------------------------------

PLACES = {
    "an offset no zone has": "2020-01-01T00:00:00+23:59_1_live",
    "an offset of parts of a second": "2020-01-01T00:00:00+10:00:00.5_1_live",
    "before the first year": "0001-01-01T00:00:00+14:00_1_live",
    "after the last": "9999-12-31T23:59:59-14:00_1_live",
    "a NUL": "2020-01-01T00:00:00+00:00_1_li\0ve",
    "no number": "2020-01-01T00:00:00+00:00_" + "9" * 5000 + "_live",
}


@pytest.fixture
def auditor(jail):
    return factories.viewer(Role.AUDITOR, sees=[jail])


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_a_place_that_is_none_begins_at_the_newest(jail, auditor, place):
    booking = factories.booking(facility=jail)
    browser = signed_in(auditor)
    for address in (
        reverse("bookings:shown", args=[booking.pk]),
        reverse("bookings:account_shown", args=[auditor.account_id]),
        reverse("bookings:history", args=[booking.pk]),
    ):
        assert browser.get(address, {"before": place}).status_code == 200, address


@pytest.mark.parametrize("number", ["9" * 5000, "-1", "٣", "1e9", "\0", "9" * 18])
def test_a_period_or_an_account_that_is_none_is_the_usual_one(jail, auditor, number):
    booking = factories.booking(facility=jail)
    browser = signed_in(auditor)
    asked = {"period": number, "account": number, "kind": number}

    page = reverse("bookings:shown", args=[booking.pk])
    assert browser.get(page, asked).status_code == 200
    for name, key in (
        ("bookings:shown_file", booking.pk),
        ("bookings:account_shown_file", auditor.account_id),
    ):
        assert browser.post(reverse(name, args=[key]), asked).status_code == 200


DAYS = [
    ("0001-01-01", "9999-12-31"),
    ("01/01/0001", "12/31/9999"),
    ("9999-12-31", "9999-12-31"),
    ("0001-01-01", "0001-01-01"),
    ("\0", "9" * 5000),
]


@pytest.mark.parametrize(("begins", "ends"), DAYS)
def test_the_first_and_the_last_day_there_are_make_no_error(jail, begins, ends):
    browser = signed_in(
        factories.viewer(Role.PRIVACY_OFFICER, purpose=Purpose.OVERSIGHT)
    )
    asked = {"begins": begins, "ends": ends, "agency": "9" * 40}

    for agency in ("9" * 40, "\0", ""):
        asked["agency"] = agency
        page = browser.get(reverse("compliance:exposure"), asked)
        assert page.status_code == 200
        file = browser.post(reverse("compliance:exposure_people"), asked)
        assert file.status_code in (200, 400)


# --- A file about many tells nothing of one stay that is sealed ----------------------------


@pytest.fixture
def world(tmp_path):
    world = exposed_world()
    log, mapping = tmp_path / "log.csv", tmp_path / "log.toml"
    log.write_text(log_of(world))
    mapping.write_text(MAPPING)
    import_access_log(log, mapping, by=BY, say=lambda _: None)
    return world


def people_file(viewer) -> dict[str, list[str]]:
    response = signed_in(viewer).post(
        reverse("compliance:exposure_people"),
        {"begins": "03/18/2018", "ends": "04/30/2019"},
    )
    lines = csv.reader(io.StringIO(body_of(response).lstrip("\ufeff"), newline=""))
    _, _, *rows, _ = lines
    return {row[0]: row[1:] for row in rows}


@pytest.mark.parametrize("which", ["first", "last"])
def test_a_sealed_stay_leaves_the_line_that_would_stand_without_it(world, which):
    privacy = factories.viewer(Role.PRIVACY_OFFICER, purpose=Purpose.OVERSIGHT)
    stays = Booking.objects.filter(person=world.twice).order_by("booked_at")
    sealed = stays.first() if which == "first" else stays.last()
    whole = people_file(privacy)[world.twice.surname]

    Booking.objects.filter(pk=sealed.pk).update(is_sealed=True, sealed_at=now())
    line = people_file(privacy)[world.twice.surname]

    assert line != whole
    sealed.charges.all().delete()
    Booking.objects.filter(pk=sealed.pk).delete()
    assert line == people_file(privacy)[world.twice.surname]


# --- What an imported log says stands --------------------------------------------------------

GOOD = "when,who,what,booking\n2018-03-04 10:05:07,ann,VIEW,1\n"
# fmt: off
FORGERIES = {
    "a name in the log becomes another":
        "UPDATE compliance_logname SET text = 'bob'",
    "a name in the log is forgotten":
        "DELETE FROM compliance_logname",
    "a name is put into the log":
        """INSERT INTO compliance_logname (log_id, kind, text, unit, rows)
           SELECT id, 'user', 'bob', '', 1 FROM compliance_logimport""",
    "a log is hidden from the exposure":
        "UPDATE compliance_logimport SET undone_at = now()",
    "what a log could not tell becomes none":
        "UPDATE compliance_logimport SET tells_records = NOT tells_records",
    "since when it tells becomes later":
        "UPDATE compliance_logimport SET tells_records_from = now()",
    "its events become another's":
        "UPDATE compliance_logimport SET origin = 'log_0000000000000000'",
    "its mapping becomes another":
        "UPDATE compliance_logimport SET mapping = 'title = \"another\"'",
    "its hash becomes another":
        "UPDATE compliance_logimport SET content_sha256 = repeat('0', 64)",
    "its numbers become others":
        "UPDATE compliance_logimport SET events = events + 1, quarantined = 0",
    "an old log is put on record that nobody imported":
        """INSERT INTO compliance_logimport (id, origin, title, content_sha256,
             mapping_sha256, mapping, tells_records, lines, events, quarantined, left_out)
           SELECT gen_random_uuid(), origin, title, repeat('1', 64), mapping_sha256,
             mapping, true, lines, events, quarantined, left_out
           FROM compliance_logimport""",
}
# fmt: on


@pytest.mark.parametrize("statement", FORGERIES.values(), ids=FORGERIES)
def test_the_application_makes_a_log_say_nothing_else(tmp_path, statement):
    imported(tmp_path, GOOD)
    assert LogName.objects.filter(kind=NameKind.USER).exists()

    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(statement)


def test_what_was_undone_stays_undone(tmp_path):
    log = imported(tmp_path, GOOD).log
    undo_import(log, by=BY)

    assert LogImport.objects.get().undone_at is not None
    assert not LogName.objects.exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        LogImport.objects.update(undone_at=None)


ORIGIN = "log_00000000000000aa"
# fmt: off
ATTACHED_ASTRAY = {
    "without a table":      (ORIGIN, "00000000000000aa" + "0" * 48),
    "the live history":     ("live", "0" * 64),
    "another table":        ("log_00000000000000aa; DROP TABLE x", "0" * 64),
    "a line end behind it": (ORIGIN + "\n", "0" * 64),
    "no name":              (None, "0" * 64),
}
# fmt: on


@pytest.mark.parametrize("named", ATTACHED_ASTRAY.values(), ids=ATTACHED_ASTRAY)
def test_nothing_becomes_an_imported_log_by_its_name_alone(db, named):
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "SELECT audit_import_attach(%s, %s, gen_random_uuid(), 'system:x')", named
        )


@pytest.mark.parametrize("origin", ["'live'", "NULL", "'log_00000000000000ab'"])
def test_a_log_holds_events_of_itself_alone(db, origin):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT audit_import_open(%s)", [ORIGIN])
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            f"INSERT INTO audit_viewevent_{ORIGIN} (origin, occurred_at, id, kind,"
            f" request_id) VALUES ({origin}, now(), 1, 'opened', gen_random_uuid())"
        )


# --- Forms in writings of their own ------------------------------------------------------------


@pytest.mark.parametrize("writing", ["unicode_escape", "utf-7", "utf-16", "idna"])
def test_a_form_in_another_writing_than_ours_is_refused(clerk, writing):
    """One of them can write half a character, which nothing can store."""
    browser = signed_in(clerk)
    boundary = "a-boundary"
    body = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="surname"\r\n\r\n'
        r"\ud800Smith"
        f"\r\n--{boundary}--\r\n"
    )
    content_type = f"multipart/form-data; boundary={boundary}; charset={writing}"
    for name in ("bookings:search", "bookings:suggest"):
        page = browser.generic(
            "POST", reverse(name), body.encode(), content_type=content_type
        )
        assert page.status_code == 400, name
    asked = browser.generic(
        "GET",
        reverse("bookings:register"),
        QUERY_STRING=r"surname=\ud800Smith",
        CONTENT_TYPE=f"text/plain; charset={writing}",
    )
    assert asked.status_code == 400


def test_blanks_around_a_name_are_not_kept(clerk):
    blanks = " " * 100_000

    signed_in(clerk).post(
        reverse("bookings:search"), {"surname": f"{blanks}Smith{blanks}"}
    )

    assert len(bytes(TypedText.objects.get().sealed)) < 1000
