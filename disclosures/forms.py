"""Shape of what is typed at the counter, and about an interview."""

from django import forms

from bookings.forms import free_text_field, words_field
from disclosures.enums import (
    Answer,
    AskerKind,
    Channel,
    Consent,
    Matter,
    PassedTo,
    Wanted,
)
from disclosures.selectors import PERIODS, consent_texts
from disclosures.services import Asked, Said, WantsInterview


def _one_of(label: str, words, **options) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        coerce=words,
        choices=[(word.value, word.label) for word in words],
        **options,
    )


class LookForm(forms.Form):
    """Whom the caller asks about: looked up on the register, and kept nowhere."""

    surname = words_field("Surname begins with", 80)


class InquiryForm(forms.Form):
    channel = _one_of("How they asked", Channel)
    caller = words_field(
        "Who asks",
        120,
        required=False,
        help_text="Name, and for whom. Kept sealed, and erased after 30 days.",
    )
    wanted = _one_of("What they want to know", Wanted)
    answer = _one_of("What they were told", Answer)
    passed_to = _one_of("Passed to", PassedTo)

    def asked(self) -> Asked:
        return Asked(**self.cleaned_data)


class InquiriesForm(forms.Form):
    days = forms.TypedChoiceField(
        label="Period",
        coerce=int,
        empty_value=1,
        required=False,
        choices=[(n, f"{n} day{'s' if n > 1 else ''}") for n in PERIODS],
    )
    channel = forms.ChoiceField(
        label="How",
        required=False,
        choices=[("", "Any way"), *((c.value, c.label) for c in Channel)],
    )
    answer = forms.ChoiceField(
        label="Told",
        required=False,
        choices=[("", "Anything"), *((a.value, a.label) for a in Answer)],
    )


class InterviewForm(forms.Form):
    asker = _one_of("Who asks", AskerKind)
    agency = words_field("Agency", 120)
    official = words_field("Name of the official", 80)
    matter = _one_of("What matter is it", Matter)
    purpose = free_text_field("Purpose, as they say it", max_length=400)
    court_order = words_field("Number of a court's order", 40, required=False)

    def wants(self) -> WantsInterview:
        return WantsInterview(**self.cleaned_data)


class ConsentForm(forms.Form):
    consent = _one_of("What the person said", Consent)
    language = forms.ChoiceField(label="Language of the form")
    explained_by = words_field("Who explained it aloud", 80)
    interpreter = words_field("Interpreter", 80, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [
            (text.language, text.language_name) for text in consent_texts()
        ]

    def said(self) -> Said:
        return Said(**self.cleaned_data)
