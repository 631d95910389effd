"""The advisement, the question, the log of contacts, and the schedule."""

import base64
import binascii

from django import forms
from django.core.exceptions import ValidationError

from bookings.enums import (
    CONSULATES,
    ConsularAnswer,
    ContactKind,
    LegalTextKind,
    SignatureOutcome,
    ToldHow,
)
from bookings.forms.fields import moment_field, words_field
from bookings.rules.consular import INTERPRETER_LENGTH, WORDS_LENGTH
from bookings.selectors import usable_texts
from bookings.services import Advised, Answered

_DRAWN = "data:image/png;base64,"
_CONTACTS = [kind for kind in ContactKind if kind is not ContactKind.ANSWERED_AGAIN]


class AdvisementForm(forms.Form):
    """What is written down of the advisement. A signature is drawn on the screen where
    there are scripts, and is given on paper where there are none.
    """

    text = forms.ChoiceField(label="Language in which it was given")
    told_at = moment_field("Given at")
    interpreter = words_field(
        "Interpreter",
        INTERPRETER_LENGTH,
        required=False,
        help_text="Name, or the vendor's code. Never of an immigration authority.",
    )
    outcome = forms.TypedChoiceField(
        label="Signature",
        coerce=SignatureOutcome,
        choices=[(one.value, one.label) for one in SignatureOutcome],
        initial=SignatureOutcome.SIGNED_ON_PAPER.value,
    )
    signature = forms.CharField(
        required=False, max_length=100_000, widget=forms.HiddenInput
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].choices = [
            (str(text.pk), text.language_name)
            for text in usable_texts(LegalTextKind.ADVISEMENT)
        ]

    def clean_signature(self) -> bytes:
        drawn = self.cleaned_data["signature"]
        if not drawn:
            return b""
        try:
            return base64.b64decode(drawn.removeprefix(_DRAWN), validate=True)
        except binascii.Error:
            raise ValidationError(
                "The signature cannot be read. Draw it again."
            ) from None

    def advised(self) -> Advised:
        said = self.cleaned_data
        is_drawn = said["outcome"] is SignatureOutcome.SIGNED_HERE
        return Advised(
            text_id=said["text"],
            advised_at=said["told_at"],
            outcome=said["outcome"],
            interpreter=said["interpreter"],
            signature=said["signature"] if is_drawn else b"",
        )


class ConsularForm(forms.Form):
    """The question, the same for everybody. It is never filled in with what stands."""

    answer = forms.TypedChoiceField(
        label="Shall a consulate be told?",
        coerce=ConsularAnswer,
        choices=[(a.value, a.label) for a in ConsularAnswer],
        widget=forms.RadioSelect,
    )
    which = forms.ChoiceField(
        label="Which?",
        choices=[("", "None named"), *sorted(CONSULATES.items(), key=lambda c: c[1])],
        required=False,
    )
    ask_again_at = moment_field(
        "Ask again at",
        required=False,
        help_text="Where an answer is not possible now. Like 04/28/2026 03:10",
    )
    told_how = forms.TypedChoiceField(
        label="How the person was told",
        coerce=ToldHow,
        choices=[(how.value, how.label) for how in ToldHow],
    )
    confirmed = forms.BooleanField(
        label="The person was told this, and confirms which one.", required=False
    )

    def answered(self) -> Answered:
        said = self.cleaned_data
        return Answered(
            answer=said["answer"],
            told_how=said["told_how"],
            which=said["which"],
            ask_again_at=said["ask_again_at"],
            is_confirmed=said["confirmed"],
        )


class ContactForm(forms.Form):
    """What passed between jail, person and consulate."""

    kind = forms.TypedChoiceField(
        label="What passed",
        coerce=ContactKind,
        choices=[(kind.value, kind.label) for kind in _CONTACTS],
    )
    passed_at = moment_field("When")
    words = words_field(
        "Office, person, confirmation",
        WORDS_LENGTH,
        required=False,
        help_text="Nothing about asylum or protection.",
    )


class ScheduleForm(forms.Form):
    """How long a consular case is kept."""

    number = words_field("Number of the retention schedule", 40)
    days = forms.IntegerField(
        label="Days after the duty is met", min_value=0, max_value=3650
    )
    appeal_days = forms.IntegerField(
        label="Days for complaints and appeals, besides", min_value=0, max_value=3650
    )
    reason = words_field("Why", 400)


class SignTextForm(forms.Form):
    """Who has read a text over, and that it may be printed."""

    sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    reviewer = words_field("Who has read it over", 120)
    qualification = words_field(
        "What makes them able to", 200, help_text="Like: court certified interpreter"
    )
