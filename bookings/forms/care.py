"""The health questions of intake, and safety alerts."""

from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from access.viewer import Viewer
from bookings.enums import (
    ALERT_LABELS,
    ALERT_SOURCES,
    SCREENING_ANSWERS,
    SCREENING_QUESTIONS,
    WATCH_LEVELS,
    AlertKind,
    AlertSource,
)
from bookings.forms.fields import moment_field, words_field
from bookings.forms.free_text import free_text_field
from bookings.services import NewAlert, Screening, screen_health, set_alert


class ScreeningForm(forms.Form):
    """Every question may be left as it stands, so that a correction need not read.

    What staff must do is written below as instructions, without a diagnosis.
    """

    title = "Health questions"
    done = (
        "The answers are written down for health staff. You can correct them until your"
        " shift ends, twelve hours after you first wrote them."
    )

    medicines = free_text_field(
        "Which medicine, and when", rows=1, max_length=200, required=False
    )
    notes = free_text_field(
        "What health staff should know", max_length=2000, required=False
    )
    watch = forms.ChoiceField(
        label="Watch level",
        choices=[("", "No watch"), *WATCH_LEVELS.items()],
        required=False,
    )
    lower_bunk = forms.BooleanField(label="Lower bunk", required=False)
    keep_separate = words_field("Keep separate from", 120, required=False)
    medicine_due_at = moment_field("Medicine due", required=False)
    help_to_move = words_field("Help to move, see or hear", 120, required=False)
    interpreter = words_field("Interpreter for", 40, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asked = {
            name: forms.ChoiceField(
                label=question,
                choices=[
                    ("", "Not asked, or as it stands"),
                    *SCREENING_ANSWERS.items(),
                ],
                required=False,
            )
            for name, question in SCREENING_QUESTIONS.items()
        }
        self.fields = asked | self.fields

    @property
    def questions(self):
        return [self[name] for name in (*SCREENING_QUESTIONS, "medicines", "notes")]

    @property
    def instructions(self):
        return [
            self[name]
            for name in self.fields
            if name not in {*SCREENING_QUESTIONS, "medicines", "notes"}
        ]

    @property
    def parts(self):
        return [
            ("Answers, for health staff alone", self.questions),
            ("What staff must do, without a diagnosis", self.instructions),
        ]

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(cleaned.values()):
            raise ValidationError("Nothing is answered yet. Answer a question.")
        return cleaned

    @staticmethod
    def initial_from(shown) -> dict:
        """What was answered is not read again at the desk."""
        return {}

    def save(self, booking_id: UUID, *, by: Viewer) -> None:
        answers = {
            name: self.cleaned_data[name]
            for name in (*SCREENING_QUESTIONS, "medicines", "notes")
            if self.cleaned_data[name]
        }
        screen_health(booking_id, Screening(answers, tuple(self._alerts())), by=by)

    def _alerts(self):
        said = self.cleaned_data
        worded = {
            AlertKind.WATCH: WATCH_LEVELS.get(said["watch"], ""),
            AlertKind.KEEP_SEPARATE: said["keep_separate"],
            AlertKind.MOBILITY: said["help_to_move"],
            AlertKind.INTERPRETER: said["interpreter"],
        }
        for kind, words in worded.items():
            if words:
                yield NewAlert(kind, words)
        if said["lower_bunk"]:
            yield NewAlert(AlertKind.LOWER_BUNK)
        if said["medicine_due_at"]:
            yield NewAlert(AlertKind.MEDICINE_DUE, due_at=said["medicine_due_at"])


class AlertForm(forms.Form):
    """One instruction for everybody who keeps this person."""

    title = "Safety alert"
    done = "The alert is set."

    kind = forms.TypedChoiceField(
        label="What staff must do", coerce=AlertKind, choices=list(ALERT_LABELS.items())
    )
    instruction = free_text_field(
        "How",
        rows=1,
        max_length=200,
        required=False,
        help_text="From whom, how often, for which language. No diagnosis.",
    )
    due_at = moment_field("Due at", required=False)
    ends_at = moment_field("Holds until", required=False)
    source = forms.TypedChoiceField(
        label="Where it is from",
        coerce=AlertSource,
        choices=list(ALERT_SOURCES.items()),
    )

    @staticmethod
    def initial_from(shown) -> dict:
        return {"source": AlertSource.OBSERVED}

    def save(self, booking_id: UUID, *, by: Viewer) -> None:
        answers = {**self.cleaned_data}
        source = answers.pop("source")
        set_alert(booking_id, NewAlert(**answers), source, by=by)
