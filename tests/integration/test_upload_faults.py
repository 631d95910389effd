"""What is sent as a file and is made to harm: told in a sentence, kept nowhere, and read by
a process that cannot grow above 512 MB.
"""

import logging
import re
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from access.enums import Purpose, Role
from audit.clock import now
from bookings import scan_child, scans
from bookings.forms import this_minute
from bookings.models import Detainer, PaperPage, Photo
from bookings.photographs import NoPhoto
from bookings.rules import RuleViolation
from tests import factories
from tests.bad_files import (
    MB,
    MENDED,
    NO_PAPERS,
    NO_PHOTOS,
    SECRET,
    Endless,
    made,
    picture,
    scan_pdf,
)
from tests.clients import body_of, signed_in
from warrants.models import Instrument, InstrumentPart

LIMIT = 512 * MB

# Runs the reader as the product does, says how it ended and how large it grew, in bytes.
MEASURED = """
import resource, subprocess, sys
done = subprocess.run(
    [sys.executable, "-m", "bookings.scan_child", sys.argv[1]],
    input=sys.stdin.buffer.read(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024, file=sys.stderr)
sys.stdout.buffer.write(done.stdout)
sys.exit(done.returncode != 0)
"""
peaks: dict[str, int] = {}


@pytest.fixture
def measured(monkeypatch):
    """The reader's peak is taken with each file."""

    def asked(kind, name, data):
        done = subprocess.run(
            [sys.executable, "-c", MEASURED, kind],
            input=name.encode(errors="replace") + b"\n" + data,
            capture_output=True,
            cwd=settings.BASE_DIR,
            check=False,
        )
        peak = int(done.stderr.split()[-1])
        peaks[name] = max(peak, peaks.get(name, 0))
        assert peak <= LIMIT
        return done.stdout if done.returncode == 0 else b""

    monkeypatch.setattr(scans, "_asked", asked)


@pytest.fixture
def nothing_left(tmp_path, monkeypatch, caplog):
    """No file in the folder for passing things, and nothing of what was sent in a log."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    caplog.set_level(logging.DEBUG)
    yield
    assert not list(tmp_path.iterdir())
    assert SECRET not in caplog.text


@pytest.mark.parametrize("case", NO_PAPERS.values(), ids=NO_PAPERS)
def test_what_is_no_paper_is_refused_with_what_to_do(case, measured, nothing_left):
    name, what, told = case
    with pytest.raises(RuleViolation) as refused:
        scans.scanned(name, made(what))

    said = str(refused.value)
    assert re.search(told, said), said
    assert re.search(r"(?i)\b(scan|give it|send)\b", said), "it says what to do"
    assert SECRET not in said


@pytest.mark.parametrize("case", NO_PHOTOS.values(), ids=NO_PHOTOS)
def test_what_is_no_photo_is_refused_with_what_to_do(case, measured, nothing_left):
    what, told = case
    with pytest.raises(NoPhoto) as refused:
        scans.kept_photo(made(what))

    said = str(refused.value)
    assert re.search(told, said), said
    assert re.search(r"(?i)\b(take|choose)\b", said), "it says what to do"


@pytest.mark.parametrize("what", MENDED.values(), ids=MENDED)
def test_a_table_that_leads_nowhere_or_round_is_done_without(what, measured):
    scan = scans.scanned("scan.pdf", what())

    assert len(scan.pages) == 1
    assert SECRET in scan.texts[0]


def test_the_largest_honest_files_are_read_within_the_bounds(measured, record_property):
    twenty = scans.scanned("scan.pdf", scan_pdf(20))
    large = scans.scanned("large.png", picture(size=(6_300, 6_300)))
    photo = scans.kept_photo(
        picture("JPEG", (6_300, 6_300), progressive=True, subsampling=0)
    )

    assert len(twenty.pages) == len(twenty.texts) == 20
    assert all(SECRET in text for text in twenty.texts)
    assert len(large.pages) == 1
    assert photo.image.startswith(b"\xff\xd8\xff")
    largest = max(peaks.values()) // MB
    record_property("measured", f"reading of uploads: at most {largest} MB (512 MB)")


# --- The process that reads ----------------------------------------------------------------


def test_the_reader_is_bounded_before_it_reads(monkeypatch):
    """Address space, processor time, and no file at all."""
    bounds = {}
    monkeypatch.setattr(resource, "setrlimit", lambda of, to: bounds.update({of: to}))
    monkeypatch.setattr(sys, "stdin", None)  # it must not come to its first byte

    with pytest.raises(AttributeError):
        scan_child.main()

    assert bounds == {
        resource.RLIMIT_AS: (scan_child.MEMORY,) * 2,
        resource.RLIMIT_CPU: (scan_child.SECONDS,) * 2,
        resource.RLIMIT_FSIZE: (0, 0),
    }
    assert scan_child.MEMORY < LIMIT
    assert scan_child.SECONDS < scans._SECONDS


@pytest.mark.parametrize("ends", ["is killed", "says nothing", "hangs", "says half"])
def test_a_reader_that_ends_otherwise_is_a_file_that_cannot_be_read(ends, monkeypatch):
    programs = {
        "is killed": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "says nothing": "",
        "hangs": "import time; time.sleep(60)",
        "says half": """print('{"pages": [99], "texts": [""]}')""",
    }
    run = subprocess.run
    monkeypatch.setattr(scans, "_SECONDS", 1 if ends == "hangs" else 20)

    def other(_, **options):
        return run([sys.executable, "-S", "-c", programs[ends]], **options)

    monkeypatch.setattr(subprocess, "run", other)

    with pytest.raises(RuleViolation, match="cannot be read"):
        scans.scanned("scan.pdf", scan_pdf())
    with pytest.raises(NoPhoto, match="Take it again"):
        scans.kept_photo(picture("JPEG", (300, 400)))


def test_the_reader_has_none_of_the_products_keys(monkeypatch):
    given = {}
    monkeypatch.setattr(
        subprocess,
        "run",
        lambda *_, **options: (
            given.update(options) or subprocess.CompletedProcess((), 1, b"")
        ),
    )
    with pytest.raises(RuleViolation):
        scans.scanned("scan.pdf", scan_pdf())

    assert set(given["env"]) == {"PYTHONPATH", "PYTHONDONTWRITEBYTECODE"}
    assert given["stderr"] == subprocess.DEVNULL


# --- The pages -----------------------------------------------------------------------------


@pytest.fixture
def desks(db):
    """Each place at which a file can be sent: who, where, its field, and what is beside."""
    factories.laws()
    jail = factories.facility()
    booking = factories.booking(facility=jail)
    clerk = factories.viewer(Role.BOOKING_CLERK, sees=[jail])
    records = factories.viewer(
        Role.RECORDS_OFFICER, sees=[jail], purpose=Purpose.RECORDS_DUTY
    )
    supervisor = factories.viewer(
        Role.RECORDS_SUPERVISOR, sees=[jail], purpose=Purpose.RECORDS_DUTY
    )
    paper = {
        "form": "I-247A",
        "received_by": "fax",
        "received_at": this_minute(now()),
    }
    at = [booking.pk]
    return {
        "instrument": (
            supervisor,
            reverse("warrants:receive_instrument"),
            "scan",
            {"means": "fax"},
        ),
        "paper at the desk": (
            clerk,
            reverse("bookings:hand_in_paper", args=at),
            "scan",
            paper,
        ),
        "paper in records": (
            records,
            reverse("bookings:receive_paper", args=at),
            "scan",
            paper | {"office": "ERO Seattle"},
        ),
        "photo": (clerk, reverse("bookings:photograph", args=at), "photo", {}),
    }


PLACES = ["instrument", "paper at the desk", "paper in records", "photo"]


def nothing_is_kept():
    kept = (Instrument, InstrumentPart, Detainer, PaperPage, Photo)
    assert not [model for model in kept if model.objects.exists()]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("scan.pdf", NO_PAPERS["a page named scan"][1]),
        ("scan.pdf", NO_PAPERS["opens a script"][1]),
        ("scan.pdf", NO_PAPERS["deflated twice"][1]),
        ("scan.png", NO_PAPERS["2,500 million pixels"][1]),
    ],
    ids=["page", "script", "deflated", "pixels"],
)
def test_a_bad_file_is_told_at_its_field_and_kept_nowhere(
    place, name, what, desks, nothing_left
):
    who, address, field, beside = desks[place]
    answer = signed_in(who).post(
        address, beside | {field: SimpleUploadedFile(name, made(what))}
    )

    assert answer.status_code == 200
    assert answer.context["form"].errors
    said = " ".join(map(str, answer.context["form"].errors.values()))
    assert re.search("(?i)scan|take it again", said), said
    assert SECRET not in body_of(answer)
    nothing_is_kept()


def _peak() -> int:
    """The largest this process has been since ``_forget_peak``, in bytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    line = next(line for line in lines if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


def _forget_peak() -> int:
    Path("/proc/self/clear_refs").write_text("5")
    return _peak()


@pytest.mark.parametrize("place", PLACES)
def test_two_hundred_megabytes_are_told_and_are_never_in_memory(
    place, desks, nothing_left, record_property
):
    who, address, field, beside = desks[place]
    browser = signed_in(who)
    browser.get(address)
    body = Endless(field, "large.pdf", 200 * MB, **beside)
    before = _forget_peak()

    answer = browser.request(**body.environment(address))
    grown = (_peak() - before) // MB

    assert answer.status_code == 200
    (said,) = answer.context["form"].errors[field]
    assert re.search(r"larger than 1\d MB", said), said
    nothing_is_kept()
    assert grown <= 40
    record_property("measured", f"200 MB sent to {place}: {grown} MB more (40 MB)")


def test_many_files_in_one_request_are_no_more_than_one(desks):
    """Eight of two megabytes: what is within the bound is kept, of the rest it is told."""
    who, address, field, beside = desks["instrument"]
    files = {f"more{n}": SimpleUploadedFile("a.pdf", b"x" * 2 * MB) for n in range(8)}
    sent = beside | files | {field: SimpleUploadedFile("scan.pdf", scan_pdf())}

    answer = signed_in(who).post(address, sent)

    (said,) = answer.context["form"].errors[field]
    assert "larger than 10 MB" in said
    nothing_is_kept()
