"""A court's paper in the register: the scan, what is written down, who compares, who calls."""

import re
import subprocess
import sys
import zlib
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from access.acts import Act
from access.enums import FieldClass, Purpose, Role
from access.guards import ActDenied
from audit.clock import now
from audit.models import ActEvent, ViewEvent
from bookings.drawing import MOST_BYTES
from bookings.envelopes import CannotOpen, destroy_key
from bookings.models import DataKey
from bookings.rules import RuleViolation as NotAScan
from bookings.scans import Scan, scanned
from tests import factories
from tests.clients import signed_in
from tests.corpus.instruments import GOOD, PEOPLE, papers, pdf, whole_pdf
from warrants import selectors
from warrants.checks import Scope
from warrants.court_table import courts
from warrants.courts import COURTS
from warrants.enums import CallResult, Check, Outcome, PartKind, ScopeKind
from warrants.models import CallBack, Instrument, InstrumentPart
from warrants.rules import RuleViolation
from warrants.services import instruments as services

pytestmark = pytest.mark.django_db
SHA = "ab" * 32


@pytest.fixture
def first(jail):
    return supervisor(jail)


@pytest.fixture
def second(jail):
    return supervisor(jail)


def supervisor(jail):
    return factories.viewer(
        Role.RECORDS_SUPERVISOR, sees=[jail], purpose=Purpose.RECORDS_DUTY
    )


@pytest.fixture
def counsel(jail):
    return factories.viewer(Role.COUNSEL, sees=[jail])


def a_paper(group: str = "federal arrest", n: int = 1):
    """Pages and statement of a good paper, issued so many days ago as it says."""
    pages, said = GOOD[group](n, PEOPLE[n])
    today = timezone.localtime(now()).date()
    return pages, replace(said, issued_on=today - timedelta(days=2), execute_by=None)


def received(by, pages=None) -> Instrument:
    """In the register, with its text and a page as a picture; no file is drawn for it."""
    texts = tuple("\n".join(lines) for lines in pages or ())
    scan = Scan(SHA, (jpeg(),) * max(len(texts), 1), texts or ("",))
    return Instrument.objects.get(pk=services.receive_instrument(scan, "fax", by=by))


def jpeg() -> bytes:
    written = BytesIO()
    Image.new("L", (60, 80), 200).save(written, "JPEG")
    return written.getvalue()


def entered(by, group="federal arrest", **different) -> Instrument:
    pages, said = a_paper(group)
    own = received(by, pages)
    services.enter_instrument(
        own.pk, services.Entered(replace(said, **different)), by=by
    )
    return own


def outcome(own: Instrument) -> Outcome:
    return seen(own).outcome


def seen(own: Instrument):
    return selectors.examined(selectors.instrument(own.pk), now())


# --- From the scan to the verdict ------------------------------------------------------


def test_a_good_paper_meets_when_another_compared_it_and_the_clerk_confirmed_it(
    first, second
):
    own = entered(first)
    assert outcome(own) is Outcome.WAITS

    services.compare_instrument(own.pk, by=second)
    assert outcome(own) is Outcome.WAITS

    services.call_court(own.pk, CallResult.CONFIRMED, "The deputy clerk", by=second)
    assert outcome(own) is Outcome.MEETS


def test_the_register_begins_with_what_is_not_entered_and_then_the_newest(first, clock):
    clock(now())
    before = [entered(first).pk]
    for minutes in (1, 2):
        clock(now() + timedelta(minutes=minutes))
        before.append(entered(first).pk)
    waiting = received(first).pk

    assert [own.pk for own in selectors.instruments()] == [waiting, *reversed(before)]


def test_the_register_takes_no_query_for_each_paper_and_says_what_is_erased(
    first,
):
    browser = signed_in(first)
    address = reverse("warrants:instruments")

    def queries() -> int:
        with CaptureQueriesContext(connection) as taken:
            assert browser.get(address).status_code == 200
        return len(taken)

    own = entered(first)
    of_one = queries()
    for _ in range(4):
        entered(first)
    assert queries() == of_one

    destroy_key(own.key_id)
    assert "Its scan, and what was read from it, is gone" in " ".join(
        browser.get(address).content.decode().split()
    )


def test_no_call_is_made_on_a_number_that_is_not_the_court_tables(
    first, settings, tmp_path
):
    own = entered(first)
    services.call_court(own.pk, CallResult.NO_ANSWER, "", by=first)
    made = CallBack.objects.get()
    court = COURTS[own.__class__.objects.get(pk=own.pk).court_code]
    assert (made.number, made.number_source) == (
        court.telephone,
        court.telephone_source,
    )
    assert "number" not in set(services.call_court.__annotations__)

    nowhere = entered(first, court=None, court_label="Tribal Court of the Tulalip")
    with pytest.raises(RuleViolation, match="court table"):
        services.call_court(nowhere.pk, CallResult.CONFIRMED, "Somebody", by=first)


def test_a_county_puts_its_own_numbers_into_the_court_table(settings, tmp_path):
    code = "adams-county-superior-court"
    file = tmp_path / "telephones.csv"
    file.write_text(f"code,telephone,source\n{code},509-555-0100,directory of 2026\n")
    settings.COURT_TELEPHONES = str(file)

    assert courts()[code].telephone == "509-555-0100"
    assert courts()[code].telephone_source == "directory of 2026"
    assert not COURTS[code].telephone

    file.with_name("other.csv").write_text("code,telephone,source\nno-court,1,x\n")
    settings.COURT_TELEPHONES = str(file.with_name("other.csv"))
    with pytest.raises(ValueError, match="not a court"):
        courts()


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (CallResult.NO_ANSWER, Outcome.WAITS),
        (CallResult.NOT_KNOWN, Outcome.FAILS),
        (CallResult.RECALLED, Outcome.FAILS),
    ],
)
def test_what_the_clerk_says_counts(result, expected, first, second):
    own = entered(first)
    services.compare_instrument(own.pk, by=second)

    services.call_court(own.pk, result, "The deputy clerk", by=second)

    assert outcome(own) is expected
    own.refresh_from_db()
    assert bool(own.recalled_at) is (result is CallResult.RECALLED)


def test_who_entered_it_neither_compares_it_nor_accepts_it(first, jail):
    own = entered(first)
    with pytest.raises(RuleViolation, match="Somebody else"):
        services.compare_instrument(own.pk, by=first)
    for column in ("compared", "counsel"):
        with pytest.raises(DatabaseError), transaction.atomic():
            Instrument.objects.filter(pk=own.pk).update(
                **{f"{column}_at": now(), f"{column}_by": first.account_id}
            )


def test_who_entered_it_does_not_write_down_that_the_court_confirmed_it(first, second):
    """By the page, and by the database; that a court does not know it, they may."""
    own = entered(first)
    with pytest.raises(RuleViolation, match="Somebody else"):
        services.call_court(own.pk, CallResult.CONFIRMED, "The clerk", by=first)
    with pytest.raises(DatabaseError, match="does not confirm"), transaction.atomic():
        call(own, CallResult.CONFIRMED, by=first)

    services.call_court(own.pk, CallResult.NOT_KNOWN, "The clerk", by=first)
    assert outcome(own) is Outcome.FAILS


def call(own, result, *, by, called_at=None) -> CallBack:
    fields = {"called_at": called_at} if called_at else {}
    return CallBack.objects.create(
        instrument=own,
        called_by_id=by.account_id,
        number="206-555-0100",
        number_source="a test",
        result=result,
        **fields,
    )


def test_the_last_call_counts_whatever_the_clock_was(first, second, clock):
    """Confirmed by a clock that was ahead, or with an instant to come; then not known."""
    at = now()
    clock(at + timedelta(hours=1))
    own = entered(first)
    services.compare_instrument(own.pk, by=second)
    services.call_court(own.pk, CallResult.CONFIRMED, "The clerk", by=second)
    clock(at)
    call(own, CallResult.CONFIRMED, by=second, called_at=at + timedelta(days=9))
    services.call_court(own.pk, CallResult.NOT_KNOWN, "The clerk", by=second)

    assert outcome(own) is Outcome.FAILS
    calls = list(CallBack.objects.order_by("called_at").values_list("id", flat=True))
    assert calls == sorted(calls)
    latest = CallBack.objects.latest("called_at").called_at
    assert latest < at + timedelta(hours=2)


def test_counsel_accepts_what_is_for_counsel(first, second, counsel):
    own = entered(first, "on an indictment")
    services.compare_instrument(own.pk, by=second)
    services.call_court(own.pk, CallResult.CONFIRMED, "The deputy clerk", by=second)
    assert outcome(own) is Outcome.COUNSEL

    with pytest.raises(ActDenied):
        services.accept_instrument(own.pk, frozenset({Check.SIGNER}), by=second)
    services.accept_instrument(own.pk, frozenset({Check.SIGNER}), by=counsel)

    assert outcome(own) is Outcome.MEETS


def test_a_recalled_paper_fails_from_that_instant(first, second):
    own = entered(first)
    services.compare_instrument(own.pk, by=second)
    services.call_court(own.pk, CallResult.CONFIRMED, "The deputy clerk", by=second)
    services.recall_instrument(own.pk, by=second)

    assert outcome(own) is Outcome.FAILS
    with pytest.raises(RuleViolation, match="recalled already"):
        services.recall_instrument(own.pk, by=second)


def test_a_search_warrant_is_executed_and_then_returned(first):
    own = entered(first, "state search")
    services.serve_instrument(own.pk, now() - timedelta(hours=2), by=first)
    assert outcome(own) is Outcome.FAILS
    with pytest.raises(RuleViolation, match="before it was executed"):
        services.serve_instrument(own.pk, now() - timedelta(hours=3), by=first)
    services.serve_instrument(own.pk, now() - timedelta(hours=1), by=first)
    with pytest.raises(RuleViolation, match="on record already"):
        services.serve_instrument(own.pk, now(), by=first)


def test_nothing_is_done_with_a_paper_that_is_not_entered(first, counsel):
    own = received(first)
    for act in (
        lambda: services.compare_instrument(own.pk, by=first),
        lambda: services.call_court(own.pk, CallResult.CONFIRMED, "X", by=first),
        lambda: services.recall_instrument(own.pk, by=first),
        lambda: services.accept_instrument(own.pk, frozenset(Check), by=counsel),
    ):
        with pytest.raises(RuleViolation, match="Write down first"):
            act()
    assert outcome(own) is Outcome.WAITS


# fmt: off
GROWTH = [
    "case_number = '26-1-09999-1 SEA'", "court_code = 'seattle-municipal-court'", "classes = 4095",
    "signer = 'municipal_judge'", "kind = 'court_order'", "issued_on = '2030-01-01'",
    "bookings = ARRAY[gen_random_uuid()]", "sha256 = 'x'", "page_count = 9", "entered_at = NULL, entered_by_id = NULL, kind = ''",
    "recalled_at = NULL", "compared_at = NULL, compared_by_id = NULL", "served_at = NULL", "scope_kind = 'both'",
]
# fmt: on


@pytest.mark.parametrize("growth", GROWTH)
def test_what_was_written_down_stands_in_the_database(growth, first, second):
    own = entered(first, "state search")
    services.compare_instrument(own.pk, by=second)
    services.serve_instrument(own.pk, now(), by=second)
    services.recall_instrument(own.pk, by=second)
    with pytest.raises(DatabaseError, match="stands"), transaction.atomic():
        connection.cursor().execute(f"UPDATE warrants_instrument SET {growth}")


@pytest.mark.parametrize("table", ["warrants_callback", "warrants_instrumentpart"])
def test_calls_and_pages_are_written_once(table, first):
    own = entered(first)
    services.call_court(own.pk, CallResult.NO_ANSWER, "", by=first)
    for change in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id"):
        with pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(change)


def test_pages_text_and_names_lie_sealed_and_open_no_more_when_the_key_is_gone(first):
    own = entered(first)
    name = PEOPLE[1].split()[0].encode()
    kinds = set()
    for part in InstrumentPart.objects.filter(instrument=own):
        kinds.add(part.kind)
        assert name not in bytes(part.sealed)
        assert jpeg() not in bytes(part.sealed)
    assert kinds == set(PartKind)
    assert selectors.sheet(own.pk, 1) == jpeg()

    destroy_key(DataKey.objects.get(pk=own.key_id))

    with pytest.raises(CannotOpen):
        selectors.sheet(own.pk, 1)
    at = reverse("warrants:instrument_sheet", args=[own.pk, 1])
    assert signed_in(first).get(at).status_code == 404


# --- A paper that is no court's ----------------------------------------------------------


def test_an_administrative_paper_is_refused_with_where_it_belongs(first):
    for paper in papers():
        if not paper.is_administrative or paper.is_picture:
            continue
        if paper.group.startswith(("immigration judge titled", "under a court's")):
            continue  # it does not say what it is: it is taken, and fails
        with pytest.raises(RuleViolation, match="Papers"):
            received(first, paper.pages)
    assert not Instrument.objects.exists()
    assert not InstrumentPart.objects.exists()


def test_who_chooses_an_administrative_form_is_sent_to_the_papers(first):
    own = received(first)
    at = reverse("warrants:enter_instrument", args=[own.pk])
    answer = signed_in(first).post(at, filled(kind="I-200")).content.decode()

    assert "under Papers" in answer
    own.refresh_from_db()
    assert own.entered_at is None


# --- Uploads -----------------------------------------------------------------------------


def picture(kind="PNG", size=(60, 80), mode="L", **options) -> bytes:
    written = BytesIO()
    Image.new(mode, size, 1 if mode == "1" else 200).save(written, kind, **options)
    return written.getvalue()


LEAF = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>"
PAGES = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"


def active(catalogue: bytes, *more: bytes) -> bytes:
    root = b"<< /Type /Catalog /Pages 2 0 R " + catalogue + b" >>"
    return whole_pdf([root, PAGES, LEAF, *more])


def packed_script() -> bytes:
    hidden = zlib.compress(b"5 0 << /S /JavaScript /JS (app.alert(1)) >>")
    head = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>" % len(
        hidden
    )
    return active(b"", head + b" stream\n" + hidden + b"\nendstream")


def picture_bomb_in_a_pdf() -> bytes:
    one = zlib.compress(b"\0" * 16_000_000)
    head = (
        b"<< /Type /XObject /Subtype /Image /Width 20000 /Height 20000 /BitsPerComponent 8"
        b" /ColorSpace /DeviceGray /Filter /FlateDecode /Length %d >>" % len(one)
    )
    draw = b"q 612 0 0 792 0 0 cm /I Do Q"
    return whole_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            PAGES,
            LEAF[:-2] + b" /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>",
            b"<< /Length %d >> stream\n%s\nendstream" % (len(draw), draw),
            head + b" stream\n" + one + b"\nendstream",
        ]
    )


GOOD_PDF = pdf((("SUPERIOR COURT OF WASHINGTON FOR KING COUNTY", "Warrant of arrest"),))
# fmt: off
HOSTILE = [
    # sent as             what it is                                                       is refused with
    ("scan.pdf",          b"",                                                             "empty"),
    ("scan.pdf",          b"x" * (MOST_BYTES + 1),                                         "larger than 10 MB"),
    ("bomb.png",          picture(size=(30_000, 30_000), mode="1"),                        "cannot be read|too large"),
    ("bomb.tif",          picture("TIFF", size=(9_000, 9_000), compression="tiff_deflate"), "cannot be read|too large"),
    ("bomb.pdf",          picture_bomb_in_a_pdf(),                                         "too large"),
    ("script.pdf",        active(b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),  "script"),
    ("script.pdf",        active(b"/OpenAction << /S /J#61vaScript /J#53 (app.alert(1)) >>"), "script"),
    ("script.pdf",        packed_script(),                                                 "script"),
    ("launch.pdf",        active(b"/OpenAction << /S /Launch /F (cmd.exe) >>"),            "script"),
    ("attached.pdf",      active(b"/Names << /EmbeddedFiles << >> >>"),                    "script or another file"),
    ("xfa.pdf",           active(b"/AcroForm << /XFA [] >>"),                              "script"),
    ("locked.pdf",        whole_pdf([b"<< /Type /Catalog /Pages 2 0 R >>", PAGES, LEAF, b"<< /Filter /Standard >>"], b"/Encrypt 4 0 R"), "password"),
    ("half.pdf",          GOOD_PDF[:300],                                                  "not whole"),
    ("nothing.pdf",       b"%PDF-1.7 and then nothing %%EOF",                              "cannot be read"),
    ("drawing.svg",       b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",  "not taken"),
    ("drawing.png",       b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",  "not a scan"),
    ("page.pdf",          b"<html><script>alert(1)</script>%PDF-1.4 %%EOF",                "not a scan"),
    ("archive.pdf",       GOOD_PDF + b"PK\x05\x06" + b"\0" * 18,                           "two kinds"),
    ("behind.pdf",        GOOD_PDF + b"<html><script>alert(1)</script>",                   "two kinds"),
    ("archive.png",       picture() + b"PK\x05\x06" + b"\0" * 18,                          "two kinds"),
    ("archive.jpg",       picture("JPEG") + b"PK\x05\x06" + b"\0" * 18,                    "two kinds"),
    ("page.jpg",          picture("JPEG") + b"<script>alert(1)</script>",                  "two kinds"),
    ("other.png",         GOOD_PDF,                                                        "not what its name says"),
    ("scan.pdf.exe",      GOOD_PDF,                                                        "two endings"),
    ("scan.exe.pdf",      GOOD_PDF,                                                        "two endings"),
    ("scan.html.pdf",     GOOD_PDF,                                                        "two endings"),
    ("scan.exe",          GOOD_PDF,                                                        "not taken"),
    ("nacs\u202efdp.exe", GOOD_PDF,                                                        "hides what it is"),
    ("moving.gif",        picture("GIF"),                                                  "not taken"),
]
# fmt: on


@pytest.mark.parametrize(("name", "data", "why"), HOSTILE)
def test_what_is_more_than_a_scan_is_refused_with_what_to_do(name, data, why):
    with pytest.raises(NotAScan) as refused:
        scanned(name, data)
    assert re.search(why, str(refused.value)), str(refused.value)


@pytest.mark.parametrize(
    "name", ["scan.pdf", "SCAN.PDF", "26-1-01234-5.SEA.pdf", "St. v. Doe (2).pdf"]
)
def test_an_honest_scan_is_taken_with_its_text(name):
    scan = scanned(name, GOOD_PDF)

    assert len(scan.pages) == 1
    assert Image.open(BytesIO(scan.pages[0])).format == "JPEG"
    assert "SUPERIOR COURT OF WASHINGTON" in scan.texts[0]


@pytest.mark.parametrize("is_drawn", [True, False], ids=["with", "without"])
def test_what_was_filled_into_a_form_is_drawn_and_read(is_drawn):
    """As a printer would put it on paper: with the look that the form gave it, or none."""
    blank, filled = (
        scanned("form.pdf", form_pdf(name, is_drawn=is_drawn))
        for name in ("", "Robin Testperson")
    )

    assert "Robin Testperson" in filled.texts[0]
    assert "ARREST WARRANT" in filled.texts[0]
    assert "Robin" not in blank.texts[0]
    assert dark_points(filled.pages[0]) > dark_points(blank.pages[0]) + 100


def test_a_long_page_whose_size_is_its_documents_stays_whole():
    """A legal page of a form: what stands at its head is drawn."""
    data = form_pdf("Robin Testperson", is_drawn=True).replace(
        b" /MediaBox [0 0 612 792]", b" " * len(b" /MediaBox [0 0 612 792]")
    )
    long = data.replace(
        b"/Count 1 /Kids [5 0 R]", b"/Count 1 /Kids [5 0 R] /MediaBox [0 0 612 1008]"
    )

    (page,) = scanned("form.pdf", long).pages

    width, height = Image.open(BytesIO(page)).size
    assert height / width == pytest.approx(1008 / 612, rel=0.01)


def dark_points(page: bytes) -> int:
    histogram = Image.open(BytesIO(page)).convert("L").histogram()
    return sum(histogram[:128])


def form_pdf(name: str, *, is_drawn: bool) -> bytes:
    """A PDF with one field for a name; ``is_drawn``: it has the look of its value."""
    title = (
        b"BT /F1 11 Tf 50 740 Td (ARREST WARRANT of the person to be arrested) Tj ET"
    )
    look = b"BT /F1 11 Tf 2 4 Td (%s) Tj ET" % name.encode()
    fonts = b"<< /Font << /F1 3 0 R >> >>"
    return whole_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R] /DR %s"
            b" /DA (/F1 11 Tf 0 g) /NeedAppearances true >> >>" % fonts,
            b"<< /Type /Pages /Count 1 /Kids [5 0 R] >>",
            (
                b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica"
                b" /Encoding /WinAnsiEncoding >>"
            ),
            b"<< /Length %d >> stream\n%s\nendstream" % (len(title), title),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
            b" /Resources %s /Annots [6 0 R] >>" % fonts,
            b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /V (%s) /F 4 /P 5 0 R"
            b" /DA (/F1 11 Tf 0 g) /Rect [50 700 300 720]%s >>"
            % (name.encode(), b" /AP << /N 7 0 R >>" if is_drawn else b""),
            b"<< /Type /XObject /Subtype /Form /BBox [0 0 250 20] /Resources %s"
            b" /Length %d >> stream\n%s\nendstream" % (fonts, len(look), look),
        ]
    )


def test_a_fax_is_taken_and_has_no_text():
    paper = next(p for p in papers() if p.is_picture)
    scan = scanned("fax.tif", paper.file())

    assert len(scan.pages) == len(paper.pages)
    assert not any(scan.texts)


MEASURED = """
import resource, subprocess, sys
subprocess.run(
    [sys.executable, "-m", "bookings.scan_child", "scan"],
    input=b"bomb.pdf\\n" + sys.stdin.buffer.read(),
    stdout=subprocess.PIPE,
    stderr=subprocess.DEVNULL,
)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def test_whoever_reads_a_scan_has_bounds_and_none_of_the_products_keys():
    """Measured: a stream that unpacks to half a gigabyte ends its reader, and no more."""
    from bookings.scan_child import MEMORY

    stream = zlib.compress(b"q 0 0 m 1 1 l S Q " * 30_000_000)
    bomb = whole_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            PAGES,
            LEAF[:-2] + b" /Contents 4 0 R >>",
            b"<< /Filter /FlateDecode /Length %d >> stream\n%s\nendstream"
            % (len(stream), stream),
        ]
    )
    measured = subprocess.run(
        [sys.executable, "-c", MEASURED],
        input=bomb,
        stdout=subprocess.PIPE,
        cwd=settings.BASE_DIR,
        check=True,
    )
    peak = int(measured.stdout.split()[-1]) * 1024
    assert peak <= MEMORY <= 512 * 1024 * 1024
    with pytest.raises(NotAScan, match=r"cannot be read|too large"):
        scanned("bomb.pdf", bomb)


def test_a_refused_file_leaves_nothing(first):
    file = SimpleUploadedFile("scan.exe.pdf", GOOD_PDF)
    answer = signed_in(first).post(
        reverse("warrants:receive_instrument"), {"scan": file, "means": "fax"}
    )

    assert "two endings" in answer.content.decode()
    assert not Instrument.objects.exists()
    assert not DataKey.objects.exists()


# --- On the pages ------------------------------------------------------------------------


def filled(**different) -> dict:
    return {
        "kind": "arrest_warrant",
        "court_label": "KING CO. SUPERIOR COURT",
        "case_number": "26-1-01234-5 SEA",
        "signed_by": "Jordan Abernathy",
        "signer": "superior_judge",
        "statutes": "RCW 9A.56.030",
        "states_probable_cause": "on",
        "issued_on": "06/01/2026",
        "scope_kind": "person",
        "people": "Robin Testperson",
        "purpose": "Arrest",
    } | different


def test_from_the_scan_to_the_clerks_word_on_the_pages(first, second, jail):
    booking = factories.booking(facility=jail)
    browser, other = signed_in(first), signed_in(second)
    pages, _ = a_paper()
    sent = {"scan": SimpleUploadedFile("scan.pdf", pdf(pages)), "means": "fax"}
    taken = browser.post(reverse("warrants:receive_instrument"), sent)
    own = Instrument.objects.get()
    assert taken["Location"] == reverse("warrants:enter_instrument", args=[own.pk])
    assert own.sha256
    assert own.page_count == 1

    form = browser.get(taken["Location"]).content.decode()
    assert "2:26-CR-00201-JLR" in form
    assert "Western District of Washington" in form

    done = browser.post(
        taken["Location"], filled(booking_numbers=booking.booking_number)
    )
    at = reverse("warrants:instrument", args=[own.pk])
    assert done["Location"] == at
    page = browser.get(at).content.decode()
    assert "The heading: United States District Court" in page
    assert booking.person.surname in page
    assert "I compared it" not in page
    assert "I compared it" in other.get(at).content.decode()
    event = ViewEvent.objects.filter(account_id=first.account_id).latest("id")
    assert event.booking_id == booking.pk
    assert (
        browser.get(reverse("warrants:instruments")).content.decode().count("Fails")
        == 1
    )


def test_each_page_of_a_scan_that_is_opened_is_written_down(first):
    own = received(first)
    at = reverse("warrants:instrument_sheet", args=[own.pk, 1])

    answer = signed_in(first).get(at)

    assert answer.content == jpeg()
    assert "sandbox" in answer["Content-Security-Policy"]
    looked = ActEvent.objects.filter(act=Act.VIEW_INSTRUMENTS).latest("id")
    assert (looked.target_id, looked.reason) == (str(own.pk), "page 1")


@pytest.mark.parametrize("number", [0, 2, 10**18])
def test_a_page_that_is_not_there_is_absent(number, first):
    own = received(first)
    at = reverse("warrants:instrument_sheet", args=[own.pk, number])
    assert signed_in(first).get(at).status_code == 404


def test_a_booking_that_is_sealed_is_named_as_one_that_never_was(first, counsel, jail):
    sealed = factories.booking(facility=factories.facility(), is_sealed=True)
    own = received(first)
    at = reverse("warrants:enter_instrument", args=[own.pk])
    answers = [
        signed_in(first).post(at, filled(booking_numbers=number)).content.decode()
        for number in (sealed.booking_number, "999999999")
    ]
    for answer in answers:
        assert "no booking that you may know of" in answer
    own.refresh_from_db()
    assert own.entered_at is None


# fmt: off
WHO = [
    # role                     reads   receives and enters
    (Role.RECORDS_SUPERVISOR,  True,   True),
    (Role.COUNSEL,             True,   False),
    (Role.RECORDS_OFFICER,     False,  False),
    (Role.BOOKING_CLERK,       False,  False),
    (Role.OFFICER,             False,  False),
    (Role.PROSECUTOR,          False,  False),
    (Role.ADMINISTRATOR,       False,  False),
    (Role.AUDITOR,             False,  False),
]
# fmt: on


@pytest.mark.parametrize(("role", "reads", "enters"), WHO)
def test_who_reads_and_who_enters(role, reads, enters, first, jail):
    own = received(first)
    browser = signed_in(factories.viewer(role, sees=[jail]))
    for route, may in (
        ("instrument", reads),
        ("instrument_sheet", reads),
        ("enter_instrument", enters),
    ):
        keys = [own.pk, 1] if route == "instrument_sheet" else [own.pk]
        answer = browser.get(reverse(f"warrants:{route}", args=keys))
        assert (answer.status_code == 200) is may, route
    assert (browser.get(reverse("warrants:instruments")).status_code == 200) is reads


def test_what_a_person_wrote_down_is_what_is_examined(first):
    """Every field of a statement comes back from the register as it was entered."""
    for group in GOOD:
        pages, said = a_paper(group)
        scope = Scope(ScopeKind.BOTH, ("A", "B"), "words", FieldClass.CONTACT)
        for different in (
            said,
            replace(said, scope=scope, by_immigration_authority=True),
        ):
            own = received(first, pages)
            services.enter_instrument(own.pk, services.Entered(different), by=first)
            assert seen(own).said == different
