"""A paper is handed in, written down, served and concluded; the person goes as anybody."""

import io
import re
import tempfile
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from access.enums import Purpose, Role
from access.guards import ActDenied
from access.viewer import System
from audit.clock import now
from audit.models import ActEvent, ViewEvent
from bookings import enums
from bookings.enums import LegalTextKind
from bookings.envelopes import CannotOpen
from bookings.forms import this_minute
from bookings.models import Booking, DataKey, Detainer, LegalText, PaperPage
from bookings.paper_scans import LONGEST_SIDE, MOST_BYTES, pages_of, sheet_opened
from bookings.presenters import PAPER_SLIP
from bookings.rules import RuleViolation, served_within
from bookings.rules import papers as rules
from bookings.selectors import usable_text
from bookings.services import papers as services
from bookings.services.legal_texts import sha256_of, sign_text
from bookings.services.papers import Received, Served
from compliance.selectors.papers import PaperCounts, paper_counts
from tests import factories
from tests.clients import body_of, signed_in
from tests.papers import said_on_paper
from warrants.enums import AdministrativePaper

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
SERVED_WITHIN = served_within(datetime(2026, 1, 1, tzinfo=UTC))
OFFICE = "ERO Xylophone"


def answer_in(language: str) -> LegalText:
    return usable_text(LegalTextKind.DETAINER_ANSWER, language)


@pytest.fixture
def jail(db, clock):
    clock(now())
    factories.laws()
    return factories.facility()


@pytest.fixture
def records(jail):
    return factories.viewer(
        Role.RECORDS_OFFICER, sees=[jail], purpose=Purpose.RECORDS_DUTY
    )


def picture(kind="PNG", size=(60, 80), **options) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, (200, 10, 10)).save(written, kind, **options)
    return written.getvalue()


def pdf(pages: int = 1, active: bytes = b"") -> bytes:
    """The smallest PDF with so many blank pages; ``active``: more of its catalogue."""
    kids = b" ".join(b"%d 0 R" % (3 + n) for n in range(pages))
    leaf = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R " + active + b" >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (pages, kids),
        *[leaf] * pages,
    ]
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(body))
        body += b"%d 0 obj %s endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        body
        + b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
        + table
        + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
        % (len(parts) + 1, len(body))
    )


def came(hours: int = 0, **fields) -> Received:
    fields = {"form": "I-247A", "received_by": "fax", "office": OFFICE} | fields
    return Received(received_at=now() - timedelta(hours=hours), **fields)


def received(booking, records, hours: int = 0, **fields) -> Detainer:
    sheets = [picture("JPEG")]
    made = services.receive_paper(booking.pk, came(hours, **fields), sheets, by=records)
    return Detainer.objects.get(pk=made)


# --- The scan ------------------------------------------------------------------------

# fmt: off
SCANS = [
    # what is sent                                        pages
    (picture("PNG"),                                      1),
    (picture("JPEG"),                                     1),
    (picture("TIFF"),                                     1),
    (pdf(1),                                              1),
    (pdf(20),                                             20),
    (pdf(1, b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), 1),
    (picture("JPEG", size=(5000, 3000)),                  1),
]
REFUSED = [
    # what is sent                                        is refused with
    (b"",                                                 "empty"),
    (b"x" * (MOST_BYTES + 1),                             "larger than 10 MB"),
    (b"<svg onload='alert(1)'/>",                         "cannot be read"),
    (b"<html><script>alert(1)</script>",                  "cannot be read"),
    (b"%PDF-1.7 and then nothing",                        "cannot be read"),
    (picture("GIF"),                                      "cannot be read"),
    (picture("PNG")[:60],                                 "cannot be read"),
    (pdf(21),                                             "21 pages"),
    (picture("PNG", size=(9000, 9000)),                   "cannot be read"),
]
# fmt: on


@pytest.mark.parametrize(("scan", "pages"), SCANS)
def test_a_scan_becomes_pictures_and_nothing_else_of_it_is_kept(scan, pages):
    sheets = pages_of(scan)

    assert len(sheets) == pages
    for sheet in sheets:
        opened = Image.open(io.BytesIO(sheet))
        assert opened.format == "JPEG"
        assert max(opened.size) <= LONGEST_SIDE
        assert b"JavaScript" not in sheet


@pytest.mark.parametrize(("scan", "why"), REFUSED)
def test_what_is_no_scan_is_refused_with_what_to_do(scan, why):
    with pytest.raises(RuleViolation, match=why):
        pages_of(scan)


def test_what_a_camera_wrote_into_a_picture_is_gone():
    marked = Image.Exif()
    marked[0x010E] = "Zimtstern"
    sheet = pages_of(picture("JPEG", exif=marked))[0]

    assert b"Zimtstern" not in sheet
    assert not Image.open(io.BytesIO(sheet)).getexif()


def test_a_page_lies_sealed_and_opens_no_more_when_its_key_is_gone(booking, records):
    paper = received(booking, records)
    sheet = PaperPage.objects.get(paper=paper)
    given = sheet.key_id.bytes + bytes(sheet.sealed)
    assert sheet_opened(given) == picture("JPEG")
    assert picture("JPEG") not in bytes(sheet.sealed)

    assert services.forget_paper(paper.pk, by=System("test"))
    assert not services.forget_paper(paper.pk, by=System("test"))

    with pytest.raises(CannotOpen):
        sheet_opened(given)
    assert DataKey.objects.get(pk=sheet.key_id).destroyed_at
    at = _address("paper_sheet", booking, paper, 1)
    assert signed_in(records).get(at).status_code == 404


@pytest.mark.parametrize("number", [0, 2, 999_999_999, 10**18])
def test_a_page_that_is_not_there_is_absent_whatever_its_number(
    number, booking, records
):
    paper = received(booking, records)
    at = _address("paper_sheet", booking, paper, number)
    assert signed_in(records).get(at).status_code == 404


# --- Who does what ---------------------------------------------------------------------

# fmt: off
WHO = [
    # role                     hands in  reads and serves
    (Role.BOOKING_CLERK,       True,     False),
    (Role.CUSTODY_OFFICER,     True,     False),
    (Role.SHIFT_SUPERVISOR,    True,     False),
    (Role.RECORDS_OFFICER,     False,    True),
    (Role.RECORDS_SUPERVISOR,  False,    True),
    (Role.NURSE,               False,    False),
    (Role.OFFICER,             False,    False),
    (Role.CONSULAR_OFFICER,    False,    False),
    (Role.AUDITOR,             False,    False),
    (Role.PRIVACY_OFFICER,     False,    False),
    (Role.ADMINISTRATOR,       False,    False),
]
# fmt: on


@pytest.mark.parametrize(("role", "hands_in", "reads"), WHO)
def test_the_desk_hands_in_and_the_records_unit_alone_reads(
    role, hands_in, reads, booking, records
):
    paper = received(booking, records)
    sees = [] if role in (Role.OFFICER, Role.ADMINISTRATOR) else [booking.facility]
    browser = signed_in(factories.viewer(role, sees=sees))

    answers = {
        name: browser.get(_address(name, booking, *keys)).status_code
        for name, keys in {
            "hand_in_paper": (),
            "papers_of": (),
            "receive_paper": (),
            "papers_for_person": (),
            "paper_answer": (),
            "paper": (paper,),
            "paper_sheet": (paper, 1),
        }.items()
    }

    assert answers == {
        "hand_in_paper": 200 if hands_in else 403,
        **dict.fromkeys(
            (
                *("papers_of", "receive_paper", "papers_for_person", "paper_answer"),
                *("paper", "paper_sheet"),
            ),
            200 if reads else 403,
        ),
    }


def test_whoever_hands_a_paper_in_is_given_nothing_of_it_back(booking, clerk):
    browser = signed_in(clerk)
    answer = browser.post(
        _address("hand_in_paper", booking),
        {
            "form": "I-200",
            "received_by": "by hand",
            "received_at": this_minute(now()),
            "scan": SimpleUploadedFile("I-200 of somebody.pdf", pdf(2)),
        },
        follow=True,
    )

    paper = Detainer.objects.get()
    assert (paper.form, paper.office, paper.pages.count()) == ("I-200", "", 2)
    assert "The paper is with the records unit." in body_of(answer)
    assert "I-200" not in body_of(answer)
    with pytest.raises(ActDenied):
        services.serve_paper(
            booking.pk, paper.pk, Served(now(), "en", "signed"), by=clerk
        )


def test_a_file_that_is_none_is_said_at_its_field_and_nothing_is_written(
    booking, clerk
):
    answer = signed_in(clerk).post(
        _address("hand_in_paper", booking),
        {
            "form": "I-200",
            "received_by": "fax",
            "received_at": this_minute(now()),
            "scan": SimpleUploadedFile("x.pdf", b"<script>"),
        },
    )

    assert "not a scan" in body_of(answer)
    assert not Detainer.objects.exists()


def test_what_is_too_large_is_not_read_and_lies_on_no_disk(booking, clerk, monkeypatch):
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", None)  # nobody may make one
    answer = signed_in(clerk).post(
        _address("hand_in_paper", booking),
        {
            "form": "I-200",
            "received_by": "fax",
            "received_at": this_minute(now()),
            "scan": SimpleUploadedFile("x.pdf", pdf(1) + b" " * 13 * 1024 * 1024),
        },
    )

    assert answer.status_code == 200
    assert "id_scan_error" in body_of(answer)
    assert not Detainer.objects.exists()


# --- Served ------------------------------------------------------------------------------


# fmt: off
SERVED = [
    # given, after receiving    was served before  is refused with
    (timedelta(0),              False,  None),
    (MINUTE,                    False,  None),
    (-MINUTE,                   False,  "before the paper was received"),
    (timedelta(hours=3),        False,  "future"),
    (MINUTE,                    True,   "on record already"),
]
# fmt: on


@pytest.mark.parametrize(("after", "before", "why"), SERVED)
def test_when_a_copy_can_have_been_given(after, before, why, booking, records):
    paper = received(booking, records, hours=2)
    given = Served(paper.received_at + after, "es", enums.CopyResult.REFUSED)
    if before:
        services.serve_paper(booking.pk, paper.pk, given, by=records)
    if why is None:
        services.serve_paper(booking.pk, paper.pk, given, by=records)
        paper.refresh_from_db()
        assert (paper.copy_served_at, paper.copy_language) == (
            given.served_at,
            "Español",
        )
        assert paper.copy_text == answer_in("es").sha256
        assert paper.copy_served_by == records.display_name
    else:
        with pytest.raises(RuleViolation, match=why):
            services.serve_paper(booking.pk, paper.pk, given, by=records)


def test_another_language_is_read_by_an_interpreter_who_is_named(booking, records):
    paper = received(booking, records, hours=1)
    asked = {
        "served_at": this_minute(now()),
        "language": "other",
        "result": "signed",
    }
    browser = signed_in(records)
    missing = browser.post(_address("serve_paper", booking, paper), asked)
    assert "Say who read it to the person." in body_of(missing)

    browser.post(
        _address("serve_paper", booking, paper),
        asked | {"other_language": "Somali", "interpreter": "Interpreter 12"},
    )

    paper.refresh_from_db()
    assert (paper.copy_language, paper.copy_interpreter) == ("Somali", "Interpreter 12")
    assert paper.copy_text == answer_in("en").sha256


@pytest.mark.parametrize("code", ["en", "es"])
def test_the_person_reads_the_answer_in_their_language_with_the_copy(
    code, booking, records
):
    paper = received(booking, records)
    browser = signed_in(records)
    page = browser.get(_address("papers_for_person", booking), {"language": code})

    body = body_of(page)
    assert f'lang="{code}"' in body
    assert answer_in(code).title in body.replace("&#x27;", "'")
    assert _address("paper_sheet", booking, paper, 1) in body
    assert ViewEvent.objects.filter(kind="printed", booking_id=booking.pk).exists()


@pytest.mark.parametrize("code", ["en", "es"])
def test_the_answer_is_printed_with_every_paper_it_is_about(code, booking, records):
    received(booking, records, office="ERO Xylophone")
    address = _address("paper_answer", booking)

    answer = signed_in(records).get(address, {"language": code})

    assert answer.headers["Content-Type"] == "application/pdf"
    text = " ".join(said_on_paper(answer.content).split())
    given = answer_in(code)
    for words in (
        *(given.title, given.body.split("\n\n")[1], given.edition),
        *("ERO Xylophone", "I-247A", booking.person.surname, "Firma, o: se negó"),
    ):
        assert words in text
    assert ViewEvent.objects.filter(kind="printed", booking_id=booking.pk).count() == 1


def test_every_answer_says_that_the_county_will_not_comply():
    assert "will not comply" in answer_in("en").body
    assert "no cumplirá" in answer_in("es").body


def test_a_language_is_offered_once_its_text_is_signed(booking, records):
    body = "La county không tuân theo."
    words = (LegalTextKind.DETAINER_ANSWER, "vi", "2026-11", "Trả lời", body)
    text = LegalText.objects.create(
        kind=words[0],
        language="vi",
        language_name="Tiếng Việt",
        edition=words[2],
        title=words[3],
        body=body,
        sha256=sha256_of(*words),
        source="RCW 10.93.160",
        certainty="low",
    )
    paper = received(booking, records)
    address = _address("papers_for_person", booking)
    browser = signed_in(records)
    assert "Tiếng Việt" not in body_of(browser.get(address))
    assert body not in body_of(browser.get(address, {"language": "vi"}))

    counsel = factories.viewer(Role.COUNSEL)
    sign_text(text.pk, text.sha256, "Thu Ha", "court certified", by=counsel)

    assert body in body_of(browser.get(address, {"language": "vi"}))
    services.serve_paper(
        booking.pk, paper.pk, Served(now(), "vi", "signed"), by=records
    )
    paper.refresh_from_db()
    assert (paper.copy_language, paper.copy_text) == ("Tiếng Việt", text.sha256)


def test_offices_are_suggested_where_a_paper_is_written_down_and_not_at_the_desk(
    booking, records, clerk
):
    page = body_of(signed_in(clerk).get(_address("hand_in_paper", booking)))
    assert "datalist" not in page
    assert 'list="offices"' in body_of(
        signed_in(records).get(_address("receive_paper", booking))
    )


def test_the_register_has_the_longest_unserved_first_and_says_the_hours(jail, records):
    served, late, new = (
        received(factories.booking(facility=jail), records, hours=hours)
        for hours in (90, 30, 2)
    )
    given = Served(now(), "en", "signed")
    services.serve_paper(served.booking_id, served.pk, given, by=records)
    browser = signed_in(records)

    body = body_of(browser.get(reverse("bookings:papers")))
    keys = re.findall(r"/papers/([0-9a-f-]{36})/", body)
    assert keys == [str(paper.pk) for paper in (late, new, served)]
    assert "Overdue: 30 h" in body
    assert "Unserved, 22 h left" in body

    for show, expected in (("unserved", [late, new]), ("served", [served])):
        body = body_of(browser.get(reverse("bookings:papers"), {"show": show}))
        found = re.findall(r"/papers/([0-9a-f-]{36})/", body)
        assert found == [str(paper.pk) for paper in expected]


def test_a_register_without_papers_says_so(records):
    assert "No paper to show" in body_of(signed_in(records).get("/papers/"))


# fmt: off
CONCLUDED = [
    # outcome          lifted      judge's warrant  is refused with
    ("lifted",         True,       "",         None),
    ("lifted",         False,      "",         "time at which it was lifted"),
    ("not_followed",   False,      "",         None),
    ("not_followed",   True,       "",         "time at which it was lifted"),
    ("to_warrants",    False,      "attached", None),
    ("to_warrants",    False,      "",         "No judge's warrant"),
]
# fmt: on


@pytest.mark.parametrize(("outcome", "is_lifted", "judicial", "why"), CONCLUDED)
def test_what_may_become_of_a_paper(
    outcome, is_lifted, judicial, why, booking, records
):
    paper = received(booking, records, judicial=judicial)
    before = Booking.objects.filter(pk=booking.pk).values().get()
    asked = (booking.pk, paper.pk, outcome, now() if is_lifted else None)
    if why is None:
        services.conclude_paper(*asked, by=records)
        with pytest.raises(RuleViolation, match="on record already"):
            services.conclude_paper(*asked, by=records)
    else:
        with pytest.raises(RuleViolation, match=why):
            services.conclude_paper(*asked, by=records)
    assert Booking.objects.filter(pk=booking.pk).values().get() == before


def test_the_act_history_names_no_booking_of_which_there_is_a_paper(booking, records):
    received(booking, records)

    acts = ActEvent.objects.filter(act__startswith="paper.")
    assert acts.exists()
    assert str(booking.pk) not in str([vars(act) for act in acts])


TWO_TERMS = """
[[serve_paper]]
effective_at = 2026-03-01T00:00:00Z
hours = 4
[[serve_paper]]
effective_at = 1970-01-01T00:00:00Z
hours = 24
"""
MARCH = datetime(2026, 3, 1, tzinfo=UTC)


def test_a_paper_is_held_to_the_term_of_its_receipt(monkeypatch):
    """A county's new term begins at its instant, and changes nothing that came before."""
    monkeypatch.setattr(rules, "TERMS", rules.terms_of(TWO_TERMS))
    given = {
        at: rules.served_within(at)
        for at in (MARCH - MINUTE, MARCH, MARCH + timedelta(days=9000))
    }

    assert list(given.values()) == [
        timedelta(hours=24),
        timedelta(hours=4),
        timedelta(hours=4),
    ]


# --- After a release --------------------------------------------------------------------


@pytest.mark.parametrize("by_number", [False, True])
@pytest.mark.parametrize(
    ("paper", "is_told"), [("none", False), ("served", False), ("waits", True)]
)
def test_after_a_release_the_desk_is_told_that_something_is_to_hand_over(
    by_number, paper, is_told, booking, clerk, records
):
    if paper != "none":
        made = received(booking, records)
        if paper == "served":
            given = Served(now(), "en", "signed")
            services.serve_paper(booking.pk, made.pk, given, by=records)
    asked = {"reason": "time_served", "leaving_at": this_minute(now())}
    browser = signed_in(clerk)
    if by_number:
        asked |= {"facility": booking.facility_id}
        asked |= {"booking_number": booking.booking_number}
        body = body_of(browser.post(reverse("bookings:release_by_number"), asked))
    else:
        answer = browser.post(_address("release", booking), asked, follow=True)
        body = body_of(answer)

    booking.refresh_from_db()
    assert booking.discharged_at
    assert (PAPER_SLIP in body) is is_told
    for word in ("I-247", OFFICE, "immigration paper", "detainer"):
        assert word not in body


def test_the_slip_says_neither_what_it_is_nor_from_whom():
    assert not re.search(
        r"immigra|detainer|ICE\b|warrant|federal", PAPER_SLIP, re.IGNORECASE
    )


# --- Counted -------------------------------------------------------------------------


def test_papers_are_counted_and_nobody_stayed_for_one(jail, records):
    hours = {"in time": 30, "late": 60, "waits": 40, "new": 1}
    papers = {
        name: received(factories.booking(facility=jail), records, hours=h)
        for name, h in hours.items()
    }
    for name, after in (("in time", SERVED_WITHIN), ("late", SERVED_WITHIN + MINUTE)):
        paper = papers[name]
        given = Served(paper.received_at + after, "en", "signed")
        services.serve_paper(paper.booking_id, paper.pk, given, by=records)

    assert paper_counts() == PaperCounts(received=4, served=2, in_time=1)
    assert paper_counts().unserved == 2


def _address(name: str, booking, *keys) -> str:
    names = [key.pk if isinstance(key, Detainer) else key for key in keys]
    return reverse(f"bookings:{name}", args=[booking.pk, *names])


# --- What each kind opens, and what is answered ---------------------------------------------


@pytest.mark.parametrize("form", enums.DetainerForm, ids=lambda form: form.value)
def test_every_kind_of_paper_is_received_answered_and_served(form, booking, records):
    before = Booking.objects.values().get(pk=booking.pk)
    paper = received(booking, records, hours=1, form=form.value)
    page = signed_in(records).get(
        reverse("bookings:paper", args=[booking.pk, paper.pk])
    )
    services.serve_paper(
        booking.pk, paper.pk, Served(now(), "en", "signed"), by=records
    )

    said = unescape(body_of(page))
    told = rules.PAPER_ANSWERS[form]
    assert told.words in said
    assert told.citation in said
    assert ("for counsel" in said) is told.for_counsel
    assert Detainer.objects.get(pk=paper.pk).copy_served_at
    assert Booking.objects.values().get(pk=booking.pk) == before


def test_the_subpoena_of_an_agency_is_answered_with_what_a_court_must_order():
    for form in (enums.DetainerForm.I_138, enums.DetainerForm.CUSTOMS_SUMMONS):
        told = rules.PAPER_ANSWERS[form]
        assert "No record is given on it" in told.words
        assert "order of a federal district court" in told.words
        assert told.for_counsel  # from memory, in domain.md 3.1


# Of the papers that are refused among the court's, those whose kind has another word here.
OTHER_WORDS = {
    AdministrativePaper.IMMIGRATION_JUDGE: enums.DetainerForm.IMMIGRATION_JUDGE,
    AdministrativePaper.CUSTOMS_SUMMONS: enums.DetainerForm.CUSTOMS_SUMMONS,
}


@pytest.mark.parametrize("kind", AdministrativePaper, ids=lambda kind: kind.value)
def test_what_is_refused_among_the_courts_papers_has_its_place_here(kind):
    """But for two that ask the jail for nothing: a notice to appear, a determination."""
    asks_for_nothing = (AdministrativePaper.I_286, AdministrativePaper.I_862)
    kinds = {form.value for form in enums.DetainerForm}

    assert (OTHER_WORDS.get(kind, kind) in kinds) is (kind not in asks_for_nothing)
