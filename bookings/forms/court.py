"""What goes to the court: sworn statements, findings, the recognizance interview."""

from uuid import UUID

from django import forms

from access.viewer import Viewer
from bookings import enums
from bookings.enums import CauseFinding
from bookings.forms.fields import moment_field, words_field
from bookings.forms.free_text import free_text_field
from bookings.services import (
    NewInterview,
    NewStatement,
    interview,
    receive_statement,
    record_finding,
)


class StatementForm(forms.Form):
    """Sworn words as they came. Nobody here changes them afterwards."""

    title = "Probable-cause statement"
    done = "The statement is on record, word for word."

    author_agency = words_field("Agency whose officer has sworn it", 120)
    author_name = words_field("Officer", 80, required=False)
    received_at = moment_field("Received at")
    statement = forms.CharField(
        label="Statement, word for word",
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off"}),
        max_length=20_000,
    )

    @staticmethod
    def initial_from(shown) -> dict:
        return {}

    def save(self, booking_id: UUID, *, by: Viewer) -> None:
        answers = {**self.cleaned_data}
        text = answers.pop("statement")
        receive_statement(booking_id, NewStatement(text=text, **answers), by=by)


class FindingForm(forms.Form):
    """What a judge found on the statement that waits."""

    title = "A judge's finding"
    done = "The finding is written down."

    finding = forms.TypedChoiceField(
        label="Finding",
        coerce=CauseFinding,
        choices=list(enums.CAUSE_FINDINGS.items()),
    )
    found_at = moment_field("Found at")
    judge = words_field("Judge", 80, required=False)

    @staticmethod
    def initial_from(shown) -> dict:
        return {}

    def save(self, booking_id: UUID, *, by: Viewer) -> None:
        record_finding(booking_id, **self.cleaned_data, by=by)


def _one_of(label: str, words: dict[str, str], **options) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=list(words.items()), **options)


class InterviewForm(forms.Form):
    """Where somebody lives, works and is known. Status and birthplace are not asked."""

    title = "Personal recognizance"
    done = "The interview is written down."

    answered = _one_of("The person", enums.INTERVIEW_ANSWERED)
    residence = words_field("Where do you live?", 120, required=False)
    residence_since = words_field("Since when?", 40, required=False)
    work = words_field("Where do you work or study?", 120, required=False)
    ties = free_text_field(
        "Who depends on you, or lives with you?",
        rows=1,
        max_length=200,
        required=False,
    )
    vouched_by = words_field(
        "Who can confirm this? Name and telephone", 120, required=False
    )
    missed_court = _one_of("Missed a court date before", enums.MISSED_COURT)
    recommendation = _one_of("Recommendation", enums.RECOMMENDATIONS)
    conditions = free_text_field(
        "With which conditions", rows=1, max_length=200, required=False
    )
    result = forms.ChoiceField(
        label="Result",
        choices=[("", "Not yet"), *enums.INTERVIEW_RESULTS.items()],
        required=False,
    )

    @staticmethod
    def initial_from(shown) -> dict:
        return {"missed_court": "unknown", "recommendation": "none"}

    def save(self, booking_id: UUID, *, by: Viewer) -> None:
        interview(booking_id, NewInterview(**self.cleaned_data), by=by)
