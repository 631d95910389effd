"""The health questions of an intake, and what staff must do from then on."""

from datetime import datetime

from django import forms

from bookings import enums, services
from bookings.enums import SCREENING_ANSWERS, AlertKind, AlertSource
from bookings.forms.fields import moment_field, words_field
from bookings.forms.free_text import free_text_field
from bookings.forms.section import SectionForm, parts
from bookings.services import Care, NewAlert, Screening


class HealthSection(SectionForm):
    """The health questions. What is answered is health staff's to read: the page of a
    draft that is resumed says that they were asked, and no answer.
    """

    note = (
        "The answers go to health staff, and are not shown at the desk again. You can"
        " correct them in your shift: what you leave stands as it is."
    )
    medicines = free_text_field(
        "Which medicine, and when", rows=1, max_length=200, required=False
    )
    notes = free_text_field(
        "What health staff should know", max_length=2000, required=False
    )

    layout = (
        ("form-row--questions", tuple(enums.SCREENING_QUESTIONS)),
        ("form-row--told", ("medicines", "notes")),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, question in enums.SCREENING_QUESTIONS.items():
            self.fields[name] = forms.ChoiceField(
                label=question,
                choices=[
                    ("", "Not asked, or as it stands"),
                    *SCREENING_ANSWERS.items(),
                ],
                required=False,
            )

    @classmethod
    def initial_from(cls, shown):
        return {}

    def save(self, booking_id, *, by):
        answers = {name: said for name, said in self.cleaned_data.items() if said}
        if answers:
            services.screen_health(booking_id, Screening(answers), by=by)


class CareSection(SectionForm):
    """What staff must do. What is set here holds from the moment it is saved; to empty
    it ends it. Alerts from elsewhere stand on the page of alerts.
    """

    note = "What staff must do, without a diagnosis. It holds as soon as it is saved."

    watch = forms.ChoiceField(
        label="Watch level",
        choices=[("", "No watch"), *((v, v) for v in enums.WATCH_LEVELS.values())],
        required=False,
    )
    lower_bunk = forms.BooleanField(label="Lower bunk", required=False)
    keep_separate = words_field("Keep separate from", 120, required=False)
    medicine_due_at = moment_field("Medicine due", required=False)
    help_to_move = words_field("Help to move, see or hear", 120, required=False)
    language_needed = words_field("Interpreter needed for", 40, required=False)
    safety_instructions = free_text_field(
        "Other instructions", required=False, help_text="Lower tier, no stairs."
    )

    layout = (
        ("form-row--care", ("watch", "medicine_due_at", "lower_bunk")),
        ("form-row--care", ("keep_separate", "help_to_move", "language_needed")),
        ("form-row--whole", ("safety_instructions",)),
    )
    _worded = {
        "watch": AlertKind.WATCH,
        "keep_separate": AlertKind.KEEP_SEPARATE,
        "help_to_move": AlertKind.MOBILITY,
    }

    @classmethod
    def initial_from(cls, shown):
        stands = {
            one["kind"]: one
            for one in reversed(parts(shown, "alerts"))
            if one["source"] == AlertSource.SCREENING
        }
        medicine = stands.get(AlertKind.MEDICINE_DUE)
        return {
            "language_needed": shown.get("booking.language_needed"),
            "safety_instructions": shown.get("booking.safety_instructions"),
            "lower_bunk": AlertKind.LOWER_BUNK in stands,
            "medicine_due_at": medicine and datetime.fromisoformat(medicine["due_at"]),
            **{
                name: stands[kind]["instruction"] if kind in stands else ""
                for name, kind in cls._worded.items()
            },
        }

    def save(self, booking_id, *, by):
        said = self.cleaned_data
        care = Care(said["safety_instructions"], said["language_needed"])
        services.save_care(booking_id, care, by=by)
        services.save_alerts(booking_id, self._alerts(), by=by)

    def _alerts(self) -> dict[AlertKind, NewAlert | None]:
        said = self.cleaned_data
        wanted = {
            kind: NewAlert(kind, said[name]) if said[name] else None
            for name, kind in self._worded.items()
        }
        bunk, due = AlertKind.LOWER_BUNK, AlertKind.MEDICINE_DUE
        at = said["medicine_due_at"]
        wanted[bunk] = NewAlert(bunk) if said["lower_bunk"] else None
        wanted[due] = NewAlert(due, due_at=at) if at else None
        return wanted
