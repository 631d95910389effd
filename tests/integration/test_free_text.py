"""A text that tells what must not be kept: the clerk is told, chooses, and can save."""

from uuid import uuid4

import pytest
from django import forms
from django.db import IntegrityError, transaction
from django.urls import reverse

from access.acts import Act
from access.enums import FieldClass, Role
from access.guards import ActDenied
from audit.models import ActEvent, TypedText, ViewEvent
from bookings import services
from bookings.corrections import OWN_WORDS, PARTS
from bookings.enums import SwornPaper, TextChoice
from bookings.forms import FreeText, free_text_field
from bookings.models import TextReading
from tests import factories
from tests.clients import signed_in

TELLING = "Lower bunk. Says he is a citizen of Peru."
PLAIN = "Lower bunk, keep separate from his brother."


class NoteForm(forms.Form):
    note = free_text_field("Note", required=False)
    title = free_text_field("Title", rows=1, required=False)


class MustForm(forms.Form):
    note = free_text_field("Note")


def sent(form=NoteForm, **values):
    return form({name.replace("__", "-"): value for name, value in values.items()})


def test_an_ordinary_note_is_saved_as_it_is():
    form = sent(note=PLAIN)

    assert form.is_valid()
    assert form.cleaned_data["note"] == PLAIN
    assert form.cleaned_data["note"].choice is None
    assert "data-reads-for" in str(form["note"])
    assert "fieldset" not in str(form["note"])


def test_what_is_found_asks_for_a_choice_and_nothing_is_lost():
    form = sent(note=TELLING)

    assert form.has_error("note", "choose")
    page = form["note"].as_field_group()
    assert TELLING in page
    assert "RCW 10.93.160(4)" in page
    assert "KCC 2.15.010" in page
    assert page.count('type="radio"') == len(TextChoice)
    checked = page[: page.index(" checked")].rpartition('value="')[2]
    assert checked.startswith(TextChoice.TAKEN_OUT), "to take it out is the default"
    assert "Lower bunk. Says he is a." in page, "what would be left is shown"


def test_taken_out_the_rest_is_saved():
    form = sent(note=TELLING, note__choice="taken_out")

    assert form.is_valid()
    kept = form.cleaned_data["note"]
    assert "Peru" not in kept
    assert kept.startswith("Lower bunk.")
    assert (kept.choice, kept.kinds) == (TextChoice.TAKEN_OUT, ("citizenship",))


def test_what_is_no_such_fact_is_saved_as_it_is():
    form = sent(note=TELLING, note__choice="not_such_a_fact")

    assert form.is_valid()
    assert form.cleaned_data["note"] == TELLING
    assert form.cleaned_data["note"].choice is TextChoice.NOT_SUCH_A_FACT


@pytest.mark.parametrize("missing", ["case_number", "why"])
def test_an_exception_takes_a_case_number_and_a_reason(missing):
    given = {"note__case_number": "26-123", "note__why": "18 USC 1546, charged"}
    given[f"note__{missing}"] = " "
    form = sent(note=TELLING, note__choice="required_by_law", **given)

    assert form.has_error("note", "no_case")
    assert TELLING in str(form["note"])


def test_with_both_it_is_saved_and_says_why():
    form = sent(
        note=TELLING,
        note__choice="required_by_law",
        note__case_number="26-123",
        note__why="18 USC 1546, charged",
    )
    assert form.is_valid()
    kept = form.cleaned_data["note"]
    assert kept == TELLING
    assert (kept.case_number, kept.reason) == ("26-123", "18 USC 1546, charged")


def test_an_unknown_choice_is_none():
    assert sent(note=TELLING, note__choice="whatever").has_error("note", "choose")


def test_where_nothing_would_be_left_of_what_must_be_written_it_says_so():
    form = sent(MustForm, note="citizen of Peru", note__choice="taken_out")

    assert form.has_error("note", "nothing_left")
    assert sent(note="citizen of Peru", note__choice="taken_out").is_valid()


def test_a_single_line_is_read_as_well():
    form = sent(title="ICE hold")

    assert form.has_error("title", "choose")
    assert 'type="text"' in str(form["title"])


def test_words_that_tell_anew_when_others_are_gone_are_taken_out_too():
    form = sent(
        note="citizen undocumented of Peru, lower bunk", note__choice="taken_out"
    )
    assert form.is_valid()
    assert "Peru" not in form.cleaned_data["note"]


def test_what_is_kept_is_a_string_as_any_other():
    assert isinstance(FreeText("a"), str)
    assert FreeText("a") == "a"


@pytest.mark.django_db
def test_a_free_text_goes_into_the_database_as_its_words():
    booking = factories.booking()
    booking.safety_instructions = FreeText("Lower bunk.")
    booking.save(update_fields=["safety_instructions"])
    booking.refresh_from_db()

    assert booking.safety_instructions == "Lower bunk."


# --- While somebody types ----------------------------------------------------------------


def ask(viewer, **typed):
    return signed_in(viewer).post(reverse("bookings:read_text"), typed)


@pytest.mark.django_db
def test_the_script_is_told_what_and_why_and_nothing_is_kept(caplog):
    viewer = factories.viewer(Role.BOOKING_CLERK)
    client = signed_in(viewer)
    before = [model.objects.count() for model in (ActEvent, ViewEvent, TypedText)]
    response = client.post(
        reverse("bookings:read_text"), {"field": "note", "text": TELLING}
    )
    body = response.content.decode()

    assert response.status_code == 200
    assert "“citizen of Peru”" in body
    assert 'name="note-choice"' in body
    assert " checked" not in body, "somebody chooses"
    assert response["Cache-Control"].startswith("no-store")
    assert before == [m.objects.count() for m in (ActEvent, ViewEvent, TypedText)]
    assert "Peru" not in caplog.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    [
        {"field": "note", "text": PLAIN},
        {"field": "note", "text": ""},
        {"field": '"><script>', "text": TELLING},
        {"field": "note"},
        {"text": TELLING},
    ],
)
def test_nothing_found_or_nothing_of_ours_has_no_answer(typed):
    response = ask(factories.viewer(Role.NURSE), **typed)

    assert response.status_code == 204
    assert not response.content


@pytest.mark.django_db
def test_what_was_chosen_stays_chosen_while_more_is_typed():
    body = ask(
        factories.viewer(Role.BOOKING_CLERK),
        field="note",
        text=TELLING,
        choice="required_by_law",
        case_number="26-123",
        why="<b>charged</b>",
    ).content.decode()

    assert 'value="required_by_law" checked' in body
    assert 'value="26-123"' in body
    assert "<b>" not in body


# --- What was chosen is put down, without the words -------------------------------------


@pytest.mark.django_db
def test_the_choice_is_put_down_with_its_kinds_and_without_the_words():
    booking, by = factories.booking(), factories.viewer(Role.BOOKING_CLERK)
    values = {
        "note": FreeText("x Peru", TextChoice.NOT_SUCH_A_FACT, ("citizenship",)),
        "other": FreeText("plain"),
        "number": 7,
    }
    assert services.put_down_readings(values, booking.pk, by=by) == 1
    reading = TextReading.objects.get()
    act = ActEvent.objects.get(act=Act.CHOOSE_TEXT)

    assert (reading.place, reading.kinds) == ("note", ["citizenship"])
    assert (reading.choice, reading.case_number) == ("not_such_a_fact", "")
    assert reading.chosen_by_id == by.account_id
    assert TextReading.history.filter(id=reading.pk).count() == 1
    assert act.reason == "not_such_a_fact"
    assert "Peru" not in str([vars(reading), vars(act)])


@pytest.mark.django_db
def test_an_exception_is_a_row_with_its_case_and_its_reason():
    booking, by = factories.booking(), factories.viewer(Role.BOOKING_CLERK)
    kept = FreeText(
        "words", TextChoice.REQUIRED_BY_LAW, ("immigration_status",), "26-1", "charged"
    )
    services.put_down_readings({"note": kept}, booking.pk, by=by)

    reading = TextReading.objects.get()
    assert (reading.case_number, reading.reason) == ("26-1", "charged")
    assert set(TextReading.field_classes.values()) == {
        FieldClass.REFERENCE,
        FieldClass.ORIGIN,
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    "row",
    [
        {"choice": "required_by_law", "case_number": "", "reason": "charged"},
        {"choice": "required_by_law", "case_number": "26-1", "reason": ""},
        {"choice": "not_such_a_fact", "case_number": "26-1", "reason": ""},
    ],
)
def test_the_database_takes_no_exception_without_both(row):
    by = factories.viewer(Role.BOOKING_CLERK)
    with pytest.raises(IntegrityError), transaction.atomic():
        TextReading.objects.create(
            booking=factories.booking(),
            place="note",
            kinds=["citizenship"],
            chosen_by_id=by.account_id,
            **row,
        )


# --- Another person's words --------------------------------------------------------------


def test_sworn_words_are_not_edited_they_are_kept_apart_whole():
    telling = "The suspect, a citizen of Peru, fled."

    assert services.placed(telling).withheld_text == telling
    assert services.placed(telling).text == ""
    assert services.placed(telling).kinds == ("citizenship",)
    assert services.placed("The suspect fled.").text == "The suspect fled."
    assert services.placed("The suspect fled.").withheld_text == ""


@pytest.mark.django_db
def test_the_author_agency_is_noted_and_told_once():
    booking, by = factories.booking(), factories.viewer(Role.RECORDS_OFFICER)
    notice = services.note_author(
        booking.pk,
        "Kent Police Department",
        SwornPaper.PROBABLE_CAUSE,
        ("citizenship",),
        by=by,
    )
    told = services.tell_author(notice.pk, by=by)
    again = services.tell_author(notice.pk, by=factories.viewer(Role.RECORDS_OFFICER))

    assert told.told_at
    assert again.told_by_id == by.account_id
    assert ActEvent.objects.filter(act=Act.TELL_AUTHOR).count() == 1


@pytest.mark.django_db
def test_only_the_records_unit_tells_an_author():
    with pytest.raises(ActDenied):
        services.tell_author(uuid4(), by=factories.viewer(Role.BOOKING_CLERK))


# --- Where something is corrected -----------------------------------------------------


class Correcting:
    """A clerk who types over the safety instructions of somebody."""

    def __init__(self, stands=PLAIN):
        factories.laws()
        jail = factories.facility()
        self.booking = factories.booking(facility=jail, safety_instructions=stands)
        self.client = signed_in(factories.viewer(Role.BOOKING_CLERK, sees=[jail]))
        self.stands = stands

    def send(self, becomes, *, step="look", **more):
        key = f"{self.booking.pk}.safety_instructions"
        more = {f"{key}-{name}": value for name, value in more.items()}
        sent = {"reason": "typing_error", "step": step} | more
        sent |= {key: becomes, f"{key}.was": self.stands}
        address = reverse("bookings:correct_part", args=[self.booking.pk, "booking"])
        return self.client.post(address, sent)

    def now(self):
        self.booking.refresh_from_db()
        return self.booking.safety_instructions


@pytest.mark.django_db
def test_what_is_typed_over_is_read_before_anything_is_shown_as_before_and_after():
    desk = Correcting()

    page = desk.send(TELLING).content.decode()

    assert "may tell what must not be kept" in page
    assert "Before and after" not in page
    assert TELLING in page
    assert desk.now() == PLAIN


@pytest.mark.django_db
@pytest.mark.parametrize("choice", ["taken_out", "not_such_a_fact"])
def test_what_was_chosen_goes_through_before_and_after_and_is_put_down(choice):
    desk = Correcting()

    preview = desk.send(TELLING, choice=choice).content.decode()
    assert "Before and after" in preview
    assert f'-choice" value="{choice}"' in preview
    assert desk.now() == PLAIN
    answer = desk.send(TELLING, step="write", choice=choice)

    assert answer.status_code == 302
    assert ("Peru" in desk.now()) is (choice == "not_such_a_fact")
    reading = TextReading.objects.get()
    assert (reading.place, reading.choice) == ("booking.safety_instructions", choice)


@pytest.mark.django_db
def test_where_nothing_is_left_of_a_change_nothing_is_changed():
    desk = Correcting(stands="Lower bunk. Says he is a.")

    page = desk.send(TELLING, choice="taken_out").content.decode()

    assert "Nothing is changed" in page
    assert not TextReading.objects.exists()


@pytest.mark.django_db
def test_what_stands_already_holds_up_no_other_correction():
    desk = Correcting(stands=TELLING)
    key = f"{desk.booking.pk}.housing"
    address = reverse("bookings:correct_part", args=[desk.booking.pk, "booking"])
    sent = {"reason": "typing_error", "step": "write"}

    answer = desk.client.post(address, sent | {key: "10 W, cell 7", f"{key}.was": ""})

    assert answer.status_code == 302
    assert desk.now() == TELLING


def test_every_line_that_is_in_somebodys_own_words_is_there():
    own = {
        f"{part.path}.{name}"
        for part in PARTS.values()
        for name in part.names
        if part.is_in_own_words(name)
    }

    assert own >= OWN_WORDS | {"booking.safety_instructions"}
