"""A file is recorded before its first byte, holds what its page would show, says
whose it is and whether it is whole.
"""

import csv
import io
import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from access import sheets
from access.acts import Act
from access.enums import FieldClass, Purpose, Role
from access.models import Account, Facility
from audit.clock import now
from audit.enums import Outcome, ViewKind
from audit.models import ActEvent, ViewEvent
from audit.shapes import REGISTERED
from bookings import pages, presenters, selectors
from bookings.models import Address, Alias, Booking, Charge, Detainer, Photo
from bookings.presenters.fields import LABELS, PARTS
from bookings.selectors import exports
from jailrecords.database import as_owner
from tests import factories
from tests.clients import body_of, signed_in, words

pytestmark = pytest.mark.django_db

LIVE = "=HYPERLINK(1)"


@pytest.fixture
def few(monkeypatch):
    """Files of at most five rows, two at a time."""
    monkeypatch.setattr(exports, "AT_ONCE", 2)
    monkeypatch.setattr(exports, "LIST_ROWS", 5)
    monkeypatch.setattr(selectors, "LIST_ROWS", 5)


def rows_of(body: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.removeprefix("\ufeff"), newline="")))


def custody_file(viewer, **posted):
    return signed_in(viewer).post(reverse("bookings:export_custody"), posted)


def record_file(viewer, key):
    return signed_in(viewer).post(reverse("bookings:export", args=[key]))


# --- The form of a file ----------------------------------------------------------------


def test_a_file_is_utf_8_with_its_mark_first_and_what_it_is_last(jail, clerk):
    booking = factories.booking(
        facility=jail, person=factories.person(surname="Ōkubo-Żółt")
    )

    response = record_file(clerk, booking.pk)

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response.content.count(b"\r\n") == response.content.count(b"\n")
    body = body_of(response)
    event = ViewEvent.objects.get(kind=ViewKind.EXPORTED)
    mark, heading, *rows, what_it_is, how_to_read = rows_of(body)
    assert mark[0] == f"Shown to {clerk.display_name}"
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT[\d:]{8}-0[78]:00", mark[1])
    assert mark[2] == f"Event {event.id}"
    assert heading == ["Part", "Field", "Value"]
    assert ["Person", "Surname", "Ōkubo-Żółt"] in rows
    assert what_it_is == [f"This file: one booking, {len(rows)} rows, whole"]
    assert "apostrophe" in how_to_read[0]


def test_a_files_name_says_nothing_about_anybody(jail, clerk):
    booking = factories.booking(facility=jail)
    for response in (record_file(clerk, booking.pk), custody_file(clerk)):
        assert re.fullmatch(
            r'attachment; filename="jail-records-[0-9a-f-]{36}\.csv"',
            response["Content-Disposition"],
        )
        assert str(booking.pk) not in response["Content-Disposition"]


def test_instants_are_iso_with_the_jails_offset_and_codes_are_words(jail, clerk):
    booking = factories.booking(facility=jail, bail_amount=5000)
    booking.person.sex = "F"
    booking.person.birth_date = "1986-04-28"
    booking.person.save()

    rows = rows_of(body_of(record_file(clerk, booking.pk)))

    values = {(part, field): value for part, field, value in rows[1:-2]}
    assert re.fullmatch(r"[\d-]{10}T[\d:]{8}-0[78]:00", values["Booking", "Booked"])
    assert values["Booking", "Bail (US dollars)"] == "5000.00"
    assert values["Person", "Birth date"] == "1986-04-28"
    assert values["Person", "Sex"] == "Female"


def test_what_could_run_in_a_spreadsheet_does_not_and_is_still_exact(jail, clerk):
    person = factories.person(surname=LIVE, given_name="\t@SUM(A1)")
    booking = factories.booking(facility=jail, person=person, arresting_agency="＝1")
    Alias.objects.create(person=person, surname="-2+3")
    Charge.objects.filter(booking=booking).update(offense="Theft;=cmd|'x'!A1")

    for response in (record_file(clerk, booking.pk), custody_file(clerk)):
        cells = [cell for row in rows_of(body_of(response)) for cell in row]
        assert LIVE not in cells
        assert not [c for c in cells if c.lstrip()[:1] in tuple("=+-@＝")]
        assert LIVE in map(sheets.exact, cells)
        assert "\t@SUM(A1)" in map(sheets.exact, cells)
        assert "Theft;=cmd|'x'!A1" in map(sheets.exact, cells)


def test_every_field_of_a_file_and_of_the_history_has_words():
    for page in (
        *(pages.RECORD_EXPORT, pages.CUSTODY_EXPORT, pages.SEARCH_EXPORT),
        *(pages.HISTORY, pages.PRINT),
    ):
        for path, _ in page.shape.fields:
            assert LABELS[path], path
            assert PARTS[path.partition(".")[0]]


# --- What is in it ------------------------------------------------------------------------


def test_a_field_that_may_not_be_seen_has_no_line_and_no_column(jail, clerk):
    person = factories.person(phone="206-555-0151")
    booking = factories.booking(facility=jail, person=person, housing="10 W")
    Address.objects.create(person=person, kind="home", street="1 Wapato Court")
    Detainer.objects.create(
        booking=booking, form="I-247A", office="ERO", received_at=now()
    )
    Photo.objects.create(person=person, image=b"jpeg", taken_at=now())
    officer = factories.viewer(Role.OFFICER, sees=[jail])

    for viewer, is_shown in ((clerk, True), (officer, False)):
        fields = {
            tuple(row[:2])
            for row in rows_of(body_of(record_file(viewer, booking.pk)))[1:-2]
        }
        assert (("Person", "Telephone") in fields) is is_shown
        assert (("Address 1", "Street") in fields) is is_shown
        heading = rows_of(body_of(custody_file(viewer)))[1]
        assert ("Housing" in heading) is is_shown
        assert not [field for field in fields if field[0].startswith(("Photo", "Imm"))]


def test_immigration_papers_leave_in_no_file_and_on_no_sheet(jail):
    records = factories.viewer(
        Role.RECORDS_OFFICER, sees=[jail], purpose=Purpose.RECORDS_DUTY
    )
    booking = factories.booking(facility=jail)
    Detainer.objects.create(
        booking=booking, form="I-247A", office="ERO", received_at=now()
    )

    client = signed_in(records)

    assert "I-247A" in words(client.get(reverse("bookings:record", args=[booking.pk])))
    assert "I-247A" not in words(record_file(records, booking.pk))
    assert "I-247A" not in words(
        client.get(reverse("bookings:print", args=[booking.pk]))
    )


def test_a_column_that_a_later_row_brings_begins_with_a_heading_of_its_own(jail, few):
    """Of another facility, where the unit holds more; other rows say "not shown"."""
    member = factories.membership(Role.BOOKING_CLERK)
    there = factories.facility()
    factories.permit(member.unit, jail, [FieldClass.REGISTER, FieldClass.CUSTODY])
    factories.permit(member.unit, there)
    for hours, place in enumerate((jail, jail, jail, there), start=1):
        factories.booking(
            facility=place,
            housing=f"cell {hours}",
            booked_at=now() - timedelta(hours=hours),
        )

    rows = rows_of(body_of(custody_file(factories.viewer_of(member))))

    headings = [row for row in rows if row[0] == "Surname"]
    assert ["Housing" in heading for heading in headings] == [False, True]
    assert [row[-1] for row in rows[-4:-2]] == ["not shown", "cell 4"]


def test_no_list_no_file_and_no_suggestion_has_a_photo():
    """Read from the shapes that are registered: a new list is looked at as well."""
    with_image = {
        shape.page
        for shape in REGISTERED.values()
        if "photos.image" in dict(shape.fields)
    }
    assert with_image == {"bookings.photo"}
    for shape in REGISTERED.values():
        if re.search("export|list|names|results|suggest|register", shape.page):
            assert not [p for p, _ in shape.fields if p.startswith("photos.")]


# --- How much, and whether whole ------------------------------------------------------------


def test_a_list_is_cut_at_its_bound_and_says_so(jail, clerk, few):
    for _ in range(7):
        factories.booking(facility=jail)

    *_, what_it_is, _ = rows = rows_of(body_of(custody_file(clerk)))

    assert len(rows) == 5 + 4
    assert what_it_is == [
        "This file: 5 rows, cut: a file holds at most 5 rows, and there may be more"
    ]


def test_a_list_shorter_than_its_bound_is_whole_and_in_the_pages_order(
    jail, clerk, few
):
    made = [factories.booking(facility=jail) for _ in range(4)]
    listed = [row.booking_id for row in selectors.in_custody(clerk)]

    rows = rows_of(body_of(custody_file(clerk)))

    number = rows[1].index("Booking number")
    numbers = {booking.pk: booking.booking_number for booking in made}
    assert [row[number] for row in rows[2:-2]] == [numbers[key] for key in listed]
    assert rows[-2] == ["This file: 4 rows, whole"]


def test_an_empty_list_is_a_file_that_says_so(clerk):
    rows = rows_of(body_of(custody_file(clerk)))

    assert rows[1:-1] == [["This file: 0 rows, whole"]]


def test_a_file_of_one_facility_holds_that_facility_alone(jail, clerk):
    there = factories.facility()
    unit = Account.objects.get(pk=clerk.account_id).memberships.get().unit
    factories.permit(unit, there)
    factories.booking(facility=jail)
    factories.booking(facility=there)
    viewer = factories.viewer_of(
        Account.objects.get(pk=clerk.account_id).memberships.get()
    )

    rows = rows_of(body_of(custody_file(viewer, facility=there.pk)))

    place = rows[1].index("Facility")
    assert [row[place] for row in rows[2:-2]] == [
        Facility.objects.get(pk=there.pk).name
    ]


def test_a_search_gives_no_more_in_a_file_than_on_its_page(jail, clerk):
    for _ in range(selectors.PAGE + 3):
        factories.booking(facility=jail)
    browser = signed_in(clerk)
    found = browser.post(reverse("bookings:search"), {"given_name": "Robin"})

    rows = rows_of(body_of(browser.post(f"{found['Location']}export/")))

    assert len(rows[2:-2]) == selectors.FOUND_ROWS == selectors.PAGE
    assert "cut" in rows[-2][0]


def test_a_search_of_another_session_is_over(jail, clerk):
    factories.booking(facility=jail)
    found = signed_in(clerk).post(reverse("bookings:search"), {"given_name": "Robin"})

    answer = signed_in(clerk).post(f"{found['Location']}export/")

    assert answer.status_code == 302
    assert not ViewEvent.objects.filter(kind=ViewKind.EXPORTED).exists()


# --- Recorded first --------------------------------------------------------------------------


def test_each_part_is_recorded_before_it_is_sent_and_no_further_one(jail, clerk, few):
    for _ in range(5):
        factories.booking(facility=jail)
    response = custody_file(clerk)

    def exported() -> int:
        return ViewEvent.objects.filter(kind=ViewKind.EXPORTED).count()

    assert exported() == 2, "before the first byte, as many as the first part holds"
    sent = 0
    for text in response.streaming_content:
        sent += text.count(b"Testperson")
        assert sent <= exported() <= sent + 2
    assert sent == exported() == 5


def test_the_act_and_every_booking_of_a_file_are_recorded(jail, clerk):
    made = {factories.booking(facility=jail).pk for _ in range(3)}

    body_of(custody_file(clerk))

    act = ActEvent.objects.get(act=Act.EXPORT)
    assert (act.outcome, act.account_id, act.target_kind) == (
        Outcome.DONE,
        clerk.account_id,
        "custody",
    )
    events = ViewEvent.objects.filter(kind=ViewKind.EXPORTED)
    assert {event.booking_id for event in events} == made
    assert {event.shape_id for event in events} == {pages.CUSTODY_EXPORT.shape.id}
    assert {event.request_id for event in events} == {act.request_id}


def test_a_file_of_what_may_not_be_known_is_refused_and_recorded(jail):
    officer = factories.viewer(Role.OFFICER, sees=[jail])
    sealed = factories.booking(facility=jail, is_sealed=True)

    for key in (sealed.pk, uuid.uuid4()):
        answer = record_file(officer, key)
        event = ViewEvent.objects.get(booking_id=key)
        assert answer.status_code == 404
        assert (event.kind, event.shape_id) == (
            ViewKind.REFUSED,
            pages.RECORD_EXPORT.shape.id,
        )
    assert not ActEvent.objects.filter(act=Act.EXPORT).exists()


def test_who_only_watches_takes_no_file(jail):
    auditor = factories.viewer(Role.AUDITOR, sees=[jail])
    booking = factories.booking(facility=jail)

    assert record_file(auditor, booking.pk).status_code == 403
    assert custody_file(auditor).status_code == 403
    assert not ViewEvent.objects.filter(kind=ViewKind.EXPORTED).exists()


def test_who_is_suspended_while_a_file_is_written_gets_no_more_of_it(jail, clerk, few):
    for _ in range(5):
        factories.booking(facility=jail)
    response = custody_file(clerk)
    parts = response.streaming_content
    sent = [next(parts) for _ in range(4)]
    Account.objects.filter(pk=clerk.account_id).update(
        suspended_at=now(), suspended_reason="lost phone"
    )

    rest = b"".join(parts).decode()

    assert b"".join(sent).count(b"Testperson") == 2
    assert "Testperson" not in rest
    assert "This file: 2 rows, cut: what you may be shown has changed" in rest


@pytest.mark.django_db(transaction=True)
def test_when_events_cannot_be_written_no_file_begins_and_a_begun_one_ends(few):
    factories.laws()
    jail = factories.facility()
    clerk = factories.viewer(Role.BOOKING_CLERK, sees=[jail])
    booking = factories.booking(facility=jail)
    for _ in range(4):
        factories.booking(facility=jail)
    begun = custody_file(clerk).streaming_content
    head = [next(begun) for _ in range(4)]
    with as_owner():
        connection.cursor().execute("REVOKE INSERT ON audit_viewevent FROM jr_app")

    assert record_file(clerk, booking.pk).status_code == 503
    assert custody_file(clerk).status_code == 503
    rest = b"".join(begun).decode()
    assert b"".join(head).count(b"Testperson") == 2
    assert "Testperson" not in rest
    assert "cut: the rest could not be written down in the view history" in rest


def test_a_long_list_is_sent_with_the_memory_of_a_part(jail, clerk):
    """The rows of one part alone are held: what was given out is let go."""
    alive: list[int] = []

    def batches():
        for _ in range(3):
            rows = selectors.in_custody(
                clerk, page=pages.CUSTODY_EXPORT, kind=ViewKind.EXPORTED
            )
            alive.append(len(rows))
            yield rows

    factories.booking(facility=jail)
    lines = presenters.list_file(batches(), pages.CUSTODY_EXPORT, clerk, most=9)

    next(lines)
    assert alive == []
    next(lines)
    assert alive == [1]
    assert Booking.objects.count() == 1
    assert len(list(lines)) == 3 + 2


# --- The day's ceiling -----------------------------------------------------------------


@pytest.fixture
def officer_of_two(jail):
    """An officer who may be shown two different people a day."""
    member = factories.membership(Role.OFFICER)
    paper = factories.agreement(member.unit.agency, daily_ceiling=2)
    factories.permit(member.unit, jail, agreement=paper)
    return factories.viewer_of(member)


def test_a_list_that_the_days_ceiling_has_cut_says_so(jail, officer_of_two):
    for _ in range(3):
        factories.booking(facility=jail)

    *_, what_it_is, _how_to_read = rows_of(body_of(custody_file(officer_of_two)))

    assert what_it_is[0].startswith(
        "This file: 2 rows, cut: the ceiling of your account, 2 people a day, was reached"
    )


def test_a_record_that_the_days_ceiling_has_cut_says_so(jail, officer_of_two):
    whole, also_whole, cut = [factories.booking(facility=jail) for _ in range(3)]

    ends = [
        rows_of(body_of(record_file(officer_of_two, booking.pk)))[-2][0]
        for booking in (whole, also_whole, cut)
    ]

    assert [end.endswith(", whole") for end in ends] == [True, True, False]
    assert "cut: the ceiling of your account, 2 people a day" in ends[2]


def test_the_custody_list_says_that_it_ends_at_the_ceiling(jail, officer_of_two):
    for _ in range(3):
        factories.booking(facility=jail)

    page = body_of(signed_in(officer_of_two).get(reverse("bookings:custody")))

    assert "The list ends here for today" in page
    assert "paging" not in page
