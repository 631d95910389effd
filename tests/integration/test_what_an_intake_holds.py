"""Photo, marks, screening, alerts, property and sworn words: what is kept, who reads it."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from PIL import Image

from access.acts import Act
from access.enums import Role
from access.guards import ActDenied
from audit.clock import now
from audit.models import ActEvent
from bookings import photographs, rules, selectors, services
from bookings.enums import AlertKind, AlertSource, PropertyKind, ReceiptOutcome
from bookings.models import (
    AuthorNotice,
    HealthMark,
    HealthScreening,
    Mark,
    Photo,
    ProbableCauseStatement,
    PropertyItem,
    SafetyAlert,
    TextReading,
)
from bookings.scans import kept_photo
from tests import factories
from tests.clients import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def nurse(jail):
    return factories.viewer(Role.NURSE, sees=[jail])


def page(viewer, route, booking):
    answer = signed_in(viewer).get(reverse(route, args=[booking.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


# --- Photo -----------------------------------------------------------------------------


def picture(kind="JPEG", mode="RGB", size=(300, 400), **options) -> bytes:
    written = io.BytesIO()
    Image.new(mode, size, 90).save(written, kind, **options)
    return written.getvalue()


def with_place() -> bytes:
    """A photo that says where it was taken, in EXIF and XMP, and lies on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "Qsecretz description"
    exif.get_ifd(0x8825)[1] = "N"
    return picture(exif=exif.tobytes(), comment=b"Qsecretz comment") + b"Qsecretz tail"


def animated() -> bytes:
    written = io.BytesIO()
    frames = [Image.new("RGB", (200, 200), colour) for colour in ("red", "blue")]
    frames[0].save(written, "WEBP", save_all=True, append_images=frames[1:])
    return written.getvalue()


def bomb() -> bytes:
    """A few kilobytes that would unfold into a gigabyte."""
    written = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(written, "PNG")
    return written.getvalue()


# fmt: off
REFUSED = {
    "empty":            lambda: b"",
    "text":             lambda: b"this is no photo",
    "SVG with a script": lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
    "HTML as a photo":  lambda: b"<html><script>alert(1)</script></html>",
    "cut short":        lambda: picture()[:400],
    "head alone":       lambda: b"\xff\xd8\xff\xe0",
    "GIF with a script": lambda: b"GIF89a/*" + b"\0" * 40 + b"*/=1;alert(1)",
    "still GIF":        lambda: picture("GIF", "P"),
    "PDF":              lambda: b"%PDF-1.7\n1 0 obj<</JS(app.alert(1))>>endobj",
    "zip":              lambda: b"PK\x03\x04" + b"\0" * 500,
    "moving":           animated,
    "bomb":             bomb,
    "tiny":             lambda: picture(size=(20, 20)),
    "too long a file":  lambda: picture() + b"\0" * (photographs.LARGEST_FILE + 1),
}
KEPT = {
    "plain":            picture,
    "with its place":   with_place,
    "CMYK":             lambda: picture(mode="CMYK"),
    "grey":             lambda: picture(mode="L"),
    "PNG, transparent": lambda: picture("PNG", "RGBA"),
    "PNG, 16 bits":     lambda: picture("PNG", "I;16"),
    "palette":          lambda: picture("PNG", "P"),
    "WebP":             lambda: picture("WEBP"),
    "huge":             lambda: picture(size=(5000, 6000)),
    "script behind it": lambda: picture() + b"<script>alert(1)</script>",
}
# fmt: on


@pytest.mark.parametrize("sent", REFUSED.values(), ids=REFUSED)
def test_what_is_no_photo_is_refused_in_words_and_nothing_is_kept(sent, booking, clerk):
    with pytest.raises(photographs.NoPhoto) as refused:
        services.take_photo(booking.pk, kept_photo(sent()), by=clerk)

    assert str(refused.value).endswith(".")
    assert not Photo.objects.exists()


@pytest.mark.parametrize("sent", KEPT.values(), ids=KEPT)
def test_what_is_kept_is_written_anew_and_bare(sent, booking, clerk):
    services.take_photo(booking.pk, kept_photo(sent()), by=clerk)

    kept = bytes(Photo.objects.get().image)
    image = Image.open(io.BytesIO(kept))
    assert (image.format, image.mode) == ("JPEG", "RGB")
    assert max(image.size) <= photographs.LONGEST_SIDE
    assert not image.getexif()
    assert not {"exif", "xmp", "comment", "icc_profile"} & set(image.info)
    for word in (b"Qsecretz", b"script", b"Exif", b"http"):
        assert word not in kept


def test_a_photo_that_lies_on_its_side_is_turned_upright(booking, clerk):
    services.take_photo(booking.pk, kept_photo(with_place()), by=clerk)

    width, height = Image.open(io.BytesIO(bytes(Photo.objects.get().image))).size
    assert width > height


def test_a_photo_is_of_its_stay_and_the_newest_is_shown(jail, booking, clerk):
    other = factories.booking(facility=jail, person=booking.person)
    services.take_photo(booking.pk, kept_photo(picture(size=(100, 100))), by=clerk)
    newest = services.take_photo(
        booking.pk, kept_photo(picture(size=(200, 200))), by=clerk
    )

    at = reverse("bookings:photo", args=[booking.pk])
    assert signed_in(clerk).get(at).content == bytes(newest.image)
    elsewhere = reverse("bookings:photo", args=[other.pk])
    assert signed_in(clerk).get(elsewhere).status_code == 404


def test_a_photo_is_sent_by_a_form_and_the_camera_is_allowed_there_alone(
    booking, clerk
):
    browser = signed_in(clerk)
    at = reverse("bookings:photograph", args=[booking.pk])
    assert "camera=(self)" in browser.get(at)["Permissions-Policy"]
    record = browser.get(reverse("bookings:record", args=[booking.pk]))
    assert "camera=()" in record["Permissions-Policy"]

    file = SimpleUploadedFile("../../\u202egpj.x.html", picture(), "text/html")
    assert browser.post(at, {"photo": file}).status_code == 302
    assert Photo.objects.get().booking_id == booking.pk

    bad = SimpleUploadedFile("a.jpg", b"<html>", "image/jpeg")
    answer = browser.post(at, {"photo": bad})
    assert b"This is no photo" in answer.content
    assert Photo.objects.count() == 1


# --- Marks -----------------------------------------------------------------------------


def test_a_mark_of_health_is_shown_to_health_staff_alone(
    booking, clerk, nurse, officer
):
    services.add_mark(booking.pk, "MC DIABTIC", "Qmarkz", by=clerk)
    services.add_mark(booking.pk, "TAT NECK", "Qinkz", by=clerk)

    assert HealthMark.objects.get().code == "MC DIABTIC"
    assert Mark.objects.get().family == "TAT"
    for viewer in (clerk, officer):
        for route in ("bookings:record", "bookings:health", "bookings:history"):
            told = page(viewer, route, booking)
            assert "Qmarkz" not in told
            assert "MC DIABTIC" not in told
    assert "Qinkz" in page(clerk, "bookings:record", booking)
    assert "Qmarkz" in page(nurse, "bookings:health", booking)


@pytest.mark.parametrize("code", ["MC DIABTIC", "ART L LEG", "NM L ARM", "DA HEROIN"])
def test_the_database_itself_keeps_health_out_of_the_marks_of_appearance(booking, code):
    with pytest.raises(DatabaseError, match="mark_is_of_appearance"):
        Mark.objects.create(person=booking.person, family="TAT", code=code)


def test_a_mark_is_typed_in_words_and_several_that_are_meant_are_offered(
    booking, clerk
):
    browser = signed_in(clerk)
    at = reverse("bookings:describe", args=[booking.pk])

    several = browser.post(at, {"mark": "tattoo arm left"})
    assert b"Several marks may be meant" in several.content
    assert browser.post(at, {"mark": "tattoo left forearm"}).status_code == 302
    assert Mark.objects.get().code == "TAT LF ARM"
    found = browser.post(reverse("bookings:mark_codes"), {"mark": "left forearm tat"})
    assert b"TAT LF ARM" in found.content


# --- Screening and alerts --------------------------------------------------------------

WHY = services.Screening({"self_harm": "yes", "notes": "Qwhyz"})


def test_answers_are_read_by_health_staff_and_not_by_who_wrote_them(
    booking, clerk, nurse
):
    services.screen_health(booking.pk, WHY, by=clerk)

    assert "Qwhyz" in page(nurse, "bookings:health", booking)
    for route in ("bookings:record", "bookings:health", "bookings:history"):
        assert "Qwhyz" not in page(clerk, route, booking)
    assert "Qwhyz" not in page(clerk, "bookings:screening", booking)


def test_in_the_shift_the_writer_corrects_and_afterwards_writes_anew(
    booking, clerk, clock
):
    at = now()
    clock(at)
    services.screen_health(booking.pk, WHY, by=clerk)
    clock(at + rules.SHIFT - timedelta(microseconds=1))
    services.screen_health(
        booking.pk, services.Screening({"self_harm": "no"}), by=clerk
    )
    own = HealthScreening.objects.get()
    assert (own.self_harm, own.notes) == ("no", "Qwhyz")
    assert own.written_at == at, "a correction makes the shift no longer"

    clock(at + rules.SHIFT)
    with pytest.raises(rules.RuleViolation, match="shift"):
        services.correct_screening(own.pk, WHY, by=clerk)
    services.screen_health(booking.pk, WHY, by=clerk)
    assert HealthScreening.objects.count() == 2


def test_what_follows_is_an_instruction_for_everybody_who_keeps_the_person(
    booking, clerk, nurse, officer
):
    due = now() + timedelta(hours=3)
    alerts = (
        services.NewAlert(AlertKind.WATCH, "Every 15 minutes"),
        services.NewAlert(AlertKind.MEDICINE_DUE, due_at=due),
        services.NewAlert(AlertKind.INTERPRETER, "Somali"),
    )
    services.screen_health(booking.pk, services.Screening({}, alerts), by=clerk)

    booking.refresh_from_db()
    assert booking.language_needed == "Somali"
    assert SafetyAlert.objects.count() == 2
    for viewer in (clerk, nurse):
        told = page(viewer, "bookings:record", booking)
        assert "Every 15 minutes" in told
        assert "Somali" in told
    assert "Every 15 minutes" not in page(officer, "bookings:record", booking)


def test_an_alert_holds_until_its_end_and_no_longer(booking, clerk, nurse, clock):
    at = now()
    clock(at)
    services.set_alert(
        booking.pk,
        services.NewAlert(
            AlertKind.LOWER_BUNK, "Qbunkz", ends_at=at + timedelta(hours=1)
        ),
        AlertSource.ASKED,
        by=nurse,
    )
    clock(at + timedelta(hours=1) - timedelta(microseconds=1))
    assert "Qbunkz" in page(clerk, "bookings:record", booking)
    clock(at + timedelta(hours=1))
    assert "Qbunkz" not in page(clerk, "bookings:record", booking)
    with pytest.raises(rules.RuleViolation, match="ended already"):
        services.end_alert(booking.pk, SafetyAlert.objects.get().pk, by=clerk)
    assert "Qbunkz" in page(clerk, "bookings:history", booking)


def test_setting_and_ending_leave_an_act_and_history(booking, clerk):
    made = services.set_alert(
        booking.pk,
        services.NewAlert(AlertKind.KEEP_SEPARATE, "everybody"),
        AlertSource.OBSERVED,
        by=clerk,
    )
    services.end_alert(booking.pk, made.pk, by=clerk)

    acts = ActEvent.objects.filter(target_id=str(booking.pk)).values_list(
        "act", flat=True
    )
    assert {Act.SET_ALERT, Act.END_ALERT} <= set(acts)
    assert SafetyAlert.history.count() == 2


@pytest.mark.parametrize(
    "alert",
    [
        services.NewAlert(AlertKind.MEDICINE_DUE),
        services.NewAlert(AlertKind.INTERPRETER),
        services.NewAlert(AlertKind.KEEP_SEPARATE),
        services.NewAlert(AlertKind.WATCH),
    ],
)
def test_an_alert_on_which_nobody_could_act_is_refused(alert, booking, clerk):
    with pytest.raises(rules.RuleViolation):
        services.set_alert(booking.pk, alert, AlertSource.OBSERVED, by=clerk)


def test_an_alert_of_another_booking_cannot_be_ended_by_its_key(jail, booking, clerk):
    other = factories.booking(facility=jail)
    made = services.set_alert(
        other.pk,
        services.NewAlert(AlertKind.LOWER_BUNK),
        AlertSource.OBSERVED,
        by=clerk,
    )
    with pytest.raises(rules.RuleViolation, match="not on this record"):
        services.end_alert(booking.pk, made.pk, by=clerk)


# --- Property --------------------------------------------------------------------------


def test_property_is_kept_in_cents_and_given_back_once(booking, clerk, officer):
    watch = services.NewItem(PropertyKind.DEPOSITED, "Qwatchz", container="Bag 7")
    cash = services.NewItem(PropertyKind.DEPOSITED, "Cash", cash_cents=1250)
    knife = services.NewItem(PropertyKind.SEIZED, "Knife", handed_to="Police, 26-1")
    services.keep_property(
        booking.pk, [watch, cash, knife], ReceiptOutcome.REFUSED, by=clerk
    )
    told = page(clerk, "bookings:record", booking)
    assert "Qwatchz, in Bag 7" in told
    assert "$12.50" in told
    assert "Would not sign" in told
    assert "Qwatchz" not in page(officer, "bookings:record", booking)

    given = services.return_property(booking.pk, None, ReceiptOutcome.SIGNED, by=clerk)
    assert len(given) == 2
    assert services.return_property(booking.pk, None, by=clerk) == []
    seized = PropertyItem.objects.get(kind=PropertyKind.SEIZED)
    with pytest.raises(rules.RuleViolation, match="deposited"):
        services.return_property(booking.pk, [seized.pk], by=clerk)
    with pytest.raises(rules.RuleViolation, match="given back already"):
        services.return_property(booking.pk, [given[0].pk], by=clerk)


def test_what_is_seized_says_who_has_it(booking, clerk):
    with pytest.raises(rules.RuleViolation, match="who has"):
        services.keep_property(
            booking.pk, [services.NewItem(PropertyKind.SEIZED, "Knife")], by=clerk
        )
    assert not PropertyItem.objects.exists()


# --- Court -----------------------------------------------------------------------------


def sworn(booking, by, text="I saw it."):
    return services.receive_statement(
        booking.pk, services.NewStatement("Kent Police", text, now()), by=by
    )


@pytest.mark.parametrize("column", ["text", "author_agency", "received_at"])
def test_what_is_sworn_is_not_edited(booking, clerk, column):
    made = sworn(booking, clerk)
    value = now() - timedelta(days=1) if column == "received_at" else "other"

    with pytest.raises(DatabaseError, match="not edited"), transaction.atomic():
        ProbableCauseStatement.objects.filter(pk=made.pk).update(**{column: value})


def test_sworn_words_may_be_put_away_whole_and_not_taken_out_again(booking, clerk):
    made = sworn(booking, clerk)
    put = ProbableCauseStatement.objects.filter(pk=made.pk)
    put.update(text="", withheld_text="I saw it.")

    told = page(clerk, "bookings:record", booking)
    assert "I saw it." not in told
    with pytest.raises(DatabaseError, match="not edited"), transaction.atomic():
        put.update(text="I saw it.", withheld_text="")


def test_a_finding_comes_after_its_statement_and_once(booking, clerk):
    with pytest.raises(rules.RuleViolation, match="No statement waits"):
        services.record_finding(booking.pk, "found", now(), by=clerk)
    made = sworn(booking, clerk)
    early = made.received_at - timedelta(seconds=1)
    with pytest.raises(rules.RuleViolation, match="before the statement"):
        services.record_finding(booking.pk, "found", early, by=clerk)
    services.record_finding(booking.pk, "found", now(), "Judge Example", by=clerk)
    assert "Judge Example" in page(clerk, "bookings:record", booking)
    with pytest.raises(rules.RuleViolation, match="No statement waits"):
        services.record_finding(booking.pk, "found", now(), by=clerk)


def test_the_interviews_ties_are_shown_where_an_address_is(booking, clerk, officer):
    services.interview(
        booking.pk,
        services.NewInterview("answered", residence="Qhomez", result="granted"),
        by=clerk,
    )
    assert "Qhomez" in page(clerk, "bookings:record", booking)
    told = page(officer, "bookings:record", booking)
    assert "Qhomez" not in told
    assert "Granted" in told


def test_an_officer_of_another_agency_may_do_none_of_it(booking, officer):
    with pytest.raises(ActDenied):
        services.add_mark(booking.pk, "TAT NECK", by=officer)
    with pytest.raises(ActDenied):
        services.screen_health(booking.pk, WHY, by=officer)


def test_a_description_changes_what_stands_and_keeps_what_stood(booking, clerk):
    services.describe_person(
        booking.pk, services.Looks(height_inches=69), sex="M", by=clerk
    )
    services.describe_person(booking.pk, services.Looks(height_inches=70), by=clerk)

    booking.person.refresh_from_db()
    assert booking.person.sex == "M"
    assert booking.person.descriptions.get().height_inches == 70
    assert "5 ft 10 in" in page(clerk, "bookings:record", booking)
    assert selectors.mark_codes("diabetic") == [("MC DIABTIC", "Diabetic")]


# --- Words that must not be kept ---------------------------------------------------------

STATUS = "The driver is an undocumented immigrant and fled."


def test_sworn_words_that_say_what_is_not_kept_are_shown_to_nobody(
    booking, clerk, nurse, officer
):
    made = sworn(booking, clerk, STATUS)

    assert (made.text, made.withheld_text) == ("", STATUS)
    notice = AuthorNotice.objects.get()
    assert (notice.author_agency, notice.told_at) == ("Kent Police", None)
    for viewer in (clerk, nurse, officer):
        assert "undocumented" not in page(viewer, "bookings:record", booking)
    assert "its author agency is told" in page(clerk, "bookings:record", booking)


def test_a_text_of_the_desk_is_read_and_the_choice_is_put_down_with_it(booking, clerk):
    browser = signed_in(clerk)
    at = reverse("bookings:alerts", args=[booking.pk])
    row = {"kind": "keep_separate", "source": "asked", "instruction": STATUS}

    asked = browser.post(at, row)
    assert b"may tell what must not be kept" in asked.content
    assert not SafetyAlert.objects.exists()
    taken = browser.post(at, row | {"instruction-choice": "taken_out"})
    assert taken.status_code == 302
    assert "undocumented" not in SafetyAlert.objects.get().instruction
    assert TextReading.objects.get().place == "instruction"
