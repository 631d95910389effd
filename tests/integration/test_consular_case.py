"""The advisement comes first; then the question, the same for everybody; then a case
that one role alone can read, and that nobody can read once it is purged.
"""

import base64
import io
import json
import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from PIL import Image, ImageDraw

from access.acts import Act
from access.enums import Role
from access.services import proposals
from access.viewer import System
from audit.clock import now
from audit.models import ActEvent, ViewEvent
from bookings import selectors, services
from bookings.enums import (
    CONSULATES,
    ConsularAnswer,
    ContactKind,
    LegalTextKind,
    SignatureOutcome,
    ToldHow,
)
from bookings.envelopes import CannotOpen
from bookings.forms import this_minute
from bookings.models import (
    Advisement,
    ConsularCase,
    ConsularSchedule,
    DataKey,
    LegalText,
    TextReview,
)
from bookings.rules import RuleViolation
from bookings.selectors import legal_holds
from bookings.services import Advised, Answered
from bookings.services.case_files import opened
from compliance import tasks
from compliance.enums import FindingKind
from compliance.models import Finding, JobRun
from compliance.services.desk import scan_desk
from tests import factories
from tests.clients import body_of, settled, signed_in

pytestmark = pytest.mark.django_db

YES, NO, LATER = ConsularAnswer.YES, ConsularAnswer.NO, ConsularAnswer.LATER
OPTIONAL, MANDATORY = "MX", "PL"


class Desk:
    """A jail with a clerk, a consular officer, and somebody booked an hour ago."""

    def __init__(self):
        factories.laws()
        self.jail = factories.facility()
        self.clerk = factories.viewer(Role.BOOKING_CLERK, sees=[self.jail])
        self.officer = factories.viewer(Role.CONSULAR_OFFICER, sees=[self.jail])
        self.booking = self.booked()

    def booked(self, **fields):
        fields.setdefault("booked_at", now() - timedelta(hours=1))
        return factories.booking(facility=self.jail, **fields)

    def advise(self, booking=None, **fields):
        text = LegalText.objects.get(kind=LegalTextKind.ADVISEMENT, language="en")
        said = {
            "text_id": text.pk,
            "advised_at": now(),
            "outcome": SignatureOutcome.SIGNED_ON_PAPER,
        }
        booking = booking or self.booking
        return services.advise(booking.pk, Advised(**said | fields), by=self.clerk)

    def ask(self, answer, which="", booking=None, by=None, **fields):
        fields.setdefault("told_how", ToldHow.READ_ALOUD)
        if answer is LATER:
            fields.setdefault("ask_again_at", now() + timedelta(hours=4))
        said = Answered(answer, which=which, **fields)
        key = (booking or self.booking).pk
        services.ask_consular(key, said, by=by or self.clerk)

    def case(self, booking=None):
        return ConsularCase.objects.get(booking=booking or self.booking)

    def file(self):
        return opened(self.case())


@pytest.fixture
def desk(db):
    return Desk()


# --- The advisement ------------------------------------------------------------------


def test_without_an_advisement_there_is_no_question(desk):
    with pytest.raises(RuleViolation, match="The advisement comes first"):
        desk.ask(NO)

    assert not ConsularCase.objects.exists()
    assert not DataKey.objects.exists()


def test_the_database_itself_wants_the_advisement_of_this_booking(desk):
    other = desk.booked()
    advised = desk.advise(other)
    desk.ask(NO, booking=other)
    case = desk.case(other)

    with pytest.raises(DatabaseError, match="comes first"), transaction.atomic():
        ConsularCase.objects.create(
            booking=desk.booking,
            advisement=advised,
            key=DataKey.objects.create(purpose="x", key_id="x", wrapped=b"x"),
            asked_at=now(),
            told_by="x",
            told_how="read_aloud",
            sealed=b"x",
        )
    with pytest.raises(DatabaseError, match="another one"), transaction.atomic():
        ConsularCase.objects.filter(pk=case.pk).update(
            key=DataKey.objects.create(purpose="x", key_id="x", wrapped=b"x")
        )


# fmt: off
INTERPRETERS = [
    # who interprets                          may?
    ("",                                      True),
    ("Language Line, interpreter 20447",      True),
    ("Alice Vance",                           True),   # "ICE" and "Vance" are no words here
    ("Police interpreter",                    True),
    ("ICE language line",                     False),
    ("interpreter of U.S. Customs and Border Protection", False),
    ("dhs 4471",                              False),
    ("Border Patrol agent",                   False),
]
# fmt: on


@pytest.mark.parametrize(("interpreter", "may"), INTERPRETERS)
def test_no_interpreter_of_an_immigration_authority(desk, interpreter, may):
    if may:
        assert desk.advise(interpreter=interpreter).interpreter == interpreter
        return
    with pytest.raises(RuleViolation, match=r"10\.93\.160\(13\)"):
        desk.advise(interpreter=interpreter)
    assert not Advisement.objects.exists()


def png(mode="RGBA", size=(300, 100), *, draw=True, **options) -> bytes:
    image = Image.new(mode, size, (0, 0, 0, 0) if mode == "RGBA" else "white")
    if draw:
        ImageDraw.Draw(image).line((10, 50, 250, 60), fill="black", width=4)
    out = io.BytesIO()
    image.save(out, "PNG", **options)
    return out.getvalue()


def test_a_drawn_signature_is_drawn_again_and_nothing_else_of_it_kept(desk):
    from PIL.PngImagePlugin import PngInfo

    about = PngInfo()
    about.add_text("Comment", "made on somebody's own telephone")
    advised = desk.advise(
        outcome=SignatureOutcome.SIGNED_HERE, signature=png(pnginfo=about)
    )

    kept = bytes(advised.signature)
    assert b"telephone" not in kept
    assert Image.open(io.BytesIO(kept)).mode == "1"


# fmt: off
SIGNATURES = {
    # what came                                     what is said
    "nothing drawn":  (png(draw=False),              "Nothing is drawn"),
    "no picture":     (b"GIF89a nothing of the kind", "cannot be read"),
    "too large":      (png(size=(1300, 50)),         "cannot be read"),
    "cut short":      (png()[:60],                   "cannot be read"),
    "none":           (b"",                          "Sign in the box"),
}
# fmt: on


@pytest.mark.parametrize(("drawn", "said"), SIGNATURES.values(), ids=SIGNATURES)
def test_what_is_no_signature_is_refused_in_words(desk, drawn, said):
    with pytest.raises(RuleViolation, match=said):
        desk.advise(outcome=SignatureOutcome.SIGNED_HERE, signature=drawn)


@pytest.mark.parametrize(
    ("hours", "said"), [(1, "in the future"), (-2, "before the booking")]
)
def test_an_advisement_is_given_between_the_booking_and_now(desk, hours, said):
    with pytest.raises(RuleViolation, match=said):
        desk.advise(advised_at=now() + timedelta(hours=hours))


def test_an_advisement_stands_as_it_was_written(desk):
    advised = desk.advise()

    with pytest.raises(DatabaseError, match="stands as it was"):
        Advisement.objects.filter(pk=advised.pk).update(outcome="refused")


# --- Texts in other languages --------------------------------------------------------

TEXTS = """
language = "vi"
name = "Tiếng Việt"
edition = "2026-11"
[[text]]
kind = "advisement"
title = "Quyền của quý vị"
source = "RCW 10.93.160(9)"
certainty = "low"
body = "Quý vị có quyền từ chối trả lời."
"""


@pytest.fixture
def vietnamese(db, tmp_path):
    file = tmp_path / "vi.toml"
    file.write_text(TEXTS, encoding="utf-8")
    out = io.StringIO()
    call_command("load_legal_text", str(file), stdout=out)
    assert out.getvalue() == "1 texts are new. They wait for their reviewer.\n"
    return LegalText.objects.get(language="vi")


def test_a_loaded_text_is_printed_and_recorded_once_somebody_named_has_signed(
    desk, vietnamese
):
    offered = selectors.usable_texts(LegalTextKind.ADVISEMENT)
    assert [text.language for text in offered] == ["en", "es"]
    with pytest.raises(RuleViolation, match="Nobody has reviewed"):
        desk.advise(text_id=vietnamese.pk)
    with (
        pytest.raises(DatabaseError, match="nobody has reviewed"),
        transaction.atomic(),
    ):
        Advisement.objects.create(
            booking=desk.booking,
            text=vietnamese,
            advised_at=now(),
            outcome="signed_on_paper",
        )
    counsel = factories.viewer(Role.COUNSEL)

    services.sign_text(
        vietnamese.pk, vietnamese.sha256, "Thu Ha", "court certified", by=counsel
    )

    offered = selectors.usable_texts(LegalTextKind.ADVISEMENT)
    assert [text.language for text in offered] == ["en", "es", "vi"]
    assert desk.advise(text_id=vietnamese.pk).text == vietnamese


def test_a_review_signs_the_very_words_that_were_read(vietnamese):
    counsel = factories.viewer(Role.COUNSEL)
    with pytest.raises(RuleViolation, match="another text"):
        services.sign_text(vietnamese.pk, "0" * 64, "Thu Ha", "x", by=counsel)
    with pytest.raises(DatabaseError, match="signs the hash"), transaction.atomic():
        TextReview.objects.create(
            text=vietnamese,
            sha256="0" * 64,
            reviewer="x",
            qualification="x",
            signed_by_id=counsel.account_id,
        )


# fmt: off
FALSE_TEXTS = [
    # what the application tries by itself                      said
    ({"is_shipped": True},                                      "ships with a migration"),
    ({"body": "Other words"},                                   "its own hash"),
    ({"language": "ht"},                                        "its own hash"),
]
# fmt: on


@pytest.mark.parametrize(("changed", "said"), FALSE_TEXTS)
def test_no_text_passes_for_another_or_for_one_that_shipped(vietnamese, changed, said):
    row = LegalText.objects.filter(pk=vietnamese.pk).values().get()
    row |= {"id": DataKey().pk, "edition": row["edition"]} | changed
    with pytest.raises(DatabaseError, match=said):
        LegalText.objects.create(**row)


@pytest.mark.parametrize(
    "sql",
    ["UPDATE bookings_legaltext SET body = 'x'", "DELETE FROM bookings_textreview"],
)
def test_texts_and_reviews_are_never_changed(sql):
    with pytest.raises(DatabaseError, match="permission denied"):
        connection.cursor().execute(sql)


# fmt: off
BAD_FILES = [
    # replaced in the file                    said
    ('kind = "advisement"', 'kind = "other"',  "kind is one of"),
    ('certainty = "low"', 'certainty = "sure"', "certainty is one of"),
    ('name = "Tiếng Việt"', 'name = ""',       "name is missing"),
    ("[[text]]", "[text]",                     "no [[text]]"),
    ("language =", "language",                 "line 2"),
]
# fmt: on


@pytest.mark.parametrize(("was", "becomes", "said"), BAD_FILES)
def test_a_wrong_file_is_refused_whole(tmp_path, was, becomes, said):
    file = tmp_path / "vi.toml"
    file.write_text(TEXTS.replace(was, becomes), encoding="utf-8")

    with pytest.raises(CommandError) as refused:
        call_command("load_legal_text", str(file))

    assert said in str(refused.value)
    assert "Nothing was loaded." in str(refused.value)
    assert not LegalText.objects.filter(is_shipped=False).exists()


def test_the_shipped_texts_are_whole_in_both_languages():
    shipped = LegalText.objects.filter(is_shipped=True)

    assert {(t.kind, t.language) for t in shipped} == {
        (kind, language) for kind in LegalTextKind for language in ("en", "es")
    }


# --- The question --------------------------------------------------------------------


def test_before_a_mandatory_country_is_confirmed_nothing_is_written(desk):
    desk.advise()

    with pytest.raises(services.NoticeRequired):
        desk.ask(YES, MANDATORY)
    assert not ConsularCase.objects.exists()

    desk.ask(YES, MANDATORY, is_confirmed=True)
    assert desk.file().is_mandatory


def test_a_country_is_mandatory_by_the_day_of_booking(desk):
    booked = now()
    for booked_at, required in (
        (booked, True),
        (booked.replace(year=2018, month=8, day=31), False),
    ):
        assert (selectors.treaty_on(MANDATORY, booked_at) is not None) is required
    assert selectors.treaty_on(OPTIONAL, booked) is None


ANSWERS = {
    "no": lambda desk: desk.ask(NO),
    "yes": lambda desk: desk.ask(YES, OPTIONAL),
    "mandatory": lambda desk: desk.ask(YES, MANDATORY, is_confirmed=True),
    "later": lambda desk: desk.ask(LATER),
}


def told_to_the_clerk(desk, answer: str) -> dict[str, bytes]:
    """Every page of the booking that a clerk can open, after this answer."""
    from tests.routes import booking_routes

    told = {}
    with transaction.atomic():
        ANSWERS[answer](desk)
        client = signed_in(desk.clerk)
        for route in booking_routes():
            if set(route.keys) != {"booking_id"}:
                continue
            address = route.address(**dict.fromkeys(route.keys, desk.booking.pk))
            response = client.get(address)
            kind = response.headers["Content-Type"]
            is_text = kind.startswith(("text/", "application/pdf"))
            said = response.content
            if is_text:  # a paper breaks an event's number between its figures
                said = settled(body_of(response)).replace("\u200b", "")
                said = re.sub(r"EVENT\d*", "EVENT", said)
            told[route.name] = (response.status_code, said)
        transaction.set_rollback(True)
    return told


def test_a_clerks_pages_are_the_same_whatever_was_answered(desk, clock):
    clock(now())
    desk.advise()
    first = told_to_the_clerk(desk, "no")

    for answer in ("yes", "mandatory", "later"):
        other = told_to_the_clerk(desk, answer)
        different = [name for name in first if first[name] != other.get(name)]
        assert different == [], answer
    assert first["bookings:advisement"][0] == 200
    assert first["bookings:consular_case"][0] == 403


def test_the_row_is_the_same_whatever_was_answered(desk, clock):
    clock(now())
    desk.advise()
    rows = []
    for answer in ANSWERS.values():
        with transaction.atomic():
            answer(desk)
            row = ConsularCase.objects.values(
                "booking", "asked_at", "told_by", "told_how", "purged_at", "ended_as"
            ).get()
            rows.append({**row, "length": len(bytes(desk.case().sealed))})
            acts = ActEvent.objects.filter(act=Act.ASK_CONSULAR).values_list(
                "outcome", "target_kind", "target_id", "detail"
            )
            rows[-1]["acts"] = str(list(acts))
            transaction.set_rollback(True)

    assert rows[0] == rows[1] == rows[2] == rows[3]


def test_the_answer_to_a_form_says_again_what_was_typed_and_no_later_page_does(desk):
    desk.advise()
    client = signed_in(desk.clerk)
    address = reverse("bookings:consular_question", args=[desk.booking.pk])
    typed = {"answer": "yes", "which": MANDATORY, "told_how": "read_aloud"}
    chosen = f'<option value="{MANDATORY}" selected>'

    asked = client.post(address, typed)
    assert "For this one notice is required" in asked.content.decode()
    assert chosen in asked.content.decode()
    done = client.post(address, typed | {"confirmed": "on"}, follow=True)
    assert "The answer is written down." in done.content.decode()
    assert CONSULATES[MANDATORY] not in done.content.decode()
    assert chosen not in client.get(address).content.decode()


def test_a_change_of_mind_counts_and_the_log_keeps_what_was_before(desk, clock):
    start = now()
    clock(start)
    desk.advise()
    desk.ask(YES, OPTIONAL)
    clock(start + timedelta(hours=3))
    desk.ask(NO)

    file = desk.file()
    assert (file.answer, file.which) == (NO, "")
    assert [entry.words for entry in file.log] == ["before: yes, Mexico"]
    assert file.since == start + timedelta(hours=3)


def test_a_notice_that_a_treaty_requires_stays_required(desk):
    desk.advise()
    desk.ask(YES, MANDATORY, is_confirmed=True)
    desk.ask(NO)

    file = desk.file()
    assert (file.answer, file.which, file.is_mandatory) == (YES, MANDATORY, True)
    assert "stays required" in file.log[0].words


# fmt: off
NO_ANSWERS = [
    # answer                                        said
    ((YES, ""),    {},                              "Name the consulate"),
    ((YES, "QQ"),  {},                              "Name the consulate"),
    ((LATER, ""),  {"ask_again_at": None},          "Say when to ask again"),
    ((LATER, ""),  {"ask_again_at": -1},            "not in the past"),
    ((LATER, ""),  {"ask_again_at": 49},            "within two days"),
]
# fmt: on


@pytest.mark.parametrize(("answer", "more", "said"), NO_ANSWERS)
def test_what_is_no_answer_is_refused_in_words(desk, answer, more, said):
    desk.advise()
    if more.get("ask_again_at"):
        more = {"ask_again_at": now() + timedelta(hours=more["ask_again_at"])}

    with pytest.raises(RuleViolation, match=said):
        desk.ask(*answer, **more)


# --- Who sees it ---------------------------------------------------------------------


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.CONSULAR_OFFICER])
def test_no_other_role_sees_a_case_though_its_unit_was_permitted_every_class(
    desk, role
):
    desk.advise()
    desk.ask(YES, OPTIONAL)
    reader = factories.viewer(role, sees=[desk.jail])

    assert selectors.open_consular_case(reader, desk.booking.pk) is None
    assert selectors.open_consular_cases(reader) == []


def test_nobody_is_a_consular_officer_and_a_clerk_besides(desk):
    """Whoever asks the question cannot read the answer again."""
    with pytest.raises(
        IntegrityError, match="capacity_of_a_consular_officer_is_that_alone"
    ):
        factories.viewer(Role.CONSULAR_OFFICER, Role.BOOKING_CLERK, sees=[desk.jail])


def test_the_officer_sees_it_and_that_is_written_down(desk):
    desk.advise()
    desk.ask(YES, OPTIONAL)

    case = selectors.open_consular_case(desk.officer, desk.booking.pk)

    assert case.file.which == OPTIONAL
    event = ViewEvent.objects.get(id=case.shown.event_id)
    assert event.booking_id == desk.booking.pk
    assert event.classes & 128


def test_the_list_names_what_waits_the_longest_first_and_nothing_else(desk, clock):
    start = now()
    places = {}
    for hours, (name, answer) in enumerate(ANSWERS.items()):
        clock(start + timedelta(hours=hours))
        booking = places[name] = desk.booked()
        desk.booking = booking
        desk.advise()
        answer(desk)

    rows = selectors.open_consular_cases(desk.officer)

    assert [row.shown.booking_id for row in rows] == [
        places["yes"].pk,
        places["mandatory"].pk,
        places["later"].pk,
    ]


# fmt: off
HOURS = [
    # hours since it was asked for      what the officer reads
    (0,       "0 h",   "Without delay"),
    (71.99,   "71 h",  "Without delay"),
    (72,      "72 h",  "Overdue"),
    (100,     "100 h", "Overdue"),
]
# fmt: on


@pytest.mark.parametrize(("hours", "waiting", "status"), HOURS)
def test_without_delay_is_told_in_hours(desk, clock, hours, waiting, status):
    start = now()
    clock(start)
    desk.advise()
    desk.ask(YES, OPTIONAL)
    clock(start + timedelta(hours=hours))
    officer = factories.viewer(Role.CONSULAR_OFFICER, sees=[desk.jail])

    page = signed_in(officer).get(reverse("bookings:consular_cases")).content.decode()

    assert waiting in page
    assert status in page
    overdue = selectors.overdue_consular_cases(now())
    assert bool(overdue) is (status == "Overdue")


def test_what_passed_stands_in_the_log_and_a_notice_meets_the_duty(desk):
    desk.advise()
    desk.ask(YES, OPTIONAL)
    client = signed_in(desk.officer)
    contact = reverse("bookings:consular_contact", args=[desk.booking.pk])
    said = {"passed_at": this_minute(now() + timedelta(minutes=1))}

    early = client.post(contact, {"kind": "visit", **said})
    assert "The time is in the future." in early.content.decode()
    services.log_contact(
        desk.booking.pk, ContactKind.FAX_CONFIRMED, now(), "fax 4711", by=desk.officer
    )

    page = client.get(reverse("bookings:consular_case", args=[desk.booking.pk]))
    assert "fax 4711" in page.content.decode()
    assert "Duty met" in page.content.decode()
    assert selectors.open_consular_cases(desk.officer) == []
    event = ActEvent.objects.get(act=Act.TELL_CONSULATE)
    assert str(desk.booking.pk) not in str(vars(event)), "no act says whose case it was"


def test_nobody_is_told_whom_nobody_asked_to_tell(desk):
    desk.advise()
    desk.ask(NO)

    with pytest.raises(RuleViolation, match="Nobody asked"):
        services.log_contact(
            desk.booking.pk, ContactKind.LETTER_SENT, now(), "", by=desk.officer
        )


def test_the_letter_says_name_place_day_and_contact_and_nothing_else(desk):
    from tests.canaries import said

    desk.booking.arresting_agency = "Some Police"
    desk.booking.save()
    desk.advise()
    desk.ask(YES, OPTIONAL)
    address = reverse("bookings:consular_letter", args=[desk.booking.pk])

    answer = signed_in(desk.officer).get(address)

    assert answer.headers["Content-Type"] == "application/pdf"
    text = said(answer, answer.content).text
    assert desk.booking.person.surname in text
    assert CONSULATES[OPTIONAL] in text
    for word in ("Some Police", "Theft", "asylum", desk.booking.booking_number):
        assert word not in text


# --- Nowhere in clear ----------------------------------------------------------------


def test_no_table_holds_the_answer_in_clear(desk):
    desk.advise()
    desk.ask(YES, "SM")  # San Marino: two letters that stand in no hash
    services.log_contact(
        desk.booking.pk, ContactKind.TELEPHONED, now(), "Qzcontact", by=desk.officer
    )
    looked_at = 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relkind IN ('r', 'p')"
        )
        for (table,) in cursor.fetchall():
            try:
                with transaction.atomic():
                    cursor.execute(f'SELECT t::text FROM "{table}" t')
                    rows = cursor.fetchall()
            except DatabaseError:
                continue
            looked_at += 1
            for (row,) in rows:
                for secret in ("San Marino", "Qzcontact", '"SM"', b"Qzcontact".hex()):
                    assert secret not in row, table
    assert looked_at > 40


def test_it_has_no_change_history():
    assert not hasattr(ConsularCase, "history")


# --- Purged --------------------------------------------------------------------------


def approved(days=30, appeal_days=30):
    first = factories.viewer(Role.RECORDS_SUPERVISOR)
    second = factories.viewer(Role.COUNSEL)
    proposal = services.propose_schedule(
        "GS50-06C", days, appeal_days, "as the committee has approved", by=first
    )
    proposals.agree(proposal.pk, by=second)
    return ConsularSchedule.objects.get()


def purge():
    return services.purge_consular_cases(by=System("test"))


def test_a_schedule_takes_two_people():
    factories.laws()
    schedule = approved()
    with pytest.raises(DatabaseError, match="two people"), transaction.atomic():
        ConsularSchedule.objects.create(
            number="mine", days=0, appeal_days=0, proposal=proposal_of_one()
        )
    assert (schedule.days, schedule.appeal_days) == (30, 30)


def proposal_of_one():
    first = factories.viewer(Role.RECORDS_SUPERVISOR)
    return services.propose_schedule("mine", 0, 0, "because I say so", by=first)


def test_without_an_approved_schedule_nothing_is_purged(desk, clock):
    desk.advise()
    desk.ask(NO)
    clock(now() + timedelta(days=4000))

    assert purge() == services.Purged(0, 0, 0)


# fmt: off
DUE = [
    # answered, told after   left after   purged on day (3 for the 72 hours, 30 + 30)
    ("no",      None,        None,        63),
    ("yes",     0,           None,        63),
    ("yes",     2,           None,        63),
    ("yes",     10,          None,        70),
    ("yes",     None,        1,           None),     # the duty outlives the custody
    ("later",   None,        None,        None),
    ("later",   None,        5,           65),
]
# fmt: on


@pytest.mark.parametrize(("answer", "told", "left", "purged_on"), DUE)
def test_a_case_is_purged_to_the_day(desk, clock, answer, told, left, purged_on):
    start = now()
    clock(start)
    approved()
    desk.advise()
    ANSWERS[answer](desk)
    for days, do in ((told, tell), (left, leave)):
        if days is not None:
            clock(start + timedelta(days=days))
            do(desk)
    for day, expected in ((purged_on or 999, 0), (purged_on, 1)):
        if day is not None:
            second = timedelta(seconds=-1 if expected == 0 and purged_on else 0)
            clock(start + timedelta(days=day) + second)
            assert purge().purged == expected


def tell(desk):
    officer = factories.viewer(Role.CONSULAR_OFFICER, sees=[desk.jail])
    services.log_contact(
        desk.booking.pk, ContactKind.LETTER_SENT, now(), "", by=officer
    )


def leave(desk):
    desk.booking.discharged_at = now()
    desk.booking.discharge_reason = "time_served"
    desk.booking.discharge_manner = "Sentence served"
    desk.booking.save()


def test_what_is_purged_opens_nowhere_and_leaves_when_by_whom_and_how(desk, clock):
    clock(now())
    approved()
    desk.advise()
    desk.ask(NO, told_how=ToldHow.BY_INTERPRETER)
    before = desk.case()
    clock(now() + timedelta(days=64))
    officer = factories.viewer(Role.CONSULAR_OFFICER, sees=[desk.jail])
    assert purge().purged == 1

    with pytest.raises(CannotOpen):
        opened(before)  # as it lies in a copy of the data from before
    case = selectors.open_consular_case(officer, desk.booking.pk)
    assert case.file is None
    page = signed_in(officer).get(
        reverse("bookings:consular_case", args=[desk.booking.pk])
    )
    text = page.content.decode()
    assert desk.clerk.display_name in text
    assert "By an interpreter" in text
    assert "Duty met" in text
    event = ActEvent.objects.get(act=Act.PURGE_CONSULAR)
    assert json.dumps(event.detail) == "{}"


def test_a_restored_copy_of_the_data_is_dead_with_its_key(desk, clock):
    """The rows of before are put back, as from a backup; the keys' table is not."""
    clock(now())
    approved()
    desk.advise()
    desk.ask(NO)
    sealed = bytes(desk.case().sealed)
    clock(now() + timedelta(days=64))
    purge()

    with pytest.raises(CannotOpen):
        selectors.consular.case_file(sealed)
    with pytest.raises(DatabaseError, match="another one"), transaction.atomic():
        ConsularCase.objects.update(sealed=sealed, purged_at=None, ended_as="")


def test_a_case_is_not_called_purged_while_its_key_is_there(desk):
    desk.advise()
    desk.ask(NO)

    with pytest.raises(DatabaseError, match="destroying its key"):
        ConsularCase.objects.update(sealed=b"", purged_at=now(), ended_as="duty_met")


def test_a_legal_hold_keeps_a_case(desk, clock, monkeypatch):
    clock(now())
    approved()
    desk.advise()
    desk.ask(NO)
    clock(now() + timedelta(days=64))
    monkeypatch.setattr(
        "bookings.services.consular_schedule.is_kept_for_a_case", lambda _: True
    )

    assert purge() == services.Purged(purged=0, held=1)
    monkeypatch.undo()
    assert not legal_holds.is_kept_for_a_case(desk.booking.pk)
    assert purge().purged == 1


def test_a_change_of_mind_after_the_purge_is_a_new_case(desk, clock):
    clock(now())
    approved()
    desk.advise()
    desk.ask(NO)
    clock(now() + timedelta(days=64))
    purge()
    desk.clerk = factories.viewer(Role.BOOKING_CLERK, sees=[desk.jail])
    desk.ask(YES, OPTIONAL)

    assert ConsularCase.objects.count() == 2
    assert ConsularCase.objects.filter(purged_at=None).count() == 1


def test_one_that_cannot_be_opened_stops_no_other(desk, clock, settings):
    clock(now())
    approved()
    desk.advise()
    desk.ask(NO)
    DataKey.objects.filter(pk=desk.case().key_id).update(key_id="x", wrapped=b"x")
    other = desk.booked()
    desk.advise(other)
    desk.ask(NO, booking=other)
    clock(now() + timedelta(days=64))

    assert purge() == services.Purged(purged=1, unopened=1)
    officer = factories.viewer(Role.CONSULAR_OFFICER, sees=[desk.jail])
    assert selectors.open_consular_cases(officer) == []


def test_a_drawn_signature_comes_by_the_form(desk):
    client = signed_in(desk.clerk)
    text = LegalText.objects.get(kind=LegalTextKind.ADVISEMENT, language="es")
    drawn = base64.b64encode(png()).decode()
    typed = {
        "text": text.pk,
        "told_at": this_minute(now()),
        "outcome": "signed_here",
        "signature": f"data:image/png;base64,{drawn}",
    }
    address = reverse("bookings:advise", args=[desk.booking.pk])

    page = client.post(address, typed, follow=True).content.decode()

    assert "Signed here" in page
    assert "Español" in page
    seen = client.get(reverse("bookings:signature", args=[desk.booking.pk]))
    assert seen.content.startswith(b"\x89PNG")


# --- What happens by itself ----------------------------------------------------------


def test_the_job_purges_by_the_schedule_and_says_how_many(desk, clock):
    clock(now())
    approved()
    desk.advise()
    desk.ask(NO)
    clock(now() + timedelta(days=64))

    tasks.purge_consular()
    tasks.purge_consular()

    runs = JobRun.objects.filter(job="purge_consular").order_by("pk")
    assert [(run.outcome, run.detail["purged"]) for run in runs] == [
        ("done", 1),
        ("done", 0),
    ]
    assert desk.case().ended_as == "duty_met"


# fmt: off
OVERDUE = [
    # answer        after hours   told after   is overdue
    ("yes",         71.99,        None,        False),
    ("yes",         72,           None,        True),
    ("mandatory",   72,           None,        True),
    ("yes",         400,          None,        True),
    ("yes",         400,          5,           False),
    ("no",          400,          None,        False),
    ("later",       400,          None,        False),
]
# fmt: on


@pytest.mark.parametrize(("answer", "hours", "told_after", "is_overdue"), OVERDUE)
def test_a_consulate_that_is_not_told_in_72_hours_is_a_finding(
    desk, clock, answer, hours, told_after, is_overdue
):
    start = now()
    clock(start)
    desk.advise()
    ANSWERS[answer](desk)
    if told_after is not None:
        clock(start + timedelta(hours=told_after))
        services.log_contact(
            desk.booking.pk, ContactKind.TELEPHONED, now(), "", by=desk.officer
        )
    clock(start + timedelta(hours=hours))

    assert scan_desk(by=System("test"))["consulate_untold"] == int(is_overdue)
    assert scan_desk(by=System("test"))["consulate_untold"] == 0
    found = Finding.objects.filter(kind=FindingKind.CONSULATE_UNTOLD)
    since = (start + timedelta(hours=72)).isoformat()
    assert [f.evidence["overdue_since"] for f in found] == [since] * is_overdue


def test_a_finding_says_to_nobody_whose_consulate_was_not_told(desk, clock):
    """Nor does its row: by the booking's key it would join a case to a person."""
    start = now()
    clock(start)
    desk.advise()
    desk.ask(YES, OPTIONAL)
    clock(start + timedelta(hours=73))
    scan_desk(by=System("test"))
    found = Finding.objects.get(kind=FindingKind.CONSULATE_UNTOLD)
    of_somebody = [
        str(key) for key in (desk.booking.pk, desk.booking.person_id, desk.case().pk)
    ]
    of_somebody += [desk.booking.booking_number, desk.booking.person.surname]

    row = str(Finding.objects.filter(pk=found.pk).values().get())
    client = signed_in(factories.viewer(Role.AUDITOR))
    page = body_of(client.get(reverse("compliance:finding", args=[found.pk])))

    assert found.target_id == desk.file().docket
    assert "A consular case, not named here" in page
    assert [word for word in of_somebody if word in row + page] == []
    assert desk.file().docket not in page
