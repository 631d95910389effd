"""When the system is down: a sealed sheet each hour, opened by somebody who says who they
are, and what they saw entered afterwards, person by person.
"""

import io
import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import reverse
from pypdf import PdfReader

from access.acts import Act
from access.enums import FieldClass, Role
from access.viewer import System
from audit.clock import now
from audit.enums import ViewKind
from audit.models import ActEvent, ViewEvent
from bookings import pages
from bookings.models import ContinuitySheet, SheetOpening
from bookings.presenters.continuity import paper
from bookings.presenters.paper_forms import PaperForm
from bookings.services import continuity
from jailrecords import continuity as workstation
from tests import factories
from tests.clients import signed_in

pytestmark = pytest.mark.django_db
SYSTEM = System("make_sheets")
WHY = "The server room has no power; muster at four."


@pytest.fixture(autouse=True)
def sheets(settings, tmp_path):
    settings.CONTINUITY_DIR = tmp_path / "sheets"
    return settings.CONTINUITY_DIR


@pytest.fixture
def jail(db):
    factories.laws()
    place = factories.facility(code="KCCF")
    desk = factories.membership(Role.CUSTODY_OFFICER)
    factories.permit(desk.unit, place)
    return place


@pytest.fixture
def held(jail):
    """One grown-up, one juvenile; one sealed, one who left, one elsewhere."""
    person = factories.person(surname="Zzyzx", given_name="Robin")
    grown = factories.booking(
        facility=jail, person=person, safety_instructions="Lower bunk."
    )
    young = factories.booking(facility=jail, is_juvenile=True)
    at = now()
    factories.booking(facility=jail, is_sealed=True, sealed_at=at)
    factories.booking(
        facility=jail,
        booked_at=at - timedelta(days=2),
        discharged_at=at - timedelta(days=1),
        discharge_reason="time_served",
        discharge_manner="Sentence served",
    )
    factories.booking(facility=factories.facility())
    return grown, young


def make() -> ContinuitySheet:
    assert continuity.make_sheets(paper, by=SYSTEM) >= 1
    return ContinuitySheet.objects.get(facility__code="KCCF")


def opened(folder, who="kim", why=WHY, **options) -> str:
    """The text of the one sheet, opened at a workstation without the system."""
    [file] = folder.glob("KCCF-*.sheet")
    out = folder / "out.pdf"
    keys = ",".join(
        f"{name}:{_base64(key)}" for name, key in settings.CONTINUITY_KEYS.items()
    )
    (folder / "key").write_text(keys)
    answers = iter([who, why])
    arguments = [str(file), "--key-file", str(folder / "key"), "--out", str(out)]
    code = workstation.main(arguments, ask=lambda _: next(answers))
    if code:
        return ""
    return "".join(
        p.extract_text() for p in PdfReader(io.BytesIO(out.read_bytes())).pages
    )


def _base64(key: bytes) -> str:
    import base64

    return base64.b64encode(key).decode()


def log_of(folder) -> list[str]:
    return (folder / workstation.LOG).read_text().splitlines()


def test_a_sheet_says_who_is_here_and_what_staff_must_do(held, sheets):
    make()

    said = opened(sheets)

    assert "Zzyzx" in said
    assert "Lower bunk." in said
    assert "2 people" in said


def test_preparing_shows_nobody_anything_and_is_one_event(held):
    sheet = make()

    [event] = ViewEvent.objects.all()
    assert event.kind == ViewKind.PREPARED
    assert (event.account_id, event.booking_id, event.classes) == (None, None, 0)
    assert event.detail == {"sheet": str(sheet.pk), "bookings": 2}


def test_a_sheet_holds_what_the_facilitys_own_officers_would_be_shown(held):
    """The juvenile whom they keep, and neither the sealed nor whoever left."""
    sheet = make()

    assert {entry[0] for entry in sheet.entries} == {str(b.pk) for b in held}
    for _, _, classes in sheet.entries:
        assert not classes & (FieldClass.HEALTH | FieldClass.PAPERS | FieldClass.ORIGIN)


def test_a_facility_that_no_unit_keeps_has_no_sheet(db, sheets):
    factories.laws()
    factories.booking(facility=factories.facility())

    assert continuity.make_sheets(paper, by=SYSTEM) == 0
    assert list(sheets.glob("*.sheet")) == []


def test_nobody_in_custody_is_a_sheet_that_says_so(jail, sheets):
    make()

    assert "Nobody was in custody" in opened(sheets)


def test_the_file_names_nobody_and_tells_nothing_without_the_key(held, sheets):
    make()
    [file] = sheets.glob("*.sheet")

    assert b"Zzyzx" not in file.read_bytes()
    assert "Zzyzx" not in file.name
    assert file.stat().st_mode & 0o077 == 0
    (sheets / "key").write_text(f"other:{_base64(b'x' * 32)}")
    answers = iter(["kim", WHY])
    code = workstation.main(
        [str(file), "--key-file", str(sheets / "key"), "--out", str(sheets / "out")],
        ask=lambda _: next(answers),
    )
    assert code == 1
    assert not (sheets / "out").exists()
    assert len(log_of(sheets)) == 1, "a try is written down too"


@pytest.mark.parametrize(("who", "why"), [("", WHY), ("kim", ""), ("kim", "muster")])
def test_who_does_not_say_who_and_why_opens_nothing(held, sheets, who, why):
    make()

    assert opened(sheets, who, why) == ""
    assert not (sheets / workstation.LOG).exists()


def test_it_is_written_down_before_anything_is_shown(held, sheets, monkeypatch):
    make()

    def fail(*args, **kwargs):
        raise OSError("no space left")

    monkeypatch.setattr(workstation, "_write_down", fail)

    assert opened(sheets) == ""
    assert not (sheets / "out.pdf").exists()


def test_each_person_of_an_opened_sheet_is_entered_as_shown_at_its_true_time(
    held, sheets
):
    sheet = make()
    account = factories.account(sign_in_name="kim")
    opened(sheets)
    told = json.loads(log_of(sheets)[0])

    call_command("record_openings", sheets / workstation.LOG)

    events = ViewEvent.objects.filter(kind=ViewKind.PRINTED)
    assert {e.booking_id for e in events} == {b.pk for b in held}
    assert {e.person_id for e in events} == {b.person_id for b in held}
    for event in events:
        assert event.account_id == account.pk
        assert event.shape_id == pages.CONTINUITY.shape.id
        assert event.detail == {"sheet": str(sheet.pk), "opened_at": told["at"]}
    act = ActEvent.objects.get(act=Act.OPEN_SHEET)
    assert (act.target_id, act.reason) == (str(sheet.pk), "entered_late")


def test_the_same_log_again_enters_nothing_and_a_longer_one_what_is_new(held, sheets):
    make()
    opened(sheets)
    call_command("record_openings", sheets / workstation.LOG)
    opened(sheets)

    call_command("record_openings", sheets / workstation.LOG)
    call_command("record_openings", sheets / workstation.LOG)

    assert SheetOpening.objects.count() == 2
    assert ViewEvent.objects.filter(kind=ViewKind.PRINTED).count() == 4


def test_a_name_that_is_no_accounts_is_entered_as_such(held, sheets):
    make()
    opened(sheets, who="somebody else")

    call_command("record_openings", sheets / workstation.LOG)

    assert SheetOpening.objects.get().account is None
    assert ActEvent.objects.get(act=Act.OPEN_SHEET).reason == "unknown_name"


@pytest.mark.parametrize(
    "fault", ["a line changed", "a line gone", "no line", "others"]
)
def test_a_log_that_was_changed_is_refused_whole(held, sheets, fault):
    make()
    opened(sheets)
    opened(sheets)
    log = sheets / workstation.LOG
    lines = log_of(sheets)
    if fault == "a line changed":
        lines[0] = lines[0].replace("kim", "tom")
    elif fault == "a line gone":
        lines = lines[1:]
    elif fault == "no line":
        lines.append("{}")
    else:
        ContinuitySheet.objects.all()
        told = json.loads(lines[0])
        told["sheet"] = "0badc0de-0000-4000-8000-000000000000"
        lines = [json.dumps(told)]
    log.write_text("\n".join(lines))

    with pytest.raises(CommandError, match="Nothing was entered"):
        call_command("record_openings", log)

    assert not SheetOpening.objects.exists()
    assert not ViewEvent.objects.filter(kind=ViewKind.PRINTED).exists()


def test_old_files_go_and_what_was_opened_of_them_stays_known(held, sheets, clock):
    first = make()
    opened(sheets)
    clock(now() + timedelta(days=3))

    continuity.make_sheets(paper, by=SYSTEM)

    files = {file.stem[-36:] for file in sheets.glob("KCCF-*.sheet")}
    assert str(first.pk) not in files
    assert len(files) == 1
    call_command("record_openings", sheets / workstation.LOG)
    assert SheetOpening.objects.get().sheet == first


def test_the_page_says_how_old_the_newest_sheet_is(held, clock):
    at = now()
    clock(at)
    make()
    fresh = sheets_page()
    clock(at + timedelta(hours=2, minutes=1))

    stale = sheets_page()

    assert "too old to work by" not in fresh
    assert "too old to work by" in stale
    assert "Zzyzx" not in fresh + stale


def sheets_page() -> str:
    supervisor = signed_in(factories.viewer(Role.SHIFT_SUPERVISOR))
    return supervisor.get(reverse("bookings:sheets")).content.decode()


@pytest.mark.parametrize("form", PaperForm)
def test_every_paper_form_prints_and_asks_for_no_status(jail, form):
    supervisor = signed_in(factories.viewer(Role.SHIFT_SUPERVISOR))

    answer = supervisor.get(reverse("bookings:paper_form", args=[form]))

    said = "".join(
        p.extract_text() for p in PdfReader(io.BytesIO(answer.content)).pages
    )
    assert form.label in said
    assert "not asked and not written down" in " ".join(said.split())
