"""How long records are kept, what is disposed of, and what is kept for a case."""

from django import forms

from bookings.enums import Certainty, KeptFor, Retained
from bookings.forms.fields import date_field, words_field
from bookings.services.retention import Series


def _labelled(vocabulary):
    return [(one.value, one.label) for one in vocabulary]


class RetentionForm(forms.Form):
    """A line of the retention schedule, as the records committee approved it."""

    retained = forms.ChoiceField(label="What is kept", choices=_labelled(Retained))
    number = words_field("Schedule number", 40, help_text="Like GS50-05A-01")
    title = words_field("Title of the series", 120)
    days = forms.IntegerField(
        label="Days it is kept after release", min_value=30, max_value=36525
    )
    source = words_field("Where that stands", 150)
    certainty = forms.ChoiceField(
        label="How sure this is", choices=_labelled(Certainty)
    )
    in_force_from = date_field("In force from")
    reason = words_field("Why", 150)

    def series(self) -> Series:
        return Series(**{name: self.cleaned_data[name] for name in Series.__slots__})


class DispositionForm(forms.Form):
    """Whoever proposes to dispose of what is due by one schedule."""

    schedule = forms.IntegerField(widget=forms.HiddenInput)
    reason = words_field("Why now", 150)


class LegalHoldForm(forms.Form):
    kept_for = forms.ChoiceField(
        label="What it is kept for",
        choices=_labelled(KeptFor),
        widget=forms.RadioSelect,
    )
    case_number = words_field("Case number", 40)
